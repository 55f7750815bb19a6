"""Cards on countries: what their charts and tables hold, and what they leave out."""

import json
from typing import Any

import pandas as pd
import pytest

from tests.given_index import NO_RANKING, facts, field, years
from trends import countries
from trends.cards import Card
from trends.palette import DARK, LIGHT

FOUR = {"Norway": 0.9, "Kenya": 0.5, "Chile": 0.7, "Japan": 0.6}
BEFORE = {"Norway": 0.8, "Kenya": 0.4, "Chile": 0.85, "Japan": 0.6}
LETTERS = {"Norway": "A", "Kenya": "B", "Chile": "A", "Japan": "D"}
LETTER_SOURCE = {"unit": "group", "higher_is_better": False, "indicator_name": "Band"}
PLAIN: dict[str, Any] = {"source": {"caution": NO_RANKING}}


def labels(frame: pd.DataFrame) -> list[str]:
    """Return the labels of plotted rows with plain spaces."""
    return [" ".join(label.replace("\u2007", " ").split()) for label in frame["label"]]


def drawn(card: Card) -> dict[str, Any]:
    """Return the figure of a card as it is sent to a browser."""
    assert card.figure is not None
    made: dict[str, Any] = json.loads(card.figure.to_json())
    return made


def texts(card: Card) -> str:
    """Return everything a card says to a reader, tables and hover included."""
    chart = "" if card.figure is None else str(drawn(card)["data"])
    return " ".join([card.title, card.subtitle, card.alt, card.foot, *card.about, card.table.to_string(), chart])


# The dot plot ---------------------------------------------------------------------------------------------------------


def test_a_small_group_has_a_row_for_every_country_best_first() -> None:
    plotted = countries.plotted(facts(FOUR, "Chile"))
    assert labels(plotted) == ["1 Norway", "2 Chile", "3 Japan", "4 Kenya"]
    assert plotted["text"].tolist() == ["0.90", "0.70", "0.60", "0.50"]
    assert plotted["strong"].tolist() == [False, True, False, False]


def test_a_large_group_has_its_ends_and_the_neighbours_of_the_own_country_and_says_every_gap() -> None:
    plotted = countries.plotted(facts(field(60), "ABaland", "BAaland", "ADaland"))
    # ABaland is 2nd; BAaland, 27th, is chosen too but only the own country has neighbours.
    assert [label.split()[0] for label in labels(plotted)] == [
        *map(str, range(1, 11)), "…", "27", "…", "58", "59", "60",
    ]  # fmt: skip
    assert [label for label in labels(plotted) if label.startswith("…")] == ["… 16 more between", "… 30 more between"]
    plotted = countries.plotted(facts(field(60), "BAaland"))
    assert labels(plotted)[10:17] == [
        "… 14 more between", "25 AYaland", "26 AZaland", "27 BAaland", "28 BBaland", "29 BCaland", "… 28 more between",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [45, 46, 60, 193])
@pytest.mark.parametrize("place", [0, 9, 12, 44, -1])
def test_rows_and_gaps_together_are_all_countries(count: int, place: int) -> None:
    values = field(count)
    plotted = countries.plotted(facts(values, list(values)[place]))
    has_dot = plotted["number"].notna()
    left_out = sum(int(label.split()[1]) for label in labels(plotted[~has_dot]))
    assert has_dot.sum() + left_out == count
    assert plotted["number"].dropna().is_monotonic_decreasing


def test_places_that_are_shared_are_marked() -> None:
    assert labels(countries.plotted(facts({"Norway": 0.9, "Chile": 0.7, "Japan": 0.7}))) == [
        "1 Norway",
        "2= Chile",
        "2= Japan",
    ]


def test_a_chosen_country_outside_the_group_stands_apart_without_a_place() -> None:
    known = facts(FOUR, "Norway", outside=["Norway"], group={"name": "EU", "countries": 27})
    assert labels(countries.plotted(known)) == ["1 Chile", "2 Japan", "3 Kenya", "Chosen, not of the group", "Norway"]
    assert countries.dots_card(known, LIGHT).table["Place"].tolist() == ["1st", "2nd", "3rd", "–"]


def test_what_is_no_ranking_lists_nobody_by_value() -> None:
    known = facts(field(60), "BAaland", "ACaland", before=field(60), **PLAIN)
    # ACaland lies higher; by alphabet it is first all the same, and so would be any other order of values.
    assert labels(countries.plotted(known)) == ["ACaland", "BAaland"]
    assert countries.plotted(facts(field(60), **PLAIN)).empty
    for card in (countries.dots_card(known, LIGHT), countries.map_card(known, LIGHT)):
        assert "3rd" not in texts(card)
        assert "27th" not in texts(card)
        assert "rank" not in card.shown.columns
        assert card.shown["country_name"].is_monotonic_increasing
    assert "Place" not in countries.country_table(known, known.everyone)
    assert countries.country_table(known, known.everyone)["Country"].is_monotonic_increasing


def test_the_table_of_what_is_no_ranking_holds_the_spread_and_the_chosen() -> None:
    card = countries.dots_card(facts(field(100), "BAaland", **PLAIN), LIGHT)
    assert card.table.to_dict("list") == {
        "Of 100 countries": ["Highest", "A quarter lie above", "Median", "A quarter lie below", "Lowest", "BAaland"],
        "2024": ["1.00", "0.75", "0.51", "0.26", "0.01", "0.74"],
    }


def test_the_strip_holds_every_country_and_a_small_group_has_none() -> None:
    dots = [
        max(
            len(trace["x"])
            for trace in drawn(countries.dots_card(facts(field(count)), LIGHT))["data"]
            if trace["mode"] == "markers"
        )
        for count in (45, 46)
    ]
    # 45 countries have a dot each in their rows; 46 have one each in the strip, and only 13 have rows.
    assert dots == [45, 46]
    assert len(countries.plotted(facts(field(46)))["number"].dropna()) == 13


def test_the_table_has_the_same_rows_as_the_dots_and_says_where_the_rest_is() -> None:
    known = facts(field(60), "BAaland", before=field(60))
    card = countries.dots_card(known, LIGHT)
    plotted = countries.plotted(known).dropna(subset=["number"])
    assert card.table["2024"].tolist() == plotted["text"].tolist()
    assert list(card.table) == ["Place", "Country", "2024", "2022"]
    assert card.symbols == ["The full list on this page has all 60 countries."]
    assert len(card.shown) == 60
    assert countries.has_full_list(known)
    assert not countries.has_full_list(facts(field(45)))


@pytest.mark.parametrize(
    ("chosen", "given", "title"),
    [
        ((), {}, "From 0.90 to 0.50; half of countries lie between 0.57 and 0.75"),
        (("Kenya",), {}, "Kenya: 4th of 4, below the median"),
        ((), PLAIN, "Median 0.65; half of countries lie between 0.57 and 0.75"),
        (("Kenya",), PLAIN, "Kenya: 0.50, below the median of 0.65"),
        (("Kenya",), {"editions": years((2024, 4), (2022, 38))}, "Kenya: 0.50; 4 of 38 countries read"),
    ],
)
def test_the_title_is_what_may_be_said(chosen: tuple[str, ...], given: dict[str, Any], title: str) -> None:
    assert countries.dots_card(facts(FOUR, *chosen, **given), LIGHT).title == title


def test_an_edition_read_in_part_has_neither_places_nor_a_median_drawn() -> None:
    known = facts(FOUR, "Chile", editions=years((2024, 4), (2022, 38)))
    assert labels(countries.plotted(known)) == ["Norway", "Chile", "Japan", "Kenya"]
    card = countries.dots_card(known, LIGHT)
    assert list(card.table) == ["Country", "2024"]
    assert "annotations" not in drawn(card)["layout"]
    (median,) = drawn(countries.dots_card(facts(FOUR), LIGHT))["layout"]["annotations"]
    assert median["text"] == "median 0.65"


@pytest.mark.parametrize(
    ("unit", "value", "marks"),
    [
        ("index_0_1", 0.7, ["0.66", "0.68", "0.7", "0.72", "0.74"]),
        ("percent", 100.0, ["97.5%", "98%", "98.5%", "99%", "99.5%", "100%"]),
        ("score_0_100", 0.0, ["0", "0.5", "1", "1.5", "2", "2.5"]),
    ],
)
def test_values_that_do_not_differ_have_a_scale_all_the_same(unit: str, value: float, marks: list[str]) -> None:
    known = facts({"Norway": value, "Kenya": value}, source={"unit": unit})
    axis = drawn(countries.dots_card(known, LIGHT))["layout"]["xaxis"]
    assert axis["ticktext"] == marks
    assert countries.map_steps(known)["countries"].sum() == 2


def test_a_file_of_what_is_shown_carries_what_one_needs_to_cite_it() -> None:
    shown = countries.dots_card(facts(FOUR, "Chile", before=BEFORE), LIGHT).shown.set_index("country_name")
    chile = shown.loc["Chile"]
    assert (chile["value"], chile["before"], chile["rank"], chile["year"], chile["year_before"]) == (
        "0.7", "0.85", 2, 2024, 2022,
    )  # fmt: skip
    assert (chile["caution"], chile["source_url"], chile["unit"], chile["method"]) == (
        "Experts visit few sites.",
        "https://example.org/index/data.csv",
        "index_0_1",
        "Visits",
    )


def test_all_rows_behind_a_card_are_those_of_its_indicator() -> None:
    assert countries.dots_card(facts(FOUR), LIGHT).behind == ("indicators", {"indicator": ["service_open"]})


# The map --------------------------------------------------------------------------------------------------------------


def test_the_map_has_even_steps_and_its_table_names_the_countries_on_each() -> None:
    steps = countries.map_steps(facts(FOUR))
    assert steps.to_dict("list") == {
        "level": [3, 2, 1, 0],
        "label": ["0.8 to 0.9", "0.7 to under 0.8", "0.6 to under 0.7", "0.5 to under 0.6"],
        "countries": [1, 1, 1, 1],
        "names": ["Norway", "Chile", "Japan", "Kenya"],
    }


def test_a_value_on_a_bound_belongs_to_the_step_above_and_the_highest_closes_the_last() -> None:
    steps = countries.map_steps(facts({"Norway": 1.0, "Kenya": 0.8, "Chile": 0.79, "Japan": 0.05}))
    assert dict(zip(steps["label"], steps["names"], strict=True)) == {
        "0.8 to 1": "Kenya, Norway",
        "0.6 to under 0.8": "Chile",
        "0.4 to under 0.6": "",
        "0.2 to under 0.4": "",
        "0 to under 0.2": "Japan",
    }


def test_the_map_tells_of_regions_where_they_have_countries_enough() -> None:
    names = list(field(12))
    region = {name: "Asia" if place < 6 else "Africa" for place, name in enumerate(names)}
    card = countries.map_card(facts(field(12), region=region), LIGHT)
    assert card.title == "Median from 0.29 in Africa to 0.79 in Asia"
    assert card.about[0] == "Median by region, with the number of countries: Asia 0.79 (6); Africa 0.29 (6)."
    few = {name: "Asia" if place < 8 else "Africa" for place, name in enumerate(names)}
    assert countries.map_card(facts(field(12), region=few), LIGHT).title == "3 of 12 countries at 0.8 to 1"
    # Regions are not ranked either by an index that is no ranking.
    assert countries.map_card(facts(field(12), region=region, **PLAIN), LIGHT).title == "3 of 12 countries at 0.8 to 1"


def test_letters_are_a_table_by_group_without_an_axis_and_a_map() -> None:
    known = facts(LETTERS, "Kenya", source=LETTER_SOURCE)
    card = countries.letters_card(known)
    assert card.figure is None
    assert card.title == "Kenya is in group B"
    assert card.table.to_dict("list") == {
        "Group": ["A", "B", "D"],
        "Number": ["2", "1", "1"],
        "Countries": ["Chile, Norway", "Kenya", "Japan"],
    }
    places = countries.map_card(known, LIGHT)
    assert places.title == "2 of 4 countries in group A"
    assert [note["text"] for note in drawn(places)["layout"]["annotations"]] == ["D", "B", "A", "no value"]
    assert countries.country_table(known, known.everyone).to_dict("list") == {
        "Country": ["Chile", "Norway", "Kenya", "Japan"],
        "2024": ["A", "A", "B", "D"],
    }


# Trends ---------------------------------------------------------------------------------------------------------------


def trend(*lines: tuple[str, dict[int, float]], methods: dict[int, str] | None = None) -> pd.DataFrame:
    """Return lines as ``queries/indicator_trend.sql`` gives them; that of the median has an empty code."""
    return pd.DataFrame(
        [
            {
                "country": code or None,
                "country_name": {"NOR": "Norway", "KEN": "Kenya"}.get(code, "Median"),
                "year": year,
                "method": (methods or {}).get(year, "Visits"),
                "number": number,
                "lower": float("nan") if code else number - 0.1,
                "upper": float("nan") if code else number + 0.1,
                "countries": None if code else 4,
            }
            for code, values in lines
            for year, number in values.items()
        ]
    ).astype({"countries": "Int64", "country": "str"})


def test_only_editions_made_in_the_same_way_make_a_trend() -> None:
    assert not countries.compares(years((2022, 4), (2024, 4), methods={2024: "Other visits"}))
    assert not countries.compares(years((2024, 4)))
    assert countries.compares(years((2020, 4), (2022, 4), (2024, 4), methods={2024: "Other visits"}))


def test_without_a_choice_the_ends_of_the_field_are_drawn_and_of_no_ranking_nobody() -> None:
    assert countries.trend_countries(facts(FOUR)) == ["NOR", "KEN"]
    assert countries.trend_countries(facts(FOUR, **PLAIN)) == []


def test_the_own_country_is_drawn_first_and_a_phone_has_fewer_lines() -> None:
    values = field(60)
    known = facts(values, *list(values)[20:27][::-1])
    assert countries.trend_countries(known) == ["BAA", "AUA", "AVA", "AWA", "AXA"]
    assert countries.trend_countries(known, narrow=True) == ["BAA", "AUA", "AVA"]


@pytest.mark.parametrize(
    ("values", "methods", "title"),
    [
        ({2020: 0.5, 2024: 0.9}, {}, "Norway: up from 0.50 in 2020 to 0.90 in 2024"),
        ({2020: 0.9, 2024: 0.5}, {}, "Norway: down from 0.90 in 2020 to 0.50 in 2024"),
        ({2020: 0.5, 2024: 0.501}, {}, "Norway: 0.50 in 2024, as in 2020"),
        ({2020: 0.5, 2022: 0.6, 2024: 0.9}, {2020: "x"}, "Norway: up from 0.60 in 2022 to 0.90 in 2024"),
        ({2020: 0.5, 2024: 0.9}, {2020: "x"}, "Norway: 0.90 in 2024, with no comparable edition before"),
    ],
)
def test_the_trend_is_told_within_one_method(values: dict[int, float], methods: dict[int, str], title: str) -> None:
    given = trend(("NOR", values), ("", values), methods=methods)
    assert countries.trend_card(facts(FOUR, "Norway"), given, LIGHT).title == title


def test_the_median_leaves_out_what_was_read_in_part_but_a_country_keeps_its_value() -> None:
    values = {2020: 0.5, 2022: 0.6, 2024: 0.9}
    known = facts(FOUR, "Norway", editions=years((2024, 4), (2022, 1), (2020, 4)))
    card = countries.trend_card(known, trend(("NOR", values), ("", values)), LIGHT)
    assert card.table.to_dict("list") == {
        "Edition": ["2024", "2022", "2020"],
        "Norway": ["0.90", "0.60", "0.50"],
        "Median": ["0.90", "[x]", "0.50"],
    }
    assert "The median and its band leave out what was read in part: 2022." in card.about
    assert card.symbols == ["[x] not asked, not published or not read."]


def test_the_own_country_leads_the_table_of_a_trend_and_the_median_ends_it() -> None:
    given = trend(("KEN", {2024: 0.5}), ("", {2024: 0.6}), ("NOR", {2024: 0.9}))
    assert list(countries.trend_card(facts(FOUR, "Norway", "Kenya"), given, LIGHT).table) == [
        "Edition",
        "Norway",
        "Kenya",
        "Median",
    ]


def test_the_words_for_a_trend_put_nobody_above_another_in_what_is_no_ranking() -> None:
    given = trend(("NOR", {2020: 0.5, 2024: 0.6}), ("KEN", {2020: 0.5, 2024: 0.9}), ("", {2020: 0.5, 2024: 0.7}))
    ranked = countries.trend_card(facts(FOUR, "Norway", "Kenya"), given, LIGHT).alt
    assert "Highest at the end: Kenya 0.90; lowest: Norway 0.60." in ranked
    plain = countries.trend_card(facts(FOUR, "Norway", "Kenya", **PLAIN), given, LIGHT).alt
    assert "At the end: Norway 0.60; Median 0.70." in plain
    assert "ighest" not in plain


def test_a_table_of_a_trend_marks_the_break_and_fits_a_phone() -> None:
    given = trend(("NOR", {2020: 0.5, 2024: 0.9}), ("", {2020: 0.4, 2024: 0.6}), methods={2020: "x"})
    wide, narrow = (
        countries.trend_card(facts(FOUR, "Norway"), given, LIGHT, narrow=each).table for each in (False, True)
    )
    assert wide["Edition"].tolist() == narrow["Edition"].tolist() == ["2024, method changed", "2020"]
    assert narrow["Values"].tolist() == ["Norway 0.90, Median 0.60", "Norway 0.50, Median 0.40"]


def test_a_trend_says_which_editions_do_not_compare_and_why() -> None:
    values = {2020: 0.5, 2022: 0.6, 2024: 0.9}
    broken = trend(("NOR", values), ("", values), methods={2020: "Desk study", 2022: "Visits", 2024: "Visits"})
    about = countries.trend_card(facts(FOUR, "Norway"), broken, LIGHT).about
    said = [each for each in about if each.startswith("Method changed")]
    assert said == [
        "Method changed between 2020 and 2022, so the two are not compared. In 2020: Desk study. In 2022: Visits."
    ]
    whole = trend(("NOR", values), ("", values))
    assert "Method changed" not in " ".join(countries.trend_card(facts(FOUR, "Norway"), whole, LIGHT).about)


# Parts ----------------------------------------------------------------------------------------------------------------


def parts(*rows: tuple[str, str, float, float], is_part: bool = True) -> pd.DataFrame:
    columns = ["indicator", "indicator_name", "number", "median"]
    return pd.DataFrame(rows, columns=columns).assign(
        definition="What it is", is_part=is_part, lower=0.1, upper=0.9, countries=4
    )


def test_only_direct_parts_are_shown() -> None:
    given = parts(("a_one", "One", 1, 1), ("a_one_half", "Half", 1, 1), ("a_two_half", "Other half", 1, 1))
    assert countries.direct_parts(given)["indicator"].tolist() == ["a_one", "a_two_half"]


@pytest.mark.parametrize(("count", "shown"), [(12, 12), (13, 0)])
def test_without_parts_a_short_series_stands_in(count: int, shown: int) -> None:
    given = parts(*[(f"a_{place}", f"Part {place}", 0.5, 0.5) for place in range(count)], is_part=False)
    assert len(countries.direct_parts(given)) == shown


def test_parts_stand_beside_the_median_highest_first() -> None:
    given = parts(("a_one", "Openness - citizens", 0.2, 0.3), ("a_two", "Skills", 0.8, 0.5))
    card = countries.parts_card(facts(FOUR, "Chile"), given, LIGHT)
    assert card.title == "Chile is above the median in 1 of 2 other measures"
    assert card.table.to_dict("list") == {
        "Measure": ["Skills", "Citizens"],
        "Chile": ["0.80", "0.20"],
        "Median": ["0.50", "0.30"],
    }
    assert card.behind == ("indicators", {"indicator": ["service_open", "a_two", "a_one"]})


# All cards ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_card_is_small_and_has_its_words(palette: Any, narrow: bool) -> None:
    values = field(198)
    known = facts(values, *list(values)[100:106], before=values)
    lines = trend(*[(code, dict.fromkeys(range(2003, 2025), 0.5)) for code in ("NOR", "KEN", "")])
    cards = [
        countries.dots_card(known, palette, narrow=narrow),
        countries.map_card(known, palette, narrow=narrow),
        countries.trend_card(facts(FOUR, "Norway"), lines, palette, narrow=narrow),
        countries.parts_card(known, parts(("a", "One", 0.2, 0.3)), palette, narrow=narrow),
    ]
    for card in cards:
        assert len(json.dumps(drawn(card), separators=(",", ":"))) <= 20_000
        assert 20 <= len(card.alt) <= 160
        assert "nan" not in texts(card)
        assert len(card.title) <= 90
