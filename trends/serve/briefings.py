"""Briefings as files by address.

=======================  ==============================================================================
``/briefing.<format>``   the findings of the address (``finding``, ``note``, ``title``) as each of the
                         formats of ``export/briefing_files``; or, under the filters and choices of the
                         address, with ``ready`` one that is ready, with ``page`` all findings of a page
=======================  ==============================================================================

What an address asks for and a file cannot hold is said in the file; a name that is nearly that of a filter is refused,
since without it the file would be on everybody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from http import HTTPStatus

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from trends.export import briefing_link, encode, parameters, ready_made
from trends.export import page as pages
from trends.export.archive import page_briefing
from trends.export.briefing import Briefing, briefing_of
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.request.filters import SHARED_FIELDS, FilterError
from trends.request.request import Choices, Request, request_of
from trends.serve import unknown
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import Answer, sent
from trends.serve.problems import Problems, refused
from trends.subjects import registry

Listed = Sequence[tuple[str, str]]


def briefing_file(request: HttpRequest) -> Response:
    """Answer with a briefing as a file, or say what there is instead."""
    ending = request.path_params["format"]
    base = base_of(request, f"/briefing.{ending}")
    if ending not in BRIEFING_FORMATS:
        return unknown.not_found(f"There is no briefing as “{ending}”. There is: {', '.join(BRIEFING_FORMATS)}.", base)
    today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
    refuse = partial(refused, request, HTTPStatus.BAD_REQUEST, "wrong-request", base=base)
    try:
        listed, title, said = _asked(request)
    except FilterError as error:
        return refuse(error.problems)
    if wrong := _misplaced(request, listed):
        return refuse(wrong)
    made = briefing_of(title, listed, today, f"{host_of(request)}{base}")
    if misnamed := [problem for error in made.errors for problem in error.misnamed]:
        return refuse(misnamed)
    return _file(request, replace(made, left_out=[*made.left_out, *said]), ending, base)


def _asked(request: HttpRequest) -> tuple[Listed, str, Sequence[str]]:
    """Return reference and note of each finding that an address names, the title, and what is to be said of the rest.

    Raises:
        FilterError: a ready-made briefing is asked for under a filter that is none.
    """
    given = {name: request.query_params.getlist(name) for name in briefing_link.PARAMETERS}
    listed, title, said = briefing_link.read(given)
    ready, page = next(iter(given[parameters.READY]), ""), request.query_params.get(parameters.PAGE, "")
    if listed or not (ready or page):
        return listed, title, said
    asked, choices = request_of(request.query_params.multi_items())
    if page:
        return _of_page(page, asked, choices)
    name = ready_made.find(asked, ready)
    if not name:
        return [], title, [f"No briefing “{ready[:40]}” is ready. There is: {', '.join(ready_made.ready_made(asked))}."]
    own = ready_made.ready_made(asked)[name].title(asked)
    references = [(reference, "") for reference in ready_made.references(asked, name)]
    return references, own if own and not any(given[parameters.TITLE]) else title, said


def _of_page(name: str, asked: Request, choices: Choices) -> tuple[Listed, str, Sequence[str]]:
    """Return what names all findings of a page; what is returned and raised is as of :func:`_asked`."""
    if name not in registry.PAGES:
        return [], "", [f"There is no page “{name[:40]}”. There is: {', '.join(registry.PAGES)}."]
    own = pages.own_choices(name, choices)
    parameters.check_choices(asked, name, own)
    made = page_briefing(name, asked, own, date.today())  # noqa: DTZ011 - a day, as the reader's calendar says
    return [(finding.reference, "") for finding in made.findings], made.title, ()


def _misplaced(request: HttpRequest, listed: Listed) -> Problems:
    """Return what is wrong with the names in an address: one that is nearly a filter's, or a filter beside findings."""
    names = list(request.query_params)
    if {parameters.READY, parameters.PAGE} & {*names} and parameters.FINDING not in names:
        return parameters.misnamed(names, "briefing")
    example = listed[0][0].partition("?")[0] if listed else "movers/shares"
    return [
        *parameters.misnamed(names, "briefing"),
        *(
            {
                "parameter": name,
                "message": f"Findings have filters of their own: put {name!r} behind each finding that it is for, as "
                f"in finding={example}?{name}=…, with ? as %3F and = as %3D.",
            }
            for name in names
            if name in SHARED_FIELDS
        ),
    ]


def _file(request: HttpRequest, made: Briefing, ending: str, base: str) -> Response:
    if not made.findings:
        told = " ".join(made.left_out) or f"Name findings, as in “/briefing.{ending}?finding=movers/shares”."
        return unknown.not_found(f"There is nothing to hand on. {told}", base)
    kind = BRIEFING_FORMATS[ending]
    named = encode.file_name("briefing", {"title": [made.title]}, ending)
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    version = made.findings[0].request.version
    return sent(request, version, Answer(lambda: kind.make(made), kind.media_type, headers))


ROUTES = [Route("/briefing.{format:str}", briefing_file)]
