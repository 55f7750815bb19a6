"""What the dashboard rests on: the questions asked of the evidence, tables for reading, addresses, the page."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.drawn import links_alone, tables_alone
from tests.reading import opened, reading_from
from tests.reckoned_bases import LOOKED_AT, complete_editions, table
from trends.cards.table import Table
from trends.export import tables as data_tables
from trends.request import tables as request_tables
from trends.request.filters import Filters
from trends.request.request import Request, request_of
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects import ages
from trends.subjects.sources import cards as source_cards
from trends.subjects.sources import view as source_view
from trends.subjects.sources import words as source_words
from trends.words import columns
from trends.words.text import markdown, plain

EVERY: dict[str, Any] = {"country": [], "sector": [], "year": [], "survey": [], "theme": [], "kind": [], "search": ""}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns as rows, with lists as lists and None for what is missing."""
    return [
        tuple(list(value) if isinstance(value, np.ndarray) else None if pd.isna(value) else value for value in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]


# Questions asked of the evidence --------------------------------------------------------------------------------------


def test_surveys_come_by_name_with_their_reach(tiny_store: Store) -> None:
    asked = tiny_store.ask("survey_list", **EVERY)
    assert rows(asked, "survey_name", "years", "largest_base", "figures", "answers") == [
        ("Councils on digital", [2021, 2022, 2023, 2024], 150, 26, 0),
        ("Health poll", [2023, 2024], 40, 8, 0),
        ("Register of bodies", [2023, 2024], 5, 2, 12),
    ]
    assert rows(asked, "evidence_name", "licence", "read_on")[1] == (
        "Self-selected",
        "Facts only",
        date(2025, 2, 1),
    )


def test_surveys_follow_the_filters(tiny_store: Store) -> None:
    asked = tiny_store.ask("survey_list", **(EVERY | {"country": ["NOR"], "year": ["2024"]}))
    assert rows(asked, "survey_name", "years", "largest_base", "figures", "answers") == [
        ("Councils on digital", [2024], None, 2, 0),
        ("Register of bodies", [2024], 5, 0, 4),
    ]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("town LEAGUE", ["Councils on digital"]),
        ("self-selected", ["Health poll"]),
        ("hospital", ["Health poll"]),
        ("hôspital", ["Health poll"]),
        ("league clinic", []),
        ("%", []),
    ],
)
def test_surveys_are_found_by_words_that_must_all_occur(tiny_store: Store, search: str, names: list[str]) -> None:
    asked = tiny_store.ask("survey_list", **(EVERY | {"search": search}))
    assert asked["survey_name"].tolist() == names


def test_indices_come_with_what_to_mind(tiny_store: Store) -> None:
    asked = tiny_store.ask("series_list")
    columns = ("series_name", "first_year", "last_year", "indicators", "countries", "indicator_values", "caution")
    assert rows(asked, *columns) == [("Service index", 2022, 2024, 4, 4, 18, "It is not a ranking of countries.")]


def test_case_sources_are_counted_and_press_has_no_address(tiny_store: Store) -> None:
    asked = tiny_store.ask("inventory_list")
    assert rows(asked, "title", "collection", "cases", "countries", "pages_read", "source_url") == [
        ("Press pieces", "curated", 3, 3, 2, None),
        ("Register of bodies", "inventory", 2, 2, 1, "https://example.org/register"),
    ]


def test_kinds_of_evidence_count_surveys_and_indices(tiny_store: Store) -> None:
    asked = tiny_store.ask("evidence_kind_list")
    assert rows(asked, "evidence", "surveys", "series") == [
        ("census", 1, 0),
        ("random_sample", 1, 0),
        ("self_selected", 1, 0),
        ("expert_score", 0, 1),
    ]


def test_the_glossary_comes_by_term(tiny_store: Store) -> None:
    assert rows(tiny_store.ask("glossary_terms"), "term", "definition") == [
        ("Base", "How many answered."),
        ("Wave", "An edition of a survey."),
    ]


def test_the_dictionary_explains_every_column_of_a_table(tiny_store: Store) -> None:
    asked = tiny_store.ask("dictionary")
    glossary = asked[asked["table_name"] == "glossary"]
    assert rows(glossary, "column_name", "comment") == [
        (
            "term",
            "The word; other forms of it stand behind it in round brackets, parted by commas, or its symbol in square "
            "ones.",
        ),
        ("definition", "What it means here."),
    ]
    assert not asked["comment"].isna().any()


# Tables and words -----------------------------------------------------------------------------------------------------


def test_the_answer_says_when_nothing_is_a_random_sample() -> None:
    kinds = pd.DataFrame(
        {
            "evidence": ["self_selected", "census", "random_sample", "expert_score"],
            "surveys": [5, 2, 0, 1],
            "series": [0, 0, 0, 1],
        }
    )
    coverage = pd.DataFrame({"coverage": ["open", "asked_all", "judged"], "surveys": [5, 2, 1], "whole": [0, 1, 0]})
    assert markdown(source_words.answer(kinds, coverage)) == (
        "What stands here comes from **8 surveys** and **1 index**. In their newest editions, **1** has all of a "
        "group. **1** more turned to all, but lack some or do not say how many there are. Of the others, **1** were "
        "judged or checked from outside, **none** drew a sample, **5** took whoever wished to answer and **none** do not say how they found those who answered. "
        "So a figure speaks for those who answered, and each one says who they were."
    )


@pytest.mark.evidence
def test_the_ways_of_newest_editions_are_those_of_the_tables(store: Store) -> None:
    waves = table("waves").sort_values("year").groupby("survey").tail(1)
    looked_at = waves["coverage"].isin(LOOKED_AT)
    held = [edition in complete_editions() for edition in zip(waves["survey"], waves["year"], strict=True)]
    whole = looked_at & pd.Series(held, index=waves.index)
    expected = {
        str(code): (len(rows_of), int(whole[rows_of.index].sum())) for code, rows_of in waves.groupby("coverage")
    }
    asked = store.ask("coverage_list")
    assert {row["coverage"]: (row["surveys"], row["whole"]) for row in as_rows(asked)} == expected
    # Neither 87 of 89 bodies nor 407 of 434 are all of them, whatever their kind of evidence is called.
    census = table("surveys").query("evidence == 'census'")["survey"]
    assert whole.sum() != len(census)


@pytest.mark.parametrize("country", ["IRL", "ZWE", "USA"])
def test_a_choice_says_how_many_surveys_it_leaves_and_that_the_rest_is_said_of_all(
    shipped_request: Request, country: str
) -> None:
    survey_of = table("questions").set_index("question")["survey"]
    findings, bodies = table("findings"), table("bodies")
    of_figures = set(findings.loc[findings["country"] == country, "question"].map(survey_of))
    surveys = of_figures | set(bodies.loc[bodies["country"] == country, "survey"])
    said = plain(source_view.answer(replace(shipped_request, filters=Filters(country=(country,)))))
    stands = "stands" if len(surveys) == 1 else "stand"
    assert said.startswith(f"{len(surveys)} of {len(table('surveys'))} surveys {stands} here for "), said
    assert said.endswith(plain(source_view.answer(shipped_request)))


def test_surveys_for_reading_link_to_where_they_are() -> None:
    surveys = pd.DataFrame(
        {
            "survey_name": ["Cost [in $]"],
            "publisher": ["A_B"],
            "respondents": ["All"],
            "respondent_group_name": ["Staff"],
            "evidence_name": ["Self-report"],
            "years": [[2019, 2020, 2021, 2024]],
            "age_years": [2],
            "next_edition": ["2025 edition published, not yet read"],
            "largest_base": [pd.NA],
            "source_url": ["https://example.org/a_(b)"],
        }
    )
    (row,) = source_cards.survey_table(surveys).rows()
    assert [{heading: markdown(cell) for heading, cell in row.items()}] == [
        {
            "Survey": r"[Cost \[in \$\]](https://example.org/a_%28b%29)",
            "Publisher": "A_B",
            "Who answered": "All",
            "Most of them": "Staff",
            "Evidence": "Self-report",
            "Years": "2019–2021, 2024",
            "Age": "2 years",
            "Newer edition": "2025 edition published, not yet read",
            "Largest base": r"\[x\]",
        }
    ]


@pytest.mark.parametrize(("found", "said"), [(162, "All 162 surveys."), (3, "3 of 162 surveys.")])
def test_the_number_of_surveys_is_said(found: int, said: str) -> None:
    assert source_words.survey_count(found, 162) == said


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([(4, 0), (2, 9)], ""),
        ([(4, 0), (0, 9)], "1 of 2 surveys has figures; 1 has answers of single bodies alone"),
        ([(4, 0), (4, 2), (0, 9)], "2 of 3 surveys have figures; 1 has answers of single bodies alone"),
        ([(0, 8), (0, 9)], "None has figures; 2 have answers of single bodies alone"),
    ],
)
def test_surveys_without_figures_are_told_from_those_with(held: list[tuple[int, int]], said: str) -> None:
    assert source_words.with_figures(pd.DataFrame(held, columns=["figures", "answers"])) == said


def test_indices_for_reading_show_one_year_once() -> None:
    series = pd.DataFrame(
        {
            "series_name": ["One", "Two"],
            "publisher": ["P", "P"],
            "evidence_name": ["E", "E"],
            "first_year": [2020, 2019],
            "last_year": [2020, 2024],
            "age_years": [6, 2],
            "next_edition": [None, "Expected 2027 (every 3 years)"],
            "countries": [1200, 3],
            "caution": ["Mind this.", "And this."],
            "source_url": ["https://example.org", "https://example.org"],
        }
    )
    table = source_cards.series_table(series)
    assert list(map(markdown, table["Years"])) == ["2020", "2019–2024"]
    assert table["Age"] == ["6 years", "2 years"]
    assert table["Newer edition"] == ["–", "Expected 2027 (every 3 years)"]
    assert list(map(markdown, table["Countries"])) == ["1,200", "3"]
    assert list(map(markdown, table["What to mind"])) == ["Mind this.", "And this."]


def inventories() -> pd.DataFrame:
    """Return two sources of cases as ``queries/sources/inventory_list.sql`` gives them."""
    return pd.DataFrame(
        {
            "title": ["National register", "Press"],
            "publisher": ["State", "Papers"],
            "collection": ["inventory", "curated"],
            "cases": [75, 25],
            "countries": [1, 9],
            "licence": ["Open", "Facts only"],
            "source_url": ["https://example.org/register", None],
        }
    )


def test_sources_of_cases_for_reading_link_only_where_there_is_a_page() -> None:
    table = source_cards.inventory_table(inventories())
    assert list(map(markdown, table["Source"])) == ["[National register](https://example.org/register)", "Press"]
    assert list(map(markdown, table["Kind"])) == ["Register", "Checked twice"]


def test_sources_of_cases_say_how_lopsided_they_are() -> None:
    said = source_words.inventory_words(inventories())
    assert said.startswith("100 cases from 2 sources; 75% of them from one, National register. 25 were compared")


def test_kinds_of_evidence_for_reading_hold_their_limits(tiny_store: Store) -> None:
    table = source_cards.evidence_table(tiny_store.ask("evidence_kind_list"))
    assert table.frame().iloc[0].to_dict() == {
        "Kind of evidence": "All bodies",
        "What it is": "Every body answered.",
        "How far it reaches": "It speaks for the whole group.",
        "Surveys": "1",
        "Indices": "0",
    }


def test_the_dictionary_for_reading_has_every_table_and_the_downloads(tiny_store: Store) -> None:
    dictionary = tiny_store.ask("dictionary")
    offered = source_cards.dictionary_tables(dictionary)
    assert next(iter(offered)) == source_cards.DOWNLOADED
    assert set(offered) == {source_cards.DOWNLOADED} | {f"{name}.csv" for name in dictionary["table_name"]}
    assert source_cards.dictionary_table(dictionary, "waves.csv").frame().iloc[1].to_dict() == {
        "Column": "year",
        "Type": "whole number",
        "Meaning": "Year in the name of the edition.",
    }
    downloads = source_cards.dictionary_table(dictionary, source_cards.DOWNLOADED)
    assert list(map(markdown, downloads["Column"])) == [f"`{name}`" for name in columns.MEANINGS]


def test_a_phone_gets_two_columns() -> None:
    table = Table.of({"Name": ["A", "B"], "Publisher": ["P", "Q"], "Base": ["12", "[x]"]}).stacked()
    assert table.folded().frame().to_dict("list") == {
        "Name": ["A", "B"],
        "About it": ["Publisher: P · Base: 12", "Publisher: Q"],
    }


# Addresses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org:8080/sources?section=Glossary", "https://example.org:8080"),
        (None, ""),
        ("", ""),
        ("/sources", ""),
    ],
)
def test_the_host_comes_from_the_address_of_the_page(address: str | None, host: str) -> None:
    assert data_tables.origin(address) == host


def test_addresses_hold_the_filters_their_table_knows() -> None:
    chosen = [("country", "New Zealand"), ("country", "Norway"), ("technology", "cloud")]
    assert data_tables.data_address(request_tables.TABLES["findings"], "csv", chosen, "https://example.org") == (
        "https://example.org/api/v1/findings.csv?country=New+Zealand&country=Norway"
    )
    assert (
        data_tables.data_address(request_tables.TABLES["cases"], "json", chosen[2:])
        == "/api/v1/cases.json?technology=cloud"
    )
    assert data_tables.data_address(request_tables.TABLES["answers"], "parquet", []) == "/api/v1/answers.parquet"


def test_every_parameter_is_explained_with_the_files_that_know_it() -> None:
    known = list(request_tables.TABLES.values())
    table = source_cards.parameter_table(known, {"country": "New Zealand"})
    assert set(map(markdown, table["Parameter"])) == {f"`{field}`" for each in known for field in each.fields}
    frame = table.frame()
    country = frame[frame["Parameter"] == "country"].iloc[0]
    assert country.to_dict() == {
        "Parameter": "country",
        "Meaning": "Country",
        "Example": "New Zealand",
        "Files": "findings, indicators, cases, answers",
    }


# The page -------------------------------------------------------------------------------------------------------------

Opener = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny: Path, tiny_cache: Path) -> Iterator[Opener]:
    """Opens the page on sources with the small evidence under an address."""
    with reading_from(tiny, tiny_cache):
        yield functools.partial(opened, "sources.py")


@pytest.mark.parametrize(
    ("section", "first_column", "first_cell", "first_link"),
    [
        ("Surveys", "Survey", "Councils on digital", "https://example.org/councils"),
        ("Indices", "Index", "Service index", "https://example.org/index"),
        ("Case registers", "Source", "Press pieces", ""),
        ("Kinds of evidence", "Kind of evidence", "All bodies", ""),
        ("Glossary", "Term", "Base", ""),
        ("Data dictionary", "Column", next(iter(columns.MEANINGS)), ""),
        ("Downloads", "Parameter", "country", ""),
        ("no such section", "Survey", "Councils on digital", "https://example.org/councils"),
    ],
)
def test_each_section_opens_by_its_address_and_alone(
    open_page: Opener, section: str, first_column: str, first_cell: str, first_link: str
) -> None:
    page = open_page(section=section)
    assert not page.exception
    (table,) = tables_alone(page)
    assert (table.columns[0], table.iloc[0, 0]) == (first_column, first_cell)
    # Where a name is no link, those of later rows may be.
    assert not first_link or links_alone(page)[0] == first_link


def test_surveys_are_searched_within_the_filters(open_page: Opener) -> None:
    page = open_page(country="Norway")
    assert tables_alone(page)[0]["Survey"].str.contains("Councils|Register").tolist() == [True, True]
    page.text_input(key="find").set_value("town").run()
    assert not page.exception
    assert len(tables_alone(page)[0]) == 1
    page.text_input(key="find").set_value("no such survey").run()
    assert not page.exception
    assert not tables_alone(page)
    assert page.info


def test_downloads_name_their_rows_and_the_filtered_address(open_page: Opener) -> None:
    page = open_page(section="Downloads", country="Norway")
    said = [text.value for text in page.markdown]
    assert "**Answers of public bodies**: 12 rows, one answer each" in said
    assert any("/api/v1/cases.csv?country=Norway" in text for text in said)
    assert "/api/v1/findings.csv?country=Norway" in page.code[0].value


# Contents -------------------------------------------------------------------------------------------------------------


def test_contents_hold_each_section_with_how_to_get_its_rows_again(tiny_request: Request) -> None:
    found = source_view.contents(*request_of([("find", "health")], tiny_request.version))
    assert found.question == "What does all of this rest on?"
    assert [(card.key, card.title) for card in found.cards] == [
        ("surveys", "1 of 3 surveys"),
        ("indices", "1 index of countries"),
        ("case_registers", "2 sources of case studies"),
        ("kinds_of_evidence", "4 kinds of evidence"),
        ("glossary", "2 words"),
    ]
    for card in found.cards:
        assert card.receipt is not None
        again = tiny_request.store.ask(card.receipt.query, **card.receipt.parameters)
        # How old an edition is depends on the year of asking as well.
        dated = ages.dated(again, tiny_request.asked_in) if "edition_years" in again else again
        pd.testing.assert_frame_equal(dated, card.shown)
        assert len(card.table) == len(again)


def test_a_section_that_the_search_leaves_empty_is_not_held(tiny_request: Request) -> None:
    found = source_view.contents(*request_of([("find", "no such word")], tiny_request.version))
    assert "surveys" not in [card.key for card in found.cards]
    assert found.cards


def test_the_page_counts_what_there_is(tiny_request: Request) -> None:
    found = source_view.contents(tiny_request, {})
    assert [plain(label) for label, *_ in found.key_figures] == [
        "Figures from surveys",
        "Surveys with figures",
        "Countries and groups",
        "Case studies",
    ]
    figures, surveys = (number for _, number, _ in list(found.key_figures)[:2])
    counts = tiny_request.store.row("store_counts")
    assert (figures, surveys) == (f"{counts['findings']:,}", f"{tiny_request.row('totals')['surveys']:,}")
