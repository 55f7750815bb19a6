"""Grammar of sentences: lists in words, shortened words, capitals, full stops.

Each function takes plain words or spans and returns the same type: plain words stay a ``str``.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, overload

from trends.words.text import Span, Text, Words, join, plain, spans_of

ALT_LENGTH = 160
ELLIPSIS = "…"
LISTED_NAMES = 3
# How many characters of an answer stand above the first chart, so that it begins on the first screen.
LEAD, LEAD_ON_A_PHONE = 220, 150

# Where a sentence ends: after its mark, before a blank and what may begin the next one.
_SENTENCE_END = re.compile(r"(?<=[\w)%”][.?!])(?<![\s.(“]\w\.)(?= +[A-Z0-9“(])")

# Names that stay as they are within a sentence: of places that kinds of body are of, and with a capital inside.
_PROPER = re.compile(r"(?:London|Tokyo)\b|\w+[a-z][A-Z]")
# Names of places with an article within a sentence: plurals, and those that say what kind of place it is.
_WITH_ARTICLE = re.compile(
    r"United (Arab Emirates|Kingdom|States)|DR Congo|Holy See|Isle of Man|(European Union|OECD)\b.*"
    r"|.*\b(Islands|Republic|Netherlands|Territory|Territories)|Americas|Bahamas|Comoros|Gambia|Maldives|Philippines"
)
# Where the name of a country ends, and region, kind of body or sector begin.
_AFTER_NAME = re.compile(r",| \(| · ")

W = TypeVar("W", str, Text, Words)


@overload
def joined(parts: Sequence[str], last: str = "and") -> str: ...
@overload
def joined(parts: Sequence[Words], last: str = "and") -> Words: ...
def joined(parts: Sequence[Words], last: str = "and") -> Words:
    """Return a list in words: “a, b and c”; ``last`` is the word before the last one."""
    if len(parts) < 2:  # noqa: PLR2004 - two are a list
        return parts[0] if parts else ""
    return listed([listed(parts[:-1]), parts[-1]], f" {last} ")


@overload
def some_of(parts: Sequence[str], most: int = LISTED_NAMES) -> str: ...
@overload
def some_of(parts: Sequence[Words], most: int = LISTED_NAMES) -> Words: ...
def some_of(parts: Sequence[Words], most: int = LISTED_NAMES) -> Words:
    """Return a list in words that names at most ``most``, as in “a, b, c and 2 more”.

    Names that hold a comma or an “and” are separated by semicolons.
    """
    named = [*parts[:most], f"{len(parts) - most} more"] if len(parts) > most else list(parts)
    own = any(", " in plain(part) or " and " in plain(part) for part in named)
    return listed(named, "; ") if own else joined(named)


@overload
def listed(parts: Sequence[str], separator: str = ", ") -> str: ...
@overload
def listed(parts: Sequence[Words], separator: str = ", ") -> Words: ...
def listed(parts: Sequence[Words], separator: str = ", ") -> Words:
    """Return parts with a separator between them; empty parts are not left out."""
    if all(isinstance(part, str) for part in parts):
        return separator.join(map(plain, parts))
    return join(separator, parts)


def sentences(parts: Sequence[Words]) -> Words:
    """Return sentences one after the other; empty ones are left out."""
    return listed([part for part in parts if part], " ")


def led(words: Words, width: int) -> tuple[Words, Words]:
    """Return as many whole sentences as have room, at least the first, and the rest, which may be empty.

    A full stop within brackets or quotation marks, or after a single letter, ends no sentence.

    Args:
        words: sentences.
        width: characters that have room.
    """
    text = plain(words)
    ends = [found.start() for found in _SENTENCE_END.finditer(text) if _is_closed(text[: found.start()])]
    cut = max((end for end in (*ends, len(text)) if end <= width), default=min((*ends, len(text))))
    if not text[cut:].strip():
        return words, ""
    first: list[Span] = []
    rest: list[Span] = []
    for span in spans_of(words):
        room = max(cut - sum(len(each.text) for each in first), 0) if not rest else 0
        if span.text[:room]:
            first.append(replace(span, text=span.text[:room]))
        if span.text[room:]:
            rest.append(replace(span, text=span.text[room:] if rest else span.text[room:].lstrip()))
    return Text(tuple(first)), Text(tuple(rest))


def _is_closed(text: str) -> bool:
    return all(text.count(opened) == text.count(closed) for opened, closed in ("()", "[]", "“”"))


def shortened(words: W, width: int) -> W:
    """Return words cut at a word, with an ellipsis where something was left out; ``width`` counts characters."""
    if len(words) <= width:
        return words
    if isinstance(words, str):
        return textwrap.shorten(words, width, placeholder=ELLIPSIS)
    kept: list[Span] = []
    room = width - len(ELLIPSIS)
    # Cut at the last space that fits; the first word alone may be longer than the room.
    ends = max(words.plain.rfind(" ", 0, room + 1), 0)
    for span in words.spans:
        kept.append(replace(span, text=span.text[:ends]))
        ends -= len(kept[-1].text)
    return Text((*kept, Span(ELLIPSIS)))


def named_in(title: str, names: Iterable[str]) -> frozenset[str]:
    """Return which of several names a title has, each as whole words.

    The longest is looked for first and taken out, so that “Skills” is not found in “Digital skills”.
    """
    left, found = title, set()
    for name in sorted({name for name in names if name}, key=len, reverse=True):
        whole = rf"(?<!\w){re.escape(name)}(?!\w)"
        left, times = re.subn(whole, "\0", left)
        if times:
            found.add(name)
    return frozenset(found)


def sentence(words: W) -> W:
    """Return words with a full stop at their end."""
    if not words or plain(words).endswith("."):
        return words
    return words + "."


def capitalised(words: W) -> W:
    """Return words whose first letter is a capital."""
    if isinstance(words, str):
        return words[:1].upper() + words[1:]
    return Text(tuple(replace(span, text=capitalised(span.text)) for span in words.spans[:1]) + words.spans[1:])


def lower_first(words: W) -> W:
    """Return a name as it stands within a sentence: names such as “IT”, “YouTube” and “London” keep their capitals.

    The macro ``within_sentence`` of the evidence does the same.
    """
    text = words if isinstance(words, str) else words.plain
    if not text[1:2].islower() or _PROPER.match(text):
        return words
    if isinstance(words, str):
        return words[:1].lower() + words[1:]
    first = words.spans[0]
    return Text((replace(first, text=first.text[:1].lower() + first.text[1:]), *words.spans[1:]))


def the(place: str) -> str:
    """Return the name of a country as it stands within a sentence: “the United Kingdom”, “several countries”.

    What stands after its name changes nothing, as in “the United Kingdom, England” and “the United States (cities)”.
    """
    if place.startswith(("Several ", "Countries ")):
        return lower_first(place)
    if place == "World":
        return "the world"
    return f"the {place}" if _WITH_ARTICLE.fullmatch(_AFTER_NAME.split(place, maxsplit=1)[0]) else place


def stressed(words: Words, beginning: str) -> Words:
    """Return words whose beginning is strong, where they begin so."""
    first, *rest = spans_of(words)
    if not first.text.startswith(beginning):
        return words
    return Text((Span(beginning, strong=True), replace(first, text=first.text.removeprefix(beginning)), *rest))


def edition(survey: str, year: int) -> str:
    """Return a survey with its year, as in “Council survey, 2024”; the year is said once."""
    return survey if survey.endswith(str(year)) else f"{survey}, {year}"


def alternative(text: str, ending: str) -> str:
    """Return an alternative text with its ending where both fit; else without it, cut at a word where too long."""
    whole = f"{text} {ending}"
    return whole if len(whole) <= ALT_LENGTH else shortened(text, ALT_LENGTH)


def fitting(text_of_width: Callable[[int], str]) -> str:
    """Return the longest alternative text that fits, trying ever shorter names."""
    for width in (60, 40, 30, 22, 15):
        if len(text := text_of_width(width)) <= ALT_LENGTH:
            return text
    return text[: ALT_LENGTH - 1] + ELLIPSIS


def sharing(names: Sequence[str], width: int) -> str:
    """Return the names that share an end of a chart in few words: “Peru”, “Peru and Chad”, “Peru and 11 more”.

    Args:
        names: in the order of the chart, not empty.
        width: letters that each may have.
    """
    return some_of([shortened(name, width) for name in names], 2 if len(names) == 2 else 1)  # noqa: PLR2004 - a pair
