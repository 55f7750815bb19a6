"""The accessibility statement, in the form public bodies of the United Kingdom publish theirs, and that on privacy."""

import os
from datetime import date

from trends.paths import ROOT
from trends.words import numbers

TESTED = date(2026, 11, 28)
NO_CONTACT = "the address on the page that brought you here"


def text() -> str:
    """Return both statements as Markdown; ``DIGITAL_TRENDS_CONTACT`` names whom to write to."""
    parts = [(ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("accessibility", "privacy")]
    contact = os.environ.get("DIGITAL_TRENDS_CONTACT") or NO_CONTACT
    return "\n".join(parts).format(contact=contact, tested=numbers.day(TESTED))
