"""The questions asked of the answers of public bodies: what is counted, in which parts, and which bodies are found."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_answers import ALL, EVERY, rows
from tests.reading import EVIDENCE
from trends.store.opening import open_store
from trends.store.store import Store


@pytest.fixture
def planned_is_no_answer(tiny: Path, tiny_cache: Path) -> Iterator[Store]:
    """A store of the small evidence in which “Planned” says why there is no answer."""
    for column, value in (("role", "no_answer"), ("scale", ""), ("place", "")):
        tiny_evidence.change(tiny, "answer_kinds", "Planned", column, value)
    tiny_evidence.change(tiny, "answer_kinds", "No", "place", "2")
    opened = open_store(tiny, tiny_cache)
    yield opened
    opened.close()


def test_questions_are_counted_in_all_and_in_what_the_filters_select(tiny_store: Store) -> None:
    asked = tiny_store.ask("body_questions", **EVERY)
    assert rows(asked, "question", "year", "bodies", "edition_bodies") == [
        ("register_strategy", 2024, 4, 4),
        ("register_strategy", 2023, 4, 4),
        ("register_training", 2024, 4, 4),
    ]
    asked = tiny_store.ask("body_questions", **(EVERY | {"sector": ["health"], "theme": ["ai_automation"]}))
    assert rows(asked, "question", "year", "bodies", "edition_bodies", "country_name", "body_type") == [
        ("register_strategy", 2024, 1, 4, None, None),
        ("register_strategy", 2023, 1, 4, None, None),
    ]


@pytest.mark.evidence
@pytest.mark.parametrize("field", ["country", "sector"])
def test_what_many_bodies_were_asked_comes_before_registers_and_scans(store: Store, field: str) -> None:
    """Worked out again by pandas from the tables, for every country and sector."""
    bodies, answers, questions, surveys = (
        pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str) for name in ("bodies", "answers", "questions", "surveys")
    )
    replies = answers.merge(bodies, on="body_id").merge(questions[["question", "kind"]], on="question")
    replies = replies.merge(surveys[["survey", "evidence"]], on="survey")
    opened = set()
    for chosen, held in replies.groupby(field):
        numbers = held.groupby(["question", "evidence", "year"]).size().reset_index(name="bodies")
        newest = numbers.sort_values("year").groupby("question").last()
        asked = newest[(newest["evidence"] != "inventory") & (newest["bodies"] >= 10)]
        first = asked if len(asked) else newest
        row = store.ask("body_questions", **(EVERY | {field: [str(chosen)]})).iloc[0]
        assert row["question"] in first.index[first["bodies"] == first["bodies"].max()]
        opened.add((len(asked) > 0, row["evidence"] == "inventory"))
    assert (True, False) in opened


def test_shares_add_up_to_all_bodies_with_an_answer(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_shares", question="register_strategy", year=2024, **ALL)
    columns = ("answer", "answered", "lowest_score", "bodies", "base_n", "share")
    assert rows(asked, *columns) == [("Yes", True, 2, 3, 4, 75), ("Planned", True, 1, 1, 4, 25)]


def test_an_entry_that_is_no_answer_is_in_no_base(planned_is_no_answer: Store) -> None:
    asked = planned_is_no_answer.ask("answer_shares", question="register_strategy", year=2024, **ALL)
    columns = ("answer", "answered", "bodies", "base_n", "share")
    assert rows(asked, *columns) == [("Yes", True, 3, 3, 100), ("Planned", False, 1, 3, None)]


def test_an_edition_is_never_joined_with_another(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_shares", question="register_strategy", year=2023, **ALL)
    assert rows(asked, "answer", "bodies", "share") == [("No", 2, 50), ("Planned", 1, 25), ("Yes", 1, 25)]


def test_parts_hold_each_body_once_in_each_kind(tiny_store: Store) -> None:
    asked = tiny_store.ask("answer_parts", question="register_strategy", year=2024, answer="Yes", **ALL)
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


def test_parts_leave_out_bodies_without_an_answer(planned_is_no_answer: Store) -> None:
    asked = planned_is_no_answer.ask(
        "answer_parts", question="register_strategy", year=2024, answer="Yes", country=["NOR"], sector=[]
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


def test_shares_of_the_evidence_are_those_computed_when_it_was_compiled(store: Store) -> None:
    """Two ways to the same figure: the answers counted now, and the published table of computed shares."""
    shares = store.ask("answer_shares", question="jdx_cio_appointed", year=2024, **ALL)
    yes = shares[shares["answer"] == "Yes"].iloc[0]
    assert (yes["bodies"], yes["base_n"], round(yes["share"], 1)) == (1270, 1733, 73.3)
