"""Five journeys to an answer in a real browser, by keyboard alone and by touch: the presses each takes are counted.

A press is a key that chooses, a tap, or a text typed into a field; moving the focus and scrolling are none.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.serving import Server
from tests.test_browser import PHONE_AGENT, wait_until_drawn
from trends.request.request import Request, request_of
from trends.subjects.overview import findings
from trends.subjects.overview import view as overview
from trends.subjects.places import view as places
from trends.subjects.sectors import view as sectors
from trends.subjects.themes import view as themes
from trends.words.text import plain

pytestmark = pytest.mark.browser

MOST_PRESSES = 6
# Two minutes are a reader's; a machine has no thoughts between presses.
WAIT = 60_000
WAYS = ("keyboard", "touch")


@dataclass
class Reader:
    """A reader who uses only keys or only fingers, and how often they pressed."""

    page: Page
    way: str
    presses: int = 0

    def choose(self, target: Locator) -> None:
        """Choose a link or a button: by the key Enter once it has the focus, or by a tap."""
        self.presses += 1
        if self.way == "touch":
            target.tap()
            return
        target.focus()
        expect(target).to_be_focused()
        self.page.keyboard.press("Enter")

    def search(self, text: str, found: str) -> None:
        """Look for a text on whatever page this is, and choose what is called ``found``."""
        field = self.page.get_by_role("combobox", name="Search all evidence")
        self.presses += 2
        if self.way == "touch":
            field.tap()
        else:
            self.page.keyboard.press("/")
        expect(field).to_be_focused()
        self.page.keyboard.type(text)
        option = self.page.get_by_role("option", name=found).first
        expect(option).to_be_visible(timeout=WAIT)
        if self.way == "touch":
            self.presses += 1
            option.tap()
        else:
            while option.get_attribute("aria-selected") != "true":
                self.presses += 1
                self.page.keyboard.press("ArrowDown")
            self.presses += 1
            self.page.keyboard.press("Enter")

    def sees(self, words: str) -> None:
        """Check that the page says words as its answer, and that they did not take too many presses."""
        expect(self.page.get_by_test_id("stMain")).to_contain_text(words, timeout=WAIT)
        print(f"{self.way}: {self.presses} presses")
        assert self.presses <= MOST_PRESSES


@pytest.fixture(params=WAYS)
def reader(chromium: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A reader at a keyboard or with a phone, on the first page."""
    phone = {"viewport": {"width": 390, "height": 844}, "user_agent": PHONE_AGENT, "has_touch": True}
    told = phone if request.param == "touch" else {"viewport": {"width": 1366, "height": 768}}
    with chromium.new_context(**told) as context:
        page = context.new_page()
        page.goto(server.address)
        wait_until_drawn(page)
        yield Reader(page, str(request.param))


def first_sentence(words: str) -> str:
    return words.split(". ", maxsplit=1)[0]


def test_where_does_my_country_stand(reader: Reader, shipped_request: Request) -> None:
    place = next(code for code, each in places.places(shipped_request).items() if each.name == "New Zealand")
    reader.search("aotearoa", "New Zealand")
    reader.sees(first_sentence(plain(places.answer(shipped_request, place))))


def test_are_we_ready_for_a_cyber_attack(reader: Reader, shipped_request: Request) -> None:
    asked = next(each for each in overview.questions(shipped_request) if "cyber attack" in each.text)
    reader.choose(reader.page.get_by_role("link", name=asked.text))
    (topic,) = asked.choices.values()
    theme = shipped_request.vocabulary.code("theme", topic)
    assert theme
    reader.sees(first_sentence(plain(themes.answer(shipped_request, theme))))


def test_what_do_bodies_of_my_sector_put_first(reader: Reader, shipped_request: Request) -> None:
    reader.search("health", "Health")
    reader.sees(first_sentence(plain(sectors.answer(shipped_request, "health"))))


def test_what_is_known_of_a_country_of_which_little_is(reader: Reader) -> None:
    request, _ = request_of([("country", "IRL")])
    reader.search("irelnad", "Ireland")
    reader.sees(first_sentence(plain(places.answer(request, "IRL"))))


def test_the_figures_behind_a_chart(reader: Reader) -> None:
    card = reader.page.locator("[class*=st-key-card_overview_priorities]").first
    reader.choose(card.get_by_role("button", name="Download"))
    file = reader.page.get_by_role("button", name="CSV", exact=True)
    expect(file).to_be_visible(timeout=WAIT)
    with reader.page.expect_download(timeout=WAIT) as started:
        reader.choose(file)
    rows = list(csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig"))))
    made = findings.leading_card(request_of([])[0], "priority")
    assert made is not None
    assert len(rows) == len(made.shown)
    assert reader.presses <= MOST_PRESSES
