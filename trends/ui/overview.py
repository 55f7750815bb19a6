"""Blocks of the overview: the leading themes, and what stands first in the newest editions."""

import pandas as pd
import streamlit as st

from trends import overview
from trends import you as own_words
from trends.cards import Card
from trends.own import NOBODY, YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.ui.evidence import ask, is_narrow, me, palette
from trends.ui.kept import kept

NEWEST = 8
# What stands first in a list of a single theme stands above nothing.
SEVERAL_THEMES = 2
# Two stand beside each other where there is room.
QUESTION_WIDTH = 356
OWN_DOORS = (
    ("priorities.py", "Priorities of your place"),
    ("concerns.py", "Concerns of your place"),
    ("cases.py", "Cases of your place"),
)


@kept
def answer() -> str:
    """Return what the evidence says now, in a sentence or two."""
    return overview.answer(_leading("priority"), _leading("concern"))


@kept
def leading_card(kind: str, words: str) -> Card | None:
    """Return the card of the themes that lead the lists of a kind; None where there are no lists.

    Args:
        kind: code of the kind of question.
        words: what its items are called.
    """
    frame = _leading(kind)
    return overview.leading_card(frame, words, words, palette()) if len(frame) else None


@kept
def newest_table() -> pd.DataFrame:
    """Return what stands first in the newest editions, for reading; empty where there are none."""
    newest = ask("latest_leaders", kind=["priority", "concern"], least_themes=3).head(NEWEST)
    return overview.newest_table(newest, narrow=is_narrow()) if len(newest) else newest


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
    return own_words.leads(mine, figures, nearest, *lists[nearest])


def own_doors() -> None:
    """Offer pages with the filters set to the reader's own place; nothing where none is chosen."""
    mine = me()
    if not mine:
        return
    with st.container(horizontal=True, key="own_doors"):
        for page, label in OWN_DOORS:
            # A link for whoever wants one: it holds filters, and nothing of whose place they are.
            st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=mine.filters)


def questions() -> None:
    """Draw the questions leaders ask, each a link to the page that answers it."""
    with st.container(horizontal=not is_narrow(), gap="xsmall", key="questions"):
        for text, page, parameters in overview.QUESTIONS:
            st.page_link(
                page,
                label=text,
                icon=":material/arrow_forward:",
                query_params=dict(parameters),
                width="stretch" if is_narrow() else QUESTION_WIDTH,
            )


def _figures(place: Self) -> int:
    return int(ask("totals", **_codes(place), kind=[]).iloc[0]["figures"])


def _own_leaders(place: Self, kind: str) -> pd.DataFrame:
    return ask("latest_leaders", **_codes(place), kind=[kind], least_themes=SEVERAL_THEMES)


def _codes(place: Self) -> dict[str, list[str]]:
    return {"country": [place.country] if place.country else [], "sector": [place.sector] if place.sector else []}
