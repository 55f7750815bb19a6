"""Blocks of the pages on what leaders say: choosing a question, its card, the same item elsewhere, themes by sector."""

from dataclasses import asdict
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from trends.cards.card import Card
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import view
from trends.subjects.lists import you as list_you
from trends.subjects.lists.view import NAMED, NUMBERED, Asked
from trends.ui import layout, sidebar
from trends.ui.choices import follow_first, settled
from trends.ui.session import Choice, choice, is_narrow, me, palette, store
from trends.words import pieces


def asked_of(kind: str) -> Asked | None:
    """Return the slice that is chosen, before the choice is drawn; None where the filters leave none."""
    offered = view.offered_questions(kind)
    if not offered:
        return None
    questions = list(offered)
    follow_first("question", questions[0])
    slices = offered[settled("question", questions)]
    places = list(slices)
    follow_first("place", places[0])
    return slices[settled("place", places)]


def choose_question(kind: str) -> None:
    """Draw the choice of question and of place among what :func:`asked_of` chooses from."""
    offered = view.offered_questions(kind)
    questions = list(offered)
    wide, small = st.columns([3, 2], vertical_alignment="bottom")
    with wide:
        st.selectbox("Survey and question", questions, key="question", bind="query-params")
    places = list(offered[settled("question", questions)])
    with small:
        if len(places) == 1:
            st.caption(f"Who answered: {places[0]}")
        else:
            st.selectbox("Who answered", places, key="place", bind="query-params")


def key_figures(asked: Asked) -> None:
    """Draw what leads the answers to a question, what rose most and what fell most."""
    if figures := view.key_figures(asked):
        layout.key_figures(figures)


def you(asked: Asked) -> str:
    """Return what is to say of the reader's own place beside a question; empty where none is chosen."""
    mine, items = me(), view.items_elsewhere(asked)
    if not mine:
        return ""
    chosen = st.session_state.get("item")
    item = chosen if chosen in items else next(iter(items), "")
    said = list_you.against(view.across_rows(asked, item), item, view.facts_of(asked)) if item else ""
    return said or list_you.asked_whom(mine, asdict(asked), view.facts_of(asked))


def own_block(asked: Asked) -> None:
    """Draw the box in which readers give their own answers to a question; these stay in their session."""
    facts = view.facts_of(asked)
    items = [str(row["item"]) for row in facts.rows]
    if len(items) < pieces.SEVERAL and facts.measure in NAMED:
        return
    with st.expander("Where would you stand?", key="own_box", icon=sidebar.OWN_ICON):
        if facts.measure in NAMED:
            st.multiselect(
                "What would you name?",
                items,
                key=_own_key(asked),
                persist_state="session",
                placeholder="Choose from the list",
                select_all=False,
            )
            layout.own(list_you.named(facts, list(_own(asked))))
        else:
            for at, row in enumerate(facts.rows):
                st.number_input(
                    f"Your number: {row['item']}",
                    value=None,
                    min_value=0.0,
                    step=1.0 if facts.measure == "count" else 0.1,
                    key=f"{_own_key(asked)}_{at}",
                    persist_state="session",
                    help=view.scale_words(facts),
                    width=280,
                )
            layout.own(
                list_you.numbered(facts, {item: number for item, number in _own(asked).items() if number is not None})
            )
        st.caption(sidebar.KEPT_WHERE)


def question_card(asked: Asked) -> Card:
    """Return the card of a question in its slice, with the reader's own answers where there are any."""
    # What readers answer is theirs: it is not kept beside what was made of the evidence.
    made, given = view.question_card(asked), _own(asked)
    if not given:
        return made
    return list_cards.own_list_card(made, view.facts_of(asked), view.items_of(asked), given, palette())


def elsewhere_card(asked: Asked) -> Card | None:
    """Draw the choice of an item and return the card of that item across countries, sectors, regions and kinds of body.

    None where each item was asked in one slice only.
    """
    items = view.items_elsewhere(asked)
    if not items:
        return None
    item = st.selectbox("Compare an item", items, key="item", persist_state="page")
    return view.across_card(asked, item if item in items else items[0])


def theme_table(kind: str) -> None:
    """Draw which surveys name what: themes down, sectors across, the number of surveys in each cell.

    On a phone, where it is eight screens long, the reader opens it.
    """
    table = view.theme_table(kind)
    if is_narrow():
        themes = len(table.index)
        box: Any = st.expander(f"All {themes} themes" if themes > 1 else "The theme", key=f"{kind}_themes")
    else:
        box = st.container()
    with box:
        _draw_theme_table(kind, store().fingerprint, choice(), is_narrow(), table)
    st.caption(
        "Number of surveys that name something of the theme. Shares of different surveys are never added up; "
        "a dash means that no survey read here names it, not that nobody does."
    )


def _own_key(asked: Asked) -> str:
    return f"{sidebar.OWN_ANSWER}{asked.question}"


def _own(asked: Asked) -> dict[str, float | None]:
    """Return the items the reader named, or gave a number for; what is not of the list does not count."""
    facts = view.facts_of(asked)
    if facts.measure in NUMBERED:
        numbered = {
            str(row["item"]): st.session_state.get(f"{_own_key(asked)}_{at}") for at, row in enumerate(facts.rows)
        }
        return {item: float(given) for item, given in numbered.items() if isinstance(given, int | float)}
    named = st.session_state.get(_own_key(asked))
    items = {str(row["item"]) for row in facts.rows}
    return {item: None for item in named if item in items} if isinstance(named, list) else {}


# Streamlit turns the shades of every cell into a sheet of styles, which takes longer than all else on the page; what a
# cached function drew is drawn again without that. All but the table itself say which table it is.
@st.cache_data(max_entries=256, show_spinner=False)
def _draw_theme_table(
    kind: str,
    fingerprint: str,  # noqa: ARG001
    chosen: Choice,  # noqa: ARG001
    narrow: bool,  # noqa: ARG001
    _table: pd.DataFrame | Styler,
) -> None:
    st.table(_table, border="horizontal", hide_index=True, alt=f"Surveys that name each theme, by sector, {kind}")
