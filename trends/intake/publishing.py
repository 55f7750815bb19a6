"""Puts the guarded figures of a survey into the tables of a dashboard, and takes them out again.

Nothing else of the answers comes into the tables: shares, bases and effective bases of groups that may be shown, and
what the mapping says of survey and questions.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from trends.intake import table_files
from trends.intake.answers import Answers
from trends.intake.counted import Names, counted, names_of
from trends.intake.disclosure import LEAST_THRESHOLD, Guarded, Loss, Rules, guard
from trends.intake.guarded_ranges import guarded_base
from trends.intake.mapping import UNPUBLISHED, Published
from trends.intake.problems import IntakeError, Problem, Severity, refusal
from trends.intake.published_items import (
    AGREED,
    Known,
    PublishedQuestion,
    agreeing,
    published_questions,
)
from trends.intake.record_keys import record_keys
from trends.intake.slices import Slice, Slices, slices_of
from trends.intake.table_files import TableFile
from trends.intake.taking import Taken
from trends.statistics.methods import WITHHOLD_BASE
from trends.words import protection

COVERAGES = ("counted", "asked_all", "sampled", "judged", "open", "unknown")
CODES = {
    "respondent_group": "respondent_groups",
    "reuse": "reuse_terms",
    "country": "countries",
    "sector": "sectors",
    "evidence": "evidence_kinds",
}
READ = ("themes", "answer_kinds", *CODES.values())
USED_BY = ("cases",)
"""Tables besides that refer to sources and documents."""

_MADE_HERE = "figures made by disclosure control"


@dataclass(frozen=True)
class Prepared:
    """All that the tables get of a survey: what its questions are called, where groups stand, its guarded figures."""

    survey: str
    year: int
    questions: Sequence[PublishedQuestion]
    slices: Slices
    guarded: Guarded


@dataclass(frozen=True)
class Added:
    """What was put into the tables, how many regions had no place, what guarding costs, and the tables changed."""

    figures: int
    questions: int
    groups: int
    without_place: int
    withheld: pd.DataFrame
    loss: Loss
    tables: Sequence[str]


def tables_for(folder: Path) -> dict[str, TableFile]:
    """Return the tables of a folder that adding a survey reads and changes, by name.

    Raises:
        IntakeError: one cannot be read.
    """
    return table_files.read_tables(folder, dict.fromkeys((*table_files.ORDER, *READ)))


def prepare(taken: Taken, secret: bytes, tables: Mapping[str, TableFile], *, let_go: bool = False) -> Prepared:
    """Return what would be published; nothing is written.

    Args:
        taken: the export taken in.
        secret: the owner's, from which record keys are made.
        tables: as :func:`tables_for` gives them.
        let_go: forget the answers on the way; of very many respondents they would not fit beside what is counted.

    Raises:
        IntakeError: something is wrong or has to be decided first; lists all of it.
        DisclosureError: the rules cannot be kept.
    """
    published = taken.mapping.published
    if published is None:
        mend = f"add the table [published] with {', '.join(list(Published.__dataclass_fields__)[:7])}."
        raise refusal(
            taken.mapping.path, "It is not said what a dashboard is to tell of the survey.", mend, key="published"
        )
    survey, year = str(taken.mapping.survey.get("id", "")), taken.mapping.survey.get("year", 0)
    questions, slices, found = _described_by(taken, published, tables)
    problems = [*taken.problems, *found]
    if any(problem.severity is not Severity.WARNING for problem in problems):
        raise IntakeError(problems)
    return Prepared(survey, int(str(year)), questions, slices, guarded_figures(taken, secret, let_go=let_go))


def guarded_figures(taken: Taken, secret: bytes, *, let_go: bool = False) -> Guarded:
    """Return the guarded figures of a survey, whatever a dashboard is told of it.

    Args:
        taken: the export taken in.
        secret: the owner's, from which record keys are made.
        let_go: forget the answers on the way; of very many respondents they would not fit beside what is counted.

    Raises:
        DisclosureError: the rules cannot be kept.
    """
    said = taken.mapping.published
    rules = Rules((said.threshold if said else 0) or WITHHOLD_BASE)
    groups = {each.dimension.name: each.of(taken.rows) for each in taken.placed}
    weights, keys = taken.weights, record_keys(taken, secret)
    answers = taken.let_go() if let_go else list(taken.answers)
    answers = [each for each in answers if each.question.answer not in UNPUBLISHED]
    connection = counted(weights, groups, _for_publishing(answers), keys, _names(answers))
    try:
        return guard(connection, rules)
    finally:
        connection.close()


def problems_of(taken: Taken, tables: Mapping[str, TableFile]) -> list[Problem]:
    """Return what is wrong or to be decided of what a dashboard is told of a survey; nothing where it is told nothing.

    Args:
        taken: the export taken in.
        tables: as :func:`tables_for` gives them.
    """
    published = taken.mapping.published
    return [] if published is None else _described_by(taken, published, tables)[2]


def _described_by(
    taken: Taken, published: Published, tables: Mapping[str, TableFile]
) -> tuple[list[PublishedQuestion], Slices, list[Problem]]:
    """Return what questions are called and where groups stand, and all that is wrong with that or open."""
    known = Known.of({name: tables[name].rows for name in ("themes", "findings", "answer_kinds", "questions")})
    questions, wrong = published_questions(taken, known)
    slices, open_slices = slices_of(taken, published)
    return questions, slices, [*_of_survey(taken, published, tables), *wrong, *open_slices]


def _names(answers: Sequence[Answers]) -> Names:
    """Return the names of what :func:`_for_publishing` gives."""
    asked = [each.question for each in answers]
    options = names_of([each for each in answers if each.question.answer != "likert"]).options
    points = {point for question in asked for point in question.points}
    return Names({question.id for question in asked}, {*options, *points, AGREED})


def _for_publishing(answers: list[Answers]) -> Iterator[Answers]:
    """Give answers as they are counted for publishing, of a statement who agreed, and forget each that was given."""
    answers.reverse()
    while answers:
        each = answers.pop()
        if each.question.answer == "likert":
            agreed = each.ticks.called(AGREED, agreeing(each.question))
            each = Answers(each.question, [AGREED], each.base, agreed)
        yield each


def _of_survey(taken: Taken, published: Published, tables: Mapping[str, TableFile]) -> list[Problem]:
    """Return what is wrong with what the mapping says of the survey, beside what ``take`` asks of any."""
    file = taken.mapping.path.name
    said = {**vars(published), "evidence": str(taken.mapping.survey.get("evidence", ""))}
    problems = []
    for key, table in CODES.items():
        legal = [next(iter(row.values())) for row in tables[table].rows]
        if (said[key] or key == "evidence") and said[key] not in legal:
            place = f"survey.{key}" if key == "evidence" else f"published.{key}"
            mend = f"use a code of {table}.csv: {', '.join(legal[:40])}."
            problems.append(Problem(Severity.ERROR, file, f"'{said[key]}' is none.", mend, key=place))
    if published.coverage not in COVERAGES:
        mend = f"use one of {', '.join(COVERAGES)}."
        problems.append(
            Problem(Severity.ERROR, file, f"'{published.coverage}' is none.", mend, key="published.coverage")
        )
    if published.threshold and published.threshold < LEAST_THRESHOLD:
        mend = f"use {LEAST_THRESHOLD} or more; {WITHHOLD_BASE} is usual."
        reason = f"Groups of {published.threshold} can be picked out."
        problems.append(Problem(Severity.ERROR, file, reason, mend, key="published.threshold"))
    if not re.fullmatch(r"https?://\S+", published.url):
        mend = "write where readers find the survey, as in https://…"
        problems.append(
            Problem(Severity.ERROR, file, f"'{published.url}' is no web address.", mend, key="published.url")
        )
    if not re.fullmatch(r"[a-z0-9_]+", str(taken.mapping.survey.get("id", ""))):
        mend = "write lower-case letters, digits and underscores."
        problems.append(Problem(Severity.ERROR, file, "The survey has no code.", mend, key="survey.id"))
    return problems


def add(
    prepared: Prepared, taken: Taken, tables: Mapping[str, TableFile], folder: Path, *, instead: bool = False
) -> Added:
    """Put what is published of a survey into the tables of a folder, if they then keep every rule.

    Args:
        prepared: what is published.
        taken: the export it was made from, for what its mapping says.
        tables: those of the folder.
        folder: the folder of the tables.
        instead: take out the same edition first, if it was put there by this command.

    Raises:
        IntakeError: the edition is there already, or a file cannot be written.
        EvidenceError: a rule would be broken; nothing is written.
    """
    survey, year = prepared.survey, prepared.year
    if any(row["survey"] == survey and row["year"] == str(year) for row in tables["waves"].rows):
        if not instead:
            mend = "give --replace to put the new figures in place of them, or `intake remove` to take them out."
            raise refusal(folder, f"The dashboard has {survey} of {year} already.", mend)
        # Questions and addresses that nothing refers to any more stay: taken out first, what stands would break rules.
        _edition_out(survey, year, tables, folder)
    figures, without_place = _figures(prepared)
    provenance = _described(prepared, taken, tables)
    for row in figures:
        row["provenance"] = provenance
    tables["findings"].add(figures)
    told = {str(row["question"]) for row in figures}
    held = {row["question"] for row in tables["questions"].rows}
    tables["questions"].add(
        {
            "question": each.code,
            "survey": survey,
            "kind": each.kind,
            "label": each.label,
            "measure": "percent",
            "role": "detail" if each.role_reason else "headline",
            "role_reason": each.role_reason,
            "note": each.note,
        }
        for each in prepared.questions
        if each.code in told and each.code not in held
    )
    groups = {(row["country"], row["region"], row["sector"], row["body_size"]) for row in figures}
    written, guarded = table_files.replace(tables, folder), prepared.guarded
    return Added(len(figures), len(told), len(groups), without_place, guarded.withheld, guarded.loss, written)


def _figures(prepared: Prepared) -> tuple[list[dict[str, object]], int]:
    """Return the rows of findings but their provenance, and how many figures have no place."""
    item_of = {key: (each.code, *told) for each in prepared.questions for key, told in each.items.items()}
    rows: list[dict[str, object]] = []
    without_place = 0
    shares = prepared.guarded.figures
    base = guarded_base(shares["value"] / 100, shares["base_n"], shares["effective_base"])
    for row, sure_as in zip(shares.to_dict("records"), base.tolist(), strict=True):
        place = prepared.slices.of({str(name): value for name, value in row.items()})
        if place is None:
            without_place += 1
            continue
        question, item, theme = item_of[row["question"], row["option"]]
        rows.append(
            {
                "finding_id": _finding_id(question, prepared.year, place, item),
                "question": question,
                "year": prepared.year,
                "country": place.country,
                "region": place.region,
                "sector": place.sector,
                "body_size": place.body_size,
                "item": item,
                "theme": theme,
                "value": f"{row['value']:g}",
                "base_n": row["base_n"],
                # Cut, not rounded: a range is never narrower than it was worked out to be.
                "effective_base": f"{min(int(sure_as * 10) / 10, row['base_n']):g}",
                "origin": protection.GUARDED,
            }
        )
    return rows, without_place


def _finding_id(question: str, year: int, place: Slice, item: str) -> str:
    told = "\x1f".join([*vars(place).values(), item])
    digits = hashlib.blake2b(told.encode(), digest_size=5).hexdigest()
    return f"{question}-{year}-{place.country.lower()}-{digits}"


def _described(prepared: Prepared, taken: Taken, tables: Mapping[str, TableFile]) -> str:
    """Add source, page, survey and edition as far as they are not there; return the code of the place in the page."""
    survey, published = prepared.survey, taken.mapping.published
    assert published is not None  # noqa: S101 (prepare refuses)
    name = str(taken.mapping.survey["name"]).strip()
    document = _document(survey, published.url, tables)
    locator = _locator(prepared.year)
    places = [row for row in tables["provenance"].rows if row["document"] == document]
    provenance = next((row["provenance"] for row in places if row["locator"] == locator), "")
    if not provenance:
        taken_codes = {row["provenance"] for row in places}
        provenance = next(code for at in range(1, 2 + len(places)) if (code := f"{document}-{at}") not in taken_codes)
        tables["provenance"].add([{"provenance": provenance, "document": document, "locator": locator}])
    if not any(row["survey"] == survey for row in tables["surveys"].rows):
        today = datetime.now(tz=UTC).date().isoformat()
        source = {"source_id": survey, "title": name, "publisher": published.publisher, "homepage_url": published.url,
                  "licence": published.licence, "reuse": published.reuse, "read_on": today}  # fmt: skip
        tables["sources"].add([] if any(row["source_id"] == survey for row in tables["sources"].rows) else [source])
        tables["surveys"].add(
            [
                {
                    "survey": survey,
                    "name": name,
                    "publisher": published.publisher,
                    "respondents": published.respondents,
                    "evidence": taken.mapping.survey["evidence"],
                    "respondent_group": published.respondent_group,
                    "frequency": published.frequency,
                    "source_id": survey,
                    "method_note": published.note,
                }
            ]
        )
    figures = prepared.guarded.figures
    everybody = figures[figures[["country", "sector", "size", "region"]].isna().all(axis=1)]
    wave = {"survey": survey, "year": prepared.year, "fieldwork": published.fieldwork, "coverage": published.coverage,
            "base_n": everybody["base_n"].max() if len(everybody) else None, "method": published.method,
            "note": protection.SENTENCE}  # fmt: skip
    tables["waves"].add([wave])
    return provenance


def _document(survey: str, url: str, tables: Mapping[str, TableFile]) -> str:
    held = {row["url"]: row["document"] for row in tables["documents"].rows}
    if url in held:
        return held[url]
    code = f"{survey}-{hashlib.blake2b(url.encode(), digest_size=3).hexdigest()}"
    tables["documents"].add([{"document": code, "url": url}])
    return code


def remove(survey: str, year: int, tables: Mapping[str, TableFile], folder: Path) -> tuple[int, Sequence[str]]:
    """Take an edition out of the tables that was put there by :func:`add`; return how many figures, and tables changed.

    Questions, survey, source and page go where nothing else is left of them.

    Raises:
        IntakeError: there is no such edition, or it came another way; or a file cannot be written.
        EvidenceError: something else in the tables refers to it; nothing is written.
    """
    found = _edition_out(survey, year, tables, folder)
    left = any(row["survey"] == survey for row in tables["waves"].rows)
    # Where an adding was broken off, questions and places may be there that no figure refers to.
    asked = {row["question"] for row in found if left} or _questions_of(survey, tables)
    _drop_unused(tables, "questions", "question", {"findings": "question"}, asked)
    places = {row["provenance"] for row in found}
    ours = {
        row["provenance"]: row["document"]
        for row in tables["provenance"].rows
        if row["provenance"] in places or _is_of(row, survey, year)
    }
    _drop_unused(tables, "provenance", "provenance", {"findings": "provenance"}, ours)
    _drop_unused(tables, "documents", "document", {"provenance": "document", "cases": "document"}, set(ours.values()))
    if not left:
        tables["surveys"].drop(lambda row: row["survey"] == survey)
        _drop_unused(tables, "sources", "source_id", {"surveys": "source_id", "cases": "source_id"}, {survey})
    return len(found), table_files.replace(tables, folder, removing=True)


def _questions_of(survey: str, tables: Mapping[str, TableFile]) -> set[str]:
    return {row["question"] for row in tables["questions"].rows if row["survey"] == survey}


def _is_of(place: Mapping[str, str], survey: str, year: int) -> bool:
    """Say whether a row of provenance was made for an edition of a survey."""
    return place["locator"] == _locator(year) and place["document"].rpartition("-")[0] == survey


def _locator(year: int) -> str:
    return f"Edition of {year}: {_MADE_HERE}"


def _edition_out(survey: str, year: int, tables: Mapping[str, TableFile], folder: Path) -> table_files.Rows:
    """Take an edition and its figures out, if `add` put them there; return the figures."""
    ours = _questions_of(survey, tables)
    made_here = {row["provenance"] for row in tables["provenance"].rows if row["locator"].endswith(_MADE_HERE)}

    def of_edition(row: Mapping[str, str]) -> bool:
        return row["question"] in ours and row["year"] == str(year)

    waves = [row for row in tables["waves"].rows if row["survey"] == survey]
    if not any(row["year"] == str(year) for row in waves):
        known = ", ".join(row["year"] for row in waves) or "none of it"
        raise refusal(folder, f"The dashboard has no {survey} of {year}.", f"name an edition there is: {known}.")
    found = [row for row in tables["findings"].rows if of_edition(row)]
    places = [row for row in tables["provenance"].rows if _is_of(row, survey, year)]
    if any(row["provenance"] not in made_here for row in found) or not (found or places):
        mend = "take its rows out of the tables by hand."
        raise refusal(folder, f"{survey} of {year} was not put there by `intake add`.", mend)
    tables["findings"].drop(of_edition)
    tables["waves"].drop(lambda row: row["survey"] == survey and row["year"] == str(year))
    return found


def _drop_unused(
    tables: Mapping[str, TableFile], table: str, key: str, users: Mapping[str, str], candidates: Collection[str]
) -> None:
    """Take rows out of a table that were referred to by what went, and by nothing that is left."""
    used = {row[column] for name, column in users.items() for row in tables[name].rows}
    tables[table].drop(lambda row: row[key] in candidates and row[key] not in used)
