"""Ranges of places over fair weightings, against a grid of weightings reckoned in fractions and against what is published."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import EVIDENCE
from trends.statistics.cells import Row, as_rows
from trends.statistics.weightings import LEAST_WEIGHT, PlaceRange, place_ranges, weightings
from trends.store.store import Store
from trends.subjects.indices.weighted import composite

VALUES = st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=2, max_size=12)


def test_a_unit_that_leads_in_every_part_leads_under_every_weighting() -> None:
    parts = np.array([[0.9, 0.9, 0.9], [0.8, 0.1, 0.5], [0.1, 0.8, 0.5]])
    # The two others change places: 0.8 counts for one where the first part counts most, for the other the second.
    assert place_ranges(parts, [0, 1, 2]) == [PlaceRange(1, 1), PlaceRange(2, 3), PlaceRange(2, 3)]


def test_equal_units_share_a_place() -> None:
    assert place_ranges(np.ones((3, 2)), [0, 1, 2]) == [PlaceRange(1, 1)] * 3


def grid(values: list[list[int]], unit: int, steps: int) -> PlaceRange:
    """Return the range over weightings in whole steps above the least weight, reckoned without rounding."""
    least, free = Fraction(1, 10), Fraction(7, 10)
    places = []
    for first, second in product(range(steps + 1), repeat=2):
        if first + second > steps:
            continue
        shares = [Fraction(first, steps), Fraction(second, steps), Fraction(steps - first - second, steps)]
        weights = [least + free * share for share in shares]
        totals = [sum(weight * value for weight, value in zip(weights, row, strict=True)) for row in values]
        places.append(1 + sum(total > totals[unit] for total in totals))
    return PlaceRange(min(places), max(places))


@given(VALUES)
def test_the_range_holds_that_of_a_coarse_grid_of_weightings(values: list[list[int]]) -> None:
    parts = np.array(values, dtype=float)
    for unit, found in enumerate(place_ranges(parts, range(len(values)))):
        # The corners of the grid are among the drawn weightings, so a coarse one finds nothing more.
        coarse = grid(values, unit, 1)
        assert found.best <= coarse.best
        assert found.worst >= coarse.worst


def test_drawn_weightings_find_what_a_fine_grid_finds() -> None:
    values = np.random.default_rng(7).integers(0, 100, (25, 3)).tolist()
    found = place_ranges(np.array(values, dtype=float), range(25))
    fine = [grid(values, unit, 30) for unit in range(25)]
    assert sum(one != other for one, other in zip(found, fine, strict=True)) <= 2


def test_weightings_are_fair_sum_to_one_and_are_the_same_each_time() -> None:
    drawn = weightings(4, least=LEAST_WEIGHT, draws=500, seed=1)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert drawn.min() >= LEAST_WEIGHT - 1e-12
    assert np.allclose(drawn[0], 0.25)
    assert (weightings(4, least=LEAST_WEIGHT, draws=500, seed=1) == drawn).all()


@pytest.mark.parametrize(("parts", "least"), [(1, 0.1), (3, 0.4)])
def test_parts_that_leave_no_weighting_are_refused(parts: int, least: float) -> None:
    with pytest.raises(ValueError, match="leave no weightings"):
        place_ranges(np.ones((2, parts)), [0], least=least)


def parts_of(values: dict[str, tuple[float, float]], **published: float) -> list[Row]:
    """Return two parts by country as ``queries/indices/composite_parts.sql`` gives them, of their equal average."""
    return [
        {"country": code, "part": part, "number": number, "published": published.get(code, sum(both) / 2)}
        for code, both in values.items()
        for part, number in zip(("open", "safe"), both, strict=True)
    ]


def test_a_composite_index_says_between_which_places_weightings_put_a_country() -> None:
    # Norway is best by the first part and worst by the second; Kenya is last or second, the United Kingdom first or last.
    values = {"GBR": (0.1, 0.95), "KEN": (0.4, 0.4), "NOR": (0.9, 0.1)}
    found = composite(parts_of(values), "index_0_1")
    assert found is not None
    assert found.parts == 2
    told = {"NOR": PlaceRange(1, 3), "GBR": PlaceRange(1, 3), "KEN": PlaceRange(2, 3)}
    assert found.ranges(["NOR"]) == {"NOR": told["NOR"]}
    # Whoever is asked for besides, and what was asked before, a range is the same; who is not measured has none.
    assert found.ranges(["KEN", "NOR", "GBR", "ITA"]) == told
    assert found.ranges([]) == {}


def test_what_is_no_equal_average_of_its_parts_on_file_has_no_ranges() -> None:
    values = {"GBR": (0.1, 0.95), "NOR": (0.9, 0.1)}
    assert composite([], "index_0_1") is None
    assert composite(parts_of(values, NOR=0.7), "index_0_1") is None
    # What the rounding of published parts carries their average is allowed for.
    assert composite(parts_of(values, NOR=0.5001), "index_0_1") is not None


def test_equal_weights_give_the_published_places_wherever_a_range_is_shown(store: Store) -> None:
    units = pd.read_csv(EVIDENCE / "indicators.csv").set_index("indicator")["unit"]
    held: Counter[str] = Counter()
    for indicator in store.ask("composites")["indicator"]:
        for year in store.ask("indicator_years", indicator=indicator)["year"]:
            rows = store.ask("composite_parts", indicator=indicator, year=int(year), peers="")
            if rows.empty:
                continue
            parts = rows.pivot_table(index="country", columns="part", values="number")
            published = rows.drop_duplicates("country").set_index("country")["published"].reindex(parts.index)
            averaged = parts.mean(axis=1)
            apart = (
                averaged.round(9).rank(ascending=False, method="min") - published.rank(ascending=False, method="min")
            ).abs()
            steps = [
                0.5 * 10.0 ** -max(len(str(value).partition(".")[2]) for value in each.to_numpy().ravel())
                for each in (parts, published)
            ]
            same = (averaged - published).abs().max() <= max(
                sum(steps) + 1e-9, 0.0002 if units[indicator] == "index_0_1" else 0.02
            )
            # Parts are published rounded, so neighbours may change places.
            assert (composite(as_rows(rows), units[indicator]) is not None) == (same and apart.max() <= 1), (
                indicator,
                year,
            )
            held[indicator] += same
    # Every index that is said to be an average is one in an edition at least.
    assert set(held) == set(pd.read_csv(EVIDENCE / "composite_parts.csv")["indicator"])
    assert min(held.values()) >= 1


def test_the_ranges_of_places_in_the_index_of_the_united_nations(store: Store) -> None:
    rows = store.ask("composite_parts", indicator="egdi", year=2024, peers="")
    parts = rows.pivot_table(index="country", columns="part", values="number")
    known = [parts.index.get_loc(code) for code in ("DNK", "GBR", "NZL")]
    ranges = dict(zip(("DNK", "GBR", "NZL"), place_ranges(parts.to_numpy(), known), strict=True))
    assert ranges["DNK"] == PlaceRange(1, 4)
    assert ranges["GBR"] == PlaceRange(6, 10)
    assert ranges["NZL"].best == 7
    assert 45 <= ranges["NZL"].worst <= 46
    assert isinstance(parts, pd.DataFrame)


def test_the_ranges_hold_places_where_all_but_two_parts_count_least(store: Store) -> None:
    rows = store.ask("composite_parts", indicator="egdi", year=2024, peers="")
    parts = rows.pivot_table(index="country", columns="part", values="number").to_numpy()
    found = place_ranges(parts, range(len(parts)))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        for share in np.linspace(0, 0.7, 141):
            weights = np.full(3, 0.1)
            weights[one] += share
            weights[other] += 0.7 - share
            places = pd.Series(parts @ weights).round(9).rank(ascending=False, method="min").astype(int)
            outside = [at for at, place in enumerate(places) if not found[at].best <= place <= found[at].worst]
            assert outside == []
