"""What a reader may choose: codes and names, what is not known, and the choice in words."""

import dataclasses
import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tiny_evidence import append
from trends.request.filters import (
    FIELD_NAMES,
    SHARED_FIELDS,
    SHOWN_LEGAL_VALUES,
    FilterError,
    Filters,
    Vocabulary,
    describe,
    read_parameters,
)
from trends.store.fields import FIELDS as DECLARED
from trends.store.opening import open_store
from trends.store.store import Store
from trends.subjects.cases.view import OWN_FIELDS
from trends.words.years import span_words, year_words

FIELDS = ("country", "sector", "year", "survey", "theme", "technology", "search")


@pytest.fixture(scope="module")
def known(tiny_store: Store) -> Vocabulary:
    return Vocabulary.of(tiny_store)


def problems_of(
    known: Vocabulary, given_pairs: Sequence[tuple[str, str]], fields: Sequence[str] = FIELDS
) -> list[dict[str, object]]:
    with pytest.raises(FilterError) as refused:
        read_parameters(known, fields, given_pairs)
    assert str(refused.value) == " ".join(str(problem["message"]) for problem in refused.value.problems)
    return refused.value.problems


# Codes and names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "texts", "code"),
    [
        ("country", ["GBR", "gbr", "United Kingdom", "UNITED KINGDOM", " united kingdom "], "GBR"),
        ("country", ["INTL", "Several countries"], "INTL"),
        ("sector", ["local_government", "Local government", "LOCAL_GOVERNMENT"], "local_government"),
        ("theme", ["skills_workforce", "Skills, staff and training"], "skills_workforce"),
        ("survey", ["council_survey", "Councils on digital", "councils ON digital"], "council_survey"),
        ("year", ["2024", " 2024 "], "2024"),
        ("kind", ["adoption", "In use"], "adoption"),
        ("status", ["in_use", "in use"], "in_use"),
        ("outcome", ["measured", "measured RESULT"], "measured"),
        ("respondents", ["body_leaders", "leaders of bodies"], "body_leaders"),
        ("measure", ["percent", "share"], "percent"),
        ("evidence", ["census", "All bodies"], "census"),
        ("indicator", ["service_total", "Service index: Total"], "service_total"),
        ("question", ["council_tools", "Councils on digital: Tools in use (Named)"], "council_tools"),
        ("collection", ["curated", "CURATED"], "curated"),
        ("technology", ["machine learning", "Machine Learning"], "machine learning"),
    ],
)
def test_a_code_and_a_name_mean_the_same_in_any_case(
    known: Vocabulary, field: str, texts: list[str], code: str
) -> None:
    assert {known.code(field, text) for text in texts} == {code}
    assert all(read_parameters(known, [field], [(field, text)]) == {field: [code]} for text in texts)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("country", "GB"),
        ("country", "Kingdom"),
        ("country", ""),
        ("country", "GBR,NOR"),
        ("year", "24"),
        ("year", "2024.0"),
        ("sector", "GBR"),
        ("no_field", "GBR"),
    ],
)
def test_what_is_no_code_and_no_name_stands_for_nothing(known: Vocabulary, field: str, text: str) -> None:
    assert known.code(field, text) is None


def test_every_code_and_every_name_of_the_shipped_evidence_is_understood(store: Store) -> None:
    vocabulary = Vocabulary.of(store)
    for field, names in vocabulary.names.items():
        for code, name in names.items():
            for text in (code, name, code.upper(), name.lower(), f" {name}"):
                assert vocabulary.code(field, text) == code
            assert vocabulary.name(field, code) == name


def test_codes_that_differ_in_capitals_alone_are_told_apart_by_their_spelling(tiny: Path, tiny_cache: Path) -> None:
    append(tiny, "cases", "leeds-chatbot", case_id="upper", technologies="CLOUD;Chatbot")
    opened = open_store(tiny, tiny_cache)
    vocabulary = Vocabulary.of(opened)
    opened.close()
    spelt = ["CLOUD", "cloud", "Chatbot", "chatbot"]
    assert [vocabulary.code("technology", text) for text in spelt] == spelt
    assert vocabulary.code("technology", "CHATBOT") in {"chatbot", "Chatbot"}


def test_every_filter_that_readers_know_has_codes_in_the_vocabulary(known: Vocabulary) -> None:
    """A filter without a select in ``queries/request/vocabulary.sql`` would refuse whatever a reader chooses."""
    assert {field for field in FIELD_NAMES if field != "search" and not known.names[field]} == set()


def test_the_shared_filters_are_those_that_a_reader_chooses_in() -> None:
    assert tuple(field.name for field in dataclasses.fields(Filters)) == SHARED_FIELDS


def test_fields_that_readers_choose_in_have_a_name_and_places_of_their_own() -> None:
    chosen_in = [field for field in DECLARED if field.every]
    assert {field.name for field in chosen_in} == {*SHARED_FIELDS, *OWN_FIELDS}
    assert all(field.called for field in chosen_in)
    for shared in (True, False):
        rows = sorted(field.row for field in chosen_in if field.shared is shared)
        assert rows == list(range(1, len(rows) + 1))


# Reading an address --------------------------------------------------------------------------------------------------


def test_every_field_is_read_in_order_of_choice_and_each_code_once(known: Vocabulary) -> None:
    given_pairs = [
        ("year", "2024"),
        ("country", "Norway"),
        ("year", "2021"),
        ("country", "GBR"),
        ("country", "nor"),
        ("search", "bins"),
        ("search", " at night "),
    ]
    assert read_parameters(known, FIELDS, given_pairs) == {
        "country": ["NOR", "GBR"],
        "sector": [],
        "year": ["2024", "2021"],
        "survey": [],
        "theme": [],
        "technology": [],
        "search": ["bins", "at night"],
    }


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_value_is_no_choice(known: Vocabulary, blank: str) -> None:
    selection = read_parameters(known, FIELDS, [("country", blank), ("search", blank)])
    assert selection == {field: [] for field in FIELDS}
    assert describe(known, selection) == ""


def test_an_unknown_parameter_is_named_with_the_legal_ones(known: Vocabulary) -> None:
    (problem,) = problems_of(known, [("county", "GBR")])
    assert problem["parameter"] == "county"
    assert problem["legal"] == sorted(FIELDS)
    assert "'county'" in str(problem["message"])
    assert all(field in str(problem["message"]) for field in FIELDS)


def test_an_unknown_value_is_named_with_the_legal_codes(known: Vocabulary) -> None:
    (problem,) = problems_of(known, [("country", "Norwegen"), ("sector", "health")])
    assert (problem["parameter"], problem["value"]) == ("country", "Norwegen")
    assert sorted(map(str, problem["legal"])) == ["GBR", "INTL", "KEN", "NOR"]  # type: ignore[call-overload]
    assert "'Norwegen' is no country" in str(problem["message"])
    assert "all 4" in str(problem["message"])


def test_all_that_is_wrong_is_said_at_once(known: Vocabulary) -> None:
    wrong = [("country", "X"), ("colour", "red"), ("year", "1066"), ("sector", "health"), ("country", "Y")]
    assert [(problem["parameter"], problem.get("value")) for problem in problems_of(known, wrong)] == [
        ("country", "X"),
        ("colour", None),
        ("year", "1066"),
        ("country", "Y"),
    ]


def test_a_long_list_of_legal_codes_is_cut_and_says_so(store: Store) -> None:
    vocabulary = Vocabulary.of(store)
    (problem,) = problems_of(vocabulary, [("question", "why")], ["question"])
    every = len(vocabulary.names["question"])
    assert every > SHOWN_LEGAL_VALUES
    assert len(problem["legal"]) == SHOWN_LEGAL_VALUES  # type: ignore[arg-type]
    assert f"the first {SHOWN_LEGAL_VALUES} of {every}" in str(problem["message"])


# The choice in words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ({}, ""),
        ({"country": [], "year": []}, ""),
        ({"country": ["NOR"]}, "Norway"),
        (
            {"country": ["NOR", "GBR"], "sector": ["local_government"], "year": ["2024", "2023"], "theme": []},
            "Norway, United Kingdom; Local government; 2023, 2024",
        ),
        ({"year": ["2021", "2022", "2023"]}, "2021–2023"),
        ({"search": ["where is", "my bin"]}, "where is, my bin"),
    ],
)
def test_a_choice_is_said_in_the_names_readers_see(
    known: Vocabulary, selection: dict[str, list[str]], words: str
) -> None:
    assert describe(known, selection) == words


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], ""),
        ([2024], "2024"),
        (["2024", "2023"], "2023, 2024"),
        ([2015, 2019, 2020, 2021, 2022, 2023], "2015, 2019–2023"),
        (["2023", 2021, "2022", 2021], "2021–2023"),
        ([2010, 2012, 2014], "2010, 2012, 2014"),
        ([2010, 2011, 2013, 2014, 2015, 2017], "2010, 2011, 2013–2015, 2017"),
    ],
)
def test_years_are_joined_in_runs_of_three_or_more(years: list[str | int], words: str) -> None:
    assert year_words(years) == words


@pytest.mark.parametrize(
    ("first", "last", "chosen", "words"),
    [
        (2021, 2024, (), "2021–2024"),
        (2021, 2021, (), "2021"),
        (None, None, (), ""),
        (2021, 2024, ("2024", "2021"), "2021 and 2024"),
        (2019, 2024, (2019, 2021, 2022, 2023, 2024), "2019 and 2021–2024"),
        (2021, 2024, (2021, 2022, 2023, 2024), "2021–2024"),
        # Of years that were chosen beyond what is there nothing is said.
        (2021, 2022, (2015, 2021, 2022, 2026), "2021 and 2022"),
    ],
)
def test_chosen_years_are_no_span(first: Any, last: Any, chosen: Any, words: str) -> None:
    assert span_words(first, last, chosen) == words


def years_read_back(words: str) -> list[int]:
    """Return the years of a text, each as often as it is said."""
    years: list[int] = []
    for part in re.findall(r"(\d+)(?:–(\d+))?", words):
        first, last = int(part[0]), int(part[1] or part[0])
        years += range(first, last + 1)
    return years


@given(st.lists(st.integers(1980, 2050) | st.integers(2015, 2026), max_size=30))
@example([1999, 2000])
def test_years_in_words_are_the_same_years_in_order_and_each_once(years: list[int]) -> None:
    words = year_words(map(str, years))
    assert years_read_back(words) == sorted(set(years))
    parts = words.split(", ") if words else []
    assert all(re.fullmatch(r"\d{4}(–\d{4})?", part) for part in parts)
    # A dash stands for three years or more, and three in a row are never listed one by one.
    spans = [(int(part[:4]), int(part[-4:])) for part in parts]
    assert all(last - first >= 2 for first, last in spans if first != last)
    for one, two in itertools.pairwise(spans):
        assert two[0] > one[1] + 1 or (one[0] == one[1] and two[0] == two[1])
    for one, two, three in zip(spans, spans[1:], spans[2:], strict=False):
        assert not (one[1] + 1 == two[0] == two[1] == three[0] - 1)
