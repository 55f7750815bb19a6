"""What is said of one sector: which list stands for it, the words, the reader's own place and the contents of its page."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.given_figures import figures, ranged_rows, rows_of
from tests.given_items import facts as given_facts
from tests.given_lists import held
from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.place import NOBODY, Self
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists.counted import Counted, Why, counted
from trends.subjects.sectors import facts as sector_facts
from trends.subjects.sectors import view
from trends.subjects.sectors import words as sector_words
from trends.subjects.sectors.facts import Heard
from trends.subjects.themes import words as theme_words
from trends.words import numbers
from trends.words.text import markdown, plain

NOTHING_COUNTS = counted([])
TOTAL = {"figures": 48, "surveys": 7, "countries": 1, "when": "2017–2025"}
NOTHING = {"figures": 0, "surveys": 0, "countries": 0, "when": ""}
CASES = {"cases": 8, "with_measured": 6, "when": "2014–2024"}


# What stands first in a list ----------------------------------------------------------------------------------------


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
        "theme_evidence", country=[], sector=["health"], year=[], survey=[], theme=[], kind=["concern"], question=[]
    )
    leading = sector_facts.leaders(rows_of(frame))
    # Eight answered in the United Kingdom; of the lists elsewhere one item was read.
    assert [[row["country"], row["item"], row["flag"]] for row in leading] == [
        ["GBR", "Tight budgets", "u"],
        ["KEN", "Lack of skills", ""],
        ["INTL", "Lack of skills", ""],
    ]


# The list that stands for a sector ----------------------------------------------------------------------------------

ALIKE = [(2024, "Staff", 60, 200), (2024, "Money", 40, 200)]
THEMES_OF = {"Staff": "skills", "Money": "budget"}


def first_of(*figures: Any, measure: str = "percent", same: bool = False, **about: Any) -> str:
    """Return what a list puts first that may be told as such; its items are of two themes or, where ``same``, of one."""
    found = given_facts(*figures, measure=measure, **about)
    for row in found.rows:
        row["theme"] = "skills" if same else THEMES_OF[row["item"]]  # type: ignore[index]
    return str(list_facts.leads(found).get("item", ""))


@pytest.mark.parametrize(
    ("figures", "about", "first"),
    [
        (ALIKE, {}, "Staff"),
        ([(2024, "Staff", 60, None), (2024, "Money", 40, None)], {}, "Staff"),
        # Weak, and so its firm second is not told in its place.
        ([(2024, "Staff", 60, 20), (2024, "Money", 40, 200)], {}, ""),
        # Nothing stands below, or nothing of another theme.
        (ALIKE[:1], {}, ""),
        (ALIKE, {"same": True}, ""),
        # A published first place says it by itself, one further down says nothing.
        ([(2024, "Staff", 1, None)], {"measure": "rank"}, "Staff"),
        ([(2024, "Staff", 3, None)], {"measure": "rank"}, ""),
        ([(2024, "Staff", 1, None), (2024, "Money", 1, None)], {"measure": "mentioned"}, ""),
        ([(2024, "Staff", 60, 200), (2024, "Money", 40, 200)], {"measure": "score"}, ""),
    ],
)
def test_what_a_list_puts_first_is_told_where_it_is_firm_and_stands_above_something(
    figures: list[Any], about: dict[str, Any], first: str
) -> None:
    assert first_of(*figures, **about) == first


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
    return dict(ranged_rows(given)[0])


def heard(
    priority: Counted = NOTHING_COUNTS,
    concern: Counted = NOTHING_COUNTS,
    *,
    leads: tuple[dict[Any, Any], dict[Any, Any]] = ({}, {}),
    why: Why = Why.UNREAD,
) -> dict[str, Heard]:
    """Return what there is of both kinds of list: those that count, what leads the one shown, why none counts."""
    counted = {"priority": priority, "concern": concern}
    return {kind: Heard(counted[kind], lead, why) for kind, lead in zip(counted, leads, strict=True)}


SEVERAL = held([("AI", 1)], [("AI", 1)], [("Budget", 1)], older=1)
OLD = counted([{"survey": None, "older": 2, "older_from": 2013, "older_to": 2017}])


def test_the_answer_says_what_comes_first_and_how_thin_the_evidence_is() -> None:
    said = sector_words.answer("Housing", TOTAL, heard(SEVERAL, leads=(row(item="Digital services"), {})))
    assert markdown(said) == (
        "Of 3 surveys with a list of priorities, 2023–2024, 2 put **AI** first; asked: digital leaders, in Norway. "
        "All that is known here: 48 figures from 7 surveys, 2017–2025. "
        "That is thin: read each figure with its source before you quote it."
    )
    assert "thin" not in plain(sector_words.answer("Health", {**TOTAL, "figures": 225}, heard()))
    # Where nothing else leads, how much there is does; what there is not stands below the answer alone.
    assert markdown(sector_words.answer("Housing", TOTAL, heard())).startswith(
        "All that is known here: **48 figures** "
    )
    assert "**No list of priorities or concerns**" in markdown(sector_words.missing_words(heard()))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why.UNREAD, "No list of concerns was read."),
        (Why.OLD, "The 2 surveys with a list of concerns on several themes are of 2013–2017, too old to count here."),
        (Why.FEW, "No list of concerns counts: few answered. The page Concerns shows what was asked."),
        (Why.NOT_ENOUGH, "No list of concerns counts. The page Concerns shows what was asked."),
        (Why.OTHER_THEMES, "No list of concerns read here is on a theme that was chosen."),
    ],
)
def test_why_no_list_counts_is_said_below_the_answer_and_only_where_none_does(why: Why, said: str) -> None:
    of_sector = heard(SEVERAL, OLD if why is Why.OLD else NOTHING_COUNTS, why=why)
    answer = plain(sector_words.answer("Housing", TOTAL, of_sector))
    assert "list of concerns" not in answer
    assert answer.endswith(" before you quote it.")
    assert plain(sector_words.missing_words(of_sector)).startswith(said)
    counts = heard(SEVERAL, SEVERAL, why=why)
    assert said not in plain(sector_words.answer("Housing", TOTAL, counts))
    assert sector_words.missing_words(counts) == ""


def test_what_counts_is_told_first_and_what_is_too_old_after_it() -> None:
    old, newer = Heard(OLD, row(item="Money") | {"is_recent": False}, Why.OLD), Heard(SEVERAL, {}, Why.UNREAD)
    said = plain(sector_words.answer("Health", TOTAL, {"priority": old, "concern": newer}))
    assert said.startswith("Of 3 surveys with a list of concerns, ")
    assert said.index("First in an older list of its priorities") < said.index("All that is known")
    recent = Heard(NOTHING_COUNTS, row(item="Skills") | {"is_recent": True}, Why.NOT_ENOUGH)
    said = plain(sector_words.answer("Health", TOTAL, {"priority": old, "concern": recent}))
    assert said.index("First in a list of its concerns") < said.index("First in an older list of its priorities")
    # A kind of which a list counts is told by it, whatever else there is of that kind.
    said = plain(sector_words.answer("Health", TOTAL, {"priority": recent, "concern": Heard(SEVERAL, {}, Why.OLD)}))
    assert said.startswith("Of 3 surveys with a list of concerns, ")


def test_where_no_list_is_told_what_is_in_use_leads() -> None:
    used = row(**USED, base_n=120)
    said = plain(sector_words.answer("Housing", TOTAL, heard(), in_use=used))
    assert said.startswith(
        "Firmest recent figure on what it has: 60%, “What holds councils back: Lack of skills” (Leaders of councils, Norway 2024, base"
    )
    assert "In use" not in plain(sector_words.answer("Housing", TOTAL, heard(SEVERAL), in_use=used))
    assert plain(sector_words.answer("Housing", TOTAL, heard())).startswith("All that is known here: 48 figures")


def test_a_list_that_is_too_short_or_old_to_count_is_told_as_one_list() -> None:
    of_sector = heard(leads=(row(item="Digital services"), {}), why=Why.OLD)
    assert markdown(sector_words.answer("Housing", TOTAL, of_sector)).startswith(
        "First in a list of its priorities (Councils on digital, 2024): **Digital services**, 60%; "
        "Leaders of councils, Norway 2024, base 200. "
    )


def test_a_chosen_theme_that_leads_no_counted_list_is_not_said_to_lead_one() -> None:
    leads = (row(item="Save money"), {})
    some = heard(SEVERAL.among({"budget": "Budget"}), leads=leads)
    assert markdown(sector_words.answer("Housing", TOTAL, some)).startswith(
        "Of 3 surveys with a list of priorities, 2023–2024, 1 puts **budget** first; asked: digital leaders, in Norway."
    )
    none = heard(held([("AI", 1), ("Budget", 2)], [("AI", 1)]).among({"budget": "Budget"}), leads=leads)
    assert markdown(sector_words.answer("Housing", TOTAL, none)).startswith(
        "None of 2 surveys with a list of priorities, 2023–2024, puts **budget** first; asked: digital leaders, in Norway."
    )
    # Nor in large type.
    assert not [label for label, *_ in sector_words.key_figures(TOTAL, none, CASES) if "priorities" in label]


def test_the_answer_without_any_figure_names_the_filters() -> None:
    assert markdown(sector_words.answer("Transport", NOTHING, heard())) == (
        "**Case studies alone** tell of it. No survey of transport was read."
    )
    filtered = sector_words.answer("Transport", NOTHING, heard(), chosen="Norway")
    assert markdown(filtered).endswith("No survey of transport was read for Norway alone.")
    several = sector_words.answer("Transport", NOTHING, heard(), chosen="Netherlands; 2020")
    assert markdown(several).endswith("No survey of transport was read for this choice (Netherlands; 2020).")


def test_without_a_figure_of_the_country_surveys_of_groups_that_hold_it_are_told() -> None:
    union = {"survey_name": "Bus survey", "country_name": "European Union", "last_year": 2023}
    said = sector_words.answer("Transport", NOTHING, heard(), chosen="Netherlands", groups=[union])
    assert markdown(said) == (
        "**1 survey** asked a group that holds the Netherlands: Bus survey (the European Union, 2023). "
        "No survey of transport was read for the Netherlands alone."
    )
    many = [union | {"survey_name": f"Survey {number}"} for number in range(5)]
    said = sector_words.answer("Transport", NOTHING, heard(), chosen="Netherlands", groups=many)
    assert plain(said).startswith(
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


def test_a_figure_is_told_with_who_answered_and_its_base() -> None:
    assert sector_words.figure(row(base_n=120)) == "60%; Leaders of councils, Norway 2024, base 120"
    assert sector_words.figure(row(measure="rank", value=1.0, base_n=None)) == (
        "1st; Leaders of councils, Norway 2024, base not published"
    )


def test_who_comes_closest_says_only_what_is_missing() -> None:
    leads = (row(item="AI"), row(item="Money"))
    said = sector_words.closest_words("Local government", "since councils do it", heard(leads=leads), ["concern"])
    assert plain(said) == (
        "Closest comes local government with lists of concerns, since councils do it. First in a list of its concerns (Councils on digital, 2024): "
        "Money, 60%; Leaders of councils, Norway 2024, base 200."
    )
    # Several lists are counted, so that no single one stands for all of them.
    several = sector_words.closest_words("Local government", "since", heard(SEVERAL, leads=leads), ["priority"])
    assert plain(several).startswith(
        "Closest comes local government with lists of priorities, since. Of 3 surveys with a list of priorities, "
    )
    assert sector_words.closest_words("Local government", "since", heard(), ["concern"]) == ""
    assert sector_words.missing_words(heard(leads=leads)) == ""
    assert plain(sector_words.missing_words(heard(leads=({}, row())), " for Norway")) == (
        "No list of priorities was read for Norway."
    )
    assert plain(sector_words.missing_words(heard(leads=({}, row()), why=Why.NOT_ENOUGH), " for Norway")) == (
        "No list of priorities counts for Norway. The page Priorities shows what was asked. To count, a list needs places "
        "or shares of three or more items of three or more themes, and is no detail."
    )


def test_key_figures_are_three_at_most_and_never_a_nought() -> None:
    leads = (row(item="AI"), row(measure="rank", value=1.0, item="Money", base_n=None))
    asked = theme_words.who(row())
    assert asked.endswith("Norway 2024")
    assert sector_words.key_figures(TOTAL, heard(leads=leads), CASES, 90) == [
        ("First of its priorities, one survey", "60%", f"AI; {asked}, base 200"),
        ("First of its concerns, one survey", "1st", f"Money; {asked}, base not published"),
        ("Measured results", "6", "of 8 checked cases, begun or told of 2014–2024"),
    ]
    assert sector_words.key_figures(TOTAL, heard(SEVERAL, leads=leads), CASES, 90)[0] == (
        "First among its priorities",
        "2 of 3",
        "AI; one list a survey, 2023–2024",
    )
    both = held([("Budget and value", 1)], [("Skills", 1)])
    assert sector_words.key_figures(TOTAL, heard(both, leads=leads), CASES)[0][2] == (
        "Budget and value; Skills; one list a survey, 2023–2024"
    )
    assert sector_words.key_figures(TOTAL, heard(), CASES, 90)[0] == (
        "Figures known",
        "48",
        "7 surveys, 2017–2025",
    )
    without = sector_words.key_figures(NOTHING, heard(), CASES | {"cases": 0, "with_measured": 0}, 90)
    assert [label for label, *_ in without] == ["Cases in registers"]
    assert sector_words.key_figures(NOTHING, heard(), CASES | {"cases": 0, "with_measured": 0}) == []


def test_in_large_type_stands_the_one_list_that_counts_and_no_other() -> None:
    of_one = held([("AI", 1), ("Budget", 2), ("Skills", 3)])
    same = row(question="question_0", year=2023, country_name="Norway", item="AI item")
    for lead, labels in ((same, ["First of its priorities, one survey"]), (same | {"year": 2022}, []), ({}, [])):
        figures = sector_words.key_figures(TOTAL, heard(of_one, leads=(lead, {})), CASES)
        assert [label for label, *_ in figures if "priorities" in label] == labels


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
    # A list of two items does not count, and of eight answers nothing is told first.
    assert "[u]" not in plain(held.answer)
    assert held.you == ""
    councils = view.contents(tiny_request, {view.BRANCH: ["Local government"]})
    concern = next(card for card in councils.cards if card.key == "concern")
    assert concern is view.list_card(tiny_request, "local_government", "concern")
    assert concern.receipt is not None
    assert (concern.receipt.query, concern.receipt.parameters["sector"]) == ("question_items", "local_government")
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
