"""The page of search: what was typed, and everything it finds with a link each."""

from html import escape

import streamlit as st

from trends.export.found import found_html
from trends.subjects.search import facts, view
from trends.ui.session import base_path, request


def choose_words() -> str:
    """Draw the field for what is sought, kept in the address, and return what it holds."""
    return (
        st.text_input(
            "What do you look for?",
            key="q",
            bind="query-params",
            max_chars=facts.LONGEST,
            live=True,
            placeholder="A place, item, question, survey, body, case or word",
        )
        or ""
    )


def results(text: str) -> None:
    """Draw what a text finds: all kinds, or the one that the address keeps to."""
    given = st.query_params
    found = view.found(request(), view.sought(text, given.get(view.KIND, ""), given.get(view.FROM, "")))
    st.html(f'<p role="status" aria-live="polite">{escape(found.status)}</p>')
    if found.groups:
        # As HTML: a link in Markdown would open another tab. Its reader comes late, so the room is kept until then.
        with st.container(key="found"):
            st.html(found_html(found, lambda link: f"{base_path()}/{link.address}"))
