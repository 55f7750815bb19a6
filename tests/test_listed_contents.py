"""What a page draws and what the registry gives of it are the same cards and tables: neither has one the other lacks.

Pages are drawn in process with all that is folded opened, and each of their tables is compared cell by cell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.drawn import all_open, parts_of, tables_alone, tables_of
from tests.pdf_reading import squeezed
from trends.paths import ROOT
from trends.request.filters import Filters
from trends.request.place import NOBODY, Self
from trends.request.request import Request
from trends.subjects import registry
from trends.ui import sources
from trends.words.text import plain

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

# Choices of single pages that open what is not drawn untouched.
OPENING: Mapping[str, Sequence[Mapping[str, list[str]]]] = {
    "places": [{"with": ["Norway"], "charts": ["true"]}],
    "cases": [{"map": ["true"], "case": [""]}],
    "bodies": [{"body": ["a"]}],
    "movers": [{"people": ["Parts"]}],
}
# Names of the shared filters, and of the reader's own place.
ASKED: Sequence[tuple[Mapping[str, str], Mapping[str, str]]] = (
    ({}, {}),
    ({"country": "United Kingdom"}, {}),
    ({"sector": "Health"}, {"country": "New Zealand"}),
    ({"country": "Kenya", "theme": "Cyber resilience"}, {"country": "Norway", "sector": "Local government"}),
)
# A table as its headings and rows, without blanks.
Seen = tuple[tuple[str, ...], ...]


def seen(frame: pd.DataFrame) -> Seen:
    rows = [list(frame.columns), *frame.to_numpy().tolist()]
    return tuple(tuple(squeezed(str(cell)) for cell in row) for row in rows)


def open_page(
    page: str, chosen: Mapping[str, str], own: Mapping[str, str], choices: Mapping[str, list[str]]
) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120)
    if page != registry.FIRST:
        app.switch_page(f"{page}.py")
    for name, value in {**chosen, **choices}.items():
        app.query_params[name] = value
    for name, value in own.items():
        app.session_state[f"my_{name}"] = value
    with all_open():
        app.run()
    assert [error.value for error in (*app.exception, *app.error)] == []
    return app


def given(app: AppTest, page: str, chosen: Mapping[str, str], own: Mapping[str, str]) -> Any:
    """Return what the registry has of a page under what a session holds."""
    known = Request().vocabulary
    codes = {field: (code,) for field, name in chosen.items() if (code := known.code(field, name))}
    assert len(codes) == len(chosen)
    country, sector = (known.code(field, own.get(field, "")) or "" for field in ("country", "sector"))
    place = (
        Self(
            country=country,
            sector=sector,
            country_name=own.get("country", ""),
            sector_name=own.get("sector", ""),
            within=tuple(known.aggregates.get(country, ())),
        )
        if own
        else NOBODY
    )
    held: dict[str, list[str]] = {}
    for name in registry.PAGES[page].choices:
        value = app.session_state[name] if name in app.session_state else app.query_params.get(name)
        values = [str(each) for each in (value if isinstance(value, list) else [value]) if each not in {None, ""}]
        held |= {name: values} if values else {}
    return registry.contents(page, Request(filters=Filters(**codes), place=place), held)


def cases_of(page: str) -> Iterator[tuple[Mapping[str, str], Mapping[str, str], Mapping[str, list[str]]]]:
    for chosen, own in ASKED:
        yield chosen, own, {}
    for choices in OPENING.get(page, ()):
        yield {}, {}, choices


@pytest.mark.parametrize("page", sorted(set(registry.PAGES) - {"sources"}))
def test_a_page_draws_the_cards_and_tables_of_its_contents_and_no_others(page: str) -> None:
    for chosen, own, choices in cases_of(page):
        app = open_page(page, chosen, own, choices)
        contents = given(app, page, chosen, own)
        drawn = Counter(map(seen, [*tables_of(app), *tables_alone(app)]))
        held = Counter(seen(each.table.frame()) for each in (*contents.cards, *contents.listings))
        assert [table[:2] for table in drawn - held] == [], f"{page}, {chosen}, {own}, {choices}: drawn alone"
        assert [table[:2] for table in held - drawn] == [], f"{page}, {chosen}, {own}, {choices}: not drawn"
        titles = {plain(card.title) for card in contents.cards}
        assert {part["title"] for part in parts_of(app)} <= titles


def test_the_sections_of_sources_draw_all_its_contents_together() -> None:
    drawn: set[Seen] = set()
    for section in sources.SECTIONS:
        drawn |= set(map(seen, tables_alone(open_page("sources", {}, {}, {"section": [section]}))))
    contents = registry.contents("sources", Request())
    assert drawn == {seen(each.table.frame()) for each in (*contents.cards, *contents.listings)}
