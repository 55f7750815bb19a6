"""The questions of ``queries/intake``, which are asked of answers in memory and are in no store."""

import functools
from typing import Any

import duckdb

from trends.paths import INTAKE_QUERIES
from trends.store.queries import read_query

Row = dict[str, Any]


@functools.cache
def sql(name: str) -> str:
    """Return the SQL of a question by the name of its file."""
    return read_query(INTAKE_QUERIES / f"{name}.sql").sql


def ask(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """Return the rows of a question's answer, each by column."""
    answer = connection.execute(sql(name))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
