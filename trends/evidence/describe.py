"""Writes what is generated from the rules of the evidence: the data dictionary and the data package descriptor."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from trends.evidence.schema import Column, Schema, Table, read_schema
from trends.paths import RULES

_FIELD_TYPES = {
    "VARCHAR": "string",
    "VARCHAR[]": "list",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
}

RELEASES = (
    "`releases/<name>.json` tells of a release of the tables: its day, the digits that name tables and rules "
    "(`fingerprint`) and the tables alone (`tables`), what it is compared with (`against`), the rows added, corrected and "
    "removed in each table by its key (`changes`), and the findings that are others than before (`flips`, of `turned`). "
    "`python -m trends release --write` writes it."
)


def write(folder: Path, docs: Path) -> list[Path]:
    """Write ``datapackage.json`` into ``folder`` and ``data-dictionary.md`` into ``docs``; return both paths."""
    schema = read_schema(RULES)
    package, dictionary = folder / "datapackage.json", docs / "data-dictionary.md"
    docs.mkdir(exist_ok=True)
    package.write_text(data_package(schema, folder), encoding="utf-8")
    dictionary.write_text(data_dictionary(schema), encoding="utf-8")
    return [package, dictionary]


def data_dictionary(schema: Schema) -> str:
    """Return the data dictionary as Markdown: a section per table, a line per column."""
    parts = [
        "# Data dictionary",
        "",
        "Made from the comments in `data/schema.sql` by `python -m trends describe`; change it there.",
        "Empty fields mean not known, not asked or not published.",
        "",
        f"Beside the tables: {RELEASES}",
    ]
    for table in schema.tables.values():
        parts += [
            "",
            f"## {table.name}.csv",
            "",
            table.comment,
            "",
            "| Column | Type | May be empty | Meaning |",
        ]
        parts += ["| --- | --- | --- | --- |"]
        parts += [
            f"| `{column.name}` | {_FIELD_TYPES[column.kind]} | {'no' if column.required else 'yes'} | {column.comment} |"
            for column in table.columns
        ]
    parts += ["", "## Rules across tables", ""]
    parts += [f"- {rule}" for rule, _ in schema.rules.values()]
    return "\n".join(parts) + "\n"


def data_package(schema: Schema, folder: Path) -> str:
    """Return the descriptor of the tables as JSON, following Data Package version 2."""
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "digital-trends",
        "title": "Digital Trends: evidence on digital change in public services",
        "description": "Figures of surveys and indices with their sources, answers of public bodies, and case studies.",
        "version": "1.0.0",
        "sources": _sources(folder),
        "releases": {"path": "releases", "mediatype": "application/json", "description": RELEASES},
        "resources": [_resource(schema, table) for table in schema.tables.values()],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _sources(folder: Path) -> list[dict[str, str]]:
    with (folder / "sources.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [
            {"title": f"{row['publisher']}: {row['title']}"}
            | ({"path": row["homepage_url"]} if row["homepage_url"] else {})
            for row in csv.DictReader(lines)
        ]


def _resource(schema: Schema, table: Table) -> dict[str, Any]:
    constraints = [constraint for constraint in schema.constraints if constraint.table == table.name]
    keys = [constraint for constraint in constraints if constraint.kind == "PRIMARY KEY"]
    unique = [list(constraint.columns) for constraint in constraints if constraint.kind == "UNIQUE"]
    references = [
        {
            "fields": list(constraint.columns),
            "reference": {
                "resource": _resource_name(str(constraint.referenced_table)),
                "fields": list(constraint.referenced_columns),
            },
        }
        for constraint in constraints
        if constraint.kind == "FOREIGN KEY"
    ]
    described: dict[str, Any] = {
        "name": _resource_name(table.name),
        "path": f"{table.name}.csv",
        "type": "table",
        "title": table.name,
        "description": table.comment,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True, "lineTerminator": "\n"},
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": list(_fields(table.columns)),
            "missingValues": [""],
        },
    }
    if keys:
        described["schema"]["primaryKey"] = list(keys[0].columns)
    if unique:
        described["schema"]["uniqueKeys"] = unique
    if references:
        described["schema"]["foreignKeys"] = references
    return described


def _resource_name(table: str) -> str:
    return table.replace("_", "-")


def _fields(columns: Iterable[Column]) -> Iterable[dict[str, Any]]:
    for column in columns:
        field: dict[str, Any] = {
            "name": column.name,
            "type": _FIELD_TYPES[column.kind],
            "description": column.comment,
        }
        if column.kind == "VARCHAR[]":
            field |= {"delimiter": ";", "itemType": "string"}
        if column.kind == "BOOLEAN":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        if column.required:
            field["constraints"] = {"required": True}
        yield field
