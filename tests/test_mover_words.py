"""What is said of what rose and fell: how many, what most, how far chance goes, and what cannot be told."""

from typing import Any

import pytest

from tests.given_pairs import AGENCIES, FALLS, NO_BASE, RISES, STAYS, WEAK_RISE, items, listed, pair, place
from trends.request.place import NOBODY, Self
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import words as mover_words
from trends.subjects.movers import you as mover_you
from trends.words.text import markdown


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([STAYS], "Nothing moved beyond chance: the one comparison is too close to call"),
        ([STAYS] * 2, "Nothing moved beyond chance: 2 comparisons, both too close to call"),
        ([STAYS] * 41, "Nothing moved beyond chance: 41 comparisons, all too close to call"),
        (
            [RISES, STAYS],
            "1 of 2 changes of shares is beyond chance: Item 0 rose 15 pts to 45%, 2023 to 2024",
        ),
        (
            [RISES, STAYS, FALLS],
            "2 of 3 changes of shares are beyond chance: Item 2 fell 20 pts to 50%, 2023 to "
            "2024; Item 0 rose 15 pts to 45%, 2023 to 2024",
        ),
        (
            [WEAK_RISE, STAYS],
            "Nothing firm moved: 1 of 2 changes of shares between comparable editions is beyond chance, where few answered "
            "or said “other”",
        ),
    ],
)
def test_the_finding_says_how_many_and_what(figures: list[tuple[float, float, float, float]], said: str) -> None:
    assert mover_words.headline(mover_facts.movement(listed(figures))) == said


def test_the_answer_is_two_sentences_from_the_same_facts() -> None:
    rows = [
        *listed([RISES, FALLS, STAYS, WEAK_RISE]),
        *[place(7, 3, item="Skills", question_name="Top ten"), place(3, 9, item="Cloud")],
    ]
    assert markdown(mover_words.answer(mover_facts.movement(rows))) == (
        "**3 of 4 changes of shares between comparable editions are beyond chance, 1 of them where few answered.** "
        "**Item 1** fell from 70% in 2023 to 50% in 2024 (What worries them; Leaders, Norway, health; base 900). "
        "**Item 0** rose from 30% in 2023 to 45% in 2024 (What worries them; Leaders, Norway, health; base 900). "
        "2 places were published twice; no test can judge a move. **Skills** moved up, from 7th in 2023 to 3rd in 2024 "
        "(Top ten; Leaders, Norway, health; base not published). **Cloud** moved down, from 3rd in 2023 to 9th in 2024 "
        "(What worries them; Leaders, Norway, health; base not published)."
    )


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (
            [NO_BASE],
            "**One cannot tell whether a share moved:** the one change there is lacks a published base.",
        ),
        (
            [NO_BASE] * 12,
            "**One cannot tell whether a share moved:** each of the 12 changes lacks a published base.",
        ),
        (
            [STAYS, NO_BASE],
            (
                "**Nothing moved beyond chance: the one comparison is too close to call.** "
                "Cannot tell of 1 change: a base was not published."
            ),
        ),
    ],
)
def test_the_answer_is_honest_where_nothing_can_be_told(
    figures: list[tuple[float, float | None, float, float | None]], said: str
) -> None:
    assert markdown(mover_words.answer(mover_facts.movement(listed(figures)))) == said


@pytest.mark.parametrize(
    ("made", "expected"), [(9, "fewer than one"), (10, "about 1"), (41, "about 2"), (60, "about 3")]
)
def test_how_many_would_look_real_by_chance(made: int, expected: str) -> None:
    said = markdown(mover_words.chance_words(mover_facts.movement(listed([STAYS] * made))))
    assert said == (
        f"**{made} comparisons were made.** Had nothing changed at all, chance would make {expected} of them look real. "
        "So the more there are, the stricter the test that each has to pass (Holm). "
        "Here none do; judged alone, none would. At most 1 in 20 of such lists holds even one false change."
    )


def test_what_passes_alone_and_together_is_counted() -> None:
    said = markdown(mover_words.chance_words(mover_facts.movement(listed([*AGENCIES, RISES]))))
    assert "Here 1 does; judged alone, 2 would." in said
    one = markdown(mover_words.chance_words(mover_facts.movement(listed([RISES]))))
    assert one.startswith("**1 comparison was made**, so there was nothing to adjust for.")
    assert markdown(mover_words.chance_words(mover_facts.movement(listed([NO_BASE])))) == ""


@pytest.mark.parametrize(
    ("rows", "sentence", "title"),
    [
        (
            [place(1, 1, item="A")],
            "The one place published twice stayed the same, 2023 to 2024 (What worries them; Leaders, Norway, health; "
            "base not published).",
            "The one place published twice stayed the same",
        ),
        (
            [place(1, 1, item="A"), place(2, 2, item="B")],
            "No place changed: both stayed the same, 2023 to 2024 (What worries them; Leaders, Norway, health; base not "
            "published).",
            "No place changed: both stayed the same",
        ),
        (
            [place(5, 3, item="A and B", tied=True), place(6, 4, item="C"), place(8, 9, item="D")],
            (
                "3 places were published twice; no test can judge a move. **“A and B”** and **“C”** moved up most, by 2 "
                "places each, 2023 to 2024 (What worries them; Leaders, Norway, health; base not published). **D** moved "
                "down, from 8th in 2023 to 9th in 2024 (What worries them; Leaders, Norway, health; base not published)."
            ),
            "Moved up most: “A and B” and “C”, 2 places each, 2023 to 2024; moved down: D, from 8th in 2023 to 9th in 2024",
        ),
        (
            [place(5, 3, item="A", tied=True), place(6, 5, item="B", tied_before=True), place(1, 4, item="C")],
            (
                "3 places were published twice; no test can judge a move. **A** moved up most, from 5th in 2023 to joint "
                "3rd in 2024 (What worries them; Leaders, Norway, health; base not published). **C** moved down, from "
                "1st in 2023 to 4th in 2024 (What worries them; Leaders, Norway, health; base not published)."
            ),
            "Moved up most: A, from 5th in 2023 to joint 3rd in 2024; moved down: C, from 1st in 2023 to 4th in 2024",
        ),
        (
            [place(9, 7 - number, item=f"{number}") for number in range(1)]
            + [place(9 - number, 7 - number, item=f"Other {number}") for number in range(5)],
            (
                "6 places were published twice; no test can judge a move. **“0”**, **“Other 0”**, **“Other 1”** and 3 more moved "
                "up most, by 2 places each, 2023 to 2024 (What worries them; Leaders, Norway, health; base not "
                "published)."
            ),
            "Moved up most: “0”, “Other 0”, “Other 1” and 3 more, 2 places each, 2023 to 2024",
        ),
    ],
)
def test_words_on_places_name_all_that_share_the_largest_change(
    rows: list[dict[str, Any]], sentence: str, title: str
) -> None:
    places = mover_facts.movement(rows).places
    assert markdown(mover_words.places_sentence(places)) == sentence
    assert mover_words.places_title(places) == title


def test_places_of_several_lists_say_whose_each_is() -> None:
    lists = {"question": "tech", "question_name": "Top ten of technology"}
    one = [place(5, 3, item="A and B"), place(6, 4, item="C", **lists)]
    said = markdown(mover_words.places_sentence(mover_facts.movement(one).places))
    assert "**“A and B”** and **“C”** moved up most, by 2 places each, 2023 to 2024 (A survey; Leaders, Norway" in said
    two = [one[0], place(6, 4, item="C", survey="other", survey_name="Poll of cities", respondents="Mayors", **lists)]
    said = markdown(mover_words.places_sentence(mover_facts.movement(two).places))
    assert (
        "**“A and B”** (A survey) and **“C”** (Poll of cities) moved up most, by 2 places each, 2023 to 2024." in said
    )
    apart = [one[0], place(6, 4, item="C", respondents="Mayors")]
    said = markdown(mover_words.places_sentence(mover_facts.movement(apart).places))
    assert "**“A and B”** (Leaders, Norway, health) and **“C”** (Mayors, Norway, health) moved up most" in said


def test_weak_figures_and_other_are_never_headlined() -> None:
    rows = listed([WEAK_RISE, RISES, FALLS])
    found = mover_facts.movement([rows[0], {**rows[1], "item": "Don't know", "residual": True}, rows[2]])
    assert items(found.moved) == ["Item 2", "Item 0", "Don't know"]
    for said in (mover_words.headline(found), markdown(mover_words.answer(found))):
        assert "Item 2" in said
        assert "Item 0" not in said
        assert "know" not in said


def test_a_complete_count_of_few_bodies_is_never_headlined() -> None:
    census = {"evidence": "census", "evidence_name": "All bodies", "complete": True, "complete_before": True}
    found = mover_facts.movement(listed([(0, 9, 33.3, 9), (70, 300, 78, 300)], **census))
    card = mover_cards.counts_card(found, {}, {})
    assert card is not None
    assert card.title == (
        "Both shares in complete counts changed (1 question in 1 survey): Item 1 rose most, small bases left aside, "
        "from 70% in 2023 to 78% in 2024 (What worries them, Norway, health)"
    )
    assert markdown(mover_words.answer(found)) == (
        "In complete counts, as counted and not tested, **Item 1** rose most, small bases left aside, from 70% in 2023 to "
        "78% in 2024 (What worries them; Leaders, Norway, health; base 300)."
    )
    few = mover_cards.counts_card(mover_facts.movement(listed([(0, 9, 33.3, 9)], **census)), {}, {})
    assert few is not None
    assert few.title == "The one share in a complete count changed"
    one = mover_cards.counts_card(mover_facts.movement(listed([(70, 300, 78, 300)], role="detail", **census)), {}, {})
    assert one is not None
    assert one.title == "What worries them: “Item 0” 70% in 2023, 78% in 2024 (Norway, health; all 300 answered)"


def test_what_is_absent_is_said_in_one_sentence() -> None:
    assert mover_words.absent_words(mover_facts.movement(listed([STAYS]))) == (
        "No list of places and no complete count was published twice in the same way here."
    )
    every = [*listed([STAYS]), *listed([STAYS], complete=True, complete_before=True), place(1, 2)]
    assert mover_words.absent_words(mover_facts.movement(every)) == ""


def test_the_counts_add_up() -> None:
    found = mover_facts.movement(listed([RISES, FALLS, STAYS, STAYS, NO_BASE]))
    assert [(label, number) for label, number, _ in mover_words.key_figures(found)] == [
        ("Comparisons made", "4"),
        ("Beyond chance", "2"),
        ("Too close to call", "2"),
        ("Cannot tell", "1"),
    ]
    assert mover_words.close_words(found) == "2 comparisons are too close to call"
    assert mover_words.untold_words(found) == "Cannot tell of 1 change: a base was not published"


# The reader's own place -----------------------------------------------------------------------------------------------

NORSE = Self("NOR", "health", "", "Norway", "Health")


def test_movement_counts_the_readers_comparisons_and_names_those_that_moved() -> None:
    found = mover_facts.movement(
        [
            pair(30, 500, 60, 500, item="Skills"),
            pair(50, 500, 51, 500, item="Money"),
            pair(50, None, 51, 500, item="Trust"),
            pair(50, 500, 51, 500, item="Elsewhere", country="KEN"),
        ]
    )
    assert markdown(mover_you.movement(NORSE, found)) == (
        "Of 4 comparisons here, 3 are of your country and sector; **Skills** rose from 30% in 2023 to 60% in 2024 (A "
        "survey; base 500)."
    )
    assert markdown(mover_you.movement(Self(country="KEN"), found)) == (
        "Of 4 comparisons here, 1 is of your country: none moved (1 too close to call)."
    )


def test_where_no_place_is_chosen_nothing_is_said() -> None:
    assert mover_you.movement(NOBODY, mover_facts.movement([])) == ""


def test_weak_changes_are_counted_and_not_named() -> None:
    found = mover_facts.movement([pair(5, 25, 90, 25, item="Skills")])
    said = markdown(mover_you.movement(NORSE, found))
    assert said == "Of 1 comparison here, 1 is of your country and sector: 1 moved."


def test_where_nothing_is_the_readers_the_nearest_is_counted() -> None:
    found = mover_facts.movement([pair(50, 500, 51, 500), place(3, 1, sector="local_government")])
    assert markdown(mover_you.movement(Self("NOR", "education", "", "Norway", "Education"), found)) == (
        "Of 2 comparisons here, none is of your country and sector; 2 of your country."
    )
    assert markdown(mover_you.movement(Self("PER", "education", "", "Peru", "Education"), found)) == (
        "Of 2 comparisons here, none is of your country and sector."
    )
