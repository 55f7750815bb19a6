"""What all cards on an index of countries share: their scale, what a file of them says, and how its rows are cited."""

from collections.abc import Mapping, Sequence

import pandas as pd

from trends import numbers
from trends.indices import EVERYONE, IndexFacts

SCALES = {"index_0_1": 1.0, "score_0_100": 100.0, "percent": 100.0}
SHORTEST_SCALE = 0.05


def behind(facts: IndexFacts) -> tuple[str, Mapping[str, Sequence[str]]]:
    """Return the table and filters that give all values of the indicator, every edition and country."""
    return "indicators", {"indicator": [facts.code]}


def file_words(facts: IndexFacts) -> Mapping[str, Sequence[str]]:
    """Return what a file of what is shown says of its choice."""
    return {
        "indicator": [f"{facts.series}: {facts.indicator}"],
        "Compared with": [facts.group or EVERYONE],
        "year": [str(facts.year)],
    }


def ticks(facts: IndexFacts, values: pd.Series) -> list[tuple[float, str]]:
    """Return the marks of the scale of a chart that holds some values, lowest first: value and words.

    Args:
        facts: what :func:`trends.indices.index_facts` made, of numbers.
        values: the values the chart shows, in the unit of the indicator, at least one.
    """
    longest = SCALES[facts.unit]
    low, high = float(values.min()), float(values.max())
    if high - low < longest * SHORTEST_SCALE:
        # Values that hardly differ must not look far apart.
        middle, half = (low + high) / 2, longest * SHORTEST_SCALE / 2
        low, high = max(middle - half, 0), min(middle + half, longest)
    return [(bound, numbers.tick(bound, facts.unit)) for bound in numbers.even_steps(low, high)]


def cited(facts: IndexFacts, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows for taking away with unit, series, caution, evidence and source."""
    return rows.assign(
        unit=facts.unit,
        series_name=facts.series,
        group=facts.group or EVERYONE,
        caution=facts.caution,
        evidence_name=facts.evidence_name,
        source_name=facts.source.name,
        source_url=facts.source.url,
        licence=facts.source.licence,
    )
