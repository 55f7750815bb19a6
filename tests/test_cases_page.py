"""The page on case studies, served with the small evidence: what a reader sees of an address or a choice."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import tiny_evidence
from tests.serving import Server, Visitor, running
from trends.figures.browser import SHAPES_ADDRESS


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("cases_page")
    data = tiny_evidence.write(folder / "data")
    with running(folder, DIGITAL_TRENDS_DATA=str(data), DIGITAL_TRENDS_CACHE=str(folder / "cache")) as started:
        yield started


@pytest.fixture
def reader(server: Server) -> Visitor:
    return Visitor(server)


def open_page(reader: Visitor, **parameters: list[str]) -> str:
    """Open the page by deep link and return all it says."""
    reader.open("cases", parameters)
    return said(reader)


def said(reader: Visitor) -> str:
    assert not reader.elements("exception"), reader.elements("exception")
    return "\n".join(reader.texts())


def element(reader: Visitor, key: str) -> dict[str, Any]:
    (found,) = [
        each
        for kind in ("selectbox", "toggle", "segmented_control")
        for each in reader.elements(kind)
        if each["key"] == key
    ]
    return found


def headings(reader: Visitor) -> list[str]:
    return [str(heading["props"]["body"]) for heading in reader.elements("header")]


def test_untouched_the_page_shows_the_checked_cases(reader: Visitor) -> None:
    shown = open_page(reader)
    assert "1 of 3 checked cases from 2 countries has a measured result." in shown
    assert "3 cases found." in shown
    assert element(reader, "case")["props"]["options"] == [
        "Chatbot for residents",
        "One login across borders",
        "Sensors on wards",
    ]
    assert len(reader.charts()) == 1


def test_both_collections_and_one_by_itself_can_be_asked_for(reader: Visitor) -> None:
    assert "5 cases from 3 countries: 3 checked, 2 taken from public registers." in open_page(
        reader, collection=["Both"]
    )
    assert "2 projects from 2 countries, listed in 1 public register." in open_page(reader, collection=["Inventory"])


def test_codes_and_data_links_are_understood(reader: Visitor) -> None:
    assert "2 cases found: Planned." in open_page(reader, collection=["curated", "inventory"], status=["planned"])
    assert "1 case found: Measured result." in open_page(reader, outcome=["measured"])
    assert "1 case found: cloud." in open_page(reader, technology=["CLOUD"])


def test_shared_filters_and_search_narrow_the_cases(reader: Visitor) -> None:
    shown = open_page(reader, country=["Norway"], search=["BEDS"])
    assert "1 case found: Norway; BEDS." in shown
    assert "does not apply" not in shown


def test_the_survey_filter_is_said_not_to_apply(reader: Visitor) -> None:
    shown = open_page(reader, survey=["Health poll"])
    assert "3 cases found. The survey filter does not apply to cases" in shown


@pytest.mark.parametrize("name", ["Letter sorting", "leeds-register", "LETTER SORTING"])
def test_an_address_opens_a_case_outside_the_filters(reader: Visitor, name: str) -> None:
    shown = open_page(reader, case=[name])
    assert headings(reader)[0] == "Letter sorting"
    assert "This case lies outside the filters." in shown
    assert "set by keyword" in shown
    assert element(reader, "case")["value"] == "Letter sorting"


def test_an_open_case_stays_open_when_the_filters_leave_it_or_everything_out(reader: Visitor) -> None:
    open_page(reader, case=["Chatbot for residents"])
    assert "**What came of it:** Calls fell by 1,200 a month." in said(reader)
    reader.set(search="no such word")
    assert headings(reader)[0] == "Chatbot for residents"
    assert "No case fits these filters." in said(reader)


def test_nothing_found_offers_the_filter_that_stands_in_the_way(reader: Visitor) -> None:
    open_page(reader, search=["letter"])
    labels = {button["key"]: button["props"]["label"] for button in reader.elements("button") if button.get("key")}
    assert labels["drop_case_collection"] == "Show both collections (1 case)"
    assert labels["drop_case_search"] == "Drop search “letter” (3 cases)"
    reader.press("drop_case_collection")
    assert "1 case found: letter." in said(reader)
    assert element(reader, "collection")["value"] == "Both"


@pytest.mark.parametrize(
    "junk",
    [
        {"case": ["[no] such $case$"]},
        {"collection": ["zzz"], "status": ["zzz", ""], "technology": ["<b>"]},
        {"rows": ["7"], "count_by": ["zzz"], "numbers": ["maybe"], "map": ["maybe"]},
    ],
)
def test_junk_in_the_address_does_no_harm(reader: Visitor, junk: dict[str, list[str]]) -> None:
    shown = open_page(reader, **junk)
    assert "3 cases found." in shown


def test_markup_in_a_search_is_only_text(reader: Visitor) -> None:
    shown = open_page(reader, search=["<img src=x onerror=alert(1)>"])
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "found: <img" not in shown


def test_the_map_is_drawn_when_it_is_asked_for(reader: Visitor) -> None:
    assert "Cases lie in" not in open_page(reader)
    shown = open_page(reader, map=["true"])
    assert "Cases lie in 2 places of 2 countries" in shown
    assert len(reader.charts()) == 2


def test_counting_follows_the_readers_choice(reader: Visitor) -> None:
    shown = open_page(reader, count_by=["Country"], collection=["Both"])
    assert "by country" in shown
    assert element(reader, "count_by")["value"] == "Country"


@pytest.mark.browser
def test_a_browser_draws_land_and_dots_and_fetches_shapes_from_the_app_alone(chromium: Browser, server: Server) -> None:
    page = chromium.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{server.address}/cases?map=true")
    page.wait_for_selector(".st-key-cases_map_parts .scatterlayer path.point", state="attached")
    page.wait_for_selector(".st-key-cases_map_parts .choroplethlayer path", state="attached")
    dots = page.locator(".st-key-cases_map_parts .scatterlayer path.point").count()
    page.close()
    assert dots == 2
    assert f"{server.address}/{SHAPES_ADDRESS}" in fetched
    assert not [address for address in fetched if "topojson" in address or "plot.ly" in address]
