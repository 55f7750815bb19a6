"""What a link of an older release is told: which of the findings it leads to have changed since, or that none has.

Releases tell of pages as they are opened, and on each theme, sector and index. Of a card that filters or other choices
make, nothing is known but the rows that changed, and that is said.
"""

from collections.abc import Mapping, Sequence

from trends.cards.card import Card
from trends.evidence.releases import Release
from trends.export.flips import TOPICS
from trends.request.request import Choices, Request
from trends.store.versions import Version
from trends.subjects import registry
from trends.subjects.releases import words as release_words
from trends.words import grammar, numbers
from trends.words.text import Words, link, plain, say

# The parameter of an address that says of which release its link was made.
PARAMETER = "release"
# Findings told one by one; the page of releases has all.
MOST_TOLD = 3
LONGEST_NAME = 40


def since(
    now: Version, named: str, page: str, asked: Request, choices: Choices, cards: Sequence[Card], base: str = ""
) -> Words:
    """Return what changed since the release a link names; empty where it names none, or the evidence as it is.

    Args:
        now: the evidence as it is.
        named: name or fingerprint of the release, as the link has it; may be anything.
        page: the page of the cards; that on releases is led to by their names, and says what each changed anyway.
        asked: what the cards were made with.
        choices: what the page alone chooses.
        cards: the cards the link leads to.
        base: the path the dashboard is served below.
    """
    if not named or page == "releases" or is_current(now, named):
        return ""
    known, shown = now.releases, named[:LONGEST_NAME]
    release = known.find(named)
    if release is None:
        return say(
            "The link to this names release “{}”, of which nothing is known here; what stands here is of evidence {}.",
            shown, now.fingerprint,
        )  # fmt: skip
    later = known.after(release)
    told: list[Words] = [say("The link to this was made of {}.", release_words.called(release).lower())]
    if later:
        told.append(_of_releases(later, page, asked, choices, cards))
    if not known.is_released():
        told.append(
            say(
                "The tables have been changed since release {}; what that changes is told with the next.",
                later[-1].name,
            )
            if later
            else "The tables have been changed since; what that changes is told with the next release."
        )
    told.append(link("What has changed", f"{base}/releases"))
    return say("{}.", grammar.sentences(told))


def is_current(version: Version, named: str) -> bool:
    """Say whether a link that names a release leads to the evidence as it is."""
    known = version.releases
    release = known.find(named)
    return named == version.fingerprint or (release is not None and release == known.last and known.is_released())


def name_of(version: Version) -> str:
    """Return what links call the evidence: its release where the tables are as released, else its fingerprint.

    Releases tell of tables: where rules of the product alone change, the evidence has another fingerprint, no release.
    """
    known = version.releases
    return known.last.name if known.last is not None and known.is_released() else version.fingerprint


def cited_as(version: Version) -> str:
    """Return what citations call the evidence, as in “release 2026-11-29 (1451ffec0ab3)” or “evidence 1451ffec0ab3”."""
    name = name_of(version)
    return f"evidence {name}" if name == version.fingerprint else f"release {name} ({version.fingerprint})"


def _of_releases(later: Sequence[Release], page: str, asked: Request, choices: Choices, cards: Sequence[Card]) -> Words:
    """Return what later releases changed of some cards, or that it is not known."""
    if not_asked := [each.name for each in later if each.not_asked]:
        return say("What release {} changed in findings is not known.", grammar.joined(not_asked))
    of = _compared(page, asked, choices, cards)
    if not of:
        return "Whether it changed since is not known, since findings are compared without filters."
    flips = [
        flip
        for release in later
        for flip in release.flips
        if (flip.page, flip.card) in of and dict(flip.choice) == dict(of[flip.page, flip.card])
    ]
    # A release whose findings are not all told may have changed these as well.
    untold = sum(each.turned - len(each.flips) for each in later)
    if not flips:
        if untold:
            return "None of the changes that are told since is of it, but not all are told."
        return "Nothing that it finds has changed since: neither headline, first place, verdict nor place."
    more = len(flips) - MOST_TOLD
    return say(
        "Since then: {}{}", grammar.sentences([release_words.flip_words(flip) for flip in flips[:MOST_TOLD]]),
        f" And {numbers.counted(more, 'more finding')}." if more > 0 else "",
    )  # fmt: skip


def _compared(
    page: str, asked: Request, choices: Choices, cards: Sequence[Card]
) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return page and key of the cards that stand just so on the page as releases compare it, with its topic.

    Whether an address says what is shown anyway, or something else, is told by the cards themselves.
    """
    topic = {
        parameter: choices[parameter][0]
        for each, parameter, _ in TOPICS
        if each == page and any(choices.get(parameter, ()))
    }
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for choice in ({}, topic):
        usual = registry.contents(page, Request(asked.version), {name: [value] for name, value in choice.items()}).cards
        said = {card.key: _said(card) for card in usual}
        for card in cards:
            if said.get(card.key) == _said(card):
                found.setdefault((page, card.key), choice)
    return found


def _said(card: Card) -> tuple[str, ...]:
    return plain(card.title), plain(card.subtitle), plain(card.foot)
