"""Words marked up by the server, as one element of our own.

A reader waits for every element of Streamlit, and it reads each text as Markdown in the browser. What consists of many
short texts, such as a row of figures, is written as HTML once for all of them.
"""

import streamlit as st

from trends.ui.scripts import script_of

_mount = st.components.v2.component("digital_trends.markup", js=script_of("markup"), isolate_styles=False)


def draw(written: str, *, key: str, height: int) -> None:
    """Draw words.

    Args:
        written: them as HTML, escaped.
        key: their name on the page.
        height: their probable height in pixels, kept until the browser has drawn them.
    """
    _mount(key=key, data={"markup": written}, height=height)
