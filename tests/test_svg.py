"""Charts as SVG: the same values, words, order and highlights as on the page, nothing overlaps, and no word is markup."""

import html
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile_words import HOSTILE
from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.draw import draw
from trends.figures.palette import DARK, LIGHT
from trends.figures.stretches import BREAK_WORDS
from trends.figures.svg.draw import svg
from trends.figures.svg.measure import ASCENT, DESCENT, FONT_SIZE, lines_of, width_of
from trends.figures.svg.scales import evenly, kept_apart
from trends.request.request import Request, request_of
from trends.subjects.registry import PAGES, contents

WIDTHS = (720, 340)
ALT = "Chart of what a test draws: its values, its order and its words. Table follows."
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "text", "tspan", "rect", "path", "circle", "g"}
ATTRIBUTES = {
    "width", "height", "viewBox", "role", "aria-label", "font-family", "font-size", "font-weight", "fill", "stroke",
    "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "text-anchor", "overflow",
    "x", "y", "dy", "d", "cx", "cy", "r",
}  # fmt: skip
DIAMOND = re.compile(r"M[\d.-]+ [\d.-]+l([\d.]+) \1-\1 \1-\1-\1z")
SMALLEST_TEXT = 12
COUNTRIES = [("country", code) for code in ("GBR", "NZL", "IRL", "AUS", "USA", "DEU")]
ADDRESSES = [
    *((page, address) for page in PAGES for address in ([], [("country", "GBR")], [("sector", "local_government")])),
    ("themes", [("theme", "cyber_resilience"), ("country", "USA")]),
    ("countries", [*COUNTRIES[:2], ("trend", "true")]),
    ("countries", [*COUNTRIES, ("trend", "true"), ("measures", "true")]),
    ("countries", [("country", "MLT"), ("trend", "true")]),
    ("cases", [("map", "true")]),
    ("bodies", [("country", "JPN")]),
]


def parsed(written: str) -> ET.Element:
    return ET.fromstring(written)  # noqa: S314 - what is parsed was written here


@dataclass(frozen=True)
class Line:
    """A line of text as drawn: its words, whether it is bold, its colour and the box it takes."""

    words: str
    bold: bool
    color: str
    left: float
    right: float
    top: float
    bottom: float


def texts_of(root: ET.Element) -> list[list[Line]]:
    """Return the lines of each text, in the order drawn; each box as wide as reckoned."""
    return [list(_lines(text)) for text in root.iter(f"{SVG}text")]


def _lines(text: ET.Element) -> Iterator[Line]:
    runs: list[list[tuple[str, bool]]] = [[]]
    heights = [0.0]
    bold = text.get("font-weight") == "bold"

    def add(part: ET.Element, *, is_bold: bool) -> None:
        runs[-1].append((part.text or "", is_bold))
        for child in part:
            if child.get("dy"):
                heights.append(float(child.get("dy", "")))
                runs.append([])
            add(child, is_bold=is_bold or child.get("font-weight") == "bold")
            runs[-1].append((child.tail or "", is_bold))

    add(text, is_bold=bold)
    size, x, y = (float(text.get(name, FONT_SIZE)) for name in ("font-size", "x", "y"))
    assert size >= SMALLEST_TEXT
    for line, height in zip(runs, heights, strict=True):
        y += height
        wide = sum(width_of(words, size, bold=is_bold) for words, is_bold in line)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
        words = "".join(words for words, _ in line)
        all_bold = all(is_bold for words, is_bold in line if words.strip())
        yield Line(words, all_bold, text.get("fill", ""), left, left + wide, y - ASCENT * size, y + DESCENT * size)


def bare(text: str) -> str:
    """Return what is left of words without spaces, line breaks and Plotly's tags: what two drawings must share."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"</?(?:b|br)/?>", "", text)))


def words_of(root: ET.Element) -> list[str]:
    return [bare("".join(line.words for line in text).replace("<", "&lt;")) for text in texts_of(root)]


def assert_clear(chart: Chart, width: int) -> ET.Element:
    """Hold that an SVG is one, that its texts lie inside of it and that none lies on another."""
    written = svg(chart, LIGHT, width, alt=ALT)
    root = parsed(written)
    assert (root.get("role"), root.get("aria-label"), root[0].tag, root[0].text) == ("img", ALT, f"{SVG}title", ALT)
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    assert (wide, high) == (width, float(root.get("height", "")))
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= TAGS
    assert {name for part in root.iter() for name in part.attrib} <= ATTRIBUTES
    lines = [line for text in texts_of(root) for line in text if line.words.strip()]
    for line in lines:
        assert line.left >= -0.2, line
        assert line.right <= wide + 0.2, line
        assert line.top >= -0.5, line
        assert line.bottom <= high + 0.5, line
    for one, other in combinations(lines, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        assert across <= 0.2 or down <= 0.2, (one, other)
    numbers = re.findall(r'(?:x|y|cx|cy|r|d|width|height)="([^"]*)"', written)
    assert not any(re.search(r"\d\.\d\d|nan|inf", each) for each in numbers)
    return root


# --- What Plotly draws of the same chart ---


def plotly_of(chart: Chart, width: int) -> Any:
    figures = draw(chart)
    figure = figures.wide if width >= 600 or figures.narrow is None else figures.narrow
    assert figure is not None
    return figure.parts | {"traces": figure.traces}


def plotly_words(figure: Any) -> list[str]:
    """Return the words of a Plotly figure, without those of its axes and its breaks, which depend on room."""
    traces = [text for each in figure["traces"] if "text" in each.get("mode", "") for text in each["text"]]
    notes = [note["text"] for note in figure.get("annotations", []) if note["text"] != BREAK_WORDS]
    return [bare(text) for text in (*traces, *notes) if bare(text)]


def plotly_marks(figure: Any) -> int:
    """Return how many dots and diamonds a Plotly figure has."""
    held = 0
    for trace in figure["traces"]:
        symbol = trace.get("marker", {}).get("symbol", "")
        if "markers" in trace.get("mode", "") and not str(symbol).startswith("line-ns"):
            held += sum(x is not None for x in trace.get("x", trace.get("lon", [])))
    return held


def marks_of(root: ET.Element) -> int:
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    return (
        sum(1 for _ in root.iter(f"{SVG}circle"))
        + sum(path.count("h0") for path in paths)
        + sum(DIAMOND.fullmatch(path) is not None for path in paths)
    )


def circles(root: ET.Element, name: str, *, least: float = 0) -> list[float]:
    return [float(each.get(name, "")) for each in root.iter(f"{SVG}circle") if float(each.get("r", "")) >= least]


def assert_to_scale(places: Sequence[float], values: Sequence[float]) -> None:
    """Hold that places in pixels are the values on a linear scale, but for rounding to a tenth of a pixel."""
    assert len(places) == len(values)
    if len(set(values)) > 1:
        slope, start = np.polyfit(values, places, 1)
        assert np.allclose(places, np.asarray(values) * slope + start, atol=0.15)


def numbers(frame: pd.DataFrame, name: str) -> list[float]:
    return frame[name].dropna().astype(float).tolist()


# --- Kinds of charts, each compared with its data and with Plotly's figure ---


def compare_bars(chart: charts.Bars, root: ET.Element, figure: Any, width: int) -> None:
    rows = chart.rows
    label = "narrow_label" if width < 600 and "narrow_label" in rows else "label"
    marks = rows["you"].tolist() if "you" in rows else [""] * len(rows)
    said = [bare(f"{text}{mark}") for text, mark in zip(rows["text"], marks, strict=True)]
    pairs = zip((bare(str(name)) for name in rows[label]), said, strict=True)
    assert words_of(root) == [words for pair in pairs for words in pair if words]
    bars = figure["traces"][0]
    drawn = [at for at, value in enumerate(bars["x"]) if value is not None]
    rects = list(root.iter(f"{SVG}rect"))
    fills, edges = bars["marker"]["color"], bars["marker"]["line"]["color"]
    assert [rect.get("fill") for rect in rects] == [fills[at] for at in drawn]
    weak = rows["weak"].tolist()
    assert [rect.get("stroke") for rect in rects] == [edges[at] if weak[at] else None for at in drawn]
    longest = figure["xaxis"]["range"][1]
    inset = [1.5 * weak[at] for at in drawn]
    wide = [float(rect.get("width", "")) + more for rect, more in zip(rects, inset, strict=True)]
    shown = [at for at, wide_enough in enumerate(wide) if wide_enough > 2]
    assert_to_scale([0.0, *(wide[at] for at in shown)], [0.0, *(min(bars["x"][drawn[at]], longest) for at in shown)])


def compare_bump(chart: charts.Bump, root: ET.Element, figure: Any, _width: int) -> None:
    order = {item: at for at, item in enumerate(chart.highlighted)}
    lasts = [trace for trace in figure["traces"] if trace["mode"] == "text"][-1]
    colors = dict(zip(map(bare, lasts["text"]), lasts["textfont"]["color"], strict=True))
    drawn = {bare("".join(line.words for line in text)): text[0].color for text in texts_of(root)}
    assert {name: drawn[name] for name in colors} == colors
    strong = circles(root, "cy", least=4)
    rows = chart.rows[chart.rows["item"].isin(chart.highlighted)]
    rows = rows.assign(order=rows["item"].map(order)).sort_values(["order", "year"], kind="stable")
    assert_to_scale(strong, numbers(rows, "value"))
    assert_to_scale(circles(root, "cx", least=4), numbers(rows, "year"))


def compare_dots(chart: charts.Dots, root: ET.Element, figure: Any, _width: int) -> None:
    names = [bare(str(label)) for label in chart.rows["label"]]
    held = chart.rows["number"].notna().tolist()
    drawn = words_of(root)
    rows = chart.rows[held]
    pairs = [
        [name, bare(str(text))] if is_held else [name]
        for name, text, is_held in zip(names, chart.rows["text"], held, strict=True)
    ]
    assert drawn[len(drawn) - sum(map(len, pairs)) :] == [words for pair in pairs for words in pair]
    assert_to_scale(
        circles(root, "cx", least=4.4)[len(circles(root, "cx", least=4.4)) - len(rows) :], numbers(rows, "number")
    )
    is_bold = {bare("".join(line.words for line in text)) for text in texts_of(root) if all(line.bold for line in text)}
    bold_there = {
        bare(text) for trace in figure["traces"] if trace["mode"] == "text" for text in trace["text"] if "<b>" in text
    }
    assert is_bold == bold_there


def compare_lines(chart: charts.Lines | charts.Panels, root: ET.Element, figure: Any, _width: int) -> None:
    if isinstance(chart, charts.Lines):
        groups = [rows for _, rows in chart.rows.sort_values("year").groupby("line", sort=False)]
        # The median lies under the countries.
        groups.sort(key=lambda rows: rows["code"].iloc[0] != "")
        assert_to_scale(circles(root, "cy"), [number for rows in groups for number in rows["number"]])
        assert_to_scale(circles(root, "cx"), [float(year) for rows in groups for year in rows["year"]])
    drawn = {text[0].color for text in texts_of(root)}
    assert {note["font"]["color"] for note in figure["annotations"]} <= drawn


def compare_dumbbells(chart: charts.Dumbbells, root: ET.Element, figure: Any, _width: int) -> None:
    now = figure["traces"][-1]["marker"]
    tested = chart.rows["tested"].tolist()
    fills = [each.get("fill") for each in root.iter(f"{SVG}circle") if float(each.get("r", "")) < 6]
    assert fills == [color for color, is_tested in zip(now["color"], tested, strict=True) if is_tested]
    before = [float(each.get("cx", "")) for each in root.iter(f"{SVG}circle") if float(each.get("r", "")) > 6]
    assert_to_scale(before, numbers(chart.rows, "before"))
    drawn = words_of(root)
    labels = [bare(str(label)) for label in chart.rows["label"]]
    assert [words for words in drawn if words in labels] == labels


def compare_strips(chart: charts.Strips, root: ET.Element, figure: Any, width: int) -> None:
    label = "narrow_label" if width < 600 else "label"
    questions = [bare(str(text)) for text in chart.rows[label]]
    drawn = words_of(root)
    assert [words for words in drawn if words in set(questions)] == questions
    answers = chart.answers.assign(marked=chart.answers["marked"].astype(bool))
    placed = [
        float(value)
        for strip in range(len(chart.rows))
        for marked in (False, True)
        for value in answers[(answers["strip"] == strip) & (answers["marked"] == marked)]["value"]
    ]
    assert_to_scale([0.0 if not placed else each for each in circles(root, "cx")], placed)
    _ = figure


def compare_steps(chart: charts.Steps, root: ET.Element, figure: Any, _width: int) -> None:
    said = {title.text for title in root.iter(f"{SVG}title")} - {ALT}
    first = figure["traces"][0]
    shapes = {text for text in first["text"] if text}
    assert said <= {html.unescape(text) for text in shapes}
    # What Plotly has no shape of is drawn by neither.
    assert len(shapes) - len(said) <= len(shapes) * 0.02
    color = {level: list(group) for group in root.iter(f"{SVG}g") if (level := group.get("fill"))}
    assert len(color) >= chart.rows["level"].nunique()
    strong = [row for _, row in chart.rows.iterrows() if row["strong"]]
    outlined = [
        part
        for part in root.iter()
        if part.get("stroke") == LIGHT.accent
        for part in (list(part) if part.tag == f"{SVG}g" else [part])
        if part.tag in {f"{SVG}path", f"{SVG}circle"}
    ]
    assert {title.text for part in outlined for title in part} == {row["text"] for row in strong}


def compare_places(chart: charts.Places, root: ET.Element, figure: Any, _width: int) -> None:
    said = [title.text for title in root.iter(f"{SVG}title")][1:]
    assert said == chart.rows["text"].tolist() == [html.unescape(text) for text in figure["traces"][0]["text"]]


COMPARED = {
    charts.Bars: compare_bars,
    charts.Bump: compare_bump,
    charts.Dots: compare_dots,
    charts.Lines: compare_lines,
    charts.Panels: compare_lines,
    charts.Dumbbells: compare_dumbbells,
    charts.Strips: compare_strips,
    charts.Steps: compare_steps,
    charts.Places: compare_places,
}
LARGEST = {charts.Bars: 8_000, charts.Steps: 60_000, charts.Places: 60_000}


@pytest.fixture(scope="module")
def shipped(shipped_request: Request) -> list[Chart]:
    """The charts of the shipped evidence: of every page without a filter and under some."""
    found = []
    for page, address in ADDRESSES:
        request, choices = request_of(address, shipped_request.version)
        found += [card.chart for card in contents(page, request, choices).cards if card.chart is not None]
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", COMPARED, ids=lambda kind: kind.__name__)
def test_shipped_charts_say_and_show_what_the_page_does(shipped: list[Chart], kind: type, width: int) -> None:
    held = [chart for chart in shipped if type(chart) is kind]
    assert held, f"No page shows {kind.__name__}: name an address in ADDRESSES that does."
    for chart in held:
        root, figure = assert_clear(chart, width), plotly_of(chart, width)
        COMPARED[kind](chart, root, figure, width)
        assert marks_of(root) >= plotly_marks(figure)
        if kind is not charts.Steps:
            assert marks_of(root) == plotly_marks(figure)
        if kind in {charts.Strips, charts.Dumbbells}:
            # Plotly is given the lines of these, which end elsewhere.
            assert Counter("".join(words_of(root))) == Counter("".join(plotly_words(figure)))
        else:
            missing = Counter(plotly_words(figure)) - Counter(words_of(root))
            assert not missing
        assert len(svg(chart, LIGHT, width, alt=ALT).encode()) <= LARGEST.get(kind, 16_000)


def test_ranges_are_thin_lines_without_caps(shipped: list[Chart]) -> None:
    held = 0
    for chart in (chart for chart in shipped if isinstance(chart, charts.Bars) and "low" in chart.rows):
        root = parsed(svg(chart, alt=ALT))
        rows = chart.rows.dropna(subset=["low", "high"])
        lines = [path for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "1.2"]
        assert all(re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+", path.get("d", "")) for path in lines)
        whole = len(rows[rows["low"] < rows["high"]])
        assert whole <= len(lines) <= 2 * whole
        held += whole
    assert held


# --- Charts of words that are given ---

TICKS = [(0.0, "0"), (50.0, "50"), (100.0, "100")]
YEARS = {2018: "old", 2020: "old", 2022: "new", 2024: "new"}


def charts_of(words: Sequence[str]) -> list[Chart]:
    """Return a chart of every kind in which each of some words is drawn as a name and as a value."""
    count, values = len(words), [100 * (at + 1) / len(words) for at in range(len(words))]
    some = [at % 2 == 0 for at in range(count)]
    named = pd.DataFrame({"label": words, "text": words, "code": [f"C{at}" for at in range(count)], "strong": some})
    bars = named.assign(
        value=values, weak=some[::-1], low=[value / 2 for value in values], high=values, own=50.0, you=words
    )
    dots = named.assign(number=values)
    times = [(name, f"C{at}", year, values[at]) for at, name in enumerate(words) for year in YEARS]
    trend = pd.DataFrame(times, columns=["line", "code", "year", "number"]).assign(text=lambda rows: rows["line"])
    trend["lower"], trend["upper"] = trend["number"] / 2, trend["number"]
    ranks = [(year, name, at + 1) for year in YEARS for at, name in enumerate(words)]
    bump = pd.DataFrame(ranks, columns=["year", "item", "value"]).assign(method="one", years_apart=2)
    pairs = named.assign(
        note=words, verdict=words, range=words, before=values, now=values[::-1], before_text=[text[:12] for text in words],
        now_text=[text[:12] for text in words], weak=some, tested=some,
    )  # fmt: skip
    answers = pd.DataFrame({"strip": range(count), "value": values, "item": words, "text": words, "place": words})
    answers = answers.assign(marked=True, named=True, strong=some, weak=some, low=None, high=None)
    codes = ["NZL", "FRA", "SGP", "USA", "TUV", "JPN"]
    shaded = pd.DataFrame({"code": codes, "level": 0, "text": [words[at % count] for at in range(6)], "strong": True})
    return [
        charts.Bars(bars),
        charts.Dots(dots, TICKS, (40.0, words[0]), named.assign(number=values), words[0]),
        charts.Lines(trend, YEARS, TICKS),
        charts.Panels(trend, YEARS, TICKS),
        charts.Bump(bump, list(words[:2])),
        charts.Dumbbells(pairs, ((0.0, words[0][:9]), (100.0, words[-1][:9]))),
        charts.Strips(pd.DataFrame({"label": words, "narrow_label": words, "more": words}), answers),
        charts.Steps(shaded, list(words[:3]), bounds=False),
        charts.Places(
            pd.DataFrame({"latitude": [0.0, 50.0], "longitude": [0.0, 179.0], "text": [words[0], words[-1]]})
        ),
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "at", range(len(COMPARED)), ids=[kind.__name__ for kind in [type(c) for c in charts_of(["a", "b"])]]
)
def test_hostile_words_stay_words_and_lie_apart(at: int, width: int) -> None:
    for first in range(0, len(HOSTILE), 6):
        words = list(dict.fromkeys(HOSTILE[first : first + 6]))
        root = assert_clear(charts_of(words)[at], width)
        titles = [bare((title.text or "").replace("<", "&lt;")) for title in root.iter(f"{SVG}title")]
        said = "".join([*words_of(root), *titles])
        assert any(bare(word.replace("<", "&lt;")) in said for word in words)


def test_words_are_drawn_as_they_are() -> None:
    frame = pd.DataFrame({"label": HOSTILE, "text": "1", "value": 1.0, "strong": False, "weak": False})
    for width in WIDTHS:
        drawn = [
            "".join(line.words for line in text)
            for text in texts_of(parsed(svg(charts.Bars(frame), width=width, alt=ALT)))
        ]
        assert [re.sub(r"\s", "", text) for text in drawn[::2]] == [re.sub(r"\s", "", word) for word in HOSTILE]


def test_an_alternative_text_cannot_leave_its_place() -> None:
    alt = 'Bars " onload="alert(1)" \' > </title><script>alert(1)</script> & \x00 ' + "\ud800"
    root = parsed(svg(charts_of(["a", "b"])[0], alt=alt))
    shown = alt.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert (root.get("aria-label"), root[0].text) == (shown, shown)
    assert root.get("onload") is None
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= TAGS


LABELS = st.lists(
    st.text(st.characters(codec="utf-8") | st.sampled_from(" abMW漢字é"), min_size=1, max_size=70), min_size=2, max_size=7, unique=True
)  # fmt: skip


@settings(max_examples=15)
@given(words=LABELS, width=st.sampled_from((300, 340, 599, 600, 720, 1200)))
def test_no_words_lie_on_others_whatever_they_are(words: list[str], width: int) -> None:
    for chart in charts_of(words):
        if not isinstance(chart, charts.Steps | charts.Places):
            assert_clear(chart, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_break_is_dotted_and_joins_nothing(width: int) -> None:
    rows = pd.DataFrame([("A", "NZL", year, 50.0) for year in YEARS], columns=["line", "code", "year", "number"])
    chart = charts.Lines(rows.assign(text="50", lower=40.0, upper=60.0), YEARS, TICKS)
    root = assert_clear(chart, width)
    joined = [path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "2.5"]
    assert [path.count("L") for path in joined] == [1, 1]
    assert words_of(root).count(bare(BREAK_WORDS)) == 1
    assert [
        path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray") and path.get("stroke-width") == "1.2"
    ]


def test_a_missing_value_is_no_bar_and_a_weak_one_is_hollow() -> None:
    frame = pd.DataFrame(
        {"label": ["none", "weak", "firm"], "text": ["not told", "40%", "60%"], "value": [None, 40.0, 60.0],
         "strong": [False, True, True], "weak": [False, True, False]}
    )  # fmt: skip
    for palette in (LIGHT, DARK):
        root = parsed(svg(charts.Bars(frame), palette, alt=ALT))
        fills = [(rect.get("fill"), rect.get("stroke")) for rect in root.iter(f"{SVG}rect")]
        assert fills == [(palette.background, palette.accent), (palette.accent, None)]
        assert words_of(root)[:2] == ["none", "nottold"]


def test_a_region_fills_the_map_and_small_countries_are_seen() -> None:
    frame = pd.DataFrame(
        {"code": ["FRA", "DEU", "MLT", "LUX"], "level": [0, 1, 2, 2], "text": list("ABCD"), "strong": False}
    )
    root = assert_clear(charts.Steps(frame, ["0", "1", "2", "3"]), 720)
    held = root.find(f"{SVG}svg")
    assert held is not None
    assert 170 <= float(held.get("height", "")) <= 430
    assert "C" in {title.text for circle in root.iter(f"{SVG}circle") for title in circle}
    assert {"A", "B"} <= {title.text for path in root.iter(f"{SVG}path") for title in path}


# --- Measuring and placing ---


def test_wide_letters_count_double_and_bold_ones_more() -> None:
    assert width_of("漢") >= 2 * width_of("a")
    assert width_of("abc", bold=True) > width_of("abc")
    assert width_of("e\N{COMBINING ACUTE ACCENT}") == width_of("e")
    assert width_of("abc", 28) == pytest.approx(2 * width_of("abc", 14))


def test_lines_fit_and_lose_no_letter() -> None:
    for text in (*HOSTILE, "漢字" * 40, "a" * 300, "", "  two   words "):
        lines = lines_of(text, 120)
        assert all(width_of(line) <= 120 for line in lines)
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_lines_after_a_padded_number_hang() -> None:
    space = "\N{FIGURE SPACE}"
    assert lines_of(f"{space}7{space}New Zealand", width_of(f"{space}7{space}Zealand")) == [
        f"{space}7{space}New",
        f"{space * 3}Zealand",
    ]


def test_labels_are_kept_apart_and_the_last_one_stays() -> None:
    labels = [(at * 25.0, str(2000 + at)) for at in range(10)]
    assert kept_apart(labels)[-1] == labels[-1]
    assert [text for _, text in evenly(labels)] == ["2001", "2003", "2005", "2007", "2009"]


def test_it_is_drawn_without_plotly_and_streamlit() -> None:
    code = "import sys, trends.figures.svg.draw; print({'plotly', 'streamlit'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("width", "alt", "said"), [(100, ALT, "from 240"), (9000, ALT, "to 2400"), (720, " ", "alt")])
def test_what_cannot_be_drawn_is_refused(width: int, alt: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        svg(charts_of(["a", "b"])[0], width=width, alt=alt)
