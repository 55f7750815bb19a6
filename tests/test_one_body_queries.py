"""The questions asked of one named public body, on small evidence whose answers were worked out by hand."""

from collections.abc import Callable
from pathlib import Path

from tests import tiny_evidence
from tests.given_answers import EVERY, rows
from trends.store.store import Store

ANY = {name: codes for name, codes in EVERY.items() if name != "kind"}
# In the order of survey, country, kind and code.
BATH, LEEDS, HOSPITAL, BERGEN, OSLO = 1, 2, 3, 4, 5


def slug_of(store: Store, asked: str) -> str:
    return str(store.row("body_found", slug=asked)["slug"])


def test_a_body_is_one_over_its_editions_and_found_by_name_and_by_each_code(tiny_store: Store) -> None:
    assert list(tiny_store.ask("body_list")["slug"]) == ["bath", "bergen", "leeds", "oslo", "oslo-hospital"]
    found = {slug: tiny_store.row("body_found", slug=slug) for slug in ("leeds", "leeds-2023", "leeds-2024")}
    assert {(row["body"], row["slug"], row["region"]) for row in found.values()} == {(LEEDS, "leeds", "Yorkshire")}
    assert tiny_store.row("body_found", slug="york") == {}


def test_a_renamed_body_keeps_its_old_address(tiny: Path, changed: Callable[[], Store]) -> None:
    tiny_evidence.change(tiny, "bodies", "oslo-2023", "name", "Christiania")
    store = changed()
    assert slug_of(store, "oslo") == "oslo"
    assert slug_of(store, "christiania-oslo") == "oslo"
    assert len(store.ask("body_list")) == 5


def test_a_name_without_latin_letters_is_told_by_its_region_and_code(tiny: Path, changed: Callable[[], Store]) -> None:
    for edition in ("leeds-2023", "leeds-2024"):
        tiny_evidence.change(tiny, "bodies", edition, "name", "町田市")
    store = changed()
    assert slug_of(store, "leeds-2024") == "yorkshire-leeds"
    assert rows(store.ask("body_search", search="町田", most=5), "slug", "found") == [("yorkshire-leeds", 1)]


def test_a_code_given_to_another_kind_is_another_body(tiny: Path, changed: Callable[[], Store]) -> None:
    tiny_evidence.change(tiny, "bodies", "bath-2023", "body_type", "Parish")
    store = changed()
    assert len(store.ask("body_list")) == 6
    # Both would be called “bath”, so each has the code of its edition besides.
    assert [slug_of(store, code) for code in ("bath-2023", "bath-2024")] == ["bath-bath-2023", "bath-bath-2024"]
    assert slug_of(store, "bath") == "bath-bath-2024"


def test_answers_stand_beside_those_of_kind_and_region(tiny_store: Store) -> None:
    columns = ("year", "question", "answer", "kind_bodies", "kind_base", "region", "region_bodies", "region_base")
    assert rows(tiny_store.ask("body_given", bodies=[LEEDS]), *columns, "top", "top_bodies") == [
        (2024, "register_strategy", "Yes", 2, 2, "Europe", 3, 4, "Yes", 2),
        (2024, "register_training", "Never", 1, 2, "Europe", 2, 4, None, None),
        (2023, "register_strategy", "Yes", 1, 2, "Europe", 1, 4, "Yes", 1),
    ]
    assert rows(tiny_store.ask("body_given", bodies=[HOSPITAL, BERGEN]), "body", "year", "question", "answer") == [
        (HOSPITAL, 2024, "register_strategy", "Planned"),
        (BERGEN, 2024, "register_training", "Never"),
        (HOSPITAL, 2023, "register_strategy", "No"),
    ]


def test_all_that_a_kind_answered_stands_by_how_many_gave_it(tiny_store: Store) -> None:
    asked = {"kind_of_body": "Council", "question": "register_strategy"}
    columns = ("answer", "bodies", "base_n")
    assert rows(tiny_store.ask("body_kind_answers", year=2023, **asked), *columns) == [("No", 1, 2), ("Yes", 1, 2)]
    assert rows(tiny_store.ask("body_kind_answers", year=2024, **asked), *columns) == [("Yes", 2, 2)]


def test_an_entry_that_is_no_answer_is_beside_nothing(tiny: Path, changed: Callable[[], Store]) -> None:
    tiny_evidence.change(tiny, "answers", ("leeds-2024", "register_training"), "answer", "Not answered")
    given = changed().ask("body_given", bodies=[LEEDS])
    columns = ("question", "answered", "kind_bodies", "kind_base", "region_base")
    assert rows(given[given["year"] == 2024], *columns) == [
        ("register_strategy", True, 2, 2, 4),
        ("register_training", False, None, None, None),
    ]


def test_points_against_the_scale_leave_the_top_unknown(tiny: Path, changed: Callable[[], Store]) -> None:
    tiny_evidence.change(tiny, "answers", ("oslo-hospital-2024", "register_strategy"), "score", "5")
    given = changed().ask("body_given", bodies=[OSLO])
    assert rows(given, "year", "question", "top") == [
        (2024, "register_strategy", None),
        (2024, "register_training", None),
        (2023, "register_strategy", "Yes"),
    ]


def test_similar_bodies_are_of_the_same_kind_the_nearest_first(tiny_store: Store) -> None:
    columns = ("slug", "likeness", "found", "shared")
    assert rows(tiny_store.ask("body_alike", body=BATH, most=5), *columns) == [("leeds", 2, 1, 2)]
    assert rows(tiny_store.ask("body_alike", body=BERGEN, most=5), *columns) == [("oslo", 2, 1, 1)]
    assert tiny_store.ask("body_alike", body=HOSPITAL, most=5).empty


def test_bodies_with_most_answers_at_the_top_begin_with_those_of_a_region(tiny_store: Store) -> None:
    asked = {
        "kind_of_body": "Council",
        "year": 2024,
        "questions": ["register_strategy", "register_training"],
        "most": 5,
    }
    columns = ("slug", "top", "answers", "found", "as_many")
    # Training has no known order and is not counted.
    assert rows(tiny_store.ask("body_top", region="", **asked), *columns) == [
        ("bath", 1, 1, 2, 2),
        ("leeds", 1, 1, 2, 2),
    ]
    first = tiny_store.ask("body_top", region="Yorkshire", **asked)
    assert list(first["slug"]) == ["leeds", "bath"]
    assert rows(tiny_store.ask("body_top", region="", **(asked | {"year": 2023})), *columns) == [("leeds", 1, 1, 2, 1)]


def test_a_search_finds_the_name_before_longer_ones_in_any_order_of_words(tiny_store: Store) -> None:
    assert rows(tiny_store.ask("body_search", search="OSLO", most=5), "slug", "found") == [
        ("oslo", 2),
        ("oslo-hospital", 2),
    ]
    assert rows(tiny_store.ask("body_search", search="norway hospital", most=5), "slug") == [("oslo-hospital",)]
    assert rows(tiny_store.ask("body_search", search="o", most=1), "slug", "found") == [("oslo", 5)]


def test_kinds_of_bodies_are_counted_with_those_of_most_answers(tiny_store: Store) -> None:
    columns = ("body_type", "country_name", "bodies", "last_year", "slugs", "names")
    found = tiny_store.rows("body_kinds", **ANY)
    assert [tuple(row[column] for column in columns) for row in found] == [
        ("Council", "United Kingdom", 2, 2024, ("bath", "leeds"), ("Bath", "Leeds")),
        ("Municipality", "Norway", 2, 2024, ("oslo", "bergen"), ("Oslo", "Bergen")),
        ("Hospital", "Norway", 1, 2024, ("oslo-hospital",), ("Oslo Hospital",)),
    ]
    assert tiny_store.ask("body_kinds", **(ANY | {"country": ["KEN"]})).empty


def test_editions_say_when_and_by_whom(tiny: Path, changed: Callable[[], Store], tiny_store: Store) -> None:
    columns = ("year", "publisher", "questions", "bodies", "unranked")
    assert rows(tiny_store.ask("body_in_editions", body=LEEDS), *columns) == [
        (2024, "Ministry", 2, 5, False),
        (2023, "Ministry", 1, 4, False),
    ]
    # Its publisher makes an index that is no ranking.
    tiny_evidence.change(tiny, "series", "service_index", "publisher", "Ministry")
    assert all(changed().ask("body_in_editions", body=LEEDS)["unranked"])
