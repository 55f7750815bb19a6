"""Proposes what a dashboard has to be told of a survey: the themes of its items, and the table on the survey itself."""

import re
from typing import Any

from trends.intake.mapping import UNPUBLISHED
from trends.intake.question_words import parted, without_code
from trends.intake.vocabulary import Vocabulary
from trends.words.folding import folded

PUBLISHED = """
# Needed for a dashboard; see docs/own-survey.md.
[published]
publisher = ""
respondents = ""                        # as in “Heads of digital in councils of nine countries”
respondent_group = "digital_leaders"    # GUESS: a code of respondent_groups.csv
coverage = "open"                       # GUESS: counted, asked_all, sampled, judged, open or unknown
method = "Web questionnaire"            # GUESS: only editions with the same words are compared
url = ""                                # where readers find the survey
reuse = "attribution"                   # GUESS: a code of reuse_terms.csv
"""
"""The table as a person has to fill it in; where it is a comment, nothing is asked yet."""


def themes(question: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the key of a question that says the themes of its items, as far as words make them likely; may be empty.

    Args:
        question: as proposed, with ``answer`` and ``columns`` or ``options``.
        vocabulary: what the product's tables know of items and themes.
    """
    answer = question.get("answer")
    if answer is None or answer in UNPUBLISHED:
        return {}
    known, likely = vocabulary.themes
    if answer in {"likert", "single"}:
        heading = str(question.get("text") or question.get("column") or "")
        # A statement says more than the question that all of them are put with.
        statement = parted(heading)[1] if answer == "likert" else ""
        theme = likely.of(statement or without_code(heading))
        return {"theme": theme} if theme else {}
    columns = question.get("columns")
    listed = question.get("options") or (list(columns.values()) if isinstance(columns, dict) else [])
    # “Other” and “none of these” are of no theme.
    items = [item for item in listed if item not in question.get("exclusive", ()) and not _OUTSIDE.match(str(item))]
    found = {item: known.get(folded(item)) or likely.of(item) for item in map(str, items)}
    told = {item: theme for item, theme in found.items() if theme}
    return {"themes": told} if told else {}


def commented() -> str:
    """Return the table as a comment."""
    lines = PUBLISHED.splitlines()
    return "\n".join(f"# {line}" if line and not line.startswith("#") else line for line in lines) + "\n"


_OUTSIDE = re.compile(r"(?:other|none)\b|n/?a$|don.t know|do not know", re.IGNORECASE)
