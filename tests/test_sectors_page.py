"""The page on one sector, in process on the project's evidence."""

import re
from typing import Any

import pandas as pd
import pytest

from tests.drawn import charts_of, key_figures_of, parts_of, tables_alone
from tests.reading import EVIDENCE, follow, words_below_filters
from tests.test_pages import drawn, missing_said, nothing_fits, open_page
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.sectors import view
from trends.subjects.sectors import words as sector_words

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")


def names(store: Store) -> dict[str, str]:
    listed = store.ask("vocabulary")
    rows = listed[listed["field"] == "sector"]
    return dict(zip(rows["code"], rows["name"], strict=True))


def headings(app: Any) -> list[str]:
    return [heading.value for heading in app.main.header]


def test_untouched_the_page_shows_what_local_government_puts_first_and_fears() -> None:
    app = drawn(open_page("sectors"))
    assert app.title[0].value.startswith("Local government: ")
    said = words_below_filters(app)[0].value
    assert re.search(r" surveys? with a list of priorities.+ \*\*.+\*\* first", said)
    shown = headings(app)
    # A list with a chart comes before one without.
    assert sorted(shown[:2]) == ["What it puts first", "What worries it"]
    assert [heading for heading in shown[2:] if heading != "What happened to it"] == [
        "What else stands first",
        "What it has in use",
        "Who has done it",
    ]
    # A card each, with a chart or, of a short list of places, a table alone.
    assert len(parts_of(app)) == 2


@pytest.mark.evidence
def test_lists_with_a_chart_come_first(shipped_request: Request) -> None:
    orders = [
        [card.chart is not None for card in view.list_cards(shipped_request, sector).values()]
        for sector in names(shipped_request.store)
    ]
    assert all(drawn_first == sorted(drawn_first, reverse=True) for drawn_first in orders)
    assert any(orders)


def test_every_sector_reads_and_says_what_is_missing(store: Store) -> None:
    app = open_page("sectors")
    thin = {code for code in names(store) if isinstance(store.ask("sector", sector=code)["closest"].iloc[0], str)}
    for code, name in names(store).items():
        app.main.selectbox(key="branch").set_value(name).run()
        drawn(app)
        assert app.title[0].value == sector_words.question(name)
        assert "**" in words_below_filters(app)[0].value, name
        assert len(key_figures_of(app)) >= 2, name
        shows_both = {"What it puts first", "What worries it"} <= set(headings(app))
        assert shows_both != ("What is missing" in headings(app)), name
        ways = [button.label for button in app.main.button if button.key == "closest"]
        assert bool(ways) == (code in thin and not shows_both), name
        for table in tables_alone(app):
            assert table.shape[1] <= 7
            assert len(table) <= 10
        assert not missing_said(app), name
        # No answer that means nothing alone stands first.
        cells = [str(cell) for table in tables_alone(app) for cell in table.iloc[:, 0]]
        assert not {"Low priority", "Lower", "Needed", "Slightly or moderately"} & set(cells), name


def test_a_thin_sector_leads_to_the_one_that_comes_closest() -> None:
    app = drawn(open_page("sectors", branch=["Housing"]))
    assert any("Closest comes local government" in each.value for each in app.main.markdown)
    (way,) = [button for button in app.main.button if button.key == "closest"]
    app = drawn(way.click().run())
    assert app.title[0].value.startswith("Local government: ")


def test_a_door_takes_the_sector_to_the_next_page() -> None:
    app = open_page("sectors", branch=["Health"])
    app = drawn(follow(app, "All its concerns"))
    assert app.session_state["sector"] == ["Health"]
    assert app.title[0].value.startswith("What worries ")


def country_with_cases_alone() -> str:
    """Return the country with most cases of local government of those where no survey asked it, alone or in a group."""
    findings, cases, countries = (
        pd.read_csv(EVIDENCE / f"{table}.csv", dtype=str, keep_default_na=False)
        for table in ("findings", "cases", "countries")
    )
    asked, known = (table.loc[table["sector"] == "local_government", "country"] for table in (findings, cases))
    names = {countries.set_index("country")["stands_for"].get(code) for code in asked} - {""}
    held = [
        code
        for code, *of in countries[["country", "un_region", "un_subregion", "income_group", "groups"]].to_numpy()
        if names & {*of[:3], *of[3].split(";")}
    ]
    counts = known[~known.isin([*asked, *held])].value_counts()
    return str(countries.set_index("country")["name"][min(counts[counts == counts.max()].index)])


def test_a_country_without_a_list_says_so_and_offers_all() -> None:
    country = country_with_cases_alone()
    app = drawn(open_page("sectors", country=[country]))
    assert f"for {country} alone" in words_below_filters(app)[0].value
    (way,) = [button for button in app.main.button if button.key == "clear_for_lists"]
    app = drawn(way.click().run())
    assert app.session_state["country"] == []
    # A card each, with a chart or, of a short list of places, a table alone.
    assert len(parts_of(app)) == 2


def test_a_country_with_lists_shows_its_own() -> None:
    app = drawn(open_page("sectors", country=["Canada"]))
    assert "Canada" in words_below_filters(app)[0].value
    assert all("Canada" in chart["subtitle"] for chart in charts_of(app))


def test_the_sector_of_the_filter_is_the_one_the_page_opens_with() -> None:
    app = drawn(open_page("sectors", sector=["Education"]))
    assert app.title[0].value == sector_words.question("Education")


def test_readers_who_say_where_they_work_find_their_own_sector() -> None:
    app = open_page("overview")
    app.session_state["my_sector"] = "Health"
    app.switch_page("sectors.py").run()
    assert drawn(app).title[0].value == sector_words.question("Health")


def test_a_choice_that_leaves_nothing_is_said_and_can_be_taken_back(store: Store) -> None:
    app = drawn(open_page("sectors", **nothing_fits(store)))
    assert missing_said(app)
    assert charts_of(app) == []
