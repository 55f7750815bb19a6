"""Complete counts in sentences: how many shares changed, of how many questions and surveys, and over which bodies.

A share of all there are is exact, yet only over the bodies in both editions. Where more than two came or left, it is
said to be higher or lower, and not to have risen or fallen.
"""

from trends.statistics import verdicts
from trends.statistics.cells import Row
from trends.subjects.movers.facts import Rows, is_set_back, moved
from trends.subjects.movers.rows import both_figures, is_of_others, leading, most_words, place, scope_words, went, whose
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say

_WHO_CAME = "so who came and who left is in the change"


def counts_answer(counts: Rows) -> Words:
    """Return what complete counts say: what rose or fell most, else how many did; empty where there are none.

    Args:
        counts: ``counts`` of :func:`trends.subjects.movers.facts.movement`.
    """
    if not counts:
        return ""
    if named := leading(counts):
        first = named[0]
        among = scope_words(named, counts) or "in complete counts"
        within = grammar.capitalised(f"{among}, as counted and not tested,")
        done = went(first, most_words(first, counts))
        told = say("{} **{}** {} ({}).", within, first["item"], done, whose(first))
    elif len(counts) == 1:
        told = say("**{}.**", counts_title(counts))
    else:
        return grammar.sentences([say("**{}**{}.", *_differ_words(counts)), *_rose_and_fell(counts)])
    return grammar.sentences([told, others_counted(counts)])


def others_counted(counts: Rows) -> str:
    """Return in how many of the shares that changed more than two bodies came or left, and in which most; else empty.

    Args:
        counts: ``counts`` of :func:`trends.subjects.movers.facts.movement`.
    """
    told = moved(counts)
    changed = [row for row in told if is_of_others(row)]
    if not changed:
        return ""
    each = numbers.every(len(told)) if len(changed) == len(told) else f"{numbers.count(len(changed))} of them"
    in_them = "Meanwhile" if len(counts) == 1 else f"In {each}"
    # Of the only share there is, the title says how many there were.
    how_many = f" ({_furthest_from(changed)})" if len(counts) > 1 or leading(counts) else ""
    return f"{in_them} more than two bodies came or left{how_many}, {_WHO_CAME}."


def _furthest_from(changed: Rows) -> str:
    """Return how many bodies there were before and now where most came or left, as in “most in AI in use: 87, then 83”.

    Args:
        changed: the rows that are of other bodies than before, not empty.
    """
    furthest = max(changed, key=_came_or_left)
    sizes = f"{numbers.count(furthest['base_before'])}, then {numbers.count(furthest['base_n'])}"
    return sizes if len(changed) == 1 else f"most in {furthest['question_name']}: {sizes}"


def _came_or_left(row: Row) -> float:
    """Return by how much the number of bodies changed, as a part of those before."""
    return abs(int(row["base_n"]) - int(row["base_before"])) / int(row["base_before"])


def counts_title(counts: Rows) -> str:
    """Return how many complete counts differ and which rose or fell most, without a full stop.

    Where none may be named, how many rose and how many fell, and how many differ over other bodies.

    Args:
        counts: ``counts`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    title = "".join(_differ_words(counts))
    if named := leading(counts):
        first = named[0]
        scope = scope_words(named, counts)
        within = f"{scope}, " if scope else ""
        done = went(first, most_words(first, counts))
        return f"{title}: {within}{first['item']} {done} ({first['question_name']}, {place(first)})"
    if len(counts) == 1 and not is_set_back(counts[0]):
        # No verdict is given on it: both figures speak for themselves. An item such as “Has one” needs its question.
        only = counts[0]
        before, now = (f"{told} in {year}" for told, year in both_figures(only))
        return f"{only['question_name']}: “{only['item']}” {before}, {now} ({place(only)}; {_all_done_with(only)})"
    told = _told(counts)
    return f"{title}: {told}" if len(counts) > 1 and told else title


def _all_done_with(row: Row) -> str:
    """Return how many were counted or answered in both editions, as in “all 31 counted” and “all counted: 210, 206”."""
    before, now, done = numbers.count(row["base_before"]), numbers.count(row["base_n"]), pieces.unit_words(row)
    return f"all {now} {done}" if before == now else f"all {done}: {before}, then {now}"


def _told(counts: Rows) -> str:
    """Return how many shares rose and fell, and where more than two bodies came or left are higher and lower."""
    same = _both_ways([row for row in counts if not is_of_others(row)], "rose", "fell")
    others = _both_ways([row for row in counts if is_of_others(row)], "higher", "lower")
    return "; ".join(part for part in (same, f"where bodies came or left, {others}" if others else "") if part)


def _rose_and_fell(counts: Rows) -> list[str]:
    """Return the same in short sentences: over nearly the same bodies, and where more than two came or left."""
    changed = moved(counts)
    others = [row for row in changed if is_of_others(row)]
    same = _both_ways([row for row in changed if not is_of_others(row)], "rose", "fell")
    if not others:
        return [f"Of these, {same}."] if same else []
    differ = f"{_both_ways(others, 'higher', 'lower', be=True)} ({_furthest_from(others)}), {_WHO_CAME}"
    if not same:
        return [f"In each, more than two bodies came or left: {differ}."]
    return [f"Where at most two bodies came or left, {same}.", f"Where more did, {differ}."]


def _both_ways(counts: Rows, up: str, down: str, *, be: bool = False) -> str:
    told = [(sum(row["verdict"] == verdict for row in counts), word)
            for verdict, word in ((verdicts.UP, up), (verdicts.DOWN, down))]  # fmt: skip
    verb = {True: "is ", False: "are "} if be else {True: "", False: ""}
    return grammar.joined([f"{numbers.count(number)} {verb[number == 1]}{word}" for number, word in told if number])


def _differ_words(counts: Rows) -> tuple[str, str]:
    """Return how many shares in complete counts differ, and of how many questions and surveys they are."""
    if not (changed := len(moved(counts))):
        return "Nothing changed between two complete counts", ""
    if len(counts) == 1:
        return "The one share in a complete count changed", ""
    questions, surveys = (len({row[name] for row in counts}) for name in ("question", "survey"))
    asked = f"{numbers.counted(questions, 'question')} in {numbers.counted(surveys, 'survey')}"
    shares = grammar.capitalised(numbers.of_all(changed, len(counts), "share"))
    return f"{shares} in complete counts changed", f" ({asked})"
