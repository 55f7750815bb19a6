"""The answer on an index: who stands where, what changed, and what must not be said."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from tests.given_index import FOUR, NO_RANKING, SOURCE, facts, rows, years
from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.place import Self
from trends.request.request import Request
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import view as index_view
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.words.text import markdown, plain

BEFORE = {"Norway": 0.8, "Kenya": 0.4, "Chile": 0.85, "Japan": 0.6}


def answer(known: IndexFacts) -> str:
    """Return the answer as Markdown shows it."""
    return markdown(index_words.answer(known))


def test_untouched_the_answer_names_both_ends_and_the_spread() -> None:
    assert answer(facts(FOUR)) == (
        "**Norway is highest (0.90) and Kenya is lowest (0.50)** of 4 countries in Openness, 2024. "
        "The median is 0.65; the middle half lies between 0.57 and 0.75."
    )


def test_countries_that_share_an_end_are_named_together() -> None:
    assert answer(facts({"Norway": 0.9, "Chile": 0.9, "Japan": 0.6})).startswith(
        "**Chile and Norway are highest (0.90) and Japan is lowest (0.60)** of 3 countries"
    )


def test_where_less_is_better_the_lowest_leads() -> None:
    said = answer(facts({"Norway": 3.0, "Kenya": 31.0}, source={"unit": "percent", "higher_is_better": False}))
    assert said.startswith("**Norway is lowest (3%) and Kenya is highest (31%)** of 2 countries")


def test_a_field_without_differences_has_no_ends() -> None:
    assert answer(facts({"Norway": 0.5, "Kenya": 0.5})).startswith("**All 2 countries have 0.50** in Openness")


def test_the_own_country_has_its_place_and_what_changed() -> None:
    assert answer(facts(FOUR, "Chile", before=BEFORE)) == (
        "**Chile is 2nd of 4 countries** in Openness, 2024 (0.70; the median is 0.65). "
        "Since 2022 its value fell by 0.15, and it went from 1st to 2nd of the 4 countries measured in both editions."
    )


def test_a_change_of_place_counts_the_countries_measured_in_both_editions_alone() -> None:
    said = answer(facts(FOUR, "Chile", before={"Norway": 0.8, "Chile": 0.85}))
    assert said.endswith("fell by 0.15, and it went from 1st to 2nd of the 2 countries measured in both editions.")


def test_a_place_that_only_newcomers_changed_did_not_change() -> None:
    said = answer(facts(FOUR, "Chile", before={"Kenya": 0.2, "Chile": 0.85}))
    assert said.startswith("**Chile is 2nd of 4 countries**")
    assert said.endswith("fell by 0.15.")


def test_a_place_before_in_an_edition_read_in_part_is_not_told() -> None:
    said = answer(facts(FOUR, "Chile", before=BEFORE, editions=years((2024, 4), (2022, 1))))
    assert said.endswith("Since 2022 its value fell by 0.15.")


def test_without_a_comparable_edition_before_no_change_is_told() -> None:
    assert answer(facts(FOUR, "Chile")).endswith("(0.70; the median is 0.65).")


@pytest.mark.parametrize(
    ("unit", "now", "before", "said"),
    [
        ("index_0_1", 0.6, 0.6, "Since 2022 its value has not changed."),
        ("index_0_1", 0.604, 0.6, "Since 2022 its value has hardly changed."),
        ("index_0_1", 0.62, 0.6, "Since 2022 its value rose by 0.02."),
        ("percent", 60.0, 57.0, "Since 2022 its value rose by 3 pts."),
        ("score_0_100", 60.0, 61.0, "Since 2022 its value fell by 1."),
    ],
)
def test_changes_are_told_in_their_unit(unit: str, now: float, before: float, said: str) -> None:
    given = facts({"Norway": now}, "Norway", before={"Norway": before}, source={"unit": unit})
    assert answer(given).endswith(said)


def test_equal_values_share_a_place() -> None:
    said = answer(facts({"Norway": 0.9, "Chile": 0.7, "Japan": 0.7}, "Japan"))
    assert said.startswith("**Japan is joint 2nd of 3 countries**")


def test_other_chosen_countries_follow_with_their_places() -> None:
    assert answer(facts(FOUR, "Kenya", "Norway", "Japan")).endswith(
        "Also chosen: Norway (1st, 0.90) and Japan (3rd, 0.60)."
    )


def test_a_country_outside_the_group_has_no_place_in_it() -> None:
    group = {"name": "EU", "in_sentences": "the European Union", "countries": 27}
    assert answer(facts(FOUR, "Norway", outside=["Norway"], group=group)) == (
        "**Norway has 0.90** in Openness, 2024. It is not one of the 3 countries of the European Union, "
        "whose median is 0.60."
    )


def test_a_country_without_a_value_is_said_so_and_the_field_follows() -> None:
    assert answer(facts(FOUR, "Malta")).startswith(
        "**Malta has no value** in Openness, 2024. **Norway is highest (0.90)"
    )


def test_a_group_without_values_has_an_answer() -> None:
    group = {"name": "Polynesia", "in_sentences": "Polynesia", "countries": 10}
    known = index_facts.edition("open", rows(FOUR).iloc[0:0], SOURCE, years((2024, 4)), 2024, group).facts
    assert answer(known) == "No country of Polynesia has a value in Openness, 2024."


def test_an_edition_read_in_part_gives_neither_places_nor_a_median() -> None:
    part = years((2024, 4), (2022, 38))
    for chosen in ((), ("Chile",)):
        said = answer(facts(FOUR, *chosen, editions=part))
        assert said.endswith(
            "This edition was read in part (4 countries; the fullest edition has 38), so neither places nor a median are given."
        )
        assert "2nd" not in said
        assert "median is" not in said
    assert answer(facts(FOUR, "Chile", editions=part)).startswith("**Chile has 0.70** in Openness, 2024.")


@pytest.mark.parametrize("chosen", [(), ("Chile",), ("Chile", "Norway")])
def test_what_is_no_ranking_gives_no_place_and_names_no_leader(chosen: tuple[str, ...]) -> None:
    known = facts(FOUR, *chosen, before=BEFORE, source={"caution": NO_RANKING, "ranked": False})
    said = " ".join([answer(known), *map(plain, index_words.about(known))])
    for word in ("1st", "2nd", "4th", "highest", "lowest", "place "):
        assert word not in said.replace("so no places are given", "")
    assert "median" in said
    assert "so no places are given" in said


def test_what_is_no_ranking_still_says_where_the_own_country_lies_in_the_spread() -> None:
    assert answer(facts(FOUR, "Chile", source={"caution": NO_RANKING, "ranked": False})) == (
        "**Chile has 0.70** in Openness, 2024, above the median of the 4 countries (0.65); "
        "the middle half lies between 0.57 and 0.75."
    )


LETTERS = {"Norway": "A", "Kenya": "B", "Chile": "A", "Japan": "D"}
LETTER_SOURCE = {"unit": "group", "higher_is_better": False, "indicator_name": "Band"}


def test_letters_are_counted_by_group() -> None:
    assert answer(facts(LETTERS, source=LETTER_SOURCE)) == (
        "**2 in A, 1 in B and 1 in D**, of 4 countries in Band, 2024."
    )


@pytest.mark.parametrize(
    ("before", "since"),
    [({}, ""), ({"Kenya": "B"}, ", as in 2022"), ({"Kenya": "C"}, ", after C in 2022")],
)
def test_the_own_country_is_in_its_group(before: dict[str, str], since: str) -> None:
    said = answer(facts(LETTERS, "Kenya", before=before, source=LETTER_SOURCE))
    assert said == f"**Kenya is in group B**{since}. Of 4 countries in Band, 2024: 2 in A, 1 in B and 1 in D."


def test_a_reader_whose_country_is_outside_the_group_is_told_so() -> None:
    union = {"name": "EU", "in_sentences": "the European Union", "countries": 27}
    known = facts(FOUR, "Norway", outside=["Norway"], group=union)
    assert index_words.standing(Self(country="NOR", country_name="Norway"), known) == (
        "You have 0.90, 0.30 above the median of 3 countries of the European Union (Openness, 2024); "
        "your country is not one of them."
    )


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    name = "![x](http://127.0.0.1:9/pixel.png)"
    said = index_words.answer(facts(FOUR | {name: 0.95}))
    assert plain(said).startswith(f"{name} is highest (0.95)")
    assert answer(facts(FOUR | {name: 0.95})).startswith("**!\\[x\\](http")


# Samples of persons ---------------------------------------------------------------------------------------------------

SAMPLES = {"unit": "percent", "coverage": "sampled"}


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            98.5,
            "In 2022 it was 99%; both values are of samples whose range is not published, so a difference this small",
        ),
        (98.0, "In 2022 it was 98% too; both values are of samples whose range is not published, so a difference this"),
        (71.0, "In 2022 it was 71%; both values are of samples whose range is not published, so how much of the"),
    ],
)
def test_of_samples_without_ranges_neither_a_fall_nor_a_place_is_told(before: float, said: str) -> None:
    values, earlier = {"Norway": 97.8, "Kenya": 99.0, "Chile": 70.0}, {"Norway": before, "Kenya": 97.0, "Chile": 70.0}
    told = answer(facts(values, "Norway", before=earlier, source=SAMPLES))
    assert said in told
    assert not re.search(r"\b(rose|fell|went from|changed)\b", told)


@pytest.mark.evidence
def test_no_country_rises_or_falls_in_an_indicator_of_samples(shipped_request: Request) -> None:
    """Every country of every such indicator with a value in two editions, as the page answers for it."""
    indicators = pd.read_csv(EVIDENCE / "indicators.csv").query("coverage == 'sampled'")["indicator"]
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", low_memory=False)
    held = values[values["indicator"].isin(indicators)]
    twice = held.groupby(["indicator", "country"])["year"].nunique()
    asked = twice[twice > 1].reset_index().drop_duplicates("country")
    told = 0
    for row in asked.to_dict("records"):
        request = replace(shipped_request, filters=Filters(country=(row["country"],)))
        page = index_view.contents(request, {"indicator": (row["indicator"],)})
        told += "both values are of samples" in plain(page.answer)
        for said in (page.answer, *(card.title for card in page.cards)):
            assert not re.search(r"\b(rose|fell|went from|: (up|down) from)\b", plain(said)), (row, plain(said))
    assert told
