"""Grammar of sentences: lists in words, shortened texts, capitals."""

import textwrap
from collections.abc import Callable, Sequence

ALT_LENGTH = 160

LISTED_NAMES = 3


def joined(parts: Sequence[str]) -> str:
    """Return a list in words: «a, b and c»."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def some_of(parts: Sequence[str], most: int = LISTED_NAMES) -> str:
    """Return a list in words that names at most ``most``, as in «a, b, c and 2 more».

    Names that hold a comma or an «and» of their own are parted by semicolons.
    """
    named = [*parts[:most], f"{len(parts) - most} more"] if len(parts) > most else list(parts)
    return "; ".join(named) if any(", " in part or " and " in part for part in named) else joined(named)


def shortened(text: str, width: int) -> str:
    """Return a text cut at a word, with an ellipsis where something was left out."""
    return textwrap.shorten(text, width, placeholder="…") if len(text) > width else text


def sentence(text: str) -> str:
    """Return a text with a full stop at its end."""
    return text if not text or text.endswith(".") else f"{text}."


def lower_first(text: str) -> str:
    """Return a name as it stands within a sentence: names such as «IT» keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def fitting(text_of_width: Callable[[int], str]) -> str:
    """Return the longest alternative text that fits, trying ever shorter names."""
    for width in (60, 40, 30, 22, 15):
        if len(text := text_of_width(width)) <= ALT_LENGTH:
            return text
    return text[: ALT_LENGTH - 1] + "…"
