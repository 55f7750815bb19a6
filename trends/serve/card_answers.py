"""Pages and cards over HTTP as data: the same sentences, rows, bases, verdicts and receipts as on the page.

=================================  ================================================================
``/api/v1/pages``                  the pages, each with the parameters that it alone has
``/api/v1/cards/<page>``           a page as data; parameters as in the page's own address
``/api/v1/cards/<page>/<card>``    one card of it
=================================  ================================================================

With ``release``, that of an earlier answer, both say in ``changed_since`` which of their findings are others now; empty
where none is, since the evidence is that of the release.
"""

import json
from http import HTTPStatus

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trends.export import page as pages
from trends.export import parameters, since
from trends.export.card_data import one_card, page_data, page_list
from trends.request.filters import SHARED_FIELDS, FilterError, did_you_mean, unknown_parameter
from trends.request.names import nearest
from trends.request.request import Choices, Request, request_of
from trends.serve import bodies
from trends.serve.api import stopped
from trends.serve.kept_answers import Answer, sent
from trends.serve.problems import base_of, refused
from trends.store.guard import GuardError
from trends.store.versions import current
from trends.subjects import registry
from trends.words.folding import folded
from trends.words.text import plain

JSON = "application/json"


def page_names(request: HttpRequest) -> Response:
    """Answer with the pages."""
    base = base_of(request)
    return sent(request, current(), Answer(lambda: json.dumps(page_list(base), ensure_ascii=False).encode(), JSON))


def page_cards(request: HttpRequest) -> Response:
    """Answer with a page as data, or with one of its cards; else with what is wrong with the address."""
    name, key = request.path_params["page"], request.path_params.get("card", "")
    if name not in registry.PAGES:
        return _nowhere(request, f"There is no page {name!r}.", name, list(registry.PAGES))
    given = request.query_params.multi_items()
    named = ""
    if since.PARAMETER not in registry.PAGES[name].choices:
        # Nothing depends on the release of a link but what is said to have changed since.
        named = request.query_params.get(since.PARAMETER, "")
        given = [pair for pair in given if pair[0] != since.PARAMETER]
    if name == bodies.PAGE and (lost := bodies.unknown_in(given)):
        return refused(request, 404, "not-found", [{"message": f"There is no public body {lost!r}.", "value": lost}])
    try:
        asked, choices = _asked(name, given)
    except FilterError as error:
        return refused(request, HTTPStatus.BAD_REQUEST, "wrong-request", error.problems)
    try:
        told = asked.version.kept.get(
            ("card data", name, asked.filters, asked.asked_in, _frozen(choices), base_of(request)),
            lambda: page_data(name, asked, choices, base_of(request)),
        )
    except GuardError as error:
        return stopped(request, error)
    if key:
        found = one_card(told, key)
        if found is None:
            listed = [str(card["key"]) for card in told["cards"]]
            return _nowhere(request, f"The page {name} has no card {key!r} under these filters.", key, listed)
        told = found
    if named:
        cards = [card for card in registry.contents(name, asked, choices).cards if key in {"", card.key}]
        changed = since.since(asked.version, named, name, asked, choices, cards, base_of(request))
        told = {**told, "changed_since": plain(changed)}
    return sent(request, asked.version, Answer(lambda: json.dumps(told, ensure_ascii=False).encode(), JSON))


def _asked(name: str, given: list[tuple[str, str]]) -> tuple[Request, Choices]:
    """Return the request an address makes and what it chooses for its page.

    Raises:
        FilterError: a parameter or a value is not known; lists every such one.
    """
    legal = [*SHARED_FIELDS, *registry.PAGES[name].choices]
    # A page passes over what it does not know, such as marks of a mailing; a program should hear of a slip.
    wrong = [unknown_parameter(parameter, sorted(legal)) for parameter, _ in given if parameter not in legal]
    if wrong:
        raise FilterError(wrong)
    asked, choices = request_of(given)
    own = pages.own_choices(name, choices)
    parameters.check_choices(asked, name, own)
    return asked, own


def _frozen(choices: Choices) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((field, tuple(values)) for field, values in choices.items())


def _nowhere(request: HttpRequest, message: str, asked: str, legal: list[str]) -> JSONResponse:
    near = nearest(asked, {folded(name): name for name in legal})
    message = f"{message} There are {', '.join(legal) or 'none'}.{did_you_mean(near)}"
    problem = {"value": asked, "message": message, "legal": legal, "nearest": near}
    return refused(request, HTTPStatus.NOT_FOUND, "not-found", [problem])


ROUTES = [
    Route("/api/v1/pages", page_names),
    Route("/api/v1/cards/{page:str}", page_cards),
    Route("/api/v1/cards/{page:str}/{card:str}", page_cards),
]
