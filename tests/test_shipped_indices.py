"""Changes of place and middles of indices of the project's own evidence, worked out from its tables with pandas."""

import functools
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.indices import view as index_view
from trends.subjects.themes import view as themes
from trends.words.text import plain


@functools.cache
def readings() -> pd.DataFrame:
    """Return the values of countries that are numbers, with which way is better."""
    values, indicators, countries = (
        pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("indicator_values", "indicators", "countries")
    )
    rows = values.merge(indicators[["indicator", "higher_is_better"]], on="indicator")
    rows = rows.merge(countries.loc[countries["kind"] == "country", ["country"]], on="country")
    rows = rows.assign(year=rows["year"].astype(int), number=pd.to_numeric(rows["value"], errors="coerce"))
    return rows[rows["number"].notna()]


INDICATORS = sorted(pd.read_csv(EVIDENCE / "indicators.csv", dtype=str)["indicator"])


def expected_places(rows: pd.DataFrame, year: int) -> dict[str, tuple[int, int, int, int]]:
    """Return of each country the edition before, its places before and now, and among how many countries."""
    found: dict[str, tuple[int, int, int, int]] = {}
    editions: dict[int, dict[str, tuple[float, str]]] = {}
    for when, country, number, method in zip(
        *(rows[name] for name in ("year", "country", "number", "method")), strict=True
    ):
        editions.setdefault(when, {})[country] = (number, method)
    up = not (rows["higher_is_better"] == "false").any()
    now = editions[year]
    for country, (_, method) in now.items():
        own = [
            when for when, held in editions.items() if when < year and held.get(country, (0, "another"))[1] == method
        ]
        if not own:
            continue
        then = editions[max(own)]
        both = [code for code, (_, made) in now.items() if code in then and then[code][1] == made]
        places = []
        for edition in (then, now):
            numbers = [edition[code][0] for code in both]
            ours = edition[country][0]
            places.append(1 + sum(number > ours if up else number < ours for number in numbers))
        found[str(country)] = (max(own), *places, len(both))
    return found


@pytest.mark.parametrize("indicator", INDICATORS)
def test_changes_of_place_are_among_the_countries_of_both_editions(store: Store, indicator: str) -> None:
    rows = readings()
    rows = rows[rows["indicator"] == indicator]
    for year in sorted(rows["year"].unique())[-2:]:
        found = store.ask("indicator_year", indicator=indicator, year=int(year), peers="", country=[])
        found = found[found["place_before"].notna()]
        columns = ["year_before", "place_before", "place_now", "countries_both"]
        told = {row["country"]: tuple(int(row[name]) for name in columns) for row in found.to_dict("records")}
        assert told == expected_places(rows, int(year))


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_middle_moves_with_the_countries_measured_throughout(store: Store, indicator: str) -> None:
    rows = readings()
    rows = rows[rows["indicator"] == indicator]
    years = sorted(rows["year"].unique().tolist())
    kept: list[pd.DataFrame] = []
    for _, held in rows.groupby("method"):
        editions = held["year"].nunique()
        kept += [of_country for _, of_country in held.groupby("country") if len(of_country) == editions]
    expected: dict[int, tuple[Any, ...]] = {}
    for year, held in pd.concat(kept).groupby("year") if kept else ():
        numbers = held["number"]
        expected[int(str(year))] = (numbers.median(), numbers.quantile(0.25), numbers.quantile(0.75), len(numbers))
    found = store.ask("indicator_trend", indicator=indicator, country=[], peers="", middle_years=years)
    told = {row["year"]: row for row in found.to_dict("records")}
    assert set(told) == set(expected)
    for year, (*middle, countries) in expected.items():
        assert told[year]["countries"] == countries
        assert [told[year][name] for name in ("number", "lower", "upper")] == pytest.approx(middle)


@functools.cache
def pages_read() -> pd.DataFrame:
    """Return the values of countries that are numbers, with the page each was read on."""
    places, pages = (pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str) for name in ("provenance", "documents"))
    return readings().merge(places, on="provenance").merge(pages, on="document")


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_trend_names_the_page_on_which_each_value_was_read(store: Store, indicator: str) -> None:
    rows = pages_read()
    rows = rows[rows["indicator"] == indicator]
    if rows.empty:
        # Letters have no trend.
        return
    country, newest = rows["country"].mode()[0], int(rows["year"].max())
    of_country = rows[rows["country"] == country].set_index("year")["url"]
    found = store.ask("indicator_trend", indicator=indicator, country=[country], peers="", middle_years=[newest])
    own = found[found["country"] == country].set_index("year")["source_url"]
    assert own.to_dict() == of_country.to_dict()
    of_middle = rows.loc[rows["year"] == newest, "url"].unique()
    (middle,) = found.loc[found["country"].isna(), "source_url"]
    assert [middle] == of_middle if len(of_middle) == 1 else pd.isna(middle)
    parts = store.ask("indicator_parts", indicator=indicator, year=newest, peers="", country=country)
    others = pages_read().set_index(["indicator", "year", "country"])["url"]
    assert [*parts["source_url"]] == [others[part, newest, country] for part in parts["indicator"]]


@pytest.mark.parametrize("year", range(2016, 2027))
def test_a_chosen_year_without_an_edition_of_an_index_is_told_so_on_themes(shipped_request: Request, year: int) -> None:
    request = replace(shipped_request, filters=Filters(year=(str(year),)))
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str, usecols=["indicator", "year"])
    held = values.groupby("indicator")["year"].agg(set)
    told = 0
    for theme in request.vocabulary.names["theme"]:
        found = themes.indices(request, theme)
        for at, (facts, _) in enumerate(found):
            missing = str(year) not in held[facts.code]
            assert missing or facts.year == year
            assert (f"There is no edition of {year};" in plain(themes.index_answer(request, facts))) == missing
            # The answer and the key figures of the page tell of the first index alone.
            if at or themes.is_empty(request, theme):
                continue
            told += missing
            said = plain(themes.answer(request, theme))
            assert (f"{facts.year}; no edition of {year})" in said) == (missing and facts.indicator in said)
            figures = {str(label): str(basis) for label, _, basis in themes.key_figures(request, theme)}
            basis = figures.get("Countries measured", "")
            assert (f"{facts.year}; no edition of {year}" in basis) == (missing and bool(basis))
    assert told


@pytest.mark.parametrize("year", [None, 2015])
def test_titles_of_indices_are_read_alone_and_what_a_chosen_year_does_is_a_note(
    shipped_request: Request, year: int | None
) -> None:
    """A title stands alone in a list, on a slide and in a search, and notes on plain pages and in files."""
    request = replace(shipped_request, filters=Filters(year=(str(year),) if year else ()))
    indicators = pd.read_csv(EVIDENCE / "indicators.csv", dtype=str).set_index("indicator")
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", usecols=["indicator", "year"])
    years, labels = values.groupby("indicator")["year"].agg(set), indicators["label"]
    looked_at = set(indicators.drop_duplicates(["series", "unit"]).index)
    for place in ((), ("IRL",)):
        asked = replace(request, filters=replace(request.filters, country=place))
        for name, code in index_view.offered_indicators(asked).items():
            if code not in looked_at:
                continue
            contents = index_view.contents(asked, {"indicator": [name], "trend": ["true"]})
            about = [each.title for each in (*contents.cards, *contents.listings) if each.key != "parts"]
            assert about
            assert not [title for title in about if labels[code] not in title], about
            # Of a year that has an edition the notes say nothing, unless it was read in part.
            told = any(str(year) in plain(note) for note in contents.notes)
            assert told or not year or year in years[code], (code, year)
