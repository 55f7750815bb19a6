"""Blocks of the page on countries: choosing an index and a group, who stands where, the trend, the parts."""

import streamlit as st

from trends.request.filters import FIELD_NAMES
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import view
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.indices.view import Asked
from trends.ui import card, sidebar
from trends.ui.address import understand_index
from trends.ui.session import ask, choice, is_narrow, vocabulary

PAGE = "countries"
LIST_HEIGHT = 480


def read_choice() -> Asked | None:
    """Return what is chosen, before :func:`choose` draws the choices, so that the answer can stand above them.

    None where the filters leave no index.
    """
    labels = view.group_labels()
    if not view.offered_indicators():
        return None
    understand_index(labels)
    return view.asked_of(_chosen("indicator"), _chosen("peers"))


def choose(asked: Asked) -> None:
    """Draw the choice of index and of group, and say what the shared filters do on this page."""
    wide, small = st.columns([3, 2])
    with wide:
        st.selectbox("Index and indicator", asked.labels, key="indicator", bind="query-params")
    with small:
        st.selectbox("Compare with", list(asked.groups), key="peers", bind="query-params")
    st.caption(" ".join(view.filter_words(asked)) or "Choose a country in the filters to see it among all others.")


def standing(known: IndexFacts) -> None:
    """Draw who stands where: the dot plot, or the groups by letter, beside the map, and the full list of many."""
    left, right = st.columns(2)
    with left:
        card.draw(view.standing_card(known), page=PAGE)
    with right:
        card.draw(view.map_card(known), page=PAGE)
        if index_cards.has_full_list(known):
            _full_list(known)


def _full_list(known: IndexFacts) -> None:
    """Draw the list of all countries of the group once the reader opens it."""
    rows = known.everyone
    opened = st.expander(
        f"Full list: {len(rows)} {'country' if len(rows) == 1 else 'countries'}, {known.year}",
        key="every_country",
        on_change="rerun",
        icon=":material/list:",
    )
    if not opened.open:
        return
    with opened:
        table = index_cards.country_table(known, rows, narrow=is_narrow())
        st.table(
            table,
            border="horizontal",
            hide_index=True,
            height=LIST_HEIGHT,
            alt=f"Every country: {known.indicator}, {known.year}",
        )
        st.caption(f"{index_words.foot(known)} · Source: [{known.source.name}]({known.source.url})")


def trend(asked: Asked, known: IndexFacts) -> None:
    """Draw the trend of the chosen countries once the reader asks for it, or say why there is none."""
    if known.letters:
        st.caption("Letters have no trend line. The full list gives the group in the edition before.")
    elif len(asked.years) == 1:
        st.caption(f"There is one edition only, {known.year}, so there is no trend.")
    elif not index_facts.compares(asked.years):
        st.caption("No two editions were made in the same way, so no trend is drawn. The download has every edition.")
    elif st.toggle("Show the trend", key="trend", bind="query-params"):
        card.draw(view.trend_card(asked, known), page=PAGE)


def parts(asked: Asked, known: IndexFacts) -> None:
    """Draw the other indicators of the series for the reader's country once asked for, or say why there are none."""
    if not asked.chosen:
        st.caption("Choose a country in the filters to see what lies behind its figure.")
        return
    own = next(iter(asked.chosen))
    found = view.direct_parts(asked)
    if found.empty or not known.mine or known.letters:
        st.caption(f"This index has no other figure of the same kind for {asked.chosen[own]} in {asked.year}.")
    elif st.toggle(f"Show {len(found)} other measures of this index", key="measures", bind="query-params"):
        card.draw(view.parts_card(asked, known), page=PAGE)


def nothing_here() -> None:
    """Say that no index measures the chosen theme, and offer to drop it."""
    themes = [vocabulary().name("theme", code) for code in choice().theme]
    st.info(
        f"No index read here measures {' or '.join(themes)}." if themes else "No index yet.",
        icon=":material/search_off:",
    )
    if themes:
        found = len(ask("indicator_list", theme=[], country=[], year=[]))
        st.button(
            f"Without {FIELD_NAMES['theme'].lower()} {', '.join(themes)}: {found} indicators",
            on_click=sidebar.drop,
            args=("theme",),
            key="drop_theme",
        )


def no_country(known: IndexFacts) -> None:
    """Say that the index measures no country of the group, and offer to compare with all."""
    st.info(f"{known.series} measures no country of {known.group}.", icon=":material/search_off:")
    st.button("Compare with all countries", on_click=_compare_with_all, key="drop_peers")


def _compare_with_all() -> None:
    st.session_state["peers"] = index_facts.EVERYONE


def _chosen(field: str) -> str:
    """Return what a choice holds, or on the first run what the address says it will hold."""
    return str(st.session_state[field] if field in st.session_state else st.query_params.get(field, ""))
