"""Answers of named public bodies: the questions asked of the evidence, their order and words, the cards, the page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from streamlit.testing.v1 import AppTest

from trends import api, bodies, numbers, statistics, words
from trends import store as store_module
from trends.bodies import AnswerFacts
from trends.cards import Card
from trends.palette import LIGHT
from trends.places import ROOT
from trends.store import Store

NOBODY = pd.DataFrame({"body_name": [], "answer": []})
# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=60)
ALL: dict[str, list[str]] = {"country": [], "sector": []}
EVERY: dict[str, list[str]] = {**ALL, "year": [], "survey": [], "theme": [], "kind": []}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns as rows, with None for what is missing."""
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]


def shares_of(*entries: tuple[str, int, float | None], unanswered: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a frame as ``queries/answer_shares.sql`` gives it, of entries (answer, bodies, points)."""
    base = sum(number for answer, number, _ in entries if answer not in unanswered)
    return pd.DataFrame(
        {
            "answer": [answer for answer, _, _ in entries],
            "answered": [answer not in unanswered for answer, _, _ in entries],
            "lowest_score": [float("nan") if points is None else points for _, _, points in entries],
            "bodies": [number for _, number, _ in entries],
            "base_n": [base] * len(entries),
            "share": [float("nan") if answer in unanswered else 100 * number / base for answer, number, _ in entries],
        }
    )


def question(**changed: Any) -> dict[str, Any]:
    """Return a row as ``queries/body_questions.sql`` gives it."""
    return {
        "survey_name": "Town survey",
        "question": "towns_ai",
        "question_name": "AI in use",
        "year": 2024,
        "bodies": 100,
        "edition_bodies": 100,
        "country_name": "Norway",
        "body_type": None,
        "sector": "local_government",
    } | changed


def source(**changed: Any) -> dict[str, Any]:
    """Return a row as ``queries/question_source.sql`` gives it."""
    return {
        "question_name": "AI in use",
        "question_note": "Asked of all. Score: code of the answer in the source.",
        "survey_name": "Town survey",
        "publisher": "Ministry",
        "respondents": "All towns",
        "method_note": "By letter",
        "evidence": "census",
        "evidence_name": "All bodies",
        "evidence_definition": "Every body answered.",
        "evidence_limits": "It speaks for the whole group.",
        "base_n": 100,
        "method": "Postal questionnaire",
        "wave_note": None,
        "source_name": "Ministry: Town survey",
        "source_url": "https://example.org/towns",
        "licence": "Open licence",
    } | changed


def facts_of(
    shares: pd.DataFrame, *, mine: pd.DataFrame = NOBODY, filtered: bool = False, **changed: Any
) -> AnswerFacts:
    """Return facts of shares; what is changed belongs to the question if it has it, else to the source."""
    asked = question()
    in_question = {name: value for name, value in changed.items() if name in asked}
    in_source = {name: value for name, value in changed.items() if name not in asked}
    return bodies.answer_facts(question(**in_question), shares, source(**in_source), mine, filtered=filtered)


# Questions asked of the evidence --------------------------------------------------------------------------------------


def test_questions_are_counted_in_all_and_in_what_the_filters_select(tiny_store: Store) -> None:
    asked = tiny_store.ask("body_questions", **EVERY)
    assert rows(asked, "question", "year", "bodies", "edition_bodies") == [
        ("register_strategy", 2024, 4, 4),
        ("register_training", 2024, 4, 4),
        ("register_strategy", 2023, 4, 4),
    ]
    asked = tiny_store.ask("body_questions", **(EVERY | {"sector": ["health"], "theme": ["ai_automation"]}))
    assert rows(asked, "question", "year", "bodies", "edition_bodies", "country_name", "body_type") == [
        ("register_strategy", 2024, 1, 4, None, None),
        ("register_strategy", 2023, 1, 4, None, None),
    ]


def test_shares_add_up_to_all_bodies_with_an_answer(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_shares", question="register_strategy", year=2024, unanswered=[], **ALL)
    columns = ("answer", "answered", "lowest_score", "bodies", "base_n", "share")
    assert rows(asked, *columns) == [("Yes", True, 2, 3, 4, 75), ("Planned", True, 1, 1, 4, 25)]


def test_an_entry_that_is_no_answer_is_in_no_base(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_shares", question="register_strategy", year=2024, unanswered=["Planned"], **ALL)
    columns = ("answer", "answered", "bodies", "base_n", "share")
    assert rows(asked, *columns) == [("Yes", True, 3, 3, 100), ("Planned", False, 1, 3, None)]


def test_an_edition_is_never_joined_with_another(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_shares", question="register_strategy", year=2023, unanswered=[], **ALL)
    assert rows(asked, "answer", "bodies", "share") == [("No", 2, 50), ("Planned", 1, 25), ("Yes", 1, 25)]


def test_parts_hold_each_body_once_in_each_kind(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_parts", question="register_strategy", year=2024, answer="Yes", unanswered=[], **ALL)
    assert rows(asked, "kind_of_part", "part", "bodies", "base_n", "share") == [
        ("body_type", "Council", 2, 2, 100),
        ("body_type", "Municipality", 1, 1, 100),
        ("body_type", "Hospital", 0, 1, 0),
        ("country", "United Kingdom", 2, 2, 100),
        ("country", "Norway", 1, 2, 50),
        ("income_group", "High income", 3, 4, 75),
        ("region", "Yorkshire", 1, 1, 100),
        ("sector", "Local government", 3, 3, 100),
        ("sector", "Health", 0, 1, 0),
        ("un_region", "Europe", 3, 4, 75),
        ("un_subregion", "Northern Europe", 3, 4, 75),
    ]


def test_parts_leave_out_bodies_without_an_answer(tiny_store: Store) -> None:
    asked = tiny_store.ask(
        "answer_parts",
        question="register_strategy",
        year=2024,
        answer="Yes",
        unanswered=["Planned"],
        country=["NOR"],
        sector=[],
    )
    sectors = asked[asked["kind_of_part"] == "sector"]
    assert rows(sectors, "part", "bodies", "base_n") == [("Local government", 1, 1)]


@pytest.mark.parametrize(
    ("search", "answer", "most", "names", "found"),
    [
        ("", [], 9, ["Oslo", "Oslo Hospital", "Leeds", "Bath"], 4),
        ("", [], 1, ["Oslo"], 4),
        ("HOSP oslo", [], 9, ["Oslo Hospital"], 1),
        ("yorkshire", [], 9, ["Leeds"], 1),
        ("Yórkshire", [], 9, ["Leeds"], 1),
        ("", ["Planned"], 9, ["Oslo Hospital"], 1),
        ("100% ' or 1=1 --", [], 9, [], None),
    ],
)
def test_bodies_are_found_by_their_words(
    tiny_store: Store, search: str, answer: list[str], most: int, names: list[str], found: int | None
) -> None:
    asked = tiny_store.ask(
        "body_answers", question="register_strategy", year=2024, search=search, answer=answer, most=most, **ALL
    )
    assert asked["body_name"].tolist() == names
    assert set(asked["found"]) == ({found} if found else set())


def test_the_source_of_a_question_says_how_its_edition_was_made(tiny_store: Store) -> None:
    asked = tiny_store.ask("question_source", question="register_strategy", year=2023)
    assert rows(asked, "survey_name", "evidence_name", "evidence_definition", "base_n", "method", "licence") == [
        ("Register of bodies", "All bodies", "Every body answered.", 4, "Every body must answer", "Public domain")
    ]


# Names and order ------------------------------------------------------------------------------------------------------


def test_labels_name_the_country_where_there_is_one_and_the_year_once() -> None:
    asked = pd.DataFrame(
        [
            question(),
            question(country_name=None, year=2023),
            question(survey_name="Town survey 2022", year=2022),
        ]
    )
    assert bodies.labels(asked)["label"].tolist() == [
        "Town survey, Norway, 2024: AI in use",
        "Town survey, 2023: AI in use",
        "Town survey 2022, Norway: AI in use",
    ]


def test_every_question_of_the_evidence_has_a_label_of_its_own(store: Store) -> None:
    labelled = bodies.labels(store.ask("body_questions", **EVERY))
    assert labelled["label"].is_unique
    alone = bodies.labels(store.ask("body_questions", **(EVERY | {"country": ["NZL"]})))
    assert len(alone)
    assert set(alone["label"]) < set(labelled["label"])


@pytest.mark.parametrize(
    ("body_type", "sector", "said"),
    [
        ("Economy", None, "economies"),
        ("NHS trust", "health", "NHS trusts"),
        (None, "local_government", "municipalities"),
        (float("nan"), float("nan"), "public bodies"),
    ],
)
def test_bodies_are_called_what_they_are(body_type: Any, sector: Any, said: str) -> None:
    assert bodies.noun(body_type, sector) == said


@pytest.mark.parametrize(
    ("entries", "order", "by_points"),
    [
        # Most gave No, and No has more points; still yes comes first.
        ([("No", 90, 10.0), ("Yes", 10, 0.0)], ["Yes", "No"], False),
        # Points: the band with most first, what is outside the scale last whatever its points.
        (
            [("25 to 49%", 5, 25.0), ("Not applicable", 3, 100.0), ("100%", 1, 100.0), ("0%", 9, 0.0)],
            ["100%", "25 to 49%", "0%", "Not applicable"],
            True,
        ),
        # A scale without points.
        (
            [("Standards met", 9, None), ("Approaching standards", 5, None), ("Standards exceeded", 1, None)],
            ["Standards exceeded", "Standards met", "Approaching standards"],
            False,
        ),
        # No order at all: the most given leads.
        ([("Hybrid cloud", 3, None), ("Private cloud", 7, None)], ["Private cloud", "Hybrid cloud"], False),
        # The same points for all is no order either.
        (
            [("Mostly citizens", 1, 10.0), ("No dominant group", 8, 10.0)],
            ["No dominant group", "Mostly citizens"],
            False,
        ),
    ],
)
def test_answers_stand_in_a_sensible_order(
    entries: list[tuple[str, int, float | None]], order: list[str], by_points: bool
) -> None:
    ordered, said = bodies.in_order(shares_of(*entries))
    assert ordered["answer"].tolist() == order
    assert ("points" in said) == by_points


def test_entries_that_are_no_answer_come_after_all_others() -> None:
    entries = (("Not surveyed", 90, None), ("Not known", 5, 0.0), ("No", 1, 0.0), ("Yes", 4, 10.0))
    ordered, _ = bodies.in_order(shares_of(*entries, unanswered=bodies.UNANSWERED))
    assert ordered["answer"].tolist() == ["Yes", "No", "Not known", "Not surveyed"]


@pytest.mark.parametrize(
    ("entries", "lead"),
    [
        ([("Yes", 1, None), ("No", 99, None)], "Yes"),
        ([("In place", 1, 2.0), ("Planned", 9, 1.0), ("No", 90, 0.0)], "In place"),
        # Four steps, of which three occur: still not the top but the most given one.
        (
            [("Standards exceeded", 1, None), ("Standards met", 8, None), ("Approaching standards", 1, None)],
            "Standards met",
        ),
        ([("100%", 1, 100.0), ("75 to 99%", 2, 75.0), ("50 to 74%", 9, 50.0), ("0%", 3, 0.0)], "50 to 74%"),
        ([("Not known", 3, None)], "Not known"),
    ],
)
def test_sentences_speak_of_the_top_of_a_short_scale_or_the_most_given(
    entries: list[tuple[str, int, float | None]], lead: str
) -> None:
    ordered, _ = bodies.in_order(shares_of(*entries))
    assert bodies.leading_answer(ordered) == lead


# Bases and words ------------------------------------------------------------------------------------------------------

YES_NO = (("Yes", 25, None), ("No", 75, None))


def test_a_complete_count_says_all() -> None:
    facts = facts_of(shares_of(*YES_NO))
    assert facts.complete
    assert bodies.base_words(facts) == "all 100 municipalities"


def test_self_reports_cover_a_list_and_not_all_there_are() -> None:
    facts = facts_of(shares_of(*YES_NO), evidence="self_report")
    assert not facts.complete
    assert bodies.base_words(facts) == "all 100 municipalities listed"


def test_a_base_says_why_bodies_are_missing() -> None:
    entries = (("Yes", 25, None), ("No", 65, None), ("Not surveyed", 8, None))
    facts = facts_of(shares_of(*entries, unanswered=bodies.UNANSWERED), edition_bodies=98, bodies=98)
    assert (facts.answered, facts.listed, facts.total) == (90, 98, 100)
    assert not facts.complete
    assert bodies.base_words(facts) == "90 of 100 municipalities (8 not surveyed and 2 without an entry here)"


def test_a_filtered_base_says_so() -> None:
    facts = facts_of(shares_of(("Yes", 10, None), ("No", 30, None)), filtered=True, bodies=40)
    assert bodies.base_words(facts) == "40 of 100 municipalities, as filtered"


def test_notes_leave_out_what_a_score_is_for() -> None:
    facts = facts_of(shares_of(*YES_NO))
    assert "Asked of all." in facts.notes
    assert not any("Score" in note for note in facts.notes)


def parts_of(*parts: tuple[str, int, int], kind: str = "region") -> pd.DataFrame:
    """Return a frame as ``queries/answer_parts.sql`` gives it, of parts (name, bodies, base)."""
    return pd.DataFrame(
        {
            "kind_of_part": kind,
            "part": [name for name, _, _ in parts],
            "bodies": [number for _, number, _ in parts],
            "base_n": [base for _, _, base in parts],
            "share": [100 * number / base for _, number, base in parts],
        }
    )


def test_the_answer_names_the_ends_among_large_parts_and_says_it_left_out_small_ones() -> None:
    parts = bodies.ordered_parts(parts_of(("North", 3, 30), ("South", 18, 40), ("Isle", 4, 4)), "region")
    said = bodies.answer_words(facts_of(shares_of(*YES_NO)), "Region", parts)
    assert said == (
        "**25 of all 100 municipalities (25%)** in Norway have the answer «Yes» to «AI in use», 2024. "
        # 18 of 40 against 7 of 34, 3 of 30 against 22 of 44: the four bodies of Isle are in the rest.
        "By region, against the rest: **45%** (South) ▲ above (+24 pts); **10%** (North) ▼ below (−40 pts); "
        "those with under 30 bodies are not named. "
        "All bodies: postal questionnaire."
    )


def test_the_answer_names_no_ends_where_most_parts_are_small() -> None:
    parts = bodies.ordered_parts(parts_of(("A", 3, 30), ("B", 18, 40), ("C", 4, 4), ("D", 4, 5), ("E", 1, 9)), "region")
    assert "By region" not in bodies.answer_words(facts_of(shares_of(*YES_NO)), "Region", parts)
    card = bodies.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", LIGHT, {})
    assert card.title == "AI in use by region: too few bodies in some parts to compare"


NO_PARTS = parts_of().assign(flag="")


def test_one_body_is_shown_beside_all() -> None:
    mine = pd.DataFrame({"body_name": ["Bath"], "answer": ["No"]})
    facts = facts_of(shares_of(*YES_NO), mine=mine)
    assert bodies.answer_words(facts, "", NO_PARTS).startswith(
        "**Bath** has the answer «No» to «AI in use», 2024, as have **75 of all 100 municipalities (75%)**."
    )
    card = bodies.shares_card(facts, LIGHT, {})
    assert card.title == "AI in use: «No» in Bath, as in 75% of 100 municipalities"
    assert card.figure is not None
    assert card.figure.data[1].text == ("Yes · 25", "No · 75 · Bath")


def test_few_bodies_that_differ_are_each_named() -> None:
    mine = pd.DataFrame({"body_name": ["Bath", "Leeds", "York"], "answer": ["No", "Yes", "No"]})
    said = bodies.answer_words(facts_of(shares_of(*YES_NO), mine=mine), "", NO_PARTS)
    assert said.startswith("«AI in use», 2024: **Bath and York** «No»; **Leeds** «Yes».")


def test_a_body_without_an_answer_is_not_given_that_of_others() -> None:
    mine = pd.DataFrame({"body_name": ["Bath"], "answer": ["Not surveyed"]})
    entries = (*YES_NO, ("Not surveyed", 1, None))
    facts = facts_of(shares_of(*entries, unanswered=bodies.UNANSWERED), mine=mine, edition_bodies=101, base_n=101)
    assert facts.lead == "Yes"
    assert bodies.shares_card(facts, LIGHT, {}).title == "AI in use: «Not surveyed» in Bath"


# Cards ----------------------------------------------------------------------------------------------------------------


def test_the_card_of_shares_counts_exactly_and_keeps_its_gap_apart_from_zero() -> None:
    entries = (("Yes", 60, None), ("No", 39, None), ("Not surveyed", 1, None))
    card = bodies.shares_card(
        facts_of(shares_of(*entries, unanswered=bodies.UNANSWERED)), LIGHT, {"question": ["towns_ai"]}
    )
    assert card.title == "AI in use: «Yes» in 61% of 99 municipalities"
    assert rows(card.table, "Answer", "Municipalities", "Share") == [
        ("Yes", "60", "61%"),
        ("No", "39", "39%"),
        ("Not surveyed", "1", "[x]"),
    ]
    assert card.figure is not None
    assert card.figure.data[1].text[2] == "Not surveyed · 1 [x]"
    assert pd.isna(card.figure.data[0].x[2])
    assert not card.figure.data[0].error_x.array
    assert rows(card.shown, "survey_name", "answer", "bodies", "base_n", "value", "low", "flag")[0] == (
        "Town survey",
        "Yes",
        60,
        99,
        60.61,
        None,
        "",
    )
    assert card.shown["base_n"].tolist() == [99, 99, 99]
    assert card.behind == ("answers", {"question": ["towns_ai"]})
    assert any("exact" in paragraph for paragraph in card.about)


def test_self_reports_claim_no_exactness_beyond_their_list() -> None:
    card = bodies.shares_card(
        facts_of(shares_of(*YES_NO), evidence="self_report", evidence_name="Self-report"), LIGHT, {}
    )
    assert not any("exact" in paragraph for paragraph in card.about)
    assert any("It speaks for the whole group." in paragraph for paragraph in card.about)
    assert "Self-report" in card.foot


def test_few_bodies_are_drawn_hollow_and_not_headlined() -> None:
    card = bodies.shares_card(facts_of(shares_of(("Yes", 20, None), ("No", 9, None)), filtered=True), LIGHT, {})
    assert card.title == "Few bodies: read «AI in use» with care"
    assert card.table["Share"].tolist() == ["69% [u]", "31% [u]"]
    assert card.figure is not None
    assert set(card.figure.data[0].marker.color) == {LIGHT.background}
    assert card.symbols


def test_nothing_answered_draws_nothing() -> None:
    nothing = shares_of(("Not surveyed", 40, None), unanswered=bodies.UNANSWERED).assign(base_n=None)
    facts = facts_of(nothing)
    card = bodies.shares_card(facts, LIGHT, {})
    assert card.figure is None
    assert card.title == "AI in use: no answers"
    assert bodies.answer_words(facts, "", NO_PARTS) == "No body has an answer to «AI in use» in 2024."


def test_parts_are_offered_where_two_have_five_bodies() -> None:
    parts = pd.concat(
        [
            parts_of(("North", 1, 5), ("South", 1, 5), kind="region"),
            parts_of(("Norway", 2, 6), ("Kenya", 0, 4), kind="country"),
            parts_of(("Town", 2, 9), ("City", 0, 5), kind="body_type"),
        ]
    )
    assert bodies.parts_offered(parts) == {"Kind of body": "body_type", "Region": "region"}


def test_bodies_without_a_region_are_no_region() -> None:
    parts = parts_of(("England", 7, 42), ("England: London", 0, 34), ("England: South", 3, 30))
    ordered = bodies.ordered_parts(parts, "region")
    assert ordered["part"].tolist() == ["England: South", "England: London"]
    card = bodies.parts_card(
        facts_of(shares_of(("Yes", 10, None), ("No", 96, None))), ordered, "Region", "Yes", LIGHT, {}
    )
    assert any("42 of the municipalities are in no part" in paragraph for paragraph in card.about)


def test_the_card_of_parts_counts_each_part_and_marks_small_ones() -> None:
    parts = bodies.ordered_parts(parts_of(("North", 15, 30), ("South", 30, 40), ("Isle", 4, 4)), "region")
    card = bodies.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", LIGHT, {})
    assert card.title == "AI in use: «Yes» more often in South (75%), less often in North (50%) than in the rest"
    # 4 of 4 against 45 of 70, 30 of 40 against 19 of 34, 15 of 30 against 34 of 44.
    assert rows(card.table, "Region", "Share", "Against the rest", "«Yes»", "Base") == [
        ("Isle", "100% [u]", "▲ above (+36 pts)", "4", "4"),
        ("South", "75%", "▲ above (+19 pts)", "30", "40"),
        ("North", "50%", "▼ below (−27 pts)", "15", "30"),
    ]
    assert card.figure is not None
    assert card.figure.data[1].text == ("Isle · 4 of 4", "South · 30 of 40", "North · 15 of 30")
    assert card.figure.data[0].marker.color == (LIGHT.background, LIGHT.accent, LIGHT.quiet)
    assert "under 30 bodies" in card.subtitle


def test_many_parts_show_both_ends_with_a_gap_between() -> None:
    parts = bodies.ordered_parts(parts_of(*((f"Part {n:02}", n, 40) for n in range(1, 31))), "region")
    card = bodies.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", LIGHT, {})
    assert len(card.table) == 30
    assert "10 highest and 5 lowest of 30" in card.subtitle
    assert card.figure is not None
    labels = card.figure.data[1].text
    assert (labels[0], labels[9]) == ("Part 30 · 30 of 40", "Part 21 · 21 of 40")
    assert labels[10] == "… 15 more between, in the table"
    assert pd.isna(card.figure.data[0].x[10])
    assert (labels[11], labels[15]) == ("Part 05 · 5 of 40", "Part 01 · 1 of 40")


def test_the_list_has_the_columns_in_which_bodies_differ() -> None:
    listed = pd.DataFrame(
        {
            "body_name": ["Bath", "Leeds"],
            "body_type": ["Council", "Council"],
            "country_name": ["United Kingdom", "United Kingdom"],
            "region": [None, "Yorkshire"],
            "answer": ["75 to 99%", "75 to 99%"],
            "score": [80.0, 91.0],
        }
    )
    assert bodies.listed_table(listed).to_dict("list") == {
        "Body": ["Bath", "Leeds"],
        "Answer": ["75 to 99%", "75 to 99%"],
        "Points": ["80", "91"],
        "Region": ["[x]", "Yorkshire"],
    }
    economies = listed.assign(region=None, country_name=["Bath", "Leeds"], score=1.0)
    assert bodies.listed_table(economies).columns.tolist() == ["Body", "Answer"]


def test_every_question_of_the_evidence_makes_its_cards(store: Store) -> None:
    asked = bodies.labels(store.ask("body_questions", **EVERY))
    # Every question of the smaller surveys, every twelfth of the two long questionnaires.
    chosen = pd.concat(
        [
            asked[asked["survey_name"] == name].iloc[:: 1 if size < 20 else 12]
            for name, size in asked.groupby("survey_name").size().items()
        ]
    )
    for row in chosen.to_dict("records"):
        given = {"question": row["question"], "year": row["year"], **ALL}
        shares = store.ask("answer_shares", unanswered=bodies.UNANSWERED, **given)
        about = store.ask("question_source", question=row["question"], year=row["year"]).iloc[0].to_dict()
        facts = bodies.answer_facts(row, shares, about, NOBODY)
        assert facts.shares["share"].sum() == pytest.approx(100), row["label"]
        parts = store.ask("answer_parts", answer=facts.lead, unanswered=bodies.UNANSWERED, **given)
        cards = [bodies.shares_card(facts, LIGHT, {})]
        for name, code in bodies.parts_offered(parts).items():
            ordered = bodies.ordered_parts(parts, code)
            assert ordered["base_n"].sum() <= facts.answered
            cards.append(bodies.parts_card(facts, ordered, name, facts.lead, LIGHT, {}, narrow=True))
            told = set(bodies.against_rest(facts, ordered)["verdict"])
            assert told <= (
                {"up", "down", "unchanged"} if facts.exact else {"up", "down", words.TOO_CLOSE, words.CANNOT_TELL}
            )
        for card in cards:
            assert card.figure is not None
            assert len(card.figure.to_json()) <= 20_000, card.title
            assert 20 <= len(card.alt) <= 160, card.alt
            assert "nan" not in f"{card.title} {card.subtitle} {card.foot} {card.alt}".casefold().split()


def test_shares_of_the_evidence_are_those_computed_when_it_was_compiled(store: Store) -> None:
    """Two ways to the same figure: the answers counted now, and the published table of computed shares."""
    shares = store.ask("answer_shares", question="jdx_cio_appointed", year=2024, unanswered=bodies.UNANSWERED, **ALL)
    yes = shares[shares["answer"] == "Yes"].iloc[0]
    assert (yes["bodies"], yes["base_n"], round(yes["share"], 1)) == (1270, 1733, 73.3)


# Parts against the rest -----------------------------------------------------------------------------------------------

Part = tuple[str, int, int]
JUDGED = ("part", "verdict", "reason")


def judged(*parts: Part, evidence: str = "self_report") -> pd.DataFrame:
    """Return parts (name, bodies, base) with what is said of each against the rest."""
    return bodies.against_rest(
        facts_of(shares_of(*YES_NO), evidence=evidence), bodies.ordered_parts(parts_of(*parts), "region")
    )


def card_of(*parts: Part, evidence: str = "self_report") -> Card:
    """Return the card of parts (name, bodies, base)."""
    facts = facts_of(shares_of(*YES_NO), evidence=evidence)
    return bodies.parts_card(facts, bodies.ordered_parts(parts_of(*parts), "region"), "Region", "Yes", LIGHT, {})


def said_of(*parts: Part, evidence: str = "self_report") -> str:
    """Return the second sentence of the answer of the page, with the full stop it shares with the others."""
    facts = facts_of(shares_of(*YES_NO), evidence=evidence)
    said = bodies.answer_words(facts, "Region", bodies.ordered_parts(parts_of(*parts), "region"))
    return said.split(", 2024. ")[1].removesuffix("All bodies: postal questionnaire.").strip()


def test_a_part_of_a_complete_count_differs_exactly_from_all_others() -> None:
    # 60 of 80 against 60 of 120; 40 of 80 against 80 of 120; 20 of 40 against 100 of 160.
    parts = judged(("A", 60, 80), ("B", 40, 80), ("C", 20, 40), evidence="census")
    assert rows(parts, "part", "rest_base_n", "verdict", "reason") == [
        ("A", 120, "up", ""),
        ("B", 120, "down", ""),
        ("C", 160, "down", ""),
    ]
    assert parts["rest_value"].tolist() == pytest.approx([50, 200 / 3, 62.5])
    assert parts["difference"].tolist() == pytest.approx([25, -50 / 3, -12.5])
    # Nothing was sampled, so no range is named anywhere.
    assert parts[["difference_low", "difference_high"]].isna().all(axis=None)
    card = card_of(("A", 60, 80), ("B", 40, 80), ("C", 20, 40), evidence="census")
    assert not any(word in " ".join(card.about) for word in ("Newcombe", "Holm", "random sample"))
    assert any("Differences are exact." in paragraph for paragraph in card.about)


def test_shares_that_read_the_same_are_called_the_same_in_a_complete_count() -> None:
    # 73.4 % against 72.6 %: both read 73 %. 74 of 100 against 73 of 100 read apart, however little that is.
    alike = judged(("A", 734, 1000), ("B", 726, 1000), evidence="census")
    assert rows(alike, *JUDGED) == [("A", "unchanged", "within rounding"), ("B", "unchanged", "within rounding")]
    assert alike["difference"].tolist() == pytest.approx([0.8, -0.8])
    card = card_of(("A", 734, 1000), ("B", 726, 1000), evidence="census")
    assert card.table["Against the rest"].tolist() == ["= the same"] * 2
    assert card.title == "AI in use: 73% «Yes» in every region"
    apart = judged(("A", 74, 100), ("B", 73, 100), evidence="census")
    assert apart["verdict"].tolist() == ["up", "down"]
    equal = judged(("A", 50, 100), ("B", 50, 100), evidence="census")
    assert rows(equal, *JUDGED) == [("A", "unchanged", ""), ("B", "unchanged", "")]


def test_few_bodies_are_enough_in_a_complete_count_but_headline_nothing() -> None:
    card = card_of(("A", 10, 10), ("B", 40, 80), ("C", 39, 80), evidence="census")
    assert card.table["Against the rest"].tolist()[0] == "▲ above (+51 pts)"
    assert "A (" not in card.title


def test_a_difference_elsewhere_is_judged_by_its_range_with_all_parts_together() -> None:
    given_parts: tuple[Part, ...] = (("A", 70, 100), ("B", 55, 100), ("C", 45, 100), ("D", 40, 100))
    parts = judged(*given_parts)
    # Of 210 yes and 190 no in 400.
    rest = [(140, 300), (155, 300), (165, 300), (170, 300)]
    limits = [
        confint_proportions_2indep(gave, base, others, all_others, method="newcomb", compare="diff")
        for (_, gave, base), (others, all_others) in zip(given_parts, rest, strict=True)
    ]
    assert parts["difference_low"].tolist() == pytest.approx([100 * low for low, _ in limits], abs=1e-6)
    assert parts["difference_high"].tolist() == pytest.approx([100 * high for _, high in limits], abs=1e-6)
    alone = np.array(
        [
            statistics.list_p_value(others / all_others, all_others, gave / base, base)
            for (_, gave, base), (others, all_others) in zip(given_parts, rest, strict=True)
        ]
    )
    beyond_chance = multipletests(alone, alpha=0.05, method="holm")[0]
    # D alone would be below the rest, by 17 points; of four it is the second to be looked at.
    assert (alone < 0.05).tolist() == [True, False, False, True]
    assert beyond_chance.tolist() == [True, False, False, True]
    assert rows(parts, *JUDGED) == [
        ("A", "up", ""),
        ("B", "too close to call", ""),
        ("C", "too close to call", ""),
        ("D", "down", ""),
    ]


def test_a_list_of_parts_is_judged_together_where_one_alone_would_stand_out() -> None:
    # 60 of 100 against 45 of 100: on its own beyond chance. With others beside it, no longer.
    assert judged(("A", 60, 100), ("B", 45, 100))["verdict"].tolist() == ["up", "down"]
    listed = judged(("A", 60, 100), *((f"B{at}", 49, 100) for at in range(5)))
    low, high = listed.loc[listed["part"] == "A", ["difference_low", "difference_high"]].iloc[0]
    assert 0 < low < high
    assert listed["verdict"].tolist() == ["too close to call"] * 6
    assert "more often" not in card_of(("A", 60, 100), *((f"B{at}", 49, 100) for at in range(5))).title


def test_whether_two_ranges_overlap_would_give_another_verdict() -> None:
    (low, _), (_, high) = (proportion_confint(gave, 100, method="wilson") for gave in (60, 45))
    assert low < high
    assert judged(("A", 60, 100), ("B", 45, 100))["verdict"].tolist() == ["up", "down"]


def test_two_parts_are_one_comparison() -> None:
    # Its chance is between a fortieth and a twentieth: halved for two comparisons it would be too close.
    chance = float(statistics.list_p_value(0.45, 100, 0.6, 100))
    assert 0.025 < chance < 0.05
    parts: tuple[Part, ...] = (("A", 60, 100), ("B", 45, 100))
    assert said_of(*parts) == "By region, **60%** (A) ▲ above **45%** (B), +15 pts."
    card = card_of(*parts)
    assert card.title == "AI in use: «Yes» more often in A (60%) than in B (45%)"
    assert card.table["Against the rest"].tolist() == ["▲ above (+15 pts)", "▼ below (−15 pts)"]
    assert not any("Holm" in paragraph for paragraph in card.about)


@pytest.mark.parametrize(
    ("parts", "evidence", "title", "said"),
    [
        (
            (("A", 50, 100), ("B", 45, 100)),
            "self_report",
            "AI in use: «Yes» from 50% (A) to 45% (B), too close to call",
            "By region, **50%** (A) and **45%** (B): ≈ too close to call.",
        ),
        (
            (("A", 734, 1000), ("B", 726, 1000)),
            "census",
            "AI in use: 73% «Yes» in every region",
            "By region, **73%** (A) and **73%** (B): = the same.",
        ),
        (
            (("A", 50, 100), ("B", 45, 100), ("C", 44, 100)),
            "self_report",
            "AI in use: «Yes» from 50% (A) to 44% (C), too close to call",
            "By region, from **50%** (A) to **44%** (C), each ≈ too close to call against the rest.",
        ),
        # One stands out to one side; the other end is not called.
        (
            (("A", 80, 100), ("B", 45, 100), ("C", 44, 60)),
            "self_report",
            "AI in use: «Yes» more often in A (80%), less often in B (45%) than in the rest",
            "By region, against the rest: **80%** (A) ▲ above (+24 pts); **45%** (B) ▼ below (−33 pts).",
        ),
        (
            (("A", 90, 100), ("B", 60, 100), ("C", 60, 100), ("D", 60, 100), ("E", 60, 100)),
            "self_report",
            "AI in use: «Yes» more often in A (90%) than in the rest (60%)",
            "By region, against the rest: **90%** (A) ▲ above (+30 pts).",
        ),
        (
            (("A", 60, 100), ("B", 60, 100), ("C", 60, 100), ("D", 60, 100), ("E", 30, 100)),
            "self_report",
            "AI in use: «Yes» less often in E (30%) than in the rest (60%)",
            "By region, against the rest: **30%** (E) ▼ below (−30 pts).",
        ),
        (
            (("A", 50, 100), ("B", 50, 100), ("C", 5, 5)),
            "self_report",
            "AI in use: 50% «Yes» in every region of 30 bodies or more",
            "",
        ),
    ],
)
def test_title_and_answer_say_what_the_verdicts_say(
    parts: tuple[Part, ...], evidence: str, title: str, said: str
) -> None:
    assert card_of(*parts, evidence=evidence).title == title
    assert said_of(*parts, evidence=evidence) == said


def test_a_bar_stands_out_only_where_its_part_is_above_the_rest() -> None:
    called, open_ = card_of(("A", 60, 100), ("B", 45, 100)), card_of(("A", 50, 100), ("B", 45, 100))
    assert called.figure is not None
    assert open_.figure is not None
    assert called.figure.data[0].marker.color == (LIGHT.accent, LIGHT.quiet)
    assert open_.figure.data[0].marker.color == (LIGHT.quiet, LIGHT.quiet)


def test_a_phone_has_room_for_four_columns() -> None:
    facts, parts = facts_of(shares_of(*YES_NO)), bodies.ordered_parts(parts_of(("A", 60, 100), ("B", 45, 90)), "region")
    card = bodies.parts_card(facts, parts, "Region", "Yes", LIGHT, {}, narrow=True)
    assert rows(card.table, "Region", "Share", "Against the rest", "«Yes»") == [
        ("A", "60%", "▲ above (+10 pts)", "60 of 100"),
        ("B", "50%", "▼ below (−10 pts)", "45 of 90"),
    ]
    assert len(card.table.columns) == 4


def test_too_few_bodies_have_no_verdict_and_are_not_counted_among_those_judged() -> None:
    # 20 small parts would multiply the chance of A by 22 and hide it.
    small: tuple[Part, ...] = tuple((f"S{at:02}", 1, 2) for at in range(20))
    parts = judged(("A", 62, 100), ("B", 42, 100), *small)
    told = {str(row["part"]): (row["verdict"], row["reason"]) for row in parts.to_dict("records")}
    assert told["A"] == ("up", "")
    assert told["B"] == ("down", "")
    assert told["S00"] == ("cannot tell", "under 30 bodies")
    assert parts.loc[parts["flag"] == "u", ["difference_low", "difference_high"]].isna().all(axis=None)
    beside_few = card_of(("A", 28, 30), ("B", 1, 5))
    assert beside_few.table["Against the rest"].tolist() == [
        "? cannot tell (under 30 bodies in the rest)",
        "? cannot tell (under 30 bodies)",
    ]
    assert beside_few.title == "AI in use by region: too few bodies in some parts to compare"


def test_a_part_alone_stands_against_nothing() -> None:
    for evidence in ("census", "self_report"):
        card = card_of(("England", 3, 40), ("England: London", 30, 60), evidence=evidence)
        assert card.table["Against the rest"].tolist() == ["–"]
        assert card.shown["against_the_rest"].tolist() == ["cannot tell"]
        assert not any("Against the rest" in paragraph for paragraph in card.about)


def test_the_readers_own_part_stands_against_the_rest() -> None:
    said = [bodies.own_rest_words(row) for row in judged(("A", 60, 100), ("B", 45, 100)).to_dict("records")]
    assert said == [
        "Against the rest (45% of 100): ▲ above (+15 pts).",
        "Against the rest (60% of 100): ▼ below (−15 pts).",
    ]
    few = [bodies.own_rest_words(row) for row in judged(("A", 28, 30), ("B", 1, 5)).to_dict("records")]
    assert few == ["Against the rest (20% of 5): ? cannot tell (under 30 bodies in the rest).", ""]


def test_the_file_of_parts_carries_difference_range_and_verdict() -> None:
    shown = card_of(("A", 60, 100), ("B", 45, 100), ("C", 5, 6)).shown
    columns = (
        "part", "rest_value", "rest_base_n", "difference", "difference_low", "difference_high", "against_the_rest",
        "reason",
    )  # fmt: skip
    low, high = (100 * end for end in confint_proportions_2indep(60, 100, 50, 106, method="newcomb", compare="diff"))
    found = {row[0]: row[1:] for row in rows(shown, *columns)}
    assert found["A"] == (47.17, 106, 12.83, round(low, 2), round(high, 2), "too close to call", "")
    assert found["C"] == (52.5, 200, 30.83, None, None, "cannot tell", "under 30 bodies")
    counted = card_of(("A", 60, 100), ("B", 45, 100), evidence="census").shown
    assert rows(counted, *columns)[0] == ("A", 45, 100, 15, None, None, "above", "")


some_parts = st.lists(
    st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))), min_size=2, max_size=8
)


@untimed
@given(some_parts, st.sampled_from(["census", "inventory", "self_report", "random_sample"]))
def test_no_words_on_parts_contradict_their_frame(drawn: list[tuple[int, int]], evidence: str) -> None:
    given_parts = [(f"P{at}", gave, base) for at, (gave, base) in enumerate(drawn)]
    frame = {str(row["part"]): row for row in judged(*given_parts, evidence=evidence).to_dict("records")}
    card, said = card_of(*given_parts, evidence=evidence), said_of(*given_parts, evidence=evidence)
    for often, verdict in (("more", "up"), ("less", "down")):
        for name in re.findall(rf"{often} often in (P\d)", card.title):
            assert (frame[name]["verdict"], frame[name]["flag"]) == (verdict, "")
    for name, mark in re.findall(r"\((P\d)\) ([▲▼])", said):
        assert frame[name]["verdict"] == {"▲": "up", "▼": "down"}[mark]
        assert frame[name]["flag"] == ""
    firm = [row for row in frame.values() if row["flag"] == ""]
    if "too close to call" in card.title:
        assert {row["verdict"] for row in firm} == {"too close to call"}
    if "each ≈" in said:
        assert {row["verdict"] for row in firm} == {"too close to call"}
    # Whoever is called is called in both places, or in none.
    assert ("often" in card.title) == ("▲" in said or "▼" in said)
    shown = " ".join(card.table["Share"])
    for number in re.findall(r"\((?:P\d: )?(\d+%)\)", card.title.partition(" than in the rest")[0]):
        assert number in shown
    for name, mark in zip(card.table["Region"], card.table["Against the rest"], strict=True):
        row = frame[name]
        assert mark == words.rest_words(row)
        if row["verdict"] == "up":
            assert row["share"] > row["rest_value"]
        if row["verdict"] == "down":
            assert row["share"] < row["rest_value"]
        if evidence in {"census", "inventory"}:
            assert (row["verdict"] == "unchanged") == (numbers.share(row["share"]) == numbers.share(row["rest_value"]))
            assert np.isnan(row["difference_low"])
        elif row["base_n"] < 30 or row["rest_base_n"] < 30:
            assert row["verdict"] == "cannot tell"
            assert row["reason"]
        elif row["verdict"] in {"up", "down"}:
            assert row["difference_low"] > 0 or row["difference_high"] < 0


# The page -------------------------------------------------------------------------------------------------------------


Opener = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens the page on public bodies with the small evidence under an address."""
    monkeypatch.setenv("DIGITAL_TRENDS_DATA", str(tiny))
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path / "cache"))
    store_module.shared_store.cache_clear()
    api.shared_vocabulary.cache_clear()

    def opened(**address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=30).switch_page("bodies.py")
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    yield opened
    store_module.shared_store().close()
    store_module.shared_store.cache_clear()
    api.shared_vocabulary.cache_clear()


def test_the_page_answers_untouched(open_page: Opener) -> None:
    page = open_page()
    assert not page.exception
    assert page.title[0].value == "What have public bodies in place?"
    assert page.markdown[0].value.startswith("**3 of 4 public bodies (75%)** have the answer «Yes»")


def test_the_page_understands_its_address(open_page: Opener) -> None:
    page = open_page(asked="Register of bodies, 2023: Strategy for AI")
    assert not page.exception
    assert page.markdown[0].value.startswith("**1 of all 4 public bodies (25%)**")


def test_a_link_to_an_edition_shows_that_edition(open_page: Opener) -> None:
    # The question shown untouched is the first of the edition, which the address does not name.
    page = open_page(edition="Register of bodies, 2023")
    assert not page.exception
    assert page.selectbox(key="asked").options == ["Register of bodies, 2023: Strategy for AI"]
    assert page.markdown[0].value.startswith("**1 of all 4 public bodies (25%)**")


def test_junk_in_the_address_does_not_break_the_page(open_page: Opener) -> None:
    page = open_page(
        edition="none", asked="no such question", part="no such part", answer="%", body="' or 1=1 --", country="Nowhere"
    )
    assert not page.exception
    assert page.markdown[0].value.startswith("**3 of 4 public bodies (75%)**")


def test_the_page_lists_bodies_that_are_searched_for(open_page: Opener) -> None:
    page = open_page(body="bath")
    assert not page.exception
    assert page.table[-1].value["Body"].tolist() == ["Bath"]


def test_the_page_shows_one_country_beside_all(open_page: Opener) -> None:
    page = open_page(country="Norway")
    assert not page.exception
    assert "**Oslo** «Yes»" in page.markdown[0].value
    assert any("2 of 4" in caption.value for caption in page.caption)


def test_the_page_offers_a_way_out_where_no_body_answered(open_page: Opener) -> None:
    page = open_page(country="Kenya")
    assert not page.exception
    assert "Kenya" in page.info[0].value
    page.button(key="drop_country").click().run()
    assert not page.info
