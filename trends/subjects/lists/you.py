"""Sentences on where a reader would stand in a list, and whom it asked of their place."""

from collections.abc import Mapping, Sequence

from trends.request.place import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.statistics import cells, verdicts
from trends.statistics.cells import Row
from trends.statistics.verdicts import REASON_ALONE, UNCHANGED, WEAK
from trends.subjects.lists.facts import ListFacts
from trends.subjects.you import WHOM, figure_words
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say


def against(rows: Sequence[Row], item: str, facts: ListFacts) -> Words:
    """Return how the reader's own slice stands against the rest on one item; empty where no slice is theirs.

    Args:
        rows: the slices of the item as :func:`trends.subjects.lists.facts.across_rows` returns them, with ``you``.
        item: the item.
        facts: the facts of the question in the slice shown.
    """
    own = next((row for row in rows if row["you"]), None)
    if own is None:
        return ""
    whom = WHOM[own["you"]]
    if own["you"] == YOUR_SECTOR:
        whom = f"{whom}, {grammar.the(str(own['country_name']))}"
    amid = f"among those {whom}" if own["you"] == YOU else whom
    if own["flag"] == WEAK:
        base = "" if cells.is_missing(own["base_n"]) else f", {numbers.count(own['base_n'])} of them"
        return f"Few {whom} answered on “{item}” in {own['year']}{base}: too few to set beside the rest."
    figure, without = numbers.of_measure(own["value"], facts.measure, tied=bool(own["tied"])), ""
    if facts.measure in {"percent", "count", "score"}:
        figure = figure_words(own, facts.measure)
        if cells.is_missing(own["base_n"]):
            figure, without = pieces.value_words(own, facts.measure), f" ({pieces.bound_words(own)})"
    said = say("**{}**: {} {}{}, {}", item, figure, amid, without, str(own["year"]))
    if facts.measure == "mentioned":
        return say("{}. Names without figures are not compared.", said)
    if facts.measure != "percent":
        return say("{}. Such figures have no range, so no verdict against the rest is given.", said)
    if own["reason"] == REASON_ALONE:
        return say("{}. Nothing of its kind was asked beside it.", said)
    if own["verdict"] == verdicts.CANNOT_TELL:
        return say("{}. One cannot tell whether that differs from the rest: {}.", said, own["reason"])
    rest = f"{numbers.share(own['rest_value'])} of {numbers.count(own['rest_base_n'])}"
    others = f"the other {own['rest_kind']}" if own["rest_groups"] > 1 else "the rest"
    size = numbers.size_of_measure(own["value"], own["rest_value"], "percent")
    stands = {
        verdicts.UP: f"{size} above {others} ({rest})",
        verdicts.DOWN: f"{size} below {others} ({rest})",
        UNCHANGED: f"the same as {others} ({rest})",
        verdicts.TOO_CLOSE: f"too close to {others} to call ({rest})",
    }[own["verdict"]]
    return say("{}, {}.", said, stands)


def asked_whom(me: Self, asked: Row, facts: ListFacts) -> str:
    """Return whether a list was asked of the reader's country and sector, or of whom else.

    Args:
        me: the reader's place.
        asked: the slice of the list, with ``country``, ``sector``, ``region`` and ``body_size``.
        facts: the facts of the list.
    """
    if not me:
        return ""
    relation, sector = me.near(asked), grammar.lower_first(facts.sector)
    if relation == YOU:
        return "This list was asked in your country and sector."
    if relation == YOUR_COUNTRY:
        return f"This list was asked in your country{', but in another sector' if me.sector else ''}: {sector}."
    if relation == YOUR_SECTOR:
        return (
            f"This list was asked in your sector{', but elsewhere' if me.country else ''}: {grammar.the(facts.place)}."
        )
    return f"This list is not yours: it was asked in {grammar.the(facts.place)}, {sector}."


def named(facts: ListFacts, own: Sequence[str]) -> Words:
    """Return what the reader named beside what others named, weak figures and answers such as “other” left aside.

    Args:
        facts: the facts of a list of shares, places or names.
        own: the items the reader named; those that are not in the list are left out.
    """
    mine = [row for row in facts.rows if row["item"] in own]
    if not mine:
        return ""
    said = f"You name {numbers.count(len(mine))} of {numbers.count(len(facts.rows))}"
    told = [row for row in facts.rows if row["flag"] != WEAK and not row["residual"]]
    if facts.measure not in {"percent", "rank"} or not told:
        return f"{said}. Nothing more can be said: {_no_order(facts)}."
    best = told[0]
    first = next((row for row in told if row["item"] in own), None)
    left = next((row for row in told if row["item"] not in own), None)
    most = {"percent": "most named", "rank": "highest"}[facts.measure]
    parts: list[Words] = [f"{said} ({_edition(facts)})"]
    if first is not None:
        ties = [row for row in told if row["value"] == best["value"]]
        level = f", {'together with others ' if len(ties) > 1 else ''}{_of_all(facts)}" if first in ties else ""
        parts.append(say("of these, **{}** is {} ({}{})", first["item"], most, _short(first, facts.measure), level))
    if left is not None:
        parts.append(say("the {} you leave out is **{}** ({})", most, left["item"], _short(left, facts.measure)))
    return grammar.listed(parts, "; ") + "."


def numbered(facts: ListFacts, own: Mapping[str, float]) -> Words:
    """Return the reader's own numbers beside those published; a difference of such figures has no verdict.

    Args:
        facts: the facts of a list of numbers or scores.
        own: the reader's number by item; items that are not in the list are left out.
    """
    said = []
    for row in facts.rows:
        if row["item"] not in own or row["flag"] == WEAK:
            continue
        number = own[str(row["item"])]
        size = numbers.size_of_measure(number, row["value"], facts.measure)
        stands = f"{size} {'above' if number > row['value'] else 'below'}"
        stands = "the same as" if number == row["value"] else stands
        mine, theirs = numbers.of_measure(number, facts.measure), numbers.of_measure(row["value"], facts.measure)
        said.append(say("**{}**: {}, {} the {} published", row["item"], mine, stands, theirs))
    if not said:
        return ""
    told = grammar.listed(said, "; ")
    return say("You enter {} ({}). Such figures have no range, so no verdict is given.", told, _edition(facts))


def _short(row: Row, measure: str) -> str:
    return numbers.of_measure(row["value"], measure, tied=bool(row["tied"]))


def _edition(facts: ListFacts) -> str:
    return f"{facts.year}; {grammar.lower_first(facts.base)}" if facts.measure != "rank" else str(facts.year)


def _of_all(facts: ListFacts) -> str:
    return "the most of all" if facts.measure == "percent" else "the highest of all"


def _no_order(facts: ListFacts) -> str:
    return "few answered" if facts.measure in {"percent", "rank"} else "names without figures have no order"
