import pandas as pd
import pytest

from trends import sectors, themes
from trends.palette import DARK, LIGHT
from trends.store import Store

ALL: dict[str, list[str]] = {"country": [], "sector": [], "year": [], "survey": [], "kind": []}


def _row(country: str, value: float, *, base_n: int, list_items: int) -> dict[str, object]:
    counts = {"place_in_list": 1, "list_items": list_items, "list_themes": list_items}
    return {"country": country, "year": 2024, "value": value, "base_n": base_n, **counts}


def test_theme_evidence_holds_the_last_edition_of_every_list_without_its_parts(tiny_store: Store) -> None:
    rows = tiny_store.ask("theme_evidence", **{**ALL, "kind": ["concern"]}, theme=["skills_workforce"])
    councils = rows[rows["survey"] == "council_survey"]
    shown = councils[["country", "year", "value", "base_n", "place_in_list", "list_items", "list_themes"]]
    assert shown.to_dict("records") == [
        # 70 leads 52 and 35 in 2024; London and small councils are parts of the United Kingdom and left out.
        _row("GBR", 70.0, base_n=150, list_items=3),
        _row("NOR", 66.7, base_n=30, list_items=2),
    ]


def test_theme_evidence_goes_back_to_the_edition_of_the_chosen_years(tiny_store: Store) -> None:
    rows = tiny_store.ask(
        "theme_evidence", **{**ALL, "kind": ["concern"], "year": ["2021", "2022"]}, theme=["skills_workforce"]
    )
    councils = rows[rows["survey"] == "council_survey"]
    assert councils[["year", "value"]].to_dict("records") == [{"year": 2022, "value": 45.0}]


def test_theme_prompts_are_those_of_the_theme(store: Store) -> None:
    prompts = store.ask("theme_prompts", theme=["cyber_resilience"])
    assert set(prompts["theme"]) == {"cyber_resilience"}
    assert prompts["prompt"].str.endswith("?").all()


def test_standing_counts_all_lists_not_only_those_that_name_the_theme() -> None:
    priorities = pd.DataFrame({"theme_name": ["Cyber", "Skills"], "leads": [2, 1], "surveys_with_lists": [9, 9]})
    concerns = pd.DataFrame({"theme_name": ["Skills"], "leads": [3], "surveys_with_lists": [7]})
    assert (
        themes.standing(priorities, concerns, "Cyber")
        == "Cyber stands first in 2 of 9 lists of priorities and none of 7 lists of concerns"
    )
    none = priorities.head(0)
    assert themes.standing(none, none, "Cyber") == "Cyber: no list of several themes was read"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_card_keeps_the_order_of_time_and_says_each_base(tiny_store: Store, palette: object) -> None:
    frame = tiny_store.ask("theme_evidence", **{**ALL, "kind": ["concern"]}, theme=["skills_workforce"])
    card = themes.side_by_side_card(frame, "A finding", "Skills", "said", palette, {"theme": ["skills_workforce"]})  # type: ignore[arg-type]
    assert card.table["What"].tolist() == frame["item"].tolist()
    assert card.table["Base"].tolist()[0] == "150"
    assert card.figure is not None
    assert 20 <= len(card.alt) <= 160
    assert not any("average" in str(heading).lower() for heading in card.table)
    assert card.shown["value"].tolist() == frame["value"].tolist()


def test_a_phone_gets_three_columns(tiny_store: Store) -> None:
    frame = tiny_store.ask("theme_evidence", **{**ALL, "kind": ["concern"]}, theme=["skills_workforce"])
    card = themes.side_by_side_card(frame, "A finding", "Skills", "said", LIGHT, {}, narrow=True)
    assert list(card.table) == ["What and who", "Figure", "Base"]


def test_holdings_counts_figures_and_surveys() -> None:
    frame = pd.DataFrame({"survey": ["a", "a", "b"]})
    assert themes.holdings(frame, "Cyber") == "Cyber: 3 figures from 2 surveys on what is in place"


def test_a_sector_with_little_evidence_says_so() -> None:
    total = {"figures": 48, "surveys": 7, "countries": 1, "first_year": 2017, "last_year": 2025}
    assert sectors.answer("Housing", total) == (
        "**48 figures** from 7 surveys and 1 country or group, 2017–2025. "
        "That is thin: read each figure with its source before you quote it."
    )
    assert "only case studies" in sectors.answer("Transport", {"figures": 0, "surveys": 0})
    assert "thin" not in sectors.answer("Health", {**total, "figures": 225})
