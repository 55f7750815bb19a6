"""Where the focus goes in a real browser when a press takes its own button away, or disables it for a while."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import Server
from tests.test_browser import wait_until_drawn

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a reader of its own."""
    with chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True) as context:
        yield context.new_page()


def test_the_focus_stays_on_the_button_of_a_file_that_was_made(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    page.locator("[data-testid=stPopoverButton]").first.press("Enter")
    for name in ("CSV", "Excel"):
        button = page.locator("[data-testid=stPopoverBody]").get_by_role("button", name=name, exact=True)
        with page.expect_download() as made:
            button.press("Enter")
        assert made.value.path().stat().st_size
        # It is disabled for as long as the file is made.
        expect(button).to_be_enabled()
        expect(button).to_be_focused()


def test_a_way_out_of_an_empty_page_leads_to_the_heading_of_the_other(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/priorities?country=Ireland")
    wait_until_drawn(page)
    way = page.locator(".st-key-ways_out button").first
    way.press("Enter")
    expect(way).to_have_count(0)
    heading = page.locator("h1")
    expect(heading).to_be_focused()
    wait_until_drawn(page)
    expect(heading).to_be_focused()
    # Whoever goes on from there is not taken back.
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    expect(heading).not_to_be_focused()


def test_a_chip_leads_to_the_filters(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/priorities?country=Norway&sector=Health")
    wait_until_drawn(page)
    page.locator(".st-key-chips button:visible").first.press("Enter")
    expect(page.locator(".st-key-change_filters button:visible")).to_be_focused()


def test_an_address_keeps_the_card_it_leads_to(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    anchor = page.locator("[class*=st-key-card_] [data-heading-text]").last.get_attribute("id")
    page.goto(f"{server.address}/concerns?country=Norway#{anchor}")
    wait_until_drawn(page)
    assert page.evaluate("location.hash") == f"#{anchor}"
    page.locator(".st-key-chips button:visible").first.press("Enter")
    page.wait_for_function("() => !location.search.includes('country')")
    assert page.evaluate("location.hash") == f"#{anchor}"


def test_what_is_typed_into_a_choice_finds_the_options_that_hold_it(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/priorities")
    wait_until_drawn(page)
    field = page.get_by_role("combobox", name="Question, who answered, year and base")
    field.click()
    options = page.get_by_role("option")
    all_told = options.all_inner_texts()
    # Two lines tell long options apart.
    assert options.first.evaluate("option => option.firstChild.scrollHeight <= option.clientHeight")
    word = "Canadian"
    held = [option for option in all_told if word in option]
    assert 0 < len(held) < len(all_told)
    field.fill(word.upper())
    expect(options.first).to_contain_text(word)
    assert all(word in option for option in options.all_inner_texts())
    field.fill("Dnmrk")
    expect(options).to_have_text(["No results"])
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_until_drawn(page)
    assert "question=" not in page.url
