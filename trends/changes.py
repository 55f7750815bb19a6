"""What may be said of a figure: its range, its change since the edition before, its place, how it differs elsewhere.

Figures of one question only are compared, made in the same way. A share with a base has a 95 % range; a complete count
has none, since nothing was sampled: its differences are exact. All changes of a list are judged together, so that a
list without any true change raises a false alarm at most 1 time in 20 (Holm 1979).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trends import statistics
from trends.numbers import is_missing
from trends.statistics import Verdict

COMPLETE_COUNTS = frozenset({"census", "inventory"})
UNCHANGED = "unchanged"
WEAK = "u"

REASON_NO_BASE = "base not published"
REASON_FIRST = "no comparable edition before"
REASON_NOT_LISTED = "not in the list before"
REASON_NOT_READ = "the list before was read in part"
REASON_NO_FIGURE = "no figure before"
REASON_NO_RANGE = "no range can be given"
REASON_NAMED = "named without a figure"
REASON_ALONE = "nothing of its kind to compare with"
REASON_OVERLAP = "the groups may overlap"
REASON_ROUNDING = "within rounding"

# Answers that are no answer of their own: last in a list, never placed or headlined.
RESIDUAL = re.compile(
    r"others?|other (answers?|purposes?|reasons?)|not sure|unsure|(do not|don.t) know|not (known|applicable|stated)"
    r"|no (answer|opinion|reply)|unknown",
    re.IGNORECASE,
)

# The sector that stands for several sectors together.
ALL_SECTORS = "cross_public_sector"

Numbers = NDArray[np.float64]
Key = tuple[Any, ...]


def comparable_years(items: pd.DataFrame) -> tuple[int, int | None]:
    """Return the last year of a question's items and the last year before it that was made in the same way, if any.

    Args:
        items: one row per year and item, with ``year`` and ``method``, as ``queries/question_items.sql`` gives them.
    """
    editions = list(zip(items["year"].tolist(), items["method"].tolist(), strict=True))
    last, method = max(editions)
    earlier = [year for year, made in editions if year < last and made == method]
    return int(last), int(max(earlier)) if earlier else None


def of_years(items: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return the items of the chosen editions; those of all years where the question has none of the chosen ones.

    One chosen edition keeps those before it, since its changes are to be seen; several are compared with each other.

    Args:
        items: one row per year and item, as ``queries/question_items.sql`` gives them.
        years: the chosen years, in any order.
    """
    chosen = sorted(set(years) & set(items["year"].tolist()))
    if not chosen:
        return items
    if len(chosen) == 1:
        return items[items["year"] <= chosen[0]]
    return items[items["year"].isin(chosen)]


def last_edition(items: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """Return one row per item of the last edition (or that of ``year``), the leading item first.

    Answers such as «other» or «don't know» come last. Columns: those of ``items``, and

    - ``low``, ``high``: the 95 % range of a share, in per cent; ``flag``: «u» for weak;
    - ``rank``, ``rank_low``, ``rank_high``, ``rank_tied``: the place worked out from firm shares with a base, the best
      and the worst it could be, and whether another share equals it; never for published places;
    - ``year_before``, ``before``, ``base_before``, ``population_before``, ``flag_before``, ``tied_before``: the figure
      of the edition before;
    - ``change``: after less before, for places before less after, so that a rise is positive; ``change_low`` and
      ``change_high`` in points; ``verdict`` (of the whole list of changes together); ``reason``: why one cannot tell;
    - ``residual``: true for answers such as «other».

    Only editions of the same method and the same question are compared. A complete count has no range and its changes
    are exact; so are changes of published places, since no shares stand behind them. Ranges, changes and places of
    shares carry the finite population correction where ``population`` is known.

    Args:
        items: one row per year and item of one question in one slice, as ``queries/question_items.sql`` gives them.
        year: the edition to show; the last one if not given.
    """
    if year is not None:
        items = items[items["year"] <= year]
    last, previous = comparable_years(items)
    years = items["year"].to_numpy(dtype=int)
    here, there = np.flatnonzero(years == last), np.flatnonzero(years == (-1 if previous is None else previous))
    listed, value, base = items["item"].tolist(), items["value"].to_numpy(dtype=float), _bases(items["base_n"])
    population, tied = _bases(items["population"]), items["tied"].to_numpy(dtype=bool)
    measure, evidence = str(items["measure"].iloc[here[0]]), str(items["evidence"].iloc[here[0]])

    # In reading order, so that nothing has to be sorted afterwards.
    residual = {at: is_residual(listed[at]) for at in here}
    first = 1 if measure == "rank" else -1
    here = np.array(sorted(here, key=lambda at: (residual[at], first * value[at], listed[at])))
    names, value_now, base_now, population_now = [listed[at] for at in here], value[here], base[here], population[here]
    row_before = {listed[at]: at for at in there}
    before = [row_before.get(name) for name in names]
    value_before = np.array([np.nan if at is None else value[at] for at in before])
    base_before = np.array([np.nan if at is None else base[at] for at in before])
    population_before = np.array([np.nan if at is None else population[at] for at in before])

    low, high, flag = _ranges(value_now, base_now, population_now, measure, evidence)
    _, _, flag_before = _ranges(value_before, base_before, population_before, measure, evidence)
    # What is said of figures rests on bases corrected for small populations; what is shown are the bases as published.
    corrected = statistics.base_in_population(base_now, population_now)
    corrected_before = statistics.base_in_population(base_before, population_before)
    change, change_low, change_high, verdict = _changes(
        measure, evidence, value_before, corrected_before, value_now, corrected
    )
    is_other = np.array([residual[at] for at in here])
    rank, rank_low, rank_high, rank_tied = _places(measure, evidence, value_now, corrected, (flag != WEAK) & ~is_other)
    complete_before = bool(len(there)) and bool(items["list_complete"].to_numpy(dtype=bool)[there].all())
    return _beside(
        items.iloc[here],
        low=low,
        high=high,
        flag=flag,
        rank=rank,
        rank_low=rank_low,
        rank_high=rank_high,
        rank_tied=rank_tied,
        year_before=pd.array([previous] * len(names), dtype="Int64"),
        before=value_before,
        base_before=_as_bases(base_before),
        population_before=_as_bases(population_before),
        flag_before=flag_before,
        tied_before=[at is not None and bool(tied[at]) for at in before],
        change=change,
        change_low=change_low,
        change_high=change_high,
        verdict=verdict,
        reason=[
            _reason(said, measure, figure, first=previous is None, complete_before=complete_before)
            for said, figure in zip(verdict, value_before.tolist(), strict=True)
        ],
        residual=is_other,
    ).reset_index(drop=True)


def is_residual(item: str) -> bool:
    """Say whether an item is no answer of its own, such as «other» or «don't know»."""
    return RESIDUAL.fullmatch(item.strip()) is not None


def with_ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``low``, ``high`` (the 95 % range of a share, in per cent) and ``flag`` («u» for weak).

    Only shares have a range, and only where they are not a complete count and their base was published.

    Args:
        rows: with ``value``, ``base_n``, ``population``, ``measure`` and ``evidence``; the last two the same in all.
    """
    if rows.empty:
        return rows.assign(low=np.nan, high=np.nan, flag="")
    measure, evidence = str(rows["measure"].iloc[0]), str(rows["evidence"].iloc[0])
    value, base, population = rows["value"].to_numpy(dtype=float), _bases(rows["base_n"]), _bases(rows["population"])
    low, high, flag = _ranges(value, base, population, measure, evidence)
    return _beside(rows, low=low, high=high, flag=flag)


def against_rest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one item with how each share differs from the rest of its kind.

    The rest of a country are the other countries, of a region the other regions of its country, of a sector the other
    sectors, of a kind of body the other kinds, always in the same edition made in the same way; only those with a
    published base count, each with the weight of its base. A whole is never compared with its parts: parts stand
    against parts, totals against totals, and groups of countries or the sector that holds all sectors against nothing.
    Where the bases of a kind add up to more than their whole has, its groups overlap and no verdict is given. How many
    could have answered is known of whole editions only, so no difference between parts is corrected for it.

    Columns added: ``rest_value`` (per cent), ``rest_base_n``, ``rest_groups`` (how many make up the rest),
    ``rest_kind`` (what they are), ``difference``, ``difference_low``, ``difference_high`` (points, this less the rest),
    ``verdict`` (all rows judged together; exact for a complete count) and ``reason`` (why one cannot tell).

    Args:
        rows: one row per slice of one item, as ``queries/item_across.sql`` gives them, not empty.
    """
    records = rows[list(_IDENTITY)].to_dict("records")
    evidence, shares = str(records[0]["evidence"]), records[0]["measure"] == "percent"
    value, base = rows["value"].to_numpy(dtype=float), _bases(rows["base_n"])
    rest_value, rest_base = np.full(len(records), np.nan), np.full(len(records), np.nan)
    kinds, groups, reasons = [""] * len(records), [0] * len(records), [REASON_NO_RANGE] * len(records)
    for at, family in enumerate(_families(records) if shares else []):
        others = [other for other in family.members if other != at]
        based = [other for other in others if not np.isnan(base[other])]
        kinds[at], groups[at] = family.kind, len(based)
        if not others:
            reasons[at] = REASON_ALONE
        elif np.isnan(base[at]) or not based:
            reasons[at] = REASON_NO_BASE
        elif base[at] + base[based].sum() > family.whole:
            reasons[at] = REASON_OVERLAP
        else:
            reasons[at] = ""
            rest_base[at] = base[based].sum()
            rest_value[at] = float(base[based] @ value[based]) / rest_base[at]
    low = high = np.full(len(records), np.nan)
    if not shares:
        difference, verdict = low, [str(Verdict.CANNOT_TELL)] * len(records)
    elif evidence in COMPLETE_COUNTS:
        difference = value - rest_value
        # Two published shares keep their order when rounded; a share and a mean of rounded shares need not.
        hidden = np.abs(difference) < _rounding(value)
        verdict = np.where(hidden, str(Verdict.TOO_CLOSE), _exact(difference)).tolist()
        reasons = [REASON_ROUNDING if unsure else why for unsure, why in zip(hidden, reasons, strict=True)]
    else:
        difference, low, high, verdict = judged(rest_value, rest_base, value, base)
    return _beside(
        rows,
        rest_value=rest_value,
        rest_base_n=_as_bases(rest_base),
        rest_groups=groups,
        rest_kind=kinds,
        difference=difference,
        difference_low=low,
        difference_high=high,
        verdict=verdict,
        reason=reasons,
    )


# What tells slices of one item apart, and what their family depends on.
_IDENTITY = (
    "country", "country_kind", "region", "sector", "body_size", "year", "method", "measure", "evidence", "base_n",
    "wave_base_n",
)  # fmt: skip


@dataclass(frozen=True)
class _Family:
    """Slices that do not overlap: of which kind, which they are, how many answered in the whole they are parts of."""

    kind: str
    members: Sequence[int]
    whole: float


_ALONE = _Family("", (), np.inf)


def _families(records: Sequence[Mapping[Any, Any]]) -> list[_Family]:
    """Return for each slice the family it is compared within: the first of its own that holds another slice too."""
    keys = [_keys(record) for record in records]
    members: dict[Key, list[int]] = {}
    for at, own in enumerate(keys):
        for key in own:
            members.setdefault(key, []).append(at)
    made = {
        key: _Family(str(key[0]), listed, _whole(records, records[listed[0]], key))
        for key, listed in members.items()
        if len(listed) > 1
    }
    return [next((made[key] for key in own if key in made), _ALONE) for own in keys]


def _keys(record: Mapping[Any, Any]) -> list[Key]:
    """Return the families a slice belongs to, the preferred one first.

    A family is what varies, and everything that must be equal. «England: London» is a region beside other regions of
    England, not beside Scotland.
    """
    country, sector = record["country"], record["sector"]
    region, size = _known(record["region"]), _known(record["body_size"])
    edition = (record["year"], record["method"])
    keys: list[Key] = []
    if region is not None:
        around = region.rpartition(": ")[0]
        keys.append(("regions", edition, country, around, sector, size))
    if size is not None:
        keys.append(("kinds of body", edition, country, region, sector))
    if region is None and record["country_kind"] == "country":
        keys.append(("countries", edition, sector, size))
    if size is None and sector != ALL_SECTORS:
        keys.append(("sectors", edition, country, region))
    return keys


def _whole(records: Sequence[Mapping[Any, Any]], record: Mapping[Any, Any], key: Key) -> float:
    """Return how many answered in the whole that the slices of a family are parts of; infinity where it is not known.

    Args:
        records: all slices, among which the whole may be.
        record: a slice of the family.
        key: the family.
    """
    region, size, sector = record["region"], record["body_size"], record["sector"]
    if key[0] == "regions":
        region = key[3] or None
    elif key[0] == "kinds of body":
        size = None
    elif key[0] == "sectors":
        sector = ALL_SECTORS
    whole = (record["year"], record["method"], record["country"], sector, _known(region), _known(size))
    for other in records if key[0] != "countries" else []:
        parts = (other["country"], other["sector"], _known(other["region"]), _known(other["body_size"]))
        if (other["year"], other["method"], *parts) == whole and not is_missing(other["base_n"]):
            return float(other["base_n"])
    return np.inf if is_missing(record["wave_base_n"]) else float(record["wave_base_n"])


def _known(name: Any) -> str | None:
    return None if is_missing(name) else str(name)


def _beside(rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Return rows with columns added at their end; adding them one by one would cost ten times as much."""
    return pd.concat([rows, pd.DataFrame(columns, index=rows.index)], axis=1)


def _reason(verdict: str, measure: str, before: float, *, first: bool, complete_before: bool) -> str:
    """Return why one cannot tell how a figure changed; empty where one can."""
    if verdict != Verdict.CANNOT_TELL:
        return ""
    if first:
        return REASON_FIRST
    if measure == "mentioned":
        return REASON_NAMED
    if np.isnan(before):
        if measure == "rank":
            return REASON_NOT_LISTED if complete_before else REASON_NOT_READ
        return REASON_NO_FIGURE
    return REASON_NO_BASE if measure == "percent" else REASON_NO_RANGE


def _changes(
    measure: str, evidence: str, value_before: Numbers, base_before: Numbers, value: Numbers, base: Numbers
) -> tuple[Numbers, Numbers, Numbers, list[str]]:
    """Return change, its limits and the verdict of each item, in the unit of the measure."""
    unknown = np.full(value.shape, np.nan)
    if measure == "mentioned":
        return unknown, unknown, unknown, [str(Verdict.CANNOT_TELL)] * len(value)
    if measure == "percent" and evidence not in COMPLETE_COUNTS:
        return judged(value_before, base_before, value, base)
    change = value_before - value if measure == "rank" else value - value_before
    if measure == "rank" or evidence in COMPLETE_COUNTS:
        return change, unknown, unknown, _exact(change)
    return change, unknown, unknown, [str(Verdict.CANNOT_TELL)] * len(value)


def judged(
    value_1: Numbers, base_1: Numbers, value_2: Numbers, base_2: Numbers, *, together: bool = True
) -> tuple[Numbers, Numbers, Numbers, list[str]]:
    """Return the differences of shares in points, second less first, with their limits, and the verdicts on them.

    Args:
        value_1: shares in per cent.
        base_1: their bases, nan where not known; then nothing can be told.
        value_2: the shares set beside them.
        base_2: the bases of these.
        together: judge all of them as one list (Holm); else each as if it were the only one.
    """
    one, other = value_1 / 100, value_2 / 100
    difference, low, high = statistics.newcombe_difference(one, base_1, other, base_2)
    # Holm's steps need the p values of those whose own interval excludes zero, and of the rest only their number.
    apart = (low > 0) | (high < 0)
    p_value = np.where(np.isnan(low), np.nan, 1.0)
    if apart.any():
        p_value[apart] = statistics.list_p_value(one[apart], base_1[apart], other[apart], base_2[apart])
    verdict = statistics.verdict(difference, low, high, statistics.holm_adjust(p_value) if together else p_value)
    return 100 * difference, 100 * low, 100 * high, np.atleast_1d(verdict).tolist()


def _places(
    measure: str, evidence: str, value: Numbers, base: Numbers, placed: NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers, list[bool]]:
    """Return each share's place among those to be placed, the best and worst it could be, and whether it is shared."""
    rank, best, worst = np.full(value.shape, np.nan), np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    tied = [False] * len(value)
    complete = evidence in COMPLETE_COUNTS
    if measure != "percent" or placed.sum() < 2 or not (complete or (placed & ~np.isnan(base)).any()):  # noqa: PLR2004
        return rank, best, worst, tied
    shares = value[placed] / 100
    if complete:
        rank[placed] = 1 + (shares[np.newaxis, :] > shares[:, np.newaxis]).sum(axis=1)
        best, worst = rank.copy(), rank.copy()
    else:
        rank[placed], best[placed], worst[placed] = statistics.rank_ranges(shares, base[placed], same_respondents=True)
        # Without a base there is no range, and a place computed from a share is not shown without one.
        rank[np.isnan(best)] = np.nan
    held = rank.tolist()
    return rank, best, worst, [held.count(place) > 1 for place in held]


def share_ranges(value: Numbers, base: Numbers, population: Numbers) -> tuple[Numbers, Numbers, NDArray[np.str_]]:
    """Return the 95 % range of shares, low and high, and the flag, «u» for weak.

    Shares and ranges are in per cent. Where all of a known population answered, nothing was sampled: there is neither
    range nor flag. The view ``figures`` of ``schema.sql`` says the same of every figure.

    Args:
        value: shares.
        base: how many answered, nan where not known.
        population: how many could have answered, nan where not known.
    """
    low, high = statistics.wilson_interval(value / 100, base, population)
    complete = base >= population
    low, high = np.where(complete, np.nan, low), np.where(complete, np.nan, high)
    flag = np.where(complete, "", statistics.flag(base, low, high))
    return 100 * low, 100 * high, flag


def fits_base(value: Numbers, base: Numbers) -> NDArray[np.bool_]:
    """Say of shares in per cent whether some whole number of answers out of the base gives them, once rounded.

    A share is taken as rounded to the decimals that all of them have; both ways of rounding a half are allowed. Without
    a known base it fits.
    """
    step = _rounding(value)
    answers = np.round(value * base / 100)
    nearest = np.stack([answers - 1, answers, answers + 1])
    given = np.abs(100 * nearest / base - value) <= step / 2 + _SAME
    return np.asarray(np.isnan(base) | np.isnan(value) | given.any(axis=0), dtype=np.bool_)


def _ranges(
    value: Numbers, base: Numbers, population: Numbers, measure: str, evidence: str
) -> tuple[Numbers, Numbers, NDArray[np.str_]]:
    """Return low, high and flag of figures; only shares that are not a complete count have them."""
    if measure != "percent" or evidence in COMPLETE_COUNTS:
        missing = np.full(value.shape, np.nan)
        return missing, missing, np.full(value.shape, "", dtype=np.str_)
    return share_ranges(value, base, population)


def _bases(column: pd.Series) -> Numbers:
    """Return bases as numbers, nan where a base was not published."""
    return np.asarray(column.astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def _rounding(values: Numbers) -> float:
    """Return the step to which published figures were rounded, as far as their decimals tell."""
    known = values[~np.isnan(values)]
    return next((step for step in (1.0, 0.1, 0.01) if np.allclose(known / step, np.round(known / step))), 0.0)


def _as_bases(values: Numbers) -> Any:
    """Return bases as whole numbers, empty where there is none."""
    return pd.array([None if np.isnan(value) else round(value) for value in values.tolist()], dtype="Int64")


def _exact(change: Numbers) -> list[str]:
    """Return the verdicts of differences that have no sampling error."""
    return [
        str(Verdict.CANNOT_TELL)
        if np.isnan(value)
        else UNCHANGED
        if abs(value) < _SAME
        else str(Verdict.UP if value > 0 else Verdict.DOWN)
        for value in change.tolist()
    ]


# Published figures have few decimals; what is smaller is a trace of reckoning.
_SAME = 1e-9
