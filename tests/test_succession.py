"""Who held the first place of a list before, and who does now: given rows, and all lists of places another way."""

import pandas as pd
import pytest

from trends.request.request import Request
from trends.subjects.lists import view
from trends.subjects.lists.counted import counted, counted_words
from trends.subjects.lists.succession import Succession, succession, title, words
from trends.words.text import plain

WHOM = "state CIOs; 2024; base: 51 of 56 answered"


def told(
    places: dict[int, list[str]], methods: dict[int, str] | None = None, shown: int | None = None, **about: object
) -> Succession | None:
    """Return the succession of a list of places: items of each edition, in order; “A=B” share a place."""
    rows = [
        {
            "year": year, "item": name, "value": place, "tied": "=" in names,
            "method": (methods or {}).get(year, "vote"), "measure": "rank", "evidence": "members_vote",
        } | about
        for year, items in places.items()
        for place, names in enumerate(items, 1)
        for name in names.split("=")
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    last = max(places) if shown is None else shown
    return succession(frame, frame[frame["year"] == last].to_dict("records"))


def test_a_leader_of_several_editions_gives_way() -> None:
    found = told({2021: ["A", "B"], 2022: ["A=C", "B"], 2023: ["A", "X", "B"], 2024: ["B", "A"]})
    assert found == Succession("B", "A", 3, [(2022, 2), (2023, 3), (2024, 1)])
    assert title(found) == "B takes first place after 3 editions of A"
    assert plain(words(found, WHOM)) == (
        f"After 3 editions in first place, A gives way to B: 2nd, 3rd, 1st in 2022, 2023, 2024 ({WHOM})."
    )


def test_a_leader_stays() -> None:
    found = told({2021: ["A", "B"], 2022: ["A", "B"], 2023: ["A=B"], 2024: ["A", "B"]})
    assert found == Succession("A", "", 4)
    assert title(found) == "First in 4 editions in a row: A"
    assert plain(words(found, WHOM)) == f"A stands first in 4 editions in a row ({WHOM})."


@pytest.mark.parametrize(
    ("places", "about"),
    [
        ({2024: ["A", "B"]}, {}),
        ({2023: ["A", "B"], 2024: ["B", "A"]}, {}),
        # Held for long, but not up to the edition before.
        ({2020: ["A"], 2021: ["A"], 2022: ["A"], 2023: ["C", "A"], 2024: ["B", "A"]}, {}),
        # Shared now, or not read from the top.
        ({2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["A=B"]}, {}),
        # Others answer each year; no list of places.
        ({2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["B", "A"]}, {"evidence": "award_entrants"}),
        ({2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["B", "A"]}, {"measure": "percent"}),
    ],
)
def test_nothing_is_told_where_it_would_say_too_much(places: dict[int, list[str]], about: dict[str, object]) -> None:
    assert told(places, **about) is None


def test_editions_made_in_another_way_do_not_count() -> None:
    places = {2020: ["A"], 2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["B", "A"]}
    assert told(places, {2021: "poll"}) is None
    found = told(places, {2020: "poll"})
    assert found is not None
    assert found.editions == 3


def test_a_place_that_is_missing_breaks_the_way_up() -> None:
    found = told({2021: ["A", "B"], 2022: ["A", "B"], 2023: ["A", "C"], 2024: ["B", "A"]})
    assert found is not None
    assert found.lately == [(2024, 1)]
    assert plain(words(found, WHOM)) == f"After 3 editions in first place, A gives way to B ({WHOM})."


def test_an_older_edition_is_told_as_it_was() -> None:
    places = {2020: ["A"], 2021: ["A"], 2022: ["A"], 2023: ["B", "A"], 2024: ["C", "A"]}
    found = told(places, shown=2023)
    assert found is not None
    assert (found.leader, found.former, found.editions) == ("B", "A", 3)


def listed(survey: str, *themes: str) -> list[dict[str, object]]:
    return [
        {
            "survey": survey, "survey_name": survey, "theme": theme, "theme_name": theme.capitalize(), "place": place,
            "year": 2024, "older": 2, "region": None, "country_name": "Norway", "question_name": "What holds you back",
        }
        for place, theme in enumerate(themes, 1)
    ]  # fmt: skip


def test_what_most_lists_name_is_told_unless_it_leads_alone() -> None:
    rows = [*listed("one", "budget", "skills", "cyber"), *listed("two", "budget", "skills", "legacy")]
    rows += listed("three", "cyber", "skills", "budget")
    assert plain(counted_words(counted(rows), "concerns")) == (
        "Of 3 surveys with a list of concerns, 2024, 2 put budget first. "
        "Most often named: budget (3 of 3), skills (3) and cyber (2)."
    )
    alone = [
        *listed("one", "budget", "skills"),
        *listed("two", "budget", "cyber"),
        *listed("three", "budget", "legacy"),
    ]
    assert plain(counted_words(counted(alone), "concerns")) == (
        "All 3 surveys with a list of concerns, 2024, put budget first."
    )


@pytest.mark.evidence
def test_successions_of_the_evidence_are_those_of_its_places(shipped_request: Request) -> None:
    request = shipped_request
    seen = 0
    for kind in ("priority", "concern"):
        for slices in view.offered_questions(request, kind).values():
            for asked in slices.values():
                facts = view.facts_of(request, asked)
                if facts.measure != "rank":
                    continue
                frame = view.items_of(request, asked)
                frame = frame[frame["year"] <= facts.year]
                tops = frame[frame["value"] == 1].groupby("year")["item"].agg(set)
                methods = frame.groupby("year")["method"].first()
                years = sorted(methods.index, reverse=True)
                same = []
                for year in years:
                    if methods[year] != methods[years[0]]:
                        break
                    same.append(year)
                found = facts.succession
                if found is None:
                    continue
                seen += 1
                assert tops[same[0]] == {found.leader}
                held = found.former or found.leader
                start = 1 if found.former else 0
                assert all(held in tops[year] for year in same[start : start + found.editions])
                beyond = same[start + found.editions : start + found.editions + 1]
                assert all(held not in tops.get(year, set()) for year in beyond)
                assert found.editions >= 3
    assert seen
