"""What is wrong with the evidence: faults that say where they are and how to mend them, and the search for them.

A database stops at the first row that breaks a constraint; whoever edits a table wants every fault at once. So rows are
loaded without constraints, and every declared constraint and every ``rule_…`` view is queried for the rows that break
it.
"""

from dataclasses import dataclass

import duckdb

from trends.evidence.schema import Constraint, Schema

SHOWN_FAULTS = 200
# Characters of a value in a message; whoever mends it finds the rest where it stands.
SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row (or one file, where ``row`` is 0).

    ``row`` counts the rows of a table as a spreadsheet does: the header is row 1. ``column`` is empty where the whole
    row is at fault and names several columns, separated by commas, where a rule is about them together.
    """

    file: str
    row: int
    column: str
    value: str | None
    rule: str
    mend: str

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.row or ""), self.column) if part)
        value = "" if self.row == 0 else f" is {'empty' if self.value is None else repr(_shortened(self.value))}"
        return f"{place}{value}. {self.rule} To mend: {self.mend}"


def _shortened(value: str) -> str:
    return value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}…"


class EvidenceError(ValueError):
    """The tables break rules; ``faults`` lists every one of them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=by_place)
        shown = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        if len(self.faults) > SHOWN_FAULTS:
            shown.append(f"… and {len(self.faults) - SHOWN_FAULTS} more.")
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(f"{count} in the evidence; nothing was built.\n" + "\n".join(shown))


def by_place(fault: Fault) -> tuple[str, int, str, str, str]:
    """Return what faults are sorted by: file, row and column, then what is wrong."""
    return fault.file, fault.row, fault.column, fault.rule, fault.value or ""


def broken_rules(con: duckdb.DuckDBPyConnection, schema: Schema, known: list[Fault], unread: set[str]) -> list[Fault]:
    """Return the rows of the loaded tables that break a constraint or a rule.

    A fault is reported once, where it is: a file that cannot be read (``unread``) does not make faults of the rows that
    refer to it, and a field that is empty or not of its type (``known``) does not break further rules.
    """
    asked = [each for each in schema.constraints if not {each.table, each.referenced_table} & unread]
    empty = _columns_with_gaps(con, schema)
    faults: list[Fault] = []
    for constraint in asked:
        if constraint.kind == "NOT NULL" and (constraint.table, constraint.columns[0]) in empty:
            faults += _broken(con, schema, constraint)
    useless = {(fault.file, fault.row, fault.column) for fault in (*known, *faults)}

    further: list[Fault] = []
    for constraint in _broken_somewhere(con, asked):
        further += _broken(con, schema, constraint)
    for name, tables in schema.rule_tables.items():
        if not tables & unread:
            further += _found_by_rule(con, schema, name)
    return faults + [
        fault
        for fault in further
        if not any((fault.file, fault.row, column) in useless for column in fault.column.split(","))
    ]


def _columns_with_gaps(con: duckdb.DuckDBPyConnection, schema: Schema) -> set[tuple[str, str]]:
    """Return table and name of the columns that are empty somewhere, found with one statement for each table."""
    gaps: set[tuple[str, str]] = set()
    for table in schema.tables.values():
        filled = ", ".join(f'count("{name}")' for name in table.column_names)
        rows, *counts = con.execute(f'select count(*), {filled} from "raw_{table.name}"').fetchall()[0]
        gaps |= {(table.name, name) for name, count in zip(table.column_names, counts, strict=True) if count < rows}
    return gaps


def _broken_somewhere(con: duckdb.DuckDBPyConnection, asked: list[Constraint]) -> list[Constraint]:
    """Return the constraints of more than one field that some row breaks, found with one statement for each table.

    Faults are rare: to ask each constraint for its rows takes twice as long.
    """
    of_tables: dict[str, list[tuple[Constraint, str]]] = {}
    for constraint in asked:
        if says := _says_broken(constraint):
            of_tables.setdefault(constraint.table, []).append((constraint, says))
    broken: list[Constraint] = []
    for table, listed in of_tables.items():
        said = con.execute(f'select {", ".join(says for _, says in listed)} from "{table}"').fetchall()[0]
        broken += [constraint for (constraint, _), is_broken in zip(listed, said, strict=True) if is_broken]
    return broken


def _says_broken(constraint: Constraint) -> str:
    """Return SQL, over all rows of a table, that says whether one breaks a constraint; empty for those of one field."""
    listed = ", ".join(f'"{column}"' for column in constraint.columns)
    present = _present(constraint)
    match constraint.kind:
        case "CHECK":
            return f"bool_or(not ({constraint.expression}))"
        case "PRIMARY KEY" | "UNIQUE":
            return f"count(*) filter ({present}) > count(distinct row({listed})) filter ({present})"
        case "FOREIGN KEY":
            theirs = ", ".join(f'"{column}"' for column in constraint.referenced_columns)
            filled = " and ".join(f'"{column}" is not null' for column in constraint.referenced_columns)
            known = f'select {theirs} from "{constraint.referenced_table}" where {filled}'
            return f"bool_or({present} and ({listed}) not in ({known}))"
        case _:
            return ""


def _present(constraint: Constraint) -> str:
    """Return SQL that says of a row whether it has all columns of a constraint: an empty field equals nothing."""
    return " and ".join(f'"{column}" is not null' for column in constraint.columns)


def _found_by_rule(con: duckdb.DuckDBPyConnection, schema: Schema, name: str) -> list[Fault]:
    rule, mend = schema.rules[name]
    return [
        Fault(f"{table}.csv", row, column, value, rule, mend)
        for table, row, column, value in con.execute(
            f"select table_name, row_number, column_name, value from {name}"
        ).fetchall()
    ]


def _broken(con: duckdb.DuckDBPyConnection, schema: Schema, constraint: Constraint) -> list[Fault]:
    """Return the rows that break a declared constraint."""
    table, columns = constraint.table, constraint.columns
    listed = ", ".join(f'"{column}"' for column in columns)
    shown = (
        f'"{columns[0]}"::varchar'
        if len(columns) == 1
        else " || ', ' || ".join(f"coalesce(\"{column}\"::varchar, 'empty')" for column in columns)
    )
    meaning = " ".join(filter(None, (schema.comment(table, column) for column in columns)))
    present = _present(constraint)
    match constraint.kind:
        case "NOT NULL":
            # A value that is there but of the wrong type was reported as such; this is about empty fields.
            where = f'from "raw_{table}" where "{columns[0]}" is null'
            rule, mend = "The field must not be empty.", f"fill it in. {meaning}"
        case "CHECK":
            where = f'from "{table}" where not ({constraint.expression})'
            rule, mend = (
                f"It breaks the rule {constraint.expression}.",
                f"change it so that the rule holds. {meaning}",
            )
        case "PRIMARY KEY" | "UNIQUE":
            where = (
                f'from "{table}" where {present} qualify row_number() over (partition by {listed} order by rowid) > 1'
            )
            rule = f"Another row above has the same {', '.join(columns)}."
            mend = "remove the repetition or give the row its own."
        case "FOREIGN KEY":
            other = constraint.referenced_table
            joined = " and ".join(
                f'other."{theirs}" = "{table}"."{ours}"'
                for ours, theirs in zip(columns, constraint.referenced_columns, strict=True)
            )
            where = f'from "{table}" where {present} and not exists (select 1 from "{other}" as other where {joined})'
            rule = f"There is no such {', '.join(constraint.referenced_columns)} in {other}.csv."
            mend = f"use one that is there, or add it to {other}.csv."
        case _:
            return []
    rows = con.execute(f"select rowid + 2, {shown} {where}").fetchall()
    return [Fault(f"{table}.csv", row, ",".join(columns), value, rule, mend) for row, value in rows]
