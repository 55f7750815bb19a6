"""Small panels of trend lines: a country each, all on one scale, stopped where methods changed."""

import pandas as pd

from trends.cards.charts import Panels
from trends.figures.stretches import BREAK_WORDS, breaks_between, columns_for, unbroken
from trends.figures.svg.measure import SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.plots import EDGE, INSET, YEARS, Plot, breaks, grid, trend, write_years
from trends.figures.svg.scales import Scale
from trends.figures.svg.sheet import Line, Sheet

PANEL, NARROW_PANEL = 104, 90
TITLE_GAP, ROW_GAP, GUTTER = 6, 14, 16
MOST_TICKS = 4


def draw(chart: Panels, sheet: Sheet) -> float:
    """Draw a panel per country, all on one scale, its line before that of the median; return how high all are."""
    years, palette = sorted(chart.editions), sheet.palette
    groups = {
        str(code): unbroken(rows.sort_values("year"), years, chart.editions)
        for code, rows in chart.rows.groupby("code", sort=False)
    }
    middle = groups.pop("", [])
    ticks = chart.ticks if len(chart.ticks) <= MOST_TICKS else list(chart.ticks)[::-2][::-1]
    left = max(width_of(text, SMALL_SIZE) for _, text in ticks) + 8
    across = columns_for(len(groups), narrow=sheet.narrow)
    wide = (sheet.width - left - EDGE - GUTTER * (across - 1)) / across
    high = NARROW_PANEL if sheet.narrow else PANEL
    titles = [_title(stretches[-1].iloc[-1], years[-1], wide) for stretches in groups.values()]
    bottom, y = [0.0] * across, 2.0
    for first in range(0, len(groups), across):
        listed = list(zip(groups.items(), titles, strict=True))[first : first + across]
        head = max(len(title) for _, title in listed) * SMALL_LINE
        top = y + head + TITLE_GAP
        for column, ((code, stretches), title) in enumerate(listed):
            start = left + column * (wide + GUTTER)
            plot = _panel(chart, start, top, (wide, high))
            grid(ticks, sheet, plot, start, named=not column)
            breaks(sheet, plot, words=False)
            trend(middle, sheet, plot, color=palette.quiet, width=1.5, radius=1.5)
            trend(stretches, sheet, plot, color=palette.of(code), width=2.5, radius=2)
            sheet.write(start, y + head - (len(title) - 0.5) * SMALL_LINE, title, palette.of(code), small=True)
            bottom[column] = top + high
            # Where the last row is not full, years stand under the panel above.
            if first + column + across >= len(groups):
                write_years(
                    sheet, plot, bottom[column] + YEARS / 2, sorted({years[0], years[-1]}), ends=(start, start + wide)
                )
        y = top + high + (YEARS if first + 2 * across > len(groups) and first + across < len(groups) else ROW_GAP)
    y += YEARS - ROW_GAP
    if breaks_between(chart.editions):
        sheet.write(EDGE, y + SMALL_LINE / 2, f"Dotted: {BREAK_WORDS}", palette.quiet_ink, small=True)
        y += SMALL_LINE
    return y + EDGE


def _panel(chart: Panels, start: float, top: float, size: tuple[float, float]) -> Plot:
    """Return the plot of a panel that begins at a place and has a width and a height."""
    years, (wide, high) = sorted(chart.editions), size
    x = Scale(years[0], years[-1], start + INSET, start + wide - INSET)
    y = Scale(chart.ticks[0][0], chart.ticks[-1][0], top + high - 4, top + 4)
    return Plot(x, y, years, chart.editions)


def _title(last: pd.Series, last_year: int, room: float) -> list[Line]:
    """Return the name in bold and the last value as lines; a line that ends early says when."""
    value = str(last["text"]) if last["year"] == last_year else f"{last['text']}, {last['year']}"
    names = lines_of(str(last["line"]), room, SMALL_SIZE, bold=True)
    if width_of(f"{names[-1]} ", SMALL_SIZE, bold=True) + width_of(value, SMALL_SIZE) <= room:
        return [*([(name, True)] for name in names[:-1]), [(f"{names[-1]} ", True), (value, False)]]
    return [*([(name, True)] for name in names), *lines_of(value, room, SMALL_SIZE)]
