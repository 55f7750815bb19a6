"""Blocks of the page on one theme: its choice and answer, what surveys say, how countries compare, who has done it."""

import streamlit as st

from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import view
from trends.ui import card, empty, layout, reading
from trends.ui.choices import choose_named
from trends.ui.doors import lead_to
from trends.ui.session import is_narrow, request
from trends.words import grammar, pieces
from trends.words.text import Words, markdown, plain, say


def choose() -> str:
    """Draw the choice of the theme and return its code; untouched it is the one chosen in the filters, if any."""
    return choose_named("Theme of this page", "theme", view.theme_of, view.TOPIC)


def nothing_here(theme: str) -> None:
    """Say that the filters leave no figure of a survey on a theme, and offer what leaves one."""
    told = not view.is_empty(request(), theme)
    empty.nothing_here(f"survey figure on the theme {view.name(request(), theme).lower()}", told=told, theme=[theme])


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
