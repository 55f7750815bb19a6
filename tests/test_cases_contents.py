"""What the page on cases holds as data, made of an address alone: the same cards as the page, each with its receipt."""

import pytest

from trends.request.place import NOBODY, Self
from trends.request.request import Request, request_of
from trends.subjects.cases import view
from trends.subjects.contents import Contents
from trends.words.text import markdown, plain


def made(tiny: Request, *address: tuple[str, str], place: Self = NOBODY) -> tuple[Request, Contents]:
    request, choices = request_of(address, tiny.version, place)
    return request, view.contents(request, choices)


def test_untouched_the_page_holds_the_checked_cases_and_what_they_share(tiny_request: Request) -> None:
    _, found = made(tiny_request)
    assert found.question == "Who has done it, and what came of it?"
    assert markdown(found.answer).startswith("**1 of 3 checked cases from 2 countries has a measured result.**")
    assert [card.key for card in found.cards] == ["list", "shares"]
    assert found.you == ""


def test_choices_of_the_page_change_its_cards(tiny_request: Request) -> None:
    _, found = made(
        tiny_request, ("case", "leeds-register"), ("count_by", "Country"), ("numbers", "true"), ("map", "true")
    )
    assert [card.key for card in found.cards] == ["case", "list", "shares", "map"]
    assert found.cards[0].title == "Letter sorting"
    assert found.cards[2].subtitle == "Number of 3 curated cases, by country"


@pytest.mark.parametrize(
    ("given", "cases"),
    [
        ((), 3),
        (("Curated",), 3),
        (("inventory",), 2),
        (("Both",), 5),
        (("both",), 5),
        (("curated", "INVENTORY"), 5),
        (("zzz",), 3),
        (("zzz", "inventory"), 2),
    ],
)
def test_a_collection_is_named_in_any_case_and_what_is_not_known_is_the_checked_one(
    tiny_request: Request, given: tuple[str, ...], cases: int
) -> None:
    request, choices = request_of([("collection", each) for each in given], tiny_request.version)
    assert view.totals(request, view.selection_of(request, choices))["cases"] == cases


def test_a_case_stays_open_where_the_filters_leave_nothing(tiny_request: Request) -> None:
    _, found = made(tiny_request, ("search", "no such word"), ("case", "Chatbot for residents"))
    assert [card.key for card in found.cards] == ["case"]
    assert found.answer == ""
    _, found = made(tiny_request, ("search", "no such word"))
    assert not found.cards


def test_a_place_is_told_how_many_checked_cases_are_its_own(tiny_request: Request) -> None:
    _, found = made(tiny_request, ("country", "NOR"), place=Self("GBR", country_name="United Kingdom"))
    own = request_of([("country", "GBR")], tiny_request.version)[0]
    number = view.totals(own, view.selection_of(own, {}))["cases"]
    assert plain(found.you) == f"{number} checked case{' is' if number == 1 else 's are'} of your country."


def test_a_receipt_gives_the_rows_of_its_card_again(tiny_request: Request) -> None:
    request, found = made(tiny_request, ("country", "GBR"), ("case", "leeds-register"), ("map", "true"))
    names = {"case": "title", "list": "title", "shares": "name", "map": "place"}
    assert [card.key for card in found.cards] == list(names)
    for card in found.cards:
        assert card.receipt is not None
        rows = request.store.ask(card.receipt.query, **card.receipt.parameters)
        assert card.shown[names[card.key]].tolist() == rows[names[card.key]].fillna("Not given").tolist()
        assert card.receipt.fingerprint == request.version.fingerprint
