"""A range is one thin line, without caps and casing, and is explained where it is drawn and in the saved image."""

from typing import Any

import pandas as pd
import pytest

from trends.cards.card import Card
from trends.cards.charts import Bars, Dots, Strips
from trends.export import image
from trends.figures.bars import ranked_bars
from trends.figures.base import WHISKER
from trends.figures.dots import sorted_dots
from trends.figures.palette import DARK, LIGHT, Palette
from trends.request.request import Request, request_of
from trends.subjects import registry
from trends.words.text import plain

PAGES = ("overview", "themes", "sectors", "priorities", "concerns", "countries", "bodies", "cases")
FILTERS: tuple[tuple[tuple[str, str], ...], ...] = ((), (("country", "NZL"),), (("country", "GBR"),))


def ranges_of(card: Card) -> pd.Series:
    """Return the low ends of the ranges a chart draws; empty where it draws none."""
    match card.chart:
        case Bars(rows=rows) | Dots(rows=rows) | Strips(answers=rows):
            return rows["low"].dropna() if "low" in rows else pd.Series(dtype=float)
        case _:
            return pd.Series(dtype=float)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_a_range_is_explained_once_under_its_chart_and_in_its_image(
    page: str, filters: tuple[tuple[str, str], ...], shipped_request: Request
) -> None:
    asked, choices = request_of(filters, shipped_request.version)
    for card in registry.contents(page, asked, choices).cards:
        drawn = int(len(ranges_of(card)) > 0)
        assert plain(card.foot).count("Whisker: ") == drawn, card.title
        assert "".join(image.foot(card, [])).count("Whisker: ") == drawn, card.title


def lines(figure: Any, width: float) -> list[Any]:
    return [
        trace for trace in figure.data if trace.type != "bar" and trace.mode == "lines" and trace.line.width == width
    ]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_on_a_bar_a_range_has_no_caps_and_no_casing_and_is_seen_on_a_strong_one(palette: Palette) -> None:
    bars = pd.DataFrame(
        {
            "label": ["A", "B", "C"], "value": [60.0, 40.0, 20.0], "text": ["60%", "40%", "20%"],
            "strong": [True, False, True], "weak": [False, False, True],
            "low": [50.0, 30.0, 10.0], "high": [70.0, 50.0, 30.0],
        }
    )  # fmt: skip
    figure = ranked_bars(bars, palette)
    assert [trace.mode for trace in figure.data if trace.type != "bar"] == ["lines", "lines", "text", "text"]
    in_ink, on_strong = lines(figure, WHISKER)
    # Beyond the strong bar, across the grey one, and along the hollow one the line is in ink.
    assert (in_ink.line.color, list(in_ink.x)) == (palette.ink, [60, 70, None, 30, 50, None, 10, 30, None])
    assert (on_strong.line.color, list(on_strong.x)) == (palette.background, [50, 60, None])


def test_at_a_dot_a_range_is_the_same_thin_line() -> None:
    rows = pd.DataFrame(
        {"label": ["A"], "text": ["0.6"], "number": [0.6], "code": ["A"], "strong": [True], "low": [0.5], "high": [0.7]}
    )
    (whisker,) = lines(sorted_dots(rows, LIGHT, ticks=[(0.0, "0"), (1.0, "1")]), WHISKER)
    assert (whisker.line.color, list(whisker.x)) == (LIGHT.ink, [0.5, 0.7, None])
