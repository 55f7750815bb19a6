"""Who held the first place of a list before, and who does now: given rows, and all lists of places another way."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.request import Request
from trends.subjects.lists import view
from trends.subjects.lists.counted import counted, counted_words
from trends.subjects.lists.succession import Succession, succession, title, words
from trends.words.text import plain

WHOM = "state CIOs; 2024; base: 51 of 56 answered"


def told(
    places: dict[int, list[str]],
    methods: dict[int, str] | None = None,
    shown: int | None = None,
    years_apart: int = 1,
    **about: object,
) -> Succession | None:
    """Return the succession of a list of places: items of each edition, in order; “A=B” share a place."""
    rows = [
        {
            "year": year, "item": name, "value": place, "tied": "=" in names, "years_apart": years_apart,
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
    assert found == Succession(
        "B", "A", [2021, 2022, 2023], [2022], every=True, lately=[(2022, 2), (2023, 3), (2024, 1)]
    )
    assert title(found) == "B takes first place after 3 editions of A (shared in 2022)"
    assert plain(words(found, WHOM)) == (
        "After 3 editions in first place (2021–2023), A gives way to B: 2nd, 3rd, 1st in 2022, 2023, 2024 "
        f"({WHOM}). The first place was shared in 2022."
    )


def test_a_leader_stays() -> None:
    found = told({2021: ["A", "B"], 2022: ["A", "B"], 2023: ["A=B"], 2024: ["A", "B"]})
    assert found == Succession("A", "", [2021, 2022, 2023, 2024], [2023], every=True)
    assert title(found) == "First in 4 editions in a row, 2021–2024 (shared in 2023): A"
    assert plain(words(found, WHOM)) == (
        f"A stands first in 4 editions in a row, 2021–2024 ({WHOM}). The first place was shared in 2023."
    )


@pytest.mark.parametrize(
    ("places", "about", "said"),
    [
        # Of four editions read, none is known of 2022.
        (
            {2020: ["A"], 2021: ["A"], 2023: ["A"], 2024: ["A", "B"]},
            {},
            "A stands first in each of the 4 editions whose first place was read, 2020–2024",
        ),
        (
            {2019: ["B"], 2020: ["A"], 2021: ["A=C"], 2023: ["A"], 2024: ["A", "B"]},
            {},
            "A stands first in each of the last 4 editions whose first place was read, 2020–2024. The first place was shared in 2021.",
        ),
        # A survey of every second year misses none.
        (
            {2018: ["A"], 2020: ["A"], 2022: ["A"], 2024: ["A"]},
            {"years_apart": 2},
            "A stands first in 4 editions in a row, 2018–2024",
        ),
        # Those after the gap are a row by themselves.
        (
            {2018: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["A"]},
            {},
            "A stands first in 3 editions in a row, 2022–2024",
        ),
        (
            {2018: ["A"], 2020: ["A"], 2023: ["A"], 2024: ["B", "A"]},
            {},
            "After first place in each of the 3 earlier editions whose first place was read (2018–2023), A gives way to B",
        ),
    ],
)
def test_editions_are_no_row_where_one_between_was_not_read(
    places: dict[int, list[str]], about: dict[str, int], said: str
) -> None:
    found = told(places, **about)
    assert found is not None
    assert plain(words(found, WHOM)).replace(f" ({WHOM}).", "." if found.shared else "") == said


@pytest.mark.parametrize(
    ("places", "about"),
    [
        ({2024: ["A", "B"]}, {}),
        ({2023: ["A", "B"], 2024: ["B", "A"]}, {}),
        # Held for long, but not up to the edition before.
        ({2020: ["A"], 2021: ["A"], 2022: ["A"], 2023: ["C", "A"], 2024: ["B", "A"]}, {}),
        # What stood first in the year between is not known.
        ({2020: ["A"], 2021: ["A"], 2022: ["A"], 2024: ["B", "A"]}, {}),
        # Shared now, or not read from the top.
        ({2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["A=B"]}, {}),
        # Others answer each year; no list of places.
        ({2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["B", "A"]}, {"evidence": "award_entrants"}),
        ({2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["B", "A"]}, {"measure": "percent"}),
    ],
)
def test_nothing_is_told_where_it_would_say_too_much(places: dict[int, list[str]], about: dict[str, object]) -> None:
    assert told(places, **about) is None  # type: ignore[arg-type]


def test_editions_made_in_another_way_do_not_count() -> None:
    places = {2020: ["A"], 2021: ["A"], 2022: ["A"], 2023: ["A"], 2024: ["B", "A"]}
    assert told(places, {2021: "poll"}) is None
    found = told(places, {2020: "poll"})
    assert found is not None
    assert found.years == [2021, 2022, 2023]


def test_a_place_that_is_missing_breaks_the_way_up() -> None:
    found = told({2021: ["A", "B"], 2022: ["A", "B"], 2023: ["A", "C"], 2024: ["B", "A"]})
    assert found is not None
    assert found.lately == [(2024, 1)]
    assert plain(words(found, WHOM)) == f"After 3 editions in first place (2021–2023), A gives way to B ({WHOM})."


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
            "respondent_group_name": "Digital leaders", "respondent_place": 1,
        }
        for place, theme in enumerate(themes, 1)
    ]  # fmt: skip


def test_what_most_lists_name_is_told_unless_it_leads_alone() -> None:
    rows = [*listed("one", "budget", "skills", "cyber"), *listed("two", "budget", "skills", "legacy")]
    rows += listed("three", "cyber", "skills", "budget")
    assert plain(counted_words(counted(rows), "concerns")) == (
        "Of 3 surveys with a list of concerns, 2024, 2 put budget first; asked: digital leaders, in "
        "Norway. Most often named: budget (3 of 3), skills (3) and cyber (2)."
    )
    alone = [
        *listed("one", "budget", "skills"),
        *listed("two", "budget", "cyber"),
        *listed("three", "budget", "legacy"),
    ]
    assert plain(counted_words(counted(alone), "concerns")) == (
        "All 3 surveys with a list of concerns, 2024, put budget first; asked: digital leaders, in Norway."
    )


def first_places() -> dict[tuple[str, ...], dict[int, set[str]]]:
    """Return the items in first place by year, of each slice of a question of places, as the tables have them."""
    figures = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    questions = pd.read_csv(EVIDENCE / "questions.csv", dtype=str).set_index("question")
    figures = figures[figures["question"].map(questions["measure"]).eq("rank")]
    held: dict[tuple[str, ...], dict[int, set[str]]] = {}
    for key, rows in figures.groupby(["question", "country", "region", "sector", "body_size"]):
        for year, items in rows.groupby(rows["year"].astype(int)):
            held.setdefault(key, {})[int(year)] = set(items.loc[items["value"].astype(float) == 1, "item"])
    return held


@pytest.mark.evidence
def test_successions_of_the_evidence_are_those_of_its_tables_whatever_years_are_chosen(
    shipped_request: Request,
) -> None:
    waves = pd.read_csv(EVIDENCE / "waves.csv")
    surveys = pd.read_csv(EVIDENCE / "questions.csv", dtype=str).set_index("question")["survey"]
    methods = {(wave.survey, wave.year): wave.method for wave in waves.itertuples()}
    tops, told_of = first_places(), list[str]()
    for kind in ("priority", "concern"):
        for asked in {
            each for held in view.offered_questions(shipped_request, kind).values() for each in held.values()
        }:
            facts = view.facts_of(shipped_request, asked)
            found = facts.succession
            if found is None:
                continue
            survey = surveys[asked.question]
            firsts = tops[(asked.question, asked.country, asked.region or "", asked.sector, asked.body_size or "")]
            held = found.former or found.leader
            assert firsts[facts.year] == {found.leader}
            assert found.years[-1] == (
                max(year for year in firsts if year < facts.year) if found.former else facts.year
            )
            assert len(found.years) >= 3
            assert all(held in firsts[year] for year in found.years)
            assert [year for year in found.years if len(firsts[year]) > 1] == list(found.shared)
            assert len({methods[survey, year] for year in [*found.years, facts.year]}) == 1
            known = sorted(waves.loc[waves["survey"] == survey, "year"])
            between = [year for year in known if found.years[0] <= year <= found.years[-1]]
            assert not found.in_a_row or between == list(found.years)
            # It is told as long as it is: the edition before, known or read, ends it.
            earlier = [year for year in (known if found.in_a_row else firsts) if year < found.years[0]]
            before = max(earlier, default=None)
            ended = before is None or held not in firsts.get(before, set())
            assert ended or methods[survey, before] != methods[survey, facts.year]
            assert found.in_a_row or found.every == (
                set(found.years) == {*firsts} - ({facts.year} if found.former else set())
            )
            told_of.append(survey)
            years = (*map(str, sorted(firsts)[:-1:2]), str(facts.year))
            chosen = replace(shipped_request, filters=Filters(year=years))
            assert view.facts_of(chosen, asked).succession == found
    assert told_of
