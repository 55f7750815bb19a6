"""The view of the overview: what the evidence says now, as far as the filters select it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trends.cards.listing import Listing
from trends.request.options import totals
from trends.request.place import NOBODY, YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.request.request import Choices, Request, kept
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.subjects import matters
from trends.subjects.contents import Contents
from trends.subjects.lists import view as lists
from trends.subjects.lists.counted import LISTS
from trends.subjects.overview import cards as overview_cards
from trends.subjects.overview import words as overview_words
from trends.subjects.overview.findings import findings
from trends.subjects.places import view as places
from trends.subjects.themes.view import TOPIC
from trends.subjects.you import own_figures
from trends.words import grammar
from trends.words.text import Words

QUESTION = "Where is digital in public services going?"
NEWEST = 8
# Least number of themes in a list of the newest editions: one of fewer says too little.
LEAST_THEMES = 3


@dataclass(frozen=True)
class Question:
    """A question leaders ask: its words, the page that answers it, and what that page is to show."""

    text: str
    page: str
    choices: Mapping[str, str]


def contents(request: Request, choices: Choices) -> Contents:  # noqa: ARG001 - the page chooses nothing by itself
    """Return what the overview holds.

    Args:
        request: what the reader asks with.
        choices: nothing is chosen on this page alone.
    """
    return Contents(
        QUESTION,
        answer(request),
        you(request),
        cards=[found.card for found in findings(request)],
        listings=[newest] if (newest := newest_listing(request)) else [],
    )


@kept
def questions(request: Request) -> Sequence[Question]:
    """Return the questions leaders ask, in reading order."""
    return [
        Question(
            str(row["question"]),
            str(row["page"]),
            {} if cells.is_missing(row["theme_name"]) else {TOPIC: str(row["theme_name"])},
        )
        for row in request.rows("leader_questions")
    ]


def is_empty(request: Request) -> bool:
    """Say whether the filters leave no figure of a survey."""
    return not _total(request)["figures"]


@kept
def answer(request: Request) -> Words:
    """Return what the evidence says now: of the country chosen that has no list, or of the reader's own, first."""
    priorities, concerns = (lists.counted_lists(request, kind) for kind in LISTS)
    told = priorities.is_told or concerns.is_told
    why = {} if told else {kind: lists.why_uncounted(request, kind) for kind in LISTS}
    said = overview_words.answer(priorities, concerns, request.for_choice, why)
    thin = thin_place(request)
    # Which country they look at the reader has chosen, where a filter holds one.
    own = "" if request.filters.country else places.own_standing(request)
    return grammar.sentences([places.answer(request, thin) if thin else own, said])


def thin_place(request: Request) -> str:
    """Return the one country chosen where no list of it counts, but something else is known; else nothing."""
    if any(lists.counted_lists(request, kind).themes for kind in LISTS):
        return ""
    return places.only_country(request)


@kept
def newest_listing(request: Request) -> Listing | None:
    """Return what stands first in the newest editions, for reading; None where there are none."""
    rows = request.rows("latest_leaders", kind=list(LISTS), least_themes=LEAST_THEMES)[:NEWEST]
    return overview_cards.newest_listing(rows, matters.notes(request, rows)) if rows else None


@kept
def you(request: Request) -> Words:
    """Return what bodies like the reader's put first and worry about, and where their country stands.

    Empty where no place is chosen; where the country stands is left out where the answer tells it.
    """
    mine = request.place
    if not mine:
        return ""
    relations = {
        YOU: mine if mine.country and mine.sector else NOBODY,
        YOUR_COUNTRY: Self(country=mine.country, within=mine.within),
        YOUR_SECTOR: Self(sector=mine.sector),
    }
    figures = {relation: own_figures(request, place) for relation, place in relations.items() if place}
    leaders = {relation: [_own_leaders(request, relations[relation], kind) for kind in LISTS] for relation in figures}
    # Without a list of the reader's country and sector, one of their country or else of their sector.
    nearest = next((each for each, rows in leaders.items() if any(map(len, rows))), next(iter(figures)))
    told = overview_words.leads(mine, figures, nearest, *leaders[nearest])
    told_already = not request.filters.country or thin_place(request) == mine.country
    return grammar.sentences([told, "" if told_already else places.own_standing(request)])


@kept
def _total(request: Request) -> Mapping[str, Any]:
    return totals(request)


def _own_leaders(request: Request, place: Self, kind: str) -> Sequence[Row]:
    """Return what leads the lists of a place and of groups that hold it, that of the list its page opens with first."""
    sector = [place.sector] if place.sector else []
    rows = request.rows("latest_leaders", country=place.countries, sector=sector, kind=[kind], least_themes=1)
    opened = lists.asked_of(request, {}, kind)
    asked = {} if opened is None else opened.slice

    def order(row: Row) -> tuple[bool, bool]:
        is_opened = bool(asked) and all((cells.text(row[name]) or None) == said for name, said in asked.items())
        return not is_opened, not overview_words.stands_first(row)

    return sorted(rows, key=order)
