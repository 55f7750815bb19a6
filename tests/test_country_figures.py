"""Charts of countries: where marks lie, where lines stop, what the map shows, and that nothing comes from elsewhere."""

import json
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.figures.browser import SHAPES_ADDRESS
from trends.figures.dots import sorted_dots
from trends.figures.globe import Box, boxes, step_colors
from trends.figures.lines import trend_lines
from trends.figures.palette import DARK, LIGHT, Palette
from trends.figures.steps import choropleth
from trends.figures.stretches import apart, spread, unbroken
from trends.statistics import cells
from trends.words import numbers

TICKS = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]


def drawn(figure: go.Figure) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def smallest_text(figure: dict[str, Any]) -> float:
    """Return the size of the smallest text of a figure in pixels."""
    sizes: list[float] = []

    def walk(part: Any, inside: str = "") -> None:
        if isinstance(part, dict):
            for name, value in part.items():
                walk(value, name if name in {"font", "textfont", "tickfont"} else inside if name == "size" else "")
                if inside and name == "size":
                    sizes.extend(value if isinstance(value, list) else [value])
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(figure)
    return min(sizes)


# The scale ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0.09, 0.98, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0.5, 0.9, [0.5, 0.6, 0.7, 0.8, 0.9]),
        (47.7, 97.2, [40, 60, 80, 100]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0.7, 0.7, [0.7, 0.7001]),
    ],
)
def test_steps_are_round_and_hold_all_values(low: float, high: float, steps: list[float]) -> None:
    assert cells.even_steps(low, high) == steps


@given(st.floats(0, 100), st.floats(0, 100), st.integers(2, 7))
def test_steps_are_even_and_no_more_than_asked_for(one: float, other: float, most: int) -> None:
    low, high = sorted((one, other))
    steps = cells.even_steps(low, high, most)
    assert steps[0] <= low + 1e-6
    assert high - 1e-6 <= steps[-1]
    assert 2 <= len(steps) <= most + 1
    sizes = [after - before for before, after in pairwise(steps)]
    assert sizes == pytest.approx([sizes[0]] * len(sizes), abs=2e-6)


def test_steps_that_cannot_be_round_are_refused() -> None:
    with pytest.raises(ValueError, match="No round steps hold"):
        cells.even_steps(0, 1e9)


@pytest.mark.parametrize(
    ("value", "unit", "words"), [(60.0, "percent", "60%"), (0.8, "index_0_1", "0.8"), (100.0, "score_0_100", "100")]
)
def test_marks_of_a_scale_have_no_needless_decimals(value: float, unit: str, words: str) -> None:
    assert numbers.tick(value, unit) == words


# Dots -----------------------------------------------------------------------------------------------------------------


def rows(*values: tuple[str, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(values, columns=["label", "number", "strong"]).assign(
        code=lambda frame: frame["label"].str[:3].str.upper(), text=lambda frame: frame["number"].astype(str)
    )


def test_each_row_has_its_dot_its_name_and_its_value() -> None:
    figure = drawn(sorted_dots(rows(("Norway", 0.9, False), ("Kenya", 0.5, True)), LIGHT, ticks=TICKS))
    _, dots, values, names = figure["data"]
    assert dots["x"] == [0.9, 0.5]
    assert dots["y"] == values["y"] == names["y"]
    assert values["text"] == ["0.9", "<b>0.5</b>"]
    assert names["text"] == ["Norway", "<b>Kenya</b>"]
    assert dots["marker"]["color"] == [LIGHT.quiet, LIGHT.of("KEN")]


def test_a_gap_is_said_but_has_no_dot() -> None:
    given_rows = rows(("Norway", 0.9, False), ("… 3 more between", float("nan"), False), ("Kenya", 0.5, False))
    _, dots, values, names = drawn(sorted_dots(given_rows, LIGHT, ticks=TICKS))["data"]
    assert names["text"][1] == "… 3 more between"
    assert len(dots["x"]) == len(values["text"]) == 2


def test_the_scale_has_room_for_every_value_and_the_chart_for_every_row() -> None:
    few, many = (
        drawn(sorted_dots(rows(*[("Country", 1.0, False)] * count), LIGHT, ticks=TICKS))["layout"] for count in (5, 45)
    )
    assert few["xaxis"]["range"][0] <= 0
    assert few["xaxis"]["range"][1] > 1
    assert many["height"] - few["height"] >= 40 * 20


def test_the_middle_is_a_line_with_its_words() -> None:
    figure = drawn(sorted_dots(rows(("Norway", 0.9, False)), LIGHT, ticks=TICKS, middle=(0.65, "median 0.65")))
    (line,), (words,) = figure["layout"]["shapes"], figure["layout"]["annotations"]
    assert line["x0"] == line["x1"] == words["x"] == 0.65
    assert words["text"] == "median 0.65"


def test_a_strip_has_a_dot_for_each_of_the_field_at_its_value_and_names_the_strong() -> None:
    field = rows(("Norway", 0.9, False), ("Kenya", 0.5, True), ("Chile", 0.5, False))
    data = drawn(sorted_dots(field.iloc[0:0], LIGHT, ticks=TICKS, field=field, field_words="3 countries"))["data"]
    quiet, strong, name, words = data
    assert (quiet["x"], strong["x"]) == ([0.9, 0.5], [0.5])
    # Kenya and Chile have the same value, so one stands on the other.
    assert strong["y"][0] != quiet["y"][1]
    assert name["x"] == [0.5, 0.5]
    assert "Kenya" in name["text"][0]
    assert words["text"] == ["3 countries"]


@pytest.mark.parametrize("middle", [0.45, 0.5, 0.88, 0.9, 0.93])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_line_of_the_median_and_its_words_never_run_through_a_name_of_the_strip(
    middle: float, narrow: bool
) -> None:
    field = rows(("Norway", 0.95, True), ("New Zealand", 0.9, True), ("Kenya", 0.02, True), ("Chile", 0.5, False))
    figure = drawn(
        sorted_dots(
            field.iloc[0:0], LIGHT, ticks=TICKS, field=field, field_words="4 countries", middle=(middle, "median"),
            narrow=narrow,
        )
    )  # fmt: skip
    pixel = 1 / (100 if narrow else 250)
    (words,), lines = figure["layout"]["annotations"], figure["layout"]["shapes"]
    names = [trace for trace in figure["data"] if trace["mode"] == "lines+text"]
    assert [name["text"][0].strip() for name in names] == ["Kenya", "Norway", "New Zealand"]
    for name in names:
        (x, _), (y, _) = name["x"], name["y"]
        assert y - 9 > words["y"] + 9
        wide = len(name["text"][0].strip()) * 6.5 * pixel
        start, end = (x - wide, x) if name["textposition"] == "middle left" else (x, x + wide)
        through = [line for line in lines if line["y0"] < y < line["y1"]]
        assert not (through and start <= middle <= end)
        # Nor does the line of a name above it.
        assert not any(start < other["x"][0] < end for other in names if other["y"][0] < y)
    assert {line["x0"] for line in lines} == {middle}
    assert lines[-1]["y1"] == figure["layout"]["yaxis"]["range"][0]


def test_a_long_name_near_the_end_of_the_scale_stands_on_its_left_where_it_is_not_cut() -> None:
    field = rows(("Central African Republic", 0.98, True), ("Saint Vincent and the Grenadines", 0.05, True))
    figure = drawn(sorted_dots(field.iloc[0:0], LIGHT, ticks=TICKS, field=field, field_words="2", narrow=True))
    sides = {
        trace["text"][0].strip(): trace["textposition"] for trace in figure["data"] if trace["mode"] == "lines+text"
    }
    assert sides == {
        "Central African Republic": "middle left", "Saint Vincent and the Grenadines": "middle right"
    }  # fmt: skip


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.001, 0.2))
def test_dots_of_one_level_never_touch_and_none_is_higher_than_it_must(numbers: list[float], distance: float) -> None:
    levels = apart(numbers, distance)
    for level in set(levels):
        own = sorted(number for number, each in zip(numbers, levels, strict=True) if each == level)
        assert all(right - left >= distance for left, right in pairwise(own))
    # A dot on level n lies within reach of one on each level under it.
    for number, level in zip(numbers, levels, strict=True):
        for under in range(level):
            assert any(
                each == under and abs(other - number) < distance for other, each in zip(numbers, levels, strict=True)
            )


def test_on_a_phone_marks_of_the_scale_have_room_and_the_upper_end_is_kept() -> None:
    ticks = [(place / 5, f"{place / 5:g}") for place in range(6)]
    wide, narrow = (
        drawn(sorted_dots(rows(("Norway", 0.9, False)), LIGHT, ticks=ticks, narrow=each))["layout"]["xaxis"]
        for each in (False, True)
    )
    assert wide["ticktext"] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert narrow["ticktext"] == ["", "0.2", "", "0.6", "", "1"]
    assert narrow["tickvals"] == wide["tickvals"]


# Lines ----------------------------------------------------------------------------------------------------------------


def line(name: str, code: str, values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": name,
            "code": code,
            "year": list(values),
            "number": list(values.values()),
            "text": [f"{value:.2f}" for value in values.values()],
            "lower": [float("nan") if code else value - 0.1 for value in values.values()],
            "upper": [float("nan") if code else value + 0.1 for value in values.values()],
        }
    )


NORWAY = line("Norway", "NOR", {2018: 0.5, 2020: 0.6, 2022: 0.7, 2024: 0.8})
MEDIAN = line("Median", "", {2018: 0.3, 2020: 0.4, 2022: 0.5, 2024: 0.6})
BROKEN = {2018: "old", 2020: "old", 2022: "new", 2024: "new"}


def test_a_line_stops_where_the_method_changed_and_a_mark_says_so() -> None:
    figure = drawn(trend_lines(NORWAY, LIGHT, editions=BROKEN, ticks=TICKS))
    (norway,) = figure["data"]
    assert norway["x"] == [2018, 2020, None, 2022, 2024, None]
    assert norway["connectgaps"] is False
    (mark,) = figure["layout"]["shapes"]
    assert mark["x0"] == mark["x1"] == 2021
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["method changed", "Norway"]


def test_breaks_close_to_each_other_share_words_and_words_keep_inside() -> None:
    years = range(2015, 2025)
    each_its_own = {year: str(year) for year in years}
    country = line("Norway", "NOR", dict.fromkeys(years, 0.5))
    for narrow, words in ((True, [2015.5]), (False, [2015.5, 2018.5, 2020.5, 2022.5])):
        figure = drawn(trend_lines(country, LIGHT, editions=each_its_own, ticks=TICKS, narrow=narrow))["layout"]
        assert [shape["x0"] for shape in figure["shapes"]] == [year + 0.5 for year in years][:-1]
        said = [note["x"] for note in figure["annotations"] if note["text"] == "method changed"]
        assert said == words
        assert figure["annotations"][0]["xanchor"] == "left"


def test_without_a_break_there_is_no_mark() -> None:
    figure = drawn(trend_lines(NORWAY, LIGHT, editions=dict.fromkeys(BROKEN, "same"), ticks=TICKS))
    assert figure["data"][0]["x"] == [2018, 2020, 2022, 2024, None]
    assert "shapes" not in figure["layout"] or not figure["layout"]["shapes"]


def test_a_line_stops_where_an_edition_is_missed() -> None:
    editions = dict.fromkeys((2018, 2020, 2022, 2024), "same")
    kept = NORWAY[NORWAY["year"] != 2020]
    assert [part["year"].tolist() for part in unbroken(kept, sorted(editions), editions)] == [[2018], [2022, 2024]]


def test_the_band_of_the_median_stops_with_it() -> None:
    frame = pd.concat([NORWAY, MEDIAN], ignore_index=True)
    figure = drawn(trend_lines(frame, LIGHT, editions=BROKEN, ticks=TICKS))
    bands = [trace for trace in figure["data"] if trace.get("fill")]
    assert [trace["x"] for trace in bands] == [[2018, 2020, 2020, 2018], [2022, 2024, 2024, 2022]]
    # What matters most is drawn last: bands, the median, then countries.
    assert [trace.get("meta", "band") for trace in figure["data"]] == ["band", "band", "median", "country"]


def test_a_line_that_ends_early_says_when_at_its_name() -> None:
    frame = pd.concat([NORWAY, MEDIAN[MEDIAN["year"] < 2024]], ignore_index=True)
    figure = drawn(trend_lines(frame, LIGHT, editions=dict.fromkeys(BROKEN, "same"), ticks=TICKS))
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["Norway", "Median, 2022"]


def test_a_country_has_its_own_colour_and_its_name_the_same() -> None:
    figure = drawn(trend_lines(NORWAY, DARK, editions=BROKEN, ticks=TICKS))
    assert figure["data"][0]["line"]["color"] == DARK.of("NOR")
    assert figure["layout"]["annotations"][-1]["font"]["color"] == DARK.of("NOR")


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.3)), min_size=1, max_size=8),
)
def test_names_never_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [list(each) for each in zip(*labels, strict=True)]
    found = spread(wanted, heights)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    for first, second in pairwise(order):
        assert found[second] - found[first] >= (heights[first] + heights[second]) / 2 - 1e-9


def test_names_with_room_stay_at_their_lines_and_others_share_the_room() -> None:
    assert spread([0.1, 0.9], [0.1, 0.1]) == pytest.approx([0.1, 0.9])
    assert spread([0.5, 0.5], [0.1, 0.1]) == pytest.approx([0.45, 0.55])
    assert spread([0.5, 0.9, 0.52], [0.1, 0.1, 0.1]) == pytest.approx([0.46, 0.9, 0.56])


# Maps -----------------------------------------------------------------------------------------------------------------


def places(**levels: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": list(levels),
            "level": list(levels.values()),
            "text": [f"{code}: 1" for code in levels],
            "strong": [code == "NZL" for code in levels],
        }
    )


KEY = ["0", "0.5", "1"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_map_draws_shapes_of_the_app_itself_and_nothing_from_elsewhere(palette: Palette) -> None:
    figure = drawn(choropleth(places(NOR=1, NZL=0), palette, key=KEY))
    for trace in figure["data"]:
        # Relative, so that it holds for a page one level deep, for the first page, and below a base path.
        if trace["type"] == "choropleth":
            assert trace["geojson"] == SHAPES_ADDRESS
            assert trace["locationmode"] == "geojson-id"
    assert figure["layout"]["geo"]["visible"] is False
    assert "://" not in json.dumps(figure)


def test_each_country_has_the_colour_of_its_step_and_the_rest_that_of_no_value() -> None:
    land, *_ = drawn(choropleth(places(NOR=1, NZL=0), LIGHT, key=KEY))["data"]
    levels = dict(zip(land["locations"], land["z"], strict=True))
    assert (levels["NOR"], levels["NZL"], levels["KEN"]) == (1, 0, -1)
    assert set(levels) == set(boxes())
    scale = [land["colorscale"][place] for place in (0, 2, 4)]
    low, span = land["zmin"], land["zmax"] - land["zmin"]
    for level, color in ((-1, LIGHT.panel), (0, LIGHT.steps[0]), (1, LIGHT.steps[-1])):
        # The colour of a level begins below it and ends above.
        place = (level - low) / span
        assert [each for at, each in scale if at <= place][-1] == color
    # Pale as the first step is, an edge of the grey of marks holds it, and none that has no value.
    edges = dict(zip(land["locations"], land["marker"]["line"]["color"], strict=True))
    assert (edges["NZL"], edges["KEN"]) == (LIGHT.quiet, LIGHT.faint)


def test_a_chosen_country_is_drawn_once_more_with_an_outline_on_top() -> None:
    _, casing, top = drawn(choropleth(places(NZL=0, NOR=1), LIGHT, key=KEY))["data"]
    assert casing["locations"] == top["locations"] == ["NZL"]
    assert top["marker"]["line"]["color"] == LIGHT.ink
    # A line on both sides keeps the outline off the edges of its neighbours.
    assert casing["marker"]["line"]["color"] == LIGHT.background
    assert casing["marker"]["line"]["width"] > top["marker"]["line"]["width"]
    assert len(drawn(choropleth(places(NOR=1), LIGHT, key=KEY))["data"]) == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_small_countries_are_dots_of_their_colour_where_they_lie_the_chosen_one_outlined_on_top(
    palette: Palette,
) -> None:
    given_places = places(NZL=1, SGP=1, LUX=0).assign(strong=[False, True, False])
    *_, dots = drawn(choropleth(given_places, palette, key=KEY))["data"]
    assert dots["type"] == "scattergeo"
    assert dots["text"] == ["LUX: 1", "SGP: 1"]
    assert dots["marker"]["color"] == [palette.steps[0], palette.steps[-1]]
    assert dots["marker"]["line"]["color"] == [palette.quiet, palette.ink]
    assert dots["marker"]["size"][1] > dots["marker"]["size"][0]
    for at, code in enumerate(("LUX", "SGP")):
        box = boxes()[code]
        assert box.west <= dots["lon"][at] <= box.east
        assert box.south <= dots["lat"][at] <= box.north
    # Closer by, Luxembourg is large enough.
    near = places(NLD=1, LUX=0, BEL=0)
    assert all(trace["type"] == "choropleth" for trace in drawn(choropleth(near, palette, key=KEY))["data"])


@pytest.mark.parametrize(
    ("codes", "inside", "outside"),
    [
        (["NOR", "PRT", "GRC"], (10, 50), (100, 50)),
        # On both sides of the 180th meridian, counted eastwards.
        (["NZL", "WSM", "FJI"], (180, -20), (10, 50)),
    ],
)
def test_the_map_closes_in_on_countries_that_lie_together(
    codes: list[str], inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    geo = drawn(choropleth(places(**dict.fromkeys(codes, 0)), LIGHT, key=KEY))["layout"]["geo"]
    (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
    assert west < inside[0] < east
    assert south < inside[1] < north
    assert not (west < outside[0] < east and south < outside[1] < north)


@pytest.mark.parametrize("codes", [["NOR", "NZL"], ["NOR", "RUS"], ["GBR", "CAN", "JPN"], []])
def test_else_the_map_is_of_the_world(codes: list[str]) -> None:
    geo = drawn(choropleth(places(**dict.fromkeys(codes, 0)), LIGHT, key=KEY))["layout"]["geo"]
    assert geo["lonaxis"]["range"] == [-180, 180]


def test_a_country_lies_where_its_largest_part_does() -> None:
    # The United States without Alaska and Hawaii, Portugal without its islands.
    assert boxes()["USA"].west > -130
    assert boxes()["PRT"].west > -11
    assert isinstance(boxes()["NZL"], Box)


def test_the_key_has_a_block_for_each_step_and_one_for_no_value() -> None:
    bounds = drawn(choropleth(places(NOR=1), LIGHT, key=KEY))["layout"]
    assert [shape["fillcolor"] for shape in bounds["shapes"]] == [LIGHT.steps[0], LIGHT.steps[-1], LIGHT.panel]
    assert [note["text"] for note in bounds["annotations"]] == ["0", "0.5", "1", "no value"]
    letters = drawn(choropleth(places(NOR=1), LIGHT, key=["B", "A"], bounds=False))["layout"]
    assert len(letters["shapes"]) == 3
    assert [note["x"] for note in letters["annotations"][:2]] == pytest.approx([0.26, 0.74])


@pytest.mark.parametrize(("steps", "places_of"), [(1, [4]), (2, [0, 4]), (3, [0, 2, 4]), (5, [0, 1, 2, 3, 4])])
def test_steps_take_colours_as_far_apart_as_there_are(steps: int, places_of: list[int]) -> None:
    assert step_colors(LIGHT, steps) == [LIGHT.steps[place] for place in places_of]


# All ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("narrow", [False, True])
def test_no_text_is_too_small_or_turned_and_there_is_no_legend(narrow: bool) -> None:
    field = rows(*[("Norway", 0.9, True)] * 60)
    for figure in (
        drawn(sorted_dots(field, LIGHT, ticks=TICKS, field=field, middle=(0.5, "median"), narrow=narrow)),
        drawn(trend_lines(pd.concat([NORWAY, MEDIAN]), LIGHT, editions=BROKEN, ticks=TICKS, narrow=narrow)),
        drawn(choropleth(places(NOR=1), LIGHT, key=KEY, narrow=narrow)),
    ):
        assert smallest_text(figure) >= 12
        assert figure["layout"]["showlegend"] is False
        assert not any(axis.get("tickangle") for name, axis in figure["layout"].items() if "axis" in name)
