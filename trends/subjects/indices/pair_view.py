"""The view of two indicators of countries against each other."""

from collections.abc import Mapping

from trends.cards.card import Card
from trends.request.request import Request, kept_by
from trends.store.frames import Parameter
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import pair_cards, pairs
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.indices.pairs import PairFacts, Side

# The choice of the page, as its address names it.
AGAINST = "against"


def offered(indicators: Mapping[str, str], known: IndexFacts) -> dict[str, str]:
    """Return the indicators to set against the one shown: code by the name readers choose.

    Args:
        indicators: all that are offered, in the same form.
        known: the one shown.
    """
    return {name: code for name, code in indicators.items() if code != known.code}


def code_of(indicators: Mapping[str, str], said: str) -> str:
    """Return the code that a name or a code of :func:`offered` stands for; empty where it is none of them."""
    folded = said.strip().casefold()
    return next((code for name, code in indicators.items() if folded in {name.casefold(), code.casefold()}), "")


@kept_by("country", "year")
def facts(request: Request, known: IndexFacts, peers: str, other: str) -> PairFacts:
    """Return the facts of the indicator shown against another.

    Args:
        request: what the reader asks with.
        known: the indicator shown.
        peers: code of the group; empty for all countries.
        other: code of the other indicator.
    """
    sides = []
    for code in (known.code, other):
        years = request.ask("indicator_years", indicator=code)
        year = known.year if code == known.code else index_facts.pick_year(years, request.years)[0]
        sides.append(Side.of(code, request.row("indicator_source", indicator=code), years, year))
    first, second = sides
    rows = request.ask("indicator_pair", **_asked(first, second, peers))
    named = request.vocabulary
    countries = request.filters.country or ([request.place.country] if request.place.country else [])
    return pairs.pair_facts(first, second, rows, known.group, {code: named.name("country", code) for code in countries})


@kept_by("country", "year")
def card(request: Request, pair: PairFacts, peers: str) -> Card | None:
    """Return the card of two indicators; None where they are refused, and then ``pair.refused`` says why.

    Args:
        request: what the reader asks with.
        pair: their facts.
        peers: code of the group; empty for all countries.
    """
    if pair.refused:
        return None
    return request.sign(pair_cards.pair_card(pair), "indicator_pair", **_asked(pair.first, pair.second, peers))


def _asked(first: Side, second: Side, peers: str) -> dict[str, Parameter]:
    return {
        "indicator": first.code, "year": first.year, "other": second.code, "other_year": second.year, "peers": peers,
    }  # fmt: skip
