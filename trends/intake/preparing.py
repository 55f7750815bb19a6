"""Makes of answers what a dashboard gets of a survey, and says what is wrong or open of it; nothing is written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trends.intake import table_files
from trends.intake.answers import Answers
from trends.intake.counted import Names, counted, names_of
from trends.intake.disclosure import LEAST_THRESHOLD, Guarded, Rules, guard
from trends.intake.mapping import UNPUBLISHED, Published
from trends.intake.problems import IntakeError, Problem, Severity, refusal
from trends.intake.published_items import AGREED, Known, PublishedQuestion, agreeing, published_questions
from trends.intake.record_keys import record_keys
from trends.intake.slices import Slices, slices_of
from trends.intake.table_files import TableFile
from trends.intake.taking import Taken
from trends.statistics.methods import WITHHOLD_BASE

COVERAGES = ("counted", "asked_all", "sampled", "judged", "open", "unknown")
CODES = {
    "respondent_group": "respondent_groups",
    "reuse": "reuse_terms",
    "country": "countries",
    "sector": "sectors",
    "evidence": "evidence_kinds",
}
READ = ("themes", "answer_kinds", *CODES.values())


@dataclass(frozen=True)
class Prepared:
    """All that the tables get of a survey: what its questions are called, where groups stand, its guarded figures."""

    survey: str
    year: int
    questions: Sequence[PublishedQuestion]
    slices: Slices
    guarded: Guarded


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
    groups, weights, keys = taken.groups(), taken.weights, record_keys(taken, secret)
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
