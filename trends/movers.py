"""What rose and fell between two comparable editions: verdicts over a whole list at once, and the words for them.

Whoever looks at many changes finds some that look real by chance. So all shares the filters select are judged as one
list (Holm 1979); complete counts, which have no chance in them, and published places, which have no shares behind them,
stand apart.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trends import numbers, statistics, words
from trends.cards import Card, shared_source
from trends.changes import COMPLETE_COUNTS, UNCHANGED, WEAK, is_residual, share_ranges
from trends.figures.dumbbell import dumbbells
from trends.palette import Palette
from trends.statistics import SIGNIFICANCE, WEAK_BASE
from trends.words import Row

Rows: TypeAlias = Sequence[Row]

DRAWN = 6
DRAWN_PLACES = 3
LARGEST = 5
PAIR = 2
# A shorter scale would draw a step of one place as if it were a leap.
SHORTEST_LIST = 10
CHANCE = round(1 / SIGNIFICANCE)
SHARES = ((0.0, "0%"), (100.0, "100%"))
TOTALS = "Whole countries"
PARTS = "Parts of countries"
TWO_DOTS = "Hollow dot: the edition before; full dot: this one"

_BEFORE_ROUNDING = "Changes are worked out from the figures as published, before rounding."
_NO_RANGE = dict.fromkeys(
    ("low", "high", "low_before", "high_before", "change_low", "change_high", "p_value", "p_adjusted"), math.nan
)
# How many answered, and how many could have.
_NOW, _BEFORE = ("base_n", "population"), ("base_before", "population_before")
_WHOLE = ("year_before", *_BEFORE, "year", *_NOW)
_MOVED = (words.UP, words.DOWN)
_FILE_COLUMNS = [
    "survey_name", "publisher", "respondents", "evidence_name", "question_name", "kind_name", "measure", "unit",
    "method", "country_name", "region", "sector_name", "body_size", "item", "theme_name",
    "year_before", "before", "tied_before", "base_before", "population_before", "low_before", "high_before",
    "flag_before", "year", "value", "tied", "base_n", "population", "low", "high", "flag",
    "change", "change_low", "change_high", "p_value", "p_adjusted", "compared", "verdict", "verdict_alone", "reason",
    "note", "source_name", "source_url", "source_url_before", "licence",
]  # fmt: skip


# Compared by identity, so that what was made of it can be kept beside it.
@dataclass(frozen=True, eq=False)
class Movement:
    """The changes the filters select, most moved first: one row per item of a question in a slice in each list.

    ``shares`` of respondents, ``counts`` (shares of complete counts) and ``places`` as published. Fields of a row: the
    columns of ``queries/comparable_pairs.sql`` with ``change`` (points; places, where positive is a climb),
    ``change_low`` and ``change_high`` (its 95 % range), ``low``, ``high`` and ``flag`` («u» for weak), the same with
    ``_before``, ``p_value``, ``p_adjusted`` (Holm), ``compared`` (how many were judged together), ``verdict``,
    ``verdict_alone`` (had it been the only one) and ``reason`` (why one cannot tell). What does not apply is missing.
    All of them carry the finite population correction where ``population`` is known.
    """

    shares: Rows
    counts: Rows
    places: Rows

    @property
    def made(self) -> int:
        """How many comparisons of shares could be made."""
        return len(self.shares) - len(self.untold)

    @property
    def moved(self) -> Rows:
        """The shares that are up or down."""
        return moved(self.shares)

    @property
    def firm(self) -> Rows:
        """The shares that are up or down and may be headlined: neither weak nor an answer such as «other»."""
        return firm(self.moved)

    @property
    def close(self) -> Rows:
        """The shares that are too close to call."""
        return [row for row in self.shares if row["verdict"] == words.TOO_CLOSE]

    @property
    def untold(self) -> Rows:
        """The shares of which one cannot tell."""
        return [row for row in self.shares if row["verdict"] == words.CANNOT_TELL]


def totals_and_parts(pairs: pd.DataFrame) -> tuple[Rows, Rows]:
    """Return the pairs that stand for a whole country, and those of a region or a kind of body.

    The people behind a part also stand behind its total, so the two are never judged or counted together.

    Args:
        pairs: one row per item in two editions, as ``queries/comparable_pairs.sql`` gives them.
    """
    totals: list[Row] = []
    parts: list[Row] = []
    for row in pairs.to_dict("records"):
        is_total = numbers.is_missing(row["region"]) and numbers.is_missing(row["body_size"])
        (totals if is_total else parts).append(row)
    return totals, parts


def movement(pairs: Rows) -> Movement:
    """Return what rose and fell.

    Shares of respondents are judged by the interval of their difference (Newcombe 1998) and, as one list, by Holm's
    adjustment (1979). Differences of complete counts and of published places are exact; places are never compared with
    shares.

    Args:
        pairs: one row per item in two editions; only totals or only parts (see :func:`totals_and_parts`).
    """
    placed = [row for row in pairs if row["measure"] == "rank"]
    shares = [row for row in pairs if row["measure"] == "percent"]
    return Movement(
        shares=_judged([row for row in shares if row["evidence"] not in COMPLETE_COUNTS]),
        counts=_exact([row for row in shares if row["evidence"] in COMPLETE_COUNTS], rises=1),
        # A smaller number is a better place.
        places=_exact(placed, rises=-1),
    )


def moved(rows: Rows) -> Rows:
    """Return the rows that are up or down."""
    return [row for row in rows if row["verdict"] in _MOVED]


def firm(rows: Rows) -> Rows:
    """Return the rows that may be headlined: no weak ones, complete counts of few bodies or answers such as «other»."""
    return [row for row in rows if not _set_back(row)]


def _judged(pairs: Rows) -> Rows:
    ranged = share_ranges(*(_numbers(pairs, name) for name in ("value", *_NOW)))
    ranged_before = share_ranges(*(_numbers(pairs, name) for name in ("before", *_BEFORE)))
    share, share_before = (_numbers(pairs, name) / 100 for name in ("value", "before"))
    base, base_before = (
        statistics.base_in_population(*(_numbers(pairs, name) for name in names)) for names in (_NOW, _BEFORE)
    )
    change, change_low, change_high = statistics.newcombe_difference(share_before, base_before, share, base)
    p_value = statistics.list_p_value(share_before, base_before, share, base)
    p_adjusted = statistics.holm_adjust(p_value)
    columns: dict[str, Any] = {
        **dict(zip(("low", "high", "flag"), ranged, strict=True)),
        **dict(zip(("low_before", "high_before", "flag_before"), ranged_before, strict=True)),
        "change": 100 * change,
        "change_low": 100 * change_low,
        "change_high": 100 * change_high,
        "p_value": p_value,
        "p_adjusted": p_adjusted,
        "verdict": statistics.verdict(change, change_low, change_high, p_adjusted),
        "verdict_alone": statistics.verdict(change, change_low, change_high),
    }
    compared = int((~np.isnan(p_value)).sum())
    lists = {name: values.tolist() for name, values in columns.items()}
    return _most_moved_first(
        [
            {
                **row,
                **{name: values[at] for name, values in lists.items()},
                "compared": compared,
                "reason": _reason(row),
            }
            for at, row in enumerate(pairs)
        ]
    )


def _exact(pairs: Rows, *, rises: int) -> Rows:
    made = []
    for row in pairs:
        # Published figures have few decimals; the rest is a trace of reckoning. Adding nothing takes the sign off -0.
        change = round(rises * (row["value"] - row["before"]), 9) + 0.0
        verdict = UNCHANGED if change == 0 else words.UP if change > 0 else words.DOWN
        known = {"change": change, "verdict": verdict, "verdict_alone": verdict, "compared": 0}
        made.append({**row, **_NO_RANGE, **known, "flag": "", "flag_before": "", "reason": ""})
    return _most_moved_first(made)


def _reason(row: Row) -> str:
    lacking = [
        str(row[year])
        for base, year in (("base_before", "year_before"), ("base_n", "year"))
        if numbers.is_missing(row[base])
    ]
    return f"base of {words.joined(lacking)} not published" if lacking else ""


def _most_moved_first(rows: Rows) -> Rows:
    """Return moved rows before others and firm ones before weak ones, each by the size of the change."""
    return sorted(
        rows,
        key=lambda row: (
            row["verdict"] not in _MOVED,
            row["verdict"] == words.CANNOT_TELL,
            _set_back(row),
            -round(abs(row["change"]), 9),
            row["change"] < 0,
            *(str(row[name]) for name in ("item", "survey_name", "question_name", "country_name", "region")),
            *(str(row[name]) for name in ("sector_name", "body_size")),
        ),
    )


def _weak(row: Row) -> bool:
    return WEAK in {row["flag"], row["flag_before"]}


def _set_back(row: Row) -> bool:
    """Say whether a row is never headlined."""
    bases = [row[base] for base in ("base_n", "base_before") if not numbers.is_missing(row[base])]
    few = row["measure"] == "percent" and any(base < WEAK_BASE for base in bases)
    return _weak(row) or few or is_residual(row["item"])


def _numbers(rows: Rows, name: str) -> NDArray[np.float64]:
    """Return a field of all rows, nan where it is missing."""
    return np.array([math.nan if numbers.is_missing(row[name]) else float(row[name]) for row in rows], dtype=np.float64)


# Words ---------------------------------------------------------------------------------------------------------------


def answer(found: Movement) -> str:
    """Return what rose and fell in two sentences; a weak figure is never named."""
    return " ".join(said for said in (_shares_sentence(found), _second_sentence(found)) if said)


def _shares_sentence(found: Movement) -> str:
    if not found.shares:
        return ""
    if not found.made:
        untold = len(found.untold)
        lacking = f"each of the {numbers.count(untold)} changes" if untold > 1 else "the one change there is"
        return f"**Whether a share moved cannot be told:** {lacking} lacks a published base."
    if not found.firm:
        return f"**{headline(found)}.**"
    named = [f"{_item(row)} {_verb(row)} {_course(row)} ({_whose(row)})" for row in _leading(found.firm)]
    weak = sum(_weak(row) for row in found.moved)
    few = f", {numbers.count(weak)} of them where few answered" if weak else ""
    return f"**{_beyond_chance(found)}{few}:** {'; '.join(named)}."


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
        f"{row['item']} {_verb(row)} {numbers.size_in_points(row['change'])} to {_now(row)} in {row['year']}"
        for row in _leading(found.firm)
    ]
    return f"{_beyond_chance(found)}: {'; '.join(named)}"


def _beyond_chance(found: Movement) -> str:
    number = len(found.moved)
    return f"{numbers.count(number)} of {counted(found.made, 'change')} {'is' if number == 1 else 'are'} beyond chance"


def _leading(rows: Rows) -> Rows:
    """Return the largest rise and the largest fall, as far as there are any, the larger first."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["verdict"], row)
    return list(first.values())


def _second_sentence(found: Movement) -> str:
    if found.places:
        return places_sentence(found.places)
    if found.untold and found.made:
        return f"{untold_words(found)}."
    if not found.counts:
        return ""
    differing = moved(found.counts)
    if named := firm(differing):
        first = named[0]
        return f"In complete counts {_item(first)} {_verb(first)} most, {_course(first)} ({_whose(first)})."
    return f"{_differ(len(differing), len(found.counts))}."


def places_sentence(places: Rows) -> str:
    """Return the largest climb and the largest fall among published places; all that share the largest are named.

    Args:
        places: ``places`` of :func:`movement`, not empty.
    """
    parts: list[str] = []
    whose: list[str] = []
    for verdict, verb in zip(_MOVED, ("climbed", "fell"), strict=True):
        these = [row for row in places if row["verdict"] == verdict]
        most = _largest(these)
        if len(most) == 1:
            row = most[0]
            parts.append(f"{_item(row)} {verb}{' most' if len(these) > 1 else ''}, {_course(row)}")
            whose.append(_whose(row))
        elif most:
            parts.append(f"{_together(most, '**{}**')} {verb} most, by {_places(most[0]['change'])} each")
            whose.append("")
    if not parts:
        return f"{places_title(places)}."
    # Both of one list: it is named once.
    if len(set(whose)) == 1:
        whose = [""] * (len(whose) - 1) + whose[-1:]
    said = [f"{part} ({name})" if name else part for part, name in zip(parts, whose, strict=True)]
    return f"Of {counted(len(places), 'place published twice', 'places published twice')}, {'; '.join(said)}."


def places_title(places: Rows) -> str:
    """Return the largest climb and the largest fall, without a full stop.

    Args:
        places: ``places`` of :func:`movement`, not empty.
    """
    parts: list[str] = []
    for verdict, name in zip(_MOVED, ("climb", "fall"), strict=True):
        most = _largest([row for row in places if row["verdict"] == verdict])
        largest = f"{'largest' if parts else 'Largest'} {name}"
        if len(most) == 1:
            row = most[0]
            parts.append(f"{largest}: {row['item']}, from {_before(row)} to {_now(row)} in {row['year']}")
        elif most:
            parts.append(f"{largest}: {_together(most, '«{}»')}, {_places(most[0]['change'])} each")
    if parts:
        return "; ".join(parts)
    if len(places) == 1:
        return "The one place published twice stayed the same"
    return f"No place changed: all {numbers.count(len(places))} stayed the same"


def _largest(rows: Rows) -> Rows:
    """Return the rows with the largest change; several where it is shared."""
    largest = max((abs(row["change"]) for row in rows), default=0)
    return [row for row in rows if abs(row["change"]) == largest]


def _together(rows: Rows, around: str) -> str:
    """Return the items of several rows in words, each set apart, since an item may hold an «and» of its own."""
    named = [around.format(row["item"]) for row in rows]
    more = len(named) - words.LISTED_NAMES
    return words.joined([*named[: words.LISTED_NAMES], f"{numbers.count(more)} more"] if more > 0 else named)


def _places(change: float) -> str:
    return counted(round(abs(change)), "place")


def chance_words(found: Movement) -> str:
    """Return how many comparisons were made, how many would look real by chance alone, and what was done about it."""
    made = found.made
    if not made:
        return ""
    alone = sum(row["verdict_alone"] in _MOVED for row in found.shares)
    if made == 1:
        return (
            "**1 comparison was made**, so there was nothing to adjust for. Had nothing changed, it would look real "
            f"by chance 1 time in {CHANCE}."
        )
    together, expected = len(found.moved), numbers.count(made / CHANCE)
    by_chance = "fewer than one" if expected == "0" else f"about {expected}"
    return (
        f"**{numbers.count(made)} comparisons were made.** Had nothing changed at all, {by_chance} of them would look "
        f"real by chance. Looked at one by one, {_some(alone)} would pass here; adjusted for having looked at all "
        f"{numbers.count(made)} (Holm), {_some(together)} {'does' if together == 1 else 'do'}. "
        f"Of lists adjusted like this, at most 1 in {CHANCE} holds even a single false one."
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
    said = words.joined(absent)
    return f"{said[0].upper()}{said[1:]} was published twice in the same way here." if absent else ""


def close_words(found: Movement) -> str:
    """Return how many comparisons are too close to call."""
    number = len(found.close)
    return f"{counted(number, 'comparison')} {'is' if number == 1 else 'are'} too close to call"


def untold_words(found: Movement) -> str:
    """Return how many changes cannot be told, and why."""
    return f"{counted(len(found.untold), 'change')} cannot be told: a base was not published"


def key_figures(found: Movement) -> list[tuple[str, str, str]]:
    """Return the counts behind the verdicts: label, number, and what it is counted on."""
    return [
        ("Comparisons made", numbers.count(found.made), "shares with both bases published"),
        ("Beyond chance", numbers.count(len(found.moved)), "after adjusting for all of them"),
        ("Too close to call", numbers.count(len(found.close)), "could be chance"),
        ("Cannot be told", numbers.count(len(found.untold)), "a base was not published"),
    ]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: «1 comparison», «41 comparisons»."""
    return f"{numbers.count(number)} {one if number == 1 else many or one + 's'}"


def _item(row: Row) -> str:
    return f"**{row['item']}**"


def _verb(row: Row) -> str:
    return "rose" if row["verdict"] == words.UP else "fell"


def _course(row: Row) -> str:
    return f"from {_before(row)} in {row['year_before']} to {_now(row)} in {row['year']}"


def _before(row: Row) -> str:
    return words.before_words(row, row["measure"])


def _now(row: Row) -> str:
    return words.value_words(row, row["measure"])


def _whose(row: Row) -> str:
    return f"{row['question_name']}, {place(row)}"


def place(row: Row) -> str:
    """Return whose figure it is: country, region and kind of body."""
    return ", ".join(
        str(row[part]) for part in ("country_name", "region", "body_size") if not numbers.is_missing(row[part])
    )


def change_range(row: Row) -> str:
    """Return the range of a change as in «+9 to +19 pts»."""
    if numbers.is_missing(row["change_low"]):
        return numbers.MISSING
    low = numbers.points(row["change_low"]).removesuffix(" pts").removesuffix(" pt")
    return f"{low} to {numbers.points(row['change_high'])}"


def _change(row: Row) -> str:
    return words.change_words(row, row["measure"])


def _answered(row: Row) -> str:
    bases = [numbers.count(row["base_before"]), numbers.count(row["base_n"])]
    return numbers.MISSING if bases == [numbers.MISSING] * 2 else ", then ".join(bases)


# Cards ---------------------------------------------------------------------------------------------------------------


def shares_card(
    found: Movement,
    palette: Palette,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card | None:
    """Return the card of the shares that are up or down; where none is, of the largest differences, so marked.

    None where no comparison could be made.

    Args:
        found: what :func:`movement` returned.
        palette: the colours.
        filters: the shared filters as codes; the year is left aside, since both editions are behind the card.
        named: the shared filters as names, for the file.
        narrow: write the table for a phone.
    """
    if not found.made:
        return None
    rows = found.moved or found.close[:LARGEST]
    drawn = rows[:DRAWN]
    subtitle = (
        "Shares that rose or fell since the comparable edition before, the largest change first"
        if found.moved
        else "The largest differences to the comparable edition before, none beyond chance"
    ) + _period(rows)
    about = [
        "Two editions are compared only where question, people asked, place and method are the same.",
        (
            "Range of the change: Newcombe (1998), at both bases. For random samples it is the 95% range, for all "
            f"others the {words.SELF_SELECTED_RANGE}. Verdict: that range, and Holm (1979) over all comparisons the "
            "filters select, so a range without 0 can still be too close to call."
        ),
        *words.narrowed_words(rows),
        (
            "A change can be up on the page of its own survey and too close to call here, since more are judged "
            "together here. Choose filters by what concerns you, not by what moved: a list picked afterwards holds "
            "more false changes."
        ),
        _BEFORE_ROUNDING,
        "Surveys ask different people different things, so their shares do not rank against each other.",
        *_cut(rows, drawn),
    ]
    table = shares_table(rows, narrow=narrow)
    return Card(
        key="shares",
        title=headline(found),
        subtitle=f"{subtitle}. {TWO_DOTS}.",
        table=table,
        shown=file(rows),
        foot=_foot(rows),
        source=shared_source(rows, drawn),
        alt=_alt("shares", drawn),
        figure=dumbbells(_dumbbell_rows(drawn), palette, ends=SHARES),
        about=about,
        symbols=words.symbols_in(table),
        behind=_behind(found.shares, filters),
        file_words=named,
        **_evidence(rows),
    )


def places_card(
    found: Movement,
    palette: Palette,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card | None:
    """Return the card of the climbs and falls in published lists; None where no list was published twice.

    The arguments are those of :func:`shares_card`.
    """
    places = found.places
    if not places:
        return None
    changed = moved(places)
    rows = changed or places
    drawn = [
        row
        for verdict in _MOVED
        for row in _unsplit([row for row in changed if row["verdict"] == verdict], DRAWN_PLACES)
    ]
    deepest = max([SHORTEST_LIST, *(row["before"] for row in drawn), *(row["value"] for row in drawn)])
    kept = len(places) - len(changed)
    about = [
        "No shares stand behind published places, so no range can be given and chance cannot be ruled out.",
        (
            "Only editions made in the same way are compared, and only items with a place in both; what entered or "
            "left a list is not counted. A place shared by several is marked joint."
        ),
        *([f"{counted(kept, 'item')} kept {'its' if kept == 1 else 'their'} place."] if kept and changed else []),
        *_cut(rows, drawn),
    ]
    table = places_table(rows, narrow=narrow)
    return Card(
        key="places",
        title=places_title(places),
        subtitle=f"Places as published in two comparable editions{_period(rows)}; no range can be given"
        + (f". {TWO_DOTS}; first place on the right." if drawn else ""),
        table=table,
        shown=file(rows),
        foot=_foot(rows),
        source=shared_source(rows, drawn),
        alt=_alt("places in published lists", drawn) if drawn else "",
        figure=dumbbells(
            _dumbbell_rows(drawn), palette, ends=((deepest, numbers.place(deepest)), (1, numbers.place(1)))
        )
        if drawn
        else None,
        about=about,
        symbols=words.symbols_in(table),
        behind=_behind(places, filters),
        file_words=named,
        **_evidence(rows),
    )


def counts_card(
    found: Movement,
    palette: Palette,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
    drawn: bool = True,
) -> Card | None:
    """Return the card of the differences between complete counts; None where nothing was counted twice.

    The arguments are those of :func:`shares_card`; ``drawn`` says whether to draw a chart.
    """
    counts = found.counts
    if not counts:
        return None
    changed, seen = moved(counts), counts[:DRAWN]
    table = counts_table(counts, narrow=narrow)
    title = _differ(len(changed), len(counts))
    if named_first := firm(changed):
        first = named_first[0]
        title += (
            f": {first['item']} {_verb(first)} {'most, ' if len(changed) > 1 else ''}{_course(first)} ({_whose(first)})"
        )
    inventories = any(row["evidence"] == "inventory" for row in counts)
    return Card(
        key="counts",
        title=title,
        subtitle=f"Shares of all that were counted or listed, in two comparable editions{_period(counts)}"
        + (f". {TWO_DOTS}." if drawn else ""),
        table=table,
        shown=file(counts),
        foot=_foot(counts, "counted"),
        source=shared_source(counts, seen),
        alt=_alt("shares in complete counts", seen) if drawn else "",
        figure=dumbbells(_dumbbell_rows(seen), palette, ends=SHARES) if drawn else None,
        about=[
            (
                "Every body of a group, or every entry of a list, was counted: there is no sampling error, so the "
                "differences are exact and need no adjusting."
            ),
            _BEFORE_ROUNDING,
            *(["An inventory lists what was found; where more was looked for, more is found."] if inventories else []),
            *(_cut(counts, seen) if drawn else []),
        ],
        symbols=words.symbols_in(table),
        behind=_behind(counts, filters),
        file_words=named,
        **_evidence(counts),
    )


def rest_card(
    rows: Rows,
    key: str,
    title: str,
    filters: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card:
    """Return the table of changes that are too close to call, or that cannot be told, as a card without a chart.

    Args:
        rows: ``close`` or ``untold`` of :func:`movement`, not empty.
        key: name of the card on its page.
        title: the finding.
        filters: the shared filters as codes.
        named: the shared filters as names, for the file.
        narrow: write the table for a phone.
    """
    table = shares_table(rows, narrow=narrow)
    return Card(
        key=key,
        title=title,
        subtitle=f"Shares in two comparable editions{_period(rows)}",
        table=table,
        shown=file(rows),
        foot=_foot(rows),
        source=shared_source(rows, ()),
        symbols=words.symbols_in(table),
        behind=_behind(rows, filters),
        file_words=named,
        **_evidence(rows),
    )


def _differ(changed: int, counts: int) -> str:
    if not changed:
        return "Nothing differs between two complete counts"
    if changed == counts:
        return f"All {numbers.count(counts)} complete counts differ" if counts > 1 else "The one complete count differs"
    return f"{numbers.count(changed)} of {counted(counts, 'complete count')} {'differs' if changed == 1 else 'differ'}"


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


def _dumbbell_rows(rows: Rows) -> pd.DataFrame:
    """Return the rows as ``trends.figures.dumbbell`` takes them."""
    return pd.DataFrame(
        [
            {
                "label": row["item"],
                "note": f"{row['question_name']}. {place(row)}, {row['year_before']} and {row['year']}",
                "verdict": _change(row) + (f" [{WEAK}]" if _weak(row) else ""),
                "range": "" if numbers.is_missing(row["change_low"]) else f"range {change_range(row)}",
                "before": row["before"],
                "now": row["value"],
                "before_text": numbers.of_measure(row["before"], row["measure"], tied=row["tied_before"]),
                "now_text": numbers.of_measure(row["value"], row["measure"], tied=row["tied"]),
                "strong": row["verdict"] in _MOVED,
                "weak": _weak(row),
            }
            for row in rows
        ]
    )


def shares_table(rows: Rows, *, narrow: bool = False) -> pd.DataFrame:
    """Return changes of shares for reading: both figures, the change with its range and verdict, bases, survey.

    On a phone (``narrow``) what was asked, of whom and by whom share the first cell.
    """
    return _table(rows, narrow=narrow, ranged=True, bases="Answered")


def places_table(rows: Rows, *, narrow: bool = False) -> pd.DataFrame:
    """Return changes of published places for reading."""
    return _table(rows, narrow=narrow)


def counts_table(rows: Rows, *, narrow: bool = False) -> pd.DataFrame:
    """Return differences of complete counts for reading, with how many bodies were counted."""
    return _table(rows, narrow=narrow, bases="Counted")


def _table(rows: Rows, *, narrow: bool, ranged: bool = False, bases: str = "") -> pd.DataFrame:
    if narrow:
        return pd.DataFrame(
            {
                "What": [
                    f"**{row['item']}**: {row['question_name']}. {place(row)}. "
                    f"{_before(row)} in {row['year_before']}, {_now(row)} in {row['year']}"
                    f"{f'; {bases.lower()} {_answered(row)}' if bases else ''}. {row['evidence_name']}; {_survey(row)}"
                    for row in rows
                ],
                "Change": [
                    _change(row) + ("" if numbers.is_missing(row["change_low"]) else f", range {change_range(row)}")
                    for row in rows
                ],
            }
        )
    columns = {
        "What": [f"**{row['item']}**" for row in rows],
        "Before": [f"{_before(row)} ({row['year_before']})" for row in rows],
        "Now": [f"{_now(row)} ({row['year']})" for row in rows],
        "Change": [_change(row) for row in rows],
    }
    if ranged and not all(numbers.is_missing(row["change_low"]) for row in rows):
        columns["Range of the change"] = [change_range(row) for row in rows]
    if bases:
        columns[bases] = [_answered(row) for row in rows]
    return pd.DataFrame(
        {
            **columns,
            "Asked": [row["question_name"] for row in rows],
            "Who and where": [f"{row['respondents']}, {place(row)}" for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Survey": [_survey(row) for row in rows],
        }
    )


def _survey(row: Row) -> str:
    return f"[{row['survey_name']}]({row['source_url']})"


def file(rows: Rows) -> pd.DataFrame:
    """Return changes as numbers for taking away, with ranges, verdicts, bases and sources on every row."""
    points = ("low", "high", "low_before", "high_before", "change", "change_low", "change_high")
    rounded = dict.fromkeys(points, 2) | dict.fromkeys(("p_value", "p_adjusted"), 6)
    frame = pd.DataFrame([{name: row[name] for name in _FILE_COLUMNS} for row in rows], columns=_FILE_COLUMNS)
    return frame.astype(dict.fromkeys(_WHOLE, "Int64")).round(rounded)


def _alt(what: str, drawn: Rows) -> str:
    ends = [drawn[0], drawn[-1]] if len(drawn) > 1 else drawn

    def text(width: int) -> str:
        said = [f"{words.shortened(row['item'], width)} {_before(row)} to {_now(row)}" for row in ends]
        named = f"First: {'; last: '.join(said)}" if len(said) > 1 else said[0]
        return f"Dumbbell chart: {what}{_period(drawn)}. {named}. Table follows."

    return words.fitting(text)


def _foot(rows: Rows, unit: str = "answered") -> str:
    bases = [int(row[base]) for row in rows for base in ("base_before", "base_n") if not numbers.is_missing(row[base])]
    if bases:
        low, high = min(bases), max(bases)
        base = f"Base: {numbers.count(low) if low == high else f'{numbers.count(low)}–{numbers.count(high)}'} {unit}"
    else:
        base = "Bases not published"
    kinds = list(dict.fromkeys(row["evidence_name"] for row in rows))
    # One kind of evidence has a badge of its own.
    said = [words.joined([kinds[0], *(kind.lower() for kind in kinds[1:])])] if len(kinds) > 1 else []
    return " · ".join([base, *said, counted(len({row["survey"] for row in rows}), "survey")])


def _evidence(rows: Rows) -> dict[str, str]:
    """Return kind of evidence and its reach for a card; nothing where the rows have several kinds."""
    if len({row["evidence"] for row in rows}) > 1:
        return {}
    reach = words.reach_words(rows[0]["evidence_definition"], rows[0]["evidence_limits"])
    return {"evidence": rows[0]["evidence_name"], "reach": reach}


def _behind(rows: Rows, filters: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, list[str]]]:
    """Return the table and filters that give every edition of the questions, whatever year was chosen."""
    kept = {field: list(codes) for field, codes in filters.items() if codes and field != "year"}
    return "findings", {**kept, "question": sorted({row["question"] for row in rows})}
