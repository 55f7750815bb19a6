"""Which editions of the evidence are compared, and which are not."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_pairs import ALL, fields
from trends.store.opening import open_store
from trends.store.store import Store
from trends.subjects.movers import facts as mover_facts

WEB = "Web questionnaire"

COMPARED = ["question", "item", "year_before", "before", "year", "value"]


def compared(store: Store, **chosen: list[str]) -> list[tuple[Any, ...]]:
    frame = store.ask("comparable_pairs", **{**ALL, **chosen})
    return list(frame[COMPARED].itertuples(index=False, name=None))


def test_the_last_edition_is_compared_with_the_comparable_one_before(tiny_store: Store) -> None:
    assert compared(tiny_store) == [
        ("council_priorities", "Train staff", 2023, 2.0, 2024, 2.0),
        ("council_priorities", "Use AI", 2023, 2.0, 2024, 1.0),
        ("council_barriers", "Cyber attacks", 2023, 50.0, 2024, 35.0),
        ("council_barriers", "Lack of skills", 2023, 55.0, 2024, 70.0),
        ("council_barriers", "Tight budgets", 2023, 50.0, 2024, 52.0),
        ("health_barriers", "Lack of skills", 2023, 50.0, 2024, 62.5),
        ("health_barriers", "Tight budgets", 2023, 75.0, 2024, 87.5),
    ]


def test_bases_and_shared_places_of_both_editions_come_along(tiny_store: Store) -> None:
    rows = tiny_store.ask("comparable_pairs", **{**ALL, "year": ["2022"]})
    assert rows[["item", "base_before", "base_n"]].astype(object).to_numpy().tolist() == [
        ["Lack of skills", 100, 120],
        ["Tight budgets", 100, pd.NA],
    ]
    places = tiny_store.ask("comparable_pairs", **{**ALL, "theme": ["ai_automation"], "sector": ["local_government"]})
    now = places[places["measure"] == "rank"].iloc[0]
    assert (now["tied_before"], now["tied"], now["source_url"]) == (
        True,
        False,
        "https://example.org/councils/2024.pdf",
    )


def test_the_chosen_year_is_now_and_the_edition_before_is_the_nearest(tiny_store: Store) -> None:
    assert compared(tiny_store, year=["2022"]) == [
        ("council_barriers", "Lack of skills", 2021, 40.0, 2022, 45.0),
        ("council_barriers", "Tight budgets", 2021, 60.0, 2022, 60.0),
    ]
    # Of two chosen years the later is now, and the other one is what it is compared with, if it was made in the same way.
    both = compared(tiny_store, year=["2022", "2024"])
    assert {row[0] for row in both} == {"health_barriers"}
    assert compared(tiny_store, year=["2023", "2024"]) == compared(tiny_store)


def test_nothing_is_compared_across_a_break_in_method(tiny_store: Store) -> None:
    # 2023 went to the web; 2022 was by post. In health 2023 was the first edition.
    assert compared(tiny_store, year=["2023"]) == []


def test_an_edition_made_in_another_way_is_passed_over(tiny: Path, tiny_cache: Path) -> None:
    for year, method in (("2022", WEB), ("2023", "Telephone")):
        tiny_evidence.change(tiny, "waves", ("council_survey", year), "method", method)
    store = open_store(tiny, tiny_cache)
    assert ("council_barriers", "Cyber attacks", 2022, 30.0, 2024, 35.0) in compared(store)
    store.close()


def test_an_item_left_out_of_the_edition_before_is_not_compared_with_an_older_one(tiny: Path, tiny_cache: Path) -> None:
    tiny_evidence.change(tiny, "waves", ("council_survey", "2022"), "method", WEB)
    tiny_evidence.remove(tiny, "findings", "barriers-23-gbr-attack")
    store = open_store(tiny, tiny_cache)
    left = [row[1] for row in compared(store) if row[0] == "council_barriers"]
    assert left == ["Lack of skills", "Tight budgets"]
    store.close()


def test_a_part_is_compared_with_itself_and_kept_from_the_total(tiny: Path, tiny_cache: Path) -> None:
    tiny_evidence.append(
        tiny, "findings", "barriers-24-gbr-skills-london", finding_id="london-23", year="2023", value="60"
    )
    store = open_store(tiny, tiny_cache)
    totals, parts = mover_facts.totals_and_parts(store.rows("comparable_pairs", **ALL))
    store.close()
    assert fields(parts, "region", "before", "value") == [["London", 60.0, 80.0]]
    # The share of two bodies is compared with nothing.
    assert len(totals) == 7
    assert mover_facts.movement(totals).made == 5


@pytest.mark.parametrize(
    ("field", "code", "questions"),
    [
        ("country", "NOR", set()),
        ("sector", "health", {"health_barriers"}),
        ("survey", "body_register", set()),
        ("theme", "cyber_resilience", {"council_barriers"}),
        ("kind", "priority", {"council_priorities"}),
    ],
)
def test_each_filter_restricts_the_pairs(tiny_store: Store, field: str, code: str, questions: set[str]) -> None:
    assert {row[0] for row in compared(tiny_store, **{field: [code]})} == questions


def test_only_shares_and_places_are_compared(store: Store) -> None:
    rows = store.ask("comparable_pairs", **ALL)
    assert set(rows["measure"]) == {"percent", "rank"}
    assert (rows["year_before"] < rows["year"]).all()
    key = ["question", "country", "region", "sector", "body_size", "item"]
    assert not rows.duplicated(key).any()
