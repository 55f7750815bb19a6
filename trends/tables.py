"""The four tables a reader can take away, each with its filters: one code for the pages' downloads and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from trends import encode
from trends.filters import FIELD_NAMES, SHARED_FIELDS, Vocabulary, describe
from trends.store import Store


@dataclass(frozen=True)
class DataTable:
    """A table to take away: its question in ``queries``, what one row is, filters that apply and those that do not."""

    name: str
    title: str
    row: str
    fields: tuple[str, ...]
    left_aside: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """All parameters an address may hold: a page's link and its data's link differ only in the path."""
        return (*self.fields, *self.left_aside)


TABLES = {
    table.name: table
    for table in (
        DataTable(
            "findings", "Figures of surveys", "figure", (*SHARED_FIELDS, "kind", "question", "measure", "evidence")
        ),
        DataTable(
            "indicators",
            "Values of indices",
            "value",
            ("country", "year", "theme", "series", "indicator"),
            ("sector", "survey", "kind"),
        ),
        DataTable(
            "cases",
            "Case studies",
            "case",
            ("country", "sector", "year", "theme", "technology", "status", "collection", "search"),
            ("survey", "kind"),
        ),
        DataTable("answers", "Answers of public bodies", "answer", (*SHARED_FIELDS, "kind", "question")),
    )
}

COLUMN_MEANINGS = {
    "finding_id": "Code of the figure",
    "survey": "Code of the survey",
    "survey_name": "Survey",
    "series": "Code of the index",
    "series_name": "Index",
    "publisher": "Who published it",
    "respondents": "Who answered",
    "evidence": "How respondents were found, or how the values of an index come about",
    "kind": "What the question asks about",
    "question": "Code of the question",
    "question_name": "The question in our words",
    "question_note": "Scale, base or wording of the question",
    "measure": "How the value is expressed: percent, rank, score, count or mentioned",
    "indicator": "Code of the indicator",
    "indicator_name": "Indicator",
    "definition": "What the indicator measures and on which scale",
    "unit": "Unit of the value",
    "year": "Year of the edition; of a case: year in which it began or, where that is not known, was reported",
    "year_started": "Year in which the case began",
    "year_ended": "Year in which the case ended or is planned to end",
    "year_reported": "Year of the page or register read",
    "method": "How the edition was made; only editions with the same text compare",
    "country": "ISO 3166-1 alpha-3 code, or a code of a group of countries",
    "country_name": "Country",
    "un_region": "Region of the United Nations geoscheme (M49)",
    "un_subregion": "Subregion of the United Nations geoscheme (M49)",
    "income_group": "Income group of the World Bank",
    "region": "Part of the country; of a figure, empty = the whole",
    "place": "Town or area",
    "latitude": "Degrees north, WGS 84",
    "longitude": "Degrees east, WGS 84",
    "sector": "Code of the sector",
    "sector_name": "Sector",
    "level": "Level of government: local, regional, national or international",
    "organisation": "Body that runs the case",
    "body_size": "Kind or size of body; empty = all",
    "body_type": "Kind of body",
    "body_id": "Code of the body in its edition",
    "body_name": "Body that answered",
    "theme": "Code of the theme",
    "theme_name": "Theme",
    "themes": "Codes of the themes, separated by semicolons; in inventories set by keyword",
    "technologies": "Technologies, separated by semicolons; in inventories set by keyword",
    "item": "What was named, ranked or measured",
    "value": "The figure, in its unit",
    "tied": "true where a published place is shared",
    "base_n": "Number that answered; empty = not published or not read",
    "population": "Number that could have answered, where known: the range is narrower where over a tenth of it did",
    "low": "Lower end of the 95% range of a share, in per cent; empty where none can be given",
    "high": "Upper end of the 95% range of a share, in per cent; empty where none can be given",
    "flag": "u = weak: a base under 30 or a range of 30 points or more; empty = any other",
    "origin": "published by the owner, or computed here from the answers of single bodies",
    "answer": "The answer, a category of the questionnaire",
    "score": "Points its publisher gave the answer",
    "case_id": "Code of the case",
    "collection": "curated: compared again by a second reading; inventory: taken from a public register",
    "title": "Name of the case",
    "status": "How far the case has come",
    "outcome": "What came of the case, as its source says",
    "summary": "What the case does, in our words",
    "note": "What a reader should know of the figure",
    "caution": "What must be said wherever it is shown",
    "source_name": "Publisher and title of the source",
    "source_url": "Web address where it was read",
    "source_place": "Where on the page",
    "licence": "Licence in the publisher's words, or the kind of terms",
    "reuse": "Kind of terms for reuse",
}


def rows(store: Store, table: DataTable, selection: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the rows of a table that the filters select; fields not in ``selection`` restrict nothing.

    Shape: as the header of ``queries/<table>.sql`` says.

    Raises:
        ValueError: the selection has a choice in a field that does not apply to the table, so the rows would not be
            what a file says of them.
    """
    if foreign := [field for field, codes in selection.items() if codes and field not in table.fields]:
        raise ValueError(
            f"The table {table.name} has no filter {', '.join(foreign)}; leave it out of the selection. "
            f"Its filters are {', '.join(table.fields)}."
        )
    parameters: dict[str, Sequence[str] | str] = {field: list(selection.get(field, [])) for field in table.fields}
    if "search" in parameters:
        parameters["search"] = " ".join(parameters["search"]).strip()
    return store.ask(table.name, **parameters)


def encoded(
    store: Store,
    vocabulary: Vocabulary,
    table: DataTable,
    selection: Mapping[str, Sequence[str]],
    format_name: str,
) -> bytes:
    """Return the rows of a table as a file of the format ``format_name`` (csv, json, xlsx, parquet)."""
    frame = rows(store, table, selection)
    return encode.encode(
        frame,
        format_name,
        title=f"Digital Trends: {table.title.lower()}",
        about=about(store, vocabulary, selection, len(frame), table.row),
        columns=COLUMN_MEANINGS,
    )


def about(
    store: Store,
    vocabulary: Vocabulary,
    selection: Mapping[str, Sequence[str]],
    row_count: int,
    row: str = "row",
) -> list[tuple[str, str]]:
    """Return what a file says of itself: label and text, in order."""
    chosen = [
        (FIELD_NAMES.get(field, field), describe(vocabulary, {field: codes}))
        for field, codes in selection.items()
        if codes
    ]
    return [
        ("One row is", f"one {row}"),
        ("Rows", f"{row_count:,}"),
        *(chosen or [("Filters", "none")]),
        ("Evidence", store.fingerprint),
        ("Made on", date.today().isoformat()),  # noqa: DTZ011 - a day, as the reader's calendar says
        ("Terms", "Each row names its source and licence; cite the source."),
    ]


def file_name(what: str, vocabulary: Vocabulary, selection: Mapping[str, Sequence[str]], format_name: str) -> str:
    """Return a file name that says what is in it and which filters made it."""
    # In one order, so that a page and an address with the same filters give a file the same name.
    names = {
        field: [vocabulary.names.get(field, {}).get(str(code), str(code)) for code in selection[field]]
        for field in sorted(selection, key=list(FIELD_NAMES).index)
        if selection[field]
    }
    return encode.file_name(what, names, encode.FORMATS[format_name].extension)
