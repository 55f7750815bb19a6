"""Those who count and what they answered, as tables of a database in memory: the one thing figures are made from."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from trends.intake.answers import Answers
from trends.intake.ticks import as_numbers

KEY_RANGE = 2**31
_OF_RESPONDENTS = """
create table respondents (
    respondent integer primary key,
    record_key integer not null,
    weight double not null,
    country varchar,
    sector varchar,
    size varchar,
    region varchar
);
"""
_OF_ANSWERS = """
create or replace table questions (question question_name);
create or replace table asked (respondent integer not null, question question_name not null);
create or replace table ticked (
    respondent integer not null, question question_name not null, option option_name not null, place usmallint not null
);
create or replace table numbers (respondent integer not null, question question_name not null, number double not null);
create or replace table points (
    question question_name not null, option option_name not null, score integer not null, is_top boolean
);
"""
# Two highest points of a scale are “top-two boxes”; of a scale of three, the highest alone would be one.
TOP_BOXES = 2
# Rows of answers beside each other, some 60 MB of them; more questions at once are hardly counted faster.
MOST_AT_ONCE = 4_000_000


class Names(NamedTuple):
    """What questions and options are called: known before the first answer is put into a table."""

    questions: Collection[str]
    options: Collection[str]


def counted(
    weights: Sequence[float],
    groups: Mapping[str, Sequence[str | None]],
    answers: Iterable[Answers],
    keys: Sequence[int] | None = None,
    names: Names | None = None,
) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database in memory with a row for each respondent, question answered and option chosen.

    Tables: ``respondents`` (respondent from 0, record_key in 0 to 2³¹ - 1, weight, country, sector, size,
    region; missing where not asked or not known), ``asked`` (who is in the base of a question), ``ticked`` (an option
    chosen, with its place where it was ranked, else 0; of a scale the point), ``numbers``, ``points`` of scales,
    ``questions``. Nothing of it is written to disk.

    Args:
        weights: one for each respondent who counts, 1 where there are none.
        groups: by dimension, the code of each respondent.
        answers: of those who count, numbered from 0.
        keys: the record key of each respondent; drawn anew where none are given.
        names: those of questions and options, where answers are made one after the other as they are put in.
    """
    if names is None:
        answers = list(answers)
        names = names_of(answers)
    connection = _with_respondents(weights, groups, names, keys)
    connection.execute(_OF_ANSWERS)
    for each in answers:
        _fill_answers(connection, each)
    return connection


def in_parts(
    weights: Sequence[float], groups: Mapping[str, Sequence[str | None]], answers: Sequence[Answers]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield the database of :func:`counted` with the answers to some questions alone, until all had their turn.

    Of many respondents the answers to all questions take more memory beside the export than that itself does; what is
    asked of each question needs those to one at a time.

    Args:
        weights: as :func:`counted` has them.
        groups: the same.
        answers: to each question, of those who count, numbered from 0.
    """
    connection = _with_respondents(weights, groups, names_of(answers), None)
    try:
        held = 0
        connection.execute(_OF_ANSWERS)
        for each in answers:
            size = len(each.base) + len(each.ticks)
            if held and held + size > MOST_AT_ONCE:
                yield connection
                held = 0
                connection.execute(_OF_ANSWERS)
            _fill_answers(connection, each)
            held += size
        yield connection
    finally:
        connection.close()


def _with_respondents(
    weights: Sequence[float],
    groups: Mapping[str, Sequence[str | None]],
    names: Names,
    keys: Sequence[int] | None,
) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with the respondents and the names that answers to them may have."""
    connection = duckdb.connect(":memory:")
    # A database in memory spills to the working folder when it is full; answers must never reach a disk.
    connection.execute("set temp_directory = ''")
    # As numbers in place of words an answer takes a tenth of the memory. In the order of the words: what is sorted by
    # such a name is sorted by its number.
    for name, held in (("question_name", names.questions), ("option_name", names.options)):
        listed = ", ".join(f"'{_escaped(each)}'" for each in sorted(held) or [""])
        connection.execute(f"create type {name} as enum ({listed})")
    connection.execute(_OF_RESPONDENTS)
    keys = [secrets.randbelow(KEY_RANGE) for _ in weights] if keys is None else keys
    none: list[str | None] = [None] * len(weights)
    _fill(
        connection,
        "respondents",
        pa.table(
            {
                "respondent": pa.array(range(len(weights)), pa.int32()),
                "record_key": pa.array(keys, pa.int32()),
                "weight": pa.array(weights, pa.float64()),
                **{
                    name: pa.array(groups.get(name, none), pa.string())
                    for name in ("country", "sector", "size", "region")
                },
            }
        ),
    )
    return connection


def names_of(answers: Iterable[Answers]) -> Names:
    """Return the names of questions and of their options, the points of scales among them."""
    listed = list(answers)
    return Names(
        {each.question.id for each in listed},
        {option for each in listed for option in (*each.ticks.options, *each.question.points)},
    )


def _fill_answers(connection: duckdb.DuckDBPyConnection, each: Answers) -> None:
    question = each.question
    connection.execute("insert into questions values (?)", [question.id])
    base = pa.array(as_numbers(each.base))
    _fill(connection, "asked", pa.table({"respondent": base, "question": _same(question.id, len(base))}))
    if len(each.ticks):
        ticks = each.ticks
        told = {
            "respondent": pa.array(ticks.who),
            "question": _same(question.id, len(ticks)),
            "option": pa.DictionaryArray.from_arrays(pa.array(ticks.option), pa.array(ticks.options, pa.string())),
            "place": pa.array(ticks.place),
        }
        _fill(connection, "ticked", pa.table(told))
    if each.numbers:
        rows, numbers = zip(*each.numbers, strict=True)
        found = {"respondent": pa.array(rows, pa.int32()), "question": _same(question.id, len(rows))}
        _fill(connection, "numbers", pa.table({**found, "number": pa.array(numbers, pa.float64())}))
    scores = [
        (question.id, point, score, score > len(question.points) - TOP_BOXES)
        for score, point in enumerate(question.points, 1)
    ]
    if scores:
        connection.executemany("insert into points values (?, ?, ?, ?)", scores)


def _escaped(name: str) -> str:
    return name.replace("'", "''")


def _same(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), pa.array([text], pa.string()))


def _fill(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("given_rows", rows)
    connection.execute(f'insert into "{name}" from given_rows')
    connection.unregister("given_rows")
