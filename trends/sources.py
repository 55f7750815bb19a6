"""What the dashboard rests on, as tables and words: surveys, indices, registers, kinds of evidence, data addresses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import pandas as pd

from trends import numbers, words
from trends.filters import FIELD_NAMES, year_words
from trends.tables import COLUMN_MEANINGS, DataTable

DOWNLOADED = "Columns of the downloads"

# What Markdown would take for markup in a table's cell.
_MARKUP = re.compile(r"([\\`*_\[\]<>$~|])")

# More in one sentence are hard to follow.
HEARD_TOGETHER = 2

# Names of kinds of evidence by code, each with what its surveys did, in the order in which a reader should hear them.
_NOTABLE = (
    ("random_sample", "drew respondents at random"),
    ("census", "count every body of a group"),
    ("supplier_survey", "were run by a company that sells to the sector"),
    ("self_selected", "were answered by whoever wished to"),
)


def answer(kinds: pd.DataFrame) -> str:
    """Return what the surveys rest on in a sentence or two.

    Args:
        kinds: one row per kind of evidence, as ``queries/evidence_kind_list.sql`` gives them.
    """
    total = int(kinds["surveys"].sum())
    counted = dict(zip(kinds["evidence"], kinds["surveys"], strict=True))
    parts = [
        f"**{numbers.count(counted[code]) if counted[code] else 'none'}** {what}"
        for code, what in _NOTABLE
        if code in counted
    ]
    series = int(kinds["series"].sum())
    return (
        f"What stands here comes from **{total} surveys** and **{series} {'index' if series == 1 else 'indices'}**."
        + (f" Of the surveys, {words.joined(parts[:HEARD_TOGETHER])}." if parts else "")
        + (f" Of the others, {words.joined(parts[HEARD_TOGETHER:])}." if parts[HEARD_TOGETHER:] else "")
        + " So a figure speaks for those who answered, and each one says who they were."
    )


def survey_table(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return the surveys for reading: name with its link, publisher, who answered, kind of evidence, years, base.

    Args:
        surveys: one row per survey, as ``queries/survey_list.sql`` gives them.
    """
    return pd.DataFrame(
        {
            "Survey": _links(surveys, "survey_name"),
            "Publisher": _plain(surveys["publisher"]),
            "Who answered": _plain(surveys["respondents"]),
            "Evidence": _plain(surveys["evidence_name"]),
            "Years": [year_words(years) for years in surveys["years"]],
            "Largest base": [numbers.count(base) for base in surveys["largest_base"]],
        }
    )


def survey_count(found: int, all_surveys: int) -> str:
    """Return how many surveys a table holds, in words."""
    if found == all_surveys:
        return f"All {numbers.count(found)} surveys."
    return f"{numbers.count(found)} of {numbers.count(all_surveys)} surveys."


def without_figures(surveys: pd.DataFrame) -> str:
    """Return how many surveys no count of figures holds, in a sentence; empty where every one has a figure.

    Args:
        surveys: one row per survey, as ``queries/survey_list.sql`` gives them.
    """
    number = int(((surveys["figures"] == 0) & (surveys["answers"] > 0)).sum())
    if not number:
        return ""
    has, left_out = ("1 has", "it") if number == 1 else (f"{numbers.count(number)} have", "them")
    return f"{has} answers of single bodies and no figures, so counts of figures leave {left_out} out."


def series_table(series: pd.DataFrame) -> pd.DataFrame:
    """Return the indices for reading, each with what its publisher or its making warns of.

    Args:
        series: one row per index, as ``queries/series_list.sql`` gives them.
    """
    return pd.DataFrame(
        {
            "Index": _links(series, "series_name"),
            "Publisher": _plain(series["publisher"]),
            "Evidence": _plain(series["evidence_name"]),
            "Years": [
                str(first) if first == last else f"{first}–{last}"
                for first, last in zip(series["first_year"], series["last_year"], strict=True)
            ],
            "Countries": [numbers.count(countries) for countries in series["countries"]],
            "What to mind": _plain(series["caution"]),
        }
    )


def inventory_table(inventories: pd.DataFrame) -> pd.DataFrame:
    """Return the sources of case studies for reading, the one with most cases first.

    Args:
        inventories: one row per source and collection, as ``queries/inventory_list.sql`` gives them.
    """
    return pd.DataFrame(
        {
            "Source": _links(inventories, "title"),
            "Publisher": _plain(inventories["publisher"]),
            "Kind": [
                "Checked twice" if collection == "curated" else "Register" for collection in inventories["collection"]
            ],
            "Cases": [numbers.count(cases) for cases in inventories["cases"]],
            "Countries": [numbers.count(countries) for countries in inventories["countries"]],
            "Licence": _plain(inventories["licence"]),
        }
    )


def inventory_words(inventories: pd.DataFrame) -> str:
    """Return how lopsided the sources of cases are, in words.

    Args:
        inventories: one row per source and collection, as ``queries/inventory_list.sql`` gives them, not empty.
    """
    total = int(inventories["cases"].sum())
    first = inventories.iloc[0]
    checked = int(inventories.loc[inventories["collection"] == "curated", "cases"].sum())
    return (
        f"{numbers.count(total)} cases from {numbers.count(len(inventories))} sources; "
        f"{numbers.share(100 * first['cases'] / total)} of them from one, {first['title']}. "
        f"{numbers.count(checked)} were compared with their page by a second reading; registers are as published. "
        "Registers of two years can list a project twice. Cases are what was found: their number does not say who does "
        "more."
    )


def evidence_table(kinds: pd.DataFrame) -> pd.DataFrame:
    """Return the kinds of evidence for reading: what each is, how far it reaches, how many surveys and indices have it.

    Args:
        kinds: one row per kind of evidence, as ``queries/evidence_kind_list.sql`` gives them.
    """
    return pd.DataFrame(
        {
            "Kind of evidence": _plain(kinds["evidence_name"]),
            "What it is": _plain(kinds["definition"]),
            "How far it reaches": _plain(kinds["limits"]),
            "Surveys": [numbers.count(surveys) for surveys in kinds["surveys"]],
            "Indices": [numbers.count(series) for series in kinds["series"]],
        }
    )


def glossary_table(terms: pd.DataFrame) -> pd.DataFrame:
    """Return the glossary for reading.

    Args:
        terms: one row per term, as ``queries/glossary_terms.sql`` gives them.
    """
    return pd.DataFrame({"Term": _plain(terms["term"]), "Meaning here": _plain(terms["definition"])})


def dictionary_tables(dictionary: pd.DataFrame) -> dict[str, str]:
    """Return what a reader can look up in the data dictionary: name of a table and what one of its rows is.

    The first stands for the columns of the downloads, which join several tables.

    Args:
        dictionary: one row per column, as ``queries/dictionary.sql`` gives them.
    """
    joined = "The columns of the files this page, every figure and the web addresses of the data give."
    return {DOWNLOADED: joined} | {
        f"{name}.csv": str(comment)
        for name, comment in zip(dictionary["table_name"], dictionary["table_comment"], strict=True)
    }


def dictionary_table(dictionary: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the columns of one table for reading: name, type where it is known, meaning.

    Args:
        dictionary: one row per column, as ``queries/dictionary.sql`` gives them.
        name: one of the names of :func:`dictionary_tables`.
    """
    if name == DOWNLOADED:
        return pd.DataFrame(
            {"Column": [f"`{column}`" for column in COLUMN_MEANINGS], "Meaning": list(COLUMN_MEANINGS.values())}
        )
    columns = dictionary[dictionary["table_name"] + ".csv" == name]
    return pd.DataFrame(
        {
            "Column": [f"`{column}`" for column in columns["column_name"]],
            "Type": [_type_words(data_type) for data_type in columns["data_type"]],
            "Meaning": _plain(columns["comment"]),
        }
    )


def stacked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of two columns for a phone: the first as it is, the others as one line of words.

    Args:
        table: a table for reading; columns without an entry are left out of its line.
    """
    first, *others = table.columns
    lines = [
        " · ".join(f"{heading}: {row[heading]}" for heading in others if row[heading] != numbers.MISSING)
        for row in table.to_dict("records")
    ]
    return pd.DataFrame({first: table[first], "About it": lines})


def origin(page_address: str | None) -> str:
    """Return the scheme and host of a page's address, as in «https://example.org»; empty where it is not known."""
    parts = urlsplit(page_address or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def data_address(table: DataTable, format_name: str, chosen: Iterable[tuple[str, str]], host: str = "") -> str:
    """Return the address of a table's rows under filters.

    Args:
        table: the table.
        format_name: csv, json, xlsx or parquet.
        chosen: filters and names, a filter once for each name; those the table does not know are left out.
        host: what stands before the path, as :func:`origin` gives it.
    """
    known = [(field, name) for field, name in chosen if field in table.parameters]
    return f"{host}/api/v1/{table.name}.{format_name}{f'?{urlencode(known)}' if known else ''}"


def parameter_table(tables: Sequence[DataTable], examples: Mapping[str, str]) -> pd.DataFrame:
    """Return the parameters of the data's addresses for reading: name, meaning, an example, the tables that know it.

    Args:
        tables: the tables that can be taken away.
        examples: a name each filter may hold.
    """
    fields = dict.fromkeys(field for table in tables for field in table.fields)
    return pd.DataFrame(
        {
            "Parameter": [f"`{field}`" for field in fields],
            "Meaning": [FIELD_NAMES[field] for field in fields],
            "Example": [escaped(examples.get(field, "any words")) for field in fields],
            "Files": [", ".join(table.name for table in tables if field in table.fields) for field in fields],
        }
    )


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)


def _plain(column: pd.Series) -> list[str]:
    return [numbers.MISSING if numbers.is_missing(text) else escaped(str(text)) for text in column]


def _links(rows: pd.DataFrame, name: str) -> list[str]:
    """Return names as links to where each can be read; a name alone where there is no address."""
    return [_link(row[name], row["source_url"]) for row in rows.to_dict("records")]


def _link(name: Any, url: Any) -> str:
    if numbers.is_missing(url):
        return escaped(str(name))
    # A bracket in an address would end the link early.
    return f"[{escaped(str(name))}]({str(url).replace('(', '%28').replace(')', '%29')})"


def _type_words(data_type: Any) -> str:
    """Return a database's type in a reader's words."""
    known = {"VARCHAR": "text", "VARCHAR[]": "list of texts", "INTEGER": "whole number", "BIGINT": "whole number"}
    others = {"DOUBLE": "number", "BOOLEAN": "true or false", "DATE": "date"}
    return (known | others).get(str(data_type), str(data_type).lower())
