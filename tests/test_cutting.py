"""Answers cut from a whole one are what the database answers for the choice itself."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.test_questions import GOOD, write
from trends.paths import QUERIES
from trends.request.request import Request
from trends.store import store as stores
from trends.store.queries import QueryFileError, load_queries, read_query
from trends.store.store import Store

CUT = {name: query for name, query in load_queries(QUERIES).items() if query.each_of}
TRIES = 40


def drawn(request: Request, name: str, chance: random.Random) -> dict[str, Any]:
    """Return parameters of a question: of each filter nothing, one choice or three, and now and then a year."""
    given: dict[str, Any] = {}
    for field, meaning in CUT[name].parameters.items():
        codes = list(request.vocabulary.names.get(field, ()))
        if not meaning.startswith("list"):
            given[field] = chance.choice([1, 3])
        elif field == "year":
            given[field] = chance.choice([[], [], [], [codes[-1]]])
        else:
            most = max(1, min(3, len(codes)))
            given[field] = chance.choice([[], [], [], chance.sample(codes, 1), chance.sample(codes, most)])
    return given


@pytest.mark.parametrize("name", CUT)
def test_what_is_cut_is_what_the_database_answers(
    name: str, store: Store, shipped_request: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(name)  # noqa: S311 - spreads choices, guards nothing
    found = 0
    for _ in range(TRIES):
        given = drawn(shipped_request, name, chance)
        cut = store.rows(name, **given)
        with monkeypatch.context() as changed:
            changed.setattr(stores, "MOST_ROWS", -1)
            assert cut == store.rows(name, **given)
        found += bool(cut) and any(given[field] for field in CUT[name].each_of)
    assert found


@pytest.fixture
def asked(tiny_store: Store, monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """Return a list that gets the parameters of each question that the database is asked."""
    heard: list[Mapping[str, Any]] = []
    answered = Store._rows  # noqa: SLF001 - what asks the database is heard, as by the benchmarks

    def hear(store: Store, name: str, parameters: Mapping[str, Any]) -> Any:
        heard.append(parameters)
        return answered(store, name, parameters)

    monkeypatch.setattr(Store, "_rows", hear)
    tiny_store.forget()
    return heard


NOTHING: Mapping[str, list[str]] = {name: [] for name in ("country", "sector", "year", "survey", "theme", "kind")}


def test_choices_of_one_question_are_asked_for_together(tiny_store: Store, asked: list[Mapping[str, Any]]) -> None:
    of_norway, of_both = (
        tiny_store.rows("question_list", **{**NOTHING, "country": codes}) for codes in (["NOR"], ["NOR", "GBR"])
    )
    assert of_norway
    assert [row for row in of_both if row["country"] == "NOR"] == of_norway
    assert asked == [NOTHING]
    # A row is the reader's own to change.
    of_norway[0]["country"] = ""
    assert tiny_store.rows("question_list", **{**NOTHING, "country": ["NOR"]})[0]["country"] == "NOR"


def test_what_another_filter_changes_is_asked_of_the_database(
    tiny_store: Store, asked: list[Mapping[str, Any]]
) -> None:
    chosen = {**NOTHING, "country": ["NOR"], "year": ["2023"]}
    tiny_store.rows("question_list", **chosen)
    assert asked == [chosen]


def test_a_relation_too_long_to_be_held_is_asked_for_the_choice(
    tiny_store: Store, asked: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_ROWS", 1)
    chosen = {**NOTHING, "country": ["NOR"]}
    assert tiny_store.rows("question_list", **chosen)
    assert asked == [chosen]


def test_a_header_that_names_what_is_no_filter_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("-- Base:", "-- Each row is of one: survey\n-- Base:").format(name="waves")
    with pytest.raises(QueryFileError, match=r"one survey, which are no filters"):
        read_query(write(tmp_path, text))
