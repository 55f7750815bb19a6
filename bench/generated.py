"""A store of any size, generated from the tables of the evidence by rule: no text is copied, every run makes the same.

Index values come in further indices, each with ten variants of the indicators of one that is there, measured every year
in every country. Figures come in further surveys, each with twenty questions on items of the evidence, asked in four
editions, guarded, and counted by country, sector, size of body and region and by pairs of these, as a survey of persons
is. ``generated.sql`` has the rules.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from trends.evidence import build as building
from trends.evidence.loading import load_tables, read_ahead
from trends.evidence.schema import CREATES, Schema, read_schema
from trends.paths import RULES, data_folder

_RULES = Path(__file__).with_name("generated.sql")
# What one further indicator has in values, one further question in figures: as the rules make them, about.
VALUES_EACH, FIGURES_EACH = 6_550, 16_440
QUESTIONS_EACH = 20
# Sorting spills to the disk beyond this, where a build of the evidence has all in memory.
MEMORY = "6GB"
# What is joined of an index is joined for so many indicators at once, and put into order for so many countries.
INDICATORS_AT_ONCE, COUNTRIES_AT_ONCE = 150, 10
# The relations with a row for each value: in the order of indices, and of countries; and what they are joined with.
_BY_INDEX, _BY_COUNTRY = "readings", "standings"
_JOINED_WITH = ("index_editions",)
_ORDER = "country, newest desc, indicator, year"


def write(target: Path, values: int = 0, figures: int = 0) -> None:
    """Write a store with the evidence and about so many further index values and figures.

    What is joined is joined by the statements of :func:`trends.evidence.build.relate`. Rows are made in the database
    itself and keep the rules, which are not asked for; those of indices are joined for a part of them at a time, since
    no index tells of another.

    Args:
        target: the store, which must not exist; its folder holds what is spilled meanwhile.
        values: how many index values are generated.
        figures: how many figures are generated.
    """
    schema = read_schema(RULES)
    questions = -(-figures // FIGURES_EACH)
    asked_for = {
        "further": -(-values // VALUES_EACH), "questions": questions, "surveys": -(-questions // QUESTIONS_EACH)
    }  # fmt: skip
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": MEMORY,
        "temp_directory": str(target.parent / "spilled"),
    }
    with duckdb.connect(config=settings) as con:
        con.execute("set disabled_compression_methods = 'fsst'")
        with ThreadPoolExecutor(1) as reader:
            load_tables(con, schema, read_ahead(data_folder(), reader))
        for name, number in asked_for.items():
            con.execute(f"set variable {name} = {number}")
        con.execute("create table values_of_evidence as from indicator_values")
        con.execute(_RULES.read_text(encoding="utf-8"))
        con.execute("insert into findings by name from generated_findings")
        building.attach_store(con, target)
        con.execute("use store")
        for name in schema.tables:
            con.execute(f"create table {name} as from memory.{name} order by rowid")
        con.execute("use memory")
        if values:
            _join_values(con, schema, target.with_name("parts.duckdb"))
        con.execute("use store")
        building.relate(con, schema, [_BY_INDEX, _BY_COUNTRY] if values else [])
        con.execute("use memory")
        con.execute("detach store")


def _join_values(con: duckdb.DuckDBPyConnection, schema: Schema, aside: Path) -> None:
    """Put all index values into the store, with the relations that have a row for each of them.

    Args:
        con: where the store is attached and the tables of the evidence are in memory, in use.
        schema: what the store has.
        aside: a file for what is not in order yet, which is removed.
    """
    con.execute(f"attach {building.quoted(aside)} as parts")
    joins = {found[2]: text[found.end() :] for text in schema.statements if (found := CREATES.match(text))}
    parts = [[], *_parts(con, "select indicator from further_indicators order by indicator", INDICATORS_AT_ONCE)]
    for at, part in enumerate(parts):
        con.execute("set variable part = $1", [part])
        made = "generated_values" if part else "values_of_evidence"
        con.execute(f"create or replace table indicator_values as from {made}")
        if part:
            con.execute("insert into store.indicator_values from indicator_values")
        for relation in _JOINED_WITH:
            con.execute(f"create or replace table {relation}{joins[relation]}")
        for relation, place in ((_BY_INDEX, "store"), (_BY_COUNTRY, "parts")):
            begins = f"create table {place}.{relation} as" if at == 0 else f"insert into {place}.{relation}"
            con.execute(f"{begins} from ({joins[relation].removeprefix(' as')})")
    con.execute(f"create table store.{_BY_COUNTRY} as from parts.{_BY_COUNTRY} limit 0")
    for placed in _parts(con, f"select distinct country from parts.{_BY_COUNTRY} order by country", COUNTRIES_AT_ONCE):
        con.execute(
            f"insert into store.{_BY_COUNTRY} from parts.{_BY_COUNTRY}"
            f" where country between $1 and $2 order by {_ORDER}",
            [placed[0], placed[-1]],
        )
    con.execute("detach parts")
    aside.unlink()


def _parts(con: duckdb.DuckDBPyConnection, question: str, size: int) -> list[list[str]]:
    names = [name for (name,) in con.execute(question).fetchall()]
    return [names[at : at + size] for at in range(0, len(names), size)]
