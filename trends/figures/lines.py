"""Trend lines: values over editions, named at their ends, stopped where the method changed."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Lines
from trends.figures.base import NEW_LINE, SMALL_SIZE, Figures, Plot, figure, for_widths, in_template, wrapped
from trends.figures.palette import Palette
from trends.figures.stretches import BREAK_WORDS, breaks_between, spread, unbroken

HEIGHT, NARROW_HEIGHT = 340, 320
NAMES_WIDTH, NARROW_NAMES_WIDTH = 170, 104
LETTERS, NARROW_LETTERS = 23, 13
NAME_LINE = 16
TOP, BOTTOM = 26, 26
LEFT = 40
# How wide the part with the lines is at least, beside the names.
PLOT, NARROW_PLOT = 490, 106
WIDE_TICKS, NARROW_TICKS = 8, 3
BREAK_WIDTH = 90


def draw(chart: Lines, palette: Palette) -> Figures:
    """Return the figures of trend lines."""
    return for_widths(trend_lines, chart.rows, palette, editions=chart.editions, ticks=chart.ticks)


def trend_lines(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    editions: Mapping[int, str],
    ticks: Sequence[tuple[float, str]],
    narrow: bool = False,
) -> Plot:
    """Return a line per country and one for the median, with the middle half of the group as a band behind them.

    A line stops where the method changed, which a dotted mark says, and where a country misses an edition.

    Args:
        frame: one row per line and year: ``line`` (name), ``code`` (of the country, empty for the median), ``year``,
            ``number``, ``text`` (the value in words), ``lower`` and ``upper`` (ends of the band; on the median's rows).
        palette: the colours.
        editions: the method of each edition, by year.
        ticks: marks of the scale, value and words, from its lower end to its upper one.
        narrow: draw for a phone.
    """
    years = sorted(editions)
    low, high = ticks[0][0], ticks[-1][0]
    height = NARROW_HEIGHT if narrow else HEIGHT
    bands: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for name, rows in frame.sort_values("year").groupby("line", sort=False):
        code = str(rows["code"].iloc[0])
        stretches = unbroken(rows, years, editions)
        if not code:
            bands += [_band(stretch, palette) for stretch in stretches if len(stretch) > 1]
        lines.append(_line(str(name), code, stretches, palette))
        last = rows.iloc[-1]
        # A name stands at the right edge, so a line that ends before it says when.
        said = str(name) if last["year"] == years[-1] else f"{name}, {last['year']}"
        ends.append({"name": said, "code": code, "number": float(last["number"])})
    breaks = breaks_between(editions)
    padded = _padded(years)
    plot = NARROW_PLOT if narrow else PLOT
    return figure(
        # The median lies under the countries and over its band.
        [*bands, *sorted(lines, key=lambda line: line["meta"] != "median")],
        palette,
        height,
        margin={
            "l": LEFT,
            "r": NARROW_NAMES_WIDTH if narrow else NAMES_WIDTH,
            "t": TOP if breaks else 10,
            "b": BOTTOM,
        },
        xaxis={
            "tickvals": _ticks(years, narrow=narrow),
            "tickangle": 0,
            "showgrid": False,
            "range": padded,
            "tickfont": {"size": SMALL_SIZE, "color": palette.quiet_ink},
        },
        yaxis={
            "tickvals": [value for value, _ in ticks],
            "ticktext": [text for _, text in ticks],
            "range": [low - (high - low) * 0.03, high + (high - low) * 0.03],
            "tickfont": {"size": SMALL_SIZE, "color": palette.quiet_ink},
        },
        shapes=break_lines(breaks, palette),
        annotations=[
            *break_labels(breaks, palette, padded, plot, LEFT),
            *_names(ends, palette, years[-1], (high - low) / (height - TOP - BOTTOM), narrow=narrow),
        ],
        least_width=LEFT + PLOT + NAMES_WIDTH,
    )


def break_lines(breaks: Sequence[float], palette: Palette) -> list[dict[str, Any]]:
    """Return a dotted line from top to bottom at each break, as shapes of a figure."""
    return [
        {
            "type": "line",
            "x0": at,
            "x1": at,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": palette.quiet_ink, "width": 1.2, "dash": "dot"},
        }
        for at in breaks
    ]


def break_labels(
    breaks: Sequence[float],
    palette: Palette,
    span: Sequence[float],
    plot: float,
    left: float,
    *,
    below: bool = False,
) -> list[dict[str, Any]]:
    """Return the words at the breaks, as annotations of a figure: above the lines, or below them.

    Words that would touch those of the break before are left out; the dotted line says what it said there.

    Args:
        breaks: where the method changed, from left to right.
        palette: the colours.
        span: the first and the last place on the axis of years.
        plot: how wide the part with the lines is at least, in pixels.
        left: how much room there is to its left, in pixels.
        below: write below the lines, where the years stand above them.
    """
    made: list[dict[str, Any]] = []
    taken = -left
    for at in breaks:
        middle = plot * (at - span[0]) / (span[1] - span[0])
        anchor, start = _anchored(middle, plot, left)
        if start < taken:
            continue
        taken = start + BREAK_WIDTH
        made.append(
            {
                "x": at,
                "xanchor": anchor,
                "yref": "paper",
                "y": 0 if below else 1,
                "yanchor": "top" if below else "bottom",
                "text": BREAK_WORDS,
                "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": palette.quiet_ink},
            }
        )
    return made


def _anchored(middle: float, plot: float, left: float) -> tuple[str, float]:
    """Return how words at a break are anchored so that the figure's edge does not cut them, and where they begin."""
    start = middle - BREAK_WIDTH / 2
    if start < 0 and middle < plot / 2:
        return "left", middle
    if start + BREAK_WIDTH > plot and middle - BREAK_WIDTH >= -left:
        return "right", middle - BREAK_WIDTH
    return "center", start


def _line(name: str, code: str, stretches: list[pd.DataFrame], palette: Palette) -> dict[str, Any]:
    x: list[int | None] = []
    y: list[float | None] = []
    text: list[str] = []
    for part in stretches:
        x += [*part["year"].astype(int).tolist(), None]
        y += [*part["number"].tolist(), None]
        text += [*part["text"].tolist(), ""]
    color = palette.of(code) if code else palette.quiet_ink
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "meta": "country" if code else "median",
        "x": x,
        "y": y,
        "text": text,
        "line": {"color": color, "width": 2.5, "dash": palette.dash_of(code) if code else "dot"},
        "marker": {"color": color, "size": 6 if code else 4},
        "connectgaps": False,
        "cliponaxis": False,
        "hovertemplate": in_template(name) + ", %{x}: %{text}<extra></extra>",
    }


def _band(part: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    years = part["year"].astype(int).tolist()
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*years, *years[::-1]],
        "y": [*part["lower"].tolist(), *part["upper"].tolist()[::-1]],
        "fill": "toself",
        "fillcolor": palette.faint,
        "line": {"width": 0, "color": palette.faint},
        "hoverinfo": "skip",
    }


def _names(
    ends: list[dict[str, Any]], palette: Palette, last_year: int, unit_per_pixel: float, *, narrow: bool
) -> list[dict[str, Any]]:
    labels = [wrapped(end["name"], NARROW_LETTERS if narrow else LETTERS) for end in ends]
    heights = [len(label) * NAME_LINE * unit_per_pixel for label in labels]
    places = spread([end["number"] for end in ends], heights)
    return [
        {
            "x": last_year,
            "y": place,
            "text": NEW_LINE.join(label),
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "xshift": 12,
            "showarrow": False,
            "font": {"size": SMALL_SIZE, "color": palette.of(end["code"]) if end["code"] else palette.quiet_ink},
        }
        for end, label, place in zip(ends, labels, places, strict=True)
    ]


def _ticks(years: Sequence[int], *, narrow: bool) -> list[int]:
    """Return the years to write, the last one always, so that they never touch."""
    room = (years[-1] - years[0]) / (NARROW_TICKS if narrow else WIDE_TICKS)
    kept = [years[-1]]
    for year in list(years)[-2::-1]:
        if kept[-1] - year >= room:
            kept.append(year)
    return kept[::-1]


def _padded(years: Sequence[int]) -> list[float]:
    room = max((years[-1] - years[0]) * 0.02, 0.2)
    return [years[0] - room, years[-1] + room]
