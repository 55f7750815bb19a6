"""Pages as plain HTML by address, with the rows their cards show as files.

=================================  =====================================================================
``/read``                          the pages
``/read/search?q=…``               what a text finds, with a form to type it into
``/read/protection``               how those who answered a survey are protected
``/read/<page>``                   a page without scripts; parameters as in the page's own address
``/read/bodies/<name>``            the page of a named public body
``/read/<page>/<card>.<format>``   the rows that a card of it shows, as csv, xlsx or json
=================================  =====================================================================
"""

import zlib
from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape
from http import HTTPStatus

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from trends.export import feed as feeds
from trends.export import page as pages
from trends.export import parameters, since
from trends.export.card_html import FILES
from trends.export.encode import FORMATS
from trends.export.shown import shown_file, shown_file_name
from trends.request.filters import FilterError
from trends.request.request import Choices, Request, request_of
from trends.serve import api, bodies, unknown
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import CACHE_CONTROL, sent
from trends.serve.kept_answers import Answer as Kept
from trends.store.guard import GuardError
from trends.store.versions import Version, current
from trends.subjects import registry
from trends.subjects.search import view as searching
from trends.words import numbers, protection
from trends.words.text import html

Answer = Callable[[HttpRequest, str, str, Request, Choices], Response]


def read_page(request: HttpRequest) -> Response:
    """Answer with a page as plain HTML, or with what is wrong with the address."""
    name = request.path_params["page"]
    return answered(request, base_of(request, f"/read/{name}"), name, _page)


def read_file(request: HttpRequest) -> Response:
    """Answer with the rows that a card of a page shows."""
    name, card, ending = (request.path_params[part] for part in ("page", "card", "format"))
    return answered(request, base_of(request, f"/read/{name}/{card}.{ending}"), name, _file)


def read_list(request: HttpRequest) -> Response:
    """Answer with the list of pages."""
    base = base_of(request, "/read")
    what = "Each page has a plain form: no script, for print, for slow lines and for readers of text."
    return HTMLResponse(unknown.said("All pages as plain text and pictures", what, base))


def read_protection(request: HttpRequest) -> Response:
    """Answer with how those who answered a survey are protected."""
    return HTMLResponse(pages.protection_html(base_of(request, f"/read/{protection.PAGE}"), host_of(request)))


def read_search(request: HttpRequest) -> Response:
    """Answer with what a text finds, or say what stopped its questions."""
    base, given = base_of(request, "/read/search"), request.query_params
    said = {name: given.getlist(name) for name in given}
    if missed := parameters.misread("search", Request(current()), said):
        error = FilterError([parameters.unoffered(name, value) for name, value in missed])
        return unknown.refused(error, given.multi_items(), "search", base)
    asked = searching.sought(*(given.get(name, "") for name in (searching.TEXT, searching.KIND, searching.FROM)))
    try:
        made = pages.search_html(searching.found(Request(current()), asked), base)
    except GuardError as error:
        if not error.to_readers:
            raise
        told = f"{error.to_readers} {api.reference_to(error)}"
        return HTMLResponse(unknown.said("Search failed", told, base), HTTPStatus.SERVICE_UNAVAILABLE)
    headers = {"Cache-Control": CACHE_CONTROL, "X-Evidence": current().fingerprint}
    return HTMLResponse(made.replace(pages.HOST, escape(host_of(request))), headers=headers)


def read_nothing(request: HttpRequest) -> Response:
    """Answer an address below that of plain pages at which nothing is."""
    rest = request.path_params["rest"]
    return unknown.not_found(f"There is no plain page “{rest}”.", base_of(request, f"/read/{rest}"))


def answered(request: HttpRequest, base: str, name: str, answer: Answer, version: Version | None = None) -> Response:
    """Return an answer on a page, or say what is wrong with its address or what stopped its questions.

    Args:
        request: what was asked.
        base: the path the dashboard is served below.
        name: the page.
        answer: makes the answer.
        version: the evidence it is made of; the current one if not given.
    """
    if name not in registry.PAGES:
        return unknown.not_found(f"There is no page “{name}”.", base)
    given = request.query_params.multi_items()
    if name == bodies.PAGE and (lost := bodies.unknown_in(given)):
        return unknown.no_body(lost, base, "/read")
    if slips := parameters.slips((parameter for parameter, _ in given), name):
        return unknown.misnamed(slips, given, request.scope["path"], base)
    try:
        asked, choices = request_of(given, version)
        own = pages.own_choices(name, choices)
        # What the browser reads by itself has no use here, but whoever wrote it hears of a slip.
        by_browser = {parameter: choices[parameter] for parameter in parameters.FORMS if parameter in choices}
        parameters.check_choices(asked, name, own | by_browser)
    except FilterError as error:
        return unknown.refused(error, given, name, base)
    try:
        return answer(request, base, name, asked, own)
    except GuardError as error:
        status = HTTPStatus.SERVICE_UNAVAILABLE if error.passes else HTTPStatus.BAD_REQUEST
        if not error.to_readers:
            raise
        told = f"{error.to_readers} {api.reference_to(error)}"
        return HTMLResponse(unknown.said("This page could not be made", told, base), status)
    except Exception as error:  # noqa: BLE001 - who came for a page is not told in JSON
        told = f"Something went wrong here, not with your request. {api.reference_to(error)}"
        return HTMLResponse(unknown.said("This page could not be made", told, base), HTTPStatus.INTERNAL_SERVER_ERROR)


def _page(request: HttpRequest, base: str, name: str, asked: Request, choices: Choices, head: str = "") -> Response:
    """Answer with a page as plain HTML; ``head`` is what its head begins with."""

    def make() -> bytes:
        made = zlib.decompress(_packed(asked.version, name, asked, choices, base)).decode()
        if changed := _since(request, base, name, asked, choices):
            made = made.replace("<main>", f"<main>{changed}", 1)
        made = made.replace("<head>", f"<head>{head}{feeds.links(asked, base)}", 1)
        today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
        return made.replace(pages.HOST, escape(host_of(request))).replace(pages.DAY, numbers.day(today)).encode()

    return sent(request, asked.version, Kept(make, "text/html"))


def _since(request: HttpRequest, base: str, name: str, asked: Request, choices: Choices) -> str:
    """Return what changed since the release that the address names, marked up; empty where nothing is to be said."""
    named = request.query_params.get(since.PARAMETER, "")
    if not named or since.is_current(asked.version, named):
        return ""
    cards = registry.contents(name, asked, choices).cards
    told = since.since(asked.version, named, name, asked, choices, cards, base)
    return f'<p class="note">{html(told)}</p>' if told else ""


def _packed(version: Version, name: str, asked: Request, choices: Choices, base: str) -> bytes:
    """Return a page as compressed bytes, kept for all readers: packed it takes a fifth of the room cards need too."""
    chosen = tuple((field, tuple(values)) for field, values in choices.items())
    # Pages say how old a figure is, in the year in which they are asked for.
    key = ("read", name, asked.filters, asked.asked_in, chosen, base)
    return version.kept.get(key, lambda: zlib.compress(pages.page_html(name, asked, choices, base).encode(), 6))


def _file(request: HttpRequest, base: str, name: str, asked: Request, choices: Choices) -> Response:
    wanted, ending = request.path_params["card"], request.path_params["format"]
    cards = registry.contents(name, asked, choices).cards
    card = next((each for each in cards if each.key == wanted), None)
    if card is None or ending not in FILES:
        listed = ", ".join(f"{each.key}.{known}" for each in cards for known in FILES) or "none under these filters"
        return unknown.not_found(f"The page {name} has no file “{wanted}.{ending}”. It has: {listed}.", base)
    headers = {"Content-Disposition": f'attachment; filename="{shown_file_name(card, ending)}"'}
    answer = Kept(
        lambda: shown_file(card, asked, ending, f"{host_of(request)}{base}"), FORMATS[ending].media_type, headers
    )
    return sent(request, asked.version, answer)


def _of_body(request: HttpRequest, base: str) -> Response:
    # Links of a page lead to those beside it, and that of a body lies a folder deeper.
    return answered(request, base, bodies.PAGE, partial(_page, head=f'<base href="{escape(base)}/read/">'))


ROUTES = [
    Route("/read", read_list),
    Route("/read/search", read_search),
    Route(f"/read/{protection.PAGE}", read_protection),
    Route("/read/{page:str}", read_page),
    Route("/read/{page:str}/{card:str}.{format:str}", read_file),
    Route("/read/bodies/{slug:str}", bodies.plain_page(_of_body)),
    Route("/read/{rest:path}", read_nothing),
]
