"""Cards of where countries stand on an index: the dot plot with its strip, and what all cards on an index share.

Which words may be said of an index, and where no country is put above another, is decided in
:mod:`trends.subjects.indices.facts`.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Dots
from trends.cards.listing import Listing
from trends.cards.table import Role, Table
from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.subjects.indices import titles
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import EVERYONE, IndexFacts
from trends.words import numbers, pieces
from trends.words.text import say

# The length of the whole scale of each unit.
SCALES = {"index_0_1": 1.0, "score_0_100": 100.0, "percent": 100.0}
# A chart shows at least this part of the whole scale.
SHORTEST_SCALE = 0.05

# A card shows no more countries than this one by one; of more it shows the ends and what the reader chose.
MOST_ROWS = 45
HIGHEST_ROWS = 10
LOWEST_ROWS = 3
# Where a country was chosen, its place among others is what counts: of more than a few, its neighbours have a row.
MOST_BESIDE_CHOSEN = 20
NEIGHBOURS = 3
BY_WEIGHTING = "Place by weighting"
PLOT_COLUMNS = ("code", "label", "name", "place", "text", "number", "strong")
# What a row of the dot plot is made of.
LISTED_COLUMNS = ("country", "country_name", "place", "tied", "text", "number", "strong")


def plotted(facts: IndexFacts) -> pd.DataFrame:
    """Return the rows of the dot plot, best first.

    A small group has all its countries; a large one its ends. Where countries were chosen, these are the first and the
    last only, and beside them stand the chosen ones and the neighbours of the reader's own. A row for each gap says how
    many are left out. Where the index is no ranking, the chosen ones stand alone, by alphabet. Columns: ``code``,
    ``label`` (place and name), ``text``, ``number`` (empty in a gap), ``strong``.
    """
    if not facts.ranked:
        made = _listed(facts, facts.chosen_by_name)
    else:
        places = _plotted_places(facts)
        rows = as_rows(facts.rows[[*LISTED_COLUMNS]].iloc[places])
        made = _listed(facts, rows, places)
        if len(facts.outside):
            made += [_gap("Chosen, not of the group"), *_listed(facts, as_rows(facts.outside))]
    return pd.DataFrame(made, columns=list(PLOT_COLUMNS))


def plotted_countries(facts: IndexFacts) -> list[str]:
    """Return the codes of the countries that have a row of the dot plot; the index may be ranked."""
    codes = facts.rows["country"].tolist()
    return [*(codes[place] for place in _plotted_places(facts)), *facts.outside["country"].tolist()]


def _plotted_places(facts: IndexFacts) -> list[int]:
    """Return which rows of the group the dot plot shows."""
    count = len(facts.rows)
    if count <= _most(facts):
        return list(range(count))
    strong = facts.rows["strong"].to_numpy(dtype=bool).nonzero()[0].tolist()
    highest, lowest = (1, 1) if strong else (HIGHEST_ROWS, LOWEST_ROWS)
    kept = {*range(highest), *range(count - lowest, count), *strong}
    if facts.mine and facts.mine["in_group"]:
        own = facts.rows["country"].tolist().index(facts.mine["country"])
        kept |= set(range(max(own - NEIGHBOURS, 0), min(own + NEIGHBOURS + 1, count)))
    return sorted(kept)


def _most(facts: IndexFacts) -> int:
    """Return of how many countries the dot plot has a row for each."""
    return MOST_BESIDE_CHOSEN if facts.rows["strong"].any() else MOST_ROWS


def dots_card(facts: IndexFacts, shown: pd.DataFrame | None = None) -> Card:
    """Return the card of the sorted dot plot, with a strip of all countries above it where not all have a row.

    Args:
        facts: the indicator, of numbers and not without countries.
        shown: the rows of :func:`shown_rows`; made of the facts if not given.
    """
    rows, everyone = _ranged(facts, plotted(facts)), facts.everyone
    if not has_full_list(facts):
        table = country_table(facts, everyone)
    elif facts.ranked:
        table = country_table(facts, everyone[everyone["country"].isin(rows["code"])])
    else:
        table = spread_table(facts)
    table = _with_group(facts, table)
    short = [f"The page Countries has the full list of all {len(everyone)}."] if has_full_list(facts) else []
    told = index_words.foot(facts)
    whisker = {"foot": f"{told} · Whisker: places by other fair weightings"} if facts.weighted else {}
    return Card(
        key="standing",
        title=titles.dots_title(facts),
        subtitle=titles.subtitle(facts),
        table=table,
        shown=shown_rows(facts) if shown is None else shown,
        alt=titles.dots_alt(facts),
        chart=_dots(facts, rows),
        about=index_words.about(facts),
        symbols=[*table.symbols(), *short],
        **around(facts) | whisker,
    )


def _ranged(facts: IndexFacts, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the dot plot with ``low``, ``high`` and ``range``: the range of a place.

    The scale is one of values, so an end stands where the country lies that has the place as published.
    """
    if not facts.weighted:
        return rows
    held = facts.rows["number"].tolist()
    found = [facts.weighted.get(str(code)) for code in rows["code"]]
    gap = float("nan")
    return rows.assign(
        low=[gap if each is None else float(held[each.worst - 1]) for each in found],
        high=[gap if each is None else float(held[each.best - 1]) for each in found],
        range=[
            f"{said} by other fair weightings" if (said := facts.weighted_words(str(code))) else ""
            for code in rows["code"]
        ],
    )


def _dots(facts: IndexFacts, rows: pd.DataFrame) -> Dots:
    """Return the chart of plotted rows, with a strip of all countries where not all have a row."""
    everyone = facts.everyone
    beside = f" and {len(facts.outside)} chosen" if len(facts.outside) else ""
    strip = None
    if not facts.ranked or len(facts.rows) > _most(facts):
        strip = pd.DataFrame(
            {
                "code": everyone["country"],
                "label": everyone["country_name"],
                "text": everyone["text"],
                "number": everyone["number"].astype(float),
                "strong": everyone["strong"],
                "place": [facts.place_words(row) for row in as_rows(everyone[["place", "tied"]])],
            }
        )
    return Dots(
        rows,
        ticks=ticks_of(facts, everyone["number"]),
        middle=None if facts.partial else (facts.median, f"median {facts.words(facts.median)}"),
        field=strip,
        field_words=f"{facts.countries}{beside}, a dot each",
    )


def _with_group(facts: IndexFacts, table: Table) -> Table:
    """Return a table of countries with the group's median and that of all others at its end, and the verdict."""
    if facts.against is None:
        return table
    rows = {"Group against the others": index_words.group_mark(facts)}
    if not facts.against.reason:
        others = f"Median of the {numbers.count(facts.against.countries)} others"
        rows = {"Median of the group": facts.words(facts.median), others: facts.words(facts.against.median), **rows}
    name = "Country" if "Country" in table.headings else table.headings[0]
    return table.with_rows([{name: label, str(facts.year): said} for label, said in rows.items()], pieces.NONE)


def has_full_list(facts: IndexFacts) -> bool:
    """Say whether the countries need a list of their own: they are more than a card shows, or have letters."""
    return facts.letters or len(facts.rows) > MOST_ROWS


def full_list(facts: IndexFacts) -> Listing:
    """Return all countries of the group, and the chosen ones outside it, as a listing."""
    counted = numbers.counted(len(facts.everyone), "country", "countries")
    return Listing(
        key="every_country",
        title=f"Full list of {facts.indicator}: {counted}, {facts.year}",
        label=f"Every country: {facts.indicator}, {facts.year}",
        table=country_table(facts, facts.everyone),
        notes=[say("{} · Source: [{}]({})", index_words.foot(facts), facts.source.name, facts.source.url)],
        behind=("indicators", {"indicator": [facts.code], "year": [str(facts.year)]}),
    )


def spread_table(facts: IndexFacts) -> Table:
    """Return the spread of the field for reading: its ends and quarters, and the chosen countries by alphabet."""
    held = facts.rows["number"].astype(float)
    spread = {
        "Highest": held.max(),
        "A quarter lie above": facts.upper,
        "Median": facts.median,
        "A quarter lie below": facts.lower,
        "Lowest": held.min(),
    }
    chosen, year = facts.chosen_by_name, str(facts.year)
    return Table.of(
        {
            f"Of {facts.countries}": [*spread, *(str(row["country_name"]) for row in chosen)],
            year: [*(facts.words(value) for value in spread.values()), *(str(row["text"]) for row in chosen)],
        },
        {year: Role.FIGURE},
    )


def country_table(facts: IndexFacts, rows: pd.DataFrame) -> Table:
    """Return countries for reading, with place, value, and value of the edition before that compares.

    Where the index is no ranking they stand by alphabet. The narrow form leaves the edition before out.

    Args:
        facts: the indicator.
        rows: the rows to list, of ``facts.everyone``.
    """
    if not facts.ranked:
        rows = rows.sort_values("country_name", key=lambda names: names.str.casefold())
    year = str(facts.year)
    table: dict[str, Sequence[str]] = {}
    if facts.placed:
        table["Place"] = [facts.place_words(row) or pieces.NONE for row in as_rows(rows[["place", "tied"]])]
    table["Country"] = rows["country_name"].tolist()
    table[year] = rows["text"].tolist()
    roles = {"Place": Role.TEXT, "Country": Role.NAME, year: Role.FIGURE, BY_WEIGHTING: Role.TEXT}
    ranged = [facts.weighted_words(str(code)) for code in rows["country"]]
    if ranged and all(ranged):
        table[BY_WEIGHTING] = ranged
    years = rows["year_before"].dropna().unique()
    if len(years) != 1:
        return Table.of(table, roles)
    fold = {heading: f"{{{heading}}}" for heading in table}
    before = str(int(years[0]))
    table[before] = [facts.words(value) for value in rows["value_before" if facts.letters else "before"]]
    return Table.of(table, roles | {before: Role.FIGURE}, fold=fold)


def shown_rows(facts: IndexFacts, held: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the countries shown as numbers for download, with unit, method, caution and source on every row.

    Args:
        facts: the indicator.
        held: the rows of :func:`file_rows` of the same countries; made of the facts if not given.
    """
    rows = file_rows(facts) if held is None else held
    if not facts.placed:
        return rows
    found = [facts.weighted.get(str(code)) for code in rows["country"]]
    return rows.assign(
        weighted_best=pd.array([None if each is None else each.best for each in found], dtype="Int64"),
        weighted_worst=pd.array([None if each is None else each.worst for each in found], dtype="Int64"),
    )


def file_rows(facts: IndexFacts) -> pd.DataFrame:
    """Return the countries of :func:`shown_rows` without what depends on which of them are plotted."""
    rows = facts.everyone
    # Made at once: a column added to a frame costs as much as ten that are in it from the beginning.
    made = pd.DataFrame(
        {name: rows[name] for name in ("country", "country_name", "un_region", "un_subregion", "year", "method")}
        | {
            "value": rows["number"].astype(float),
            "letter": cells.letters(rows["value"], rows["number"]),
            "unit": facts.unit,
            "indicator_name": facts.indicator,
            "series_name": facts.series,
            "group": facts.group or EVERYONE,
            "in_group": rows["in_group"],
            "year_before": rows["year_before"],
            "before": rows["before"].astype(float),
            "letter_before": cells.letters(rows["value_before"], rows["before"]),
        }
        | _group_file(facts)
        | {
            "note": rows["note"],
            "caution": facts.caution,
            "evidence_name": facts.evidence_name,
            "source_name": facts.source.name,
            "source_url": rows["source_url"],
            "licence": facts.source.licence,
        }
        | ({"rank": rows["place"], "tied": rows["tied"]} if facts.placed else {}),
        index=rows.index,
    )
    return made if facts.placed or facts.ranked else made.sort_values("country_name", ignore_index=True)


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


def _listed(facts: IndexFacts, rows: Sequence[Row], kept: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """Return rows of the dot plot with a row in each gap between those kept, which are given by where they stand."""
    made: list[dict[str, Any]] = []
    next_place = 0
    digits = len(str(len(facts.rows)))
    places = range(len(rows)) if kept is None else kept
    for place, row in zip(places, rows, strict=True):
        if place > next_place:
            made.append(_gap(f"… {place - next_place} more between"))
        # Spaces as wide as a digit keep names under each other.
        number = f"{row['place']}{'=' if row['tied'] else ''}".rjust(digits + 1, "\u2007")
        said = facts.place_words(row)
        made.append(
            {
                "code": row["country"],
                "label": f"{number}\u2007{row['country_name']}" if said else row["country_name"],
                "name": row["country_name"],
                "place": said,
                "text": row["text"],
                "number": float(row["number"]),
                "strong": bool(row["strong"]),
            }
        )
        next_place = place + 1
    return made


def _gap(text: str) -> dict[str, Any]:
    return {"code": "", "label": text, "name": "", "place": "", "text": "", "number": float("nan"), "strong": False}


def around(facts: IndexFacts, *beside: str) -> dict[str, Any]:
    """Return the fields of a card that are the same on all cards of an indicator.

    They are its foot, source and what it must always carry, the table and filters that give all values of every edition
    and country, and what a file of what is shown says of its choice.

    Args:
        facts: the indicator.
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
        facts: the indicator, of numbers.
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
    """Return rows for download with unit, series, caution, evidence and source.

    Args:
        facts: the indicator.
        rows: with ``source_url``, where each was read; without one a row names the page of the index.
    """
    return rows.assign(
        unit=facts.unit,
        series_name=facts.series,
        group=facts.group or EVERYONE,
        caution=facts.caution,
        evidence_name=facts.evidence_name,
        source_name=facts.source.name,
        source_url=rows["source_url"].fillna(facts.source.url) if "source_url" in rows else facts.source.url,
        licence=facts.source.licence,
    )
