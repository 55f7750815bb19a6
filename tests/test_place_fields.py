"""The fields for a country in a real browser: other names are understood as they are typed, by keyboard alone."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hostile_words import HOSTILE
from tests.serving import Server
from tests.test_browser import open_filters

pytestmark = pytest.mark.browser

DRAWN = """() => document.querySelector('h1') && !document.querySelector('[data-testid=stSkeleton]')
    && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"""
# The option a screen reader speaks while the focus stays in the field.
SPOKEN = """() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent"""
# Other names, other spellings, the beginning of one, and a part of a usual one.
TYPED = {
    "UK": "United Kingdom",
    "USA": "United States",
    "u.s.": "United States",
    "Holland": "Netherlands",
    "Turkey": "Türkiye",
    "Turkiye": "Türkiye",
    "Cote d'Ivoire": "Côte d’Ivoire",
    "cote d": "Côte d’Ivoire",
    "Ivory Coast": "Côte d’Ivoire",
    "Czech Republic": "Czechia",
    "Aotearoa": "New Zealand",
    "Deutschl": "Germany",
    "Ukr": "Ukraine",
    "new zea": "New Zealand",
}


TRIES, PATIENCE = 4, 8_000


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    """The page on sources, which has no charts, for a reader at a desk."""
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as reader:
        opened = reader.new_page()
        opened.goto(f"{server.address}/sources")
        opened.wait_for_function(DRAWN, timeout=60_000)
        yield opened


def typed(page: Page, field: str, text: str, meant: str) -> None:
    """Type into a field letter by letter until its list offers what is meant first, to eyes and to screen readers."""
    open_filters(page)
    box = page.get_by_role("combobox", name=field, exact=True)
    for _ in range(TRIES):
        # Of a busy server a drawing that was under way can still come, and empty the field.
        box.focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text, delay=20)
        try:
            expect(page.get_by_role("option").first).to_have_text(meant, timeout=PATIENCE)
            break
        except AssertionError:
            continue
    expect(page.get_by_role("option").first).to_have_text(meant)
    page.wait_for_function(f"meant => ({SPOKEN})() === meant", arg=meant)
    assert box.input_value() == text


def countries(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("country", [])


def test_a_country_is_chosen_by_any_of_its_names_and_its_usual_one_stands_in_the_address(page: Page) -> None:
    for text, meant in TYPED.items():
        typed(page, "Country", text, meant)
        page.keyboard.press("Enter")
        page.wait_for_function("meant => new URLSearchParams(location.search).get('country') === meant", arg=meant)
        assert countries(page) == [meant]
        # The list stays open for another choice, and hides the rest of the page from screen readers meanwhile.
        expect(page.locator(".st-key-filters [role=status]").last).to_contain_text(f": {meant}.")
        box = page.get_by_role("combobox", name="Country", exact=True)
        assert box.input_value() == ""
        # The field is empty again, so that a press takes back what was chosen.
        page.keyboard.press("Backspace")
        page.wait_for_function("() => !location.search")
        page.wait_for_function(DRAWN)


def test_what_is_typed_is_looked_for_anew_with_each_letter_and_nothing_is_chosen_unasked(page: Page) -> None:
    typed(page, "Country", "UK", "United Kingdom")
    page.keyboard.type("r")
    expect(page.get_by_role("option").first).to_have_text("Ukraine")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option").first).to_have_text("United Kingdom")
    page.keyboard.press("Escape")
    assert page.get_by_role("combobox", name="Country", exact=True).input_value() == ""
    typed(page, "Country", "Holland", "Netherlands")
    page.keyboard.press("Tab")
    expect(page.locator("[role=option]")).to_have_count(0)
    assert countries(page) == []


def test_the_own_country_is_chosen_in_the_same_way_and_then_shown_by_its_usual_name(page: Page) -> None:
    open_filters(page)
    page.locator(".own-place summary").click()
    box = page.get_by_role("combobox", name="My country", exact=True)
    for text, meant in (("UK", "United Kingdom"), ("Turkiye", "Türkiye"), ("Holland", "Netherlands")):
        typed(page, "My country", text, meant)
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-filters").get_by_text(f"Your place: {meant}")).to_be_visible()
        assert box.input_value() == meant
        assert urlsplit(page.url).query == ""


def test_a_field_works_without_other_names_where_they_cannot_be_had(chromium: Browser, server: Server) -> None:
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as reader:
        page = reader.new_page()
        page.route("**/names/countries.json", lambda route: route.abort())
        page.goto(f"{server.address}/sources")
        page.wait_for_function(DRAWN, timeout=60_000)
        typed(page, "Country", "New Zeal", "New Zealand")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sources?country=New+Zealand")


def test_what_an_address_holds_stays_words_where_it_is_said_that_it_is_not_known(page: Page, server: Server) -> None:
    for words in HOSTILE[:4]:
        page.goto(f"{server.address}/sources?{urlencode({'country': words})}")
        note = page.locator("[data-testid=stMain] [role=status]:not(.st-key-filters *)").first
        expect(note).to_contain_text(" is no country of this evidence; it was left out of the filters.")
        assert note.evaluate("note => note.childElementCount") == 0
        assert str(note.text_content()).startswith(" ".join(words.split())[:20])


def test_what_has_done_its_work_hands_the_focus_on_and_a_field_of_one_can_be_emptied(page: Page) -> None:
    typed(page, "Country", "Kenya", "Kenya")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(page.get_by_role("button", name="Clear filters")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Country", exact=True)).to_be_focused()
    page.locator(".own-place summary").click()
    typed(page, "My country", "New Zealand", "New Zealand")
    page.keyboard.press("Enter")
    # Another field comes with the country, and the focus stays where it is.
    expect(page.get_by_role("combobox", name="My kind or size of body")).to_be_visible()
    expect(page.get_by_role("combobox", name="My country", exact=True)).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="My kind or size of body")).to_have_count(0)
    expect(page.locator(".own-place summary")).to_contain_text(re.compile("Your place$"))
    page.wait_for_function("() => !localStorage.getItem('digital-trends-place')")
