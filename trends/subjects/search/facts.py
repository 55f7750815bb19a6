"""What a reader typed, in the form in which words are compared."""

import re
import unicodedata
from dataclasses import dataclass

# What is longer was pasted, and its end says nothing that its beginning does not.
LONGEST = 120
MOST_WORDS = 12
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


def typed(text: str) -> Typed:
    """Return what a text is compared by: lower case, without accents; as ``words_of`` in ``data/search.sql``."""
    spelt = plain_letters(text[:LONGEST])
    words = list(dict.fromkeys(_words(_APOSTROPHES.sub("", spelt))))
    told = [word for word in words if word not in COMMON] or words
    return Typed(tuple(told[:MOST_WORDS]), "".join(_words(spelt.replace("&", " and "))))


def plain_letters(text: str) -> str:
    """Return a text in lower case and without accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    # Put together again, since letters of Korean consist of parts as well.
    return unicodedata.normalize("NFC", "".join(each for each in apart if unicodedata.category(each)[0] != "M"))


def _words(text: str) -> list[str]:
    kept = "".join(each if unicodedata.category(each)[0] in "LN" else " " for each in text)
    return kept.split()
