"""What is told of a finding beside its chart and table, wherever it goes: one list of labels and words for all."""

from dataclasses import replace

from trends.cards.source import Source
from trends.export.briefing import Finding
from trends.words import pieces
from trends.words.text import Text, Words, join, link, say, spans_of

Told = list[tuple[str, Words]]


def told(finding: Finding, host: str) -> Told:
    """Return base, evidence, cautions, verdicts, source, filters, address and receipt of a finding, as far as it has.

    Args:
        finding: the finding.
        host: where the dashboard is served; empty where that is not known.
    """
    card = finding.card
    verdicts = [mark for verdict, mark in pieces.MARKS.items() if verdict in card.verdicts]
    listed: Told = [
        ("Base", _without("Base: ", away(card.foot, host))),
        ("Evidence", say("**{}.** {}", card.evidence, card.reach) if card.evidence else ""),
        ("Caution", join(" ", (_without("Caution: ", away(words, host)) for words in card.carried))),
        ("Symbols", " ".join(card.symbols)),
        ("Verdicts", ", ".join(verdicts)),
        ("Source", source_words(card.source, host)),
        ("Filters", finding.filters),
        ("Address", linked(finding.address(host), finding.address(host))),
        ("Receipt", card.receipt.words() if card.receipt else f"evidence {finding.request.version.fingerprint}"),
    ]
    return [(label, words) for label, words in listed if words]


def _without(label: str, words: Text) -> Text:
    """Return words without a label they begin with, which stands before them already."""
    if not words.plain.startswith(label) or words.plain == label:
        return words
    left, spans = len(label), []
    for span in words.spans:
        spans.append(replace(span, text=span.text[left:]))
        left = max(left - len(span.text), 0)
    first, *others = Text(tuple(spans)).spans
    return Text((replace(first, text=first.text[:1].upper() + first.text[1:]), *others))


def source_words(known: Source, host: str) -> Text:
    """Return where figures come from, each source where there are several, and their licence."""
    name = linked("; ".join(known.each) or known.name, absolute(known.url, host))
    return say("{}. Licence: {}.", name, known.licence)


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
