"""Names as readers write them: those nearest to what is not known."""

import difflib
from collections.abc import Mapping

from trends.words.folding import folded

# How many names are offered in place of one that is not known, and how like it they are, from 0 to 1.
MOST_OFFERED = 3
LEAST_LIKENESS = 0.75
# A shorter part would be in too many names to tell which of them is meant.
LEAST_LETTERS = 4
# What is longer was no slip of the keyboard, and takes long to compare.
LONGEST_COMPARED = 120
# How far a year may lie from those of the evidence, so that the last one is still offered.
YEARS_AWAY = 5


def nearest(text: str, named: Mapping[str, str]) -> list[str]:
    """Return the codes whose names come nearest to a text that is none of them, the nearest first; often none.

    A name comes near that is spelt much like the text, holds it or is held by it; of years, the one next to it.

    Args:
        text: what a reader wrote.
        named: code by each folded name; a code may have several names.
    """
    meant = folded(text[:LONGEST_COMPARED])
    if meant.isascii() and meant.isdigit():
        return _nearest_number(int(meant), list(named.values()))
    # Ordered by name, so that names equally near come in one order whatever the order of the evidence.
    alike = difflib.get_close_matches(meant, sorted(named), MOST_OFFERED * 2, LEAST_LIKENESS)
    holding = [
        name for name in named if len(min(name, meant, key=len)) >= LEAST_LETTERS and (meant in name or name in meant)
    ]
    found = [*alike, *sorted(holding, key=lambda name: (abs(len(name) - len(meant)), name))]
    return list(dict.fromkeys(named[name] for name in found))[:MOST_OFFERED]


def _nearest_number(meant: int, codes: list[str]) -> list[str]:
    years = {int(code): code for code in codes if code.isascii() and code.isdigit()}
    near = sorted(
        (year for year in years if abs(year - meant) <= YEARS_AWAY), key=lambda year: (abs(year - meant), year)
    )
    return [years[year] for year in near[:1]]
