"""What the SQL of the product says of the evidence: its tables, the rules for their rows, and what joins them.

The rules stand once, in ``schema.sql``; it is run in a database, whose catalogue is then read. Rules are files of the
product (``trends.paths.RULES``), never of a folder of tables: a foreign ``schema.sql`` that was run could write files.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

# The methods come first, since what joins the tables uses them.
SCHEMA_FILES = tuple(
    f"{name}.sql"
    for name in ("statistics", "schema", "macros", "figures", "surveys", "indices", "bodies", "relations", "search")
)

# A connection that reads rules or tables has no access to files or the network, and its settings are locked.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "enable_external_access": False,
    "lock_configuration": True,
}

_LEADING_COMMENTS = re.compile(r"(?:\s+|--[^\n]*\n)*")
# What a statement makes, and what a comment is on.
CREATES = re.compile(r"create\s+(?:or\s+replace\s+)?(table|view|macro)\s+(\w+)", re.IGNORECASE)
COMMENTS_ON = re.compile(r"comment\s+on\s+(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table of the schema: its name, what one row is, and its columns in order."""

    name: str
    comment: str
    columns: tuple["Column", ...]

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, as a file's header gives them."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Column:
    """A column: name, DuckDB type, unit and meaning, and whether it may be empty."""

    name: str
    kind: str
    comment: str
    required: bool


@dataclass(frozen=True)
class Constraint:
    """A rule for one table, as DuckDB reports it after reading ``schema.sql``."""

    table: str
    kind: str
    columns: tuple[str, ...]
    expression: str | None
    referenced_table: str | None
    referenced_columns: tuple[str, ...]


class Schema:
    """What the files of ``folder`` say: tables in order of their references, constraints, rule views, joined views."""

    def __init__(self, folder: Path) -> None:
        self.text = _text_of(folder)
        self.statements = [
            _LEADING_COMMENTS.sub("", statement.query, count=1) for statement in duckdb.extract_statements(self.text)
        ]
        self.views = [
            found[2]
            for found in map(CREATES.match, self.statements)
            if found and found[1].lower() == "view" and not found[2].startswith("rule_")
        ]
        with duckdb.connect(config=CLOSED) as con:
            for statement in self.statements:
                made = CREATES.match(statement)
                # Views that join are not created here, only when a store is written: their columns are not needed.
                if made is None or made[2] not in self.views:
                    con.execute(statement)
            self.tables = self._read_tables(con)
            self.constraints = self._read_constraints(con)
            self.rules: dict[str, tuple[str, str]] = {}
            self.rule_tables: dict[str, set[str]] = {}
            for name, comment, text in con.execute(
                "select view_name, comment, sql from duckdb_views()"
                " where not internal and starts_with(view_name, 'rule_') order by view_oid"
            ).fetchall():
                rule, _, mend = (comment or name).partition(" | ")
                self.rules[name] = (rule, mend)
                self.rule_tables[name] = set(re.findall(r"\w+", text)) & set(self.tables)

    @staticmethod
    def _read_tables(con: duckdb.DuckDBPyConnection) -> dict[str, Table]:
        columns: dict[str, list[Column]] = {}
        for table, name, kind, comment, nullable in con.execute(
            "select table_name, column_name, data_type, comment, is_nullable from duckdb_columns()"
            " where not internal and table_name in (select table_name from duckdb_tables())"
            " order by table_oid, column_index"
        ).fetchall():
            columns.setdefault(table, []).append(Column(name, kind, comment or "", not nullable))
        comments = dict(con.execute("select table_name, comment from duckdb_tables()").fetchall())
        return {name: Table(name, comments[name] or "", tuple(listed)) for name, listed in columns.items()}

    @staticmethod
    def _read_constraints(con: duckdb.DuckDBPyConnection) -> list[Constraint]:
        return [
            Constraint(table, kind, tuple(columns), expression, other, tuple(other_columns or ()))
            for table, kind, columns, expression, other, other_columns in con.execute(
                "select table_name, constraint_type, constraint_column_names, expression, referenced_table,"
                " referenced_column_names from duckdb_constraints() order by table_oid, constraint_index"
            ).fetchall()
        ]

    def comment(self, table: str, column: str) -> str:
        """Return unit and meaning of a column."""
        return next((found.comment for found in self.tables[table].columns if found.name == column), "")


def read_schema(folder: Path) -> Schema:
    """Return what the files of ``folder`` say; what was read last is not read again while they stay the same."""
    return _schema(folder, _text_of(folder))


@functools.lru_cache(maxsize=1)
def _schema(folder: Path, _text: str) -> Schema:
    return Schema(folder)


def _text_of(folder: Path) -> str:
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in SCHEMA_FILES if (folder / name).exists())
