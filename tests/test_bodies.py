"""Answers of public bodies: names, order and bases, and the card of how many gave which."""

from typing import Any

import pandas as pd
import pytest

from tests.card_contents import figure_of
from tests.given_answers import EVERY, NO_PARTS, UNANSWERED, YES_NO, facts_of, question, rows, shares_of
from trends.figures.palette import LIGHT
from trends.store.store import Store
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies import words as body_words
from trends.words.text import plain, spans_of

# Names and order ------------------------------------------------------------------------------------------------------


def test_labels_name_the_country_where_there_is_one_and_the_year_once() -> None:
    asked = pd.DataFrame(
        [
            question(),
            question(country_name=None, year=2023),
            question(survey_name="Town survey 2022", year=2022),
        ]
    )
    assert body_facts.labels(asked)["label"].tolist() == [
        "Town survey, Norway, 2024: AI in use",
        "Town survey, 2023: AI in use",
        "Town survey 2022, Norway: AI in use",
    ]


def test_every_question_of_the_evidence_has_a_label_of_its_own(store: Store) -> None:
    labelled = body_facts.labels(store.ask("body_questions", **EVERY))
    assert labelled["label"].is_unique
    alone = body_facts.labels(store.ask("body_questions", **(EVERY | {"country": ["NZL"]})))
    assert len(alone)
    assert set(alone["label"]) < set(labelled["label"])


@pytest.mark.parametrize(
    ("body_type", "bodies", "said"),
    [
        ("Economy", None, "economies"),
        ("NHS trust", "public bodies", "NHS trusts"),
        (None, "municipalities", "municipalities"),
        (float("nan"), float("nan"), "public bodies"),
    ],
)
def test_bodies_are_called_what_they_are(body_type: Any, bodies: Any, said: str) -> None:
    assert body_facts.noun(body_type, bodies) == said


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
    ordered, said = body_facts.in_order(shares_of(*entries))
    assert ordered["answer"].tolist() == order
    assert ("points" in said) == by_points


def test_entries_that_are_no_answer_come_after_all_others() -> None:
    entries = (("Not surveyed", 90, None), ("Not known", 5, 0.0), ("No", 1, 0.0), ("Yes", 4, 10.0))
    ordered, _ = body_facts.in_order(shares_of(*entries, unanswered=UNANSWERED))
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
    ordered, _ = body_facts.in_order(shares_of(*entries))
    assert body_facts.leading_answer(ordered) == lead


# Bases and words ------------------------------------------------------------------------------------------------------


def test_a_complete_count_says_all() -> None:
    facts = facts_of(shares_of(*YES_NO))
    assert facts.complete
    assert body_words.base_words(facts) == "all 100 municipalities"


def test_self_reports_cover_a_list_and_not_all_there_are() -> None:
    facts = facts_of(shares_of(*YES_NO), evidence="self_report")
    assert not facts.complete
    assert body_words.base_words(facts) == "all 100 municipalities listed"


def test_a_base_says_why_bodies_are_missing() -> None:
    entries = (("Yes", 25, None), ("No", 65, None), ("Not surveyed", 8, None))
    facts = facts_of(shares_of(*entries, unanswered=UNANSWERED), edition_bodies=98, bodies=98)
    assert (facts.answered, facts.listed, facts.total) == (90, 98, 100)
    assert not facts.complete
    assert body_words.base_words(facts) == "90 of 100 municipalities (8 not surveyed and 2 without an entry here)"


def test_a_filtered_base_says_so() -> None:
    facts = facts_of(shares_of(("Yes", 10, None), ("No", 30, None)), filtered=True, bodies=40)
    assert body_words.base_words(facts) == "40 of 100 municipalities, as filtered"


def test_notes_leave_out_what_a_score_is_for() -> None:
    facts = facts_of(shares_of(*YES_NO))
    assert "Asked of all." in facts.notes
    assert not any("Score" in note for note in facts.notes)


def test_a_body_without_an_answer_is_not_given_that_of_others() -> None:
    mine = pd.DataFrame({"body_name": ["Bath"], "answer": ["Not surveyed"]})
    entries = (*YES_NO, ("Not surveyed", 1, None))
    facts = facts_of(shares_of(*entries, unanswered=UNANSWERED), mine=mine, edition_bodies=101, base_n=101)
    assert facts.lead == "Yes"
    assert body_cards.shares_card(facts, {}).title == "AI in use: “Not surveyed” in Bath"


# Cards ----------------------------------------------------------------------------------------------------------------


def test_the_card_of_shares_counts_exactly_and_keeps_its_gap_apart_from_zero() -> None:
    entries = (("Yes", 60, None), ("No", 39, None), ("Not surveyed", 1, None))
    card = body_cards.shares_card(facts_of(shares_of(*entries, unanswered=UNANSWERED)), {"question": ["towns_ai"]})
    assert card.title == "61% of 99 municipalities in Norway use AI"
    assert rows(card.table.frame(), "Answer", "Municipalities", "Share") == [
        ("Yes", "60", "61%"),
        ("No", "39", "39%"),
        ("Not surveyed", "1", "[x]"),
    ]
    assert figure_of(card) is not None
    assert figure_of(card).data[1].text[2] == "Not surveyed · 1 [x]"
    assert pd.isna(figure_of(card).data[0].x[2])
    assert not figure_of(card).data[0].error_x.array
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
    # One of them has no answer, so it is not known what all of them would say.
    assert not any("exact" in paragraph for paragraph in card.about)
    assert any("99 of the 100 municipalities there are have an answer." in paragraph for paragraph in card.about)
    complete = body_cards.shares_card(facts_of(shares_of(("Yes", 61, None), ("No", 39, None))), {})
    assert any("Every body the question is about has an answer" in paragraph for paragraph in complete.about)


def test_self_reports_claim_no_exactness_beyond_their_list() -> None:
    card = body_cards.shares_card(facts_of(shares_of(*YES_NO), evidence="self_report", evidence_name="Self-report"), {})
    assert not any("exact" in paragraph for paragraph in card.about)
    assert any("It speaks for the whole group." in paragraph for paragraph in card.about)
    assert "Self-report" in card.foot


def test_few_bodies_are_drawn_hollow_and_not_headlined() -> None:
    polled = facts_of(shares_of(("Yes", 20, None), ("No", 9, None)), filtered=True, evidence="self_report")
    card = body_cards.shares_card(polled, {})
    assert card.title == "Few bodies: read “AI in use” with care"
    assert card.table.frame()["Share"].tolist() == ["69% [u]", "31% [u]"]
    assert figure_of(card) is not None
    assert set(figure_of(card).data[0].marker.color) == {LIGHT.background}
    assert card.symbols


def test_under_ten_bodies_are_told_by_their_number() -> None:
    few = facts_of(shares_of(("Yes", 5, None), ("No", 1, None)), bodies=6, edition_bodies=6)
    card = body_cards.shares_card(few, {})
    assert card.title == "Few bodies: read “AI in use” with care"
    assert card.table.frame()["Share"].tolist() == ["5 of 6 [u]", "1 of 6 [u]"]
    assert card.shown["value"].tolist() == [83.33, 16.67]
    assert card.shown["flag"].tolist() == ["u", "u"]
    assert figure_of(card) is not None
    assert pd.isna(list(figure_of(card).data[0].x)).all()
    assert "%" not in plain(body_words.answer_words(few, "", NO_PARTS)) + card.alt


def test_nothing_answered_draws_nothing() -> None:
    nothing = shares_of(("Not surveyed", 40, None), unanswered=UNANSWERED).assign(base_n=None)
    facts = facts_of(nothing)
    card = body_cards.shares_card(facts, {})
    assert figure_of(card) is None
    assert card.title == "AI in use: no answers"
    assert body_words.answer_words(facts, "", NO_PARTS) == "No body has an answer to “AI in use” in 2024."


def test_the_list_has_the_columns_in_which_bodies_differ() -> None:
    listed = pd.DataFrame(
        {
            "body_name": ["Bath", "Leeds"],
            "body_type": ["Council", "Council"],
            "country_name": ["United Kingdom", "United Kingdom"],
            "region": [None, "Yorkshire"],
            "answer": ["75 to 99%", "75 to 99%"],
            "score": [80.0, 91.0],
            "slug": ["bath", "leeds"],
        }
    )
    assert [span.url for name in body_cards.listed_table(listed)["Body"] for span in spans_of(name)] == [
        "bodies/bath",
        "bodies/leeds",
    ]
    assert body_cards.listed_table(listed).frame().to_dict("list") == {
        "Body": ["Bath", "Leeds"],
        "Answer": ["75 to 99%", "75 to 99%"],
        "Points": ["80", "91"],
        "Region": ["[x]", "Yorkshire"],
    }
    economies = listed.assign(region=None, country_name=["Bath", "Leeds"], score=1.0)
    assert body_cards.listed_table(economies).headings == ["Body", "Answer"]
