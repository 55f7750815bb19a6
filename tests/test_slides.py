"""Slides: charts hold what cards draw, text has room, notes hold the whole, and a template is used or refused."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Length

from tests.hostile_words import HOSTILE
from trends import commands as command
from trends.cards.charts import Bars, Bump, Dots, Dumbbells, Lines
from trends.export.briefing import Briefing, Finding, finding_of
from trends.export.briefing_html import html_briefing
from trends.export.slide_charts import STRONG
from trends.export.slides import LINE, TemplateError, _broken, slides
from trends.figures.palette import LIGHT
from trends.request.request import Request, request_of
from trends.statistics.cells import as_rows, is_missing
from trends.store.store import Store
from trends.subjects import registry
from trends.subjects.lists import view as list_view
from trends.words.text import plain

DAY = date(2026, 3, 1)
HOST = "https://trends.example"
NATIVE = (Bars, Bump, Dots, Dumbbells, Lines)


@pytest.fixture(scope="module")
def findings(store: Store) -> list[Finding]:
    """One finding of each kind of chart and page, without filters and for a country with a trend."""
    assert store.fingerprint
    found: dict[Any, Finding] = {}
    for query in ([], [("country", "NZL"), ("trend", "true")]):
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


def deck_of(findings: list[Finding], title: str = "For the board", template: Path | None = None) -> Any:
    return Presentation(io.BytesIO(slides(Briefing(title, findings, DAY, HOST), template)))


def chart_of(slide: Any) -> Any:
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


def words_of(slide: Any) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def label_of(point: Any) -> str:
    return str(point.data_label.text_frame.text)


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


def test_charts_hold_values_order_labels_and_highlights_of_their_cards(findings: list[Finding]) -> None:
    """What a slide program draws is read back and compared with the rows of the card."""
    seen = set()
    for finding in findings:
        chart = finding.card.chart
        if not isinstance(chart, NATIVE) or chart.rows.empty:
            continue
        drawn = chart_of(list(deck_of([finding]).slides)[1])
        seen.add(type(chart))
        _COMPARED[type(chart)](chart, drawn)
    assert seen == set(NATIVE)


def _compare_bars(chart: Bars, drawn: Any) -> None:
    rows, (series, ends) = as_rows(chart.rows), drawn.plots[0].series
    assert list(series.values) == [None if is_missing(row["value"]) else pytest.approx(row["value"]) for row in rows]
    assert drawn.category_axis.reverse_order
    for at, (row, category) in enumerate(zip(rows, drawn.plots[0].categories, strict=True)):
        assert str(row["label"]).startswith(str(category).removesuffix("…").rstrip())
        assert label_of(ends.points[at]).startswith(str(row["text"]))
        fill = str(series.points[at].format.fill.fore_color.rgb)
        assert (fill == STRONG.removeprefix("#")) == bool(row.get("strong"))


def _compare_lines(chart: Lines, drawn: Any) -> None:
    years = [int(str(category)) for category in drawn.plots[0].categories]
    found = {
        (series.name, year, round(value, 6))
        for series in drawn.plots[0].series
        for year, value in zip(years, series.values, strict=True)
        if value is not None
    }
    assert found == {(row["line"], int(row["year"]), round(row["number"], 6)) for row in as_rows(chart.rows)}


def _compare_bump(chart: Bump, drawn: Any) -> None:
    years = [int(str(category)) for category in drawn.plots[0].categories]
    found = sorted(
        (year, int(value))
        for series in drawn.plots[0].series
        for year, value in zip(years, series.values, strict=True)
        if value is not None
    )
    assert found == sorted((int(row["year"]), int(row["value"])) for row in as_rows(chart.rows))
    strong = {series.name.split(" ", 1)[1] for series in drawn.plots[0].series if series.format.line.width.pt > 2}
    assert strong <= set(chart.highlighted)
    assert drawn.value_axis.reverse_order


def _compare_dots(chart: Dots, drawn: Any) -> None:
    rows = [row for row in as_rows(chart.rows) if not is_missing(row["number"])]
    names, values = drawn.plots[0].series
    assert list(values.iter_values()) == [pytest.approx(-at) for at in range(len(rows))]
    xs = [float(each.text) for each in values._element.xpath("c:xVal//c:v")]  # noqa: SLF001
    assert xs == [pytest.approx(row["number"]) for row in rows]
    for at, row in enumerate(rows):
        assert label_of(names.points[at]).split() == str(row["label"]).split()
        assert label_of(values.points[at]) == str(row["text"])


def _compare_dumbbells(chart: Dumbbells, drawn: Any) -> None:
    rows = as_rows(chart.rows)
    labels, *pairs = drawn.plots[0].series
    for at, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
        xs = [float(each.text) for each in pair._element.xpath("c:xVal//c:v")]  # noqa: SLF001
        assert xs == [pytest.approx(row["before"]), pytest.approx(row["now"])]
        assert [label_of(pair.points[0]), label_of(pair.points[1])] == [row["before_text"], row["now_text"]]
        assert label_of(labels.points[at]).startswith(str(row["label"])[:40])


_COMPARED: dict[type, Any] = {
    Bars: _compare_bars,
    Lines: _compare_lines,
    Bump: _compare_bump,
    Dots: _compare_dots,
    Dumbbells: _compare_dumbbells,
}


@pytest.mark.parametrize("words", ["=1+1", "http://127.0.0.1:9/x", *HOSTILE])
def test_no_name_becomes_a_formula_or_a_link_in_the_sheet_behind_a_chart(findings: list[Finding], words: str) -> None:
    held = [
        replace(finding, card=replace(card, chart=replace(card.chart, rows=card.chart.rows.assign(label=words))))
        for finding in findings
        if isinstance((card := finding.card).chart, Bars | Dumbbells) and not card.chart.rows.empty
    ]
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
                len(_broken("".join(run.text for run in each.runs), shape.width, sizes[0]))
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
