"""Cards of what rose and fell: shares, published places and complete counts, each apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.card import TABLE_FOLLOWS, Card
from trends.cards.charts import Dumbbells
from trends.cards.source import shared_source
from trends.cards.table import Table
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.verdicts import WEAK, is_tested
from trends.subjects.movers.counts import counts_title, titled
from trends.subjects.movers.facts import MOVED, Movement, Rows, is_weak, moved, newest
from trends.subjects.movers.rows import before_figure, done_with, named_in, now_figure, of_whom, place
from trends.subjects.movers.tables import (
    change,
    change_range,
    counts_table,
    file,
    places_table,
    range_name,
    shares_table,
)
from trends.subjects.movers.words import headline, named_shares, places_named, places_title
from trends.words import grammar, numbers, pieces, widths
from trends.words.asked import INVENTORY

DRAWN = 6
DRAWN_PLACES = 3
LARGEST = 5
# A shorter scale would draw a step of one place as if it were a leap.
SHORTEST_LIST = 10
SHARES = ((0.0, "0%"), (100.0, "100%"))
TWO_DOTS = "Hollow dot: the edition before; full dot: this one"
TWO_UNTESTED = "Hollow dot: the edition before; diamond: this one, not tested"

_ORDER = (
    "Editions of the last four years stand before older ones, and questions that may headline a page before details of "
    "a survey; a detail is named in a title only where it is the one complete count there is."
)
_BEFORE_ROUNDING = "Changes are worked out from the figures as published, before rounding."


def shares_card(
    found: Movement,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
    most: int = DRAWN,
) -> Card | None:
    """Return the card of the shares that are up or down; where none is, of the largest differences, so marked.

    None where no comparison could be made.

    Args:
        found: what :func:`trends.subjects.movers.facts.movement` returned.
        filters: the shared filters as codes; the year is left aside, since both editions are behind the card.
        named: the shared filters as names, for the file.
        most: how many of them the chart shows.
    """
    if not found.made:
        return None
    rows, titled = found.moved or found.close[:LARGEST], named_shares(found)
    drawn = _first(rows, titled, most)
    subtitle = (
        "Shares that rose or fell since the comparable edition before, those of the last four years first"
        if found.moved
        else "The largest differences to the comparable edition before, none beyond chance"
    ) + f"{_period(rows)}{of_whom(titled if found.firm else [])}"
    about = [
        "Two editions are compared only where question, people asked, place and method are the same.",
        (
            "Range of the change: Newcombe (1998), at both bases. For random samples it is the 95% range, for all "
            f"others the {pieces.SELF_SELECTED_RANGE}."
        ),
        (
            "Where several changes are judged together, the range is adjusted: it is taken at the level at which the "
            "method of Holm (1979) judges that change. So it holds 0 exactly where the verdict is too close to call. "
            "Files hold the range of each change taken alone as well."
        ),
        *widths.width_words(rows),
        *_parts_asked(rows),
        (
            "A change can be up on the page of its own survey and too close to call here, since more are judged "
            "together here. Choose filters by what concerns you, not by what moved: a list picked afterwards holds "
            "more false changes."
        ),
        _ORDER,
        _BEFORE_ROUNDING,
        "Surveys ask different people different things, so their shares do not rank against each other.",
        *_cut(rows, drawn),
    ]
    return Card(
        key="shares",
        title=headline(found),
        subtitle=f"{subtitle}. {TWO_DOTS}.",
        foot=_foot(rows),
        alt=_alt("shares", drawn),
        chart=Dumbbells(_dumbbell_rows(drawn, titled), SHARES),
        about=about,
        behind=_behind(found.shares, filters),
        **_around(rows, drawn, shares_table(rows), named),
    )


def places_card(
    found: Movement,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
) -> Card | None:
    """Return the card of the climbs and falls in published lists; None where no list was published twice.

    The first arguments are those of :func:`shares_card`.
    """
    places = found.places
    if not places:
        return None
    changed = moved(places)
    rows = changed or places
    recent = newest(changed)
    titled = places_named(places)
    largest = [
        row for verdict in MOVED for row in _unsplit([row for row in recent if row["verdict"] == verdict], DRAWN_PLACES)
    ]
    drawn = [*largest, *(row for row in titled if not any(row is each for each in largest))]
    deepest = max([SHORTEST_LIST, *(row["before"] for row in drawn), *(row["value"] for row in drawn)])
    kept = len(places) - len(changed)
    about = [
        (
            "No shares stand behind published places, so no range can be given, nothing is tested and chance cannot be "
            f"ruled out: {pieces.UNTESTED} marks such a move."
        ),
        _ORDER,
        (
            "Only editions made in the same way are compared, and only items with a place in both; what entered or "
            "left a list is not counted. A place shared by several is marked joint."
        ),
        *(
            [f"{numbers.counted(kept, 'item')} kept {'its' if kept == 1 else 'their'} place."]
            if kept and changed
            else []
        ),
        *_cut(rows, drawn),
    ]
    return Card(
        key="places",
        title=places_title(places),
        subtitle=f"Places as published in two comparable editions{_period(rows)}; no range can be given"
        f"{of_whom(titled)}" + (f". {TWO_UNTESTED}; first place on the right." if drawn else ""),
        foot=_foot(rows),
        alt=_alt("places in published lists", drawn) if drawn else "",
        chart=Dumbbells(_dumbbell_rows(drawn, titled), ((deepest, numbers.place(deepest)), (1, numbers.place(1))))
        if drawn
        else None,
        about=about,
        behind=_behind(places, filters),
        **_around(rows, drawn, places_table(rows), named),
    )


def counts_card(
    found: Movement,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
) -> Card | None:
    """Return the card of the differences between complete counts; None where nothing was counted twice.

    The arguments are those of :func:`shares_card`.
    """
    counts = found.counts
    if not counts:
        return None
    named_first = titled(counts)
    seen = _first(counts, named_first, DRAWN)
    inventories = any(row["evidence"] == INVENTORY for row in counts)
    return Card(
        key="counts",
        title=counts_title(counts),
        subtitle=f"Shares of all {_whom_counted(counts)}, in two comparable editions{_period(counts)}"
        f"{of_whom(named_first)}. "
        f"{TWO_UNTESTED}.",
        foot=_foot(counts),
        alt=_alt("shares in complete counts", seen),
        chart=Dumbbells(_dumbbell_rows(seen, named_first), SHARES),
        about=[
            (
                "Both editions counted all there were, or had an answer of each, so there is no chance in the "
                "differences "
                f"and nothing to test: {pieces.UNTESTED} marks them."
            ),
            *(
                ["Where the number counted differs between the editions, who was counted is in the difference."]
                if any(row["base_before"] != row["base_n"] for row in counts)
                else []
            ),
            *_parts_asked(counts),
            _ORDER,
            _BEFORE_ROUNDING,
            *(["An inventory lists what was found; where more was looked for, more is found."] if inventories else []),
            *_cut(counts, seen),
        ],
        behind=_behind(counts, filters),
        **_around(counts, seen, counts_table(counts), named),
    )


def rest_card(
    rows: Rows,
    key: str,
    title: str,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
) -> Card:
    """Return the table of changes that are too close to call, or that cannot be told, as a card without a chart.

    Args:
        rows: ``close`` or ``untold`` of :func:`trends.subjects.movers.facts.movement`, not empty.
        key: name of the card on its page.
        title: the finding.
        filters: the shared filters as codes.
        named: the shared filters as names, for the file.
    """
    placed = any(row["measure"] == "rank" for row in rows)
    return Card(
        key=key,
        title=title,
        subtitle=f"{'Shares and places' if placed else 'Shares'} in two editions{_period(rows)}",
        foot=_foot(rows),
        behind=_behind(rows, filters),
        **_around(rows, (), shares_table(rows), named),
    )


def _first(rows: Rows, titled: Rows, most: int) -> Rows:
    """Return the first rows, ``most`` of them, in their order; those the title names are among them."""
    named = [any(row is each for each in titled) for row in rows]
    left = most - sum(named)
    kept = []
    for row, is_named in zip(rows, named, strict=True):
        if is_named or left > 0:
            kept.append(row)
            left -= not is_named
    return kept


def _unsplit(rows: Rows, most: int) -> Rows:
    """Return the first rows, about ``most`` of them: changes of one size are all in or all out."""
    sizes = [abs(row["change"]) for row in rows]
    kept = 0
    for size in sorted(set(sizes), reverse=True):
        longer = sum(one >= size for one in sizes)
        if kept and longer > most:
            break
        kept = longer
    # One size alone may be shared by more than a chart can hold; the table has them all.
    return sorted(rows, key=lambda row: -abs(row["change"]))[: min(kept, 2 * most)]


def _period(rows: Rows) -> str:
    return f", {numbers.years(min(row['year_before'] for row in rows), max(row['year'] for row in rows))}"


def _cut(rows: Rows, drawn: Rows) -> list[str]:
    return [f"The chart shows {len(drawn)} of {len(rows)}; the table has all."] if 0 < len(drawn) < len(rows) else []


def _dumbbell_rows(rows: Rows, titled: Rows) -> pd.DataFrame:
    """Return the rows as :class:`trends.cards.charts.Dumbbells` takes them.

    Args:
        rows: the changes.
        titled: those the title names, which stand out; whether a change was tested, the shape of a mark and words tell.
    """
    return pd.DataFrame(
        [
            {
                "label": row["item"],
                "note": f"{row['question_name']}. {place(row)}, {row['year_before']} and {row['year']}",
                "verdict": change(row) + (f" [{WEAK}]" if is_weak(row) else ""),
                "range": f"{range_name(row)} {change_range(row)}" if is_tested(row) else "",
                "before": row["before"],
                "now": row["value"],
                "before_text": numbers.of_measure(row["before"], row["measure"], tied=row["tied_before"]),
                "now_text": numbers.of_measure(row["value"], row["measure"], tied=row["tied"]),
                "strong": any(row is each for each in titled),
                "tested": is_tested(row),
                "weak": is_weak(row),
            }
            for row in rows
        ]
    )


def _alt(what: str, drawn: Rows) -> str:
    ends = [drawn[0], drawn[-1]] if len(drawn) > 1 else drawn

    def text(width: int) -> str:
        said = [f"{grammar.shortened(row['item'], width)} {before_figure(row)} to {now_figure(row)}" for row in ends]
        named = f"First: {'; last: '.join(said)}" if len(said) > 1 else said[0]
        return f"Dumbbell chart: {what}{_period(drawn)}. {named}. {TABLE_FOLLOWS}"

    return grammar.fitting(text)


def _foot(rows: Rows) -> str:
    kinds = list(dict.fromkeys(row["evidence_name"] for row in rows))
    # One kind of evidence has a badge of its own.
    said = [grammar.joined([kinds[0], *(kind.lower() for kind in kinds[1:])])] if len(kinds) > 1 else []
    return " · ".join([_bases(rows), *said, numbers.counted(len({row["survey"] for row in rows}), "survey")])


def _bases(rows: Rows) -> str:
    """Return the span of the bases, what was done with those they count, and in how many rows they are not known."""
    known = [[int(row[name]) for name in ("base_before", "base_n") if not cells.is_missing(row[name])] for row in rows]
    every = [base for bases in known for base in bases]
    bounded = sum(not known_of and _is_bounded(row) for row, known_of in zip(rows, known, strict=True))
    if not every:
        return "Bases published as bounds alone" if bounded == len(rows) else "Bases not published"
    low, high = min(every), max(every)
    done = grammar.joined(done_with(rows), "or")
    span = f"Base: {numbers.count(low) if low == high else f'{numbers.count(low)}–{numbers.count(high)}'} {done}"
    based, halves = sum(bool(bases) for bases in known), sum(len(bases) == 1 for bases in known)
    if halves == len(rows):
        return f"{span}, for one edition only"
    of_all = f" of {numbers.counted(len(rows), 'row')}"
    if based == len(rows):
        return f"{span}; in {numbers.count(halves)}{of_all} for one edition only" if halves else span
    some = f" ({numbers.count(halves)} of them for one edition only)" if halves else ""
    unknown = len(rows) - based - bounded
    said = [f"{span} in {numbers.count(based)}{of_all}{some}"]
    if bounded:
        said.append(f"as a bound alone in {_rest(bounded, unknown)}")
    if unknown:
        said.append(f"not published in {_rest(unknown, bounded)}")
    return "; ".join(said)


def _rest(number: int, others: int) -> str:
    """Return how many rows are left, by their number where there are others beside them."""
    if others:
        return numbers.count(number)
    return "the other" if number == 1 else "the others"


def _is_bounded(row: Row) -> bool:
    return any(pieces.base_number(row, edition) != numbers.MISSING for edition in ("_before", ""))


def _whom_counted(counts: Rows) -> str:
    """Return of whom complete counts are: of one part of those who answered where all are, else of all there are."""
    parts = {"" if cells.is_missing(row["asked_part"]) else str(row["asked_part"]) for row in counts}
    return (parts.pop() if len(parts) == 1 else "") or "that were counted or listed"


def _parts_asked(rows: Rows) -> list[str]:
    """Return of which questions a part of those who answered was asked or counted, and who that is."""
    parts = {row["question_name"]: row["asked_part"] for row in rows if not cells.is_missing(row["asked_part"])}
    return [f"{question}: of {part} alone, and of nobody else in the edition." for question, part in parts.items()]


def _around(rows: Rows, drawn: Rows, table: Table, named: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the fields that every card of changes makes of its rows in the same way.

    Kind of evidence and its reach are missing where the rows have several kinds.

    Args:
        rows: the rows of the card.
        drawn: those of its chart.
        table: the rows for reading.
        named: the shared filters as names, for the file.
    """
    kinds = {row["evidence"] for row in rows}
    reach = pieces.reach_words(rows[0]["evidence_definition"], rows[0]["evidence_limits"])
    return {
        "table": table,
        "shown": file(rows),
        "source": shared_source(rows, drawn),
        "symbols": table.symbols(),
        "file_words": named,
        "verdicts": frozenset(row["verdict"] for row in rows),
        # A title names items, and of which question and whom they are.
        "quoted": list(dict.fromkeys(name for row in rows for name in named_in(row))),
    } | ({"evidence": rows[0]["evidence_name"], "reach": reach} if len(kinds) == 1 else {})


def _behind(rows: Rows, filters: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, list[str]]]:
    """Return the table and filters that give every edition of the questions, whatever year was chosen."""
    kept = {field: list(codes) for field, codes in filters.items() if codes and field != "year"}
    return "findings", {**kept, "question": sorted({row["question"] for row in rows})}
