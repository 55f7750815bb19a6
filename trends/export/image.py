"""The words below an image of a chart, so that it can be read without its page.

An image carries what a reader of the page has around the chart: its base, what its kind of evidence can tell, what its
words mean, what its publisher warns of, and its source.
"""

from collections.abc import Iterable

from trends.cards.card import Card
from trends.cards.source import Source
from trends.words.text import plain

PRODUCT = "Digital Trends"
# As the bar above a page says it.
NOTHING_CHOSEN = "All countries, sectors and years"
# Enough for a foot of base, whisker and range; more would be longer than the chart is high.
MOST_WORDS = 3


def texts_of(card: Card) -> list[str]:
    """Return the texts around a chart whose terms the glossary may explain.

    The foot comes first, since it has the statistical terms; titles have few.
    """
    return [plain(card.foot), plain(card.title), plain(card.subtitle)]


def foot(card: Card, meanings: Iterable[tuple[str, str]]) -> list[str]:
    """Return all that an image of a card says below its chart, a paragraph each.

    Args:
        card: the card.
        meanings: the terms that its texts use and what they mean, the most needed first.
    """
    *told, source_words = firm(card)
    return [*told, *definitions(card, meanings), source_words]


def firm(card: Card) -> list[str]:
    """Return what no image of a card may go without, a paragraph each: base, cautions, protection, source."""
    base, *others = least(card)
    return [text for text in (base, *map(plain, card.carried), *others) if text]


def least(card: Card) -> list[str]:
    """Return what also the smallest image of a card says: its base, how those who answered are protected, its source.

    Without the second, figures that were changed at random would be taken for counted ones wherever the image goes.
    """
    return [plain(card.foot), *([card.protection] if card.protection else []), source(card.source)]


def definitions(card: Card, meanings: Iterable[tuple[str, str]]) -> list[str]:
    """Return what can be looked up elsewhere, a paragraph each, to be written small: the kind of evidence, the terms.

    Args:
        card: the card.
        meanings: the terms that its texts use and what they mean, the most needed first.
    """
    # What its kind of evidence means is said with what such evidence can tell.
    others = [f"{term}: {meaning}" for term, meaning in meanings if not card.reach or term != card.evidence]
    explained = f"Words used: {' '.join(others[:MOST_WORDS])}" if others else ""
    return [text for text in (card.reach, explained) if text]


def signature(filter_words: str) -> dict[str, str]:
    """Return who an image is from and what was chosen; the browser adds the address and the date.

    Args:
        filter_words: the chosen filters in words; empty where nothing is chosen.
    """
    return {"product": PRODUCT, "filters": f"Shown: {filter_words or NOTHING_CHOSEN}"}


def source(known: Source) -> str:
    """Return the source in words: with its web address, or each source where there are several."""
    if known.each:
        return f"{'Sources' if len(known.each) > 1 else 'Source'}: {'; '.join(known.each)}"
    return f"Source: {known.name}" + (f", {known.url}" if "//" in known.url else "")
