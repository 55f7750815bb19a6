"""A briefing as HTML, as a workbook and as an archive of all its forms: each holds its cards, whole and as they are."""

import csv
import dataclasses
import html
import io
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pytest
from pptx import Presentation

from tests.hostile_words import HOSTILE
from tests.pdf_reading import bookmarks_of, pages_of, squeezed
from tests.svg_reading import bare
from trends.export.archive import archive, page_archive, page_briefing, stem_of
from trends.export.briefing import Briefing
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.export.briefing_html import html_briefing
from trends.export.csvw import ENDING
from trends.export.finding_words import METHOD, told
from trends.export.slides import slides
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

HOST = "https://dashboard.example/trends"
DAY = date(2026, 3, 1)
BEGINNINGS = {"pdf": b"%PDF-1.7", "html": b"<!DOCTYPE html>", "zip": b"PK\x03\x04"}


class Read(HTMLParser):
    """What a file of HTML holds: its words, names of parts, addresses, and rows of its tables."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.words, self.names, self.links, self.tags, self.rows = "", [], [], set(), 0
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.rows += tag == "tr"
        self.names += [given["id"]] if "id" in given else []
        self.links += [given[name] or "" for name in ("href", "src") if name in given]
        assert not [name for name in given if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def briefing(store: Store) -> Briefing:
    """All of a page that has charts and lists, with a note."""
    assert store.fingerprint
    made = page_briefing("countries", Request(), {}, DAY, HOST)
    cases = page_briefing("cases", Request(), {}, DAY).findings[:1]
    first, *others = made.findings
    return dataclasses.replace(made, findings=[dataclasses.replace(first, note="To the board"), *others, *cases])


@pytest.fixture(scope="module")
def files(briefing: Briefing) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive(briefing))) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_archive_holds_each_finding_in_every_form(briefing: Briefing, files: dict[str, bytes]) -> None:
    expected = {"README.txt", "briefing.pdf", "briefing.html", "briefing.xlsx"}
    for at, finding in enumerate(briefing.findings, 1):
        stem = stem_of(finding, at)
        expected |= {f"data/{stem}.csv", f"data/{stem}.csv{ENDING}"}
        if finding.card.chart is not None:
            expected |= {f"pictures/{stem}.svg", f"pictures/{stem}.png"}
            assert bare(plain(finding.card.title)) in bare(
                "".join(re.findall(">([^<]*)<", files[f"pictures/{stem}.svg"].decode()))
            )
            assert files[f"pictures/{stem}.png"].startswith(b"\x89PNG")
    assert set(files) == expected
    readme = files["README.txt"].decode()
    for finding in briefing.findings:
        assert finding.card.receipt is not None
        for said in (plain(finding.card.title), finding.card.receipt.words(), finding.address(HOST)):
            assert said in readme
    assert "Note: To the board" in readme


def test_csv_files_are_what_their_metadata_says(briefing: Briefing, files: dict[str, bytes]) -> None:
    for at, finding in enumerate(briefing.findings, 1):
        name = f"data/{stem_of(finding, at)}.csv"
        said = json.loads(files[name + ENDING])
        head, *rows = csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline=""))
        assert said["url"] == Path(name).name
        assert said["dc:title"] == plain(finding.card.title)
        columns = said["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == head == list(finding.card.shown.columns)
        assert len(rows) == len(finding.card.shown)
        kinds = {"boolean": {"true", "false"}, "integer": int, "number": float}
        for place, column in enumerate(columns):
            held = {row[place] for row in rows} - {""}
            kind = kinds.get(column["datatype"])
            if isinstance(kind, set):
                assert held <= kind
            elif kind is not None:
                assert [value for value in held if not isinstance(kind(value), kind)] == []
        notes = {note["label"]: note["text"] for note in said["notes"]}
        assert notes == {label: plain(words) for label, words in told(finding, HOST)}


def test_workbook_has_a_sheet_for_each_finding_with_its_numbers(briefing: Briefing, files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["briefing.xlsx"]))
    numbered = [f"Finding {at}" for at in range(1, len(briefing.findings) + 1)]
    assert book.sheetnames == ["Cover", "Findings", *numbered, "Notes"]
    assert book.properties.title == book["Cover"]["A1"].value == briefing.title
    for sheet in book:
        # A marked-up table tells programs and screen readers which row is the head.
        assert len(sheet.tables) == 1, sheet.title
        assert not sheet.merged_cells.ranges
    head, *lines = book["Findings"].iter_rows(values_only=True)
    for finding, line in zip(briefing.findings, lines, strict=True):
        said = dict(zip(head, line, strict=True))
        assert said["Finding"] == plain(finding.card.title)
        assert said["Base"].lower() in plain(finding.card.foot).lower()
    for name, finding in zip(numbered, briefing.findings, strict=True):
        head, *rows = book[name].iter_rows(values_only=True)
        shown = finding.card.shown
        assert list(head) == list(shown.columns)
        assert len(rows) == len(shown)
        if "value" in shown:
            values = [row[head.index("value")] for row in rows]
            assert values == pytest.approx([None if pd.isna(value) else value for value in shown["value"]])
    described = dict(book["Notes"].iter_rows(max_col=2, values_only=True))
    first, *_ = book["Findings"].iter_rows(values_only=True)
    assert {described[label] for label in first} & {"Not described.", None} == set()


def test_html_stands_alone_and_holds_whole_tables(briefing: Briefing, files: dict[str, bytes]) -> None:
    read = Read(files["briefing.html"])
    words = bare(read.words)
    assert not read.tags & {"script", "img", "iframe"}
    assert len(set(read.names)) == len(read.names)
    # Within the file, to a source, or to the dashboard; nowhere that a file could not lead.
    assert [link for link in read.links if not re.match(r"https?://|mailto:|#finding-\d+$|data:,$", link)] == []
    assert read.rows >= sum(len(finding.card.table) for finding in briefing.findings)
    for finding in briefing.findings:
        for said in (plain(finding.card.title), plain(finding.card.subtitle), finding.note):
            assert bare(html.escape(said)) in bare(html.escape(read.words))
        for label, said in told(finding, HOST):
            assert bare(f"{label}:{plain(said)}") in words
        for row in finding.card.table.rows():
            assert bare("".join(map(plain, row.values()))) in words


def test_every_form_ends_with_sources_method_and_words(briefing: Briefing, files: dict[str, bytes]) -> None:
    parts = ["Sources", "Method", "Words used"]
    page = files["briefing.html"].decode()
    assert re.findall(r"<h2>(.*?)</h2>", page)[-3:] == parts
    deck = list(Presentation(io.BytesIO(slides(briefing))).slides)[len(briefing.findings) + 1 :]
    titles = [re.sub(r" \(\d+\)$", "", slide.shapes.title.text_frame.text) for slide in deck]
    assert list(dict.fromkeys(titles)) == parts
    with pikepdf.open(io.BytesIO(files["briefing.pdf"])) as paper:
        assert [title for title, _ in bookmarks_of(paper)][-3:] == parts
        printed = "".join(pages_of(paper)[len(briefing.findings) + 1 :])
    ends = {
        "HTML": bare(Read(page[page.rindex("<h2>Sources</h2>") :].encode()).words),
        "slides": bare("".join(shape.text_frame.text for slide in deck for shape in slide.shapes)),
    }
    for said in (*METHOD, *(finding.card.source.licence for finding in briefing.findings)):
        assert [form for form, words in ends.items() if bare(said) not in words] == []
        assert squeezed(said) in printed
    # Sources that are no names begin as sentences do.
    own = [finding.card.source.name for finding in briefing.findings if "//" not in finding.card.source.url]
    assert own
    for name in own:
        assert [form for form, words in ends.items() if bare(f"{name[0].upper()}{name[1:]}") not in words] == []
    # What is to know of some findings alone stands below their numbers.
    method = page[page.rindex("<h2>Method</h2>") : page.rindex("<h2>Words used</h2>")]
    of_numbers = dict(re.findall(r"<dt><strong>(.*?)</strong></dt>((?:<dd>.*?</dd>)+)", method))
    for at, finding in enumerate(briefing.findings, 1):
        own = "".join(words for numbers, words in of_numbers.items() if str(at) in re.findall(r"\d+", numbers))
        for paragraph in finding.card.about:
            assert bare(plain(paragraph)) in bare(Read(own.encode()).words)


def test_html_without_a_host_leads_to_sources_alone(briefing: Briefing) -> None:
    read = Read(html_briefing(dataclasses.replace(briefing, host="")))
    assert [link for link in read.links if "dashboard" in link or link.startswith("/")] == []
    assert "/countries#countries-standing" in read.words


def test_no_word_of_a_briefing_is_markup(briefing: Briefing) -> None:
    said = " · ".join(HOSTILE)
    first = briefing.findings[0]
    card = dataclasses.replace(first.card, title=said, subtitle=said)
    made = Briefing(said, [dataclasses.replace(first, card=card, note=said)], DAY, HOST, [said])
    read = Read(html_briefing(made))
    assert read.words.count(said) >= 6
    # The way back to the briefing holds what its reader wrote.
    others = [link for link in read.links if not link.startswith(f"{HOST}/briefing?")]
    assert [link for link in others if "127.0.0.1" in link or "example.org" in link] == []
    with zipfile.ZipFile(io.BytesIO(archive(made))) as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read("briefing.xlsx")))
    assert book["Cover"]["A1"].value == said


def test_archive_of_a_page_has_its_cards_under_its_filters(store: Store) -> None:
    assert store.fingerprint
    request = Request()
    cards = registry.contents("concerns", request).cards
    with zipfile.ZipFile(io.BytesIO(page_archive("concerns", request, {}, DAY, HOST))) as file:
        held = file.namelist()
        assert file.getinfo("README.txt").date_time == (2026, 3, 1, 0, 0, 0)
    assert [name for name in held if name.endswith(".csv")] == [
        f"data/{at:02}-concerns-{card.key}.csv" for at, card in enumerate(cards, 1)
    ]


def test_each_format_makes_its_kind_of_file(store: Store) -> None:
    assert store.fingerprint
    nothing = Briefing("Nothing yet", [], DAY, HOST, ["What was asked for is not there."])
    for ending, format_of in BRIEFING_FORMATS.items():
        made = format_of.make(nothing)
        assert made.startswith(BEGINNINGS.get(ending, b"PK"))
        assert format_of.words
        assert "/" in format_of.media_type
