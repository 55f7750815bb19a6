"""Which groups are shown: the rules one by one, and attacks on generated surveys.

``DISCLOSURE_SURVEYS`` sets how many surveys are attacked (``make attacks``: 200).
"""

import os
from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.attacked import bounds, decided, differences, respondents, worked_out
from trends.intake.disclosure import DIMENSIONS
from trends.intake.groups import Group
from trends.intake.suppression import Reason, bridges

SURVEYS = int(os.environ.get("DISCLOSURE_SURVEYS", "40"))
SMALLEST, LARGEST = 30, 3_000


def people(**counts: int) -> pd.DataFrame:
    """Return respondents of given numbers: ``a_x=12`` are twelve of country a and sector x, ``a_`` of no sector."""
    rows = []
    for name, count in counts.items():
        country, sector = name.split("_")
        rows += [{"country": country or None, "sector": sector or None}] * count
    return pd.DataFrame(rows, columns=list(DIMENSIONS)).astype(object)


def names_shown(**counts: int) -> set[str]:
    """Return the shown groups as country_sector; everybody is "_"."""
    groups, _, shown = decided(people(**counts))
    values = [dict(groups.all[number].limits) for number in shown.published]
    return {f"{each.get('country', '')}_{each.get('sector', '')}" for each in values}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Too few to show anything, and just enough for everybody.
        ({"a_": 9}, set()),
        ({"a_": 10}, {"_"}),
        # All of one country: the country is no breakdown of everybody.
        ({"a_": 40}, {"_"}),
        # A country of nine goes, and the smallest other with it, or the total gives it away.
        ({"a_": 50, "b_": 9, "c_": 20}, {"_", "a_"}),
        # Two small ones hide each other where they are ten together.
        ({"a_": 50, "b_": 5, "c_": 5, "d_": 20}, {"_", "a_", "d_"}),
        ({"a_": 50, "b_": 4, "c_": 5, "d_": 20}, {"_", "a_"}),
        # All but nine: what is left is too few.
        ({"a_": 50, "b_": 9}, {"_"}),
        # Nine without a country are left by the total as well.
        ({"a_": 50, "b_": 20, "_": 9}, {"_", "a_"}),
        ({"a_": 50, "b_": 20, "_": 10}, {"_", "a_", "b_"}),
        # A table without small cells is shown whole.
        (dict.fromkeys(("a_x", "a_y", "b_x", "b_y"), 10), {"_", "a_", "b_", "_x", "_y", "a_x", "a_y", "b_x", "b_y"}),
        # One small cell of four takes all with it: each could be worked out from the margins.
        ({"a_x": 30, "a_y": 30, "b_x": 30, "b_y": 5}, {"_", "a_", "b_", "_x", "_y"}),
        # Of nine, three more go: a withheld cell needs another in its row, in its column, and where these meet.
        (
            {f"{one}_{other}": 40 for one, other in product("abc", "xyz")}
            | {"a_x": 5, "a_y": 20, "b_x": 21, "b_y": 22},
            {"_", "a_", "b_", "c_", "_x", "_y", "_z", "a_z", "b_z", "c_x", "c_y", "c_z"},
        ),
    ],
)
def test_rules_by_given_counts(counts: dict[str, int], expected: set[str]) -> None:
    assert names_shown(**counts) == expected


def test_every_withheld_group_has_a_reason_and_shown_ones_have_none() -> None:
    groups, _, shown = decided(people(a_=50, b_=9, c_=20, _=30))
    by_name = {groups.all[number].limits: str(reason) for number, reason in shown.reasons.items()}
    assert by_name == {(("country", "b"),): Reason.BASE}
    groups, _, shown = decided(people(a_=50, b_=9, c_=20))
    by_name = {groups.all[number].limits: str(reason) for number, reason in shown.reasons.items()}
    assert by_name == {(("country", "b"),): Reason.BASE, (("country", "c"),): Reason.TOTAL}
    assert set(shown.published) | set(shown.reasons) == set(range(len(groups.all)))


def test_a_region_that_is_nearly_its_country_is_withheld_though_neither_is_defined_by_the_other() -> None:
    given = people(a_=100, b_=100)
    given["region"] = np.where(np.arange(200) < 95, "north", None)
    groups, _, shown = decided(given)
    north = groups.all.index(Group((("region", "north"),)))
    assert shown.reasons[north] is Reason.REMAINDER


def test_the_threshold_can_be_raised() -> None:
    given = people(a_=50, b_=20, c_=20)
    for threshold, count in ((10, 4), (21, 2), (51, 1), (91, 0)):
        assert len(decided(given, threshold)[2].published) == count


def test_bridges_are_the_edges_on_no_cycle() -> None:
    two_triangles = [(1, 2, 10), (2, 3, 11), (3, 1, 12), (3, 4, 13), (4, 5, 14), (5, 6, 15), (6, 4, 16)]
    assert bridges(two_triangles) == [13]
    assert sorted(bridges([(1, 2, 1), (2, 3, 2), (8, 9, 3)])) == [1, 2, 3]
    # Two edges between the same nodes are a cycle.
    assert bridges([(1, 2, 1), (1, 2, 2)]) == []


@pytest.mark.parametrize("seed", range(SURVEYS))
def test_no_withheld_group_and_no_group_of_few_can_be_worked_out(seed: int) -> None:
    draw = np.random.default_rng(seed)
    count = int(np.exp(draw.uniform(np.log(SMALLEST), np.log(LARGEST))))
    groups, in_strata, shown = decided(respondents(draw, count))
    published, withheld = shown.published, np.flatnonzero(~shown.shown)
    inside = groups.incidence()
    for left in differences(inside[published], in_strata):
        assert not [each for each in left if 0 < each < shown.threshold]
    if not len(published) or not len(withheld):
        return
    assert not len(worked_out(inside, published, withheld))
    for number in withheld[np.argsort(shown.persons[withheld], kind="stable")][:4]:
        # The attacker knows every shown base exactly, as nobody can; two whole numbers are left at least.
        least, most = bounds(inside, in_strata, published, int(number))
        assert most - least >= 1


def test_the_attacks_succeed_where_small_bases_alone_are_withheld() -> None:
    found = {"differences": 0, "sums": 0, "bounds": 0}
    for seed in range(8):
        draw = np.random.default_rng(seed)
        groups, in_strata, shown = decided(respondents(draw, 300))
        inside, careless = groups.incidence(), np.flatnonzero(shown.persons >= shown.threshold)
        withheld = np.flatnonzero((shown.persons > 0) & (shown.persons < shown.threshold))
        found["differences"] += sum(
            0 < each < shown.threshold for left in differences(inside[careless], in_strata) for each in left
        )
        exactly = worked_out(inside, careless, withheld)
        found["sums"] += len(exactly)
        for number in exactly[:1]:
            least, most = bounds(inside, in_strata, careless, int(number))
            found["bounds"] += most - least < 1e-6
    assert min(found.values()) > 0, found
