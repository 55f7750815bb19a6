"""The data over HTTP: what it answers, what it refuses, and that its rows are those of the tables in ``data``.

The rows are computed a second time here, with pandas and straight from the CSV files.
"""

import csv
import functools
import hashlib
import io
import json
import logging
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from statsmodels.stats.proportion import proportion_confint

from tests import tiny_evidence
from tests.reading import EVIDENCE
from tests.reckoned_bases import reckoned_bases
from trends.export.encode import FORMATS
from trends.paths import SHAPES
from trends.request.cut import OPTIONS
from trends.request.filters import SHOWN_LEGAL_VALUES
from trends.request.tables import TABLES
from trends.serve import api
from trends.store.opening import built_name
from trends.store.sealing import seal_of
from trends.store.store import Store
from trends.store.versions import VERSIONS

FILTERS = {
    "findings": [
        "country",
        "sector",
        "year",
        "survey",
        "theme",
        "kind",
        "question",
        "item",
        "measure",
        "evidence",
        "respondents",
    ],
    "indicators": ["country", "year", "theme", "series", "indicator"],
    "cases": ["country", "sector", "year", "theme", "technology", "status", "outcome", "collection", "search"],
    "answers": ["country", "sector", "year", "survey", "theme", "kind", "question"],
}
# The column a filter restricts, where it has another name.
RESTRICTED = {"outcome": "outcome_kind", "respondents": "respondent_group"}
Rows = list[tuple[Any, ...]]
Choice = Mapping[str, Sequence[str]]
Sent = list[tuple[str, str | int | float | bool | None]]


def served() -> TestClient:
    """Return a client of the API; an error of the server comes as its answer, as it does to a reader."""
    application = Starlette(routes=api.ROUTES, exception_handlers={Exception: api.unexpected_error})
    return TestClient(application, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(store: Store, store_cache: Path) -> Iterator[TestClient]:
    """The API on the project's own evidence."""
    assert store.fingerprint
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DIGITAL_TRENDS_CACHE", str(store_cache))
        VERSIONS.close()
        with served() as opened:
            yield opened
        VERSIONS.close()


def pairs(chosen: Choice) -> Sent:
    return [(field, value) for field, values in chosen.items() for value in values]


def address(table: str, format_name: str) -> str:
    return f"/api/v1/{table}.{format_name}"


# The rows, computed from the CSV files -------------------------------------------------------------------------------


@functools.cache
def csv_table(name: str) -> pd.DataFrame:
    """Return a table of ``data`` as text; an empty field is None."""
    frame = pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False).astype(object)
    return frame.where(frame != "", None)


def joined(frame: pd.DataFrame, table: str, on: str | list[str], **columns: str) -> pd.DataFrame:
    """Add ``columns`` (new name = name in the table) by the key ``on`` of the same name in both tables."""
    keys = [on] if isinstance(on, str) else on
    named = {old: new for new, old in columns.items()}
    return frame.merge(csv_table(table)[[*keys, *named]].rename(columns=named), "left", keys, validate="many_to_one")


def cited(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what names the source, from the column ``source_id``."""
    frame = joined(
        frame,
        "sources",
        "source_id",
        said="title",
        by="publisher",
        licence="licence",
        reuse="reuse",
        home="homepage_url",
    )
    frame = joined(frame, "reuse_terms", "reuse", terms="label")
    return frame.assign(
        source_name=frame["by"] + ": " + frame["said"],
        licence=frame["licence"].where(frame["licence"].notna(), frame["terms"]),
    )


@dataclass(frozen=True)
class Reckoned:
    """All rows of a table of the API in its order.

    ``places`` are the rows that have a code, by field and code; ``texts`` are what a search looks through.
    """

    columns: tuple[str, ...]
    rows: Rows
    places: Mapping[str, Mapping[str, set[int]]]
    texts: Sequence[str]

    def chosen(self, chosen: Choice) -> Rows:
        kept = set(range(len(self.rows)))
        for field, values in chosen.items():
            if field == "search":
                words = [folded(word) for value in values for word in value.split()]
                kept = {place for place in kept if all(word in self.texts[place] for word in words)}
            elif values:
                kept &= set().union(*(self.places[field].get(value, set()) for value in values))
        return [self.rows[place] for place in sorted(kept)]


def folded(text: str) -> str:
    """Return a text in small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


NUMBERS: Mapping[str, type] = {
    "year": int,
    "value": float,
    "base_n": int,
    "base_at_least": int,
    "base_at_most": int,
    "effective_base": float,
    "population": int,
    "low": float,
    "high": float,
    "score": float,
    "latitude": float,
    "longitude": float,
    "year_started": int,
    "year_ended": int,
    "year_reported": int,
}


def typed(column: str, values: Sequence[Any], numbers: Mapping[str, type]) -> list[Any]:
    if column in {"tied", "complete", "few_bodies"}:
        return [value == "true" for value in values]
    kind = numbers.get(column, str)
    return [kind(value) if isinstance(value, str) else None for value in values]


def reckoned(frame: pd.DataFrame, table: str, columns: str, numbers: Mapping[str, type]) -> Reckoned:
    names = tuple(columns.split())
    rows = list(zip(*(typed(name, frame[name].tolist(), numbers) for name in names), strict=True))
    places: dict[str, dict[str, set[int]]] = {}
    for field in FILTERS[table]:
        listed = places.setdefault(field, {})
        for place, text in enumerate(frame[RESTRICTED.get(field, field)]):
            # Only cases have several codes in one field.
            for code in text.split(";") if isinstance(text, str) else ():
                listed.setdefault(code, set()).add(place)
    return Reckoned(names, rows, places, frame["search"].tolist() if "search" in frame else [])


def with_matters(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the matters of each figure and what it counts there; none where a matter is apart."""
    matters = {row["matter"]: row["label"] for row in csv_table("matters").to_dict("records") if not row["apart"]}
    keys = ("question", "item", "country", "region", "sector", "body_size")
    told: dict[tuple[str | None, ...], list[tuple[str, str]]] = {}
    for row in csv_table("same_matter").sort_values("matter", kind="stable").to_dict("records"):
        if row["matter"] in matters:
            told.setdefault(tuple(row[key] for key in keys), []).append((matters[row["matter"]], row["counts"]))
    held = [told.get(figure, []) for figure in zip(*(frame[key] for key in keys), strict=True)]
    return frame.assign(
        matter=["; ".join(label for label, _ in each) or None for each in held],
        matter_counts=["; ".join(counts for _, counts in each) or None for each in held],
    )


def with_ranges(frame: pd.DataFrame) -> pd.DataFrame:
    """Add range and flag of each figure as text, computed by statsmodels, and of how many its edition was."""
    known = reckoned_bases().set_index("finding_id").loc[frame["finding_id"]]
    frame = frame.assign(
        population=[None if pd.isna(there) else str(int(there)) for there in known["reached"]],
        complete=known["complete"].tolist(),
        few_bodies=known["few_bodies"].tolist(),
    )
    names = ("value", "measure", "base_n", "base_at_least", "base_at_most", "population", "complete", "few_bodies")
    ranged = [range_of(*figure) for figure in zip(*(frame[name] for name in names), strict=True)]
    frame = frame.assign(
        **{name: frame[name].map({True: "true", False: "false"}) for name in ("complete", "few_bodies")}
    )
    return frame.assign(**dict(zip(("low", "high", "flag"), zip(*ranged, strict=True), strict=True)))


def range_of(
    value: str,
    measure: str,
    base: str | None,
    least: str | None,
    most: str | None,
    population: str | None,
    complete: bool,
    few: bool,
) -> tuple[str | None, str | None, str | None]:
    """Return low, high and flag of a figure: none of anything but a share, and no range of a complete count."""
    answered = float(base or least or 0)
    if not few and (measure != "percent" or complete):
        return None, None, None
    if few or not answered:
        return None, None, "u" if few or float(most or 30) < 30 else None
    sure = answered
    if base and population is not None and 10 * answered > float(population):
        # The variance is smaller by (N - n) / (N - 1), as if so many more had answered.
        sure *= (float(population) - 1) / (float(population) - answered)
    low, high = (100 * float(end) for end in proportion_confint(float(value) / 100 * sure, sure, method="wilson"))
    weak = answered < 30 or high - low >= 30 or float(most or 30) < 30
    return str(round(low, 2)), str(round(high, 2)), "u" if weak else None


@functools.cache
def findings() -> Reckoned:
    frame = csv_table("findings")
    frame = joined(
        frame,
        "questions",
        "question",
        survey="survey",
        kind="kind",
        question_name="label",
        question_note="note",
        measure="measure",
        of_question="respondents",
        group_of_question="respondent_group",
    )
    frame = joined(
        frame,
        "surveys",
        "survey",
        survey_name="name",
        publisher="publisher",
        of_survey="respondents",
        group_of_survey="respondent_group",
        evidence="evidence",
        source_id="source_id",
        method_note="method_note",
    )
    frame = joined(frame, "sector_respondents", ["survey", "sector"], of_sector="respondents")
    frame["respondents"] = [
        next(whom for whom in told if isinstance(whom, str) and whom)
        for told in zip(frame["of_question"], frame["of_sector"], frame["of_survey"], strict=True)
    ]
    frame["respondent_group"] = frame["group_of_question"].replace("", None).fillna(frame["group_of_survey"])
    frame = joined(frame, "respondent_groups", "respondent_group", respondent_group_name="label")
    frame = joined(frame, "waves", ["survey", "year"], method="method", wave_note="note")
    frame = with_matters(frame)
    frame = with_ranges(frame)
    frame = joined(frame, "measures", "measure", unit="unit")
    frame = joined(frame, "countries", "country", country_name="name")
    frame = joined(frame, "sectors", "sector", sector_name="label")
    frame = joined(frame, "themes", "theme", theme_name="label")
    frame = joined(frame, "provenance", "provenance", document="document", source_place="locator")
    frame = joined(frame, "documents", "document", source_url="url")
    frame = cited(frame).sort_values(["survey", "question", "country", "sector", "year", "finding_id"])
    return reckoned(
        frame,
        "findings",
        "finding_id survey survey_name publisher respondents respondent_group respondent_group_name evidence kind question "
        "question_name question_note measure year method country country_name region sector sector_name body_size theme theme_name item value "
        "unit tied base_n base_at_least base_at_most effective_base population complete few_bodies low high flag origin note wave_note method_note matter matter_counts source_name source_url source_place "
        "licence reuse",
        NUMBERS,
    )


@functools.cache
def indicators() -> Reckoned:
    frame = csv_table("indicator_values")
    frame = joined(
        frame,
        "indicators",
        "indicator",
        series="series",
        indicator_name="label",
        definition="definition",
        unit="unit",
        theme="theme",
        coverage="coverage",
    )
    frame = joined(
        frame,
        "series",
        "series",
        series_name="name",
        publisher="publisher",
        evidence="evidence",
        caution="caution",
        source_id="source_id",
    )
    # Shares of samples, and what governments said of themselves, are no scores of experts, whatever their index is.
    own = frame["coverage"].map({"sampled": "random_sample", "asked_all": "self_report"})
    frame = frame.assign(evidence=own.fillna(frame["evidence"]))
    frame = joined(frame, "themes", "theme", theme_name="label")
    frame = joined(
        frame,
        "countries",
        "country",
        country_name="name",
        un_region="un_region",
        un_subregion="un_subregion",
        income_group="income_group",
    )
    frame = joined(frame, "provenance", "provenance", document="document", source_place="locator")
    frame = joined(frame, "documents", "document", source_url="url")
    frame = cited(frame).sort_values(["series", "indicator", "year", "country"])
    is_letter = frame["value"].str.fullmatch("[A-Z]")
    frame = frame.assign(letter=frame["value"].where(is_letter, None), value=frame["value"].mask(is_letter, None))
    return reckoned(
        frame,
        "indicators",
        "series series_name publisher evidence indicator indicator_name definition theme theme_name year method "
        "country country_name un_region un_subregion income_group value letter unit note caution source_name source_url "
        "source_place licence reuse",
        NUMBERS,
    )


@functools.cache
def answers() -> Reckoned:
    frame = joined(
        csv_table("answers"),
        "bodies",
        "body_id",
        survey="survey",
        year="year",
        country="country",
        region="region",
        sector="sector",
        body_type="body_type",
        body_name="name",
    )
    frame = joined(frame, "questions", "question", kind="kind", question_name="label", theme="theme")
    frame = joined(
        frame,
        "surveys",
        "survey",
        survey_name="name",
        publisher="publisher",
        evidence="evidence",
        source_id="source_id",
    )
    frame = joined(frame, "waves", ["survey", "year"], method="method")
    frame = joined(frame, "countries", "country", country_name="name")
    frame = joined(frame, "sectors", "sector", sector_name="label")
    frame = joined(frame, "themes", "theme", theme_name="label")
    frame = cited(frame).sort_values(["survey", "question", "year", "country", "body_id"])
    return reckoned(
        frame.assign(source_url=frame["home"]),
        "answers",
        "survey survey_name publisher evidence question question_name kind theme theme_name year method country "
        "country_name region sector sector_name body_type body_id body_name answer score source_name source_url "
        "licence reuse",
        NUMBERS,
    )


@functools.cache
def cases() -> Reckoned:
    frame = csv_table("cases")
    frame = joined(frame, "countries", "country", country_name="name")
    frame = joined(frame, "sectors", "sector", sector_name="label")
    frame = joined(frame, "documents", "document", source_url="url")
    frame = joined(frame, "outcome_kinds", "outcome_kind", outcome_kind_name="label")
    frame = cited(frame)
    frame = frame.assign(
        year=frame["year_started"].where(frame["year_started"].notna(), frame["year_reported"]),
        not_measured=frame["outcome_kind"] != "measured",
        technology=frame["technologies"],
        theme=frame["themes"],
    )
    searched = ["title", "organisation", "place", "country_name", "outcome", "summary"]
    texts = [
        folded(" ".join(part for part in (*row[:-1], (row[-1] or "").replace(";", " ")) if isinstance(part, str)))
        for row in frame[[*searched, "technologies"]].itertuples(index=False)
    ]
    frame = frame.assign(search=texts).sort_values(["collection", "not_measured", "title", "case_id"])
    return reckoned(
        frame,
        "cases",
        "case_id collection title organisation country country_name place latitude longitude sector sector_name "
        "level year year_started year_ended year_reported status themes technologies outcome outcome_kind "
        "outcome_kind_name told_by summary source_name source_url licence reuse",
        NUMBERS,
    )


RECKONED = {"findings": findings, "indicators": indicators, "cases": cases, "answers": answers}


def rows_of_json(body: bytes, columns: Sequence[str]) -> Rows:
    listed = json.loads(body)
    assert all(list(row) == list(columns) for row in listed[:3])
    return [tuple(row.values()) for row in listed]


def rows_of_csv(body: bytes, columns: Sequence[str], numbers: Mapping[str, type]) -> Rows:
    header, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert header == list(columns)
    if not rows:
        return []
    by_column = zip(header, zip(*rows, strict=True), strict=True)
    return list(
        zip(*(typed(name, [value or None for value in values], numbers) for name, values in by_column), strict=True)
    )


def assert_answers(client: TestClient, table: str, chosen: Choice, sent: Choice | None = None) -> None:
    """Hold that the JSON and CSV answers have the rows the tables in ``data`` have for a choice, in their order."""
    truth = RECKONED[table]()
    expected = truth.chosen(chosen)
    as_json, as_csv = (
        client.get(address(table, format_name), params=pairs(sent or chosen)) for format_name in ("json", "csv")
    )
    assert as_json.status_code == as_csv.status_code == 200
    assert rows_of_json(as_json.content, truth.columns) == expected
    assert rows_of_csv(as_csv.content, truth.columns, NUMBERS) == expected


FIXED: list[tuple[str, dict[str, list[str]]]] = [
    ("findings", {}),
    ("findings", {"country": ["GBR"], "kind": ["concern"]}),
    ("findings", {"country": ["GBR", "NZL"], "sector": ["local_government"], "year": ["2023", "2024"]}),
    ("findings", {"measure": ["rank"], "evidence": ["self_selected", "random_sample"]}),
    ("findings", {"respondents": ["staff", "elected"]}),
    ("findings", {"respondents": ["digital_leaders"], "kind": ["priority"], "year": ["2024"]}),
    ("findings", {"question": ["nascio_strategies"], "theme": ["cyber_resilience"]}),
    ("findings", {"country": ["ABW"], "sector": ["education"]}),
    ("indicators", {"country": ["NZL", "NOR", "GBR"]}),
    ("indicators", {"year": ["2024"], "theme": ["cyber_resilience"]}),
    ("indicators", {"indicator": ["bipa", "bipa_data"]}),
    ("indicators", {"series": ["bipa"], "year": ["2001"]}),
    ("cases", {}),
    ("cases", {"collection": ["curated"], "theme": ["ai_automation", "skills_workforce"]}),
    ("cases", {"technology": ["chatbot"], "status": ["in_use"]}),
    ("cases", {"outcome": ["failure"]}),
    ("cases", {"outcome": ["measured", "reach"], "collection": ["inventory"]}),
    ("cases", {"search": ["machine learning"]}),
    ("cases", {"search": ["Zürich"]}),
    ("cases", {"search": ["KŌRERO", "  data "]}),
    ("cases", {"search": ["100%_'"]}),
    ("cases", {"year": ["2019"], "country": ["ESP", "FRA", "ITA"]}),
    ("answers", {"country": ["NZL"]}),
    ("answers", {"survey": ["wb_govtech"], "year": ["2022"], "theme": ["cyber_resilience"]}),
    ("answers", {"sector": ["health", "local_government"], "kind": ["adoption"], "country": ["GBR"]}),
    ("answers", {"question": ["gtmi_i10_payroll_linked_human_resources"]}),
    ("answers", {"country": ["ABW"], "sector": ["education"]}),
]


@pytest.mark.parametrize(("table", "chosen"), FIXED)
def test_the_answers_are_the_rows_of_the_tables(client: TestClient, table: str, chosen: dict[str, list[str]]) -> None:
    assert_answers(client, table, chosen)


def test_uncertainty_travels_with_every_share_that_has_any(client: TestClient) -> None:
    # 62 % of 373 of all 418 councils: as sure as 373 * 417 / 45 answers out of very many.
    rows = client.get(address("findings", "json"), params={"question": "eduserv_use", "year": "2018"}).json()
    stored = next(row for row in rows if row["item"] == "Stores data in the cloud")
    low, high = proportion_confint(0.62 * 373 * 417 / 45, 373 * 417 / 45, method="wilson")
    assert (stored["base_n"], stored["population"], stored["flag"]) == (373, 418, None)
    assert (stored["low"], stored["high"]) == (round(100 * low, 2), round(100 * high, 2))
    # The edition before has no published base, so neither range nor population.
    rows = client.get(address("findings", "json"), params={"question": "eduserv_use", "year": "2016"}).json()
    assert {(row["low"], row["high"], row["population"], row["flag"]) for row in rows} == {(None, None, None, None)}
    # A count that missed two of 89 is not complete: it is as sure as 87 * 88 / 2 answers out of very many.
    rows = client.get(address("findings", "json"), params={"question": "nao_ai_strategy"}).json()
    assert rows
    for row in rows:
        low, _ = proportion_confint(row["value"] / 100 * 87 * 44, 87 * 44, method="wilson")
        assert (row["base_n"], row["population"], row["complete"], row["flag"]) == (87, 89, False, None)
        assert row["low"] == round(100 * low, 2)


@pytest.mark.parametrize("table", ["indicators", "answers"])
def test_the_answers_to_no_choice_are_all_rows_of_the_large_tables(client: TestClient, table: str) -> None:
    truth = RECKONED[table]()
    assert rows_of_json(client.get(address(table, "json")).content, truth.columns) == truth.rows
    assert len(truth.rows) == len(csv_table("indicator_values" if table == "indicators" else "answers"))


LISTED = {"country": "countries", "sector": "sectors", "theme": "themes", "survey": "surveys", "kind": "kinds"}
WORDS = ["data", "AI", "city", "health", "Māori", "São", "chat", "o'", "%", "digital services"]


@functools.cache
def legal(table: str, field: str) -> list[str]:
    """Return the codes a filter of a table may hold, with and without rows."""
    return csv_table(LISTED[field])[field].tolist() if field in LISTED else sorted(RECKONED[table]().places[field])


@functools.cache
def places_by_country(table: str) -> list[list[int]]:
    return [sorted(places) for _, places in sorted(RECKONED[table]().places["country"].items())]


@functools.cache
def codes_of_a_row(table: str, place: int) -> dict[str, list[str]]:
    listed = RECKONED[table]().places
    return {field: [code for code, places in codes.items() if place in places] for field, codes in listed.items()}


@st.composite
def choices(draw: st.DrawFn, table: str) -> dict[str, list[str]]:
    """Draw a choice of countries and more: the codes of some row, with others beside them or instead of them."""
    # A country first, since one of them has half of all answers of bodies. Without countries most files would be
    # thousands of rows long; the fixed choices see to these.
    own = codes_of_a_row(table, draw(st.sampled_from(draw(st.sampled_from(places_by_country(table))))))
    fields = draw(st.sets(st.sampled_from(FILTERS[table]), max_size=4)) | {"country"}
    chosen: dict[str, list[str]] = {}
    for field in sorted(fields):
        if field == "search":
            chosen[field] = draw(st.lists(st.sampled_from(WORDS), max_size=2))
        else:
            others = draw(st.lists(st.sampled_from(legal(table, field)), max_size=3))
            instead = others and draw(st.integers(0, 4)) == 0
            chosen[field] = list(dict.fromkeys(others if instead else draw(st.permutations([*others, *own[field]]))))
    return chosen


COMBINATIONS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@COMBINATIONS
@given(chosen=choices("findings"))
def test_any_choice_of_findings_gives_the_rows_of_the_tables(client: TestClient, chosen: dict[str, list[str]]) -> None:
    assert_answers(client, "findings", chosen)


@COMBINATIONS
@given(chosen=choices("indicators"))
def test_any_choice_of_indicators_gives_the_rows_of_the_tables(
    client: TestClient, chosen: dict[str, list[str]]
) -> None:
    assert_answers(client, "indicators", chosen)


@COMBINATIONS
@given(chosen=choices("cases"))
def test_any_choice_of_cases_gives_the_rows_of_the_tables(client: TestClient, chosen: dict[str, list[str]]) -> None:
    assert_answers(client, "cases", chosen)


@COMBINATIONS
@given(chosen=choices("answers"))
def test_any_choice_of_answers_gives_the_rows_of_the_tables(client: TestClient, chosen: dict[str, list[str]]) -> None:
    assert_answers(client, "answers", chosen)


# Formats -------------------------------------------------------------------------------------------------------------

SMALL: Mapping[str, Choice] = {
    "findings": {"country": ["NZL", "AUS"], "year": ["2023", "2024"]},
    "indicators": {"country": ["NZL"], "theme": ["cyber_resilience", "data_analytics"]},
    "cases": {"country": ["NZL", "EST"], "theme": ["ai_automation"]},
    "answers": {"country": ["NZL"], "survey": ["wb_govtech"]},
}


def rows_of_parquet(body: bytes, columns: Sequence[str]) -> Rows:
    table = pq.read_table(io.BytesIO(body))
    assert table.column_names == list(columns)
    return [tuple(row.values()) for row in table.to_pylist()]


def rows_of_xlsx(body: bytes, columns: Sequence[str]) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    assert book.sheetnames == ["Cover", "Data", "Notes"]
    header, *rows = book["Data"].iter_rows(values_only=True)
    assert header == tuple(columns)
    return list(rows)


@pytest.mark.parametrize("table", TABLES)
def test_the_four_formats_hold_the_same_rows(client: TestClient, table: str) -> None:
    truth = RECKONED[table]()
    bodies = {
        name: client.get(address(table, name), params=pairs(SMALL[table])).content
        for name in ("json", "parquet", "xlsx")
    }
    expected = rows_of_json(bodies["json"], truth.columns)
    assert expected == truth.chosen(SMALL[table])
    assert 20 < len(expected) < 1_000
    assert rows_of_parquet(bodies["parquet"], truth.columns) == expected
    assert rows_of_xlsx(bodies["xlsx"], truth.columns) == expected


@pytest.mark.parametrize("table", TABLES)
def test_a_choice_that_leaves_nothing_gives_a_file_without_rows(client: TestClient, table: str) -> None:
    columns = RECKONED[table]().columns
    nothing: Sent = [("country", "ABW"), ("year", "2015"), ("theme", "legacy_technical_debt")]
    files = {name: client.get(address(table, name), params=nothing) for name in FORMATS}
    assert {answer.status_code for answer in files.values()} == {200}
    assert json.loads(files["json"].content) == []
    assert rows_of_csv(files["csv"].content, columns, NUMBERS) == []
    assert rows_of_parquet(files["parquet"].content, columns) == []
    assert not any(map(any, rows_of_xlsx(files["xlsx"].content, columns)))


@pytest.mark.parametrize(("table", "format_name"), [(table, name) for table in TABLES for name in FORMATS])
def test_a_file_comes_with_its_type_a_name_that_says_its_filters_and_its_evidence(
    client: TestClient, store: Store, table: str, format_name: str
) -> None:
    answer = client.get(
        address(table, format_name),
        params=[("country", "NZL"), ("year", "2022"), ("year", "2020")],
        headers={"Accept-Encoding": "identity"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[format_name].media_type
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="digital-trends-{table}-new-zealand-2022-2020.{format_name}"'
    )
    assert answer.headers["x-evidence"] == store.fingerprint
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "x-filters-left-aside" not in answer.headers
    assert len(answer.content) == int(answer.headers["content-length"])


def test_two_choices_have_two_file_names_even_where_they_are_long(client: TestClient) -> None:
    countries = csv_table("countries")["country"].tolist()
    names = {
        client.get(address("findings", "csv"), params=[("country", code) for code in chosen]).headers[
            "content-disposition"
        ]
        for chosen in (countries[:20], countries[:21], countries[1:21])
    }
    assert len(names) == 3
    assert all(re.fullmatch(r'attachment; filename="[a-z0-9-]{1,96}\.csv"', name) for name in names)


# Codes, names and filters that do not apply --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "codes", "names"),
    [
        (
            "findings",
            {"country": ["GBR"], "sector": ["local_government"], "kind": ["concern"], "theme": ["skills_workforce"]},
            {
                "country": ["united kingdom"],
                "sector": ["LOCAL GOVERNMENT"],
                "kind": ["Concern"],
                "theme": ["Skills, recruitment and retention"],
            },
        ),
        (
            "indicators",
            {"country": ["NZL", "NOR"], "theme": ["cyber_resilience"], "series": ["bipa"]},
            {
                "country": ["New Zealand", "norway"],
                "theme": ["Cyber Resilience"],
                "series": ["Blavatnik Index of Public Administration 2024"],
            },
        ),
        ("cases", {"country": ["FRA"], "collection": ["curated"]}, {"country": ["france"], "collection": ["Curated"]}),
        ("answers", {"country": ["NZL"], "year": ["2022"]}, {"country": ["nzl", "New Zealand"], "year": [" 2022"]}),
        ("findings", {"country": ["GBR", "USA"]}, {"country": ["UK", "u.s.", "Great Britain"]}),
        ("indicators", {"country": ["CIV"]}, {"country": ["Ivory Coast", "cote d'ivoire"]}),
        ("cases", {"country": ["NLD"]}, {"country": ["Holland"]}),
    ],
)
def test_codes_and_names_give_the_same_rows(
    client: TestClient, table: str, codes: dict[str, list[str]], names: dict[str, list[str]]
) -> None:
    assert RECKONED[table]().chosen(codes)
    assert_answers(client, table, codes, sent=names)


def test_a_blank_filter_restricts_nothing_and_leaves_no_trace_in_the_name(client: TestClient) -> None:
    answer = client.get("/api/v1/cases.json?country=NZL&sector=&search=&search=%20")
    assert rows_of_json(answer.content, cases().columns) == cases().chosen({"country": ["NZL"]})
    assert answer.headers["content-disposition"] == 'attachment; filename="digital-trends-cases-new-zealand.json"'


@pytest.mark.parametrize(
    ("table", "given_filters", "left_aside"),
    [
        ("indicators", [("sector", "health"), ("country", "NZL")], "sector"),
        (
            "indicators",
            [("kind", "concern"), ("country", "NZL"), ("survey", "wb_govtech"), ("sector", "education")],
            "sector, survey, kind",
        ),
        ("cases", [("kind", "concern"), ("survey", "wb_govtech"), ("country", "NZL")], "survey, kind"),
    ],
)
def test_filters_that_do_not_apply_are_left_aside_and_named(
    client: TestClient, table: str, given_filters: Sent, left_aside: str
) -> None:
    answer = client.get(address(table, "json"), params=given_filters)
    assert answer.headers["x-filters-left-aside"] == left_aside
    assert answer.headers["content-disposition"] == f'attachment; filename="digital-trends-{table}-new-zealand.json"'
    truth = RECKONED[table]()
    assert rows_of_json(answer.content, truth.columns) == truth.chosen({"country": ["NZL"]})


def test_a_filter_left_aside_must_still_be_a_known_one(client: TestClient) -> None:
    answer = client.get("/api/v1/indicators.json?sector=heaven")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "sector"


# What is refused -----------------------------------------------------------------------------------------------------


def errors_of(answer: Any, status: int) -> list[dict[str, Any]]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "instance", "errors"}
    assert (told["status"], told["instance"]) == (status, answer.url.path)
    errors: list[dict[str, Any]] = told["errors"]
    assert told["detail"] == " ".join(error["message"] for error in errors)
    assert all(error["message"] for error in errors)
    return errors


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_parameter_is_refused_with_the_legal_ones(client: TestClient, table: str) -> None:
    (error,) = errors_of(client.get(address(table, "csv"), params={"county": "GBR", "country": "GBR"}), 400)
    assert error["parameter"] == "county"
    assert error["legal"] == sorted([*TABLES[table].parameters, *OPTIONS])
    assert "'county'" in error["message"]


def test_an_unknown_value_is_refused_with_the_legal_ones(client: TestClient) -> None:
    wrong: Sent = [("sector", "heaven"), ("country", "GBR"), ("year", "1066"), ("sector", "health")]
    sector, year = errors_of(client.get(address("findings", "json"), params=wrong), 400)
    assert (sector["parameter"], sector["value"]) == ("sector", "heaven")
    sectors = csv_table("sectors")["sector"].tolist()
    assert len(sector["legal"]) == min(len(sectors), SHOWN_LEGAL_VALUES)
    assert set(sector["legal"]) <= set(sectors)
    assert "'heaven'" in sector["message"]
    assert (year["parameter"], year["value"]) == ("year", "1066")
    assert 0 < len(year["legal"]) <= SHOWN_LEGAL_VALUES


def test_an_unknown_value_is_refused_with_the_nearest_ones(client: TestClient) -> None:
    wrong: Sent = [("country", "New Zeland"), ("country", "Atlantis"), ("kind", "concerns")]
    land, nowhere, kind = errors_of(client.get(address("findings", "json"), params=wrong), 400)
    assert (land["nearest"][0], nowhere["nearest"], kind["nearest"]) == ("NZL", [], ["concern"])
    assert "Did you mean New Zealand (NZL)" in land["message"]
    assert "Did you mean" not in nowhere["message"]


def test_names_of_countries_are_served_by_their_forms(client: TestClient) -> None:
    answer = client.get("/names/countries.json")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["cache-control"]
    names = answer.json()
    countries = csv_table("countries")
    assert sorted(names["usual"].values()) == sorted(countries["name"])
    assert len(names["other"]) == len(csv_table("country_names"))
    assert (names["other"]["uk"], names["other"]["usa"]) == ("United Kingdom", "United States")
    assert names["usual"]["turkiye"] == "Türkiye"
    # A code that is no name besides would hide what begins with it.
    assert "ind" not in names["other"]


@pytest.mark.parametrize(
    "nasty", ["' or 1=1 --", "GBR'; drop table findings; --", "$country", "\x00", "GBR,NZL", "../../"]
)
def test_a_value_is_never_taken_for_anything_but_a_value(client: TestClient, nasty: str) -> None:
    (error,) = errors_of(client.get(address("findings", "json"), params={"country": nasty}), 400)
    assert error["value"] == nasty
    searched = client.get(address("cases", "json"), params={"search": nasty})
    assert rows_of_json(searched.content, cases().columns) == cases().chosen({"search": [nasty]})


@pytest.mark.parametrize("path", ["nothing.csv", "findings.txt", "findings.csv.gz", "waves.json", "FINDINGS.csv"])
def test_a_file_that_does_not_exist_is_refused_with_those_that_do(client: TestClient, path: str) -> None:
    (error,) = errors_of(client.get(f"/api/v1/{path}"), 404)
    assert path in error["message"]
    assert error["legal"] == [f"{table}.{name}" for table in TABLES for name in FORMATS]


@pytest.mark.parametrize("path", ["findings", "../../app.py", "findings.csv/x"])
def test_an_address_outside_the_data_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 404


def test_an_unexpected_error_says_a_reference_and_no_more_and_logs_the_trace(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # A true fault of a server: its evidence was changed and breaks a rule, so no store can be built.
    tiny_evidence.change(tiny, "findings", "projects-24-gbr", "country", "ATL")
    monkeypatch.setenv("DIGITAL_TRENDS_DATA", str(tiny))
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path / "cache"))
    VERSIONS.close()
    broken = served()
    try:
        with caplog.at_level(logging.ERROR):
            answers_given = [broken.get(path) for path in ("/api/v1/health", address("findings", "csv"))]
    finally:
        VERSIONS.close()
    references = []
    for answer in answers_given:
        (error,) = errors_of(answer, 500)
        found = re.fullmatch(
            r"Something went wrong here, not with your request\. Reference ([0-9a-f]{8})\.", error["message"]
        )
        assert found
        references.append(found[1])
    assert references[0] != references[1]
    logged = [record for record in caplog.records if record.name == "trends.serve.api"]
    assert [record.getMessage() for record in logged] == [f"Reference {reference}" for reference in references]
    assert all(record.exc_info and "findings.csv" in str(record.exc_info[1]) for record in logged)


# Health, shapes, and nothing is ever written -------------------------------------------------------------------------


def test_health_says_the_evidence_and_how_many_rows_its_tables_have(client: TestClient, store: Store) -> None:
    answer = client.get("/api/v1/health")
    assert answer.status_code == 200
    tables = ("findings", "indicator_values", "cases", "answers", "surveys", "sources")
    assert answer.json() == {
        "status": "ok",
        "fingerprint": store.fingerprint,
        "counts": {name.replace("indicator_values", "indicators"): len(csv_table(name)) for name in tables},
    }


def test_the_shapes_of_countries_are_sent_as_they_are(client: TestClient) -> None:
    answer = client.get("/shapes/countries.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.content == SHAPES.read_bytes()


@pytest.mark.parametrize("path", ["/shapes/countries.geojson", "/names/countries.json"])
def test_what_pages_load_of_countries_is_not_sent_twice(client: TestClient, path: str) -> None:
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == answer.content


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/findings.json", "/api/v1/health", "/shapes/countries.geojson"])
def test_data_can_only_be_read(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 405


def files_in(folder: Path) -> dict[str, tuple[int, str]]:
    """Return every file of a folder with the time it was written and what it holds."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_answering_writes_nothing(
    store: Store, store_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, working = tmp_path / "cache", tmp_path / "working"
    cache.mkdir()
    working.mkdir()
    built = built_name(store_cache, store.fingerprint)
    for path in (built, seal_of(built)):
        shutil.copy(path, cache)
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(cache))
    monkeypatch.chdir(working)
    before = files_in(EVIDENCE), files_in(cache)
    VERSIONS.close()
    try:
        reading = served()
        for table in TABLES:
            for format_name in FORMATS:
                assert reading.get(address(table, format_name), params=pairs(SMALL[table])).status_code == 200
        reading.get("/api/v1/health")
        reading.get("/shapes/countries.geojson")
        reading.get(address("cases", "csv"), params={"search": "'; copy cases to 'stolen.csv'; --"})
        reading.get(address("findings", "csv"), params={"country": "'; delete from findings; --"})
        reading.delete(address("findings", "csv"))
        reading.put(address("findings", "csv"), content=b"finding_id\n")
        assert files_in(cache) == before[1]
        VERSIONS.close()
    finally:
        VERSIONS.close()
    assert (files_in(EVIDENCE), files_in(cache)) == before
    assert list(working.iterdir()) == []
