"""The view of an index of countries: who stands where, how it changed, what lies behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.request.filters import FIELD_NAMES
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import parts as index_parts
from trends.subjects.indices import trends as index_trends
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.ui.kept import kept
from trends.ui.session import ask, choice, is_narrow, me, palette, vocabulary
from trends.words import grammar

LEFT_ASIDE = ("sector", "survey")


# Compared by identity: the same question gives the same object, so that what was made of it is found again.
@dataclass(frozen=True, eq=False)
class Asked:
    """What the reader asked to compare.

    ``indicator`` is its code and ``labels`` the names of all that are offered. ``years`` has one row per edition, as
    ``queries/indices/indicator_years.sql`` gives them; ``year`` is the edition to show and ``year_words`` what is to say of it.
    ``group`` is the row of ``queries/indices/peer_groups.sql``, None for all countries, and ``groups`` the codes of all groups
    by name. ``chosen`` holds the names of the chosen countries by code, the one looked at first; without any it is the
    country of the reader's own place.
    """

    indicator: str
    labels: Sequence[str]
    years: pd.DataFrame
    year: int
    year_words: str
    group: Mapping[Any, Any] | None
    groups: Mapping[str, str]
    chosen: Mapping[str, str]

    @property
    def peers(self) -> str:
        """Code of the group; empty for all countries."""
        return "" if self.group is None else str(self.group["name"])


def you(known: IndexFacts) -> str:
    """Return where the reader's own country stands; empty where none is chosen."""
    return index_words.standing(me(), known)


@kept
def answer(known: IndexFacts) -> str:
    """Return what the indicator says, in words."""
    return index_words.answer(known)


@kept
def facts(asked: Asked) -> IndexFacts:
    """Return the facts of the chosen indicator."""
    return index_facts.index_facts(
        asked.indicator,
        ask(
            "indicator_year",
            indicator=asked.indicator,
            year=asked.year,
            peers=asked.peers,
            country=list(asked.chosen),
        ),
        ask("indicator_source", indicator=asked.indicator).iloc[0].to_dict(),
        asked.years,
        asked.year,
        asked.chosen,
        asked.group,
        _others(asked),
    )


def filter_words(asked: Asked) -> list[str]:
    """Return what the shared filters do on this page: a sentence for each that is set."""
    chosen = choice()
    said = [asked.year_words] if asked.year_words else []
    if asked.chosen and not chosen.country:
        said.append(f"Your country, {me().country_name}, is highlighted among all others.")
    elif asked.chosen:
        first, *others = asked.chosen.values()
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


@kept
def offered_indicators() -> dict[str, str]:
    """Return the indicators the filters leave: code by the name readers choose."""
    listed = index_facts.offered(ask("indicator_list", country=[], year=[]))
    return dict(zip(listed["label"], listed["indicator"], strict=True))


@kept
def _peer_groups() -> pd.DataFrame:
    return ask("peer_groups", country=_highlighted()[:1])


@kept
def group_labels() -> dict[str, str]:
    return index_words.group_labels(_peer_groups())


@kept
def asked_of(label: str, peers: str) -> Asked:
    known, chosen, offered, groups = vocabulary(), choice(), offered_indicators(), group_labels()
    indicator = offered.get(label, next(iter(offered.values())))
    code = groups.get(peers, "")
    years = ask("indicator_years", indicator=indicator)
    year, year_words = index_facts.pick_year(years, [int(each) for each in chosen.year])
    return Asked(
        indicator=indicator,
        labels=list(offered),
        years=years,
        year=year,
        year_words=year_words,
        group=next((each for each in _peer_groups().to_dict("records") if each["name"] == code), None),
        groups=groups,
        chosen={country: known.name("country", country) for country in _highlighted()},
    )


def _highlighted() -> list[str]:
    """Return the countries that stand out: those of the filter, else the reader's own."""
    return list(choice().country) or ([me().country] if me().country else [])


def _others(asked: Asked) -> Mapping[Any, Any] | None:
    if asked.group is None:
        return None
    found = ask("indicator_others", indicator=asked.indicator, year=asked.year, peers=asked.peers)
    return dict(found.iloc[0].to_dict())


@kept
def standing_card(known: IndexFacts) -> Card:
    if known.letters:
        return index_cards.letters_card(known)
    return index_cards.dots_card(known, palette(), narrow=is_narrow())


@kept
def map_card(known: IndexFacts) -> Card:
    return index_cards.map_card(known, palette())


@kept
def trend_card(asked: Asked, known: IndexFacts) -> Card:
    codes = index_facts.trend_countries(known)
    lines = ask("indicator_trend", indicator=asked.indicator, peers=asked.peers, country=codes)
    return index_trends.trend_card(known, lines, palette(), narrow=is_narrow())


@kept
def direct_parts(asked: Asked) -> pd.DataFrame:
    own = next(iter(asked.chosen))
    return index_parts.direct_parts(
        ask("indicator_parts", indicator=asked.indicator, year=asked.year, peers=asked.peers, country=own)
    )


@kept
def parts_card(asked: Asked, known: IndexFacts) -> Card:
    return index_parts.parts_card(known, direct_parts(asked), palette())
