"""What each figure of the shipped evidence rests on, worked out from its tables with pandas and not with the store."""

import functools

import pandas as pd

from tests.reading import EVIDENCE

ASKED = frozenset({"counted", "asked_all"})
SLICE = ["question", "year", "country", "sector", "item"]


@functools.cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", low_memory=False)


@functools.cache
def reckoned_bases() -> pd.DataFrame:
    """Return every figure with its edition, ``reached`` (how many there are), ``complete`` and ``few_bodies``."""
    asked = table("questions")[["question", "survey", "measure"]]
    waves = table("waves")[["survey", "year", "coverage", "base_n", "population"]]
    found = table("findings").merge(asked).merge(waves, on=["survey", "year"], suffixes=("", "_wave"))
    base, there, all_asked = found["base_n"], found["population"], found["coverage"].isin(ASKED)
    edition = base == found["base_n_wave"]
    whole = found[edition & (base == there) & all_asked]
    counted = set(whole[SLICE].itertuples(index=False, name=None))
    inside = pd.Series([key in counted for key in found[SLICE].itertuples(index=False, name=None)], index=found.index)
    computed = found[found["origin"] == "computed"]
    listed = pd.Series([bodies_of(row) for _, row in computed.iterrows()], index=computed.index).reindex(found.index)
    reached = there.where(edition | (all_asked & (base > there / 2))).mask(inside, base)
    found["reached"] = listed.fillna(reached)
    found["complete"] = all_asked & (base >= found["reached"])
    found["few_bodies"] = (found["measure"] == "percent") & (found["origin"] == "computed") & (base < 10)
    return found


def bodies_of(row: pd.Series) -> float:
    """Return how many bodies of its slice the list of an edition has, if it lists all there are."""
    bodies = table("bodies")
    edition = bodies[(bodies["survey"] == row["survey"]) & (bodies["year"] == row["year"])]
    if row["coverage"] not in ASKED or len(edition) != row["population"]:
        return float("nan")
    here = edition[(edition["country"] == row["country"]) & (edition["sector"] == row["sector"])]
    if isinstance(row["region"], str):
        regions = here["region"].astype(str)
        here = here[(regions == row["region"]) | regions.str.startswith(f"{row['region']}: ")]
    if isinstance(row["body_size"], str):
        here = here[here["body_type"].str.replace("y$", "ie", regex=True) + "s" == row["body_size"]]
    return float("nan") if len(here) < row["base_n"] else float(len(here))
