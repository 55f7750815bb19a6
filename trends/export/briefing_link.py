"""How an address holds a whole briefing: its findings in order, the notes on them, its title."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from trends.export.briefing import LONGEST_NOTE, MOST_FINDINGS, Briefing

FINDING, NOTE, TITLE, READY = "finding", "note", "title", "ready"
PARAMETERS = (FINDING, NOTE, TITLE, READY)
DEFAULT_TITLE = "Briefing on digital in public services"
LONGEST_TITLE = 120
# A note begins with the number of its finding, since most findings have none.
_NUMBERED = re.compile(r"(\d{1,3}):(.*)", re.DOTALL)


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


def read(parameters: Mapping[str, Sequence[str]]) -> tuple[list[tuple[str, str]], str]:
    """Return what parameters hold: reference and note of each finding, each reference once; and the title.

    Notes on no finding are left out; of a title only its first words have room on a slide.
    """
    references = list(dict.fromkeys(parameters.get(FINDING, ())))
    notes = [""] * len(references)
    for told in parameters.get(NOTE, ()):
        found = _NUMBERED.fullmatch(told)
        if found and 1 <= int(found[1]) <= min(len(notes), MOST_FINDINGS):
            notes[int(found[1]) - 1] = found[2].strip()[:LONGEST_NOTE]
    title = next((text.strip() for text in parameters.get(TITLE, ()) if text.strip()), DEFAULT_TITLE)
    return list(zip(references, notes, strict=True)), title[:LONGEST_TITLE]
