"""What is published of each question: its name in the dashboard, and the item and theme of each of its options."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trends.intake.answers import Answers
from trends.intake.likely_themes import LikelyThemes, known_themes
from trends.intake.mapping import UNPUBLISHED, Question
from trends.intake.problems import Problem, Severity, listed, shortened
from trends.intake.proposal import written
from trends.intake.question_words import as_code, is_code, parted, question_of, without_code
from trends.intake.table_files import Rows
from trends.intake.taking import Taken
from trends.words.folding import folded

AGREED = "(agreed)"
"""The one option of a statement that is counted for publishing: one of its highest points."""

_SHORT_SCALE = 3
_LIST = 3
_NONE, _OTHER = "None of these", "Other"
_AGREEMENT = "Agreement with statements"
_SINGLE_ITEM = "Asks for agreement with a single statement."
_FEW_ITEMS = "Asks about few items only."
_ONE_ANSWER = "Its answers exclude each other."


@dataclass
class PublishedQuestion:
    """A question as the dashboard has it; ``items`` are item and theme by question and option of the answers."""

    code: str
    label: str
    kind: str
    role_reason: str = ""
    note: str = ""
    items: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What a dashboard has already: themes, themes of items by their folded words, answers that stand outside lists."""

    themes: Sequence[str]
    of_item: Mapping[str, str]
    outside: frozenset[str]
    questions: Mapping[str, Mapping[str, str]]
    likely: LikelyThemes

    @classmethod
    def of(cls, tables: Mapping[str, Rows]) -> "Known":
        """Return what the tables ``themes``, ``findings``, ``answer_kinds`` and ``questions`` say, rows by column."""
        of_item, likely = known_themes(tables["findings"], tables["themes"])
        return cls(
            [row["theme"] for row in tables["themes"]],
            of_item,
            frozenset(folded(row["answer"]) for row in tables["answer_kinds"] if row["role"] == "outside"),
            {row["question"]: row for row in tables["questions"]},
            likely,
        )


def published_questions(taken: Taken, known: Known) -> tuple[list[PublishedQuestion], list[Problem]]:
    """Return the questions that have shares, and what is wrong or to be decided on them.

    Statements of one battery are one question, whose items they are. Numbers and texts are not published.
    """
    made: dict[str, PublishedQuestion] = {}
    problems: list[Problem] = []
    survey = str(taken.mapping.survey.get("id", ""))
    wording = _Wording(taken)
    for answers in taken.answers:
        question = answers.question
        if question.answer in UNPUBLISHED:
            continue
        code = _code(survey, question, wording)
        if question.same_as and not question.break_reason and question.same_as not in known.questions:
            problems.append(_unknown_question(taken, question, survey, known))
        held = made.setdefault(
            code, PublishedQuestion(code, wording.label(question), question.kind, note=_note(question))
        )
        problems += _fill(held, answers, wording, known, taken.mapping.path.name)
        words = wording.statement(question) if question.answer == "likert" else wording.label(question)
        if is_code(words) and not question.same_as:
            reason = f"Readers would see “{shortened(words)}”, the code of the question."
            mend = "write what was asked, as in text = “…”."
            file, key = taken.mapping.path.name, f"question {question.id}.text"
            problems.append(Problem(Severity.WARNING, file, reason, mend, key=key))
    for each in made.values():
        each.role_reason = _role_reason(each, taken)
    return list(made.values()), [*problems, *_same_labels(list(made.values()), taken)]


def agreeing(question: Question) -> tuple[str, ...]:
    """Return the points of a scale that count as agreement: the two highest, of a scale of three the highest."""
    return question.points[-2:] if len(question.points) > _SHORT_SCALE else question.points[-1:]


def _code(survey: str, question: Question, wording: "_Wording") -> str:
    if question.same_as and not question.break_reason:
        return question.same_as
    name = wording.battery(question) if question.answer == "likert" else question.id
    word = as_code(name) or "question"
    return word if word.startswith(f"{survey}_") else f"{survey}_{word}"


class _Wording:
    """What questions and statements are called, in the words of the mapping, else of the export."""

    def __init__(self, taken: Taken) -> None:
        texts: dict[tuple[str, ...], list[str]] = {}
        for each in taken.answers:
            if each.question.answer == "likert" and not each.question.battery:
                texts.setdefault(each.question.scale, []).append(each.question.text)
        # Statements of one scale whose headings begin alike were put together.
        self._together = {
            scale: question_of(held) for scale, held in texts.items() if len({parted(text)[0] for text in held}) == 1
        }

    def battery(self, question: Question) -> str:
        """Return what a statement is published under."""
        return question.battery or self._together.get(question.scale, "") or _AGREEMENT

    def label(self, question: Question) -> str:
        """Return what a question is called."""
        if question.answer == "likert":
            return self.battery(question)
        several = len(question.columns) > 1 and question.text
        return (parted(question.text)[0] if several else without_code(question.text)) or question.id

    def statement(self, question: Question) -> str:
        """Return what a statement says."""
        told = parted(question.text)[1] if self._together.get(question.scale) and not question.battery else ""
        return told or without_code(question.text) or question.id


def _note(question: Question) -> str:
    if question.answer == "likert":
        points = " or ".join(f"“{point}”" for point in reversed(agreeing(question)))
        told = f"Share that chose {points}."
    elif question.answer == "rank":
        told = (
            f"Share that placed it among the first {question.top}."
            if question.top > 1
            else "Share that placed it first."
        )
    elif question.answer == "multi":
        told = "Several answers were possible."
    else:
        told = ""
    apart = f"Not compared with earlier editions: {question.break_reason.rstrip('.')}." if question.break_reason else ""
    return " ".join(part for part in (told, apart) if part)


def _fill(held: PublishedQuestion, answers: Answers, wording: _Wording, known: Known, file: str) -> list[Problem]:
    """Add the items of a question of the survey, with their themes; return what is to be decided."""
    question = answers.question
    named = [(AGREED, wording.statement(question))] if question.answer == "likert" else _named(answers, known)
    themes: dict[str, str] = {}
    for option, item in named:
        themes[option] = question.themes.get(option) or question.theme or known.of_item.get(folded(item), "")
    counts = Counter(theme for theme in themes.values() if theme)
    common = max(counts, key=lambda theme: (counts[theme], theme), default="")
    for option, item in named:
        # Pages of themes leave such answers out; every figure has a theme all the same.
        if folded(item) in known.outside and option not in question.themes:
            themes[option] = common
        held.items[question.id, option] = (item, themes[option])
    problems = []
    if wrong := sorted({theme for theme in themes.values() if theme and theme not in known.themes}):
        reason = f"{listed(wrong)} {'is no theme' if len(wrong) == 1 else 'are no themes'}."
        mend = f"use one of {', '.join(known.themes)}."
        problems.append(Problem(Severity.ERROR, file, reason, mend, key=f"question {question.id}.themes"))
    if without := [item if option == AGREED else option for option, item in named if not themes[option]]:
        problems.append(_undecided(question, held.label, without, known, file))
    return problems


def _named(answers: Answers, known: Known) -> list[tuple[str, str]]:
    """Return the options with what they are called: what stands outside of a list in words that are known to."""
    question, taken = answers.question, set[str]()
    named = []
    for option in answers.options:
        item = option
        if folded(option) not in known.outside:
            if option == question.other_label:
                item = _OTHER
            elif option in question.exclusive:
                item = _NONE
        item = option if item in taken else item
        taken.add(item)
        named.append((option, item))
    return named


def _undecided(question: Question, label: str, without: Sequence[str], known: Known, file: str) -> Problem:
    """Return the question which themes some items have, with what their words make likely."""
    key = f"question {question.id}.themes"
    items, belong = listed(f"“{shortened(item)}”" for item in without), "belongs" if len(without) == 1 else "belong"
    reason = f"It is not said which theme {items} {belong} to."
    if question.answer in {"likert", "single"}:
        words = without[0] if question.answer == "likert" else label
        likely = {question.id: known.likely.of(words)}
        mend = f'add theme = "{likely[question.id] or "…"}"'
    else:
        likely = {item: known.likely.of(item) for item in without}
        mend = f"add themes = {written({item: theme or '…' for item, theme in likely.items()})}"
    legal = "" if all(likely.values()) else f" Themes: {', '.join(known.themes)}."
    return Problem(Severity.DECISION, file, reason, f"{mend}, if that is right.{legal}", key=key)


def _role_reason(each: PublishedQuestion, taken: Taken) -> str:
    """Return why a question is none for a headline; empty where it is one."""
    answered = {answers.question.id: answers.question.answer for answers in taken.answers}
    kinds = {answered[question] for question, _ in each.items}
    if kinds == {"single"}:
        return _ONE_ANSWER
    if len(each.items) >= _LIST:
        return ""
    return _SINGLE_ITEM if kinds == {"likert"} and len(each.items) == 1 else _FEW_ITEMS


def _unknown_question(taken: Taken, question: Question, survey: str, known: Known) -> Problem:
    ours = [code for code, row in known.questions.items() if row["survey"] == survey]
    mend = (
        f"use one of {listed(ours)}." if ours else f"leave same_as out: the dashboard has no question of {survey} yet."
    )
    return Problem(
        Severity.ERROR,
        taken.mapping.path.name,
        f"The dashboard has no question {question.same_as!r}.",
        mend,
        key=f"question {question.id}.same_as",
    )


def _same_labels(made: Sequence[PublishedQuestion], taken: Taken) -> list[Problem]:
    labels = Counter(each.label for each in made)
    return [
        Problem(
            Severity.ERROR,
            taken.mapping.path.name,
            f"{count} questions are called “{shortened(label)}”, so readers cannot tell them apart.",
            "give each its own text.",
            key="question.text",
        )
        for label, count in labels.items()
        if count > 1
    ]
