"""The one place that puts a figure on a page, so that what draws it can be exchanged.

A component of our own draws it with Plotly, since Streamlit's takes down and remounts every chart whose figure changed
and does not follow when a reader's appearance turns dark.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from trends.assets import CHART_ADDRESS

IMAGES_HEIGHT = 32


# The script itself is fetched once and kept by the browser; this much goes along with every chart. Streamlit's own
# script says where the dashboard lives, also where that is below a path.
_SCRIPT = f"""
export default async function (given) {{
    const home = new URL("../../", document.querySelector("script[src*='static/js/index']").src);
    return (await import(new URL({json.dumps(CHART_ADDRESS)}, home))).default(given);
}}
"""
_mount = st.components.v2.component(
    "digital_trends.chart",
    js=_SCRIPT,
    css=(Path(__file__).parent / "chart.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(
    figure: str, height: int, *, alt: str, key: str, title: str, subtitle: str, foot: Sequence[str], file_name: str
) -> None:
    """Draw a figure, with buttons that save it as an image.

    Args:
        figure: the figure as JSON, in the colours of light pages.
        height: its height in pixels.
        alt: says in 20 to 160 characters what it shows.
        key: its name on the page.
        title: the finding, written above the image.
        subtitle: measure, place and period, written above the image too.
        foot: base, kind of evidence and source, a paragraph each, written below the image.
        file_name: name of the image without its ending.
    """
    _mount(
        key=key,
        data={
            "figure": figure,
            "height": height,
            "alt": alt,
            "title": title,
            "subtitle": subtitle,
            "foot": list(foot),
            "name": file_name,
        },
        height=height + IMAGES_HEIGHT,
    )
