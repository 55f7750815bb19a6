"""Which parts of a report stand, and which wait for an error to be mended or a decision to be made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trends.intake.mapping import Mapping
from trends.intake.odd import DIRECTION
from trends.intake.problems import Problem, Severity

_SCALE = ("agree_of_all", "agree_of_valid", "mean_of_valid", "mean_low", "mean_high")
# Of a question, numbers that the mapping says and nobody counted.
_SAID = frozenset({"top"})


@dataclass(frozen=True)
class Standing:
    """What waits: ``counted`` who counts, ``weights``, and by name questions, scales (means and top shares), groups."""

    counted: bool
    weights: bool
    questions: frozenset[str]
    scales: frozenset[str]
    dimensions: frozenset[str]

    @property
    def whole(self) -> bool:
        """Say whether all of the report stands."""
        return not (self.counted or self.weights or self.questions or self.scales or self.dimensions)


def standing_of(problems: Iterable[Problem], mapping: Mapping) -> Standing:
    """Return what waits for errors and decisions; nothing that is counted waits for the survey's name or year."""
    keys = [problem.key for problem in problems if problem.severity is not Severity.WARNING]
    questions = {
        each.id for each in mapping.questions if {f"question {each.id}", f"question {each.id}.decide"} & {*keys}
    }
    scales = {each.id for each in mapping.questions if f"question {each.id}{DIRECTION}" in keys}
    dimensions = {each.name for each in mapping.dimensions if f"dimensions.{each.name}.values" in keys}
    weights = "weight.column" in keys
    known = ("question ", "dimensions.", "weight.", "survey.")
    counted = any(not key.startswith(known) for key in keys)
    if counted or weights:
        questions = {each.id for each in mapping.questions if counted or each.answer != "text"}
    groups = {each.name for each in mapping.dimensions} if counted else dimensions
    return Standing(counted, weights or counted, frozenset(questions), frozenset(scales), frozenset(groups))


def withheld(told: dict[str, Any], standing: Standing) -> dict[str, Any]:
    """Return a report in which what waits is None, and each part says whether it stands.

    Groups keep the counts of those placed so far, unless it is open who counts.
    """
    people: dict[str, Any] = told["respondents"] | {"stands": not standing.counted}
    if standing.counted:
        people["counted"] = None
    weight = told["weight"]
    if weight is not None:
        weight = (_blank(weight) if standing.weights else weight) | {"stands": not standing.weights}
    groups = {
        name: (_blank(group) if standing.counted else group) | {"stands": name not in standing.dimensions}
        for name, group in told["dimensions"].items()
    }
    return {
        **told,
        "respondents": people,
        "weight": weight,
        "dimensions": groups,
        "quality": told["quality"] | {"answered_by_group": _answered(told, standing)},
        "questions": [_question(each, standing) for each in told["questions"]],
    }


def _question(question: dict[str, Any], standing: Standing) -> dict[str, Any]:
    if question["id"] in standing.questions:
        return {**_blank(question), "stands": False}
    if question["id"] not in standing.scales:
        return {**question, "stands": True}
    options = [{**option, "score": None} for option in question["options"]]
    return {**question, **{key: None for key in _SCALE if key in question}, "options": options, "stands": False}


def _answered(told: dict[str, Any], standing: Standing) -> dict[str, Any]:
    """Return how many of each group answered; groups and questions that wait are left out."""
    return {
        name: {
            code: {
                **group,
                "answered": {id_: n for id_, n in group["answered"].items() if id_ not in standing.questions},
            }
            for code, group in groups.items()
        }
        for name, groups in told["quality"]["answered_by_group"].items()
        if name not in standing.dimensions and not standing.counted
    }


def _blank(value: Any, key: str = "") -> Any:
    """Return a part of a report without its numbers."""
    if isinstance(value, dict):
        return {name: _blank(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_blank(each, key) for each in value]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return None if is_number and key not in _SAID else value
