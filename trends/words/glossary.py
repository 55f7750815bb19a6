"""Which words of the glossary a text uses, so that a card can explain its own words where they stand.

A term of the glossary may carry other forms of itself: in round brackets, separated by commas, as in “Percentage point
(pts)”, or as the symbol it is shown with, as in “Weak figure [u]”. A form is found as a whole word in any case and in
the plural. Where forms overlap, the longer one is meant: “95% range” is no “range”.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

MOST_WORDS = 6

# A term in its parts: what it is called, then other forms in round brackets or a symbol in square ones.
_PARTS = re.compile(r"^(?P<name>[^(\[]+?)\s*(?:\((?P<others>[^)]+)\)|(?P<symbol>\[\w\]))?$")


@dataclass(frozen=True, eq=False)
class Finder:
    """Finds terms in texts: ``meanings`` by term, ``pattern`` with a group for each form, ``terms`` by group."""

    meanings: Mapping[str, str]
    pattern: re.Pattern[str]
    terms: Mapping[str, str]


def finder_of(terms: pd.DataFrame) -> Finder:
    """Return what finds every form of every term.

    Args:
        terms: one row per term, with ``term`` and ``definition``, as ``queries/sources/glossary_terms.sql`` gives them.

    Raises:
        ValueError: a term cannot be parsed.
    """
    meanings = dict(zip(map(str, terms["term"]), map(str, terms["definition"]), strict=True))
    # At one place the first alternative that fits is taken, so the longest has to come first.
    listed = sorted(((form, term) for term in meanings for form in forms(term)), key=lambda pair: (-len(pair[0]), pair))
    groups = {f"form_{number}": (form, term) for number, (form, term) in enumerate(listed)}
    alternatives = "|".join(f"(?P<{group}>{_pattern(form)})" for group, (form, _) in groups.items())
    pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)
    return Finder(meanings, pattern, {group: term for group, (_, term) in groups.items()})


def words_used(texts: Iterable[str], finder: Finder, most: int = MOST_WORDS) -> list[tuple[str, str]]:
    """Return the terms that occur in texts with their meanings, in order of first occurrence.

    Args:
        texts: what a reader reads, in reading order.
        finder: what finds the terms.
        most: how many to return at most: the first ones.
    """
    if not finder.meanings:
        return []
    used: dict[str, str] = {}
    for text in texts:
        for found in finder.pattern.finditer(_plain(text)):
            term = finder.terms[str(found.lastgroup)]
            used.setdefault(term, finder.meanings[term])
            if len(used) == most:
                return list(used.items())
    return list(used.items())


def forms(term: str) -> list[str]:
    """Return the ways a term is written, as in “Weak figure” and “[u]” for “Weak figure [u]”.

    Raises:
        ValueError: a term cannot be parsed.
    """
    parts = _PARTS.match(term)
    if parts is None:
        raise ValueError(
            f"glossary.csv: the term “{term}” cannot be taken apart; write it as “Name”, as “Name (other form, other "
            "form)” or as “Name [u]”."
        )
    others = [form.strip() for form in (parts["others"] or "").split(",")]
    return [form for form in (parts["name"], *others, parts["symbol"]) if form]


def _pattern(form: str) -> str:
    """Return what matches a form and its plural, wherever its line was broken."""
    body = r"\s+".join(re.escape(word) for word in form.split())
    if not form[-1].isalpha():
        return body
    for singular, ending in (("y", "(?:y|ies)"), ("ex", "(?:ex|exes|ices)")):
        if form.endswith(singular):
            return body.removesuffix(singular) + ending
    return f"{body}(?:es)?" if form.endswith(("s", "x", "ch", "sh")) else f"{body}s?"


def _plain(text: str) -> str:
    """Return a text as a reader sees it, with one kind of apostrophe."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
