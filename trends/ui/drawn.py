"""What the browser draws cards and tables from, under a request and on a device.

It is the same for pages and for what is sent ahead of them, see :mod:`trends.serve.ahead`. Nothing here reads a
session; all is made once for all readers of a version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.cards.table import Table
from trends.export import encode, image
from trends.export.card_html import about_html, head_markup, row_markup
from trends.export.meanings import words_used
from trends.figures.base import Drawing
from trends.figures.draw import drawings
from trends.request.request import Request
from trends.words import pieces, protection
from trends.words.text import html, plain, say


@dataclass(frozen=True)
class Read:
    """A table as HTML: ``label`` says what it is, ``head`` and ``rows`` are rows, ``below`` what its symbols mean."""

    label: str
    head: str
    rows: Sequence[str]
    below: str = ""

    @property
    def data(self) -> dict[str, str]:
        """What the browser draws it from."""
        return {"label": self.label, "head": self.head, "body": "".join(self.rows), "below": self.below}


@dataclass(frozen=True)
class CardWords:
    """What stands around the parts of a card, as HTML: its title, its subtitle and its foot."""

    title: str
    subtitle: str
    foot: str


@dataclass(frozen=True)
class DrawnCard:
    """A card as the browser draws it.

    ``drawings`` are the figure in the colours of light pages, the widest first, none where the card has no chart;
    ``read`` is its table, ``known`` what is to know of it as HTML, ``words`` what stands around these, and ``beside``
    what an image of it says, of no use to a card without a chart.
    """

    drawings: Sequence[Drawing]
    read: Read
    known: str
    words: CardWords
    beside: Mapping[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """What does not depend on where the card stands on a page, nor on whose image it would be."""
        return {
            "drawings": [asdict(drawing) for drawing in self.drawings],
            "table": self.read.data,
            "known": self.known,
            "said": self.words.title,
            "under": self.words.subtitle,
            "below": self.words.foot,
            **self.beside,
        }


def drawn(card: Card, asked: Request, *, narrow: bool) -> DrawnCard:
    """Return a card as the browser draws it.

    Args:
        card: the card.
        asked: the request it was made with.
        narrow: whether the reader's window is as narrow as a phone's.
    """
    described, beside = card.chart, asked.version.beside
    return DrawnCard(
        drawings=beside(described, "drawings", lambda: drawings(described)) if described is not None else [],
        read=beside(card, f"read, {narrow}", lambda: _read_of(card, narrow=narrow)),
        known=beside(card, f"known, {narrow}", lambda: about_html(card, asked, narrow=narrow)),
        words=beside(card, "said", lambda: _words(card)),
        beside=beside(card, "beside its parts", lambda: _beside_parts(card, asked)),
    )


def read(shown: Table, label: str, below: str = "", *, narrow: bool) -> Read:
    """Return a table marked up, in the form that fits the reader's device.

    Args:
        shown: the table.
        label: what it is, for screen readers.
        below: what its symbols mean, as HTML.
        narrow: whether the reader's window is as narrow as a phone's.
    """
    fitting = shown.folded() if narrow else shown
    return Read(label, head_markup(fitting), row_markup(fitting), below)


def listing(made: Listing, asked: Request, *, narrow: bool) -> Read:
    """Return the table of a listing marked up, with what is to say of it and of its symbols below it.

    Args:
        made: the listing.
        asked: the request it was made with.
        narrow: whether the reader's window is as narrow as a phone's.
    """

    def make() -> Read:
        # A base is said in other words where there is little room.
        shown = made.table.folded() if narrow else made.table
        below = "".join(f"<p>{html(note)}</p>" for note in (*made.notes, *shown.symbols()))
        return read(made.table, made.label, below, narrow=narrow)

    found: Read = asked.version.beside(made, f"{narrow}", make)
    return found


def _read_of(card: Card, *, narrow: bool) -> Read:
    below = "".join(f"<p>{html(symbol)}</p>" for symbol in card.symbols)
    return read(card.table, pieces.caption(plain(card.title)), below, narrow=narrow)


def _words(card: Card) -> CardWords:
    foot = [html(say("{} · Source: [{}]({})", card.foot, card.source.name, card.source.url))]
    if card.evidence:
        foot.append(f'<span class="badge">{html(card.evidence)}</span> {html(card.reach)}')
    if card.protection:
        foot.append(html(protection.linked(card.protection)))
    return CardWords(
        title=html(card.title),
        subtitle=html(card.subtitle),
        foot="".join(f"<p>{paragraph}</p>" for paragraph in foot),
    )


def _beside_parts(card: Card, asked: Request) -> dict[str, Any]:
    if card.chart is None:
        return {"alt": "", "title": plain(card.title), "subtitle": "", "foot": [], "small": [], "name": ""}
    meanings = words_used(asked, tuple(image.texts_of(card)), image.MOST_WORDS + 1)
    return {
        "alt": card.alt,
        "title": plain(card.title),
        "subtitle": plain(card.subtitle),
        "foot": list(image.firm(card)),
        "small": list(image.definitions(card, meanings)),
        "name": encode.file_name(card.key, card.file_words, "png").removesuffix(".png"),
    }
