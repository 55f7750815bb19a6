"""Charts as SVG: the same values, words, order and highlights as on the page, nothing overlaps, and no word is markup."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from tests.reading import EVIDENCE
from tests.svg_reading import ALT, SVG, WIDTHS, assert_clear, bare, circles, marks_of, parsed, texts_of, words_of
from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.draw import draw
from trends.figures.palette import LIGHT
from trends.figures.stretches import BREAK_WORDS, first_and_last
from trends.figures.svg.draw import svg
from trends.request.request import Request, request_of
from trends.subjects.registry import PAGES, contents

COUNTRIES = [("country", code) for code in ("GBR", "NZL", "IRL", "AUS", "USA", "DEU")]


def list_of_places() -> tuple[str, list[tuple[str, str]]]:
    """Return the page and the address of the published list of places with most editions."""
    questions, findings = (pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str) for name in ("questions", "findings"))
    pages = {"priority": "priorities", "concern": "concerns"}
    ranked = questions[(questions["measure"] == "rank") & (questions["role"] == "headline")]
    listed = ranked[ranked["kind"].isin(list(pages))].set_index("question")["kind"]
    editions = findings[findings["question"].isin(listed.index)].groupby("question")["year"].nunique()
    longest = str(editions.idxmax())
    return pages[str(listed[longest])], [("question", longest)]


ADDRESSES = [
    list_of_places(),
    *((page, address) for page in PAGES for address in ([], [("country", "GBR")], [("sector", "local_government")])),
    ("themes", [("theme", "cyber_resilience"), ("country", "USA")]),
    ("countries", [*COUNTRIES[:2], ("trend", "true")]),
    ("countries", [*COUNTRIES, ("trend", "true"), ("measures", "true")]),
    ("countries", [("country", "MLT"), ("trend", "true")]),
    ("countries", [*COUNTRIES, ("against", "gci")]),
    ("countries", [("against", "bipa")]),
    ("cases", [("map", "true")]),
    ("bodies", [("country", "JPN")]),
]


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


def compare_bump(chart: charts.Bump, root: ET.Element, figure: Any, width: int) -> None:
    order = {item: at for at, item in enumerate(chart.highlighted)}
    lasts = [trace for trace in figure["traces"] if trace["mode"] == "text"][-1]
    colors = dict(zip(map(bare, lasts["text"]), lasts["textfont"]["color"], strict=True))
    drawn = {bare("".join(line.words for line in text)): text[0].color for text in texts_of(root)}
    assert {name: drawn[name] for name in colors} == colors
    strong = circles(root, "cy", least=4)
    rows = first_and_last(chart.rows, chart.highlighted) if width < 600 else chart.rows
    rows = rows[rows["item"].isin(chart.highlighted)]
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
        if part.get("stroke") == LIGHT.ink
        for part in (list(part) if part.tag == f"{SVG}g" else [part])
        if part.tag in {f"{SVG}path", f"{SVG}circle"}
    ]
    assert {title.text for part in outlined for title in part} == {row["text"] for row in strong}


def compare_places(chart: charts.Places, root: ET.Element, figure: Any, _width: int) -> None:
    said = [title.text for title in root.iter(f"{SVG}title")][1:]
    assert said == chart.rows["text"].tolist() == [html.unescape(text) for text in figure["traces"][0]["text"]]


def compare_scatter(chart: charts.Scatter, root: ET.Element, figure: Any, _width: int) -> None:
    strong = chart.rows[chart.rows["strong"]]
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path") if "h0" in path.get("d", "")]
    quiet = [tuple(map(float, dot.split())) for dot in re.findall(r"M([\d.]+ [\d.]+)h0", "".join(paths))]
    for axis, at in (("x", 0), ("y", 1)):
        placed = [*(dot[at] for dot in quiet), *circles(root, f"c{axis}")]
        assert_to_scale(placed, [*numbers(chart.rows[~chart.rows["strong"]], axis), *numbers(strong, axis)])
    drawn = {bare("".join(line.words for line in text)): text[0].color for text in texts_of(root)}
    named = {bare(str(row["label"])): LIGHT.of(str(row["code"])) for _, row in strong.iterrows()}
    assert {name: drawn[name] for name in named} == named
    assert {bare(note["text"]) for note in figure["annotations"]} >= {bare(chart.x_words), bare(chart.y_words)}


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
    charts.Scatter: compare_scatter,
}
LARGEST = {charts.Bars: 8_000, charts.Steps: 60_000, charts.Places: 60_000}


def test_every_kind_of_chart_is_compared() -> None:
    assert set(COMPARED) == set(get_args(Chart))


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
