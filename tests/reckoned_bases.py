"""What each figure of the shipped evidence rests on, worked out from its tables with pandas and not with the store."""

import functools
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from tests.reading import EVIDENCE

LOOKED_AT = frozenset({"counted", "asked_all", "judged"})
FEW_OF = frozenset({"percent", "score"})


@functools.cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", low_memory=False)


@functools.cache
def reckoned_bases() -> pd.DataFrame:
    """Return every figure with its edition, ``reached`` (how many there are), ``complete`` and ``few_bodies``."""
    found = edition_figures()
    found["reached"] = [reached(row) for row in found.to_dict("records")]
    base = found["base_n"]
    found["complete"] = found["coverage"].isin(LOOKED_AT) & (base >= found["reached"])
    found["few_bodies"] = found["measure"].isin(FEW_OF) & (found["origin"] == "computed") & (base < 10)
    return found


def edition_figures() -> pd.DataFrame:
    """Return every figure with coverage, base and population of its edition."""
    asked = table("questions")[["question", "survey", "measure"]]
    waves = table("waves")[["survey", "year", "coverage", "base_n", "population"]]
    return table("findings").merge(asked).merge(waves, on=["survey", "year"], suffixes=("", "_wave"))


def reached(row: dict[Any, Any]) -> float:
    """Return of how many a figure speaks; nan where that is not known."""
    base, there, unknown = row["base_n"], row["population"], float("nan")
    edition = (row["survey"], row["year"])
    part = isinstance(row["region"], str) or isinstance(row["body_size"], str)
    if pd.isna(base):
        return unknown
    if row["question"] in set(table("part_questions")["question"]):
        return base if edition in complete_editions() else unknown
    if row["origin"] == "computed" and (listed := bodies_of(row)) >= base:
        return listed
    if base == row["base_n_wave"]:
        return there
    if edition in complete_editions():
        wholes = whole_slices().get(edition, set())
        few = row["coverage"] != "asked_all" and 2 * base <= there
        if part or (wholes and (row["country"], row["sector"]) not in wholes) or few:
            return unknown if (row["question"], row["year"]) in short_questions() else base
    return there if row["coverage"] in LOOKED_AT and base > there / 2 else unknown


@functools.cache
def complete_editions() -> set[tuple[str, int]]:
    """Return the editions in which all there are have an answer."""
    waves = table("waves")[table("waves")["coverage"].isin(LOOKED_AT)]
    whole = waves[waves["base_n"] >= waves["population"]]
    kinds = table("bodies")[["survey", "year", "body_type"]].drop_duplicates()
    known = kinds.merge(table("full_lists"), how="left", indicator="told").merge(
        waves[["survey", "year", "population"]]
    )
    in_full = (known["told"] == "both") & known["population"].isna()
    named = in_full.groupby([known["survey"], known["year"]]).all()
    return {*whole[["survey", "year"]].itertuples(index=False, name=None), *named[named].index}


@functools.cache
def edition_wholes() -> pd.DataFrame:
    """Return the figures of complete editions that tell of no region and no kind of body."""
    found = edition_figures()
    inside = [key in complete_editions() for key in zip(found["survey"], found["year"], strict=True)]
    return found[pd.Series(inside, index=found.index) & found["region"].isna() & found["body_size"].isna()]


@functools.cache
def whole_slices() -> dict[tuple[str, int], set[tuple[str, str]]]:
    """Return the countries and sectors of which a complete edition tells with the base of all."""
    wholes = edition_wholes()
    told: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for row in wholes[wholes["base_n"] == wholes["base_n_wave"]].itertuples():
        told.setdefault((row.survey, row.year), set()).add((row.country, row.sector))
    return told


@functools.cache
def short_questions() -> set[tuple[str, int]]:
    """Return the questions of complete editions that most of all answered, and not all."""
    wholes = edition_wholes()
    wholes = wholes[~wholes["question"].isin(table("part_questions")["question"])]
    short = (wholes["base_n"] < wholes["base_n_wave"]) & (wholes["base_n"] > wholes["population"] / 2)
    return set(wholes.loc[short, ["question", "year"]].itertuples(index=False, name=None))


def bodies_of(row: dict[Any, Any]) -> float:
    """Return how many bodies of its slice the list of an edition has, if it lists all there are of them."""
    edition = named_in(row["survey"], row["year"])
    if row["coverage"] not in LOOKED_AT or edition.empty:
        return float("nan")
    kinds = edition["body_type"].str.replace("y$", "ie", regex=True) + "s"
    if len(edition) != row["population"]:
        told = table("full_lists").query("survey == @row['survey'] and year == @row['year']")
        in_full = edition["body_type"].isin(told["body_type"]) & pd.isna(row["population"])
        if not in_full.all() and not in_full[kinds == row["body_size"]].any():
            return float("nan")
    here = edition[(edition["country"] == row["country"]) & (edition["sector"] == row["sector"])]
    if isinstance(row["region"], str):
        regions = here["region"].astype(str)
        here = here[(regions == row["region"]) | regions.str.startswith(f"{row['region']}: ")]
    if isinstance(row["body_size"], str):
        here = here[kinds[here.index] == row["body_size"]]
    return float(len(here))


@functools.cache
def named_in(survey: str, year: int) -> pd.DataFrame:
    """Return the bodies an edition lists."""
    bodies = table("bodies")
    return bodies[(bodies["survey"] == survey) & (bodies["year"] == year)]


@functools.cache
def weak_findings() -> frozenset[str]:
    """Return the figures that are marked as weak: shares of under 30, or with a 95% range of 30 points or more."""
    found = reckoned_bases()
    found = found[(found["measure"] == "percent") & ~found["few_bodies"]]
    base, there = found["base_n"], found["reached"]
    # In a known population, where more than a tenth of it answered, as if more had.
    part = (base > there / 10) & (base < there)
    answered = (base * (there - 1) / (there - base)).where(part, base).fillna(found["base_at_least"])
    answered = found["effective_base"].fillna(answered).mask(found["complete"])
    low, high = proportion_confint(answered * found["value"] / 100, answered, method="wilson")
    least = base.fillna(found["base_at_least"])
    weak = (answered.notna() & ((least < 30) | (high - low >= 0.3 - 1e-12))) | (found["base_at_most"] < 30)
    few = reckoned_bases().loc[reckoned_bases()["few_bodies"], "finding_id"]
    return frozenset(found.loc[weak, "finding_id"]) | frozenset(few)
