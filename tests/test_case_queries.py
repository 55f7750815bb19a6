"""The questions on cases: given the small evidence (or rows added to it), these rows and no others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.reading import EVIDENCE
from trends.request import tables as request_tables
from trends.request.request import Request
from trends.store.opening import open_store
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.cases import facts as case_facts
from trends.subjects.cases import view
from trends.subjects.cases import words as case_words

NOTHING_CHOSEN: Mapping[str, Sequence[str]] = {field: [] for field in request_tables.TABLES["cases"].fields}


def ask(
    store: Store, question: str, chosen: Mapping[str, Sequence[str]] | None = None, **further: str | int
) -> pd.DataFrame:
    return store.ask(question, **case_facts.parameters({**NOTHING_CHOSEN, **(chosen or {})}), **further)


def listed(store: Store, **chosen: Sequence[str]) -> list[str]:
    return ask(store, "case_list", chosen, most=50)["case_id"].tolist()


def records(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    rows = frame[list(columns)].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).to_numpy().tolist()]


@pytest.fixture
def changed(tiny: Path, tiny_cache: Path) -> Iterator[Store]:
    """The small evidence with namesakes, an undated case and a place with an accent."""
    tiny_evidence.append(tiny, "cases", "oslo-sensors", case_id="leeds-sensors", organisation="Leeds", country="GBR")
    tiny_evidence.append(
        tiny, "cases", "nairobi-register", case_id="nairobi-two", country="KEN", place="Nairobí", year_reported=""
    )
    tiny_evidence.append(
        tiny,
        "cases",
        "several-login",
        case_id="prize",
        title="A prize",
        outcome="Won a prize in 2024.",
        outcome_kind="prize",
        told_by="press",
    )
    opened = open_store(tiny, tiny_cache)
    yield opened
    opened.close()


def test_the_list_puts_checked_cases_first_then_measured_results_then_the_newest(tiny_store: Store) -> None:
    assert listed(tiny_store) == [
        "leeds-chatbot",  # curated, with a measured result
        "several-login",  # curated, 2024
        "oslo-sensors",  # curated, 2022
        "nairobi-register",  # inventory, reported 2024
        "leeds-register",  # inventory, 2022
    ]


def test_a_registers_note_lifts_no_case(tiny: Path, tiny_cache: Path) -> None:
    note = {"outcome": "Cost 9 million.", "outcome_kind": "aim", "told_by": "press"}
    for column, value in note.items():
        tiny_evidence.change(tiny, "cases", "leeds-register", column, value)
    opened = open_store(tiny, tiny_cache)
    assert listed(opened, collection=["inventory"]) == ["nairobi-register", "leeds-register"]
    opened.close()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"country": ["GBR"]}, {"leeds-chatbot", "leeds-register"}),
        ({"country": ["GBR", "KEN"], "collection": ["inventory"]}, {"leeds-register", "nairobi-register"}),
        ({"sector": ["health"]}, {"oslo-sensors", "several-login"}),
        ({"year": ["2024"]}, {"several-login", "nairobi-register"}),
        ({"year": ["2023"]}, set()),  # a year of report counts only where the start is not known
        ({"theme": ["skills_workforce", "budget_value"]}, {"leeds-chatbot", "oslo-sensors"}),
        ({"technology": ["cloud"]}, {"leeds-chatbot"}),
        ({"status": ["planned"]}, {"several-login", "nairobi-register"}),
        ({"outcome": ["measured"]}, {"leeds-chatbot"}),
        ({"outcome": ["aim"]}, set()),
        ({"collection": ["curated"]}, {"leeds-chatbot", "several-login", "oslo-sensors"}),
        ({"search": ["LEEDS"]}, {"leeds-chatbot", "leeds-register"}),
        ({"search": ["leeds  letter"]}, {"leeds-register"}),
        ({"search": ["machine learning"]}, {"leeds-register"}),
        ({"search": ["%"]}, set()),
        ({"search": ["'; drop table cases; --"]}, set()),
    ],
)
def test_each_filter_leaves_what_it_names_in_every_question(
    tiny_store: Store, chosen: dict[str, list[str]], expected: set[str]
) -> None:
    assert set(listed(tiny_store, **chosen)) == expected
    assert set(ask(tiny_store, "cases", chosen)["case_id"]) == expected
    assert ask(tiny_store, "case_totals", chosen)["cases"].iloc[0] == len(expected)
    assert ask(tiny_store, "case_sources", chosen)["cases"].sum() == len(expected)
    shares = ask(tiny_store, "case_shares", chosen, parts=["status"])
    assert shares["cases"].sum() == len(expected)
    placed = expected & {"leeds-chatbot", "leeds-register", "oslo-sensors"}
    assert ask(tiny_store, "case_places", chosen, most=50)["cases"].sum() == len(placed)


def test_search_takes_letters_with_and_without_accents_for_the_same(changed: Store) -> None:
    assert listed(changed, search=["nairobi"]) == listed(changed, search=["NAIROBÍ"]) == ["nairobi-two"]


def test_the_list_ends_where_it_is_told_to(tiny_store: Store) -> None:
    assert ask(tiny_store, "case_list", most=2)["case_id"].tolist() == ["leeds-chatbot", "several-login"]


def test_namesakes_are_told_apart_by_body_and_then_by_number(changed: Store) -> None:
    labels = ask(changed, "case_list", most=50).set_index("case_id")["label"]
    assert labels["oslo-sensors"] == "Sensors on wards (Oslo Hospital)"
    assert labels["leeds-sensors"] == "Sensors on wards (Leeds)"
    # Neither names a body, so the country stands for it.
    assert labels["nairobi-register"] == "Licences online (Kenya, 1)"
    assert labels["nairobi-two"] == "Licences online (Kenya, 2)"
    assert labels["leeds-chatbot"] == "Chatbot for residents"


def test_a_case_is_found_by_label_code_and_title_in_any_case(changed: Store) -> None:
    def found(name: str) -> list[str]:
        return changed.ask("case", case=name)["case_id"].tolist()

    assert found("Sensors on wards (Leeds)") == found("SENSORS ON WARDS (leeds)") == found("leeds-sensors")
    assert found("leeds-sensors") == ["leeds-sensors"]
    assert found("Licences online (Kenya, 2)") == ["nairobi-two"]
    assert found("licences online") == ["nairobi-register"]
    assert found("No such case") == []


def test_every_label_of_the_list_opens_its_own_case(changed: Store) -> None:
    for case_id, label in records(ask(changed, "case_list", most=50), "case_id", "label"):
        assert changed.ask("case", case=label)["case_id"].tolist() == [case_id]


def test_the_labels_of_the_projects_own_cases_are_unique(store: Store) -> None:
    labels = ask(store, "case_list", most=1_000_000)["label"]
    assert len(labels) > 0
    assert labels.is_unique


def test_a_case_comes_with_the_names_of_its_themes(tiny_store: Store) -> None:
    case = tiny_store.ask("case", case="leeds-chatbot").iloc[0]
    assert list(case["theme_names"]) == ["AI and automation", "Skills, staff and training"]
    assert list(case["technologies"]) == ["chatbot", "cloud"]
    assert (case["label"], case["status_name"], case["country_name"]) == (
        "Chatbot for residents",
        "In use",
        "United Kingdom",
    )
    assert case["source_url"] == "https://example.org/press/leeds"


def test_totals_of_all_cases(tiny_store: Store) -> None:
    assert tiny_store.row("case_totals", **case_facts.parameters(NOTHING_CHOSEN)) == {
        "cases": 5,
        "curated": 3,
        "inventory": 2,
        "in_use": 2,
        "curated_in_use": 1,
        "with_outcome": 1,
        "with_measured": 1,
        "curated_measured": 1,
        "with_failure": 0,
        "measured_by": {"body": 1},
        "countries": 3,  # several countries at once are none of them
        "placed": 3,
        "places": 2,
        "placed_countries": 2,
        "sources": 2,
        "registers": 1,
        "first_year": 2021,
        "last_year": 2024,
    }


def test_counts_of_all_cases(tiny_store: Store) -> None:
    assert tiny_store.row("case_counts", **case_facts.parameters(NOTHING_CHOSEN)) == {
        "cases": 5,
        "curated": 3,
        "with_measured": 1,
        "first_year": 2021,
        "last_year": 2024,
    }
    none = tiny_store.row("case_counts", **case_facts.parameters({**NOTHING_CHOSEN, "country": ["nowhere"]}))
    assert none == {"cases": 0, "curated": 0, "with_measured": 0, "first_year": None, "last_year": None}


def test_a_prize_is_no_measured_result(changed: Store) -> None:
    totals = ask(changed, "case_totals", {"collection": ["curated"]}).iloc[0]
    assert (totals["with_outcome"], totals["with_measured"]) == (2, 1)
    assert listed(changed, outcome=["prize"]) == ["prize"]
    assert listed(changed, outcome=["measured", "prize"]) == ["leeds-chatbot", "prize"]


def test_cases_without_a_year_are_counted_where_the_filter_leaves_them_out(changed: Store) -> None:
    request = Request(Version(changed))

    def left_out(**chosen: list[str]) -> int:
        return view.left_out_without_year(request, dict.fromkeys(view.FIELDS, []) | chosen)

    assert left_out(year=["2024"]) == 1
    assert left_out(year=["2024"], country=["GBR"]) == 0
    assert left_out() == left_out(country=["GBR"]) == 0
    chosen = {name: "" if name == "search" else [] for name in changed.queries["undated_cases"].parameters}
    assert changed.ask("undated_cases", **chosen)["cases"].tolist() == [1]


def test_shares_are_of_the_cases_of_their_own_collection(tiny_store: Store) -> None:
    frame = ask(tiny_store, "case_shares", parts=["theme"])
    assert records(frame.round(1), "collection", "name", "cases", "share", "collection_cases") == [
        ("curated", "AI and automation", 1, 33.3, 3),
        ("curated", "Budget and value for money", 1, 33.3, 3),
        ("curated", "Cyber resilience", 1, 33.3, 3),
        ("curated", "Skills, staff and training", 1, 33.3, 3),
        ("inventory", "AI and automation", 1, 50.0, 2),
        ("inventory", None, 1, 50.0, 2),
    ]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("country", [("Norway", 1), ("Several countries", 1), ("United Kingdom", 1)]),
        ("sector", [("Health", 2), ("Local government", 1)]),
        ("status", [("Ended", 1), ("In use", 1), ("Planned", 1)]),
        ("outcome", [("Measured result", 1), (None, 2)]),
        ("year", [("2021", 1), ("2022", 1), ("2024", 1)]),
        ("technology", [("chatbot", 1), ("cloud", 1), ("sensors", 1), (None, 1)]),
    ],
)
def test_shares_can_be_counted_by_every_part(tiny_store: Store, part: str, expected: list[tuple[str, int]]) -> None:
    frame = ask(tiny_store, "case_shares", {"collection": ["curated"]}, parts=[part])
    assert records(frame, "name", "cases") == expected


@pytest.mark.parametrize("parts", [["theme", "country"], []])
def test_several_parts_asked_for_together_are_counted_as_each_alone(tiny_store: Store, parts: list[str]) -> None:
    together = ask(tiny_store, "case_shares", parts=parts)
    found = set(together["part"])
    assert found == set(parts) or (not parts and {"theme", "country", "year", "outcome"} < found)
    for part in found:
        alone = ask(tiny_store, "case_shares", parts=[part])
        pd.testing.assert_frame_equal(together[together["part"] == part].reset_index(drop=True), alone)


def test_places_hold_the_cases_of_both_collections_and_leave_out_those_without_one(tiny_store: Store) -> None:
    frame = ask(tiny_store, "case_places", most=50)
    assert records(frame, "latitude", "longitude", "place", "country_name", "cases") == [
        (53.8, -1.6, "Leeds", "United Kingdom", 2),
        (59.9, 10.8, "Oslo", "Norway", 1),
    ]
    assert ask(tiny_store, "case_places", most=1)["place"].tolist() == ["Leeds"]


def test_sources_are_the_publications_with_the_most_cases_first(tiny_store: Store) -> None:
    assert records(ask(tiny_store, "case_sources"), "collection", "source_name", "source_url", "licence", "cases") == [
        ("curated", "Several papers: Press pieces", "https://example.org/press/leeds", "Facts only", 3),
        ("inventory", "Ministry: Register of bodies", "https://example.org/register", "Public domain", 2),
    ]


def ways(asked: Request, **chosen: Sequence[str]) -> list[tuple[str, int]]:
    return list(view.ways_out(asked, {field: list(chosen.get(field, ())) for field in NOTHING_CHOSEN}).items())


def test_the_ways_out_say_what_each_filter_keeps_out(tiny_request: Request) -> None:
    # Without the country there is the letter sorting of Leeds; without another filter alone there is nothing.
    assert ways(tiny_request, country=["NOR"], collection=["inventory"], search=["leeds"]) == [("country", 1)]


def test_the_ways_out_keep_what_already_fits_and_cope_with_cases_without_a_year(changed: Store) -> None:
    # Kenya has a case of 2024 and one without a year; in 2024 two more cases began elsewhere.
    version = Version(changed)
    assert ways(Request(version), country=["KEN"], year=["2024"]) == [("country", 3), ("year", 2)]


def test_nothing_chosen_stands_in_no_ones_way(tiny_request: Request) -> None:
    assert ways(tiny_request) == []


def test_the_counts_of_outcomes_are_those_of_the_table_of_cases(store: Store) -> None:
    rows = tiny_evidence.read_rows(EVIDENCE, "cases")
    cases = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    for chosen in ({}, {"collection": ["curated"]}, {"outcome": ["failure"]}, {"outcome": ["measured", "aim"]}):
        held = [
            case for case in cases if all(case[{"outcome": "outcome_kind"}.get(f, f)] in v for f, v in chosen.items())
        ]
        kinds = Counter(case["outcome_kind"] for case in held)
        told = Counter(case["told_by"] for case in held if case["outcome_kind"] == "measured")
        totals = store.row("case_totals", **case_facts.parameters({**NOTHING_CHOSEN, **chosen}))
        assert (totals["cases"], totals["with_measured"], totals["with_failure"]) == (
            len(held),
            kinds["measured"],
            kinds["failure"],
        )
        assert (totals["measured_by"] or {}) == told
        counts = store.row("case_counts", **case_facts.parameters({**NOTHING_CHOSEN, **chosen}))
        assert counts == {name: totals[name] for name in counts}
        assert set(told) <= set(case_words.TELLERS)
        frame = ask(store, "cases", chosen)
        found = frame[["case_id", "outcome_kind", "told_by"]].fillna("").to_numpy().tolist()
        assert sorted(found) == sorted([case["case_id"], case["outcome_kind"], case["told_by"]] for case in held)
    assert kinds["failure"] == 0 < len(held)


def test_measured_results_come_first_in_the_list_and_in_the_file(store: Store) -> None:
    for question, further in (("case_list", {"most": 300}), ("cases", {})):
        frame = ask(store, question, {"collection": ["curated"]}, **further)
        measured = (frame["outcome_kind"] == "measured").tolist()
        assert any(measured)
        assert measured == sorted(measured, reverse=True)
