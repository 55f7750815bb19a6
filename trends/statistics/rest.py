"""How a part differs from the rest: each part against all others of its kind, none on both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from trends.statistics.cells import as_bases, as_rows, bases, beside, is_missing, known_name, rounding
from trends.statistics.inputs import Flags, Numbers
from trends.statistics.methods import WITHHOLD_BASE, Verdict
from trends.statistics.verdicts import (
    REASON_ALONE,
    REASON_FEW_BODIES,
    REASON_NO_BASE,
    REASON_NO_RANGE,
    REASON_OVERLAP,
    REASON_ROUNDING,
    exact,
    judged,
)

Key = tuple[Any, ...]

MOST_CHANGED = 5
"""By how many persons a published base is changed at the most where that protects those who answered."""

# Columns that identify a slice of an item, and those its family depends on.
_IDENTITY = (
    "country", "country_kind", "region", "sector", "body_size", "year", "method", "measure", "base_n", "wave_base_n",
    "sector_whole",
)  # fmt: skip


@dataclass(frozen=True)
class _Family:
    """Slices that do not overlap: of which kind, which they are, how many answered in the whole they are parts of."""

    kind: str
    members: Sequence[int]
    whole: float


def against_rest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one item with how each share differs from the rest of its kind.

    The rest of a country are the other countries, of a region the other regions of its country, of a sector the other
    sectors, of a kind of body the other kinds, always in the same edition made in the same way; only those with a
    published base count, each with the weight of its base; verdicts are worked out at effective bases where there are
    any. A whole is never compared with its parts: parts stand
    against parts, totals against totals, and groups of countries or the sector that holds all sectors against nothing.
    Where the bases of a kind add up to more than their whole has, its groups overlap and no verdict is given. How many
    could have answered is known of whole editions only, so no difference between parts is corrected for it.

    Columns added: ``rest_value`` (per cent), ``rest_base_n``, ``rest_groups`` (how many make up the rest),
    ``rest_kind`` (what they are), ``difference``, ``difference_low``, ``difference_high`` (points, this less the rest),
    ``verdict`` (all rows judged together; complete counts beside complete counts by their difference alone) and
    ``reason`` (why one cannot tell). A share worked out here from under 10 bodies is not compared.

    Args:
        rows: one row per slice of one item, as ``queries/lists/item_across.sql`` gives them, not empty.
    """
    records = as_rows(rows[list(_IDENTITY)])
    shares = records[0]["measure"] == "percent"
    complete, few = (rows[name].to_numpy(dtype=bool) for name in ("complete", "few_bodies"))
    sure = np.zeros(len(records), dtype=bool)
    value, base, effective = rows["value"].to_numpy(dtype=float), bases(rows["base_n"]), bases(rows["effective_base"])
    sure_as = np.where(np.isnan(effective), base, effective)
    rest_value, rest_base, rest_sure_as = (np.full(len(records), np.nan) for _ in range(3))
    kinds, groups, reasons = [""] * len(records), [0] * len(records), [REASON_NO_RANGE] * len(records)
    for at, family in enumerate(_families(records) if shares else []):
        others = [other for other in family.members if other != at]
        based = [other for other in others if not np.isnan(base[other])]
        kinds[at], groups[at] = family.kind, len(based)
        if not others:
            reasons[at] = REASON_ALONE
        elif few[at]:
            reasons[at] = REASON_FEW_BODIES
        elif np.isnan(base[at]) or not based:
            reasons[at] = REASON_NO_BASE
        elif base[at] + base[based].sum() > family.whole + _changes(effective[[at, *based]]):
            reasons[at] = REASON_OVERLAP
        elif few[based].all() and base[based].sum() < WITHHOLD_BASE:
            reasons[at] = REASON_FEW_BODIES
        else:
            reasons[at] = ""
            rest_base[at] = base[based].sum()
            rest_value[at] = float(base[based] @ value[based]) / rest_base[at]
            # As sure as a mean with these weights: its variance is the sum of theirs, each with its weight squared.
            rest_sure_as[at] = rest_base[at] ** 2 / (base[based] ** 2 / sure_as[based]).sum()
            sure[at] = complete[at] and complete[based].all()
    difference = low = high = np.full(len(records), np.nan)
    verdict = [str(Verdict.CANNOT_TELL)] * len(records)
    if shares:
        difference, low, high, verdict = judged(rest_value, rest_sure_as, value, np.where(sure, np.nan, sure_as))
        _judge_counts(sure, difference, value, verdict, reasons)
    return beside(
        rows,
        rest_value=rest_value,
        rest_base_n=as_bases(rest_base),
        rest_groups=groups,
        rest_kind=kinds,
        difference=difference,
        difference_low=low,
        difference_high=high,
        verdict=verdict,
        reason=reasons,
    )


def _judge_counts(
    sure: Flags,
    difference: Numbers,
    value: Numbers,
    verdict: list[str],
    reasons: list[str],
) -> None:
    """Put in the verdicts of complete counts, by their difference alone, and why where rounding hides it."""
    # Two published shares keep their order when rounded; a share and a mean of rounded shares need not.
    hidden = sure & (np.abs(difference) < rounding(value))
    counted = exact(np.where(sure, difference, np.nan))
    for at in np.flatnonzero(sure).tolist():
        verdict[at] = str(Verdict.TOO_CLOSE) if hidden[at] else counted[at]
        reasons[at] = REASON_ROUNDING if hidden[at] else reasons[at]


def _changes(effective: Numbers) -> float:
    """Return by how much more groups may add up to than their whole where bases were changed: theirs and that of it."""
    return 0.0 if np.isnan(effective).all() else float(MOST_CHANGED * (len(effective) + 1))


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

    A family is what varies, and everything that must be equal. “England: London” is a region beside other regions of
    England, not beside Scotland.
    """
    country, sector = record["country"], record["sector"]
    region, size = known_name(record["region"]), known_name(record["body_size"])
    edition = (record["year"], record["method"])
    keys: list[Key] = []
    if region is not None:
        around = region.rpartition(": ")[0]
        keys.append(("regions", edition, country, around, sector, size))
    if size is not None:
        keys.append(("kinds of body", edition, country, region, sector))
    if region is None and record["country_kind"] == "country":
        keys.append(("countries", edition, sector, size))
    if size is None and not record["sector_whole"]:
        keys.append(("sectors", edition, country, region))
    return keys


def _whole(records: Sequence[Mapping[Any, Any]], record: Mapping[Any, Any], key: Key) -> float:
    """Return how many answered in the whole that the slices of a family are parts of; infinity where it is not known.

    Args:
        records: all slices, among which the whole may be.
        record: a slice of the family.
        key: the family.
    """
    region, size = record["region"], record["body_size"]
    if key[0] == "regions":
        region = key[3] or None
    elif key[0] == "kinds of body":
        size = None
    whole = (record["year"], record["method"], record["country"], known_name(region), known_name(size))
    for other in records if key[0] != "countries" else []:
        of_sector = other["sector_whole"] if key[0] == "sectors" else other["sector"] == record["sector"]
        parts = (other["country"], known_name(other["region"]), known_name(other["body_size"]))
        if of_sector and (other["year"], other["method"], *parts) == whole and not is_missing(other["base_n"]):
            return float(other["base_n"])
    return np.inf if is_missing(record["wave_base_n"]) else float(record["wave_base_n"])


_ALONE = _Family("", (), np.inf)
