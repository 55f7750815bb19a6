"""Cards of how countries compare on an index: dot plot with its strip, map, trend, and the parts of the index.

Which words may be said of an index, and where no country is put above another, is decided in :mod:`trends.indices`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from trends import indices, numbers, words
from trends.cards import Card
from trends.figures.dots import sorted_dots
from trends.figures.lines import trend_lines
from trends.figures.maps import choropleth
from trends.figures.multiples import small_multiples
from trends.indices import EVERYONE, FEWEST_COUNTRIES, MEASURED, IndexFacts
from trends.own import lower_first
from trends.palette import Palette

MOST_ROWS = 45
HIGHEST_ROWS = 10
LOWEST_ROWS = 3
NEIGHBOURS = 2
# More lines than this cannot be told apart, so that each then has a panel of its own.
DRAWN_LINES = 4
NARROW_LINES = 3
MOST_PANELS = 12
MOST_SIBLINGS = 12
SCALES = {"index_0_1": 1.0, "score_0_100": 100.0, "percent": 100.0}
SHORTEST_SCALE = 0.05

ON_MAPS = (
    "On a map large countries catch the eye whatever their value, and small ones may not show; the list holds every "
    "one. Outlines are those of Natural Earth and say nothing on whose land it is."
)
BAND = "The band holds the middle half of the countries with a value in each edition; their number can change."
PLOT_COLUMNS = ("code", "label", "text", "number", "strong")


def plotted(facts: IndexFacts) -> pd.DataFrame:
    """Return the rows of the dot plot, best first.

    A small group has all its countries; a large one its ends, the chosen ones and the neighbours of the reader's own,
    with a row for each gap that says how many are left out. Where the index is no ranking, the chosen ones stand alone,
    by alphabet. Columns: ``code``, ``label`` (place and name), ``text``, ``number`` (empty in a gap), ``strong``.
    """
    if not facts.ranked:
        return _listed(facts, facts.chosen.sort_values("country_name", ignore_index=True))
    count = len(facts.rows)
    kept = set(range(count))
    if count > MOST_ROWS:
        kept = {*range(HIGHEST_ROWS), *range(count - LOWEST_ROWS, count), *facts.rows.index[facts.rows["strong"]]}
        if facts.mine and facts.mine["in_group"]:
            own = int(facts.rows.index[facts.rows["country"] == facts.mine["country"]][0])
            kept |= set(range(max(own - NEIGHBOURS, 0), min(own + NEIGHBOURS + 1, count)))
    listed = _listed(facts, facts.rows, sorted(kept))
    if facts.outside.empty:
        return listed
    apart = pd.DataFrame([_gap("Chosen, not of the group")])
    return pd.concat([listed, apart, _listed(facts, facts.outside)], ignore_index=True)


def dots_card(facts: IndexFacts, palette: Palette, *, narrow: bool = False) -> Card:
    """Return the card of the sorted dot plot, with a strip of all countries above it where not all have a row.

    Args:
        facts: what :func:`trends.indices.index_facts` made, of numbers and not without countries.
        palette: the colours.
        narrow: draw for a phone.
    """
    rows = plotted(facts)
    everyone = facts.everyone
    whole = facts.ranked and len(facts.rows) <= MOST_ROWS
    beside = f" and {len(facts.outside)} chosen" if len(facts.outside) else ""
    figure = sorted_dots(
        rows,
        palette,
        ticks=_ticks(facts, everyone["number"]),
        middle=None if facts.partial else (facts.median, f"median {facts.words(facts.median)}"),
        field=None
        if whole
        else pd.DataFrame(
            {
                "code": everyone["country"],
                "label": everyone["country_name"],
                "text": everyone["text"],
                "number": everyone["number"].astype(float),
                "strong": everyone["strong"],
            }
        ),
        field_words=f"{facts.countries}{beside}, a dot each",
        narrow=narrow,
    )
    if not has_full_list(facts):
        table = country_table(facts, everyone, narrow=narrow)
    elif facts.ranked:
        table = country_table(facts, everyone[everyone["country"].isin(rows["code"])], narrow=narrow)
    else:
        table = spread_table(facts)
    table = _with_group(facts, table)
    short = [f"The full list on this page has all {len(everyone)} countries."] if has_full_list(facts) else []
    return Card(
        key="standing",
        title=_dots_title(facts),
        subtitle=_subtitle(facts),
        table=table,
        shown=shown_rows(facts),
        foot=indices.foot(facts),
        source=facts.source,
        carried=indices.carried(facts),
        alt=_dots_alt(facts),
        figure=figure,
        about=indices.about(facts),
        symbols=[*words.symbols_in(table), *short],
        behind=behind(facts),
        file_words=file_words(facts),
    )


def _with_group(facts: IndexFacts, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of countries with the group's median and that of all others at its end, and the verdict."""
    if facts.against is None:
        return table
    rows = {"Group against the others": indices.group_mark(facts)}
    if not facts.against.reason:
        others = f"Median of the {numbers.count(facts.against.countries)} others"
        rows = {"Median of the group": facts.words(facts.median), others: facts.words(facts.against.median), **rows}
    name = "Country" if "Country" in table else str(table.columns[0])
    empty = dict.fromkeys(table, words.NONE)
    made = [empty | {name: label, str(facts.year): said} for label, said in rows.items()]
    return pd.concat([table, pd.DataFrame(made)], ignore_index=True)


def has_full_list(facts: IndexFacts) -> bool:
    """Say whether the countries need a list of their own: they are more than a card shows, or have letters."""
    return facts.letters or len(facts.rows) > MOST_ROWS


def spread_table(facts: IndexFacts) -> pd.DataFrame:
    """Return the spread of the field for reading: its ends and quarters, and the chosen countries by alphabet."""
    held = facts.rows["number"].astype(float)
    spread = {
        "Highest": held.max(),
        "A quarter lie above": facts.upper,
        "Median": facts.median,
        "A quarter lie below": facts.lower,
        "Lowest": held.min(),
    }
    chosen = facts.chosen.sort_values("country_name")
    return pd.DataFrame(
        {
            f"Of {facts.countries}": [*spread, *chosen["country_name"]],
            str(facts.year): [*(facts.words(value) for value in spread.values()), *chosen["text"]],
        }
    )


def country_table(facts: IndexFacts, rows: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return countries for reading, with place, value, and value of the edition before that compares.

    Where the index is no ranking they stand by alphabet.

    Args:
        facts: what :func:`trends.indices.index_facts` made.
        rows: the rows to list, of ``facts.everyone``.
        narrow: leave out the edition before, for a phone.
    """
    if not facts.ranked:
        rows = rows.sort_values("country_name", key=lambda names: names.str.casefold())
    table = pd.DataFrame()
    if facts.placed:
        table["Place"] = [facts.place_words(row) or "–" for row in rows[["place", "tied"]].to_dict("records")]
    table["Country"] = rows["country_name"].to_numpy()
    table[str(facts.year)] = rows["text"].to_numpy()
    years = rows["year_before"].dropna().unique()
    if len(years) == 1 and not narrow:
        before = rows["value_before"] if facts.letters else rows["before"]
        table[str(int(years[0]))] = [facts.words(value) for value in before]
    return table


def shown_rows(facts: IndexFacts) -> pd.DataFrame:
    """Return the countries shown as numbers for taking away, with unit, method, caution and source on every row."""
    rows = facts.everyone
    made = rows[["country", "country_name", "un_region", "un_subregion", "year", "method", "value"]].assign(
        unit=facts.unit,
        indicator_name=facts.indicator,
        series_name=facts.series,
        group=facts.group or EVERYONE,
        in_group=rows["in_group"],
        year_before=rows["year_before"],
        before=rows["value_before"],
        **_group_file(facts),
        note=rows["note"],
        caution=facts.caution,
        evidence_name=facts.evidence_name,
        source_name=facts.source.name,
        source_url=rows["source_url"],
        licence=facts.source.licence,
    )
    if facts.placed:
        return made.assign(rank=rows["place"], tied=rows["tied"])
    return made.sort_values("country_name", ignore_index=True) if not facts.ranked else made


def _group_file(facts: IndexFacts) -> dict[str, Any]:
    """Return what a file says of the group against all other countries; nothing where the group holds all."""
    against = facts.against
    if against is None:
        return {}
    return {
        "group_median": facts.median if not against.reason else None,
        "others": against.countries,
        "others_median": against.median,
        "group_less_others": against.difference,
        "group_against_others": words.REST_VERDICTS[against.verdict],
        "reason": against.reason,
    }


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


def letters_card(facts: IndexFacts) -> Card:
    """Return the card of an indicator that gives letters: who is in which group, as a table without an axis.

    Args:
        facts: what :func:`trends.indices.index_facts` made, of letters and not without countries.
    """
    steps = map_steps(facts)
    held = words.joined([f"{row['countries']} in {row['label']}" for row in steps.to_dict("records")])
    title = f"{facts.mine['country_name']} is in group {facts.mine['value']}" if facts.mine else held
    return Card(
        key="standing",
        title=title,
        subtitle=_subtitle(facts),
        table=_steps_table(facts, steps),
        shown=shown_rows(facts),
        foot=indices.foot(facts),
        source=facts.source,
        carried=indices.carried(facts),
        about=indices.about(facts),
        behind=behind(facts),
        file_words=file_words(facts),
    )


def map_steps(facts: IndexFacts) -> pd.DataFrame:
    """Return the steps of the map, highest first: one row each.

    Columns: ``level`` (0 the lowest), ``label`` (as in «0.6 to under 0.8», or the letter), ``countries`` (number) and
    ``names`` (of the countries, by alphabet).
    """
    levels, labels = _levels(facts), _level_labels(facts)
    names = [sorted(facts.rows.loc[levels == level, "country_name"], key=str.casefold) for level in range(len(labels))]
    steps = pd.DataFrame(
        {
            "level": range(len(labels)),
            "label": labels,
            "countries": [len(each) for each in names],
            "names": [", ".join(each) for each in names],
        }
    )
    return steps.iloc[::-1].reset_index(drop=True)


def map_card(facts: IndexFacts, palette: Palette, *, narrow: bool = False) -> Card:
    """Return the card of the map; its table names the countries on each step of colour.

    Args:
        facts: what :func:`trends.indices.index_facts` made, not without countries.
        palette: the colours.
        narrow: draw for a phone.
    """
    places = pd.DataFrame(
        {
            "code": facts.rows["country"],
            "level": _levels(facts),
            "text": facts.rows["country_name"] + ": " + facts.rows["text"],
            "strong": facts.rows["strong"],
        }
    )
    labels = _level_labels(facts)
    key = labels if facts.letters else [tick for _, tick in _ticks(facts, facts.rows["number"])]
    steps, regions = map_steps(facts), _regions(facts)
    said = [f"{row['name']} {facts.words(row['median'])} ({row['countries']})" for row in regions.to_dict("records")]
    return Card(
        key="map",
        title=_map_title(facts, steps, regions),
        subtitle=_subtitle(facts),
        table=_steps_table(facts, steps),
        shown=shown_rows(facts),
        foot=indices.foot(facts),
        source=facts.source,
        carried=indices.carried(facts),
        alt=_map_alt(facts, steps),
        figure=choropleth(places, palette, key=key, bounds=not facts.letters, narrow=narrow),
        about=[
            *([f"Median by region, with the number of countries: {'; '.join(said)}."] if len(said) > 1 else []),
            ON_MAPS,
            *indices.about(facts),
        ],
        behind=behind(facts),
        file_words=file_words(facts),
    )


def compares(years: pd.DataFrame) -> bool:
    """Say whether any two editions were made in the same way, so that a trend can be drawn.

    Args:
        years: one row per edition, as ``queries/indicator_years.sql`` gives them.
    """
    return bool(years["method"].duplicated().any())


def in_panels(facts: IndexFacts, *, narrow: bool = False) -> bool:
    """Say whether each country of the trend gets a panel of its own: there are more than lines can be told apart."""
    return len(trend_countries(facts)) > (NARROW_LINES if narrow else DRAWN_LINES)


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
        narrow: draw for a phone.
    """
    panels = in_panels(facts, narrow=narrow)
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
        ticks = _ticks(facts, drawn["number"])
        figure = small_multiples(drawn, palette, editions=editions, ticks=ticks, narrow=narrow)
        # The grey line has no panel of its own, so no end of the panels either.
        told = drawn[drawn["code"] != ""]
    else:
        told = lines
        table = trend_table(lines, editions, narrow=narrow)
        ticks = _ticks(facts, pd.concat([lines["number"], lines["lower"].dropna(), lines["upper"].dropna()]))
        figure = trend_lines(lines, palette, editions=editions, ticks=ticks, narrow=narrow)
    beside = f"grey: {lower_first(_median_name(facts))}" if panels else "band: the middle half of countries"
    return Card(
        key="trend",
        title=_panels_title(facts, lines, editions) if panels else _trend_title(facts, lines, editions),
        subtitle=f"{facts.indicator} · {MEASURED[facts.unit]} · {numbers.years(min(editions), max(editions))} · "
        f"{beside}",
        table=table,
        shown=_trend_file(facts, lines),
        foot=indices.foot(facts),
        source=facts.source,
        carried=indices.carried(facts),
        alt=_trend_alt(facts, told, editions, "A small chart per country" if panels else "Trend lines"),
        figure=figure,
        about=[*about, *indices.about(facts)],
        symbols=words.symbols_in(table),
        behind=behind(facts),
        file_words=file_words(facts),
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


def direct_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators to show beside one: its direct parts, or where it has none, the rest of a short series.

    A part of a part is left out. A series of more than twelve other indicators is too long to help.

    Args:
        parts: one row per other indicator, as ``queries/indicator_parts.sql`` gives them.
    """
    below = parts[parts["is_part"].astype(bool)]
    if below.empty:
        return parts if len(parts) <= MOST_SIBLINGS else parts.iloc[0:0]
    codes = below["indicator"].tolist()
    nested = [any(each.startswith(f"{other}_") for other in codes) for each in codes]
    return below[[not each for each in nested]].reset_index(drop=True)


def parts_card(facts: IndexFacts, parts: pd.DataFrame, palette: Palette, *, narrow: bool = False) -> Card:
    """Return the card of other indicators of the series: the reader's country beside the median of the group.

    Args:
        facts: what :func:`trends.indices.index_facts` made, with a row of the reader's country.
        parts: one row per indicator, as :func:`direct_parts` returns them, not empty.
        palette: the colours.
        narrow: draw for a phone.
    """
    ordered = parts.sort_values(["number", "indicator_name"], ascending=[False, True], ignore_index=True)
    labels = [_part_name(facts, str(part)) for part in ordered["indicator_name"]]
    name = str(facts.mine["country_name"])
    texts = [facts.words(number) for number in ordered["number"]]
    medians = [facts.words(median) for median in ordered["median"]]
    figure = sorted_dots(
        pd.DataFrame(
            {
                "code": str(facts.mine["country"]),
                "label": labels,
                "text": texts,
                "number": ordered["number"],
                "strong": True,
                "middle": ordered["median"],
                "middle_text": medians,
            }
        ),
        palette,
        ticks=_ticks(facts, pd.concat([ordered["number"], ordered["median"].dropna()])),
        narrow=narrow,
    )
    table = pd.DataFrame({"Measure": labels, name: texts, "Median": medians})
    above = int((ordered["number"] > ordered["median"]).sum())
    return Card(
        key="parts",
        title=f"{name} is above the median in {above} of {len(ordered)} other measures",
        subtitle=f"{facts.series} · {MEASURED[facts.unit]} · dot: {name}, bar: median of "
        f"{facts.group or 'all countries'} · {facts.year}",
        table=table,
        shown=_parts_file(facts, ordered),
        foot=indices.foot(facts),
        source=facts.source,
        carried=indices.carried(facts),
        alt=words.fitting(
            lambda width: (
                f"Dot plot: {name} beside the median, {len(ordered)} measures, {facts.year}. "
                f"Highest: {words.shortened(labels[0], width)} {texts[0]}; "
                f"lowest: {words.shortened(labels[-1], width)} {texts[-1]}. Table follows."
            )
        ),
        figure=figure,
        about=[
            *[
                f"{label}: {indices.sentence(str(definition))}"
                for label, definition in zip(labels, ordered["definition"], strict=True)
            ],
            *indices.about(facts),
        ],
        symbols=words.symbols_in(table),
        behind=("indicators", {"indicator": [facts.code, *ordered["indicator"]]}),
        file_words=file_words(facts),
    )


def _steps_table(facts: IndexFacts, steps: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Group" if facts.letters else "Value": steps["label"],
            "Number": [numbers.count(count) for count in steps["countries"]],
            "Countries": [names or "none" for names in steps["names"]],
        }
    )


def _listed(facts: IndexFacts, rows: pd.DataFrame, kept: Sequence[int] | None = None) -> pd.DataFrame:
    """Return rows of the dot plot with a row in each gap between the kept ones."""
    made: list[dict[str, Any]] = []
    next_place = 0
    digits = len(str(len(facts.rows)))
    places = list(range(len(rows))) if kept is None else list(kept)
    for place, row in zip(places, rows.iloc[places].to_dict("records"), strict=True):
        if place > next_place:
            made.append(_gap(f"… {place - next_place} more between"))
        # Spaces as wide as a digit keep names under each other.
        number = f"{row['place']}{'=' if row['tied'] else ''}".rjust(digits + 1, "\u2007")
        number = f"{number}\u2007" if facts.place_words(row) else ""
        made.append(
            {
                "code": row["country"],
                "label": f"{number}{row['country_name']}",
                "text": row["text"],
                "number": float(row["number"]),
                "strong": bool(row["strong"]),
            }
        )
        next_place = place + 1
    return pd.DataFrame(made, columns=list(PLOT_COLUMNS))


def _gap(text: str) -> dict[str, Any]:
    return {"code": "", "label": text, "text": "", "number": float("nan"), "strong": False}


def _ticks(facts: IndexFacts, values: pd.Series) -> list[tuple[float, str]]:
    longest = SCALES[facts.unit]
    low, high = float(values.min()), float(values.max())
    if high - low < longest * SHORTEST_SCALE:
        # Values that hardly differ must not look far apart.
        middle, half = (low + high) / 2, longest * SHORTEST_SCALE / 2
        low, high = max(middle - half, 0), min(middle + half, longest)
    return [(bound, numbers.tick(bound, facts.unit)) for bound in numbers.even_steps(low, high)]


def _subtitle(facts: IndexFacts) -> str:
    where = facts.group[:1].upper() + facts.group[1:] if facts.group else EVERYONE
    return f"{facts.indicator} · {MEASURED[facts.unit]} · {where} · {facts.year}"


def _dots_title(facts: IndexFacts) -> str:
    if facts.partial:
        read = f"{facts.read} of {facts.fullest} countries read"
        return f"{facts.mine['country_name']}: {facts.mine['text']}; {read}" if facts.mine else read
    spread = f"half of countries lie between {facts.words(facts.lower)} and {facts.words(facts.upper)}"
    if facts.mine:
        name, side = facts.mine["country_name"], indices.against_median(facts, facts.mine)
        if place := facts.place_words(facts.mine):
            return f"{name}: {place} of {len(facts.rows)}, {side}"
        return f"{name}: {facts.mine['text']}, {side} of {facts.words(facts.median)}"
    if not facts.ranked:
        return f"Median {facts.words(facts.median)}; {spread}"
    return f"From {facts.rows.iloc[0]['text']} to {facts.rows.iloc[-1]['text']}; {spread}"


def _dots_alt(facts: IndexFacts) -> str:
    first, last = facts.rows.iloc[0], facts.rows.iloc[-1]
    ends = ("Highest", "lowest") if facts.higher_is_better else ("Lowest", "highest")

    def said(width: int) -> str:
        what = f"{words.shortened(facts.indicator, width)}, {facts.countries}, {facts.year}."
        if not facts.ranked:
            return f"Strip of dots: {what} Median {facts.words(facts.median)}; {indices.spread(facts)}. Table follows."
        return (
            f"Dot plot: {what} {ends[0]}: {words.shortened(first['country_name'], width)} {first['text']}; "
            f"{ends[1]}: {words.shortened(last['country_name'], width)} {last['text']}. Table follows."
        )

    return words.fitting(said)


def _levels(facts: IndexFacts) -> pd.Series:
    """Return the step of each country of the group, 0 for the lowest value or the last letter."""
    if facts.letters:
        return facts.rows["value"].map(_level_labels(facts).index).astype(int)
    bounds = [bound for bound, _ in _ticks(facts, facts.rows["number"])]
    # A bound belongs to the step above it, but for the last one, which closes the highest step.
    return pd.cut(facts.rows["number"].astype(float), [*bounds[:-1], float("inf")], right=False, labels=False)


def _level_labels(facts: IndexFacts) -> list[str]:
    """Return the steps in words, lowest first."""
    if facts.letters:
        return sorted(set(facts.rows["value"]), reverse=True)
    ticks = [tick for _, tick in _ticks(facts, facts.rows["number"])]
    under = [f"{low} to under {high}" for low, high in pairwise(ticks)]
    return [*under[:-1], f"{ticks[-2]} to {ticks[-1]}"]


def _regions(facts: IndexFacts) -> pd.DataFrame:
    """Return the median by region of several countries, highest first: ``name``, ``median``, ``countries``."""
    if not facts.placed:
        return pd.DataFrame({"name": [], "median": [], "countries": []})
    column = "un_region" if len(set(facts.rows["un_region"].dropna())) > 1 else "un_subregion"
    grouped = facts.rows.assign(number=facts.rows["number"].astype(float)).groupby(column)["number"]
    found = pd.DataFrame({"median": grouped.median(), "countries": grouped.size()}).rename_axis("name").reset_index()
    found = found[found["countries"] >= FEWEST_COUNTRIES]
    return found.sort_values(["median", "name"], ascending=[False, True], ignore_index=True)


def _map_title(facts: IndexFacts, steps: pd.DataFrame, regions: pd.DataFrame) -> str:
    if facts.partial:
        return f"Values were read for {facts.read} of {facts.fullest} countries"
    if len(regions) > 1:
        first, last = regions.iloc[0], regions.iloc[-1]
        high, low = facts.words(first["median"]), facts.words(last["median"])
        if high != low:
            return f"Median from {low} in {last['name']} to {high} in {first['name']}"
    top = steps.iloc[0]
    where = f"in group {top['label']}" if facts.letters else f"at {top['label']}"
    return f"{top['countries']} of {facts.countries} {where}"


def _map_alt(facts: IndexFacts, steps: pd.DataFrame) -> str:
    first, last = steps.iloc[0], steps.iloc[-1]
    return words.fitting(
        lambda width: (
            f"Map: {words.shortened(facts.indicator, width)}, {facts.countries}, {facts.year}. "
            f"{first['countries']} at {first['label']}; {last['countries']} at {last['label']}. Table follows."
        )
    )


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
    return _cited(facts, rows.rename(columns={"line": "country_name", "number": "value"})).assign(
        indicator_name=facts.indicator
    )


def _part_name(facts: IndexFacts, name: str) -> str:
    """Return the name of a part without that of the whole, as in «Businesses» for «User support - businesses»."""
    own = name.removeprefix(f"{facts.indicator} - ")
    return own[:1].upper() + own[1:]


def _parts_file(facts: IndexFacts, parts: pd.DataFrame) -> pd.DataFrame:
    rows = parts[["indicator", "indicator_name", "definition", "number", "median", "lower", "upper", "countries"]]
    return _cited(facts, rows.rename(columns={"number": "value"})).assign(
        country_name=facts.mine["country_name"], year=facts.year
    )


def _cited(facts: IndexFacts, rows: pd.DataFrame) -> pd.DataFrame:
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
