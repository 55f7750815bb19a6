"""A survey owner in a real browser: from the export to every page with the own wave, and a file with it; nobody else."""

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from tests import test_forms as coded
from tests.serving import Server
from tests.test_browser import AXE_OPTIONS, RUN_AXE, wait_until_drawn
from tests.test_own_survey import mapping

pytestmark = pytest.mark.browser

WAIT = 60_000


def test_an_owner_sees_every_page_with_their_wave_and_nobody_else_does(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    export, text = mapping(tmp_path)
    said = tmp_path / "mapping.toml"
    said.write_text(text, encoding="utf-8")
    reader, other = chromium.new_context(viewport={"width": 1366, "height": 768}), chromium.new_context()
    sent: list[str] = []
    page = reader.new_page()
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.goto(server.address + "/your_survey")
    field = page.get_by_label("Your export, or a mapping you have")
    field.set_input_files(export)
    expect(page.get_by_role("textbox", name="What its columns are")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Held for this session: export.csv")).to_be_visible(timeout=WAIT)
    # What is said of a file that is too large tells that the one before is still there.
    larger = tmp_path / "larger.csv"
    larger.write_bytes(b"a;b\n" + b"1;2\n" * 2_000_000)
    field.set_input_files(larger)
    told = page.get_by_text("What stands below is of export.csv, which you chose before.")
    expect(told).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Held for this session: export.csv")).to_be_visible(timeout=WAIT)
    page.set_viewport_size({"width": 320, "height": 844})
    page.evaluate(AXE_SCRIPT)
    assert [(fault["rule"], fault["target"]) for fault in page.evaluate(RUN_AXE, [None, AXE_OPTIONS])] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1366, "height": 768})
    field.set_input_files(said)
    page.get_by_role("button", name="Show the dashboard with my survey").click(timeout=WAIT)
    expect(page.get_by_text("With your survey: Invented (2026)")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Concerns").click()
    expect(page.get_by_role("heading", level=1, name="What worries")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("With your survey: Invented (2026)")).to_be_visible(timeout=WAIT)
    # A list opened while its page is still being drawn can be made anew between the press and the release on an entry.
    wait_until_drawn(page)
    page.get_by_role("combobox", name="Question, who answered").first.click()
    page.get_by_role("option", name="Invented: concerns").first.click()
    shown = page.get_by_text("Invented, 2026").filter(visible=True).first
    expect(shown).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)
    # The answers went by the connection of the session alone: there is no address that takes files.
    assert {line.partition(" ")[0] for line in sent} == {"GET"}
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download(timeout=WAIT) as coming:
        page.get_by_role("button", name="CSV").first.click()
    rows = list(csv.DictReader(io.StringIO(Path(coming.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["survey_name"] for row in rows} == {"Invented"}
    assert all(row["effective_base"] for row in rows)
    elsewhere = other.new_page()
    elsewhere.goto(server.address + "/concerns")
    wait_until_drawn(elsewhere)
    assert "Invented" not in elsewhere.content()
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("With your survey")).to_have_count(0, timeout=WAIT)
    reader.close()
    other.close()


def test_a_form_gives_the_mapping_its_words_and_what_is_written_there_stays(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(server.address + "/your_survey")
    page.get_by_label("Where answers are codes").set_input_files(coded.form(tmp_path))
    expect(page.get_by_text("Your form is here. Now choose the export")).to_be_visible(timeout=WAIT)
    page.get_by_label("Your export, or a mapping you have").set_input_files(coded.export(tmp_path))
    field = page.get_by_role("textbox", name="What its columns are")
    expect(field).to_have_value(re.compile("Too little money"), timeout=WAIT)
    expect(page.get_by_text("Held for this session: form.xlsx")).to_be_visible(timeout=WAIT)
    written = field.input_value().replace("Too little money", "Money")
    field.fill(written)
    field.press("Control+Enter")
    wait_until_drawn(page)
    page.get_by_role("link", name="Concerns").click()
    expect(page.get_by_role("heading", level=1, name="What worries")).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)
    page.get_by_role("link", name="Your survey").first.click()
    expect(field).to_have_value(written, timeout=WAIT)
    page.get_by_role("button", name="Forget what you chose").click()
    expect(page.get_by_text("Held for this session")).to_have_count(0, timeout=WAIT)
    context.close()
