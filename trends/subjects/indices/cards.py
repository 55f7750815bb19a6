"""Cards of where countries stand on an index: dot plot with its strip, letters by group, and map.

Which words may be said of an index, and where no country is put above another, is decided in :mod:`trends.subjects.indices.facts`.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.figures.base import for_widths
from trends.figures.dots import sorted_dots
from trends.figures.maps import choropleth
from trends.figures.palette import Palette
from trends.statistics import cells
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import EVERYONE, FEWEST_COUNTRIES, IndexFacts
from trends.subjects.indices.words import ON_MAPS, dots_alt, dots_title, map_alt, map_title, subtitle
from trends.words import grammar, numbers, pieces

SCALES = {"index_0_1": 1.0, "score_0_100": 100.0, "percent": 100.0}

SHORTEST_SCALE = 0.05

MOST_ROWS = 45
HIGHEST_ROWS = 10
LOWEST_ROWS = 3
NEIGHBOURS = 2
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
        facts: what :func:`trends.subjects.indices.facts.index_facts` made, of numbers and not without countries.
        palette: the colours.
        narrow: write the table for a phone.
    """
    rows = plotted(facts)
    everyone = facts.everyone
    whole = facts.ranked and len(facts.rows) <= MOST_ROWS
    beside = f" and {len(facts.outside)} chosen" if len(facts.outside) else ""
    figures = for_widths(
        sorted_dots,
        rows,
        palette,
        ticks=ticks_of(facts, everyone["number"]),
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
        title=dots_title(facts),
        subtitle=subtitle(facts),
        table=table,
        shown=shown_rows(facts),
        alt=dots_alt(facts),
        figures=figures,
        about=index_words.about(facts),
        symbols=[*pieces.symbols_in(table), *short],
        **around(facts),
    )


def _with_group(facts: IndexFacts, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of countries with the group's median and that of all others at its end, and the verdict."""
    if facts.against is None:
        return table
    rows = {"Group against the others": index_words.group_mark(facts)}
    if not facts.against.reason:
        others = f"Median of the {numbers.count(facts.against.countries)} others"
        rows = {"Median of the group": facts.words(facts.median), others: facts.words(facts.against.median), **rows}
    name = "Country" if "Country" in table else str(table.columns[0])
    empty = dict.fromkeys(table, pieces.NONE)
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
        facts: what :func:`trends.subjects.indices.facts.index_facts` made.
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
        "group_against_others": pieces.REST_VERDICTS[against.verdict],
        "reason": against.reason,
    }


def letters_card(facts: IndexFacts) -> Card:
    """Return the card of an indicator that gives letters: who is in which group, as a table without an axis.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made, of letters and not without countries.
    """
    steps = map_steps(facts)
    held = grammar.joined([f"{row['countries']} in {row['label']}" for row in steps.to_dict("records")])
    title = f"{facts.mine['country_name']} is in group {facts.mine['value']}" if facts.mine else held
    return Card(
        key="standing",
        title=title,
        subtitle=subtitle(facts),
        table=_steps_table(facts, steps),
        shown=shown_rows(facts),
        about=index_words.about(facts),
        **around(facts),
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


def map_card(facts: IndexFacts, palette: Palette) -> Card:
    """Return the card of the map; its table names the countries on each step of colour.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made, not without countries.
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
    key = labels if facts.letters else [tick for _, tick in ticks_of(facts, facts.rows["number"])]
    steps, regions = map_steps(facts), _regions(facts)
    said = [f"{row['name']} {facts.words(row['median'])} ({row['countries']})" for row in regions.to_dict("records")]
    figures = for_widths(choropleth, places, palette, key=key, bounds=not facts.letters)
    return Card(
        key="map",
        title=map_title(facts, steps, regions),
        subtitle=subtitle(facts),
        table=_steps_table(facts, steps),
        shown=shown_rows(facts),
        alt=map_alt(facts, steps),
        figures=figures,
        about=[
            *([f"Median by region, with the number of countries: {'; '.join(said)}."] if len(said) > 1 else []),
            ON_MAPS,
            *index_words.about(facts),
        ],
        **around(facts),
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


def _levels(facts: IndexFacts) -> pd.Series:
    """Return the step of each country of the group, 0 for the lowest value or the last letter."""
    if facts.letters:
        return facts.rows["value"].map(_level_labels(facts).index).astype(int)
    bounds = [bound for bound, _ in ticks_of(facts, facts.rows["number"])]
    # A bound belongs to the step above it, but for the last one, which closes the highest step.
    return pd.cut(facts.rows["number"].astype(float), [*bounds[:-1], float("inf")], right=False, labels=False)


def _level_labels(facts: IndexFacts) -> list[str]:
    """Return the steps in words, lowest first."""
    if facts.letters:
        return sorted(set(facts.rows["value"]), reverse=True)
    ticks = [tick for _, tick in ticks_of(facts, facts.rows["number"])]
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


def around(facts: IndexFacts, *beside: str) -> dict[str, Any]:
    """Return the fields of a card that are the same on all cards of an indicator.

    They are its foot, source and what it must always carry, the table and filters that give all values of every edition
    and country, and what a file of what is shown says of its choice.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made.
        beside: codes of further indicators whose values are behind the card too.
    """
    return {
        "foot": index_words.foot(facts),
        "source": facts.source,
        "carried": index_words.carried(facts),
        "behind": ("indicators", {"indicator": [facts.code, *beside]}),
        "file_words": {
            "indicator": [f"{facts.series}: {facts.indicator}"],
            "Compared with": [facts.group or EVERYONE],
            "year": [str(facts.year)],
        },
    }


def ticks_of(facts: IndexFacts, values: pd.Series) -> list[tuple[float, str]]:
    """Return the marks of the scale of a chart that holds some values, lowest first: value and words.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made, of numbers.
        values: the values the chart shows, in the unit of the indicator, at least one.
    """
    longest = SCALES[facts.unit]
    low, high = float(values.min()), float(values.max())
    if high - low < longest * SHORTEST_SCALE:
        # Values that hardly differ must not look far apart.
        middle, half = (low + high) / 2, longest * SHORTEST_SCALE / 2
        low, high = max(middle - half, 0), min(middle + half, longest)
    return [(bound, numbers.tick(bound, facts.unit)) for bound in cells.even_steps(low, high)]


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
