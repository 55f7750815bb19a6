"""Filters: which column of which relation each restricts, and that only what is chosen reaches the database."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_store import write_question
from trends.paths import QUERIES
from trends.store.chosen import bare
from trends.store.fields import FILTERS, Holds
from trends.store.frames import Parameter
from trends.store.opening import open_store
from trends.store.queries import QueryFileError, load_queries
from trends.store.store import Store

HEADER = """\
-- name: it
-- One row per figure.
-- Unit: none.
-- Base: none.
-- Parameters:
"""
LISTS = {
    "country": "list of country codes",
    "year": "list of years",
    "theme": "list of theme codes",
    "question": "code of the question",
    "search": "words",
    "colour": "list of colours",
}


Opener = Callable[..., Store]


@pytest.fixture
def opened(unchanged: Path, tiny_cache: Path, tmp_path: Path) -> Iterator[Opener]:
    """Opens the store of the small evidence with one question named ``it``."""
    stores: list[Store] = []

    def open_it(sql: str, *parameters: str) -> Store:
        listed = "".join(f"--   {name}: {LISTS[name]}\n" for name in parameters)
        (tmp_path / "it.sql").write_text(f"{HEADER}{listed}{sql}\n", encoding="utf-8")
        stores.append(open_store(unchanged, tiny_cache, tmp_path))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


def sent(store: Store, **parameters: Parameter) -> str:
    """Return what is sent to the database, without its header and blanks."""
    sql, _ = store.statement("it", **parameters)
    return " ".join(bare(sql).split())


def test_only_filters_in_which_something_is_chosen_reach_the_database(opened: Opener) -> None:
    store = opened("select item from chosen_figures order by item", "country", "year")
    asked = "select item from chosen_figures order by item"
    assert sent(store, country=[], year=[]) == f"with chosen_figures as (select item from figures) {asked}"
    assert store.statement("it", country=[], year=[])[1] == {}
    assert sent(store, country=["GBR"], year=[]) == (
        f"with chosen_figures as (select item from figures where country = $only_country::varchar) {asked}"
    )
    assert store.statement("it", country=["GBR"], year=[])[1] == {"only_country": "GBR"}
    assert sent(store, country=[], year=["2023", "2024"]) == (
        "with chosen_figures as (select item from figures"
        f" where year in (select try_cast(unnest($year::varchar[]) as integer))) {asked}"
    )


def test_the_steps_of_a_question_follow_the_filtered_relations(opened: Opener) -> None:
    sql = "-- a remark\nwith\n\nfirst as (select item from chosen_figures)\n\nselect item from first order by item"
    store = opened(sql, "country")
    assert sent(store, country=[]).startswith("with chosen_figures as (select item from figures), first as (")
    assert len(store.ask("it", country=["NOR"])) == 2


def test_a_relation_can_leave_one_filter_aside(opened: Opener) -> None:
    sql = (
        "select (select count(*) from chosen_figures) as all_filters, (select count(*) from chosen_figures_but_year) as country"
        " order by all_filters"
    )
    store = opened(sql, "country", "year")
    counted = store.ask("it", country=["NOR"], year=["2021"])
    assert (counted["all_filters"].item(), counted["country"].item()) == (0, 2)
    assert store.ask("it", country=["NOR"], year=["2024"])["all_filters"].item() == 2


@pytest.mark.parametrize(
    ("chosen", "count"),
    [([], 36), (["GBR"], 32), (["NOR", "KEN"], 3), (("NOR", "KEN"), 3), (["no such code"], 0), (["' or true --"], 0)],
)
def test_choices_are_codes_and_no_sql(opened: Opener, chosen: Parameter, count: int) -> None:
    store = opened("select item from chosen_figures order by item", "country")
    assert len(store.ask("it", country=chosen)) == count


@pytest.mark.parametrize("year", [[2021], ["2021"], [2021, 2021], ["2021", "no year"], [2021, 1066]])
def test_a_year_is_a_number_or_text(opened: Opener, year: Parameter) -> None:
    store = opened("select item from chosen_figures order by item", "year")
    assert len(store.ask("it", year=year)) == 2
    assert len(store.ask("it", year=["no year"])) == 0


@pytest.mark.parametrize(("search", "count"), [("", 5), (" ", 5), ("login", 1), ("BORDERS one", 1), ("nowhere", 0)])
def test_words_restrict_where_there_are_any(opened: Opener, search: str, count: int) -> None:
    store = opened("select case_id from chosen_projects order by case_id", "search")
    assert len(store.ask("it", search=search)) == count
    assert ("holds_words" in sent(store, search=search)) is bool(search.strip())


@pytest.mark.parametrize(
    ("sql", "parameters", "message"),
    [
        ("select 1 from chosen_figures", (), "chosen_figures is read, but the header declares none of its filters"),
        ("select $colour from chosen_figures", ("colour",), "the header declares none of its filters"),
        ("select 1 from chosen_figures where question = $question", ("question",), "declares none of its filters"),
        ("select $country from chosen_towns", ("country",), "No filters are known for chosen_towns"),
        ("select 1 from chosen_figures_but_year", ("country",), "leaves aside year, which the header does not declare"),
        ("select * from chosen_figures", ("country",), "“* from chosen_figures” reads every column"),
        ("select 1 from chosen_figures", ("country", "colour"), "Use or remove colour."),
    ],
)
def test_filters_the_header_does_not_declare_are_refused(
    opened: Opener, sql: str, parameters: tuple[str, ...], message: str
) -> None:
    with pytest.raises(QueryFileError) as refused:
        opened(sql, *parameters)
    said = str(refused.value)
    assert said.startswith("it.sql: ")
    assert message in said


def test_every_column_that_a_filter_restricts_is_there_and_holds_what_is_said(
    unchanged: Path, tiny_cache: Path, tmp_path: Path
) -> None:
    columns = ", ".join(
        f"'{relation}.{column.name}'" for relation, filters in FILTERS.items() for column in filters.values()
    )
    write_question(
        tmp_path / "queries",
        "it",
        "select table_name as relation, column_name as name, data_type as kind from duckdb_columns()"
        f" where table_name || '.' || column_name in ({columns}) order by all",
    )
    store = open_store(unchanged, tiny_cache, tmp_path / "queries")
    found = {(row.relation, row.name): row.kind for row in store.ask("it").itertuples()}
    store.close()
    kinds = {Holds.TEXT: "VARCHAR", Holds.NUMBER: "INTEGER", Holds.LIST: "VARCHAR[]", Holds.WORDS: "VARCHAR"}
    expected = {
        (relation, column.name): kinds[column.holds]
        for relation, filters in FILTERS.items()
        for column in filters.values()
    }
    assert found == expected


def test_no_shipped_question_writes_a_shared_filter_out() -> None:
    for name, query in load_queries(QUERIES).items():
        for field in ("country", "sector", "survey", "theme", "kind", "measure"):
            assert not re.search(rf"(?<!len\()(?<!list_contains\()\${field}::varchar\[\]", bare(query.sql)), (
                name,
                field,
            )
