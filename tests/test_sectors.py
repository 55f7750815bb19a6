"""What is said of one sector: which list stands for it, the words, the reader's own place and the contents of its page."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.given_figures import figures, ranged_rows, rows_of
from tests.given_lists import held
from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.place import NOBODY, Self
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.sectors import facts as sector_facts
from trends.subjects.sectors import view
from trends.subjects.sectors import words as sector_words
from trends.words import numbers
from trends.words.text import markdown, plain

TOTAL = {"figures": 48, "surveys": 7, "countries": 1, "first_year": 2017, "last_year": 2025}
NOTHING = {"figures": 0, "surveys": 0, "countries": 0, "first_year": None, "last_year": None}
CASES = {"cases": 8, "with_measured": 6, "first_year": 2014, "last_year": 2024}


def lead(*rows: dict[str, Any]) -> str:
    """Return the question of the list that stands for a sector; empty where none does."""
    return str(sector_facts.lead_list(sector_facts.leaders(ranged_rows(*rows))).get("question", ""))


# What stands first in a list ----------------------------------------------------------------------------------------


def test_a_share_of_fewer_than_ten_bodies_leads_nothing(shipped_request: Request) -> None:
    few = {"item": "Money", "place_in_list": 1, "base_n": 6, "few_bodies": True}
    assert lead(few | {"list_items": 4, "list_themes": 4}) == ""
    assert lead(few | {"list_items": 4, "list_themes": 4, "base_n": 16, "few_bodies": False}) == "council_barriers"
    # A count such as “5 of 6” is how such a share is told.
    for sector in shipped_request.vocabulary.names["sector"]:
        for kind in ("priority", "concern"):
            row = view.lists(shipped_request, sector)[kind]
            assert not row or not row["few_bodies"]


def test_the_leader_of_a_list_is_its_first_item_and_one_of_equal_ones() -> None:
    frame = figures(
        {"item": "Second", "place_in_list": 2, "value": 40.0},
        {"item": "Zeal", "place_in_list": 1},
        {"item": "Aim", "place_in_list": 1},
        {"question": "other", "country": "KEN", "item": "Alone"},
    )
    assert [row["item"] for row in sector_facts.leaders(rows_of(frame))] == ["Aim", "Alone"]


@pytest.mark.parametrize(
    "row",
    [
        {"item": "Other", "residual": True},
        # Read without its first place: the third is not first.
        {"measure": "rank", "value": 3.0},
        {"measure": "score"},
        {"measure": "mentioned", "value": 1.0},
        # Put to some alone, and a point of a scale.
        {"role": "detail"},
        {"polarity": "positive"},
    ],
)
def test_what_is_no_first_place_leads_nothing(row: dict[str, Any]) -> None:
    assert sector_facts.leaders(ranged_rows(row)) == []


def test_the_leaders_of_the_small_evidence(tiny_store: Store) -> None:
    frame = tiny_store.ask(
        "theme_evidence", country=[], sector=["health"], year=[], survey=[], theme=[], kind=["concern"]
    )
    leading = sector_facts.leaders(rows_of(frame))
    # Eight answered in the United Kingdom; of the lists elsewhere one item was read.
    assert [[row["country"], row["item"], row["flag"]] for row in leading] == [
        ["GBR", "Tight budgets", "u"],
        ["KEN", "Lack of skills", ""],
        ["INTL", "Lack of skills", ""],
    ]
    assert sector_facts.lead_list(leading)["country"] == "GBR"


# The list that stands for a sector ----------------------------------------------------------------------------------

GOOD = {"question": "good"}


@pytest.mark.parametrize(
    "worse",
    [
        {"list_items": 2},
        {"list_themes": 2},
        {"base_n": None},
        {"base_n": 29},
        {"measure": "rank", "value": 1.0},
        {"year": 2023},
        {"base_n": 199},
    ],
)
def test_a_list_of_several_themes_with_a_base_stands_before_any_other(worse: dict[str, Any]) -> None:
    # Each is worse in one way only, and stands first in the frame.
    assert lead({"question": "worse"} | worse, GOOD) == "good"
    assert lead({"question": "worse"} | worse) == "worse"


def test_a_newer_list_stands_before_a_better_founded_old_one() -> None:
    newer = {"question": "newer", "base_n": None, "year": 2024}
    assert lead(newer, GOOD | {"year": 2021}) == "good"
    assert lead(newer, GOOD | {"year": 2020}) == "newer"


def test_the_one_list_that_counts_stands_for_the_sector_though_another_is_better_founded() -> None:
    frame = figures(GOOD, {"question": "counts", "base_n": 40, "region": "Oslo", "year": 2022}, {"question": "counts"})
    leading = sector_facts.leaders(rows_of(frame))
    only = {"question": "counts", "year": 2022, "country_name": "Norway", "region": "Oslo", "body_size": None}
    assert sector_facts.lead_list(leading, only)["base_n"] == 40
    assert sector_facts.lead_list(leading, only | {"region": float("nan"), "year": 2024})["question"] == "counts"
    # A list whose first place was not read stands for nothing.
    assert sector_facts.lead_list(leading, only | {"year": 2023})["question"] == "counts"
    assert sector_facts.lead_list(leading, {})["question"] == sector_facts.lead_list(leading)["question"]


def test_a_list_on_one_theme_stands_for_nothing() -> None:
    assert lead({"list_themes": 1}, {"list_items": 1, "list_themes": 1}) == ""
    assert sector_facts.lead_list(sector_facts.leaders(ranged_rows())) == {}


def test_several_themes_come_before_a_base_and_a_base_before_shares() -> None:
    long = {"question": "long", "base_n": None}
    assert lead({"question": "short", "list_items": 2, "list_themes": 2}, long) == "long"
    assert lead({"question": "rank", "measure": "rank", "value": 1.0}, long) == "rank"


# Short tables -------------------------------------------------------------------------------------------------------


def test_what_else_stands_first_says_something_alone() -> None:
    frame = figures(
        {"question": "shown"},
        {"question": "scale", "item": "Low priority", "list_themes": 1},
        {"question": "weak", "base_n": 12},
        {"question": "place", "measure": "rank", "value": 1.0, "list_items": 1, "list_themes": 1, "year": 2022},
        {"question": "list", "year": 2025},
        {"question": "list", "country": "KEN", "year": 2025, "base_n": 40, "value": 90.0},
    )
    rows = sector_facts.others(sector_facts.leaders(rows_of(frame)), ["shown"])
    assert [row["question"] for row in rows] == ["list", "place"]
    assert rows[0]["country"] == "NOR"
    assert [
        row["question"] for row in sector_facts.others(sector_facts.leaders(rows_of(frame)), ["shown"], most=1)
    ] == ["list"]


USED: dict[str, Any] = {"kind": "adoption", "stage": "in_use"}


def test_what_is_in_use_hears_each_survey_before_any_again() -> None:
    frame = figures(
        USED | {"question": "a1", "base_n": 900, "item": "Low", "value": 10.0},
        USED | {"question": "a1", "base_n": 900, "item": "High", "value": 70.0},
        USED | {"question": "a2", "base_n": 800},
        USED | {"question": "b1", "survey": "other", "base_n": 100},
    )
    rows = sector_facts.of_stage(rows_of(frame), "in_use")
    assert [(row["question"], row["item"]) for row in rows] == [
        ("a1", "High"),
        ("b1", "Lack of skills"),
        ("a2", "Lack of skills"),
    ]
    assert len(sector_facts.of_stage(rows_of(frame), "in_use", most=2)) == 2


def test_plans_pilots_and_incidents_are_not_in_use_and_details_are() -> None:
    stages = ("in_use", "pilot", "planned", "none", "incident", "other", None)
    frame = figures(
        *({"question": f"of_{stage}", "stage": stage, "role": "detail", "kind": "adoption"} for stage in stages)
    )
    assert [row["question"] for row in sector_facts.of_stage(rows_of(frame), "in_use")] == ["of_in_use"]
    assert [row["question"] for row in sector_facts.of_stage(rows_of(frame), "incident")] == ["of_incident"]


def test_shares_without_a_base_stand_in_where_none_is_firm_and_weak_ones_never() -> None:
    frame = figures(USED | {"question": "a", "base_n": None}, USED | {"question": "b", "base_n": 9})
    assert [row["question"] for row in sector_facts.of_stage(rows_of(frame), "in_use")] == ["a"]
    assert sector_facts.of_stage(ranged_rows(), "in_use") == []


# The words ----------------------------------------------------------------------------------------------------------


def row(**given: Any) -> dict[Any, Any]:
    return dict(sector_facts.lead_list(sector_facts.leaders(ranged_rows(given))))


NO_LISTS = {"priority": held(), "concern": held()}
SEVERAL = {"priority": held([("AI", 1)], [("AI", 1)], [("Budget", 1)], older=1), "concern": held()}


def test_the_answer_says_what_comes_first_and_how_thin_the_evidence_is() -> None:
    lists = {"priority": row(item="Digital services"), "concern": {}}
    said = sector_words.answer("Housing", TOTAL, lists, SEVERAL)
    assert markdown(said) == (
        "Of 3 surveys with a list of priorities, 2023–2024, 2 put **AI** first. "
        "**No list of concerns** was read. "
        "All that is known here: 48 figures from 7 surveys, 2017–2025. "
        "That is thin: read each figure with its source before you quote it."
    )
    on_file = sector_words.answer("Housing", TOTAL, lists, SEVERAL, asked=("concern",))
    assert "**No list of concerns** counts. The page Concerns shows what was asked. All" in markdown(on_file)
    assert "thin" not in plain(sector_words.answer("Health", {**TOTAL, "figures": 225}, lists, NO_LISTS))
    assert "**No list of priorities or concerns**" in markdown(sector_words.answer("Housing", TOTAL, {}, NO_LISTS))


def test_a_list_that_is_too_short_or_old_to_count_is_told_as_one_list() -> None:
    lists = {"priority": row(item="Digital services"), "concern": {}}
    assert markdown(sector_words.answer("Housing", TOTAL, lists, NO_LISTS)).startswith(
        "First in a list of its priorities (Councils on digital, 2024): **Digital services**, 60%; "
        "Leaders of councils, Norway 2024, base 200. **No list of concerns**"
    )


def test_a_chosen_theme_that_leads_no_counted_list_is_not_said_to_lead_one() -> None:
    lists = {"priority": row(item="Save money"), "concern": {}}
    counted = {"priority": SEVERAL["priority"].among(["budget"]), "concern": held()}
    assert markdown(sector_words.answer("Housing", TOTAL, lists, counted)).startswith(
        "Of 3 surveys with a list of priorities, 2023–2024, 1 puts **budget** first."
    )
    low = {"priority": held([("AI", 1), ("Budget", 2)], [("AI", 1)]).among(["budget"]), "concern": held()}
    assert markdown(sector_words.answer("Housing", TOTAL, lists, low)).startswith(
        "None of 2 surveys with a list of priorities, 2023–2024, puts **budget** first."
    )


def test_the_answer_without_any_figure_names_the_filters() -> None:
    assert markdown(sector_words.answer("Transport", NOTHING, {}, NO_LISTS)) == (
        "**No survey read here asked transport**; there are only case studies."
    )
    filtered = sector_words.answer("Transport", NOTHING, {}, NO_LISTS, chosen="Norway")
    assert "asked transport** for Norway by itself; there" in markdown(filtered)
    several = sector_words.answer("Transport", NOTHING, {}, NO_LISTS, chosen="Netherlands; 2020")
    assert "asked transport** for this choice (Netherlands; 2020); there" in markdown(several)


def test_without_a_figure_of_the_country_surveys_of_groups_that_hold_it_are_told() -> None:
    union = {"survey_name": "Bus survey", "country_name": "European Union", "last_year": 2023}
    said = sector_words.answer("Transport", NOTHING, {}, NO_LISTS, chosen="Netherlands", groups=[union])
    assert markdown(said) == (
        "**No survey read here asked transport** for the Netherlands by itself. 1 survey asked a group that holds the Netherlands: "
        "Bus survey (the European Union, 2023)."
    )
    many = [union | {"survey_name": f"Survey {number}"} for number in range(5)]
    said = sector_words.answer("Transport", NOTHING, {}, NO_LISTS, chosen="Netherlands", groups=many)
    assert markdown(said).endswith(
        "5 surveys asked groups that hold the Netherlands: Survey 0 (the European Union, 2023), Survey 1 (the European Union, 2023), "
        "Survey 2 (the European Union, 2023) and 2 more."
    )


def test_no_sector_is_said_to_have_cases_alone_where_a_group_that_holds_the_country_was_asked(
    shipped_request: Request,
) -> None:
    """Counted from the tables: which figures are of groups, and which countries these hold."""
    asked = pd.read_csv(EVIDENCE / "findings.csv", usecols=["country", "sector"], dtype=str)
    places = pd.read_csv(EVIDENCE / "countries.csv", dtype=str, keep_default_na=False)
    groups = places[places["stands_for"] != ""].set_index("country")["stands_for"]
    told = 0
    for sector in ("local_government", "health"):
        of_sector = set(asked.loc[asked["sector"] == sector, "country"])
        names = {groups[code] for code in of_sector & set(groups.index)}
        of_kinds = places[["un_region", "un_subregion", "income_group"]].isin(names).any(axis=1)
        is_held = of_kinds | pd.Series([not names.isdisjoint(listed.split(";")) for listed in places["groups"]])
        held = places[is_held & (places["kind"] == "country") & ~places["country"].isin(of_sector)]["country"]
        for country in held[::6]:
            said = plain(view.answer(replace(shipped_request, filters=Filters(country=(country,))), sector))
            assert "asked a group that holds " in said or "asked groups that hold " in said
            told += 1
    assert told


def test_a_weak_figure_is_marked_in_the_answer() -> None:
    assert sector_words.figure(row(base_n=12)) == "60% [u]; Leaders of councils, Norway 2024, base 12"
    assert sector_words.figure(row(measure="rank", value=1.0, base_n=None)) == (
        "1st; Leaders of councils, Norway 2024, base not published"
    )


def test_who_comes_closest_says_only_what_is_missing() -> None:
    lists = {"priority": row(item="AI"), "concern": row(item="Money")}
    said = sector_words.closest_words("Local government", "since councils do it", lists, NO_LISTS, ["concern"])
    assert plain(said) == (
        "Closest comes local government, since councils do it. First in a list of its concerns (Councils on digital, 2024): "
        "Money, 60%; Leaders of councils, Norway 2024, base 200."
    )
    # Several lists are counted, so that no single one stands for all of them.
    several = sector_words.closest_words("Local government", "since", lists, SEVERAL, ["priority"])
    assert plain(several).startswith("Closest comes local government, since. Of 3 surveys with a list of priorities, ")
    assert sector_words.closest_words("Local government", "since", {}, NO_LISTS, ["concern"]) == ""
    assert sector_words.missing_words(lists) == ""
    assert plain(sector_words.missing_words({"concern": row()}, "Norway")) == (
        "No list of priorities was read for Norway."
    )
    assert plain(sector_words.missing_words({"concern": row()}, "Norway", ["priority"])) == (
        "No list of priorities counts for Norway. The page Priorities shows what was asked. A question on one "
        "theme alone, or a detail of a survey, cannot say what comes first."
    )


def test_key_figures_are_three_at_most_and_never_a_nought() -> None:
    lists = {"priority": row(item="AI"), "concern": row(measure="rank", value=1.0, item="Money", base_n=None)}
    assert sector_words.key_figures(TOTAL, lists, NO_LISTS, CASES, 90) == [
        ("First of its priorities, one survey", "60%", "AI; Norway 2024, base 200"),
        ("First of its concerns, one survey", "1st", "Money; Norway 2024, base not published"),
        ("Measured results", "6", "of 8 checked cases, begun 2014–2024"),
    ]
    assert sector_words.key_figures(TOTAL, lists, SEVERAL, CASES, 90)[0] == (
        "First among its priorities",
        "2 of 3",
        "AI; one list a survey, 2023–2024",
    )
    both = {"priority": held([("Budget and value", 1)], [("Skills", 1)]), "concern": held()}
    assert sector_words.key_figures(TOTAL, lists, both, CASES)[0][2] == (
        "Budget and value; Skills; one list a survey, 2023–2024"
    )
    assert sector_words.key_figures(TOTAL, {}, NO_LISTS, CASES, 90)[0] == (
        "Figures known",
        "48",
        "7 surveys, 2017–2025",
    )
    without = sector_words.key_figures(NOTHING, {}, NO_LISTS, CASES | {"cases": 0, "with_measured": 0}, 90)
    assert [label for label, *_ in without] == ["Cases in registers"]
    assert sector_words.key_figures(NOTHING, {}, NO_LISTS, CASES | {"cases": 0, "with_measured": 0}) == []


def test_who_comes_closest_is_a_sector_that_surveys_asked(store: Store) -> None:
    listed = store.ask("vocabulary")
    codes = set(listed.loc[listed["field"] == "sector", "code"])
    known = {code: store.ask("sector", sector=code).iloc[0] for code in codes}
    thin = {code for code, row in known.items() if isinstance(row["closest"], str)}
    assert thin
    for code in thin:
        assert known[code]["closest"] in codes - thin
        assert known[code]["closest_reason"].startswith("since ")


# The reader's own place and the contents ------------------------------------------------------------------------------

COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")
COUNCILS = Self(sector="local_government", sector_name="Local government")


def test_nobody_is_told_nothing_of_a_sector() -> None:
    assert sector_words.sector(NOBODY, "health", 1, 0, 1) == ""


def test_a_sector_says_whether_it_is_the_readers() -> None:
    assert sector_words.sector(COUNCIL, "local_government", 12, 0, 1) == (
        "This is your sector. Of your country in it: 12 figures of surveys, 1 checked case."
    )
    assert sector_words.sector(COUNCIL, "local_government", 12, 5, 0) == (
        "This is your sector. Of your country in it: 12 figures of surveys (5 of them of groups that hold your country), "
        "0 checked cases."
    )
    assert sector_words.sector(COUNCILS, "health", 12, 0, 1) == "This is not your sector."


@pytest.mark.evidence
def test_figures_of_groups_that_hold_the_country_count_as_in_the_tables(shipped_request: Request) -> None:
    findings = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    seen = 0
    for country, groups in list(shipped_request.vocabulary.aggregates.items())[::10]:
        for sector in ("local_government", "cross_public_sector"):
            there = findings[findings["sector"] == sector]["country"]
            own, of_groups = int((there == country).sum()), int(there.isin(list(groups)).sum())
            said = plain(view.you(replace(shipped_request, place=Self(country, within=tuple(groups))), sector))
            figures = numbers.counted(own + of_groups, "figure")
            assert f"Of your country in it: {figures} of surveys{' (' if of_groups else ','}" in said
            seen += of_groups > 0
    assert seen


def test_the_contents_are_those_of_the_sector_that_is_chosen(tiny_request: Request) -> None:
    held = view.contents(tiny_request, {view.BRANCH: ["Health"]})
    assert (
        held.question
        == sector_words.question("Health")
        == view.contents(tiny_request, {view.BRANCH: ["health"]}).question
    )
    # A list of two items does not count, and eight answers are marked as weak.
    assert plain(held.answer).startswith(
        "First in a list of its concerns (Health poll, 2024): Tight budgets, 88% [u]; "
    )
    assert held.you == ""
    (concern,) = held.cards
    assert concern.key == "concern"
    assert concern is view.list_card(tiny_request, "health", "concern")
    assert concern.receipt is not None
    assert (concern.receipt.query, concern.receipt.parameters["sector"]) == ("question_items", "health")
    assert view.list_card(tiny_request, "health", "priority") is None


def test_untouched_the_sector_is_that_of_the_filters_else_the_readers_own(tiny_request: Request) -> None:
    assert view.sector_of(tiny_request) == "local_government"
    mine = replace(tiny_request, place=Self(sector="health", sector_name="Health"))
    assert view.sector_of(mine) == "health"
    filtered = replace(mine, filters=Filters(sector=("local_government",)))
    assert view.sector_of(filtered) == "local_government"
    assert view.sector_of(filtered, {view.BRANCH: ["Health"]}) == "health"


def test_filters_that_leave_nothing_leave_the_question_alone(tiny_request: Request) -> None:
    nothing = replace(tiny_request, filters=Filters(year=("1999",)))
    held = view.contents(nothing, {view.BRANCH: ["Health"]})
    assert held.question == sector_words.question("Health")
    assert (held.answer, held.you, list(held.key_figures), list(held.cards)) == ("", "", [], [])


def test_the_contents_tell_the_readers_own_place(tiny_request: Request) -> None:
    held = view.contents(replace(tiny_request, place=COUNCILS), {view.BRANCH: ["Health"]})
    assert held.you == "This is not your sector."
