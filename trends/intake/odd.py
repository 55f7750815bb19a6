"""What was odd in the answers to a question, as problems with the rows of those who count."""

from collections import Counter
from collections.abc import Sequence

from trends.intake.answers import HARMLESS, NOT_ON_SCALE, Answers
from trends.intake.problems import Problem, Severity, listed
from trends.intake.quoting import named
from trends.intake.table import Table, as_number

# Codes that many programs write for “no answer”; as a number they would be taken for one.
_CODES_OF_NOTHING = frozenset({-1.0, -9.0, -99.0, -999.0, -9999.0, 99.0, 999.0, 9999.0})


# What of a question such a decision is about: only its means and top shares wait for it.
DIRECTION = ".direction"


def problems(table: Table, each: Answers, rows: Sequence[int]) -> list[Problem]:
    """Return what is to be told or decided of a question; ``rows`` are the answers of the respondents who count."""
    found = []
    question = each.question
    key = f"question {question.id}"
    said = {*question.options, *question.exclusive, *question.scale, *(label for _, label in question.columns)}
    for reason, cells in each.odd.items():
        places = table.file_rows(sorted({row for row, _, _ in cells}))
        values = Counter(value for _, value in dict.fromkeys((row, value) for row, _, value in cells if value))
        shown = named(values, said)
        shown = f"{shown}: each " if shown else "The answer "
        count = "" if reason in HARMLESS else " These answers do not count; nothing else of these respondents is lost."
        mend = "correct the cells, or say in missing which of them mean no answer."
        if reason == NOT_ON_SCALE:
            mend = "say in missing which of them mean no answer, or in labels which point they are."
        found.append(
            Problem(
                Severity.WARNING,
                table.file,
                f"{shown}{reason}{'' if reason.endswith('?') else '.'}{count}",
                mend if reason not in HARMLESS else "nothing has to be done if that is meant.",
                places,
                tuple(dict.fromkeys(column for _, column, _ in cells)),
                key,
            )
        )
    return found + _undecided(table, each, rows, key)


def _undecided(table: Table, each: Answers, rows: Sequence[int], key: str) -> list[Problem]:
    question = each.question
    columns = tuple(name for name, _ in question.columns)
    found = []
    if question.answer == "likert" and not question.direction and all(as_number(p) is not None for p in question.scale):
        reason = f"The scale {question.scale[0]} to {question.scale[-1]} has no labels: which end is most agreement?"
        mend = 'say direction = "up" where the last point is, "down" where the first is; or name the points in labels.'
        found.append(Problem(Severity.DECISION, table.file, reason, mend, (), columns, f"{key}{DIRECTION}"))
    if question.answer == "number":
        known = {number for number in map(as_number, question.valid) if number is not None}
        odd = [(who, number) for who, number in each.numbers if number in _CODES_OF_NOTHING - known]
        above = sorted({number for _, number in each.numbers} - _CODES_OF_NOTHING)
        codes = [number for _, number in odd]
        if odd and above and (min(codes) < above[0] or max(codes) > 2 * above[-1]):
            reason = (
                f"{listed(f'{code:g}' for code in sorted(set(codes)))} looks like a code for “no answer” among numbers."
            )
            mend = "list it in missing where it is one, in valid where it is a number."
            places = table.file_rows(rows[who] for who, _ in odd)
            found.append(Problem(Severity.DECISION, table.file, reason, mend, places, columns, key))
    return found
