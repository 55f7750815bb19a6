"""The tables to download: their rows, what a file says of itself, and its name."""

import io
import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from trends.export.encode import FORMATS
from trends.export.tables import about, encoded, file_name, rows
from trends.request.filters import SHARED_FIELDS, Vocabulary
from trends.request.tables import TABLES
from trends.store.store import Store
from trends.words.columns import MEANINGS


@pytest.fixture(scope="module")
def known(tiny_store: Store) -> Vocabulary:
    return Vocabulary.of(tiny_store)


# Rows ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "selection", "first_column", "expected"),
    [
        ("findings", {"country": ["KEN"]}, "finding_id", ["health-24-ken-skills"]),
        ("findings", {"survey": ["body_register"], "year": []}, "finding_id", ["strategy-23-gbr", "strategy-24-gbr"]),
        ("indicators", {"country": ["INTL"], "sector": []}, "indicator", ["service_total"]),
        ("cases", {"search": ["letters", "sorts"]}, "case_id", ["leeds-register"]),
        ("cases", {"search": []}, "case_id", None),
        ("answers", {"sector": ["health"]}, "body_id", ["oslo-hospital-2023", "oslo-hospital-2024"]),
        ("answers", {"sector": ["health"], "country": ["GBR"]}, "body_id", []),
    ],
)
def test_rows_are_those_the_filters_select(
    tiny_store: Store, table: str, selection: dict[str, list[str]], first_column: str, expected: list[str] | None
) -> None:
    selected = rows(tiny_store, TABLES[table], selection)[first_column].tolist()
    assert selected == expected if expected is not None else len(selected) == 5


@pytest.mark.parametrize(
    ("table", "selection", "named"),
    [
        ("indicators", {"country": ["NOR"], "sector": ["health"]}, "sector"),
        ("cases", {"survey": ["health_poll"], "kind": ["concern"]}, "survey, kind"),
        ("findings", {"region": ["London"]}, "region"),
    ],
)
def test_a_filter_the_table_does_not_know_is_refused_and_not_passed_over(
    tiny_store: Store, known: Vocabulary, table: str, selection: dict[str, list[str]], named: str
) -> None:
    with pytest.raises(ValueError, match=f"table {table} has no filter {named};") as refused:
        rows(tiny_store, TABLES[table], selection)
    assert ", ".join(TABLES[table].fields) in str(refused.value)
    with pytest.raises(ValueError, match=f"has no filter {named};"):
        encoded(tiny_store, known, TABLES[table], selection, "csv")


@pytest.mark.parametrize("table", TABLES)
def test_a_link_to_data_may_hold_every_filter_of_the_pages(table: str) -> None:
    assert set(SHARED_FIELDS) | {"kind"} <= set(TABLES[table].parameters)
    assert not set(TABLES[table].fields) & set(TABLES[table].left_aside)


@pytest.mark.parametrize("table", TABLES)
def test_the_filters_of_a_table_are_the_parameters_of_its_question(tiny_store: Store, table: str) -> None:
    assert set(TABLES[table].fields) == set(tiny_store.queries[table].parameters)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained(tiny_store: Store, table: str) -> None:
    columns = rows(tiny_store, TABLES[table], {}).columns
    assert [column for column in columns if not MEANINGS.get(column)] == []


# What a file says of itself ------------------------------------------------------------------------------------------


def test_a_file_without_a_choice_says_that_there_are_no_filters(tiny_store: Store, known: Vocabulary) -> None:
    lines = about(tiny_store, known, {"country": [], "year": []}, 1_234_567)
    assert lines[:3] == [
        ("Rows", "1,234,567"),
        ("Filters", "none"),
        ("Evidence", tiny_store.fingerprint),
    ]
    assert [label for label, _ in lines[3:]] == ["Made on", "Terms"]


def test_a_file_says_each_choice_in_the_names_readers_see(tiny_store: Store, known: Vocabulary) -> None:
    selection = {
        "country": ["NOR", "GBR"],
        "sector": [],
        "year": ["2021", "2022", "2024", "2023"],
        "theme": ["skills_workforce"],
        "kind": ["adoption"],
        "search": ["bins"],
    }
    assert about(tiny_store, known, selection, 0, "figure")[:-3] == [
        ("One row is", "one figure"),
        ("Rows", "0"),
        ("Country", "Norway, United Kingdom"),
        ("Year", "2021–2024"),
        ("Theme", "Skills, staff and training"),
        ("Kind of question", "In use"),
        ("Search", "bins"),
    ]


def test_a_file_says_the_day_it_was_made(tiny_store: Store, known: Vocabulary) -> None:
    before = date.today()  # noqa: DTZ011 - the day the calendar on the wall says
    made_on = date.fromisoformat(dict(about(tiny_store, known, {}, 0))["Made on"])
    assert before <= made_on <= before + timedelta(days=1)


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    return [row for row in sheet.iter_rows(values_only=True) if any(value is not None for value in row)]


@pytest.mark.parametrize("table", TABLES)
def test_a_workbook_has_the_lines_the_rows_and_the_meaning_of_every_column(
    tiny_store: Store, known: Vocabulary, table: str
) -> None:
    selection = {"country": ["NOR"], "year": ["2022", "2024"]}
    book = openpyxl.load_workbook(io.BytesIO(encoded(tiny_store, known, TABLES[table], selection, "xlsx")))
    selected = rows(tiny_store, TABLES[table], selection)
    cover = cells(book["Cover"])
    assert cover[0][0] == f"Digital Trends: {TABLES[table].title.lower()}"
    lines = about(tiny_store, known, selection, len(selected), TABLES[table].row)
    assert ("One row is", f"one {TABLES[table].row}") in lines
    assert ("Rows", str(len(selected))) in lines
    assert cover[-len(lines) :] == lines
    header, *data = cells(book["Data"])
    assert list(header) == selected.columns.tolist()
    assert len(data) == len(selected) > 0
    assert cells(book["Notes"])[-len(header) :] == [(column, MEANINGS[column]) for column in header]


def test_a_parquet_file_says_the_same_in_its_metadata(tiny_store: Store, known: Vocabulary) -> None:
    selection = {"country": ["KEN"]}
    body = encoded(tiny_store, known, TABLES["findings"], selection, "parquet")
    metadata = pq.read_schema(io.BytesIO(body)).metadata
    assert metadata[b"title"].decode() == "Digital Trends: figures of surveys"
    lines = about(tiny_store, known, selection, 1, "figure")
    assert json.loads(metadata[b"about"]) == [list(line) for line in lines]
    assert json.loads(metadata[b"columns"])["base_n"] == MEANINGS["base_n"]


@pytest.mark.parametrize("table", TABLES)
def test_json_and_csv_hold_the_rows_and_nothing_else(tiny_store: Store, known: Vocabulary, table: str) -> None:
    selected = rows(tiny_store, TABLES[table], {})
    listed = json.loads(encoded(tiny_store, known, TABLES[table], {}, "json"))
    assert [list(row) for row in listed] == [selected.columns.tolist()] * len(selected)
    lines = encoded(tiny_store, known, TABLES[table], {}, "csv").decode("utf-8-sig").split("\r\n")
    assert lines[0] == ",".join(selected.columns)
    assert len(lines) == len(selected) + 2  # the header and the end of the last line


# File names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "selection", "format_name", "expected"),
    [
        ("findings", {}, "csv", "digital-trends-findings.csv"),
        ("findings", {"country": [], "year": []}, "parquet", "digital-trends-findings.parquet"),
        (
            "findings",
            {"country": ["GBR", "NOR"], "sector": ["local_government"], "year": ["2024"]},
            "xlsx",
            "digital-trends-findings-united-kingdom-norway-local-government-2024.xlsx",
        ),
        (
            "indicators",
            {"indicator": ["service_open"]},
            "json",
            "digital-trends-indicators-service-index-openness.json",
        ),
        ("cases", {"technology": ["machine learning"]}, "csv", "digital-trends-cases-machine-learning.csv"),
        ("cases", {"search": ["Where’s my bin?"]}, "csv", "digital-trends-cases-wheres-my-bin.csv"),
        ("answers", {"kind": ["adoption"]}, "csv", "digital-trends-answers-in-use.csv"),
    ],
)
def test_a_file_name_says_what_is_in_it_and_which_filters(
    known: Vocabulary, what: str, selection: dict[str, Sequence[str]], format_name: str, expected: str
) -> None:
    assert file_name(what, known, selection, format_name) == expected


def test_every_choice_of_one_or_two_countries_and_years_has_a_name_of_its_own(known: Vocabulary) -> None:
    codes, years = list(known.names["country"]), list(known.names["year"])
    selections = [
        {"country": countries, "year": chosen_years}
        for countries in ([], *([code] for code in codes), *([one, two] for one in codes for two in codes if one < two))
        for chosen_years in (
            [],
            *([year] for year in years),
            *([one, two] for one in years for two in years if one < two),
        )
    ]
    assert len({file_name("findings", known, selection, "csv") for selection in selections}) == len(selections) == 121


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_long_choice_keeps_the_name_short_and_apart_from_others(known: Vocabulary, format_name: str) -> None:
    everything = list(known.names["question"])
    names = {file_name("findings", known, {"question": everything[:count]}, format_name) for count in range(2, 9)}
    assert len(names) == 7
    assert all(len(name) <= 100 and name.endswith(f".{FORMATS[format_name].extension}") for name in names)
