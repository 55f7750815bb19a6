"""What the cards and tables of a page are drawn from, by address: sent while Streamlit draws the page.

A browser asks for it as soon as its reader has pressed a filter (``ahead.js``). Streamlit sends a page element by
element and its browser works on each; what is here is drawn before that, and found as it is then.

==============================================  ==========================================================
``/ahead/<version>/<wide or narrow>/<page>``    parameters as in the page's own address
==============================================  ==========================================================

The answer has ``cards`` in the order of the page and ``tables`` by key. It is empty (204) where the page would
not be that: of another version, or with choices that the page itself would have to speak of.
"""

import json
from http import HTTPStatus

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from trends.export import page as pages
from trends.export import parameters
from trends.request.filters import FilterError
from trends.request.request import Choices, Request, request_of
from trends.serve.kept_answers import Answer, sent
from trends.store.guard import GuardError
from trends.store.versions import current
from trends.subjects import registry
from trends.ui import drawn

WIDTHS = {"wide": False, "narrow": True}


def answer(request: HttpRequest) -> Response:
    """Answer with what a page is drawn from, or with nothing."""
    version, width, page = (request.path_params[part] for part in ("version", "width", "page"))
    nothing = Response(status_code=HTTPStatus.NO_CONTENT)
    given = request.query_params.multi_items()
    if page not in registry.PAGES or width not in WIDTHS or version != current().fingerprint:
        return nothing
    if parameters.slips((parameter for parameter, _ in given), page):
        return nothing
    try:
        asked, choices = request_of(given)
        own = pages.own_choices(page, choices)
        parameters.check_choices(asked, page, own)
        # A browser that has it already is told so, and nothing is made.
        made = Answer(lambda: told_of(page, asked, own, narrow=WIDTHS[width]), "application/json")
        return sent(request, asked.version, made)
    except (FilterError, GuardError):
        # The page says it.
        return nothing


def told_of(page: str, asked: Request, choices: Choices, *, narrow: bool) -> bytes:
    """Return what the cards and tables of a page are drawn from, as JSON.

    Args:
        page: its name.
        asked: what it is asked with.
        choices: what the page alone chooses.
        narrow: whether the window is as narrow as a phone's.
    """
    held = registry.contents(page, asked, choices)
    return json.dumps(
        {
            "cards": [
                {"anchor": pages.anchor_of(f"{page}_{card.key}"), **drawn.drawn(card, asked, narrow=narrow).data}
                for card in held.cards
            ],
            "tables": {made.key: drawn.listing(made, asked, narrow=narrow).data for made in held.listings},
        },
        ensure_ascii=False,
    ).encode()


ROUTES = [Route("/ahead/{version:str}/{width:str}/{page:str}", answer)]
