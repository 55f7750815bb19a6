"""Given facts → expected sentences; no sentence contradicts its frame; no forbidden word is ever shown."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.given_items import Figure, facts, items, slices
from tests.reading import EVIDENCE
from trends.cards.card import Card
from trends.paths import ROOT
from trends.statistics import verdicts
from trends.subjects.lists import about as list_about
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import words as list_words
from trends.subjects.lists.facts import ListFacts
from trends.words import pieces, widths
from trends.words.text import markdown, plain

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=60)


def answered(known: ListFacts) -> str:
    """Return the answer of a list with its strong words between stars."""
    return markdown(list_words.answer(known))


def row(figures: ListFacts, item: str) -> dict[Any, Any]:
    return next(dict(row) for row in figures.rows if row["item"] == item)


# Breaks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("methods", "told", "said"),
    [
        ({}, None, []),
        ({2024: "Vote of members"}, None, []),
        ({2022: "Vote of members", 2024: "Vote of members"}, None, []),
        (
            {2025: "Choice of a council", 2023: "Expert report.", 2024: "Expert report."},
            None,
            [
                "Method changed between 2024 and 2025, so the two are not compared. "
                "In 2024: Expert report. In 2025: Choice of a council."
            ],
        ),
        # There and back: two breaks, each told.
        (
            {2020: "Web form", 2021: "Paper form", 2022: "Web form"},
            None,
            [
                "Method changed between 2020 and 2021, so the two are not compared. In 2020: Web form. In 2021: Paper form.",
                "Method changed between 2021 and 2022, so the two are not compared. In 2021: Paper form. In 2022: Web form.",
            ],
        ),
        # Codes of indices: what has words is said, what has none is not.
        (
            {2015: "two-dimensions", 2018: "four-dimensions"},
            {2015: "two dimensions", 2018: "four dimensions"},
            [
                "Method changed between 2015 and 2018, so the two are not compared. "
                "In 2015: two dimensions. In 2018: four dimensions."
            ],
        ),
        (
            {2019: "survey-1", 2023: "survey-2"},
            {2019: "", 2023: ""},
            ["Method changed between 2019 and 2023, so the two are not compared."],
        ),
    ],
)
def test_each_break_in_method_is_told_with_what_changed(
    methods: dict[int, str], told: dict[int, str] | None, said: list[str]
) -> None:
    assert pieces.break_words(methods, told) == said


@pytest.mark.parametrize(
    ("years", "years_apart", "said"),
    [
        ([2022, 2023, 2024], 1, ""),
        ([2024, 2020, 2022], 2, ""),
        ([2024], None, ""),
        ([2022, 2024], 1, "2023"),
        ([2016, 2020], 2, "2017 to 2019"),
        ([2009, 2012, 2013, 2016, 2018], 1, "2010 to 2011, 2014 to 2015 and 2017"),
    ],
)
def test_years_without_an_edition_are_told(years: list[int], years_apart: int | None, said: str) -> None:
    whole = f"Lines stop where an edition was not read or is left out by the choice of years: {said}."
    assert pieces.gap_words(years, years_apart) == (whole if said else "")


# Titles of shares ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        # One edition: the highest.
        ([(2024, "A", 61, 200), (2024, "B", 20, 200)], "Most named: A, 61%"),
        # The leading item itself rose.
        (
            [(2023, "A", 41, 200), (2024, "A", 61, 200), (2023, "B", 20, 200), (2024, "B", 20, 200)],
            "Most named: A, 61%, up 20 pts",
        ),
        # Another moved most.
        (
            [(2023, "A", 60, 200), (2024, "A", 61, 200), (2023, "B", 50, 200), (2024, "B", 20, 200)],
            "Most named: A, 61%; B fell 30 pts",
        ),
        (
            [(2023, "A", 60, 200), (2024, "A", 61, 200), (2023, "B", 20, 200), (2024, "B", 45, 200)],
            "Most named: A, 61%; B rose 25 pts",
        ),
        # Several moved: the largest change is told.
        (
            [(2023, "A", 41, 200), (2024, "A", 61, 200), (2023, "B", 50, 200), (2024, "B", 20, 200)],
            "Most named: A, 61%; B fell 30 pts",
        ),
        # Nothing stands out.
        (
            [(2023, "A", 60, 200), (2024, "A", 61, 200), (2023, "B", 20, 200), (2024, "B", 22, 200)],
            "Most named: A, 61%; no change large enough to call",
        ),
        # One cannot tell: nothing is said of change.
        ([(2023, "A", 40, None), (2024, "A", 61, 200), (2024, "B", 20, 200)], "Most named: A, 61%"),
        # Ties.
        ([(2024, "A", 61, 200), (2024, "B", 61, 200), (2024, "C", 2, 200)], "Most named together: A and B, 61% each"),
        (
            [*((2024, name, 61, 200) for name in "ABCDE"), (2024, "Z", 2, 200)],
            "Most named together: A, B, C and 2 more, 61% each",
        ),
        # Weak figures are never headlined.
        ([(2024, "A", 61, 12), (2024, "B", 20, 12)], "Few answered: read “What holds councils back” with care"),
        ([(2024, "A", 90, 12), (2024, "B", 60, 200)], "Weak figures stand first; the highest firm one: B, 60%"),
        (
            [(2023, "A", 61, 200), (2024, "A", 61, 200), (2023, "B", 90, 12), (2024, "B", 20, 200)],
            "Most named: A, 61%",
        ),
        # Nor answers that are none of their own.
        ([(2024, "Other", 90, 200), (2024, "A", 60, 200), (2024, "B", 5, 200)], "Most named: A, 60%"),
        # One item.
        ([(2024, "A", 61, 200)], "What holds councils back: A, 61%"),
        ([(2023, "A", 41, 200), (2024, "A", 61, 200)], "What holds councils back: A, 61%; rose 20 pts since 2023"),
        ([(2023, "A", 81, 200), (2024, "A", 61, 200)], "What holds councils back: A, 61%; fell 20 pts since 2023"),
        (
            [(2023, "A", 60, 200), (2024, "A", 61, 200)],
            "What holds councils back: A, 61%; change since 2023 too close to call",
        ),
        ([(2023, "A", 60, None), (2024, "A", 61, 200)], "What holds councils back: A, 61%"),
        ([(2023, "A", 5, 12), (2024, "A", 61, 200)], "What holds councils back: A, 61%"),
    ],
)
def test_a_title_is_the_finding(figures: list[Figure], title: str) -> None:
    assert list_words.title(facts(*figures)) == title


def test_a_change_that_is_too_small_for_a_whole_point_keeps_its_size() -> None:
    counted = facts((2023, "A", 59.9, 800), (2024, "A", 60.2, 800), evidence="census")
    assert list_words.title(counted) == "What holds councils back: A, 60%; rose 0.3 pts since 2023"
    assert pieces.change_words(counted.rows[0], "percent") == "◇ higher (+0.3 pts)"


def test_an_equal_complete_count_is_unchanged() -> None:
    alone = facts((2023, "A", 60, 800), (2024, "A", 60, 800), evidence="census")
    several = facts(
        *((year, name, share, 800) for year in (2023, 2024) for name, share in (("A", 60), ("B", 5))),
        evidence="census",
    )
    assert list_words.title(alone) == "What holds councils back: A, 60%, the same as in 2023"
    assert list_words.title(several) == "Most named: A, 60%; every figure as in 2023"
    assert pieces.change_words(alone.rows[0], "percent") == "= unchanged"


def test_only_what_people_name_is_most_named() -> None:
    assert list_words.title(facts((2024, "A", 61, 200), (2024, "B", 2, 200), kind="adoption")) == "Highest: A, 61%"


# Titles of places ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "about", "title"),
    [
        ([(2024, "A", 1, None), (2024, "B", 2, None)], {}, "First place: A"),
        ([(2023, "A", 1, None), (2024, "A", 1, None), (2024, "B", 2, None)], {}, "First place, as in 2023: A"),
        (
            [(2023, "A", 2, None), (2024, "A", 1, None), (2023, "B", 1, None), (2024, "B", 2, None)],
            {"complete": (2023, 2024)},
            "First place: A, moved up from 2nd",
        ),
        (
            [
                (2023, "A", 1, None), (2024, "A", 1, None),
                (2023, "B", 3, None), (2024, "B", 2, None),
                (2023, "C", 6, None), (2024, "C", 3, None),
            ],
            {"complete": (2023, 2024)},
            "First place, as in 2023: A; moved up most: C, from 6th to 3rd",
        ),
        # Read in part: another may have climbed further.
        (
            [(2023, "A", 1, None), (2024, "A", 1, None), (2023, "C", 6, None), (2024, "C", 3, None), (2024, "D", 4, None)],
            {},
            "First place, as in 2023: A; moved up: C, from 6th to 3rd",
        ),
        (
            [(2023, "A", 1, None), (2024, "A", 1, None), (2023, "C", 3, None), (2024, "C", 6, None)],
            {"complete": (2023, 2024)},
            "First place, as in 2023: A; moved down most: C, from 3rd to 6th",
        ),
        (
            [
                (2023, "A", 1, None), (2024, "A", 1, None),
                (2023, "B", 4, None), (2024, "B", 2, None),
                (2023, "C", 5, None), (2024, "C", 3, None),
            ],
            {"complete": (2023, 2024)},
            "First place, as in 2023: A; moved up most: B and C, 2 places each",
        ),
        (
            [(2024, "A", 1, None), (2024, "B", 1, None), (2024, "C", 3, None)],
            {"tied": [(2024, "A"), (2024, "B")]},
            "First together: A and B",
        ),
        # The top of the list was not read.
        ([(2024, "A", 4, None), (2024, "B", 7, None)], {}, "Highest place read: A, 4th"),
        # A single place, as of a city in the world.
        ([(2024, "World place", 5, None)], {}, "What holds councils back: World place, 5th"),
        ([(2023, "World place", 7, None), (2024, "World place", 5, None)], {}, "What holds councils back: World place, 5th, moved up from 7th"),
        ([(2023, "World place", 5, None), (2024, "World place", 5, None)], {}, "What holds councils back: World place, 5th, the same as in 2023"),
    ],
)  # fmt: skip
def test_a_title_of_places_claims_no_more_than_was_read(
    figures: list[Figure], about: dict[str, Any], title: str
) -> None:
    assert list_words.title(facts(*figures, measure="rank", **about)) == title


def test_a_list_of_names_is_no_vote() -> None:
    named = facts(*((2024, name, 1, None) for name in "ABCDE"), measure="mentioned")
    assert list_words.title(named) == "Named, in no order: A, B, C and 2 more"
    whom = "(Leaders of councils; the United Kingdom, local government; 2024; base not published)"
    assert answered(named) == f"What holds councils back, in no order: **A**, **B**, **C** and 2 more {whom}."
    assert "A list of names is not a vote" in " ".join(list_about.about(named))
    one = facts((2024, "A", 1, None), measure="mentioned")
    assert (list_words.title(one), answered(one)) == ("Named: A", f"What holds councils back: **A** {whom}.")


# Subtitle, answer, base, foot ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "subtitle"),
    [
        (
            {},
            "What holds councils back. Share of those who answered · Leaders of councils · "
            "United Kingdom, local government · 2024, compared with 2023",
        ),
        (
            {"evidence": "census", "question": "What holds you back?"},
            "What holds you back? Share of those counted · Leaders of councils · "
            "United Kingdom, local government · 2024, compared with 2023",
        ),
        (
            {"measure": "rank"},
            "What holds councils back. Place in the list · Leaders of councils · "
            "United Kingdom, local government · 2024, compared with 2023",
        ),
    ],
)
def test_a_subtitle_says_measure_people_place_and_period(about: dict[str, Any], subtitle: str) -> None:
    assert list_words.subtitle(facts((2023, "A", 2, 50), (2024, "A", 1, 50), **about)) == subtitle


def test_the_answer_says_what_leads_and_counts_the_verdicts() -> None:
    figures: list[Figure] = [
        (2023, "A", 20, 300), (2024, "A", 60, 300),
        (2023, "B", 60, 300), (2024, "B", 20, 300),
        (2023, "C", 50, 300), (2024, "C", 51, 300),
        (2024, "D", 50, 300),
    ]  # fmt: skip
    assert answered(facts(*figures)) == (
        "Most named: A **60%**, C **51%** and D **50%** (Leaders of councils; the United Kingdom, local government; 2024; base: 300 answered). "
        "Of 4 figures, 2024 against 2023: 1 up, 1 down, 1 too close to call and 1 cannot tell (no figure before)."
    )


def test_the_answer_says_why_nothing_can_be_told() -> None:
    unknown = facts((2023, "A", 20, None), (2024, "A", 60, None), (2024, "B", 60, None))
    assert answered(unknown) == (
        "Most named: A **60%** and B **60%** (Leaders of councils; the United Kingdom, local government; 2024; base not published). "
        "One cannot tell whether anything changed since 2023: base not published and no figure before."
    )


def test_the_answer_of_a_list_of_places_says_whether_its_top_was_read() -> None:
    top = facts((2024, "A", 1, None), (2024, "B", 2, None), measure="rank")
    whom = "Leaders of councils; the United Kingdom, local government; 2024; base not published"
    assert answered(top) == f"At the top: A **1st** and B **2nd** ({whom})."
    part = facts((2024, "A", 3, None), (2024, "B", 5, None), measure="rank")
    assert answered(part) == f"Highest places read: A **3rd** and B **5th** ({whom})."


def test_what_is_weak_or_has_no_figure_leads_nothing() -> None:
    weak = facts((2024, "A", 60, 12), (2024, "B", 50, 300))
    assert (
        answered(weak)
        == "Weak figures stand first; the highest firm one: B **50%** (Leaders of councils; the United Kingdom, local government; 2024; base: 12–300 answered)."
    )
    assert list_words.key_figures(weak) == [
        (
            "Weak figures stand first; the highest firm one",
            "50%",
            "B; 2024, base 300; Leaders of councils, the United Kingdom",
        )
    ]
    few = facts((2024, "A", 60, 12))
    whom = "(Leaders of councils; the United Kingdom, local government; 2024; base: 12 answered)"
    assert answered(few) == f"Few answered “What holds councils back” {whom}."
    for nothing in (few, facts((2024, "A", 1, None), measure="mentioned")):
        assert list_words.key_figures(nothing) == []


LED = "Leaders of councils, the United Kingdom"


def test_the_key_figures_are_what_leads_what_rose_most_and_what_fell_most() -> None:
    figures: list[Figure] = [
        (2023, "A", 20, 300), (2024, "A", 60, 300),
        (2023, "B", 20, 300), (2024, "B", 50, 300),
        (2023, "C", 60, 300), (2024, "C", 40, 300),
        (2023, "D", 50, 300), (2024, "D", 51, 300),
    ]  # fmt: skip
    assert list_words.key_figures(facts(*figures)) == [
        ("Most named", "60%", f"A; 2024, base 300; {LED}"),
        ("Rose most", "▲ +40 pts", f"A, from 20% in 2023; {LED}"),
        ("Fell most", "▼ −20 pts", f"C, from 60% in 2023; {LED}"),
    ]


@pytest.mark.parametrize(("complete", "most"), [((2023, 2024), " most"), ((), "")])
def test_what_was_not_read_of_a_list_may_have_moved_most(complete: tuple[int, ...], most: str) -> None:
    figures: list[Figure] = [(2023, "A", 2, None), (2024, "A", 1, None), (2023, "B", 1, None), (2024, "B", 2, None)]
    assert list_words.key_figures(facts(*figures, measure="rank", complete=complete)) == [
        ("First place", "A", f"1st, was 2nd; 2024, base not published; {LED}"),
        (f"Moved up{most}", "A", f"◇ 1 place, from 2nd in 2023; {LED}"),
        (f"Moved down{most}", "B", f"◇ 1 place, from 1st in 2023; {LED}"),
    ]


def test_where_nothing_moved_a_key_figure_says_how_many_changes_could_be_chance() -> None:
    figures: list[Figure] = [(2023, "A", 50, 300), (2024, "A", 51, 300), (2024, "B", 50, 300)]
    assert list_words.key_figures(facts(*figures)) == [
        ("Most named", "51%", f"A; 2024, base 300; {LED}"),
        ("Too close to call", "1 of 1", f"changes since 2023 that could be chance; {LED}"),
    ]


@pytest.mark.parametrize(
    ("bases", "wave", "evidence", "said"),
    [
        ([67, 67], None, "self_selected", "Base: 67 answered"),
        ([1200, 1350], None, "self_selected", "Base: 1,200–1,350 answered"),
        ([67, None], None, "self_selected", "Base: 67 answered (not published for 1 of 2)"),
        ([None, None], 67, "self_selected", "Base of the question not published; 67 answered the edition"),
        ([None, None], None, "self_selected", "Base not published"),
        ([1741, 1741], 1741, "census", "Base: all 1,741 counted"),
        ([1733, 1733], 1741, "census", "Base: 1,733 of 1,741 counted"),
        ([1741, None], 1741, "census", "Base: 1,741 counted (not published for 1 of 2)"),
        ([None, None], 1741, "census", "Base of the question not published; 1,741 counted in the edition"),
        ([686, 686], 686, "inventory", "Base: all 686 counted"),
    ],
)
def test_the_base_says_how_many_and_for_how_many_items_it_is_not_known(
    bases: list[int | None], wave: int | None, evidence: str, said: str
) -> None:
    there = {"census": 1741, "inventory": 686}.get(evidence)
    coverage = "open" if there is None else "counted"
    rows = [
        rests_on(base, wave=wave, population=base and there, evidence=evidence, coverage=coverage) for base in bases
    ]
    assert pieces.base_words(rows) == said


@pytest.mark.parametrize(
    ("least", "most", "said", "mark"),
    [
        (800, None, "over 800 answered", ""),
        (None, 14, "at most 14 answered", " (at most 14 answered)"),
        (560, 1681, "over 560 and at most 1,681 answered", ""),
        (None, None, "base not published", " (base not published)"),
    ],
)
def test_a_base_that_is_not_known_is_told_by_its_bounds(
    least: int | None, most: int | None, said: str, mark: str
) -> None:
    row = rests_on(None, base_at_least=least, base_at_most=most)
    assert pieces.base_of(row) == pieces.bound_words(row) == said
    assert pieces.base_mark(row) == mark
    told = "Base not published" if said == "base not published" else f"Base: {said}"
    assert pieces.base_words([row, row]) == told
    # Where some have one, it is not said that none was published.
    beside = pieces.base_words([row, rests_on(None), rests_on(None)])
    assert beside == (told if said == "base not published" else f"{told} (not published for 2 of 3)")
    others = [rests_on(None, base_at_least=each) for each in (70, 90)]
    differ = pieces.base_words([row, *others])
    assert differ.startswith("Base: over 70" if said == "base not published" else "Base: known by bounds that differ")


@pytest.mark.parametrize(
    ("base", "there", "coverage", "said"),
    [
        (1741, 1741, "counted", "all 1,741 counted"),
        (1733, 1741, "counted", "1,733 of 1,741 counted"),
        (87, 89, "asked_all", "87 of 89 answered"),
        (50, 50, "asked_all", "all 50 answered"),
        (1218, None, "counted", "base 1,218"),
        (50, 50, "open", "base 50"),
    ],
)
def test_all_is_said_of_a_base_only_where_it_is_all_there_are(
    base: int, there: int | None, coverage: str, said: str
) -> None:
    assert pieces.base_of(rests_on(base, population=there, coverage=coverage)) == said


def rests_on(base: int | None, *, wave: int | None = None, **given: Any) -> dict[str, Any]:
    """Return what a figure rests on, as the view ``figures`` gives it."""
    row = {
        "measure": "percent",
        "base_n": base,
        "base_at_least": None,
        "base_at_most": None,
        "wave_base_n": wave,
        "population": None,
        "evidence": "self_selected",
        "coverage": "open",
    } | given
    all_there = base is not None and row["population"] == base
    return row | {"complete": all_there and row["coverage"] in {"counted", "asked_all"}}


@pytest.mark.parametrize(
    ("base", "there", "evidence", "said"),
    [
        (373, 418, "self_selected", "Base: 373 of 418 answered"),
        # A count that missed two of them is none of all.
        (87, 89, "census", "Base: 87 of 89 answered"),
        (1788, 1788, "census", "Base: all 1,788 counted"),
    ],
)
def test_the_base_says_of_how_many_where_that_is_known(base: int, there: int, evidence: str, said: str) -> None:
    coverage = "counted" if base == there else "asked_all"
    rows = [rests_on(base, wave=base, population=there, evidence=evidence, coverage=coverage)] * 2
    assert pieces.base_words(rows) == said


def test_the_base_says_nothing_of_how_many_there_are_where_a_figure_is_of_a_part() -> None:
    rows = [rests_on(373, wave=373, population=418), rests_on(200, wave=373)]
    assert pieces.base_words(rows) == "Base: 200–373 answered"


def test_about_says_where_a_small_population_narrows_the_range() -> None:
    narrowed = (
        "Councils on digital, 2024: 373 of all 418 that could have answered did, so the range is narrower than in a "
        "larger group (finite population correction)."
    )
    figures: list[Figure] = [(2024, "A", 62, 373), (2024, "B", 44, 373)]
    assert list_about.about(facts(*figures, populations={2024: 418})).count(narrowed) == 1
    before = list_about.about(facts((2023, "A", 62, 373), (2025, "A", 60, 373), populations={2023: 418}))
    assert narrowed.replace("2024", "2023") in before
    assert widths.width_words([{**row, "population": 418} for row in facts(*figures).rows]) == [narrowed]
    # One in ten is no more than a sample; a complete count has no range to narrow; places and numbers have none either.
    for other in (
        facts(*figures, populations={2024: 3730}),
        facts(*figures, populations={2024: 373}, evidence="census"),
        facts((2024, "A", 1, 373), (2024, "B", 2, 373), populations={2024: 418}, measure="rank"),
        facts(*figures),
    ):
        assert "could have answered" not in " ".join(list_about.about(other))


def test_about_says_where_ranges_are_worked_out_at_an_effective_base() -> None:
    wider = (
        "Councils on digital, 2024: answers are weighted, or changed to protect those who answered, so ranges are wider "
        "than the bases shown give (effective base)."
    )
    figures: list[Figure] = [(2024, "A", 63, 373), (2024, "B", 44, 373)]
    said = list_about.about(facts(*figures, populations={2024: 418}, effective={2024: 200.5}))
    assert said.count(wider) == 1
    assert any("worked out at the effective base (Wilson's method)." in text for text in said)
    # It stands for no correction for a small population, and shares that cannot come from the base are no wonder.
    assert not any("could have answered" in text or "cannot come from" in text for text in said)
    known = list_about.about(facts(*figures))
    assert wider not in known
    assert any("worked out at the base shown (Wilson's method)." in text for text in known)


def test_about_says_where_all_there_are_answered() -> None:
    said = list_about.about(facts((2024, "A", 62, 418), populations={2024: 418}, coverage="asked_all"))
    assert "Councils on digital, 2024: all 418 there were then have an answer, so shares have no range." in said
    assert "Range:" not in " ".join(said)


def test_about_says_where_a_share_cannot_come_from_its_base() -> None:
    said = list_about.about(facts((2024, "A", 68, 50), (2024, "B", 53, 50), (2024, "C", 57, 50)))
    assert (
        "A share published as 57% cannot come from exactly 50 answers. So fewer answered this question than the base "
        "says, or answers were weighted: ranges may be wider than shown."
    ) in said
    for fitting in (
        # 25, 32 and 27 of 47.
        facts((2024, "A", 53, 47), (2024, "B", 68, 47), (2024, "C", 57, 47)),
        facts((2024, "A", 53, None)),
        facts((2024, "A", 53, 50), evidence="census"),
    ):
        assert "cannot come from" not in " ".join(list_about.about(fitting))


def test_the_foot_says_what_a_whisker_means_where_there_is_one() -> None:
    figures: list[Figure] = [(2024, "A", 61, 67), (2024, "B", 20, 67)]
    assert list_words.foot(facts(*figures)) == (
        "Base: 67 answered · Self-selected · Whisker: range if these answers were a random sample · "
        "Councils on digital, 2024"
    )
    assert list_words.foot(facts(*figures, evidence="random_sample")) == (
        "Base: 67 answered · Random sample · Whisker: 95% range · Councils on digital, 2024"
    )
    assert list_words.foot(facts(*figures, evidence="census", waves={2024: 67})) == (
        "Base: all 67 counted · All bodies · Councils on digital, 2024"
    )


@pytest.mark.parametrize("evidence", ["self_selected", "expert_score"])
def test_only_a_random_sample_has_a_range_of_its_own(evidence: str) -> None:
    assert pieces.range_name(evidence) == "range if these answers were a random sample"
    assert pieces.range_name("random_sample") == "95% range"


def test_about_says_how_figures_were_made_and_what_they_do_not_say() -> None:
    shares = " ".join(
        list_about.about(facts((2023, "A", 40, 67), (2024, "A", 61, 67), (2024, "B", 1, 67), note="Scale 1 to 5."))
    )
    counted = " ".join(list_about.about(facts((2023, "A", 40, 300), (2024, "A", 61, 300), evidence="census")))
    grown = " ".join(list_about.about(facts((2023, "A", 40, 211), (2024, "A", 61, 210), evidence="census")))
    alone = " ".join(list_about.about(facts((2024, "A", 61, 300), evidence="census")))
    placed = " ".join(list_about.about(facts((2024, "A", 1, None), (2024, "B", 2, None), measure="rank")))
    assert "Scale 1 to 5." in shares
    assert "range if these answers were a random sample" in shares
    assert "judged together (Holm's method)" in shares
    assert "the same number in each, so changes between them are exact" in counted
    assert "All there were stand behind both editions: 211 in 2023, 210 in 2024." in grown
    assert "exact" not in grown + alone
    assert "range if" not in counted
    assert "no range can be given" in placed
    assert "read in part" in placed
    complete = facts((2024, "A", 1, None), (2024, "B", 2, None), measure="rank", complete=[2024])
    assert "read in part" not in " ".join(list_about.about(complete))


def test_a_file_says_what_the_card_says() -> None:
    assert pieces.file_note("Finding here", "Measure", "Base: 67 answered", "Whoever wished to answer did.") == [
        ("Finding", "Finding here"),
        ("What", "Measure"),
        ("Base and evidence", "Base: 67 answered"),
        ("What such evidence can tell", "Whoever wished to answer did."),
    ]
    assert len(pieces.file_note("Finding here", "Measure", "Base: 67 answered")) == 3


# Cells --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "verdict", "change", "low", "reason", "said"),
    [
        ("percent", "up", 9.0, 2.0, "", "▲ up (+9 pts)"),
        ("percent", "down", -10.0, -15.0, "", "▼ down (−10 pts)"),
        ("percent", "too close to call", 3.0, -1.0, "", "≈ too close to call (+3 pts)"),
        ("percent", "cannot tell", 3.0, None, "base not published", "? cannot tell (base not published)"),
        ("percent", "unchanged", 0.0, None, "", "= unchanged"),
        # Not tested, so the marks of a test are not theirs.
        ("percent", "up", 9.0, None, "", "◇ higher (+9 pts)"),
        ("rank", "up", 1.0, None, "", "◇ moved up 1 place"),
        ("rank", "down", -3.0, None, "", "◇ moved down 3 places"),
        ("rank", "unchanged", 0.0, None, "", "= unchanged"),
        ("count", "up", 1234.0, None, "", "◇ higher (+1,234)"),
        ("score", "down", -0.25, None, "", "◇ lower (−0.25)"),
    ],
)
def test_a_change_is_mark_verdict_and_size(
    measure: str, verdict: str, change: float, low: float | None, reason: str, said: str
) -> None:
    before = {"percent": 50.0, "rank": 7.0, "count": 100.0, "score": 0.75}[measure]
    row = {"verdict": verdict, "change": change, "change_low": low, "reason": reason}
    # A better place is a lower number.
    row |= {"before": before, "value": before - change if measure == "rank" else before + change}
    assert pieces.change_words(row, measure) == said


def test_every_verdict_has_a_mark_that_is_not_colour() -> None:
    marks = [said[0] for said in pieces.MARKS.values()]
    assert len(set(marks)) == len(marks)
    assert (
        set(pieces.MARKS) == set(pieces.REST_MARKS) == {"up", "down", "too close to call", "cannot tell", "unchanged"}
    )


@pytest.mark.parametrize(
    ("verdict", "difference", "reason", "said"),
    [
        ("up", 12.0, "", "▲ above (+12 pts)"),
        ("down", -12.0, "", "▼ below (−12 pts)"),
        ("too close to call", 0.4, "", "≈ too close to call (+0.4 pts)"),
        ("unchanged", 0.0, "", "= the same"),
        ("cannot tell", 12.0, "base not published", "? cannot tell (base not published)"),
        ("cannot tell", float("nan"), verdicts.REASON_ALONE, "–"),
    ],
)
def test_a_difference_from_the_rest_is_mark_verdict_and_size(
    verdict: str, difference: float, reason: str, said: str
) -> None:
    row = {"verdict": verdict, "reason": reason, "rest_value": 50.0}
    assert pieces.rest_words(row | {"value": 50.0 + difference}) == said
    assert pieces.rest_words(row | {"share": 50.0 + difference}) == said


def test_a_place_by_share_says_what_it_could_be_and_a_weak_one_has_none() -> None:
    shares = facts((2024, "A", 70, 70), (2024, "B", 56, 70), (2024, "C", 24, 70), (2024, "D", 70, 5))
    assert pieces.rank_words(row(shares, "B")) == "3rd, could be 1st–3rd"
    assert pieces.rank_words(row(shares, "C")) == "4th, could be 3rd–4th"
    assert pieces.rank_words(row(shares, "D")) == "–"


def test_a_weak_figure_carries_its_mark_now_and_before() -> None:
    weak = facts((2023, "A", 40, 8), (2024, "A", 61, 8)).rows[0]
    assert pieces.value_words(weak, "percent") == "61% [u]"
    assert pieces.before_words(weak, "percent") == "40% [u]"


def test_the_places_of_an_item_over_the_years_are_newest_first() -> None:
    said = pieces.places_words([(2022, 3, False), (2024, 1, False), (2023, 2, True)], [2023])
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "2024 1st, 2023 joint 2nd (method changed), 2022 3rd"


# Alternative text ---------------------------------------------------------------------------------------------------


def test_an_alternative_text_says_kind_what_where_when_and_the_ends() -> None:
    shares = facts((2024, "A", 61, 67), (2024, "B", 22, 67), (2024, "Other", 3, 67))
    places = facts((2024, "A", 1, None), (2024, "B", 2, None), measure="rank")
    assert list_words.alt(shares, "Bar chart") == (
        "Bar chart: What holds councils back, United Kingdom, 2024. Highest: A 61%; lowest: B 22%. Table follows."
    )
    assert list_words.alt(places, "Bump chart", 2019) == (
        "Bump chart: What holds councils back, United Kingdom, 2019 to 2024. Top: A 1st; bottom: B 2nd. Table follows."
    )
    assert list_words.alt(facts((2024, "A", 61, 67)), "Bar chart") == (
        "Bar chart: What holds councils back, United Kingdom, 2024. A: 61%. Table follows."
    )


@untimed
@given(st.lists(st.text("abcdefg ", min_size=1, max_size=200), min_size=1, max_size=4, unique_by=str.strip))
def test_an_alternative_text_has_20_to_160_characters_however_long_the_names(names: list[str]) -> None:
    shares = facts(*((2024, name.strip() or "x", 50, 67) for name in names), question=max(names, key=len))
    assert 20 <= len(list_words.alt(shares, "Bar chart")) <= 160


# One item across places ---------------------------------------------------------------------------------------------


def across(*given_rows: dict[str, Any], place: str = "France", **about: Any) -> Card:
    known = list_facts.list_facts(items((2024, "Lack of skills", 50, 100)), place)
    return list_cards.across_card(known, slices(*given_rows, **about), "Lack of skills", "council_barriers")


THREE: tuple[dict[str, Any], ...] = (
    {"country": "GBR", "value": 60, "base_n": 300},
    {"country": "NOR", "value": 30, "base_n": 300},
    {"country": "KEN", "value": 40, "base_n": 300},
)


@pytest.mark.parametrize(
    ("given_rows", "place", "title"),
    [
        (THREE, "France", "What holds councils back: Lack of skills, from 60% in the United Kingdom to 30% in Norway"),
        (THREE, "United Kingdom", "What holds councils back: Lack of skills, 60% in the United Kingdom, 25 pts above the rest"),
        (THREE, "Norway", "What holds councils back: Lack of skills, 30% in Norway, 20 pts below the rest"),
        (
            ({"country": "GBR", "value": 41, "base_n": 100}, {"country": "NOR", "value": 40, "base_n": 100}),
            "Norway",
            "What holds councils back: Lack of skills, 40% in Norway, too close to the rest to call",
        ),
        # Without a base nothing is said of the rest.
        (
            ({"country": "GBR", "value": 41}, {"country": "NOR", "value": 40}),
            "Norway",
            "What holds councils back: Lack of skills, from 41% in the United Kingdom to 40% in Norway (base not published)",
        ),
        (
            ({"country": "GBR", "value": 41}, {"country": "NOR", "value": 40, "base_n": 300}),
            "France",
            "What holds councils back: Lack of skills, from 41% in the United Kingdom (base not published) to 40% in Norway",
        ),
        # Ties at the ends.
        (
            (
                {"region": "A", "value": 60}, {"region": "B", "value": 60}, {"region": "C", "value": 60},
                {"region": "D", "value": 9},
            ),
            "France",
            "What holds councils back: Lack of skills, from 60% in A, B and 1 more to 9% in D (base not published)",
        ),
        (({"region": "A", "value": 60}, {"region": "B", "value": 60}), "France", "What holds councils back: Lack of skills, 60% everywhere (base not published)"),
        # A whole and its part make no span, whichever is higher.
        (
            ({"value": 50}, {"body_size": "Staff on projects", "value": 61}),
            "France",
            "What holds councils back: Lack of skills, 50% in the United Kingdom (base not published), with parts of it beside it",
        ),
        (
            ({"value": 50}, {"region": "London", "value": 60}, {"country": "NOR", "value": 40}),
            "France",
            "What holds councils back: Lack of skills, from 50% in the United Kingdom to 40% in Norway (base not published)",
        ),
        # Weak ends are passed over.
        (
            (
                {"country": "GBR", "value": 90, "base_n": 9}, {"country": "NOR", "value": 40, "base_n": 100},
                {"country": "KEN", "value": 30, "base_n": 100},
            ),
            "France",
            "What holds councils back: Lack of skills, from 40% in Norway to 30% in Kenya",
        ),
        (
            ({"country": "GBR", "value": 90, "base_n": 9}, {"country": "NOR", "value": 40, "base_n": 100}),
            "France",
            "What holds councils back: Lack of skills, too few answered to compare places",
        ),
        # Editions of different years make no span.
        (
            ({"country": "GBR", "value": 41, "year": 2020}, {"country": "NOR", "value": 40}),
            "France",
            "What holds councils back: Lack of skills, asked in different years",
        ),
        (
            (
                {"country": "GBR", "value": 90, "year": 2020}, {"country": "NOR", "value": 40},
                {"country": "KEN", "value": 30},
            ),
            "France",
            "What holds councils back: Lack of skills, from 40% in Norway to 30% in Kenya, 2024 (base not published)",
        ),
    ],
)  # fmt: skip
def test_a_title_across_places_says_where_the_reader_stands_or_the_span(
    given_rows: tuple[dict[str, Any], ...], place: str, title: str
) -> None:
    assert across(*given_rows, place=place).title == title


def test_names_across_places_have_a_country_or_sector_only_where_several_would_be_called_the_same() -> None:
    within = across({"value": 50}, {"region": "London", "value": 60}, {"sector": "health", "value": 40})
    between = across({"value": 50}, {"country": "NOR", "value": 40}, {"region": "London", "value": 60})
    years = across({"value": 50}, {"country": "NOR", "value": 40, "year": 2023})
    assert within.table.frame()["Who answered"].tolist() == ["London", "Local government", "Health"]
    assert between.table.frame()["Who answered"].tolist() == ["United Kingdom, London", "United Kingdom", "Norway"]
    assert years.table.frame()["Who answered"].tolist() == ["United Kingdom · 2024", "Norway · 2023"]
    # Of another sector than the one looked at the name says so.
    other = across({"value": 50}, {"country": "NOR", "sector": "health", "value": 40})
    assert other.table.frame()["Who answered"].tolist() == ["United Kingdom", "Norway · Health"]


def test_about_across_places_says_what_the_rest_is() -> None:
    judged, unknown = across(*THREE), across({"value": 50}, {"country": "NOR", "value": 40})
    assert "each beside the other countries of the same edition" in judged.about[0]
    assert "judged together" in judged.about[0]
    assert judged.table.frame()["Against the rest"].tolist() == [
        "▲ above (+25 pts)",
        "≈ too close to call (−5 pts)",
        "▼ below (−20 pts)",
    ]
    assert unknown.about[0].startswith("Differences between two places can be chance")
    counted = across(*THREE, evidence="census")
    assert "Range" not in counted.table.frame()


# No sentence contradicts its frame ----------------------------------------------------------------------------------

NUMBER = re.compile(r"[<>]?\d[\d,.]*%|\d[\d,.]* pts?|(?:joint )?\d+(?:st|nd|rd|th)")
figures_of_an_item = st.tuples(
    st.one_of(st.none(), st.integers(0, 100)),
    st.integers(0, 100),
    st.one_of(st.none(), st.integers(1, 500)),
    st.one_of(st.none(), st.integers(1, 500)),
)
LETTERS = "ABCDEFGH"


def drawn_facts(drawn: list[tuple[int | None, int, int | None, int | None]], **about: Any) -> ListFacts:
    given_rows: list[Figure] = []
    for name, (before, now, base_before, base) in zip(LETTERS, drawn, strict=False):
        if before is not None:
            given_rows.append((2023, f"Item {name}", before, base_before))
        given_rows.append((2024, f"Item {name}", now, base))
    return facts(*given_rows, **about)


@untimed
@given(
    st.lists(figures_of_an_item, min_size=1, max_size=6),
    st.sampled_from(["self_selected", "random_sample", "census", "inventory"]),
)
def test_a_title_of_shares_says_only_what_its_frame_says(
    drawn: list[tuple[int | None, int, int | None, int | None]], evidence: str
) -> None:
    known = drawn_facts(drawn, evidence=evidence)
    title = list_words.title(known)
    for verb, verdict in (("rose", "up"), ("fell", "down")):
        for name in re.findall(rf"(Item \w)(?:: \S+;)? {verb} ", title):
            assert row(known, name)["verdict"] == verdict
            assert row(known, name)["flag"] == row(known, name)["flag_before"] == ""
    if lead := re.match(r"(?:Most named|Highest)(?: together)?: (.*?), [<>\d]", title):
        highest = max(figure["value"] for figure in known.rows)
        for name in re.findall(r"Item \w", lead[1]):
            assert row(known, name)["value"] == highest
            assert row(known, name)["flag"] == ""
    if re.search(r", (up|down) \d", title):
        name = re.findall(r"Item \w", title)[0]
        assert row(known, name)["verdict"] == ("up" if ", up " in title else "down")
    if "no change large enough" in title:
        assert {figure["verdict"] for figure in known.rows} <= {"too close to call", "cannot tell"}
    if "unchanged" in title:
        assert {figure["verdict"] for figure in known.rows} == {"unchanged"}


@untimed
@given(
    st.lists(figures_of_an_item, min_size=1, max_size=6),
    st.sampled_from(["self_selected", "random_sample", "census"]),
    st.sampled_from(["percent", "score"]),
)
def test_answer_and_key_figures_say_only_what_their_frame_says(
    drawn: list[tuple[int | None, int, int | None, int | None]], evidence: str, measure: str
) -> None:
    known = drawn_facts(drawn, evidence=evidence, measure=measure)
    figures = {label: (number, row(known, basis[:6])) for label, number, basis in list_words.key_figures(known)
               if basis.startswith("Item ")}  # fmt: skip
    untested = {"up": "◇ ", "down": "◇ "} if evidence == "census" else {}
    for label, verdict, mark in (("Rose most", "up", "▲ "), ("Fell most", "down", "▼ ")):
        firm = [
            figure for figure in known.rows
            if figure["verdict"] == verdict and figure["flag"] == figure["flag_before"] == ""
        ]  # fmt: skip
        assert (label in figures) == bool(firm)
        if firm:
            number, figure = figures.pop(label)
            assert figure["verdict"] == verdict
            assert number.startswith(untested.get(verdict, mark))
            assert abs(figure["change"]) == pytest.approx(max(abs(each["change"]) for each in firm))
    for number, figure in figures.values():
        assert figure["value"] == max(each["value"] for each in known.rows if each["flag"] == "")
        assert number == pieces.value_words(figure, measure)
    said = answered(known)
    for name, number in re.findall(r"(Item \w) \*\*([^*]+)\*\*", said):
        assert row(known, name)["flag"] == ""
        assert number == pieces.value_words(row(known, name), measure)
    for verdict in ("up", "down"):
        if told := re.search(rf"(\d+) {verdict}\b", said):
            assert int(told[1]) == sum(figure["verdict"] == verdict for figure in known.rows)


@untimed
@given(
    st.lists(figures_of_an_item, min_size=1, max_size=6),
    st.sampled_from(["self_selected", "census"]),
    st.sampled_from(["percent", "score", "count"]),
)
def test_numbers_in_title_and_alternative_text_stand_in_the_table_in_the_same_form(
    drawn: list[tuple[int | None, int, int | None, int | None]], evidence: str, measure: str
) -> None:
    known = drawn_facts(drawn, evidence=evidence, measure=measure)
    table = list_cards.list_table(known).frame()
    cells = " ".join(str(cell) for name in table for cell in table[name])
    for text in (list_words.title(known), list_words.alt(known, "Bar chart")):
        for number in NUMBER.findall(text):
            assert re.search(rf"(?<![\d.]){re.escape(number)}", cells), (number, text)


@untimed
@given(st.permutations(range(1, 7)), st.permutations(range(1, 7)), st.integers(1, 6), st.booleans())
def test_a_title_of_places_says_only_what_its_frame_says(
    before: list[int], now: list[int], read: int, complete: bool
) -> None:
    given_rows: list[Figure] = [(2024, f"Item {name}", place, None) for name, place in zip(LETTERS, now, strict=False)]
    given_rows += [
        (2023, f"Item {name}", place, None) for name, place in list(zip(LETTERS, before, strict=False))[:read]
    ]
    known = facts(*given_rows, measure="rank", complete=(2023, 2024) if complete else ())
    title = list_words.title(known)
    if first := re.match(r"First (place|again): (Item \w)", title):
        assert row(known, first[2])["value"] == 1
        assert (first[1] == "again") == (row(known, first[2])["before"] == 1)
    if moved := re.search(r"(biggest climb|biggest fall|up|down): (Item \w), from (\w+) to (\w+)", title):
        figure = row(known, moved[2])
        assert (moved[3], moved[4]) == (pieces.before_words(figure, "rank"), pieces.value_words(figure, "rank"))
        assert figure["verdict"] == ("up" if moved[1] in {"biggest climb", "up"} else "down")
        if moved[1].startswith("biggest"):
            assert complete or read == 6
            assert abs(figure["change"]) == max(
                abs(other["change"]) for other in known.rows if other["verdict"] == figure["verdict"]
            )


@untimed
@given(st.lists(st.tuples(st.integers(0, 100), st.one_of(st.none(), st.integers(1, 900))), min_size=2, max_size=6))
def test_a_title_across_places_says_only_what_its_table_says(drawn: list[tuple[int, int | None]]) -> None:
    card = across(
        *(
            {"region": f"Area {name}", "value": share, "base_n": base}
            for name, (share, base) in zip(LETTERS, drawn, strict=False)
        ),
        place="United Kingdom, Area A",
    )
    table = {row["Who answered"]: row for row in card.table.frame().to_dict("records")}
    cells = " ".join(str(cell) for row in table.values() for cell in row.values())
    for text in (card.title, card.alt):
        for number in NUMBER.findall(text):
            assert number in cells
    if "above the rest" in card.title:
        assert table["Area A"]["Against the rest"].startswith("▲ above")
    if "below the rest" in card.title:
        assert table["Area A"]["Against the rest"].startswith("▼ below")
    if span := re.search(r"from (\S+) in (Area \w).* to (\S+) in (Area \w)", card.title):
        assert table[span[2]]["Figure"] == span[1]
        assert table[span[4]]["Figure"] == span[3]


# What may never be said ---------------------------------------------------------------------------------------------

FORBIDDEN = re.compile(
    r"margins? of error|significan(t|ce|tly)|\binsights?\b|\bleverag\w+|deep[- ]dives?|\bentit(y|ies)\b|sample sizes?"
    r"|\bstakeholders?\b|\butili[sz]\w+|\bactionable\b|\bholistic\w*|\bsynerg\w+|\bseamless\w*|\brobust\w*|\bdelv\w+"
    r"|statistically|confidence (interval|level)s?|\bgranular\w*|\bdrill\w*|best[- ]in[- ]class",
    re.IGNORECASE,
)
# The vocabularies a reader meets on the screen; names of publications may be as their owners made them.
VOCABULARIES = (
    "kinds",
    "measures",
    "evidence_kinds",
    "reuse_terms",
    "statuses",
    "sectors",
    "themes",
    "glossary",
    "prompts",
)


def shown_strings(path: Path) -> list[tuple[int, str]]:
    """Return the text constants of a script with their lines, without documentation and names of columns."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    } | {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and not re.fullmatch(r"\w+", node.value)
    ]


def scripts() -> list[Path]:
    return sorted([*(ROOT / "trends").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def test_the_search_for_words_finds_them(tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text(
        '"""A margin of error in documentation is not shown."""\n'
        'SAID = "The margin of error"\n'
        'def words(n: int) -> str:\n    """Nor is a significant one here."""\n    return f"{n} key insights"\n',
        encoding="utf-8",
    )
    found = [(line, text) for line, text in shown_strings(script) if FORBIDDEN.search(text)]
    assert found == [(2, "The margin of error"), (5, " key insights")]
    assert len(scripts()) > 30


@pytest.mark.parametrize("path", scripts(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_forbidden_word_is_shown(path: Path) -> None:
    assert [(line, text) for line, text in shown_strings(path) if FORBIDDEN.search(text)] == []


@pytest.mark.evidence
def test_no_forbidden_word_is_in_the_vocabularies() -> None:
    lines = [
        (table, line)
        for table in VOCABULARIES
        for line in (EVIDENCE / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 100
    assert [(table, line) for table, line in lines if FORBIDDEN.search(line)] == []


WHOM = "(Leaders of councils; the United Kingdom, local government; 2024; base"


@pytest.mark.parametrize(
    ("figures", "about", "said"),
    [
        (
            [(2024, "High", 80, 162)],
            {},
            f"A detail of a survey, which cannot answer this by itself: Hold-ups {WHOM}: 162",
        ),
        (
            [(2024, "High", 80, 162)],
            {"scale": True},
            "A point of a scale, which cannot answer this by itself: Hold-ups",
        ),
        ([(2024, "High", 80, None)], {}, f"Hold-ups {WHOM} not published)."),
        ([(2024, "High", 3, 162)], {"measure": "rank"}, "A detail of a survey, which cannot answer"),
        ([(2024, "High", 80, 162), (2024, "Low", 20, 162)], {}, "A detail of a survey, which cannot answer"),
        ([(2024, "High", 80, 9), (2024, "Low", 20, 9)], {"scale": True}, "Points of a scale, which cannot answer"),
    ],
)
def test_a_detail_is_named_without_its_figure(figures: list[Figure], about: dict[str, Any], said: str) -> None:
    role = {"polarity": "positive"} if about.get("scale") else {"role": "detail"}
    measured = {name: given for name, given in about.items() if name != "scale"}
    held = facts(*figures, question="Hold-ups", **role, **measured)
    told = plain(list_words.answer(held))
    assert said in told
    assert not any(item in told for _, item, *_ in figures)
    assert list_words.title(held) == "Hold-ups"
    assert list_words.key_figures(held) == []
