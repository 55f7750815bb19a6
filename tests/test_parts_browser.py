"""The parts of a card in a real browser: turned to by keyboard, kept through a choice, the same as its plain page."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.serving import Server
from tests.test_browser import choose_option, first_card, wait_until_drawn
from trends.request.request import request_of
from trends.subjects.overview.findings import findings

pytestmark = pytest.mark.browser

SIZE = {"width": 1366, "height": 900}
# What Plotly drew and the place it has, of each chart.
WIDTHS = """() => [...document.querySelectorAll('[data-testid=chart]')].map(chart =>
    [Number(chart.querySelector('.main-svg')?.getAttribute('width')), chart.clientWidth])"""
FITTED = f"before => {{ const widths = ({WIDTHS})(); return widths[0]?.[1] !== before && widths.every(([svg, place]) => svg === place); }}"
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


def test_a_card_that_is_turned_stands_in_the_address_with_no_step_back_and_no_word_to_the_server(
    server: Server, chromium: Browser
) -> None:
    reader = chromium.new_context(viewport=SIZE)
    reader.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.new_page()
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))  # noqa: PLW0108 - Playwright takes no built-in
    # What is no part of a card is none.
    page.goto(f"{server.address}/countries?turned=countries-map.nothing&turned=countries-standing")
    wait_until_drawn(page)
    cards = page.locator("[class*=st-key-card_]")
    first, second = cards.nth(0), cards.nth(1)
    assert [turned_to(card) for card in (first, second)] == ["Chart", "Chart"]
    page.wait_for_timeout(500)
    before = page.evaluate("history.length"), len(sent)
    first.get_by_role("tab", name="Table", exact=True).click()
    second.get_by_role("tab", name="About this figure").click()
    turned = parse_qs(urlsplit(page.url).query)["turned"]
    assert turned == ["countries-standing.table", "countries-map.about"]
    assert (page.evaluate("history.length"), len(sent)) == before
    # A choice is a step back, the cards stay as they are turned before and after it.
    choose_option(page, "Country", COUNTRY)
    page.get_by_role("button", name="Done").click()
    page.wait_for_url(f"**country={COUNTRY}**")
    wait_until_drawn(page)
    assert page.evaluate("history.length") == before[0] + 1
    assert parse_qs(urlsplit(page.url).query)["turned"] == turned
    first.get_by_role("tab", name="Chart", exact=True).click()
    page.go_back()
    page.wait_for_url("**/countries?turned=countries-map.about")
    wait_until_drawn(page)
    assert [turned_to(card) for card in (first, second)] == ["Chart", "About this figure"]
    page.reload()
    wait_until_drawn(page)
    assert [turned_to(card) for card in (first, second)] == ["Chart", "About this figure"]
    first.get_by_role("button", name="Copy link to").press("Enter")
    expect(first.get_by_text("Link copied.")).to_be_visible()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    reader.close()
    fresh = chromium.new_page(viewport=SIZE)
    fresh.goto(link)
    wait_until_drawn(fresh)
    assert [turned_to(fresh.locator("[class*=st-key-card_]").nth(at)) for at in (0, 1)] == [
        "Chart",
        "About this figure",
    ]
    # Another page has cards of its own.
    fresh.get_by_test_id("stSidebarNav").get_by_role("link", name="Concerns").click()
    fresh.wait_for_url("**/concerns*")
    wait_until_drawn(fresh)
    assert "turned" not in fresh.url
    fresh.close()


def test_a_chart_fits_its_card_when_a_choice_makes_that_wider_or_narrower(server: Server, chromium: Browser) -> None:
    page = chromium.new_page(viewport=SIZE)
    names = request_of([])[0].vocabulary.names["theme"]
    alone = next(name for code, name in names.items() if len(findings(request_of([("theme", code)])[0])) == 1)
    page.goto(f"{server.address}/?{urlencode({'theme': alone})}")
    wait_until_drawn(page)
    ((drawn, wide), *_) = page.evaluate(WIDTHS)
    assert drawn == wide > SIZE["width"] / 2
    # Without the theme two findings stand side by side.
    page.get_by_role("button", name=f"{alone} ✕").click()
    page.wait_for_function(FITTED, arg=wide)
    ((_, narrow), *_) = page.evaluate(WIDTHS)
    assert narrow < 0.6 * wide
    page.go_back()
    page.wait_for_function(FITTED, arg=narrow)
    assert page.evaluate(WIDTHS)[0] == [wide, wide]
    # Buttons stand beside the box of downloads.
    foot = first_card(page)
    tops = [foot.locator(place).bounding_box() for place in ("[data-testid=stPopover]", ".actions")]
    assert tops[0]
    assert tops[1]
    assert abs(tops[0]["y"] - tops[1]["y"]) < tops[0]["height"] / 2
    page.close()


def test_a_table_that_scrolls_is_reached_by_keyboard_whenever_its_card_is_turned_to_it(
    server: Server, chromium: Browser
) -> None:
    page = chromium.new_page(viewport=SIZE)
    page.goto(f"{server.address}/movers")
    wait_until_drawn(page)
    card = page.locator(".st-key-card_movers_shares")
    table, chart = (card.get_by_role("tab", name=name, exact=True) for name in ("Table", "Chart"))
    table.click()
    frame = card.locator(".reading > div:has(table)")
    expect(frame).to_have_attribute("tabindex", "0")
    assert frame.evaluate("frame => frame.scrollHeight > frame.clientHeight")
    chart.click()
    # What no longer scrolls, since it is not seen, need not be reached.
    expect(frame).not_to_have_attribute("tabindex", "0")
    table.click()
    expect(frame).to_have_attribute("tabindex", "0")
    expect(card.get_by_role("region")).to_be_visible()
    page.close()


def test_a_table_that_scrolls_is_reached_by_keyboard_on_a_page_that_keeps_changing(
    server: Server, chromium: Browser
) -> None:
    page = chromium.new_page(viewport=SIZE)
    page.goto(f"{server.address}/movers")
    wait_until_drawn(page)
    # Often enough that nothing which waits for the page to rest ever comes, and seldom enough for the tools of tables.
    page.evaluate(
        "() => setInterval(() => {"
        " const mark = document.createElement('i'); document.body.append(mark); mark.remove() }, 80)"
    )
    card = page.locator(".st-key-card_movers_shares")
    card.get_by_role("tab", name="Table", exact=True).click()
    expect(card.locator(".reading > div:has(table)")).to_have_attribute("tabindex", "0")
    page.close()
