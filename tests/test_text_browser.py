"""Words that look like markup in a real browser: Streamlit changes more than a reader of Markdown knows of."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as WaitedTooLong

from tests.hostile_words import EVERYWHERE, FEW, HOSTILE, SOMETIMES
from tests.serving import running
from tests.test_browser import LIST_WAIT, MOST_TRIES

pytestmark = pytest.mark.browser

# What a word would become if it were markup; what the place itself is made of is named in OWN.
MARKUP = "a, img, em, i, strong, b, code, pre, del, s, sup, h1, h2, h3, ul, ol, li, blockquote, hr, table, input[type=checkbox], .katex, [role=img], [class*=stMarkdown]:not(div), [style*=color]"
# The words of each part of a page, and what was found in them; of pills and the like, the last words are the option,
# of a figure the first are its label.
READ = """(parts, markup) => parts.map(part => {
    const words = part.querySelector('[data-heading-text]') ??
        [...part.querySelectorAll('[data-testid=stMarkdownContainer]')].at(part.querySelector('[data-testid=stMetric]') ? 0 : -1) ??
        part;
    return {
        key: part.className.match(/st-key-([a-z]+-\\d+)/)?.[1],
        text: words.innerText,
        found: [...words.querySelectorAll(markup)].map(found => found.outerHTML),
    };
})"""


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with running(tmp_path_factory.mktemp("words"), app="tests/hostile_words.py") as server:
        page = chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.address)
        page.locator(".st-key-options input").wait_for(timeout=60_000)
        page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
        yield page
        page.close()
        # A picture named by a word would be asked for.
        assert [url for url in asked if not url.startswith((server.address, "data:", "blob:"))] == []


def read(page: Page, selector: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = page.locator(selector).evaluate_all(READ, MARKUP)
    return answer


def seen(words: str) -> str:
    """Return words as a browser shows them: several spaces are one."""
    return " ".join(words.split())


# Places whose words stand in the middle of others, and the markup that each is made of.
AROUND = {"strong": "a{}b", "link": "Oh!{}"}
OWN = {"strong": ("<strong>",), "link": ("<strong>", '<a href="/page"'), "badge": ('<span class="stMarkdownBadge"',)}
PLAIN = ("chosen", "several")


@pytest.fixture(scope="module")
def drawn(page: Page) -> dict[str, dict[str, Any]]:
    """What each place shows of each word, by the key of its container."""
    return {part["key"]: part for part in read(page, "[class*=st-key-]") if part["key"]}


@pytest.mark.parametrize("place", [place for place in EVERYWHERE | SOMETIMES if place not in PLAIN])
def test_words_show_as_they_are_written(drawn: dict[str, dict[str, Any]], place: str) -> None:
    for number, words in enumerate(HOSTILE):
        if place in SOMETIMES and number not in FEW:
            continue
        part, own = drawn[f"{place}-{number}"], OWN.get(place, ())
        found = [markup for markup in part["found"] if not (own and markup.startswith(own))]
        assert (seen(part["text"]), found) == (seen(AROUND.get(place, "{}").replace("{}", words)), []), (place, words)
        assert len(part["found"]) == len(own)


def test_cells_and_headings_of_tables_show_as_they_are_written(page: Page) -> None:
    for selector in ("tbody th", "thead th:nth-of-type(n + 2)"):
        shown = read(page, f".st-key-table {selector}")
        assert [(seen(cell["text"]), cell["found"]) for cell in shown] == [(seen(words), []) for words in HOSTILE]


FEWEST_OPTIONS = 3


def test_options_are_plain_words(page: Page) -> None:
    for number in FEW:
        assert page.locator(f".st-key-chosen-{number} input").input_value() == HOSTILE[number]
        chip = page.locator(f".st-key-several-{number} [title]").first
        assert (chip.get_attribute("title"), seen(chip.inner_text())) == (HOSTILE[number], seen(HOSTILE[number]))
    options: list[dict[str, Any]] = []
    # A list that is asked for while the page still moves closes again, and waiting longer brings none back.
    for _ in range(MOST_TRIES):
        page.locator(".st-key-options input").press("ArrowDown")
        try:
            page.get_by_role("option").first.wait_for(timeout=LIST_WAIT)
        except WaitedTooLong:
            continue
        # It may have closed since.
        if len(options := read(page, "[role=option]")) > FEWEST_OPTIONS:
            break
    assert len(options) > FEWEST_OPTIONS
    assert [(seen(option["text"]), option["found"]) for option in options] == [
        (seen(words), []) for words in HOSTILE[: len(options)]
    ]
