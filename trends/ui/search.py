"""The page of search: what was typed, and everything it finds with a link each."""

import streamlit as st

from trends.subjects.search import facts, view, words
from trends.subjects.search.view import Group
from trends.ui.session import base_path, request
from trends.words.text import html


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
    """Draw what a text finds, by kind."""
    groups = view.find(request(), text, view.MOST_ON_PAGE)
    st.html(f'<p role="status" aria-live="polite">{html(words.status(text, view.count(groups)))}</p>')
    for group in groups:
        more = f": the first {len(group.results)} of {group.found:,}" if group.found > len(group.results) else ""
        st.header(f"{group.title}{more}", anchor=False)
        st.html(_listed(group))


def _listed(group: Group) -> str:
    # As HTML: a link in Markdown would open another tab.
    entries = (
        f'<li><a href="{html(f"{base_path()}/{each.address}")}">{html(each.name)}</a>'
        f"{f'<br><small>{html(each.about)}</small>' if each.about else ''}</li>"
        for each in group.results
    )
    return f'<ul class="found">{"".join(entries)}</ul>'
