"""Complete counts in sentences: how many shares changed, of how many questions and surveys, and over which bodies.

A share of all there are is exact, yet only over the bodies in both editions. Where more than two came or left, it is
said to be higher or lower, and not to have risen or fallen.
"""

from trends.statistics import cells, verdicts
from trends.statistics.cells import Row
from trends.subjects.movers.facts import Rows, is_set_back, moved
from trends.subjects.movers.rows import both_figures, is_of_others, leading, most_words, place, scope_words, went, whose
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say

# How it is said that more, and that at most two, came or left, that more did, and what follows; and in a title.
_CAME_OR_LEFT = (
    "more than two bodies came or left",
    "at most two bodies came or left",
    "more did",
    "so who came and who left is in the change",
    "bodies came or left",
)
# Two lines of a card on a wide screen.
LONGEST_TITLE = 130
# Whom a question is put to changes with the state of bodies: none needs to come or leave for it.
_NUMBER_CHANGED = (
    "the number counted changed by more than two",
    "the number counted changed by at most two",
    "it changed by more",
    "so who was counted is in the change",
    "others were counted",
)


def counts_answer(counts: Rows) -> Words:
    """Return what complete counts say: what rose or fell most, else what differs most and how many do; else empty.

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
        which = "the largest difference between complete counts"
        lead = [say("**{}** ({}): {}.", *_both_told(row), which) for row in largest(counts)]
        return grammar.sentences([*lead, say("**{}**{}.", *_differ_words(counts)), *_rose_and_fell(counts)])
    return grammar.sentences([told, others_counted(counts)])


def largest(counts: Rows) -> Rows:
    """Return the one share that differs more than every other, where none may be said to lead; else nothing.

    It is told by both figures, without a verdict: a detail of a survey, or a share of other bodies than before.
    """
    if len(counts) == 1 or leading(counts):
        return []
    far = max((round(abs(row["change"]), 9) for row in moved(counts)), default=0)
    found = [row for row in moved(counts) if round(abs(row["change"]), 9) == far]
    return [row for row in found if len(found) == 1 and not is_set_back(row)]


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
    how_many = _furthest_from(changed) if len(counts) > 1 or leading(counts) else ""
    more, _, _, so, _ = _others_words(changed)
    return f"{in_them} {more}{how_many}, {so}."


def _others_words(rows: Rows) -> tuple[str, str, str, str, str]:
    """Return how it is said of rows that other bodies were counted: of a question put to a part none came or left."""
    put_to_part = any(is_of_others(row) and not cells.is_missing(row.get("asked_part")) for row in rows)
    return _NUMBER_CHANGED if put_to_part else _CAME_OR_LEFT


def _furthest_from(changed: Rows) -> str:
    """Return how many bodies there were before and now where that changed most, in brackets after a space.

    As in “ (most in AI in use: 87, then 83)”; of a single question its numbers alone. It is empty where several
    questions changed by as many, or the single one has several numbers.

    Args:
        changed: the rows that are of other bodies than before, not empty.
    """
    sizes: dict[str, set[tuple[int, int]]] = {}
    for row in changed:
        sizes.setdefault(str(row["question_name"]), set()).add((int(row["base_before"]), int(row["base_n"])))
    by = {question: max(abs(now - before) for before, now in held) for question, held in sizes.items()}
    furthest = [question for question, number in by.items() if number == max(by.values())]
    most = [(before, now) for before, now in sizes[furthest[0]] if abs(now - before) == by[furthest[0]]]
    if len(furthest) > 1 or len(most) > 1 or (len(sizes) == 1 and len(sizes[furthest[0]]) > 1):
        return ""
    before, now = (numbers.count(number) for number in most[0])
    return f" ({f'most in {furthest[0]}: ' if len(sizes) > 1 else ''}{before}, then {now})"


def counts_title(counts: Rows) -> str:
    """Return how many complete counts differ and which rose or fell most, without a full stop.

    Where none may, both figures of the one that differs most; and where there is no such one, or no room for it, how
    many rose and how many fell, and how many differ over other bodies.

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
        return "{} ({})".format(*_both_told(counts[0]))
    if named := titled(counts):
        return "{} ({})".format(*_both_told(named[0]))
    told = _told(counts)
    return f"{title}: {told}" if len(counts) > 1 and told else title


def titled(counts: Rows) -> Rows:
    """Return the share that the title on complete counts names, if it names one; it has two lines on a wide screen."""
    if named := leading(counts)[:1]:
        return named
    if len(counts) == 1:
        return [row for row in counts if not is_set_back(row)]
    return [row for row in largest(counts) if len("{} ({})".format(*_both_told(row))) <= LONGEST_TITLE]


def _both_told(row: Row) -> tuple[str, str]:
    """Return both figures of a share, which speak for themselves, and whose they are, as of a count of all."""
    before, now = (f"{told} in {year}" for told, year in both_figures(row))
    return f"{row['question_name']}: “{row['item']}” {before}, {now}", f"{place(row)}; {_all_done_with(row)}"


def _all_done_with(row: Row) -> str:
    """Return how many were counted or answered in both editions, as in “all 31 counted” and “all counted: 210, 206”.

    Of a question put to a part of them alone it says which part that is.
    """
    before, now, done = numbers.count(row["base_before"]), numbers.count(row["base_n"]), pieces.unit_words(row)
    if not cells.is_missing(part := row.get("asked_part")):
        return f"all {now} {part}, {done}" if before == now else f"{part}, all {done}: {before}, then {now}"
    return f"all {now} {done}" if before == now else f"all {done}: {before}, then {now}"


def _told(counts: Rows) -> str:
    """Return how many shares rose and fell, and where more than two bodies came or left are higher and lower."""
    same = _both_ways([row for row in counts if not is_of_others(row)], "rose", "fell")
    others = _both_ways([row for row in counts if is_of_others(row)], "higher", "lower")
    among = f"where {_others_words(moved(counts))[-1]}, {others}" if others else ""
    return "; ".join(part for part in (same, among) if part)


def _rose_and_fell(counts: Rows) -> list[str]:
    """Return the same in short sentences: over nearly the same bodies, and where more than two came or left."""
    changed = moved(counts)
    others = [row for row in changed if is_of_others(row)]
    same = _both_ways([row for row in changed if not is_of_others(row)], "rose", "fell")
    if not others:
        return [f"Of these, {same}."] if same else []
    more, at_most, more_did, so, _ = _others_words(others)
    differ = f"{_both_ways(others, 'higher', 'lower', be=True)}{_furthest_from(others)}, {so}"
    if not same:
        return [f"In each, {more}: {differ}."]
    return [f"Where {at_most}, {same}.", f"Where {more_did}, {differ}."]


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
