"""Cards of how countries changed on an index: lines beside the median, or a panel for each where they are many."""

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from trends import index_cards, indices, numbers, words
from trends.cards import Card
from trends.figures.base import for_widths
from trends.figures.lines import trend_lines
from trends.figures.multiples import small_multiples
from trends.indices import MEASURED, IndexFacts
from trends.palette import Palette

# More lines than this cannot be told apart, so that each then has a panel of its own.
DRAWN_LINES = 4
MOST_PANELS = 12
BAND = "The band holds the middle half of the countries with a value in each edition; their number can change."


def compares(years: pd.DataFrame) -> bool:
    """Say whether any two editions were made in the same way, so that a trend can be drawn.

    Args:
        years: one row per edition, as ``queries/indicator_years.sql`` gives them.
    """
    return bool(years["method"].duplicated().any())


def in_panels(facts: IndexFacts) -> bool:
    """Say whether each country of the trend gets a panel of its own: there are more than lines can be told apart."""
    return len(trend_countries(facts)) > DRAWN_LINES


def trend_countries(facts: IndexFacts) -> list[str]:
    """Return the codes of the countries whose trend is told, the reader's own first.

    They are the chosen ones; without a choice those of the group, and without a group the ends of the field; best
    first, or by alphabet where the index is no ranking. Such an index has no ends, and of a large group of it nobody
    can be left out, so there the median stands alone.
    """
    if len(facts.chosen):
        chosen = facts.chosen if facts.ranked else facts.chosen.sort_values("country_name")
        mine = [str(facts.mine["country"])] if facts.mine else []
        return [*mine, *(str(code) for code in chosen["country"] if code not in mine)]
    codes = [str(code) for code in facts.rows["country"]]
    if facts.group and (facts.ranked or len(codes) <= MOST_PANELS):
        return codes
    if not facts.ranked or len(codes) < 2:  # noqa: PLR2004 - a field has two ends
        return []
    return [codes[0], codes[-1]]


def panel_countries(facts: IndexFacts) -> list[str]:
    """Return the codes of the countries that get a panel: all of them, as long as they are few.

    Of many, the reader's own is kept and some evenly apart by value, from the highest to the lowest; where the index is
    no ranking, the first by alphabet.
    """
    codes = trend_countries(facts)
    if len(codes) <= MOST_PANELS:
        return codes
    if not facts.ranked:
        return codes[:MOST_PANELS]
    own = 1 if facts.mine else 0
    others, room = codes[own:], MOST_PANELS - own
    return [*codes[:own], *(others[round(place * (len(others) - 1) / (room - 1))] for place in range(room))]


def trend_card(facts: IndexFacts, trend: pd.DataFrame, palette: Palette, *, narrow: bool = False) -> Card:
    """Return the card of the trend of some countries beside the middle of the group: lines, or panels where many.

    The middle leaves out editions that were read in part: another set of countries is no trend.

    Args:
        facts: what :func:`trends.indices.index_facts` made.
        trend: one row per year and country of :func:`trend_countries`, and per year of the middle, as
            ``queries/indicator_trend.sql`` gives them.
        palette: the colours.
        narrow: write the table for a phone.
    """
    panels = in_panels(facts)
    lines = _trend_lines(facts, trend, by_value=panels and facts.ranked)
    # A group of countries may have a value in a year without any of a country, so the lines know more than ``years``.
    editions = {int(row["year"]): str(row["method"]) for row in lines.sort_values("year").to_dict("records")}
    about = [*_panels_about(facts, lines)] if panels else [BAND]
    about += words.break_words(editions)
    if facts.partial_years:
        said = words.joined([str(year) for year in sorted(facts.partial_years)])
        about.append(f"The median {'leaves' if panels else 'and its band leave'} out what was read in part: {said}.")
    if panels:
        drawn = lines[lines["code"].isin(["", *panel_countries(facts)])]
        table = panel_table(lines, editions, narrow=narrow)
        ticks = index_cards.ticks(facts, drawn["number"])
        figures = for_widths(small_multiples, drawn, palette, editions=editions, ticks=ticks)
        # The grey line has no panel of its own, so no end of the panels either.
        told = drawn[drawn["code"] != ""]
    else:
        told = lines
        table = trend_table(lines, editions, narrow=narrow)
        ticks = index_cards.ticks(facts, pd.concat([lines["number"], lines["lower"].dropna(), lines["upper"].dropna()]))
        figures = for_widths(trend_lines, lines, palette, editions=editions, ticks=ticks)
    beside = f"grey: {words.lower_first(_median_name(facts))}" if panels else "band: the middle half of countries"
    return Card(
        key="trend",
        title=_panels_title(facts, lines, editions) if panels else _trend_title(facts, lines, editions),
        subtitle=f"{facts.indicator} · {MEASURED[facts.unit]} · {numbers.years(min(editions), max(editions))} · "
        f"{beside}",
        table=table,
        shown=_trend_file(facts, lines),
        alt=_trend_alt(facts, told, editions, "A small chart per country" if panels else "Trend lines"),
        figures=figures,
        about=[*about, *indices.about(facts)],
        symbols=words.symbols_in(table),
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
    lines["line"] = lines["country_name"].where(lines["country"].notna(), _median_name(facts))
    lines["text"] = [facts.words(number) for number in lines["number"]]
    own = str(facts.mine["country"]) if facts.mine else ""
    lines["order"] = [2 if not code else 0 if code == own else 1 for code in lines["code"]]
    last = lines.sort_values("year").groupby("code")["number"].last() * (-1 if facts.higher_is_better else 1)
    lines["last"] = lines["code"].map(last) if by_value else 0.0
    return lines.sort_values(["order", "last", "line", "year"], ignore_index=True)


def _median_name(facts: IndexFacts) -> str:
    return f"Median of {facts.group}" if facts.group else "Median"


def _panels_about(facts: IndexFacts, lines: pd.DataFrame) -> list[str]:
    """Return how to read the panels, and which countries have none and why."""
    told, drawn = lines.loc[lines["code"] != "", "code"].nunique(), len(panel_countries(facts))
    said = ["Every panel has the same scale and the same years. The grey line is the same in all."]
    if told <= drawn:
        return said
    which = (
        f"spread evenly over the list by value, {facts.year}, the highest and the lowest among them"
        if facts.ranked
        else "the first by alphabet"
    )
    return [*said, f"{drawn} of {told} countries have a panel: {which}. The table and the file hold all {told}."]


def _panels_title(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str]) -> str:
    """Return the change of the reader's country; without one, how many countries went up over the full editions.

    Each is counted as its values read, from the first full edition that compares with the last.
    """
    full = [year for year in editions if year not in facts.partial_years]
    same = [year for year in full if editions[year] == editions[full[-1]]]
    if facts.mine or len(same) < 2:  # noqa: PLR2004 - a change needs two editions
        return _trend_title(facts, lines, editions)
    of_countries = lines[lines["code"] != ""]
    before, after = (of_countries[of_countries["year"] == year] for year in (same[0], same[-1]))
    moved = before.merge(after, on="code", suffixes=("_before", ""))
    changed, rose = moved["text"] != moved["text_before"], moved["number"] > moved["number_before"]
    counts = {
        "up": int((changed & rose).sum()),
        "down": int((changed & ~rose).sum()),
        "unchanged": int((~changed).sum()),
    }
    told = [f"{count} {word}" for word, count in counts.items() if count]
    if len(moved) < 2:  # noqa: PLR2004 - a count is of several
        return _trend_title(facts, lines, editions)
    if len(told) == 1:
        return f"All {told[0].replace(' ', ' countries ', 1)}, {same[0]} to {same[-1]}"
    return f"Of {len(moved)} countries, {words.joined(told)}, {same[0]} to {same[-1]}"


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


def _trend_title(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str]) -> str:
    """Return the change of the reader's country, else of the median, over the editions that compare with the last."""
    code = str(facts.mine["country"]) if facts.mine else ""
    own = lines[lines["code"] == code].sort_values("year")
    last = own.iloc[-1]
    same = own[[editions[int(year)] == editions[int(last["year"])] for year in own["year"]]]
    first = same.iloc[0]
    if len(same) == 1:
        return f"{last['line']}: {last['text']} in {last['year']}, with no comparable edition before"
    if first["text"] == last["text"]:
        return f"{last['line']}: {last['text']} in {last['year']}, as in {first['year']}"
    verb = "up" if last["number"] > first["number"] else "down"
    return f"{last['line']}: {verb} from {first['text']} in {first['year']} to {last['text']} in {last['year']}"


def _trend_alt(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str], kind: str) -> str:
    ends = [rows.sort_values("year").iloc[-1] for _, rows in lines.groupby("line", sort=False)]
    prefixes = ("At the end: ", "")
    if facts.ranked:
        ends.sort(key=lambda row: -float(row["number"]))
        prefixes = ("Highest at the end: ", "lowest: ")
    named = list(zip(prefixes, (ends[0], ends[-1]), strict=True))[: len(ends)]

    def said(width: int) -> str:
        values = [f"{prefix}{words.shortened(row['line'], width)} {row['text']}" for prefix, row in named]
        what = f"{words.shortened(facts.indicator, width)}, {numbers.years(min(editions), max(editions))}"
        return f"{kind}: {what}. {'; '.join(values)}. Table follows."

    return words.fitting(said)


def _trend_file(facts: IndexFacts, lines: pd.DataFrame) -> pd.DataFrame:
    rows = lines[["country", "line", "year", "method", "number", "lower", "upper", "countries"]]
    return index_cards.cited(facts, rows.rename(columns={"line": "country_name", "number": "value"})).assign(
        indicator_name=facts.indicator
    )
