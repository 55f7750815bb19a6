"""The questions on indices of countries: given the small evidence (or rows added to it), these rows and no others."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests import tiny_evidence
from trends.store.store import Store

VISITS = "Visits by two experts"


def lines(frame: pd.DataFrame, *columns: str) -> list[str]:
    """Return rows as words, a hyphen where nothing is known."""
    rows = frame[list(columns)].astype(object)
    return [
        " ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in row)
        for row in rows.where(rows.notna(), "-").to_numpy().tolist()
    ]


def add(folder: Path, indicator: str, year: int, country: str, value: str, method: str = VISITS) -> None:
    tiny_evidence.append(
        folder,
        "indicator_values",
        ("service_total", "2024", "GBR"),
        indicator=indicator,
        year=str(year),
        country=country,
        value=value,
        method=method,
    )


# indicator_list -------------------------------------------------------------------------------------------------------


def test_indicators_are_listed_with_their_reach_in_countries_not_in_groups_of_them(tiny_store: Store) -> None:
    listed = tiny_store.ask("indicator_list", theme=[])
    # The total of several countries together is no country's, so it has 9 readings and not 10.
    assert lines(listed, "indicator", "countries", "years", "first_year", "last_year", "readings") == [
        "service_total 3 3 2022 2024 9",
        "service_band 3 1 2024 2024 3",
        "service_offline 3 1 2024 2024 3",
        "service_open 2 1 2024 2024 2",
    ]
    assert lines(listed.head(1), "indicator_name", "series_name", "unit", "caution", "theme_name") == [
        "Total Service index score_0_100 It is not a ranking of countries. Budget and value for money"
    ]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"theme": ["skills_workforce"]}, ["service_offline 3"]),
        ({"theme": ["cyber_resilience", "skills_workforce"]}, ["service_offline 3", "service_open 2"]),
        ({"theme": ["legacy_technical_debt"]}, []),
    ],
)
def test_filters_narrow_the_list_of_indicators(
    tiny_store: Store, chosen: dict[str, list[str]], found: list[str]
) -> None:
    assert lines(tiny_store.ask("indicator_list", **chosen), "indicator", "countries") == found


# indicator_years ------------------------------------------------------------------------------------------------------


def test_editions_come_last_first_with_their_method(tiny_store: Store) -> None:
    years = tiny_store.ask("indicator_years", indicator="service_total")
    assert lines(years, "year", "method", "countries", "partial", "fullest") == [
        f"2024 {VISITS} 3 False 3",
        f"2023 {VISITS} 3 False 3",
        "2022 Visits by one expert 3 False 3",
    ]


def test_an_edition_with_under_half_the_countries_of_the_fullest_is_partial(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    tiny_evidence.append(tiny, "countries", "KEN", country="UGA", name="Uganda", iso2="UG")
    add(tiny, "service_open", 2022, "GBR", "0.5")
    for country, value in (("GBR", "0.5"), ("NOR", "0.5")):
        add(tiny, "service_open", 2023, country, value)
    for country in ("KEN", "UGA"):
        add(tiny, "service_open", 2024, country, "0.5")
    years = changed().ask("indicator_years", indicator="service_open")
    # Two of four are half, which is enough.
    assert lines(years, "year", "countries", "partial") == ["2024 4 False", "2023 2 False", "2022 1 True"]


def test_an_indicator_with_under_a_quarter_of_the_countries_of_its_index_is_read_in_part_in_every_edition(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    for code in ("UGA", "TZA"):
        tiny_evidence.append(tiny, "countries", "KEN", country=code, name=code, iso2=code[:2])
        add(tiny, "service_total", 2024, code, "50")
    store = changed()
    columns = ("year", "countries", "partial", "fullest")
    # Two of five countries are its own matter: an index may be about some countries alone in a part of it.
    assert lines(store.ask("indicator_years", indicator="service_open"), *columns) == ["2024 2 False 2"]
    tiny_evidence.remove(tiny, "indicator_values", "service_open", "2024", "NOR")
    assert lines(changed().ask("indicator_years", indicator="service_open"), *columns) == ["2024 1 True 5"]


# indicator_pair -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "peers", "found"),
    [
        # Where less is better the lowest is first; a group of countries has no place among them.
        ("service_offline", "", ["KEN 75 31 2 3", "NOR 87 2.5 1 1", "GBR 75 4 2 2"]),
        ("service_offline", "Europe", ["NOR 87 2.5 1 1", "GBR 75 4 2 2"]),
        # Places are those among the countries that have a value of both.
        ("service_open", "", ["NOR 87 1 1 1", "GBR 75 0.75 2 2"]),
        # Letters are no numbers.
        ("service_band", "", []),
    ],
)
def test_two_indicators_stand_side_by_side_for_the_countries_of_both(
    tiny_store: Store, other: str, peers: str, found: list[str]
) -> None:
    rows = tiny_store.ask(
        "indicator_pair", indicator="service_total", year=2024, other=other, other_year=2024, peers=peers
    )
    assert lines(rows, "country", "number", "other_number", "place", "other_place") == found


# indicator_year -------------------------------------------------------------------------------------------------------


def year(store: Store, indicator: str, of: int = 2024, peers: str = "", country: tuple[str, ...] = ()) -> pd.DataFrame:
    return store.ask("indicator_year", indicator=indicator, year=of, peers=peers, country=list(country))


PLACES = ("country", "number", "place", "tied", "before", "place_before", "year_before", "in_group")


def test_countries_come_best_first_with_shared_places_and_the_comparable_edition_before(tiny_store: Store) -> None:
    assert lines(year(tiny_store, "service_total"), *PLACES) == [
        "NOR 87 1 False 90 1 2023 True",
        # By name: Kenya before the United Kingdom.
        "KEN 75 2 True 45 3 2023 True",
        "GBR 75 2 True 72 2 2023 True",
    ]


def test_an_edition_made_in_another_way_is_not_the_one_before(tiny_store: Store) -> None:
    assert lines(year(tiny_store, "service_total", 2023), "country", "before", "year_before") == [
        "NOR - -",
        "GBR - -",
        "KEN - -",
    ]


def test_where_less_is_better_the_lowest_is_first(tiny_store: Store) -> None:
    assert lines(year(tiny_store, "service_offline"), "country", "number", "place") == [
        "NOR 2.5 1",
        "GBR 4 2",
        "KEN 31 3",
    ]


def test_letters_have_no_places_and_stand_by_letter_and_name(tiny_store: Store) -> None:
    assert lines(year(tiny_store, "service_band"), "country", "value", "number", "place", "tied") == [
        "NOR A - - False",
        "GBR A - - False",
        "KEN B - - False",
    ]


@pytest.mark.parametrize(
    ("peers", "found"),
    [
        ("Europe", ["NOR 1 2", "GBR 2 2"]),
        ("Sub-Saharan Africa", ["KEN 1 1"]),
        ("Lower middle income", ["KEN 1 1"]),
        ("OECD", ["NOR 1 2", "GBR 2 2"]),
        ("G7", ["GBR 1 1"]),
        ("Atlantis", []),
    ],
)
def test_places_are_those_among_the_group(tiny_store: Store, peers: str, found: list[str]) -> None:
    assert lines(year(tiny_store, "service_total", peers=peers), "country", "place", "countries") == found


def test_chosen_ones_outside_the_group_follow_without_a_place_and_change_no_other(tiny_store: Store) -> None:
    found = year(tiny_store, "service_total", peers="OECD", country=("KEN", "INTL", "GBR"))
    assert lines(found, "country", "number", "place", "in_group", "countries") == [
        "NOR 87 1 True 2",
        "GBR 75 2 True 2",
        "INTL 79 - False 2",
        "KEN 75 - False 2",
    ]
    # KEN has the same value as GBR, but is not of the group.
    assert not found["tied"].any()


def test_a_change_of_place_is_among_the_countries_that_both_editions_measured(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    # Kenya, which was first of three, is missing in 2023: Norway was first and is first of the two in both.
    tiny_evidence.remove(tiny, "indicator_values", "service_total", "2023", "KEN")
    tiny_evidence.change(tiny, "indicator_values", ("service_total", "2024", "KEN"), "value", "99")
    found = year(changed(), "service_total")
    assert lines(found, "country", "place", "place_before", "place_now", "countries", "countries_both") == [
        "KEN 1 - - 3 -",
        "NOR 2 1 1 3 2",
        "GBR 3 2 2 3 2",
    ]


def test_a_median_over_time_is_of_the_countries_measured_in_every_edition(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    # Without Kenya's 75 of 2024 the others alone are left in the editions made like that one, and 2022 stands by itself.
    tiny_evidence.remove(tiny, "indicator_values", "service_total", "2024", "KEN")
    asked = {"indicator": "service_total", "country": [], "peers": ""}
    found = changed().ask("indicator_trend", **asked, middle_years=EDITIONS)
    assert lines(found, "year", "number", "countries") == ["2022 70 3", "2023 81 2", "2024 81 2"]
    found = changed().ask("indicator_trend", **asked, middle_years=[2022, 2023])
    assert lines(found, "year", "number", "countries") == ["2022 70 3", "2023 72 3"]


# indicator_others -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peers", "found"),
    [
        # Kenya alone has 75; Norway and the United Kingdom 87 and 75. Several countries together are no country.
        ("OECD", ["1 75 1"]),
        ("Africa", ["2 81 1"]),
        ("Sub-Saharan Africa", ["2 81 1"]),
        ("Lower middle income", ["2 81 1"]),
        ("G7", ["2 81 1"]),
        ("Atlantis", ["3 75 1"]),
        ("", ["0 - 1"]),
    ],
)
def test_the_others_are_all_countries_outside_the_group(tiny_store: Store, peers: str, found: list[str]) -> None:
    asked = tiny_store.ask("indicator_others", indicator="service_total", year=2024, peers=peers)
    assert lines(asked, "countries", "median", "methods") == found


def test_the_others_of_letters_have_no_median(tiny_store: Store) -> None:
    asked = tiny_store.ask("indicator_others", indicator="service_band", year=2024, peers="G7")
    assert lines(asked, "countries", "median") == ["2 -"]


def test_an_edition_whose_values_were_made_in_two_ways_says_so(tiny: Path, changed: Callable[[], Store]) -> None:
    tiny_evidence.append(tiny, "countries", "KEN", country="UGA", name="Uganda", iso2="UG")
    add(tiny, "service_total", 2024, "UGA", "15", method="Letters")
    asked = changed().ask("indicator_others", indicator="service_total", year=2024, peers="OECD")
    # Kenya 75 and Uganda 15.
    assert lines(asked, "countries", "median", "methods") == ["2 45 2"]


# indicator_trend ------------------------------------------------------------------------------------------------------


EDITIONS = [2022, 2023, 2024]


def test_the_trend_has_the_middle_of_the_group_and_each_chosen_country(tiny_store: Store) -> None:
    found = tiny_store.ask(
        "indicator_trend", indicator="service_total", country=["KEN", "INTL"], peers="", middle_years=EDITIONS
    )
    assert lines(found, "country", "country_name", "year", "number", "lower", "upper", "countries") == [
        "KEN Kenya 2022 40 - - -",
        "KEN Kenya 2023 45 - - -",
        "KEN Kenya 2024 75 - - -",
        "- Median 2022 70 55 75 3",
        "- Median 2023 72 58.5 81 3",
        "- Median 2024 75 75 81 3",
        "INTL Several countries 2024 79 - - -",
    ]
    assert set(found.loc[found["year"] == 2022, "method"]) == {"Visits by one expert"}


def test_the_middle_of_a_trend_is_that_of_the_group(tiny_store: Store) -> None:
    found = tiny_store.ask(
        "indicator_trend", indicator="service_total", country=[], peers="OECD", middle_years=EDITIONS
    )
    assert lines(found, "country", "year", "number", "countries") == ["- 2022 75 2", "- 2023 81 2", "- 2024 81 2"]


def test_letters_have_no_trend(tiny_store: Store) -> None:
    assert tiny_store.ask(
        "indicator_trend", indicator="service_band", country=["GBR"], peers="", middle_years=EDITIONS
    ).empty


# composite_parts ------------------------------------------------------------------------------------------------------


def test_parts_of_a_composite_are_those_of_countries_that_have_them_all(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    tiny_evidence.append(tiny, "composite_parts", ("service_total", "service_offline"), part="service_open")
    found = changed().ask("composite_parts", indicator="service_total", year=2024, peers="")
    # Kenya has no value of openness; several countries together are no country.
    assert lines(found, "country", "part", "number", "published") == [
        "GBR service_offline 4 75",
        "GBR service_open 0.75 75",
        "NOR service_offline 2.5 87",
        "NOR service_open 1 87",
    ]
    assert changed().ask("composite_parts", indicator="service_total", year=2024, peers="Africa").empty
    assert changed().ask("composite_parts", indicator="service_open", year=2024, peers="").empty


def test_the_composites_are_the_indices_with_parts_on_file(tiny: Path, changed: Callable[[], Store]) -> None:
    tiny_evidence.append(tiny, "composite_parts", ("service_total", "service_offline"), part="service_open")
    assert changed().ask("composites")["indicator"].tolist() == ["service_total"]


# indicator_parts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(tiny: Path, changed: Callable[[], Store]) -> Store:
    """The total with a part that has values, one without, one of another unit, and a neighbour of the same name."""
    for code, unit in (
        ("service_total_use", "score_0_100"),
        ("service_total_none", "score_0_100"),
        ("service_total_share", "percent"),
        ("service_totals", "score_0_100"),
    ):
        tiny_evidence.append(tiny, "indicators", "service_total", indicator=code, label=code, unit=unit, leads="")
    for code in ("service_total_use", "service_total_share", "service_totals"):
        for country, value in (("GBR", "10"), ("KEN", "50"), ("NOR", "30")):
            add(tiny, code, 2024, country, value)
    return changed()


def test_parts_are_of_the_same_series_unit_and_year_beside_the_middle_of_the_group(parts: Store) -> None:
    found = parts.ask("indicator_parts", indicator="service_total", year=2024, peers="", country="GBR")
    assert lines(found, "indicator", "number", "median", "lower", "upper", "countries", "is_part") == [
        "service_total_use 10 30 20 40 3 True",
        "service_totals 10 30 20 40 3 False",
    ]
    found = parts.ask("indicator_parts", indicator="service_total", year=2024, peers="OECD", country="KEN")
    assert lines(found, "indicator", "number", "median", "countries") == [
        "service_total_use 50 20 2",
        "service_totals 50 20 2",
    ]


def test_a_country_or_year_without_values_has_no_parts(parts: Store) -> None:
    for year_of, country in ((2023, "GBR"), (2024, "INTL")):
        found = parts.ask("indicator_parts", indicator="service_total", year=year_of, peers="", country=country)
        assert found.empty


# indicator_source, peer_groups ----------------------------------------------------------------------------------------


def test_the_source_of_an_indicator_says_what_must_be_said(tiny_store: Store) -> None:
    found = tiny_store.ask("indicator_source", indicator="service_offline")
    assert found.iloc[0].to_dict() == {
        "indicator_name": "Services still on paper",
        "definition": "Share of services",
        "unit": "percent",
        "higher_is_better": False,
        "series_name": "Service index",
        "publisher": "Index House",
        "method_note": "Experts visit websites.",
        "caution": "It is not a ranking of countries.",
        "ranked": False,
        "evidence": "expert_score",
        "coverage": "judged",
        "leads": False,
        "evidence_name": "Expert score",
        "evidence_limits": "It cannot say what leaders think.",
        "source_name": "Index House: Service index",
        "source_url": "https://example.org/index",
        "licence": "Open licence 1.0",
    }


def test_groups_stand_by_their_kind_with_their_members(tiny_store: Store) -> None:
    groups = tiny_store.ask("peer_groups")
    assert lines(groups, "kind", "name", "countries") == [
        "Membership G7 1",
        "Membership LOLA 1",
        "Membership OECD 2",
        "UN region Africa 1",
        "UN region Europe 2",
        "UN subregion Northern Europe 2",
        "UN subregion Sub-Saharan Africa 1",
        "Income group High income 2",
        "Income group Lower middle income 1",
    ]
    members = dict(zip(groups["name"], map(list, groups["members"]), strict=True))
    assert (members["Africa"], members["Lower middle income"]) == (["KEN"], ["KEN"])
    assert members["OECD"] == members["Europe"] == ["GBR", "NOR"]
