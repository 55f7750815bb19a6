"""The page on one place on the real evidence: every place has one, and its numbers worked out another way."""

import dataclasses
import functools
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.drawn import charts_of, findings_of, tables_alone
from tests.reading import EVIDENCE, follow, words_below_filters
from tests.test_pages import drawn, open_page, shown
from trends.cards.card import Card
from trends.request.filters import Filters
from trends.request.request import Request
from trends.subjects.overview import view as overview
from trends.subjects.places import facts, view
from trends.words.text import plain

# In-process pages stand beside pure functions here.
pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")


@functools.cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", keep_default_na=False, dtype=str)


def known_places() -> list[str]:
    """Return the codes of countries and of groups of countries of which any table has evidence."""
    held = {code for name in ("findings", "indicator_values", "bodies", "cases") for code in table(name)["country"]}
    kinds = table("countries").set_index("country")["kind"]
    return sorted(code for code in held if kinds[code] in {"country", "aggregate"})


# Every place ----------------------------------------------------------------------------------------------------------


def test_every_place_of_the_evidence_has_a_page_and_a_path_of_its_own(shipped_request: Request) -> None:
    known = view.places(shipped_request)
    assert sorted(known) == known_places()
    slugs = [facts.slug(place.name) for place in known.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_places_of_the_evidence_have_an_answer_with_true_numbers(shipped_request: Request) -> None:
    findings = table("findings").merge(table("questions")[["question", "survey"]], on="question")
    surveys = findings.groupby("country")["survey"].nunique()
    values = table("indicator_values").merge(table("indicators")[["indicator", "series"]], on="indicator")
    curated = table("cases").query("collection == 'curated'")["country"].value_counts()
    full = full_editions()
    # A page costs a seventh of a second; every fourth stands for those beside it.
    known = dict(list(view.places(shipped_request).items())[::4])

    def made(code: str) -> tuple[str, Card | None, int]:
        said, card = plain(view.answer(shipped_request, code)), view.indices_card(shipped_request, code)
        return said, card, len(view.leads(shipped_request, code))

    pages = [made(code) for code in known]
    for (code, place), (said, card, leads) in zip(known.items(), pages, strict=True):
        assert said.endswith("."), place.name
        own = int(surveys.get(code, 0))
        assert (f"{own} survey" in said) == (own > 0), place.name
        checked = int(curated.get(code, 0))
        assert (f"{checked} checked case" in said) == (checked > 0), place.name
        measured = values[values["country"] == code].merge(full, on=["indicator", "year"])
        assert leads == measured["series"].nunique(), place.name
        assert (card is None) == measured.empty, place.name


@functools.cache
def full_editions() -> pd.DataFrame:
    """Return the editions, by indicator and year, that were not read in part.

    These hold half the countries of the fullest one or more, and that one a quarter of what its index measures.
    """
    countries = set(table("countries").query("kind == 'country'")["country"])
    values = table("indicator_values")
    counted = (
        values[values["country"].isin(countries)].groupby(["indicator", "year"]).size().rename("held").reset_index()
    )
    fullest = counted.groupby("indicator")["held"].transform("max")
    index = counted["indicator"].map(table("indicators").set_index("indicator")["series"])
    widest = counted.groupby(index)["held"].transform("max")
    return counted[(2 * counted["held"] >= fullest) & (4 * fullest >= widest)][["indicator", "year"]]


@pytest.mark.parametrize("code", ["NZL", "IRL", "GBR", "WSM"])
def test_places_and_their_changes_are_those_of_the_tables(shipped_request: Request, code: str) -> None:
    countries = set(table("countries").query("kind == 'country'")["country"])
    described = table("indicators").merge(table("series")[["series", "ranked"]], on="series").set_index("indicator")
    values = table("indicator_values")
    values = values[values["country"].isin(countries)].assign(
        number=lambda rows: pd.to_numeric(rows["value"], errors="coerce")
    )
    full = set(full_editions().itertuples(index=False, name=None))
    moved = 0
    for row in view.standings(shipped_request, code):
        about = described.loc[row["indicator"]]
        rows = values[values["indicator"] == row["indicator"]]
        ascending = about["higher_is_better"] == "false"
        own = rows[rows["country"] == code].merge(full_editions(), on=["indicator", "year"])
        assert row["year"] == int(own["year"].astype(int).max())
        edition = rows[rows["year"] == str(row["year"])].set_index("country")
        assert row["countries"] == len(edition)
        if about["ranked"] == "false" or about["unit"] == "group":
            assert not facts.is_placed(row)
            continue
        ranks = edition["number"].rank(method="min", ascending=ascending)
        assert row["place"] == ranks[code]
        assert row["tied"] == (int((edition["number"] == edition.loc[code, "number"]).sum()) > 1)
        same = rows[
            (rows["country"] == code)
            & (rows["method"] == edition.loc[code, "method"])
            & (rows["year"] < str(row["year"]))
        ]
        if same.empty or (row["indicator"], same["year"].max()) not in full:
            assert not facts.has_moved(row)
            continue
        before = rows[rows["year"] == same["year"].max()].set_index("country")
        both = edition.join(before.add_suffix("_then"), how="inner")
        both = both[both["method"] == both["method_then"]]
        assert (row["place_now"], row["place_before"], row["countries_both"]) == (
            both["number"].rank(method="min", ascending=ascending)[code],
            both["number_then"].rank(method="min", ascending=ascending)[code],
            len(both),
        )
        moved += 1
    assert moved


# The page -------------------------------------------------------------------------------------------------------------


def place_of(app: AppTest) -> str:
    return str(app.main.selectbox(key="place").value)


def headings(app: AppTest) -> list[str]:
    return [heading.value for heading in app.main.header]


def test_untouched_the_page_is_on_the_country_with_most_surveys() -> None:
    app = drawn(open_page("places"))
    assert place_of(app) == "United Kingdom"
    assert app.title[0].value == "United Kingdom: where does it stand, and what is known?"
    assert re.search(r"\*\*The United Kingdom is (joint )?\d+\w\w of \d+\*\*", words_below_filters(app)[0].value)
    assert len(charts_of(app)) == 1


@pytest.mark.parametrize("said", ["NZL", "new zealand", "New Zealand"])
def test_a_place_is_understood_by_code_and_by_name_in_any_case(said: str) -> None:
    app = drawn(open_page("places", place=[said]))
    assert place_of(app) == "New Zealand"
    assert headings(app)[:2] == ["Where it stands", "Side by side"]
    assert "Australia and New Zealand (holds it)" in " ".join(shown(app))


@pytest.mark.parametrize("junk", ["Atlantis", "Several countries", "", "<b>x</b>", "INTL"])
def test_what_no_choice_offers_leaves_the_page_as_it_is(junk: str) -> None:
    app = drawn(open_page("places", **{"place": [junk], "with": [junk, "NOR"]}))
    assert place_of(app) == "United Kingdom"
    assert app.main.multiselect(key="with").value == ["Norway"]


def test_a_filter_chooses_the_place_until_another_is_chosen() -> None:
    app = drawn(open_page("places", country=["Norway"], sector=["Local government"]))
    assert place_of(app) == "Norway"
    app.main.selectbox(key="place").set_value("Ireland").run()
    assert app.title[0].value.startswith("Ireland: ")
    # The filters stay as they were.
    assert app.session_state["country"] == ["Norway"]
    assert app.session_state["sector"] == ["Local government"]


def test_a_thin_country_says_what_there_is() -> None:
    app = drawn(open_page("places", place=["IRL"]))
    said = words_below_filters(app)[0].value
    assert re.match(r"\*\*Ireland is \d+\w\w of \d+\*\* in E-government development \(UN\), \d{4}", said)
    assert any("checked cases**" in markdown.value for markdown in app.main.markdown)
    assert not app.main.info


def test_a_country_without_surveys_names_the_nearest_and_leads_there(shipped_request: Request) -> None:
    codes = [code for code in view.places(shipped_request) if view.nearest(shipped_request, code)[0]]
    name = view.name(shipped_request, codes[0])
    (near, count), *_ = view.nearest(shipped_request, codes[0])[0]
    app = drawn(open_page("places", place=[name]))
    assert "What is missing" in headings(app)
    assert any(f"No survey of {name}" in markdown.value for markdown in app.main.markdown)
    door = app.main.button(key=f"nearest_{near.code}")
    assert door.label.startswith(f"{near.name}: {count} survey")
    assert place_of(drawn(door.click().run())) == near.name


def test_the_overview_of_a_country_without_lists_offers_the_nearest_that_has_some(shipped_request: Request) -> None:
    asked = dataclasses.replace(shipped_request, filters=Filters(country=("IRL",)))
    assert overview.thin_place(asked) == "IRL"
    assert not overview.is_empty(asked)
    near, _ = view.nearest_listed(asked, "IRL", "priority")
    app = drawn(open_page("overview", country=["Ireland"]))
    doors = [button for button in app.main.button if str(button.key).startswith("nearest_")]
    assert [button.key for button in doors] == [f"nearest_{other.code}" for other, _ in near]
    app = drawn(doors[0].click().run())
    assert app.session_state["country"] == [near[0][0].name]
    assert not [button for button in app.main.button if str(button.key).startswith("nearest_")]


def test_where_nothing_of_a_country_compares_the_nearest_that_has_something_is_offered(
    shipped_request: Request,
) -> None:
    pairs = shipped_request.ask("comparable_pairs", kind=[])
    surveys = pairs.groupby("country")["survey"].nunique()
    bare = (code for code in view.places(shipped_request) if code not in surveys.index)
    code = next(code for code in bare if view.nearest_compared(shipped_request, code)[0])
    app = drawn(open_page("movers", country=[view.name(shipped_request, code)]))
    doors = [button for button in app.main.button if str(button.key).startswith("nearest_")]
    assert doors
    for door in doors:
        count = surveys[str(door.key).removeprefix("nearest_")]
        assert door.label.endswith(f": {count} survey{'s' if count > 1 else ''}")
    assert "No figure was published twice" not in str(drawn(doors[0].click().run()))


def test_similar_countries_are_set_beside_it_by_a_button_and_taken_back_with_their_own_page() -> None:
    app = drawn(open_page("places", place=["New Zealand"]))
    first = next(button for button in app.main.button if str(button.key).startswith("add_"))
    name = first.label.removeprefix("Add ")
    app = drawn(first.click().run())
    assert app.main.multiselect(key="with").value == [name]
    assert f"New Zealand and {name} side by side" in findings_of(app)
    app.main.selectbox(key="place").set_value(name).run()
    assert drawn(app).main.multiselect(key="with").value == []


def test_all_indicators_are_listed_once_asked_for(shipped_request: Request) -> None:
    app = open_page("places", place=["NZL"])
    before = len(tables_alone(app))
    (opened,) = [box for box in app.main.expander if box.label.startswith("All ")]
    assert opened.label == f"All {len(view.standings(shipped_request, 'NZL'))} indicators"
    assert before >= 3


def test_a_group_of_countries_has_a_page_without_places() -> None:
    app = drawn(open_page("places", place=["EU27"]))
    assert app.title[0].value.startswith("European Union (27 members): ")
    assert charts_of(app) == []
    assert "for the European Union (27 members)." in words_below_filters(app)[0].value


# Ways to it -----------------------------------------------------------------------------------------------------------


def test_countries_lead_to_the_page_of_the_highlighted_country() -> None:
    app = open_page("countries", country=["New Zealand", "Norway"], theme=["Cyber resilience"])
    app = follow(app, "New Zealand: where it stands")
    assert place_of(drawn(app)) == "New Zealand"
    assert app.session_state["theme"] == ["Cyber resilience"]
    assert [
        each for each in open_page("countries").main.get("page_link") if "where it stands" in each.proto.label
    ] == []


def test_a_choice_of_the_same_name_on_another_page_is_no_place_here() -> None:
    app = open_page("priorities", country=["Canada"])
    app.session_state["place"] = "Canada · Local government"
    app.switch_page("places.py")
    assert place_of(drawn(app.run())) == "Canada"
