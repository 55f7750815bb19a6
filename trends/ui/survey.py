"""Blocks of the pages on what leaders say: choosing a question, its card, the same item elsewhere, themes by sector."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from trends import cards, changes, words
from trends.cards import Card
from trends.ui.evidence import ask, choice, is_narrow, palette
from trends.ui.kept import kept
from trends.words import ListFacts


@dataclass(frozen=True)
class Asked:
    """A question in one slice, chosen by the reader or, untouched, the longest comparable record the filters leave."""

    question: str
    country: str
    region: str | None
    sector: str
    body_size: str | None
    place: str


def choose_question(kind: str) -> Asked | None:
    """Draw the choice of question and of place, and return the chosen slice; None where the filters leave none."""
    offered = _offered(kind)
    if not offered:
        return None
    wide, small = st.columns([3, 2])
    with wide:
        name = st.selectbox("Survey and question", list(offered), key="question", bind="query-params")
    slices = offered[name if name in offered else next(iter(offered))]
    with small:
        place = st.selectbox("Who answered", list(slices), key="place", bind="query-params", disabled=len(slices) == 1)
    return slices[place if place in slices else next(iter(slices))]


def answer(asked: Asked) -> str:
    """Return how many figures of a question changed, in words; empty where none can be compared."""
    return words.answer(_facts(asked))


@kept
def question_card(asked: Asked) -> Card:
    """Return the card of a question in its slice."""
    behind = {"question": [asked.question], "country": [asked.country], "sector": [asked.sector]}
    return cards.list_card(_facts(asked), _items(asked), palette(), behind, narrow=is_narrow())


def elsewhere_card(asked: Asked) -> Card | None:
    """Draw the choice of an item and return the card of that item across countries, sectors, regions and kinds of body.

    None where each item was asked in one slice only.
    """
    items = _items_elsewhere(asked)
    if not items:
        return None
    item = st.selectbox("Compare an item", items, key="item", persist_state="page")
    return _across_card(asked, item if item in items else items[0])


def theme_table(kind: str) -> None:
    """Draw which surveys name what: themes down, sectors across, the number of surveys in each cell."""
    st.table(
        _theme_table(kind), border="horizontal", hide_index=True, alt=f"Surveys that name each theme, by sector, {kind}"
    )
    st.caption(
        "Number of surveys that name something of the theme. Shares of different surveys are never added up; "
        "a dash means that no survey read here names it, not that nobody does."
    )


@kept
def _offered(kind: str) -> dict[str, dict[str, Asked]]:
    """Return the questions of a kind by the name readers choose, and their slices by the name of who answered."""
    listed = ask("question_list", kind=[kind])
    if listed.empty:
        return {}
    names = listed["survey_name"] + ": " + listed["question_name"]
    names = names.where(~_ambiguous(listed, names), names + " (" + listed["measure"] + ")")
    offered: dict[str, dict[str, Asked]] = {}
    for name, place, row in zip(names, _place_names(listed), listed.to_dict("records"), strict=True):
        offered.setdefault(name, {}).setdefault(
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
def _items(asked: Asked) -> pd.DataFrame:
    """Return the items of a question in its slice, in the chosen years."""
    items = ask(
        "question_items",
        question=asked.question,
        country=asked.country,
        region=asked.region,
        sector=asked.sector,
        body_size=asked.body_size,
    )
    return changes.of_years(items, _chosen_years())


@kept
def _facts(asked: Asked) -> ListFacts:
    return cards.list_facts(_items(asked), asked.place)


@kept
def _slices(asked: Asked) -> pd.DataFrame:
    """Return the rows of a question in all its slices, in the chosen years or, where there are none, in all."""
    rows = ask("item_across", question=asked.question, year=[str(year) for year in _chosen_years()])
    return ask("item_across", question=asked.question, year=[]) if rows.empty else rows


@kept
def _items_elsewhere(asked: Asked) -> list[str]:
    """Return the items of a question that were asked in more than one slice."""
    slices = _slices(asked)["item"].value_counts()
    return [item for item in _facts(asked).items["item"].tolist() if slices.get(item, 0) > 1]


@kept
def _across_card(asked: Asked, item: str) -> Card:
    return cards.across_card(_facts(asked), _slices(asked), item, asked.question, palette(), narrow=is_narrow())


@kept
def _theme_table(kind: str) -> pd.DataFrame:
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
    shown = wide.map(lambda number: str(int(number)) if number else "–").rename_axis("Theme").reset_index()
    shown.columns.name = None
    return shown


def _chosen_years() -> list[int]:
    return [int(year) for year in choice().year]


def _ambiguous(listed: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Say which names stand for more than one question."""
    return listed.groupby(names)["question"].transform("nunique") > 1


def _place_names(slices: pd.DataFrame) -> list[str]:
    parts = slices[["country_name", "region", "body_size", "sector_name"]].fillna("")
    return [" · ".join(part for part in row if part) for row in parts.itertuples(index=False)]
