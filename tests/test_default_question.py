"""Which question a page opens with: given two questions that one step of the order tells apart, the better one is first."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_lists import BUDGET, SKILLS, USUAL, add_list, add_question, add_survey
from tests.reading import EVIDENCE
from tests.test_queries import ask, rows_of
from tests.tiny_evidence import append
from trends.request.filters import SHARED_FIELDS
from trends.store.opening import open_store
from trends.store.store import Store

# The better question and the worse one in the words of the step; what is not said is the same for both. The worse one
# is better in all that later steps ask for, so that only this step can put it last.
GOOD = {"base": "200", "years": "2023 2024", "evidence": "random_sample", "group": "digital_leaders"}
STEPS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "a headline before a detail": (
        {"measure": "mentioned", "base": ""},
        {"role": "detail", "role_reason": "Put to some alone."},
    ),
    "subjects before points of a scale": ({"measure": "mentioned", "base": ""}, {"points": "true"}),
    "figures before names": ({"measure": "count"}, {"measure": "mentioned"}),
    "shares before numbers": ({"items": "2", "years": "2019"}, {"measure": "count"}),
    "ranks before scores": ({"measure": "rank", "items": "2", "years": "2019"}, {"measure": "score"}),
    "several items before two": ({"years": "2019", "group": "staff", "base": ""}, {"items": "2"}),
    "two themes before one": ({"years": "2019", "group": "staff", "base": ""}, {"themes": "1"}),
    "the last four years before older ones": (
        {"years": "2021", "group": "staff", "base": "", "themes": "2"},
        {"years": "2019 2020"},
    ),
    "leaders before staff": ({"themes": "2", "base": "", "years": "2022"}, {"group": "staff"}),
    "leaders of bodies before bodies": (
        {"group": "body_leaders", "base": "", "years": "2022"},
        {"group": "bodies"},
    ),
    "three themes before two": ({"base": "", "evidence": "expert_score", "years": "2021"}, {"themes": "2"}),
    "a base before none": ({"base": "30", "evidence": "expert_score", "years": "2022"}, {"base": ""}),
    # So few are never headlined.
    "none before under thirty": ({"base": "", "evidence": "expert_score", "years": "2022"}, {"base": "29"}),
    "thirty before fewer": ({"base": "30", "evidence": "expert_score", "years": "2022"}, {"base": "29"}),
    "firmer kinds of evidence": ({"base": "30", "years": "2022"}, {"evidence": "expert_score"}),
    "two comparable editions before one": ({"base": "30", "years": "2021 2022"}, {"years": "2024"}),
    "the newest": ({"base": "30"}, {"years": "2021 2022 2023"}),
    "the largest base": ({"base": "31"}, {"base": "30", "years": "2022 2023 2024"}),
    "the longest record": ({"years": "2022 2023 2024"}, {}),
    "the first by code": ({}, {}),
}


def add(folder: Path, survey: str, given: Mapping[str, str]) -> None:
    """Add a survey of one question, as good as any but for what is given."""
    said = GOOD | given
    years = [int(year) for year in said["years"].split()]
    append(
        folder,
        "surveys",
        "council_survey",
        survey=survey,
        name=survey.capitalize(),
        evidence=said["evidence"],
        respondent_group=said["group"],
    )
    for year in years:
        append(folder, "waves", ("council_survey", "2024"), survey=survey, year=str(year))
    question = f"{survey}_asked"
    add_question(folder, survey, question, **{n: said[n] for n in ("measure", "role", "role_reason") if n in said})
    themes = {"1": (SKILLS,), "2": (SKILLS, BUDGET)}.get(said.get("themes", ""), tuple(theme for _, theme, _ in USUAL))
    named = said.get("measure") == "mentioned"
    values = ["1", "1", "1"] if named else ["1", "2", "3"]
    items = [(item, themes[at % len(themes)], values[at]) for at, (item, *_) in enumerate(USUAL)]
    for year in years:
        add_list(folder, question, year, said["base"], items[: int(said.get("items", "3"))])
    if "points" in said:
        for item, *_ in items:
            append(folder, "item_points", ("health_readiness", "Skills of staff"), question=question, item=item)


def codes(step: str) -> tuple[str, str]:
    """Return the surveys of a step: by its code the worse one would be first, unless that is what tells them apart."""
    number = list(STEPS).index(step)
    return (f"a_{number}", f"b_{number}") if step == "the first by code" else (f"z_{number}", f"a_{number}")


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small evidence with two surveys for each step of the order; its newest figures are of 2024."""
    folder = tiny_evidence.write(tmp_path_factory.mktemp("steps") / "data")
    for step, both in STEPS.items():
        for survey, given in zip(codes(step), both, strict=True):
            add(folder, survey, given)
    for survey in ("whole", "region"):
        add(folder, survey, {"years": "2024"})
    add_list(folder, "whole_asked", 2024, "900", region="Wales")
    add_question(folder, "region", "region_own")
    add_list(folder, "region_own", 2024, "900", region="Wales")
    opened = open_store(folder, tmp_path_factory.mktemp("steps_cache"))
    yield opened
    opened.close()


@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_the_order_puts_the_better_question_first(steps: Store, step: str) -> None:
    better, worse = codes(step)
    listed = ask(steps, "question_list", survey=[worse, better])
    assert rows_of(listed, ["question"]) == [[f"{better}_asked"], [f"{worse}_asked"]]


def test_a_part_stands_behind_its_whole_and_a_region_of_its_own_does_not(steps: Store) -> None:
    listed = ask(steps, "question_list", survey=["whole", "region"])
    assert rows_of(listed, ["question", "region", "is_part"]) == [
        ["region_own", "Wales", "false"],
        ["region_asked", "-", "false"],
        ["whole_asked", "-", "false"],
        ["whole_asked", "Wales", "true"],
    ]


PARTS = {
    "whole of England, and London in it": ([("England", ""), ("England: London", "")], [False, True]),
    "trusts in England, and trusts in London": (
        [("England", "NHS trusts"), ("England: London", "NHS trusts"), ("England: London", "Boards")],
        [False, True, False],
    ),
    "a kind of body in a region, and the kind of the country": ([("", "Towns"), ("Wales", "Towns")], [False, True]),
    "a kind of body in a region, and all of the region": ([("Wales", ""), ("Wales", "Towns")], [False, True]),
    "names that only begin alike": ([("England", ""), ("England East", "")], [False, False]),
    "two kinds of body without their whole": ([("", "Towns"), ("", "Villages")], [False, False]),
}


@pytest.mark.parametrize("given", PARTS)
def test_a_part_is_one_where_a_whole_that_holds_it_was_asked_too(tmp_path: Path, given: str) -> None:
    asked, expected = PARTS[given]
    folder = tiny_evidence.write(tmp_path / "data")
    add_survey(folder, "parts", 2024)
    add_question(folder, "parts", "parts_own")
    for region, size in asked:
        add_list(folder, "parts_own", 2024, "900", region=region, body_size=size)
    opened = open_store(folder, tmp_path / "cache")
    rows = rows_of(ask(opened, "question_list", survey=["parts"]), ["region", "body_size", "is_part"])
    opened.close()
    found = {(region.strip("-"), size.strip("-")): is_part == "true" for region, size, is_part in rows}
    assert [found[place] for place in asked] == expected


@pytest.mark.evidence
def test_the_parts_of_the_shipped_evidence_are_those_its_tables_give(store: Store) -> None:
    findings = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    same = ["question", "year", "country", "sector"]

    def holds(whole: tuple[str, str], part: tuple[str, str]) -> bool:
        regions = {"", part[0], part[0].split(": ")[0]}
        return whole != part and whole[0] in regions and whole[1] in {"", part[1]}

    parts = {}
    for key, held in findings.groupby(same):
        places = sorted(set(zip(held["region"], held["body_size"], strict=True)))
        parts |= {(*key, *place): any(holds(other, place) for other in places) for place in places}
    assert any(parts.values())
    frame = store.ask("comparable_pairs", **dict.fromkeys((*SHARED_FIELDS, "kind"), []))
    rows = frame[[*same, "region", "body_size", "is_part"]].fillna("").astype(str).to_numpy().tolist()
    assert {is_part for *_, is_part in rows} == {"True", "False"}
    for *place, is_part in rows:
        assert parts[tuple(place)] == (is_part == "True"), place


# Aggregates ---------------------------------------------------------------------------------------------------------


def test_a_country_is_held_by_the_aggregates_that_stand_for_its_group(tiny: Path, changed: Callable[[], Store]) -> None:
    for code, name, group in (
        ("EUR", "Europe together", "Europe"),
        ("NEU", "Northern Europe together", "Northern Europe"),
        ("OEC", "OECD together", "OECD"),
        ("RIC", "Rich countries", "High income"),
        ("NON", "Nobody", "Asia"),
    ):
        append(tiny, "countries", "INTL", country=code, name=name, kind="aggregate", stands_for=group)
    held = rows_of(ask(changed(), "aggregates"), ["country", "aggregate"])
    assert held == [
        *(["GBR", code] for code in ("EUR", "NEU", "OEC", "RIC")),
        *(["NOR", code] for code in ("EUR", "NEU", "OEC", "RIC")),
    ]


def test_several_countries_that_stand_for_no_group_hold_none(tiny_store: Store) -> None:
    assert ask(tiny_store, "aggregates").empty
