"""Given editorial tables → what pages are told of themes, sectors, methods, sizes and the questions of leaders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tiny_evidence import append, change
from trends.store.store import Store

ALL: dict[str, list[str]] = {
    "country": [], "sector": [], "year": [], "survey": [], "theme": [], "kind": [],
}  # fmt: skip
COUNCILS = {"country": "GBR", "region": None, "sector": "local_government", "body_size": None}


def test_a_theme_has_its_question_and_the_questions_of_its_uses(tiny_store: Store) -> None:
    row = tiny_store.ask("theme", theme="ai_automation").iloc[0].to_dict()
    assert [row | {"uses": list(row["uses"])}] == [
        {
            "theme": "ai_automation",
            "label": "AI and automation",
            "question": "What is AI used for?",
            "uses": ["council_tools"],
        }
    ]
    without = tiny_store.ask("theme", theme="budget_value").iloc[0]
    assert without["question"] is None or without["question"] != without["question"]
    assert len(without["uses"]) == 0


def test_a_sector_names_the_one_that_comes_closest(tiny_store: Store) -> None:
    assert tiny_store.ask("sector", sector="health").iloc[0].tolist() == [
        "health",
        "Health",
        "local_government",
        "since councils run clinics here",
    ]
    assert tiny_store.ask("sector", sector="local_government")[["closest", "closest_reason"]].isna().all(axis=None)


def test_the_questions_of_leaders_come_in_order_with_the_theme_by_name(tiny_store: Store) -> None:
    asked = tiny_store.ask("leader_questions")
    assert asked["place"].tolist() == [1, 2]
    assert asked["question"].tolist() == ["What comes first?", "Are we safe?"]
    assert asked["page"].tolist() == ["priorities", "themes"]
    assert asked["theme_name"].fillna("").tolist() == ["", "Cyber resilience"]


def test_a_page_on_themes_or_sectors_knows_what_to_show_first(tiny_store: Store) -> None:
    assert tiny_store.ask("shown_first").to_dict("records") == [
        {"field": "sector", "code": "local_government"},
        {"field": "theme", "code": "cyber_resilience"},
    ]


def test_the_sector_of_all_bodies_says_what_they_are_called(tiny_store: Store) -> None:
    asked = tiny_store.ask("body_questions", **ALL).set_index(["question", "year"])["sector_bodies"]
    # The hospital did not answer the question on training; on strategies bodies of two sectors did.
    assert asked[("register_training", 2024)] == "municipalities"
    assert asked.isna()[("register_strategy", 2024)]


@pytest.mark.parametrize(
    ("words", "told"), [("", ""), ("Form on the web", "Form on the web"), (None, "Web questionnaire")]
)
def test_a_method_is_told_in_words_unless_it_is_a_code_without_any(
    tiny: Path, changed: Callable[[], Store], words: str | None, told: str
) -> None:
    if words is not None:
        append(tiny, "method_codes", "Open web form", method="Web questionnaire", words=words)
    rows = changed().ask("question_items", question="council_barriers", **COUNCILS)
    assert set(rows.loc[rows["year"] == 2024, "method_words"]) == {told}
    assert set(rows.loc[rows["year"] == 2024, "method"]) == {"Web questionnaire"}


def test_the_method_of_an_index_is_told_in_words_unless_it_is_a_code_without_any(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    append(tiny, "method_codes", "Open web form", method="Visits by two experts", words="")
    rows = changed().ask(
        "indicator_trend", indicator="service_total", country=["NOR"], peers="", middle_years=[2022, 2023, 2024]
    )
    told = rows[rows["country"] == "NOR"].set_index("year")["method_words"]
    assert told.to_dict() == {2022: "Visits by one expert", 2023: "", 2024: ""}
    median = rows[rows["country"].isna()].set_index("year")["method_words"]
    assert median.to_dict() == told.to_dict()


def test_kinds_of_body_come_before_sizes_from_small_to_large(tiny: Path, changed: Callable[[], Store]) -> None:
    sizes = {
        "Over 500 people": ("500", "over"),
        "500 to 1,000 people": ("500", "from"),
        "Up to 500 people": ("500", "up_to"),
        "Up to 1,000 people": ("1000", "up_to"),
        "Towns": None,
        "Cities": None,
    }
    for number, (size, told) in enumerate(sizes.items()):
        append(
            tiny, "findings", "barriers-24-gbr-skills-small",
            finding_id=f"size-{number}", country="NOR", body_size=size,
        )  # fmt: skip
        if told is not None:
            append(tiny, "body_sizes", "Small councils", body_size=size, inhabitants=told[0], side=told[1])
    offered = changed().ask("own_places")
    assert offered.loc[offered["country"] == "NOR", "code"].tolist() == [
        "Cities", "Towns", "Up to 500 people", "500 to 1,000 people", "Over 500 people", "Up to 1,000 people",
    ]  # fmt: skip


def test_only_the_sector_of_all_sectors_is_a_whole(tiny: Path, changed: Callable[[], Store]) -> None:
    append(tiny, "sectors", "health", sector="every", label="Every sector", whole="true")
    append(tiny, "findings", "barriers-24-gbr-skills", finding_id="every", sector="every")
    rows = changed().ask("item_across", question="council_barriers", year=[])
    assert rows.groupby("sector")["sector_whole"].unique().map(list).to_dict() == {
        "every": [True],
        "local_government": [False],
    }


def test_figures_know_whether_their_survey_says_itself_that_it_is_of_several_countries(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    change(tiny, "surveys", ("health_poll",), "several_countries", "true")
    found = changed()
    for rows in (
        found.ask("theme_evidence", **ALL, question=[]),
        found.ask("latest_leaders", **ALL, least_themes=1),
    ):
        told = rows.groupby("survey")["several_told"].unique().map(list)
        assert told["health_poll"] == [True]
        assert told["council_survey"] == [False]
