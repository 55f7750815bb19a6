"""The page on countries, served with the project's own evidence: what a reader sees of an address or a choice."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.serving import Server, Visitor, running
from trends.figures.browser import SHAPES_ADDRESS

EGDI = "UN E-Government Development Index: E-government development (UN)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("countries_page")) as started:
        yield started


@pytest.fixture
def reader(server: Server) -> Visitor:
    return Visitor(server)


def open_page(reader: Visitor, **parameters: list[str]) -> str:
    """Open the page by deep link and return all it says."""
    reader.open("countries", parameters)
    return said(reader)


def said(reader: Visitor) -> str:
    assert not reader.elements("exception"), reader.elements("exception")
    return "\n".join(reader.texts())


def chosen(reader: Visitor, key: str) -> Any:
    (found,) = [each for each in reader.elements("selectbox") if each["key"] == key]
    return found["value"]


def titles(reader: Visitor) -> list[str]:
    return [chart["title"] for chart in reader.charts()]


def test_untouched_the_page_shows_the_richest_index_and_both_ends_of_the_field(reader: Visitor) -> None:
    shown = open_page(reader)
    assert chosen(reader, "indicator") == EGDI
    assert "**Denmark is highest (0.98) and the Central African Republic is lowest (0.09)** of 193 countries" in shown
    assert "**Caution:** Each edition is rescaled against the best of that year, so a fall can be relative." in shown
    assert len(reader.charts()) == 2


def test_the_country_filter_highlights_the_first_and_leaves_all_in(reader: Visitor) -> None:
    shown = open_page(reader, country=["NZL", "Norway"], sector=["Health"], survey=["idc_au"])
    assert "**New Zealand is 16th of 193 countries**" in shown
    assert "Since 2022 its value fell by 0.01, and it went from 4th to 16th of the" in shown
    assert "Also chosen: Norway (15th, 0.93)." in shown
    assert "The country filter highlights New Zealand with Norway and leaves all others in." in shown
    assert "The filter of sector is left aside" in shown


def test_an_address_may_hold_codes_and_junk_is_passed_over(reader: Visitor) -> None:
    shown = open_page(reader, indicator=["oecd_dgi"], peers=["eu"], year=["2019"])
    assert chosen(reader, "indicator") == "OECD Digital Government Index: Digital government (OECD)"
    assert chosen(reader, "peers") == "European Union"
    assert "countries of the European Union in Digital government (OECD), 2019" in shown
    open_page(reader, indicator=["no such index"], peers=["Atlantis"], country=["XXX"], year=["1900"])
    assert (chosen(reader, "indicator"), chosen(reader, "peers")) == (EGDI, "All countries")


def test_the_theme_narrows_what_is_offered(reader: Visitor) -> None:
    shown = open_page(reader, theme=["cyber_resilience"])
    assert chosen(reader, "indicator") == "ITU Global Cybersecurity Index: Cybersecurity commitment"
    assert "The theme filter leaves 2 indicators to choose from." in shown
    assert "No two editions were made in the same way, so no trend is drawn." in shown


def test_a_theme_no_index_measures_can_be_taken_back(reader: Visitor) -> None:
    shown = open_page(reader, theme=["legacy_technical_debt"])
    assert "No index read here measures" in shown
    reader.press("drop_theme")
    assert "Denmark is highest" in said(reader)


def test_a_group_without_values_can_be_left(reader: Visitor) -> None:
    shown = open_page(reader, indicator=["egb_ov"], peers=["Polynesia"])
    assert "European eGovernment Benchmark measures no country of Polynesia." in shown
    reader.press("drop_peers")
    assert chosen(reader, "peers") == "All countries"
    assert "countries in eGovernment overall" in said(reader)


def test_an_edition_read_in_part_is_shown_only_when_asked_for(reader: Visitor) -> None:
    assert "of 38 countries in Digital government (OECD), 2023" in open_page(reader, indicator=["oecd_dgi"])
    shown = open_page(reader, indicator=["oecd_dgi"], year=["2025"], country=["NOR"])
    assert "This edition was read in part (12 countries; the fullest edition has 38)" in shown
    assert "1st" not in shown


@pytest.mark.parametrize("indicator", ["gtmi", "gtmi_group", "gtmi_psdi"])
def test_what_its_publisher_calls_no_ranking_has_no_places_anywhere(reader: Visitor, indicator: str) -> None:
    open_page(reader, indicator=[indicator], country=["NZL"], trend=["true"])
    reader.set(every_country=True)
    shown = said(reader)
    headings = [heading for table in [*reader.tables_alone(), *reader.tables()] for heading in table.columns]
    assert "not meant as a ranking" in shown
    assert "Country" in headings
    assert "Place" not in headings
    assert "New Zealand" in shown
    for word in ("16th", "1st", "2nd ", "lowest"):
        assert word not in shown


def test_the_full_list_is_drawn_when_opened(reader: Visitor) -> None:
    open_page(reader)
    assert max(map(len, reader.tables())) < 20
    assert not reader.tables_alone()
    reader.set(every_country=True)
    assert [len(table) for table in reader.tables_alone()] == [193]


def test_trend_and_parts_are_drawn_when_asked_for(reader: Visitor) -> None:
    open_page(reader, country=["NZL"])
    reader.set(trend=True)
    assert any("New Zealand up from 0.72 in 2003 to 0.93 in 2024" in title for title in titles(reader))
    reader.set(measures=True)
    assert any("New Zealand is above the median in 4 of 4 other measures" in title for title in titles(reader))


PEERS = ["New Zealand", "United Kingdom", "Denmark", "Estonia", "South Korea"]


def test_more_countries_than_lines_can_be_told_apart_have_a_small_chart_each(reader: Visitor) -> None:
    open_page(reader, country=PEERS[:4], trend=["true"])
    assert reader.charts()[-1]["alt"].startswith("Trend lines: ")
    open_page(reader, country=PEERS, trend=["true"])
    shown = reader.charts()[-1]
    assert shown["alt"].startswith("A small chart per country: E-government development (UN), 2003–2024. ")
    heads = [note["text"] for note in json.loads(shown["drawings"][0]["figure"])["layout"]["annotations"]]
    # The first chosen leads, the others stand by their last value.
    assert [head.partition("</b>")[0] for head in heads] == [
        f"<b>{name}" for name in ("New Zealand", "Denmark", "Estonia", "South Korea", "United Kingdom")
    ]


def test_a_group_of_peers_has_a_small_chart_each_and_the_group_its_verdict(reader: Visitor) -> None:
    shown = open_page(reader, peers=["Western Europe"], trend=["true"])
    assert re.search(r"The group is \*\*▲ above\*\* the \d+ other countries measured, whose median is 0\.\d\d", shown)
    assert reader.charts()[-1]["alt"].startswith("A small chart per country: ")
    assert any("Group against the others" in table.to_string() for table in reader.tables())
    assert len(reader.charts()) == 3


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"peers": ["Australia and New Zealand"]}, "fewer than 5 countries of the group have a value"),
        ({"peers": ["EU"], "indicator": ["gtmi"]}, "the index is not meant as a ranking"),
        ({"peers": ["EU"], "indicator": ["gtmi_group"]}, "letters have no median"),
        ({"peers": ["EU"], "indicator": ["oecd_dgi"], "year": ["2025"]}, "the edition was read in part"),
        ({"peers": ["EU"], "indicator": ["desi_dps_score"]}, "fewer than 5 other countries have a value"),
    ],
)
def test_a_group_that_cannot_be_judged_says_why(reader: Visitor, asked: dict[str, list[str]], reason: str) -> None:
    shown = open_page(reader, **asked)
    assert f"Whether the group is above all other countries: **? cannot tell ({reason})**." in shown


@pytest.mark.browser
def test_the_map_is_drawn_and_nothing_is_fetched_from_elsewhere(chromium: Browser, server: Server) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/countries?peers=EU&indicator=egb_ov&country=Norway")
    # A shape outside the part of the globe that is shown has no outline.
    page.wait_for_selector(".choroplethlayer path[d]", timeout=60_000)
    assert page.locator(".choroplethlayer path").count() >= 240
    assert [url for url in asked if "geojson" in url] == [f"{server.address}/{SHAPES_ADDRESS}"]
    assert not [url for url in asked if not url.startswith((server.address.removesuffix("/desk"), "data:", "blob:"))]
    page.close()
