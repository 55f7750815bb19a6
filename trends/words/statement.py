"""The accessibility statement, in the form public bodies of the United Kingdom publish theirs."""

import os
from datetime import date

from trends.paths import ROOT
from trends.words import numbers

TESTED = date(2026, 11, 28)
NO_CONTACT = "the address on the page that brought you here"


def text() -> str:
    """Return the statement as Markdown; ``DIGITAL_TRENDS_CONTACT`` names whom to write to."""
    return (
        (ROOT / "docs" / "accessibility.md")
        .read_text(encoding="utf-8")
        .format(contact=os.environ.get("DIGITAL_TRENDS_CONTACT") or NO_CONTACT, tested=numbers.day(TESTED))
    )
