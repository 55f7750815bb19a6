"""Which lists are counted, one a survey: given rows for each step of the rule, and what is said of them in words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_lists import (
    BUDGET,
    CYBER,
    GROUPS,
    SKILLS,
    THEMES,
    TURNED,
    USUAL,
    add_list,
    add_question,
    add_single,
    add_survey,
    held,
)
from tests.test_queries import ask, assert_rows, rows_of
from tests.tiny_evidence import append
from trends.request.filters import Filters
from trends.request.request import Request
from trends.statistics.cells import as_rows
from trends.store.frames import Parameter
from trends.store.opening import open_store
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.lists import counted as counted_lists
from trends.subjects.lists import view
from trends.words.text import markdown, plain


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small evidence with a survey for each step of the rule; its newest figures are of 2024."""
    folder = tiny_evidence.write(tmp_path_factory.mktemp("lists") / "data")
    append(
        folder,
        "sectors",
        "health",
        sector="all_sectors",
        label="All sectors",
        whole="true",
        closest="",
        closest_reason="",
    )
    _add_those_that_count(folder)
    _add_those_that_do_not(folder)
    opened = open_store(folder, tmp_path_factory.mktemp("lists_cache"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def asked(lists: Store) -> Request:
    """What a reader asks with who chose nothing; held as long as its tests run, since nobody else holds the store."""
    return Request(Version(lists))


def _add_those_that_count(folder: Path) -> None:
    # The newest edition, however many fewer answered.
    add_survey(folder, "newest", 2023, 2024)
    add_question(folder, "newest", "newest_a")
    add_list(folder, "newest_a", 2023, "900")
    add_list(folder, "newest_a", 2024, "50", TURNED)
    # All countries before one, all sectors before one, a whole country before a region: whatever the base.
    for survey, wide in (("countries", {"country": "INTL"}), ("whole", {"sector": "all_sectors"})):
        add_single(folder, survey, 2024, "900")
        add_list(folder, f"{survey}_a", 2024, "50", TURNED, **wide)
    add_survey(folder, "places", 2024)
    add_question(folder, "places", "places_a")
    add_question(folder, "places", "places_b")
    add_list(folder, "places_a", 2024, "900", region="Wales")
    add_list(folder, "places_b", 2024, "50", TURNED)
    # The largest base, then the longest list, then the first by code.
    for survey, (one, other), longer in (
        ("base", ("50", "90"), ()),
        ("no_base", ("", "50"), ()),
        ("longest", ("", ""), (("Trust", BUDGET, "5"),)),
        ("code", ("", ""), ()),
    ):
        add_survey(folder, survey, 2024)
        for question, given, items in (("a", one, USUAL), ("b", other, (*TURNED, *longer))):
            add_question(folder, survey, f"{survey}_{question}")
            add_list(folder, f"{survey}_{question}", 2024, given, items)
    # The first of the last four years; just enough answers; a region and a size of body whose total is not there.
    add_single(folder, "edge", 2021, "100")
    add_single(folder, "enough", 2024, "38")
    add_single(folder, "region", 2024, "100", region="Wales")
    add_single(folder, "size", 2024, "100", body_size="Small councils")
    # Of the items of a theme the highest tells its place, and equal shares share theirs.
    add_single(folder, "twice", 2024, "100", (*USUAL, ("More money", BUDGET, "70")))
    add_single(folder, "tie", 2024, "100", (*USUAL, ("More attacks", CYBER, "60")))
    # An answer outside the list keeps its place, and no theme has it.
    add_single(folder, "outside", 2024, "100", (*USUAL, ("Other", BUDGET, "80")))
    add_survey(folder, "ranks", 2024)
    add_question(folder, "ranks", "ranks_a", measure="rank")
    add_list(folder, "ranks_a", 2024, "", (("People", SKILLS, "3"), ("Money", BUDGET, "1"), ("Attacks", CYBER, "2")))


def _add_those_that_do_not(folder: Path) -> None:
    add_single(folder, "old", 2020, "900")
    add_single(folder, "older", 2015, "900")
    add_single(folder, "nine", 2024, "9")
    # Of ten and of twenty-nine any share is weak, and of thirty-seven the range of this one is too wide.
    for few in ("10", "29", "37"):
        add_single(folder, f"weak_{few}", 2024, few)
    add_single(folder, "short", 2024, "100", USUAL[:2])
    add_single(folder, "two_themes", 2024, "100", (*USUAL[:2], ("More money", BUDGET, "10")))
    add_survey(folder, "detail", 2024)
    add_question(folder, "detail", "detail_a", role="detail", role_reason="Put to some alone.")
    add_list(folder, "detail_a", 2024, "100")
    add_survey(folder, "score", 2024)
    add_question(folder, "score", "score_a", measure="score")
    add_list(folder, "score_a", 2024, "100")
    add_single(folder, "points", 2024, "100")
    for item, *_ in USUAL:
        append(folder, "item_points", ("health_readiness", "Skills of staff"), question="points_a", item=item)
    # The region of a country whose total is there, though that is too short a list itself.
    add_single(folder, "part", 2024, "100", USUAL[:2])
    add_list(folder, "part_a", 2024, "100", region="Wales")


def rows_asked(store: Store, **chosen: Parameter) -> list[dict[Any, Any]]:
    """Return the rows of the lists of concerns that count."""
    return as_rows(ask(store, "counted_lists", kind=["concern"], **chosen))


def chosen_lists(store: Store, **chosen: Parameter) -> list[str]:
    """Return the lists that count, each as question, year, country, part and the places of its themes.

    Those of concerns, if no kind is chosen.
    """
    rows = ask(store, "counted_lists", **({"kind": ["concern"]} | chosen))
    assert set(rows["theme"]) <= set(THEMES) | {"ai_automation"}
    said = []
    for (question, year, country), of_list in rows.groupby(["question", "year", "country_name"], sort=False):
        part = [
            each[0] for each in (of_list["region"].dropna().tolist(), of_list["body_size"].dropna().tolist()) if each
        ]
        places = " ".join(f"{row.theme.partition('_')[0]}={row.place}" for row in of_list.itertuples())
        said.append(" ".join([question, str(year), country, *part, places]))
    return said


def test_each_survey_counts_once_by_the_list_the_rule_names(lists: Store) -> None:
    rows = ask(lists, "counted_lists", kind=["concern"])
    assert not rows.duplicated(["survey", "theme"]).any()
    assert (rows.groupby("survey")[["question", "year", "country_name", "sector_name"]].nunique().eq(1)).all(axis=None)
    assert chosen_lists(lists) == [
        "base_b 2024 United Kingdom cyber=1 budget=2 skills=3",
        "code_a 2024 United Kingdom skills=1 budget=2 cyber=3",
        "council_barriers 2024 United Kingdom skills=1 budget=2 cyber=3",
        "countries_a 2024 Several countries cyber=1 budget=2 skills=3",
        "edge_a 2021 United Kingdom skills=1 budget=2 cyber=3",
        "enough_a 2024 United Kingdom skills=1 budget=2 cyber=3",
        "longest_b 2024 United Kingdom cyber=1 budget=2 skills=3",
        "newest_a 2024 United Kingdom cyber=1 budget=2 skills=3",
        "no_base_b 2024 United Kingdom cyber=1 budget=2 skills=3",
        "outside_a 2024 United Kingdom skills=2 budget=3 cyber=4",
        "places_b 2024 United Kingdom cyber=1 budget=2 skills=3",
        "ranks_a 2024 United Kingdom budget=1 cyber=2 skills=3",
        "region_a 2024 United Kingdom Wales skills=1 budget=2 cyber=3",
        "size_a 2024 United Kingdom Small councils skills=1 budget=2 cyber=3",
        "tie_a 2024 United Kingdom cyber=1 skills=1 budget=3",
        "twice_a 2024 United Kingdom budget=1 skills=2 cyber=4",
        "whole_a 2024 United Kingdom cyber=1 budget=2 skills=3",
    ]
    # Two surveys have lists of before 2021 alone; the others have no list that could count in any year.
    assert rows["older"].unique().tolist() == [2]


def test_each_kind_of_list_counts_by_itself(lists: Store) -> None:
    apart = [ask(lists, "counted_lists", kind=[kind]) for kind in ("concern", "priority")]
    assert [frame["kind"].unique().tolist() for frame in apart] == [["concern"], ["priority"]]
    together = ask(lists, "counted_lists", kind=["priority", "concern"])
    pd.testing.assert_frame_equal(together, pd.concat(apart, ignore_index=True))
    # A survey with a list of both counts with each.
    assert {"concern", "priority"} == set(together.loc[together["survey"] == "council_survey", "kind"])


def test_a_counted_list_is_told_with_what_it_rests_on(lists: Store) -> None:
    assert_rows(
        ask(lists, "counted_lists", kind=["concern"], survey=["twice", "whole", "region", "code"]),
        """
        survey_name | question_name  | measure | year | country_name   | region | body_size | sector_name      | theme            | place | item       | items | base_n | older
        Code        | Asked code_a   | percent | 2024 | United Kingdom | -      | -         | Local government | skills_workforce | 1     | People     | 3     | -      | 0
        Code        | Asked code_a   | percent | 2024 | United Kingdom | -      | -         | Local government | budget_value     | 2     | Money      | 3     | -      | 0
        Code        | Asked code_a   | percent | 2024 | United Kingdom | -      | -         | Local government | cyber_resilience | 3     | Attacks    | 3     | -      | 0
        Region      | Asked region_a | percent | 2024 | United Kingdom | Wales  | -         | Local government | skills_workforce | 1     | People     | 3     | 100    | 0
        Region      | Asked region_a | percent | 2024 | United Kingdom | Wales  | -         | Local government | budget_value     | 2     | Money      | 3     | 100    | 0
        Region      | Asked region_a | percent | 2024 | United Kingdom | Wales  | -         | Local government | cyber_resilience | 3     | Attacks    | 3     | 100    | 0
        Twice       | Asked twice_a  | percent | 2024 | United Kingdom | -      | -         | Local government | budget_value     | 1     | More money | 4     | 100    | 0
        Twice       | Asked twice_a  | percent | 2024 | United Kingdom | -      | -         | Local government | skills_workforce | 2     | People     | 4     | 100    | 0
        Twice       | Asked twice_a  | percent | 2024 | United Kingdom | -      | -         | Local government | cyber_resilience | 4     | Attacks    | 4     | 100    | 0
        Whole       | Asked whole_a  | percent | 2024 | United Kingdom | -      | -         | All sectors      | cyber_resilience | 1     | Attacks    | 3     | 50     | 0
        Whole       | Asked whole_a  | percent | 2024 | United Kingdom | -      | -         | All sectors      | budget_value     | 2     | Money      | 3     | 50     | 0
        Whole       | Asked whole_a  | percent | 2024 | United Kingdom | -      | -         | All sectors      | skills_workforce | 3     | People     | 3     | 50     | 0
        """,
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        # What is left of a survey by the choice counts.
        ({"country": ["GBR"], "survey": ["countries"]}, ["countries_a 2024 United Kingdom skills=1 budget=2 cyber=3"]),
        ({"sector": ["local_government"], "survey": ["whole"]}, ["whole_a 2024 United Kingdom skills=1 budget=2 cyber=3"]),
        ({"year": ["2023"], "survey": ["newest", "enough"]}, ["newest_a 2023 United Kingdom skills=1 budget=2 cyber=3"]),
        # A chosen year counts however old it is.
        ({"year": ["2020", "2015"]}, [
            "old_a 2020 United Kingdom skills=1 budget=2 cyber=3",
            "older_a 2015 United Kingdom skills=1 budget=2 cyber=3",
        ]),
        # The priorities of 2024 are two items.
        ({"kind": ["priority"]}, ["council_priorities 2023 United Kingdom cyber=1 ai=2 skills=2"]),
        ({"kind": ["priority"], "year": ["2024"]}, []),
        ({"sector": ["all_sectors"]}, ["whole_a 2024 United Kingdom cyber=1 budget=2 skills=3"]),
        ({"country": ["KEN"]}, []),
    ],
)  # fmt: skip
def test_counted_lists_keep_to_every_choice(lists: Store, chosen: dict[str, Parameter], expected: list[str]) -> None:
    assert chosen_lists(lists, **chosen) == expected
    if "year" in chosen and expected:
        assert ask(lists, "counted_lists", **chosen)["older"].unique().tolist() == [0]


@pytest.mark.parametrize(
    "survey", ["nine", "weak_10", "weak_29", "weak_37", "short", "two_themes", "detail", "score", "points", "part"]
)
def test_what_may_not_be_headlined_or_compares_no_themes_never_counts(lists: Store, survey: str) -> None:
    for year in ([], ["2024"]):
        assert ask(lists, "counted_lists", survey=[survey], year=year).empty
    # Its figures are there all the same.
    assert len(ask(lists, "findings", survey=[survey])) >= 2


def test_what_is_named_first_of_a_list_may_be_headlined(lists: Store) -> None:
    never = ["nine", "detail", "score", "points"]
    assert ask(lists, "latest_leaders", least_themes=1, survey=never).empty
    leaders = ask(
        lists, "latest_leaders", least_themes=1, survey=["part", "region", "size", "places", "tie", "outside"]
    )
    assert rows_of(leaders, ("question", "place_name", "item", "residual")) == [
        # The region of a question that has its total is left out; one without stands for itself.
        ["places_a", "Wales", "People", "false"],
        # Answers such as “other” stand first in no list.
        ["outside_a", "United Kingdom", "People", "false"],
        ["part_a", "United Kingdom", "People", "false"],
        ["region_a", "Wales", "People", "false"],
        ["size_a", "United Kingdom (small councils)", "People", "false"],
        # Of equal items the first by alphabet is named.
        ["tie_a", "United Kingdom", "More attacks", "false"],
        ["places_b", "United Kingdom", "Attacks", "false"],
    ]


# What is counted of them ---------------------------------------------------------------------------------------------


def test_the_themes_are_counted_over_the_lists(lists: Store) -> None:
    found = counted_lists.counted(rows_asked(lists, survey=["twice", "tie", "code", "edge", "old"]))
    assert (found.lists, found.older, found.years, found.when) == (4, 1, (2021, 2024), "2021–2024")
    assert_rows(
        pd.DataFrame(found.themes),
        """
        theme            | theme_name                 | leads | tied | surveys
        skills_workforce | Skills, staff and training | 3     | 1    | 4
        budget_value     | Budget and value for money | 1     | 0    | 4
        cyber_resilience | Cyber resilience           | 1     | 1    | 4
        """,
    )
    assert_rows(
        pd.DataFrame(found.listed)[["survey_name", "question_name", "year"]],
        """
        survey_name | question_name | year
        Code        | Asked code_a  | 2024
        Edge        | Asked edge_a  | 2021
        Tie         | Asked tie_a   | 2024
        Twice       | Asked twice_a | 2024
        """,
    )
    assert (found.leading, found.leads, found.only) == ([THEMES[SKILLS]], 3, {})
    assert found.of(CYBER)["leads"] == 1
    assert found.of("maps") == {"theme": "maps", "leads": 0, "tied": 0, "surveys": 0}


def test_nothing_counts_where_there_is_no_list(lists: Store) -> None:
    found = counted_lists.counted(rows_asked(lists, country=["KEN"]))
    assert (found.lists, found.older, found.when, found.leading, found.leads) == (0, 0, "", [], 0)
    assert counted_lists.first_words(found, "concerns") == ""


def test_lists_that_are_all_too_old_to_count_are_told_with_their_years(lists: Store, asked: Request) -> None:
    assert_rows(
        ask(lists, "counted_lists", survey=["old", "older"])[["survey", "older", "older_from", "older_to"]],
        """
        survey | older | older_from | older_to
        -      | 2     | 2015       | 2020
        """,
    )
    found = view.counted_lists(replace(asked, filters=Filters(survey=("old",))), "concern")
    assert (found.lists, found.older, found.leading) == (0, 1, [])
    assert counted_lists.first_words(found, "concerns") == (
        "The one survey with a list of concerns on several themes is of 2020, too old to count here."
    )
    several = view.counted_lists(replace(asked, filters=Filters(survey=("old", "older"))), "concern")
    assert counted_lists.first_words(several, "priorities") == (
        "The 2 surveys with a list of priorities on several themes are of 2015–2020, too old to count here."
    )
    nowhere = view.counted_lists(replace(asked, filters=Filters(country=("KEN",))), "concern")
    assert (nowhere.older, counted_lists.first_words(nowhere, "concerns")) == (0, "")


def test_a_chosen_theme_is_counted_against_all_lists(asked: Request) -> None:
    request = replace(asked, filters=Filters(theme=(CYBER,)))
    found = view.counted_lists(request, "concern")
    assert (found.lists, found.leading, found.leads) == (17, [THEMES[CYBER]], 8)
    assert [row["theme"] for row in found.themes] == [CYBER]
    nothing = replace(request, filters=Filters(theme=(CYBER,), country=("KEN",)))
    assert view.counted_lists(nothing, "concern").lists == 0


def test_a_sector_counts_its_own_lists_alone(asked: Request) -> None:
    assert view.counted_lists(asked, "concern", "all_sectors").lists == 1
    assert view.counted_lists(asked, "concern", "health").lists == 0


# In words -----------------------------------------------------------------------------------------------------------

A, B, C = ("AI", 1), ("Budget", 1), ("Cyber", 1)
LOW = ("AI", 3)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (held([A], [A], [B]), "Of 3 surveys with a list of concerns, 2023–2024, 2 put **AI** first."),
        (held([A], [LOW], [LOW]), "Of 3 surveys with a list of concerns, 2023–2024, 1 puts **AI** first."),
        (held([A], [A]), "Both surveys with a list of concerns, 2023–2024, put **AI** first."),
        (held([A], [A], [A]), "All 3 surveys with a list of concerns, 2023–2024, put **AI** first."),
        (held([A], [B]), "Of 2 surveys with a list of concerns, 2023–2024, 1 puts **AI** first and 1 puts **budget** first."),
        (held([A, B], [A, LOW], [C]), "Of 3 surveys with a list of concerns, 2023–2024, 2 put **AI** first, 1 of them together with another theme."),
        (held([A, B], [A, C], [LOW]), "Of 3 surveys with a list of concerns, 2023–2024, 2 put **AI** first, together with another theme."),
        (held([A, B], [A, B], [C]), "Of 3 surveys with a list of concerns, 2023–2024, 2 put **AI** first and 2 put **budget** first; in 2 lists several themes share that place."),
        (held([A, B], [A, B]), "Both surveys with a list of concerns, 2023–2024, put **AI** and **budget** first, together."),
        (held([A, B], [A]), "Both surveys with a list of concerns, 2023–2024, put **AI** first, 1 of them together with another theme."),
        (held([A]), "The one survey with a list of concerns (Survey 0, Norway 2023) puts **AI** first."),
        (held([A, B]), "The one survey with a list of concerns (Survey 0, Norway 2023) puts **AI** and **budget** first, together."),
        (held([A, B]).among({"ai": "AI"}), "The one survey with a list of concerns (Survey 0, Norway 2023) puts **AI** first, together with another theme."),
        (held([A], [A, LOW], [B], older=1), "Of 3 surveys with a list of concerns, 2023–2024, 2 put **AI** first."),
        (held([A], [A], older=4), "Both surveys with a list of concerns, 2023–2024, put **AI** first."),
        (held([A, ("Cyber", 2)], [A]).among({"cyber": "Cyber"}), "None of 2 surveys with a list of concerns, 2023–2024, puts **cyber** first."),
        (held([A, ("Cyber", 2), ("Budget", 3)]).among({"cyber": "Cyber", "budget": "Budget"}), "The one survey with a list of concerns, 2023, does not put a theme that was chosen first."),
        # A theme that no list names, and lists in which an answer such as “other” is first.
        (held([A]).among({"maps": "Maps"}), "The one survey with a list of concerns, 2023, does not name **maps**."),
        (held([A], [A]).among({"maps": "Maps", "law": "Law"}), "None of 2 surveys with a list of concerns, 2023–2024, names a theme that was chosen."),
        (held([LOW], [LOW]), "None of 2 surveys with a list of concerns, 2023–2024, puts a theme first."),
    ],
)  # fmt: skip
def test_the_words_say_how_many_lists_of_how_many_a_theme_leads(given: counted_lists.Counted, expected: str) -> None:
    # Of a single list it is told who answered and how many, and its place where that is not told already.
    where = "" if "(Survey 0, Norway 2023)" in expected else ", in Norway"
    whom = "digital leaders" if given.lists > 1 else "Leaders asked by 0"
    asked_whom = f"{expected.removesuffix('.')}; asked: {whom}{where}{'' if given.lists > 1 else ', base 100'}."
    assert markdown(counted_lists.first_words(given, "concerns")) == asked_whom


def test_who_was_asked_is_told_where_lists_are_of_several_groups() -> None:
    one, two, three = GROUPS
    said = "Both surveys with a list of concerns, 2023–2024, put **AI** first; asked: digital leaders, in Norway."
    assert markdown(counted_lists.counted_words(held([A], [A]), "concerns")) == said
    mixed = held([A], [A], [A], [A], groups=(three, one, three, two))
    assert markdown(counted_lists.counted_words(mixed, "concerns")) == (
        "All 4 surveys with a list of concerns, 2023–2024, put **AI** first; asked: bodies as such (2) and others, in "
        "Norway."
    )
    assert counted_lists.asked_words(mixed) == (
        "Those asked: digital leaders, leaders of bodies and bodies as such (2), in Norway."
    )
    alike = held([A], [A], [A], groups=(one, two, three))
    assert plain(counted_lists.first_words(alike, "concerns")).endswith(
        "; asked: digital leaders, leaders of bodies and bodies as such, in Norway."
    )


@pytest.mark.parametrize(
    ("countries", "said"),
    [
        ("Chile Norway Norway", "in Norway (2) and Chile"),
        ("Norway Chile Peru India", "in Chile, India and elsewhere"),
        ("Norway Chile Peru Peru", "in Peru (2) and elsewhere"),
    ],
)
def test_where_lists_were_asked_is_told_by_how_many(countries: str, said: str) -> None:
    given = held(*[[A]] * len(countries.split()))
    listed = [{**row, "country_name": name} for row, name in zip(given.listed, countries.split(), strict=True)]
    found = plain(counted_lists.first_words(replace(given, listed=listed), "concerns"))
    assert found.endswith(f"; asked: digital leaders, {said}.")


def test_a_region_that_counts_is_told_with_its_country(lists: Store) -> None:
    found = counted_lists.counted(rows_asked(lists, survey=["region"]))
    assert plain(counted_lists.first_words(found, "concerns")) == (
        "The one survey with a list of concerns (Region, Wales, the United Kingdom 2024) puts skills, staff and training "
        "first; asked: Leaders of councils, base 100."
    )


@pytest.mark.parametrize(
    ("priorities", "concerns", "expected"),
    [
        (held([A], older=2), held([B], [A], older=1), "2 older lists of priorities and 1 older list of concerns are left out."),
        (held([A]), held([B], older=1), "1 older list of concerns is left out."),
        # That all lists of a kind are too old, the answer says.
        (held(older=3), held([B]), ""),
    ],
)  # fmt: skip
def test_a_note_says_how_many_lists_of_each_kind_are_too_old(
    priorities: counted_lists.Counted, concerns: counted_lists.Counted, expected: str
) -> None:
    said = counted_lists.counted_note({"priority": priorities, "concern": concerns})
    assert said.partition("chosen. ")[2] == expected
