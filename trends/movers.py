"""What rose and fell between two comparable editions: verdicts over a whole list at once, and the words for them.

Whoever looks at many changes finds some that look real by chance. So all shares the filters select are judged as one
list (Holm 1979); complete counts, which have no chance in them, and published places, which have no shares behind them,
stand apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from trends import numbers, statistics, words
from trends.cards import Card, Source
from trends.changes import COMPLETE_COUNTS, UNCHANGED, WEAK, is_residual
from trends.figures.dumbbell import dumbbells
from trends.palette import Palette
from trends.statistics import SIGNIFICANCE, WEAK_BASE, Verdict
from trends.words import Row

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
MANY_SOURCES = Source("each row names its own", "sources", "as each source says")
TWO_DOTS = "Hollow dot: the edition before; full dot: this one"

_BEFORE_ROUNDING = "Changes are worked out from the figures as published, before rounding."
_MOVED = (str(Verdict.UP), str(Verdict.DOWN))
_FILE_COLUMNS = [
    "survey_name", "publisher", "respondents", "evidence_name", "question_name", "kind_name", "measure", "unit",
    "method", "country_name", "region", "sector_name", "body_size", "item", "theme_name",
    "year_before", "before", "tied_before", "base_before", "low_before", "high_before", "flag_before",
    "year", "value", "tied", "base_n", "low", "high", "flag",
    "change", "change_low", "change_high", "p_value", "p_adjusted", "compared", "verdict", "verdict_alone", "reason",
    "note", "source_name", "source_url", "source_url_before", "licence",
]  # fmt: skip


@dataclass(frozen=True)
class Movement:
    """The changes the filters select, most moved first: one row per item of a question in a slice in each frame.

    ``shares`` of respondents, ``counts`` (shares of complete counts) and ``places`` as published. Columns: those of
    ``queries/comparable_pairs.sql`` with ``change`` (points; places, where positive is a climb), ``change_low`` and
    ``change_high`` (its 95 % range), ``low``, ``high`` and ``flag`` («u» for weak), the same with ``_before``,
    ``p_value``, ``p_adjusted`` (Holm), ``compared`` (how many were judged together), ``verdict``, ``verdict_alone``
    (had it been the only one) and ``reason`` (why one cannot tell). What does not apply is missing.
    """

    shares: pd.DataFrame
    counts: pd.DataFrame
    places: pd.DataFrame

    @property
    def made(self) -> int:
        """How many comparisons of shares could be made."""
        return int((self.shares["verdict"] != str(Verdict.CANNOT_TELL)).sum())

    @property
    def moved(self) -> pd.DataFrame:
        """The shares that are up or down."""
        return self.shares[self.shares["verdict"].isin(_MOVED)]

    @property
    def firm(self) -> pd.DataFrame:
        """The shares that are up or down and may be headlined: neither weak nor an answer such as «other»."""
        return self.moved[~_set_back(self.moved)]

    @property
    def close(self) -> pd.DataFrame:
        """The shares that are too close to call."""
        return self.shares[self.shares["verdict"] == str(Verdict.TOO_CLOSE)]

    @property
    def untold(self) -> pd.DataFrame:
        """The shares of which one cannot tell."""
        return self.shares[self.shares["verdict"] == str(Verdict.CANNOT_TELL)]


def totals_and_parts(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pairs that stand for a whole country, and those of a region or a kind of body.

    The people behind a part also stand behind its total, so the two are never judged or counted together.

    Args:
        pairs: one row per item in two editions, as ``queries/comparable_pairs.sql`` gives them.
    """
    part = pairs["region"].notna() | pairs["body_size"].notna()
    return pairs[~part], pairs[part]


def movement(pairs: pd.DataFrame) -> Movement:
    """Return what rose and fell.

    Shares of respondents are judged by the interval of their difference (Newcombe 1998) and, as one list, by Holm's
    adjustment (1979). Differences of complete counts and of published places are exact; places are never compared with
    shares.

    Args:
        pairs: one row per item in two editions, as ``queries/comparable_pairs.sql`` gives them; only totals or only
            parts (see :func:`totals_and_parts`).
    """
    counted = pairs["evidence"].isin(COMPLETE_COUNTS)
    placed = pairs["measure"] == "rank"
    return Movement(
        shares=_judged(pairs[~counted & ~placed]),
        counts=_exact(pairs[counted & ~placed], rises=1),
        # A smaller number is a better place.
        places=_exact(pairs[placed], rises=-1),
    )


def _judged(pairs: pd.DataFrame) -> pd.DataFrame:
    share, share_before = pairs["value"].to_numpy() / 100, pairs["before"].to_numpy() / 100
    base, base_before = _bases(pairs["base_n"]), _bases(pairs["base_before"])
    low, high = statistics.wilson_interval(share, base)
    low_before, high_before = statistics.wilson_interval(share_before, base_before)
    difference, change_low, change_high = statistics.newcombe_difference(share_before, base_before, share, base)
    p_value = statistics.list_p_value(share_before, base_before, share, base)
    p_adjusted = statistics.holm_adjust(p_value)
    rows = pairs.assign(
        low=100 * low,
        high=100 * high,
        flag=statistics.flag(base, low, high),
        low_before=100 * low_before,
        high_before=100 * high_before,
        flag_before=statistics.flag(base_before, low_before, high_before),
        change=100 * difference,
        change_low=100 * change_low,
        change_high=100 * change_high,
        p_value=p_value,
        p_adjusted=p_adjusted,
        compared=int((~np.isnan(p_value)).sum()),
        verdict=statistics.verdict(difference, change_low, change_high, p_adjusted),
        verdict_alone=statistics.verdict(difference, change_low, change_high),
    )
    rows["reason"] = [_reason(row) for row in rows.to_dict("records")]
    return _most_moved_first(rows)


def _exact(pairs: pd.DataFrame, *, rises: int) -> pd.DataFrame:
    # Adding nothing makes a nothing without a sign of -0.
    change = rises * (pairs["value"] - pairs["before"]).round(9) + 0.0
    verdict = np.select([change > 0, change < 0], _MOVED, UNCHANGED)
    missing = dict.fromkeys(
        ("low", "high", "low_before", "high_before", "change_low", "change_high", "p_value", "p_adjusted"), np.nan
    )
    rows = pairs.assign(
        **missing, flag="", flag_before="", change=change, compared=0, verdict=verdict, verdict_alone=verdict, reason=""
    )
    return _most_moved_first(rows)


def _reason(row: Row) -> str:
    lacking = [
        str(row[year])
        for base, year in (("base_before", "year_before"), ("base_n", "year"))
        if numbers.is_missing(row[base])
    ]
    return f"base of {words.joined(lacking)} not published" if lacking else ""


def _most_moved_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return moved rows before others and firm ones before weak ones, each by the size of the change."""
    order = pd.DataFrame(
        {
            "moved": ~rows["verdict"].isin(_MOVED),
            "untold": rows["verdict"] == str(Verdict.CANNOT_TELL),
            "set_back": _set_back(rows),
            "size": -rows["change"].abs().round(9),
            "fell": rows["change"] < 0,
            "name": rows["item"] + rows["survey_name"] + rows["country_name"],
        }
    )
    return rows.loc[order.sort_values([str(name) for name in order], kind="stable").index].reset_index(drop=True)


def _weak(rows: pd.DataFrame) -> pd.Series:
    return (rows["flag"] == WEAK) | (rows["flag_before"] == WEAK)


def _set_back(rows: pd.DataFrame) -> pd.Series:
    """Say which rows are never headlined: weak ones, complete counts of few bodies, and answers such as «other»."""
    small = (rows["base_n"] < WEAK_BASE) | (rows["base_before"] < WEAK_BASE)
    few = (rows["measure"] == "percent") & small.fillna(value=False).astype(bool)
    return _weak(rows) | few | rows["item"].map(is_residual).astype(bool)


def _bases(column: pd.Series) -> np.ndarray:
    """Return bases as numbers, nan where a base was not published."""
    return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


# Words ---------------------------------------------------------------------------------------------------------------


def answer(found: Movement) -> str:
    """Return what rose and fell in two sentences; a weak figure is never named."""
    return " ".join(said for said in (_shares_sentence(found), _second_sentence(found)) if said)


def _shares_sentence(found: Movement) -> str:
    firm = found.firm
    if found.shares.empty:
        return ""
    if not found.made:
        untold = len(found.untold)
        lacking = f"each of the {numbers.count(untold)} changes" if untold > 1 else "the one change there is"
        return f"**Whether a share moved cannot be told:** {lacking} lacks a published base."
    if firm.empty:
        return f"**{headline(found)}.**"
    named = [f"{_item(row)} {_verb(row)} {_course(row)} ({_whose(row)})" for row in _leading(firm)]
    weak = int(_weak(found.moved).sum())
    few = f", {numbers.count(weak)} of them where few answered" if weak else ""
    return f"**{_beyond_chance(found)}{few}:** {'; '.join(named)}."


def headline(found: Movement) -> str:
    """Return the finding on shares, without a full stop; a weak figure is never named."""
    made, firm = found.made, found.firm
    if found.moved.empty:
        if made == 1:
            return "Nothing moved beyond chance: the one comparison is too close to call"
        every = "both" if made == PAIR else "all"
        return f"Nothing moved beyond chance: {numbers.count(made)} comparisons, {every} too close to call"
    if firm.empty:
        return f"Nothing firm moved: {_beyond_chance(found)}, where few answered or said «other»"
    named = [
        f"{row['item']} {_verb(row)} {numbers.size_in_points(row['change'])} to {_now(row)} in {row['year']}"
        for row in _leading(firm)
    ]
    return f"{_beyond_chance(found)}: {'; '.join(named)}"


def _beyond_chance(found: Movement) -> str:
    moved = len(found.moved)
    return f"{numbers.count(moved)} of {counted(found.made, 'change')} {'is' if moved == 1 else 'are'} beyond chance"


def _leading(firm: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the largest rise and the largest fall of firm changes, as far as there are any, the larger first."""
    return firm.drop_duplicates("verdict").to_dict("records")


def _second_sentence(found: Movement) -> str:
    if len(found.places):
        return places_sentence(found.places)
    if len(found.untold) and found.made:
        return f"{untold_words(found)}."
    moved = found.counts[found.counts["verdict"].isin(_MOVED)]
    firm = moved[~_set_back(moved)]
    if len(firm):
        first = firm.iloc[0].to_dict()
        return f"In complete counts {_item(first)} {_verb(first)} most, {_course(first)} ({_whose(first)})."
    return "" if found.counts.empty else f"{_differ(len(moved), len(found.counts))}."


def places_sentence(places: pd.DataFrame) -> str:
    """Return the largest climb and the largest fall among published places; all that share the largest are named.

    Args:
        places: ``places`` of :func:`movement`, not empty.
    """
    parts: list[str] = []
    whose: list[str] = []
    for verdict, verb in zip(_MOVED, ("climbed", "fell"), strict=True):
        moved = places[places["verdict"] == verdict]
        most = _largest(moved)
        if len(most) == 1:
            row = most.iloc[0].to_dict()
            parts.append(f"{_item(row)} {verb}{' most' if len(moved) > 1 else ''}, {_course(row)}")
            whose.append(_whose(row))
        elif len(most):
            parts.append(f"{_together(most, '**{}**')} {verb} most, by {_places(most['change'].iloc[0])} each")
            whose.append("")
    listed = counted(len(places), "place published twice", "places published twice")
    if not parts:
        return f"{places_title(places)}."
    # Both of one list: it is named once.
    if len(set(whose)) == 1:
        whose = [""] * (len(whose) - 1) + whose[-1:]
    said = [f"{part} ({name})" if name else part for part, name in zip(parts, whose, strict=True)]
    return f"Of {listed}, {'; '.join(said)}."


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["change"].abs() == rows["change"].abs().max()] if len(rows) else rows


def _together(rows: pd.DataFrame, around: str) -> str:
    """Return the items of several rows in words, each set apart, since an item may hold an «and» of its own."""
    named = [around.format(item) for item in rows["item"].tolist()]
    more = len(named) - words.LISTED_NAMES
    return words.joined([*named[: words.LISTED_NAMES], f"{numbers.count(more)} more"] if more > 0 else named)


def _places(change: float) -> str:
    return counted(round(abs(change)), "place")


def chance_words(found: Movement) -> str:
    """Return how many comparisons were made, how many would look real by chance alone, and what was done about it."""
    made = found.made
    if not made:
        return ""
    alone = int(found.shares["verdict_alone"].isin(_MOVED).sum())
    if made == 1:
        return (
            "**1 comparison was made**, so there was nothing to adjust for. Had nothing changed, it would look real "
            f"by chance 1 time in {CHANCE}."
        )
    moved, expected = len(found.moved), numbers.count(made / CHANCE)
    by_chance = "fewer than one" if expected == "0" else f"about {expected}"
    return (
        f"**{numbers.count(made)} comparisons were made.** Had nothing changed at all, {by_chance} of them would look "
        f"real by chance. Looked at one by one, {_some(alone)} would pass here; adjusted for having looked at all "
        f"{numbers.count(made)} (Holm), {_some(moved)} {'does' if moved == 1 else 'do'}. "
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
        if rows.empty
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
    return "rose" if row["verdict"] == str(Verdict.UP) else "fell"


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
    rows = found.moved if len(found.moved) else found.close.head(LARGEST)
    drawn = rows.head(DRAWN)
    subtitle = (
        "Shares that rose or fell since the comparable edition before, the largest change first"
        if len(found.moved)
        else "The largest differences to the comparable edition before, none beyond chance"
    ) + _period(rows)
    about = [
        "Two editions are compared only where question, people asked, place and method are the same.",
        (
            "Range of the change: Newcombe (1998), at both bases. For random samples it is the 95% range, for all "
            f"others the {words.SELF_SELECTED_RANGE}. Verdict: that range, and Holm (1979) over all comparisons the "
            "filters select, so a range without 0 can still be too close to call."
        ),
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
        source=_source(rows),
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
    if places.empty:
        return None
    moved = places[places["verdict"].isin(_MOVED)]
    rows = moved if len(moved) else places
    drawn = pd.concat(
        [_unsplit(moved[moved["verdict"] == verdict], DRAWN_PLACES) for verdict in _MOVED], ignore_index=True
    )
    deepest = float(max(SHORTEST_LIST, *drawn["before"], *drawn["value"]))
    kept = len(places) - len(moved)
    about = [
        "No shares stand behind published places, so no range can be given and chance cannot be ruled out.",
        (
            "Only editions made in the same way are compared, and only items with a place in both; what entered or "
            "left a list is not counted. A place shared by several is marked joint."
        ),
        *([f"{counted(kept, 'item')} kept {'its' if kept == 1 else 'their'} place."] if kept and len(moved) else []),
        *_cut(rows, drawn),
    ]
    table = places_table(rows, narrow=narrow)
    return Card(
        key="places",
        title=places_title(places),
        subtitle=f"Places as published in two comparable editions{_period(rows)}; no range can be given"
        + (f". {TWO_DOTS}; first place on the right." if len(drawn) else ""),
        table=table,
        shown=file(rows),
        foot=_foot(rows),
        source=_source(rows),
        alt=_alt("places in published lists", drawn) if len(drawn) else "",
        figure=dumbbells(
            _dumbbell_rows(drawn), palette, ends=((deepest, numbers.place(deepest)), (1, numbers.place(1)))
        )
        if len(drawn)
        else None,
        about=about,
        symbols=words.symbols_in(table),
        behind=_behind(places, filters),
        file_words=named,
        **_evidence(rows),
    )


def places_title(places: pd.DataFrame) -> str:
    """Return the largest climb and the largest fall in about ten words.

    Args:
        places: ``places`` of :func:`movement`, not empty.
    """
    parts = []
    for verdict, name in zip(_MOVED, ("climb", "fall"), strict=True):
        most = _largest(places[places["verdict"] == verdict])
        if len(most) == 1:
            row = most.iloc[0].to_dict()
            parts.append(f"Largest {name}: {row['item']}, from {_before(row)} to {_now(row)} in {row['year']}")
        elif len(most):
            size = _places(most["change"].iloc[0])
            parts.append(f"Largest {name}: {_together(most, '«{}»')}, {size} each")
    if parts:
        return "; ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])])
    if len(places) == 1:
        return "The one place published twice stayed the same"
    return f"No place changed: all {numbers.count(len(places))} stayed the same"


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
    if counts.empty:
        return None
    moved = counts[counts["verdict"].isin(_MOVED)]
    seen = counts.head(DRAWN)
    table = counts_table(counts, narrow=narrow)
    named_first = moved[~_set_back(moved)]
    if len(named_first):
        first = named_first.iloc[0].to_dict()
        title = (
            f"{_differ(len(moved), len(counts))}: {first['item']} {_verb(first)} "
            f"{'most, ' if len(moved) > 1 else ''}{_course(first)} ({_whose(first)})"
        )
    else:
        title = _differ(len(moved), len(counts))
    inventories = (counts["evidence"] == "inventory").any()
    return Card(
        key="counts",
        title=title,
        subtitle=f"Shares of all that were counted or listed, in two comparable editions{_period(counts)}"
        + (f". {TWO_DOTS}." if drawn else ""),
        table=table,
        shown=file(counts),
        foot=_foot(counts, "counted"),
        source=_source(counts),
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
    rows: pd.DataFrame,
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
        source=_source(rows),
        symbols=words.symbols_in(table),
        behind=_behind(rows, filters),
        file_words=named,
        **_evidence(rows),
    )


def _differ(moved: int, counts: int) -> str:
    if not moved:
        return "Nothing differs between two complete counts"
    if moved == counts:
        return f"All {numbers.count(counts)} complete counts differ" if counts > 1 else "The one complete count differs"
    return f"{numbers.count(moved)} of {counted(counts, 'complete count')} {'differs' if moved == 1 else 'differ'}"


def _unsplit(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the rows of the largest changes, about ``most`` of them: those of one size are all in or all out."""
    sizes = rows["change"].abs()
    kept = rows.head(0)
    for size in sorted(sizes.unique(), reverse=True):
        longer = rows[sizes >= size]
        if len(kept) and len(longer) > most:
            break
        kept = longer
    # One size alone may be shared by more than a chart can hold; the table has them all.
    return kept.head(2 * most)


def _period(rows: pd.DataFrame) -> str:
    return f", {numbers.years(rows['year_before'].min(), rows['year'].max())}"


def _cut(rows: pd.DataFrame, drawn: pd.DataFrame) -> list[str]:
    return [f"The chart shows {len(drawn)} of {len(rows)}; the table has all."] if 0 < len(drawn) < len(rows) else []


def _dumbbell_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as ``trends.figures.dumbbell`` takes them."""
    listed = rows.to_dict("records")
    return pd.DataFrame(
        {
            "label": rows["item"].to_numpy(),
            "note": [f"{row['question_name']}. {place(row)}, {row['year_before']} and {row['year']}" for row in listed],
            "verdict": [
                _change(row) + (f" [{WEAK}]" if WEAK in {row["flag"], row["flag_before"]} else "") for row in listed
            ],
            "range": ["" if numbers.is_missing(row["change_low"]) else f"range {change_range(row)}" for row in listed],
            "before": rows["before"].to_numpy(),
            "now": rows["value"].to_numpy(),
            "before_text": [
                numbers.of_measure(row["before"], row["measure"], tied=row["tied_before"]) for row in listed
            ],
            "now_text": [numbers.of_measure(row["value"], row["measure"], tied=row["tied"]) for row in listed],
            "strong": rows["verdict"].isin(_MOVED).to_numpy(),
            "weak": _weak(rows).to_numpy(),
        }
    )


def shares_table(rows: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return changes of shares for reading: both figures, the change with its range and verdict, bases, survey.

    On a phone (``narrow``) what was asked, of whom and by whom share the first cell.
    """
    return _table(rows, narrow=narrow, ranged=True, bases="Answered")


def places_table(rows: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return changes of published places for reading."""
    return _table(rows, narrow=narrow)


def counts_table(rows: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return differences of complete counts for reading, with how many bodies were counted."""
    return _table(rows, narrow=narrow, bases="Counted")


def _table(
    rows: pd.DataFrame,
    *,
    narrow: bool,
    ranged: bool = False,
    bases: str = "",
) -> pd.DataFrame:
    listed = rows.to_dict("records")
    survey = [f"[{row['survey_name']}]({row['source_url']})" for row in listed]
    if narrow:
        figures = [
            f"{_before(row)} in {row['year_before']}, {_now(row)} in {row['year']}"
            + (f"; {bases.lower()} {_answered(row)}" if bases else "")
            for row in listed
        ]
        return pd.DataFrame(
            {
                "What": [
                    f"**{row['item']}**: {row['question_name']}. {place(row)}. {figures[i]}. "
                    f"{row['evidence_name']}; {survey[i]}"
                    for i, row in enumerate(listed)
                ],
                "Change": [
                    _change(row) + (f", range {change_range(row)}" if ranged and pd.notna(row["change_low"]) else "")
                    for row in listed
                ],
            }
        )
    columns = {
        "What": [f"**{row['item']}**" for row in listed],
        "Before": [f"{_before(row)} ({row['year_before']})" for row in listed],
        "Now": [f"{_now(row)} ({row['year']})" for row in listed],
        "Change": [_change(row) for row in listed],
    }
    if ranged and rows["change_low"].notna().any():
        columns["Range of the change"] = [change_range(row) for row in listed]
    if bases:
        columns[bases] = [_answered(row) for row in listed]
    return pd.DataFrame(
        {
            **columns,
            "Asked": [row["question_name"] for row in listed],
            "Who and where": [f"{row['respondents']}, {place(row)}" for row in listed],
            "Kind of evidence": [row["evidence_name"] for row in listed],
            "Survey": survey,
        }
    )


def file(rows: pd.DataFrame) -> pd.DataFrame:
    """Return changes as numbers for taking away, with ranges, verdicts, bases and sources on every row."""
    rounded = dict.fromkeys(
        ("low", "high", "low_before", "high_before", "change", "change_low", "change_high"), 2
    ) | dict.fromkeys(("p_value", "p_adjusted"), 6)
    return rows[_FILE_COLUMNS].round(rounded).reset_index(drop=True)


def _alt(what: str, drawn: pd.DataFrame) -> str:
    ends = drawn.iloc[[0, -1]].to_dict("records") if len(drawn) > 1 else drawn.to_dict("records")

    def text(width: int) -> str:
        said = [f"{words.shortened(row['item'], width)} {_before(row)} to {_now(row)}" for row in ends]
        first, last = int(drawn["year_before"].min()), int(drawn["year"].max())
        named = f"First: {'; last: '.join(said)}" if len(said) > 1 else said[0]
        return f"Dumbbell chart: {what}, {first} to {last}. {named}. Table follows."

    return words.fitting(text)


def _foot(rows: pd.DataFrame, unit: str = "answered") -> str:
    bases = pd.concat([rows["base_before"], rows["base_n"]]).dropna()
    surveys = rows["survey"].nunique()
    kinds = rows["evidence_name"].drop_duplicates().tolist()
    if bases.empty:
        base = "Bases not published"
    else:
        low, high = int(bases.min()), int(bases.max())
        span = numbers.count(low) if low == high else f"{numbers.count(low)}–{numbers.count(high)}"
        base = f"Base: {span} {unit}"
    # One kind of evidence has a badge of its own.
    said = [words.joined([kinds[0], *(kind.lower() for kind in kinds[1:])])] if len(kinds) > 1 else []
    return " · ".join([base, *said, counted(surveys, "survey")])


def _evidence(rows: pd.DataFrame) -> dict[str, str]:
    """Return kind of evidence and its reach for a card; nothing where the rows have several kinds."""
    if len(set(rows["evidence"])) > 1:
        return {}
    row = rows.iloc[0]
    reach = words.reach_words(str(row["evidence_definition"]), str(row["evidence_limits"]))
    return {"evidence": str(row["evidence_name"]), "reach": reach}


def _source(rows: pd.DataFrame) -> Source:
    if len(set(rows["source_url"])) > 1:
        return MANY_SOURCES
    row = rows.iloc[0]
    return Source(str(row["source_name"]), str(row["source_url"]), str(row["licence"]))


def _behind(rows: pd.DataFrame, filters: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, list[str]]]:
    """Return the table and filters that give every edition of the questions, whatever year was chosen."""
    kept = {field: list(codes) for field, codes in filters.items() if codes and field != "year"}
    return "findings", {**kept, "question": sorted(set(rows["question"]))}
