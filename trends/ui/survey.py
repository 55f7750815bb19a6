"""Blocks of the pages on what leaders say: choosing a question, its card, the same item elsewhere, themes by sector."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from trends import cards, changes, words
from trends.cards import Card
from trends.ui.evidence import ask, choice, is_narrow, palette
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
    listed = ask("question_list", kind=[kind])
    if listed.empty:
        return None
    names = listed["survey_name"] + ": " + listed["question_name"]
    names = names.where(~_ambiguous(listed, names), names + " (" + listed["measure"] + ")")
    wide, small = st.columns([3, 2])
    with wide:
        name = st.selectbox(
            "Survey and question", names.drop_duplicates().tolist(), key="question", bind="query-params"
        )
    slices = listed[names == name]
    places = _place_names(slices)
    with small:
        place = st.selectbox("Who answered", places, key="place", bind="query-params", disabled=len(places) == 1)
    row = slices.iloc[places.index(place) if place in places else 0]
    return Asked(
        question=row["question"],
        country=row["country"],
        region=None if pd.isna(row["region"]) else row["region"],
        sector=row["sector"],
        body_size=None if pd.isna(row["body_size"]) else row["body_size"],
        place=", ".join(
            part for part in (row["country_name"], row["region"], row["body_size"]) if isinstance(part, str)
        ),
    )


def question_card(asked: Asked) -> tuple[Card, ListFacts]:
    """Write how many figures changed, and return the card of a question in its slice, with the facts behind it."""
    items = ask(
        "question_items",
        question=asked.question,
        country=asked.country,
        region=asked.region,
        sector=asked.sector,
        body_size=asked.body_size,
    )
    items = changes.of_years(items, _chosen_years())
    facts = cards.list_facts(items, asked.place)
    if said := words.answer(facts):
        st.markdown(said)
    behind = {"question": [asked.question], "country": [asked.country], "sector": [asked.sector]}
    return cards.list_card(facts, items, palette(), behind, narrow=is_narrow()), facts


def elsewhere_card(asked: Asked, facts: ListFacts) -> Card | None:
    """Draw the choice of an item and return the card of that item across countries, sectors, regions and kinds of body.

    None where each item was asked in one slice only.
    """
    rows = ask("item_across", question=asked.question, year=[str(year) for year in _chosen_years()])
    if rows.empty:
        rows = ask("item_across", question=asked.question, year=[])
    slices = rows["item"].value_counts()
    items = [item for item in facts.items["item"].tolist() if slices.get(item, 0) > 1]
    if not items:
        return None
    item = st.selectbox("Compare an item", items, key="item", persist_state="page")
    chosen = item if item in items else items[0]
    return cards.across_card(facts, rows, chosen, asked.question, palette(), narrow=is_narrow())


def theme_table(kind: str) -> None:
    """Draw which surveys name what: themes down, sectors across, the number of surveys in each cell."""
    frame = ask("theme_by_sector", kind=[kind])
    wide = frame.pivot_table(index="theme_name", columns="sector_name", values="surveys", aggfunc="sum", fill_value=0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    shown = wide.map(lambda number: str(int(number)) if number else "–").rename_axis("Theme").reset_index()
    shown.columns.name = None
    if is_narrow():
        # Eight columns do not fit a phone: the sectors become a line of words.
        shown = pd.DataFrame(
            {
                "Theme": wide.index,
                "Surveys that name it": [
                    ", ".join(f"{sector} {int(number)}" for sector, number in row.items() if number)
                    for row in wide.to_dict("records")
                ],
            }
        )
    st.table(shown, border="horizontal", hide_index=True, alt=f"Surveys that name each theme, by sector, {kind}")
    st.caption(
        "Number of surveys that name something of the theme. Shares of different surveys are never added up; "
        "a dash means that no survey read here names it, not that nobody does."
    )


def _chosen_years() -> list[int]:
    return [int(year) for year in choice().year]


def _ambiguous(listed: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Say which names stand for more than one question."""
    return listed.groupby(names)["question"].transform("nunique") > 1


def _place_names(slices: pd.DataFrame) -> list[str]:
    parts = slices[["country_name", "region", "body_size", "sector_name"]].fillna("")
    return [" · ".join(part for part in row if part) for row in parts.itertuples(index=False)]
