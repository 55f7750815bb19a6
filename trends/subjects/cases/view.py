"""The view of case studies: which cases the filters select, and the cards of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.request.tables import TABLES
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.cases import words as case_words
from trends.ui.kept import kept
from trends.ui.session import ask, is_narrow, me, palette, vocabulary

FIELDS = TABLES["cases"].fields

Selection = dict[str, list[str]]

# The same choice in a form that what was made of it can be kept by.
Fixed = tuple[tuple[str, tuple[str, ...]], ...]


def find(question: str, selection: Selection, **further: str | int) -> pd.DataFrame:
    """Return the answer to one of the questions on cases under the filters."""
    return _found(question, fixed_filters(selection), **further)


@kept
def own_counts() -> tuple[int, int, int]:
    """Return the number of checked cases of the reader's country and sector, of the country, and of the sector."""
    nothing: Selection = {field: [] for field in FIELDS} | {"collection": ["curated"]}
    country, sector = ([code] if code else [] for code in (me().country, me().sector))

    def count(**chosen: list[str]) -> int:
        return int(find("case_totals", nothing | chosen).iloc[0]["cases"])

    return count(country=country, sector=sector), count(country=country), count(sector=sector)


def fixed_filters(selection: Selection) -> Fixed:
    return tuple((field, tuple(codes)) for field, codes in selection.items())


def _lists(fixed: Fixed) -> Selection:
    return {field: list(codes) for field, codes in fixed}


@kept
def _found(question: str, fixed: Fixed, **further: str | int) -> pd.DataFrame:
    return ask(question, **case_facts.parameters(_lists(fixed)), **further)


def _totals(fixed: Fixed) -> Mapping[str, Any]:
    return dict(_found("case_totals", fixed).iloc[0])


@kept
def answer(fixed: Fixed) -> str:
    return case_words.answer(
        _totals(fixed), _found("case_shares", fixed, part="country"), _found("case_shares", fixed, part="theme")
    )


@kept
def list_card(fixed: Fixed, rows: int) -> Card:
    listed, sources = _found("case_list", fixed, most=case_facts.OFFERED_CASES), _found("case_sources", fixed)
    return case_cards.list_card(listed, _totals(fixed), sources, _lists(fixed), rows=rows, narrow=is_narrow())


@kept
def shares_card(fixed: Fixed, part: str, *, as_numbers: bool) -> Card:
    field, selection, known = case_facts.PARTS[part], _lists(fixed), vocabulary()
    return case_cards.shares_card(
        _found("case_shares", fixed, part=field),
        part,
        _found("case_sources", fixed),
        selection,
        palette(),
        chosen=[known.name(field, code) for code in selection[field]],
        as_numbers=as_numbers,
    )


@kept
def map_card(fixed: Fixed) -> Card:
    places = _found("case_places", fixed, most=case_facts.MAPPED_PLACES)
    return case_cards.map_card(places, _totals(fixed), _found("case_sources", fixed), _lists(fixed), palette())
