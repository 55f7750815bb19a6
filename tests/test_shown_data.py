"""“The same figures over HTTP”: the link under a page gives exactly the rows that the page shows."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from trends.export.page import own_choices
from trends.export.tables import data_address, rows
from trends.request.filters import read_parameters
from trends.request.place import Self
from trends.request.request import Request, request_of
from trends.request.tables import TABLES
from trends.subjects import registry
from trends.subjects.cases import view as cases
from trends.ui.card import served_at
from trends.ui.layout import data_shown

# Pages with choices of their own, each with what an address chooses.
ADDRESSES = [
    ("countries", ""),
    ("countries", "country=NZL&year=2020&sector=health"),
    ("countries", "peers=OECD&country=JPN"),
    ("countries", "indicator=gtmi_group&peers=Oceania"),
    ("bodies", ""),
    ("bodies", "country=NZL"),
    ("cases", ""),
    ("cases", "country=GBR&search=council&status=live"),
]


@pytest.mark.parametrize(("name", "query"), ADDRESSES)
def test_the_link_gives_the_rows_of_the_page(shipped_request: Request, name: str, query: str) -> None:
    asked, choices = request_of(parse_qsl(query), shipped_request.version)
    page, own = registry.PAGES[name], own_choices(name, choices)
    table, chosen = data_shown(page, asked, own)
    # As the API reads the address of the link.
    address = data_address(TABLES[table], "csv", chosen)
    given = parse_qsl(address.partition("?")[2])
    selection = read_parameters(asked.vocabulary, TABLES[table].parameters, given)
    told = rows(asked.store, TABLES[table], {field: codes for field, codes in selection.items() if codes})
    card = registry.contents(name, asked, own).cards[0].shown
    assert len(told) > 0
    if name == "countries":
        assert sorted(told["country"]) == sorted(card["country"])
        assert set(told["year"]) == set(card["year"])
        assert sorted(told["value"].dropna()) == sorted(card["value"].dropna())
    elif name == "bodies":
        assert len(told) == card["bodies"].sum()
    else:
        # The list is of the first ones; all are counted.
        assert set(card["title"]) <= set(told["title"])
        assert len(told) == cases.totals(asked, cases.selection_of(asked, own))["cases"]


def test_all_other_pages_lead_to_the_figures_of_surveys(shipped_request: Request) -> None:
    asked, _ = request_of([("country", "NZL"), ("sector", "health")], shipped_request.version)
    for page in registry.PAGES.values():
        if page.rows is None:
            assert data_shown(page, asked, {}) == ("findings", [("country", "New Zealand"), ("sector", "Health")])


@pytest.mark.parametrize(("name", "query"), [*ADDRESSES, ("priorities", "country=GBR"), ("places", "place=Norway")])
def test_the_address_in_the_box_of_downloads_gives_the_rows_of_its_card(
    shipped_request: Request, name: str, query: str
) -> None:
    asked, choices = request_of(parse_qsl(query), shipped_request.version)
    for card in registry.contents(name, asked, own_choices(name, choices)).cards:
        address = served_at(card, name, asked, choices, "/trends")
        assert address.startswith(f"/trends/read/{name}/{card.key}.csv")
        given, chosen = request_of(parse_qsl(address.partition("?")[2]), shipped_request.version)
        (again,) = [
            each for each in registry.contents(name, given, own_choices(name, chosen)).cards if each.key == card.key
        ]
        pd.testing.assert_frame_equal(again.shown, card.shown)


def test_a_card_that_depends_on_the_own_place_has_no_address(shipped_request: Request) -> None:
    code, name = next(iter(shipped_request.vocabulary.names["country"].items()))
    mine = replace(shipped_request, place=Self(country=code, country_name=name))
    (card,) = [each for each in registry.contents("overview", shipped_request).cards if each.key == "priorities"]
    assert served_at(card, "overview", mine, {}, "") == "/read/overview/priorities.csv"
    assert served_at(replace(card, key="own"), "overview", mine, {}, "") == ""
    assert served_at(replace(card, shown=card.shown.iloc[1:]), "overview", mine, {}, "") == ""
