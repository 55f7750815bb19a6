"""A listing: a table of a page that is no finding, such as the surveys of a place."""

from collections.abc import Sequence
from dataclasses import dataclass

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
