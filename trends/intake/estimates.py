"""Figures of the questions before disclosure control: for the owner alone, never for a page."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

import duckdb

from trends.intake.answers import Answers
from trends.intake.asking import Row, ask
from trends.statistics.means import mean_interval
from trends.statistics.methods import wilson_interval

_KINDS = {"number": "numeric"}


@dataclass
class Counts:
    """The rows of what is asked of each question, see the files of ``queries/intake`` called so."""

    groups: list[Row] = field(default_factory=list)
    bases: list[Row] = field(default_factory=list)
    options: list[Row] = field(default_factory=list)
    scales: list[Row] = field(default_factory=list)
    numbers: list[Row] = field(default_factory=list)


def counts(databases: Iterable[duckdb.DuckDBPyConnection]) -> Counts:
    """Return what databases of answers tell, one after the other, as :func:`trends.intake.counted.in_parts` does."""
    found = Counts()
    for connection in databases:
        for each in fields(Counts):
            getattr(found, each.name).extend(ask(connection, f"report_{each.name}"))
    return found


def estimates(found: Counts, answers: Sequence[Answers]) -> list[Row]:
    """Return for each question its base, effective base (Kish) and figures; shares are weighted, from 0 to 1.

    Ranges are of 95 %, on the effective base: Wilson's of shares, Student's of means (``mean_low`` and ``mean_high``
    beside a mean), None where one is not known, see :func:`trends.statistics.means.mean_interval`. ``answers`` give the
    questions and the order of options.
    """
    bases = {row["question"]: row for row in found.bases}
    options: dict[str, dict[str, Row]] = {}
    for row in found.options:
        options.setdefault(row["question"], {})[row["option"]] = row
    scales = {row["question"]: row for row in found.scales}
    numbers = {row["question"]: row for row in found.numbers}
    made = []
    for each in answers:
        question = each.question
        told: Row = {"id": question.id, "text": question.text, "product_kind": question.kind or None}
        told["kind"] = _KINDS.get(question.answer, question.answer)
        if question.same_as:
            told["same_as"] = question.same_as
        if question.break_reason:
            told["break"] = question.break_reason
        base = bases.get(question.id)
        if question.answer == "text":
            made.append({**told, "published": False, "answered_n": base["base_n"] if base else 0})
            continue
        told |= _base(base)
        if question.answer == "number":
            row = numbers.get(question.id, {})
            told |= {"mean": row.get("mean"), "min": row.get("lowest"), "max": row.get("highest")}
            told |= _range("mean", row, told["base_effective"])
        else:
            told |= _of_options(each, base, options.get(question.id, {}))
            if question.answer == "likert":
                told |= _of_scale(base, scales.get(question.id), len(question.points))
        made.append(told)
    return made


def _base(row: Row | None) -> Row:
    return {key: row[key] if row else 0 for key in ("base_n", "base_weighted", "base_effective")}


def _share(n: int, weighted: float, base: Row | None) -> Row:
    if not base or not base["base_n"]:
        return {"n": n, "share": None, "share_unweighted": None, "low": None, "high": None}
    share = weighted / base["base_weighted"]
    low, high = wilson_interval(share, base["base_effective"])
    return {"n": n, "share": share, "share_unweighted": n / base["base_n"], "low": float(low), "high": float(high)}


def _of_options(each: Answers, base: Row | None, chosen: dict[str, Row]) -> Row:
    question, told = each.question, []
    if question.answer == "rank":
        told_top = {"top": question.top}
        for option in each.options:
            row = chosen.get(option, {})
            told.append(
                {
                    "label": option,
                    f"named_in_top_{question.top}": _share(row.get("n", 0), row.get("weighted", 0.0), base),
                    "first": _share(row.get("first_n", 0), row.get("first_weighted", 0.0), base),
                    "mean_rank_when_named": row.get("mean"),
                    "named_effective": row.get("effective", 0),
                    **_range("mean_rank", row, row.get("effective"), (1, question.top)),
                }
            )
        return {**told_top, "options": told}
    scores = {point: score for score, point in enumerate(question.points, 1)}
    for option in each.options:
        row = chosen.get(option, {})
        more: Row = {"score": scores.get(option)} if scores else {}
        if option in question.exclusive:
            more["exclusive"] = True
        told.append({"label": option, **more, **_share(row.get("n", 0), row.get("weighted", 0.0), base)})
    return {"options": told}


def _range(of: str, row: Row, base: float | None, within: tuple[float, float] = (-math.inf, math.inf)) -> Row:
    """Return the two ends of the range of a mean, called after it; None where it is not known."""
    given = (row.get("mean"), row.get("deviation"), base)
    mean, deviation, respondents = (math.nan if each is None else each for each in given)
    ends = mean_interval(mean, deviation, respondents, within)
    low, high = (None if math.isnan(end) else float(end) for end in ends)
    return {f"{of}_low": low, f"{of}_high": high}


def _of_scale(base: Row | None, row: Row | None, points: int) -> Row:
    n, weighted = (row["top_n"], row["top_weighted"]) if row else (0, 0.0)
    valid = _base(row)
    return {
        "agree_of_all": _share(n, weighted, base),
        "agree_of_valid": {**valid, **_share(n, weighted, row)},
        "mean_of_valid": row["mean"] if row else None,
        **_range("mean", row or {}, valid["base_effective"], (1, points)),
    }
