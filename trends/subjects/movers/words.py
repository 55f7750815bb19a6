"""What rose and fell in sentences: what moved beyond chance, how far chance goes, and what cannot be told."""

from collections.abc import Sequence
from typing import overload

from trends.request.place import Self
from trends.statistics import cells, verdicts
from trends.statistics.cells import Row
from trends.statistics.methods import SIGNIFICANCE
from trends.subjects.contents import KeyFigure
from trends.subjects.movers.facts import MOVED, Movement, Rows, firm, is_weak, moved
from trends.subjects.you import WHOSE, are, nearest_relation
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say, strong

MOVES_TOLD = 2

PAIR = 2
CHANCE = round(1 / SIGNIFICANCE)


def answer(found: Movement) -> Words:
    """Return what rose and fell in two sentences; a weak figure is never named."""
    return grammar.sentences([_shares_sentence(found), _second_sentence(found)])


def _shares_sentence(found: Movement) -> Words:
    if not found.shares:
        return ""
    if not found.made:
        untold = len(found.untold)
        lacking = f"each of the {numbers.count(untold)} changes" if untold > 1 else "the one change there is"
        return say("**Whether a share moved cannot be told:** {} lacks a published base.", lacking)
    if not found.firm:
        return say("**{}.**", headline(found))
    named = [say("**{}** {} {} ({})", row["item"], verb(row), course(row), whose(row)) for row in _leading(found.firm)]
    weak = sum(is_weak(row) for row in found.moved)
    few = f", {numbers.count(weak)} of them where few answered" if weak else ""
    return say("**{}{}:** {}.", _beyond_chance(found), few, grammar.listed(named, "; "))


def headline(found: Movement) -> str:
    """Return the finding on shares, without a full stop; a weak figure is never named."""
    made = found.made
    if not found.moved:
        if made == 1:
            return "Nothing moved beyond chance: the one comparison is too close to call"
        every = "both" if made == PAIR else "all"
        return f"Nothing moved beyond chance: {numbers.count(made)} comparisons, {every} too close to call"
    if not found.firm:
        return f"Nothing firm moved: {_beyond_chance(found)}, where few answered or said «other»"
    named = [
        f"{row['item']} {verb(row)} {numbers.size_in_points(row['change'])} to {now_figure(row)} in {row['year']}"
        for row in _leading(found.firm)
    ]
    return f"{_beyond_chance(found)}: {'; '.join(named)}"


def _beyond_chance(found: Movement) -> str:
    number = len(found.moved)
    changes = numbers.counted(found.made, "change")
    return f"{numbers.count(number)} of {changes} {'is' if number == 1 else 'are'} beyond chance"


def _leading(rows: Rows) -> Rows:
    """Return the largest rise and the largest fall, as far as there are any, the larger first."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["verdict"], row)
    return list(first.values())


def _second_sentence(found: Movement) -> Words:
    if found.places:
        return places_sentence(found.places)
    if found.untold and found.made:
        return f"{untold_words(found)}."
    if not found.counts:
        return ""
    differing = moved(found.counts)
    if named := firm(differing):
        first = named[0]
        item, done = first["item"], verb(first)
        return say("In complete counts **{}** {} most, {} ({}).", item, done, course(first), whose(first))
    return f"{differ_words(len(differing), len(found.counts))}."


def places_sentence(places: Rows) -> Words:
    """Return the largest climb and the largest fall among published places; all that share the largest are named.

    Args:
        places: ``places`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    parts: list[Words] = []
    owners: list[str] = []
    for verdict, done in zip(MOVED, ("climbed", "fell"), strict=True):
        these = [row for row in places if row["verdict"] == verdict]
        most = _largest(these)
        if len(most) == 1:
            row = most[0]
            done_most = f"{done} most" if len(these) > 1 else done
            parts.append(say("**{}** {}, {}", row["item"], done_most, course(row)))
            owners.append(whose(row))
        elif most:
            named = _together([strong(row["item"]) for row in most])
            parts.append(say("{} {} most, by {} each", named, done, pieces.places_moved(most[0]["change"])))
            owners.append("")
    if not parts:
        return f"{places_title(places)}."
    # Both of one list: it is named once.
    if len(set(owners)) == 1:
        owners = [""] * (len(owners) - 1) + owners[-1:]
    said = [say("{} ({})", part, name) if name else part for part, name in zip(parts, owners, strict=True)]
    published = numbers.counted(len(places), "place published twice", "places published twice")
    return say("Of {}, {}.", published, grammar.listed(said, "; "))


def places_title(places: Rows) -> str:
    """Return the largest climb and the largest fall, without a full stop.

    Args:
        places: ``places`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    parts: list[str] = []
    for verdict, name in zip(MOVED, ("climb", "fall"), strict=True):
        most = _largest([row for row in places if row["verdict"] == verdict])
        largest = f"{'largest' if parts else 'Largest'} {name}"
        if len(most) == 1:
            row = most[0]
            parts.append(f"{largest}: {row['item']}, from {before_figure(row)} to {now_figure(row)} in {row['year']}")
        elif most:
            named = _together([f"«{row['item']}»" for row in most])
            parts.append(f"{largest}: {named}, {pieces.places_moved(most[0]['change'])} each")
    if parts:
        return "; ".join(parts)
    if len(places) == 1:
        return "The one place published twice stayed the same"
    return f"No place changed: all {numbers.count(len(places))} stayed the same"


def _largest(rows: Rows) -> Rows:
    """Return the rows with the largest change; several where it is shared."""
    largest = max((abs(row["change"]) for row in rows), default=0)
    return [row for row in rows if abs(row["change"]) == largest]


@overload
def _together(named: Sequence[str]) -> str: ...
@overload
def _together(named: Sequence[Words]) -> Words: ...
def _together(named: Sequence[Words]) -> Words:
    """Return several items in words; each is set apart already, since an item may hold an «and» of its own."""
    more = len(named) - grammar.LISTED_NAMES
    return grammar.joined([*named[: grammar.LISTED_NAMES], f"{numbers.count(more)} more"] if more > 0 else named)


def chance_words(found: Movement) -> Words:
    """Return how many comparisons were made, how many would look real by chance alone, and what was done about it."""
    made = found.made
    if not made:
        return ""
    alone = sum(row["verdict_alone"] in MOVED for row in found.shares)
    if made == 1:
        return say(
            "**1 comparison was made**, so there was nothing to adjust for. Had nothing changed, it would look real "
            "by chance 1 time in {}.",
            CHANCE,
        )
    together, expected = len(found.moved), numbers.count(made / CHANCE)
    by_chance = "fewer than one" if expected == "0" else f"about {expected}"
    return say(
        "**{} comparisons were made.** Had nothing changed at all, chance would make {} of them look real. So the more "
        "there are, the stricter the test that each has to pass (Holm). Here {} {}; judged alone, {} would. At most 1 "
        "in {} of such lists holds even one false change.",
        numbers.count(made),
        by_chance,
        _some(together),
        "does" if together == 1 else "do",
        _some(alone),
        CHANCE,
    )


def _some(number: int) -> str:
    return numbers.count(number) if number else "none"


def absent_words(found: Movement) -> str:
    """Return which kinds of figure the filters do not select in two comparable editions; empty where all are there."""
    absent = [
        name
        for rows, name in (
            (found.shares, "no share of those who answered"),
            (found.places, "no list of places"),
            (found.counts, "no complete count"),
        )
        if not rows
    ]
    said = grammar.joined(absent)
    return f"{grammar.capitalised(said)} was published twice in the same way here." if absent else ""


def close_words(found: Movement) -> str:
    """Return how many comparisons are too close to call."""
    number = len(found.close)
    return f"{numbers.counted(number, 'comparison')} {'is' if number == 1 else 'are'} too close to call"


def untold_words(found: Movement) -> str:
    """Return how many changes cannot be told, and why."""
    return f"{numbers.counted(len(found.untold), 'change')} cannot be told: a base was not published"


def key_figures(found: Movement) -> list[KeyFigure]:
    """Return the counts behind the verdicts: label, number, and what it is counted on."""
    return [
        ("Comparisons made", numbers.count(found.made), "shares with both bases published"),
        ("Beyond chance", numbers.count(len(found.moved)), "after adjusting for all of them"),
        ("Too close to call", numbers.count(len(found.close)), "could be chance"),
        ("Cannot be told", numbers.count(len(found.untold)), "a base was not published"),
    ]


def verb(row: Row) -> str:
    """Return «rose» or «fell» for a row that is up or down."""
    return "rose" if row["verdict"] == verdicts.UP else "fell"


def course(row: Row) -> str:
    """Return both figures with their years, as in «from 30% in 2022 to 45% in 2024»."""
    return f"from {before_figure(row)} in {row['year_before']} to {now_figure(row)} in {row['year']}"


def before_figure(row: Row) -> str:
    """Return the figure of the edition before in words."""
    return pieces.before_words(row, row["measure"])


def now_figure(row: Row) -> str:
    """Return the figure of this edition in words."""
    return pieces.value_words(row, row["measure"])


def whose(row: Row) -> str:
    """Return what was asked and of whom: the question, and the country, region and kind of body."""
    return f"{row['question_name']}, {place(row)}"


def place(row: Row) -> str:
    """Return whose figure it is: country, region and kind of body."""
    return ", ".join(
        str(row[part]) for part in ("country_name", "region", "body_size") if not cells.is_missing(row[part])
    )


def differ_words(changed: int, counts: int) -> str:
    """Return how many complete counts differ, without a full stop."""
    if not changed:
        return "Nothing differs between two complete counts"
    if changed == counts:
        return f"All {numbers.count(counts)} complete counts differ" if counts > 1 else "The one complete count differs"
    whole = numbers.counted(counts, "complete count")
    return f"{numbers.count(changed)} of {whole} {'differs' if changed == 1 else 'differ'}"


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
            for verdict, word in ((verdicts.TOO_CLOSE, "too close to call"), (verdicts.CANNOT_TELL, "cannot be told"))
            if verdict in told
        ]
        return f"{said}: none moved{f' ({grammar.joined(rest)})' if rest else ''}."
    named = [
        say("**{}** {} {} ({}{})", row["item"], verb(row), course(row), row["survey_name"], _bases(row))
        for row in firm(changed)[:MOVES_TOLD]
    ]
    told_of = grammar.listed(named, "; ")
    if len(named) == len(changed):
        return say("{}; {}.", said, told_of)
    if not named:
        return f"{said}: {numbers.count(len(changed))} moved."
    return say("{}: {} moved, among them {}.", said, numbers.count(len(changed)), told_of)


def _bases(row: Row) -> str:
    bases = [numbers.count(row[name]) for name in ("base_before", "base_n") if not cells.is_missing(row[name])]
    return f", base {grammar.joined(list(dict.fromkeys(bases)))}" if bases else ""
