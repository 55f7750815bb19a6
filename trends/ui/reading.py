"""Tables for reading, as elements of our own: marked up by the server once for all readers of an edition.

Streamlit's table reads each of its cells as Markdown in the browser, which cost a click on pages of several tables more
than their charts, and it does not notice when a browser that translates the page has put other nodes in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from trends.cards.listing import Listing
from trends.cards.table import Table
from trends.export.card_html import head_markup, row_markup
from trends.ui.scripts import script_of
from trends.ui.session import is_narrow, listings_drawn, request
from trends.words.text import html, markdown

# Heights in pixels that are kept until the browser has drawn a table: of a row, of the tools of a long one.
ROW, TOOLS = 30, 72
# As in tables.css: a table of so many rows has tools, and scrolls at this height.
LONG, MOST = 13, 560

# Their style is in the page's head, tables.css: one here would be sent and read once for each table.
_mount = st.components.v2.component("digital_trends.reading", js=script_of("reading"), isolate_styles=False)


@dataclass(frozen=True)
class Read:
    """A table as HTML: ``label`` says what it is, ``head`` and ``rows`` are rows, ``below`` what its symbols mean."""

    label: str
    head: str
    rows: Sequence[str]
    below: str = ""

    @property
    def data(self) -> dict[str, str]:
        """What the browser draws it from."""
        return {"label": self.label, "head": self.head, "body": "".join(self.rows), "below": self.below}

    @property
    def likely_height(self) -> int:
        """Its probable height in pixels, so that little moves when the browser has drawn it."""
        rows = len(self.rows)
        return (rows + 1) * ROW if rows < LONG else TOOLS + min((rows + 1) * ROW, MOST)


def read(shown: Table, label: str, below: str = "") -> Read:
    """Return a table marked up, in the form that fits the reader's device.

    Args:
        shown: the table.
        label: what it is, for screen readers.
        below: what its symbols mean, as HTML.
    """
    fitting = shown.folded() if is_narrow() else shown
    return Read(label, head_markup(fitting), row_markup(fitting), below)


def draw(shown: Table, *, alt: str, key: str) -> None:
    """Draw a table for reading, in the form that fits the reader's device; a long one scrolls and has tools.

    Args:
        shown: the table.
        alt: what it is, for screen readers.
        key: its name on the page.
    """
    made = request().version.beside(shown, f"{alt}, {is_narrow()}", lambda: read(shown, alt))
    _mount(key=f"{key}_table", data={"table": made.data}, height=made.likely_height)


def listing(made: Listing) -> None:
    """Draw the table of a listing, and below it what is to say of it and of the symbols that stand in it.

    Args:
        made: the listing; its heading is drawn by whoever knows where it stands.
    """
    listings_drawn().add(made.key)
    shown = request().version.beside(made, f"{is_narrow()}", lambda: _marked_up(made))
    _mount(key=f"{made.key}_table", data={"table": shown.data}, height=shown.likely_height)


def _marked_up(made: Listing) -> Read:
    # A base is said in other words where there is little room.
    drawn = made.table.folded() if is_narrow() else made.table
    return read(made.table, made.label, "".join(f"<p>{html(note)}</p>" for note in (*made.notes, *drawn.symbols())))


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
