"""A briefing as slides: one finding a slide, its chart native and editable where its kind allows.

Title, chart, base, source and verdicts stand on the slide; sentences, table, address and receipt in its notes. Text is
measured before it is written: what has no room is drawn smaller, then cut, and is whole in the notes.
"""

# ruff: noqa: SLF001 - the library cannot take away shapes and slides, nor change a theme, so their elements are handled

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches, Length

from trends.cards.card import Card
from trends.export import drawn_rows
from trends.export.briefing import Briefing, Finding
from trends.export.briefing_link import address_of
from trends.export.finding_words import METHOD, RECEIPT, Told, away_card, listed_source, told
from trends.export.image import PRODUCT
from trends.export.picture import Size, chart_png
from trends.export.plain import one_line
from trends.export.slide_charts import native
from trends.export.slide_table import add_table
from trends.export.slide_words import FONT, LINE, broken, color_of, said, write
from trends.figures.palette import LIGHT
from trends.words import numbers
from trends.words.text import Words, plain

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
ROOM = Length(WIDTH - 2 * MARGIN)
TOP, TITLE_HEIGHT, SUBTITLE_HEIGHT = Inches(0.45), Inches(1.0), Inches(0.4)
FOOT_TOP, FOOT_HEIGHT = Inches(6.05), Inches(1.1)
GAP = Inches(0.06)
NOTE_WIDTH = Inches(3.2)
TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16, 14, 12)
# A chart that is drawn as a picture is composed as wide as this, which sets how large its letters are.
PICTURE_UNITS = 1000
NOTE_ROWS = 40
# Half a line, as pages of the back are reckoned.
BACK_APART = 8
NOTES_SAY = "the notes say where all are"
WORDS_EXPLAINED = 24
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
EDGES = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
# Of what is told beside a chart, what stands on the slide itself; all of it stands in the notes.
ON_SLIDE = ("Base", "Evidence", "Caution", "Protection", "How to read", "Verdicts", "Source", "Filters")


class TemplateError(ValueError):
    """A template cannot be used; the message says which, why, and how to mend it."""


def slides(briefing: Briefing, template: Path | None = None) -> bytes:
    """Return a briefing as a PowerPoint file, 16:9.

    Args:
        briefing: what is handed on.
        template: a presentation whose master and layouts are used; the product's own design where none is given.

    Raises:
        TemplateError: the template is no presentation, or has no layout with a title.
    """
    deck = _own_design() if template is None else _opened(template)
    _front(deck, briefing)
    for number, finding in enumerate(briefing.findings, start=1):
        _finding_slide(deck, briefing, finding, number)
    _back(deck, briefing)
    deck.core_properties.title = one_line(briefing.title)
    deck.core_properties.author = PRODUCT
    deck.core_properties.language = "en-GB"
    held = io.BytesIO()
    deck.save(held)
    return held.getvalue()


def _own_design() -> Deck:
    """Return an empty presentation in the product's letters and colours."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    master = deck.slide_master
    theme = next(part for part in master.part.rels.values() if part.reltype.endswith("/theme")).target_part
    changed = theme.blob.decode()
    changed = changed.replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>')
    for at, color in enumerate(LIGHT.categories, start=1):
        before = changed.index(f"<a:accent{at}>")
        end = changed.index(f"</a:accent{at}>")
        changed = f'{changed[:before]}<a:accent{at}><a:srgbClr val="{color[1:]}"/>{changed[end:]}'
    theme._blob = changed.encode()
    for layout in (master, *deck.slide_layouts):
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in TITLES:
                shape.left, shape.top, shape.width, shape.height = MARGIN, TOP, ROOM, TITLE_HEIGHT
            elif shape.placeholder_format.type in {
                PP_PLACEHOLDER.DATE,
                PP_PLACEHOLDER.FOOTER,
                PP_PLACEHOLDER.SLIDE_NUMBER,
            }:
                shape._element.getparent().remove(shape._element)
    line = master.shapes._spTree
    bar = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.14), HEIGHT)
    bar.fill.solid()
    bar.fill.fore_color.rgb = color_of(LIGHT.accent)
    bar.line.fill.background()
    # The line of the product at the left edge belongs to the master, so that it stands on every slide.
    line.append(bar._element)
    _drop_slides(deck)
    return deck


def _opened(template: Path) -> Deck:
    try:
        deck = Presentation(str(template))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise TemplateError(
            f"{template} cannot be used as a template: it is not there or no PowerPoint presentation ({error}). Give a "
            "file that PowerPoint saves as .pptx."
        ) from error
    _drop_slides(deck)
    _layout(deck, front=True)
    return deck


def _drop_slides(deck: Deck) -> None:
    listed = deck.slides._sldIdLst
    for each in list(listed):
        deck.part.drop_rel(each.rId)
        listed.remove(each)


def _layout(deck: Deck, *, front: bool) -> Any:
    """Return the layout with a title and fewest other places; of the front the first with a title.

    Raises:
        TemplateError: no layout has a title.
    """
    titled = [
        layout
        for layout in deck.slide_layouts
        if any(each.placeholder_format.type in TITLES for each in layout.placeholders)
    ]
    if not titled:
        raise TemplateError(
            "The template has no layout with a title, so slides would have no names. Add a layout with a title to its "
            "slide master."
        )
    return titled[0] if front else min(titled, key=lambda layout: len(layout.placeholders))


def _new(deck: Deck, title: str, used: set[str], *, front: bool = False) -> tuple[Slide, Any]:
    """Add a slide with a title that no other slide has, and return it with the box of its title."""
    slide = deck.slides.add_slide(_layout(deck, front=front))
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type not in TITLES:
            shape._element.getparent().remove(shape._element)
    said, number = one_line(title), 2
    while said in used:
        said, number = f"{one_line(title)} ({number})", number + 1
    used.add(said)
    box: Any = slide.shapes.title
    high = write(box.text_frame, [("", said)], (ROOM, TITLE_HEIGHT), TITLE_SIZES, bold=True)
    box.left, box.top, box.width, box.height = MARGIN, TOP, ROOM, high
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    return slide, box


def _titles(deck: Deck) -> set[str]:
    return {slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title is not None}


def _front(deck: Deck, briefing: Briefing) -> None:
    slide, title = _new(deck, briefing.title, set(), front=True)
    title.top, title.height = Inches(2.1), Inches(1.6)
    write(title.text_frame, [("", one_line(briefing.title))], (ROOM, Inches(1.6)), (40, 36, 32, 28, 24), bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    lines = [
        ("", f"{numbers.counted(len(briefing.findings), 'finding')}, each with its base, kind of evidence and source"),
        ("Filters", briefing.filters_said),
        ("Made", f"{numbers.day(briefing.made)}, of evidence {briefing.fingerprint}"),
        *([("Address", briefing.host)] if briefing.host else []),
        *(("Left out", text) for text in briefing.left_out),
    ]
    if address := address_of(briefing):
        slide.notes_slide.notes_text_frame.text = f"This briefing, to be opened and changed: {address}"
    box = slide.shapes.add_textbox(MARGIN, Inches(3.9), ROOM, Inches(2.6))
    write(box.text_frame, lines, (ROOM, Inches(2.6)), (18, 16, 14, 12))


def _finding_slide(deck: Deck, briefing: Briefing, finding: Finding, number: int) -> None:
    card = away_card(finding.card, briefing.host)
    slide, box = _new(deck, plain(card.title), _titles(deck))
    below = Length(box.top + box.height + GAP)
    subtitle = slide.shapes.add_textbox(MARGIN, below, ROOM, SUBTITLE_HEIGHT)
    said = [("", plain(card.subtitle))]
    high = write(subtitle.text_frame, said, (ROOM, SUBTITLE_HEIGHT), (15, 14, 12, 11, 10), color=LIGHT.quiet_ink)
    top = Length(below + (high if card.subtitle else 0) + 2 * GAP)
    # A foot that is short leaves its room to the chart.
    drawn = drawn_rows.words(card, card.chart, NOTES_SAY) if card.chart is not None else NOTES_SAY
    foot = _foot(slide, finding, briefing.host, drawn)
    width = Length(ROOM - NOTE_WIDTH) if finding.note_lines else ROOM
    place = (MARGIN, top, width, Length(foot.top - top - GAP))
    frame = native(slide, card.chart, place) or _pictured(slide, card, place)
    if frame is None:
        frame, drawn = add_table(slide, card, place)
        foot._element.getparent().remove(foot._element)
        _foot(slide, finding, briefing.host, drawn)
    if frame is not None:
        _describe(frame, f"{card.alt or plain(card.title)} {drawn if card.chart is None else ''}")
    if finding.note_lines:
        _note(slide, finding, top)
    _number(slide, number, finding.address(briefing.host) if briefing.host else "")
    notes: Any = slide.notes_slide.notes_text_frame
    notes.text = _clean_lines(_notes(card, finding, told(finding, briefing.host)))


def _foot(slide: Slide, finding: Finding, host: str, drawn: str) -> Any:
    """Write what a finding rests on at the foot of its slide, as low as it can stand, and return its box."""
    shown: list[tuple[str, Words]] = [("", drawn)] if drawn else []
    shown += [
        (label, words)
        for label, words in told(finding, host)
        if label in ON_SLIDE and (label != "Filters" or finding.request.filters)
    ]
    room = (Length(ROOM - Inches(0.6)), FOOT_HEIGHT)
    box = slide.shapes.add_textbox(MARGIN, FOOT_TOP, *room)
    high = write(box.text_frame, shown, room, (11, 10, 9), color=LIGHT.quiet_ink, rest="The rest is in the notes.")
    box.top, box.height = Length(FOOT_TOP + FOOT_HEIGHT - high), high
    return box


def _note(slide: Slide, finding: Finding, top: Length) -> None:
    """Write the reader's own words beside the chart."""
    at = Length(MARGIN + ROOM - NOTE_WIDTH + Inches(0.2))
    box = slide.shapes.add_textbox(at, top, Length(NOTE_WIDTH - Inches(0.2)), Length(FOOT_TOP - top))
    box.fill.solid()
    box.fill.fore_color.rgb = color_of(LIGHT.faint)
    first, *others = finding.note_lines
    lines = [("Note", first), *(("", line) for line in others)]
    pad, room = Inches(0.1), (NOTE_WIDTH - Inches(0.4), FOOT_TOP - top - Inches(0.2))
    high = write(box.text_frame, lines, room, (16, 14, 12, 11, 10), rest="The rest is in the notes.")
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(box.text_frame, side, pad)
    box.height = Length(high + 2 * pad)


def _pictured(slide: Slide, card: Card, box: Sequence[Length]) -> Any | None:
    """Add the chart as a picture that fits a box; None where there is no chart."""
    if card.chart is None:
        return None
    left, top, width, height = box
    drawn, wide, high = chart_png(card, Size(1600, None, (PICTURE_UNITS,)))
    scale = min(width / wide, height / high)
    size = (Length(int(wide * scale)), Length(int(high * scale)))
    # In the middle of its room, as a chart fills it.
    middle = Length(left + (width - size[0]) // 2)
    return slide.shapes.add_picture(io.BytesIO(drawn), middle, top, *size)


def _describe(frame: Any, alt: str) -> None:
    """Give a chart or picture its alternative text."""
    properties = next(frame._element.iter(qn("p:cNvPr")))
    properties.set("descr", one_line(alt))


def _notes(card: Card, finding: Finding, said: Told) -> str:
    rows = [[plain(cell) for cell in row.values()] for row in card.table.rows()]
    table = [" | ".join(row) for row in ([list(card.table.headings), *rows[:NOTE_ROWS]] if rows else [])]
    more = [f"{len(rows) - NOTE_ROWS} more rows at the address."] if len(rows) > NOTE_ROWS else []
    return "\n".join(
        [
            plain(card.title),
            plain(card.subtitle),
            *([f"Note: {finding.note}"] if finding.note else []),
            *([f"Chart: {card.alt}"] if card.chart is not None else []),
            *map(plain, card.about),
            *table,
            *more,
            *(f"{label}: {plain(words)}" for label, words in said if label != RECEIPT),
            *(f"{label}: {plain(words)}" for label, words in said if label == RECEIPT),
        ]
    )


def _back(deck: Deck, briefing: Briefing) -> None:
    sources = [("", listed_source(known, briefing.host)) for known in briefing.sources().values()]
    parts: list[tuple[str, Sequence[tuple[str, Words]]]] = [
        ("Sources", sources),
        ("Method", [("", text) for text in METHOD]),
        ("Words used", list(briefing.words(WORDS_EXPLAINED))),
    ]
    for title, paragraphs in parts:
        for page in _pages(paragraphs):
            slide, _ = _new(deck, title, _titles(deck))
            box = slide.shapes.add_textbox(MARGIN, Inches(1.5), ROOM, Inches(5.4))
            write(box.text_frame, page, (ROOM, Inches(5.4)), (14,), apart=BACK_APART)


def _pages(paragraphs: Sequence[tuple[str, Words]]) -> list[Told]:
    """Return paragraphs as pages, each as full as a slide at the size of the back."""
    pages: list[Told] = []
    used, most = 0.0, int(Inches(5.2).pt // (14 * LINE))
    for label, words in paragraphs:
        high = len(broken(said(label, words), ROOM, 14)) + 0.5
        if not pages or used + high > most:
            pages.append([])
            used = 0.0
        pages[-1].append((label, words))
        used += high
    return pages


def _number(slide: Slide, number: int, address: str) -> None:
    box = slide.shapes.add_textbox(Length(WIDTH - MARGIN - Inches(0.6)), Inches(6.95), Inches(0.6), Inches(0.3))
    write(box.text_frame, [("", str(number))], (Inches(0.6), Inches(0.3)), (11,), color=LIGHT.quiet_ink)
    if address:
        run = box.text_frame.paragraphs[0].runs[0]
        run.hyperlink.address = address


def _clean_lines(text: str) -> str:
    return "\n".join(one_line(line) for line in text.split("\n") if line.strip())
