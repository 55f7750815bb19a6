"""Given answers and items → which of them are answers of their own."""

import csv
import shutil
from collections.abc import Iterator

import pytest

from tests import tiny_evidence
from trends.paths import ROOT
from trends.store.opening import open_store
from trends.store.store import Store
from trends.words.asked import NO, YES

NO_ANSWERS = (
    "Other",
    "others",
    "Don't know",
    "Don’t know",
    "DON'T KNOW",
    "Not sure",
    "Not applicable",
    "Other purpose",
)
ANSWERS = ("Other municipalities", "None in place", "No strategy", "Knowledge", "Mother tongue", "Yes")
SLICE = {"country": "KEN", "region": None, "sector": "health", "body_size": None}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Small evidence with the answer kinds of the project, in which a question has the items above."""
    folder = tiny_evidence.write(tmp_path_factory.mktemp("kinds") / "data")
    shutil.copy(ROOT / "data" / "answer_kinds.csv", folder)
    for number, item in enumerate((*NO_ANSWERS, *ANSWERS)):
        tiny_evidence.append(
            folder, "findings", "health-23-gbr-skills", finding_id=f"kind-{number}", country="KEN", item=item, value="9"
        )
    opened = open_store(folder, folder.parent / "cache")
    yield opened
    opened.close()


@pytest.mark.parametrize("item", NO_ANSWERS)
def test_answers_that_are_none_of_their_own_are_known(asked: Store, item: str) -> None:
    assert residual(asked)[item]


@pytest.mark.parametrize("item", ANSWERS)
def test_answers_that_only_sound_like_it_are_answers(asked: Store, item: str) -> None:
    assert not residual(asked)[item]


def residual(asked: Store) -> dict[str, bool]:
    rows = asked.ask("question_items", question="health_barriers", **SLICE)
    return {str(row["item"]): bool(row["residual"]) for row in rows[rows["year"] == 2023].to_dict("records")}


def test_yes_and_no_are_the_answers_that_the_table_puts_in_order() -> None:
    with (ROOT / "data" / "answer_kinds.csv").open(encoding="utf-8", newline="") as file:
        order = {row["answer"]: row["place"] for row in csv.DictReader(file) if row["scale"] == "yes_no"}
    assert sorted(order, key=lambda answer: int(order[answer])) == [YES, NO]
