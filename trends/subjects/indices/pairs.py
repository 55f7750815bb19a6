"""Two indicators of countries against each other: the countries both measure, and how alike both order them.

Neither says anything of a cause. Where the publisher of one says that it is no ranking, or where its values come from
samples without published ranges, countries are put in no order, and so two orders are not compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trends.cards.source import Source
from trends.statistics.correlation import FEWEST_COUNTRIES, RankCorrelation, rank_correlation
from trends.statistics.resting import SAMPLED
from trends.subjects.indices.facts import LETTERS


@dataclass(frozen=True)
class Side:
    """An indicator in one edition, as one of two: what it is, and where its values can be read."""

    code: str
    indicator: str
    series: str
    definition: str
    unit: str
    higher_is_better: bool
    coverage: str
    ranked: bool
    caution: str
    evidence_name: str
    source: Source
    year: int
    partial: bool

    @classmethod
    def of(cls, code: str, row: Mapping[Any, Any], years: pd.DataFrame, year: int) -> "Side":
        """Return a side.

        Args:
            code: of the indicator.
            row: its row of ``queries/indices/indicator_source.sql``.
            years: its editions, as ``queries/indices/indicator_years.sql`` gives them.
            year: the edition.
        """
        return cls(
            code=code,
            indicator=str(row["indicator_name"]),
            series=str(row["series_name"]),
            definition=str(row["definition"]),
            unit=str(row["unit"]),
            higher_is_better=row["higher_is_better"] is not False,
            coverage=str(row["coverage"]),
            ranked=bool(row["ranked"]),
            caution=str(row["caution"]),
            evidence_name=str(row["evidence_name"]),
            source=Source.of(row),
            year=year,
            partial=bool(years.loc[years["year"] == year, "partial"].any()),
        )


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class PairFacts:
    """Two indicators over the countries of a group that both measure.

    ``rows`` are those of ``queries/indices/indicator_pair.sql``; ``chosen`` holds the names of the reader's countries
    by code. ``refused`` says why there is no ``correlation``; it is empty where there is one.
    """

    first: Side
    second: Side
    rows: pd.DataFrame
    group: str
    chosen: Mapping[str, str]
    refused: str
    correlation: RankCorrelation | None

    @property
    def missing(self) -> list[str]:
        """The names of the reader's countries that are not among those both measure."""
        held = set(self.rows["country"])
        return [name for code, name in self.chosen.items() if code not in held]


def pair_facts(first: Side, second: Side, rows: pd.DataFrame, group: str, chosen: Mapping[str, str]) -> PairFacts:
    """Return the facts of two indicators over some countries; the arguments are as :class:`PairFacts` says."""
    refused = next(filter(None, (_refused(first), _refused(second))), "") or _too_few(rows, group)
    values = (_better_is_more(rows["number"], first), _better_is_more(rows["other_number"], second))
    found = None if refused else rank_correlation(*values)
    if not refused and found is None:
        refused = "One of the two has the same value for all countries, so it puts them in no order."
    return PairFacts(first, second, rows, group, chosen, refused, found)


def _better_is_more(values: pd.Series, side: Side) -> list[float]:
    sign = 1.0 if side.higher_is_better else -1.0
    return [sign * float(value) for value in values]


def _refused(side: Side) -> str:
    """Return why an indicator puts countries in no order; empty where it does."""
    if side.unit == LETTERS:
        return f"{side.indicator} gives letters, which put few countries apart, so it is not compared with another."
    if not side.ranked:
        return f"The publisher of {side.series} says that it is no ranking, so no order of countries is compared."
    if side.coverage == SAMPLED:
        return f"The values of {side.indicator} come from samples without published ranges, so no order is compared."
    if side.partial:
        return f"The edition {side.year} of {side.series} was read in part, so no order of countries is compared."
    return ""


def _too_few(rows: pd.DataFrame, group: str) -> str:
    if len(rows) >= FEWEST_COUNTRIES:
        return ""
    of_group = f" of {group}" if group else ""
    return (
        f"Both measure {len(rows)} countries{of_group}. Of fewer than {FEWEST_COUNTRIES}, two orders are often alike "
        "by chance, so they are not compared."
    )
