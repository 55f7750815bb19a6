"""Sentences on releases of the evidence: what came, was corrected and went, and which findings turned."""

import re
from collections.abc import Sequence

from trends.evidence.comparing import TableChange
from trends.evidence.releases import Flip, Release, Releases
from trends.words import grammar, numbers
from trends.words.text import Words, say

# Columns of a table that are named with how often they were corrected.
NAMED_COLUMNS = 4
NONE_YET = "No release of this evidence has been told of yet."
# What a turned finding is called, by its kind.
KINDS = {
    "headline": "Headline",
    "first": "First place",
    "verdict": "Verdict",
    "place": "Place",
    "new": "New card",
    "gone": "Card that is gone",
}
_NOTHING = "nothing"
# Names of tables, columns and rows that are written for programs.
_CODE = re.compile(r"\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b")


def answer(known: Releases, fingerprint: str) -> Words:
    """Return what the last release brought, and whether the evidence is still that of it."""
    last = known.last
    if last is None:
        return say("{} It is called {}.", NONE_YET, fingerprint)
    return grammar.sentences(
        [say("**{}** {}", called(last), rows_words(last)), turned_words(last), state(known, fingerprint)]
    )


def called(release: Release) -> str:
    """Return what readers call a release, as in “Release 2026-11-29”."""
    return f"Release {release.name}"


def rows_words(release: Release) -> Words:
    """Return how many rows a release added, corrected and removed, as the end of a sentence that names it."""
    tables = sum(change.changed for change in release.changes)
    return say(
        "adds {} rows, corrects {} and removes {}, in {}; compared with {}.",
        numbers.count(release.count("added")),
        numbers.count(release.count("corrected")),
        numbers.count(release.count("removed")),
        numbers.counted(tables, "table"),
        release.against,
    )


def turned_words(release: Release) -> Words:
    """Return how many findings a release turned, and among how many pages, or why that is not known."""
    if release.not_asked:
        return say("Which findings it changed is not known. {}", grammar.sentence(release.not_asked))
    found = numbers.counted(release.turned, "finding")
    pages = numbers.counted(release.asked, "page")
    return say("It changes **{}**, on {} as they are opened without filters.", found, pages)


def state(known: Releases, fingerprint: str) -> Words:
    """Return whether the evidence is that of the last release; empty where there is none."""
    last = known.last
    if last is None:
        return ""
    if last.fingerprint == fingerprint:
        return "The evidence is as it was released."
    if known.is_released():
        return say(
            "The tables are as they were released; rules of the product are others: the evidence is called {} now.",
            fingerprint,
        )
    return say("The tables have been changed since: the evidence is called {} now.", fingerprint)


def table_words(change: TableChange) -> Words:
    """Return what was corrected in a table, by column, or why it was not compared."""
    if change.not_compared:
        return say("Not compared. {}", change.not_compared)
    parts: list[Words] = []
    if change.columns:
        named = [
            say("{} {}", spoken(name), numbers.count(count))
            for name, count in list(change.columns.items())[:NAMED_COLUMNS]
        ]
        more = len(change.columns) - len(named)
        parts.append(say("Corrected: {}{}", grammar.joined(named), f", and {more} more columns" if more else ""))
    if change.is_new:
        parts.append("A new table")
    for told, names in (("New columns: {}", change.new_columns), ("Columns that are gone: {}", change.gone_columns)):
        if names:
            parts.append(say(told, grammar.joined([spoken(name) for name in names])))
    return grammar.listed(parts, "; ") if parts else "–"


def correction_words(changes: Sequence[TableChange], most: int) -> list[Words]:
    """Return single corrections in words, one of each table in turn, at most so many."""
    told: list[Words] = []
    for at in range(most):
        for change in changes:
            if at < len(change.corrections) and len(told) < most:
                one = change.corrections[at]
                told.append(
                    say(
                        "{} {}: {}, from {} to {}.", spoken(change.table), spoken(one.key), spoken(one.column),
                        _quoted(one.before), _quoted(one.after),
                    )
                )  # fmt: skip
    return told


def flip_words(flip: Flip) -> Words:
    """Return what became of a finding, in a sentence."""
    row = say("{}: ", flip.row) if flip.row else ""
    if flip.kind == "new":
        return say("New: {}.", _quoted(flip.after))
    if flip.kind == "gone":
        return say("Gone: {}.", _quoted(flip.before))
    return say("{}{}, before {}.", row, _quoted(flip.after), _quoted(flip.before))


def spoken(text: str) -> str:
    """Return a name of the tables as words: those written for programs have underscores, which are not for readers."""
    return _CODE.sub(lambda found: found[0].replace("_", " "), text)


def _quoted(text: str) -> str:
    return f"“{spoken(text)}”" if text else _NOTHING
