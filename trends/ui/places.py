"""Blocks of the page on one country or group: its choice, indices, others beside it, surveys, bodies, cases, gaps."""

from typing import Literal

import streamlit as st

from trends.subjects.places import view
from trends.subjects.places.view import BESIDE, CHARTS, PLACE
from trends.ui import card, layout, reading
from trends.ui.address import understand_place
from trends.ui.choices import follow
from trends.ui.doors import lead_to
from trends.ui.session import choices, is_narrow, of_anyone, request
from trends.words import numbers
from trends.words.text import Words, markdown, say

PAGE = "places"


def choose() -> str:
    """Draw the choice of the place and return its code; untouched it is the reader's own country, else the filter's."""
    understand_place()
    asked = request()
    codes = {place.name: code for code, place in view.places(asked).items()}
    names = list(codes)
    # Another page has a choice of the same name, of other places.
    if st.session_state.get(PLACE, names[0]) not in codes:
        del st.session_state[PLACE]
    mine, anyone = (view.name(asked, view.place_of(each)) for each in (asked, of_anyone()))
    first = follow(PLACE, names, mine, anyone)
    # On a phone the question above names the place; the label is read aloud all the same.
    seen: Literal["visible", "collapsed"] = "collapsed" if is_narrow() else "visible"
    label = "Country or group"
    return codes[
        st.selectbox(
            label, names, index=first, key=PLACE, bind="query-params", label_visibility=seen, filter_mode="contains"
        )
    ]


def key_figures(place: str) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    if not is_narrow():
        layout.key_figures(view.key_figures(request(), place))


def indices(place: str) -> None:
    """Draw where the place stands in the indices that measure it, and all their indicators once asked for."""
    made = view.indices_card(request(), place)
    heading = "Where it stands"
    if made is None:
        st.header(heading, anchor=False)
        st.markdown("No index read here measures it, for this choice.")
        return
    card.lead(heading, made, page=PAGE)
    if (every := view.standings_listing(request(), place)) is not None:
        reading.folded_listing(every)


def side_by_side(place: str) -> None:
    """Draw the choice of further countries, those proposed, and the card of all of them side by side."""
    asked = request()
    names = [other.name for code, other in view.places(asked).items() if code != place]
    held = st.session_state.get(BESIDE)
    if held and not set(held) <= set(names):
        st.session_state[BESIDE] = [name for name in held if name in names]
    st.multiselect(
        "Beside it: up to three more",
        names,
        key=BESIDE,
        bind="query-params",
        max_selections=view.MOST_BESIDE,
        placeholder="Choose countries or groups",
        select_all=False,
        filter_mode="contains",
    )
    beside = view.beside_of(asked, place, choices(BESIDE))
    found, rule = view.similar(asked, place)
    if found and len(beside) < view.MOST_BESIDE:
        with st.container(horizontal=True, key="similar"):
            for other in found:
                if other.code not in beside:
                    st.button(markdown(f"Add {other.name}"), on_click=_add, args=(other.name,), key=f"add_{other.code}")
        st.caption(markdown(rule))
    if beside:
        made = view.side_by_side_card(asked, place, beside)
        if made is None:
            st.markdown("No edition of an index measured two of them, for this choice.")
        else:
            card.draw(made, page=PAGE)
            _charts(place, beside)


def _charts(place: str, beside: tuple[str, ...]) -> None:
    """Draw one chart for each index that measured two of the places, once asked for."""
    cards = view.beside_cards(request(), place, beside)
    if not cards or not st.toggle("One chart for each index", key=CHARTS, bind="query-params"):
        return
    for first in range(0, len(cards), 2):
        for column, made in zip(st.columns(2), cards[first : first + 2], strict=False):
            with column:
                card.draw(made, page=PAGE)


def _add(name: str) -> None:
    st.session_state[BESIDE] = [*(st.session_state.get(BESIDE) or []), name][: view.MOST_BESIDE]


def surveys(place: str) -> None:
    """Draw the surveys of the place and of groups that hold it, and the way to what they say."""
    made = view.survey_listing(request(), place)
    if made is None:
        return
    reading.listing_with_heading(made)
    _door(place, "priorities.py", "What they put first")
    _door(place, "concerns.py", "What worries them")


def bodies(place: str) -> None:
    """Draw what named bodies of the place answered, and the way to their answers."""
    made = view.bodies_listing(request(), place)
    if made is None:
        return
    reading.listing_with_heading(made)
    _door(place, "bodies.py", "Each answer")


def cases(place: str) -> None:
    """Draw the first checked cases of the place, and the way to all of them."""
    made = view.case_listing(request(), place)
    if made is None:
        return
    reading.listing_with_heading(made)
    _door(place, "cases.py", "All its cases")


def _door(place: str, page: str, label: Words) -> None:
    lead_to(page, label, country=[view.name(request(), place)])


def missing(place: str) -> None:
    """Say what is missing of the place, and offer the nearest countries that have surveys, a button each."""
    said = view.missing(request(), place)
    if not said:
        return
    st.header("What is missing", anchor=False)
    card.bullets(said)
    near, rule = view.nearest(request(), place)
    if not near:
        return
    st.caption(markdown(rule))
    with st.container(horizontal=True, key="nearest"):
        for other, count in near:
            label = say("{}: {}", other.name, numbers.counted(count, "survey"))
            st.button(markdown(label), on_click=_turn_to, args=(other.name,), key=f"nearest_{other.code}")


def _turn_to(name: str) -> None:
    st.session_state[PLACE] = name
