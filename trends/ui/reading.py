"""Tables for reading, as elements of our own: marked up by the server once for all readers of an edition.

Streamlit's table reads each of its cells as Markdown in the browser, which cost a click on pages of several tables more
than their charts, and it does not notice when a browser that translates the page has put other nodes in its place.
"""

import streamlit as st

from trends.cards.listing import Listing
from trends.cards.table import Table
from trends.ui import drawn
from trends.ui.scripts import script_of
from trends.ui.session import is_narrow, listings_drawn, request
from trends.words.text import markdown

# Heights in pixels that are kept until the browser has drawn a table: of a row, of the tools of a long one.
ROW, TOOLS = 30, 72
# As in tables.css: a table of so many rows has tools, and scrolls at this height.
LONG, MOST = 13, 560

# Their style is in the page's head, tables.css: one here would be sent and read once for each table.
_mount = st.components.v2.component("digital_trends.reading", js=script_of("reading"), isolate_styles=False)


def likely_height(made: drawn.Read) -> int:
    """Return the probable height of a table in pixels, so that little moves when the browser has drawn it."""
    rows = len(made.rows)
    return (rows + 1) * ROW if rows < LONG else TOOLS + min((rows + 1) * ROW, MOST)


def draw(shown: Table, *, alt: str, key: str) -> None:
    """Draw a table for reading, in the form that fits the reader's device; a long one scrolls and has tools.

    Args:
        shown: the table.
        alt: what it is, for screen readers.
        key: its name on the page.
    """
    narrow = is_narrow()
    _draw(request().version.beside(shown, f"{alt}, {narrow}", lambda: drawn.read(shown, alt, narrow=narrow)), key)


def listing(made: Listing) -> None:
    """Draw the table of a listing, and below it what is to say of it and of the symbols that stand in it.

    Args:
        made: the listing; its heading is drawn by whoever knows where it stands.
    """
    listings_drawn().add(made.key)
    _draw(drawn.listing(made, request(), narrow=is_narrow()), made.key)


def _draw(made: drawn.Read, key: str) -> None:
    _mount(key=f"{key}_table", data={"key": key, "table": made.data}, height=likely_height(made))


def listing_with_heading(made: Listing) -> None:
    """Draw a listing under its heading."""
    st.header(markdown(made.title), anchor=False)
    listing(made)


def folded_listing(made: Listing) -> None:
    """Draw a listing folded under its heading; its table is drawn once the reader opens it."""
    listings_drawn().add(made.key)
    opened = st.expander(markdown(made.title), key=made.key, on_change="rerun", icon=":material/list:")
    if opened.open:
        with opened:
            listing(made)
