"""The evidence as both rivals read it: tables of ``data/`` in pandas, four figures of plotly.express and a table.

A country and a sector restrict all of them, as they do on the pages of the dashboard. Empty filters restrict nothing.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

DATA = Path(os.environ.get("DIGITAL_TRENDS_DATA", Path(__file__).resolve().parents[2] / "data"))
# How many bars a figure has, lines, and rows the table.
BARS = 15
LINES = 5
ROWS = 12
# The index that is drawn: published for nearly all countries, over many years.
INDEX = "egdi"
COLUMNS = {"year": "Year", "country_name": "Country", "sector_name": "Sector", "item": "Item", "value": "Value"}


@dataclass(frozen=True)
class Evidence:
    """Figures of surveys, values of the index, and cases, each with the names of its country and sector."""

    findings: pd.DataFrame
    index: pd.DataFrame
    cases: pd.DataFrame

    @property
    def countries(self) -> list[str]:
        """Names of the countries with figures of surveys, in order of the alphabet."""
        return sorted(self.findings["country_name"].dropna().unique())

    @property
    def sectors(self) -> list[str]:
        """Names of the sectors with figures of surveys, in order of the alphabet."""
        return sorted(self.findings["sector_name"].dropna().unique())


@dataclass(frozen=True)
class Drawn:
    """What a page shows of one choice: a sentence, four figures, and the rows of the table."""

    words: str
    figures: tuple[go.Figure, go.Figure, go.Figure, go.Figure]
    table: pd.DataFrame


def read() -> Evidence:
    """Read the tables once, with their names joined to them."""
    countries = pd.read_csv(DATA / "countries.csv", keep_default_na=False)[["country", "name"]]
    sectors = pd.read_csv(DATA / "sectors.csv")[["sector", "label"]]
    themes = pd.read_csv(DATA / "themes.csv")[["theme", "label"]]
    questions = pd.read_csv(DATA / "questions.csv")[["question", "kind", "measure"]]

    def named(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.merge(countries.rename(columns={"name": "country_name"}), on="country", how="left")
        if "sector" in frame:
            frame = frame.merge(sectors.rename(columns={"label": "sector_name"}), on="sector", how="left")
        return frame

    findings = pd.read_csv(DATA / "findings.csv", keep_default_na=False, na_values={"value": [""]})
    findings = findings.merge(questions, on="question").merge(
        themes.rename(columns={"label": "theme_name"}), on="theme", how="left"
    )
    values = pd.read_csv(DATA / "indicator_values.csv", keep_default_na=False)
    index = values[values["indicator"] == INDEX]
    cases = pd.read_csv(DATA / "cases.csv", keep_default_na=False)
    return Evidence(named(findings), named(index.assign(value=pd.to_numeric(index["value"]))), named(cases))


def drawn(evidence: Evidence, countries: Sequence[str], sectors: Sequence[str]) -> Drawn:
    """Return what a page shows of the countries and sectors chosen, by their names."""
    findings = _chosen(evidence.findings, countries, sectors)
    cases = _chosen(evidence.cases, countries, sectors)
    where = " and ".join([*countries, *sectors]) or "all countries and sectors"
    words = f"{len(findings):,} figures of surveys and {len(cases):,} cases: {where}."
    newest = findings.sort_values(["year", "value"], ascending=False).head(ROWS)
    return Drawn(
        words,
        (
            _shares(findings),
            _standing(evidence.index, countries),
            _trend(evidence.index, countries),
            _of_sectors(cases),
        ),
        newest[list(COLUMNS)].rename(columns=COLUMNS),
    )


def _chosen(frame: pd.DataFrame, countries: Sequence[str], sectors: Sequence[str]) -> pd.DataFrame:
    kept = frame
    if countries:
        kept = kept[kept["country_name"].isin(countries)]
    if sectors:
        kept = kept[kept["sector_name"].isin(sectors)]
    return kept


def _shares(findings: pd.DataFrame) -> go.Figure:
    """Draw the themes with the most shares of surveys, by their median."""
    shares = findings[findings["measure"] == "percent"]
    by_theme = shares.groupby("theme_name")["value"].agg(["count", "median"]).nlargest(BARS, "count")
    by_theme = by_theme.sort_values("median").reset_index()
    return px.bar(by_theme, x="median", y="theme_name", title="Median share by theme",
                  labels={"median": "%", "theme_name": ""})  # fmt: skip


def _standing(index: pd.DataFrame, countries: Sequence[str]) -> go.Figure:
    """Draw the newest values of the index: the highest ones, and those of the countries chosen."""
    newest = index[index["year"] == index["year"].max()].sort_values("value", ascending=False)
    shown = pd.concat([newest.head(BARS), newest[newest["country_name"].isin(countries)]]).drop_duplicates("country")
    shown = shown.assign(chosen=shown["country_name"].isin(countries).map({True: "Chosen", False: "Others"}))
    return px.bar(shown.sort_values("value"), x="value", y="country_name", color="chosen", title="E-government index",
                  labels={"value": "Index", "country_name": "", "chosen": ""})  # fmt: skip


def _trend(index: pd.DataFrame, countries: Sequence[str]) -> go.Figure:
    """Draw the index over the years for the countries chosen, or for the highest ones of today."""
    newest = index[index["year"] == index["year"].max()].nlargest(LINES, "value")
    names = countries or list(newest["country_name"])
    lines = index[index["country_name"].isin(names)].sort_values("year")
    return px.line(lines, x="year", y="value", color="country_name", markers=True, title="How it changed",
                   labels={"value": "Index", "year": "", "country_name": ""})  # fmt: skip


def _of_sectors(cases: pd.DataFrame) -> go.Figure:
    """Draw how many cases each sector has."""
    counts = cases["sector_name"].value_counts().head(BARS).sort_values().rename("cases").reset_index()
    return px.bar(counts, x="cases", y="sector_name", title="Cases by sector",
                  labels={"cases": "Cases", "sector_name": ""})  # fmt: skip
