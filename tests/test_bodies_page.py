"""The page on public bodies: what it says untouched, for an address, for one country, and where no body answered."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.drawn import links_alone, tables_alone
from tests.reading import opened, reading_from, words_below_filters
from trends.store.frames import Parameter
from trends.store.store import Store

Opener = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny: Path, tiny_cache: Path) -> Iterator[Opener]:
    """Opens the page on public bodies with the small evidence under an address."""
    with reading_from(tiny, tiny_cache):
        yield functools.partial(opened, "bodies.py")


def test_the_page_answers_untouched(open_page: Opener) -> None:
    page = open_page()
    assert not page.exception
    assert page.title[0].value == "What have public bodies in place?"
    assert words_below_filters(page)[0].value.startswith("Strategy for AI, 2024: “Yes” in **3 of 4 public bodies**")


def test_the_page_understands_its_address(open_page: Opener) -> None:
    page = open_page(asked="Register of bodies, 2023: Strategy for AI")
    assert not page.exception
    assert words_below_filters(page)[0].value.startswith("Strategy for AI, 2023: “Yes” in **1 of 4 public bodies**")


def test_a_link_to_an_edition_shows_that_edition(open_page: Opener) -> None:
    # The question shown untouched is the first of the edition, which the address does not name.
    page = open_page(edition="Register of bodies, 2023")
    assert not page.exception
    assert page.selectbox(key="asked").options == ["Register of bodies, 2023: Strategy for AI"]
    assert words_below_filters(page)[0].value.startswith("Strategy for AI, 2023: “Yes” in **1 of 4 public bodies**")


def test_junk_in_the_address_does_not_break_the_page(open_page: Opener) -> None:
    page = open_page(
        edition="none", asked="no such question", part="no such part", answer="%", body="' or 1=1 --", country="Nowhere"
    )
    assert not page.exception
    assert any(
        each.value.startswith("Strategy for AI, 2024: “Yes” in **3 of 4 public bodies**") for each in page.markdown
    )


def test_the_page_lists_bodies_that_are_searched_for(open_page: Opener) -> None:
    page = open_page(body="bath")
    assert not page.exception
    assert tables_alone(page)[-1]["Body"].tolist() == ["Bath"]
    assert links_alone(page) == ["bodies/bath"]


def test_bodies_are_listed_once_the_reader_opens_their_list(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows_of = Store.ask

    def heard(store: Store, name: str, **parameters: Parameter) -> pd.DataFrame:
        asked.append(name)
        return rows_of(store, name, **parameters)

    monkeypatch.setattr(Store, "ask", heard)
    assert not open_page().exception
    assert "body_questions" in asked
    assert "body_answers" not in asked
    assert tables_alone(open_page(body="bath"))
    assert "body_answers" in asked


def test_the_page_shows_one_country_beside_all(open_page: Opener) -> None:
    page = open_page(country="Norway")
    assert not page.exception
    assert "**Oslo** “Yes”" in words_below_filters(page)[0].value
    assert any("2 of 4" in caption.value for caption in page.caption)


def test_the_page_offers_a_way_out_where_no_body_answered(open_page: Opener) -> None:
    page = open_page(country="Kenya")
    assert not page.exception
    assert "Kenya" in page.info[0].value
    page.button(key="drop_country").click().run()
    assert not page.info
