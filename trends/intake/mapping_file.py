"""Reads a mapping file; each fault says the file, the key, why, and how to mend it."""

import difflib
import tomllib
from collections.abc import Mapping as Named
from pathlib import Path
from typing import Any

from trends.intake.mapping import (
    ANSWERS,
    DIMENSIONS,
    SHAPES,
    Condition,
    Dimension,
    Duplicates,
    Mapping,
    Published,
    Question,
)
from trends.intake.problems import IntakeError, Problem, Severity, listed, missing, refusal
from trends.intake.table import FileOptions

KINDS = ("adoption", "attitude", "concern", "maturity", "opportunity", "priority")
_SECTIONS = ("survey", "file", "respondents", "weight", "columns", "dimensions", "question", "published")
_SHAPES_OF = {
    "rank": ("item_columns", "position_columns", "ordered"),
    "multi": ("one_hot", "joined"),
    "likert": ("column",),
    "single": ("column",),
    "number": ("column",),
    "text": ("column",),
}


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        IntakeError: it is no TOML, or keys are missing, unknown or of another kind; lists all of them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise missing(path, "mapping", "give the path of a mapping, a TOML file.", (".toml",)) from error
    except UnicodeDecodeError as error:
        raise refusal(path, f"The mapping is no TOML: {error}.", "give the path of a mapping, a TOML file.") from error
    return mapping_in(text, path)


def mapping_in(text: str, path: Path) -> Mapping:
    """Return the mapping that a text says.

    Args:
        text: in TOML.
        path: what messages call it, and where files that it names lie.

    Raises:
        IntakeError: as :func:`read_mapping`.
    """
    try:
        given = tomllib.loads(text)
    except RecursionError as error:
        raise refusal(
            path, "The mapping is nested too deeply.", "write tables in one another a few times only."
        ) from error
    except tomllib.TOMLDecodeError as error:
        mend = "mend the line it names." if path.suffix in {"", ".toml"} else "give the path of a mapping, a TOML file."
        raise refusal(path, f"The mapping is no TOML: {error}.", mend) from error
    return mapping_of(given, path)


def mapping_of(given: Named[str, Any], path: Path) -> Mapping:
    """Return the mapping that a read TOML document says.

    Raises:
        IntakeError: lists every fault.
    """
    root = _Section(path.name, "", given, [])
    survey = root.section("survey")
    told = {key: survey.take(key, (str, int, bool), "") for key in tuple(survey.given)}
    respondents, columns = root.section("respondents"), root.section("columns")
    file, choices, language = _file(root.section("file"))
    made = Mapping(
        path,
        told,
        file,
        path.parent / choices if choices else None,
        respondents.text("id"),
        tuple(_condition(each) for each in respondents.sections("keep")),
        tuple(_condition(each) for each in respondents.sections("drop")),
        _duplicates(respondents.section("duplicates")) if "duplicates" in respondents.given else None,
        root.section("weight").text("column"),
        columns.texts("personal"),
        columns.texts("free_text"),
        columns.texts("ignore") + columns.texts("technical"),
        _dimensions(root.section("dimensions")),
        tuple(_question(each) for each in root.sections("question")),
        _published(root.section("published")) if "published" in root.given else None,
        language,
    )
    root.close(_SECTIONS)
    respondents.close(("id", "keep", "drop", "duplicates"))
    columns.close(("personal", "free_text", "ignore", "technical"))
    names = [question.id for question in made.questions]
    for name in {name for name in names if names.count(name) > 1}:
        root.fault("question.id", f"{names.count(name)} questions have the id '{name}'.", "give each its own.")
    if not made.questions and not made.has_questionnaire:
        root.fault("question", "The mapping names no question.", "add a [[question]] for each.")
    if root.faults:
        raise IntakeError(root.faults)
    return made


def _file(section: "_Section") -> tuple[FileOptions, str, str]:
    """Return how the export is read, the file of choices and the language of its labels."""
    names = section.take("names_row", (int, list), [])
    delimiter = section.text("delimiter")
    if len(delimiter) > 1:
        section.fault("delimiter", f"A delimiter is one character, not {delimiter!r}.", 'write it as in ";" or "\\t".')
    rows = section.take("header_rows", (int,), None)
    options = FileOptions(
        section.text("encoding") or None,
        delimiter or None,
        rows,
        (names,) if isinstance(names, int) else tuple(names),
        section.take("text_row", (int,), None),
        section.text("sheet") or None,
    )
    named = (*options.names_rows, *((options.text_row,) if options.text_row else ()))
    if rows is not None and any(not isinstance(at, int) or not 1 <= at <= rows for at in named):
        section.fault("names_row", f"A row named for headings is not one of the {rows} heading rows.", "count from 1.")
    choices, language = section.text("choices"), section.text("language")
    section.close(("encoding", "delimiter", "header_rows", "names_row", "text_row", "sheet", "choices", "language"))
    return options, choices, language


def _condition(section: "_Section") -> Condition:
    column = section.text("column", needed=True)
    values = section.texts("values") if "values" in section.given else None
    filled = section.take("filled", (bool,), True)
    if values is None and "filled" not in section.given:
        section.fault("values", "A condition says values or filled.", "add values = [...] or filled = true.")
    made = Condition(column, values, bool(filled), section.text("reason"))
    section.close(("column", "values", "filled", "reason"))
    return made


def _duplicates(section: "_Section") -> Duplicates:
    made = Duplicates(
        section.text("by", needed=True), section.one_of("keep", ("first", "last"), "last"), section.text("order")
    )
    section.close(("by", "keep", "order"))
    return made


def _dimensions(section: "_Section") -> tuple[Dimension, ...]:
    made = []
    for name in section.given:
        if name not in DIMENSIONS:
            continue
        each = section.section(name)
        values = {str(key): str(value) for key, value in (each.take("values", (dict,), {})).items()}
        order = each.texts("order")
        made.append(
            Dimension(
                name,
                each.text("column", needed=True),
                values,
                each.texts("unknown"),
                order,
                each.text("list"),
                {str(key): str(value) for key, value in each.take("labels", (dict,), {}).items()},
                each.texts("decide"),
            )
        )
        each.close(("column", "values", "unknown", "order", "list", "labels", "decide"))
    section.close(DIMENSIONS)
    return tuple(made)


def _published(section: "_Section") -> Published:
    needed = ("publisher", "respondents", "respondent_group", "coverage", "method", "url", "reuse")
    more = ("licence", "country", "sector", "fieldwork", "frequency", "note")
    told = {key: section.text(key, needed=key in needed) for key in (*needed, *more)}
    made = Published(**told, threshold=section.take("threshold", (int,), 0))
    section.close((*needed, *more, "threshold"))
    return made


def _question(section: "_Section") -> Question:
    answer = section.one_of("answer", ANSWERS, "")
    allowed = _SHAPES_OF.get(answer, SHAPES)
    known = SHAPES if section.given.get("shape") else allowed
    shape = section.one_of("shape", known, allowed[0] if len(allowed) == 1 else "")
    if answer and shape and shape not in allowed:
        section.fault("shape", f"Answers of kind {answer} do not come as {shape}.", f"use one of {', '.join(allowed)}.")
    ticked = section.take("ticked", (str, list), "filled")
    labels = section.take("labels", (dict,), {})
    themes = section.take("themes", (dict,), {})
    made = Question(
        section.text("id", needed=True),
        answer,
        _columns(section),
        shape,
        section.one_of("kind", KINDS, "", needed=answer != "text"),
        section.text("text"),
        section.take("top", (int,), 0),
        section.texts("scale"),
        section.texts("off_scale"),
        section.one_of("direction", ("up", "down"), "", needed=False),
        section.texts("options"),
        section.texts("exclusive"),
        None if ticked == "filled" else tuple(str(each) for each in ([ticked] if isinstance(ticked, str) else ticked)),
        section.text("other") or section.text("other_text"),
        section.text("other_label") or Question.other_label,
        section.text("separator"),
        section.texts("decide"),
        section.texts("missing"),
        section.texts("valid"),
        {str(key): str(value) for key, value in labels.items()},
        section.text("list"),
        section.text("same_as"),
        section.text("break"),
        section.text("theme"),
        {str(key): str(value) for key, value in themes.items()},
        section.text("battery"),
    )
    _check(section, made)
    section.close((
        "id", "kind", "text", "answer", "decide", "shape", "top", "column", "columns", "scale", "off_scale",
        "direction",
        "options", "exclusive", "ticked", "other", "other_text", "other_label", "separator", "missing", "valid",
        "labels", "list", "same_as", "break", "theme", "themes", "battery",
    ))  # fmt: skip
    return made


def _columns(section: "_Section") -> tuple[tuple[str, str], ...]:
    if "column" in section.given:
        return ((section.text("column"), ""),)
    columns = section.take("columns", (dict, list), [])
    if not columns:
        section.fault("columns", "The question names no column.", 'add column = "…", or columns = ["…", "…"].')
    if isinstance(columns, dict):
        return tuple((str(name), str(label)) for name, label in columns.items())
    return tuple((str(name), "") for name in columns)


def _check(section: "_Section", question: Question) -> None:
    if question.answer == "likert" and len(question.scale) < 2:  # noqa: PLR2004
        section.fault("scale", "An attitude needs its scale.", "list its points from least to most agreement.")
    if question.answer == "rank" and question.top < 1:
        section.fault(
            "top", "A ranking needs the number of places that count.", "add top = 3, or as many as were asked for."
        )
    if question.shape in {"one_hot", "item_columns"} and not all(label for _, label in question.columns):
        section.fault(
            "columns", f"Each column of {question.shape} stands for an option.", 'write "heading" = "option".'
        )
    if question.shape == "joined" and not question.options and not question.choices:
        section.fault("options", "Options joined in one cell have to be named, those nobody chose too.", "list them.")


class _Section:
    """A table of the mapping: takes keys of it and collects what is wrong."""

    def __init__(self, file: str, key: str, given: Any, faults: list[Problem]) -> None:
        self.file, self.key, self.faults = file, key, faults
        self.given: Named[str, Any] = given if isinstance(given, dict) else {}
        if not isinstance(given, dict):
            self.fault("", "A table is expected here.", "write it as a table, with keys and values.")

    def fault(self, key: str, reason: str, mend: str) -> None:
        place = ".".join(part for part in (self.key, key) if part)
        self.faults.append(Problem(Severity.ERROR, self.file, reason, mend, key=place))

    def take(self, key: str, kinds: tuple[type, ...], default: Any) -> Any:
        value = self.given.get(key, default)
        if value is default or (isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds)):
            return value
        words = " or ".join(
            {str: "text", int: "a number", bool: "true or false", list: "a list", dict: "a table"}[k] for k in kinds
        )
        self.fault(key, f"{words.capitalize()} is expected, not {type(value).__name__}.", f"write {key} as {words}.")
        return default

    def text(self, key: str, *, needed: bool = False) -> str:
        value = str(self.take(key, (str,), ""))
        if needed and not value:
            self.fault(key, "This has to be said.", f'add {key} = "…".')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(str(each) for each in self.take(key, (list,), []))

    def one_of(self, key: str, allowed: tuple[str, ...], default: str, *, needed: bool = True) -> str:
        value = self.text(key) or default
        if value not in allowed and (needed or value):
            near = difflib.get_close_matches(value, allowed, 1)
            mend = f"did you mean {near[0]}?" if near else f'write one of them, as in {key} = "{allowed[0]}".'
            said = f"'{value}' is none of" if value else "This has to be said, as one of"
            self.fault(key, f"{said} {', '.join(allowed)}.", mend)
            return default
        return value

    def section(self, key: str) -> "_Section":
        return _Section(self.file, ".".join(filter(None, (self.key, key))), self.given.get(key, {}), self.faults)

    def sections(self, key: str) -> list["_Section"]:
        given = self.take(key, (list,), [])
        return [
            _Section(self.file, f"{self.key}.{key}[{at}]".strip("."), each, self.faults)
            for at, each in enumerate(given, 1)
        ]

    def close(self, known: tuple[str, ...]) -> None:
        for key in self.given:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                mend = f"did you mean {near[0]}?" if near else f"use one of {listed(known)}."
                self.fault(key, "This key means nothing here.", mend)
