"""What a card holds: its chart as a browser gets it, and everything it says."""

import html
import json
from typing import Any

from trends.cards.card import Card
from trends.figures.draw import draw, drawings
from trends.words.text import plain

# Stands between what a bar says and the mark of the reader's own.
APART = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"


def drawn(card: Card) -> dict[str, Any]:
    """Return the figure of a card in wide form as it is sent to a browser."""
    assert card.chart is not None
    figure = draw(card.chart).wide
    assert figure is not None
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def texts(card: Card) -> str:
    """Return everything a card says to a reader, tables and hover included."""
    chart = "" if card.chart is None else str(drawn(card)["data"])
    said = [plain(words) for words in (card.title, card.subtitle, card.alt, card.foot, *card.about)]
    return " ".join([*said, card.table.frame().to_string(), chart])


def assert_small_and_worded(card: Card) -> None:
    """Hold that the chart of a card is soon sent, and that its title and its words for the chart fit where they go."""
    assert card.chart is not None
    made = drawings(card.chart)
    assert made
    assert all(len(drawing.figure) <= 20_000 for drawing in made)
    assert 20 <= len(card.alt) <= 160
    assert "nan" not in texts(card)
    assert len(card.title) <= 90


def figure_of(card: Card) -> Any:
    """Return the figure of a card in wide form; None where it has no chart."""
    return None if card.chart is None else draw(card.chart).wide


def bars_said(figure: Any) -> list[str]:
    """Return what stands at the bars of a figure, in their order."""
    assert figure is not None
    return [html.unescape(str(text)).strip("\N{NO-BREAK SPACE}") for text in figure.data[-1].text]
