"""Proposes a mapping for an export: what headings and cells show is filled in, every guess is marked."""

import json
import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from trends.intake import proposed_publishing, questionnaire
from trends.intake.coded_questions import coded_question
from trends.intake.form_columns import Coded, coded, words
from trends.intake.forms import Form
from trends.intake.joined import is_plain, ticks
from trends.intake.personal import is_mail, is_personal, is_weight
from trends.intake.problems import listed, shortened
from trends.intake.proposed_questions import questions
from trends.intake.question_words import as_code, is_code
from trends.intake.table import Column, Table, as_number, one_line
from trends.intake.vocabulary import Vocabulary

GUESS, DECIDE = "GUESS", "DECIDE"
_TECHNICAL = re.compile(
    r"^(?:(?:response|respondent|collector) ?id|id|_id|_uuid|_index|start|end|started|submitted|timestamp"
    r"|status|finished|progress|seed|last ?page|start ?language"
    r"|user ?language|distribution ?channel|recorded ?date|start ?date"
    r"|end ?date"
    r"|_?submission_time|_?validation_status|_notes|_status|__version__|_tags)\b|duration|interviewtime|grouptime|refurl"
    r"|date (?:submitted|started|last action)|_do_\d+|_gps_|display order"
    r"|^(?:zeitstempel|horodateur|marca temporal|tid(?:s|)st(?:empel|ämpel)|tijdstempel)\b",
    re.IGNORECASE,
)
_ID = re.compile(r"^(?:id|response ?id|respondent ?id|_id|respondent|resp_id|responseid)\b", re.IGNORECASE)
_FREE = re.compile(
    r"anything else|comment|remark|tell us|_text$|other_text|please specify|\[other\]|_other$|_oth$", re.IGNORECASE
)
_FREE_TEXT = re.compile(r"anything else|tell us|comment|remark", re.IGNORECASE)
_GROUPS = {
    "country": re.compile(r"\bcountry\b|\bland\b|\bpays\b|\bpaís\b", re.IGNORECASE),
    "sector": re.compile(r"\bsector\b|kind of body|type of (?:body|organisation)", re.IGNORECASE),
    "size": re.compile(r"\bsize\b|how many (?:people|staff|employees)", re.IGNORECASE),
    "region": re.compile(r"\bregion\b", re.IGNORECASE),
}
_PRE_FINISHED = {
    "finished": ("keep", ("True", "1", "TRUE", "true")),
    "status": ("drop", ("Survey Preview", "Survey Test", "Spam")),
    "_validation_status": ("drop", ("Not Approved",)),
}
_LONG_TEXT, _FEW_TEXTS = 80, 5


@dataclass
class Proposal:
    """A proposed mapping: the document, and a remark for a key where something was guessed or is to be decided."""

    table: Table
    document: dict[str, Any]
    remarks: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def toml(self, *, for_dashboard: bool = False) -> str:
        """Return the mapping as TOML, a remark above each line that is a guess.

        Args:
            for_dashboard: what a dashboard has to be told is to be filled in; else it stands there as a comment.
        """
        lines = [
            f"# Proposed for {self.table.file}. Lines below GUESS were guessed: read them. DECIDE asks for a choice.",
            "# Options nobody chose do not stand in an export: add them to options.",
            *(f"# {note}" for note in self.notes),
        ]
        for section in ("survey", "file", "respondents", "weight", "columns"):
            if section in self.document:
                lines += ["", f"[{section}]", *self._lines(section, self.document[section])]
        for name, dimension in self.document["dimensions"].items():
            lines += ["", f"[dimensions.{name}]", *self._lines(f"dimensions.{name}", dimension)]
        for question in self.document["question"]:
            lines += ["", "[[question]]", *self._lines(f"question.{question['id']}", question)]
        published = proposed_publishing.PUBLISHED if for_dashboard else proposed_publishing.commented()
        return "\n".join(lines) + "\n" + published

    def _lines(self, key: str, values: Named[str, Any]) -> list[str]:
        lines = [f"# {self.remarks[key]}"] if key in self.remarks else []
        for name, value in values.items():
            if remark := self.remarks.get(f"{key}.{name}"):
                lines.append(f"# {remark}")
            lines.append(f"{name} = {written(value)}")
        return lines


def written(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {written(each)}" for name, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(written(each) for each in value) + "]"
    # A basic string of TOML has the escapes of JSON, but for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else written(name)


def propose(table: Table, tool: str = "", form: Form | None = None) -> Proposal:
    """Return a mapping of what an export shows of itself.

    Args:
        table: the export.
        tool: the tool it was exported from, where known.
        form: the form's own list of codes and labels, where the export has codes.
    """
    made, vocabulary = Proposal(table, {}), Vocabulary()
    name = as_code(table.file.rsplit(".", 1)[0]) or "survey"
    made.document["survey"] = {"id": name, "name": "", "year": 0, "evidence": "", "confidential": True}
    made.remarks["survey.name"] = f"{DECIDE}: the name readers see."
    made.remarks["survey.year"] = f"{DECIDE}: the year of the answers."
    made.remarks["survey.evidence"] = f"{DECIDE}: how people came to answer: {', '.join(vocabulary.evidence_codes)}."
    if tool:
        made.notes.append(f"Exported from {one_line(tool)}.")
    made.document["file"] = _file(table)
    told = words(table.columns, form) if form else []
    for column, text in told:
        column.text = text
    left = _columns(made, table)
    left = _without_questionnaire(made, left)
    found = coded(left, form) if form else []
    made.document["dimensions"] = _dimensions(made, left, found)
    taken = {id(column) for each in found for column in (*each.columns, each.twin)}
    known = [coded_question(table, each) for each in found if all(column in left for column in each.columns)]
    rest = [column for column in left if id(column) not in taken]
    asked = questions(table, rest, made.remarks, [each for each in known if each])
    texts = {table.address(column): text for column, text in told}
    made.document["question"] = [_with_words(made, question, texts, vocabulary) for question in asked]
    _told_of_columns(made, left)
    return made


def _without_questionnaire(made: Proposal, left: list[Column]) -> list[Column]:
    """Return the columns that are not of the questionnaire that needs no mapping; say so where some are."""
    of_it = {id(column) for column in questionnaire.columns_in(made.table)}
    if not of_it:
        return left
    made.document["survey"]["questionnaire"] = True
    made.remarks["survey.questionnaire"] = f"{GUESS}: by its headings; its questions and sizes need no mapping."
    # What else the columns were taken for is known better.
    for names in made.document["columns"].values():
        names[:] = [name for name in names if not of_it & {id(each) for each in made.table.named(name)}]
    return [column for column in left if id(column) not in of_it]


def _file(table: Table) -> dict[str, Any]:
    """Return what a mapping says of the file."""
    if table.container in {"sav", "dta", "parquet"}:
        return {}
    file: dict[str, Any] = {
        key: getattr(table, key) for key in ("encoding", "delimiter", "sheet") if getattr(table, key)
    }
    if table.header_rows:
        file["header_rows"] = table.header_rows
        if table.header_rows == 3:  # noqa: PLR2004
            file |= {"names_row": 1, "text_row": 2}
        elif table.header_rows == 2:  # noqa: PLR2004
            file["names_row"] = [1, 2]
    return file


def _with_words(
    made: Proposal, question: dict[str, Any], texts: Named[str, str], vocabulary: Vocabulary
) -> dict[str, Any]:
    """Return a question with likely themes and its words, to be written where the export has a code alone.

    Args:
        made: the proposal, whose remarks are added to.
        question: the question.
        texts: what the form asks, by column.
        vocabulary: what the product's tables know of themes.
    """
    key, first = f"question.{question['id']}", _columns_of(question)[0]
    text = question.get("text") or texts.get(first, "")
    # The export may say it beside the heading, in a row or label of its own.
    are_codes = is_code(text or made.table.named(first)[0].text)
    if text or are_codes:
        text = "" if are_codes else text
        question = {"id": question["id"], "kind": question["kind"], "text": text, **question} | {"text": text}
    if are_codes:
        made.remarks[f"{key}.text"] = f"{DECIDE}: what was asked, in words: readers see it."
        if question["answer"] in {"likert", "single"}:
            return question
    for name, told in proposed_publishing.themes(question, vocabulary).items():
        question[name] = told
        made.remarks[f"{key}.{name}"] = f"{GUESS}: by words; readers find items by their theme."
    return question


def _told_of_columns(made: Proposal, left: list[Column]) -> None:
    """Note columns of the same heading, and those nothing is proposed for; the first have to be named all the same."""
    table, document = made.table, made.document
    for name in dict.fromkeys(column.name for column in table.columns if column.name):
        if len(same := table.named(name)) > 1:
            numbers = listed(f"#{column.position}" for column in same)
            made.notes.append(f"{len(same)} columns are called “{shortened(name)}”: here they are {numbers}.")
    if blank := [column for column in table.columns if not column.name and column.cells.is_filled()]:
        made.notes.append(f"Columns without a heading: here they are {listed(f'#{c.position}' for c in blank)}.")
    asked = {each for question in document["question"] for each in _columns_of(question)}
    unused = [column for column in left if table.address(column) not in asked]
    # Ticks that have a column each as well would be counted twice.
    twins = [c for c in unused if c.name and any(each.startswith(f"{c.name}/") for each in asked)]
    unused = [column for column in unused if column not in twins]
    document["columns"]["ignore"] += [table.address(column).replace("[", "[[]") for column in twins]
    if unused:
        names = listed(f"“{shortened(c.name)}”" if c.name else f"#{c.position}" for c in unused)
        made.notes.append(f"No question is proposed for {names}: add it where there is one.")
    # A column that shares its heading, or has none, is an error until the mapping says what it is.
    document["columns"]["ignore"] += [each for c in unused if (each := table.address(c)) == f"#{c.position}"]


def _columns_of(question: Named[str, Any]) -> list[str]:
    return [question["column"]] if "column" in question else list(question["columns"])


def _columns(made: Proposal, table: Table) -> list[Column]:
    """Fill in who counts, the weight and the columns that are no questions; return the others."""
    respondents: dict[str, Any] = {}
    columns: dict[str, list[str]] = {"personal": [], "free_text": [], "ignore": []}
    left = []
    for column in table.columns:
        where = table.address(column)
        if not column.name and not column.cells.is_filled():
            continue
        if (table.weight and table.weight == column.name) or is_weight(column):
            if not _is_the_weight(made, column, where):
                columns["ignore"].append(where.replace("[", "[[]"))
            continue
        _who_counts(made, column, where, respondents)
        if is_personal(column):
            columns["personal"].append(where)
        elif _TECHNICAL.search(column.name):
            columns["ignore"].append(where.replace("[", "[[]"))
        elif _is_free(column):
            columns["free_text"].append(where)
        else:
            left.append(column)
    made.document |= {"respondents": respondents, "columns": columns}
    made.remarks["columns"] = f"{GUESS}: personal columns are never kept, free texts never published; is one missing?"
    return left


def _is_the_weight(made: Proposal, column: Column, where: str) -> bool:
    """Take a column as the weight, unless the file names another one or one was found before; note one not taken."""
    table = made.table
    if table.weight == column.name if table.weight else "weight" not in made.document:
        made.document["weight"] = {"column": where}
        if not table.weight:
            made.remarks["weight"] = f"{GUESS}: by its name."
        return True
    made.notes.append(f"“{shortened(column.name)}” is called a weight too, and is not used: one column is the weight.")
    return False


def _who_counts(made: Proposal, column: Column, where: str, respondents: dict[str, Any]) -> None:
    name = one_line(column.name).casefold()
    if column.cells.is_filled() and is_mail(column):
        respondents["duplicates"] = {"by": where, "keep": "last"}
        made.remarks["respondents.duplicates"] = f"{GUESS}: of the same address the later answer counts."
    if _ID.search(column.name):
        respondents.setdefault("id", where)
    if name.startswith("submitdate"):
        respondents.setdefault("keep", []).append({"column": where, "filled": True})
        made.remarks["respondents.keep"] = f"{GUESS}: only finished answers count."
    kind, values = _PRE_FINISHED.get(name, ("", ()))
    known = {*column.cells.values, *column.labels.values()}
    if kind and (held := [value for value in values if value in known]):
        respondents.setdefault(kind, []).append({"column": where, "values": held})
        made.remarks[f"respondents.{kind}"] = f"{GUESS}: by the name of the column and what stands in it."
    elif name == "status" and (
        done := [v for v in column.labels.values() if v.casefold() in {"complete", "completed"}]
    ):
        respondents.setdefault("keep", []).append({"column": where, "values": done})
        made.remarks["respondents.keep"] = f"{GUESS}: only finished answers count."


def _is_free(column: Column) -> bool:
    if (_FREE.search(column.name) or _FREE_TEXT.search(column.text)) and not column.labels:
        return True
    texts = [value for value in column.cells.different() if as_number(value) is None]
    if column.is_list or len(texts) <= _FEW_TEXTS or sum(map(len, texts)) <= _LONG_TEXT * len(texts):
        return False
    # Ticks joined in one cell are long too.
    given = column.cells.counts()
    return not is_plain(given) and ticks(given) is None


def _dimensions(made: Proposal, left: list[Column], coded_ones: Sequence[Coded]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    labels = {id(each.columns[0]): each for each in coded_ones if len(each.columns) == 1}
    lists = {at: each.choices.replace("_", " ") for at, each in labels.items()}
    for name, pattern in _GROUPS.items():
        column = next((c for c in left if any(map(pattern.search, (c.name, c.text, lists.get(id(c), ""))))), None)
        if column is None:
            continue
        left.remove(column)
        found[name] = {"column": made.table.address(column)}
        if (form := labels.get(id(column))) is not None:
            found[name]["labels"] = column.labels = dict(form.labels)
            if form.decide:
                found[name]["decide"] = form.decide
                made.remarks[f"dimensions.{name}.decide"] = (
                    f"{DECIDE}: write in labels what is meant, then take this out."
                )
        if name == "size":
            shown = [column.labels.get(v, v) for v in column.cells.different() if not column.is_missing(v)]
            found[name]["order"] = sorted(dict.fromkeys(column.labels.values() or shown), key=_first_number)
            made.remarks["dimensions.size.order"] = f"{GUESS}: from small to large."
        else:
            found[name] |= {"values": {}, "unknown": []}
            made.remarks[f"dimensions.{name}"] = (
                f"{GUESS}: by its name; `intake check` says which answers are to be decided."
            )
    return found


def _first_number(text: str) -> tuple[float, str]:
    match = re.search(r"\d[\d., ]*", text)
    return (float(re.sub(r"\D", "", match[0])) if match else 0.0, text)
