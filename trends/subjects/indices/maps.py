"""The map of an index by steps of its values, and the groups of an index that gives letters."""

from itertools import pairwise

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Steps
from trends.cards.table import Role, Table
from trends.figures.globe import is_world, view_of
from trends.statistics.cells import as_rows
from trends.subjects.indices import titles
from trends.subjects.indices import words as index_words
from trends.subjects.indices.cards import around, shown_rows, ticks_of
from trends.subjects.indices.facts import FEWEST_COUNTRIES, IndexFacts
from trends.words import grammar, numbers


def letters_card(facts: IndexFacts) -> Card:
    """Return the card of an indicator that gives letters: who is in which group, as a table without an axis.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made, of letters and not without countries.
    """
    steps = map_steps(facts)
    held = grammar.joined([f"{row['countries']} in {row['label']}" for row in as_rows(steps)])
    title = held
    if facts.mine:
        name = grammar.capitalised(grammar.the(str(facts.mine["country_name"])))
        title = f"{name} is in group {facts.mine['value']}"
    return Card(
        key="standing",
        title=title,
        subtitle=titles.subtitle(facts),
        table=_steps_table(facts, steps),
        shown=shown_rows(facts),
        about=index_words.about(facts),
        **around(facts),
    )


def of_world(facts: IndexFacts) -> bool:
    """Say whether the map is one of the world: its countries do not lie together."""
    return is_world(view_of(str(code) for code in facts.rows["country"]))


def map_steps(facts: IndexFacts) -> pd.DataFrame:
    """Return the steps of the map, highest first: one row each.

    Columns: ``level`` (0 the lowest), ``label`` (as in “0.6 to under 0.8”, or the letter), ``countries`` (number) and
    ``names`` (of the countries, by alphabet).
    """
    levels, labels = _levels(facts), _level_labels(facts)
    names: list[list[str]] = [[] for _ in labels]
    for level, name in zip(levels, facts.rows["country_name"], strict=True):
        names[int(level)].append(str(name))
    for each in names:
        each.sort(key=str.casefold)
    steps = pd.DataFrame(
        {
            "level": range(len(labels)),
            "label": labels,
            "countries": [len(each) for each in names],
            "names": [", ".join(each) for each in names],
        }
    )
    return steps.iloc[::-1].reset_index(drop=True)


def map_card(facts: IndexFacts) -> Card:
    """Return the card of the map; its table names the countries on each step of colour.

    Args:
        facts: what :func:`trends.subjects.indices.facts.index_facts` made, not without countries.
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
    said = [f"{row['name']} {facts.words(row['median'])} ({row['countries']})" for row in as_rows(regions)]
    return Card(
        key="map",
        title=titles.map_title(facts, steps, regions),
        subtitle=titles.subtitle(facts),
        table=_steps_table(facts, steps),
        shown=shown_rows(facts),
        alt=titles.map_alt(facts, steps),
        chart=Steps(places, key, bounds=not facts.letters),
        about=[
            *([f"Median by region, with the number of countries: {'; '.join(said)}."] if len(said) > 1 else []),
            titles.ON_MAPS,
            *index_words.about(facts),
        ],
        **around(facts),
    )


def _steps_table(facts: IndexFacts, steps: pd.DataFrame) -> Table:
    return Table.of(
        {
            "Group" if facts.letters else "Value": steps["label"],
            "Number": [numbers.count(count) for count in steps["countries"]],
            "Countries": [names or "none" for names in steps["names"]],
        },
        {"Number": Role.FIGURE},
    )


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
