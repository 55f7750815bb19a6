"""Cards on how countries changed: which countries have a line or a panel, and what is said of the change."""

from typing import Any

import pandas as pd
import pytest

from tests.card_contents import assert_small_and_worded, drawn
from tests.given_index import FOUR, NORDIC, PLAIN, facts, field, years
from trends.cards.card import Card, texts_of
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import trends as index_trends
from trends.words.text import join, plain

# Trends ---------------------------------------------------------------------------------------------------------------


def trend(*lines: tuple[str, dict[int, float]], methods: dict[int, str] | None = None) -> pd.DataFrame:
    """Return lines as ``queries/indices/indicator_trend.sql`` gives them; that of the median has an empty code."""
    return pd.DataFrame(
        [
            {
                "country": code or None,
                "country_name": {"NOR": "Norway", "KEN": "Kenya"}.get(code, "Median"),
                "year": year,
                "method": (methods or {}).get(year, "Visits"),
                "method_words": (methods or {}).get(year, "Visits"),
                "number": number,
                "lower": float("nan") if code else number - 0.1,
                "upper": float("nan") if code else number + 0.1,
                "countries": None if code else 7,
                "source_url": f"https://index.test/{year}" if code else None,
            }
            for code, values in lines
            for year, number in values.items()
        ]
    ).astype({"countries": "Int64", "country": "str"})


def test_only_editions_made_in_the_same_way_make_a_trend() -> None:
    assert not index_facts.compares(years((2022, 4), (2024, 4), methods={2024: "Other visits"}))
    assert not index_facts.compares(years((2024, 4)))
    assert index_facts.compares(years((2020, 4), (2022, 4), (2024, 4), methods={2024: "Other visits"}))


def test_without_a_choice_the_ends_of_the_field_are_drawn_and_of_no_ranking_nobody() -> None:
    assert index_facts.trend_countries(facts(FOUR)) == ["NOR", "KEN"]
    assert index_facts.trend_countries(facts(FOUR, **PLAIN)) == []


def test_chosen_countries_are_told_of_the_own_one_first() -> None:
    values = field(60)
    known = facts(values, *list(values)[20:27][::-1])
    assert index_facts.trend_countries(known) == ["BAA", "AUA", "AVA", "AWA", "AXA", "AYA", "AZA"]


@pytest.mark.parametrize(("chosen", "panels"), [(3, False), (4, False), (5, True)])
def test_more_countries_than_lines_can_be_told_apart_have_panels(chosen: int, panels: bool) -> None:
    assert index_facts.in_panels(facts(field(60), *list(field(60))[:chosen])) == panels


ASIA = {"name": "Asia", "in_sentences": "Asia", "countries": 51}


def test_without_a_choice_a_group_has_panels_and_all_countries_together_have_none() -> None:
    assert index_facts.trend_countries(facts(FOUR, group=ASIA)) == ["NOR", "CHI", "JAP", "KEN"]
    assert not index_facts.in_panels(facts(FOUR, group=ASIA))
    assert index_facts.in_panels(facts(field(5), group=ASIA))
    assert not index_facts.in_panels(facts(field(193)))
    # One chosen country stands beside the median and its band.
    assert not index_facts.in_panels(facts(field(60), "ABaland", group=ASIA))


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
    assert index_facts.panel_countries(facts(field(count), group=ASIA)) == [codes[place] for place in places]


def test_nobody_is_picked_by_value_from_what_is_no_ranking() -> None:
    assert index_facts.trend_countries(facts(field(13), group=ASIA, **PLAIN)) == []
    assert len(index_facts.panel_countries(facts(field(12), group=ASIA, **PLAIN))) == 12


def test_of_very_many_chosen_countries_the_own_one_and_some_evenly_apart_have_a_panel() -> None:
    names = list(field(60))[:22]
    codes = [name[:3].upper() for name in names]
    # The own one is the 5th; of the 21 others every second has a panel, the highest and the lowest among them.
    others = [*codes[:4], *codes[5:]]
    own_first = [names[4], *names]
    assert index_facts.panel_countries(facts(field(60), *own_first)) == [codes[4], *others[::2]]
    by_alphabet = index_facts.panel_countries(facts(field(60), *names[::-1], **PLAIN))
    assert by_alphabet == [codes[-1], *codes[:11]]


@pytest.mark.parametrize(
    ("values", "methods", "title"),
    [
        ({2020: 0.5, 2024: 0.9}, {}, "Openness: Norway up from 0.50 in 2020 to 0.90 in 2024"),
        ({2020: 0.9, 2024: 0.5}, {}, "Openness: Norway down from 0.90 in 2020 to 0.50 in 2024"),
        ({2020: 0.5, 2024: 0.501}, {}, "Openness: Norway 0.50 in 2024, as in 2020"),
        ({2020: 0.5, 2022: 0.6, 2024: 0.9}, {2020: "x"}, "Openness: Norway up from 0.60 in 2022 to 0.90 in 2024"),
        ({2020: 0.5, 2024: 0.9}, {2020: "x"}, "Openness: Norway 0.90 in 2024, with no comparable edition before"),
    ],
)
def test_the_trend_is_told_within_one_method(values: dict[int, float], methods: dict[int, str], title: str) -> None:
    given = trend(("NOR", values), ("", values), methods=methods)
    assert index_trends.trend_card(facts(FOUR, "Norway"), given).title == title


def test_the_median_leaves_out_what_was_read_in_part_but_a_country_keeps_its_value() -> None:
    values = {2020: 0.5, 2022: 0.6, 2024: 0.9}
    known = facts(FOUR, "Norway", editions=years((2024, 4), (2022, 1), (2020, 4)))
    card = index_trends.trend_card(known, trend(("NOR", values), ("", values)))
    assert card.table.frame().to_dict("list") == {
        "Edition": ["2024", "2022", "2020"],
        "Norway": ["0.90", "0.60", "0.50"],
        "Median": ["0.90", "[x]", "0.50"],
    }
    assert "The median and its band leave out what was read in part: 2022." in card.about
    assert card.symbols == ["[x] not asked, not published or not read."]


def test_the_own_country_leads_the_table_of_a_trend_and_the_median_ends_it() -> None:
    given = trend(("KEN", {2024: 0.5}), ("", {2024: 0.6}), ("NOR", {2024: 0.9}))
    assert index_trends.trend_card(facts(FOUR, "Norway", "Kenya"), given).table.headings == [
        "Edition",
        "Norway",
        "Kenya",
        "Median",
    ]


def test_the_words_for_a_trend_put_nobody_above_another_in_what_is_no_ranking() -> None:
    given = trend(("NOR", {2020: 0.5, 2024: 0.6}), ("KEN", {2020: 0.5, 2024: 0.9}), ("", {2020: 0.5, 2024: 0.7}))
    ranked = index_trends.trend_card(facts(FOUR, "Norway", "Kenya"), given).alt
    assert "Highest at the end: Kenya 0.90; lowest: Norway 0.60." in ranked
    unranked = index_trends.trend_card(facts(FOUR, "Norway", "Kenya", **PLAIN), given).alt
    assert "At the end: Norway 0.60; Median 0.70." in unranked
    assert "ighest" not in unranked


def test_a_table_of_a_trend_marks_the_break_and_fits_a_phone() -> None:
    given = trend(("NOR", {2020: 0.5, 2024: 0.9}), ("", {2020: 0.4, 2024: 0.6}), methods={2020: "x"})
    wide = index_trends.trend_card(facts(FOUR, "Norway"), given).table
    narrow = wide.folded()
    assert narrow.headings == ["Edition", "Values"]
    assert wide["Edition"] == narrow["Edition"] == ["2024, method changed", "2020"]
    assert narrow["Values"] == ["Norway 0.90, Median 0.60", "Norway 0.50, Median 0.40"]


def test_words_in_headings_are_explained_as_the_table_is_drawn() -> None:
    given = trend(("NOR", {2020: 0.5, 2024: 0.9}), ("", {2020: 0.4, 2024: 0.6}))
    card = index_trends.trend_card(facts(FOUR, "Norway"), given)
    wide, narrow = texts_of(card), texts_of(card, narrow=True)
    assert wide[2:5] == ["Edition", "Norway", "Median"]
    assert narrow[2:4] == ["Edition", "Values"]
    assert wide[5:] == narrow[4:]


def test_a_trend_says_which_editions_do_not_compare_and_why() -> None:
    values = {2020: 0.5, 2022: 0.6, 2024: 0.9}
    broken = trend(("NOR", values), ("", values), methods={2020: "Desk study", 2022: "Visits", 2024: "Visits"})
    about = [plain(each) for each in index_trends.trend_card(facts(FOUR, "Norway"), broken).about]
    said = [each for each in about if each.startswith("Method changed")]
    assert said == [
        "Method changed between 2020 and 2022, so the two are not compared. In 2020: Desk study. In 2022: Visits."
    ]
    whole = trend(("NOR", values), ("", values))
    assert "Method changed" not in plain(join(" ", index_trends.trend_card(facts(FOUR, "Norway"), whole).about))


# Panels ---------------------------------------------------------------------------------------------------------------


def many(count: int, *chosen: str, **given: Any) -> Card:
    """Return the card of the trend of so many countries: the first rises by 0.1 from 2020 to 2024, the last falls."""
    known = facts(field(count), *chosen, **given)
    told = field(count)
    first, *_, last = told
    before = told | {first: told[first] - 0.1, last: told[last] + 0.1}
    lines = [
        (name[:3].upper(), {2020: before[name], 2022: 0.5, 2024: told[name]})
        for name in told
        if name[:3].upper() in index_facts.trend_countries(known)
    ]
    frame = trend(*lines, ("", {2020: 0.4, 2022: 0.45, 2024: 0.5}))
    frame["country_name"] = ["Median" if not isinstance(code, str) else f"{code[:2]}aland" for code in frame["country"]]
    return index_trends.trend_card(known, frame)


def panel_names(card: Card) -> list[str]:
    """Return the names at the head of panels, in order."""
    heads = [note for note in drawn(card)["layout"]["annotations"] if "domain" in str(note["xref"])]
    return [str(note["text"]).partition("</b>")[0].removeprefix("<b>") for note in heads]


def test_the_panels_of_a_group_run_from_its_best_to_its_worst_and_the_table_holds_all() -> None:
    card = many(14, group=NORDIC)
    # Every 13/11th: the 4th and the 11th have none.
    assert panel_names(card) == [f"A{letter}aland" for letter in "ABCEFGHIJLMN"]
    assert card.table["Country"] == [*field(14), "Median of Northern Europe"]
    assert card.table.headings == ["Country", "2024", "2022", "2020"]
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
    assert not [paragraph for paragraph in card.about if "have a panel" in plain(paragraph)]


def test_the_own_country_has_the_first_panel_and_the_title() -> None:
    card = many(6, *[f"A{letter}aland" for letter in "CABDE"])
    assert panel_names(card) == [f"A{letter}aland" for letter in "CABDE"]
    assert card.title == "Openness: ACaland 0.67 in 2024, as in 2020"


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
        ({}, "Openness: of 6 countries, 1 up, 1 down and 4 unchanged, 2020 to 2024"),
        # What was read in part is no edition to count from: the middle one is 0.5 for all.
        (
            {"editions": years((2024, 6), (2022, 6), (2020, 2))},
            "Openness: of 6 countries, 3 up, 2 down and 1 unchanged, 2022 to 2024",
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
    card = index_trends.trend_card(facts(field(5), group=NORDIC), frame)
    assert card.title == "Openness: all 5 countries up, 2022 to 2024"
    assert card.table.headings == ["Country", "2024", "2022, method changed", "2020"]


def test_the_table_of_panels_fits_a_phone() -> None:
    lines = pd.DataFrame({"line": ["Norway", "Norway", "Kenya"], "year": [2022, 2024, 2024], "text": ["1", "2", "3"]})
    assert index_trends.panel_table(lines, {2022: "a", 2024: "a"}).folded().frame().to_dict("list") == {
        "Country": ["Norway", "Kenya"],
        "Values": ["2024 2, 2022 1", "2024 3, 2022 [x]"],
    }


# All cards ------------------------------------------------------------------------------------------------------------


def test_every_card_is_small_and_has_its_words() -> None:
    lines = trend(*[(code, dict.fromkeys(range(2003, 2025), 0.5)) for code in ("NOR", "KEN", "")])
    long = dict.fromkeys([f"{chr(65 + place)} very long name of a country" for place in range(14)], 0.123456)
    panels = trend(*[(name[:3].upper(), dict.fromkeys(range(2013, 2025), 0.123456)) for name in ("", *long)])
    panels["country_name"] = [f"{code} very long name of a country" for code in panels["country"]]
    for card in (
        index_trends.trend_card(facts(FOUR, "Norway"), lines),
        index_trends.trend_card(facts(long, group=NORDIC), panels),
    ):
        assert_small_and_worded(card)
