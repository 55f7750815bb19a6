"""What is known of one theme: where it stands in lists, the newest firm figure and its uses."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given_figures import figures, ranged_rows, rows_of
from tests.given_lists import held, lists_of
from trends.statistics.cells import as_rows
from trends.statistics.ranges import with_ranges
from trends.store.store import Store
from trends.subjects.lists.counted import LISTS
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import standing as theme_standing
from trends.subjects.themes import words as theme_words
from trends.subjects.themes.facts import ListPlace
from trends.words.text import markdown, plain

ALL: dict[str, list[str]] = {"country": [], "sector": [], "year": [], "survey": [], "kind": []}
USES = ("ai_uses_now", "ai_uses_next")


def _row(country: str, value: float, *, base_n: int, list_items: int) -> dict[str, object]:
    counts = {"place_in_list": 1, "list_items": list_items, "list_themes": list_items}
    return {"country": country, "year": 2024, "value": value, "base_n": base_n, **counts}


def test_list_answers_holds_the_shares_of_all_answers_to_a_question_in_a_slice_and_year(tiny_store: Store) -> None:
    asked = as_rows(tiny_store.ask("list_answers", slice=[]))
    answers = {(row["slice"], row["year"]): list(row["shares"]) for row in asked}
    assert len(answers) == len(asked)
    rows = as_rows(tiny_store.ask("theme_evidence", **ALL, theme=[], question=[]))
    held = {
        row["place_name"]: answers[row["slice"], row["year"]] for row in rows if row["question"] == "council_barriers"
    }
    # Councils of the United Kingdom answered 70, 52 and 35 in 2024, those of London and small ones apart.
    assert held["United Kingdom"] == [35.0, 52.0, 70.0]
    assert held["Norway"] == [33.3, 66.7]
    # What is no share has no place among shares.
    others = [(row["slice"], row["year"]) for row in rows if row["measure"] != "percent"]
    assert others
    assert not [key for key in others if key in answers]


def places(*given: tuple[int, int]) -> list[ListPlace]:
    return [ListPlace(place, items, 2024) for place, items in given]


# What is asked of the evidence --------------------------------------------------------------------------------------


def test_theme_evidence_holds_the_last_edition_of_every_list_without_its_parts(tiny_store: Store) -> None:
    rows = tiny_store.ask("theme_evidence", **{**ALL, "kind": ["concern"]}, theme=["skills_workforce"], question=[])
    councils = rows[rows["survey"] == "council_survey"]
    shown_rows = councils[["country", "year", "value", "base_n", "place_in_list", "list_items", "list_themes"]]
    assert shown_rows.to_dict("records") == [
        # 70 leads 52 and 35 in 2024; London and small councils are parts of the United Kingdom and left out.
        _row("GBR", 70.0, base_n=150, list_items=3),
        _row("NOR", 66.7, base_n=30, list_items=2),
    ]


def test_theme_evidence_goes_back_to_the_edition_of_the_chosen_years(tiny_store: Store) -> None:
    rows = tiny_store.ask(
        "theme_evidence",
        **{**ALL, "kind": ["concern"], "year": ["2021", "2022"]},
        theme=["skills_workforce"],
        question=[],
    )
    councils = rows[rows["survey"] == "council_survey"]
    assert councils[["year", "value"]].to_dict("records") == [{"year": 2022, "value": 45.0}]


def test_theme_prompts_are_those_of_the_theme(store: Store) -> None:
    prompts = store.ask("theme_prompts", theme=["cyber_resilience"])
    assert set(prompts["theme"]) == {"cyber_resilience"}
    assert prompts["prompt"].str.endswith("?").all()


def test_every_question_is_that_of_a_theme_and_a_theme_without_one_still_has_a_title(store: Store) -> None:
    listed = store.ask("vocabulary")
    codes = set(listed.loc[listed["field"] == "theme", "code"])
    said = {code: theme_words.question(dict(store.ask("theme", theme=code).iloc[0])) for code in codes}
    assert all(asked.endswith("?") and len(asked.split()) >= 3 for asked in said.values())
    assert len(set(said.values())) == len(codes)
    given = {"label": "External pressures", "question": None, "uses": []}
    assert theme_words.question(given) == "External pressures: what is known?"
    assert theme_words.question(given | {"question": "What presses us?"}) == "What presses us?"


# Where a theme stands in lists --------------------------------------------------------------------------------------


def test_a_theme_has_a_place_in_each_counted_list_that_names_it() -> None:
    lists = held([("Skills", 3), ("AI", 1)], [("AI", 2)], [("Skills", 2)])
    assert theme_facts.list_places(lists, "skills") == [ListPlace(3, 5, 2023), ListPlace(2, 5, 2024)]
    assert theme_facts.list_places(lists, "maps") == []
    assert theme_facts.list_places(held(), "skills") == []


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], "No list of concerns that spans several themes names it."),
        ([(1, 5)], "Only 1 list of concerns names it, too few to say whether surveys agree."),
        ([(1, 5), (1, 5)], "Only 2 lists of concerns name it, too few to say whether surveys agree."),
        # Places 1 and 2 of 5 are the upper half, 3 is the middle.
        (
            [(1, 5), (2, 5), (2, 4), (5, 5)],
            "**Surveys agree:** 3 of the 4 lists of concerns that name it have it in the upper half of their items, "
            "first in 1.",
        ),
        (
            [(2, 4), (2, 5), (3, 6)],
            "**Surveys agree:** all 3 lists of concerns that name it have it in the upper half of their items, "
            "though never first.",
        ),
        (
            [(1, 4), (1, 5), (1, 6)],
            "**Surveys agree:** all 3 lists of concerns that name it have it in the upper half of their items, "
            "first in all.",
        ),
        (
            [(3, 4), (4, 4), (5, 5)],
            "**Surveys agree:** all 3 lists of concerns that name it have it in the lower half of the items read.",
        ),
        (
            [(1, 3), (1, 4), (3, 4)],
            "**Surveys disagree:** 3 lists of concerns name it. Of these, 2 have it first and 1 in the lower half.",
        ),
        (
            [(1, 3), (2, 4), (2, 3), (4, 4)],
            "**Surveys disagree:** 4 lists of concerns name it. Of these, 1 has it first, 1 more in the upper half, "
            "1 in the middle and 1 in the lower half.",
        ),
        (
            [(2, 4), (2, 3), (2, 3)],
            "**No clear place:** 3 lists of concerns name it. Of these, 1 has it in the upper half and 2 in the middle.",
        ),
    ],
)
def test_agreement_and_disagreement_are_said_in_words(held: list[tuple[int, int]], expected: str) -> None:
    assert markdown(theme_standing.agreement(places(*held), "concerns")) == expected


@given(
    st.lists(st.integers(3, 10).flatmap(lambda items: st.tuples(st.integers(1, items), st.just(items))), max_size=12)
)
def test_surveys_are_said_to_agree_only_where_three_quarters_do(held: list[tuple[int, int]]) -> None:
    said = plain(theme_standing.agreement(places(*held), "priorities"))
    upper = sum(2 * place <= items for place, items in held)
    lower = sum(2 * place > items + 1 for place, items in held)
    if "Surveys agree" in said:
        assert len(held) >= 3
        assert max(upper, lower) * 4 >= len(held) * 3
    elif len(held) >= 3:
        assert max(upper, lower) * 4 < len(held) * 3
        assert ("Surveys disagree" in said) == (upper > 0 and lower > 0)
        # Every list is told exactly once.
        assert sum(int(number) for number in re.findall(r"\d+", said.partition("Of these")[2])) == len(held)


ONLY = [f"the one list of {listed} (Survey 0, 2023)" for listed in ("priorities", "concerns")]


@pytest.mark.parametrize(
    ("first", "lists", "expected"),
    [
        ((2, 0), (9, 7), "stands first in 2 of 9 lists of priorities and none of 7 lists of concerns"),
        ((0, 3), (9, 7), "stands first in 3 of 7 lists of concerns and none of 9 lists of priorities"),
        # That it leads none is no answer: how many name it is told instead.
        ((0, 0), (0, 7), ""),
        ((2, 4), (2, 4), "stands first in both lists of priorities and all 4 lists of concerns"),
        ((1, 1), (1, 2), f"stands first in {ONLY[0]} and 1 of 2 lists of concerns"),
        ((0, 1), (1, 3), f"stands first in 1 of 3 lists of concerns, but not in {ONLY[0]}"),
        ((0, 0), (1, 1), ""),
        ((0, 0), (0, 0), ""),
    ],
)
def test_standing_counts_all_lists_not_only_those_that_name_the_theme(
    first: tuple[int, int], lists: tuple[int, int], expected: str
) -> None:
    # A place that is no first one changes nothing.
    found = {kind: places(*[(1, 5)] * number, (4, 4)) for kind, number in zip(LISTS, first, strict=True)}
    counted = {kind: lists_of(number) for kind, number in zip(LISTS, lists, strict=True)}
    assert theme_standing.standing(found, counted) == expected


@pytest.mark.parametrize(
    ("naming", "lists", "expected"),
    [
        ((2, 4), (6, 6), "is named in 2 of 6 lists of priorities and 4 of 6 lists of concerns"),
        ((0, 4), (6, 4), "is named in all 4 lists of concerns"),
        ((1, 0), (1, 6), f"is named in {ONLY[0]}"),
        ((0, 0), (6, 6), ""),
    ],
)
def test_naming_counts_the_lists_that_name_a_theme_and_is_silent_of_none(
    naming: tuple[int, int], lists: tuple[int, int], expected: str
) -> None:
    found = {kind: places(*[(2, 5)] * number) for kind, number in zip(LISTS, naming, strict=True)}
    counted = {kind: lists_of(number) for kind, number in zip(LISTS, lists, strict=True)}
    assert theme_standing.naming(found, counted) == expected


def test_the_years_of_the_lists_are_told_once_for_both_kinds_and_older_ones_are_not() -> None:
    ai = [("AI", 1)]
    assert theme_standing.counted_when({"priority": held(ai, ai, older=1), "concern": held()}) == (
        "These are the newest lists of each survey, 2023–2024."
    )
    both = {"priority": held(ai, older=2), "concern": held(ai, ai, years=(2021, 2025), older=3)}
    assert theme_standing.counted_when(both) == ("These are the newest lists of each survey, 2021–2025.")
    # A list that is the only one is told with its survey and year where it is named.
    assert theme_standing.counted_when({"priority": held(ai), "concern": held()}) == ""
    assert theme_standing.counted_when({"priority": held(ai, older=1), "concern": held()}) == ""
    assert theme_standing.counted_when({"priority": held(), "concern": held()}) == ""


@pytest.mark.parametrize(
    ("naming", "lists", "expected"),
    [
        ((0, 0), (0, 0), "No list of several themes counts for this choice."),
        ((0, 0), (0, 1), f"{ONLY[1][:1].upper()}{ONLY[1][1:]} has no answer filed here under it."),
        ((0, 0), (6, 0), "None of the 6 lists of priorities (2023–2024) has an answer filed here under it."),
        (
            (0, 0),
            (1, 6),
            f"Neither {ONLY[0]} nor the 6 lists of concerns (2023–2024) have an answer filed here under it.",
        ),
        ((0, 1), (6, 1), ""),
        ((1, 0), (6, 0), ""),
    ],
)
def test_that_no_list_names_a_theme_is_said_of_those_that_count(
    naming: tuple[int, int], lists: tuple[int, int], expected: str
) -> None:
    found = {kind: places(*[(2, 5)] * number) for kind, number in zip(LISTS, naming, strict=True)}
    counted = {kind: lists_of(number) for kind, number in zip(LISTS, lists, strict=True)}
    assert theme_standing.unlisted(found, counted) == expected


# The firmest recent figure ------------------------------------------------------------------------------------------


def test_a_complete_count_is_firmer_than_a_sample_and_that_than_the_largest_base() -> None:
    frame = figures(
        {"question": "large", "base_n": 3000},
        {"question": "newer", "base_n": 300, "year": 2025},
        {"question": "counted", "complete": True, "base_n": 90, "year": 2023},
        # One of 81 is missing, 6 of 80 are not few enough.
        {"question": "nearly", "base_n": 80, "population": 81, "coverage": "counted", "year": 2023},
        {"question": "some", "base_n": 74, "population": 80, "coverage": "counted", "year": 2023},
        # A share of which only the most that can have answered is known is no firm one, whoever was counted.
        {"question": "bounded", "evidence": "census", "base_n": None, "base_at_most": 4000, "year": 2025},
        {"question": "unknown", "evidence": "census", "base_n": None, "year": 2025},
        {"question": "least", "base_n": None, "base_at_least": 100},
        {"question": "drawn", "evidence": "random_sample", "base_n": 200},
    )
    firm = frame.iloc[theme_facts.firmest(rows_of(frame))]
    assert firm["question"].tolist() == ["counted", "nearly", "drawn", "large", "newer", "least", "some"]


@pytest.mark.parametrize(
    "other",
    [
        {"base_n": None},
        {"base_n": 29},
        # 38 at 50% have a range from 35% to 65%, 30 points and more.
        {"base_n": 38, "value": 50.0},
        {"measure": "rank", "value": 1.0},
        {"item": "Don't know", "residual": True},
        {"year": 2021},
        {"role": "detail"},
        # A point of a scale says nothing of what is feared.
        {"polarity": "negative"},
    ],
)
def test_what_is_old_weak_or_no_answer_is_not_firm(other: dict[str, Any]) -> None:
    frame = figures({"question": "firm"}, {"question": "other", "base_n": 5000} | other)
    assert frame["question"].iloc[theme_facts.firmest(rows_of(frame))].tolist() == ["firm"]


def test_tables_hold_details_too_and_what_bodies_do_may_be_a_point_of_a_scale() -> None:
    frame = figures(
        {"question": "a_firm"}, {"question": "b_detail", "role": "detail"}, {"question": "c", "polarity": "positive"}
    )
    ranged = with_ranges(frame)
    assert ranged["question"].iloc[theme_facts.firmest(as_rows(ranged), details=True)].tolist() == [
        "a_firm",
        "b_detail",
        "c",
    ]
    ready = ranged_rows({"kind": "maturity", "polarity": "positive", "item": "Ready"})
    assert theme_facts.leading(ready)["item"] == "Ready"


def test_regions_that_stand_for_themselves_are_told_apart_from_wholes() -> None:
    frame = figures(
        {"item": "Whole", "value": 50.0}, {"item": "Oslo", "region": "Oslo"}, {"item": "Small", "body_size": "Small"}
    )
    ranged = with_ranges(frame)
    keys = [theme_facts.asked_key(row) for row in as_rows(ranged)]
    assert keys == [
        ("council_barriers", "NOR", "", "", "local_government"),
        ("council_barriers", "NOR", "Oslo", "", "local_government"),
        ("council_barriers", "NOR", "", "Small", "local_government"),
    ]
    assert ranged["item"].iloc[theme_facts.firmest(as_rows(ranged))].tolist() == ["Whole", "Small", "Oslo"]


def test_shares_of_a_question_stay_together_the_highest_first() -> None:
    frame = figures(
        {"question": "a", "item": "Low", "value": 20.0, "base_n": 500},
        {"question": "b", "item": "One", "value": 90.0, "base_n": 400},
        {"question": "a", "item": "High", "value": 60.0, "base_n": 450},
    )
    assert frame["item"].iloc[theme_facts.firmest(rows_of(frame))].tolist() == ["High", "Low", "One"]


def test_the_headline_is_what_bodies_do_unless_that_is_older_than_what_leaders_say() -> None:
    done = ranged_rows({"item": "In place", "year": 2022})
    for year, item in ((2024, "In place"), (2025, "Wanted")):
        said = ranged_rows({"item": "Wanted", "year": year})
        assert theme_facts.headline(done, said)["item"] == item
    nothing = ranged_rows()
    assert theme_facts.headline(nothing, ranged_rows({"item": "Wanted"}))["item"] == "Wanted"
    assert theme_facts.headline(done, nothing)["item"] == "In place"
    assert theme_facts.headline(nothing, nothing) == {}


# Its uses ---------------------------------------------------------------------------------------------------------


def test_uses_are_the_two_most_named_of_each_survey_of_uses_in_the_order_given() -> None:
    frame = figures(
        *({"question": USES[0], "item": f"Use {place}", "place_in_list": place, "year": 2025} for place in (1, 2, 3)),
        # An item counts whatever its own theme; a question on something else does not.
        {"question": USES[1], "item": "Security", "place_in_list": 1},
        {"question": "ai_in_use", "item": "AI in use", "place_in_list": 1},
    )
    assert [row["item"] for row in theme_facts.uses(as_rows(frame), USES)] == ["Use 1", "Use 2", "Security"]
    assert theme_facts.uses(as_rows(frame), []) == []
    assert theme_facts.uses([], USES) == []


def test_questions_on_uses_are_in_the_evidence_and_have_something_in_use(store: Store) -> None:
    frame = store.ask("theme_evidence", **{**ALL, "kind": list(theme_facts.DONE)}, theme=[], question=[])
    listed = store.ask("vocabulary")
    uses = {
        code: store.ask("theme", theme=code)["uses"].iloc[0] for code in listed.loc[listed["field"] == "theme", "code"]
    }
    assert any(len(questions) for questions in uses.values())
    for questions in uses.values():
        assert {row["question"] for row in theme_facts.uses(as_rows(frame), questions)} == set(questions)


@pytest.mark.parametrize(
    ("item", "residual", "told"),
    [
        ("Other", True, False),
        ("None of these", True, False),
        ("Not applicable", True, True),
        ("Other bodies", False, True),
    ],
)
def test_answers_without_a_subject_tell_nothing_of_a_theme(item: str, *, residual: bool, told: bool) -> None:
    assert theme_facts.tells_of_a_theme({"item": item, "residual": residual}) == told
