"""Words, tables and cards of case studies, from given frames."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from tests.card_contents import figure_of
from trends.figures.palette import LIGHT
from trends.request import tables as request_tables
from trends.request.place import NOBODY, Self
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.cases import words as case_words
from trends.words.text import markdown, plain

SELECTION = {field: ["curated"] if field == "collection" else [] for field in request_tables.TABLES["cases"].fields}
TOTALS: Mapping[str, Any] = {
    "cases": 20,
    "curated": 20,
    "inventory": 0,
    "in_use": 12,
    "curated_in_use": 12,
    "with_outcome": 18,
    "with_measured": 9,
    "curated_measured": 9,
    "with_failure": 2,
    "measured_by": {"body": 2, "auditor": 1, "press": 6},
    "countries": 2,
    "placed": 5,
    "places": 4,
    "placed_countries": 2,
    "sources": 2,
    "registers": 0,
}
REGISTERS = {
    **TOTALS,
    "cases": 4000,
    "curated": 0,
    "inventory": 4000,
    "in_use": 1000,
    "curated_in_use": 0,
    "with_measured": 0,
    "curated_measured": 0,
    "with_failure": 0,
    "registers": 3,
}
BOTH = {**TOTALS, "cases": 4020, "inventory": 4000, "in_use": 1012, "registers": 3}


def shares(*rows: tuple[str, str | None, int, int]) -> pd.DataFrame:
    """Rows as the question gives them: collection, name, cases, cases of the collection."""
    frame = pd.DataFrame(rows, columns=["collection", "name", "cases", "collection_cases"])
    return frame.assign(share=100.0 * frame["cases"] / frame["collection_cases"])


COUNTRIES = shares(("curated", "Norway", 15, 20), ("curated", "Kenya", 5, 20))
THEMES = shares(("curated", "AI", 10, 20), ("curated", "Data", 5, 20), ("curated", None, 5, 20))
SOURCES = pd.DataFrame(
    [
        ("curated", "Town Press: Pieces", "https://example.org/press", "Facts only", 15),
        ("curated", "League: Awards", "https://example.org/awards", "Open licence", 5),
    ],
    columns=["collection", "source_name", "source_url", "licence", "cases"],
)
LISTED = pd.DataFrame(
    [
        {
            "case_id": "one",
            "label": "Bins [2024] for $9m",
            "collection": "curated",
            "title": "Bins [2024] for $9m",
            "organisation": "Leeds",
            "country_name": "United Kingdom",
            "place": "Leeds",
            "sector_name": "Local government",
            "year": 2024,
            "status_name": "In use",
            "outcome": "Saved $8m.",
            "outcome_kind": "measured",
            "outcome_kind_name": "Measured result",
            "told_by": "body",
            "summary": "Bins that call.",
            "source_name": "Town Press: Pieces",
            "source_url": "https://example.org/press/(one)",
            "licence": "Facts only",
        },
        {
            "case_id": "two",
            "label": "Wards",
            "collection": "curated",
            "title": "Wards",
            "organisation": None,
            "country_name": "Norway",
            "place": None,
            "sector_name": "Health",
            "year": None,
            "status_name": "Not known",
            "outcome": None,
            "outcome_kind": None,
            "outcome_kind_name": None,
            "told_by": None,
            "summary": None,
            "source_name": "League: Awards",
            "source_url": "https://example.org/awards",
            "licence": "Open licence",
        },
    ]
).astype({"year": "Int64"})
CASE: Mapping[str, Any] = {
    "case_id": "one",
    "label": "Bins",
    "collection": "curated",
    "title": "Bins",
    "organisation": "Leeds",
    "country_name": "United Kingdom",
    "place": "Leeds",
    "sector_name": "Local government",
    "level": "local",
    "year_started": 2021,
    "year_ended": None,
    "year_reported": 2024,
    "status_name": "In use",
    "theme_names": ["AI", "Data"],
    "technologies": [],
    "outcome": "Saved $8m of $9m.",
    "outcome_kind": "measured",
    "outcome_kind_name": "Measured result",
    "told_by": "supplier",
    "summary": "Bins that call.",
    "source_name": "Town Press: Pieces",
    "source_url": "https://example.org/press",
    "licence": "Facts only",
}
PLACES = pd.DataFrame(
    [(53.8, -1.6, "Leeds", "United Kingdom", 2), (59.9, 10.8, "Oslo", "Norway", 1)],
    columns=["latitude", "longitude", "place", "country_name", "cases"],
)


def bars_of(card: Any) -> dict[str, float]:
    """The labels and lengths of the bars of a card."""
    drawn, labels = figure_of(card).data[0], figure_of(card).data[1]
    return {text.replace("<br>", " "): value for text, value in zip(labels.text, drawn.x, strict=True)}


def test_parameters_join_the_search_and_keep_the_lists() -> None:
    assert case_facts.parameters({"country": ["NOR"], "search": [" two ", "words "]}) == {
        "country": ["NOR"],
        "search": "two  words",
    }


def test_the_answer_on_checked_cases_counts_them_and_names_their_themes() -> None:
    said = markdown(case_words.answer(TOTALS, COUNTRIES, THEMES))
    assert said.startswith(
        "**9 of 20 checked cases from 2 countries have a measured result; 2 tell of a failure or harm.** "
    )
    assert (
        "The measured results are told by the press or an association (6), the body itself (2) and an auditor, court or "
        "researcher (1). "
    ) in said
    assert "Most common themes: AI (50%); Data (25%)." in said


def test_themes_as_common_as_the_last_one_named_are_counted() -> None:
    tied = [("curated", name, cases, 40) for name, cases in (("AI", 20), ("Data", 10), ("Skills", 10), ("Cyber", 4))]
    said = markdown(case_words.answer(TOTALS, COUNTRIES, shares(*tied)))
    assert "Most common themes: AI (50%); Data (25%, as 1 other theme)." in said


def test_the_answer_on_few_cases_has_no_shares() -> None:
    few = {**TOTALS, "cases": 1, "curated": 1, "countries": 1, "with_failure": 0} | {
        name: 0 for name in TOTALS if "measured" in name
    }
    said = markdown(case_words.answer(few, shares(("curated", "Kenya", 1, 1)), shares(("curated", "AI", 1, 1))))
    assert said.startswith("**One checked case from Kenya; it has no measured result.**")
    assert "%" not in said


def test_the_answer_on_registers_warns_of_the_longest() -> None:
    countries = shares(("inventory", "United States", 3000, 4000), ("inventory", "Netherlands", 500, 4000))
    said = markdown(case_words.answer({**REGISTERS, "with_outcome": 40}, countries, THEMES))
    assert said.startswith("**4,000 projects from 2 countries, listed in 3 public registers.** ")
    assert "United States (75%) and Netherlands (13%): a long register does not mean that more is done there." in said
    assert said.endswith("A note on aim, take-up or cost: 1% of them; a measured result: none.")


def test_the_answer_on_both_collections_never_counts_their_shares_together() -> None:
    said = markdown(case_words.answer(BOTH, COUNTRIES, THEMES))
    assert said.startswith("**4,020 cases from 2 countries: 20 checked, 4,000 taken from public registers.**")
    assert "%" not in said


def test_cases_of_several_countries_at_once_come_from_none() -> None:
    said = markdown(
        case_words.answer({**TOTALS, "countries": 0}, shares(("curated", "Several countries", 20, 20)), THEMES)
    )
    assert said.startswith("**9 of 20 checked cases have ")


def test_the_table_links_each_title_to_its_source_and_says_what_is_not_given() -> None:
    table = case_cards.case_table(LISTED)
    assert [markdown(cell) for cell in table["Case"]] == [
        "[Bins \\[2024\\] for \\$9m](https://example.org/press/%28one%29)",
        "[Wards](https://example.org/awards)",
    ]
    assert table.frame().drop(columns="Case").to_dict("list") == {
        "Who": ["Leeds, United Kingdom · Local government", "body not given, Norway · Health"],
        "Status": ["In use, 2024", "Not known, year not given"],
        "Outcome": ["Measured result, told by the body itself: Saved $8m.", "not given"],
    }


def test_a_phone_gets_one_column_with_the_same_words() -> None:
    made = case_cards.case_table(LISTED)
    wide, narrow = made.frame(), made.folded().frame()
    assert list(narrow.columns) == ["Case"]
    for short, words in zip(narrow["Case"], wide.to_numpy().tolist(), strict=True):
        assert all(word in short for word in words)


def test_a_registers_note_is_not_called_an_outcome() -> None:
    table = case_cards.case_table(LISTED.assign(collection=["curated", "inventory"]))
    assert "Outcome" not in table.headings
    assert "Outcome, or the register's note" in table.headings
    noted = case_cards.case_table(LISTED.assign(collection="inventory", outcome_kind_name="Aim"))
    assert noted["Outcome, or the register's note"][0] == "Aim, as its register notes: Saved $8m."


def test_a_very_long_body_is_cut_at_a_word() -> None:
    body = "Department of long names and longer ones " * 6
    shown, _, place = case_cards.case_table(LISTED.assign(organisation=body))["Who"][0].partition("…")
    assert len(shown) < case_words.BODY_LENGTH
    assert place == ", United Kingdom · Local government"


def test_the_list_card_says_how_many_of_how_many_it_shows_and_offers_all() -> None:
    card = case_cards.list_card(LISTED, TOTALS, SOURCES, SELECTION, rows=1)
    assert card.title == "9 of 20 checked cases have a measured result"
    assert card.subtitle == "Showing 1 of 20 cases, measured results first, then the newest"
    assert "12 of 20 checked cases are in use." in card.about
    assert len(card.table) == len(card.shown) == 1
    assert card.shown["title"].tolist() == ["Bins [2024] for $9m"]
    assert {"source_url", "licence", "collection"} <= set(card.shown.columns)
    assert card.behind == ("cases", SELECTION)
    assert set(SELECTION) == set(request_tables.TABLES["cases"].fields)
    assert "not a sample" in card.foot


@pytest.mark.parametrize(
    ("totals", "title"),
    [
        ({**TOTALS, "in_use": 20}, "All 20 checked cases are in use"),
        ({**TOTALS, "in_use": 1}, "1 of 20 checked cases is in use"),
        ({**TOTALS, "in_use": 0}, "None of 20 checked cases is in use"),
        ({**TOTALS, "cases": 1, "curated": 1, "in_use": 0}, "One checked case, not known to be in use"),
        (REGISTERS, "1,000 of 4,000 listed projects are in use"),
        (BOTH, "In use: 12 of 20 checked cases, 1,000 of 4,000 listed projects"),
    ],
)
def test_how_many_are_in_use_is_said_of_each_collection(totals: Mapping[str, Any], title: str) -> None:
    assert case_words.in_use(totals) == title
    card = case_cards.list_card(LISTED, totals, SOURCES, SELECTION)
    assert title in {card.title, *(text.removesuffix(".") for text in map(plain, card.about))}


@pytest.mark.parametrize(
    ("totals", "title"),
    [
        ({**TOTALS, "curated_measured": 20}, "All 20 checked cases have a measured result"),
        ({**TOTALS, "curated_measured": 1}, "1 of 20 checked cases has a measured result"),
        ({**TOTALS, "curated_measured": 0}, "None of 20 checked cases has a measured result"),
        ({**TOTALS, "with_failure": 20}, "All 20 checked cases are failures or did harm"),
        ({**TOTALS, "cases": 1, "curated": 1, "with_failure": 1}, "One checked case: a failure or harm"),
        ({**TOTALS, "cases": 1, "curated": 1, "curated_measured": 1}, "One checked case, with a measured result"),
        (BOTH, "9 of 20 checked cases have a measured result"),
    ],
)
def test_the_list_is_headed_by_how_many_have_a_measured_result(totals: Mapping[str, Any], title: str) -> None:
    assert case_cards.list_card(LISTED, totals, SOURCES, SELECTION).title == title


@pytest.mark.parametrize("teller", ["body", "auditor", "supplier", "press", "unknown"])
def test_a_failure_is_called_one_and_says_who_tells_it(teller: str) -> None:
    failed = {"outcome": "It was stopped.", "outcome_kind_name": "Failure or harm", "told_by": teller}
    said = f"Failure or harm, told by {case_words.TELLERS[teller]}"
    assert case_cards.case_table(LISTED.head(1).assign(**failed))["Outcome"] == [f"{said}: It was stopped."]
    assert f"What came of it: It was stopped. ({said})" in map(plain, case_cards.case_card({**CASE, **failed}).about)


def test_registers_are_introduced_as_such() -> None:
    about = " ".join(case_cards.list_card(LISTED, REGISTERS, SOURCES, SELECTION).about)
    assert case_words.SET_BY_KEYWORD in about
    assert "Largest sources: Town Press: Pieces (75%); League: Awards (25%)." in about
    assert case_words.SET_BY_KEYWORD not in " ".join(case_cards.list_card(LISTED, TOTALS, SOURCES, SELECTION).about)


def test_one_source_is_named_and_several_are_counted() -> None:
    assert case_cards.source_of(SOURCES.head(1), "below").url == "https://example.org/press"
    assert case_cards.source_of(SOURCES, "linked below").name == "2 publications, linked below"


def test_a_checked_case_says_what_came_of_it_and_that_it_was_checked() -> None:
    card = case_cards.case_card(CASE)
    assert list(map(plain, card.about)) == [
        "Bins that call.",
        "What came of it: Saved $8m of $9m. (Measured result, told by a supplier)",
    ]
    assert card.foot == case_words.CHECKED
    assert card.subtitle == "Leeds · Leeds, United Kingdom · In use"
    facts = dict(card.table.frame().to_numpy().tolist())
    assert facts == {
        "Who": "Leeds",
        "Where": "Leeds, United Kingdom",
        "Sector": "Local government",
        "Level": "Local",
        "Began": "2021",
        "Reported": "2024",
        "Status": "In use",
        "Themes": "AI, Data",
    }
    assert (card.source.url, card.source.licence) == ("https://example.org/press", "Facts only")


def test_a_registers_case_is_not_called_checked() -> None:
    card = case_cards.case_card(
        {**CASE, "collection": "inventory", "organisation": None, "outcome": None, "theme_names": None, "summary": None}
    )
    assert list(map(plain, card.about)) == ["The register's note: none."]
    assert "set by keyword" in card.foot
    assert "hecked" not in card.foot
    assert card.subtitle == "Leeds, United Kingdom · In use"
    assert "Themes" not in card.table.frame()["Fact"].tolist()


def test_shares_are_bars_of_the_cases_with_what_is_not_given_last() -> None:
    card = case_cards.shares_card(THEMES, "Theme", SOURCES, SELECTION)
    assert bars_of(card) == {"AI": 50, "Data": 25, "Not given": 25}
    assert list(bars_of(card)) == ["AI", "Data", "Not given"]
    assert card.title == "Most common theme: AI, 50%"
    assert card.subtitle == "Share of 20 curated cases, by theme"
    assert card.table.frame().to_dict("list") == {"Theme": ["AI", "Data", "Not given"], "Share": ["50%", "25%", "25%"]}
    assert card.foot.startswith("Base: 20 curated cases, a complete count")
    assert case_words.ONLY_FOUND in card.about
    assert 20 <= len(card.alt) <= 160
    assert card.shown["base_n"].tolist() == [20, 20, 20]
    assert card.shown["value"].tolist() == [50, 25, 25]
    assert not card.symbols


def test_numbers_are_shown_only_where_they_are_asked_for() -> None:
    by_default = case_cards.shares_card(COUNTRIES, "Country", SOURCES, SELECTION)
    asked = case_cards.shares_card(COUNTRIES, "Country", SOURCES, SELECTION, as_numbers=True)
    assert "Cases" not in by_default.table.frame().columns
    assert asked.title == "Most common country: Norway, 15 of 20 cases"
    assert bars_of(asked) == {"Norway": 15, "Kenya": 5}
    assert asked.table.frame()["Cases"].tolist() == ["15", "5"]


def test_a_big_collection_does_not_drown_a_small_one() -> None:
    frame = shares(
        ("curated", "AI", 10, 20),
        ("curated", "Data", 16, 20),
        ("inventory", "AI", 3600, 4000),
        ("inventory", "Cloud", 20, 4000),
    )
    card = case_cards.shares_card(frame, "Theme", SOURCES, {**SELECTION, "collection": []})
    assert bars_of(card) == {
        "AI (curated)": 50,
        "AI (inventory)": 90,
        "Data (curated)": 80,
        "Data (inventory)": 0,
        "Cloud (curated)": 0,
        "Cloud (inventory)": 0.5,
    }
    assert card.title == "Most common theme: Data, 80% of curated cases; AI, 90% of inventory cases"
    assert card.table.frame().columns.tolist() == ["Theme", "Curated (20)", "Inventory (4,000)"]
    assert case_words.SET_BY_KEYWORD in card.about


def test_shares_of_few_cases_are_hollow_marked_and_do_not_set_the_order() -> None:
    frame = shares(("curated", "Cloud", 2, 2), ("inventory", "AI", 80, 100), ("inventory", "Cloud", 10, 100))
    card = case_cards.shares_card(frame, "Theme", SOURCES, {**SELECTION, "collection": []})
    assert list(bars_of(card)) == ["AI (curated)", "AI (inventory)", "Cloud (curated)", "Cloud (inventory)"]
    assert card.table.frame()["Curated (2)"].tolist() == ["0% [u]", "100% [u]"]
    assert card.symbols == [case_words.FEW_CASES]
    assert card.title == "Most common theme: AI, 80% of inventory cases"
    hollow = [color == LIGHT.background for color in figure_of(card).data[0].marker.color] if card.chart else []
    assert hollow == [True, False, True, False]


def test_few_cases_are_counted_and_not_headlined() -> None:
    card = case_cards.shares_card(shares(("curated", "AI", 2, 3)), "Theme", SOURCES, SELECTION)
    assert card.title == "Only 3 cases: better read than counted"
    assert bars_of(card) == {"AI": 2}
    assert not card.symbols


def test_what_the_reader_filtered_by_is_no_finding() -> None:
    frame = shares(("curated", "AI", 20, 20), ("curated", "Data", 5, 20), ("curated", "Cloud", 5, 20))
    card = case_cards.shares_card(frame, "Theme", SOURCES, SELECTION, chosen=["AI"])
    assert card.title == "Most common other themes: Cloud and Data, 25% each"
    only = case_cards.shares_card(frame.head(1), "Theme", SOURCES, SELECTION, chosen=["AI"])
    assert only.title == "No other theme is given"


def test_years_stand_in_their_order() -> None:
    frame = shares(
        ("curated", "2021", 9, 20), ("curated", "2024", 4, 20), ("curated", "2019", 4, 20), ("curated", None, 3, 20)
    )
    card = case_cards.shares_card(frame, "Year", SOURCES, SELECTION)
    assert list(bars_of(card)) == ["2024", "2021", "2019", "Not given"]
    assert card.title == "Most common year: 2021, 45%"


def test_a_status_that_is_not_known_never_leads() -> None:
    frame = shares(("curated", "Not known", 15, 20), ("curated", "In use", 5, 20))
    card = case_cards.shares_card(frame, "Status", SOURCES, SELECTION)
    assert card.title == "Most common status: In use, 25%"
    assert list(bars_of(card)) == ["In use", "Not known"]


def test_a_long_list_is_cut_in_the_chart_and_whole_in_the_table() -> None:
    frame = shares(*[("curated", f"Tool {number:02}", 50 - number, 100) for number in range(30)])
    card = case_cards.shares_card(frame, "Technology", SOURCES, SELECTION)
    assert len(bars_of(card)) == case_cards.BARS
    assert len(card.table) == len(card.shown) == 30
    assert "The chart shows 12 of 30; the table has all." in card.about


@pytest.mark.parametrize("part", list(case_facts.PARTS))
@pytest.mark.parametrize("as_numbers", [False, True])
def test_alternative_texts_keep_to_their_length(part: str, as_numbers: bool) -> None:
    names = ["2021", "2024"] if part == "Year" else ["A name of rather more words than fit into a line", "Other"]
    frame = shares(
        *[("curated", name, 40, 167) for name in names], *[("inventory", name, 4000, 7420) for name in names]
    )
    card = case_cards.shares_card(frame, part, SOURCES, {**SELECTION, "collection": []}, as_numbers=as_numbers)
    assert 20 <= len(card.alt) <= 160
    assert card.alt.endswith("Table follows.")


def test_the_map_card_counts_places_and_says_what_a_blank_means() -> None:
    card = case_cards.map_card(PLACES, {**TOTALS, "places": 2, "placed": 3}, SOURCES, SELECTION)
    assert card.title == "Cases lie in 2 places of 2 countries"
    assert card.subtitle == "One dot per place · 3 of 20 cases name a place"
    assert card.table.frame().to_dict("list") == {
        "Place": ["Leeds", "Oslo"],
        "Country": ["United Kingdom", "Norway"],
        "Cases": ["2", "1"],
    }
    assert any("not one where nothing is done" in text for text in card.about)
    assert 20 <= len(card.alt) <= 160


def test_a_map_that_leaves_places_out_says_so() -> None:
    card = case_cards.map_card(PLACES, {**TOTALS, "places": 9}, SOURCES, SELECTION)
    assert card.subtitle.startswith("One dot per place, the 2 with most cases · ")


def test_no_code_and_no_margin_of_error_is_shown() -> None:
    cards = [
        case_cards.list_card(LISTED, TOTALS, SOURCES, SELECTION),
        case_cards.case_card(CASE),
        case_cards.shares_card(THEMES, "Theme", SOURCES, SELECTION),
        case_cards.map_card(PLACES, TOTALS, SOURCES, SELECTION),
    ]
    for card in cards:
        shown = " ".join(
            [card.title, card.subtitle, card.foot, card.alt, *map(plain, card.about), card.table.frame().to_string()]
        )
        assert not re.search(r"local_government|in_use|margin of error|insight", shown)


@pytest.mark.parametrize(
    ("me", "said"),
    [
        (
            Self("GBR", "local_government", "", "United Kingdom", "Local government"),
            "1 checked case is of your country and sector; 5 of your country in all sectors, 9 of your sector in all "
            "countries.",
        ),
        (Self("GBR", country_name="United Kingdom"), "5 checked cases are of your country."),
        (Self(sector="local_government", sector_name="Local government"), "9 checked cases are of your sector."),
        (NOBODY, ""),
    ],
)
def test_checked_cases_of_the_place_are_counted(me: Self, said: str) -> None:
    assert case_words.cases(me, 1, 5, 9) == said
