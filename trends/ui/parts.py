"""A card: its finding, its chart, its table and what is to know of it, its foot and what can be done with it.

One component of our own holds them, because a reader waits for every element of Streamlit: its tabs alone took a third
of a click on pages of several cards, and the words around them, a row of actions and what holds these as much again.
The hidden parts are sent as they are marked up and drawn when they are turned to. Charts are drawn by Plotly in the
same place: ``st.plotly_chart`` was used before, which unmounts and remounts every chart whose figure changed, and does
not follow when a reader's appearance turns dark.
"""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from trends.figures.browser import IMAGES_HEIGHT
from trends.ui import reading
from trends.ui.drawn import DrawnCard
from trends.ui.scripts import script_of
from trends.ui.session import is_narrow

# Heights in pixels, kept until the browser has drawn the parts: of the tabs, of the row of actions, of the gaps between
# parts, of a line of the title and of a smaller one, each of so many characters where there is room and on a phone.
TABS, ACTIONS, GAP = 40, 40, 16
TITLE_LINE, SMALL_LINE = (22, (110, 38)), (23, (150, 54))
# A title beside a choice has room for two lines, whatever it says: what stands below moves else when it is drawn.
BESIDE = 50

# Their style is in the page's head, parts.css: one here would be sent and read once for each card.
_mount = st.components.v2.component("digital_trends.parts", js=script_of("parts"), isolate_styles=False)
_mount_heading = st.components.v2.component("digital_trends.heading", js=script_of("heading"), isolate_styles=False)


def draw(
    made: DrawnCard,
    *,
    key: str,
    anchor: str,
    level: int,
    actions: Mapping[str, Any],
    signed: Mapping[str, str],
    is_titled: bool = True,
    slot: int | None = None,
) -> None:
    """Draw the parts of a card, the chart with buttons that save it as an image.

    Only the browser knows the width of the chart's container, which changes when a reader enlarges the page, so it gets
    a wide and a narrow figure and draws the one that fits.

    Args:
        made: the card.
        key: its name on the page.
        anchor: where its card is on the page, which the address in the image ends with.
        level: that of the finding among the headings of the page.
        actions: what the row of actions is drawn from.
        signed: ``product`` and ``filters`` in words, which say whose image it is and of what.
        is_titled: whether its title stands above its parts; if not, it stands beside what is chosen in the card's head.
        slot: the how manieth card of its page it is, where another card takes its place under other filters.
    """
    _mount(
        key=key,
        data={
            **made.data,
            "anchor": anchor,
            "level": level if is_titled else 0,
            "narrow": is_narrow(),
            "actions": dict(actions),
            "signed": dict(signed),
            "slot": slot,
        },
        height=_height(made, is_titled=is_titled),
    )


def draw_heading(made: DrawnCard, *, key: str, anchor: str, level: int) -> None:
    """Draw the title of a card by itself, beside what is chosen in its head; it is drawn anew with the card's parts.

    Args:
        made: the card.
        key: its name on the page.
        anchor: where its card is on the page.
        level: that of the finding among the headings of the page.
    """
    data = {"said": made.words.title, "level": level, "anchor": anchor, "slot": None}
    _mount_heading(key=key, data=data, height=BESIDE)


def _height(made: DrawnCard, *, is_titled: bool) -> int:
    narrow, drawings, words = is_narrow(), made.drawings, made.words
    chart = (
        math.ceil(drawings[-1 if narrow else 0].height) + IMAGES_HEIGHT
        if drawings
        else reading.likely_height(made.read)
    )
    around = [(words.title if is_titled else "", TITLE_LINE), (words.subtitle, SMALL_LINE), (words.foot, SMALL_LINE)]
    lines = sum(GAP + height * math.ceil(len(text) / fits[narrow]) for text, (height, fits) in around if text)
    return chart + TABS + lines + GAP + ACTIONS
