"""Ranked bars: shares, numbers or scores of one question in one edition."""

import pandas as pd
import plotly.graph_objects as go

from trends.figures.base import LINE_HEIGHT, figure, words, wrapped
from trends.palette import Palette

BAR = 16
GAP = 14
ABOVE_BAR = 4


def ranked_bars(frame: pd.DataFrame, palette: Palette, *, longest: float | None = None) -> go.Figure:
    """Return horizontal bars from zero in the order of the frame, the label above each and its value past its whisker.

    Labels stand above the bars, so the chart reads the same on a phone and on a wide screen.

    Args:
        frame: one row per bar: ``label``, ``value``, ``text`` (the value in words), ``strong`` (draw in the accent
            colour), ``weak`` (draw hollow), and optionally ``low`` and ``high``, the ends of the whisker.
        palette: the colours.
        longest: the value at which a bar would fill the width; the largest value or whisker if not given.
    """
    lines = [wrapped(label) for label in frame["label"]]
    tops, y = [], 0.0
    for label in lines:
        tops.append(y)
        y += len(label) * LINE_HEIGHT + ABOVE_BAR + BAR + GAP
    labels_y = [top + len(label) * LINE_HEIGHT / 2 for top, label in zip(tops, lines, strict=True)]
    bars_y = [top + len(label) * LINE_HEIGHT + ABOVE_BAR + BAR / 2 for top, label in zip(tops, lines, strict=True)]
    has_range = "high" in frame and bool(frame["high"].notna().any())
    high = frame["high"].fillna(frame["value"]) if has_range else frame["value"]
    width = longest or float(max(high.max(), 1e-9))
    colors = [palette.accent if strong else palette.quiet for strong in frame["strong"]]
    bars: dict[str, object] = {
        "type": "bar",
        "orientation": "h",
        "x": frame["value"].tolist(),
        "y": bars_y,
        "width": BAR,
        "marker": {
            # A hollow bar is weak evidence: it must not look like a firm one.
            "color": [palette.background if weak else color for color, weak in zip(colors, frame["weak"], strict=True)],
            "line": {"color": colors, "width": 1.5},
        },
        "customdata": [f"{label}: {text}" for label, text in zip(frame["label"], frame["text"], strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    if has_range:
        low = frame["low"].fillna(frame["value"])
        bars["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": (high - frame["value"]).clip(lower=0).round(2).tolist(),
            "arrayminus": (frame["value"] - low).clip(lower=0).round(2).tolist(),
            "color": palette.ink,
            "thickness": 1.2,
            "width": 4,
        }
    texts = words((high + width * 0.012).tolist(), bars_y, frame["text"].tolist(), palette.ink)
    labels = words([0] * len(frame), labels_y, ["<br>".join(label) for label in lines], palette.ink)
    return figure(
        [bars, labels, texts],
        palette,
        int(y) + 8,
        xaxis={"visible": False, "range": [0, width * 1.2]},
        yaxis={"visible": False, "range": [y, 0]},
        bargap=0,
    )
