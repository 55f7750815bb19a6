"""The view of releases: what each changed, and which findings it turned; the newest one untouched."""

import re
from urllib.parse import urlencode

from trends.cards.card import Card
from trends.evidence.releases import Flip, Release
from trends.request.request import Choices, Request, chosen_of, miss
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.releases import cards as release_cards
from trends.subjects.releases import words as release_words
from trends.words import numbers
from trends.words.text import Words

QUESTION = "What has changed in the evidence?"
# The release that the page tells of; on every other page the one a link was made of.
RELEASE = "release"


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on releases holds.

    Args:
        request: what the reader asks with; filters do not apply.
        choices: ``release``, the name or fingerprint of the one to tell of.
    """
    release = release_of(request, choices)
    return Contents(
        QUESTION,
        answer(request),
        key_figures=key_figures(release) if release else (),
        cards=cards(request, release) if release else (),
        notes=["The filters do not apply here."] if release else (),
    )


def release_of(request: Request, choices: Choices) -> Release | None:
    """Return the release to tell of: the chosen one, or the newest where none is known by that name."""
    known = request.version.releases
    named = chosen_of(choices, RELEASE)
    if (found := known.find(named)) is None:
        miss(choices, RELEASE, named)
    return found or known.last


def answer(request: Request) -> Words:
    """Return what the last release brought, and whether the evidence is still that of it."""
    return release_words.answer(request.version.releases, request.version.fingerprint)


def cards(request: Request, release: Release) -> list[Card]:
    """Return the findings a release turned, what it changed in the tables, and all releases."""
    made = (
        release_cards.turned_card(release, address_of),
        release_cards.tables_card(release),
        release_cards.list_card(request.version.releases.listed),
    )
    return [card for card in made if card is not None]


def key_figures(release: Release) -> list[KeyFigure]:
    """Return how much a release changed: label, number, and what it is counted on."""
    of = release_words.called(release).lower()
    counted: list[KeyFigure] = [
        (label, numbers.count(release.count(what)), f"rows, {of}")
        for label, what in (("Added", "added"), ("Corrected", "corrected"), ("Removed", "removed"))
    ]
    turned = "not known" if release.not_asked else numbers.count(release.turned)
    return [*counted, ("Findings changed", turned, of)]


def address_of(flip: Flip) -> str:
    """Return the address of a card, below the dashboard's own."""
    chosen = f"?{urlencode(flip.choice)}" if flip.choice else ""
    # A file of releases may hold anything; a part of an address holds letters, digits and hyphens.
    page, card = (re.sub(r"[^a-z0-9-]+", "-", part.lower()) for part in (flip.page, flip.card))
    return f"{page}{chosen}#{page}-{card}"
