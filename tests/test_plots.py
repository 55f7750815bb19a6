"""Figures of plain parts: Plotly takes every part, and its own figure says the same."""

import json
from collections.abc import Iterator

import pandas as pd
import pytest

from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.draw import draw, drawings
from trends.request.request import request_of
from trends.subjects.registry import PAGES, contents

YEARS = {2020: "old", 2021: "old", 2022: "new", 2023: "new"}
TICKS = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]


def lines(*names: str) -> pd.DataFrame:
    rows = [(name, name[:3].upper() if name != "Median" else "", year) for name in names for year in YEARS]
    frame = pd.DataFrame(rows, columns=["line", "code", "year"])
    spread = frame["code"].map({"": 0.1})
    return frame.assign(number=0.5, text="0.50", lower=0.5 - spread, upper=0.5 + spread)


def ranks() -> pd.DataFrame:
    rows = [(year, item, place) for year in YEARS for place, item in enumerate("ABC", 1)]
    frame = pd.DataFrame(rows, columns=["year", "item", "value"])
    return frame.assign(method="same", years_apart=1)


def cases() -> pd.DataFrame:
    return pd.DataFrame(
        {"latitude": [50.1, -41.3], "longitude": [8.7, 174.8], "text": ["Here: 1 case", "There: 2 cases"]}
    )


def charts_of_pages() -> Iterator[Chart]:
    for page in PAGES:
        for address in ([], [("country", "GBR")], [("sector", "local_government")]):
            request, choices = request_of(address)
            for card in contents(page, request, choices).cards:
                if card.chart is not None:
                    yield card.chart


def assert_plotly_writes_the_same(chart: Chart) -> None:
    figures = [figure for figure, _ in draw(chart).by_width()]
    assert figures
    for figure, drawing in zip(figures, drawings(chart), strict=True):
        assert json.loads(drawing.figure) == json.loads(figure.checked.to_json())
        assert drawing.height == figure.layout.height


# What pages draw once a reader asks for it.
ON_DEMAND = [
    charts.Bump(ranks(), ["A"]),
    charts.Lines(lines("Norway", "Median"), YEARS, TICKS),
    charts.Panels(lines("Norway", "Kenya", "Chile", "Median"), YEARS, TICKS),
    charts.Places(cases()),
]


@pytest.mark.parametrize("chart", ON_DEMAND, ids=lambda chart: type(chart).__name__)
def test_a_chart_that_pages_draw_on_demand_is_what_plotly_would_write(chart: Chart) -> None:
    assert_plotly_writes_the_same(chart)


def test_charts_of_pages_are_what_plotly_would_write() -> None:
    kinds = set()
    for chart in charts_of_pages():
        kinds.add(type(chart))
        assert_plotly_writes_the_same(chart)
    assert kinds >= {charts.Bars, charts.Dots, charts.Dumbbells, charts.Steps}
