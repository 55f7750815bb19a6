"""The view of case studies: which cases the filters select, and the cards of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.request.options import left_without
from trends.request.request import Choices, Request, chosen_of, is_on, kept_by, miss, settled
from trends.request.tables import TABLES
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.cases import words as case_words
from trends.subjects.contents import Contents
from trends.words.text import Words

QUESTION = "Who has done it, and what came of it?"
FIELDS = TABLES["cases"].fields
# The filters only cases have of which several may be chosen.
OWN_FIELDS = ("status", "technology", "outcome")

Selection = dict[str, list[str]]

# The filters of cases in hashable form, as a cache key.
Fixed = tuple[tuple[str, tuple[str, ...]], ...]


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on cases holds.

    Args:
        request: what the reader asks with.
        choices: ``search``, ``collection``, ``status``, ``technology``, ``outcome``, ``case``, ``rows``, ``count_by``,
            ``numbers`` and ``map``, as the address says them.
    """
    selection = selection_of(request, choices)
    fixed = fixed_filters(selection)
    named = chosen_of(choices, "case")
    if not (wanted := find_case(request, named)):
        miss(choices, "case", named)
    # A case stays open when the filters leave it out, or leave nothing.
    opened = [case_card(request, wanted)] if wanted else []
    if find(request, "case_list", selection, most=case_facts.OFFERED_CASES).empty:
        return Contents(QUESTION, cards=opened)
    part, as_numbers = counting(choices)
    mapped = is_on(choices, "map") and int(totals(request, selection)["placed"])
    rows = int(settled(choices, "rows", [str(number) for number in case_cards.ROWS]))
    return Contents(
        QUESTION,
        answer(request, fixed),
        you(request),
        cards=[
            *opened,
            list_card(request, fixed, rows),
            shares_card(request, fixed, part, as_numbers=as_numbers),
            *([map_card(request, fixed)] if mapped else []),
        ],
    )


def counting(choices: Choices) -> tuple[str, bool]:
    """Return by what cases are counted, a theme untouched, and whether as numbers: ``count_by`` and ``numbers``."""
    return settled(choices, "count_by", list(case_facts.PARTS)), is_on(choices, "numbers")


def selection_of(request: Request, choices: Choices) -> Selection:
    """Return the filters of cases, lists of codes by field: the shared ones and those only cases have.

    Args:
        request: what the reader asks with.
        choices: ``search``, ``collection``, ``status``, ``technology`` and ``outcome``; what is not known counts
            as not chosen.
    """
    known = request.vocabulary
    search = chosen_of(choices, "search").strip()
    collections = choices.get("collection", ())
    names = [known.name("collection", code) for each in collections if (code := known.code("collection", each))]
    chosen = case_facts.one_collection(collections, names)
    if not chosen:
        miss(choices, "collection", " ".join(collections))
        chosen = next(iter(case_facts.COLLECTIONS))
    own = {
        "collection": list(case_facts.COLLECTIONS[chosen]),
        "search": [search] if search else [],
    }
    own |= {
        field: [code for name in choices.get(field, ()) if (code := known.code(field, name)) is not None]
        for field in OWN_FIELDS
    }
    selection = request.filters.lists() | own
    return {field: selection[field] for field in FIELDS}


def rows_shown(request: Request, choices: Choices) -> dict[str, list[str]]:
    """Return the filters that give exactly the cases that are counted from the table of them."""
    return {field: codes for field, codes in selection_of(request, choices).items() if codes}


def find(request: Request, question: str, selection: Selection, **further: int) -> pd.DataFrame:
    """Return the answer to one of the questions on cases under the filters."""
    return _found(request, question, fixed_filters(selection), **further)


def totals(request: Request, selection: Selection) -> Mapping[str, Any]:
    """Return how many cases the filters select, and how they are spread, as ``queries/cases/case_totals.sql`` says."""
    return _totals(request, fixed_filters(selection))


def left_out_without_year(request: Request, selection: Selection) -> int:
    """Return how many cases a choice of years leaves out because they have none; 0 where no year is chosen."""
    if not selection["year"]:
        return 0
    others = {field: codes for field, codes in selection.items() if field != "year"}
    return int(request.row("undated_cases", **case_facts.parameters(others))["cases"])


def ways_out(request: Request, selection: Selection) -> Mapping[str, int]:
    """Return how many cases each chosen filter would leave if it alone were dropped, most first, where any are left."""

    def cases(field: str) -> int:
        return int(request.row("case_counts", **case_facts.parameters(selection | {field: []}))["cases"])

    return left_without([field for field, chosen in selection.items() if chosen], cases)


def find_case(request: Request, wanted: str) -> Mapping[str, Any]:
    """Return a case by its label, code or title, as ``queries/cases/case.sql`` gives it; empty where there is none."""
    found = request.ask("case", case=wanted) if wanted else pd.DataFrame()
    return dict(found.iloc[0]) if len(found) else {}


def you(request: Request) -> Words:
    """Return how many checked cases are of the reader's own place; empty where none is chosen."""
    return case_words.cases(request.place, *_own_counts(request)) if request.place else ""


def case_card(request: Request, case: Mapping[str, Any]) -> Card:
    """Return the card of a case by itself."""
    return request.sign(case_cards.case_card(case), "case", case=str(case["label"]))


@kept_by()
def _own_counts(request: Request) -> tuple[int, int, int]:
    """Return the number of checked cases of the reader's country and sector, of the country, and of the sector."""
    nothing: Selection = {field: [] for field in FIELDS} | {"collection": ["curated"]}
    country, sector = ([code] if code else [] for code in (request.place.country, request.place.sector))

    def count(**chosen: list[str]) -> int:
        return int(totals(request, nothing | chosen)["cases"])

    return count(country=country, sector=sector), count(country=country), count(sector=sector)


def fixed_filters(selection: Selection) -> Fixed:
    """Return filters in hashable form, as a cache key."""
    return tuple((field, tuple(codes)) for field, codes in selection.items())


def _lists(fixed: Fixed) -> Selection:
    return {field: list(codes) for field, codes in fixed}


@kept_by()
def _found(request: Request, /, question: str, fixed: Fixed, **further: int | tuple[str, ...]) -> pd.DataFrame:
    lists = {name: list(given) if isinstance(given, tuple) else given for name, given in further.items()}
    return request.ask(question, **case_facts.parameters(_lists(fixed)), **lists)


def _totals(request: Request, fixed: Fixed) -> Mapping[str, Any]:
    return request.row("case_totals", **case_facts.parameters(_lists(fixed)))


@kept_by()
def answer(request: Request, fixed: Fixed) -> Words:
    """Return what the chosen cases come to, in a few sentences."""
    return case_words.answer(
        _totals(request, fixed), *(_shares(request, fixed, field) for field in case_words.ANSWER_PARTS)
    )


def _shares(request: Request, fixed: Fixed, field: str) -> pd.DataFrame:
    """Return the shares by one part; those the answer needs are asked for together: most of a question is its plan."""
    asked = case_words.ANSWER_PARTS if field in case_words.ANSWER_PARTS else (field,)
    found = _found(request, "case_shares", fixed, parts=asked)
    return found[found["part"] == field].drop(columns="part").reset_index(drop=True)


@kept_by()
def list_card(request: Request, fixed: Fixed, rows: int) -> Card:
    """Return the card of the list of cases, the first ``rows`` of them to read."""
    most = case_facts.OFFERED_CASES
    listed, sources = _found(request, "case_list", fixed, most=most), _found(request, "case_sources", fixed)
    card = case_cards.list_card(listed, _totals(request, fixed), sources, _lists(fixed), rows=rows)
    return request.sign(card, "case_list", **case_facts.parameters(_lists(fixed)), most=most)


@kept_by()
def shares_card(request: Request, fixed: Fixed, part: str, *, as_numbers: bool) -> Card:
    """Return the card of what the cases have in common, counted by ``part``."""
    field, selection, known = case_facts.PARTS[part], _lists(fixed), request.vocabulary
    card = case_cards.shares_card(
        _shares(request, fixed, field),
        part,
        _found(request, "case_sources", fixed),
        selection,
        chosen=[known.name(field, code) for code in selection[field]],
        as_numbers=as_numbers,
    )
    return request.sign(card, "case_shares", **case_facts.parameters(selection), parts=[field])


@kept_by()
def map_card(request: Request, fixed: Fixed) -> Card:
    """Return the card of where the cases are."""
    most = case_facts.MAPPED_PLACES
    places = _found(request, "case_places", fixed, most=most)
    card = case_cards.map_card(places, _totals(request, fixed), _found(request, "case_sources", fixed), _lists(fixed))
    return request.sign(card, "case_places", **case_facts.parameters(_lists(fixed)), most=most)
