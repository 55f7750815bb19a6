"""Blocks of the page on what rose and fell: totals or parts, the cards, and what is too close or cannot be told."""

import streamlit as st

from trends.cards.card import Card
from trends.request.filters import FIELD_NAMES, SHARED_FIELDS
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import view
from trends.subjects.movers import words as mover_words
from trends.subjects.movers.facts import Movement, Rows
from trends.ui import card, layout, sidebar
from trends.ui.choices import settled
from trends.ui.session import ask, choice, is_narrow, vocabulary
from trends.words import numbers

PAGE = "movers"
LIST_HEIGHT = 520
LONG_TABLE = 6
PEOPLE = [mover_facts.TOTALS, mover_facts.PARTS]
MOST_CHARTS = 2


def chosen_people() -> Movement | None:
    """Return what moved in whole countries, or in their parts where these are chosen or there is nothing else.

    None where the filters leave no two comparable editions. The choice is drawn by :func:`choose_people`.
    """
    totals, parts = view.movement_of(parts=False), view.movement_of(parts=True)
    if totals is None or parts is None:
        return totals or parts
    return parts if settled("people", PEOPLE) == mover_facts.PARTS else totals


def choose_people() -> None:
    """Draw the choice between whole countries and their parts where there are both."""
    totals, parts = view.movement_of(parts=False), view.movement_of(parts=True)
    if parts is None:
        return
    if totals is None:
        st.caption("Only regions or kinds of body were asked twice in the same way here, so these are shown.")
        return
    chosen = st.segmented_control(
        "Whose answers", PEOPLE, default=mover_facts.TOTALS, required=True, key="people", bind="query-params"
    )
    if chosen != mover_facts.PARTS:
        made = 0 if totals.made else parts.made
        further = f" For parts, {numbers.counted(made, 'comparison')} can be made." if made else ""
        st.caption(
            "Regions and kinds of body are left out: the people behind them also stand behind the whole, and nobody "
            f"is to count twice.{further}"
        )
    else:
        st.caption(
            "Regions and kinds of body, without the whole countries. Where a kind of body lies within a region shown "
            "here, some people still count twice."
        )


def key_figures(found: Movement) -> None:
    """Draw the counts behind the verdicts; on a phone the sentences below say them, so that the chart comes sooner."""
    if found.made and not is_narrow():
        layout.key_figures(mover_words.key_figures(found))


def shares_block(found: Movement) -> bool:
    """Draw the card of shares, how far chance goes, and the rest on demand; say whether a chart was drawn."""
    lead = view.shares_card(found)
    if lead is not None:
        card.draw(lead, page=PAGE)
        st.markdown(mover_words.chance_words(found))
    for rows, key, words in (
        (found.close, "close", mover_words.close_words(found)),
        (found.untold, "untold", mover_words.untold_words(found)),
    ):
        if rows:
            _rest(rows, key, words)
    return lead is not None


def places_block(found: Movement) -> bool:
    """Draw the card of published places; say whether a chart was drawn."""
    places = view.places_card(found)
    if places is None:
        return False
    card.draw(places, page=PAGE)
    return places.figure is not None


def counts_block(found: Movement, *, drawn: bool) -> None:
    """Draw the card of complete counts, with a chart where ``drawn``."""
    counts = view.counts_card(found, drawn=drawn)
    if counts is not None:
        card.draw(counts, page=PAGE)


def nothing_here() -> None:
    """Say that the filters leave no two comparable editions, and offer the filters to take back."""
    chosen = choice()
    said = f" for {chosen.words()}" if chosen else ""
    st.info(
        f"No figure was published twice in the same way{said}, so nothing can be compared.",
        icon=":material/search_off:",
    )
    known, lists = vocabulary(), chosen.lists()
    helped = False
    for field in SHARED_FIELDS:
        if lists[field] and (pairs := len(ask("comparable_pairs", **{field: []}))):
            names = ", ".join(known.name(field, code) for code in lists[field])
            st.button(
                f"Without {FIELD_NAMES[field].lower()} {names}: {numbers.counted(pairs, 'comparison')}",
                on_click=sidebar.drop,
                args=(field,),
                key=f"drop_{field}",
            )
            helped = True
    if chosen and not helped:
        st.button("Clear all filters", on_click=sidebar.clear, key="clear_from_empty")


def _rest(rows: Rows, key: str, words: str) -> None:
    """Draw a table that is made once the reader opens it."""
    opened = st.expander(words, key=f"{PAGE}_{key}", on_change="rerun")
    if not opened.open:
        return
    made: Card = mover_cards.rest_card(rows, key, words, *view.filters(), narrow=is_narrow())
    with opened:
        st.table(
            made.table,
            border="horizontal",
            hide_index=True,
            height=LIST_HEIGHT if len(rows) > LONG_TABLE else "content",
            alt=f"Table: {words}",
        )
        for symbol in made.symbols:
            st.caption(symbol)
        st.caption(made.foot)
        card.downloads(made, f"{PAGE}_{key}")
