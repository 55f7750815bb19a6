"""Long tables in a real browser: sorted, searched and narrowed to the reader's own place, by keyboard and by axe."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.test_browser import AXE_OPTIONS, RUN_AXE, TOO_WIDE, WATCH_MOVEMENT
from trends.paths import ROOT

pytestmark = pytest.mark.browser

# What a table says and in which order its rows say it when sorted: figures by size, ranges by their middle, what is not
# there last, names without regard to accents.
ROWS = (
    ("Åland", "9", "10–20 %", "12 % [u]", "▲ up (+4 pts)", "+3 to +23 pts", "over 500"),
    ("Zambia", "1,788", "2–6 %", "[x]", "▼ down (−9 pts)", "−26 to −8 pts", "5,114"),
    ("Andorra", "−3", "[c]", "7 %", "–", "[x]", "[x]"),
    ("Côte d’Ivoire", "[x]", "30 to 34 %", "7 %", "too close to call (−1 pt)", "−18 to −1 pt", "about 20"),
    *(
        (f"Country {number}", str(100 + number), "50 %", "90 %", "▲ up (+10 pts)", "+20 to +40 pts", "9,000")
        for number in range(10)
    ),
)
# As kept_place.js tells it.
OWN_PLACE = "document.documentElement.dataset.ownPlace = JSON.stringify(['Andorra'])"
FIRST = {
    "Country": ["Åland", "Andorra", "Côte d’Ivoire"],
    "Bodies": ["Andorra", "Åland", "Country 0"],
    "Range": ["Zambia", "Åland", "Côte d’Ivoire"],
    "Share": ["Andorra", "Côte d’Ivoire", "Åland"],
    "Change": ["Zambia", "Côte d’Ivoire", "Åland"],
    "Adjusted": ["Zambia", "Côte d’Ivoire", "Åland"],
    "Answered": ["Côte d’Ivoire", "Åland", "Zambia"],
}
LAST = {"Country": "Zambia", "Bodies": "Côte d’Ivoire", "Range": "Andorra", "Share": "Zambia"}
LAST |= dict.fromkeys(("Change", "Adjusted", "Answered"), "Andorra")
SHOWN = """table => [...table.tBodies[0].rows].filter(row => !row.hidden).map(row => row.cells[0].textContent)"""


def cells(tag: str, row: tuple[str, ...]) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return "".join(f"<{tag}{scope}>{cell}</{tag}>" for cell in row)


def page_of(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a page with a table as reading.js makes it, with the project's own styles and scripts for tables."""
    style, *scripts = (
        (ROOT / "trends" / "ui" / name).read_text(encoding="utf-8") for name in ("tables.css", "turned.js", "tables.js")
    )
    script = "".join(scripts)
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"""<!DOCTYPE html><html lang="en"><head><title>Countries</title><style>{style}</style>
        <script>{script}</script></head><body>
        <main data-testid="stMain"><h1>Countries</h1><div class="reading"><div>
        <table aria-label="All"><thead><tr>{cells("th", tuple(FIRST))}</tr></thead><tbody>{body}</tbody></table>
        </div></div></main></body></html>"""


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page with a table of more than twelve rows, in a window of a phone's width."""
    (tmp_path / "page.html").write_text(page_of(ROWS), encoding="utf-8")
    opened = chromium.new_page(viewport={"width": 390, "height": 844})
    opened.add_init_script(f"({WATCH_MOVEMENT})()")
    opened.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {OWN_PLACE} }})")
    opened.goto(f"file://{tmp_path}/page.html?country=Zambia")
    opened.locator(".table-tools").wait_for()
    yield opened
    opened.close()


def shown(page: Page) -> list[str]:
    names: list[str] = page.locator("table").evaluate(SHOWN)
    return names


def test_a_long_table_is_sorted_by_what_its_cells_mean_and_says_so(page: Page) -> None:
    names, said = [row[0] for row in ROWS], page.get_by_role("status")
    assert page.evaluate("window.movement") == 0
    for heading, first in FIRST.items():
        button, head = page.get_by_role("button", name=f"Sort by {heading}"), page.get_by_role("columnheader")
        button.press("Enter")
        assert shown(page)[:3] == first
        assert shown(page)[-1] == LAST[heading]
        assert head.evaluate_all("heads => heads.map(head => head.getAttribute('aria-sort')).filter(Boolean)") == [
            "ascending"
        ]
        button.press("Space")
        # What is not there stays last, whichever way.
        if heading != "Country":
            assert shown(page)[-1] == LAST[heading]
        assert shown(page)[0] != first[0]
        expect(said).to_contain_text(f"by {heading}, {'Z to A' if heading == 'Country' else 'highest first'}")
        assert button.evaluate("button => button === document.activeElement")
        button.press("Enter")
        assert shown(page) == names
        assert page.locator("[aria-sort]").count() == 0


def test_the_order_of_a_long_table_stands_in_its_address(page: Page) -> None:
    button = page.get_by_role("button", name="Sort by Bodies")
    button.press("Enter")
    assert parse_qs(urlsplit(page.url).query)["sort"] == ["All~Bodies~up"]
    button.press("Enter")
    assert parse_qs(urlsplit(page.url).query) == {"country": ["Zambia"], "sort": ["All~Bodies~down"]}
    before = shown(page)
    assert before[0] == "Zambia"
    page.reload()
    page.locator(".table-tools").wait_for()
    assert shown(page) == before
    expect(page.get_by_role("status")).to_contain_text("by Bodies, highest first")
    button.press("Enter")
    assert "sort" not in parse_qs(urlsplit(page.url).query)
    assert shown(page) == [row[0] for row in ROWS]
    # A column that is not there is passed over.
    page.goto(f"{page.url}&sort=All~Nothing~up&sort=x")
    page.locator(".table-tools").wait_for()
    assert shown(page) == [row[0] for row in ROWS]


def test_what_a_long_table_is_narrowed_to_stands_in_its_address(page: Page) -> None:
    find, mine = page.get_by_label("Find in the table"), page.get_by_role("button", name="Only Zambia · Andorra")
    page.get_by_role("button", name="Sort by Bodies").press("Enter")
    steps = page.evaluate("history.length")
    find.fill("a")
    mine.press("Enter")
    before = shown(page)
    assert before == ["Andorra", "Zambia"]
    told = parse_qs(urlsplit(page.url).query)
    assert (told["find_in"], told["mine_in"]) == (["All~a"], ["All~yes"])
    # No letter is a step back.
    assert page.evaluate("history.length") == steps
    page.reload()
    page.locator(".table-tools").wait_for()
    assert shown(page) == before
    expect(find).to_have_value("a")
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status")).to_contain_text("2 of 14 rows")
    find.fill("åland")
    assert shown(page) == []
    mine.press("Enter")
    assert shown(page) == ["Åland"]
    assert parse_qs(urlsplit(page.url).query)["find_in"] == ["All~åland"]
    find.fill("")
    assert {"find_in", "mine_in"} & set(parse_qs(urlsplit(page.url).query)) == set()
    assert len(shown(page)) == len(ROWS)
    # Whoever has no place of these rows is shown all of them.
    page.goto(page.url.partition("?")[0] + "?mine_in=All~yes&find_in=Other~x&find_in=y")
    page.evaluate("document.documentElement.dataset.ownPlace = '[]'")
    page.locator(".table-tools").wait_for()
    page.evaluate("document.querySelector('td').append('')")
    expect(page.get_by_role("status")).to_have_text("14 rows")


def test_a_long_table_is_searched_narrowed_to_the_chosen_place_and_follows_new_words(page: Page) -> None:
    said, find = page.get_by_role("status"), page.get_by_label("Find in the table")
    find.fill("cote IVOIRE")
    assert shown(page) == ["Côte d’Ivoire"]
    expect(said).to_have_text("1 of 14 rows")
    find.fill("")
    mine = page.get_by_role("button", name="Only Zambia · Andorra")
    mine.press("Enter")
    assert sorted(shown(page)) == ["Andorra", "Zambia"]
    expect(mine).to_have_attribute("aria-pressed", "true")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE, [None, AXE_OPTIONS]) == []
    mine.press("Enter")
    page.get_by_role("button", name="Sort by Country").press("Enter")
    # Words that change in the rows there are, wherever they stand meanwhile, and others at the end.
    page.evaluate("""() => {
        const body = document.querySelector('tbody');
        const row = [...body.rows].find(row => row.textContent.includes('Country 9'));
        row.cells[0].firstChild.textContent = 'Aaland';
        body.append(row.cloneNode(true));
    }""")
    expect(said).to_contain_text("15 rows")
    assert shown(page)[:2] == ["Aaland", "Aaland"]
    # Without tools again where too few rows are left.
    page.evaluate("() => [...document.querySelector('tbody').rows].slice(5).forEach(row => row.remove())")
    expect(page.locator(".table-tools, .table-sort")).to_have_count(0)
    assert [wide for wide in page.evaluate(TOO_WIDE) if wide.startswith("document")] == []
