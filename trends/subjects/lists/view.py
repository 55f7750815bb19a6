"""The view of priorities and concerns: a question in a slice, and one item across slices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from trends.cards.card import Card
from trends.figures.heat import heat_table
from trends.request import place as own_place
from trends.statistics import editions
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import words as list_words
from trends.subjects.lists.facts import ListFacts
from trends.ui.kept import kept
from trends.ui.session import ask, choice, is_narrow, me, palette
from trends.words import numbers

# A list shorter than this says too little to be the one a page opens with.
LONG_ENOUGH = 2

# Which kinds of figure a list has in which one can name items, and in which one can give a number.
NAMED = ("percent", "rank", "mentioned")

NUMBERED = ("score", "count")


@dataclass(frozen=True)
class Asked:
    """A question in one slice, chosen by the reader or, untouched, the longest comparable record the filters leave."""

    question: str
    country: str
    region: str | None
    sector: str
    body_size: str | None
    place: str


@kept
def answer(asked: Asked) -> str:
    """Return what leads the answers to a question and how many of its figures changed, in words."""
    return list_words.answer(facts_of(asked))


@kept
def key_figures(asked: Asked) -> list[tuple[str, str, str]]:
    return list_words.key_figures(facts_of(asked))


@kept
def question_card(asked: Asked) -> Card:
    behind = {"question": [asked.question], "country": [asked.country], "sector": [asked.sector]}
    return list_cards.list_card(facts_of(asked), items_of(asked), palette(), behind)


@kept
def offered_questions(kind: str) -> dict[str, dict[str, Asked]]:
    """Return the questions of a kind by the name readers choose, and their slices by the name of who answered."""
    listed = ask("question_list", kind=[kind])
    if listed.empty:
        return {}
    names = listed["survey_name"] + ": " + listed["question_name"]
    names = names.where(~_ambiguous(listed, names), names + " (" + listed["measure"] + ")")
    rows = list(zip(names, _place_names(listed), listed.to_dict("records"), strict=True))
    offered: dict[str, dict[str, Asked]] = {name: {} for name in _in_order(rows)}
    for at in own_place.nearest_first([row for *_, row in rows], me()):
        name, place, row = rows[at]
        offered[name].setdefault(
            place,
            Asked(
                question=row["question"],
                country=row["country"],
                region=None if pd.isna(row["region"]) else row["region"],
                sector=row["sector"],
                body_size=None if pd.isna(row["body_size"]) else row["body_size"],
                place=", ".join(
                    part for part in (row["country_name"], row["region"], row["body_size"]) if isinstance(part, str)
                ),
            ),
        )
    return offered


@kept
def items_of(asked: Asked) -> pd.DataFrame:
    """Return the items of a question in its slice, in the chosen years."""
    items = ask(
        "question_items",
        question=asked.question,
        country=asked.country,
        region=asked.region,
        sector=asked.sector,
        body_size=asked.body_size,
    )
    return editions.of_years(items, _chosen_years())


@kept
def facts_of(asked: Asked) -> ListFacts:
    return list_facts.list_facts(items_of(asked), asked.place)


@kept
def _slices(asked: Asked) -> pd.DataFrame:
    """Return the rows of a question in all its slices, in the chosen years or, where there are none, in all."""
    rows = ask("item_across", question=asked.question, year=[str(year) for year in _chosen_years()])
    return ask("item_across", question=asked.question, year=[]) if rows.empty else rows


@kept
def items_elsewhere(asked: Asked) -> list[str]:
    """Return the items of a question that were asked in more than one slice."""
    slices = _slices(asked)["item"].value_counts()
    return [item for item in facts_of(asked).items["item"].tolist() if slices.get(item, 0) > 1]


@kept
def across_rows(asked: Asked, item: str) -> list[dict[Any, Any]]:
    return list_facts.across_rows(facts_of(asked), _slices(asked), item, me())


@kept
def across_card(asked: Asked, item: str) -> Card:
    facts, slices = facts_of(asked), _slices(asked)
    return list_cards.across_card(facts, slices, item, asked.question, palette(), me())


def scale_words(facts: ListFacts) -> str:
    """Return the scale of a number to be given: its unit, what was published, and what the survey says of it."""
    values = [row["value"] for row in facts.rows]
    low, high = (numbers.of_measure(value, facts.measure) for value in (min(values), max(values)))
    published = f"Published here: {low}." if low == high else f"Published here: {low} to {high}."
    return " ".join(part for part in (f"In {facts.rows[0]['unit']}.", published, facts.note) if part)


def _in_order(rows: Sequence[tuple[str, str, Any]]) -> list[str]:
    """Return the names of questions, each once: long lists of the reader's own place first, else as they stand."""
    long = [
        at
        for at, (*_, row) in enumerate(rows)
        if row["measure"] in {"percent", "rank"} and row["last_items"] >= LONG_ENOUGH and me().near(row)
    ]
    first = [long[at] for at in own_place.nearest_first([rows[at][2] for at in long], me())]
    return list(dict.fromkeys([*(rows[at][0] for at in first), *(name for name, *_ in rows)]))


@kept
def theme_table(kind: str) -> pd.DataFrame | Styler:
    frame = ask("theme_by_sector", kind=[kind])
    wide = frame.pivot_table(index="theme_name", columns="sector_name", values="surveys", aggfunc="sum", fill_value=0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    if is_narrow():
        # Eight columns do not fit a phone: the sectors become a line of words.
        return pd.DataFrame(
            {
                "Theme": wide.index,
                "Surveys that name it": [
                    ", ".join(f"{sector} {int(number)}" for sector, number in row.items() if number)
                    for row in wide.to_dict("records")
                ],
            }
        )
    return heat_table(wide, "Theme")


def _chosen_years() -> list[int]:
    return [int(year) for year in choice().year]


def _ambiguous(listed: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Say which names stand for more than one question."""
    return listed.groupby(names)["question"].transform("nunique") > 1


def _place_names(slices: pd.DataFrame) -> list[str]:
    parts = slices[["country_name", "region", "body_size", "sector_name"]].fillna("")
    return [" · ".join(part for part in row if part) for row in parts.itertuples(index=False)]
