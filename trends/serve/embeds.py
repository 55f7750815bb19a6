"""Cards to be shown inside pages of others.

========================  ===========================================================================
``/embed/<page>/<card>``  a card under the filters of the address; ``release`` names the release the link
                          was made of: where its tables are kept (``store/kept_releases``) the card is
                          drawn of them, else of the evidence as it is; either says what has changed since
========================  ===========================================================================

Only these may be framed, and only by the hosts that the setting ``DIGITAL_TRENDS_EMBED`` names: hosts apart by blanks,
as in “https://www.example.org https://*.example.com”, or ``*`` for all. Without it only the dashboard itself may.
"""

from datetime import date
from html import escape

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from trends.export import page as pages
from trends.export import since
from trends.export.briefing import Finding
from trends.export.embed import SCRIPT, embed_html, hosts
from trends.request.request import Choices, Request
from trends.serve import policy, unknown
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import Answer, sent
from trends.serve.read import answered
from trends.store import kept_releases
from trends.store.versions import Version, current
from trends.subjects import registry
from trends.words import numbers
from trends.words.text import say


def embedded(request: HttpRequest) -> Response:
    """Answer with a card for a frame, or say what there is instead."""
    name, key = request.path_params["page"], request.path_params["card"]
    answer = answered(request, base_of(request, f"/embed/{name}/{key}"), name, _card, _frozen(request))
    # An answer that something is wrong is to be read in the frame as well.
    answer.headers[policy.POLICY] = policy.plain(SCRIPT, hosts())
    return answer


def _card(request: HttpRequest, base: str, name: str, asked: Request, choices: Choices) -> Response:
    key = request.path_params["card"]
    cards = {card.key: card for card in registry.contents(name, asked, choices).cards}
    if key not in cards:
        listed = ", ".join(cards) or "none under these filters"
        return unknown.not_found(f"The page {name} has no card “{key}”. It has: {listed}.", base)
    now, named = current(), request.query_params.get(since.PARAMETER, "")
    changed = since.since(now, named, name, asked, choices, [cards[key]], base)
    if asked.version is not now:
        changed = say("Drawn of the tables of that release, as they were. {}", changed)

    def make() -> bytes:
        today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
        made = embed_html(Finding(name, cards[key], asked, choices), base, changed)
        return made.replace(pages.HOST, escape(host_of(request))).replace(pages.DAY, numbers.day(today)).encode()

    headers = {"X-Evidence": asked.version.fingerprint}
    return sent(request, now, Answer(make, "text/html", headers, of=asked.version.fingerprint))


def _frozen(request: HttpRequest) -> Version | None:
    """Return the kept evidence of the release that an address names; None where it is the current one or not kept."""
    now, named = current(), request.query_params.get(since.PARAMETER, "")
    release = now.releases.find(named)
    return None if release is None or since.is_current(now, named) else kept_releases.version_of(release)


ROUTES = [Route("/embed/{page:str}/{card:str}", embedded)]
