"""Briefings as files by address.

=======================  ==============================================================================
``/briefing.<format>``   the findings of the address (``finding``, ``note``, ``title``), as each of the
                         formats of ``export/briefing_files``
=======================  ==============================================================================
"""

from datetime import date

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from trends.export import briefing_link, encode
from trends.export.briefing import briefing_of
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.serve import unknown
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import Answer, sent


def briefing_file(request: HttpRequest) -> Response:
    """Answer with a briefing as a file, or say what there is instead."""
    ending = request.path_params["format"]
    base = base_of(request, f"/briefing.{ending}")
    given = {name: request.query_params.getlist(name) for name in briefing_link.PARAMETERS}
    listed, title = briefing_link.read(given)
    if ending not in BRIEFING_FORMATS:
        return unknown.not_found(f"There is no briefing as “{ending}”. There is: {', '.join(BRIEFING_FORMATS)}.", base)
    today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
    made = briefing_of(title, listed, today, f"{host_of(request)}{base}")
    if not made.findings:
        told = " ".join(made.left_out) or f"Name findings, as in “/briefing.{ending}?finding=movers/shares”."
        return unknown.not_found(f"There is nothing to hand on. {told}", base)
    kind = BRIEFING_FORMATS[ending]
    named = encode.file_name("briefing", {"title": [title]}, ending)
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    version = made.findings[0].request.version
    return sent(request, version, Answer(lambda: kind.make(made), kind.media_type, headers))


ROUTES = [Route("/briefing.{format:str}", briefing_file)]
