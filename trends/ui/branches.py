"""Blocks of the page on one sector: its choice and answer, its lists, what it has in use, who has done it."""

import dataclasses
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from trends import cards, casebook, changes, sectors, themes, words
from trends import you as own_words
from trends.cards import Card
from trends.sectors import Row
from trends.ui import card, layout, sidebar
from trends.ui.choices import choose_named
from trends.ui.doors import lead_to
from trends.ui.evidence import ask, choice, is_narrow, me, palette, vocabulary
from trends.ui.kept import kept

PAGE = "sectors"
CASES = 6
FIRST = "local_government"
HEADINGS = {"priority": "What it puts first", "concern": "What worries it"}


def choose() -> str:
    """Draw the choice of the sector and return its code; untouched it is that of the filters, else the reader's own."""
    return choose_named("Sector of this page", "sector", next(iter(choice().sector), me().sector or FIRST), "branch")


def name(sector: str) -> str:
    """Return the name of a sector."""
    return vocabulary().name("sector", sector)


def question(sector: str) -> str:
    """Return the question of the page."""
    return sectors.question(name(sector))


def is_empty(sector: str) -> bool:
    """Say whether the filters leave neither a figure nor a case of a sector."""
    return not _total(sector)["figures"] and _cases(sector).empty


@kept
def answer(sector: str) -> str:
    """Return the answer of the page in a few sentences."""
    return sectors.answer(name(sector), _total(sector), _lists(sector), _closest(sector), choice().words())


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
    return own_words.sector(mine, sector, figures, int(checked["cases"].iloc[0]))


def key_figures(sector: str) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    if not is_narrow():
        layout.key_figures(_key_figures(sector))


def lists(sector: str) -> None:
    """Draw the cards of the lists that stand for a sector, and say which were not read and who comes closest."""
    for kind, heading in HEADINGS.items():
        if made := _list_card(sector, kind):
            st.header(heading, anchor=False)
            card.draw(made, page=PAGE)
    if missing := sectors.missing_words(name(sector), _lists(sector), choice().words()):
        st.header("What was not read", anchor=False)
        st.markdown(missing)
        if way := _way(sector):
            # A link to the page one is on would not change its choice.
            st.button(
                f"See {name(way).lower()}, which comes closest",
                on_click=_turn_to,
                args=(name(way),),
                key="closest",
                icon=":material/apartment:",
            )
        if choice() and not is_empty(sector):
            st.button("Clear all filters", on_click=sidebar.clear, key="clear_for_lists")


def _turn_to(name_of_sector: str) -> None:
    st.session_state["branch"] = name_of_sector


def tables(sector: str) -> None:
    """Draw what else stands first and what the sector has in use, as far as anything of it was read."""
    for heading, table in _tables(sector).items():
        st.header(heading, anchor=False)
        st.table(table, border="horizontal", hide_index=True, alt=f"{heading}: {name(sector)}")
        st.caption(
            " ".join(
                [
                    "One row per question; wordings, bases and respondents differ, so rows do not rank.",
                    *words.symbols_in(table),
                ]
            )
        )


def cases(sector: str) -> None:
    """Draw checked cases of a sector, those with an outcome first, and the way to all of them."""
    found = _cases(sector)
    if found.empty:
        st.markdown("No checked case of this sector was read, for this choice.")
    else:
        st.table(
            _case_table(sector),
            border="horizontal",
            hide_index=True,
            alt=f"Checked cases: {name(sector)}",
        )


def doors(sector: str) -> None:
    """Offer the next questions, with the filter of the sector set."""
    st.markdown("**Next**")
    with st.container(horizontal=True, key="doors"):
        for page, label in (
            ("priorities.py", "All its priorities"),
            ("concerns.py", "All its concerns"),
            ("bodies.py", "What its bodies answered"),
            ("cases.py", "All its cases"),
        ):
            lead_to(page, label, key=f"door_{page.removesuffix('.py')}", sector=[name(sector)])


@kept
def _tables(sector: str) -> dict[str, pd.DataFrame]:
    rows = {"What else stands first": _others(sector), "What it has in use": _in_use(sector)}
    return {heading: themes.figure_table(held, narrow=is_narrow()) for heading, held in rows.items() if held}


@kept
def _case_table(sector: str) -> pd.DataFrame:
    return casebook.case_table(_cases(sector), narrow=is_narrow())


@kept
def _total(sector: str) -> Mapping[Hashable, Any]:
    return dict(ask("totals", sector=[sector], kind=[]).iloc[0].to_dict())


@kept
def _leaders(sector: str, kind: str) -> pd.DataFrame:
    return sectors.leaders(ask("theme_evidence", sector=[sector], kind=[kind]))


@kept
def _lists(sector: str) -> dict[str, Row]:
    return {kind: sectors.lead_list(_leaders(sector, kind)) for kind in sectors.LISTS}


def _way(sector: str) -> str:
    """Return the sector that comes closest to one of which a list is missing; empty where none is or has to."""
    known = not all(_lists(sector).values()) and sector in sectors.CLOSEST
    return sectors.CLOSEST[sector][0] if known else ""


def _closest(sector: str) -> str:
    way = _way(sector)
    if not way:
        return ""
    missing = [kind for kind, row in _lists(sector).items() if not row]
    return sectors.closest_words(name(way), sectors.CLOSEST[sector][1], _lists(way), missing)


@kept
def _list_card(sector: str, kind: str) -> Card | None:
    row = _lists(sector)[kind]
    if not row:
        return None
    question, country = str(row["question"]), str(row["country"])
    every = ask("question_items", question=question, country=country, region=None, sector=sector, body_size=None)
    items = changes.of_years(every, [int(year) for year in choice().year])
    facts = cards.list_facts(items, str(row["country_name"]))
    behind = {"question": [question], "country": [country], "sector": [sector]}
    # Two lists stand on one page, so each needs a name of its own.
    return dataclasses.replace(cards.list_card(facts, items, palette(), behind), key=kind)


@kept
def _others(sector: str) -> list[Row]:
    shown = [str(row["question"]) for row in _lists(sector).values() if row]
    return sectors.others(pd.concat([_leaders(sector, kind) for kind in sectors.LISTS]), shown)


@kept
def _in_use(sector: str) -> list[Row]:
    return sectors.in_use(ask("theme_evidence", sector=[sector], kind=list(sectors.DONE)))


@kept
def _cases(sector: str) -> pd.DataFrame:
    return ask("case_list", sector=[sector], technology=[], status=[], collection=["curated"], search="", most=CASES)


@kept
def _key_figures(sector: str) -> list[tuple[str, str, str]]:
    checked, listed = (
        ask("case_totals", sector=[sector], technology=[], status=[], collection=[collection], search="").iloc[0]
        for collection in ("curated", "inventory")
    )
    return sectors.key_figures(_total(sector), _lists(sector), dict(checked.to_dict()), int(listed["cases"]))
