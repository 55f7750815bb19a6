"""Findings chosen to be handed on together, as data: slides, papers and archives are renderers of a briefing.

A finding is named by a reference, “<page>/<card>?<filters and choices>”, which is the end of its address. So a link
can hold a whole briefing, and what a colleague opens is asked anew of the same evidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl

from trends.cards.card import Card
from trends.cards.source import Source
from trends.export import image, parameters
from trends.export import page as pages
from trends.export.meanings import words_used
from trends.request.filters import FilterError
from trends.request.request import Choices, Request, request_of
from trends.store.versions import Version
from trends.subjects import registry
from trends.words import grammar
from trends.words.text import plain

# More make neither a briefing nor an address that every browser and mail program takes.
MOST_FINDINGS = 30
# What a slide has room for.
LONGEST_NOTE, LONGEST_TITLE = 1_000, 120
DIFFER = "They differ; each finding names its own."


class BriefingError(ValueError):
    """A finding cannot be had; the message says which, why, and what there is instead.

    ``misnamed`` are the parameters of it that are nearly, but not, those of filters: passed over, they would make it an
    answer on everybody.
    """

    def __init__(self, message: str, misnamed: Sequence[dict[str, object]] = ()) -> None:
        super().__init__(message)
        self.misnamed = tuple(misnamed)


@dataclass(frozen=True, eq=False)
class Finding:
    """A card with what it was asked with, and the reader's own note on it; empty where they wrote none."""

    page: str
    card: Card
    request: Request
    choices: Choices = field(default_factory=dict)
    note: str = ""

    @property
    def reference(self) -> str:
        """What names it in a link, as in “concerns/question?country=Norway”."""
        return f"{self.page}/{self.card.key}{pages.query_of(self.request, self.choices)}"

    @property
    def note_lines(self) -> Sequence[str]:
        """The reader's note as they broke it into lines; empty where they wrote none."""
        return tuple(line for line in self.note.splitlines() if line.strip())

    @property
    def filters(self) -> str:
        """The filters in words, as the bar above a page says them."""
        return self.request.filter_words or image.NOTHING_CHOSEN

    def address(self, host: str, release: str = "") -> str:
        """Return where the card is drawn: ``host`` is scheme, host and the path of the dashboard.

        ``release`` is that of the evidence, for a link that is to say later what changed since; empty for one of today.
        """
        query = pages.query_of(self.request, self.choices)
        if release:
            query = f"{query}{'&' if query else '?'}release={release}"
        return f"{pages.live_address(self.page, query, host)}#{pages.anchor_of(f'{self.page}_{self.card.key}')}"


@dataclass(frozen=True, eq=False)
class Briefing:
    """Findings in the order they are read.

    ``title`` says what it is on, ``made`` is the day it was made, ``host`` where the dashboard is served (scheme, host
    and path, no slash at the end; empty where it is not known). ``left_out`` says what was asked for and is not there,
    ``errors`` are those of the findings that cannot be had.
    """

    title: str
    findings: Sequence[Finding]
    made: date
    host: str = ""
    left_out: Sequence[str] = field(default_factory=tuple)
    errors: Sequence[BriefingError] = ()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the evidence that was asked; empty without findings."""
        return self.findings[0].request.version.fingerprint if self.findings else ""

    @property
    def filters(self) -> Sequence[str]:
        """The filters in words, each once, in the order of the findings."""
        return tuple(dict.fromkeys(finding.filters for finding in self.findings))

    @property
    def filters_said(self) -> str:
        """The filters in words where all findings share them; else that they differ."""
        return self.filters[0] if len(self.filters) == 1 else DIFFER if self.filters else ""

    def sources(self) -> Mapping[str, Source]:
        """Return where its figures come from, each source once, by its name."""
        return {finding.card.source.name: finding.card.source for finding in self.findings}

    def words(self, most: int) -> Sequence[tuple[str, str]]:
        """Return the terms of the glossary that its cards use with their meanings, at most so many."""
        if not self.findings:
            return ()
        texts = [text for finding in self.findings for text in (*image.texts_of(finding.card), finding.card.evidence)]
        return words_used(self.findings[0].request, tuple(texts), most)


def finding_of(reference: str, note: str = "", version: Version | None = None) -> Finding:
    """Return the finding that a reference names.

    Args:
        reference: page, card, and filters and choices as in an address.
        note: the reader's own words on it.
        version: of the evidence; the current one if not given.

    Raises:
        BriefingError: no such page, filter or card; says which there are.
    """
    path, _, query = reference.partition("?")
    name, _, key = path.strip("/").partition("/")
    if name not in registry.PAGES:
        raise BriefingError(f"There is no page “{name}” in “{reference}”. Pages: {', '.join(registry.PAGES)}.")
    given = parse_qsl(query)
    if wrong := parameters.misnamed((parameter for parameter, _ in given), name):
        told = " ".join(str(each["message"]) for each in wrong)
        raise BriefingError(f"The finding “{reference}” cannot be had. {told}", wrong)
    try:
        request, choices = request_of(given, version)
        own = pages.own_choices(name, choices)
        parameters.check_choices(request, name, own)
    except FilterError as error:
        raise BriefingError(f"The finding “{reference}” cannot be had. {error}") from error
    cards = {card.key: card for card in registry.contents(name, request, own).cards}
    if key not in cards:
        listed = ", ".join(cards) or "none under these filters"
        raise BriefingError(f"The page {name} has no card “{key}” for “{reference}”. It has: {listed}.")
    return Finding(name, cards[key], request, own, note)


@dataclass(frozen=True, eq=False)
class Asked:
    """A finding that was asked for: its reference and note, and itself, or why it cannot be had."""

    reference: str
    note: str
    finding: Finding | None = None
    error: BriefingError | None = None


def taken(
    references: Sequence[tuple[str, str]], version: Version | None = None
) -> tuple[Sequence[Asked], Sequence[str]]:
    """Return what a briefing takes of the findings that are asked for, and what is to be said of the rest.

    Each finding is taken once, under whatever names it is asked for; notes are cut to :data:`LONGEST_NOTE` letters, and
    findings after the first :data:`MOST_FINDINGS` are left out.

    Args:
        references: reference and note of each finding, in order.
        version: of the evidence; the current one if not given.
    """
    asked: list[Asked] = []
    said: list[str] = []
    for reference, note in references[:MOST_FINDINGS]:
        try:
            finding = finding_of(reference, note, version)
        except BriefingError as error:
            asked.append(Asked(reference, note, error=error))
            continue
        before = next((at for at, each in enumerate(asked) if each.finding and _same(each.finding, finding)), None)
        if before is None:
            asked.append(Asked(reference, note, finding))
            continue
        # Notes on it are kept, whichever of its names they stand at.
        notes = "\n".join(dict.fromkeys(text for text in (asked[before].note, note) if text))
        kept = replace(asked[before].finding or finding, note=notes)
        asked[before] = replace(asked[before], note=notes, finding=kept)
        said.append(f"“{plain(finding.card.title)}” was chosen twice; it stands here once.")
    if len(references) > MOST_FINDINGS:
        more = len(references) - MOST_FINDINGS
        said.append(
            f"A briefing holds {MOST_FINDINGS} findings; the last {more} of those asked for are left out. Make a "
            "second briefing of them."
        )
    return [_with_whole_note(each, said) for each in asked], list(dict.fromkeys(said))


def _same(one: Finding, other: Finding) -> bool:
    """Say whether two findings are one: by their reference, or as two pages tell the same of the same figures."""
    return one.reference == other.reference or (
        one.filters == other.filters
        and all(
            plain(getattr(one.card, part)) == plain(getattr(other.card, part)) for part in ("title", "subtitle", "foot")
        )
    )


def _with_whole_note(asked: Asked, said: list[str]) -> Asked:
    """Return what was asked with a note that has room, and add what was cut of it to what is said."""
    if len(asked.note) <= LONGEST_NOTE:
        return asked
    about = plain(asked.finding.card.title) if asked.finding else asked.reference
    said.append(
        f"The note on “{about}” has {len(asked.note):,} letters and is cut: a note holds {LONGEST_NOTE:,}. Make it "
        "shorter, or write the rest on another finding."
    )
    note = cut(asked.note, LONGEST_NOTE)
    return replace(asked, note=note, finding=asked.finding and replace(asked.finding, note=note))


def cut(text: str, most: int) -> str:
    """Return a text of at most so many letters, its lines kept, which ends with an ellipsis at a word if it was cut."""
    if len(text) <= most:
        return text
    begun = text[: most - 1]
    whole, blank, _ = begun.rpartition(" ")
    return f"{(whole if blank and len(whole) > most // 2 else begun).rstrip()}{grammar.ELLIPSIS}"


def whole_title(title: str) -> tuple[str, Sequence[str]]:
    """Return a title of a briefing that has room on a slide, and what is to be said where it was cut."""
    title = " ".join(plain(title).split())
    if len(title) <= LONGEST_TITLE:
        return title, ()
    told = (
        f"The title has {len(title):,} letters and is cut: a title holds {LONGEST_TITLE}. Choose a shorter one; a note "
        f"on a finding holds {LONGEST_NOTE:,}."
    )
    return cut(title, LONGEST_TITLE), (told,)


def briefing_of(
    title: str, references: Sequence[tuple[str, str]], made: date, host: str = "", version: Version | None = None
) -> Briefing:
    """Return the briefing that references with notes make; what cannot be had or has no room is left out and said.

    Args:
        title: what it is on.
        references: reference and note of each finding, in order; see :func:`taken`.
        made: the day.
        host: where the dashboard is served.
        version: of the evidence; the current one if not given.
    """
    asked, said = taken(references, version)
    named, cut_title = whole_title(title)
    errors = [each.error for each in asked if each.error]
    left_out = [*map(str, errors), *said, *cut_title]
    return Briefing(named, [each.finding for each in asked if each.finding], made, host, left_out, errors)
