"""A listing: a table of a page that is no finding, such as the surveys of a place."""

import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from trends.cards.source import Behind
from trends.cards.table import Table
from trends.words.text import Words


# `eq=False`: hashed by identity, to serve as a key.
@dataclass(frozen=True, eq=False)
class Listing:
    """A table that lists what there is, under a heading of its own; a finding is a card.

    ``key`` names it on its page, ``label`` says what it is to whoever cannot see the page around it. ``notes`` are
    paragraphs that stand beside it. ``behind`` is the table of the evidence with the filters that give all its rows;
    None where it is counted from several.
    """

    key: str
    title: Words
    label: str
    table: Table
    notes: Sequence[Words] = ()
    behind: Behind | None = None


class Listings(Sequence[Listing]):
    """The listings of a page, which are made when they are read.

    A page that folds a listing away, and draws it once it is opened, says its key alone and has none made before.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Listing | None]]) -> None:
        """Remember what makes each listing, by its key; it may return None, where there is nothing to list."""
        self._makers = makers

    def but(self, keys: Collection[str]) -> list[Listing]:
        """Return the listings without those of some keys, which are not made."""
        return [made for key, make in self._makers.items() if key not in keys and (made := make()) is not None]

    @functools.cached_property
    def _all(self) -> list[Listing]:
        return self.but(())

    def __iter__(self) -> Iterator[Listing]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, at: int) -> Listing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Listing]: ...
    def __getitem__(self, at: int | slice) -> Listing | Sequence[Listing]:
        return self._all[at]


def without(listings: Sequence[Listing], keys: Collection[str]) -> list[Listing]:
    """Return the listings of a page without those of some keys; of :class:`Listings` these are not made either."""
    if isinstance(listings, Listings):
        return listings.but(keys)
    return [listing for listing in listings if listing.key not in keys]
