"""The view of a sector: its lists, what else stands first, what it has in use, its cases."""

import dataclasses
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.statistics import editions
from trends.subjects.cases import cards as case_cards
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.sectors import facts as sector_facts
from trends.subjects.sectors import words as sector_words
from trends.subjects.sectors.facts import Row
from trends.subjects.themes import cards as theme_cards
from trends.ui.kept import kept
from trends.ui.session import ask, choice, is_narrow, me, palette, vocabulary

CASES = 6

HEADINGS = {"priority": "What it puts first", "concern": "What worries it"}


def name(sector: str) -> str:
    """Return the name of a sector."""
    return vocabulary().name("sector", sector)


def question(sector: str) -> str:
    """Return the question of the page."""
    return sector_words.question(name(sector))


def is_empty(sector: str) -> bool:
    """Say whether the filters leave neither a figure nor a case of a sector."""
    return not _total(sector)["figures"] and cases(sector).empty


@kept
def answer(sector: str) -> str:
    """Return the answer of the page in a few sentences."""
    return sector_words.answer(name(sector), _total(sector), lists(sector), _closest(sector), choice().words())


@kept
def you(sector: str) -> str:
    """Return what there is of the reader's own place in the sector; empty where none is chosen."""
    mine = me()
    country = [mine.country] if mine.country else []
    figures = int(ask("totals", sector=[sector], country=country, kind=[])["figures"].iloc[0])
    checked = ask(
        "case_totals",
        sector=[sector],
        country=country,
        technology=[],
        status=[],
        collection=["curated"],
        search="",
    )
    return sector_words.sector(mine, sector, figures, int(checked["cases"].iloc[0]))


@kept
def tables(sector: str) -> dict[str, pd.DataFrame]:
    rows = {"What else stands first": _others(sector), "What it has in use": _in_use(sector)}
    return {heading: theme_cards.figure_table(held, narrow=is_narrow()) for heading, held in rows.items() if held}


@kept
def case_table(sector: str) -> pd.DataFrame:
    return case_cards.case_table(cases(sector), narrow=is_narrow())


@kept
def _total(sector: str) -> Mapping[Hashable, Any]:
    return dict(ask("totals", sector=[sector], kind=[]).iloc[0].to_dict())


@kept
def _leaders(sector: str, kind: str) -> pd.DataFrame:
    return sector_facts.leaders(ask("theme_evidence", sector=[sector], kind=[kind]))


@kept
def lists(sector: str) -> dict[str, Row]:
    return {kind: sector_facts.lead_list(_leaders(sector, kind)) for kind in sector_facts.LISTS}


def closest_sector(sector: str) -> str:
    """Return the sector that comes closest to one of which a list is missing; empty where none is or has to."""
    known = not all(lists(sector).values()) and sector in sector_facts.CLOSEST
    return sector_facts.CLOSEST[sector][0] if known else ""


def _closest(sector: str) -> str:
    way = closest_sector(sector)
    if not way:
        return ""
    missing = [kind for kind, row in lists(sector).items() if not row]
    return sector_words.closest_words(name(way), sector_facts.CLOSEST[sector][1], lists(way), missing)


@kept
def list_card(sector: str, kind: str) -> Card | None:
    row = lists(sector)[kind]
    if not row:
        return None
    question, country = str(row["question"]), str(row["country"])
    every = ask("question_items", question=question, country=country, region=None, sector=sector, body_size=None)
    items = editions.of_years(every, [int(year) for year in choice().year])
    facts = list_facts.list_facts(items, str(row["country_name"]))
    behind = {"question": [question], "country": [country], "sector": [sector]}
    # Two lists stand on one page, so each needs a name of its own.
    return dataclasses.replace(list_cards.list_card(facts, items, palette(), behind), key=kind)


@kept
def _others(sector: str) -> list[Row]:
    shown = [str(row["question"]) for row in lists(sector).values() if row]
    return sector_facts.others(pd.concat([_leaders(sector, kind) for kind in sector_facts.LISTS]), shown)


@kept
def _in_use(sector: str) -> list[Row]:
    return sector_facts.in_use(ask("theme_evidence", sector=[sector], kind=list(sector_facts.DONE)))


@kept
def cases(sector: str) -> pd.DataFrame:
    return ask("case_list", sector=[sector], technology=[], status=[], collection=["curated"], search="", most=CASES)


@kept
def key_figures(sector: str) -> list[tuple[str, str, str]]:
    checked, listed = (
        ask("case_totals", sector=[sector], technology=[], status=[], collection=[collection], search="").iloc[0]
        for collection in ("curated", "inventory")
    )
    return sector_words.key_figures(_total(sector), lists(sector), dict(checked.to_dict()), int(listed["cases"]))
