"""What is said of the answers of public bodies: all of them, few beside all, where most and least, and the reader's own."""

from typing import Any

import pandas as pd
import pytest

from tests.card_contents import APART, bars_said, figure_of
from tests.given_answers import NO_PARTS, YES_NO, facts_of, parts_of, shares_of
from trends.request.place import MARK, NOBODY, Self
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies import one_part
from trends.subjects.bodies import words as body_words
from trends.subjects.bodies.facts import AnswerFacts
from trends.words.text import markdown


def test_the_answer_names_the_ends_among_large_parts_and_says_it_left_out_small_ones() -> None:
    parts = body_facts.ordered_parts(parts_of(("North", 3, 30), ("South", 18, 40), ("Isle", 4, 4)), "region", 10)
    said = markdown(body_words.answer_words(facts_of(shares_of(*YES_NO)), "Region", parts))
    assert said == (
        "**25 of all 100 municipalities (25%)** in Norway use AI, 2024. "
        # 18 of 40 against 7 of 34, 3 of 30 against 22 of 44: the four bodies of Isle are in the rest.
        "By region, against the rest: **45%** (South) ▲ above (+24 pts); **10%** (North) ▼ below (−40 pts); "
        "those with under 10 bodies are not named. "
        "All bodies: postal questionnaire."
    )


def test_the_answer_names_no_ends_where_most_parts_are_small() -> None:
    parts = body_facts.ordered_parts(
        parts_of(("A", 3, 30), ("B", 18, 40), ("C", 4, 4), ("D", 4, 5), ("E", 1, 9)), "region"
    )
    assert "By region" not in markdown(body_words.answer_words(facts_of(shares_of(*YES_NO)), "Region", parts))
    card = body_cards.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", {})
    assert card.title == "AI in use by region: too few bodies in some parts to compare"


def test_one_body_is_shown_beside_all() -> None:
    mine = pd.DataFrame({"body_name": ["Bath"], "answer": ["No"]})
    facts = facts_of(shares_of(*YES_NO), mine=mine)
    assert markdown(body_words.answer_words(facts, "", NO_PARTS)).startswith(
        "**Bath** does not use AI, 2024, as do **75 of all 100 municipalities (75%)**."
    )
    card = body_cards.shares_card(facts, {})
    assert card.title == "AI in use: “No” in Bath, as in 75% of 100 municipalities"
    assert figure_of(card) is not None
    assert figure_of(card).data[1].text == ("Yes · 25", "No · 75 · Bath")


def test_few_bodies_that_differ_are_each_named() -> None:
    mine = pd.DataFrame({"body_name": ["Bath", "Leeds", "York"], "answer": ["No", "Yes", "No"]})
    said = markdown(body_words.answer_words(facts_of(shares_of(*YES_NO), mine=mine), "", NO_PARTS))
    assert said.startswith("AI in use, 2024: **Bath and York** “No”; **Leeds** “Yes”.")


# You ------------------------------------------------------------------------------------------------------------------

TOWNS = shares_of(("Yes", 60, None), ("No", 40, None))
PARTS = [
    {"part": "City", "bodies": 40, "base_n": 50, "share": 80.0},
    {"part": "Town", "bodies": 4, "base_n": 20, "share": 20.0},
]
COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")
COUNCILS = Self(sector="local_government", sector_name="Local government")
CITY = Self("NOR", "local_government", "Cities", "Norway", "Local government")


def test_the_own_part_is_found_by_the_name_surveys_have_for_it() -> None:
    assert one_part.own_part(PARTS, "body_type", CITY) is PARTS[0]
    assert one_part.own_part(PARTS, "body_type", COUNCIL) is None
    countries = [{"part": "Norway"}, {"part": "Kenya"}]
    assert one_part.own_part(countries, "country", CITY) is countries[0]
    assert one_part.own_part(countries, "region", CITY) is None
    assert one_part.own_part(countries, "country", NOBODY) is None


def judged(facts: AnswerFacts, *parts: tuple[str, int, int]) -> list[dict[Any, Any]]:
    """Return parts (name, bodies with the answer, bodies) as they stand against each other."""
    listed = pd.DataFrame(
        [
            {
                "part": name,
                "bodies": gave,
                "base_n": base,
                "listed": base,
                "share": 100 * gave / base,
                "kind_of_part": "body_type",
            }
            for name, gave, base in parts
        ]
    )
    ordered = body_facts.ordered_parts(listed, "body_type")
    return body_facts.against_rest(facts, ordered).to_dict("records")


def test_a_part_stands_against_the_rest_exactly_where_all_were_counted() -> None:
    city, _ = judged(facts_of(TOWNS), ("City", 40, 50), ("Town", 20, 50))
    assert one_part.own_words(CITY, facts_of(TOWNS), city, "Kind of body", "Yes") == (
        "City, your kind of body: 80% of 50 use AI, 2024. Against the rest (40% of 50): ▲ above (+40 pts)."
    )


def test_a_part_of_a_sample_is_above_the_rest_only_beyond_chance() -> None:
    polled = facts_of(TOWNS, evidence="self_report")
    city, _ = judged(polled, ("City", 32, 50), ("Town", 28, 50))
    assert one_part.own_words(CITY, polled, city, "Kind of body", "Yes").endswith(
        "Against the rest (56% of 50): ≈ too close to call (+8 pts)."
    )


def test_a_part_of_few_bodies_has_no_share() -> None:
    _, town = judged(facts_of(TOWNS, evidence="self_report"), ("City", 40, 50), ("Town", 4, 20))
    said = one_part.own_words(CITY, facts_of(TOWNS, evidence="self_report"), town, "Kind of body", "Yes")
    assert said == "Town, your kind of body: 4 of 20 use AI, 2024; too few for a share to say much."
    # All 20 there are were counted: nothing was drawn, so their share is exact.
    _, town = judged(facts_of(TOWNS), ("City", 40, 50), ("Town", 4, 20))
    said = one_part.own_words(CITY, facts_of(TOWNS), town, "Kind of body", "Yes")
    assert said.startswith("Town, your kind of body: 20% of 20 use AI, 2024.")
    assert one_part.own_words(CITY, facts_of(TOWNS), None, "Kind of body", "Yes") == ""


def mine_of(*answers: str) -> pd.DataFrame:
    return pd.DataFrame({"answer": list(answers), "found": [len(answers)] * len(answers)})


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        (mine_of("Yes"), "Your country has “Yes”, as 60% of 100 municipalities have, 2024."),
        (mine_of(), "No body of your country is in this list, 2024."),
        (mine_of("Yes", "No"), "2 of the 100 municipalities here are of your country, 2024."),
    ],
)
def test_a_country_that_is_one_body_has_an_answer_of_its_own(mine: pd.DataFrame, said: str) -> None:
    assert body_words.body(CITY, facts_of(TOWNS), mine) == said
    assert body_words.body(COUNCILS, facts_of(TOWNS), mine) == ""


def test_a_country_without_an_answer_is_not_said_to_have_one() -> None:
    entries = shares_of(("Yes", 60, None), ("Not answered", 1, None), unanswered=("Not answered",))
    assert body_words.body(CITY, facts_of(entries), mine_of("Not answered")) == (
        "Your country has no answer here: not answered, 2024."
    )


def test_the_readers_answer_stands_beside_the_others() -> None:
    assert (
        body_words.answered(facts_of(TOWNS), "Yes") == "You answered “Yes”, as 60% of 100 municipalities did in 2024."
    )
    assert body_words.answered(facts_of(TOWNS), "No such answer") == ""
    assert body_words.answered(facts_of(TOWNS), "") == ""
    # Of few bodies their number is told, not their share.
    few = facts_of(shares_of(("Yes", 3, None), ("No", 6, None)), base_n=9, edition_bodies=9, bodies=9)
    assert body_words.answered(few, "Yes") == "You answered “Yes”, as 3 of 9 municipalities did in 2024."


def test_the_readers_answer_and_part_are_marked_and_not_in_the_file() -> None:
    towns = facts_of(TOWNS)
    plain, marked = (body_cards.shares_card(towns, {}, own=given_answer) for given_answer in ("", "No"))
    assert marked.table.frame()["You"].tolist() == ["–", MARK]
    assert bars_said(figure_of(marked)) == ["60%", f"40%{APART}{MARK}"]
    assert marked.alt.endswith("You: No.")
    assert "You" not in plain.table.headings
    pd.testing.assert_frame_equal(marked.shown, plain.shown)
    parts = body_facts.ordered_parts(pd.DataFrame(PARTS).assign(kind_of_part="body_type", listed=[50, 20]), "body_type")
    card = body_cards.parts_card(towns, parts, "Kind of body", "Yes", {}, own="Town")
    assert card.table.frame()["You"].tolist() == ["–", MARK]
    assert bars_said(figure_of(card)) == ["80%", f"20% [u]{APART}{MARK}"]
    assert card.alt.endswith("You: 20% [u].")


def test_the_own_part_is_drawn_where_a_chart_has_no_room_for_all() -> None:
    many = pd.DataFrame(
        [
            {
                "kind_of_part": "region",
                "part": f"Region {at:02}",
                "bodies": 90 - at,
                "base_n": 100,
                "listed": 100,
                "share": 90.0 - at,
            }
            for at in range(30)
        ]
    )
    parts = body_facts.ordered_parts(many, "region")
    card = body_cards.parts_card(facts_of(TOWNS), parts, "Region", "Yes", {}, own="Region 17")
    assert figure_of(card) is not None
    labels = [str(label).replace("<br>", " ") for label in figure_of(card).data[-2].text]
    assert labels[9:13] == [
        "Region 09 · 81 of 100",
        "… 7 more between, in the table",
        "Region 17 · 73 of 100",
        "… 7 more between, in the table",
    ]
    assert len(labels) == 18
    assert bars_said(figure_of(card))[11] == f"73%{APART}{MARK}"


def test_those_who_do_more_than_the_leading_answer_says_are_told_beside_it() -> None:
    # Who exceeds a standard meets it too.
    known = facts_of(
        shares_of(("Standards exceeded", 20, None), ("Standards met", 70, None), ("Standards not met", 10, None))
    )
    assert known.lead == "Standards met"
    assert (
        body_words.shares_title(known)
        == "AI in use: “Standards met” in 70% of 100 municipalities, “Standards exceeded” in another 20%"
    )
    assert "“Standards exceeded” in another 20%" in markdown(body_words.answer_words(known, "", NO_PARTS))
    # Of several steps above, as of bands, the chart tells.
    bands = facts_of(
        shares_of(("Over 30%", 10, None), ("21 to 30%", 20, None), ("11 to 20%", 60, None), ("1 to 10%", 10, None))
    )
    assert bands.lead == "11 to 20%"
    assert "another" not in body_words.shares_title(bands)
    # Of the top of a scale, and of answers on none, nothing lies above.
    assert "another" not in body_words.shares_title(facts_of(TOWNS))
    colours = facts_of(shares_of(("Blue", 70, None), ("Green", 30, None)))
    assert "another" not in body_words.shares_title(colours)
