"""Words on an index: who stands where, what changed, and what must not be said."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.given_index import NO_RANKING, SOURCE, facts, rows, years
from trends import indices, words
from trends.indices import IndexFacts

FOUR = {"Norway": 0.9, "Kenya": 0.5, "Chile": 0.7, "Japan": 0.6}
BEFORE = {"Norway": 0.8, "Kenya": 0.4, "Chile": 0.85, "Japan": 0.6}


def listed(*indicators: tuple[str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(indicators, columns=["indicator", "series", "indicator_name", "readings"]).assign(
        series_name=lambda frame: frame["series"].str.title()
    )


def test_the_richest_series_comes_first_and_in_it_the_whole_before_its_parts() -> None:
    offered = indices.offered(
        listed(
            ("small", "small", "Small", 9),
            ("big_part", "big", "A part", 200),
            ("big", "big", "Whole", 90),
            ("big_part_half", "big", "Half of it", 200),
        )
    )
    # Both the whole and the first part have parts of their own; of these the one with more values comes first.
    assert offered["indicator"].tolist() == ["big_part", "big", "big_part_half", "small"]
    assert offered["label"].tolist() == ["Big: A part", "Big: Whole", "Big: Half of it", "Small: Small"]


def test_groups_have_names_for_readers_and_all_countries_come_first() -> None:
    groups = pd.DataFrame(
        [("Membership", "EU", 27), ("UN region", "Asia", 51), ("Income group", "Low income", 25)],
        columns=["kind", "name", "countries"],
    )
    assert indices.group_labels(groups) == {
        "All countries": "",
        "European Union": "EU",
        "Asia (UN region)": "Asia",
        "Low income (income group)": "Low income",
    }


@pytest.mark.parametrize(
    ("chosen", "year", "said"),
    [
        ([], 2023, ""),  # 2025 was read in part
        ([2019, 2025], 2025, ""),
        ([2019, 2021], 2019, ""),
        ([2021, 2020], 2023, "There is no edition of 2020 and 2021; the last full one, 2023, is shown."),
    ],
)
def test_the_edition_is_the_last_chosen_one_else_the_last_full_one(chosen: list[int], year: int, said: str) -> None:
    assert indices.pick_year(years((2025, 12), (2023, 38), (2019, 33)), chosen) == (year, said)


def test_untouched_the_answer_names_both_ends_and_the_spread() -> None:
    assert indices.answer(facts(FOUR)) == (
        "**Norway is highest (0.90) and Kenya is lowest (0.50)** of 4 countries in Openness, 2024. "
        "The median is 0.65; the middle half lies between 0.57 and 0.75."
    )


def test_countries_that_share_an_end_are_named_together() -> None:
    assert indices.answer(facts({"Norway": 0.9, "Chile": 0.9, "Japan": 0.6})).startswith(
        "**Chile and Norway are highest (0.90) and Japan is lowest (0.60)** of 3 countries"
    )


def test_where_less_is_better_the_lowest_leads() -> None:
    said = indices.answer(facts({"Norway": 3.0, "Kenya": 31.0}, source={"unit": "percent", "higher_is_better": False}))
    assert said.startswith("**Norway is lowest (3%) and Kenya is highest (31%)** of 2 countries")


def test_a_field_without_differences_has_no_ends() -> None:
    assert indices.answer(facts({"Norway": 0.5, "Kenya": 0.5})).startswith("**All 2 countries have 0.50** in Openness")


def test_the_own_country_has_its_place_and_what_changed() -> None:
    assert indices.answer(facts(FOUR, "Chile", before=BEFORE)) == (
        "**Chile is 2nd of 4 countries** in Openness, 2024 (0.70; the median is 0.65). "
        "Since 2022 its value fell by 0.15, and it went from 1st to 2nd."
    )


def test_a_place_before_among_another_number_says_of_how_many() -> None:
    said = indices.answer(facts(FOUR, "Chile", before={"Norway": 0.8, "Chile": 0.85}))
    assert said.endswith("fell by 0.15, and it went from 1st of 2 to 2nd.")


def test_a_place_before_in_an_edition_read_in_part_is_not_told() -> None:
    said = indices.answer(facts(FOUR, "Chile", before=BEFORE, editions=years((2024, 4), (2022, 1))))
    assert said.endswith("Since 2022 its value fell by 0.15.")


def test_without_a_comparable_edition_before_no_change_is_told() -> None:
    assert indices.answer(facts(FOUR, "Chile")).endswith("(0.70; the median is 0.65).")


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
    assert indices.answer(given).endswith(said)


def test_equal_values_share_a_place() -> None:
    said = indices.answer(facts({"Norway": 0.9, "Chile": 0.7, "Japan": 0.7}, "Japan"))
    assert said.startswith("**Japan is joint 2nd of 3 countries**")


def test_other_chosen_countries_follow_with_their_places() -> None:
    assert indices.answer(facts(FOUR, "Kenya", "Norway", "Japan")).endswith(
        "Also chosen: Norway (1st, 0.90) and Japan (3rd, 0.60)."
    )


def test_a_country_outside_the_group_has_no_place_in_it() -> None:
    group = {"name": "EU", "countries": 27}
    assert indices.answer(facts(FOUR, "Norway", outside=["Norway"], group=group)) == (
        "**Norway has 0.90** in Openness, 2024. It is not one of the 3 countries of the European Union, "
        "whose median is 0.60."
    )


def test_a_country_without_a_value_is_said_so_and_the_field_follows() -> None:
    assert indices.answer(facts(FOUR, "Malta")).startswith(
        "**Malta has no value** in Openness, 2024. **Norway is highest (0.90)"
    )


def test_a_group_without_values_has_an_answer() -> None:
    group = {"name": "Polynesia", "countries": 10}
    known = indices.index_facts("open", rows(FOUR).iloc[0:0], SOURCE, years((2024, 4)), 2024, {}, group)
    assert indices.answer(known) == "No country of Polynesia has a value in Openness, 2024."


def test_an_edition_read_in_part_gives_neither_places_nor_a_median() -> None:
    part = years((2024, 4), (2022, 38))
    for chosen in ((), ("Chile",)):
        said = indices.answer(facts(FOUR, *chosen, editions=part))
        assert said.endswith(
            "This edition was read in part (4 countries; the fullest has 38), so neither places nor a median are given."
        )
        assert "2nd" not in said
        assert "median is" not in said
    assert indices.answer(facts(FOUR, "Chile", editions=part)).startswith("**Chile has 0.70** in Openness, 2024.")


@pytest.mark.parametrize("chosen", [(), ("Chile",), ("Chile", "Norway")])
def test_what_is_no_ranking_gives_no_place_and_names_no_leader(chosen: tuple[str, ...]) -> None:
    known = facts(FOUR, *chosen, before=BEFORE, source={"caution": NO_RANKING})
    said = " ".join([indices.answer(known), *indices.about(known)])
    for word in ("1st", "2nd", "4th", "highest", "lowest", "place "):
        assert word not in said.replace("so no places are given", "")
    assert "median" in said
    assert "so no places are given" in said


def test_what_is_no_ranking_still_says_where_the_own_country_lies_in_the_spread() -> None:
    assert indices.answer(facts(FOUR, "Chile", source={"caution": NO_RANKING})) == (
        "**Chile has 0.70** in Openness, 2024, above the median of the 4 countries (0.65); "
        "the middle half lies between 0.57 and 0.75."
    )


def test_only_a_caution_that_speaks_of_ranking_forbids_places() -> None:
    assert not indices.may_rank("Not meant as a RANKING.")
    assert indices.may_rank("Each edition is rescaled, so a fall can be relative.")


LETTERS = {"Norway": "A", "Kenya": "B", "Chile": "A", "Japan": "D"}
LETTER_SOURCE = {"unit": "group", "higher_is_better": False, "indicator_name": "Band"}


def test_letters_are_counted_by_group() -> None:
    assert indices.answer(facts(LETTERS, source=LETTER_SOURCE)) == (
        "**2 in A, 1 in B and 1 in D**, of 4 countries in Band, 2024."
    )


@pytest.mark.parametrize(
    ("before", "since"),
    [({}, ""), ({"Kenya": "B"}, ", as in 2022"), ({"Kenya": "C"}, ", after C in 2022")],
)
def test_the_own_country_is_in_its_group(before: dict[str, str], since: str) -> None:
    said = indices.answer(facts(LETTERS, "Kenya", before=before, source=LETTER_SOURCE))
    assert said == f"**Kenya is in group B**{since}. Of 4 countries in Band, 2024: 2 in A, 1 in B and 1 in D."


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (None, "Complete list, no sampling error: all 4 countries measured · Expert score · 2024"),
        (
            {"name": "Asia", "countries": 4},
            "Complete list, no sampling error: all 4 countries of Asia measured · Expert score · 2024",
        ),
        (
            {"name": "Asia", "countries": 51},
            (
                "Complete list, no sampling error: 4 countries of Asia are measured, out of 51 countries and "
                "territories · Expert score · 2024"
            ),
        ),
    ],
)
def test_the_foot_says_how_complete_the_list_is(group: dict[str, object] | None, said: str) -> None:
    assert indices.foot(facts(FOUR, group=group)) == said


def test_the_foot_of_an_edition_read_in_part_does_not_call_it_complete() -> None:
    known = facts(FOUR, editions=years((2024, 4), (2022, 38)))
    assert indices.foot(known) == "Read in part: 4 countries; the fullest edition has 38 · Expert score · 2024"
    assert not any("Complete" in paragraph for paragraph in indices.about(known))


def test_where_places_are_given_it_is_said_whence_they_are() -> None:
    assert "Places are worked out here from the values as published; equal values share a place." in indices.about(
        facts(FOUR)
    )


def test_the_caution_leads_what_is_to_know() -> None:
    assert indices.about(facts(FOUR))[0] == "**Caution:** Experts visit few sites."


def test_a_note_names_the_countries_it_is_on() -> None:
    noted = rows(FOUR, notes={"Kenya": "Two readings differ", "Chile": "Two readings differ"})
    assert indices.notes(noted) == ["Note on Chile and Kenya: Two readings differ."]
    assert indices.notes(rows(FOUR, notes=dict.fromkeys(FOUR, "Partial."))) == ["Note: Partial."]
    assert indices.notes(rows(FOUR)) == []


# A group against all others -------------------------------------------------------------------------------------------

ASIA = {"name": "Asia", "countries": 51}
PLAIN = {"caution": NO_RANKING}


def group(
    values: list[float] | list[str],
    median: float | None,
    *,
    others: int = 20,
    methods: int = 1,
    **given: Any,
) -> IndexFacts:
    """Return the facts of a group with these values beside so many other countries with that median."""
    names = [f"{chr(65 + place)}aland" for place in range(len(values))]
    part = given.pop("editions", years((2024, len(values) + others)))
    source = {**SOURCE, **given.pop("source", {})}
    higher = bool(source["higher_is_better"])
    inside: dict[str, float | str] = dict(zip(names, values, strict=True))
    beside = {"countries": others, "median": median, "methods": methods}
    return indices.index_facts(
        "open", rows(inside, higher_is_better=higher), source, part, 2024, {}, given.pop("peers", ASIA), beside
    )


# Their median is 0.7.
FIVE = [0.9, 0.8, 0.7, 0.6, 0.5]


@pytest.mark.parametrize(
    ("values", "median", "unit", "verdict", "difference", "said"),
    [
        (FIVE, 0.64, "index_0_1", "up", 0.06, "▲ above** the 20 other countries measured, whose median is 0.64 (+0.06)."),
        (FIVE, 0.76, "index_0_1", "down", -0.06, "▼ below** the 20 other countries measured, whose median is 0.76 (−0.06)."),
        # Two medians that read the same are not told apart, whatever lies behind their decimals.
        (FIVE, 0.6951, "index_0_1", "unchanged", 0, "= the same** as the 20 other countries measured, whose median is 0.70 too."),
        (FIVE, 0.6949, "index_0_1", "up", 0.01, "▲ above** the 20 other countries measured, whose median is 0.69 (+0.01)."),
        ([60.0] * 5, 57.4, "percent", "up", 3, "▲ above** the 20 other countries measured, whose median is 57% (+3 pts)."),
        ([99.7] * 5, 100.0, "percent", "down", -0.3, "▼ below** the 20 other countries measured, whose median is 100% (−0.3 pts)."),
        ([60.4] * 5, 61.6, "score_0_100", "down", -2, "▼ below** the 20 other countries measured, whose median is 62 (−2)."),
    ],
)  # fmt: skip
def test_a_group_stands_against_all_other_countries_at_the_decimals_shown(
    values: list[float], median: float, unit: str, verdict: str, difference: float, said: str
) -> None:
    known = group(values, median, source={"unit": unit})
    assert known.against is not None
    assert (known.against.verdict, known.against.reason, known.against.countries) == (verdict, "", 20)
    assert known.against.difference == pytest.approx(difference)
    assert indices.answer(known).endswith(f"The group is **{said}")
    assert indices.GROUP_AGAINST_OTHERS in indices.about(known)


def test_where_lower_is_better_it_is_said_so() -> None:
    known = group(FIVE, 0.5, source={"higher_is_better": False})
    assert indices.group_words(known).endswith("whose median is 0.50 (+0.20). Lower is better here.")


@pytest.mark.parametrize(
    ("given_facts", "reason"),
    [
        ({"values": ["A"] * 5, "median": None, "source": {"unit": "group"}}, "letters have no median"),
        ({"source": PLAIN}, "the index is not meant as a ranking"),
        ({"editions": years((2024, 25), (2022, 60))}, "the edition was read in part"),
        ({"methods": 2}, "the values were made in several ways"),
        ({"values": FIVE[:4]}, "fewer than 5 countries of the group have a value"),
        ({"others": 4}, "fewer than 5 other countries have a value"),
        ({"others": 0, "median": None}, "fewer than 5 other countries have a value"),
    ],
)
def test_what_cannot_be_told_of_a_group_has_its_reason_and_no_numbers(given_facts: dict[str, Any], reason: str) -> None:
    known = group(**{"values": FIVE, "median": 0.64, **given_facts})
    assert known.against is not None
    assert (known.against.verdict, known.against.reason) == ("cannot tell", reason)
    assert (
        indices.group_words(known) == f"Whether the group is above all other countries: **? cannot tell ({reason})**."
    )
    assert indices.group_words(known) in indices.answer(known)
    assert indices.GROUP_AGAINST_OTHERS not in indices.about(known)


def test_five_on_either_side_are_enough() -> None:
    known = group(FIVE, 0.64, others=5)
    assert known.against is not None
    assert known.against.verdict == "up"


def test_all_countries_and_an_empty_group_stand_against_nobody() -> None:
    beside = {"countries": 20, "median": 0.5, "methods": 1}
    every = indices.index_facts("open", rows(FOUR), SOURCE, years((2024, 4)), 2024, {}, None, beside)
    none = indices.index_facts("open", rows(FOUR).iloc[0:0], SOURCE, years((2024, 4)), 2024, {}, ASIA, beside)
    for known in (every, none, facts(FOUR, group=ASIA)):
        assert known.against is None
        assert indices.group_words(known) == indices.group_mark(known) == ""


# A busy machine is slow, not wrong.
@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["index_0_1", "score_0_100", "percent"]),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=9),
    st.integers(0, 10_000),
    st.integers(0, 9),
    st.sampled_from([SOURCE["caution"], NO_RANKING]),
)
def test_what_is_said_of_a_group_contradicts_neither_its_medians_nor_its_verdict(
    unit: str, drawn: list[int], median: int, others: int, caution: str
) -> None:
    scale = 10_000 if unit == "index_0_1" else 100
    known = group(
        [each / scale for each in drawn], median / scale, others=others, source={"unit": unit, "caution": caution}
    )
    assert known.against is not None
    said = indices.group_words(known)
    able = min(len(drawn), others) >= indices.FEWEST_COUNTRIES and caution != NO_RANKING
    assert ("cannot tell" not in said) == able
    if not able:
        assert "above the" not in said
        return
    own, theirs = known.words(known.median), known.words(median / scale)
    assert f"whose median is {theirs}" in said
    assert words.REST_MARKS[known.against.verdict] in said
    assert ("▲ above" in said) == (own != theirs and known.median > median / scale)
    assert ("▼ below" in said) == (own != theirs and known.median < median / scale)
    assert ("= the same" in said) == (own == theirs)
    # What is told as a difference is that of the two numbers told, unless one of them is no number.
    if own != theirs and not {"<", ">"} & set(own + theirs):
        size = round(float(own.strip("%")) - float(theirs.strip("%")), 2)
        told = said.rpartition("(")[2].split(")")[0].removesuffix(" pts").removesuffix(" pt").replace("−", "-")
        assert float(told) == size
