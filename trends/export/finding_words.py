"""What is told of a finding beside its chart and table, wherever it goes: one list of labels and words for all."""

from collections.abc import Sequence
from dataclasses import replace

from trends.cards.card import Card
from trends.cards.source import Source
from trends.cards.table import Column, Table
from trends.export.briefing import Briefing, Finding
from trends.words import grammar, pieces, protection
from trends.words.text import Text, Words, join, link, plain, say, spans_of

RECEIPT = "Receipt"
# How ranges and verdicts are come by, which holds for all findings alike.
METHOD = (
    "A share of those who answered has a range where its base was published: Wilson's 95% interval.",
    "Ranges are narrower where most of a small population answered; a complete count has none.",
    "A change is told as up or down only where its range, adjusted for all judged together (Holm), is beyond zero.",
    "“Too close to call” means that it is not; “cannot tell” that what a verdict takes was not published.",
    "Editions compare only where they were made in the same way. Figures of different surveys are never averaged.",
    "Values of few bodies or answers are marked or withheld, as each page says.",
)

Told = list[tuple[str, Words]]


def away_card(card: Card, host: str) -> Card:
    """Return a card whose links can be opened from a file; a link within the dashboard needs its host, or goes."""
    columns = [
        Column(column.heading, column.role, [away(cell, host) for cell in column.cells])
        for column in card.table.columns
    ]
    aside = {name: [away(cell, host) for cell in cells] for name, cells in card.table.aside.items()}
    return replace(
        card,
        title=away(card.title, host),
        subtitle=away(card.subtitle, host),
        foot=away(card.foot, host),
        table=Table(columns, card.table.fold, aside),
        about=[away(words, host) for words in card.about],
        carried=[away(words, host) for words in card.carried],
        # Told beside it, with an address.
        protection="",
    )


def told(finding: Finding, host: str) -> Told:
    """Return what a finding rests on and how it is got again, from base to receipt, as far as it has.

    Args:
        finding: the finding.
        host: where the dashboard is served; empty where that is not known.
    """
    card = away_card(finding.card, host)
    shown = _shown(card)
    verdicts = [mark for verdict, mark in pieces.MARKS.items() if verdict in card.verdicts and mark[0] in shown]
    listed: Told = [
        ("Base", _without("Base: ", card.foot)),
        ("Evidence", say("**{}.** {}", card.evidence, card.reach) if card.evidence else ""),
        ("Caution", join(" ", (_without("Caution: ", words) for words in card.carried))),
        ("Protection", protection.addressed(finding.card.protection, host) if finding.card.protection else ""),
        ("How to read", " ".join(card.symbols)),
        ("Verdicts", ", ".join(verdicts)),
        ("Source", source_words(card.source, host)),
        ("Filters", finding.filters),
        ("Address", linked(finding.address(host), finding.address(host))),
        (RECEIPT, card.receipt.words() if card.receipt else f"evidence {finding.request.version.fingerprint}"),
    ]
    return [(label, words) for label, words in listed if words]


def methods(briefing: Briefing) -> list[tuple[str, Sequence[Words]]]:
    """Return how figures of a briefing are come by: all of them, then what is to know of some, by their numbers."""
    numbered = enumerate(briefing.findings, 1)
    own = [(at, away(words, briefing.host)) for at, finding in numbered for words in finding.card.about]
    return [("All findings", METHOD), *by_finding(own)] if briefing.findings else []


def by_finding(said: Sequence[tuple[int, Text]]) -> list[tuple[str, Sequence[Words]]]:
    """Return texts with the numbers of the findings they are said of, each text once; those alike stand together."""
    of_text: dict[Text, list[int]] = {}
    for at, words in said:
        numbered = of_text.setdefault(words, [])
        numbered += [at] if at not in numbered else []
    of_findings: dict[tuple[int, ...], list[Words]] = {}
    for words, numbered in of_text.items():
        of_findings.setdefault(tuple(numbered), []).append(words)
    return [
        (f"{'Findings' if len(at) > 1 else 'Finding'} {grammar.joined(list(map(str, at)))}", texts)
        for at, texts in sorted(of_findings.items())
    ]


def _shown(card: Card) -> str:
    """Return what stands in a card's title, table and chart, where marks of verdicts may be."""
    cells = [cell for row in card.table.rows() for cell in row.values()]
    drawn = [] if card.chart is None else [str(value) for value in card.chart.rows.to_numpy().ravel()]
    return " ".join([*(plain(words) for words in (card.title, card.subtitle, *cells)), *drawn])


def _without(label: str, words: Words) -> Words:
    """Return words without a label they begin with, which stands before them already."""
    if not plain(words).startswith(label) or plain(words) == label:
        return words
    left, spans = len(label), []
    for span in spans_of(words):
        spans.append(replace(span, text=span.text[left:]))
        left = max(left - len(span.text), 0)
    first, *others = Text(tuple(spans)).spans
    return Text((replace(first, text=first.text[:1].upper() + first.text[1:]), *others))


def source_words(known: Source, host: str) -> Text:
    """Return where figures come from, each source where there are several, with address and licence."""
    if known.each:
        return say("{}. Licence: {}.", "; ".join(known.each), known.licence)
    url = absolute(known.url, host)
    named = say("{}, {}", known.name, linked(url, url)) if url else known.name
    return say("{}. Licence: {}.", named, known.licence)


def listed_source(known: Source, host: str) -> Text:
    """Return where figures come from as an entry of a list; names of publishers keep their small letters."""
    said = source_words(known, host)
    return said if known.each or "//" in known.url else grammar.capitalised(said)


def absolute(url: str, host: str) -> str:
    """Return an address as it can be opened from a file: whole, or empty where it leads nowhere without a host."""
    if not url or url.startswith(("http://", "https://", "mailto:")):
        return url
    return f"{host}/{url.lstrip('/')}" if host else ""


def away(words: Words, host: str) -> Text:
    """Return words whose links can be opened from a file; a link within the dashboard needs its host, or goes."""
    return Text(tuple(replace(span, url=absolute(span.url, host)) for span in spans_of(words)))


def linked(words: Words, url: str) -> Words:
    """Return words as a link where there is a whole address for them."""
    return link(words, url) if url.startswith(("http://", "https://", "mailto:")) else words
