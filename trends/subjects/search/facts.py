"""What a reader typed, in the form in which words are compared."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

from trends.words.folding import as_typed

# What is longer was pasted, and its end says nothing that its beginning does not.
LONGEST = 120
MOST_WORDS = 12
LONGEST_NUMBER = 6
# Words of a question that say nothing of what it is on; one alone is looked for all the same.
COMMON = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "by", "do", "does", "for", "from", "how", "in", "is", "of", "on", "or",
        "the", "their", "them", "they", "to", "what", "which", "who", "with",
    )
)  # fmt: skip
_APOSTROPHES = re.compile("['’‘ʻʼ`´]")


@dataclass(frozen=True)
class Typed:
    """The words a reader typed, each once, and all of it without blanks and signs; both are empty without a letter."""

    words: tuple[str, ...]
    compact: str


@dataclass(frozen=True)
class Sought:
    """What is looked for: a text, of which kind (empty: all), and the number of the first of that kind to list."""

    text: str
    kind: str = ""
    first: int = 1


def sought(text: str, kind: str, first: str, kinds: Container[str]) -> Sought:
    """Return what an address looks for; a kind or a number that is none counts as not given.

    Args:
        text: what a reader typed.
        kind: the kind to which it keeps, such as ``body``.
        first: the number of the first result to list, written out.
        kinds: those there are.
    """
    is_number = first.isascii() and first.isdigit() and len(first) <= LONGEST_NUMBER
    known = kind.strip().casefold()
    if known not in kinds:
        return Sought(text)
    return Sought(text, known, max(1, int(first)) if is_number else 1)


def typed(text: str) -> Typed:
    """Return what a text is compared by: lower case, without accents; as ``words_of`` in ``data/search.sql``."""
    spelt = plain_letters(text[:LONGEST])
    words = list(dict.fromkeys(_words(_APOSTROPHES.sub("", spelt))))
    told = [word for word in words if word not in COMMON] or words
    return Typed(tuple(told[:MOST_WORDS]), "".join(_words(spelt.replace("&", " and "))))


def plain_letters(text: str) -> str:
    """Return a text in lower case, without accents, and with o for ø; as ``plain`` in ``data/macros.sql``."""
    apart = as_typed(text.lower())
    # Put together again, since letters of Korean consist of parts as well.
    return unicodedata.normalize("NFC", "".join(each for each in apart if unicodedata.category(each)[0] != "M"))


def _words(text: str) -> list[str]:
    kept = "".join(each if unicodedata.category(each)[0] in "LN" else " " for each in text)
    return kept.split()
