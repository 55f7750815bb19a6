"""Sentences on a question in one slice: its title, answer, key figures, alternative text, foot and method."""

import re
from collections.abc import Collection, Sequence

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.verdicts import (
    CANNOT_TELL,
    DOWN,
    REASON_NOT_READ,
    TOO_CLOSE,
    UNCHANGED,
    UP,
    WEAK,
    not_a_panel,
)
from trends.subjects.lists import succession, whose
from trends.subjects.lists.facts import ListFacts
from trends.words import numbers
from trends.words.grammar import (
    LISTED_NAMES,
    fitting,
    joined,
    lower_first,
    named_in,
    sentences,
    shortened,
    some_of,
)
from trends.words.pieces import (
    answered_words,
    base_mark,
    base_of,
    before_words,
    change_mark,
    gathered_words,
    moved_words,
    places_moved,
    range_name,
    unit_words,
    value_words,
)
from trends.words.text import Words, say, strong

NAMED_KINDS = frozenset({"priority", "concern", "opportunity"})
FIRST_PLACE = "First place"
HIGHEST_READ = "Highest place read"
# Letters that a name in a menu has for who answered.
LONGEST_WHOM = 60
_EDITION = re.compile(r", \d{4} · [^·]*$")


def question(kind: str, group: str = "") -> str:
    """Return the question of the page of a kind of list; leaders stand in it only where leaders answered.

    Args:
        kind: code of the kind of question.
        group: code of the group that answered; empty where no list is shown.
    """
    whom = {"digital_leaders": "digital leaders", "body_leaders": "leaders of public bodies"}.get(group, "those asked")
    return f"What do {whom} put first?" if kind == "priority" else f"What worries {whom}?"


def menu_name(row: Row, slices: int) -> str:
    """Return the name by which readers choose a question, as in “Barriers · Leaders of councils, 2021 · 162 answered”.

    Args:
        row: of ``queries/lists/question_list.sql``.
        slices: in how many places, sectors or kinds of body it was asked.
    """
    whom = shortened(str(row["respondents"]), LONGEST_WHOM)
    told = answered_words(row) if slices == 1 else f"{numbers.count(slices)} parts"
    return f"{row['question_name']} · {whom}, {row['last_year']} · {told}"


def menu_stem(name: str) -> str:
    """Return what stays of the name of a question when a newer edition comes: all before its year and base."""
    return _EDITION.sub("", name).strip()


def title(facts: ListFacts) -> str:
    """Return the finding in about ten words; a weak figure is never headlined, nor is a detail of a survey.

    What is a part of those who were asked is named in it, as in “Most named (England): Funding, 73%”.
    """
    return facts.question if facts.detail else whose.in_title(_finding(facts), facts)


def _finding(facts: ListFacts) -> str:
    if facts.measure == "mentioned":
        named = [str(row["item"]) for row in facts.rows]
        return f"Named: {named[0]}" if len(named) == 1 else f"Named, in no order: {some_of(named)}"
    core = _core(facts)
    firm = [row for row in core if row["flag"] != WEAK]
    if not firm:
        return f"Few answered: read “{facts.question}” with care"
    if len(core) == 1:
        return _title_of_one(facts, firm[0])
    if facts.succession:
        return succession.title(facts.succession)
    return _title_of_places(core) if facts.measure == "rank" else _title_of_figures(facts, firm)


def strong_items(facts: ListFacts, own: Collection[str] = ()) -> list[str]:
    """Return the items a chart colours: the reader's own, or without any those that the title names.

    Args:
        facts: the list.
        own: the items the reader named; those of other lists are left out.

    Returns:
        Items in the order of the list; none where the title names none.
    """
    items = [str(row["item"]) for row in facts.rows]
    if mine := [item for item in items if item in own]:
        return mine
    if facts.detail or facts.measure == "mentioned":
        return []
    firm = [str(row["item"]) for row in _core(facts) if row["flag"] != WEAK]
    told = named_in(title(facts), items)
    return [item for item in firm if item in told]


def subtitle(facts: ListFacts) -> str:
    """Return measure, who answered, place and period."""
    unit = unit_words(facts.rows[0])
    measured = {
        "percent": f"Share of those {'who answered' if unit == 'answered' else unit}",
        "rank": "Place in the list",
        "mentioned": "Named, without figures; the order means nothing",
        "count": "Number",
        "score": "Score",
    }[facts.measure]
    beside = "beside" if not_a_panel(facts.evidence) else "compared with"
    period = f"{facts.year}" if facts.year_before is None else f"{facts.year}, {beside} {facts.year_before}"
    question = facts.question if facts.question.endswith(("?", "!", ".")) else f"{facts.question}."
    place = whose.place(facts) if facts.part_of_several else facts.place
    where = f"{place}, {facts.sector[:1].lower()}{facts.sector[1:]}"
    gathered = gathered_words(facts.gathered, facts.evidence)
    return f"{question} {measured} · {facts.respondents} · {where} · {period}{gathered}"


def answer(facts: ListFacts, among: Words = "") -> Words:
    """Return what leads the list, and how many figures changed since the edition before, by verdict.

    Items without figures have no order, so nothing leads there; of a list of weak figures alone it says that few
    answered. A detail of a survey is named as one, without its figures.

    Args:
        facts: the list.
        among: what the lists of all surveys say, where this one is shown as an example of them; it comes first unless
            the list shown has a new leader.
    """
    if facts.detail:
        return _detail_words(facts)
    if facts.succession:
        return sentences([succession.words(facts.succession, whose.of_whom(facts)), among, _changes_told(facts)])
    return sentences([among, _leading_words(facts, "In the list shown, " if among else ""), _changes_told(facts)])


def key_figures(facts: ListFacts) -> list[tuple[str, str, str]]:
    """Return at most three figures: what leads the list, what rose most and what fell most.

    Where nothing rose or fell, the second one says how many changes are too close to call. Figures that are weak,
    or were before, are left out, and so is a detail of a survey.

    Returns:
        Label, number, and what it is: the item, its year, its base, who answered and where. In a list of places, whose
        number says nothing that the label does not, the item stands in place of the number, and its place beneath.
    """
    firm = [row for row in _core(facts) if row["flag"] != WEAK]
    if facts.detail or facts.measure == "mentioned" or not firm:
        return []
    first = firm[0]
    base = "" if facts.measure == "count" and cells.is_missing(first["base_n"]) else f", {base_of(first)}"
    figures = [_leading_figure(facts, first, f"{facts.year}{base}")]
    # What left a list of places, or was not read of it, may have moved further.
    most_word = " most" if facts.measure != "rank" or _all_read(facts.rows) else ""
    placed = facts.measure == "rank"
    for verdict, label in ((UP, "Moved up" if placed else "Rose"), (DOWN, "Moved down" if placed else "Fell")):
        if moved := [row for row in firm if row["verdict"] == verdict and row["flag_before"] != WEAK]:
            # Of equal changes the higher item's is told; floating-point error must not decide.
            most = max(moved, key=lambda row: round(abs(row["change"]), 6))
            since = f"from {before_words(most, facts.measure)} in {facts.year_before}"
            figure, before = most["value"], most["before"]
            size = numbers.difference_of_measure(figure, before, facts.measure) if not placed else ""
            moved_by = f"{change_mark(most)} {size or places_moved(most['change'])}"
            figures.append(
                (f"{label}{most_word}", str(most["item"]), f"{moved_by}, {since}")
                if placed
                else (f"{label}{most_word}", moved_by, f"{most['item']}, {since}")
            )
    close = [row for row in facts.rows if row["verdict"] == TOO_CLOSE]
    if len(figures) == 1 and close:
        compared = [row for row in facts.rows if row["verdict"] != CANNOT_TELL]
        basis = f"changes since {facts.year_before} that could be chance"
        figures.append(("Too close to call", f"{len(close)} of {len(compared)}", basis))
    return [(label, number, f"{basis}; {whose.answered(facts)}") for label, number, basis in figures]


def _leading_figure(facts: ListFacts, first: Row, when: str) -> tuple[str, str, str]:
    if facts.measure != "rank":
        item = asked_item(facts, str(first["item"])).rstrip(",:")
        return _lead_word(facts, first), value_words(first, facts.measure), f"{item}; {when}"
    place = value_words(first, "rank")
    moved = first["verdict"] in {UP, DOWN} and first["flag_before"] != WEAK
    was = f", was {before_words(first, 'rank')}" if moved else ""
    return _lead_word(facts, first), str(first["item"]), f"{place}{was}; {when}"


def alt(facts: ListFacts, chart: str, first_year: int | None = None) -> str:
    """Return the alternative text of a chart of the list: kind, what, where, when, and the ends.

    Args:
        facts: the list.
        chart: kind of chart, as in “Bar chart”.
        first_year: the first year a chart over time shows.
    """
    core = _core(facts)
    first, last = core[0], core[-1]
    top, bottom = ("Top", "bottom") if facts.measure == "rank" else ("Highest", "lowest")
    values = [value_words(row, facts.measure) for row in (first, last)]
    when = str(facts.year) if first_year in {None, facts.year} else f"{first_year} to {facts.year}"

    def text(width: int) -> str:
        begin = f"{chart}: {shortened(facts.question, width + 10)}, {shortened(facts.place, 24)}, {when}."
        if len(core) == 1:
            return f"{begin} {shortened(first['item'], width)}: {values[0]}. Table follows."
        return (
            f"{begin} {top}: {shortened(first['item'], width)} {values[0]}; "
            f"{bottom}: {shortened(last['item'], width)} {values[1]}. Table follows."
        )

    return fitting(text)


def foot(facts: ListFacts) -> str:
    """Return what stands under a chart: base, kind of evidence, what a whisker means, survey and year."""
    whisker = [f"Whisker: {range_name(facts.evidence)}"] if facts.has_ranges else []
    said = [facts.base, facts.evidence_name, *whisker, facts.edition, facts.rounding]
    return " · ".join(part for part in said if part)


def _core(facts: ListFacts) -> Sequence[Row]:
    """Return the rows without answers such as “other”, unless there is nothing else."""
    return [row for row in facts.rows if not row["residual"]] or facts.rows


def _leading_words(facts: ListFacts, before: str = "") -> Words:
    firm = [row for row in _core(facts) if row["flag"] != WEAK]
    if facts.measure == "mentioned":
        named, order = [strong(str(row["item"])) for row in facts.rows], ", in no order" if len(facts.rows) > 1 else ""
        return say("{}{}: {} ({}).", facts.question, order, some_of(named), whose.of_whom(facts))
    if not firm:
        return say("Few answered “{}” ({}).", facts.question, whose.of_whom(facts))
    # No verb between item and number: items are single and plural alike.
    said = joined([say("{} **{}**", row["item"], value_words(row, facts.measure)) for row in firm[:LISTED_NAMES]])
    if len(_core(facts)) == 1:
        told = say("{} **{}**", asked_item(facts, str(firm[0]["item"])), value_words(firm[0], facts.measure))
        return say("{} ({}).", told, whose.of_whom(facts))
    lead = _lead_word(facts, firm[0])
    lead = {FIRST_PLACE: "At the top", HIGHEST_READ: "Highest places read"}.get(lead, lead)
    lead = before + lower_first(lead) if before else lead
    return say("{}: {} ({}).", lead, said, whose.of_whom(facts))


def _detail_words(facts: ListFacts) -> Words:
    """Return what is shown, without any figure of it: a figure in an answer would be read as the answer."""
    points = "A point" if len(facts.rows) == 1 else "Points"
    told = f"{f'{points} of a scale' if facts.of_scale else 'A detail of a survey'}, which cannot answer this by itself"
    return say("{}: **{}** ({}).", told, facts.question.rstrip("."), whose.of_whom(facts))


def _lead_word(facts: ListFacts, first: Row) -> str:
    """Return what the leading one of the firm figures is, in words."""
    if facts.measure == "rank":
        return FIRST_PLACE if first["value"] == 1 else HIGHEST_READ
    if first is not _core(facts)[0]:
        return "Weak figures stand first; the highest firm one"
    return "Most named" if facts.kind in NAMED_KINDS and facts.measure == "percent" else "Highest"


def _changes_told(facts: ListFacts) -> str:
    told = [row["verdict"] for row in facts.rows]
    if facts.year_before is None or facts.measure == "mentioned":
        return ""
    reasons = joined(list(dict.fromkeys(str(row["reason"]) for row in facts.rows if row["verdict"] == CANNOT_TELL)))
    if set(told) == {CANNOT_TELL}:
        return f"One cannot tell whether anything changed since {facts.year_before}: {reasons}."
    if len(told) == 1:
        # The title says it.
        return ""
    moved = "moved " if facts.measure == "rank" else ""
    said = [
        f"{told.count(verdict)} {word}"
        for verdict, word in (
            (UP, f"{moved}up"),
            (DOWN, f"{moved}down"),
            (UNCHANGED, "unchanged"),
            (TOO_CLOSE, "too close to call"),
            (CANNOT_TELL, f"cannot tell ({reasons})"),
        )
        if verdict in told
    ]
    return f"Of {len(told)} figures, {facts.year} against {facts.year_before}: {joined(said)}."


def asked_item(facts: ListFacts, item: str) -> str:
    """Return an item with its question, as in “Change of the budget: Lower,”, where it would mean nothing without.

    That is where a question has a single answer: others that stand in a list with it tell what it is. It ends with
    the sign before its figure.
    """
    if len(_core(facts)) > 1:
        return f"{item}:"
    asked = facts.question.rstrip("?.!")
    if named_in(asked.casefold(), [item.casefold()]):
        return f"{asked}:"
    return f"{asked}: {item},"


def _title_of_one(facts: ListFacts, row: Row) -> str:
    said = f"{asked_item(facts, str(row['item']))} {value_words(row, facts.measure)}{base_mark(row)}"
    if row["flag_before"] == WEAK or row["verdict"] == CANNOT_TELL:
        return said
    since = facts.year_before
    if row["verdict"] == UNCHANGED:
        return f"{said}, the same as in {since}"
    if row["verdict"] == TOO_CLOSE:
        return f"{said}; change since {since} too close to call"
    if facts.measure == "rank":
        return f"{said}, {moved_words(row)} from {numbers.place(row['before'])}"
    return f"{said}; {_verb(row)} {_size(row, facts.measure)} since {since}"


def _title_of_places(rows: Sequence[Row]) -> str:
    # No verb between item and number: items are single and plural alike.
    first = rows[0]
    leading = [str(row["item"]) for row in rows if row["value"] == first["value"]]
    sole = len(leading) == 1
    if first["value"] != 1:
        said = f"{HIGHEST_READ}: {some_of(leading)}, {value_words(first, 'rank')}"
    elif sole:
        # Not “again”, and not “since”: what stood first between the two editions is not known here.
        stood = first["before"] == 1 and first["verdict"] != CANNOT_TELL
        as_before = f", as in {first['year_before']}" if stood else ""
        said = f"First place{as_before}: {leading[0]}"
    else:
        said = f"First together: {some_of(leading)}"
    moved = [row for row in rows if row["verdict"] == UP] or [row for row in rows if row["verdict"] == DOWN]
    if not moved:
        return said
    size = max(abs(row["change"]) for row in moved)
    most = [row for row in moved if abs(row["change"]) == size]
    word = moved_words(moved[0])
    if moved[0]["verdict"] == UP and sole and first["item"] in {row["item"] for row in most}:
        return f"{said}, {word} from {numbers.place(first['before'])}"
    # What was not read may have moved further.
    word = f"{word} most" if _all_read(rows) else word
    if len(most) == 1:
        return (
            f"{said}; {word}: {most[0]['item']}, from {before_words(most[0], 'rank')} to {value_words(most[0], 'rank')}"
        )
    return f"{said}; {word}: {some_of([str(row['item']) for row in most])}, {places_moved(size)} each"


def _title_of_figures(facts: ListFacts, firm: Sequence[Row]) -> str:
    first = firm[0]
    leading = [str(row["item"]) for row in firm if row["value"] == first["value"]]
    lead_word = _lead_word(facts, first)
    shown, mark = numbers.of_measure(first["value"], facts.measure), base_mark(first)
    sole = len(leading) == 1
    said = f"{lead_word}: {leading[0]}, {shown}" if sole else f"{lead_word} together: {some_of(leading)}, {shown} each"
    said += mark
    moved = [row for row in firm if row["verdict"] in {UP, DOWN} and row["flag_before"] != WEAK]
    if moved:
        # Of equal changes the leading item's is told; floating-point error must not decide.
        most = max(moved, key=lambda row: round(abs(row["change"]), 6))
        if sole and most["item"] == first["item"]:
            return f"{said}, {'up' if most['verdict'] == UP else 'down'} {_size(most, facts.measure)}"
        return f"{said}; {most['item']} {_verb(most)} {_size(most, facts.measure)}"
    told = {row["verdict"] for row in facts.rows} - {CANNOT_TELL}
    if told == {TOO_CLOSE}:
        return f"{said}; no change large enough to call"
    return f"{said}; every figure as in {facts.year_before}" if told == {UNCHANGED} and _all_told(facts) else said


def _all_read(rows: Sequence[Row]) -> bool:
    """Say whether a list of places was read to its end, in this edition and the one before."""
    return all(row["list_complete"] and row["reason"] != REASON_NOT_READ for row in rows)


def _all_told(facts: ListFacts) -> bool:
    return all(row["verdict"] != CANNOT_TELL for row in facts.rows)


def _verb(row: Row) -> str:
    return "rose" if row["verdict"] == UP else "fell"


def _size(row: Row, measure: str) -> str:
    return numbers.size_of_measure(row["value"], row["before"], measure)
