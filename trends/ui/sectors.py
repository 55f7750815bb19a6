"""Blocks of the page on one sector: its choice and answer, its lists, what it has in use, who has done it."""

import streamlit as st

from trends.subjects.sectors import view
from trends.subjects.sectors import words as sector_words
from trends.subjects.sectors.view import HEADINGS
from trends.ui import card, layout, sidebar
from trends.ui.choices import choose_named
from trends.ui.doors import lead_to
from trends.ui.session import choice, is_narrow, me
from trends.words import pieces

PAGE = "sectors"
FIRST = "local_government"


def choose() -> str:
    """Draw the choice of the sector and return its code; untouched it is that of the filters, else the reader's own."""
    return choose_named("Sector of this page", "sector", next(iter(choice().sector), me().sector or FIRST), "branch")


def key_figures(sector: str) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    if not is_narrow():
        layout.key_figures(view.key_figures(sector))


def lists(sector: str) -> None:
    """Draw the cards of the lists that stand for a sector, and say which were not read and who comes closest."""
    for kind, heading in HEADINGS.items():
        if made := view.list_card(sector, kind):
            st.header(heading, anchor=False)
            card.draw(made, page=PAGE)
    if missing := sector_words.missing_words(view.name(sector), view.lists(sector), choice().words()):
        st.header("What was not read", anchor=False)
        st.markdown(missing)
        if way := view.closest_sector(sector):
            # A link to the page one is on would not change its choice.
            st.button(
                f"See {view.name(way).lower()}, which comes closest",
                on_click=_turn_to,
                args=(view.name(way),),
                key="closest",
                icon=":material/apartment:",
            )
        if choice() and not view.is_empty(sector):
            st.button("Clear all filters", on_click=sidebar.clear, key="clear_for_lists")


def _turn_to(name_of_sector: str) -> None:
    st.session_state["branch"] = name_of_sector


def tables(sector: str) -> None:
    """Draw what else stands first and what the sector has in use, as far as anything of it was read."""
    for heading, table in view.tables(sector).items():
        st.header(heading, anchor=False)
        st.table(table, border="horizontal", hide_index=True, alt=f"{heading}: {view.name(sector)}")
        st.caption(
            " ".join(
                [
                    "One row per question; wordings, bases and respondents differ, so rows do not rank.",
                    *pieces.symbols_in(table),
                ]
            )
        )


def cases(sector: str) -> None:
    """Draw checked cases of a sector, those with an outcome first, and the way to all of them."""
    found = view.cases(sector)
    if found.empty:
        st.markdown("No checked case of this sector was read, for this choice.")
    else:
        st.table(
            view.case_table(sector),
            border="horizontal",
            hide_index=True,
            alt=f"Checked cases: {view.name(sector)}",
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
            lead_to(page, label, key=f"door_{page.removesuffix('.py')}", sector=[view.name(sector)])
