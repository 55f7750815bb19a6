"""Cards of how countries changed on an index: lines beside the median, or a panel for each where they are many."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Lines, Panels, Ticks
from trends.cards.table import Role, Table
from trends.statistics.cells import as_rows
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import titles
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import FEWEST_COUNTRIES, IndexFacts, in_panels, panel_countries
from trends.subjects.indices.words import MEASURED
from trends.words import grammar, numbers


def trend_card(facts: IndexFacts, trend: pd.DataFrame) -> Card | None:
    """Return the card of the trend of some countries beside the middle of the group: lines, or panels where many.

    The middle leaves out editions that were read in part: another set of countries is no trend. None where that leaves
    no value of any line.

    Args:
        facts: the indicator.
        trend: one row per year and country of :func:`trends.subjects.indices.facts.trend_countries`, and per year of
            the middle, as ``queries/indices/indicator_trend.sql`` gives them.
    """
    panels = in_panels(facts)
    lines = _trend_lines(facts, trend, by_value=panels and facts.ranked)
    if lines.empty:
        return None
    # A group of countries may have a value in a year without any of a country, so the lines know more than ``years``.
    editions = {int(row["year"]): str(row["method"]) for row in as_rows(lines.sort_values("year"))}
    table = panel_table(lines, editions) if panels else trend_table(lines, editions)
    chart: Lines | Panels
    if panels:
        drawn = lines[lines["code"].isin(["", *panel_countries(facts)])]
        chart = Panels(drawn, editions, index_cards.ticks_of(facts, drawn["number"]))
        # The grey line has no panel of its own, so no end of the panels either.
        told, kind = drawn[drawn["code"] != ""], "A small chart per country"
        title, beside = titles.panels_title, f"grey: {grammar.lower_first(titles.median_name(facts))}"
    else:
        chart = Lines(lines, editions, _ticks_with_band(facts, lines))
        told, kind = lines, "Trend lines"
        title, beside = titles.trend_title, "band: the middle half of countries"
    return Card(
        key="trend",
        title=title(facts, lines, editions),
        subtitle=f"{facts.indicator} · {MEASURED[facts.unit]} · {numbers.years(min(editions), max(editions))} · "
        f"{beside}",
        table=table,
        shown=_trend_file(facts, lines),
        alt=titles.trend_alt(facts, told, editions, kind),
        chart=chart,
        about=[*titles.trend_about(facts, lines, editions), *index_words.about(facts)],
        symbols=table.symbols(),
        **index_cards.around(facts) | {"foot": _foot(facts, lines)},
    )


def _foot(facts: IndexFacts, lines: pd.DataFrame) -> str:
    """Return the foot of a trend, which says whose median it draws: other countries than those of the edition shown."""
    told, middle = index_words.foot(facts), lines.loc[lines["code"] == "", "countries"]
    if middle.empty:
        return told
    return f"{told} · Median: of the {numbers.count(middle.iloc[-1])} countries measured in every edition"


def _ticks_with_band(facts: IndexFacts, lines: pd.DataFrame) -> Ticks:
    """Return the marks of a scale that holds the lines and the band of the median."""
    values = pd.concat([lines["number"], lines["lower"].dropna(), lines["upper"].dropna()])
    return index_cards.ticks_of(facts, values)


def _trend_lines(facts: IndexFacts, trend: pd.DataFrame, *, by_value: bool) -> pd.DataFrame:
    """Return the rows of a trend with ``code``, ``line`` and ``text``: the reader's own country first, the median last.

    Args:
        facts: the indicator.
        trend: as :func:`trend_card` takes it.
        by_value: sort the other countries by their last value, best first; else by alphabet.
    """
    middle = trend["country"].isna()
    few = trend["countries"].astype(float) < FEWEST_COUNTRIES
    lines = trend[~(middle & (trend["year"].isin(facts.partial_years) | few))].copy()
    lines["code"] = lines["country"].fillna("")
    lines["line"] = lines["country_name"].where(lines["country"].notna(), titles.median_name(facts))
    lines["text"] = [facts.words(number) for number in lines["number"]]
    own = str(facts.mine["country"]) if facts.mine else ""
    lines["order"] = [2 if not code else 0 if code == own else 1 for code in lines["code"]]
    last = lines.sort_values("year").groupby("code")["number"].last() * (-1 if facts.higher_is_better else 1)
    lines["last"] = lines["code"].map(last) if by_value else 0.0
    return lines.sort_values(["order", "last", "line", "year"], ignore_index=True)


def trend_table(lines: pd.DataFrame, editions: Mapping[int, str]) -> Table:
    """Return a trend for reading: a row per edition, the last first, and a column per line.

    The narrow form has one column of words instead of one per line.

    Args:
        lines: one row per line and year, with ``line``, ``year`` and ``text``.
        editions: the method of each edition, by year, in order.
    """
    said, columns = _trend_cells(lines, editions)
    values = [_listed(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return Table.of(
        {"Edition": said, **columns},
        dict.fromkeys(columns, Role.FIGURE),
        fold={"Edition": "{Edition}", "Values": "{Values}"},
        aside={"Values": values},
    )


def panel_table(lines: pd.DataFrame, editions: Mapping[int, str]) -> Table:
    """Return a trend of many countries for reading: a row per line, and a column per edition, the last first.

    The narrow form has one column of words instead of one per edition.

    Args:
        lines: one row per line and year, with ``line``, ``year`` and ``text``.
        editions: the method of each edition, by year, in order.
    """
    said, columns = _trend_cells(lines, editions)
    return Table.of(
        {"Country": list(columns)}
        | {edition: [held[at] for held in columns.values()] for at, edition in enumerate(said)},
        dict.fromkeys(said, Role.FIGURE),
        fold={"Country": "{Country}", "Values": "{Values}"},
        aside={"Values": [_listed(zip(said, held, strict=True)) for held in columns.values()]},
    )


def _trend_cells(lines: pd.DataFrame, editions: Mapping[int, str]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the editions in words, the last first, and for each line its values in them."""
    changed = {after for before, after in pairwise(editions) if editions[before] != editions[after]}
    cells = {(str(row["line"]), int(row["year"])): str(row["text"]) for row in as_rows(lines)}
    names = [str(name) for name in lines["line"].drop_duplicates()]
    years = list(editions)[::-1]
    said = [f"{year}, method changed" if year in changed else str(year) for year in years]
    return said, {name: [cells.get((name, year), numbers.MISSING) for year in years] for name in names}


def _listed(values: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values)


def _trend_file(facts: IndexFacts, lines: pd.DataFrame) -> pd.DataFrame:
    rows = lines[["country", "line", "year", "method", "number", "lower", "upper", "countries", "source_url"]]
    return index_cards.cited(facts, rows.rename(columns={"line": "country_name", "number": "value"})).assign(
        indicator_name=facts.indicator
    )
