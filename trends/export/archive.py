"""Everything of a briefing in one zip file: paper, HTML, workbook, pictures, rows with their metadata, receipts."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from trends.export import image
from trends.export import page as pages
from trends.export.briefing import Briefing, Finding
from trends.export.briefing_html import html_briefing
from trends.export.briefing_link import address_of
from trends.export.csvw import ENDING, FileWords, metadata
from trends.export.finding_words import absolute, told
from trends.export.image import PRODUCT
from trends.export.meanings import words_used
from trends.export.paper import paper
from trends.export.picture import SIZES, picture, png
from trends.export.plain import Plain, plain_columns
from trends.export.shown import shown_file
from trends.export.workbook import workbook_of
from trends.export.zipped import entry
from trends.request.request import Choices, Request
from trends.subjects import registry
from trends.words import columns, numbers
from trends.words.text import plain

# Larger ones take several times as long to compress; the SVG beside each has any size.
SIZE = replace(SIZES["page"], width=1080)
# What a picture's own compression leaves is not made smaller by that of the archive.
STORED = (".png", ".xlsx", ".pdf")
_COVER = (
    "The sheet Findings says what each figure rests on; a sheet for each finding holds its figures; the sheet Notes "
    "says what each column holds."
)


def page_briefing(page: str, request: Request, choices: Choices, made: date, host: str = "") -> Briefing:
    """Return the briefing of all cards of a page, in the order of the page.

    Args:
        page: name of the page.
        request: what it is asked with.
        choices: what the page alone chooses.
        made: the day.
        host: where the dashboard is served.
    """
    own = pages.own_choices(page, choices)
    findings = [Finding(page, card, request, own) for card in registry.contents(page, request, own).cards]
    title = pages.title(page, request, own).removesuffix(f" · {PRODUCT}")
    return Briefing(title, findings, made, host)


def page_archive(page: str, request: Request, choices: Choices, made: date, host: str = "") -> bytes:
    """Return everything on a page as a zip file; arguments as of :func:`page_briefing`."""
    return archive(page_briefing(page, request, choices, made, host))


def archive(briefing: Briefing) -> bytes:
    """Return a briefing as a zip file of all its forms; the same briefing gives the same bytes, as far as they do."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as file:
        for name, data in _files(briefing):
            packing = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            file.writestr(entry(name, briefing.made, packing), data)
    return sink.getvalue()


def _files(briefing: Briefing) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", readme(briefing).encode()
    yield "briefing.pdf", paper(briefing)
    yield "briefing.html", html_briefing(briefing)
    yield "briefing.xlsx", cards_workbook(briefing)
    for at, finding in enumerate(briefing.findings, 1):
        card = finding.card
        stem = stem_of(finding, at)
        if card.chart is not None:
            drawn = _picture(briefing, finding)
            yield f"pictures/{stem}.svg", drawn.encode()
            yield f"pictures/{stem}.png", png(drawn, SIZE)
        # Rows without columns make no file.
        if len(card.shown.columns):
            yield f"data/{stem}.csv", shown_file(card, finding.request, "csv", briefing.host)
            yield f"data/{stem}.csv{ENDING}", _metadata(briefing, finding, f"{stem}.csv")


def stem_of(finding: Finding, at: int) -> str:
    """Return the name of a finding's files without their ending, as in “03-concerns-list”."""
    return f"{at:02}-{re.sub('[^a-z0-9]+', '-', f'{finding.page}-{finding.card.key}'.lower())}"


def _picture(briefing: Briefing, finding: Finding) -> str:
    return picture(
        finding.card,
        SIZE,
        filters=finding.request.filter_words,
        address=f"{PRODUCT} · {finding.address(briefing.host)} · {numbers.day(briefing.made)}",
        meanings=words_used(finding.request, tuple(image.texts_of(finding.card)), image.MOST_WORDS),
    )


def _metadata(briefing: Briefing, finding: Finding, name: str) -> bytes:
    card = finding.card
    url = absolute(card.source.url, briefing.host)
    said = FileWords(
        title=plain(card.title),
        description=plain(card.subtitle),
        source="; ".join(card.source.each) or card.source.name,
        source_url=url,
        licence=card.source.licence,
        notes={label: plain(words) for label, words in told(finding, briefing.host)},
    )
    return metadata(name, card.shown, said, columns.MEANINGS)


# The workbook --------------------------------------------------------------------------------------------------------


def cards_workbook(briefing: Briefing) -> bytes:
    """Return a workbook with a cover, a sheet on what the findings rest on, a sheet for each, and notes on columns."""
    listed = [
        {
            "Sheet": f"Finding {at}",
            "Finding": plain(finding.card.title),
            "Measure": plain(finding.card.subtitle),
            **{label: plain(words) for label, words in told(finding, briefing.host)},
            "Note": finding.note,
        }
        for at, finding in enumerate(briefing.findings, 1)
    ]
    labels = list(dict.fromkeys(label for each in listed for label in each))
    tables: dict[str, dict[str, list[Plain]]] = {}
    if listed:
        tables["Findings"] = {label: [each.get(label, "") for each in listed] for label in labels}
    for at, finding in enumerate(briefing.findings, 1):
        held = plain_columns(finding.card.shown)
        # A sheet without columns could not be marked up; what the finding says stands on the sheet of findings.
        if held:
            tables[f"Finding {at}"] = held
    about = [
        ("Findings", numbers.count(len(briefing.findings))),
        ("Filters", briefing.filters_said),
        ("Evidence", briefing.fingerprint),
        ("Made on", briefing.made.isoformat()),
        ("Address", address_of(briefing)),
        ("Terms", "Each row names its source and licence; cite the source."),
        *(("Left out", said) for said in briefing.left_out),
    ]
    return workbook_of(
        tables,
        [_COVER],
        [(label, text) for label, text in about if text],
        briefing.title,
        columns.MEANINGS | _FINDING_COLUMNS,
        datetime.combine(briefing.made, time(), UTC),
    )


_FINDING_COLUMNS = {
    "Sheet": "Sheet that holds the figures of the finding",
    "Finding": "The finding, as its title says it",
    "Measure": "Measure, place and period",
    "Base": "How many answered, or what else the figures rest on",
    "Evidence": "Kind of evidence, and what such evidence can and cannot tell",
    "Caution": "What must be said wherever the figures are shown",
    "Protection": "How those who answered are protected, where figures are changed for it",
    "How to read": "What signs in the table of the finding mean, and what else helps to read it",
    "Verdicts": "Verdicts that the title may speak of",
    "Source": "Where the figures come from, and their licence",
    "Filters": "The filters the finding was asked with",
    "Address": "Where the finding is drawn",
    "Receipt": "The question that gave the rows, what it was asked with, and the evidence asked",
    "Note": "The note of who made the briefing",
}


# The receipts --------------------------------------------------------------------------------------------------------


def readme(briefing: Briefing) -> str:
    """Return what the archive holds and, for each finding, what it says, rests on and how to get it again."""
    lines = [
        briefing.title,
        "=" * len(briefing.title),
        f"{PRODUCT}, {numbers.day(briefing.made)}, evidence {briefing.fingerprint}",
        *([f"Address: {address_of(briefing)}"] if briefing.host else []),
        *(f"Left out: {said}" for said in briefing.left_out),
        "",
        "briefing.pdf    all findings on paper, tagged for screen readers (PDF/UA-1)",
        "briefing.html   the same for a browser, with whole tables",
        "briefing.xlsx   the figures, a sheet for each finding",
        "pictures/       each chart with its words, as SVG and PNG",
        "data/           the figures as CSV (UTF-8 with a byte order mark), each with its metadata (CSV on the Web)",
        "",
    ]
    for at, finding in enumerate(briefing.findings, 1):
        lines += [
            f"{at}. {plain(finding.card.title)}",
            f"   Files: {stem_of(finding, at)}",
            *([f"   Measure: {plain(finding.card.subtitle)}"] if finding.card.subtitle else []),
            *([f"   Note: {' '.join(finding.note.split())}"] if finding.note else []),
            *(f"   {label}: {plain(words)}" for label, words in told(finding, briefing.host)),
            "",
        ]
    return "\r\n".join(lines)
