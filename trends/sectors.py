"""What is known of a sector, in words."""

from collections.abc import Mapping
from typing import Any

from trends import numbers

THIN_FIGURES = 100


def answer(sector: str, total: Mapping[Any, Any]) -> str:
    """Return how much is known of a sector; thin evidence is said plainly.

    Args:
        sector: name of the sector.
        total: a row of ``queries/totals.sql`` for the sector.
    """
    figures, surveys = int(total["figures"]), int(total["surveys"])
    if not figures:
        return f"No survey read here asked {sector.lower()}; there are only case studies."
    years = numbers.years(total["first_year"], total["last_year"])
    said = (
        f"**{numbers.count(figures)} figures** from {numbers.count(surveys)} "
        f"{'survey' if surveys == 1 else 'surveys'} and {numbers.count(total['countries'])} "
        f"{'country or group' if total['countries'] == 1 else 'countries and groups'}, {years}."
    )
    if figures < THIN_FIGURES:
        said += " That is thin: read each figure with its source before you quote it."
    return said
