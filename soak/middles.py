"""The middle of a group of countries on an index over its editions, worked out by hand from rows of the tables."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np

Row = Mapping[str, Any]


def middle_of(readings: Iterable[Row], years: Collection[int], year: int) -> dict[str, Any] | None:
    """Return the middle in a year of those who were measured in each of some years; None where nobody was.

    Args:
        readings: the values of an index of the countries of a group, in rows of the table to download.
        years: editions a country must have, as far as they were made in the same way.
        year: the edition wanted.

    Returns:
        ``value`` (the median), ``lower`` and ``upper`` (quartiles), in the unit of the index, ``countries``, and
        ``source_url`` where one page has all of their values; that is None where several have.
    """
    measured = [row for row in readings if row["value"] is not None and row["year"] in years]
    held: dict[tuple[str, str], set[int]] = {}
    for row in measured:
        held.setdefault((row["method"], row["country"]), set()).add(row["year"])
    made = {row["method"]: {each["year"] for each in measured if each["method"] == row["method"]} for row in measured}
    kept = [
        row for row in measured if row["year"] == year and held[row["method"], row["country"]] == made[row["method"]]
    ]
    if not kept:
        return None
    lower, value, upper = np.quantile([row["value"] for row in kept], (0.25, 0.5, 0.75))
    pages = {row["source_url"] for row in kept}
    return {
        "value": float(value),
        "lower": float(lower),
        "upper": float(upper),
        "countries": len(kept),
        "source_url": pages.pop() if len(pages) == 1 else None,
    }
