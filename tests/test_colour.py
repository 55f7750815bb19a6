"""Colour has one job: it marks the reader's own or what the title names, on every card of the project's own evidence."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.given_items import items
from trends.cards.card import Card
from trends.cards.charts import Bars, Bump, Dumbbells
from trends.request.place import MARK, Self
from trends.request.request import Request, request_of
from trends.statistics.cells import as_rows
from trends.subjects import registry
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.words import grammar
from trends.words.text import plain

PAGES = ("overview", "themes", "sectors", "priorities", "concerns", "movers", "bodies", "cases")
FILTERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("country", "NZL"),),
    (("country", "GBR"), ("sector", "local_government")),
    (("sector", "health"),),
    (("theme", "ai_automation"),),
    (("year", "2024"),),
)
PLACE = Self(country="NZL", sector="local_government", country_name="New Zealand", sector_name="Local government")
OWN = (MARK, "You:", "Your country:", "Your sector:")


@pytest.fixture(scope="module", params=list(itertools.product(PAGES, FILTERS)), ids=str)
def cards(request: pytest.FixtureRequest, shipped_request: Request) -> list[Card]:
    page, filters = request.param
    made: list[Card] = []
    for place in (Self(), PLACE):
        asked, choices = request_of(filters, shipped_request.version, place)
        made += registry.contents(page, asked, choices).cards
    return made


def strong_rows(card: Card) -> Sequence[Mapping[Any, Any]]:
    """Return the rows of a chart that are drawn in the strong colour, each with its name in ``label``."""
    if isinstance(card.chart, Bars | Dumbbells):
        return as_rows(card.chart.rows[card.chart.rows["strong"].astype(bool)])
    if isinstance(card.chart, Bump):
        return [{"label": item} for item in card.chart.highlighted]
    return []


def name_of(row: Mapping[Any, Any]) -> str:
    """Return the name at the head of a label, without a number, a year or the name of a collection after it."""
    return str(row["label"]).split(" · ")[0].removesuffix(" (curated)").removesuffix(" (inventory)")


def is_said_of_several(name: str, title: str) -> bool:
    """Say whether a title speaks of what has the name, as of “villages” and “cities” of a village and a city."""
    return any(each.casefold() in title.casefold() for each in (name, f"{name.removesuffix('y')}ies"))


def is_own(row: Mapping[Any, Any]) -> bool:
    return bool(row.get("you")) or str(row["label"]).startswith(OWN) or MARK in str(row["label"])


def test_what_stands_out_is_named_in_the_title_or_is_the_readers_own(cards: list[Card]) -> None:
    for card in cards:
        rows, title = strong_rows(card), plain(card.title)
        own = [row for row in rows if is_own(row)]
        assert not own or len(own) == len(rows), f"two jobs for one colour: {card.key}, {title}"
        # “Yes” to “AI in use” is said in words of its own.
        in_words = {"Yes": " use ", "No": " do not use "}
        unnamed = [
            name
            for name in (name_of(row) for row in rows if not is_own(row))
            if not is_said_of_several(name, title) and in_words.get(name, name) not in title
        ]
        # Of all indices of a place the title has the place in each, which stands beside its bar.
        unnamed = [
            name for name in unnamed if not any(name_of(row) == name and str(row.get("text")) in title for row in rows)
        ]
        assert not unnamed, f"{title}: {unnamed}"


def test_what_the_title_names_stands_out(cards: list[Card]) -> None:
    for card in cards:
        if not isinstance(card.chart, Bars | Dumbbells) or any(
            is_own(row) for row in card.chart.rows.to_dict("records")
        ):
            continue
        rows = card.chart.rows[~card.chart.rows["weak"].astype(bool)].to_dict("records")
        named = grammar.named_in(plain(card.title), [name_of(row) for row in rows])
        quiet = {"care", "too few", "too close to call", "better read than counted"}
        if named and not any(words in plain(card.title) for words in quiet):
            assert strong_rows(card), plain(card.title)


@pytest.mark.parametrize("country", ["IRL", "NZL", "KEN", "JPN"])
def test_the_indices_that_the_title_on_a_place_names_stand_out(shipped_request: Request, country: str) -> None:
    asked, choices = request_of((("country", country),), shipped_request.version)
    card = registry.contents("places", asked, choices).cards[0]
    assert isinstance(card.chart, Bars)
    strong = strong_rows(card)
    assert 0 < len(strong) <= 2
    assert all(str(row["text"]) in plain(card.title) for row in strong), plain(card.title)


# Given rows ----------------------------------------------------------------------------------------------------------


def strong_labels(card: Card) -> list[str]:
    return [str(row["label"]) for row in strong_rows(card)]


def test_of_a_list_what_leads_and_what_moved_stand_out_and_nothing_else() -> None:
    figures = items(
        (2023, "Skills", 60, 500), (2023, "Budget", 20, 500), (2023, "Data", 30, 500),
        (2024, "Skills", 61, 500), (2024, "Budget", 45, 500), (2024, "Data", 31, 500),
    )  # fmt: skip
    card = list_cards.list_card(list_facts.list_facts(figures, "United Kingdom", None), figures, {})
    assert card.title == "Most named: Skills, 61%; Budget rose 25 pts"
    assert strong_labels(card) == ["Skills", "Budget"]


def test_the_readers_own_items_take_the_colour_from_those_of_the_title() -> None:
    figures = items((2024, "Skills", 61, 500), (2024, "Budget", 45, 500), (2024, "Data", 31, 500))
    known = list_facts.list_facts(figures, "United Kingdom", None)
    card = list_cards.own_list_card(list_cards.list_card(known, figures, {}), known, figures, {"Data": 40})
    assert strong_labels(card) == ["Data"]


def test_where_few_answered_nothing_stands_out() -> None:
    figures = items((2024, "Skills", 61, 20), (2024, "Budget", 45, 20))
    card = list_cards.list_card(list_facts.list_facts(figures, "United Kingdom", None), figures, {})
    assert strong_labels(card) == []


def test_names_in_a_title_are_whole_words_and_the_longest_is_taken() -> None:
    named = grammar.named_in
    assert named("Most named: Digital skills, 61%", ["Skills", "skills", "Digital skills"]) == {"Digital skills"}
    assert named("AI: 6% in Aichi", ["AI", "Aich", "in"]) == {"AI", "in"}
    assert named("Cost (running), 3%", ["Cost (running)", "Cost", ""]) == {"Cost (running)"}
