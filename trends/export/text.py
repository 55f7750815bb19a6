"""Cards as plain text and as data, for the command line and for programs: the words of the page, without a page."""

from collections.abc import Sequence
from typing import Any

from trends.cards.card import Card
from trends.subjects.contents import Contents
from trends.words.text import plain


def contents_text(contents: Contents) -> str:
    """Return a page as plain text: question, answer, the reader's own place, key figures, notes, then each card."""
    said = [plain(contents.question), plain(contents.answer)]
    if contents.you:
        said.append(f"You: {plain(contents.you)}")
    said += [f"- {plain(label)}: {number} ({plain(basis)})" for label, number, basis in contents.key_figures]
    said += [plain(note) for note in contents.notes]
    if not contents.cards:
        said.append("No cards: nothing is left under these filters.")
    return "\n\n".join(["\n".join(line for line in said if line), *(card_text(card) for card in contents.cards)])


def contents_data(contents: Contents) -> dict[str, Any]:
    """Return a page as data, words as plain text.

    It has ``question``, ``answer``, ``you``, ``key_figures``, ``notes`` and ``cards``.
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
    }


def card_text(card: Card) -> str:
    """Return a card as plain text: finding, sentences, table, base, verdicts, source, receipt."""
    lines = [
        plain(card.title),
        "=" * len(card.title),
        plain(card.subtitle),
        *(f"Chart: {card.alt}" for _ in [card.chart] if card.chart is not None),
        *_table_lines(card),
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
        "table": {
            "columns": [{"heading": column.heading, "role": str(column.role)} for column in card.table.columns],
            "rows": [[plain(cell) for cell in row.values()] for row in card.table.rows()],
        },
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


def _table_lines(card: Card) -> Sequence[str]:
    """Return the table with its columns under each other."""
    shown = [list(card.table.headings)]
    shown += [[plain(cell) for cell in row.values()] for row in card.table.rows()]
    widths = [max(len(row[at]) for row in shown) for at in range(len(card.table.headings))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
