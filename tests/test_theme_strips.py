"""Strips of the shipped evidence: places and marked answers, worked out another way from its tables."""

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import pytest

from tests.given_figures import answers_of, rows_of
from tests.reading import EVIDENCE
from trends.cards.card import Card
from trends.cards.charts import Strips
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects.themes import cards as theme_cards
from trends.subjects.themes.facts import DONE, SAID
from trends.subjects.themes.words import who

pytestmark = pytest.mark.evidence

KEY = ["question", "year", "country", "region", "body_size", "sector"]
ALL: dict[str, list[str]] = {"country": [], "sector": [], "year": [], "survey": []}
THEMES = pd.read_csv(EVIDENCE / "themes.csv")["theme"].tolist()
FEWEST = 10


@pytest.fixture(scope="module")
def tables() -> dict[tuple[str, ...], pd.DataFrame]:
    """Answers of each question, edition and slice as the tables have them, none of few bodies."""
    findings = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    measures = pd.read_csv(EVIDENCE / "questions.csv", dtype=str).set_index("question")["measure"]
    bases = pd.to_numeric(findings["base_n"], errors="coerce")
    few = (findings["origin"] == "computed") & (bases < FEWEST)
    shares = findings[(findings["question"].map(measures) == "percent") & ~few]
    return {key: held.assign(share=held["value"].astype(float)) for key, held in shares.groupby(KEY)}


def key_of(row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    return tuple("" if pd.isna(row[name]) else str(row[name]) for name in KEY)


def place_in(answers: pd.DataFrame, share: float) -> str:
    """Return the place of a share as pandas ranks it."""
    if len(answers) == 1:
        return ""
    ranks = answers["share"].rank(ascending=False, method="min").astype(int)
    place = int(ranks[answers["share"] == share].iloc[0])
    last = place % 10 if place % 100 not in {11, 12, 13} else 0
    joint = "joint " if (ranks == place).sum() > 1 else ""
    return f"{joint}{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') } of {len(answers)} answers"


def cards_of(store: Store, theme: str) -> list[tuple[pd.DataFrame, Card]]:
    frames = [
        store.ask("theme_evidence", **ALL, theme=[theme], kind=list(kinds), question=[]) for kinds in (SAID, DONE)
    ]
    answers = answers_of(store)
    return [
        (frame, theme_cards.side_by_side_card(rows_of(frame), theme, "card", {}, answers))
        for frame in frames
        if len(frame)
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_each_strip_holds_all_answers_to_its_question_with_those_of_the_theme_marked_and_placed(
    store: Store, tables: dict[tuple[str, ...], pd.DataFrame], theme: str
) -> None:
    for frame, card in cards_of(store, theme):
        if card.chart is None:
            assert not [row for row in as_rows(frame) if key_of(row) in tables]
            continue
        assert isinstance(card.chart, Strips)
        rows, answers = card.chart.rows, card.chart.answers
        assert rows["label"].is_unique
        marked = {
            key: sorted(zip(held["item"], held["share"], strict=True))
            for key in {key_of(row) for row in as_rows(frame)} & set(tables)
            if len(held := tables[key][tables[key]["theme"] == theme])
        }
        names = {
            key_of(row): (str(row["question_name"]), str(row["sector_name"]), who(row).removesuffix(f" {row['year']}"))
            for row in as_rows(frame)
        }
        found = set()
        for at, label in enumerate(rows["label"]):
            own = answers[answers["strip"] == at]
            told = sorted((each["item"], each["value"]) for each in as_rows(own[own["marked"]]))
            asked = [
                key
                for key, (question, _, asked_whom) in names.items()
                if marked.get(key) == told
                and label.startswith(question)
                and asked_whom in label.removeprefix(question)
                and key[1] in label.removeprefix(question)
            ]
            # Of several sectors that were asked the same, each strip names its own.
            (key,) = [key for key in asked if len(asked) == 1 or label.endswith(names[key][1].lower())]
            found.add(key)
            listed = tables[key]
            assert sorted(own["value"]) == sorted(listed["share"])
            assert {(each["item"], each["place"]) for each in as_rows(own[own["marked"]])} == {
                (item, place_in(listed, share)) for item, share in told
            }
            assert 1 <= own["named"].sum() <= 2
        assert len(found) == len(rows)
        assert answers["named"].sum() <= 8


@pytest.mark.parametrize("theme", THEMES)
def test_the_table_places_every_share_within_its_question(
    store: Store, tables: dict[tuple[str, ...], pd.DataFrame], theme: str
) -> None:
    for frame, card in cards_of(store, theme):
        told = card.table.frame()["Place within its question"].tolist()
        for row, place in zip(as_rows(frame), told, strict=True):
            if row["measure"] != "percent":
                assert place == "–" or place.endswith(" read")
            elif key_of(row) in tables:
                assert place == (place_in(tables[key_of(row)], row["value"]) or "–")
            else:
                # All bodies that answered are few.
                assert row["few_bodies"]
                assert place == "–"


@pytest.mark.parametrize("theme", THEMES)
def test_the_alternative_text_names_no_order_across_questions(store: Store, theme: str) -> None:
    for _, card in cards_of(store, theme):
        if card.chart is None:
            continue
        assert isinstance(card.chart, Strips)
        assert 20 <= len(card.alt) <= 160
        assert not re.search(r"(?i)\b(highest|lowest|higher|lower|ranked|above|below|than)\b", card.alt)
        answers = as_rows(card.chart.answers)
        bold = [answer for answer in answers if answer["strong"]]
        # One share at the most, that of the title, and its place is that within its own question.
        assert len(re.findall(r"\d%", card.alt)) == len(bold) <= 1
        places = re.findall(r"(?:joint )?\d+\w\w of \d+ answers", card.alt)
        assert places == [answer["place"] for answer in bold if answer["place"]]
