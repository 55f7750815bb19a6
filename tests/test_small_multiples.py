"""Small multiples: what each panel holds, that all have one scale, and that they grow with their rows."""

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trends.figures import panels as multiples
from trends.figures.palette import DARK, LIGHT, Palette
from trends.figures.panels import small_multiples
from trends.figures.stretches import columns_for

TICKS = [(0.0, "0"), (0.2, "0.2"), (0.4, "0.4"), (0.6, "0.6"), (0.8, "0.8"), (1.0, "1")]
SAME = dict.fromkeys((2018, 2020, 2022, 2024), "same")
BROKEN = {2018: "old", 2020: "old", 2022: "new", 2024: "new"}
NAMES = ("Norway", "Kenya", "Chile", "Japan", "Ghana", "Nepal", "Malta")


def line(name: str, values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": name,
            "code": "" if name == "Median" else name[:3].upper(),
            "year": list(values),
            "number": list(values.values()),
            "text": [f"{value:.2f}" for value in values.values()],
        }
    )


MEDIAN = line("Median", {2018: 0.3, 2020: 0.4, 2022: 0.5, 2024: 0.6})
RISING = {2018: 0.5, 2020: 0.6, 2022: 0.7, 2024: 0.8}


def panels(*names: str, **given_editions: Any) -> dict[str, Any]:
    """Return the figure of countries that all rise, beside the median, as it is sent to a browser."""
    frame = pd.concat([*[line(name, RISING) for name in names], MEDIAN], ignore_index=True)
    return drawn(frame, **given_editions)


def drawn(
    frame: pd.DataFrame, editions: dict[int, str] = SAME, palette: Palette = LIGHT, *, narrow: bool = False
) -> dict[str, Any]:
    figure = small_multiples(frame, palette, editions=editions, ticks=TICKS, narrow=narrow)
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def heads(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [note for note in figure["layout"]["annotations"] if note["xref"] != "paper"]


def axes(figure: dict[str, Any], letter: str) -> dict[str, dict[str, Any]]:
    """Return the axes of a direction by the names traces have for them."""
    return {
        name.replace("axis", ""): axis for name, axis in figure["layout"].items() if name.startswith(f"{letter}axis")
    }


def test_each_panel_has_its_country_before_the_median_and_its_name_with_the_last_value() -> None:
    figure = panels(*NAMES[:5])
    # Of five, three columns leave one place empty and four leave three.
    at = [("x", "y"), ("x2", "y"), ("x3", "y"), ("x", "y2"), ("x2", "y2")]
    assert [(trace["xaxis"], trace["yaxis"]) for trace in figure["data"]] == [each for each in at for _ in range(2)]
    assert [trace["meta"] for trace in figure["data"]] == ["median", "country"] * 5
    assert figure["data"][0]["y"] == [0.3, 0.4, 0.5, 0.6, None]
    assert figure["data"][1]["y"] == [0.5, 0.6, 0.7, 0.8, None]
    assert [head["text"] for head in heads(figure)] == [f"<b>{name}</b> 0.80" for name in NAMES[:5]]
    assert [(head["xref"], head["yref"]) for head in heads(figure)] == [(f"{x} domain", f"{y} domain") for x, y in at]


def test_a_country_has_its_colour_as_elsewhere_and_the_median_is_grey() -> None:
    for palette in (LIGHT, DARK):
        figure = panels(*NAMES, palette=palette)
        strong = [trace for trace in figure["data"] if trace["meta"] == "country"]
        colors = [palette.of(name[:3].upper()) for name in NAMES]
        assert [trace["line"]["color"] for trace in strong] == colors
        assert [head["font"]["color"] for head in heads(figure)] == colors
        assert {trace["line"]["color"] for trace in figure["data"] if trace["meta"] == "median"} == {palette.quiet}


def test_all_rows_have_one_scale_with_few_marks_and_all_columns_the_same_years() -> None:
    figure = panels(*NAMES)
    scales, spans = axes(figure, "y"), axes(figure, "x")
    assert (len(scales), len(spans)) == (2, 4)
    assert {json.dumps([axis["range"], axis["tickvals"], axis["ticktext"]]) for axis in scales.values()} == {
        json.dumps([[-0.06, 1.06], [0.2, 0.6, 1.0], ["0.2", "0.6", "1"]])
    }
    assert [axis["tickvals"] for axis in spans.values()] == [[2018, 2024]] * 4
    assert len({json.dumps(axis["range"]) for axis in spans.values()}) == 1


def test_years_stand_under_the_lowest_panel_of_each_column() -> None:
    # Seven panels in four columns: the last column ends a row early.
    assert [axis["anchor"] for axis in axes(panels(*NAMES), "x").values()] == ["y2", "y2", "y2", "y"]


def test_lines_stop_at_a_break_which_is_marked_in_every_panel_and_said_once() -> None:
    figure = panels(*NAMES[:5], editions=BROKEN)
    assert all(trace["x"] == [2018, 2020, None, 2022, 2024, None] for trace in figure["data"])
    marks = figure["layout"]["shapes"]
    assert [(mark["x0"], mark["x1"], mark["xref"]) for mark in marks] == [
        (2021, 2021, axis) for axis in ("x", "x2", "x3", "x", "x2")
    ]
    said = [note["text"] for note in figure["layout"]["annotations"] if note["xref"] == "paper"]
    assert said == ["Dotted: method changed"]
    whole = panels(*NAMES[:5])["layout"]
    assert not whole.get("shapes")
    assert [note for note in whole["annotations"] if note["xref"] == "paper"] == []


def test_a_line_that_misses_an_edition_stops_and_one_that_ends_early_says_when() -> None:
    frame = pd.concat([*[line(name, RISING) for name in NAMES[:4]], line("Malta", {2018: 0.1, 2022: 0.2}), MEDIAN])
    figure = drawn(frame)
    assert figure["data"][-1]["x"] == [2018, None, 2022, None]
    assert heads(figure)[-1]["text"] == "<b>Malta</b> 0.20,\N{NO-BREAK SPACE}2022"


@pytest.mark.parametrize(
    ("name", "narrow", "text"),
    [
        ("Central African Republic", False, "<b>Central African</b><br><b>Republic</b> 0.80"),
        ("Central African Republic", True, "<b>Central African</b><br><b>Republic</b> 0.80"),
        ("United Kingdom", True, "<b>United Kingdom</b><br>0.80"),
        ("United Kingdom", False, "<b>United Kingdom</b> 0.80"),
    ],
)
def test_a_long_name_is_broken_and_its_value_kept_whole(name: str, narrow: bool, text: str) -> None:
    figure = panels(name, *NAMES, narrow=narrow)
    assert heads(figure)[0]["text"] == text


@pytest.mark.parametrize(
    ("count", "wide", "narrow"),
    [(4, 4, 2), (5, 3, 2), (6, 3, 2), (7, 4, 2), (8, 4, 2), (9, 3, 2), (10, 4, 2), (12, 4, 2)],
)
def test_panels_stand_in_the_columns_that_leave_the_last_row_fullest(count: int, wide: int, narrow: int) -> None:
    assert (columns_for(count), columns_for(count, narrow=True)) == (wide, narrow)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_figure_grows_with_its_rows_and_every_panel_is_as_high(narrow: bool) -> None:
    high = multiples.NARROW_PANEL if narrow else multiples.PANEL
    heights = []
    for count in (2, 4, 8, 12):
        figure = panels(*[f"{chr(65 + place)}land" for place in range(count)], narrow=narrow)
        layout = figure["layout"]
        plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        for axis in axes(figure, "y").values():
            low, top = axis["domain"]
            assert (top - low) * plot == pytest.approx(high, abs=1)
            assert low >= -1e-9
        heights.append(layout["height"])
    assert heights == sorted(heights)
    assert heights[-1] - heights[1] >= (4 if narrow else 2) * high


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text("abc de", min_size=1, max_size=40).filter(str.strip), min_size=2, max_size=12, unique=True),
    st.booleans(),
)
def test_heads_and_panels_never_lie_on_each_other(names: list[str], narrow: bool) -> None:
    frame = pd.concat(
        [*[line(name, RISING).assign(code=f"C{place}") for place, name in enumerate(names)], MEDIAN], ignore_index=True
    )
    figure = drawn(frame, narrow=narrow)
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    rows = axes(figure, "y")
    ceiling = dict.fromkeys(rows, 1.0)
    for above, under in zip(rows, list(rows)[1:], strict=False):
        ceiling[under] = rows[above]["domain"][0]
    for head in heads(figure):
        row = head["yref"].removesuffix(" domain")
        room = (ceiling[row] - rows[row]["domain"][1]) * plot
        assert room >= (head["text"].count("<br>") + 1) * multiples.TITLE_LINE
    ends = [axis["domain"] for axis in axes(figure, "x").values()]
    assert all(left[1] < right[0] for left, right in zip(ends, ends[1:], strict=False))
    assert ends[-1][1] <= 1


@pytest.mark.parametrize("narrow", [False, True])
def test_twelve_panels_of_sixteen_editions_are_light_and_no_text_is_small_or_turned(narrow: bool) -> None:
    values = dict.fromkeys(range(2009, 2025), 0.123456789)
    frame = pd.concat([*[line(f"{chr(65 + place)}land", values) for place in range(12)], line("Median", values)])
    figure = drawn(frame, {year: str(year > 2015) for year in values}, narrow=narrow)
    assert len(json.dumps(figure, separators=(",", ":"))) <= 20_000
    sizes = [note["font"]["size"] for note in figure["layout"]["annotations"]]
    spans = [*axes(figure, "x").values(), *axes(figure, "y").values()]
    assert min([*sizes, *(axis["tickfont"]["size"] for axis in spans)]) >= 12
    assert not any(axis["tickangle"] for axis in spans)
    assert figure["layout"]["showlegend"] is False
    # A figure with a template of Plotly's own would weigh 6 kB more and look like no other here.
    assert len(json.dumps(figure["layout"]["template"])) < 100


def test_hovering_repeats_what_the_table_has() -> None:
    figure = panels(*NAMES[:5])
    assert figure["data"][1]["text"] == ["0.50", "0.60", "0.70", "0.80", ""]
    assert figure["data"][1]["hovertemplate"] == "Norway, %{x}: %{text}<extra></extra>"
    assert figure["data"][0]["hoverinfo"] == "skip"


def test_panels_can_stand_without_a_median() -> None:
    frame = pd.concat([line(name, RISING) for name in NAMES])
    assert {trace["meta"] for trace in drawn(frame)["data"]} == {"country"}
