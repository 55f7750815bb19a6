"""What all cards on an index of countries share: their scale, what a file of them says, and how its rows are cited."""

from typing import Any

import pandas as pd

from trends import indices, numbers
from trends.indices import EVERYONE, IndexFacts

SCALES = {"index_0_1": 1.0, "score_0_100": 100.0, "percent": 100.0}
SHORTEST_SCALE = 0.05


def around(facts: IndexFacts, *beside: str) -> dict[str, Any]:
    """Return the fields of a card that are the same on all cards of an indicator.

    They are its foot, source and what it must always carry, the table and filters that give all values of every edition
    and country, and what a file of what is shown says of its choice.

    Args:
        facts: what :func:`trends.indices.index_facts` made.
        beside: codes of further indicators whose values are behind the card too.
    """
    return {
        "foot": indices.foot(facts),
        "source": facts.source,
        "carried": indices.carried(facts),
        "behind": ("indicators", {"indicator": [facts.code, *beside]}),
        "file_words": {
            "indicator": [f"{facts.series}: {facts.indicator}"],
            "Compared with": [facts.group or EVERYONE],
            "year": [str(facts.year)],
        },
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
