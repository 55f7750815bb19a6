"""A card: its finding, its chart, its table and what is to know of it, its foot and what can be done with it.

One component of our own holds them, because a reader waits for every element of Streamlit: its tabs alone took a third
of a click on pages of several cards, and the words around them, a row of actions and what holds these as much again.
The hidden parts are sent as they are marked up and drawn when they are turned to. Charts are drawn by Plotly in the
same place: ``st.plotly_chart`` was used before, which unmounts and remounts every chart whose figure changed, and does
not follow when a reader's appearance turns dark.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from trends.figures.base import Drawing
from trends.figures.browser import IMAGES_HEIGHT
from trends.ui.reading import Read
from trends.ui.scripts import script_of
from trends.ui.session import is_narrow

# Heights in pixels, kept until the browser has drawn the parts: of the tabs, of the row of actions, of the gaps between
# parts, of a line of the title and of a smaller one, each of so many characters where there is room and on a phone.
TABS, ACTIONS, GAP = 40, 40, 16
TITLE_LINE, SMALL_LINE = (22, (110, 38)), (23, (150, 54))

# Their style is in the page's head, parts.css: one here would be sent and read once for each card.
_mount = st.components.v2.component("digital_trends.parts", js=script_of("parts"), isolate_styles=False)


@dataclass(frozen=True)
class CardWords:
    """What stands around the parts of a card, as HTML; ``title`` is empty where it stands above the card's parts."""

    title: str
    subtitle: str
    foot: str


def draw(
    drawings: Sequence[Drawing],
    read: Read,
    known: str,
    *,
    words: CardWords,
    level: int,
    actions: Mapping[str, Any],
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
        words: what stands around them.
        level: that of the finding among the headings of the page.
        actions: what the row of actions is drawn from.
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
            "heading": {"level": level, "said": words.title},
            "under": words.subtitle,
            "below": words.foot,
            "narrow": is_narrow(),
            "actions": dict(actions),
            "alt": alt,
            "title": title,
            "subtitle": subtitle,
            "foot": list(foot),
            "small": list(small),
            "signed": dict(signed),
            "anchor": anchor,
            "name": file_name,
        },
        height=_height(drawings, read, words),
    )


def _height(drawings: Sequence[Drawing], read: Read, words: CardWords) -> int:
    narrow = is_narrow()
    chart = math.ceil(drawings[-1 if narrow else 0].height) + IMAGES_HEIGHT if drawings else read.likely_height
    around = [(words.title, TITLE_LINE), (words.subtitle, SMALL_LINE), (words.foot, SMALL_LINE)]
    lines = sum(GAP + height * math.ceil(len(text) / fits[narrow]) for text, (height, fits) in around if text)
    return chart + TABS + lines + GAP + ACTIONS
