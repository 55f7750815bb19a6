"""Figures of given rows: bars from zero, whiskers, hollow weak bars; lines that join nothing that does not compare."""

import itertools
import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trends.figures.bars import CHARACTER, PHONE_WIDTH, ranked_bars
from trends.figures.base import CONFIG, FONT_SIZE, SMALL_SIZE, wrapped
from trends.figures.bump import bump
from trends.figures.palette import DARK, LIGHT, Palette

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=40)
palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def bars(*rows: tuple[str, float | None, float | None, float | None], **columns: Any) -> pd.DataFrame:
    """Return bars of (label, value, low, high)."""
    frame = pd.DataFrame(rows, columns=["label", "value", "low", "high"])
    frame = frame.astype({"value": float, "low": float, "high": float})
    said = ["" if value is None else f"{value:.0f}%" for _, value, _, _ in rows]
    given_columns: dict[str, Any] = {"text": said, "strong": False, "weak": False} | columns
    return frame.assign(**given_columns)


def places(*rows: tuple[int, str, float], method: dict[int, str] | None = None, years_apart: int = 1) -> pd.DataFrame:
    """Return places of (year, item, place)."""
    frame = pd.DataFrame(rows, columns=["year", "item", "value"])
    return frame.assign(method=[(method or {}).get(year, "Web") for year in frame["year"]], years_apart=years_apart)


def mode(trace: Any) -> str | None:
    """Return how a trace is drawn; bars have no such thing."""
    found: str | None = trace.to_plotly_json().get("mode")
    return found


def joined(figure: Any) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the points that a line joins: ((year, place), (year, place))."""
    pairs = set()
    for trace in figure.data:
        if mode(trace) == "lines+markers":
            points = list(zip(trace.x, trace.y, strict=True))
            pairs |= {pair for pair in itertools.pairwise(points) if None not in pair[0] and None not in pair[1]}
    return pairs


def drawn(figure: Any) -> set[tuple[int, int]]:
    return {
        (x, y)
        for trace in figure.data
        if mode(trace) == "lines+markers"
        for x, y in zip(trace.x, trace.y, strict=True)
        if x is not None
    }


def names(figure: Any) -> list[str]:
    return [
        text.replace("\N{NO-BREAK SPACE}", "")
        .replace("<br>", " ")
        .replace("<b>", "")
        .replace("</b>", "")
        .replace("  ", " ")
        for trace in figure.data
        if mode(trace) == "text"
        for text in trace.text
    ]


# Bars ---------------------------------------------------------------------------------------------------------------


def test_bars_start_at_zero_in_the_order_given() -> None:
    figure = ranked_bars(bars(("A", 61, None, None), ("B", 20, None, None)), LIGHT, longest=100)
    assert list(figure.data[0].x) == [61, 20]
    assert list(figure.layout.xaxis.range) == [0, 100]
    tops = list(figure.data[0].y)
    assert tops == sorted(tops)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_each_bar_has_its_label_above_and_its_value_past_its_whisker() -> None:
    figure = ranked_bars(bars(("A", 61, 49, 72), ("B", 20, 12, 31)), LIGHT, longest=100)
    labels, values = figure.data[-2], figure.data[-1]
    assert list(labels.text) == ["A", "B"]
    assert all(label < bar for label, bar in zip(labels.y, figure.data[0].y, strict=True))
    assert [text.strip("\N{NO-BREAK SPACE}") for text in values.text] == ["61%", "20%"]
    assert list(values.x) == [72, 31]


def test_a_whisker_runs_from_low_to_high_at_its_bar() -> None:
    figure = ranked_bars(bars(("A", 61, 49, 72), ("B", 20, None, None)), LIGHT, longest=100)
    whiskers = [trace for trace in figure.data if mode(trace) == "lines"]
    assert len(whiskers) == 1
    assert list(whiskers[0].x) == [49, 72, None]
    assert list(whiskers[0].y)[:2] == [figure.data[0].y[0]] * 2
    assert whiskers[0].line.color == LIGHT.ink


def test_without_ranges_there_are_no_whiskers() -> None:
    assert {mode(trace) for trace in ranked_bars(bars(("A", 61, None, None)), LIGHT).data} == {None, "text"}
    plain = bars(("A", 61, None, None)).drop(columns=["low", "high"])
    assert {mode(trace) for trace in ranked_bars(plain, LIGHT).data} == {None, "text"}


@palettes
def test_a_weak_bar_is_hollow_with_the_outline_of_its_colour(palette: Palette) -> None:
    frame = bars(("A", 61, None, None), ("B", 20, None, None), strong=[True, False], weak=[False, True])
    marker = ranked_bars(frame, palette).data[0].marker
    assert list(marker.color) == [palette.accent, palette.background]
    assert list(marker.line.color) == [palette.accent, palette.quiet]


def test_a_row_without_a_value_is_a_gap_with_its_label_not_a_zero() -> None:
    figure = ranked_bars(bars(("A", 61, None, None), ("Not asked", None, None, None)), LIGHT)
    assert list(figure.data[0].x) == [61, None]
    assert list(figure.data[-2].text) == ["A", "Not asked"]
    assert figure.data[-1].x[1] is None


def test_a_bar_beyond_the_width_keeps_its_value_in_sight() -> None:
    figure = ranked_bars(bars(("A", 60, None, None)), LIGHT, longest=50)
    assert list(figure.data[-1].x) == [50]


def test_rows_without_any_value_can_be_drawn() -> None:
    figure = ranked_bars(bars(("A", None, None, None), ("B", 0, None, None)), LIGHT)
    assert list(figure.data[0].x) == [None, 0]
    assert figure.layout.xaxis.range[1] > 0


@untimed
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30), st.integers(1, 12)), min_size=1, max_size=15), st.booleans()
)
def test_the_value_of_every_bar_fits_the_narrowest_phone(rows: list[tuple[float, float, int]], narrow: bool) -> None:
    frame = bars(
        *((f"Item {number}", value, value, min(value + reach, 100)) for number, (value, reach, _) in enumerate(rows)),
        text=["9" * length for *_, length in rows],
    )
    figure = ranked_bars(frame, LIGHT, longest=100, narrow=narrow)
    room = PHONE_WIDTH - figure.layout.margin.r
    for end, (*_, length) in zip(figure.data[-1].x, rows, strict=True):
        assert 0 <= end <= 100
        assert end / 100 * room + CHARACTER * length <= PHONE_WIDTH + 1


@pytest.mark.parametrize(("narrow", "longest"), [(True, 34), (False, 80)])
def test_long_labels_are_broken_into_lines_that_fit(narrow: bool, longest: int) -> None:
    label = "Capacity to keep up with the maintenance of old systems and the change of new ones"
    figure = ranked_bars(bars((label, 61, None, None), ("B", 3, None, None)), LIGHT, narrow=narrow)
    lines = figure.data[-2].text[0].split("<br>")
    assert max(map(len, lines)) <= longest
    assert " ".join(lines) == label
    # The next bar gives way.
    assert figure.data[0].y[1] - figure.data[0].y[0] > 50


def test_hovering_repeats_what_is_written() -> None:
    figure = ranked_bars(bars(("A", 61, 49, 72)), LIGHT)
    assert list(figure.data[0].customdata) == ["A: 61%"]
    assert {trace.hoverinfo for trace in figure.data[1:]} == {"skip"}


# Bump ---------------------------------------------------------------------------------------------------------------


def test_lines_join_the_editions_that_follow_each_other() -> None:
    figure = bump(places((2022, "A", 1), (2023, "A", 2), (2024, "A", 1), (2022, "B", 2)), LIGHT, highlighted=["A"])
    assert joined(figure) == {((2022, 1), (2023, 2)), ((2023, 2), (2024, 1))}
    assert drawn(figure) == {(2022, 1), (2023, 2), (2024, 1), (2022, 2)}


def test_no_line_crosses_a_break_in_method() -> None:
    frame = places((2022, "A", 1), (2023, "A", 2), (2024, "A", 1), method={2022: "Post"})
    assert joined(bump(frame, LIGHT, highlighted=["A"])) == {((2023, 2), (2024, 1))}


def test_no_line_crosses_an_edition_in_which_the_item_has_no_place() -> None:
    frame = places((2022, "A", 1), (2024, "A", 1), (2022, "B", 2), (2023, "B", 1), (2024, "B", 2))
    assert joined(bump(frame, LIGHT, highlighted=["A"])) == {((2022, 2), (2023, 1)), ((2023, 1), (2024, 2))}


def test_no_line_crosses_an_edition_of_which_nothing_was_read() -> None:
    frame = places((2021, "A", 1), (2022, "A", 2), (2024, "A", 1))
    assert joined(bump(frame, LIGHT, highlighted=[])) == {((2021, 1), (2022, 2))}


def test_a_survey_made_every_second_year_is_joined_over_the_year_between() -> None:
    frame = places((2020, "A", 1), (2022, "A", 2), (2026, "A", 1), years_apart=2)
    assert joined(bump(frame, LIGHT, highlighted=["A"])) == {((2020, 1), (2022, 2))}


def test_without_knowing_how_far_editions_are_apart_nothing_is_joined() -> None:
    frame = places((2022, "A", 1), (2023, "A", 2)).assign(years_apart=pd.array([None, None], dtype="Int64"))
    assert joined(bump(frame, LIGHT, highlighted=["A"])) == set()


def marks(figure: Any) -> list[float]:
    """Return where a figure has a dotted line from top to bottom."""
    assert all(
        (shape.x0, shape.yref, shape.y0, shape.y1, shape.line.dash) == (shape.x1, "paper", 0, 1, "dot")
        for shape in figure.layout.shapes
    )
    return [shape.x0 for shape in figure.layout.shapes]


def said_at(figure: Any) -> list[tuple[float, str]]:
    return [(note.x, note.text) for note in figure.layout.annotations]


def test_a_change_of_method_is_marked_between_the_two_editions_under_the_lines() -> None:
    frame = places((2021, "A", 2), (2022, "A", 2), (2024, "A", 1), method={2024: "Post"})
    figure = bump(frame, LIGHT, highlighted=["A"])
    assert marks(figure) == [2023]
    assert said_at(figure) == [(2023, "method changed")]
    (note,) = figure.layout.annotations
    # Years stand on top, so the words stand below, where the figure has grown by their height.
    assert (note.yref, note.y, note.yanchor) == ("paper", 0, "top")
    assert note.font.size >= 12
    plain = bump(frame.assign(method="Web"), LIGHT, highlighted=["A"])
    grown = figure.layout.height - plain.layout.height
    assert grown == figure.layout.margin.b - plain.layout.margin.b
    assert figure.layout.margin.b >= 1.5 * note.font.size


def test_on_a_phone_the_lines_a_title_tells_of_keep_the_places_between_and_others_first_and_last() -> None:
    frame = places(
        *((year, item, place) for item, held in (("A", (3, 1, 1, 2)), ("B", (4, 3, 2, 3))) for year, place in
          zip(range(2021, 2025), held, strict=True))
    )  # fmt: skip
    figure = bump(frame, LIGHT, highlighted=["A"], narrow=True)
    assert joined(figure) == {
        ((2021, 3), (2022, 1)), ((2022, 1), (2023, 1)), ((2023, 1), (2024, 2)), ((2021, 4), (2024, 3))
    }  # fmt: skip
    (said,) = [text for trace in figure.data for text in trace.text or () if "A" in text]
    assert "up\xa01 since\xa02021" in said.replace("<br>", " ").replace("\N{NO-BREAK SPACE}" * 3, "")


def test_an_edition_that_is_missing_leaves_a_gap_without_a_mark() -> None:
    frame = places((2021, "A", 1), (2022, "A", 2), (2024, "A", 1))
    figure = bump(frame, LIGHT, highlighted=["A"])
    assert (2022, 2024) not in {(x0, x1) for (x0, _), (x1, _) in joined(figure)}
    assert marks(figure) == []
    assert said_at(figure) == []


@untimed
@given(
    st.dictionaries(st.integers(2010, 2026), st.sampled_from(["Web", "Post", "Phone"]), min_size=2, max_size=17),
    st.booleans(),
)
def test_every_break_has_a_line_and_no_words_touch_others_or_the_edge(method: dict[int, str], narrow: bool) -> None:
    figure = bump(places(*((year, "A", 1) for year in method), method=method), LIGHT, highlighted=["A"], narrow=narrow)
    years = sorted(method)
    if narrow:
        # A phone's lines begin after the last break.
        years = []
    changed = [(a + b) / 2 for a, b in itertools.pairwise(years) if method[a] != method[b]]
    assert marks(figure) == changed
    assert bool(said_at(figure)) == bool(changed)
    assert {at for at, _ in said_at(figure)} <= set(changed)
    first, last = figure.layout.xaxis.range
    # The narrowest a chart is on a phone and beside an open sidebar.
    width = PHONE_WIDTH if narrow else 680
    left, right = figure.layout.margin.l, figure.layout.margin.r
    ends = [-left]
    for note in figure.layout.annotations:
        at = (note.x - first) / (last - first) * (width - left - right)
        begins = at - {"left": 0.0, "center": 0.5, "right": 1.0}[note.xanchor] * 14 * 6.2
        assert begins >= ends[-1]
        ends.append(begins + 14 * 6.2)
    assert ends[-1] <= width - left


histories = st.dictionaries(
    st.tuples(st.integers(2010, 2020), st.sampled_from("ABCDE")), st.integers(1, 10), min_size=1, max_size=40
)


@untimed
@given(histories, st.dictionaries(st.integers(2010, 2020), st.sampled_from(["Web", "Post"])), st.integers(1, 2))
def test_on_a_phone_the_ends_of_the_lines_that_are_still_there_are_joined_and_told_as_a_change(
    history: dict[tuple[int, str], int], method: dict[int, str], years_apart: int
) -> None:
    frame = places(
        *((year, item, place) for (year, item), place in history.items()), method=method, years_apart=years_apart
    )
    figure = bump(frame, LIGHT, highlighted=["A", "B"], narrow=True)
    last = max(year for year, _ in history)
    lines, told = set(), " ".join(names(figure))
    for item in "ABCDE":
        years = sorted((year for year, each in history if each == item), reverse=True)
        first = years[0] if years else last
        for year in years[1:]:
            if first - year > years_apart or method.get(first, "Web") != method.get(year, "Web"):
                break
            first = year
        there = bool(years) and years[0] == last
        assert (f"{item}, " in told) is (there and first != last)
        if there and first != last:
            between = sorted(year for year in years if year >= first) if item in "AB" else [first, last]
            places_of = [(year, history[year, item]) for year in between]
            lines |= set(itertools.pairwise(places_of))
            moved = history[first, item] - history[last, item]
            words = f"up{moved}" if moved > 0 else f"down{-moved}" if moved < 0 else "same"
            assert f"{item}, {words} since{first}" in told
    assert joined(figure) == lines


@untimed
@given(histories, st.dictionaries(st.integers(2010, 2020), st.sampled_from(["Web", "Post"])), st.integers(1, 2))
def test_all_places_are_drawn_and_only_what_compares_is_joined(
    history: dict[tuple[int, str], int], method: dict[int, str], years_apart: int
) -> None:
    frame = places(
        *((year, item, place) for (year, item), place in history.items()), method=method, years_apart=years_apart
    )
    figure = bump(frame, LIGHT, highlighted=["A", "B"])
    assert drawn(figure) == {(year, place) for (year, _), place in history.items()}
    for (year, place), (later, next_place) in joined(figure):
        assert 0 < later - year <= years_apart
        assert method.get(year, "Web") == method.get(later, "Web")
        # Some item went from the one to the other, with nothing of its own between.
        assert any(
            history.get((year, item)) == place
            and history.get((later, item)) == next_place
            and not any((between, item) in history for between in range(year + 1, later))
            for item in "ABCDE"
        )


def test_place_1_is_on_top_and_both_ends_are_named() -> None:
    figure = bump(places((2023, "A", 1), (2023, "B", 2), (2024, "A", 2), (2024, "B", 1)), LIGHT, highlighted=["A"])
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert names(figure) == ["A 1", "B 2", "1 B", "2 A"]
    assert figure.layout.xaxis.side == "top"


def test_items_that_share_a_place_share_a_name() -> None:
    figure = bump(places((2023, "A", 1), (2023, "B", 1), (2024, "A", 1), (2024, "B", 2)), LIGHT, highlighted=["A"])
    assert names(figure) == ["A / B 1", "1 A", "2 B"]


@palettes
def test_a_mark_of_a_break_has_colours_that_turn_with_the_page(palette: Palette) -> None:
    figure = bump(places((2023, "A", 1), (2024, "A", 1), method={2024: "Post"}), palette, highlighted=[])
    assert figure.layout.shapes[0].line.color == figure.layout.annotations[0].font.color == palette.quiet_ink


@palettes
def test_a_highlighted_line_and_its_name_have_one_colour_and_the_rest_is_grey(palette: Palette) -> None:
    frame = places((2023, "A", 1), (2023, "B", 2), (2024, "A", 1), (2024, "B", 2))
    figure = bump(frame, palette, highlighted=["B"])
    lines = {trace.name: trace.line.color for trace in figure.data if mode(trace) == "lines+markers"}
    assert lines == {"": palette.quiet, "B": palette.categories[0]}
    right = [trace for trace in figure.data if mode(trace) == "text"][-1]
    assert list(right.textfont.color) == [palette.quiet_ink, palette.categories[0]]


def test_on_a_phone_there_are_first_and_last_with_the_change_and_years_leave_each_other_room() -> None:
    frame = places(*((year, "A rather long name of an item", max(2020 - year, 1)) for year in range(2007, 2025)))
    wide, narrow = bump(frame, LIGHT, highlighted=[]), bump(frame, LIGHT, highlighted=[], narrow=True)
    assert len(names(wide)) == 2
    assert names(narrow) == ["13", "1 A rather long name of an item, up12 since2007"]
    assert joined(narrow) == {((2007, 13), (2024, 1))}
    assert len(wide.layout.xaxis.tickvals) <= 9
    assert list(narrow.layout.xaxis.tickvals) == [2007, 2024]
    assert wide.layout.xaxis.tickvals[-1] == narrow.layout.xaxis.tickvals[-1] == 2024


def test_an_item_that_is_highlighted_but_not_drawn_is_passed_over() -> None:
    figure = bump(places((2023, "A", 1), (2024, "A", 1)), LIGHT, highlighted=["Gone", "A"])
    assert {trace.name for trace in figure.data if mode(trace) == "lines+markers"} == {"", "A"}


# All ----------------------------------------------------------------------------------------------------------------


def large_figures() -> dict[str, Any]:
    labels = [f"Item {number} with a name of some length, as they have" for number in range(15)]
    frame = bars(*((label, 90 - number, 80 - number, 95 - number) for number, label in enumerate(labels)))
    history = [
        (year, label, 1 + (number + year) % 15) for year in range(2007, 2025) for number, label in enumerate(labels)
    ]
    return {
        "bars": ranked_bars(frame, LIGHT, longest=100),
        "bump": bump(places(*history), LIGHT, highlighted=labels[:3]),
        "bump with every line of its own": bump(places(*history), LIGHT, highlighted=labels[:4], narrow=True),
    }


@pytest.mark.parametrize("name", ["bars", "bump", "bump with every line of its own"])
def test_a_figure_of_15_items_and_18_years_weighs_at_most_20_kb(name: str) -> None:
    assert len(large_figures()[name].to_json().encode()) <= 20_000


@pytest.mark.parametrize("name", ["bars", "bump"])
def test_a_figure_is_lean_and_quiet(name: str) -> None:
    figure = large_figures()[name]
    layout = json.loads(figure.to_json())["layout"]
    # Plotly's own template would weigh more than the figure.
    assert len(json.dumps(layout["template"])) < 100
    assert layout["showlegend"] is False
    assert layout["xaxis"]["fixedrange"] is True
    assert layout["yaxis"]["fixedrange"] is True
    assert layout["xaxis"].get("tickangle", 0) == 0
    sizes = [trace.textfont.size for trace in figure.data if mode(trace) == "text"]
    assert sizes
    assert min([*sizes, layout["font"]["size"]]) >= 12
    assert min(FONT_SIZE, SMALL_SIZE) >= 12
    assert CONFIG["displayModeBar"] is False


@palettes
def test_a_figure_has_the_colours_of_its_page(palette: Palette) -> None:
    for figure in (
        ranked_bars(bars(("A", 61, 49, 72)), palette),
        bump(places((2023, "A", 1), (2024, "A", 1)), palette, highlighted=[]),
    ):
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == palette.background
        assert figure.layout.font.color == palette.ink


def test_words_hang_under_words_where_a_number_stands_before_them() -> None:
    space = "\N{FIGURE SPACE}"
    lines = [f"{space}193{space}Central", f"{5 * space}African", f"{5 * space}Republic"]
    assert wrapped(f"{space}193{space}Central African Republic", 17) == lines
    assert wrapped("Central African Republic", 17) == ["Central African", "Republic"]
    assert wrapped("", 17) == [""]
