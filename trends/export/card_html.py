"""A card as plain HTML: finding, chart as SVG, table, foot with its source, what is to know of it, files of rows."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from trends.cards.card import Card, texts_of
from trends.cards.listing import Listing
from trends.cards.source import Behind
from trends.cards.table import Column, Role, Table
from trends.export import tables as data_tables
from trends.export.encode import FORMATS
from trends.export.meanings import words_used
from trends.figures.heat import css_of
from trends.figures.palette import DARK_OF_LIGHT, LIGHT
from trends.figures.svg.draw import svg
from trends.request import tables as request_tables
from trends.request.request import Request
from trends.words import glossary, pieces, protection
from trends.words.text import Words, html, join, plain, say

CHART_WIDTH = 720
FILES = ("csv", "xlsx", "json")
PICTURES = ("png", "svg")
# So long an address, of a hundred questions, stands for one format alone: three of them would weigh as much as a chart.
LONG_ADDRESS = 1_000
_NAMES = {"receipt": "Text"}
_RIGHT = {Role.FIGURE, Role.BASE, Role.CHANGE, Role.RANGE}
_COLOUR = re.compile('"(#[0-9A-F]{6})"')

# Returns the address of the rows a card shows, as a file of a format, or of its picture.
AddressOf = Callable[[Card, str], str]


class CardMarkup:
    """A card, marked up but for how many rows of its table are shown, which its page decides."""

    def __init__(
        self, card: Card, request: Request, *, address_of: AddressOf, live: str, base: str, level: int = 2
    ) -> None:
        """Mark a card up.

        Args:
            card: the card.
            request: what it was made with.
            address_of: where the rows it shows lie as a file, and its picture.
            live: address of the page it is on, where all of its table can be read.
            base: the path the dashboard is served below; empty at the root.
            level: of its heading.
        """
        self._card, self._address_of, self._live, self._base = card, address_of, live, base
        self._rows = row_markup(card.table)
        self._before = (
            f'<article id="{_identifier(card)}"><h{level}>{html(card.title)}</h{level}>'
            f"{_paragraph('subtitle', card.subtitle)}{chart_html(card)}"
        )
        self._after = (
            f"{''.join(_paragraph('note', symbol) for symbol in card.symbols)}"
            f'<p class="note">{html(say("{} · Source: [{}]({})", card.foot, card.source.name, card.source.url))}</p>'
            f"{_evidence(card)}{_protection(card)}{known_html(card, request)}{self._files()}</article>"
        )

    def shown(self, most: int) -> str:
        """Return the card with at most so many rows of its table, and where the others are."""
        rows = self._rows[:most]
        name = pieces.caption(plain(self._card.title))
        cut = _cut(len(rows), len(self._rows), self._address_of(self._card, "csv"), self._live)
        return f"{self._before}{table_html(self._card.table, name, rows)}{cut}{self._after}"

    def _files(self) -> str:
        """Return links to the rows the card shows and to all rows behind it, a file for each format."""
        card = self._card
        said = [("What is shown", [(name, self._address_of(card, name)) for name in FILES])]
        if card.behind is not None:
            behind = [(name, behind_address(card.behind, name, self._base)) for name in FILES]
            said.append(("All rows behind it", [way for way in behind if len(way[1]) <= LONG_ADDRESS] or behind[:1]))
        if card.chart is not None:
            said.append(("Picture", [(name, self._address_of(card, name)) for name in PICTURES]))
        said.append(("Receipt of each row", [("receipt", self._address_of(card, "receipt"))]))
        lines = [f"{words}: {', '.join(_file(name, at, words) for name, at in files)}" for words, files in said]
        return f'<p class="links">{" · ".join(lines)}</p>'


class ListingMarkup:
    """A listing, marked up but for how many rows of its table are shown, which its page decides."""

    def __init__(self, listing: Listing, *, live: str, base: str) -> None:
        """Mark a listing up.

        Args:
            listing: the listing.
            live: address of the page it is on, where all of its table can be read.
            base: the path the dashboard is served below; empty at the root.
        """
        self._listing, self._live, self._rows = listing, live, row_markup(listing.table)
        self._file = "" if listing.behind is None else behind_address(listing.behind, "csv", base)

    def shown(self, most: int) -> str:
        """Return the listing with at most so many rows, and where the others are."""
        listing, rows = self._listing, self._rows[:most]
        notes = "".join(_paragraph("note", note) for note in (*listing.notes, *listing.table.symbols()))
        return (
            f'<section id="{escape(listing.key)}"><h2>{html(listing.title)}</h2>'
            f"{table_html(listing.table, pieces.caption(listing.label), rows)}"
            f"{_cut(len(rows), len(self._rows), self._file, self._live)}{notes}</section>"
        )


def _cut(shown: int, all_rows: int, file: str, live: str) -> str:
    """Return that a table is told by its first rows, with the ways to all of them; empty where it is whole."""
    if shown == all_rows:
        return ""
    ways = [say("[{}]({})", name, way) for name, way in (("CSV file", file), ("live page", live)) if way]
    said = say("These are the first {:,} of {:,} rows. All of them: {}.", shown, all_rows, join(", ", ways))
    return f'<p class="note">{html(said)}</p>'


def behind_address(behind: Behind, format_name: str, base: str) -> str:
    """Return the address of all rows behind a card or listing as a file of a format."""
    chosen = [(field, code) for field, codes in behind[1].items() for code in codes]
    return data_tables.data_address(request_tables.TABLES[behind[0]], format_name, chosen, base)


def _file(format_name: str, address: str, words: str) -> str:
    # Links that read alike would not be told apart in a list of links.
    name = FORMATS[format_name].label if format_name in FORMATS else _NAMES.get(format_name, format_name.upper())
    return f'<a href="{escape(address)}" aria-label="{escape(f"{name}, {words.lower()}")}" download>{name}</a>'


def _identifier(card: Card) -> str:
    return re.sub(r"[^\w-]", "-", card.key)


def _paragraph(name: str, words: Words) -> str:
    return f'<p class="{name}">{html(words)}</p>' if words else ""


def chart_html(card: Card) -> str:
    """Return the chart of a card as SVG whose colours turn with the reader's scheme.

    Its colours are custom properties, which the style of the page sets, so that one drawing serves light and dark.
    """
    if card.chart is None:
        return ""
    drawn = svg(card.chart, LIGHT, CHART_WIDTH, alt=card.alt)
    coloured = _COLOUR.sub(
        lambda found: f'"var({colour_name(found[1])})"' if found[1] in DARK_OF_LIGHT else found[0], drawn
    )
    return f'<div class="chart">{coloured}</div>'


def colour_name(light: str) -> str:
    """Return the custom property that holds a colour of light pages, and its counterpart on dark ones."""
    return f"--c{light.removeprefix('#').lower()}"


def table_html(table: Table, name: str, rows: Sequence[str]) -> str:
    """Return rows of a table, marked up, with its head; where it is wider than its page it scrolls, also by keyboard.

    Args:
        table: the table.
        name: what it is.
        rows: those that are shown.
    """
    if not table.columns or not rows:
        return ""
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(name)}"><table>'
        f"<caption>{escape(name)}</caption><thead>{head_markup(table)}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def head_markup(table: Table) -> str:
    """Return the row of headings of a table, marked up."""
    cells = "".join(f'<th scope="col"{_aligned(column.role)}>{escape(column.heading)}</th>' for column in table.columns)
    return f"<tr>{cells}</tr>"


def row_markup(table: Table) -> list[str]:
    """Return the rows of a table, each marked up; the first cell names its row, unless it is all there is."""
    if not table.columns:
        return []
    first, *others = table.columns
    names = (f'<th scope="row">{html(cell)}</th>' for cell in first.cells) if others else _cells(first)
    rows = zip(names, *(_cells(column) for column in others), strict=True)
    return [f"<tr>{''.join(row)}</tr>" for row in rows]


def _cells(column: Column) -> Iterable[str]:
    aligned = _aligned(column.role)
    if not column.shades:
        return (f"<td{aligned}>{html(cell)}</td>" for cell in column.cells)
    return (
        f"<td{aligned}{_shaded(shade)}>{html(cell)}</td>"
        for cell, shade in zip(column.cells, column.shades, strict=True)
    )


def _shaded(strength: float) -> str:
    return f' style="{css_of(strength)}"' if strength else ""


def _aligned(role: Role) -> str:
    return ' class="number"' if role in _RIGHT else ""


def _evidence(card: Card) -> str:
    return _paragraph("note", say("Kind of evidence: **{}**. {}", card.evidence, card.reach)) if card.evidence else ""


def _protection(card: Card) -> str:
    return _paragraph("note", protection.linked(card.protection)) if card.protection else ""


def known_html(card: Card, request: Request) -> str:
    """Return what is to know of a card, folded."""
    return f"<details><summary>About this figure</summary>{about_html(card, request)}</details>"


def about_html(card: Card, request: Request, *, narrow: bool = False) -> str:
    """Return what is to know of a card: method and limits, licence, and what its words mean.

    Args:
        card: the card.
        request: what it was made with.
        narrow: its table is in its narrow form, which may have other words.
    """
    paragraphs = [*card.about, say("Licence: {}.", card.source.licence)]
    used = words_used(request, tuple(texts_of(card, narrow=narrow)), glossary.MOST_WORDS)
    meanings = "".join(f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>" for term, meaning in used)
    return (
        f"{''.join(f'<p>{html(words)}</p>' for words in paragraphs)}"
        f"{f'<p><strong>Words used here</strong></p><dl>{meanings}</dl>' if meanings else ''}"
    )
