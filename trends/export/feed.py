"""Atom feeds (RFC 4287): releases of the evidence and, under filters, what rose and fell.

Identifiers and days come from the evidence alone: a reader of feeds knows an entry again by them, whenever and from
whichever host it was fetched.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from trends.evidence.releases import Release
from trends.export import page as pages
from trends.export.image import PRODUCT
from trends.export.plain import whole_text, without_controls
from trends.request.request import NO_CHOICES, Request
from trends.statistics.cells import Row
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import rows as mover_rows
from trends.subjects.movers import view as movers
from trends.subjects.releases import words as release_words
from trends.words.text import Words, html, plain, say

PATH = "feed.atom"
MEDIA_TYPE = "application/atom+xml"
MOST_ENTRIES = 100
# Changes told of a release in its summary; its page has all that its file tells.
TOLD_FLIPS = 20
# A namespace of our own, so that no identifier is that of another feed.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "digital-trends.feed")
# What tells one change from another: item, question, who was asked, and both editions.
_NAMES = (
    "survey_name", "question_name", "measure", "country_name", "region", "sector_name", "body_size", "item",
    "year_before", "year",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """An entry: its identifier, title, day, summary, and address below the dashboard's own."""

    key: str
    title: Words
    day: date
    summary: Words
    address: str


def feed(request: Request, host: str) -> str:
    """Return the feed of a request: releases without filters, else what rose and fell under them.

    Args:
        request: what is asked for; of whole countries and of their parts alike.
        host: scheme, host and path of the dashboard.
    """
    query = pages.query_of(request, NO_CHOICES)
    if query:
        title, page, entries = f"What rose and fell: {request.filter_words}", "movers", moved(request)
    else:
        title, page, entries = "Releases of the evidence", "releases", released(request)
    newest = max((entry.day for entry in entries), default=_last_year(request))
    listed = "".join(_entry(entry, host) for entry in sorted(entries, key=lambda each: each.day, reverse=True))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>{_xml(f'{PRODUCT}: {title}')}</title><id>{_identifier('feed', query)}</id>{_updated(newest)}"
        f'<author><name>{_xml(PRODUCT)}</name></author><link rel="self" type="{MEDIA_TYPE}" '
        f'href="{_xml(f"{host}/{PATH}{query}")}"/><link rel="alternate" type="text/html" '
        f'href="{_xml(f"{host}/{page}{query}")}"/>{listed}</feed>\n'
    )


def released(request: Request) -> list[Entry]:
    """Return an entry for each release, the newest first, at most :data:`MOST_ENTRIES`."""
    newest = list(reversed(request.version.releases.listed))[:MOST_ENTRIES]
    return [_of_release(each) for each in newest]


def moved(request: Request) -> list[Entry]:
    """Return an entry for each change beyond chance under the filters, the newest first.

    Changes of shares are judged together with all that the filters select; complete counts and published places are set
    side by side, as the page Movers does.
    """
    made = [movers.movement_of(request, parts=parts) for parts in (False, True)]
    rows = [
        row
        for found in made
        if found is not None
        for row in (*mover_facts.moved(found.counts), *found.firm, *mover_facts.moved(found.places))
    ]
    query = pages.query_of(request, NO_CHOICES)
    newest = sorted(rows, key=lambda row: int(row["year"]), reverse=True)[:MOST_ENTRIES]
    return [_of_change(row, query) for row in newest]


def links(request: Request, base: str) -> str:
    """Return the tags that lead from a page to the feed of releases and, under filters, to that of what moved.

    Args:
        request: what the page is asked with.
        base: the path the dashboard is served below.
    """
    feeds = {"Releases of the evidence": ""}
    if query := pages.query_of(request, NO_CHOICES):
        feeds["What rose and fell under these filters"] = query
    return "".join(
        f'<link rel="alternate" type="{MEDIA_TYPE}" href="{html(f"{base}/{PATH}{end}")}" title="{title}">'
        for title, end in feeds.items()
    )


def _of_release(release: Release) -> Entry:
    told = [
        say("It {} {}", release_words.rows_words(release), release_words.turned_words(release)),
        *(release_words.flip_words(flip) for flip in release.flips[:TOLD_FLIPS]),
    ]
    return Entry(
        _identifier("release", release.name, release.fingerprint),
        f"{release_words.called(release)} of the evidence",
        release.day,
        " ".join(plain(each) for each in told),
        f"releases?release={release.name}",
    )


def _of_change(row: Row, query: str) -> Entry:
    title = say("{} {}", row["item"], mover_rows.moved_course(row))
    told = say("{}. Source: {}.", mover_rows.whose(row), row["source_name"])
    key = _identifier("change", *(str(row[name]) for name in _NAMES))
    # An edition has a year and no day; its first day is never one that is still to come.
    return Entry(key, title, date(int(row["year"]), 1, 1), told, f"movers{query}")


def _entry(entry: Entry, host: str) -> str:
    return (
        f"<entry><title>{_xml(plain(entry.title))}</title><id>{entry.key}</id>{_updated(entry.day)}"
        f'<link rel="alternate" type="text/html" href="{_xml(f"{host}/{entry.address}")}"/>'
        f"<summary>{_xml(plain(entry.summary))}</summary></entry>"
    )


def _identifier(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0).join(parts))}"


def _updated(day: date) -> str:
    return f"<updated>{day.isoformat()}T00:00:00Z</updated>"


def _last_year(request: Request) -> date:
    """Return the beginning of the newest year of the evidence, for a feed without entries."""
    return date(max((int(year) for year in request.vocabulary.names["year"]), default=1), 1, 1)


def _xml(text: str) -> str:
    """Return a text as XML holds it: what means something is escaped, what it cannot hold is left out."""
    return html(without_controls(whole_text(text)))
