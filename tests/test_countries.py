"""Cards on countries: what their charts and tables hold, and what they leave out."""

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.given_index import NO_RANKING, facts, field, years
from trends import countries
from trends.cards import Card
from trends.indices import against_others
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


def test_chosen_countries_are_told_of_the_own_one_first() -> None:
    values = field(60)
    known = facts(values, *list(values)[20:27][::-1])
    assert countries.trend_countries(known) == ["BAA", "AUA", "AVA", "AWA", "AXA", "AYA", "AZA"]


@pytest.mark.parametrize(("chosen", "wide", "narrow"), [(3, False, False), (4, False, True), (5, True, True)])
def test_more_countries_than_lines_can_be_told_apart_have_panels(chosen: int, wide: bool, narrow: bool) -> None:
    known = facts(field(60), *list(field(60))[:chosen])
    assert countries.in_panels(known) == wide
    assert countries.in_panels(known, narrow=True) == narrow


ASIA = {"name": "Asia", "countries": 51}


def test_without_a_choice_a_group_has_panels_and_all_countries_together_have_none() -> None:
    assert countries.trend_countries(facts(FOUR, group=ASIA)) == ["NOR", "CHI", "JAP", "KEN"]
    assert not countries.in_panels(facts(FOUR, group=ASIA))
    assert countries.in_panels(facts(field(5), group=ASIA))
    assert not countries.in_panels(facts(field(193)))
    # One chosen country stands beside the median and its band.
    assert not countries.in_panels(facts(field(60), "ABaland", group=ASIA))


@pytest.mark.parametrize(
    ("count", "places"),
    [
        (12, [*range(12)]),
        (13, [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]),
        # Every third of 34, both ends among them.
        (34, [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33]),
    ],
)
def test_of_a_large_group_countries_evenly_apart_have_a_panel(count: int, places: list[int]) -> None:
    codes = [name[:3].upper() for name in field(count)]
    assert countries.panel_countries(facts(field(count), group=ASIA)) == [codes[place] for place in places]


def test_nobody_is_picked_by_value_from_what_is_no_ranking() -> None:
    assert countries.trend_countries(facts(field(13), group=ASIA, **PLAIN)) == []
    assert len(countries.panel_countries(facts(field(12), group=ASIA, **PLAIN))) == 12


def test_of_very_many_chosen_countries_the_own_one_and_some_evenly_apart_have_a_panel() -> None:
    names = list(field(60))[:22]
    codes = [name[:3].upper() for name in names]
    # The own one is the 5th; of the 21 others every second has a panel, the highest and the lowest among them.
    others = [*codes[:4], *codes[5:]]
    own_first = [names[4], *names]
    assert countries.panel_countries(facts(field(60), *own_first)) == [codes[4], *others[::2]]
    by_alphabet = countries.panel_countries(facts(field(60), *names[::-1], **PLAIN))
    assert by_alphabet == [codes[-1], *codes[:11]]


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


# Panels ---------------------------------------------------------------------------------------------------------------

NORDIC = {"name": "Northern Europe", "countries": 16}


def many(count: int, *chosen: str, **given: Any) -> Card:
    """Return the card of the trend of so many countries: the first rises by 0.1 from 2020 to 2024, the last falls."""
    known = facts(field(count), *chosen, **given)
    told = field(count)
    first, *_, last = told
    before = told | {first: told[first] - 0.1, last: told[last] + 0.1}
    lines = [
        (name[:3].upper(), {2020: before[name], 2022: 0.5, 2024: told[name]})
        for name in told
        if name[:3].upper() in countries.trend_countries(known)
    ]
    frame = trend(*lines, ("", {2020: 0.4, 2022: 0.45, 2024: 0.5}))
    frame["country_name"] = ["Median" if not isinstance(code, str) else f"{code[:2]}aland" for code in frame["country"]]
    return countries.trend_card(known, frame, LIGHT)


def panel_names(card: Card) -> list[str]:
    """Return the names at the head of panels, in order."""
    heads = [note for note in drawn(card)["layout"]["annotations"] if "domain" in str(note["xref"])]
    return [str(note["text"]).partition("</b>")[0].removeprefix("<b>") for note in heads]


def test_the_panels_of_a_group_run_from_its_best_to_its_worst_and_the_table_holds_all() -> None:
    card = many(14, group=NORDIC)
    # Every 13/11th: the 4th and the 11th have none.
    assert panel_names(card) == [f"A{letter}aland" for letter in "ABCEFGHIJLMN"]
    assert card.table["Country"].tolist() == [*field(14), "Median of Northern Europe"]
    assert list(card.table) == ["Country", "2024", "2022", "2020"]
    assert card.shown["country_name"].nunique() == 15
    assert (
        "12 of 14 countries have a panel: spread evenly over the list by value, 2024, the highest and the lowest among "
        "them. The table and the file hold all 14." in card.about
    )
    assert card.subtitle == "Openness · Index from 0 to 1 · 2020–2024 · grey: median of Northern Europe"


def test_the_words_for_panels_name_the_ends_of_what_is_drawn_and_not_the_middle() -> None:
    assert many(6, group=NORDIC).alt == (
        "A small chart per country: Openness, 2020–2024. "
        "Highest at the end: AAaland 1.00; lowest: AFaland 0.17. Table follows."
    )


def test_all_countries_of_a_small_group_have_a_panel_and_nothing_is_said_of_others() -> None:
    card = many(6, group=NORDIC)
    assert len(panel_names(card)) == 6
    assert not [paragraph for paragraph in card.about if "have a panel" in paragraph]


def test_the_own_country_has_the_first_panel_and_the_title() -> None:
    card = many(6, *[f"A{letter}aland" for letter in "CABDE"])
    assert panel_names(card) == [f"A{letter}aland" for letter in "CABDE"]
    assert card.title == "ACaland: 0.67 in 2024, as in 2020"


def test_where_less_is_better_the_lowest_has_the_first_panel() -> None:
    card = many(5, group=NORDIC, source={"higher_is_better": False})
    assert panel_names(card) == [f"A{letter}aland" for letter in "EDCBA"]


def test_panels_of_what_is_no_ranking_stand_by_alphabet() -> None:
    names = [f"A{letter}aland" for letter in "DBECA"]
    card = many(5, group=NORDIC, **PLAIN)
    assert panel_names(card) == sorted(names)
    assert "ighest" not in card.alt


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "Of 6 countries, 1 up, 1 down and 4 unchanged, 2020 to 2024"),
        # What was read in part is no edition to count from: the middle one is 0.5 for all.
        (
            {"editions": years((2024, 6), (2022, 6), (2020, 2))},
            "Of 6 countries, 3 up, 2 down and 1 unchanged, 2022 to 2024",
        ),
    ],
)
def test_the_title_of_panels_counts_who_went_up_and_down(given: dict[str, Any], title: str) -> None:
    assert many(6, group=NORDIC, **given).title == title


def test_a_title_of_one_kind_of_change_says_all_and_one_method_only_counts() -> None:
    names = list(field(5))
    frame = trend(
        *[(name[:3].upper(), {2020: 0.9, 2022: 0.1, 2024: 0.6}) for name in names],
        ("", {2020: 0.4, 2022: 0.4, 2024: 0.5}),
        methods={2020: "Desk study"},
    )
    card = countries.trend_card(facts(field(5), group=NORDIC), frame, LIGHT)
    assert card.title == "All 5 countries up, 2022 to 2024"
    assert list(card.table) == ["Country", "2024", "2022, method changed", "2020"]


def test_the_table_of_panels_fits_a_phone() -> None:
    lines = pd.DataFrame({"line": ["Norway", "Norway", "Kenya"], "year": [2022, 2024, 2024], "text": ["1", "2", "3"]})
    assert countries.panel_table(lines, {2022: "a", 2024: "a"}, narrow=True).to_dict("list") == {
        "Country": ["Norway", "Kenya"],
        "Values": ["2024 2, 2022 1", "2024 3, 2022 [x]"],
    }


# A group against all others -------------------------------------------------------------------------------------------


def against(median: float, others: int = 20, **given: Any) -> Card:
    known = facts(field(5), group=NORDIC, **given)
    beside = {"countries": others, "median": median, "methods": 1}
    return countries.dots_card(replace(known, against=against_others(known, beside)), LIGHT)


def test_the_table_ends_with_both_medians_and_the_verdict() -> None:
    # Of 1, 0.8, 0.6, 0.4 and 0.2 the middle is 0.6.
    card = against(0.45, before=field(5))
    assert card.table.tail(3).to_numpy().tolist() == [
        ["–", "Median of the group", "0.60", "–"],
        ["–", "Median of the 20 others", "0.45", "–"],
        ["–", "Group against the others", "▲ above (+0.15)", "–"],
    ]
    assert len(card.table) == 8


def test_the_file_carries_the_verdict_on_every_row() -> None:
    shown = against(0.45).shown
    columns = ["group_median", "others", "others_median", "group_less_others", "group_against_others", "reason"]
    assert shown[columns].drop_duplicates().to_numpy().tolist() == [[0.6, 20, 0.45, 0.15, "above", ""]]
    assert "group_median" not in countries.dots_card(facts(FOUR), LIGHT).shown


@pytest.mark.parametrize(
    ("given", "reason"),
    [({"others": 3}, "fewer than 5 other countries have a value"), (PLAIN, "the index is not meant as a ranking")],
)
def test_what_cannot_be_told_of_a_group_is_said_in_the_table_without_a_median(
    given: dict[str, Any], reason: str
) -> None:
    card = against(0.45, **given)
    assert f"? cannot tell ({reason})" in card.table["2024"].tolist()
    assert "Median of the" not in card.table.to_string()
    assert card.shown["others_median"].isna().all()
    assert card.shown["group_median"].isna().all()


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
    long = dict.fromkeys([f"{chr(65 + place)} very long name of a country" for place in range(14)], 0.123456)
    panels = trend(*[(name[:3].upper(), dict.fromkeys(range(2013, 2025), 0.123456)) for name in ("", *long)])
    panels["country_name"] = [f"{code} very long name of a country" for code in panels["country"]]
    cards = [
        countries.dots_card(known, palette, narrow=narrow),
        countries.map_card(known, palette, narrow=narrow),
        countries.trend_card(facts(FOUR, "Norway"), lines, palette, narrow=narrow),
        countries.parts_card(known, parts(("a", "One", 0.2, 0.3)), palette, narrow=narrow),
        countries.trend_card(facts(long, group=NORDIC), panels, palette, narrow=narrow),
    ]
    for card in cards:
        assert len(json.dumps(drawn(card), separators=(",", ":"))) <= 20_000
        assert 20 <= len(card.alt) <= 160
        assert "nan" not in texts(card)
        assert len(card.title) <= 90
