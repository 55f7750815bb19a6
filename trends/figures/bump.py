"""Bump chart: places in a list over its editions."""

import pandas as pd
import plotly.graph_objects as go

from trends.figures.base import SMALL_SIZE, figure, wrapped
from trends.palette import Palette

ROW = 34
SIDE = 200
WIDE_TICKS = 9
NARROW_TICKS = 4


def bump(frame: pd.DataFrame, palette: Palette, *, highlighted: list[str], narrow: bool = False) -> go.Figure:
    """Return lines of places over the years, place 1 on top, named at both ends.

    A line stops where an item has no place in the next edition and where the method changed: nothing is joined that
    does not compare.

    Args:
        frame: one row per year and item: ``year``, ``item``, ``value`` (the place), ``method``.
        palette: the colours.
        highlighted: items drawn strong, at most four; each keeps its own colour.
        narrow: leave out the names on the left and wrap those on the right, for a phone.
    """
    years = sorted(frame["year"].unique())
    order = {year: index for index, year in enumerate(years)}
    quiet_x: list[object] = []
    quiet_y: list[object] = []
    strong: list[dict[str, object]] = []
    for item, rows in frame.sort_values("year").groupby("item", sort=False):
        x: list[object] = []
        y: list[object] = []
        before: tuple[int, str] | None = None
        for row in rows.to_dict("records"):
            if before and (order[row["year"]] != before[0] + 1 or row["method"] != before[1]):
                x.append(None)
                y.append(None)
            x.append(int(row["year"]))
            y.append(int(row["value"]))
            before = (order[row["year"]], row["method"])
        if item in highlighted:
            color = palette.categories[highlighted.index(str(item)) % len(palette.categories)]
            strong.append(_line(x, y, color, 3.5, 9, str(item)))
        else:
            quiet_x += [*x, None]
            quiet_y += [*y, None]
    traces = [_line(quiet_x, quiet_y, palette.quiet, 1.2, 5, ""), *strong]
    deepest = int(frame["value"].max())
    names = [] if narrow else _names(frame, years[0], highlighted, palette, left=True, narrow=narrow)
    names += _names(frame, years[-1], highlighted, palette, left=False, narrow=narrow)
    return figure(
        traces,
        palette,
        deepest * ROW + 46,
        margin={"l": 14 if narrow else SIDE, "r": 132 if narrow else SIDE, "t": 30, "b": 6},
        xaxis={
            "side": "top",
            "tickvals": _ticks(years, narrow=narrow),
            "tickangle": 0,
            "range": [years[0] - 0.2, years[-1] + 0.2],
        },
        yaxis={"visible": False, "range": [deepest + 0.6, 0.4]},
        annotations=names,
    )


def _ticks(years: list[int], *, narrow: bool) -> list[int]:
    """Return the years to write, so that they never touch."""
    room = NARROW_TICKS if narrow else WIDE_TICKS
    step = -(-len(years) // room)
    return [int(year) for year in years[::-1][::step]][::-1]


def _names(
    frame: pd.DataFrame, year: int, highlighted: list[str], palette: Palette, *, left: bool, narrow: bool
) -> list[dict[str, object]]:
    """Return the place and names of the items at one end; items that share a place share a label."""
    made: list[dict[str, object]] = []
    listed = frame[frame["year"] == year]
    for place in sorted(listed["value"].unique().tolist()):
        items = listed.loc[listed["value"] == place, "item"].tolist()
        strong = next((item for item in items if item in highlighted), None)
        text = "<br>".join(wrapped(" / ".join(items), 18 if narrow else 27))
        made.append(
            {
                "x": int(year),
                "y": place,
                "text": f"{text}  <b>{place:.0f}</b>" if left else f"<b>{place:.0f}</b>  {text}",
                "xanchor": "right" if left else "left",
                "align": "right" if left else "left",
                "xshift": -8 if left else 8,
                "showarrow": False,
                "font": {
                    "size": SMALL_SIZE,
                    "color": palette.categories[highlighted.index(strong)] if strong else palette.quiet_ink,
                },
            }
        )
    return made


def _line(x: list[object], y: list[object], color: str, width: float, size: float, name: str) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "name": name,
        "line": {"color": color, "width": width},
        "marker": {"size": size, "color": color},
        "connectgaps": False,
        "cliponaxis": False,
        "hovertemplate": "%{x}: place %{y}<extra>" + name + "</extra>" if name else "%{x}: place %{y}<extra></extra>",
    }
