"""What is said of the marks of every chart, on hovering and by keyboard: name, value, range, and place where one has it.

The words are read out of the figures as ``marks.js`` reads them, and held against the rows that charts are made of.
"""

import html
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.test_colour import FILTERS
from trends.cards.card import Card
from trends.cards.charts import Bars, Dots, Dumbbells, Lines, Panels, Scatter, Strips
from trends.figures.draw import drawings
from trends.request.request import Request, request_of
from trends.statistics.cells import as_rows, is_missing
from trends.subjects import registry
from trends.words.text import plain

PAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    *((name, ()) for name in ("overview", "themes", "sectors", "priorities", "concerns", "movers", "countries")),
    *((name, ()) for name in ("bodies", "cases")),
    ("places", (("place", "new-zealand"),)),
)
# Rows of these charts have a mark each; the others heap rows, or draw areas.
ROWS = Bars | Dots | Dumbbells | Lines | Panels | Scatter | Strips


def words_of(markup: str) -> str:
    """Return Plotly's markup as the plain words a live region speaks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def told(trace: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of each mark of a trace, in its order; nothing of a trace that is silent."""
    if trace.get("hoverinfo") == "skip" or not trace.get("hovertemplate"):
        return
    front, _, name = trace["hovertemplate"].removesuffix("</extra>").partition("<extra>")
    once = trace["meta"] if isinstance(trace.get("meta"), list) else None
    for at in range(len(trace.get("locations") or trace.get("lat") or trace["x"])):
        held = {field: values[at] for field, values in trace.items() if isinstance(values, list) and at < len(values)}
        if "x" in held and held["x"] is None:
            continue
        filled = re.sub(r"%\{(\w+)\}", lambda field, held=held: str(held.get(field[1], "")), front)
        own = name or (once[int(trace["text"][at])] if once else "")
        words = words_of(f"{own}, {filled}" if own else filled)
        # A shape of the map without a value is background.
        if words or trace["type"] != "choropleth":
            yield words


@pytest.fixture(scope="module", params=list(itertools.product(PAGES, FILTERS)), ids=str)
def cards(request: pytest.FixtureRequest, shipped_request: Request) -> list[Card]:
    (page, own), filters = request.param
    asked, choices = request_of((*filters, *own), shipped_request.version)
    return [card for card in registry.contents(page, asked, choices).cards if card.chart is not None]


def test_every_mark_has_a_name_and_a_value(cards: list[Card]) -> None:
    for card in cards:
        assert card.chart is not None
        for drawing in drawings(card.chart):
            said = [words for trace in json.loads(drawing.figure)["data"] for words in told(trace)]
            assert said, card.key
            for words in said:
                name, _, value = words.partition(": ")
                assert name, (card.key, words)
                assert value, (card.key, words)
                # A place follows the value; a number before a name would be heard as one.
                assert not re.match(r"\d+=?\s+\D", name) or "edition" in name, (card.key, words)


def test_every_row_of_a_chart_is_told_with_its_value_and_its_range(cards: list[Card]) -> None:
    for card in cards:
        if not isinstance(card.chart, ROWS):
            continue
        said = [words for trace in json.loads(drawings(card.chart)[0].figure)["data"] for words in told(trace)]
        for row in as_rows(card.chart.rows):
            number = row.get("number", row.get("value"))
            if is_missing(number) or not str(row.get("text", "")):
                continue
            parts = [words_of(str(row[part])) for part in ("name", "text", "range", "place") if row.get(part)]
            assert any(all(part in words for part in parts) for words in said), (card.key, plain(card.title), parts)
