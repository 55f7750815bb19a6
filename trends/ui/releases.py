"""Blocks of the page on releases, and the line on any page that was opened by a link of an older release."""

import streamlit as st

from trends.export import since
from trends.export.page import own_choices
from trends.subjects import registry
from trends.subjects.releases import view
from trends.ui import card, layout
from trends.ui.session import base_path, explicit, of_anyone, request, version
from trends.words.text import html

PAGE = "releases"


def changed(page: str) -> None:
    """Say what changed since the release that the address names; nothing where it names none, or the evidence as it is.

    Args:
        page: the page's path; the first page has an empty one.
    """
    name, named = page or registry.FIRST, st.query_params.get(since.PARAMETER, "")
    if not named or name not in registry.PAGES or since.is_current(version(), named):
        return
    asked, held = of_anyone(), own_choices(name, explicit(name))
    cards = registry.contents(name, asked, held).cards
    if told := since.since(version(), named, name, asked, held, cards, base_path()):
        # As HTML: a link in Markdown would open another tab.
        st.html(f'<p role="status">{html(told)}</p>')


def draw() -> None:
    """Draw the release that the address names, or the newest: what it changed, then all there are."""
    asked = request()
    release = view.release_of(asked, {view.RELEASE: st.query_params.get_all(view.RELEASE)})
    if release is None:
        return
    layout.key_figures(view.key_figures(release))
    for at, made in enumerate(view.cards(asked, release)):
        card.draw(made, page=PAGE, first=at == 0)
    st.caption("The filters do not apply here.")
    st.html(f'<p><a href="{html(base_path())}/feed.atom">Follow releases as a feed (Atom)</a></p>')
