"""Cards as pictures, citations and receipts by address, made without a browser.

====================================  =======================================================================
``/card/<page>/<card>.svg``, ``.png``  the card of a page under the filters of the address; ``size`` is ``page``,
                                      ``square`` or ``preview`` (1200 × 630 pixels)
``/card/<page>/<card>.<style>``        how the card is cited: ``txt``, ``bib``, ``ris`` or ``csl`` (CSL-JSON)
``/card/<page>/<card>.receipt``        receipts of its rows: place in the source, day of reading, how it was come by;
                                      ``row``, from 1, may be repeated
====================================  =======================================================================
"""

from datetime import date

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from trends.cards.card import Card
from trends.export import image
from trends.export import page as pages
from trends.export.briefing import Finding
from trends.export.citation import STYLES, cited
from trends.export.image import PRODUCT
from trends.export.meanings import words_used
from trends.export.picture import SIZES, picture, png
from trends.export.receipts import ROW, receipts_text
from trends.request.request import Choices, Request
from trends.serve import unknown
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import Answer, sent
from trends.serve.read import answered
from trends.subjects import registry
from trends.words import numbers

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
SIZE = "size"
RECEIPT = "receipt"
MOST_DIGITS = 8
# So much of an unknown value is said again.
MOST_LETTERS = 40


def card_picture(request: HttpRequest) -> Response:
    """Answer with a card as a picture, or say what there is instead."""
    name, key, ending = (request.path_params[part] for part in ("page", "card", "format"))
    return answered(request, base_of(request, f"/card/{name}/{key}.{ending}"), name, _picture)


def _picture(request: HttpRequest, base: str, name: str, asked: Request, choices: Choices) -> Response:
    key, ending = request.path_params["card"], request.path_params["format"]
    size = request.query_params.get(SIZE, "page")
    if ending in STYLES or ending == RECEIPT:
        return _written(request, base, name, asked, choices)
    cards = {card.key: card for card in registry.contents(name, asked, choices).cards if card.chart is not None}
    if key not in cards or ending not in TYPES:
        listed = ", ".join(cards) or "none under these filters"
        return unknown.not_found(
            f"There is no picture “{key}.{ending}”. Cards of the page {name} with a chart: {listed}; formats: "
            f"{', '.join(TYPES)}.",
            base,
        )
    if size not in SIZES:
        return unknown.not_understood(
            f"A picture has no size “{size[:MOST_LETTERS]}”. Sizes: {', '.join(SIZES)}.", base
        )
    where = f"{host_of(request)}{base}"
    answer = Answer(lambda: _made(cards[key], asked, (name, choices), (ending, size), where), TYPES[ending])
    return sent(request, asked.version, answer)


def _written(request: HttpRequest, base: str, name: str, asked: Request, choices: Choices) -> Response:
    """Answer with how a card is cited, or with the receipts of its rows."""
    key, ending = request.path_params["card"], request.path_params["format"]
    found = next((card for card in registry.contents(name, asked, choices).cards if card.key == key), None)
    if found is None:
        return unknown.not_found(f"The page {name} has no card “{key}” to cite under these filters.", base)
    finding, host = Finding(name, found, asked, choices), f"{host_of(request)}{base}"
    if ending == RECEIPT:
        return _receipt(request, base, finding, host)
    today, style = date.today(), STYLES[ending]  # noqa: DTZ011 - a day, as the reader's calendar says
    held = cited(finding, today, host)
    return sent(request, asked.version, Answer(lambda: style.make(held).encode(), style.media_type))


def _receipt(request: HttpRequest, base: str, finding: Finding, host: str) -> Response:
    """Answer with the receipts of the rows that ``row`` names, or of the first; 404 for a row that is not there."""
    there = len(finding.card.shown)
    given = request.query_params.getlist(ROW)
    rows = [int(each) if each.isascii() and each.isdecimal() and len(each) < MOST_DIGITS else 0 for each in given]
    if not all(1 <= each <= there for each in rows):
        return unknown.not_found(
            f"There is no row {', '.join(given)[:40]} here. Rows are numbered from 1 to {there}.", base
        )
    told = receipts_text(finding, rows or range(1, there + 1), host)
    return sent(request, finding.request.version, Answer(told.encode, "text/plain; charset=utf-8"))


def _made(card: Card, asked: Request, page: tuple[str, Choices], form: tuple[str, str], host: str) -> bytes:
    """Return a picture, kept for all who ask for it on this day."""
    (name, choices), (ending, size) = page, form
    today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
    address = f"{host}{pages.live_address(name, pages.query_of(asked, choices), '')}"

    def draw() -> bytes:
        drawn = picture(
            card,
            SIZES[size],
            filters=asked.filter_words,
            address=f"{PRODUCT} · {address} · {numbers.day(today)}",
            meanings=words_used(asked, tuple(image.texts_of(card)), image.MOST_WORDS),
        )
        return png(drawn, SIZES[size]) if ending == "png" else drawn.encode()

    return asked.version.kept.get(("picture", card.key, address, form, today), draw)


ROUTES = [Route("/card/{page:str}/{card:str}.{format:str}", card_picture)]
