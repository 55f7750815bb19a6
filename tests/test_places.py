"""Places as facts, in words and as cards, and what the page on one holds under a request of the small evidence."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from tests.test_place_queries import add_members, ranked
from trends.cards.charts import Bars
from trends.request.filters import Filters
from trends.request.place import Self
from trends.request.request import Request
from trends.statistics.weightings import PlaceRange
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.places import beside, cards, facts, view, words
from trends.subjects.places.facts import Answered, Place
from trends.words.text import plain

NORWAY = Place("NOR", "Norway", "country", "Europe", "Northern Europe", "High income")
MEMBERS = Place("MEMB", "OECD members", "aggregate", "", "", "")


def row(indicator: str = "total", country: str = "NOR", **given: Any) -> dict[str, Any]:
    """Return a standing as ``queries/places/place_standings.sql`` gives it: third of eleven, two of them level."""
    made: dict[str, Any] = {
        "indicator": indicator,
        "indicator_name": indicator.capitalize(),
        "series": "index",
        "series_name": "Index",
        "publisher": "Index House",
        "leads": True,
        "theme_name": "Cyber resilience",
        "unit": "index_0_1",
        "coverage": "judged",
        "ranked": True,
        "partial": False,
        "caution": "Read with care",
        "country": country,
        "country_name": {"NOR": "Norway", "GBR": "United Kingdom", "KEN": "Kenya"}[country],
        "un_region": "Europe",
        "year": 2024,
        "method": "Visits",
        "value": "0.5",
        "number": 0.5,
        "countries": 11,
        "place": 3,
        "tied": True,
        "behind": 7,
        "year_before": None,
        "value_before": None,
        "before": None,
        "place_before": None,
        "place_now": None,
        "countries_both": None,
        "region_median": 0.25,
        "region_countries": 5,
        "note": None,
        "source_name": "Index House: Index",
        "source_url": "https://example.org/index",
        "licence": "Open licence",
        "weighted": None,
    }
    assert set(given) <= set(made)
    return made | given


# Facts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("New Zealand", "new-zealand"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Côte d’Ivoire", "cote-d-ivoire"),
        ("European Union (27 members)", "european-union-27-members"),
        ("Türkiye", "turkiye"),
    ],
)
def test_a_name_in_a_path_has_neither_accents_nor_signs(name: str, path: str) -> None:
    assert facts.slug(name) == path


def test_the_share_a_place_is_ahead_of_leaves_itself_out() -> None:
    # Of ten others two are better, one is level and seven are worse.
    assert facts.ahead_of(row()) == 70
    assert facts.ahead_of(row(place=1, tied=False, behind=10)) == 100
    assert facts.ahead_of(row(place=11, tied=False, behind=0)) == 0


def test_only_places_among_five_or_more_are_drawn_best_first() -> None:
    worse, better = row("worse", behind=1), row("better", behind=9)
    few = row("few", countries=4, behind=3)
    assert facts.comparable([worse, better, few, row("none", place=None)]) == [better, worse]


def test_the_first_indicator_of_a_series_leads_it_in_the_order_offered() -> None:
    order = {"total": 0, "part": 1, "other": 2}
    rows = [row("other", series="another"), row("part"), row("total"), row("part", "GBR")]
    ordered = facts.in_order(rows, order)
    assert [(each["indicator"], each["country"]) for each in ordered] == [
        ("total", "NOR"),
        ("other", "NOR"),
        ("part", "NOR"),
        ("part", "GBR"),
    ]
    # Where the place lacks the total, a part leads.
    assert [each["indicator"] for each in facts.leading(ordered[2:])] == ["part", "part"]


def test_answers_of_bodies_are_those_of_the_newest_edition() -> None:
    def asked(survey: str, name: str, year: int, bodies: int) -> dict[str, Any]:
        about = {"survey_name": survey, "question_name": name, "year": year, "bodies": bodies + 1}
        kind = "inventory" if survey == "C" else "census"
        return about | {"answers": bodies, "evidence": kind, "one_each_country": survey == "B"}

    found = facts.answered(
        [
            *(
                asked("A", "Q1", 2024, 3),
                asked("A", "Q1", 2023, 9),
                asked("A", "Q2", 2024, 2),
                asked("A", "Q3", 2024, 0),
            ),
            *(asked("B", "Q", 2020, 1), asked("C", "Q", 2021, 4), asked("D", "Q", 2021, 0)),
        ]
    )
    assert found == [
        Answered("A", 2024, 3, ["Q1", "Q2"], 5),
        Answered("C", 2021, 4, ["Q"], 4, found=True),
        Answered("B", 2020, 1, ["Q"], 1, of_government=True),
    ]
    assert facts.total(found) == 10
    assert facts.by_whom(found) == ([found[2]], [found[1]], [found[0]])
    assert words.bodies_heading(found) == (
        "What is entered on its government, what was found of its named bodies and what its named bodies answered"
    )


def country(code: str, region: str, subregion: str, income: str) -> Place:
    return Place(code, code.capitalize(), "country", region, subregion, income)


SURROUNDED = {
    each.code: each
    for each in (
        NORWAY,
        country("swe", "Europe", "Northern Europe", "High income"),
        country("lat", "Europe", "Northern Europe", "Upper middle income"),
        country("ita", "Europe", "Southern Europe", "High income"),
        country("usa", "Americas", "Northern America", "High income"),
        country("ken", "Africa", "Sub-Saharan Africa", "Lower middle income"),
        MEMBERS,
    )
}


def test_the_nearest_with_surveys_share_the_subregion_then_region_and_income_then_income() -> None:
    surveys = {"usa": 28, "ken": 9, "ita": 4, "lat": 1, "swe": 2, "MEMB": 5, "NOR": 1}
    found = facts.nearest_surveyed(NORWAY, SURROUNDED, surveys)
    assert [(place.code, count) for place, count in found] == [("swe", 2), ("lat", 1), ("ita", 4)]
    assert [place.code for place, _ in facts.nearest_surveyed(NORWAY, SURROUNDED, {"usa": 28, "ken": 9})] == ["usa"]


def test_similar_are_those_of_subregion_and_income_group_then_of_one_nearest_by_place() -> None:
    places = {"NOR": 10, "ken": 10, "usa": 14, "ita": 7, "lat": 12, "swe": 40, "MEMB": 10}
    # Sweden shares both, however far its place is; Kenya neither, however near.
    assert [place.code for place in facts.similar(NORWAY, SURROUNDED, places)] == ["swe", "lat", "ita"]
    del places["swe"]
    assert [place.code for place in facts.similar(NORWAY, SURROUNDED, places)] == ["lat", "ita", "usa"]
    assert facts.similar(NORWAY, SURROUNDED, {"ken": 1, "ita": 2}) == []


# Words ----------------------------------------------------------------------------------------------------------------


def test_a_place_is_said_with_its_list_and_never_where_none_may_be() -> None:
    assert words.place_words(row()) == "joint 3rd of 11"
    assert words.place_words(row(place=None)) == "–"


def test_a_change_of_place_names_the_countries_in_both_editions() -> None:
    moved = {"year_before": 2022, "place_before": 2, "place_now": 4, "countries_both": 9}
    assert words.change_words(row(**moved)) == "2nd → 4th, of 9 in both, since 2022"
    assert words.change_words(row(**(moved | {"place_now": 2}))) == "2nd as before, of 9 in both, since 2022"
    assert words.change_words(row()) == "–"


def test_the_answer_says_where_it_stands_and_how_much_is_known() -> None:
    first = row("total", tied=False, year_before=2022, place_before=2, place_now=4, countries_both=9)
    second, third = row("cyber", year=2023), row("unplaced", place=None)
    surveys = [{"country": "NOR"}, {"country": "MEMB"}]
    said = plain(words.answer(NORWAY, [first, third, second], surveys, [Answered("A", 2024, 2, ["Q"], 1200)], 1))
    assert said == (
        "Norway is 3rd of 11 in Total, 2024. Since 2022 it went from 2nd to 4th of the 9 countries measured in both "
        "editions. It is also joint 3rd of 11 in Cyber, 2023. Read here: 1 survey of it, 1 survey of a group that holds it, "
        "1,200 answers of its named bodies (newest edition) and 1 checked case."
    )


def test_entries_on_a_government_are_no_answers_of_bodies() -> None:
    entered = [Answered("GovTech", 2022, 1, ["Q"], 76, of_government=True)]
    assert plain(words.known([], entered, 0, NORWAY, named=True)) == (
        "Read here: 76 entries on its government (GovTech, newest edition)."
    )
    entered.append(Answered("Open data", 2023, 1, ["Q"], 164, of_government=True))
    both = [*entered, Answered("A", 2024, 2, ["Q"], 30)]
    assert plain(words.known([], both, 0, NORWAY, named=True)) == (
        "Read here: 240 entries on its government (76 in GovTech and 164 in Open data, newest editions) and 30 answers of "
        "its named bodies (newest edition)."
    )
    assert words.bodies_heading(entered) == "What is entered on its government"
    assert words.bodies_heading(both[2:]) == "What its named bodies answered"
    assert "and what its named bodies" in words.bodies_heading(both)


@pytest.mark.evidence
def test_entries_on_each_government_are_those_of_the_tables(shipped_request: Request) -> None:
    """Counted from the tables: entries of editions with one body for each of several countries."""
    asked = pd.read_csv(EVIDENCE / "answers.csv", usecols=["body_id", "question"], low_memory=False)
    asked = asked.merge(
        pd.read_csv(EVIDENCE / "bodies.csv", low_memory=False)[["body_id", "survey", "year", "country"]]
    )
    each = asked.groupby(["question", "year"])["country"].agg(["nunique", "size"])
    one = each[(each["nunique"] > 1) & (each["nunique"] == each["size"])].index
    newest = asked.groupby(["survey", "country"])["year"].transform("max")
    single = pd.Series([key in one for key in zip(asked["question"], asked["year"], strict=True)], index=asked.index)
    told = asked[(asked["year"] == newest) & single]
    for country in ("KEN", "EST", "JPN"):
        entered, _, answered = facts.by_whom(view.bodies(shipped_request, country))
        assert facts.total(entered) == (told["country"] == country).sum() > 0
        assert bool(answered) == (country == "JPN")


def test_the_range_over_weightings_stands_beside_the_place() -> None:
    ranged, always = row(weighted=PlaceRange(1, 5)), row(weighted=PlaceRange(3, 3))
    assert [words.weighted_words(each) for each in (ranged, always, row())] == ["1st–5th", "3rd always", "–"]
    assert plain(words.answer(NORWAY, [ranged], [], [], 0)) == (
        "Norway is joint 3rd of 11 in Total, 2024. It lies between 1st and 5th, depending on which of its parts counts "
        "most."
    )
    assert plain(words.answer(NORWAY, [always], [], [], 0)).endswith(
        "It keeps that place whichever of its parts counts most."
    )
    assert cards.standings_table(NORWAY, [row(), ranged])["Place by weighting"] == ["–", "1st–5th"]
    assert "Place by weighting" not in cards.standings_table(NORWAY, [row()]).headings


def test_an_answer_without_any_place_gives_a_value() -> None:
    said = plain(words.answer(NORWAY, [row(place=None)], [], [], 0))
    assert said == "Norway has 0.50 in Total, 2024."
    assert words.answer(NORWAY, [], [], [], 0) == ""


def test_what_is_missing_is_said_and_what_is_there_is_not() -> None:
    own, held = {"country": "NOR"}, {"country": "MEMB"}
    assert words.missing(NORWAY, [], [own], bodies=True, cases=True) == []
    assert list(map(plain, words.missing(NORWAY, ["Index A", "Index B"], [held], bodies=False, cases=False))) == [
        "No survey of Norway alone was read, for this choice; those below are of groups that hold it.",
        "No survey that names its bodies has one of it.",
        "No case of it was checked.",
        "Not measured by Index A and Index B.",
    ]


def test_the_readers_own_country_is_set_beside_the_place() -> None:
    theirs, mine = row(), row(country="GBR", place=1, tied=False)
    assert words.you("United Kingdom", mine, theirs) == (
        "Your country is 1st of 11 in Total, 2024; Norway is joint 3rd of 11."
    )
    assert words.you("Norway", theirs, theirs) == "This is your country: joint 3rd of 11 in Total, 2024."
    assert words.you("", None, theirs) == ""


def test_nothing_that_is_nought_is_a_key_figure() -> None:
    assert words.key_figures(NORWAY, [], [], [], {"cases": 0, "with_measured": 0}) == []
    found = words.key_figures(NORWAY, [row()], [], [], {"cases": 2, "with_measured": 1})
    assert found == [("Indices", "1", "that measure it"), ("Checked cases", "2", "1 with a measured result")]


# Cards ----------------------------------------------------------------------------------------------------------------


def test_the_card_of_indices_draws_places_on_one_scale_and_names_the_ends() -> None:
    best = row("best", place=1, tied=False, behind=10)
    card = cards.indices_card(NORWAY, [row(), best], [row(), best])
    assert card.title == "Norway is 1st of 11 in Best, 2024; joint 3rd of 11 in Total, 2024"
    assert card.chart is not None
    assert card.chart.rows["value"].tolist() == [100, 70]  # type: ignore[union-attr]
    assert card.alt == (
        "Bars: share of countries Norway is ahead of, 2024. Highest: Best 100%; lowest: Total 70%. Table follows."
    )
    assert card.foot == "2 indices, each of the countries with a value in it (11)"
    assert card.table["Place"] == ["joint 3rd of 11", "1st of 11"]
    assert card.table["Median of Europe (countries)"] == ["0.25 (5)", "0.25 (5)"]
    assert [plain(each) for each in card.carried] == ["Index: Read with care."] * 2


def test_a_median_of_fewer_than_five_countries_is_left_out() -> None:
    assert "Median of Europe (countries)" not in cards.standings_table(NORWAY, [row(region_countries=4)]).headings
    both = cards.standings_table(NORWAY, [row(region_countries=4), row()])
    assert both["Median of Europe (countries)"] == ["–", "0.25 (5)"]


def test_without_any_place_the_card_has_a_table_and_no_chart() -> None:
    card = cards.indices_card(MEMBERS, [row(place=None)], [row(place=None)])
    assert (card.chart, card.alt, card.title) == (None, "", "The OECD members in 1 index")


def test_side_by_side_has_only_what_measured_two_of_them() -> None:
    kenya = country("KEN", "Africa", "Sub-Saharan Africa", "Lower middle income")
    britain = country("GBR", "Europe", "Northern Europe", "High income")
    rows = [row(), row(country="GBR", place=None), row("alone", "KEN")]
    card = cards.side_by_side_card([NORWAY, britain, kenya], rows)
    assert card is not None
    assert card.table.headings == ["Index", "Norway", "Gbr", "Ken"]
    assert list(map(dict, card.table.rows())) == [
        {"Index": "Index: Total, 2024", "Norway": "0.50, joint 3rd of 11", "Gbr": "0.50", "Ken": "[x]"}
    ]
    assert cards.side_by_side_card([NORWAY, kenya], rows) is None


def test_each_index_of_two_or_more_has_a_chart_of_its_own_on_its_whole_scale() -> None:
    kenya = country("KEN", "Africa", "Sub-Saharan Africa", "Lower middle income")
    britain = country("GBR", "Europe", "Northern Europe", "High income")
    rows = [
        row(country="KEN", place=None),
        row(country="GBR", place=1, tied=False, number=0.9),
        row(),
        row("alone", "KEN"),
        row("letter", "KEN", unit="group", value="A", number=None),
        row("letter", unit="group", value="B", number=None),
    ]
    (made,) = beside.index_cards([NORWAY, britain, kenya], rows)
    assert made.title == "Total: Norway 0.50, United Kingdom 0.90 and Kenya 0.50"
    assert isinstance(made.chart, Bars)
    assert made.chart.longest == 1
    bars = made.chart.rows
    assert bars["label"].tolist() == ["Norway", "United Kingdom", "Kenya"]
    assert bars["text"].tolist() == ["0.50, joint 3rd of 11", "0.90, 1st of 11", "0.50"]
    assert bars["strong"].tolist() == [True, False, False]
    (both,) = beside.index_cards([NORWAY, britain], rows[:3])
    assert both.title == "Total: United Kingdom 1st and Norway joint 3rd of 11"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (("Europe", "Northern Europe", "High income"), "same subregion and income group"),
        (("Europe", "Northern Europe", "Low income"), "same subregion"),
        (("Asia", "Western Asia", "High income"), "same income group"),
    ],
)
def test_what_makes_a_country_similar_is_said(other: tuple[str, str, str], said: str) -> None:
    found = country("OTH", *other)
    assert f" Oth: {said}." in words.proposed(NORWAY, row(), [found])


# The view -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(tiny: Path, changed: Callable[[], Store]) -> Request:
    """What a reader asks with of small evidence whose index is a ranking and that has a group of countries."""
    ranked(tiny)
    add_members(tiny)
    return Request(Version(changed()))


def test_untouched_the_page_is_on_the_country_of_which_most_surveys_tell(asked: Request) -> None:
    assert view.place_of(asked) == "GBR"
    filtered = replace(asked, filters=Filters(country=("KEN",)))
    assert view.place_of(filtered) == "KEN"
    mine = replace(filtered, place=Self("NOR", "", "", "Norway", ""))
    assert view.place_of(mine) == "NOR"
    for said in ("OECD members", "memb"):
        assert view.place_of(mine, {"place": [said]}) == "MEMB"
    # What no choice offers counts as not chosen.
    for said in ("Atlantis", "Several countries", ""):
        assert view.place_of(mine, {"place": [said]}) == "NOR"


def test_up_to_three_others_stand_beside_it_each_once(asked: Request) -> None:
    given = ["Kenya", "ken", "GBR", "Atlantis", "Norway", "OECD members"]
    assert view.beside_of(asked, "GBR", {"with": given}) == ("KEN", "NOR", "MEMB")
    assert view.beside_of(asked, "GBR", {"with": given[::-1]}) == ("MEMB", "NOR", "KEN")
    assert view.beside_of(asked, "GBR", {}) == ()


def test_the_contents_are_those_of_the_place(asked: Request) -> None:
    held = view.contents(asked, {"place": ["Kenya"], "with": ["NOR"]})
    assert held.question == "Kenya: where does it stand, and what is known?"
    assert plain(held.answer) == (
        "Kenya is joint 2nd of 3 in Total, 2024. Since 2023 it went from 3rd to 2nd of the 3 countries measured in "
        "both editions. Read here: 1 survey of it."
    )
    indices, beside = held.cards
    assert indices.table["Index"] == ["Service index: Total"]
    # Three countries are too few for the common scale.
    assert indices.chart is None
    assert beside.table["Norway"] == ["87, 1st of 3"]
    assert beside.table["Kenya"] == ["75, joint 2nd of 3"]
    for card in held.cards:
        assert card.receipt is not None
        again = asked.store.ask(card.receipt.query, **card.receipt.parameters)
        assert set(card.shown["country"]) == set(again["country"])
    # All indicators are downloaded, not only those that lead a series.
    assert len(indices.shown) == len(view.standings(asked, "KEN")) == 3


def test_surveys_of_groups_are_named_as_such(asked: Request) -> None:
    listing, of_kenya = (view.survey_listing(asked, code) for code in ("NOR", "KEN"))
    assert listing is not None
    assert of_kenya is not None
    table = listing.table
    assert table["Of"] == ["Norway", "OECD members (holds it)"]
    assert table["Largest base"] == ["30", "[x]"]
    # The group does not hold Kenya.
    assert of_kenya.table["Of"] == ["Kenya"]


def test_filters_of_theme_and_year_choose_what_is_told(asked: Request) -> None:
    of_theme = replace(asked, filters=Filters(theme=("skills_workforce",)))
    assert [row["indicator"] for row in view.standings(of_theme, "NOR")] == ["service_offline"]
    assert view.missing(of_theme, "NOR") == [
        "No case of it was checked.",
    ]
    nothing = replace(asked, filters=Filters(year=("1999",)))
    assert view.is_empty(nothing, "NOR")
    held = view.contents(nothing, {"place": ["NOR"]})
    assert (held.answer, list(held.key_figures), list(held.cards)) == ("", [], [])


def test_without_a_survey_of_it_the_nearest_are_named(asked: Request) -> None:
    # Of 2022 there is no survey of Norway; the United Kingdom shares its subregion.
    past = replace(asked, filters=Filters(year=("2022",)))
    near, rule = view.nearest(past, "NOR")
    assert [(place.name, count) for place, count in near] == [("United Kingdom", 1)]
    assert rule.startswith("Nearest with surveys: the United Kingdom (1 survey). Nearest is the same UN subregion")
    assert plain(view.missing(past, "NOR")[0]) == "No survey of Norway alone was read, for this choice."
    assert view.nearest(asked, "NOR") == ([], "")


def test_the_own_country_is_told_beside_the_place(asked: Request) -> None:
    mine = replace(asked, place=Self("NOR", "", "", "Norway", ""))
    assert view.you(mine, "KEN") == "Your country is 1st of 3 in Total, 2024; Kenya is joint 2nd of 3."
    assert view.you(mine, "NOR") == "This is your country: 1st of 3 in Total, 2024."
    assert view.you(mine, "MEMB") == ""
    assert view.you(asked, "KEN") == ""


def test_a_path_names_a_place_by_name_or_code(asked: Request) -> None:
    assert view.of_slug(asked, "united-kingdom") == "United Kingdom"
    assert view.of_slug(asked, "GBR") == "United Kingdom"
    assert view.of_slug(asked, "oecd-members") == "OECD members"
    assert view.of_slug(asked, "several-countries") is None
    assert view.of_slug(asked, "") is None


def test_titles_tell_of_editions_of_the_last_five_years_among_those_there_are() -> None:
    def standing(name: str, year: int, behind: int) -> dict[str, Any]:
        return row(name, year=year, behind=behind, place=11 - behind, tied=False)

    # Best first: the newest edition is of 2024, so that of 2020 is one of the last five years, that of 2019 is not.
    best_of_all, best, middle, worst = (
        standing("first", 2019, 10), standing("second", 2020, 8), standing("third", 2024, 5), standing("fourth", 2022, 2),
    )  # fmt: skip
    worst_of_all = standing("fifth", 2018, 0)
    told = words.title(NORWAY, [middle, worst_of_all, best, worst, best_of_all])
    assert told == "Norway is 3rd of 11 in Second, 2020; 9th of 11 in Fourth, 2022"
    # Where all is old, the newest of it counts as recent.
    assert words.title(NORWAY, [best_of_all, worst_of_all]) == (
        "Norway is 1st of 11 in First, 2019; 11th of 11 in Fifth, 2018"
    )
    assert words.title(NORWAY, [middle, best_of_all]) == "Norway is 6th of 11 in Third, 2024"
