"""Answers of public bodies as the queries give them, made from the few columns a test is about."""

from typing import Any

import pandas as pd

from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies.facts import AnswerFacts

NOBODY = pd.DataFrame({"body_name": [], "answer": []})
ALL: dict[str, list[str]] = {"country": [], "sector": []}
EVERY: dict[str, list[str]] = {**ALL, "year": [], "survey": [], "theme": [], "kind": []}


# What the evidence says of answers: those that say why there is none, those outside every scale, and scales.
UNANSWERED = ("Not surveyed", "Not answered", "Not published")
OUTSIDE = frozenset({"Not known", "Not applicable", "Other", "None or unknown"})
SCALES = (
    ("Yes", "No"),
    ("Standards exceeded", "Standards met", "Approaching standards", "Standards not met"),
    ("Satisfactory", "Neutral", "Unsatisfactory"),
    ("Daily", "Weekly", "Monthly", "Less than monthly"),
    ("Over 30%", "21 to 30%", "11 to 20%", "1 to 10%"),
)
ON_SCALE = {
    answer: (str(number), place, len(scale))
    for number, scale in enumerate(SCALES)
    for place, answer in enumerate(scale, start=1)
}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns as rows, with None for what is missing."""
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]


def shares_of(*entries: tuple[str, int, float | None], unanswered: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a frame as ``queries/bodies/answer_shares.sql`` gives it, of entries (answer, bodies, points)."""
    base = sum(number for answer, number, _ in entries if answer not in unanswered)
    return pd.DataFrame(
        {
            "answer": [answer for answer, _, _ in entries],
            "answered": [answer not in unanswered for answer, _, _ in entries],
            "outside": [answer in OUTSIDE for answer, _, _ in entries],
            "scale": pd.Series([ON_SCALE.get(answer, (None,))[0] for answer, _, _ in entries], dtype="str"),
            "scale_place": pd.array([ON_SCALE.get(answer, (0, None))[1] for answer, _, _ in entries], dtype="Int64"),
            "scale_steps": pd.array([ON_SCALE.get(answer, (0, 0, None))[2] for answer, _, _ in entries], dtype="Int64"),
            "lowest_score": [float("nan") if points is None else points for _, _, points in entries],
            "bodies": [number for _, number, _ in entries],
            "base_n": [base] * len(entries),
            "share": [float("nan") if answer in unanswered else 100 * number / base for answer, number, _ in entries],
        }
    )


def question(**changed: Any) -> dict[str, Any]:
    """Return a row as ``queries/bodies/body_questions.sql`` gives it."""
    return {
        "survey_name": "Town survey",
        "question": "towns_ai",
        "question_name": "AI in use",
        "year": 2024,
        "bodies": 100,
        "answers": 100,
        "evidence": "census",
        "edition_bodies": 100,
        "country_name": "Norway",
        "one_each_country": False,
        "body_type": None,
        "sector": "local_government",
        "sector_bodies": "municipalities",
    } | changed


def source(**changed: Any) -> dict[str, Any]:
    """Return a row as ``queries/lists/question_source.sql`` gives it."""
    return {
        "question_name": "AI in use",
        "question_note": "Asked of all.",
        "survey_name": "Town survey",
        "publisher": "Ministry",
        "respondents": "All towns",
        "method_note": "By letter",
        "evidence": "census",
        "evidence_name": "All bodies",
        "evidence_definition": "Every body answered.",
        "evidence_limits": "It speaks for the whole group.",
        "base_n": 100,
        "population": 100,
        "coverage": "counted",
        "listed_in_full": False,
        "method": "Postal questionnaire",
        "wave_note": None,
        "fieldwork": None,
        "gathered": None,
        "source_name": "Ministry: Town survey",
        "source_url": "https://example.org/towns",
        "licence": "Open licence",
    } | changed


def facts_of(
    shares: pd.DataFrame, *, mine: pd.DataFrame = NOBODY, filtered: bool = False, **changed: Any
) -> AnswerFacts:
    """Return facts of shares; what is changed belongs to the question if it has it, else to the source."""
    # The kind of evidence is that of the source.
    asked = {name: value for name, value in question().items() if name != "evidence"}
    in_question = {name: value for name, value in changed.items() if name in asked}
    in_source = {name: value for name, value in changed.items() if name not in asked}
    # A census lists all there are; of how many a self-report speaks is not known.
    counted = in_source.get("evidence", "census") == "census"
    known = {"population": asked["edition_bodies"] if "edition_bodies" not in changed else changed["edition_bodies"]}
    in_source = (known if counted else {"population": None, "coverage": "asked_all"}) | in_source
    return body_facts.answer_facts(question(**in_question), shares, source(**in_source), mine, filtered=filtered)


YES_NO = (("Yes", 25, None), ("No", 75, None))


def parts_of(*parts: tuple[str, int, int], kind: str = "region") -> pd.DataFrame:
    """Return a frame as ``queries/bodies/answer_parts.sql`` gives it, of parts (name, bodies, base)."""
    return pd.DataFrame(
        {
            "kind_of_part": kind,
            "part": [name for name, _, _ in parts],
            "bodies": [number for _, number, _ in parts],
            "base_n": [base for _, _, base in parts],
            "listed": [base for _, _, base in parts],
            "share": [100 * number / base for _, number, base in parts],
        }
    )


NO_PARTS = parts_of().assign(flag="")
