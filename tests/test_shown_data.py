"""“The same figures over HTTP”: the link under a page gives exactly the rows that the page shows."""

from dataclasses import replace
from html import escape
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import pytest

from tests import sheet
from tests.reading import EVIDENCE
from tests.test_pages import open_page
from trends.export.page import own_choices, page_html
from trends.export.rows_shown import groups_shown, rows_shown, status
from trends.export.tables import data_address, rows
from trends.request.filters import read_parameters
from trends.request.place import Self
from trends.request.request import Request, request_of
from trends.request.tables import TABLES
from trends.subjects import registry
from trends.subjects.cases import view as cases
from trends.ui.card import served_at
from trends.words import numbers

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
    table, chosen = rows_shown(page, asked, own)
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
            assert rows_shown(page, asked, {}) == ("findings", [("country", "New Zealand"), ("sector", "Health")])


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


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / "findings.csv", dtype=str).merge(
        pd.read_csv(EVIDENCE / "questions.csv", dtype=str)[["question", "survey"]], on="question"
    )


@pytest.fixture(scope="module")
def alone(shipped_request: Request, published: pd.DataFrame) -> tuple[str, str, str]:
    """Return a country, a sector and a group: figures of the sector are of the group that holds the country alone."""
    asked = set(zip(published["country"], published["sector"], strict=True))
    kinds = pd.read_csv(EVIDENCE / "questions.csv", dtype=str).query("kind == 'concern'")["question"]
    concerns = published[published["question"].isin(kinds)]
    found = (
        (country, sector, group)
        for country, groups in shipped_request.vocabulary.aggregates.items()
        if country in set(published["country"])
        for group in groups
        for sector in sorted(set(concerns[concerns["country"] == group]["sector"]))
        if (country, sector) not in asked
    )
    if (first := next(found, None)) is None:
        pytest.skip("Every country has figures of its own wherever a group that holds it has some.")
    return first


@pytest.mark.parametrize("name", ["concerns", "priorities", "sectors"])
def test_figures_of_a_group_are_told_and_served_as_such(
    shipped_request: Request, published: pd.DataFrame, alone: tuple[str, str, str], name: str
) -> None:
    country, sector, group = alone
    query = urlencode({"country": country, "sector": sector})
    asked, choices = request_of(parse_qsl(query), shipped_request.version)
    page, names = registry.PAGES[name], asked.vocabulary.names["country"]
    table, chosen = rows_shown(page, asked, choices)
    given = read_parameters(asked.vocabulary, TABLES[table].parameters, chosen)
    told = rows(asked.store, TABLES[table], {field: codes for field, codes in given.items() if codes})
    cards = [card for card in registry.contents(name, asked, choices).cards if "item" in card.shown]
    # Just what is drawn, and of the group alone.
    drawn = {row for card in cards for row in card.shown[["item", "year", "value"]].itertuples(index=False, name=None)}
    assert drawn == set(told[["item", "year", "value"]].itertuples(index=False, name=None)) != set()
    assert set(told["country"]) == {group}
    questions = {str(card.receipt.parameters["question"]) for card in cards if card.receipt}
    behind = published[
        published["question"].isin(questions) & (published["country"] == group) & (published["sector"] == sector)
    ]
    said = status(page, asked, choices)
    assert said.startswith(f"Showing {numbers.counted(len(behind), 'figure')} from ")
    assert f"{numbers.counted(behind['survey'].nunique(), 'survey')} of {names[group]} together" in said
    assert said.endswith(f"None is of {names[country]} alone.")
    assert escape(said) in page_html(name, asked, choices)


def test_figures_of_a_group_are_counted_with_those_of_the_country_itself(
    shipped_request: Request, published: pd.DataFrame, alone: tuple[str, str, str]
) -> None:
    country, _, group = alone
    asked, choices = request_of([("country", country)], shipped_request.version)
    page = registry.PAGES["concerns"]
    figures = published[published["country"].isin([country, group])]
    assert f" {len(figures):,} figure" in status(page, asked, choices)
    assert rows_shown(page, asked, choices)[1] == [
        ("country", asked.vocabulary.name("country", code)) for code in (country, group)
    ]
    # Whoever chooses no country, or the group itself, is shown what they chose.
    for query in ([], [("country", group)]):
        other, _ = request_of(query, shipped_request.version)
        assert groups_shown(page, other, {}) == []


@pytest.mark.usefixtures("pages_read_the_evidence")
def test_the_bar_names_the_group_whose_figures_are_drawn(shipped_request: Request, alone: tuple[str, str, str]) -> None:
    country, sector, group = (
        shipped_request.vocabulary.name(field, code)
        for field, code in zip(("country", "sector", "country"), alone, strict=True)
    )
    app = open_page("concerns", country=[country], sector=[sector])
    assert f"shown: {group} together" in [text.value for text in app.text]
    assert sheet.status(app).endswith(f"None is of {country} alone.")
    assert sheet.status(app) in [caption.value for caption in app.main.caption]
    other = open_page("countries", country=[country], sector=[sector])
    assert not any(text.value.startswith("shown:") for text in other.text)
