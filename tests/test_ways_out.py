"""One card of each kind, on every way out: screen, plain page, frame, picture, slide, paper, files, API and assistants.

What each way says is read back from the file or answer itself and held against the card: its words, its values in their
order, whose own mark stands out, its verdicts, and under which filters it was asked.
"""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import openpyxl
import pikepdf
import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.drawn import all_open, parts_of, table_of
from tests.pdf_reading import pages_of, squeezed
from tests.svg_reading import marks_of, parsed, words_of
from tests.test_svg import ADDRESSES
from trends.cards import charts
from trends.cards.card import Card
from trends.export.archive import archive, stem_of
from trends.export.briefing import Briefing, Finding
from trends.export.csvw import ENDING
from trends.export.page import own_choices, query_of
from trends.export.paper import MANY_COLUMNS
from trends.export.picture import SIGNS
from trends.export.plain import plain_rows
from trends.export.slides import NOTE_ROWS, slides
from trends.figures.draw import drawings
from trends.figures.palette import LIGHT
from trends.figures.svg.draw import svg
from trends.paths import ROOT
from trends.request.request import request_of
from trends.serve import answers, embeds, headers
from trends.store.store import Store
from trends.subjects import registry
from trends.words import pieces
from trends.words.text import Words, plain

DAY = date(2026, 3, 1)
KINDS = (
    charts.Bars, charts.Bump, charts.Dots, charts.Lines, charts.Panels, charts.Dumbbells, charts.Steps, charts.Places,
    charts.Strips, charts.Scatter, type(None),
)  # fmt: skip
HOST = "https://trends.example"
MADE = {charts.Bars, charts.Bump, charts.Dots, charts.Dumbbells, charts.Lines}


@dataclass(frozen=True)
class Ways:
    """What leaves the pages of some findings: answers of a server, files, and the words of each finding on each way."""

    client: TestClient
    files: Mapping[str, bytes]
    said: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, Mapping[str, Any]]
    slides: Mapping[str, Any]


def text_of(markup: str) -> str:
    """Return the words of HTML without its tags and blanks; where lines break is no part of what is said."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<(style|script).*?</\1>", "", markup))))


@pytest.fixture(scope="module")
def findings(store: Store) -> Mapping[str, Finding]:
    """A finding of each kind of chart, and one without, of each page that has them; those under filters before others."""
    assert store.fingerprint
    found: dict[str, Finding] = {}
    for name, address in ADDRESSES:
        request, choices = request_of(address)
        own = own_choices(name, choices)
        for card in registry.contents(name, request, own).cards:
            if card.receipt is None:
                continue  # what a release changed is written down, and asked of nothing
            kind = f"{name} {type(card.chart).__name__}"
            if kind not in found or (request.filter_words and not found[kind].request.filter_words):
                found[kind] = Finding(name, card, request, own, f"Note on {kind}")
    return found


@pytest.fixture(scope="module")
def ways(findings: Mapping[str, Finding]) -> Iterator[Ways]:
    briefing = Briefing("All kinds", list(findings.values()), DAY, HOST)
    with zipfile.ZipFile(io.BytesIO(archive(briefing))) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    deck = list(Presentation(io.BytesIO(slides(briefing))).slides)
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck]
    with pikepdf.open(io.BytesIO(files["briefing.pdf"])) as paper:
        shared = {
            "file of HTML": text_of(files["briefing.html"].decode()),
            "paper": "".join(pages_of(paper)),
            "workbook": squeezed(_words_of_sheets(files["briefing.xlsx"])),
        }
    apps = {kind: _app(finding) for kind, finding in findings.items()}
    with TestClient(Starlette(routes=[*embeds.ROUTES, *headers.routes("")])) as client:
        said = {
            kind: shared
            | {"slide": squeezed(notes[at]), "metadata": squeezed(files[_csv(finding, at) + ENDING].decode())}
            | {"screen": _screen(apps[kind])}
            | _answered(finding, client)
            for at, (kind, finding) in enumerate(findings.items(), 1)
        }
        yield Ways(
            client,
            files,
            said,
            {kind: _part(apps[kind], finding) for kind, finding in findings.items()},
            dict(zip(findings, deck[1:], strict=False)),
        )


def _csv(finding: Finding, at: int) -> str:
    return f"data/{stem_of(finding, at)}.csv"


def _app(finding: Finding) -> AppTest:
    """Return the page of a finding as it is drawn, with all open that it folds away."""
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120).switch_page(f"{finding.page}.py")
    for name, values in parse_qs(query_of(finding.request, finding.choices).lstrip("?")).items():
        app.query_params[name] = values
    with all_open():
        app.run()
    assert not app.exception
    return app


def _part(app: AppTest, finding: Finding) -> Mapping[str, Any]:
    """Return what a browser draws the parts of a finding from; nothing where its page draws a list of another form."""
    title = squeezed(plain(finding.card.title))
    return next((part for part in parts_of(app) if squeezed(part["title"]) == title), {})


def _screen(app: AppTest) -> str:
    """Return the words of a page as it is drawn in a browser, without blanks and the escapes of Markdown."""
    said = [
        str(element.value)
        for kind in ("header", "subheader", "title", "markdown", "caption")
        for element in app.get(kind)
    ]
    said += [box.label for box in app.main.expander]
    drawn = [_strings(json.loads(element.proto.json)) for element in app.get("bidi_component")]
    return text_of(re.sub(r"\\(?=[^\w\s])", "", " ".join([*said, *drawn])))


def _answered(finding: Finding, client: TestClient) -> Mapping[str, str]:
    """Return the words of a finding, without blanks, in what a server answers."""
    query = query_of(finding.request, finding.choices)
    address = f"{finding.page}/{finding.card.key}{query}"
    return {
        "plain page": text_of(client.get(f"/read/{finding.page}{query}").text),
        "frame": text_of(client.get(f"/embed/{address}").text),
        "API": squeezed(_strings(client.get(f"/api/v1/cards/{address}").json())),
        "assistant": squeezed(_strings(answers.ask_card(address))),
    } | ({"picture": _picture(client, finding)} if finding.card.chart is not None else {})


def _picture(client: TestClient, finding: Finding) -> str:
    """Return the words of the picture of a finding, without blanks."""
    query = query_of(finding.request, finding.choices)
    answer = client.get(f"/card/{finding.page}/{finding.card.key}.svg{query}")
    assert answer.status_code == 200
    # A picture has no room for a fingerprint, and names its evidence where programs read it.
    return squeezed("".join(parsed(answer.text).itertext()) + answer.headers["X-Evidence"])


def test_cards_of_all_kinds_are_held(findings: Mapping[str, Finding]) -> None:
    assert {type(finding.card.chart) for finding in findings.values()} == set(KINDS)


def _strings(value: Any) -> str:
    """Return all texts within an answer."""
    if isinstance(value, Mapping):
        return " ".join(map(_strings, value.values()))
    return " ".join(map(_strings, value)) if isinstance(value, list) else str(value)


def _words_of_sheets(file: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(file), read_only=True)
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_title_base_source_and_receipt_go_with_it_on_every_way(findings: Mapping[str, Finding], ways: Ways) -> None:
    missing = []
    for kind, finding in findings.items():
        card = finding.card
        assert card.receipt is not None
        for way, said in ways.said[kind].items():
            if (way, finding.page) == ("screen", "sources"):
                continue  # the lists there stand under the heading of their part, and their rows are the sources
            for part, words in {
                "title": plain(card.title),
                "base": plain(card.foot).removeprefix("Base: "),
                "source": card.source.name,
                "fingerprint": card.receipt.fingerprint,
            }.items():
                if not _holds(said, words) and not (part == "source" and _names_each(said, card)):
                    missing.append(f"{kind}: {way} lacks the {part}: {words}")
    assert missing == []


def _cells(card: Card) -> list[Words]:
    return [cell for row in card.table.rows() for cell in row.values()]


def _holds(said: str, words: str) -> bool:
    return squeezed(words).casefold() in said.casefold()


def _names_each(said: str, card: Card) -> bool:
    """Say whether words name each source of a card that has several, where no table stands that does."""
    return bool(card.source.each) and all(_holds(said, each) for each in card.source.each)


def test_the_filters_go_with_it_in_words(findings: Mapping[str, Finding], ways: Ways) -> None:
    chosen = {kind: finding for kind, finding in findings.items() if finding.request.filter_words}
    assert len({type(finding.card.chart) for finding in chosen.values()}) > len(MADE)
    missing = [
        f"{kind}: {way} does not say {finding.request.filter_words}"
        for kind, finding in findings.items()
        if kind in chosen
        for way, said in ways.said[kind].items()
        if not all(_holds(said, words) for words in re.split(", | · ", finding.request.filter_words))
    ]
    assert missing == []


def test_verdicts_are_in_words_on_every_way(findings: Mapping[str, Finding], ways: Ways) -> None:
    """A mark such as ▲ is explained, or its verdict is named, wherever a card with tested differences goes."""
    judged = 0
    for kind, finding in findings.items():
        card = finding.card
        shown = "".join(plain(words) for words in (card.title, card.subtitle, card.foot, *_cells(card)))
        marks = {
            verdict: mark
            for verdict, mark in pieces.MARKS.items()
            if verdict in card.verdicts and mark.split()[0] in shown
        }
        judged += bool(marks)
        for way, said in ways.said[kind].items():
            for verdict, mark in marks.items():
                # A picture has no table, where most marks stand.
                if way == "picture" and mark.split()[0] not in "".join(words_of(parsed(svg(card.chart, alt=card.alt)))):
                    continue
                assert _holds(said, mark) or _holds(said, str(verdict)), f"{kind}: {way} lacks {mark}"
    assert judged


def test_tables_have_the_same_cells_in_the_same_order(findings: Mapping[str, Finding], ways: Ways) -> None:
    """What a reader sees in the table of a card stands whole, and in its order, wherever a table goes."""
    for kind, finding in findings.items():
        rows = [[squeezed(plain(cell)) for cell in row.values()] for row in finding.card.table.rows()]
        said = ways.said[kind]
        for way in ("API", "assistant", "file of HTML", "plain page", "frame"):
            place = 0
            for number, row in enumerate(rows):
                place = said[way].find("".join(row), place)
                # A plain page is small; where a table is too long for it, the page says so and leads to all rows.
                if place < 0 and way in {"plain page", "frame"}:
                    assert f"Thesearethefirst{number:,}of{len(rows):,}rows." in said[way], f"{kind}: {way}, {row}"
                    break
                assert place >= 0, f"{kind}: {way} lacks {row}, or has it elsewhere"


def test_screen_slide_and_paper_have_the_cells_of_the_same_table_in_its_order(
    findings: Mapping[str, Finding], ways: Ways
) -> None:
    on_screen = 0
    for kind, finding in findings.items():
        table, part = finding.card.table, ways.parts[kind]
        rows = [[squeezed(plain(cell)) for cell in row.values()] for row in table.rows()]
        if part:
            on_screen += 1
            shown = [[squeezed(cell) for cell in row] for row in table_of(part).to_numpy().tolist()]
            assert shown == rows[: len(shown)], kind
            assert len(shown) == len(rows) or len(shown) > 1, kind
        place = 0
        for row in rows[:NOTE_ROWS]:
            place = ways.said[kind]["slide"].find("|".join(row), place)
            assert place >= 0, (kind, row)
        # Paper sets a table of many columns in its narrow form, and below a chart that fills the page it only says that
        # there is one.
        narrow = table.folded() if len(table.columns) > MANY_COLUMNS else table
        first = [squeezed(plain(cell).translate(SIGNS)) for row in [*narrow.rows()][:1] for cell in row.values()]
        written = ways.said[kind]["paper"].replace("\N{ZERO WIDTH SPACE}", "").translate(SIGNS)
        assert all(cell in written for cell in first) or f"Thetablehas{len(table):,}rows" in written, (kind, first)
    assert on_screen > len(KINDS)


def _drawing_in(markup: str) -> str:
    """Return the first SVG of a document with those it holds."""
    start, depth = markup.index("<svg "), 0
    for found in re.finditer(r"<svg |</svg>", markup[start:]):
        depth += 1 if found[0] == "<svg " else -1
        if not depth:
            return markup[start : start + found.end()]
    raise AssertionError("A drawing has no end.")


def test_every_way_draws_the_chart_of_the_card(findings: Mapping[str, Finding], ways: Ways) -> None:
    """Words and marks of each drawing are those of the same chart, whose drawings are held against each other elsewhere."""
    for at, (kind, finding) in enumerate(findings.items(), 1):
        card = finding.card
        if card.chart is None:
            continue
        address = f"{finding.page}/{card.key}{query_of(finding.request, finding.choices)}"
        page = ways.client.get(f"/read/{finding.page}{query_of(finding.request, finding.choices)}").text
        told = {
            "frame": ways.client.get(f"/embed/{address}").text,
            "file of HTML": ways.files["briefing.html"].decode().split(f'id="finding-{at}"')[1],
            "plain page": page.split(f'id="{re.sub("[^a-zA-Z0-9_-]", "-", card.key)}"')[1],
        }
        for way, markup in told.items():
            root = parsed(_drawing_in(markup))
            width = int(float(root.get("viewBox", "").split()[2]))
            expected = parsed(svg(card.chart, LIGHT, width, alt=card.alt))
            assert words_of(root) == words_of(expected), (kind, way)
            assert marks_of(root) == marks_of(expected), (kind, way)
            assert root.get("aria-label") == card.alt, (kind, way)
        on_screen = ways.parts[kind]
        assert on_screen["alt"] == card.alt, kind
        figures = [drawing.figure for drawing in drawings(card.chart)]
        assert [each["figure"] for each in on_screen["drawings"]] == figures, kind
        spoken = " ".join(card.alt.split())
        described = [
            shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""  # noqa: SLF001 - the library cannot read it
            for shape in ways.slides[kind].shapes
        ]
        assert spoken in [" ".join(each.split()) for each in described], kind


def test_rows_are_the_same_numbers_in_the_same_order_in_every_file(findings: Mapping[str, Finding], ways: Ways) -> None:
    for at, (kind, finding) in enumerate(findings.items(), 1):
        address = f"{finding.page}/{finding.card.key}{query_of(finding.request, finding.choices)}"
        rows = plain_rows(finding.card.shown)
        told = ways.client.get(f"/api/v1/cards/{address}").json()["cards"][0]
        assert told["rows"] == json.loads(json.dumps(rows)), kind
        links = told["addresses"]
        assert ways.client.get(links["json"]).json() == told["rows"], kind
        assert answers.ask_card(address)["rows"] == rows[: answers.MOST_ROWS], kind
        for data in (ways.client.get(links["csv"]).content, ways.files[_csv(finding, at)]):
            table = _as_text(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
            assert [pair for pair in zip(table, _as_text(rows), strict=True) if pair[0] != pair[1]][:1] == [], kind
        book = openpyxl.load_workbook(io.BytesIO(ways.client.get(links["xlsx"]).content), read_only=True)
        head, *cells = book["Data"].iter_rows(values_only=True)
        listed = _as_text(dict(zip(head, row, strict=True)) for row in cells)
        assert [pair for pair in zip(listed, _as_text(rows), strict=True) if pair[0] != pair[1]][:1] == [], kind


def _as_text(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return rows with each value as a text that says the same whatever kind of file held it."""
    return [{str(name): _one_text(value) for name, value in row.items()} for row in rows]


def _one_text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        # A table has one text in a cell.
        return _one_text("; ".join(map(str, value)))
    if isinstance(value, bool) or str(value) in {"true", "false", "True", "False"}:
        return str(value).casefold()
    try:
        return f"{float(value):.9g}"
    except (TypeError, ValueError):
        return squeezed(str(value))
