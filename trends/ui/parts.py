"""The parts of a card one chooses between: its chart, its table, and what is to know of it.

One component of our own holds them, because a reader waits for every element of Streamlit: its tabs alone took a third
of a click on pages of several cards. The hidden parts are sent as they are marked up and drawn when they are turned to.
Charts are drawn by Plotly in the same place: ``st.plotly_chart`` was used before, which unmounts and remounts every
chart whose figure changed, and does not follow when a reader's appearance turns dark.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import streamlit as st

from trends.figures.base import Drawing
from trends.figures.browser import IMAGES_HEIGHT
from trends.ui.reading import Read
from trends.ui.scripts import script_of
from trends.ui.session import is_narrow

# Height of the tabs in pixels, kept until the browser has drawn the parts.
TABS = 40

# Their style is in the page's head, parts.css: one here would be sent and read once for each card.
_mount = st.components.v2.component("digital_trends.parts", js=script_of("parts"), isolate_styles=False)


def draw(
    drawings: Sequence[Drawing],
    read: Read,
    known: str,
    *,
    key: str,
    title: str,
    anchor: str,
    signed: Mapping[str, str],
    alt: str = "",
    subtitle: str = "",
    foot: Sequence[str] = (),
    small: Sequence[str] = (),
    file_name: str = "",
) -> None:
    """Draw the parts of a card, the chart with buttons that save it as an image.

    Only the browser knows the width of the chart's container, which changes when a reader enlarges the page, so it gets
    a wide and a narrow figure and draws the one that fits.

    Args:
        drawings: the figure in the colours of light pages, the widest first; none where the card has no chart.
        read: the table.
        known: what is to know of the figure, as HTML.
        key: its name on the page.
        title: the finding, written above the image.
        anchor: where its card is on the page, which the address in the image ends with.
        signed: ``product`` and ``filters`` in words, which say whose image it is and of what.
        alt: says in 20 to 160 characters what the chart shows; this and what follows are of no use without one.
        subtitle: measure, place and period, written above the image too.
        foot: base, cautions and source, a paragraph each, written below the image.
        small: what its terms mean, a paragraph each, written below that, small.
        file_name: name of the image without its ending.
    """
    _mount(
        key=key,
        data={
            "drawings": [asdict(drawing) for drawing in drawings],
            "table": read.data,
            "known": known,
            "alt": alt,
            "title": title,
            "subtitle": subtitle,
            "foot": list(foot),
            "small": list(small),
            "signed": dict(signed),
            # The row of actions of the same card finds the chart by it too.
            "anchor": anchor,
            "name": file_name,
        },
        height=TABS + (_height(drawings) if drawings else read.likely_height),
    )


def _height(drawings: Sequence[Drawing]) -> int:
    return math.ceil(drawings[-1 if is_narrow() else 0].height) + IMAGES_HEIGHT
