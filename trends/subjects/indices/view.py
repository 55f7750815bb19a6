"""The view of an index of countries: who stands where, how it changed, what lies behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.request.filters import FIELD_NAMES
from trends.request.request import Choices, Request, is_on, kept_by, miss
from trends.statistics.cells import Row
from trends.store.frames import Parameter
from trends.subjects import ages
from trends.subjects.contents import Contents
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import maps as index_maps
from trends.subjects.indices import pair_view
from trends.subjects.indices import parts as index_parts
from trends.subjects.indices import trends as index_trends
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import Edition, IndexFacts
from trends.subjects.indices.maps import MapSteps
from trends.subjects.indices.weighted import Composite, composite
from trends.words import grammar
from trends.words.text import Words

QUESTION = "Where does a country stand?"
LEFT_ASIDE = ("sector", "survey")


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class Asked:
    """What the reader asked to compare.

    ``indicator`` is its code and ``labels`` the names of all that are offered. ``years`` has one row per edition, as
    ``queries/indices/indicator_years.sql`` gives them; ``year`` is the edition to show and ``year_words`` what is to be
    said of it. ``group`` is the row of ``queries/indices/peer_groups.sql``, None for all countries, and ``groups`` the
    codes of all groups by name. ``chosen`` holds the names of the chosen countries by code, the one looked at first;
    without any it is the country of the reader's own place.
    """

    indicator: str
    labels: Sequence[str]
    years: pd.DataFrame
    year: int
    year_words: str
    group: Row | None
    groups: Mapping[str, str]
    chosen: Mapping[str, str]

    @property
    def peers(self) -> str:
        """Code of the group; empty for all countries."""
        return "" if self.group is None else str(self.group["name"])


def asked_of(request: Request, choices: Choices) -> Asked | None:
    """Return what the reader asks to compare; None where the filters leave no index.

    Args:
        request: the request.
        choices: ``indicator`` and ``peers`` by name or code; what is not offered counts as not chosen.
    """
    if not offered_indicators(request):
        return None
    indicator, peers = _last(choices, "indicator"), _last(choices, "peers")
    asked = _asked_of(request, indicator, peers)
    for name, given, offered in (
        ("indicator", indicator, offered_indicators(request)), ("peers", peers, asked.groups),
    ):  # fmt: skip
        if given.strip().casefold() not in {each.casefold() for each in (*offered, *offered.values())}:
            miss(choices, name, given)
    return asked


def you(request: Request, known: IndexFacts) -> Words:
    """Return where the reader's own country stands; empty where none is chosen."""
    return index_words.standing(request.place, known)


def rows_shown(request: Request, choices: Choices) -> dict[str, list[str]] | None:
    """Return the filters that give exactly the values that are shown from the table of them; None where none are.

    The shared filters of country, sector and survey do not: they highlight a country, or are left aside.
    """
    asked = asked_of(request, choices)
    if asked is None:
        return None
    edition = {"indicator": [asked.indicator], "year": [str(asked.year)]}
    shown = facts(request, asked).everyone["country"].tolist()
    listed = request.store.ask("indicators", country=[], theme=[], series=[], **edition)["country"].tolist()
    return edition if set(shown) == set(listed) else {**edition, "country": sorted(map(str, shown))}


@kept_by()
def answer(_request: Request, known: IndexFacts) -> Words:
    """Return what the indicator says, in words."""
    return index_words.answer(known)


@kept_by()
def facts(request: Request, asked: Asked) -> IndexFacts:
    """Return the facts of the chosen indicator."""
    known = _edition(request, asked).chosen(asked.chosen)
    if not known.placed or known.rows.empty:
        return known
    whole = composite_of(request, asked.indicator, asked.year, asked.peers)
    if whole is None:
        return known
    return replace(known, weighted=whole.ranges(index_cards.plotted_countries(known)), parts=whole.parts)


@kept_by()
def edition_of(request: Request, indicator: str, year: int, peers: str) -> Edition:
    """Return an indicator in one edition and group, which readers who choose different countries share.

    Args:
        request: what the reader asks with; its filters are left aside.
        indicator: code of the indicator.
        year: the edition.
        peers: code of the group; empty for all countries.
    """
    given: dict[str, Parameter] = {"indicator": indicator, "year": year, "peers": peers}
    return index_facts.edition(
        indicator,
        # Each country may be chosen.
        request.ask("indicator_year", country=list(request.vocabulary.names["country"]), **given),
        request.row("indicator_source", indicator=indicator),
        request.ask("indicator_years", indicator=indicator),
        year,
        _group_of(request, peers),
        request.row("indicator_others", **given) if peers else None,
    )


@kept_by()
def composite_of(request: Request, indicator: str, year: int, peers: str) -> Composite | None:
    """Return a composite index with its parts in one edition and group; None where it has none on file.

    Args:
        request: what the reader asks with; its filters are left aside.
        indicator: code of the indicator.
        year: the edition.
        peers: code of the group; empty for all countries.
    """
    # Few indices have parts on file, and a place stands in many.
    if indicator not in _composites(request):
        return None
    parts = request.rows("composite_parts", indicator=indicator, year=year, peers=peers)
    return composite(parts, str(request.row("indicator_source", indicator=indicator)["unit"]))


@kept_by()
def _composites(request: Request) -> frozenset[str]:
    return frozenset(str(row["indicator"]) for row in request.rows("composites"))


def filter_words(request: Request, asked: Asked) -> list[str]:
    """Return what the shared filters do on this page: a sentence for each that is set."""
    chosen = request.filters
    said = [asked.year_words] if asked.year_words else []
    if asked.chosen and not chosen.country:
        said.append(f"Your country, {grammar.the(request.place.country_name)}, is highlighted among all others.")
    elif asked.chosen:
        first, *others = [grammar.the(name) for name in asked.chosen.values()]
        beside = f" with {grammar.joined(others)}" if others else ""
        said.append(f"The country filter highlights {first}{beside} and leaves all others in.")
    if chosen.theme:
        said.append(f"The theme filter leaves {len(asked.labels)} indicators to choose from.")
    aside = [FIELD_NAMES[field].lower() for field in LEFT_ASIDE if chosen.lists()[field]]
    if aside:
        verb = "is" if len(aside) == 1 else "are"
        said.append(
            f"The filter{'s' * (len(aside) > 1)} of {' and '.join(aside)} {verb} left aside: an index has none."
        )
    return said


@kept_by("theme")
def offered_indicators(request: Request) -> Mapping[str, str]:
    """Return the indicators the filters leave: code by the name readers choose."""
    listed = index_facts.offered(request.ask("indicator_list"))
    return dict(zip(listed["label"], listed["indicator"], strict=True))


@kept_by("country")
def group_labels(request: Request) -> Mapping[str, str]:
    """Return the groups of countries to compare with: code by the name readers choose."""
    return index_words.group_labels(_peer_groups(request), _highlighted(request)[:1])


@kept_by()
def standing_card(request: Request, asked: Asked, known: IndexFacts) -> Card:
    """Return the card of who stands where: the dot plot, or the groups by letter."""
    shown = _shown(request, asked, known)
    if known.letters:
        card = index_maps.letters_card(known, _map_steps(request, _edition(request, asked)), shown)
    else:
        card = index_cards.dots_card(known, shown)
    return request.sign(ages.aged(card, known.year, request.asked_in), "indicator_year", **_edition_of(asked))


@kept_by()
def map_card(request: Request, asked: Asked, known: IndexFacts) -> Card:
    """Return the card of the map."""
    steps = _map_steps(request, _edition(request, asked))
    card = index_maps.map_card(known, steps, _shown(request, asked, known))
    card = ages.aged(card, known.year, request.asked_in)
    return request.sign(card, "indicator_year", **_edition_of(asked))


@kept_by()
def full_list(_request: Request, known: IndexFacts) -> Listing | None:
    """Return all countries of the group and the chosen ones outside it; None where the card shows them all."""
    return index_cards.full_list(known) if index_cards.has_full_list(known) else None


def no_trend(asked: Asked, known: IndexFacts) -> str:
    """Return why the indicator has no trend; empty where it has one."""
    if known.letters:
        return "Letters have no trend line. The full list gives the group in the edition before."
    if len(asked.years) == 1:
        return f"There is one edition only, {known.year}, so there is no trend."
    if not index_facts.compares(asked.years):
        return "No two editions were made in the same way, so no trend is drawn. The download has every edition."
    return ""


@kept_by()
def trend_card(request: Request, asked: Asked, known: IndexFacts) -> Card | None:
    """Return the card of the trend of the chosen countries, which there may be unless :func:`no_trend` says why not.

    None where none of them, nor a median, has a value in any edition.
    """
    given: dict[str, Parameter] = {
        "indicator": asked.indicator,
        "peers": asked.peers,
        "country": index_facts.trend_countries(known),
        "middle_years": [int(year) for year in asked.years["year"] if int(year) not in known.partial_years],
    }
    card = index_trends.trend_card(known, request.ask("indicator_trend", **given))
    return None if card is None else request.sign(card, "indicator_trend", **given)


def no_parts(request: Request, asked: Asked, known: IndexFacts) -> str:
    """Return why nothing lies behind the figure of the first chosen country; empty where something does."""
    if not asked.chosen:
        return "Choose a country in the filters to see what lies behind its figure."
    if not known.mine or known.letters or not direct_parts(request, asked):
        own = next(iter(asked.chosen.values()))
        return f"This index has no other figure of the same kind for {own} in {asked.year}."
    return ""


@kept_by()
def direct_parts(request: Request, asked: Asked) -> Sequence[Row]:
    """Return the other indicators to show for the first chosen country, one row each."""
    return index_parts.direct_parts(request.rows("indicator_parts", **_own_parts_of(asked)))


@kept_by()
def parts_card(request: Request, asked: Asked, known: IndexFacts) -> Card:
    """Return the card of what lies behind the figure, which something does unless :func:`no_parts` says why not."""
    card = index_parts.parts_card(known, direct_parts(request, asked))
    return request.sign(card, "indicator_parts", **_own_parts_of(asked))


def indicators_of_all_themes(request: Request) -> int:
    """Return how many indicators there are whatever theme is chosen."""
    return len(request.ask("indicator_list", theme=[]))


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page holds: ``indicator``, ``peers``, ``trend``, ``measures``, ``against`` are its choices."""
    asked = asked_of(request, choices)
    if asked is None:
        return Contents(QUESTION)
    known = facts(request, asked)
    cards, listed = [], None
    if not known.rows.empty:
        listed = full_list(request, known)
        cards = [standing_card(request, asked, known), map_card(request, asked, known)]
        if is_on(choices, "trend") and not no_trend(asked, known):
            cards += [made for made in [trend_card(request, asked, known)] if made is not None]
        if is_on(choices, "measures") and not no_parts(request, asked, known):
            cards.append(parts_card(request, asked, known))
        others = pair_view.offered(offered_indicators(request), known)
        against = _last(choices, pair_view.AGAINST)
        if not (other := pair_view.code_of(others, against)):
            miss(choices, pair_view.AGAINST, against)
        else:
            pair = pair_view.facts(request, known, asked.peers, other)
            cards += [made for made in [pair_view.card(request, pair, asked.peers)] if made is not None]
    return Contents(
        QUESTION,
        answer(request, known),
        you(request, known),
        notes=filter_words(request, asked),
        cards=cards,
        listings=[listed] if listed else [],
    )


@kept_by()
def _shown(request: Request, asked: Asked, known: IndexFacts) -> pd.DataFrame:
    """Return the countries as a file has them, which of most choices are the same but for the ranges of places."""
    alike = known.outside.empty
    held = _edition_file(request, _edition(request, asked)) if alike else index_cards.file_rows(known)
    return index_cards.shown_rows(known, held)


def _edition(request: Request, asked: Asked) -> Edition:
    return edition_of(request, asked.indicator, asked.year, asked.peers)


@kept_by()
def _edition_file(_request: Request, edition: Edition) -> pd.DataFrame:
    return index_cards.file_rows(edition.facts)


@kept_by()
def _map_steps(_request: Request, edition: Edition) -> MapSteps:
    return index_maps.map_steps(edition.facts)


@kept_by()
def _peer_groups(request: Request) -> Sequence[Row]:
    return request.rows("peer_groups")


def _group_of(request: Request, peers: str) -> Row | None:
    """Return the group of a code; None for all countries."""
    return next((each for each in _peer_groups(request) if each["name"] == peers), None)


@kept_by("country", "year", "theme")
def _asked_of(request: Request, indicator: str, peers: str) -> Asked:
    known, offered, groups = request.vocabulary, offered_indicators(request), group_labels(request)
    code = _offered_code(offered, indicator) or next(iter(offered.values()))
    group = _offered_code(groups, peers)
    years = request.ask("indicator_years", indicator=code)
    year, year_words = index_facts.pick_year(years, request.years)
    return Asked(
        indicator=code,
        labels=list(offered),
        years=years,
        year=year,
        year_words=year_words,
        group=_group_of(request, group),
        groups=groups,
        chosen={country: known.name("country", country) for country in _highlighted(request)},
    )


def _offered_code(offered: Mapping[str, str], said: str) -> str:
    """Return the code that a name or a code stands for, in any case; empty where neither is offered."""
    if said in offered:
        return offered[said]
    folded = said.strip().casefold()
    return next((code for name, code in offered.items() if folded in {name.casefold(), code.casefold()}), "")


def _highlighted(request: Request) -> list[str]:
    """Return the countries that stand out: those of the filter, else the reader's own."""
    return list(request.filters.country) or ([request.place.country] if request.place.country else [])


def _edition_of(asked: Asked) -> dict[str, Parameter]:
    """Return with which parameters the countries of an edition are asked for."""
    return {
        "indicator": asked.indicator,
        "year": asked.year,
        "peers": asked.peers,
        "country": list(asked.chosen),
    }


def _own_parts_of(asked: Asked) -> dict[str, Parameter]:
    """Return with which parameters the other indicators of the first chosen country are asked for."""
    return _edition_of(asked) | {"country": next(iter(asked.chosen))}


def _last(choices: Choices, name: str) -> str:
    """Return what a choice holds; of several values in an address the last one counts."""
    return next(reversed(choices.get(name, ())), "")
