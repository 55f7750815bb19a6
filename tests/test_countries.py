"""Cards on where countries stand: what their charts and tables hold, and what they leave out."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.card_contents import assert_small_and_worded, drawn, texts
from tests.given_index import FOUR, NORDIC, PLAIN, facts, field, years
from trends.cards.card import Card
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import maps as index_maps
from trends.subjects.indices.facts import against_others

BEFORE = {"Norway": 0.8, "Kenya": 0.4, "Chile": 0.85, "Japan": 0.6}
LETTERS = {"Norway": "A", "Kenya": "B", "Chile": "A", "Japan": "D"}
LETTER_SOURCE = {"unit": "group", "higher_is_better": False, "indicator_name": "Band"}


def labels(frame: pd.DataFrame) -> list[str]:
    """Return the labels of plotted rows with plain spaces."""
    return [" ".join(label.replace("\u2007", " ").split()) for label in frame["label"]]


# The dot plot ---------------------------------------------------------------------------------------------------------


def test_a_small_group_has_a_row_for_every_country_best_first() -> None:
    plotted = index_cards.plotted(facts(FOUR, "Chile"))
    assert labels(plotted) == ["1 Norway", "2 Chile", "3 Japan", "4 Kenya"]
    assert plotted["text"].tolist() == ["0.90", "0.70", "0.60", "0.50"]
    assert plotted["strong"].tolist() == [False, True, False, False]


def test_a_large_group_has_its_ends_and_the_neighbours_of_the_own_country_and_says_every_gap() -> None:
    plotted = index_cards.plotted(facts(field(60), "ABaland", "BAaland", "ADaland"))
    # ABaland is 2nd; BAaland, 27th, is chosen too but only the own country has neighbours.
    assert [label.split()[0] for label in labels(plotted)] == [
        *map(str, range(1, 6)), "…", "27", "…", "60",
    ]  # fmt: skip
    assert [label for label in labels(plotted) if label.startswith("…")] == ["… 21 more between", "… 32 more between"]
    plotted = index_cards.plotted(facts(field(60), "BAaland"))
    assert labels(plotted) == [
        "1 AAaland", "… 22 more between", "24 AXaland", "25 AYaland", "26 AZaland", "27 BAaland", "28 BBaland",
        "29 BCaland", "30 BDaland", "… 29 more between", "60 CHaland",
    ]  # fmt: skip


def test_without_a_choice_a_large_group_has_both_its_ends() -> None:
    plotted = index_cards.plotted(facts(field(60)))
    assert [label.split()[0] for label in labels(plotted)] == [*map(str, range(1, 11)), "…", "58", "59", "60"]


def test_a_chosen_country_stands_among_its_neighbours_in_a_group_of_many_and_a_strip_holds_all() -> None:
    few, many = (index_cards.dots_card(facts(field(count), "AKaland")) for count in (20, 21))
    assert len(few.chart.rows) == 20
    assert few.chart.field is None
    # The first, three on each side of the own, the last, and two gaps.
    assert len(many.chart.rows) == 11
    assert len(many.chart.field) == len(many.table) == 21


@pytest.mark.parametrize("count", [45, 46, 60, 193])
@pytest.mark.parametrize("place", [0, 9, 12, 44, -1])
def test_rows_and_gaps_together_are_all_countries(count: int, place: int) -> None:
    values = field(count)
    plotted = index_cards.plotted(facts(values, list(values)[place]))
    has_dot = plotted["number"].notna()
    left_out = sum(int(label.split()[1]) for label in labels(plotted[~has_dot]))
    assert has_dot.sum() + left_out == count
    assert plotted["number"].dropna().is_monotonic_decreasing


def test_places_that_are_shared_are_marked() -> None:
    assert labels(index_cards.plotted(facts({"Norway": 0.9, "Chile": 0.7, "Japan": 0.7}))) == [
        "1 Norway",
        "2= Chile",
        "2= Japan",
    ]


def test_a_chosen_country_outside_the_group_stands_apart_without_a_place() -> None:
    known = facts(
        FOUR, "Norway", outside=["Norway"], group={"name": "EU", "in_sentences": "the European Union", "countries": 27}
    )
    assert labels(index_cards.plotted(known)) == ["1 Chile", "2 Japan", "3 Kenya", "Chosen, not of the group", "Norway"]
    assert index_cards.dots_card(known).table["Place"] == ["1st", "2nd", "3rd", "–"]


def test_what_is_no_ranking_lists_nobody_by_value() -> None:
    known = facts(field(60), "BAaland", "ACaland", before=field(60), **PLAIN)
    # ACaland lies higher; by alphabet it is first all the same, and so would be any other order of values.
    assert labels(index_cards.plotted(known)) == ["ACaland", "BAaland"]
    assert index_cards.plotted(facts(field(60), **PLAIN)).empty
    for card in (index_cards.dots_card(known), index_maps.map_card(known)):
        assert "3rd" not in texts(card)
        assert "27th" not in texts(card)
        assert "rank" not in card.shown.columns
        assert card.shown["country_name"].is_monotonic_increasing
    listed = index_cards.country_table(known, known.everyone)
    assert "Place" not in listed.headings
    assert listed.frame()["Country"].is_monotonic_increasing


def test_the_table_of_what_is_no_ranking_holds_the_spread_and_the_chosen() -> None:
    card = index_cards.dots_card(facts(field(100), "BAaland", **PLAIN))
    assert card.table.frame().to_dict("list") == {
        "Of 100 countries": ["Highest", "A quarter lie above", "Median", "A quarter lie below", "Lowest", "BAaland"],
        "2024": ["1.00", "0.75", "0.51", "0.26", "0.01", "0.74"],
    }


def test_the_strip_holds_every_country_and_a_small_group_has_none() -> None:
    dots = [
        max(
            len(trace["x"])
            for trace in drawn(index_cards.dots_card(facts(field(count))))["data"]
            if trace["mode"] == "markers"
        )
        for count in (45, 46)
    ]
    # 45 countries have a dot each in their rows; 46 have one each in the strip, and only 13 have rows.
    assert dots == [45, 46]
    assert len(index_cards.plotted(facts(field(46)))["number"].dropna()) == 13


def test_the_table_has_the_same_rows_as_the_dots_and_says_where_the_rest_is() -> None:
    known = facts(field(60), "BAaland", before=field(60))
    card = index_cards.dots_card(known)
    plotted = index_cards.plotted(known).dropna(subset=["number"])
    assert card.table["2024"] == plotted["text"].tolist()
    assert card.table.headings == ["Place", "Country", "2024", "2022"]
    # A phone has no room for the edition before.
    assert card.table.folded().headings == ["Place", "Country", "2024"]
    assert card.table.folded().frame().equals(card.table.frame()[["Place", "Country", "2024"]])
    assert card.symbols == ["The page Countries has the full list of all 60."]
    assert len(card.shown) == 60
    assert index_cards.has_full_list(known)
    assert not index_cards.has_full_list(facts(field(45)))


@pytest.mark.parametrize(
    ("chosen", "given", "title"),
    [
        ((), {}, "Openness: from 0.90 to 0.50; half of countries lie between 0.57 and 0.75"),
        (("Kenya",), {}, "Kenya: 4th of 4 in Openness, below the median"),
        ((), PLAIN, "Openness: median 0.65; half of countries lie between 0.57 and 0.75"),
        (("Kenya",), PLAIN, "Kenya: 0.50 in Openness, below the median of 0.65"),
        (
            ("Kenya",),
            {"editions": years((2024, 4), (2022, 38))},
            "Openness: Kenya 0.50; values were read for 4 of 38 countries",
        ),
    ],
)
def test_the_title_is_what_may_be_said(chosen: tuple[str, ...], given: dict[str, Any], title: str) -> None:
    assert index_cards.dots_card(facts(FOUR, *chosen, **given)).title == title


def test_an_edition_read_in_part_has_neither_places_nor_a_median_drawn() -> None:
    known = facts(FOUR, "Chile", editions=years((2024, 4), (2022, 38)))
    assert labels(index_cards.plotted(known)) == ["Norway", "Chile", "Japan", "Kenya"]
    card = index_cards.dots_card(known)
    assert card.table.headings == ["Country", "2024"]
    assert "annotations" not in drawn(card)["layout"]
    (median,) = drawn(index_cards.dots_card(facts(FOUR)))["layout"]["annotations"]
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
    axis = drawn(index_cards.dots_card(known))["layout"]["xaxis"]
    assert axis["ticktext"] == marks
    assert sum(step["countries"] for step in index_maps.map_steps(known).steps) == 2


def test_a_file_of_what_is_shown_carries_what_one_needs_to_cite_it() -> None:
    shown = index_cards.dots_card(facts(FOUR, "Chile", before=BEFORE)).shown.set_index("country_name")
    chile = shown.loc["Chile"]
    assert (chile["value"], chile["before"], chile["rank"], chile["year"], chile["year_before"]) == (
        0.7, 0.85, 2, 2024, 2022,
    )  # fmt: skip
    assert (chile["caution"], chile["source_url"], chile["unit"], chile["method"]) == (
        "Experts visit few sites.",
        "https://example.org/index/data.csv",
        "index_0_1",
        "Visits",
    )


def test_all_rows_behind_a_card_are_those_of_its_indicator() -> None:
    assert index_cards.dots_card(facts(FOUR)).behind == ("indicators", {"indicator": ["service_open"]})


# The map --------------------------------------------------------------------------------------------------------------


def test_the_map_has_even_steps_and_its_table_names_the_countries_on_each() -> None:
    steps = index_maps.map_steps(facts(FOUR)).steps
    assert {name: [step[name] for step in steps] for name in steps[0]} == {
        "level": [3, 2, 1, 0],
        "label": ["0.8 to 0.9", "0.7 to under 0.8", "0.6 to under 0.7", "0.5 to under 0.6"],
        "countries": [1, 1, 1, 1],
        "names": ["Norway", "Chile", "Japan", "Kenya"],
    }


def test_a_value_on_a_bound_belongs_to_the_step_above_and_the_highest_closes_the_last() -> None:
    steps = index_maps.map_steps(facts({"Norway": 1.0, "Kenya": 0.8, "Chile": 0.79, "Japan": 0.05})).steps
    assert {step["label"]: step["names"] for step in steps} == {
        "0.8 to 1": "Kenya, Norway",
        "0.6 to under 0.8": "Chile",
        "0.4 to under 0.6": "",
        "0.2 to under 0.4": "",
        "0 to under 0.2": "Japan",
    }


def test_the_map_tells_of_regions_where_they_have_countries_enough() -> None:
    names = list(field(12))
    region = {name: "Asia" if place < 6 else "Africa" for place, name in enumerate(names)}
    card = index_maps.map_card(facts(field(12), region=region))
    assert card.title == "Openness: median from 0.29 in Africa to 0.79 in Asia"
    assert card.about[0] == "Median by region, with the number of countries: Asia 0.79 (6); Africa 0.29 (6)."
    few = {name: "Asia" if place < 8 else "Africa" for place, name in enumerate(names)}
    assert index_maps.map_card(facts(field(12), region=few)).title == "Openness: 3 of 12 countries at 0.8 to 1"
    # Regions are not ranked either by an index that is no ranking.
    assert (
        index_maps.map_card(facts(field(12), region=region, **PLAIN)).title == "Openness: 3 of 12 countries at 0.8 to 1"
    )


def test_letters_are_a_table_by_group_without_an_axis_and_a_map() -> None:
    known = facts(LETTERS, "Kenya", source=LETTER_SOURCE)
    card = index_maps.letters_card(known)
    assert card.chart is None
    assert card.title == "Band: Kenya is in group B"
    assert card.table.frame().to_dict("list") == {
        "Group": ["A", "B", "D"],
        "Number": ["2", "1", "1"],
        "Countries": ["Chile, Norway", "Kenya", "Japan"],
    }
    places = index_maps.map_card(known)
    assert places.title == "Band: 2 of 4 countries in group A"
    assert [note["text"] for note in drawn(places)["layout"]["annotations"]] == ["D", "B", "A", "no value"]
    assert index_cards.country_table(known, known.everyone).frame().to_dict("list") == {
        "Country": ["Chile", "Norway", "Kenya", "Japan"],
        "2024": ["A", "A", "B", "D"],
    }


# A group against all others -------------------------------------------------------------------------------------------


def against(median: float, others: int = 20, **given: Any) -> Card:
    known = facts(field(5), group=NORDIC, **given)
    beside = {"countries": others, "median": median, "methods": 1}
    return index_cards.dots_card(replace(known, against=against_others(known, beside)))


def test_the_table_ends_with_both_medians_and_the_verdict() -> None:
    # Of 1, 0.8, 0.6, 0.4 and 0.2 the middle is 0.6.
    card = against(0.45, before=field(5))
    assert card.table.frame().tail(3).to_numpy().tolist() == [
        ["–", "Median of the group", "0.60", "–"],
        ["–", "Median of the 20 others", "0.45", "–"],
        ["–", "Group against the others", "▲ above (+0.15)", "–"],
    ]
    assert len(card.table) == 8


def test_the_file_carries_the_verdict_on_every_row() -> None:
    shown = against(0.45).shown
    columns = ["group_median", "others", "others_median", "group_less_others", "group_against_others", "reason"]
    assert shown[columns].drop_duplicates().to_numpy().tolist() == [[0.6, 20, 0.45, 0.15, "above", ""]]
    assert "group_median" not in index_cards.dots_card(facts(FOUR)).shown


@pytest.mark.parametrize(
    ("given", "reason"),
    [({"others": 3}, "fewer than 5 other countries have a value"), (PLAIN, "the index is not meant as a ranking")],
)
def test_what_cannot_be_told_of_a_group_is_said_in_the_table_without_a_median(
    given: dict[str, Any], reason: str
) -> None:
    card = against(0.45, **given)
    assert f"? cannot tell ({reason})" in card.table["2024"]
    assert "Median of the" not in card.table.frame().to_string()
    assert card.shown["others_median"].isna().all()
    assert card.shown["group_median"].isna().all()


# All cards ------------------------------------------------------------------------------------------------------------


def test_every_card_is_small_and_has_its_words() -> None:
    values = field(198)
    known = facts(values, *list(values)[100:106], before=values)
    for card in (index_cards.dots_card(known), index_maps.map_card(known)):
        assert_small_and_worded(card)
