"""The parts of a card in a real browser: turned to by keyboard, kept through a choice, the same as its plain page."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.serving import Server
from tests.test_browser import choose_option, first_card, wait_until_drawn

pytestmark = pytest.mark.browser

SIZE = {"width": 1366, "height": 900}
COUNTRY = "Canada"


def rows_of(table: Locator) -> list[list[str]]:
    rows: list[list[str]] = table.evaluate(
        "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    return rows


def turned_to(card: Locator) -> str:
    """Return the one part that is chosen, which is the one that is seen and that a tab leads to by keyboard."""
    (chosen,) = card.get_by_role("tab", selected=True).all()
    assert chosen.get_attribute("tabindex") == "0"
    (panel,) = card.get_by_role("tabpanel").all()
    assert panel.get_attribute("aria-labelledby") == chosen.get_attribute("id")
    return chosen.inner_text()


def test_the_parts_of_a_card_are_turned_by_keyboard_and_stay_through_a_choice(
    server: Server, chromium: Browser
) -> None:
    page = chromium.new_page(viewport=SIZE)
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    card = first_card(page)
    chart, table = (card.get_by_role("tab", name=name, exact=True) for name in ("Chart", "Table"))
    assert turned_to(card) == "Chart"
    seen = []
    chart.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        seen.append(turned_to(card))
        expect(card.get_by_role("tab", name=seen[-1], exact=True)).to_be_focused()
    assert seen == ["Table", "About this figure", "Chart", "About this figure", "Chart", "About this figure"]
    expect(card.get_by_text("Licence: ")).to_be_visible()
    assert {link.get_attribute("target") for link in card.get_by_role("tabpanel").locator("a").all()} <= {"_blank"}

    table.click()
    assert turned_to(card) == "Table"
    before = rows_of(card.get_by_role("table"))
    name = card.get_by_role("table").get_attribute("aria-label") or ""
    assert name == f"Table: {card.get_by_role('heading').inner_text()}"
    assert [len(row) for row in before] == [len(before[0])] * len(before)
    choose_option(page, "Country", COUNTRY)
    page.keyboard.press("Escape")
    page.wait_for_function(
        "([label, card]) => card.querySelector('table')?.ariaLabel !== label", arg=[name, card.element_handle()]
    )
    wait_until_drawn(page)
    assert turned_to(card) == "Table"
    after = rows_of(card.get_by_role("table", include_hidden=True).first)
    assert after != before
    # As the same address says without a script.
    plain = page.request.get(f"{server.address}/read/concerns?country={COUNTRY}").text()
    page.goto("about:blank")
    page.set_content(re.sub(r"<(script|style).*?</\1>", "", plain, flags=re.DOTALL))
    assert rows_of(page.locator("article table").first) == after
    page.close()
