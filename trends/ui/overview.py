"""Blocks of the overview: the leading themes, and what stands first in the newest editions."""

import streamlit as st

from trends.subjects.overview import words as overview_words
from trends.ui.session import is_narrow, me

# Two stand beside each other where there is room.
QUESTION_WIDTH = 356
OWN_DOORS = (
    ("priorities.py", "Priorities of your place"),
    ("concerns.py", "Concerns of your place"),
    ("cases.py", "Cases of your place"),
)


def own_doors() -> None:
    """Offer pages with the filters set to the reader's own place; nothing where none is chosen."""
    mine = me()
    if not mine:
        return
    with st.container(horizontal=True, key="own_doors"):
        for page, label in OWN_DOORS:
            # A link for whoever wants one: it holds filters, and nothing of whose place they are.
            st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=mine.filters)


def questions() -> None:
    """Draw the questions leaders ask, each a link to the page that answers it."""
    with st.container(horizontal=not is_narrow(), gap="xsmall", key="questions"):
        for text, page, parameters in overview_words.QUESTIONS:
            st.page_link(
                page,
                label=text,
                icon=":material/arrow_forward:",
                query_params=dict(parameters),
                width="stretch" if is_narrow() else QUESTION_WIDTH,
            )
