"""What a page holds, as data: its question, answer, what it says of the reader's place, key figures, cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.words.text import Words

# Label, number, and what it is counted on.
KeyFigure = tuple[Words, str, Words]


@dataclass(frozen=True, eq=False)
class Contents:
    """A page under a request, in reading order.

    ``question`` is the page's title, ``answer`` stands under it, ``you`` says how the reader's own place stands (empty
    where none is chosen or nothing is known of it), ``cards`` are the findings. Without any cards the filters leave
    nothing here. ``notes`` are paragraphs under them, such as what is not known. ``listings`` are the tables that are
    no findings: every table a page shows is one of them, or a card's.
    """

    question: Words
    answer: Words = ""
    you: Words = ""
    key_figures: Sequence[KeyFigure] = ()
    cards: Sequence[Card] = ()
    notes: Sequence[Words] = ()
    listings: Sequence[Listing] = ()
