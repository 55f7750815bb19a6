"""The row of what a reader can do with a card in the browser: copy a link or the image, share, see it alone."""

import streamlit as st

from trends.export import embed
from trends.request.request import Choices
from trends.ui.scripts import script_of

# As high as the button for downloads, beside which it stands, so that no card grows by it.
HEIGHT = 40
_mount = st.components.v2.component("digital_trends.actions", js=script_of("actions"), isolate_styles=False)


def draw(title: str, *, key: str, anchor: str, finding: str, drawn: bool, chosen: Choices, release: str = "") -> None:
    """Draw the row.

    Args:
        title: of the card, which tells its buttons from those of other cards.
        key: its name on the page.
        anchor: where the card is on the page.
        finding: what names the card in a briefing, without filters and choices, as in “concerns/list”.
        drawn: whether the card has a chart, of which there can be an image.
        chosen: what the page's own choices hold, which a link to the card says even where the address bar need not.
        release: that of the evidence, which a link to the card names; empty where its page is on releases itself.
    """
    data = {
        "title": title,
        "anchor": anchor,
        "finding": finding,
        "drawn": drawn,
        "release": release,
        "chosen": {name: list(held) for name, held in chosen.items()},
        "embeds": embed.MESSAGE if embed.hosts() else "",
    }
    _mount(key=key, data=data, height=HEIGHT)
