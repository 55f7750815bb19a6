"""Which findings differ between two versions of the evidence: headlines, what stands first, verdicts, places.

Nothing here knows a page: each is asked for its cards as readers get them, and cards are compared by their keys, rows
by the columns that name them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Bars, Bump, Dots
from trends.cards.table import Role
from trends.evidence.releases import MOST_FLIPS, Flip
from trends.request.request import Request
from trends.statistics.cells import Row, as_rows, is_missing
from trends.store.versions import Version
from trends.subjects import registry
from trends.subjects.sectors.view import BRANCH
from trends.subjects.themes.view import TOPIC
from trends.words.text import plain

# What a page is on, where that is a choice of its own: each is compared, besides the page as it is opened.
TOPICS = (("themes", TOPIC, "theme"), ("sectors", BRANCH, "sector"), ("countries", "indicator", "indicator"))
# These tell of releases, or list what a comparison of rows tells better.
NOT_ASKED = frozenset({"releases", "sources"})
# The columns that name a row of a card, whatever its page; the year only where the others name several.
_NAMES = (
    "survey_name", "question_name", "measure", "indicator_name", "country_name", "region", "sector_name", "body_size",
    "item", "kind_of_part", "part", "answer", "theme_name", "counted_by", "name",
)  # fmt: skip
_YEAR = "year"
# Columns whose values are findings, and what a change of them is called.
_FOUND = {"verdict": "verdict", "against_the_rest": "verdict", "rank": "place", "place_in_list": "place"}
# Charts whose first row leads.
_RANKED = (Bars, Bump, Dots)
# One figure may move every place below it: of each card the first are told, all are counted.
MOST_OF_A_CARD = 8


@dataclass(frozen=True)
class Turned:
    """What two versions differ in: how many pages were asked, how many findings turned, and the first of them."""

    asked: int
    count: int
    flips: list[Flip]


def turned(before: Version, after: Version) -> Turned:
    """Return the findings that differ between two versions, page by page in the order of the navigation.

    A page is asked as it is opened and, where it is on a theme, a sector or an index, for each of those.
    """
    asked = 0
    found: list[Flip] = []
    for page, topics in asked_of(before, after):
        usual: Mapping[str, Card] = {}
        for choice in ({}, *topics):
            cards = cards_of(page, choice, after)
            # A topic that the page shows as it is opened, or does not offer, is not told twice.
            if choice and _said(cards) == _said(usual):
                continue
            usual = usual or cards
            asked += 1
            found += between(page, choice, cards_of(page, choice, before), cards)
    # What stands on a page as it is opened comes before its topics, so it is told first where not all is told.
    told: list[Flip] = []
    of_cards: Counter[tuple[str, str, tuple[tuple[str, str], ...]]] = Counter()
    for flip in sorted(found, key=lambda each: bool(each.choice)):
        of_cards[key := (flip.page, flip.card, tuple(flip.choice.items()))] += 1
        if of_cards[key] <= MOST_OF_A_CARD and len(told) < MOST_FLIPS:
            told.append(flip)
    return Turned(asked, len(found), told)


def asked_of(before: Version, after: Version) -> Iterator[tuple[str, Sequence[Mapping[str, str]]]]:
    """Yield each page that is compared, and the topics of it that both versions know, as choices of its address."""
    known, names = Request(before).vocabulary.names, Request(after).vocabulary.names
    topics = {
        page: [{parameter: name} for code, name in names[field].items() if known[field].get(code) == name]
        for page, parameter, field in TOPICS
    }
    yield from ((page, topics.get(page, [])) for page in registry.PAGES if page not in NOT_ASKED)


def cards_of(page: str, choice: Mapping[str, str], version: Version) -> dict[str, Card]:
    """Return the cards of a page without filters, by key."""
    choices = {name: [value] for name, value in choice.items()}
    return {card.key: card for card in registry.contents(page, Request(version), choices).cards}


def between(page: str, choice: Mapping[str, str], before: Mapping[str, Card], after: Mapping[str, Card]) -> list[Flip]:
    """Return what differs between the cards of a page before and after, by key; a card there was not before is new."""
    found: list[Flip] = []
    for key in dict.fromkeys([*after, *before]):
        then, now = before.get(key), after.get(key)
        if then is None or now is None:
            kind = "new" if then is None else "gone"
            found.append(Flip(page, key, kind, _title(then), _title(now), choice=choice))
            continue
        for kind, old, new in (("headline", _title(then), _title(now)), ("first", _first(then), _first(now))):
            if old != new:
                found.append(Flip(page, key, kind, old, new, choice=choice))
        found += _of_rows(page, choice, then, now)
    return found


def _said(cards: Mapping[str, Card]) -> list[tuple[str, str]]:
    return [(plain(card.title), plain(card.subtitle)) for card in cards.values()]


def _title(card: Card | None) -> str:
    return plain(card.title) if card else ""


def _first(card: Card) -> str:
    """Return what a ranked card has in its first row; empty where its rows have no order that says something."""
    if not isinstance(card.chart, _RANKED) or card.table.empty:
        return ""
    named = next((column for column in card.table.columns if column.role is Role.NAME), card.table.columns[0])
    return plain(named.cells[0])


def _of_rows(page: str, choice: Mapping[str, str], before: Card, after: Card) -> list[Flip]:
    """Return the verdicts and places that differ between rows of the same name."""
    both = [name for name in (*_NAMES, _YEAR) if name in before.shown and name in after.shown]
    columns = {column: kind for column, kind in _FOUND.items() if column in before.shown and column in after.shown}
    if not (both and columns):
        return []
    old, new = _by_name(before.shown, both), _by_name(after.shown, both)
    return [
        Flip(page, after.key, kind, then, now, _row_words(row, both), choice)
        for name, row in new.items()
        if name in old
        for column, kind in columns.items()
        if (then := _value(old[name][column])) != (now := _value(row[column]))
    ]


def _row_words(row: Row, names: Sequence[str]) -> str:
    """Return what names a row in words; a measure is a code, and years differ where a finding is of a newer edition."""
    return " · ".join(said for name in names if name not in {"measure", _YEAR} and (said := _value(row[name])))


def _by_name(shown: pd.DataFrame, names: list[str]) -> dict[tuple[str, ...], Row]:
    """Return rows by what names them: without the year where that suffices; none that share all their names."""
    without = [name for name in names if name != _YEAR]
    rows = as_rows(shown)
    for chosen in (without, names):
        keyed = [tuple(_value(row[name]) for name in chosen) for row in rows]
        if len(set(keyed)) == len(keyed):
            return dict(zip(keyed, rows, strict=True))
    counted = Counter(keyed)
    return {key: row for key, row in zip(keyed, rows, strict=True) if counted[key] == 1}


def _value(value: object) -> str:
    if is_missing(value):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
