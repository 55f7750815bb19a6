"""What comes ahead of a page is drawn in its place in a real browser, and never over what the page has drawn since."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.serving import Server
from tests.test_browser import choose_option, wait_until_drawn

pytestmark = pytest.mark.browser

CHART = "[data-testid=chart]"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a reader of its own."""
    with chromium.new_context(viewport={"width": 1366, "height": 768}) as context:
        yield context.new_page()


class Line:
    """The connection of a page, whose messages to the browser wait while it is held."""

    def __init__(self, page: Page) -> None:
        self.is_held = False
        self._waiting: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket("**/_stcore/stream", self._between)

    def _between(self, here: WebSocketRoute) -> None:
        there = here.connect_to_server()
        there.on_message(lambda message: self._pass_on(here, message))

    def _pass_on(self, here: WebSocketRoute, message: str | bytes) -> None:
        if self.is_held:
            self._waiting.append((here, message))
        else:
            here.send(message)

    def let_go(self) -> None:
        self.is_held = False
        for here, message in self._waiting:
            here.send(message)


def test_a_card_is_drawn_before_the_page_around_it_and_stays(page: Page, server: Server) -> None:
    line = Line(page)
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    chart, title = page.locator(CHART).first, page.locator(".card-title").first
    node, before, answer = chart.element_handle(), title.inner_text(), page.locator("h1 + *, h1").first.inner_text()
    line.is_held = True
    choose_option(page, "Country", "Canada")
    expect(title).not_to_have_text(before)
    ahead, drawn = title.inner_text(), chart.get_attribute("aria-label")
    assert page.locator("h1 + *, h1").first.inner_text() == answer
    page.evaluate(
        "chart => { window.drawnAgain = 0; chart.on('plotly_afterplot', () => window.drawnAgain += 1); }", node
    )
    line.let_go()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-chips")).to_contain_text("Canada")
    wait_until_drawn(page)
    assert (title.inner_text(), chart.get_attribute("aria-label")) == (ahead, drawn)
    assert node.evaluate("(node, now) => node === now", chart.element_handle())
    assert page.evaluate("window.drawnAgain") == 0


def test_what_comes_too_late_is_not_drawn(page: Page, server: Server) -> None:
    late: list[Route] = []
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    page.route("**/ahead/**", lambda route: late.append(route))  # noqa: PLW0108 - no function of Python’s own
    title = page.locator(".card-title").first
    before = title.inner_text()
    choose_option(page, "Country", "Canada")
    expect(title).not_to_have_text(before)
    wait_until_drawn(page)
    now = title.inner_text()
    assert late
    # As if it had been asked for under other filters, so that it would be seen.
    other = page.request.get(late[-1].request.url.partition("?")[0])
    assert other.json()["cards"][0]["title"] == before
    with page.expect_response("**/ahead/**"):
        late[-1].fulfill(response=other)
    page.wait_for_timeout(300)
    assert title.inner_text() == now


def test_of_a_reader_with_a_place_of_their_own_nothing_is_asked_ahead(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/ahead/" in sent.url else None)
    page.goto(f"{server.address}/concerns#my_country=New+Zealand")
    wait_until_drawn(page)
    expect(page.locator(".own-place summary")).to_contain_text("New Zealand")
    choose_option(page, "Country", "Canada")
    expect(page.locator(".st-key-chips")).to_contain_text("Canada")
    assert asked == []
