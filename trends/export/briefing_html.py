"""A briefing as one HTML file that needs nothing else: findings with charts and tables, sources, method, words."""

from collections.abc import Sequence
from html import escape

from trends.export.briefing import Briefing, Finding
from trends.export.briefing_link import address_of
from trends.export.card_html import chart_html, known_html, row_markup, table_html
from trends.export.finding_words import away_card, listed_source, methods, told
from trends.export.image import PRODUCT
from trends.export.page import document
from trends.export.plain import whole_text
from trends.subjects import registry
from trends.words import numbers, pieces
from trends.words.text import Words, html, plain

MOST_WORDS = 60


def html_briefing(briefing: Briefing) -> bytes:
    """Return a briefing as one accessible HTML file, in light and dark colours, that also prints."""
    count = len(briefing.findings)
    front = {
        "Filters": briefing.filters_said,
        "Made on": numbers.day(briefing.made),
        "Evidence": briefing.fingerprint,
    }
    contents = "".join(
        f'<li><a href="#finding-{at}">{escape(plain(finding.card.title))}</a></li>'
        for at, finding in enumerate(briefing.findings, 1)
    )
    main = "".join([
        f"<h1>{escape(briefing.title)}</h1>",
        f'<p class="answer">{numbers.counted(count, "finding")}, each with its base, its source and its verdict</p>',
        *(f'<p class="note"><strong>{label}:</strong> {escape(said)}</p>' for label, said in front.items() if said),
        _way_back(briefing),
        *(f'<p class="note"><strong>Left out:</strong> {escape(said)}</p>' for said in briefing.left_out),
        f"<h2>Contents</h2><ol>{contents}</ol>" if contents else "",
        *(_finding(briefing, at) for at in range(count)),
        _sources(briefing),
        _terms("Method", methods(briefing)),
        _terms("Words used", [(term, [meaning]) for term, meaning in briefing.words(MOST_WORDS)]),
    ])  # fmt: skip
    about = f"{numbers.counted(count, 'finding')} of {PRODUCT}, {numbers.day(briefing.made)}"
    return whole_text(document(briefing.title, main, about, foot=f"{PRODUCT} · {about}")).encode()


def _way_back(briefing: Briefing) -> str:
    """Return where the briefing is drawn, as a link; nothing where its host is not known."""
    address = address_of(briefing)
    if not address:
        return ""
    return f'<p class="note"><strong>Address:</strong> <a href="{escape(address)}">{escape(briefing.host)}</a></p>'


def _finding(briefing: Briefing, at: int) -> str:
    finding = briefing.findings[at]
    card = away_card(finding.card, briefing.host)
    note = (
        f'<p class="answer"><strong>Note:</strong> {"<br>".join(map(escape, finding.note_lines))}</p>'
        if finding.note_lines
        else ""
    )
    return (
        f'<article id="finding-{at + 1}"><p class="note">{_place(briefing, finding, at)}</p>'
        f"<h2>{html(card.title)}</h2>"
        f'{f"""<p class="subtitle">{html(card.subtitle)}</p>""" if card.subtitle else ""}{note}'
        f"{chart_html(card)}{table_html(card.table, pieces.caption(plain(card.title)), row_markup(card.table))}"
        + "".join(
            f'<p class="note"><strong>{label}:</strong> {html(words)}</p>'
            for label, words in told(finding, briefing.host)
        )
        + f"{known_html(card, finding.request)}</article>"
    )


def _place(briefing: Briefing, finding: Finding, at: int) -> str:
    return f"Finding {at + 1} of {len(briefing.findings)} · {escape(registry.PAGES[finding.page].title)}"


def _sources(briefing: Briefing) -> str:
    known = dict.fromkeys(listed_source(finding.card.source, briefing.host) for finding in briefing.findings)
    listed = "".join(f"<li>{html(words)}</li>" for words in known)
    return f"<article><h2>Sources</h2><ul>{listed}</ul></article>" if listed else ""


def _terms(title: str, listed: Sequence[tuple[str, Sequence[Words]]]) -> str:
    """Return a part of the end: each term with its paragraphs; nothing where there are none."""
    terms = "".join(
        f"<dt><strong>{escape(term)}</strong></dt>{''.join(f'<dd>{html(words)}</dd>' for words in paragraphs)}"
        for term, paragraphs in listed
    )
    return f"<article><h2>{title}</h2><dl>{terms}</dl></article>" if terms else ""
