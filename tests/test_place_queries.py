"""The questions on places: given the small evidence (or rows added to it), these rows and no others."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests import tiny_evidence
from tests.test_country_queries import add, lines
from trends.store.store import Store

NO_FILTERS: dict[str, list[str]] = {"sector": [], "year": [], "survey": [], "theme": []}
STANDS = ("indicator", "country", "year", "number", "place", "tied", "behind", "countries")
MOVED = ("indicator", "country", "year_before", "before", "place_before", "place_now", "countries_both")


def standings(
    store: Store, *places: str, least: int = 1, years: tuple[int, ...] = (), theme: tuple[str, ...] = ()
) -> pd.DataFrame:
    found = store.ask("place_standings", place=list(places), least=least, years=list(years), theme=list(theme))
    if len(places) == 1 and not years:
        # What marks the newest edition of each place was worked out by the build.
        newest = store.ask("place_newest", place=list(places), theme=list(theme))
        pd.testing.assert_frame_equal(newest, found)
    return found


def ranked(folder: Path) -> None:
    """Let the publisher of the index say that it is a ranking."""
    tiny_evidence.change(folder, "series", "service_index", "ranked", "true")


def add_members(folder: Path) -> None:
    """Add a group, OECD members, which holds the United Kingdom and Norway, with a figure and a value of its own."""
    tiny_evidence.append(
        folder, "countries", "INTL", country="MEMB", name="OECD members", kind="aggregate", stands_for="OECD"
    )
    tiny_evidence.append(folder, "findings", "health-24-intl-skills", finding_id="health-24-memb", country="MEMB")
    add(folder, "service_total", 2024, "MEMB", "81")


# place_standings ------------------------------------------------------------------------------------------------------


def test_a_place_stands_in_each_indicator_that_measures_it(tiny: Path, changed: Callable[[], Store]) -> None:
    ranked(tiny)
    assert lines(standings(changed(), "GBR"), *STANDS) == [
        # A letter has no place.
        "service_band GBR 2024 - - False - 3",
        # Less is better: Norway has 2.5, Kenya 31.
        "service_offline GBR 2024 4 2 False 1 3",
        "service_open GBR 2024 0.75 2 False 0 2",
        # Kenya has 75 as well.
        "service_total GBR 2024 75 2 True 0 3",
    ]


def test_a_change_of_place_is_one_among_those_measured_in_both_editions(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    ranked(tiny)
    # A country that only the last edition measures, better than all, moves nobody.
    tiny_evidence.append(tiny, "countries", "KEN", country="UGA", name="Uganda", iso2="UG")
    add(tiny, "service_total", 2024, "UGA", "99")
    found = standings(changed(), "KEN", "NOR", "UGA", theme=("budget_value",))
    total = found[found["indicator"] == "service_total"]
    assert lines(total, *MOVED) == [
        "service_total KEN 2023 45 3 2 3",
        "service_total NOR 2023 90 1 1 3",
        "service_total UGA - - - - -",
    ]
    assert lines(total, "country", "place", "countries") == ["KEN 3 4", "NOR 2 4", "UGA 1 4"]


def test_an_index_that_is_no_ranking_gives_values_and_no_places(tiny_store: Store) -> None:
    found = standings(tiny_store, "NOR")
    assert lines(found, "indicator", "number", "place", "place_before", "behind") == [
        "service_band - - - -",
        "service_offline 2.5 - - -",
        "service_open 1 - - -",
        "service_total 87 - - -",
    ]
    assert not found["ranked"].any()


def test_the_median_of_a_region_says_of_how_many_countries(tiny_store: Store) -> None:
    # Norway and the United Kingdom: (87 + 75) / 2; (2.5 + 4) / 2; (1 + 0.75) / 2.
    assert lines(standings(tiny_store, "GBR"), "indicator", "region_median", "region_countries") == [
        "service_band - -",
        "service_offline 3.25 2",
        "service_open 0.875 2",
        "service_total 81 2",
    ]


def test_the_edition_is_the_last_that_measured_enough_of_the_places(tiny: Path, changed: Callable[[], Store]) -> None:
    for country, value in (("GBR", "0.5"), ("NOR", "0.6"), ("KEN", "0.7")):
        add(tiny, "service_open", 2023, country, value)
    store = changed()

    def editions(*places: str, least: int) -> list[str]:
        found = standings(store, *places, least=least)
        return lines(found[found["indicator"] == "service_open"], "country", "year")

    # 2024 has no Kenya.
    assert editions("GBR", "KEN", least=1) == ["GBR 2024"]
    assert editions("GBR", "KEN", least=2) == ["GBR 2023", "KEN 2023"]
    assert editions("GBR", "KEN", "NOR", least=2) == ["GBR 2024", "NOR 2024"]
    assert editions("KEN", least=1) == ["KEN 2023"]


def test_chosen_years_and_themes_choose_among_editions_and_indicators(tiny_store: Store) -> None:
    assert lines(standings(tiny_store, "GBR", years=(2022, 2023)), "indicator", "year") == ["service_total 2023"]
    assert standings(tiny_store, "GBR", years=(1999,)).empty
    assert lines(standings(tiny_store, "GBR", theme=("skills_workforce",)), "indicator") == ["service_offline"]


def test_an_edition_read_in_part_is_shown_only_where_its_year_is_chosen_and_gives_no_place(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    ranked(tiny)
    # One of the three countries of the fullest edition.
    add(tiny, "service_offline", 2025, "GBR", "3")
    store = changed()
    told = ("indicator", "year", "place", "partial")
    usual = standings(store, "GBR", theme=("skills_workforce",))
    assert lines(usual, *told) == ["service_offline 2024 2 False"]
    chosen = standings(store, "GBR", years=(2025,), theme=("skills_workforce",))
    assert lines(chosen, *told) == ["service_offline 2025 - True"]


def test_a_group_has_a_value_and_no_place_and_takes_none_from_others(tiny: Path, changed: Callable[[], Store]) -> None:
    ranked(tiny)
    add_members(tiny)
    found = standings(changed(), "MEMB", "NOR", theme=("budget_value",))
    total = found[found["indicator"] == "service_total"]
    assert lines(total, "country", "number", "place", "countries") == ["MEMB 81 - 3", "NOR 87 1 3"]


# place_list, place_surveyed -------------------------------------------------------------------------------------------


def test_countries_and_groups_with_evidence_have_a_page(tiny: Path, changed: Callable[[], Store]) -> None:
    add_members(tiny)
    # Nothing is known of Uganda.
    tiny_evidence.append(tiny, "countries", "KEN", country="UGA", name="Uganda", iso2="UG")
    # Several countries are no place; Norway has a survey of councils and answers of named bodies.
    assert lines(changed().ask("place_list"), "country", "kind", "surveys") == [
        "KEN country 1",
        "NOR country 2",
        "MEMB aggregate 1",
        "GBR country 3",
    ]


def test_surveys_are_counted_by_country_as_far_as_filters_select_them(tiny_store: Store) -> None:
    assert lines(tiny_store.ask("place_surveyed", **NO_FILTERS), "country", "surveys") == ["GBR 3", "KEN 1", "NOR 1"]
    chosen = NO_FILTERS | {"theme": ["budget_value"]}
    assert lines(tiny_store.ask("place_surveyed", **chosen), "country", "surveys") == ["GBR 2", "NOR 1"]


# place_surveys --------------------------------------------------------------------------------------------------------


def test_surveys_of_a_place_come_before_those_of_groups(tiny: Path, changed: Callable[[], Store]) -> None:
    add_members(tiny)
    found = changed().ask("place_surveys", country=["NOR", "MEMB"], **NO_FILTERS)
    assert lines(found, "survey", "country", "last_year", "figures", "base_n", "in_parts") == [
        "council_survey NOR 2024 2 30 False",
        "health_poll MEMB 2024 1 - False",
    ]


def test_the_base_of_a_survey_is_that_of_its_last_year(tiny_store: Store) -> None:
    found = tiny_store.ask("place_surveys", country=["GBR"], **NO_FILTERS)
    # The poll of hospitals had 40 answers in 2023 and 8 in 2024.
    assert lines(found, "survey", "figures", "base_n") == [
        "council_survey 24 150",
        "health_poll 6 8",
        "body_register 2 2",
    ]
    assert found["years"].map(list).tolist() == [[2021, 2022, 2023, 2024], [2023, 2024], [2023, 2024]]


def test_where_every_figure_is_of_a_region_the_survey_is_one_of_parts(tiny: Path, changed: Callable[[], Store]) -> None:
    like = "barriers-24-gbr-skills-london"
    tiny_evidence.append(tiny, "findings", like, finding_id="nairobi", country="KEN", region="Nairobi")
    found = changed().ask("place_surveys", country=["KEN"], **NO_FILTERS)
    assert lines(found, "survey", "in_parts") == ["council_survey True", "health_poll False"]
