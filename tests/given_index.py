"""An index of countries as the queries give it, made from the few columns a test is about."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.subjects.indices.facts import IndexFacts, edition

SOURCE: Mapping[str, Any] = {
    "indicator_name": "Openness",
    "definition": "How open services are",
    "unit": "index_0_1",
    "higher_is_better": True,
    "coverage": "composite",
    "leads": True,
    "series_name": "Service index",
    "publisher": "Index House",
    "method_note": "Experts visit websites.",
    "caution": "Experts visit few sites.",
    "ranked": True,
    "evidence": "expert_score",
    "evidence_name": "Expert score",
    "evidence_limits": "It cannot say what leaders think.",
    "source_name": "Index House: Service index",
    "source_url": "https://example.org/index",
    "licence": "Open licence 1.0",
}
NO_RANKING = "The publisher says it is not a ranking."
PLAIN: Mapping[str, Any] = {"source": {"caution": NO_RANKING, "ranked": False}}
FOUR = {"Norway": 0.9, "Kenya": 0.5, "Chile": 0.7, "Japan": 0.6}
NORDIC = {"name": "Northern Europe", "in_sentences": "Northern Europe", "countries": 16}


def years(*editions: tuple[int, int], methods: Mapping[int, str] | None = None) -> pd.DataFrame:
    """Return editions (year, number of countries), the last first, as ``queries/indices/indicator_years.sql`` gives them."""
    fullest = max(count for _, count in editions)
    return pd.DataFrame(
        [
            {
                "year": year,
                "method": (methods or {}).get(year, "Visits"),
                "countries": count,
                "partial": 2 * count < fullest,
                "fullest": fullest,
            }
            for year, count in sorted(editions, reverse=True)
        ]
    )


def rows(
    values: Mapping[str, float | str],
    *,
    before: Mapping[str, float | str] | None = None,
    outside: Sequence[str] = (),
    region: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    higher_is_better: bool = True,
) -> pd.DataFrame:
    """Return values of 2024 by name of country, and of 2022 before, as ``queries/indices/indicator_year.sql`` gives them.

    A country's code is the first three letters of its name in capitals.
    """
    letters = any(isinstance(value, str) for value in values.values())
    sign = -1 if higher_is_better and not letters else 1

    def order(value: Any) -> Any:
        return value if letters else sign * value

    inside = {name: value for name, value in values.items() if name not in outside}
    both = [name for name in inside if name in (before or {})]
    made = []
    for name, value in sorted(values.items(), key=lambda pair: (pair[0] in outside, order(pair[1]), pair[0])):
        old = (before or {}).get(name)
        belongs = name in inside
        made.append(
            {
                "country": name[:3].upper(),
                "country_name": name,
                "un_region": (region or {}).get(name, "Europe"),
                "un_subregion": (region or {}).get(name, "Northern Europe"),
                "in_group": belongs,
                "year": 2024,
                "method": "Visits",
                "value": str(value),
                "number": None if letters else value,
                "place": 1 + sum(order(each) < order(value) for each in inside.values())
                if belongs and not letters
                else None,
                "tied": belongs and not letters and list(inside.values()).count(value) > 1,
                "value_before": None if old is None else str(old),
                "before": None if letters else old,
                "place_before": 1 + sum(order((before or {})[each]) < order(old) for each in both)
                if belongs and old is not None and not letters
                else None,
                "place_now": 1 + sum(order(inside[each]) < order(value) for each in both)
                if belongs and old is not None and not letters
                else None,
                "year_before": None if old is None else 2022,
                "countries": len(inside),
                "countries_both": None if old is None else len(both),
                "note": (notes or {}).get(name),
                "source_url": "https://example.org/index/data.csv",
            }
        )
    frame = pd.DataFrame(made)
    whole = ["place", "place_before", "place_now", "year_before", "countries", "countries_both", "year"]
    return frame.astype(dict.fromkeys(whole, "Int64") | dict.fromkeys(["number", "before"], "float64"))


def facts(
    values: Mapping[str, float | str],
    *chosen: str,
    editions: pd.DataFrame | None = None,
    group: Mapping[str, Any] | None = None,
    source: Mapping[str, Any] | None = None,
    **given: Any,
) -> IndexFacts:
    """Return the facts of values of 2024 with the chosen countries, given by name."""
    described = {**SOURCE, **(source or {})}
    held = edition(
        "service_open",
        rows(values, higher_is_better=bool(described["higher_is_better"]), **given),
        described,
        years((2024, len(values)), (2022, len(values))) if editions is None else editions,
        2024,
        group,
    )
    return held.chosen({name[:3].upper(): name for name in chosen})


def field(count: int) -> dict[str, float]:
    """Return so many countries with values evenly apart, the first with the highest; names differ in three letters."""
    return {
        f"{chr(65 + place // 26)}{chr(65 + place % 26)}aland": round(1 - place / count, 4) for place in range(count)
    }
