"""A sentence on the reader's own place: which of the comparisons are of it, and which of these moved."""

from trends.request.place import Self
from trends.statistics import verdicts
from trends.subjects.movers.facts import Movement, firm, moved
from trends.subjects.movers.rows import base_words, moved_course
from trends.subjects.you import WHOSE, are, nearest_relation
from trends.words import grammar, numbers
from trends.words.text import Words, say

MOVES_TOLD = 2


def movement(me: Self, found: Movement) -> Words:
    """Return how many of the comparisons are of the reader's place, and which of those moved; weak ones are not named.

    Args:
        me: the reader's place.
        found: what rose and fell.
    """
    if not me:
        return ""
    rows = [*found.shares, *found.places, *found.counts]
    of_all = f"Of {numbers.counted(len(rows), 'comparison')} here"
    held = {relation: [row for row in rows if me.near(row) == relation] for relation in WHOSE}
    nearest = nearest_relation(me)
    own = held[nearest]
    if not own:
        others = [f"{numbers.count(len(held[each]))} of {WHOSE[each]}" for each in WHOSE if held[each]]
        beside = f"; {grammar.joined(others)}" if others else ""
        return f"{of_all}, none is of {WHOSE[nearest]}{beside}."
    said = f"{of_all}, {numbers.count(len(own))} {are(len(own))} of {WHOSE[nearest]}"
    changed = moved(own)
    if not changed:
        told = [row["verdict"] for row in own]
        rest = [
            f"{numbers.count(told.count(verdict))} {word}"
            for verdict, word in ((verdicts.TOO_CLOSE, "too close to call"), (verdicts.CANNOT_TELL, "cannot tell"))
            if verdict in told
        ]
        if set(told) == {verdicts.CANNOT_TELL}:
            return f"{said}: one cannot tell whether {'it' if len(own) == 1 else 'they'} moved."
        return f"{said}: none moved{f' ({grammar.joined(rest)})' if rest else ''}."
    named = [
        say("**{}** {} ({}; {})", row["item"], moved_course(row), row["survey_name"], base_words(row))
        for row in firm(changed)[:MOVES_TOLD]
    ]
    told_of = grammar.listed(named, "; ")
    if len(named) == len(changed):
        return say("{}; {}.", said, told_of)
    if not named:
        return f"{said}: {numbers.count(len(changed))} moved."
    return say("{}: {} moved, among them {}.", said, numbers.count(len(changed)), told_of)
