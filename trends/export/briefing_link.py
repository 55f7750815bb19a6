"""How an address holds a whole briefing: its findings in order, the notes on them, its title."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from trends.export.briefing import Briefing
from trends.export.parameters import FINDING, NOTE, OF_BRIEFINGS, TITLE
from trends.words import grammar

PARAMETERS = OF_BRIEFINGS
DEFAULT_TITLE = "Briefing on digital in public services"
# A note begins with the number of its finding, since most findings have none.
_NUMBERED = re.compile(r"(\d{1,3}):(.*)", re.DOTALL)
# So much of a note that belongs to no finding is said again.
_BEGINNING = 40


def query_of(references: Sequence[str], notes: Sequence[str], title: str) -> Mapping[str, Sequence[str]]:
    """Return the parameters that hold a briefing; those that say nothing are empty.

    Args:
        references: of its findings, in order.
        notes: one for each; empty where there is none.
        title: of the briefing.
    """
    told = [f"{number}:{note}" for number, note in enumerate(notes, start=1) if note.strip()]
    return {FINDING: list(references), NOTE: told, TITLE: [title] if references and title != DEFAULT_TITLE else []}


def address_of(briefing: Briefing) -> str:
    """Return where a briefing is drawn and can be changed; empty where its host is not known."""
    if not briefing.host:
        return ""
    references = [finding.reference for finding in briefing.findings]
    held = query_of(references, [finding.note for finding in briefing.findings], briefing.title)
    return f"{briefing.host}/briefing?{urlencode(held, doseq=True)}"


def read(parameters: Mapping[str, Sequence[str]]) -> tuple[list[tuple[str, str]], str, list[str]]:
    """Return what parameters hold: reference and note of each finding, each reference once; the title; what to say.

    A note stands on the finding of its number; what belongs to none is left out and said, as is what stands twice.
    """
    named = list(parameters.get(FINDING, ()))
    notes, said = [""] * len(named), []
    for told in parameters.get(NOTE, ()):
        found = _NUMBERED.fullmatch(told)
        if found and 1 <= int(found[1]) <= len(named):
            notes[int(found[1]) - 1] = found[2].strip()
        elif told.strip():
            said.append(
                f"The note “{grammar.shortened(told.strip(), _BEGINNING)}” belongs to no finding, so it is left out. A "
                f"note begins with the number of its finding, as in “1:”; there {_are(len(named))} here."
            )
    once: dict[str, list[str]] = {}
    for reference, note in zip(named, notes, strict=True):
        once.setdefault(reference, []).append(note)
    said += [
        f"“{each}” was chosen {_times(len(all_of))}; it stands here once."
        for each, all_of in once.items()
        if all_of[1:]
    ]
    listed = [(each, "\n".join(dict.fromkeys(filter(None, all_of)))) for each, all_of in once.items()]
    title = next((text.strip() for text in parameters.get(TITLE, ()) if text.strip()), DEFAULT_TITLE)
    return listed, title, said


def _are(findings: int) -> str:
    return "is 1" if findings == 1 else f"are {findings}" if findings else "is none"


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"  # noqa: PLR2004
