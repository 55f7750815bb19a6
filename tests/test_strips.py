"""Given questions with their answers → strips: what is drawn where, in both widths and both appearances."""

from typing import Any

import pandas as pd
import pytest

from trends.figures.base import FONT_SIZE, LINE_HEIGHT, Plot
from trends.figures.palette import DARK, LIGHT, Palette
from trends.figures.strips import strips

both_widths = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
LONG = "A question of rather more words than fit into one line of a chart, put to all who lead a council · Norway 2024"


def answer(strip: int, value: float, **told: Any) -> dict[str, Any]:
    """Return a quiet answer or, with an item, a named one."""
    named = "item" in told
    bare = {"item": "", "text": "", "place": "", "strong": False, "weak": False, "low": None, "high": None}
    return {"strip": strip, "value": value, "marked": named, "named": named} | bare | told


ROWS = pd.DataFrame(
    {"label": [LONG, "Second · Norway 2023"], "narrow_label": [LONG, "Second · 2023"], "more": ["", "2 more"]}
)
ANSWERS = pd.DataFrame(
    [
        answer(0, 61.0, item="Skills", text="61%", place="1st of 3 answers", strong=True, low=49.0, high=72.0),
        answer(0, 20.0),
        answer(0, 40.0),
        answer(1, 30.0, item="Time <b>", text="30% [u]", weak=True),
        answer(1, 100.0, marked=True),
    ]
)


def drawn(palette: Palette = LIGHT, *, narrow: bool = False) -> Plot:
    return strips(ROWS, ANSWERS, palette, narrow=narrow)


def traces(plot: Plot, mode: str) -> list[Any]:
    return [trace for trace in plot.data if trace.mode == mode]


@both_widths
def test_each_question_has_a_line_from_0_to_100_with_its_own_ends(narrow: bool) -> None:
    plot = drawn(narrow=narrow)
    scale = traces(plot, "lines")[0]
    assert list(scale.x) == [0, 100, None] * 2
    levels = [scale.y[0], scale.y[3]]
    assert levels[0] < levels[1]
    zeros, hundreds = traces(plot, "text")[:2]
    assert (list(zeros.text), list(hundreds.text)) == (["0%"] * 2, ["100%"] * 2)
    assert list(zeros.y) == list(hundreds.y)
    assert all(end > level for end, level in zip(zeros.y, levels, strict=True))


def test_marked_answers_are_strong_and_the_others_quiet_each_on_its_own_strip() -> None:
    plot = drawn()
    scale = traces(plot, "lines")[0]
    first, second = scale.y[0], scale.y[3]
    quiet, marked = traces(plot, "markers")
    assert list(zip(quiet.x, quiet.y, strict=True)) == [(20.0, first), (40.0, first)]
    assert list(zip(marked.x, marked.y, strict=True)) == [(61.0, first), (30.0, second), (100.0, second)]
    assert set(quiet.marker.color) == {LIGHT.quiet}
    # The weak one is hollow, with the outline of its colour.
    assert list(marked.marker.color) == [LIGHT.accent, LIGHT.background, LIGHT.accent]
    assert list(marked.marker.line.color) == [LIGHT.background, LIGHT.accent, LIGHT.background]
    assert marked.marker.size > quiet.marker.size


def test_named_answers_are_written_with_value_and_place_and_the_one_of_the_title_is_bold() -> None:
    plot = drawn()
    lines = traces(plot, "text")[-1]
    assert list(lines.text) == ["<b>● Skills: 61%, 1st of 3 answers</b>", "● Time &lt;b>: 30% [u]<br>2 more"]


def test_hovering_says_only_what_the_table_says_and_of_which_question() -> None:
    quiet, marked = traces(drawn(), "markers")
    assert quiet.hoverinfo == "skip"
    assert quiet.customdata is None
    said = list(marked.customdata)[:2]
    assert said == [f"Skills: 61%, 1st of 3 answers, {LONG}", "Time &lt;b>: 30% [u], Second · Norway 2023"]


def test_a_range_is_a_line_on_its_strip_and_without_ranges_there_is_none() -> None:
    plot = drawn()
    scale, whisker = traces(plot, "lines")
    assert list(whisker.x) == [49.0, 72.0, None]
    assert list(whisker.y) == [scale.y[0], scale.y[0], None]
    assert whisker.line.color == LIGHT.ink
    bare = strips(ROWS, ANSWERS.assign(low=None, high=None), LIGHT)
    assert len(traces(bare, "lines")) == 1


@both_widths
def test_no_words_overlap_others_or_reach_past_an_edge(narrow: bool) -> None:
    plot = drawn(narrow=narrow)
    blocks = [
        (y - LINE_HEIGHT * lines / 2, y + LINE_HEIGHT * lines / 2)
        for trace in traces(plot, "text")
        # The ends of a scale stand side by side.
        if next(iter(trace.text)) != "100%"
        for y, text in zip(trace.y, trace.text, strict=True)
        for lines in [text.count("<br>") + 1]
    ]
    blocks.sort()
    assert blocks[0][0] >= 0
    assert all(above[1] <= below[0] for above, below in zip(blocks, blocks[1:], strict=False))
    bottom = plot.layout.yaxis.range[0]
    assert max(y for trace in plot.data for y in trace.y if y is not None) + FONT_SIZE / 2 <= bottom
    assert plot.height >= bottom
    # Dots stand clear of the words above and below them.
    for trace in traces(plot, "markers"):
        for y in trace.y:
            assert all(end <= y - trace.marker.size / 2 or start >= y for start, end in blocks)
    most = 36 if narrow else 88
    lines = [line for trace in traces(plot, "text")[2:] for text in trace.text for line in text.split("<br>")]
    assert max(len(line.replace("<b>", "").replace("</b>", "")) for line in lines) <= most


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_strips_have_the_colours_of_their_page(palette: Palette) -> None:
    plot = drawn(palette)
    assert plot.layout.paper_bgcolor == palette.background
    named = {getattr(palette, name) for name in ("accent", "quiet", "background", "ink", "quiet_ink", "faint")}
    used = {color for trace in traces(plot, "markers") for color in (*trace.marker.color, *trace.marker.line.color)}
    used |= {trace.line.color for trace in traces(plot, "lines")}
    used |= {trace.textfont.color for trace in traces(plot, "text")}
    assert used <= named


def test_a_narrow_chart_has_shorter_lines_and_grows_in_height() -> None:
    wide, narrow = drawn(), drawn(narrow=True)
    assert narrow.height > wide.height
    assert "Second · 2023" in list(traces(narrow, "text")[2].text)
