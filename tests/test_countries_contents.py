"""What the page on countries holds as data, made of an address alone: the same cards as the page, each with its receipt."""

import pytest

from trends.request.place import Self
from trends.request.request import Request, request_of
from trends.subjects.contents import Contents
from trends.subjects.indices import view
from trends.words.text import plain

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")


def made(*address: tuple[str, str], place: Self | None = None) -> tuple[Request, Contents]:
    request, choices = request_of(address, place=place or Self())
    return request, view.contents(request, choices)


def test_untouched_the_page_holds_the_question_the_answer_and_two_cards() -> None:
    request, found = made()
    asked = view.asked_of(request, {})
    assert asked is not None
    assert asked.indicator == next(iter(view.offered_indicators(request).values()))
    assert plain(found.question) == "Where does a country stand?"
    assert found.answer == view.answer(request, view.facts(request, asked))
    assert [card.key for card in found.cards] == ["standing", "map"]
    assert found.you == ""


def test_switches_of_the_page_add_their_cards() -> None:
    request, _ = made(("country", "NZL"))
    # Not every edition of every index has parts: the first one that has.
    asked = (view.asked_of(request, {"indicator": [code]}) for code in view.offered_indicators(request).values())
    indicator = next(one.indicator for one in asked if one is not None and len(view.direct_parts(request, one)))
    chosen = (("indicator", indicator), ("trend", "true"), ("measures", "true"))
    _, found = made(("country", "NZL"), *chosen)
    assert [card.key for card in found.cards] == ["standing", "map", "trend", "parts"]
    # Without a country nothing lies behind a figure.
    _, found = made(*chosen)
    assert [card.key for card in found.cards] == ["standing", "map", "trend"]


def test_a_receipt_gives_the_rows_of_its_card_again() -> None:
    request, found = made(("country", "NZL"), ("peers", "OECD"), ("trend", "true"), ("measures", "true"))
    for card in found.cards:
        assert card.receipt is not None
        rows = request.store.ask(card.receipt.query, **card.receipt.parameters)
        key = "indicator" if card.key == "parts" else "country"
        assert set(card.shown[key].dropna()) == set(rows[key].dropna())
        assert card.receipt.fingerprint == request.version.fingerprint


def test_an_address_may_name_indicator_and_group_or_give_their_codes_in_any_case() -> None:
    request, _ = made()
    (label, code), *_ = list(view.offered_indicators(request).items())[1:]
    (name, group), *_ = list(view.group_labels(request).items())[1:]
    asked = [
        view.asked_of(request, {"indicator": [indicator], "peers": [peers]})
        for indicator, peers in (
            (label, name),
            (code, group),
            (code.upper(), group.upper()),
            (label.lower(), name.lower()),
        )
    ]
    assert {(each.indicator, each.peers) for each in asked if each is not None} == {(code, group)}
    assert None not in asked


def test_of_several_values_the_last_counts_and_what_is_not_offered_is_passed_over() -> None:
    request, _ = made()
    first, second, *_ = view.offered_indicators(request).values()
    asked = view.asked_of(request, {"indicator": [first, second]})
    junk = view.asked_of(request, {"indicator": ["no such index"], "peers": ["Atlantis"]})
    assert asked is not None
    assert junk is not None
    assert (asked.indicator, junk.indicator, junk.peers) == (second, first, "")


def test_the_own_country_is_highlighted_and_told_where_it_stands() -> None:
    _, found = made(place=Self(country="NZL", country_name="New Zealand"))
    assert plain(found.you).startswith("You are ")
    assert plain(found.cards[0].title).startswith("New Zealand: ")


def test_where_no_line_has_a_value_there_is_no_trend_and_no_error() -> None:
    request = request_of([("country", "NZL")])[0]
    tried = 0
    for code in list(request.vocabulary.names["indicator"])[::3]:
        held = view.contents(request, {"indicator": [code], "trend": ["true"]})
        tried += 1
        assert all(card.table for card in held.cards)
    assert tried > 20
