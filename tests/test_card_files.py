"""The rows behind every card as files: numbers are numbers, and every column is explained."""

from collections.abc import Iterator

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.cards.card import Card
from trends.export.page import own_choices
from trends.request.request import Request, request_of
from trends.store.store import Store
from trends.subjects import registry
from trends.words.columns import MEANINGS

Address = list[tuple[str, str]]
# Beside each page as it opens: choices that add cards to it, or columns to their files.
MORE: list[tuple[str, Address]] = [
    ("countries", [("trend", "true")]),
    ("cases", [("map", "true")]),
    ("places", [("place", "New Zealand"), ("beside", "Norway"), ("charts", "true")]),
]


def lettered() -> str:
    """Return an indicator of the evidence that gives letters."""
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str)
    return str(values.loc[values["value"].str.fullmatch("[A-Z]"), "indicator"].iloc[0])


@pytest.fixture(scope="module")
def cards(shipped_request: Request) -> list[tuple[str, Card]]:
    """The cards of all pages, each with its page."""

    def made() -> Iterator[tuple[str, Card]]:
        opened: list[tuple[str, Address]] = [(name, []) for name in registry.PAGES]
        for name, address in [*opened, *MORE, ("countries", [("indicator", lettered())])]:
            asked, choices = request_of(address, shipped_request.version)
            for card in registry.contents(name, asked, own_choices(name, choices)).cards:
                yield name, card

    return list(made())


def test_every_column_of_every_file_of_a_card_is_explained(cards: list[tuple[str, Card]]) -> None:
    unexplained = {
        f"{page}/{card.key}: {column}" for page, card in cards for column in card.shown if column not in MEANINGS
    }
    assert not unexplained
    assert len(cards) > len(registry.PAGES)


def test_no_file_of_a_card_holds_numbers_as_text(cards: list[tuple[str, Card]]) -> None:
    as_text = set()
    for page, card in cards:
        for name, column in card.shown.items():
            texts = [value for value in column.dropna() if isinstance(value, str)]
            if texts and pd.to_numeric(pd.Series(texts), errors="coerce").notna().any():
                as_text.add(f"{page}/{card.key}: {name}")
    # Names of items and cases may be numbers; what is measured or counted may not be text.
    assert not {each for each in as_text if each.rpartition(": ")[2] not in {"item", "title", "name", "part", "answer"}}


def test_an_index_of_letters_has_them_in_a_column_of_their_own(cards: list[tuple[str, Card]], store: Store) -> None:
    standing = [card.shown for page, card in cards if page == "countries" and card.key == "standing"]
    letters = next(shown for shown in standing if shown["letter"].notna().any())
    numbers = next(shown for shown in standing if shown["value"].notna().any())
    assert letters["value"].isna().all()
    assert set(letters["letter"].dropna()) <= set("ABCD")
    assert numbers["letter"].isna().all()
    assert all(pd.api.types.is_float_dtype(shown[name]) for shown in standing for name in ("value", "before"))
    rows = store.ask("indicators", country=[], year=[], theme=[], series=[], indicator=[])
    assert pd.api.types.is_float_dtype(rows["value"])
    assert (rows["value"].isna() == rows["letter"].notna()).all()
