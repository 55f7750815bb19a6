"""Cards of how countries changed on an index: lines beside the median, or a panel for each where they are many."""

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from trends.cards.card import Card
from trends.figures.base import for_widths
from trends.figures.lines import trend_lines
from trends.figures.multiples import small_multiples
from trends.figures.palette import Palette
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts, in_panels, panel_countries
from trends.subjects.indices.words import (
    BAND,
    MEASURED,
    median_name,
    panels_about,
    panels_title,
    trend_alt,
    trend_title,
)
from trends.words import grammar, numbers, pieces


def trend_card(facts: IndexFacts, trend: pd.DataFrame, palette: Palette, *, narrow: bool = False) -> Card:
    """Return the card of the trend of some countries beside the middle of the group: lines, or panels where many.

    The middle leaves out editions that were read in part: another set of countries is no trend.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made.
        trend: one row per year and country of :func:`trend_countries`, and per year of the middle, as
            ``queries/indices/indicator_trend.sql`` gives them.
        palette: the colours.
        narrow: write the table for a phone.
    """
    panels = in_panels(facts)
    lines = _trend_lines(facts, trend, by_value=panels and facts.ranked)
    # A group of countries may have a value in a year without any of a country, so the lines know more than ``years``.
    editions = {int(row["year"]): str(row["method"]) for row in lines.sort_values("year").to_dict("records")}
    about = [*panels_about(facts, lines)] if panels else [BAND]
    about += pieces.break_words(editions)
    if facts.partial_years:
        said = grammar.joined([str(year) for year in sorted(facts.partial_years)])
        about.append(f"The median {'leaves' if panels else 'and its band leave'} out what was read in part: {said}.")
    if panels:
        drawn = lines[lines["code"].isin(["", *panel_countries(facts)])]
        table = panel_table(lines, editions, narrow=narrow)
        ticks = index_cards.ticks_of(facts, drawn["number"])
        figures = for_widths(small_multiples, drawn, palette, editions=editions, ticks=ticks)
        # The grey line has no panel of its own, so no end of the panels either.
        told = drawn[drawn["code"] != ""]
    else:
        told = lines
        table = trend_table(lines, editions, narrow=narrow)
        ticks = index_cards.ticks_of(
            facts, pd.concat([lines["number"], lines["lower"].dropna(), lines["upper"].dropna()])
        )
        figures = for_widths(trend_lines, lines, palette, editions=editions, ticks=ticks)
    beside = f"grey: {grammar.lower_first(median_name(facts))}" if panels else "band: the middle half of countries"
    return Card(
        key="trend",
        title=panels_title(facts, lines, editions) if panels else trend_title(facts, lines, editions),
        subtitle=f"{facts.indicator} · {MEASURED[facts.unit]} · {numbers.years(min(editions), max(editions))} · "
        f"{beside}",
        table=table,
        shown=_trend_file(facts, lines),
        alt=trend_alt(facts, told, editions, "A small chart per country" if panels else "Trend lines"),
        figures=figures,
        about=[*about, *index_words.about(facts)],
        symbols=pieces.symbols_in(table),
        **index_cards.around(facts),
    )


def _trend_lines(facts: IndexFacts, trend: pd.DataFrame, *, by_value: bool) -> pd.DataFrame:
    """Return the rows of a trend with ``code``, ``line`` and ``text``: the reader's own country first, the median last.

    Args:
        facts: the indicator.
        trend: as :func:`trend_card` takes it.
        by_value: sort the other countries by their last value, best first; else by alphabet.
    """
    middle = trend["country"].isna()
    lines = trend[~(middle & trend["year"].isin(facts.partial_years))].copy()
    lines["code"] = lines["country"].fillna("")
    lines["line"] = lines["country_name"].where(lines["country"].notna(), median_name(facts))
    lines["text"] = [facts.words(number) for number in lines["number"]]
    own = str(facts.mine["country"]) if facts.mine else ""
    lines["order"] = [2 if not code else 0 if code == own else 1 for code in lines["code"]]
    last = lines.sort_values("year").groupby("code")["number"].last() * (-1 if facts.higher_is_better else 1)
    lines["last"] = lines["code"].map(last) if by_value else 0.0
    return lines.sort_values(["order", "last", "line", "year"], ignore_index=True)


def trend_table(lines: pd.DataFrame, editions: Mapping[int, str], *, narrow: bool = False) -> pd.DataFrame:
    """Return a trend for reading: a row per edition, the last first, and a column per line.

    Args:
        lines: one row per line and year, with ``line``, ``year`` and ``text``.
        editions: the method of each edition, by year, in order.
        narrow: one column of words instead of one per line, for a phone.
    """
    changed = {after for before, after in pairwise(editions) if editions[before] != editions[after]}
    cells = {(str(row["line"]), int(row["year"])): str(row["text"]) for row in lines.to_dict("records")}
    names = [str(name) for name in lines["line"].drop_duplicates()]
    columns = {name: [cells.get((name, year), numbers.MISSING) for year in editions] for name in names}
    if narrow:
        values = [", ".join(f"{name} {columns[name][row]}" for name in names) for row in range(len(editions))]
        columns = {"Values": values}
    said = [f"{year}, method changed" if year in changed else str(year) for year in editions]
    return pd.DataFrame({"Edition": said, **columns}).iloc[::-1].reset_index(drop=True)


def panel_table(lines: pd.DataFrame, editions: Mapping[int, str], *, narrow: bool = False) -> pd.DataFrame:
    """Return a trend of many countries for reading: a row per line, and a column per edition, the last first.

    Args:
        lines: one row per line and year, with ``line``, ``year`` and ``text``.
        editions: the method of each edition, by year, in order.
        narrow: one column of words instead of one per edition, for a phone.
    """
    table = trend_table(lines, editions).set_index("Edition").T.rename_axis(index="Country", columns=None)
    if narrow:
        said = [", ".join(f"{edition} {value}" for edition, value in row.items()) for row in table.to_dict("records")]
        table = pd.DataFrame({"Values": said}, index=table.index)
    return table.reset_index()


def _trend_file(facts: IndexFacts, lines: pd.DataFrame) -> pd.DataFrame:
    rows = lines[["country", "line", "year", "method", "number", "lower", "upper", "countries"]]
    return index_cards.cited(facts, rows.rename(columns={"line": "country_name", "number": "value"})).assign(
        indicator_name=facts.indicator
    )
