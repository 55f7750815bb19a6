"""Blocks of the page on one theme: its choice and answer, what surveys say, how countries compare, who has done it."""

import streamlit as st

from trends.cards.card import Card
from trends.subjects.places import view as places
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import view
from trends.ui import card, empty, layout, reading
from trends.ui.choices import choose_named
from trends.ui.doors import lead_to
from trends.ui.session import is_narrow, request
from trends.words import grammar, pieces
from trends.words.text import Words, markdown, plain, say

PAGE = "themes"


def choose() -> str:
    """Draw the choice of the theme and return its code; untouched it is the one chosen in the filters, if any."""
    return choose_named("Theme of this page", "theme", view.theme_of, view.TOPIC)


def nothing_here(theme: str) -> None:
    """Say that the filters leave no figure of a survey on a theme, and offer what leaves one."""
    told = not view.is_empty(request(), theme)
    empty.nothing_here(
        f"survey figure on {_named(theme)}",
        near=_nearest(theme, f"figures on {_named(theme)}", (*theme_facts.SAID, *theme_facts.DONE)),
        told=told,
        theme=[theme],
    )


def _named(theme: str) -> str:
    return f"the theme {grammar.lower_first(view.name(request(), theme))}"


def _nearest(theme: str, what: str, kinds: tuple[str, ...]) -> empty.Near:
    return lambda asked, place: places.nearest_with(asked, place, {what: view.elsewhere(asked, theme, kinds)})


def said(theme: str, *, first: bool = False) -> None:
    """Draw what surveys say on a theme, or that they say nothing; ``first`` is whether the page begins with it."""
    heading = "What surveys say"
    if made := view.said_card(request(), theme):
        _card(heading, made, first=first)
        card.bullets(view.agreement(request(), theme))
        layout.notes([note] if (note := view.lists_note(request())) else [])
        return
    st.header(heading, anchor=False)
    if not view.is_empty(request(), theme) and not view.has_figures(request(), theme):
        # Something else is known: the answer tells it, and the nearest that has figures is offered here.
        nothing_here(theme)
        return
    st.markdown("No survey read here asked for views on this theme, for this choice.")
    if not view.is_empty(request(), theme):
        empty.nearest(_nearest(theme, f"views on {_named(theme)}", theme_facts.SAID))


def done(theme: str, *, first: bool = False) -> None:
    """Draw what bodies do on a theme, or that nobody counted it; ``first`` is whether the page begins with it."""
    heading = "What bodies do"
    if made := view.done_card(request(), theme):
        _card(heading, made, first=first)
    else:
        st.header(heading, anchor=False)
        st.markdown("No survey read here counted what bodies have in place on this theme, for this choice.")


def _card(heading: str, made: Card, *, first: bool) -> None:
    if first:
        card.lead(heading, made, page=PAGE)
    else:
        st.header(heading, anchor=False)
        card.draw(made, page=PAGE)


def key_figures(theme: str) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    if not is_narrow():
        layout.key_figures(view.key_figures(request(), theme))


def uses(theme: str) -> None:
    """Draw what a theme is used for, where surveys asked for that."""
    lines = view.uses_words(request(), theme)
    if not lines:
        return
    st.header("What it is used for", anchor=False)
    card.bullets(lines)
    most = f"The {theme_facts.USES_OF_A_QUESTION} uses each survey names most, newest first. Surveys do not rank."
    st.caption(markdown(" ".join([most, *pieces.symbols_in(map(plain, lines))])))
    layout.notes(view.uses_notes(request(), theme))


def countries(theme: str) -> None:
    """Draw what indices say on a theme, in words, each with its publisher's caution and the way to all countries."""
    found = view.indices(request(), theme)
    if not found:
        st.markdown("No index read here measures this theme.")
    for facts, label in found:
        st.markdown(markdown(view.index_answer(request(), facts)))
        st.caption(markdown(say("Caution: {}", grammar.sentence(facts.caution))))
        # A phone cuts what does not fit a line.
        said: Words = f"All countries: {facts.indicator if is_narrow() else label}"
        lead_to("countries.py", said, ":material/public:", indicator=label)


def cases(theme: str) -> None:
    """Draw checked cases on a theme, measured results first, and the way to all of them."""
    name = view.name(request(), theme)
    if (made := view.case_listing(request(), theme)) is None:
        st.markdown("No checked case read here belongs to this theme.")
    else:
        reading.listing(made)
    lead_to("cases.py", "All cases on this theme", ":material/work:", theme=[name])
