"""Slides: charts hold what cards draw, text has room, notes hold the whole, and a template is used or refused."""

import dataclasses
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Length

from tests.hostile_words import HOSTILE
from trends import commands as command
from trends.cards.charts import Bars, Bump, Dots, Dumbbells, Lines, Scatter, Strips
from trends.export.briefing import Briefing, Finding, finding_of
from trends.export.briefing_html import html_briefing
from trends.export.slide_charts import STRONG
from trends.export.slide_drawing import INSIDE, OUTSIDE
from trends.export.slide_words import LINE, broken
from trends.export.slides import TemplateError, slides
from trends.figures.palette import LIGHT
from trends.request.request import Request, request_of
from trends.statistics.cells import as_rows, is_missing
from trends.store.store import Store
from trends.subjects import registry
from trends.subjects.lists import view as list_view
from trends.words.text import plain

DAY = date(2026, 3, 1)
HOST = "https://trends.example"
NATIVE = (Bars, Bump, Dots, Dumbbells, Lines, Scatter, Strips)


@pytest.fixture(scope="module")
def findings(store: Store) -> list[Finding]:
    """One finding of each kind of chart and page, without filters and for a country with a trend."""
    assert store.fingerprint
    found: dict[Any, Finding] = {}
    for query in ([], [("country", "NZL"), ("trend", "true")], [("country", "NZL"), ("against", "bipa")]):
        request, choices = request_of(query)
        for name in registry.PAGES:
            for card in registry.contents(name, request, choices).cards:
                found.setdefault((type(card.chart), name), Finding(name, card, request, choices, "Ask why."))
    # Which list stands first follows the evidence; places over editions are drawn of some list or other.
    request = Request()
    for question in list_view.offered_questions(request, "priority"):
        choices = {"question": [question]}
        for card in registry.contents("priorities", request, choices).cards:
            if isinstance(card.chart, Bump) and (Bump, "priorities") not in found:
                found[Bump, "priorities"] = Finding("priorities", card, request, choices, "Ask why.")
        if (Bump, "priorities") in found:
            break
    return list(found.values())


@pytest.fixture(scope="module")
def held(findings: list[Finding]) -> list[tuple[Finding, Any]]:
    """Each finding with its slide."""
    return list(zip(findings, list(deck_of(findings).slides)[1:], strict=False))


def deck_of(findings: list[Finding], title: str = "For the board", template: Path | None = None) -> Any:
    return Presentation(io.BytesIO(slides(Briefing(title, findings, DAY, HOST), template)))


def chart_of(slide: Any) -> Any:
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


def words_of(slide: Any) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def label_of(point: Any) -> str:
    return str(point.data_label.text_frame.text).strip()


def test_each_finding_has_a_slide_with_title_base_source_alternative_text_and_notes(findings: list[Finding]) -> None:
    deck = deck_of(findings)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == len(set(titles))
    assert deck.core_properties.title == "For the board"
    for finding, slide in zip(findings, list(deck.slides)[1:], strict=False):
        card, notes = finding.card, slide.notes_slide.notes_text_frame.text
        assert slide.shapes.title.text_frame.text.removesuffix("…").rstrip(" ()0123456789")[:40] in plain(card.title)
        for said in (
            " ".join(plain(card.title).split()),
            card.receipt.words() if card.receipt else "",
            HOST,
            "Ask why.",
        ):
            assert said in notes
        assert "Base: " in words_of(slide) or "Base: " in notes
        assert "Ask why." in words_of(slide)
        described = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes]  # noqa: SLF001
        if card.chart is not None:
            assert " ".join(card.alt.split()) in described
            native = isinstance(card.chart, NATIVE) and not card.chart.rows.empty
            assert (chart_of(slide) is not None) == native, card.key


def test_a_chart_that_is_a_picture_stands_in_the_middle_of_its_room(held: list[tuple[Finding, Any]]) -> None:
    alone = [dataclasses.replace(finding, note="") for finding, _ in held]
    drawn = 0
    for slide in list(deck_of(alone).slides)[1:]:
        for shape in (each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.PICTURE):
            title = slide.shapes.title
            beside = shape.left - title.left, title.left + title.width - shape.left - shape.width
            assert min(beside) >= -1
            assert abs(beside[0] - beside[1]) <= 2
            drawn += 1
    assert drawn


def test_charts_hold_values_order_labels_and_highlights_of_their_cards(held: list[tuple[Finding, Any]]) -> None:
    """What a slide program draws is read back and compared with the rows of the card."""
    seen = set()
    for finding, slide in held:
        chart = finding.card.chart
        if not isinstance(chart, NATIVE) or chart.rows.empty:
            continue
        drawn = chart_of(slide)
        seen.add(type(chart))
        _COMPARED[type(chart)](chart, drawn)
    assert seen == set(NATIVE)


def _compare_bars(chart: Bars, drawn: Any) -> None:
    rows, (series, ends, *_) = as_rows(chart.rows), drawn.plots[0].series
    assert list(series.values) == [None if is_missing(row["value"]) else pytest.approx(row["value"]) for row in rows]
    assert drawn.category_axis.reverse_order
    for at, (row, category) in enumerate(zip(rows, drawn.plots[0].categories, strict=True)):
        # Whole: a label that ends before its year names another figure.
        assert str(category).split() == str(row["label"]).split()
        assert label_of(ends.points[at]).startswith(str(row["text"]))
        fill, weak = str(series.points[at].format.fill.fore_color.rgb), bool(row.get("weak"))
        strong = str(series.points[at].format.line.color.rgb) if weak else fill
        assert (strong == STRONG.removeprefix("#")) == bool(row.get("strong"))
        assert (fill == LIGHT.background.removeprefix("#")) == weak


def points_of(drawn: Any, name: str = "") -> dict[str, list[tuple[float, float]]]:
    """Return the points of the series of a chart, those of one name together."""
    found: dict[str, list[tuple[float, float]]] = {}
    for series in drawn.plots[0].series:
        if series.name.startswith(name):
            along = [float(each.text) for each in series._element.xpath("c:xVal//c:v")]  # noqa: SLF001
            found.setdefault(series.name, []).extend(zip(along, series.iter_values(), strict=True))
    return found


def labels_of(drawn: Any, name: str) -> list[str]:
    """Return the words at the points of a series, in the order of the points."""
    series = next(each for each in drawn.plots[0].series if each.name == name)
    numbered = series._element.xpath("c:dLbls/c:dLbl")  # noqa: SLF001
    return [" ".join(text.text for text in each.iter() if text.tag.endswith("}t")).strip() for each in numbered]


def _compare_lines(chart: Lines, drawn: Any) -> None:
    rows, found = as_rows(chart.rows), points_of(drawn)
    for name in {str(row["line"]) for row in rows}:
        held = {(int(row["year"]), round(row["number"], 6)) for row in rows if row["line"] == name}
        assert {(int(year), round(value, 6)) for year, value in found[name]} == held
    # What words call the band lies between the ends of the middle half of all.
    median = [row for row in rows if not row["code"]]
    for edge in ("lower", "upper"):
        told = {(int(year), round(value, 6)) for year, value in found[f"{edge.capitalize()} edge of the middle half"]}
        assert told == {(int(row["year"]), round(row[edge], 6)) for row in median}
    assert labels_of(drawn, "Scale") == [text for _, text in chart.ticks]
    assert str(max(chart.editions)) in labels_of(drawn, "Years")


def _compare_bump(chart: Bump, drawn: Any) -> None:
    rows, found = as_rows(chart.rows), points_of(drawn)
    for item in {str(row["item"]) for row in rows}:
        held = sorted((int(row["year"]), int(row["value"])) for row in rows if row["item"] == item)
        assert sorted((int(year), -int(place)) for year, place in found[item]) == held
    strong = {
        each.name
        for each in drawn.plots[0].series
        if each.name in found and each.format.line.fill.type and each.format.line.width.pt > 2
    }
    assert strong <= set(chart.highlighted)
    last = max(int(row["year"]) for row in rows)
    ends = {f"{int(row['value'])} {row['item']}" for row in rows if int(row["year"]) == last}
    assert set(labels_of(drawn, "Names")) == ends


def _compare_dots(chart: Dots, drawn: Any) -> None:
    rows = [row for row in as_rows(chart.rows) if not is_missing(row["number"])]
    found = points_of(drawn)
    assert [x for x, _ in found["Values"]] == [pytest.approx(row["number"]) for row in rows]
    heights = [y for _, y in found["Values"]]
    assert heights == sorted(heights, reverse=True)
    assert [each.split() for each in labels_of(drawn, "Names")] == [str(each).split() for each in chart.rows["label"]]
    assert labels_of(drawn, "Values in words") == [row["text"] for row in rows]
    ranged = [row for row in rows if not is_missing(row.get("low"))]
    drawn_ranges = [pair for name, pair in found.items() if name.startswith("Range: ")]
    assert [(one[0], other[0]) for one, other in drawn_ranges] == [
        (pytest.approx(row["low"]), pytest.approx(row["high"])) for row in ranged
    ]
    field = [] if chart.field is None else [row["number"] for row in as_rows(chart.field)]
    told = [x for name in ("All", "Chosen") for x, _ in found.get(name, [])]
    assert sorted(told) == [pytest.approx(each) for each in sorted(field)]
    if chart.middle is not None:
        assert (found["Median"][0][0], labels_of(drawn, "Median")) == (
            pytest.approx(chart.middle[0]),
            [chart.middle[1]],
        )


def _compare_dumbbells(chart: Dumbbells, drawn: Any) -> None:
    rows = as_rows(chart.rows)
    pairs = [each for each in drawn.plots[0].series if each.name not in {"Scale", INSIDE, OUTSIDE}]
    turned = -1 if chart.ends[0][0] > chart.ends[1][0] else 1
    for row, pair in zip(rows, pairs, strict=True):
        xs = [float(each.text) * turned for each in pair._element.xpath("c:xVal//c:v")]  # noqa: SLF001
        assert xs == [pytest.approx(row["before"]), pytest.approx(row["now"])]
        assert pair.name.split() == str(row["label"]).split()
        assert [label_of(pair.points[0]), label_of(pair.points[1])] == [row["before_text"], row["now_text"]]
        # A diamond was not tested, as the words beside the chart say.
        form = pair.points[1].marker.style
        assert (form == XL_MARKER_STYLE.CIRCLE) == bool(row["tested"])
        hollow = str(pair.points[1].marker.format.fill.fore_color.rgb) == LIGHT.background.removeprefix("#")
        assert hollow == bool(row["weak"])
    # Where a program knows no edges of marks, two of full ones make the edition before hollow, and weak figures.
    found = points_of(drawn)
    expected = sorted(
        [*(row["before"] * turned for row in rows), *(row["now"] * turned for row in rows if row["weak"])]
    )
    for name in (INSIDE, OUTSIDE):
        # The first series is as long as any other, its last point repeated.
        assert sorted({x for x, _ in found[name]}) == [pytest.approx(x) for x in sorted(set(expected))]
    names = [each.name for each in drawn.plots[0].series]
    assert names.index(INSIDE) < names.index(OUTSIDE) < names.index(pairs[0].name)
    assert set(labels_of(drawn, "Scale")) == {text for _, text in chart.ends}


def _compare_strips(chart: Strips, drawn: Any) -> None:
    answers, found = as_rows(chart.answers), points_of(drawn)
    marked = [row for row in answers if row["marked"]]
    assert sorted(x for x, _ in found["Answers"]) == sorted(float(row["value"]) for row in marked)
    assert {x for x, _ in found.get("Other answers", [])} == {
        float(row["value"]) for row in answers if not row["marked"]
    }
    weak = {float(row["value"]) for row in marked if row["weak"]}
    assert {x for x, _ in found.get(INSIDE, [])} == {x for x, _ in found.get(OUTSIDE, [])} == weak
    ranged = sorted((row["low"], row["high"]) for row in marked if row["named"] and not is_missing(row["low"]))
    lines = [
        (xs[0], xs[1])
        for each in drawn.plots[0].series
        if each.name.startswith("Range: ")
        and (xs := [float(value.text) for value in each._element.xpath("c:xVal//c:v")])  # noqa: SLF001
    ]
    assert sorted(lines) == [(pytest.approx(low), pytest.approx(high)) for low, high in ranged]
    assert len({y for _, y in found["Answers"]}) <= len(chart.rows)


def _compare_scatter(chart: Scatter, drawn: Any) -> None:
    rows, found = as_rows(chart.rows), points_of(drawn)
    quiet = sorted((row["x"], row["y"]) for row in rows if not row["strong"])
    assert sorted(found["Others"]) == [(pytest.approx(x), pytest.approx(y)) for x, y in quiet]
    for row in rows:
        if row["strong"]:
            assert found[row["label"]][0] == (pytest.approx(row["x"]), pytest.approx(row["y"]))
    assert labels_of(drawn, "What each scale measures") == [chart.y_words, chart.x_words]


_COMPARED: dict[type, Any] = {
    Bars: _compare_bars,
    Lines: _compare_lines,
    Bump: _compare_bump,
    Dots: _compare_dots,
    Dumbbells: _compare_dumbbells,
    Strips: _compare_strips,
    Scatter: _compare_scatter,
}


def test_words_and_marks_do_not_touch(held: list[tuple[Finding, Any]]) -> None:
    """A program may begin words right at the edge of a mark."""
    seen = 0
    for drawn in (chart_of(slide) for _, slide in held if chart_of(slide)):
        for label in drawn._chartSpace.xpath("//c:scatterChart//c:dLbl[c:dLblPos/@val='r' or c:dLblPos/@val='l']"):  # noqa: SLF001
            words = "".join(text.text for text in label.iter() if text.tag.endswith("}t"))
            end = words[0] if label.xpath("c:dLblPos/@val") == ["r"] else words[-1]
            assert end.isspace(), words
            seen += 1
    assert seen


def test_words_of_rows_stand_whole_beside_their_dots(held: list[tuple[Finding, Any]]) -> None:
    """Each row has its words in a box that begins above and ends below the level of its dots, and none lies on another."""
    seen = set()
    for finding, slide in held:
        chart = finding.card.chart
        if not isinstance(chart, Dumbbells | Strips) or chart.rows.empty:
            continue
        seen.add(type(chart))
        frame = next(shape for shape in slide.shapes if shape.has_chart)
        boxes = [shape for shape in slide.shapes if shape.has_text_frame and shape.top >= frame.top and shape != frame]
        words = [" ".join(box.text_frame.text.split()) for box in boxes]
        levels = sorted({y for points in points_of(frame.chart).values() for _, y in points}, reverse=True)[:-1]
        for row, level in zip(as_rows(chart.rows), levels, strict=True):
            at = next(at for at, said in enumerate(words) if " ".join(str(row["label"]).split()) in said)
            for part in ("note", "verdict", "range"):
                assert " ".join(str(row.get(part) or "").split()) in words[at]
            middle = frame.top - level * 12_700
            assert boxes[at].top < middle < boxes[at].top + boxes[at].height
            words[at] = ""
        foot = max(boxes, key=lambda box: box.top if "Source: " in box.text_frame.text else 0)
        assert all(box.top + box.height <= foot.top for box in boxes if box is not foot and box.left == frame.left)
    assert seen == {Dumbbells, Strips}


def test_a_table_on_a_slide_has_room_and_says_how_many_rows_there_are(held: list[tuple[Finding, Any]]) -> None:
    tables = 0
    for finding, slide in held:
        for frame in (shape for shape in slide.shapes if shape.has_table):
            tables += 1
            rows = len(frame.table.rows) - 1
            foot = next(
                shape
                for shape in slide.shapes
                if shape.has_text_frame and "Base: " in shape.text_frame.text and shape.top > frame.top
            )
            assert frame.top + sum(row.height for row in frame.table.rows) <= foot.top
            said = f"The first {rows} of {len(finding.card.table):,} rows"
            assert (said in foot.text_frame.text) == (rows < len(finding.card.table))
            for cell in frame.table.rows[0].cells:
                letters = cell.text_frame.paragraphs[0].runs[0].font.color.rgb
                assert str(letters) != str(cell.fill.fore_color.rgb)
                assert str(cell.fill.fore_color.rgb) == LIGHT.accent.removeprefix("#")
    assert tables


def test_no_title_is_cut_and_what_is_drawn_of_its_rows_is_said(held: list[tuple[Finding, Any]]) -> None:
    counted = 0
    for finding, slide in held:
        # Behind the second of one title stands its number.
        chart, title = finding.card.chart, " ".join(plain(finding.card.title).split())
        assert slide.shapes.title.text_frame.text.startswith(title)
        if isinstance(chart, Bars | Dumbbells) and len(chart.rows) < len(finding.card.table):
            counted += 1
            assert f"Drawn: {len(chart.rows)} of {len(finding.card.table)} rows" in words_of(slide)
    assert counted


@pytest.mark.parametrize("words", ["=1+1", "http://127.0.0.1:9/x", *HOSTILE])
def test_no_name_becomes_a_formula_or_a_link_in_the_sheet_behind_a_chart(findings: list[Finding], words: str) -> None:
    of_kind = {
        type(finding.card.chart): finding
        for finding in findings
        if isinstance(finding.card.chart, Bars | Dumbbells) and not finding.card.chart.rows.empty
    }
    held = [
        replace(finding, card=replace(card, chart=replace(card.chart, rows=card.chart.rows.assign(label=words))))
        for finding in of_kind.values()
        if isinstance((card := finding.card).chart, Bars | Dumbbells)
    ]
    assert len(held) == 2
    charts = [chart for slide in deck_of(held).slides if (chart := chart_of(slide))]
    assert len(charts) == len(held) > 0
    for chart in charts:
        blob = chart.part.chart_workbook.xlsx_part.blob
        for row in load_workbook(io.BytesIO(blob)).active.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None


def test_a_note_keeps_its_lines(findings: list[Finding]) -> None:
    noted = replace(findings[0], note="Watch this.\n\nSecond line & more")
    slide = list(deck_of([noted]).slides)[1]
    written = [shape.text_frame for shape in slide.shapes if shape.has_text_frame and "Note: " in shape.text_frame.text]
    assert [[each.text for each in frame.paragraphs] for frame in written] == [
        ["Note: Watch this.", "Second line & more"]
    ]
    assert b"Watch this.<br>Second line &amp; more</p>" in html_briefing(Briefing("Lines", [noted], DAY))


@pytest.mark.parametrize("words", [*HOSTILE, "long " * 46, "طويل " * 50, "長い文字列" * 46, "a\x00b\x0bc\ufffe"])
def test_text_has_room_whatever_it_is(findings: list[Finding], words: str) -> None:
    """Title and note are drawn smaller or cut until they have room; nothing breaks the file."""
    finding = Finding(findings[0].page, findings[0].card, findings[0].request, findings[0].choices, words)
    deck = deck_of([finding], title=words)
    for slide in list(deck.slides)[:2]:
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            sizes = [run.font.size.pt for each in shape.text_frame.paragraphs for run in each.runs]
            lines = sum(
                len(broken("".join(run.text for run in each.runs), shape.width, sizes[0]))
                for each in shape.text_frame.paragraphs
            )
            assert lines * sizes[0] * LINE <= Length(shape.height).pt + 2 * sizes[0], shape.text_frame.text[:60]
    kept = re.sub(r"[^\w]", "", words)
    assert kept[:200] in re.sub(r"[^\w]", "", deck.slides[1].notes_slide.notes_text_frame.text) or not kept


def test_a_template_is_used_or_refused(findings: list[Finding], tmp_path: Path) -> None:
    own = Presentation()
    own.slide_layouts[5].name = "Ours"
    own.slides.add_slide(own.slide_layouts[5]).shapes.title.text = "Taken out"
    own.save(tmp_path / "own.pptx")
    deck = deck_of(findings[:1], template=tmp_path / "own.pptx")
    assert "Taken out" not in [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert deck.slides[1].slide_layout.name in {layout.name for layout in own.slide_layouts}
    (tmp_path / "no.pptx").write_text("none")
    for wrong in ("no.pptx", "missing.pptx"):
        with pytest.raises(TemplateError, match=wrong):
            deck_of(findings[:1], template=tmp_path / wrong)


def test_the_command_writes_a_file_or_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Request().version.fingerprint
    to = tmp_path / "board.pptx"
    given = ["briefing", "movers/shares", "--to", str(to), "--title", "Monday"]
    # A finding may stand behind options as well.
    assert command.main([*given, "movers/places"]) == 0
    assert command.main(given) == 0
    title = " ".join(plain(finding_of("movers/shares").card.title).split())
    assert title[:30] in Presentation(str(to)).slides[1].shapes.title.text_frame.text
    assert command.main(["briefing", "movers/none", "--to", str(to)]) == 2
    assert command.main(["briefing", "movers/shares", "--to", str(tmp_path / "board.doc")]) == 2
    assert "has no card" in capsys.readouterr().err
    assert command.main(["briefing", "movers/shares", "movers/shares?", "--to", str(to)]) == 0
    assert "chosen twice" in capsys.readouterr().err


def test_the_colours_are_those_of_the_pages(findings: list[Finding]) -> None:
    deck = deck_of(findings[:1])
    theme = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    for color in LIGHT.categories:
        assert color.removeprefix("#") in theme.blob.decode()
