"""Cards as plain text and as data, for the command line and for programs: the words of the page, without a page."""

from collections.abc import Sequence
from typing import Any

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.cards.table import Table
from trends.subjects.contents import Contents
from trends.words.text import plain


def contents_text(contents: Contents) -> str:
    """Return a page as plain text: question, answer, own place, key figures, notes, then each card and listing."""
    said = [plain(contents.question), plain(contents.answer)]
    if contents.you:
        said.append(f"You: {plain(contents.you)}")
    said += [f"- {plain(label)}: {number} ({plain(basis)})" for label, number, basis in contents.key_figures]
    said += [plain(note) for note in contents.notes]
    if not contents.cards:
        said.append("No cards: nothing is left under these filters.")
    cards, listings = map(card_text, contents.cards), map(_listing_text, contents.listings)
    return "\n\n".join(["\n".join(line for line in said if line), *cards, *listings])


def contents_data(contents: Contents) -> dict[str, Any]:
    """Return a page as data, words as plain text.

    It has ``question``, ``answer``, ``you``, ``key_figures``, ``notes``, ``cards`` and ``listings``.
    """
    return {
        "question": plain(contents.question),
        "answer": plain(contents.answer),
        "you": plain(contents.you),
        "key_figures": [
            {"label": plain(label), "number": number, "basis": plain(basis)}
            for label, number, basis in contents.key_figures
        ],
        "notes": [plain(note) for note in contents.notes],
        "cards": [card_data(card) for card in contents.cards],
        "listings": [listing_data(listing) for listing in contents.listings],
    }


def card_text(card: Card) -> str:
    """Return a card as plain text: finding, sentences, table, base, verdicts, source, receipt."""
    lines = [
        plain(card.title),
        "=" * len(card.title),
        plain(card.subtitle),
        *(f"Chart: {card.alt}" for _ in [card.chart] if card.chart is not None),
        *_table_lines(card.table),
        plain(card.foot),
        *([f"Kind of evidence: {card.evidence}. {card.reach}"] if card.evidence else []),
        *([f"Verdicts: {', '.join(sorted(card.verdicts))}"] if card.verdicts else []),
        *(plain(paragraph) for paragraph in card.about),
        card.protection,
        f"Source: {card.source.name}, {card.source.url}. Licence: {card.source.licence}.",
        *([f"Receipt: {card.receipt.words()}"] if card.receipt else []),
    ]
    return "\n".join(line for line in lines if line)


def card_data(card: Card) -> dict[str, Any]:
    """Return a card as data that JSON can hold; a chart by its kind and its words, a table by rows in words."""
    receipt = card.receipt
    return {
        "key": card.key,
        "title": plain(card.title),
        "subtitle": plain(card.subtitle),
        "chart": type(card.chart).__name__.lower() if card.chart is not None else None,
        "alt": card.alt,
        "table": _table_data(card.table),
        "base": plain(card.foot),
        "evidence": card.evidence,
        "reach": card.reach,
        "verdicts": sorted(card.verdicts),
        "about": [plain(paragraph) for paragraph in card.about],
        "protection": card.protection,
        "symbols": list(card.symbols),
        "source": {"name": card.source.name, "url": card.source.url, "licence": card.source.licence},
        "receipt": None
        if receipt is None
        else {
            "query": receipt.query,
            "parameters": dict(receipt.parameters),
            "fingerprint": receipt.fingerprint,
        },
    }


def listing_data(listing: Listing) -> dict[str, Any]:
    """Return a listing as data that JSON can hold; its table by rows in words."""
    return {
        "key": listing.key,
        "title": plain(listing.title),
        "table": _table_data(listing.table),
        "notes": [plain(note) for note in listing.notes],
        "symbols": listing.table.symbols(),
    }


def _listing_text(listing: Listing) -> str:
    notes = [plain(note) for note in (*listing.notes, *listing.table.symbols())]
    title = plain(listing.title)
    return "\n".join([title, "=" * len(title), *_table_lines(listing.table), *notes])


def _table_data(table: Table) -> dict[str, Any]:
    return {
        "columns": [{"heading": column.heading, "role": str(column.role)} for column in table.columns],
        "rows": [[plain(cell) for cell in row.values()] for row in table.rows()],
    }


def _table_lines(table: Table) -> Sequence[str]:
    """Return a table with its columns under each other."""
    shown = [list(table.headings)]
    shown += [[plain(cell) for cell in row.values()] for row in table.rows()]
    widths = [max(len(row[at]) for row in shown) for at in range(len(table.headings))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
