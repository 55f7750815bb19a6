"""Disclosure control: the answers of single respondents in, guarded figures out, and nothing else.

What is published of a confidential survey is a table of figures that is made once; pages, files and programs read that
table. Three guards stand before it, each for what the others leave open (docs/disclosure.md says more):

- groups of too few, or that leave too few outside, are never counted (``suppression``);
- each count and each base is changed by up to five persons, drawn by the cell-key method (``perturbation``), with keys
  made of the cell *and* its base, so that two groups that differ by one person differ in every draw;
- shares are rounded, and «nobody» and «everybody» are told of larger bases only.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np
import pandas as pd

from trends.intake import perturbation
from trends.intake.asking import sql
from trends.intake.groups import Groups, Whole
from trends.intake.guarded_ranges import guarded_range
from trends.intake.suppression import Reason, Shown
from trends.statistics.methods import WEAK_BASE, WITHHOLD_BASE, flag

DIMENSIONS: Final = ("country", "sector", "size", "region")
"""What a survey may be broken down by. Answers never are."""

LEAST_THRESHOLD: Final = 5
"""No rules may show a base under this."""

FINE_BASE: Final = 1000
"""From this base on shares have one decimal; under it, more would tell the weights of single persons."""

LOSS_BASE: Final = 50
"""From this base on the loss is told; under it, ranges are so wide that the changes matter less."""

LEAST_FIGURES: Final = 10
"""Of fewer figures no loss is told: it would say how far a single one was changed."""

FIGURES: Final = ("question", "option", *DIMENSIONS, "value", "base_n", "effective_base", "low", "high", "flag")
WITHHELD: Final = ("question", "reason", "groups", "figures")
_COUNTED: Final = ("questions", "placed", "strata", "bases", "ticks")
_GIVEN: Final = ("membership", "shown", "perturbation")


class DisclosureError(ValueError):
    """Answers or rules that figures cannot be guarded by; the message says what is wrong and how to mend it."""


@dataclass(frozen=True)
class Rules:
    """How much is shown: the least base of a group and of what it leaves outside, and the breakdowns.

    Raises:
        DisclosureError: the threshold is under 5, or a breakdown is not one of ``DIMENSIONS``.
    """

    threshold: int = WITHHOLD_BASE
    breakdowns: Collection[str] = DIMENSIONS

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD:
            raise DisclosureError(
                f"The threshold of a base is {self.threshold}; under {LEAST_THRESHOLD} single people can be picked "
                f"out. Set it to {LEAST_THRESHOLD} or more ({WITHHOLD_BASE} is usual)."
            )
        if unknown := sorted(set(self.breakdowns) - set(DIMENSIONS)):
            raise DisclosureError(
                f"A survey cannot be broken down by {', '.join(unknown)}: answers and other columns pick people out. "
                f"Choose from {', '.join(DIMENSIONS)}."
            )


@dataclass(frozen=True)
class Loss:
    """What guarding costs, for the owner alone: one number of all figures, which tells none of them.

    ``figures``: how many are printed from a base of ``LOSS_BASE`` on. ``points``: the mean distance of such a share, as
    printed, from that of the answers, in percentage points, two decimals; None where there are under ``LEAST_FIGURES``.
    """

    figures: int
    points: float | None

    def words(self) -> str:
        """Return the loss in a sentence."""
        if self.points is None:
            few = f"{self.figures} of the figures have a base of {LOSS_BASE} or more"
            return f"What protecting those who answered costs is not told: {few}, and {LEAST_FIGURES} are needed."
        return (
            "What protecting those who answered costs: shares are printed on average "
            f"{self.points:.1f} percentage points beside those of the answers ({self.figures} figures with a base of "
            f"{LOSS_BASE} or more)."
        )

    def as_data(self) -> dict[str, int | float | None]:
        """Return the loss as data that JSON can hold."""
        return {"base_at_least": LOSS_BASE, "figures": self.figures, "mean_deviation_points": self.points}


@dataclass(frozen=True)
class Guarded:
    """What may leave the owner's hands, and the loss, which is told to them alone.

    ``figures``: one row per question, option and shown group.

    =====================================  ===========================================================================
    question, option                       as ``ticked`` has them; an option nobody of a group chose has a row as well
    country, sector, size, region          what the group is restricted to, two of them at most; None = all
    value                                  weighted share of the base in per cent, 0 to 100: whole, one decimal from a
                                           base of ``FINE_BASE``; may differ from the answers by the changes
    base_n                                 persons in the base, changed by up to 5, never under the threshold
    effective_base                         Kish's effective base of these persons, whole
    low, high                              95 % range of the value in per cent, the changes included
    flag                                   "u" where the base is under 30 or the range 30 points wide, else ""
    =====================================  ===========================================================================

    ``withheld``: one row per question and reason, with the number of ``groups`` that are not shown and of ``figures``
    (options of such groups; of shown groups where the reason is ``Reason.EXTREME``), and never what they are.
    """

    figures: pd.DataFrame
    withheld: pd.DataFrame
    loss: Loss


def guard(connection: duckdb.DuckDBPyConnection, rules: Rules | None = None) -> Guarded:
    """Return the guarded figures of all questions, and how much is withheld.

    The connection has ``respondents`` (respondent, record_key from 0 to 2³¹ − 1 drawn once and kept, weight above 0,
    country, sector, size, region; null = not asked), ``asked`` (respondent, question: who is in its base) and
    ``ticked`` (respondent, question, option), each row once. Columns of names may be of an enumerated type, which takes
    a fraction of the memory. Temporary tables made on the way are dropped. The same answers and keys give the same
    figures in any order, on any machine.

    Raises:
        DisclosureError: a respondent has no key or weight, or an option more persons than its question asked.
    """
    rules = rules or Rules()
    try:
        for name in _COUNTED:
            connection.execute(f"create or replace temp table {name} as {sql(f'disclosure_{name}')}")
        _check(connection)
        return _guarded(connection, rules)
    finally:
        for name in (*_COUNTED, *_GIVEN):
            connection.execute(f"drop table if exists temp.{name}")


def _guarded(connection: duckdb.DuckDBPyConnection, rules: Rules) -> Guarded:
    """Decide on groups, have their cells counted and changed, and round what came."""
    chosen = [each for each in DIMENSIONS if each in set(rules.breakdowns)]
    groups = Groups(connection.execute("from strata order by stratum").df(), chosen)
    shown = _shown(connection, groups, rules.threshold)
    published = [(at, number) for at, each in enumerate(shown.values(), 1) for number in each.published.tolist()]
    _make(connection, "membership", groups.membership(), "stratum bigint, group_number bigint")
    numbers = pd.DataFrame(published, columns=["question_number", "group_number"])
    _make(connection, "shown", numbers, "question_number bigint, group_number bigint")
    changes = [each[:3] for each in perturbation.cumulative()]
    drawn = pd.DataFrame(changes, columns=["count", "change", "drawn_from"])
    _make(connection, "perturbation", drawn, "count bigint, change bigint, drawn_from double")
    of_question = sql("disclosure_cells")
    cells = [
        connection.execute(
            of_question, {"question_number": at, "question": question, "threshold": rules.threshold}
        ).df()
        for at, question in enumerate(shown or [""], 1)
    ]
    told = _told(pd.concat(cells, ignore_index=True))
    extreme = told["value"].isin([0.0, 100.0]) & ((told["persons"] < WEAK_BASE) | (told["base_n"] < WEAK_BASE))
    loss = _loss(told[~extreme])
    figures = told[~extreme].merge(groups.table(), on="group_number", how="left")
    for dimension in set(DIMENSIONS) - set(chosen):
        figures[dimension] = None
    options = connection.execute(sql("disclosure_options"))
    withheld = _withheld(shown, dict(options.fetchall()), Counter(told.loc[extreme, "question"].tolist()))
    dimensions = {each: figures[each].astype(object).where(figures[each].notna(), None) for each in DIMENSIONS}
    return Guarded(figures.assign(**dimensions)[list(FIGURES)].reset_index(drop=True), withheld, loss)


def _loss(told: pd.DataFrame) -> Loss:
    """Return what the changes and the rounding of printed figures cost."""
    firm = told[told["base_n"] >= LOSS_BASE]
    if len(firm) < LEAST_FIGURES:
        return Loss(len(firm), None)
    return Loss(len(firm), round(float((firm["value"] - 100 * firm["true_share"]).abs().mean()), 2))


def _shown(connection: duckdb.DuckDBPyConnection, groups: Groups, threshold: int) -> dict[str, Shown]:
    """Return what is shown of each question; questions with one base are decided once."""
    rows = connection.execute(sql("disclosure_persons")).df()
    decided: dict[bytes, Shown] = {}
    shown = {}
    for question, of_question in rows.groupby("question", sort=True):
        in_strata: Whole = np.zeros(groups.strata, dtype=np.int64)
        in_strata[of_question["stratum"].to_numpy()] = of_question["persons"].to_numpy()
        key = in_strata.tobytes()
        if key not in decided:
            decided[key] = Shown(groups, in_strata, threshold)
        shown[str(question)] = decided[key]
    return shown


def _told(cells: pd.DataFrame) -> pd.DataFrame:
    """Return cells with what is published of them: rounded, and ranges of the rounded numbers alone."""
    base = cells["base"].to_numpy(dtype=np.float64)
    digits = np.where(base < FINE_BASE, 1.0, 10.0)
    value = np.round(cells["share"].to_numpy(dtype=np.float64) * 100 * digits) / digits
    effective = np.maximum(np.round(cells["effective_base"].to_numpy(dtype=np.float64)), 1)
    low, high = guarded_range(value / 100, base, effective)
    return cells[["question", "option", "group_number", "persons", "true_share"]].assign(
        value=value,
        base_n=base.astype(np.int64),
        effective_base=effective.astype(np.int64),
        low=np.round(low * 100 * digits) / digits,
        high=np.round(high * 100 * digits) / digits,
        flag=flag(base, low, high),
    )


def _withheld(shown: dict[str, Shown], options: dict[str, int], extreme: Counter[str]) -> pd.DataFrame:
    rows: list[Sequence[object]] = []
    for question, each in shown.items():
        reasons = list(each.reasons.values())
        for reason in Reason:
            count = reasons.count(reason)
            figures = extreme[question] if reason is Reason.EXTREME else count * options.get(question, 0)
            if count or figures:
                rows.append((question, str(reason), count, figures))
    return pd.DataFrame(rows, columns=list(WITHHELD))


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(sql("disclosure_faults")).fetchone()
    without_key, without_weight, beyond_base = found or (0, 0, 0)
    if without_key:
        raise DisclosureError(
            f"{without_key} respondents have no record_key from 0 to 2147483647; draw one for each before counting."
        )
    if without_weight:
        raise DisclosureError(
            f"{without_weight} respondents have no weight above 0; give 1 where the survey is not weighted, and leave "
            "out respondents who do not count."
        )
    if beyond_base:
        raise DisclosureError(
            f"{beyond_base} options have more persons than their question has in its base; each row of ticked belongs "
            "to a respondent of asked, once."
        )


def _make(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame, columns: str) -> None:
    """Make a temporary table of a frame."""
    connection.execute(f"create or replace temp table {name} ({columns})")
    if len(frame):
        connection.register("made_here", frame)
        connection.execute(f"insert into {name} from made_here")
        connection.unregister("made_here")
