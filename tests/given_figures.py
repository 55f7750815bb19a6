"""Rows as ``queries/themes/theme_evidence.sql`` gives them, for tests of what is said of several surveys side by side."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.statistics.cells import as_rows
from trends.statistics.ranges import ranged
from trends.store.store import Store

LIKE: dict[str, Any] = {
    "slice": 1,
    "survey": "council_survey",
    "survey_name": "Councils on digital",
    "question": "council_barriers",
    "question_name": "What holds councils back",
    "kind": "concern",
    "kind_name": "Concern",
    "evidence": "self_selected",
    "evidence_name": "Self-selected",
    "respondents": "Leaders of councils",
    "several_told": False,
    "sector_said": None,
    "sector_told": False,
    "measure": "percent",
    "unit": "%",
    "year": 2024,
    "country": "NOR",
    "country_name": "Norway",
    "country_kind": "country",
    "region": None,
    "body_size": None,
    "place_name": "Norway",
    "is_part": False,
    "sector": "local_government",
    "sector_name": "Local government",
    "item": "Lack of skills",
    "value": 60.0,
    "tied": False,
    "residual": False,
    "role": "headline",
    "stage": None,
    "polarity": None,
    "base_n": 200,
    "base_at_least": None,
    "base_at_most": None,
    "effective_base": None,
    "population": None,
    "asked_part": None,
    "complete": False,
    "few_bodies": False,
    "coverage": "open",
    "place_in_list": 1,
    "list_items": 4,
    "list_themes": 4,
    "source_name": "Town League: Councils on digital",
    "source_url": "https://example.org/councils",
    "licence": "Open licence 1.0",
}


# The shares of all answers to a question where a row gives no others.
SHARES = (20.0, 40.0, 50.0, 60.0)


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return a frame of figures, each like ``LIKE`` but for what is given; the place is the region or the country.

    Its attribute ``answers`` has the shares of all answers to each question, by slice and year: ``list_shares`` of a
    row, if given.
    """
    keys: dict[tuple[Any, ...], int] = {}
    answers: dict[tuple[int, int], Sequence[float]] = {}
    numbered = []
    for given in rows:
        whole_row = LIKE | given
        key = tuple(whole_row[name] for name in ("question", "country", "region", "body_size", "sector"))
        at = keys.setdefault(key, len(keys) + 1)
        answers[at, whole_row["year"]] = given.get("list_shares", SHARES)
        numbered.append({name: value for name, value in given.items() if name != "list_shares"} | {"slice": at})
    rows = tuple(numbered)
    placed = [{"place_name": row.get("region") or row.get("country_name", LIKE["country_name"])} | row for row in rows]
    frame = pd.DataFrame([LIKE | row for row in placed], columns=list(LIKE))
    whole = dict.fromkeys(("base_n", "base_at_least", "base_at_most", "population"), "Int64")
    typed = frame.astype(whole | {"value": float})
    typed.attrs["answers"] = answers
    return typed


def answers_of(store: Store) -> dict[tuple[int, int], Sequence[float]]:
    """Return the shares of all answers to each question of a store, by slice and year."""
    return {(row["slice"], row["year"]): list(row["shares"]) for row in as_rows(store.ask("list_answers", slice=[]))}


def rows_of(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return figures with their ranges, as rows."""
    return ranged(as_rows(frame))


def ranged_rows(*rows: dict[str, Any]) -> list[dict[Any, Any]]:
    """Return figures with their ranges, as rows, each like ``LIKE`` but for what is given."""
    return rows_of(figures(*rows))
