"""A briefing on paper: PDF/UA-1, tagged, with one finding a page, readable in grey, the same on any machine.

Typst lays it out by the template beside this file. What a briefing holds reaches the template as JSON and is set as
text: nothing of it is ever markup, and neither template nor compiler reads another file.
"""

import json
import math
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from trends.cards.card import Card
from trends.cards.table import Role, Table
from trends.export.briefing import Briefing
from trends.export.briefing_link import address_of
from trends.export.finding_words import RECEIPT, away_card, by_finding, listed_source, methods, told
from trends.export.image import PRODUCT
from trends.export.letters import Run, runs_of
from trends.export.picture import FAMILY, FONTS
from trends.export.plain import whole_text
from trends.figures.palette import LIGHT
from trends.figures.svg.draw import svg
from trends.figures.svg.measure import width_of
from trends.figures.svg.sheet import FONT, escaped, number
from trends.subjects import registry
from trends.words import grammar, numbers
from trends.words.text import Words, plain, say, spans_of

TEMPLATE = Path(__file__).with_name("paper.typ")
CHART_WIDTH = 720
# More rows of a table than a page can hold.
MOST_ROWS = 60
MOST_WORDS = 60
# Letters of the title at the foot of each page.
RUNNING_TITLE = 60
LONGEST_RECEIPT = 300
# The size of the title on the front by how many letters it has at most.
TITLE_SIZES = ((90, 30), (200, 22), (500, 15), (math.inf, 10))
# A table of more columns is set in its narrow form, or in smaller letters.
MANY_COLUMNS = 6
# The bundled letters are that much narrower than those for which widths are reckoned.
NARROWEST = 0.8
LETTERS, SMALL_LETTERS = 8.0, 7.0
# A column whose longest cell has more letters shares the room that is left.
# How many letters a word may have in a line, and in the cell of a table, before it is broken.
LONGEST_WORD, LONGEST_IN_TITLE, LONGEST_IN_CELL = 60, 40, 20
WIDE_CELL = 24
_RIGHT = {Role.FIGURE, Role.BASE, Role.RANGE}
# Letters are tried beside those of the font they stand in.
_TRIED = b'#set document(title: "-")\n#text(font: sys.inputs.font, lang: "en", json(bytes(sys.inputs.run)))'
# What Typst says of a letter that no font has.
_NO_GLYPH = "could not be displayed"
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')

Spans = list[dict[str, Any]]


class _Setting:
    """How letters are set that the bundled fonts lack: by the machine's fonts where they have them, else named.

    ``met`` says whether there were letters that the machine's fonts are needed for, ``named`` what was replaced by its
    name, each once.
    """

    def __init__(self, *, others: bool, all_fonts: bool = True) -> None:
        self.met = False
        self.named: dict[str, None] = {}
        self._others, self._all_fonts = others, all_fonts

    def spans(self, words: Words, longest: int = LONGEST_WORD) -> Spans:
        """Return words as the template takes them: text, whether strong, its link, and a picture where it is named.

        Args:
            words: the words.
            longest: how many letters may stand without a place to break a line.
        """
        return [
            {"text": text, "strong": span.strong, "url": whole_text(span.url)}
            | ({"shown": _name_picture(shown)} if shown else {"text": _breakable(text, longest)})
            for span in spans_of(words)
            for text, shown in self._parts(span.text)
        ]

    def drawn(self, chart: str) -> str:
        """Return a chart with each of its texts as it can be set."""
        texts = _TEXT.sub(lambda found: self._plain(found[0]), chart)
        return texts.replace(FONT, f"'{FAMILY}'")

    def _plain(self, written: str) -> str:
        # Entities are ASCII, which every font has, so they stay as they are.
        return "".join(escaped(f"[{shown}]") if shown else text for text, shown in self._parts(written))

    def _parts(self, text: str) -> Iterator[tuple[str, str]]:
        for run in runs_of(text, all_fonts=self._all_fonts):
            by_others = bool(run.named) and self._others and _can_be_set(run)
            self.met |= by_others
            if run.named and not by_others:
                self.named[run.named] = None
            yield run.text, "" if by_others else run.named


def paper(briefing: Briefing) -> bytes:
    """Return a briefing as a PDF file of the kind PDF/UA-1.

    The same briefing gives the same bytes, except where it holds letters that the bundled fonts lack. Letters that no
    font has are replaced by their names, which its front says.
    """
    # Fonts may have a letter alone and lack it beside others.
    for setting in (_Setting(others=True), _Setting(others=False)):
        try:
            return _set(briefing, setting)
        except typst.TypstError as error:
            if _NO_GLYPH not in error.message:
                raise
    return _set(briefing, _Setting(others=False, all_fonts=False))


def _set(briefing: Briefing, setting: _Setting) -> bytes:
    given = json.dumps(_given(briefing, setting))
    made = datetime.combine(briefing.made, time(), UTC)
    return _compiled(TEMPLATE.read_bytes(), {"briefing": given}, made, others=setting.met)


def _compiled(template: bytes, inputs: dict[str, str], made: datetime, *, others: bool) -> bytes:
    # An empty folder as the root of all files: there is nothing that could be read.
    with tempfile.TemporaryDirectory() as root:
        compiler = typst.Compiler(template, root=root, font_paths=_fonts(others=others), sys_inputs=inputs)
        done = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    if not isinstance(done, bytes):
        raise TypeError(f"Typst gave {type(done).__name__} for a PDF file instead of its bytes; look at its version.")
    return done


@lru_cache(maxsize=2)
def _fonts(*, others: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=others, include_embedded_fonts=False, font_paths=[FONTS])


@lru_cache(maxsize=2_000)
def _can_be_set(run: Run) -> bool:
    """Say whether the machine has fonts for letters, by trying them."""
    given = {"run": json.dumps(run.text), "font": FAMILY}
    try:
        _compiled(_TRIED, given, datetime(2020, 1, 1, tzinfo=UTC), others=True)
    except typst.TypstError:
        return False
    return True


# What the template takes ---------------------------------------------------------------------------------------------


def _given(briefing: Briefing, setting: _Setting) -> dict[str, Any]:
    """Return all that the template sets."""
    count = len(briefing.findings)
    address = say("[{}]({})", briefing.host, address_of(briefing)) if briefing.host else ""
    front: list[tuple[str, Words]] = [
        ("Filters", briefing.filters_said),
        ("Made on", numbers.day(briefing.made)),
        ("Evidence", briefing.fingerprint),
        ("Address", address),
    ]
    body = {"findings": [_finding(briefing, at, setting) for at in range(count)], "back": _back(briefing, setting)}
    return {
        **body,
        "title": _metadata(briefing.title) or PRODUCT,
        "shown_title": setting.spans(briefing.title if _metadata(briefing.title) else PRODUCT, LONGEST_IN_CELL),
        "title_size": next(size for most, size in TITLE_SIZES if len(briefing.title) <= most),
        "product": PRODUCT,
        "font": FAMILY,
        "description": f"{numbers.counted(count, 'finding')} of {PRODUCT}, {numbers.day(briefing.made)}",
        "counted": f"{numbers.counted(count, 'finding')}, each with its base, its source and its verdict",
        "running": setting.spans(
            f"{grammar.shortened(briefing.title, RUNNING_TITLE)} · {PRODUCT} · {numbers.day(briefing.made)}"
        ),
        "colours": {name: value for name, value in asdict(LIGHT).items() if isinstance(value, str)},
        "front": _pairs([(label, [words]) for label, words in front if words], setting),
        "left_out": [setting.spans(said) for said in briefing.left_out],
        # After all else is set, or it would not be known.
        "replaced": setting.spans(_replaced(setting)),
    }


def _replaced(setting: _Setting) -> str:
    """Return which letters were replaced, in words; empty where none were."""
    if not setting.named:
        return ""
    return (
        f"This file has no font for {grammar.joined(list(setting.named))}. Where they stood, their names stand in "
        "brackets; screen readers speak the letters themselves."
    )


def _finding(briefing: Briefing, at: int, setting: _Setting) -> dict[str, Any]:
    finding = briefing.findings[at]
    card = away_card(finding.card, briefing.host)
    page = registry.PAGES[finding.page].title
    return {
        "eyebrow": setting.spans(f"Finding {at + 1} of {len(briefing.findings)} · {page}"),
        "title": _heading(plain(card.title), at, setting),
        "subtitle": setting.spans(card.subtitle),
        "note": [setting.spans(line) for line in finding.note_lines],
        "chart": _chart(card, setting),
        "told": _pairs([(label, [_cut(label, words)]) for label, words in told(finding, briefing.host)], setting),
        "about": [setting.spans(words) for words in card.about],
        "elsewhere": "all of them are at the address below.",
        **_table(card.table, setting),
    }


def _cut(label: str, words: Words) -> Words:
    """Return words as a page has room for them: a receipt may list hundreds of questions, which other files hold."""
    return grammar.shortened(words, LONGEST_RECEIPT) if label == RECEIPT else words


def _heading(title: str, at: int, setting: _Setting) -> Spans:
    """Return the title of a finding; one of which no letter can be set is told by its number for bookmarks."""
    spans = setting.spans(title, LONGEST_IN_TITLE)
    if any("shown" not in span and span["text"].strip() for span in spans):
        return spans
    return [*setting.spans(f"Finding {at + 1}: "), *spans]


def _metadata(title: str) -> str:
    """Return a title as a file's metadata can hold it."""
    return "".join(run.text for run in runs_of(title)).strip()


def _chart(card: Card, setting: _Setting) -> dict[str, Any] | None:
    if card.chart is None:
        return None
    drawn = svg(card.chart, LIGHT, CHART_WIDTH, alt=card.alt)
    size = _SIZE.search(drawn)
    wide, high = (float(size[1]), float(size[2])) if size else (CHART_WIDTH, CHART_WIDTH)
    return {"svg": setting.drawn(drawn), "wide": wide, "high": high, "alt": card.alt}


def _table(table: Table, setting: _Setting) -> dict[str, Any]:
    if len(table.columns) > MANY_COLUMNS:
        table = table.folded()
    columns = [
        {"heading": setting.spans(column.heading, LONGEST_IN_CELL), "right": column.role in _RIGHT, "part": part}
        for column, part in zip(table.columns, _parts_of_width(table), strict=True)
    ]
    rows = zip(*(column.cells[:MOST_ROWS] for column in table.columns), strict=True)
    return {
        "columns": columns,
        "rows": [[{"spans": setting.spans(cell, LONGEST_IN_CELL)} for cell in row] for row in rows],
        "total": len(table) if columns else 0,
        "letters": SMALL_LETTERS if len(columns) > MANY_COLUMNS else LETTERS,
    }


def _parts_of_width(table: Table) -> list[int]:
    """Return the part each column has of the room that is left; none for those as wide as their longest cell."""
    longest = [max(map(len, map(plain, column.cells[:MOST_ROWS])), default=0) for column in table.columns]
    if longest and max(longest) <= WIDE_CELL:
        return [int(at == longest.index(max(longest))) for at in range(len(longest))]
    # By their roots, since a long cell can break into lines where a short one cannot.
    return [round(10 * math.sqrt(length)) if length > WIDE_CELL else 0 for length in longest]


def _back(briefing: Briefing, setting: _Setting) -> list[dict[str, Any]]:
    """Return sources, method and meanings of words, those that there are."""
    sources = [
        (at, listed_source(finding.card.source, briefing.host)) for at, finding in enumerate(briefing.findings, 1)
    ]
    parts: list[tuple[str, list[tuple[str, Sequence[Words]]]]] = [
        ("Sources", by_finding(sources)),
        ("Method", methods(briefing)),
        ("Words used", [(term, [meaning]) for term, meaning in briefing.words(MOST_WORDS)]),
    ]
    return [{"title": title, "terms": _pairs(terms, setting)} for title, terms in parts if terms]


def _pairs(listed: Sequence[tuple[str, Sequence[Words]]], setting: _Setting) -> list[tuple[str, list[Spans]]]:
    """Return labels, each with its paragraphs."""
    return [(label, [setting.spans(words) for words in paragraphs]) for label, paragraphs in listed]


def _breakable(text: str, longest: int) -> str:
    """Return a text with places where lines may break in words that no line would hold."""
    return re.sub(rf"[^\s-]{{{longest}}}(?=[^\s-])", lambda found: f"{found[0]}\N{ZERO WIDTH SPACE}", text)


def _name_picture(named: str) -> str:
    """Return what letters are, in brackets, as a picture in a line of text."""
    said = f"[{named}]"
    wide = number(width_of(said, 10) * NARROWEST)
    drawn = f'<text y="9.5" font-family="{FAMILY}" font-size="10" fill="{LIGHT.quiet_ink}">{escaped(said)}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="12" viewBox="0 0 {wide} 12">{drawn}</svg>'
