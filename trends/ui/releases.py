"""Blocks of the page on releases, and the line on any page that was opened by a link of an older release."""

import streamlit as st

from trends.subjects.releases import view
from trends.ui import card, layout
from trends.ui.session import base_path, request
from trends.words.text import html

PAGE = "releases"


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
