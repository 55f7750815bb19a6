"""Blocks of the page on one sector: its choice and answer, its lists, what it has in use, who has done it."""

import streamlit as st

from trends.subjects.places import view as places
from trends.subjects.sectors import view
from trends.subjects.sectors.view import HEADINGS
from trends.ui import card, empty, layout, reading
from trends.ui.choices import choose_named
from trends.ui.doors import lead_to
from trends.ui.session import is_narrow, request
from trends.words.text import markdown

PAGE = "sectors"


def choose() -> str:
    """Draw the choice of the sector and return its code; untouched it is that of the filters, else the reader's own."""
    return choose_named("Sector of this page", "sector", view.sector_of, view.BRANCH)


def nothing_here(sector: str) -> None:
    """Say that the filters leave nothing of a sector, and offer what leaves something."""
    named = f"evidence on the sector “{view.name(request(), sector)}”"
    empty.nothing_here(named, near=_nearest(sector), sector=[sector])


def _nearest(sector: str) -> empty.Near:
    return lambda asked, place: places.nearest_with(asked, place, view.elsewhere(asked, sector))


def key_figures(sector: str) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    if not is_narrow():
        layout.key_figures(view.key_figures(request(), sector))


def lists(sector: str) -> None:
    """Draw the cards of the lists that stand for a sector."""
    asked = request()
    for at, (kind, drawn) in enumerate(view.list_cards(asked, sector).items()):
        if at:
            st.header(HEADINGS[kind], anchor=False)
            card.draw(drawn, page=PAGE)
        else:
            card.lead(HEADINGS[kind], drawn, page=PAGE)
    layout.notes([note] if (note := view.lists_note(asked, sector)) else [])


def missing(sector: str) -> None:
    """Say which lists of a sector are missing, who comes closest, and which countries near the one chosen have any.

    It stands below what there is of the sector.
    """
    asked = request()
    if said := view.missing_words(asked, sector):
        st.header("What is missing", anchor=False)
        st.markdown(markdown(said))
        if way := view.closest_sector(asked, sector):
            name = view.name(asked, way)
            # A link to the page one is on would not change its choice.
            st.button(
                markdown(f"See {name.lower()}, which comes closest"),
                on_click=_turn_to,
                args=(name,),
                key="closest",
                icon=":material/apartment:",
            )
        if asked.filters and not view.is_empty(asked, sector):
            empty.nearest(_nearest(sector), [empty.clear_all("clear_for_lists")])


def _turn_to(name_of_sector: str) -> None:
    st.session_state[view.BRANCH] = name_of_sector


def tables(sector: str) -> None:
    """Draw what else stands first and what the sector has in use, as far as anything of it was read."""
    for made in view.tables(request(), sector):
        reading.listing_with_heading(made)


def cases(sector: str) -> None:
    """Draw checked cases of a sector, measured results first, and the way to all of them."""
    if (made := view.case_listing(request(), sector)) is None:
        st.markdown("No checked case of this sector was read, for this choice.")
    else:
        reading.listing(made)


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
            lead_to(page, label, sector=[view.name(request(), sector)])
