"""Small multiples: a panel per country, all on one scale, its own line before the quiet middle of the others."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Panels
from trends.figures.base import NEW_LINE, SMALL_SIZE, Figures, Plot, figure, for_widths, in_bold, in_template, wrapped
from trends.figures.palette import Palette
from trends.figures.stretches import BREAK_WORDS, breaks_between, columns_for, unbroken

# How many letters a title has on a line, by the number of columns.
LETTERS = {4: 20, 3: 28, 2: 15}
PANEL, NARROW_PANEL = 112, 96
LEAST_WIDTH = 560
MOST_TICKS = 4
TITLE_LINE, TITLE_GAP, ROW_GAP = 16, 6, 16
TOP, YEARS, NOTE = 4, 26, 18
LEFT, RIGHT = 36, 18
# Parts of the width: between panels, and inside one beside its first and last year.
GUTTER, NARROW_GUTTER = 0.035, 0.12
EDGE, NARROW_EDGE = 0.05, 0.09
DECIMALS = 4
# What the shared layout gives to the first two axes, for all further ones.
AXIS = {"fixedrange": True, "zeroline": False, "showline": False, "ticks": "", "tickangle": 0}


def draw(chart: Panels, palette: Palette) -> Figures:
    """Return the figures of small panels."""
    return for_widths(small_multiples, chart.rows, palette, editions=chart.editions, ticks=chart.ticks)


def small_multiples(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    editions: Mapping[int, str],
    ticks: Sequence[tuple[float, str]],
    narrow: bool = False,
) -> Plot:
    """Return a panel per country with its name and last value as title, the median of the group behind its line.

    All panels have one scale, drawn at the left of each row, and the same years, written under the lowest panel of each
    column. Lines stop where the method changed, which a dotted mark says, and where an edition is missed. The figure
    grows with its rows.

    Args:
        frame: one row per line and year: ``line`` (name), ``code`` (of the country, empty for the median), ``year``,
            ``number``, ``text`` (the value in words). Countries stand in the order of their first rows; not empty.
        palette: the colours.
        editions: the method of each edition, by year.
        ticks: marks of the scale, value and words, from its lower end to its upper one; of many, every other is drawn.
        narrow: draw for a phone.
    """
    years = sorted(editions)
    lines = {
        str(code): unbroken(rows.sort_values("year"), years, editions)
        for code, rows in frame.groupby("code", sort=False)
    }
    middle = lines.pop("", [])
    across = columns_for(len(lines), narrow=narrow)
    titles = [_title(stretches[-1].iloc[-1], years[-1], LETTERS[across]) for stretches in lines.values()]
    heads = [max(len(title) for title in titles[at : at + across]) for at in range(0, len(titles), across)]
    panel = NARROW_PANEL if narrow else PANEL
    tops, plot = _stacked(heads, panel)
    breaks = breaks_between(editions)
    traces, notes = [], []
    for place, (code, stretches) in enumerate(lines.items()):
        axes = {"xaxis": _axis("x", place % across), "yaxis": _axis("y", place // across)}
        if middle:
            traces.append(_quiet(middle, palette) | axes)
        traces.append(_strong(code, stretches, palette) | axes)
        notes.append(_head(titles[place], palette.of(code), axes))
    margin = {"l": LEFT, "r": RIGHT, "t": TOP, "b": YEARS + (NOTE if breaks else 0)}
    if breaks:
        notes.append(_break_words(palette, margin["b"]))
    return figure(
        traces,
        palette,
        round(plot) + margin["t"] + margin["b"],
        margin=margin,
        **_years_axes(len(lines), across, years, palette, narrow=narrow),
        **{
            _axis("yaxis", row): _scale(ticks, palette) | {"domain": [1 - (top + panel) / plot, 1 - top / plot]}
            for row, top in enumerate(tops)
        },
        shapes=[_break_line(at, trace, palette) for trace in traces if trace["meta"] == "country" for at in breaks],
        annotations=notes,
        least_width=LEAST_WIDTH,
    )


def _stacked(heads: Sequence[int], panel: int) -> tuple[list[float], float]:
    """Return where the lines of each row begin, in pixels from the top, and how high all rows are."""
    tops: list[float] = []
    at = 0.0
    for head in heads:
        at += head * TITLE_LINE + TITLE_GAP + (ROW_GAP if tops else 0)
        tops.append(at)
        at += panel
    return tops, at


def _axis(kind: str, place: int) -> str:
    """Return the name of an axis of a kind: x, x2, x3 from left to right and y, y2, y3 from the top."""
    return kind if place == 0 else f"{kind}{place + 1}"


def _title(last: pd.Series, last_year: int, letters: int) -> list[str]:
    """Return name and last value as lines; a line that ends early says when. A value is never broken."""
    value = str(last["text"]) if last["year"] == last_year else f"{last['text']}, {last['year']}"
    value = value.replace(" ", "\N{NO-BREAK SPACE}")
    lines = wrapped(f"{last['line']} {value}", letters)
    bold = [in_bold(line) for line in lines]
    own = lines[-1].removesuffix(value).rstrip()
    bold[-1] = f"{in_bold(own)} {value}" if own else value
    return bold


def _head(title: Sequence[str], color: str, axes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "xref": f"{axes['xaxis']} domain",
        "yref": f"{axes['yaxis']} domain",
        "x": 0,
        "y": 1,
        "yshift": TITLE_GAP / 2,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "text": NEW_LINE.join(title),
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": color},
    }


def _strong(code: str, stretches: Sequence[pd.DataFrame], palette: Palette) -> dict[str, Any]:
    color = palette.of(code)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "meta": "country",
        **_parted(stretches),
        "text": [text for part in stretches for text in [*part["text"].tolist(), ""]],
        "line": {"color": color, "width": 2.5},
        "marker": {"size": 4},
        "cliponaxis": False,
        "hovertemplate": f"{in_template(str(stretches[0]['line'].iloc[0]))}, %{{x}}: %{{text}}<extra></extra>",
    }


def _quiet(stretches: Sequence[pd.DataFrame], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        # An edition that compares with none beside it is a dot, which a line alone would not show.
        "mode": "lines+markers",
        "meta": "median",
        **_parted(stretches),
        "line": {"color": palette.quiet, "width": 1.5},
        "marker": {"size": 3},
        "hoverinfo": "skip",
    }


def _parted(stretches: Sequence[pd.DataFrame]) -> dict[str, list[Any]]:
    """Return years and values with a gap after each stretch; fewer decimals keep the figure small."""
    return {
        "x": [year for part in stretches for year in [*part["year"].astype(int).tolist(), None]],
        "y": [number for part in stretches for number in [*(round(float(n), DECIMALS) for n in part["number"]), None]],
    }


def _break_line(at: float, trace: Mapping[str, Any], palette: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": trace["xaxis"],
        "yref": f"{trace['yaxis']} domain",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "line": {"color": palette.quiet_ink, "width": 1.2, "dash": "dot"},
    }


def _break_words(palette: Palette, bottom: float) -> dict[str, Any]:
    """Return what the dotted marks mean: once for all panels, which have no room for it."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": -bottom,
        "text": f"Dotted: {BREAK_WORDS}",
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": palette.quiet_ink},
    }


def _years_axes(
    panels: int, across: int, years: Sequence[int], palette: Palette, *, narrow: bool
) -> dict[str, dict[str, Any]]:
    gutter, edge = (NARROW_GUTTER, NARROW_EDGE) if narrow else (GUTTER, EDGE)
    width = (1 - gutter * (across - 1)) / across
    room = max((years[-1] - years[0]) * edge, 0.2)
    made = {}
    for column in range(min(across, panels)):
        # Where the last row is not full, years stand under the panel above.
        lowest = (panels - 1 - column) // across
        start = column * (width + gutter)
        made[_axis("xaxis", column)] = AXIS | {
            "domain": [round(start, 4), round(start + width, 4)],
            "anchor": _axis("y", lowest),
            "range": [years[0] - room, years[-1] + room],
            "tickvals": sorted({years[0], years[-1]}),
            "showgrid": False,
            "tickfont": {"size": SMALL_SIZE, "color": palette.quiet_ink},
        }
    return made


def _scale(ticks: Sequence[tuple[float, str]], palette: Palette) -> dict[str, Any]:
    low, high = ticks[0][0], ticks[-1][0]
    kept = list(ticks) if len(ticks) <= MOST_TICKS else list(ticks)[::-2][::-1]
    return AXIS | {
        "range": [low - (high - low) * 0.06, high + (high - low) * 0.06],
        "tickvals": [value for value, _ in kept],
        "ticktext": [text for _, text in kept],
        "gridcolor": palette.faint,
        "tickfont": {"size": SMALL_SIZE, "color": palette.quiet_ink},
    }
