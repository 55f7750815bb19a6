"""The description of the data API for programs, OpenAPI 3.1, made from what the API itself reads.

Filters come from ``trends.request.tables``, their values from the evidence, columns from its answers and their meanings
from ``trends.words.columns``, so that nothing is described that is not there.
"""

from collections.abc import Mapping
from typing import Any

from trends.export import csvw, everything, since
from trends.export.described import described
from trends.export.encode import FORMATS
from trends.export.image import PRODUCT
from trends.request.cut import OPTIONS
from trends.request.filters import FIELD_NAMES, SHARED_FIELDS, Vocabulary
from trends.request.request import vocabulary_of
from trends.request.tables import TABLES, DataTable
from trends.serve.problems import MEDIA_TYPE, TITLES
from trends.store.versions import Version
from trends.subjects import registry

# The version of the addresses: they change only with the number in their path.
API_VERSION = "1.0.0"
# A filter with more values than these is described by examples; all are at /api/v1/vocabulary.
LISTED = 30
# A page and a card, as the parts of an address name them.
_PATH_PARTS = {"page": "Name of a page, as /api/v1/pages lists them", "card": "Key of a card of the page"}
Object = dict[str, Any]
_RELEASE: Object = {
    "name": since.PARAMETER,
    "in": "query",
    "description": "Name or fingerprint of an earlier release; the answer says in changed_since what differs now.",
    "schema": {"type": "string"},
}


def document(version: Version, base: str) -> Object:
    """Return the description of the API.

    Args:
        version: the evidence whose values it names.
        base: the path the dashboard is served below.
    """
    known = vocabulary_of(version)
    fields = {field: None for table in TABLES.values() for field in table.parameters} | dict.fromkeys(OPTIONS)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": PRODUCT,
            "version": API_VERSION,
            "description": (
                "Figures, values of indices, cases and answers of public bodies with everything needed to cite them. "
                "No key is needed, and pages of any site may ask. Codes and names both work; several values repeat the "
                "parameter."
            ),
        },
        "servers": [{"url": base or "/"}],
        "paths": {
            **{
                f"/api/v1/{table.name}.{name}": {"get": _table_answer(table, name)}
                for table in TABLES.values()
                for name in FORMATS
            },
            **{f"/api/v1/{table.name}.csv{csvw.ENDING}": {"get": _metadata_answer(table)} for table in TABLES.values()},
            **_other_paths(),
        },
        "components": {
            "parameters": {
                **{field: _parameter(field, known) for field in fields},
                since.PARAMETER: _RELEASE,
                **{part: _path_part(part, meaning) for part, meaning in _PATH_PARTS.items()},
            },
            "schemas": {
                **{table.name: _row(version, table) for table in TABLES.values()},
                "problem": _problem(),
            },
            "responses": {
                "unchanged": {"description": "Nothing has changed since the answer whose ETag or date was sent."},
                "refused": {
                    "description": "What is wrong with the address, what is legal, and what may have been meant.",
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}},
                },
            },
        },
    }


def _table_answer(table: DataTable, format_name: str) -> Object:
    rows: Object = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}}
    schema = {"schema": rows} if format_name == "json" else {}
    told: Object = {
        "description": f"One row is one {table.row}. The header Link leads to the rows after a limit.",
        "content": {FORMATS[format_name].media_type: schema},
    }
    names = [*table.parameters, *OPTIONS]
    answer = _answer(f"{table.title} as {FORMATS[format_name].label}", told, f"{table.name}_{format_name}", names)
    if format_name == "parquet":
        answer["responses"]["206"] = {"description": "The bytes that the header Range asks for."}
    return answer


def _metadata_answer(table: DataTable) -> Object:
    what = f"What the CSV of {table.title.lower()} holds, as CSV on the Web; parameters as of the file"
    told: Object = {"description": what, "content": {csvw.MEDIA_TYPE: {}}}
    return _answer(what, told, f"{table.name}_csv_metadata", [*table.parameters, *OPTIONS])


def _other_paths() -> Object:
    answers = {
        "/api/v1/health": ("Fingerprint of the evidence, and the rows of its main tables", "health", ()),
        "/api/v1/ready": ("Whether readers may be led here", "ready", ()),
        "/api/v1/vocabulary": ("Every value that a filter may hold: name by code, by filter", "vocabulary", ()),
        "/api/v1/pages": ("The pages, each with the parameters that it alone has", "pages", ()),
        "/api/v1/cards/{page}": (
            "A page as data: sentences, typed rows, base, verdicts, receipt",
            "cards",
            ("page", *SHARED_FIELDS, since.PARAMETER),
        ),
        "/api/v1/cards/{page}/{card}": (
            "One card of a page",
            "card",
            ("page", "card", *SHARED_FIELDS, since.PARAMETER),
        ),
        "/api/v1/openapi.json": ("This description", "openapi", ()),
    }
    made = {
        path: {"get": _answer(what, {"description": what, "content": {"application/json": {}}}, name, list(names))}
        for path, (what, name, names) in answers.items()
    }
    what = "All tables in one file, each as CSV and Parquet, with CSV on the Web and a Data Package"
    zipped: Object = {"description": what, "content": {everything.MEDIA_TYPE: {}}}
    made["/api/v1/everything.zip"] = {"get": _answer(what, zipped, "everything", [])}
    made["/api/v1/everything.zip"]["get"]["responses"]["206"] = {"description": "The bytes that Range asks for."}
    search = {"name": "q", "in": "query", "description": "What is looked for", "schema": {"type": "string"}}
    what = "What a text finds, by kind, each with the address of its page"
    made["/api/v1/search"] = {
        "get": _answer(what, {"description": what, "content": {"application/json": {}}}, "search", [])
        | {"parameters": [search]}
    }
    return made


def _answer(summary: str, told: Object, name: str, parameters: list[str]) -> Object:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in parameters],
        "responses": {
            "200": told,
            "304": {"$ref": "#/components/responses/unchanged"},
            "default": {"$ref": "#/components/responses/refused"},
        },
    }


def _parameter(name: str, known: Vocabulary) -> Object:
    if name in OPTIONS:
        number: Object = {"type": "integer", "minimum": 1} if name == "limit" else {"type": "string"}
        switch: Object = {"type": "string", "enum": ["0", "1"]} if name in {"bom", "about"} else number
        return {"name": name, "in": "query", "description": OPTIONS[name], "schema": switch}
    values = known.names.get(name, {})
    return {
        "name": name,
        "in": "query",
        "description": f"{FIELD_NAMES[name]}. {_values_in_words(values)}",
        "style": "form",
        "explode": True,
        "schema": {"type": "array", "items": {"type": "string", **_examples(values)}},
    }


def _values_in_words(values: Mapping[str, str]) -> str:
    if not values:
        return "Words that must all occur."
    if len(values) > LISTED:
        return f"A code or a name; all {len(values)} are at /api/v1/vocabulary."
    listed = ", ".join(code if code == name else f"{code} ({name})" for code, name in values.items())
    return f"A code or a name: {listed}."


def _examples(values: Mapping[str, str]) -> Object:
    return {"examples": list(values)[:3]} if values else {}


def _path_part(name: str, meaning: str) -> Object:
    schema: Object = {"type": "string"}
    if name == "page":
        schema["enum"] = list(registry.PAGES)
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}


def _row(version: Version, table: DataTable) -> Object:
    columns = described(version.store, table)
    return {
        "type": "object",
        "description": f"One {table.row}. Empty means not known, not asked or not published; never zero.",
        "properties": {
            column.name: {
                "type": column.kind if column.name in table.key else [column.kind, "null"],
                "description": column.meaning,
            }
            for column in columns
        },
        # With the parameter columns there are fewer.
        "additionalProperties": False,
    }


def _problem() -> Object:
    texts: Object = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "description": "Problem details, RFC 9457.",
        "required": ["type", "title", "status", "detail", "errors"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string", "enum": list(TITLES.values())},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string", "format": "uri-reference"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["message"],
                    "properties": {
                        "message": {"type": "string"},
                        "parameter": {"type": "string"},
                        "value": {"type": "string"},
                        "legal": texts,
                        "nearest": texts,
                    },
                },
            },
        },
    }
