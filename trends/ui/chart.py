"""The one place that puts a figure on a page, so that what draws it can be exchanged.

A component of our own draws it with Plotly. ``st.plotly_chart`` was used before: it unmounts and remounts every chart
whose figure changed, and does not follow when a reader's appearance turns dark.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import streamlit as st

from trends.figures.base import Drawing
from trends.figures.browser import CHART_ADDRESS, IMAGES_HEIGHT
from trends.ui.session import is_narrow


def script_of(entry: str) -> str:
    """Return what is sent with a component: it imports the script proper, which the browser caches, and calls an entry.

    The address of Streamlit's own script tells the path below which the dashboard is served.
    """
    return f"""
export default async function (given) {{
    const home = new URL("../../", document.querySelector("script[src*='static/js/index']").src);
    return (await import(new URL({json.dumps(CHART_ADDRESS)}, home))).{entry}(given);
}}
"""


_mount = st.components.v2.component(
    "digital_trends.chart",
    js=script_of("default"),
    css=(Path(__file__).parent / "chart.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(
    drawings: Sequence[Drawing],
    *,
    alt: str,
    key: str,
    title: str,
    subtitle: str,
    foot: Sequence[str],
    small: Sequence[str],
    signed: Mapping[str, str],
    anchor: str,
    file_name: str,
) -> None:
    """Draw a figure, with buttons that save it as an image.

    Only the browser knows the width of the chart's container, which changes when a reader enlarges the page, so it gets
    a wide and a narrow figure and draws the one that fits.

    Args:
        drawings: the figure in the colours of light pages, the widest first; at least one.
        alt: says in 20 to 160 characters what it shows.
        key: its name on the page.
        title: the finding, written above the image.
        subtitle: measure, place and period, written above the image too.
        foot: base, cautions and source, a paragraph each, written below the image.
        small: what its terms mean, a paragraph each, written below that, small.
        signed: ``product`` and ``filters`` in words, which say whose image it is and of what.
        anchor: where its card is on the page, which the address in the image ends with.
        file_name: name of the image without its ending.
    """
    # Reserves the probable height until the browser has drawn the chart.
    likely = drawings[-1 if is_narrow() else 0]
    _mount(
        key=key,
        data={
            "drawings": [asdict(drawing) for drawing in drawings],
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
        height=likely.height + IMAGES_HEIGHT,
    )
