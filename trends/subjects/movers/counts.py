"""Complete counts in sentences: how many shares changed, of how many questions and surveys, and over which bodies.

A share of all there are is exact, yet only over the bodies in both editions. Where more than two came or left, it is
said to be higher or lower, and not to have risen or fallen.
"""

from trends.statistics import verdicts
from trends.statistics.cells import Row
from trends.subjects.movers.facts import Rows, is_set_back, moved
from trends.subjects.movers.rows import both_figures, is_of_others, leading, most_words, place, scope_words, went, whose
from trends.words import grammar, numbers
from trends.words.text import Words, say


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
    else:
        told = say("**{}.**", counts_title(counts))
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
    furthest = max(changed, key=_came_or_left)
    sizes = f"{numbers.count(furthest['base_before'])}, then {numbers.count(furthest['base_n'])}"
    such = sizes if len(changed) == 1 else f"most in {furthest['question_name']}: {sizes}"
    return f"{in_them} more than two bodies came or left ({such}), so who came and who left is in the change."


def _came_or_left(row: Row) -> float:
    """Return by how much the number of bodies changed, as a part of those before."""
    return abs(int(row["base_n"]) - int(row["base_before"])) / int(row["base_before"])


def counts_title(counts: Rows) -> str:
    """Return how many complete counts differ and which rose or fell most, without a full stop.

    Where none may be named, how many rose and how many fell, and how many differ over other bodies.

    Args:
        counts: ``counts`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    title = _differ_words(counts)
    if named := leading(counts):
        first = named[0]
        scope = scope_words(named, counts)
        within = f"{scope}, " if scope else ""
        done = went(first, most_words(first, counts))
        return f"{title}: {within}{first['item']} {done} ({first['question_name']}, {place(first)})"
    if len(counts) == 1 and not is_set_back(counts[0]):
        # No verdict is given on it: both figures speak for themselves.
        only = counts[0]
        before, now = (f"{told} in {year}" for told, year in both_figures(only))
        return f"{only['item']}: {before}, {now}, all counted ({only['question_name']}, {place(only)})"
    told = _told(counts)
    return f"{title}: {told}" if len(counts) > 1 and told else title


def _told(counts: Rows) -> str:
    """Return how many shares rose and fell, and where more than two bodies came or left are higher and lower."""
    same = _both_ways([row for row in counts if not is_of_others(row)], "rose", "fell")
    others = _both_ways([row for row in counts if is_of_others(row)], "higher", "lower")
    return "; ".join(part for part in (same, f"where bodies came or left, {others}" if others else "") if part)


def _both_ways(counts: Rows, up: str, down: str) -> str:
    told = [(sum(row["verdict"] == verdict for row in counts), word)
            for verdict, word in ((verdicts.UP, up), (verdicts.DOWN, down))]  # fmt: skip
    return ", ".join(f"{numbers.count(number)} {word}" for number, word in told if number)


def _differ_words(counts: Rows) -> str:
    """Return how many shares in complete counts differ, and of how many questions and surveys they are."""
    if not (changed := len(moved(counts))):
        return "Nothing changed between two complete counts"
    if len(counts) == 1:
        return "The one share in a complete count changed"
    questions, surveys = (len({row[name] for row in counts}) for name in ("question", "survey"))
    asked = f"{numbers.counted(questions, 'question')} in {numbers.counted(surveys, 'survey')}"
    shares = grammar.capitalised(numbers.of_all(changed, len(counts), "share"))
    return f"{shares} in complete counts changed, of {asked}"
