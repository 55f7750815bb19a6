"""The rows that a card shows as a file: one code for the page's download and for the address of the same file."""

from trends.cards.card import Card
from trends.export import encode
from trends.export import tables as data_tables
from trends.request.request import Request
from trends.words import columns, pieces, protection
from trends.words.text import plain


def shown_file(card: Card, request: Request, format_name: str, host: str = "") -> bytes:
    """Return the rows of a card's chart and table, with what it says of them, as a file of a format of ``encode``.

    Args:
        card: the card.
        request: what it was made with.
        format_name: one of ``encode.FORMATS``.
        host: where the dashboard is served; empty where that is not known.
    """
    guarded = plain(protection.addressed(card.protection, host)) if card.protection else ""
    return encode.encode(
        card.shown,
        format_name,
        title=plain(card.title),
        about=[
            *pieces.file_note(plain(card.title), plain(card.subtitle), plain(card.foot), card.reach),
            *([("Protection", guarded)] if guarded else []),
            *data_tables.about(request.store, request.vocabulary, card.file_words, len(card.shown)),
        ],
        columns=columns.MEANINGS,
    )


def shown_file_name(card: Card, format_name: str) -> str:
    """Return the name of that file."""
    return encode.file_name(card.key, card.file_words, encode.FORMATS[format_name].extension)
