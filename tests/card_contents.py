"""What a card holds: its chart as a browser gets it, and everything it says."""

import json
from typing import Any

from trends.cards.card import Card


def drawn(card: Card) -> dict[str, Any]:
    """Return the figure of a card as it is sent to a browser."""
    assert card.figure is not None
    made: dict[str, Any] = json.loads(card.figure.to_json())
    return made


def texts(card: Card) -> str:
    """Return everything a card says to a reader, tables and hover included."""
    chart = "" if card.figure is None else str(drawn(card)["data"])
    return " ".join([card.title, card.subtitle, card.alt, card.foot, *card.about, card.table.to_string(), chart])


def assert_small_and_worded(card: Card) -> None:
    """Hold that the chart of a card is soon sent, and that its title and its words for the chart fit where they go."""
    assert card.drawings
    assert all(len(drawing.figure) <= 20_000 for drawing in card.drawings)
    assert 20 <= len(card.alt) <= 160
    assert "nan" not in texts(card)
    assert len(card.title) <= 90
