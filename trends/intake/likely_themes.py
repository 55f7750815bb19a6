"""Which theme an item may belong to, by the words of the items a dashboard has: a suggestion for a person to judge."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from trends.words.folding import folded

_STEM, _LEAST_LETTERS = 6, 3
_FILLING = frozenset(
    "and the for with from that this are our not all any has have can will their they its than more most been into over"  # noqa: SIM905
    " used using organisation organisations public sector service services digital".split()
)
# Names that people write with few letters.
_SHORT = frozenset({"ai", "it", "iot"})
_LEAST = 0.25
# Letters of each part of “cybersecurity” at the least.
_LEAST_PART = 4
# In items: a word may stand in one of them by chance.
_DOUBT = 0.5


class LikelyThemes:
    """What words of known items say of their themes.

    Each word votes for the themes of the items it stands in, by their shares; a word of few themes counts more.
    """

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        """Learn from items with their themes."""
        self._themes: dict[str, Counter[str]] = {}
        self._whole: set[str] = set()
        for item, theme in set(items):
            words = _words(item)
            self._whole |= words
            for stem in {word[:_STEM] for word in words}:
                self._themes.setdefault(stem, Counter())[theme] += 1

    def of(self, text: str) -> str:
        """Return the likeliest theme of a text, empty where its words say little."""
        votes: dict[str, float] = {}
        for stem in self._stems(text):
            held = self._themes.get(stem, Counter())
            of_all = held.total()
            for theme, count in held.items():
                votes[theme] = votes.get(theme, 0.0) + count / of_all * _sureness(held)
        if not votes:
            return ""
        theme = max(votes, key=lambda each: (votes[each], each))
        return theme if votes[theme] >= _LEAST * max(sum(votes.values()), 1.0) else ""

    def _stems(self, text: str) -> set[str]:
        """Return the stems of a text's words; of one that stands in no item, those of two it is written of."""
        found = set()
        for word in _words(text):
            parts = [(word[:at], word[at:]) for at in range(_LEAST_PART, len(word) - _LEAST_PART + 1)]
            known = next((pair for pair in parts if self._whole.issuperset(pair)), (word,))
            found |= {part[:_STEM] for part in ((word,) if word[:_STEM] in self._themes else known)}
        return found


def _sureness(held: Counter[str]) -> float:
    """Return how much a word says: near 1 where all of many items are of one theme, near 0 where they are spread."""
    of_all = held.total()
    entropy = -sum(count / of_all * math.log2(count / of_all) for count in held.values())
    return (of_all - _DOUBT) / (of_all + _DOUBT) / (1 + entropy)


def _words(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {word for word in words if word in _SHORT or (len(word) >= _LEAST_LETTERS and word not in _FILLING)}


def known_themes(
    findings: Iterable[Mapping[str, str]], themes: Iterable[Mapping[str, str]]
) -> tuple[dict[str, str], LikelyThemes]:
    """Return the themes of items by their folded words, where they have one alone, and what words make likely.

    Args:
        findings: rows with ``item`` and ``theme``.
        themes: rows with ``theme`` and ``label``, whose words say something as well.
    """
    pairs = {(row["item"], row["theme"]) for row in findings}
    labels = {(row["label"], row["theme"]) for row in themes}
    held: dict[str, set[str]] = {}
    for item, theme in pairs:
        held.setdefault(folded(item), set()).add(theme)
    return {item: min(each) for item, each in held.items() if len(each) == 1}, LikelyThemes({*pairs, *labels})
