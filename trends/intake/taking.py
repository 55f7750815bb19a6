"""Takes in an export by its mapping: who counts, their weights, groups and answers, and every problem on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from trends.intake import headings, odd, placing, questionnaire, respondents
from trends.intake.answers import NO_OPTION, Answers, answers_to, only
from trends.intake.columns import Columns
from trends.intake.mapping import Mapping
from trends.intake.placing import Placed
from trends.intake.problems import IntakeError, Problem, Severity
from trends.intake.readers import read
from trends.intake.respondents import Excluded
from trends.intake.survey import undecided
from trends.intake.table import Limits, Table
from trends.intake.ticks import NOBODY, as_numbers
from trends.intake.vocabulary import Vocabulary
from trends.intake.weighting import weights

LEAST_ITEMS = 3


@dataclass
class Taken:
    """An export taken in: rows are answers counted from 0 in the file, respondents those who count, from 0."""

    table: Table
    mapping: Mapping
    rows: list[int]
    excluded: list[Excluded]
    answers: list[Answers]
    placed: list[Placed]
    weights: list[float]
    problems: list[Problem] = field(default_factory=list)

    def groups(self) -> dict[str, list[str | None]]:
        """Return the code of each respondent, by dimension."""
        return {each.dimension.name: each.of(self.rows) for each in self.placed}

    def let_go(self) -> list[Answers]:
        """Return the answers, which this then no longer holds, nor the export itself."""
        answers = self.answers
        self.answers, self.table.columns, self.placed = [], [], []
        return answers

    def straight_liners(self) -> list[int]:
        """Return respondents who gave every item of a battery of three or more one and the same answer."""
        batteries: dict[tuple[str, ...], list[Answers]] = {}
        for each in self.answers:
            if each.question.answer == "likert":
                batteries.setdefault(each.question.scale, []).append(each)
        found: set[int] = set()
        for items in batteries.values():
            if len(items) < LEAST_ITEMS:
                continue
            points: dict[str, int] = {}
            given = np.full((len(items), len(self.rows)), NOBODY, dtype=np.int32)
            for at, item in enumerate(items):
                codes = [points.setdefault(option, len(points)) for option in item.ticks.options]
                given[at, item.ticks.who] = np.array(codes or [0], dtype=np.int32)[item.ticks.option]
            alike = (given[0] != NOBODY) & (given == given[0]).all(axis=0)
            found.update(np.flatnonzero(alike).tolist())
        return sorted(found)


def take(path: Path, mapping: Mapping, limits: Limits | None = None) -> Taken:
    """Take in an export, and note what the mapping leaves to decide of the survey as a whole.

    Raises:
        IntakeError: the export cannot be read, or the mapping names what is not there; lists every fault.
    """
    table = read(path, mapping.file, limits)
    if wrong := headings.faults(table, mapping.addressed()):
        raise IntakeError([*table.problems, *wrong])
    if mapping.has_questionnaire:
        mapping = questionnaire.filled(table, mapping)
    found = taken(table, mapping)
    # What is no option is told once it is decided what the options are.
    waiting = {f"question {question.id}" for question in mapping.questions if question.decide}
    told = [each for each in found.problems if each.key not in waiting or NO_OPTION not in each.reason]
    found.problems = told + undecided(mapping, Vocabulary())
    return found


def taken(table: Table, mapping: Mapping) -> Taken:
    """Take in an export already read.

    Raises:
        IntakeError: the mapping names what is not there; lists every fault.
    """
    columns = Columns(table, mapping)
    columns.check_names()
    vocabulary = Vocabulary()
    placed = [
        placing.placed(each, columns.labelled(each.column, each.choices, f"dimensions.{each.name}"), vocabulary)
        for each in mapping.dimensions
    ]
    answers = _answers(mapping, columns)
    answered = np.zeros(len(table), dtype=bool)
    for given in answers:
        answered[as_numbers(given.base)] = True
    order = respondents.order_problems(table, mapping, columns.find)
    gone = respondents.excluded(table, mapping, columns.find, np.flatnonzero(answered).tolist())
    out = {each.answer for each in gone}
    rows = [row for row in range(len(table)) if row not in out]
    if any(problem.severity is Severity.ERROR for problem in columns.problems):
        raise IntakeError([*table.problems, *columns.problems])
    found = [*table.problems, *columns.problems, *order, *respondents.id_problems(table, mapping, columns.find, rows)]
    weight, wrong = weights(table, columns.find(mapping.weight), rows) if mapping.weight else ([1.0] * len(rows), [])
    # Whose only answer was an impossible one does not count, and is told of it all the same.
    told = {*rows, *(each.answer for each in gone if each.reason == respondents.NOTHING_ANSWERED)}
    number_of = np.full(len(table), NOBODY, dtype=np.int64)
    number_of[rows] = np.arange(len(rows))
    kept = []
    # Each is let go as soon as it is taken over: of many respondents both would not fit beside each other.
    answers.reverse()
    while answers:
        kept.append(only(answers.pop(), number_of, told))
    for each in placed:
        found += placing.problems(table, mapping.path.name, each, rows, vocabulary)
    found += wrong
    for item in kept:
        found += odd.problems(table, item, rows)
    if not rows:
        mend = "look at keep and drop of [respondents], and at what the questions call an answer."
        found.append(Problem(Severity.ERROR, table.file, "Nobody counts.", mend, key="respondents"))
    return Taken(table, mapping, rows, gone, kept, placed, weight, found)


def _answers(mapping: Mapping, columns: Columns) -> list[Answers]:
    found = []
    for question in mapping.questions:
        given = [columns.labelled(name, question.choices, f"question {question.id}") for name, _ in question.columns]
        labels = tuple(given[0].labels.values()) if question.choices else ()
        if question.answer in {"multi", "rank", "single"} and not question.options and labels and len(given) == 1:
            question = replace(question, options=tuple(dict.fromkeys(labels)))  # noqa: PLW2901
        if not question.text:
            question = replace(question, text=given[0].text)  # noqa: PLW2901
        other = columns.find(question.other) if question.other else None
        found.append(answers_to(question, given, other))
    return found


def by_outcome(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems with the gravest first."""
    return sorted(problems, key=lambda problem: list(Severity).index(problem.severity))
