"""The view of a sector: its lists, what else stands first, what it has in use, its cases."""

import dataclasses
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.request import place as own_place
from trends.request.options import totals
from trends.request.request import NO_CHOICES, Choices, Request, chosen_of, kept, kept_by
from trends.statistics import cells
from trends.statistics.ranges import ranged
from trends.subjects import ages, groups, matters
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import view as list_view
from trends.subjects.lists.counted import LISTS, counted_note
from trends.subjects.sectors import facts as sector_facts
from trends.subjects.sectors import words as sector_words
from trends.subjects.sectors.facts import Heard, Row
from trends.subjects.themes import cards as theme_cards
from trends.subjects.themes import facts as theme_facts
from trends.subjects.you import own_figures
from trends.words.text import Words

# The choice of the page's sector, as its address names it, and the sector that is shown while none is chosen.
BRANCH = "branch"
# How many cases the page shows.
CASES = 6
ROWS_DO_NOT_RANK = "One row per question; wordings, bases and respondents differ, so rows do not rank."
HEADINGS = {"priority": "What it puts first", "concern": "What worries it"}


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on a sector holds.

    Args:
        request: what the reader asks with.
        choices: ``branch``, the name or code of the sector.
    """
    sector = sector_of(request, choices)
    if is_empty(request, sector):
        return Contents(question(request, sector))
    return Contents(
        question(request, sector),
        answer(request, sector),
        you(request, sector),
        key_figures(request, sector),
        list(list_cards(request, sector).values()),
        [said for said in (lists_note(request, sector), missing_words(request, sector)) if said],
        [*tables(request, sector), *([listed] if (listed := case_listing(request, sector)) else [])],
    )


def rows_shown(request: Request, choices: Choices) -> Mapping[str, Sequence[str]] | None:
    """Return the filters that give exactly the figures shown where some are of a group; None: the shared ones do."""
    sector = sector_of(request, choices)
    return groups.rows_drawn(request, list(list_cards(request, sector).values()))


def sector_of(request: Request, choices: Choices = NO_CHOICES) -> str:
    """Return the code of the sector that is chosen; without a choice that of the filters, else the reader's own."""
    chosen = request.vocabulary.code("sector", chosen_of(choices, BRANCH))
    of_reader = next(iter(request.filters.sector), request.place.sector)
    return chosen or of_reader or request.vocabulary.shown_first["sector"]


def name(request: Request, sector: str) -> str:
    """Return the name of a sector."""
    return request.vocabulary.name("sector", sector)


def question(request: Request, sector: str) -> str:
    """Return the question of the page."""
    return sector_words.question(name(request, sector))


def is_empty(request: Request, sector: str) -> bool:
    """Say whether the filters leave neither a figure nor a case of a sector, and no survey of groups tells of it."""
    figures = _total(request, sector)["figures"]
    return not figures and cases(request, sector).empty and not _of_groups(request, sector)


@kept
def answer(request: Request, sector: str) -> Words:
    """Return the answer of the page in a few sentences."""
    held = heard(request, sector)
    said = sector_words.answer(
        name(request, sector),
        _total(request, sector),
        held,
        _closest(request, sector),
        _filter_words(request),
        _of_groups(request, sector),
        sector_facts.firmest_in_use(_evidence(request, sector)),
    )
    return matters.beside(request, said, [each.lead for each in held.values() if each.lead])


@kept
def you(request: Request, sector: str) -> Words:
    """Return what there is of the reader's own place in the sector; empty where none is chosen."""
    mine = request.place
    country = [mine.country] if mine.country else []
    checked = request.row("case_counts", **case_facts.in_collection("curated", sector=[sector], country=country))
    figures = own_figures(request, dataclasses.replace(mine, sector=sector))
    return sector_words.sector(mine, sector, *figures, int(checked["cases"]))


@kept
def key_figures(request: Request, sector: str) -> Sequence[KeyFigure]:
    """Return the figures behind the answer, at most three."""
    checked, listed = (
        request.dated(request.row("case_counts", **case_facts.in_collection(collection, sector=[sector])))
        for collection in ("curated", "inventory")
    )
    return sector_words.key_figures(_total(request, sector), heard(request, sector), checked, int(listed["cases"]))


@kept
def heard(request: Request, sector: str) -> dict[str, Heard]:
    """Return what there is of the lists of a sector, by kind of list."""
    themes = request.filters.theme
    held: dict[str, Heard] = {}
    for kind in LISTS:
        row = lists(request, sector)[kind]
        row = row if row and (not themes or row["theme"] in themes) else {}
        # Of chosen years none is old.
        lead = row if request.filters.year else theme_facts.as_recent(row, request.asked_in)
        counted = list_view.counted_lists(request, kind, sector)
        held[kind] = Heard(counted, lead, list_view.why_uncounted(_of_sector(request, sector), kind))
    return held


@kept
def lists(request: Request, sector: str) -> dict[str, Row]:
    """Return the row that leads the list that stands for the sector, by kind of list; empty where no list does.

    It is the list that Priorities or Concerns open with under the same filters for readers of no place, where that puts
    something first.
    """
    of_sector, found = _of_sector(request, sector), dict[str, Row]()
    for kind in LISTS:
        asked = list_view.asked_of(of_sector, NO_CHOICES, kind)
        row = list_facts.leads(list_view.facts_of(of_sector, asked)) if asked else {}
        found[kind] = dict(row) | asked.slice if asked and row else {}
    return found


@kept
def list_card(request: Request, sector: str, kind: str) -> Card | None:
    """Return the card of the list of a kind that stands for the sector; None where none does."""
    of_sector = _of_sector(request, sector)
    asked = list_view.asked_of(of_sector, NO_CHOICES, kind) if lists(request, sector)[kind] else None
    if not asked:
        return None
    # Two lists stand on one page, so each needs a name of its own.
    made = dataclasses.replace(list_view.question_card(of_sector, asked), key=kind)
    return ages.titled(made, list_view.facts_of(of_sector, asked).year, request.asked_in)


def list_cards(request: Request, sector: str) -> dict[str, Card]:
    """Return the cards of the lists that stand for the sector, by kind; those with a chart come first."""
    made = {kind: card for kind in HEADINGS if (card := list_card(request, sector, kind)) is not None}
    return dict(sorted(made.items(), key=lambda each: each[1].chart is None))


@kept
def missing_words(request: Request, sector: str) -> Words:
    """Return of which kinds no list of the sector is told, and why; empty where none is missing."""
    # The sector the sentences name by themselves.
    beside = dataclasses.replace(request, filters=dataclasses.replace(request.filters, sector=()))
    return sector_words.missing_words(heard(request, sector), beside.for_choice)


def lists_note(request: Request, sector: str) -> str:
    """Return how many lists of the sector are too old to count; empty where none is."""
    return counted_note({kind: each.counted for kind, each in heard(request, sector).items()})


def closest_sector(request: Request, sector: str) -> str:
    """Return the sector that comes closest to one of which a list is missing; empty where none is or has to."""
    if not _missing(request, sector):
        return ""
    return cells.text(_about(request, sector)["closest"])


def elsewhere(request: Request, sector: str) -> Mapping[str, Sequence[Row]]:
    """Return what other countries have of a sector of which the one chosen has not, by what that is.

    That is what stands first in lists of the kinds that are missing and, where the country has no figure of the sector
    at all, all its figures. Each row is shown on the page of its own country.

    Args:
        request: what the reader asks with; its countries are left aside.
        sector: code of the sector.
    """
    everywhere = dataclasses.replace(request, filters=dataclasses.replace(request.filters, country=()))
    kinds, named = _missing(request, sector), f"the sector “{name(request, sector)}”"
    listed = " or ".join(LISTS[kind] for kind in kinds)
    leading = [row for kind in kinds for row in _leaders(everywhere, sector, kind)]
    held = {f"lists of {listed} in {named}": sector_facts.telling(leading)}
    return held if _total(request, sector)["figures"] else held | {f"figures on {named}": _evidence(everywhere, sector)}


@kept
def tables(request: Request, sector: str) -> list[Listing]:
    """Return what else stands first and what the sector has in use, as far as anything of it was read."""
    rows = {
        ("others", "What else stands first"): _others(request, sector),
        ("in_use", "What it has in use"): _of_stage(request, sector, "in_use"),
        ("incident", "What happened to it"): _of_stage(request, sector, "incident"),
    }
    return [
        Listing(
            key=key,
            title=heading,
            label=f"{heading}: {name(request, sector)}",
            table=theme_cards.figure_table(held),
            notes=[ROWS_DO_NOT_RANK, *matters.notes(request, held)],
            behind=("findings", request.filters.lists() | {"sector": [sector]}),
        )
        for (key, heading), held in rows.items()
        if held
    ]


@kept_by("country", "year", "theme")
def cases(request: Request, sector: str) -> pd.DataFrame:
    """Return the first checked cases of the sector, as ``queries/cases/case_list.sql`` gives them."""
    return request.ask("case_list", **case_facts.in_collection("curated", sector=[sector]), most=CASES)


@kept_by("country", "year", "theme")
def case_listing(request: Request, sector: str) -> Listing | None:
    """Return the first checked cases of the sector for reading; None where there is none."""
    filters = request.filters.lists() | {"sector": [sector]}
    return case_cards.case_listing(cases(request, sector), f": {name(request, sector)}", filters)


def _of_groups(request: Request, sector: str) -> Sequence[Row]:
    """Return surveys of groups that hold the one country chosen, where none asked the sector of it by itself."""
    chosen = request.filters.country
    if len(chosen) != 1 or _total(request, sector)["figures"]:
        return ()
    holding = request.vocabulary.aggregates.get(chosen[0], ())
    return request.rows("place_surveys", country=list(holding), sector=[sector]) if holding else ()


def _of_sector(request: Request, sector: str) -> Request:
    """Return the same request with a sector as its filter, as the pages of lists are asked with by readers of no place.

    The page has no choice of a list, so that its address could not say which one a reader's own place had led to.
    """
    return dataclasses.replace(
        request, filters=dataclasses.replace(request.filters, sector=(sector,)), place=own_place.NOBODY
    )


def _missing(request: Request, sector: str) -> list[str]:
    """Return the codes of the kinds of which no list of the sector is told; empty where none is missing."""
    return [kind for kind, each in heard(request, sector).items() if each.is_missing]


def _filter_words(request: Request) -> str:
    """Return the chosen filters in words, without the sector, which the sentences name by themselves."""
    return dataclasses.replace(request.filters, sector=()).words(request.vocabulary)


@kept
def _total(request: Request, sector: str) -> Mapping[Hashable, Any]:
    return request.dated(totals(request, sector=[sector]))


@kept
def _leaders(request: Request, sector: str, kind: str) -> Sequence[Row]:
    return sector_facts.leaders(_evidence(request, sector), kind)


def _closest(request: Request, sector: str) -> Words:
    way = closest_sector(request, sector)
    if not way:
        return ""
    why = str(_about(request, sector)["closest_reason"])
    return sector_words.closest_words(name(request, way), why, heard(request, way), _missing(request, sector))


def _about(request: Request, sector: str) -> Mapping[Hashable, Any]:
    """Return what is known of the sector itself, as ``queries/sectors/sector.sql`` gives it."""
    return request.row("sector", sector=sector)


@kept
def _others(request: Request, sector: str) -> list[Row]:
    shown = [str(row["question"]) for row in lists(request, sector).values() if row]
    leading = [row for kind in LISTS for row in _leaders(request, sector, kind)]
    return sector_facts.others(leading, shown)


@kept
def _of_stage(request: Request, sector: str, stage: str) -> list[Row]:
    return sector_facts.of_stage(_evidence(request, sector), stage)


@kept
def _evidence(request: Request, sector: str) -> Sequence[Row]:
    """Return the figures of a sector with their ranges, as rows, since each of its lists and tables takes some."""
    # Asked once for all kinds: most of what a question costs is its planning.
    return ranged(request.rows("theme_evidence", sector=[sector], kind=[*LISTS, *sector_facts.DONE], question=[]))
