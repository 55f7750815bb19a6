"""Which relations a question reads, as the database itself understands it.

Words after ``from`` and ``join`` were searched for first: a relation after a comma, in quotation marks or behind a step
of the same name was passed over.
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

# The schema that holds what a store publishes.
OWN_SCHEMA = "main"


class NotReadableError(ValueError):
    """The SQL is something else than questions; the message says what."""


def relations_read(sql: str, cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the relations a question reads, in lower case, without the steps (``with``) that it makes itself.

    A relation of another schema or database has its name in front. Functions that give tables are left out. SQL that is
    no SQL reads nothing; whoever runs it is told what is wrong with it.

    Args:
        sql: the question.
        cursor: of any database; it parses the question without running it.

    Raises:
        NotReadableError: it does not only ask.
    """
    found = cursor.execute("select json_serialize_sql(?)", [sql]).fetchone()
    told = json.loads(found[0]) if found else {}
    if told["error"]:
        if told["error_type"] == "not implemented":
            raise NotReadableError(str(told["error_message"]))
        return frozenset()
    return frozenset(_read(told["statements"], frozenset()))


def _read(node: Any, steps: frozenset[str]) -> Iterator[str]:
    """Yield the relations that a part of a parsed question reads, where ``steps`` have been made around it."""
    if isinstance(node, list):
        for each in node:
            yield from _read(each, steps)
        return
    if not isinstance(node, dict):
        return
    if node.get("type") == "BASE_TABLE":
        named = [str(node[part]).lower() for part in ("catalog_name", "schema_name", "table_name") if node[part]]
        if len(named) == 2 and named[0] == OWN_SCHEMA:  # noqa: PLR2004 - schema and table
            named = named[1:]
            steps = frozenset()
        if len(named) > 1 or named[0] not in steps:
            yield ".".join(named)
    if "cte_map" in node:
        for each in node["cte_map"]["map"]:
            made = str(each["key"]).lower()
            # DuckDB 1 has the query of a step one level deeper than DuckDB 2.
            query = each["value"].get("query_node") or each["value"]["query"]["node"]
            # Only a step that repeats itself may read itself; in any other its name is that of a relation.
            itself = {made} if query["type"] == "RECURSIVE_CTE_NODE" else set()
            yield from _read(query, steps | itself)
            steps |= {made}
    yield from (name for key, part in node.items() if key != "cte_map" for name in _read(part, steps))
