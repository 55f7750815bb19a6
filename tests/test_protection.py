"""That figures were changed to protect those who answered is said once of each, with the way to how it is done."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from app import app
from tests.svg_reading import bare, parsed
from tests.test_publishing import owner
from trends.cards.card import Card
from trends.export import everything
from trends.export import page as pages
from trends.export.archive import cards_workbook
from trends.export.briefing import Briefing, Finding
from trends.export.briefing_html import html_briefing
from trends.export.embed import embed_html
from trends.export.picture import SIZES, picture
from trends.export.prose import prose_html
from trends.export.receipts import receipt
from trends.export.shown import shown_file
from trends.export.slides import slides
from trends.export.tables import encoded
from trends.export.text import card_text
from trends.intake import perturbation
from trends.paths import ROOT
from trends.request.request import Request
from trends.request.tables import TABLES
from trends.store.opening import open_store
from trends.store.versions import Version
from trends.subjects import registry
from trends.words import protection

SAID = "mall random changes protect those who answered (up to ± 5 persons)"
SURVEY, YEAR = "Invented", 2026
HOST = "https://trends.example/digital"


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    folder = tmp_path_factory.mktemp("guarded")
    made = owner(folder)
    assert made.adds() == 0
    return Version(open_store(made.data, folder / "cache"))


def contents(version: Version) -> Iterator[tuple[str, Any, dict[str, list[str]], Request]]:
    """Give all pages as they open, lists of the survey and its pages of themes, with what they are asked with."""
    asked: list[tuple[str, dict[str, list[str]]]] = [(name, {}) for name in registry.PAGES if name != "body"]
    asked += [("concerns", {"question": ["invented_concerns"]}), ("priorities", {"question": ["invented_ranked"]})]
    asked += [("themes", {"topic": [name]}) for name in ("Cyber and resilience", "Skills and workforce")]
    for name, choices in asked:
        request = Request(version)
        yield name, registry.contents(name, request, choices), choices, request


def is_guarded(card: Card) -> bool:
    """Say whether a card has figures of the survey, by its rows alone."""
    shown = card.shown
    if "survey_name" not in shown:
        return False
    return any(
        ((shown["survey_name"] == SURVEY) & (shown[name] == YEAR)).any()
        for name in ("year", "year_before")
        if name in shown
    )


@pytest.fixture(scope="module")
def finding(version: Version) -> Finding:
    """A card with a chart of the survey."""
    choices = {"question": ["invented_concerns"]}
    request = Request(version)
    card = next(card for card in registry.contents("concerns", request, choices).cards if is_guarded(card))
    return Finding("concerns", card, request, choices)


def test_every_card_of_the_survey_says_it_once_and_no_other_does(version: Version) -> None:
    seen = {True: 0, False: 0}
    for name, held, choices, request in contents(version):
        for card in held.cards:
            guarded = is_guarded(card)
            seen[guarded] += 1
            assert card_text(card).count(SAID) == guarded, (name, card.key)
        written = pages.page_html(name, request, choices, "/digital")
        articles = re.findall(r"<article.*?</article>", written, re.DOTALL)
        assert [article.count(SAID) for article in articles] == [int(is_guarded(card)) for card in held.cards], name
        links = [article.count('<a href="protection">How that is done</a>') for article in articles]
        assert links == [int(is_guarded(card)) for card in held.cards], name
    assert seen[True] >= 4
    assert seen[False] >= 3


def test_where_figures_of_others_stand_beside_them_it_is_said_of_which(version: Version, finding: Finding) -> None:
    assert finding.card.protection == protection.SENTENCE
    request = Request(version)
    assert version.store.rows("guarded_editions") == [{"survey_name": SURVEY, "year": YEAR}]
    mixed = pd.DataFrame({"survey_name": ["Another", SURVEY, SURVEY], "year": [2025, YEAR, YEAR]})
    assert request._protection(mixed) == f"In figures of {SURVEY}, {YEAR}, s{protection.SENTENCE[1:]}"  # noqa: SLF001
    assert request._protection(mixed.iloc[:1]) == ""  # noqa: SLF001
    later = pd.DataFrame({"survey_name": [SURVEY], "year": [YEAR + 1], "year_before": [YEAR]})
    assert request._protection(later) == f"In figures of {SURVEY}, {YEAR}, s{protection.SENTENCE[1:]}"  # noqa: SLF001


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_says_it_once_and_whole(finding: Finding, version: Version, size: str) -> None:
    request = Request(version)
    cards = [finding.card, *(card for card in registry.contents("movers", request).cards if card.chart is not None)]
    others = f"In figures of {SURVEY}, {YEAR}, another survey of a long name, 2025, and a third one, 2024"
    # Where figures of others stand beside them the sentence is longer than the lines other words have.
    cards.append(replace(finding.card, protection=f"{others}, s{protection.SENTENCE[1:]}"))
    for card in cards:
        drawn = picture(card, SIZES[size], filters="", address="Digital Trends · 1 March 2026", meanings=[])
        said = bare("".join(parsed(drawn).itertext()))
        assert said.count(bare(SAID)) == bool(card.protection), card.key
        assert bare(card.protection) in said
    assert [bool(card.protection) for card in cards].count(True) >= 2


def test_files_say_it_once_with_the_address_of_the_method(finding: Finding) -> None:
    book = load_workbook(io.BytesIO(shown_file(finding.card, finding.request, "xlsx", HOST)))
    cover = [str(cell) for row in book[book.sheetnames[0]].iter_rows(values_only=True) for cell in row if cell]
    assert [text for text in cover if SAID in text] == [f"{protection.SENTENCE} How that is done: {HOST}/protection"]
    assert "page “protection” of the dashboard" in shown_file(finding.card, finding.request, "parquet").decode(
        "utf-8", "replace"
    ).replace("\\u201c", "“").replace("\\u201d", "”")
    # A row of a file without a cover says it by itself.
    rows = pd.read_csv(io.BytesIO(shown_file(finding.card, finding.request, "csv", HOST)))
    assert set(rows["wave_note"]) == {protection.SENTENCE}


def test_tables_and_the_archive_of_all_say_of_which_rows_it_is(version: Version, tmp_path: Path) -> None:
    asked = Request(version)

    def told(selection: dict[str, list[str]]) -> list[str]:
        file = encoded(version.store, asked.vocabulary, TABLES["findings"], selection, "xlsx")
        book = load_workbook(io.BytesIO(file))
        cover = [str(cell) for row in book[book.sheetnames[0]].iter_rows(values_only=True) for cell in row if cell]
        return [text for text in cover if SAID in text]

    method = "How that is done: page “protection” of the dashboard."
    assert told({"survey": ["invented"]}) == [f"{protection.SENTENCE} {method}"]
    assert told({}) == [f"Of rows with the origin “guarded”: {protection.SENTENCE} {method}"]
    assert told({"survey": ["council_barriers"]}) == told({"survey": ["council_survey"]}) == []
    everything.write(version, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
    said = {each["path"]: each["description"].count(SAID) for each in package["resources"]}
    assert {path: count for path, count in said.items() if count} == {"findings.csv": 1, "findings.parquet": 1}


def test_a_briefing_says_it_once_of_each_finding_in_every_form(finding: Finding) -> None:
    briefing = Briefing("For the board", [finding], date(2026, 3, 1), HOST)
    page = html_briefing(briefing).decode()
    assert page.count(SAID) == 1
    assert f'<a href="{HOST}/protection">' in page
    assert '"protection"' not in page
    deck: Any = Presentation(io.BytesIO(slides(briefing)))
    slide = next(each for each in deck.slides if SAID in each.notes_slide.notes_text_frame.text)
    assert slide.notes_slide.notes_text_frame.text.count(SAID) == 1
    assert f"{HOST}/protection" in slide.notes_slide.notes_text_frame.text
    assert sum(SAID in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) == 1
    book = load_workbook(io.BytesIO(cards_workbook(briefing)))
    cells = [str(cell) for row in book["Findings"].iter_rows(values_only=True) for cell in row if cell]
    assert sum(SAID in cell for cell in cells) == 1


def test_a_card_in_a_frame_leads_to_the_method_of_its_dashboard(finding: Finding) -> None:
    framed = embed_html(finding, "/digital")
    assert '<base href="/digital/" target="_blank">' in framed
    assert framed.count('<a href="protection">How that is done</a>') == 1


def test_the_receipt_of_a_row_says_that_its_figure_was_changed(finding: Finding) -> None:
    told = receipt(finding, 1, HOST)
    assert "changed by up to 5" in str(told)


def test_the_method_is_a_page_and_a_plain_page() -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).switch_page("protection.py").run()
    assert not at.exception
    assert at.title[0].value == protection.title()
    drawn = " ".join(each.value for each in at.markdown)
    tables = [each.proto.body for each in at.get("html")]
    answer = TestClient(app).get("/read/protection")
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.text)
    for part in (drawn, plain):
        for said in (
            "its base is 10 or more",
            "the variance 3",
            "small random changes" if part is plain else "Small random",
        ):
            assert said.casefold() in " ".join(part.split()).casefold(), said
    # Each chance of the table that changes are drawn by stands there, in per cent.
    rows = [re.findall(r">([^<]*)</t[dh]>", row) for row in re.findall(r"<tr>.*?</tr>", answer.text)]
    told = {row[0]: row[1:] for row in rows if len(row) == 12 and row[0] != "Count"}
    chances: dict[str, dict[int, float]] = {}
    for count, change, start, end in perturbation.cumulative():
        chances.setdefault(f"{count}", {})[change] = 100 * (end - start)
    assert len(tables) == 3
    assert all(table in answer.text for table in tables)
    for count, of_count in chances.items():
        row = told.get(count) or told["8 and more"]
        expected = [f"{of_count[change]:.1f}" if of_count.get(change) else "–" for change in range(-5, 6)]
        assert row == expected, count


def test_a_document_of_ours_is_escaped_and_whole() -> None:
    written = prose_html(
        "## A <b>\n\nOne `x < y`, **two**\nthree.\n\n- a\n  b\n- [c](https://c.example)\n\n| k | v |\n|---|---:|\n| 1 | 2 |"
    )
    assert written == (
        "<h2>A &lt;b&gt;</h2><p>One <code>x &lt; y</code>, <strong>two</strong> three.</p>"
        '<ul><li>a b</li><li><a href="https://c.example">c</a></li></ul>'
        '<div class="wide" role="region" tabindex="0" aria-label="k v"><table><thead><tr><th scope="col">k</th>'
        '<th scope="col" class="number">v</th></tr></thead><tbody><tr><th scope="row">1</th><td class="number">2</td>'
        "</tr></tbody></table></div>"
    )
