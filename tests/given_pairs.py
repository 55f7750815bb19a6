"""Figures of two editions as the queries give them, made from the few columns a test is about."""

from collections.abc import Sequence
from typing import Any

from trends.request.filters import SHARED_FIELDS
from trends.statistics.cells import Row
from trends.statistics.methods import Verdict
from trends.subjects.movers.facts import Rows

UP, DOWN = str(Verdict.UP), str(Verdict.DOWN)
TOO_CLOSE = str(Verdict.TOO_CLOSE)
ALL: dict[str, list[str]] = {field: [] for field in (*SHARED_FIELDS, "kind")}

# A list as the Australian survey of agencies gives it: looked at alone, the first has fallen.
AGENCIES = [
    (52, 87, 37, 83),
    (74, 87, 80, 83),
    (76, 87, 81, 83),
    (44, 87, 39, 83),
    (39, 87, 35, 83),
    (37, 87, 35, 83),
]


# Answers that are none of their own, as the evidence lists them.
RESIDUAL = frozenset({"other", "others", "don't know", "not sure"})


def pair(before: float, base_before: float | None, now: float, base: float | None, **other: Any) -> dict[str, Any]:
    """Return a row as ``queries/movers/comparable_pairs.sql`` gives it."""
    return {
        "survey": "survey",
        "survey_name": "A survey",
        "publisher": "A league",
        "respondents": "Leaders",
        "several_told": False,
        "asked_part": None,
        "evidence": "random_sample",
        "evidence_name": "Random sample",
        "evidence_definition": "Drawn at random.",
        "evidence_limits": "It speaks for its list.",
        "kind": "concern",
        "kind_name": "Concern",
        "question": "question_code",
        "question_name": "What worries them",
        "question_note": None,
        "role": "headline",
        "polarity": None,
        "measure": "percent",
        "unit": "%",
        "method": "by post",
        "country": "NOR",
        "country_name": "Norway",
        "country_kind": "country",
        "region": None,
        "sector": "health",
        "sector_name": "Health",
        "body_size": None,
        "is_part": bool(other.get("region") or other.get("body_size")),
        "theme": "theme_code",
        "theme_name": "Money",
        "item": "Item",
        "residual": str(other.get("item", "")).casefold() in RESIDUAL,
        "year_before": 2023,
        "before": float(before),
        "tied_before": False,
        "base_before": base_before,
        "base_at_least_before": None,
        "base_at_most_before": None,
        "effective_base_before": None,
        "population_before": None,
        "complete_before": False,
        "year": 2024,
        "recent_from": 2021,
        "value": float(now),
        "tied": False,
        "base_n": base,
        "base_at_least": None,
        "base_at_most": None,
        "effective_base": None,
        "population": None,
        "complete": False,
        "coverage": "sampled",
        "note": None,
        "source_name": "A league: a survey",
        "source_url": "https://example.org/2024",
        "source_url_before": "https://example.org/2023",
        "licence": "Open licence",
    } | other


Figures = Sequence[tuple[float, float | None, float, float | None]]


def listed(figures: Figures, **other: Any) -> list[Row]:
    """Return a list of items named “Item 0”, “Item 1” and so on."""
    return [pair(*four, item=f"Item {number}", **other) for number, four in enumerate(figures)]


def place(before: int, now: int, **other: Any) -> dict[str, Any]:
    return pair(before, None, now, None, measure="rank", unit="place", **other)


def fields(rows: Rows, *names: str) -> list[list[Any]]:
    return [[row[name] for name in names] for row in rows]


def items(rows: Rows) -> list[str]:
    return [row["item"] for row in rows]


RISES = (30.0, 900, 45.0, 900)
FALLS = (70.0, 900, 50.0, 900)
STAYS = (40.0, 900, 41.0, 900)
WEAK_RISE = (5.0, 20, 90.0, 20)
NO_BASE = (40.0, None, 70.0, 900)
