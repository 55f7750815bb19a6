"""What is said of the answers of public bodies: all of them, few beside all, and where most and least."""

import pandas as pd

from tests.card_contents import figure_of
from tests.given_answers import NO_PARTS, YES_NO, facts_of, parts_of, shares_of
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies import words as body_words


def test_the_answer_names_the_ends_among_large_parts_and_says_it_left_out_small_ones() -> None:
    parts = body_facts.ordered_parts(parts_of(("North", 3, 30), ("South", 18, 40), ("Isle", 4, 4)), "region")
    said = body_words.answer_words(facts_of(shares_of(*YES_NO)), "Region", parts)
    assert said == (
        "**25 of all 100 municipalities (25%)** in Norway have the answer «Yes» to «AI in use», 2024. "
        # 18 of 40 against 7 of 34, 3 of 30 against 22 of 44: the four bodies of Isle are in the rest.
        "By region, against the rest: **45%** (South) ▲ above (+24 pts); **10%** (North) ▼ below (−40 pts); "
        "those with under 30 bodies are not named. "
        "All bodies: postal questionnaire."
    )


def test_the_answer_names_no_ends_where_most_parts_are_small() -> None:
    parts = body_facts.ordered_parts(
        parts_of(("A", 3, 30), ("B", 18, 40), ("C", 4, 4), ("D", 4, 5), ("E", 1, 9)), "region"
    )
    assert "By region" not in body_words.answer_words(facts_of(shares_of(*YES_NO)), "Region", parts)
    card = body_cards.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", {})
    assert card.title == "AI in use by region: too few bodies in some parts to compare"


def test_one_body_is_shown_beside_all() -> None:
    mine = pd.DataFrame({"body_name": ["Bath"], "answer": ["No"]})
    facts = facts_of(shares_of(*YES_NO), mine=mine)
    assert body_words.answer_words(facts, "", NO_PARTS).startswith(
        "**Bath** has the answer «No» to «AI in use», 2024, as have **75 of all 100 municipalities (75%)**."
    )
    card = body_cards.shares_card(facts, {})
    assert card.title == "AI in use: «No» in Bath, as in 75% of 100 municipalities"
    assert figure_of(card) is not None
    assert figure_of(card).data[1].text == ("Yes · 25", "No · 75 · Bath")


def test_few_bodies_that_differ_are_each_named() -> None:
    mine = pd.DataFrame({"body_name": ["Bath", "Leeds", "York"], "answer": ["No", "Yes", "No"]})
    said = body_words.answer_words(facts_of(shares_of(*YES_NO), mine=mine), "", NO_PARTS)
    assert said.startswith("«AI in use», 2024: **Bath and York** «No»; **Leeds** «Yes».")
