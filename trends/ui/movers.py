"""Blocks of the page on what rose and fell: totals or parts, the cards, and what is too close or cannot be told."""

import streamlit as st

from trends.subjects.movers import view
from trends.subjects.movers import words as mover_words
from trends.subjects.movers.facts import PARTS, PEOPLE, TOTALS, Movement
from trends.subjects.places import view as places
from trends.ui import card, empty, layout, session
from trends.words import numbers
from trends.words.text import markdown, say

PAGE = "movers"


def chosen_people() -> Movement | None:
    """Return what moved in whole countries, or in their parts where these are chosen or there is nothing else.

    None where the filters leave no two comparable editions. The choice is drawn by :func:`choose_people`.
    """
    return view.chosen_movement(session.request(), session.choices("people"))


def begin(found: Movement) -> layout.Rest:
    """Begin the page: its question with the answer and the reader's own place; return what stands below the chart."""
    request = session.request()
    return layout.question(view.QUESTION, view.answer(request, found), view.you(request, found))


def choose_people() -> None:
    """Draw the choice between whole countries and their parts where there are both."""
    request = session.request()
    totals, parts = view.movement_of(request, parts=False), view.movement_of(request, parts=True)
    if parts is None:
        return
    if totals is None:
        st.caption("Only regions or kinds of body were asked twice in the same way here, so these are shown.")
        return
    chosen = st.segmented_control(
        "Whose answers", PEOPLE, default=TOTALS, required=True, key="people", bind="query-params"
    )
    if chosen != PARTS:
        made = 0 if totals.made else parts.made
        further = f" For parts, {numbers.counted(made, 'comparison')} can be made." if made else ""
        st.caption(
            "Regions and kinds of body are left out: the people behind them also stand behind the whole, and nobody "
            f"is to count twice.{further}"
        )
    else:
        st.caption(
            "Regions and kinds of body, without what they are parts of. Where a kind of body lies within a region "
            "shown here, some people still count twice."
        )


def key_figures(found: Movement) -> None:
    """Draw the counts behind the verdicts; on a phone the sentences below say them, so that the chart comes sooner."""
    if found.made and not session.is_narrow():
        layout.key_figures(view.key_figures(session.request(), found))


def shares_block(found: Movement) -> None:
    """Draw the card of shares, how far chance goes, and what is too close to call on demand."""
    lead = view.shares_card(session.request(), found)
    if lead is not None:
        card.draw(lead, page=PAGE)
        st.markdown(markdown(mover_words.chance_words(found)))
    if (close := view.close_card(session.request(), found)) is not None:
        card.draw_folded(close, page=PAGE)


def untold_block(found: Movement) -> None:
    """Draw what cannot be told, on demand."""
    if (untold := view.untold_card(session.request(), found)) is not None:
        card.draw_folded(untold, page=PAGE)


def places_block(found: Movement) -> None:
    """Draw the card of published places."""
    places = view.places_card(session.request(), found)
    if places is not None:
        card.draw(places, page=PAGE)


def counts_block(found: Movement) -> None:
    """Draw the card of complete counts."""
    counts = view.counts_card(session.request(), found)
    if counts is not None:
        card.draw(counts, page=PAGE)


def prompts_block(found: Movement) -> None:
    """Draw what to ask the team on the themes of what moved; nothing where nothing is to ask."""
    if prompts := view.prompts(session.request(), found):
        st.header("What to ask on Monday", anchor=False)
        card.bullets(prompts)


def nothing_here() -> None:
    """Say that the filters leave no two comparable editions, and offer to drop one filter."""
    request = session.request()
    ways = [
        empty.without(field, numbers.counted(pairs, "comparison")) for field, pairs in view.ways_out(request).items()
    ]
    empty.nothing(
        say("No figure was published twice in the same way{}, so nothing can be compared.", request.for_choice),
        ways or ([empty.clear_all()] if request.filters else []),
        places.nearest_compared,
    )
