"""The map of an index by steps of its values, and the groups of an index that gives letters."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Steps
from trends.cards.table import Role, Table
from trends.figures.globe import is_world, view_of
from trends.statistics.cells import Row, as_rows
from trends.subjects.indices import titles
from trends.subjects.indices import words as index_words
from trends.subjects.indices.cards import around, shown_rows, ticks_of
from trends.subjects.indices.facts import FEWEST_COUNTRIES, IndexFacts
from trends.words import grammar, numbers


@dataclass(frozen=True)
class MapSteps:
    """The map of an edition and group, whoever asks.

    ``levels`` has the step of each country of the group in the order of its rows, 0 for the lowest value or the last
    letter; ``key`` is what stands under the steps, lowest first: their bounds, or the letters. ``steps`` has one row
    per step, highest first: ``level``, ``label`` (as in “0.6 to under 0.8”, or the letter), ``countries`` (number) and
    ``names`` (of the countries, by alphabet). ``regions`` has one row per region of several countries, the highest
    median first: ``name``, ``median``, ``countries``; none where no places may be given.
    """

    levels: Sequence[int]
    key: Sequence[str]
    steps: Sequence[Row]
    regions: Sequence[Row]


def letters_card(facts: IndexFacts, drawn: MapSteps | None = None, shown: pd.DataFrame | None = None) -> Card:
    """Return the card of an indicator that gives letters: who is in which group, as a table without an axis.

    Args:
        facts: the indicator, of letters and not without countries.
        drawn: what :func:`map_steps` returns of the edition; made of the facts if not given.
        shown: the rows of :func:`trends.subjects.indices.cards.shown_rows`; made of the facts if not given.
    """
    drawn = drawn or map_steps(facts)
    held = grammar.joined([f"{row['countries']} in {row['label']}" for row in drawn.steps])
    title = f"{facts.indicator}: {held}"
    if facts.mine:
        name = grammar.the(str(facts.mine["country_name"]))
        title = f"{facts.indicator}: {name} is in group {facts.mine['value']}"
    return Card(
        key="standing",
        title=title,
        subtitle=titles.subtitle(facts),
        table=_steps_table(facts, drawn.steps),
        shown=shown_rows(facts) if shown is None else shown,
        about=index_words.about(facts),
        **around(facts),
    )


def of_world(facts: IndexFacts) -> bool:
    """Say whether the map is one of the world: its countries do not lie together."""
    return is_world(view_of(str(code) for code in facts.rows["country"]))


def map_steps(facts: IndexFacts) -> MapSteps:
    """Return what a map of an indicator shows, whoever asks; it has countries."""
    ticks = [] if facts.letters else ticks_of(facts, facts.rows["number"])
    if facts.letters:
        labels = key = sorted(set(facts.rows["value"]), reverse=True)
        levels = [labels.index(value) for value in facts.rows["value"]]
    else:
        key = [tick for _, tick in ticks]
        labels = [*(f"{low} to under {high}" for low, high in pairwise(key[:-1])), f"{key[-2]} to {key[-1]}"]
        # A bound belongs to the step above it, but for the last one, which closes the highest step.
        bounds = [bound for bound, _ in ticks[1:-1]]
        levels = [bisect_right(bounds, number) for number in facts.rows["number"].astype(float)]
    names: list[list[str]] = [[] for _ in labels]
    for level, name in zip(levels, facts.rows["country_name"], strict=True):
        names[level].append(str(name))
    steps = [
        {
            "level": level,
            "label": label,
            "countries": len(names[level]),
            "names": ", ".join(sorted(names[level], key=str.casefold)),
        }
        for level, label in enumerate(labels)
    ]
    return MapSteps(levels, key, steps[::-1], _regions(facts))


def map_card(facts: IndexFacts, drawn: MapSteps | None = None, shown: pd.DataFrame | None = None) -> Card:
    """Return the card of the map; its table names the countries on each step of colour.

    Args:
        facts: the indicator, not without countries.
        drawn: what :func:`map_steps` returns of the edition; made of the facts if not given.
        shown: the rows of :func:`trends.subjects.indices.cards.shown_rows`; made of the facts if not given.
    """
    drawn = drawn or map_steps(facts)
    places = pd.DataFrame(
        {
            "code": facts.rows["country"],
            "level": drawn.levels,
            "text": facts.rows["country_name"] + ": " + facts.rows["text"],
            "strong": facts.rows["strong"],
        }
    )
    said = [f"{row['name']} {facts.words(row['median'])} ({row['countries']})" for row in drawn.regions]
    return Card(
        key="map",
        title=titles.map_title(facts, drawn.steps, drawn.regions),
        subtitle=titles.subtitle(facts),
        table=_steps_table(facts, drawn.steps),
        shown=shown_rows(facts) if shown is None else shown,
        alt=titles.map_alt(facts, drawn.steps),
        chart=Steps(places, drawn.key, bounds=not facts.letters),
        about=[
            *([f"Median by region, with the number of countries: {'; '.join(said)}."] if len(said) > 1 else []),
            titles.ON_MAPS,
            *index_words.about(facts),
        ],
        **around(facts),
    )


def _steps_table(facts: IndexFacts, steps: Sequence[Row]) -> Table:
    return Table.of(
        {
            "Group" if facts.letters else "Value": [row["label"] for row in steps],
            "Number": [numbers.count(row["countries"]) for row in steps],
            "Countries": [row["names"] or "none" for row in steps],
        },
        {"Number": Role.FIGURE},
    )


def _regions(facts: IndexFacts) -> list[Row]:
    if not facts.placed:
        return []
    column = "un_region" if len(set(facts.rows["un_region"].dropna())) > 1 else "un_subregion"
    grouped = facts.rows.assign(number=facts.rows["number"].astype(float)).groupby(column)["number"]
    found = pd.DataFrame({"median": grouped.median(), "countries": grouped.size()}).rename_axis("name").reset_index()
    rows = [row for row in as_rows(found) if row["countries"] >= FEWEST_COUNTRIES]
    return sorted(rows, key=lambda row: (-row["median"], row["name"]))
