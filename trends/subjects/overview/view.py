"""The view of the overview: what it shows under a reader's filters."""

import pandas as pd

from trends.cards.card import Card
from trends.request.place import NOBODY, YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.subjects.overview import cards as overview_cards
from trends.subjects.overview import words as overview_words
from trends.ui.kept import kept
from trends.ui.session import ask, is_narrow, me, palette

NEWEST = 8

# What stands first in a list of a single theme stands above nothing.
SEVERAL_THEMES = 2


@kept
def answer() -> str:
    """Return what the evidence says now, in a sentence or two."""
    return overview_words.answer(_leading("priority"), _leading("concern"))


@kept
def leading_card(kind: str, words: str) -> Card | None:
    """Return the card of the themes that lead the lists of a kind; None where there are no lists.

    Args:
        kind: code of the kind of question.
        words: what its items are called.
    """
    frame = _leading(kind)
    return overview_cards.leading_card(frame, words, words, palette()) if len(frame) else None


@kept
def newest_table() -> pd.DataFrame:
    """Return what stands first in the newest editions, for reading; empty where there are none."""
    newest = ask("latest_leaders", kind=["priority", "concern"], least_themes=3).head(NEWEST)
    return overview_cards.newest_table(newest, narrow=is_narrow()) if len(newest) else newest


@kept
def _leading(kind: str) -> pd.DataFrame:
    return ask("leading_themes", kind=[kind])


@kept
def you() -> str:
    """Return what bodies like the reader's put first and worry about; empty where no place is chosen."""
    mine = me()
    if not mine:
        return ""
    places = {
        YOU: mine if mine.country and mine.sector else NOBODY,
        YOUR_COUNTRY: Self(country=mine.country),
        YOUR_SECTOR: Self(sector=mine.sector),
    }
    figures = {relation: _figures(place) for relation, place in places.items() if place}
    lists = {
        relation: [_own_leaders(places[relation], kind) for kind in ("priority", "concern")] for relation in figures
    }
    # Where nobody like the reader was asked for a list, their country or else their sector was.
    nearest = next((each for each, frames in lists.items() if any(map(len, frames))), next(iter(figures)))
    return overview_words.leads(mine, figures, nearest, *lists[nearest])


def _figures(place: Self) -> int:
    return int(ask("totals", **_codes(place), kind=[]).iloc[0]["figures"])


def _own_leaders(place: Self, kind: str) -> pd.DataFrame:
    return ask("latest_leaders", **_codes(place), kind=[kind], least_themes=SEVERAL_THEMES)


def _codes(place: Self) -> dict[str, list[str]]:
    return {"country": [place.country] if place.country else [], "sector": [place.sector] if place.sector else []}
