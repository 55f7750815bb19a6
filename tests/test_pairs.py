"""Two indicators of countries against each other: the correlation, what is refused, and what is said."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from tests.reading import EVIDENCE
from trends.request.request import Request, request_of
from trends.statistics.correlation import FEWEST_COUNTRIES, rank_correlation
from trends.subjects import registry
from trends.subjects.indices import pair_view, pair_words
from trends.subjects.indices import view as index_view
from trends.subjects.indices.pairs import PairFacts
from trends.words.text import plain


@pytest.mark.parametrize("seed", range(8))
def test_the_rank_correlation_is_that_of_scipy_also_among_equal_values(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    count = int(drawn.integers(FEWEST_COUNTRIES, 60))
    # Few distinct values, so that many are equal.
    one = drawn.integers(0, 12, count).astype(float)
    two = one * drawn.choice([-1, 0, 1]) + drawn.normal(0, 5, count).round()
    found = rank_correlation(one.tolist(), two.tolist())
    assert found is not None
    assert found.value == pytest.approx(spearmanr(one, two).statistic, abs=1e-12)
    left = [spearmanr(np.delete(one, at), np.delete(two, at)).statistic for at in range(count)]
    assert (found.least, found.most) == pytest.approx((min(left), max(left)), abs=1e-12)
    assert found.countries == count


def test_few_countries_and_measures_that_order_nothing_have_no_rank_correlation() -> None:
    values = [float(at) for at in range(FEWEST_COUNTRIES)]
    assert rank_correlation(values, [1.0] * FEWEST_COUNTRIES) is None
    for short, long in ((values[1:], values[1:]), (values, values[1:])):
        with pytest.raises(ValueError, match="give as many of both"):
            rank_correlation(short, long)


def test_the_fewest_countries_keep_chance_from_looking_strong() -> None:
    drawn = np.random.default_rng(7)
    order = list(range(FEWEST_COUNTRIES))
    found = [abs(spearmanr(order, drawn.permutation(order)).statistic) for _ in range(2000)]
    assert np.quantile(found, 0.95) < 0.5
    assert sum(each >= pair_words.STRONG for each in found) <= 4


@pytest.mark.parametrize(("value", "said"), [(0.723, "0.72"), (-0.5, "−0.50"), (-0.001, "0.00"), (1.0, "1.00")])
def test_a_correlation_has_two_decimals_and_a_proper_minus(value: float, said: str) -> None:
    assert pair_words.coefficient(value) == said


def pair(request: Request, *, other: str, address: list[tuple[str, str]]) -> PairFacts:
    asked_with, choices = request_of(address, request.version)
    asked = index_view.asked_of(asked_with, choices)
    assert asked is not None
    return pair_view.facts(asked_with, index_view.facts(asked_with, asked), asked.peers, other)


@pytest.mark.evidence
def test_the_shipped_pair_is_that_of_the_tables(shipped_request: Request) -> None:
    found = pair(shipped_request, other="gci", address=[("indicator", "egdi"), ("country", "NZL")])
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype={"value": str}, low_memory=False)
    countries = pd.read_csv(EVIDENCE / "countries.csv", keep_default_na=False)
    held = values[values["country"].isin(countries.loc[countries["kind"] == "country", "country"])]
    sides = [
        held[(held["indicator"] == side.code) & (held["year"] == side.year)].set_index("country")["value"].astype(float)
        for side in (found.first, found.second)
    ]
    both = pd.concat(sides, axis=1, join="inner")
    assert found.correlation is not None
    assert found.correlation.countries == len(both)
    assert found.correlation.value == pytest.approx(spearmanr(both.iloc[:, 0], both.iloc[:, 1]).statistic)
    table = found.rows.set_index("country")
    assert int(table.loc["NZL", "other_place"]) == 1 + int((both.iloc[:, 1] > both.iloc[:, 1]["NZL"]).sum())


@pytest.mark.evidence
@pytest.mark.parametrize(
    ("other", "peers", "why"),
    [
        ("gci", "G7", "Of fewer than 20"),
        ("gtmi", "", "says that it is no ranking"),
        ("gtmi_group", "", "letters"),
    ],
)
def test_orders_that_say_nothing_are_refused_with_the_reason(
    shipped_request: Request, other: str, peers: str, why: str
) -> None:
    codes = pd.read_csv(EVIDENCE / "indicators.csv").set_index("indicator")
    if why == "letters":
        other = str(codes.index[codes["unit"] == "group"][0])
    elif other not in codes.index:
        other = str(codes.index[codes["series"] == "wb_gtmi"][0])
    found = pair(shipped_request, other=other, address=[("indicator", "egdi"), *([("peers", peers)] if peers else [])])
    assert why in found.refused
    assert found.correlation is None


@pytest.mark.evidence
def test_the_card_says_both_years_both_sources_no_cause_and_is_on_every_form_of_the_page(
    shipped_request: Request,
) -> None:
    address = [("indicator", "egdi"), ("against", "gci"), ("country", "NZL")]
    asked, choices = request_of(address, shipped_request.version)
    card = next(each for each in registry.contents("countries", asked, choices).cards if each.key == "pair")
    found = pair(shipped_request, other="gci", address=address)
    assert pair_words.NO_CAUSE in plain(card.foot)
    assert {str(side.year) for side in (found.first, found.second)} <= set(plain(card.foot).replace("·", " ").split())
    about = " ".join(map(plain, card.about))
    for side in (found.first, found.second):
        assert side.source.name in about
        assert side.caution.rstrip(".") in " ".join(map(plain, card.carried))
    assert "New Zealand" in card.alt
    assert len(card.shown) == 2 * len(card.table)
    assert card.shown["unit"].notna().all()
    assert math.isclose(card.shown["value"].sum(), found.rows["number"].sum() + found.rows["other_number"].sum())
    # The same other one by name, and none where it is the one shown.
    offered = pair_view.offered(
        index_view.offered_indicators(asked), index_view.facts(asked, index_view.asked_of(asked, choices))
    )  # type: ignore[arg-type]
    name = next(name for name, code in offered.items() if code == "gci")
    assert pair_view.code_of(offered, f" {name.upper()}") == "gci"
    assert pair_view.code_of(offered, "egdi") == ""
