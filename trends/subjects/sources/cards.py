"""Tables of what the evidence rests on: surveys, indices, registers, kinds of evidence, columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.listing import Listing
from trends.cards.table import Role, Table
from trends.request.filters import FIELD_NAMES
from trends.request.tables import DataTable
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.words import numbers, pieces
from trends.words.columns import MEANINGS
from trends.words.text import Words, code, link
from trends.words.years import year_words

DOWNLOADED = "Columns of the downloads"


def survey_table(surveys: pd.DataFrame) -> Table:
    """Return the surveys for reading: name with its link, publisher, who answered, kind of evidence, years, base.

    Args:
        surveys: one row per survey, as ``view.survey_list`` gives them.
    """
    return Table.of(
        {
            "Survey": _links(surveys, "survey_name"),
            "Publisher": _given(surveys["publisher"]),
            "Who answered": _given(surveys["respondents"]),
            "Most of them": _given(surveys["respondent_group_name"]),
            "Evidence": _given(surveys["evidence_name"]),
            "Years": [year_words(years) for years in surveys["years"]],
            **_ages(surveys),
            "Largest base": [numbers.count(base) for base in surveys["largest_base"]],
        },
        {"Largest base": Role.BASE},
    ).stacked()


def series_table(series: pd.DataFrame) -> Table:
    """Return the indices for reading, each with what its publisher or its making warns of.

    Args:
        series: one row per index, as ``view.rows`` gives them.
    """
    return Table.of(
        {
            "Index": _links(series, "series_name"),
            "Publisher": _given(series["publisher"]),
            "Evidence": _given(series["evidence_name"]),
            "Years": [
                str(first) if first == last else f"{first}–{last}"
                for first, last in zip(series["first_year"], series["last_year"], strict=True)
            ],
            **_ages(series),
            "Countries": [numbers.count(countries) for countries in series["countries"]],
            "What to mind": _given(series["caution"]),
        }
    ).stacked()


def _ages(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Return how many years old the last edition of each row is, and what is known of the next one."""
    said = [str(words) if isinstance(words, str) else pieces.NONE for words in rows["next_edition"]]
    return {"Age": [numbers.counted(int(age), "year") for age in rows["age_years"]], "Newer edition": said}


def inventory_table(inventories: pd.DataFrame) -> Table:
    """Return the sources of case studies for reading, the one with most cases first.

    Args:
        inventories: one row per source and collection, as ``queries/sources/inventory_list.sql`` gives them.
    """
    return Table.of(
        {
            "Source": _links(inventories, "title"),
            "Publisher": _given(inventories["publisher"]),
            "Kind": [
                "Checked twice" if collection == "curated" else "Register" for collection in inventories["collection"]
            ],
            "Cases": [numbers.count(cases) for cases in inventories["cases"]],
            "Countries": [numbers.count(countries) for countries in inventories["countries"]],
            "Licence": _given(inventories["licence"]),
        }
    ).stacked()


def evidence_table(kinds: pd.DataFrame) -> Table:
    """Return the kinds of evidence for reading: what each is, how far it reaches, how many surveys and indices have it.

    Args:
        kinds: one row per kind of evidence, as ``queries/sources/evidence_kind_list.sql`` gives them.
    """
    return Table.of(
        {
            "Kind of evidence": _given(kinds["evidence_name"]),
            "What it is": _given(kinds["definition"]),
            "How far it reaches": _given(kinds["limits"]),
            "Surveys": [numbers.count(surveys) for surveys in kinds["surveys"]],
            "Indices": [numbers.count(series) for series in kinds["series"]],
        }
    ).stacked()


def glossary_table(terms: pd.DataFrame) -> Table:
    """Return the glossary for reading.

    Args:
        terms: one row per term, as ``queries/sources/glossary_terms.sql`` gives them.
    """
    return Table.of({"Term": _given(terms["term"]), "Meaning here": _given(terms["definition"])})


def dictionary_tables(dictionary: pd.DataFrame) -> dict[str, str]:
    """Return what a reader can look up in the data dictionary: name of a table and what one of its rows is.

    The first stands for the columns of the downloads, which join several tables.

    Args:
        dictionary: one row per column, as ``queries/sources/dictionary.sql`` gives them.
    """
    joined = "The columns of the files this page, every figure and the web addresses of the data give."
    return {DOWNLOADED: joined} | {
        f"{name}.csv": str(comment)
        for name, comment in zip(dictionary["table_name"], dictionary["table_comment"], strict=True)
    }


def dictionary_table(dictionary: pd.DataFrame, name: str) -> Table:
    """Return the columns of one table for reading: name, type where it is known, meaning.

    Args:
        dictionary: one row per column, as ``queries/sources/dictionary.sql`` gives them.
        name: one of the names of :func:`dictionary_tables`.
    """
    if name == DOWNLOADED:
        return Table.of({"Column": map(code, MEANINGS), "Meaning": MEANINGS.values()})
    columns = dictionary[dictionary["table_name"] + ".csv" == name]
    return Table.of(
        {
            "Column": map(code, columns["column_name"]),
            "Type": [_type_words(data_type) for data_type in columns["data_type"]],
            "Meaning": _given(columns["comment"]),
        }
    ).stacked()


def dictionary_listing(dictionary: pd.DataFrame, name: str) -> Listing:
    """Return the columns of one table of the data dictionary as a listing.

    Args:
        dictionary: rows of ``queries/sources/dictionary.sql``.
        name: the table.
    """
    return Listing(
        key="dictionary",
        title=f"Data dictionary: {name}",
        label=f"Data dictionary, {name}: each column with its meaning",
        table=dictionary_table(dictionary, name),
        notes=["Empty fields mean not known, not asked or not published."],
    )


def parameter_listing(tables: Sequence[DataTable], examples: Mapping[str, str]) -> Listing:
    """Return the parameters of the data's addresses as a listing; see :func:`parameter_table`."""
    return Listing(
        key="parameters",
        title="Parameters of the addresses of data",
        label="Parameters of the addresses: name, meaning, example and the files that know it",
        table=parameter_table(tables, examples),
        notes=["A wrong parameter or value is answered with what is wrong and what is legal."],
    )


def parameter_table(tables: Sequence[DataTable], examples: Mapping[str, str]) -> Table:
    """Return the parameters of the data's addresses for reading: name, meaning, an example, the tables that know it.

    Args:
        tables: the tables that can be downloaded.
        examples: a name each filter may hold.
    """
    fields = dict.fromkeys(field for table in tables for field in table.fields)
    return Table.of(
        {
            "Parameter": map(code, fields),
            "Meaning": [FIELD_NAMES[field] for field in fields],
            "Example": [examples.get(field, "any words") for field in fields],
            "Files": [", ".join(table.name for table in tables if field in table.fields) for field in fields],
        }
    ).stacked()


def _type_words(data_type: Any) -> str:
    """Return a database's type in a reader's words."""
    known = {"VARCHAR": "text", "VARCHAR[]": "list of texts", "INTEGER": "whole number", "BIGINT": "whole number"}
    others = {"DOUBLE": "number", "BOOLEAN": "true or false", "DATE": "date"}
    return (known | others).get(str(data_type), str(data_type).lower())


def _given(column: Iterable[Any]) -> list[str]:
    """Return texts, with the sign for what is not given."""
    return [numbers.MISSING if cells.is_missing(text) else str(text) for text in column]


def _links(rows: pd.DataFrame, name: str) -> list[Words]:
    """Return names as links to where each can be read; a name alone where there is no address."""
    return [
        str(row[name]) if cells.is_missing(row["source_url"]) else link(str(row[name]), str(row["source_url"]))
        for row in as_rows(rows)
    ]
