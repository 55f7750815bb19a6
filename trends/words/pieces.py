"""Marks and pieces that sentences, tables and files share."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.resting import ALL_LOOKED_AT
from trends.statistics.verdicts import (
    CANNOT_TELL,
    DOWN,
    REASON_ALONE,
    TOO_CLOSE,
    UNCHANGED,
    UP,
    WEAK,
    is_tested,
)
from trends.words import numbers
from trends.words.asked import INVENTORY, wording
from trends.words.grammar import joined, some_of

MARKS = {
    UP: "▲ up",
    DOWN: "▼ down",
    TOO_CLOSE: "≈ too close to call",
    CANNOT_TELL: "? cannot tell",
    UNCHANGED: "= unchanged",
}
REST_VERDICTS = {UP: "above", DOWN: "below", TOO_CLOSE: TOO_CLOSE, CANNOT_TELL: CANNOT_TELL, UNCHANGED: "the same"}
REST_MARKS = {verdict: f"{MARKS[verdict][0]} {said}" for verdict, said in REST_VERDICTS.items()}
# The mark of a change read off two published figures: those of a test, ▲ and ▼, would claim too much.
UNTESTED = "◇"
UNTESTED_WORDS = (
    f"{UNTESTED} not tested: two figures as published, side by side. ▲ and ▼ mark shares that a test found to differ."
)
NONE = "–"
BASE_UNKNOWN = "base not published"
SYMBOLS = {
    "[u]": "[u] few answered (under 30, or no more can have) or a range of 30 points or more: read with care.",
    "[x]": "[x] not asked, not published or not read.",
    UNTESTED: UNTESTED_WORDS,
}
SELF_SELECTED_RANGE = "range if these answers were a random sample"
SAMPLE_RANGE = "95% range"
SEVERAL = 2
MOST_NOTES = 6
# Of several bases that are known as bounds alone, so many are told.
MOST_BOUNDS = 2


def range_name(evidence: str) -> str:
    """Return what the range of a share is called: only a random sample has a plain one."""
    return SAMPLE_RANGE if evidence == "random_sample" else SELF_SELECTED_RANGE


def value_words(row: Row, measure: str) -> str:
    """Return a figure as it stands at its bar and in its table: with its flag, without its range.

    A share worked out here from under 10 bodies is told as their number, as in “5 of 6”, a mean score with it.
    """
    if row.get("few_bodies"):
        return f"{few_words(row['value'], row['base_n'], measure)} [{WEAK}]"
    said = numbers.of_measure(row["value"], measure, tied=bool(row["tied"]))
    return f"{said} [{WEAK}]" if row["flag"] == WEAK else said


def before_words(row: Row, measure: str) -> str:
    """Return the figure of the edition before, with its flag; of under 10 bodies their number."""
    if row.get("few_bodies_before"):
        return f"{few_words(row['before'], row['base_before'], measure)} [{WEAK}]"
    said = numbers.of_measure(row["before"], measure, tied=bool(row["tied_before"]))
    return f"{said} [{WEAK}]" if row["flag_before"] == WEAK else said


def few_words(value: Any, bodies: Any, measure: str) -> str:
    """Return what under 10 bodies gave: their number for a share of them, as in “5 of 6”, else “26.8, mean of 4”."""
    if measure != "percent":
        return f"{numbers.of_measure(value, measure)}, mean of {numbers.count(bodies)}"
    return f"{numbers.count(float(value) * float(bodies) / 100)} of {numbers.count(bodies)}"


def change_words(row: Row, measure: str) -> str:
    """Return a change in words: mark, verdict and size, or why one cannot tell; untested ones have another mark."""
    mark = MARKS[row["verdict"]]
    if row["verdict"] == CANNOT_TELL:
        return f"{mark} ({row['reason']})"
    if row["verdict"] == UNCHANGED:
        return mark
    if measure == "rank":
        return f"{UNTESTED} {moved_words(row)} {places_moved(row['change'])}"
    size = numbers.difference_of_measure(row["value"], row["before"], measure)
    if row["verdict"] == TOO_CLOSE or is_tested(row):
        return f"{mark} ({size})"
    return f"{UNTESTED} {'higher' if row['verdict'] == UP else 'lower'} ({size})"


def change_mark(row: Row) -> str:
    """Return the mark of a change that is up or down."""
    return MARKS[row["verdict"]][0] if is_tested(row) else UNTESTED


def moved_words(row: Row) -> str:
    """Return what a published place did that is not the same."""
    return "moved up" if row["verdict"] == UP else "moved down"


def rank_words(row: Row) -> str:
    """Return a place worked out from shares with the places it could be; a dash for a figure that is not placed."""
    if cells.is_missing(row["rank"]):
        return NONE
    return numbers.place_range(row["rank"], row["rank_low"], row["rank_high"], tied=bool(row["rank_tied"]))


def rest_words(row: Row) -> str:
    """Return how a share differs from the rest of its kind, or why one cannot tell; a dash where there is no rest."""
    if row["reason"] == REASON_ALONE:
        return NONE
    if row["verdict"] == CANNOT_TELL:
        return f"{REST_MARKS[CANNOT_TELL]} ({row['reason']})"
    mark = REST_MARKS[row["verdict"]]
    if row["verdict"] == UNCHANGED:
        return mark
    # Figures of surveys are values, answers of bodies counted here are shares.
    share = row["value"] if "value" in row else row["share"]
    return f"{mark} ({numbers.difference_of_measure(share, row['rest_value'], 'percent')})"


def range_words(low: float, high: float) -> str:
    """Return a range of shares as in “49% to 72%”."""
    return numbers.MISSING if cells.is_missing(low) else f"{numbers.share(low)} to {numbers.share(high)}"


def gathered_words(when: str, evidence: str) -> str:
    """Return when answers were gathered, to stand behind the year of an edition; empty where it needs no saying.

    Args:
        when: as the table of editions says it; may be empty.
        evidence: the kind of evidence: where nobody was asked, there are entries and no answers.
    """
    return f" ({wording(evidence).many} gathered: {when})" if when else ""


def rounding_words(*wholes: Sequence[str]) -> str:
    """Return that shares of a whole do not add up to 100% as they are written; empty where they do.

    Args:
        wholes: the shares of each whole that is shown in parts, as :func:`trends.words.numbers.share` writes them.
    """
    known = [[said for said in shares if said != numbers.MISSING] for shares in wholes]
    rounded = [[said.removesuffix(f" [{WEAK}]") for said in shares] for shares in known if shares]
    bounds = any(said[0] in "<>" for shares in rounded for said in shares)
    sums = [sum(int(said.strip("<>%")) for said in shares) for shares in rounded]
    if not bounds and all(total == numbers.WHOLE for total in sums):
        return ""
    if bounds or len(sums) > 1:
        return "rounded shares need not add up to 100%"
    return f"rounded shares add up to {sums[0]}%"


def places_moved(change: Any) -> str:
    """Return by how many places something moved, as in “2 places”."""
    return numbers.counted(round(abs(change)), "place")


def symbols_in(texts: Iterable[str]) -> list[str]:
    """Return the explanations of the symbols that occur in texts, such as the cells of a table for reading."""
    said = "\n".join(set(texts))
    return [text for symbol, text in SYMBOLS.items() if symbol in said]


def reach_words(definition: str, limits: str) -> str:
    """Return what a kind of evidence is and what it can and cannot tell, in one line."""
    return f"{definition} {limits}"


def unit_words(row: Row) -> str:
    """Return what was done with those a figure rests on: counted, judged, answered; of an inventory checked or listed.

    Nobody answered where websites were looked at, or where what was found was put on a list.

    Args:
        row: with ``evidence`` and ``coverage``.
    """
    if row["coverage"] == "counted":
        return "counted"
    judged = row["coverage"] == "judged"
    if row["evidence"] == INVENTORY:
        return "checked" if judged else "listed"
    return "judged" if judged else "answered"


def bound_words(row: Row) -> str:
    """Return what is known of a base that was not published, as in “at most 14 answered”; empty for a known base.

    Args:
        row: with ``base_n``, ``base_at_least``, ``base_at_most``, ``evidence`` and ``coverage``.
    """
    if not cells.is_missing(row["base_n"]):
        return ""
    bounds = base_number(row)
    return BASE_UNKNOWN if bounds == numbers.MISSING else f"{bounds} {unit_words(row)}"


def base_number(row: Row, edition: str = "") -> str:
    """Return a base as a number, as in “120”; of one that was not published its bounds, as in “over 2,500”; else [x].

    Sentences and tables tell a base by this alone, so that no figure has one in the one and none in the other.

    Args:
        row: with ``base_n``, ``base_at_least`` and ``base_at_most``.
        edition: “_before” for the edition before, whose columns end so, ``base_n`` being ``base_before`` there.
    """
    base = row[f"base{edition or '_n'}"]
    bounds = [
        f"{name} {numbers.count(row[f'{column}{edition}'])}"
        for name, column in (("over", "base_at_least"), ("at most", "base_at_most"))
        if not cells.is_missing(row[f"{column}{edition}"])
    ]
    return " and ".join(bounds) if bounds and cells.is_missing(base) else numbers.count(base)


def answered_words(row: Row) -> str:
    """Return how many answered in a few words, as in “120 answered”, “over 980 answered”, “base not published”.

    Args:
        row: with ``base_n``, ``base_at_least`` and ``base_at_most``.
    """
    number = base_number(row)
    return BASE_UNKNOWN if number == numbers.MISSING else f"{number} answered"


def base_of(row: Row, *, part_told: bool = True) -> str:
    """Return the base of a figure, as in “base 120”, “all 1,788 counted”, “87 of 89 answered”, “at most 14 answered”.

    Args:
        row: with ``population``, ``complete`` and the columns of :func:`bound_words`, and ``asked_part`` where the
            question may be one put to a part.
        part_told: whether to tell to which part it was put; not where words beside do.
    """
    if cells.is_missing(row["base_n"]):
        return bound_words(row)
    base, there = numbers.count(row["base_n"]), row["population"]
    if row["complete"]:
        part = "" if cells.is_missing(row.get("asked_part")) or not part_told else f"{row['asked_part']}, "
        return f"all {base} {part}{unit_words(row)}"
    if row["coverage"] in ALL_LOOKED_AT and not cells.is_missing(there) and there > row["base_n"]:
        return f"{base} of {numbers.count(there)} {unit_words(row)}"
    return f"base {base}"


def base_mark(row: Row) -> str:
    """Return what stands behind a headlined figure whose base is not known, as in “ (base not published)”.

    Empty for a figure with a base, for names and numbers, which have none, and for places, whose list says so.

    Args:
        row: with ``measure`` and the columns of :func:`bound_words`.
    """
    if row["measure"] not in {"percent", "score"} or not cells.is_missing(row["base_at_least"]):
        return ""
    said = bound_words(row)
    return f" ({said})" if said else ""


def base_words(rows: Sequence[Row]) -> str:
    """Return the base of an edition: one number, “87 of 89”, or the span where items differ; else its bounds.

    Args:
        rows: with ``base_n``, ``base_at_least``, ``base_at_most``, ``wave_base_n``, ``population``, ``complete``,
            ``evidence`` and ``coverage``, not empty, and ``asked_part`` where the question may be one put to a part.
    """
    unit, part = unit_words(rows[0]), rows[0].get("asked_part")
    whom = "" if cells.is_missing(part) else f" ({part})"
    bases = [int(row["base_n"]) for row in rows if not cells.is_missing(row["base_n"])]
    waves = [int(row["wave_base_n"]) for row in rows if not cells.is_missing(row["wave_base_n"])]
    if not bases:
        if (told := _bounds_told(rows)) and (len(told) == len(rows) or not waves):
            bounds = list(dict.fromkeys(told))
            said = " or ".join(bounds) if len(bounds) <= MOST_BOUNDS else "known by bounds that differ"
            some = f" (not published for {len(rows) - len(told)} of {len(rows)})" if len(told) < len(rows) else ""
            return f"Base: {said}{whom}{some}"
        if not waves:
            return f"Base not published{whom}"
        inside = "answered the edition" if unit == "answered" else f"{unit} in the edition"
        return f"Base of the question{whom} not published; {numbers.count(max(waves))} {inside}"
    low, high = min(bases), max(bases)
    span = numbers.count(low) if low == high else f"{numbers.count(low)}–{numbers.count(high)}"
    # How many could have answered; missing for figures of a part of those who did.
    there = [int(row["population"]) for row in rows if not cells.is_missing(row["population"])]
    of_all = f" of {numbers.count(max(there))}" if len(there) == len(rows) and low < min(there) == max(there) else ""
    whole = low == high and len(bases) == len(rows) and all(row["complete"] for row in rows)
    without = [bound_words(row) for row in rows if cells.is_missing(row["base_n"])]
    known = "as bounds" if without and BASE_UNKNOWN not in without else "not published"
    some = f" ({known} for {len(without)} of {len(rows)})" if without else ""
    return f"Base: {'all ' if whole else ''}{span}{of_all} {unit}{whom}{some}"


def _bounds_told(rows: Sequence[Row]) -> list[str]:
    """Return what is known of the base of each row of which anything is known."""
    return [said for row in rows if (said := bound_words(row)) != BASE_UNKNOWN]


def caption(card_title: str) -> str:
    """Return the name of the table of a card, for readers who cannot see it."""
    return f"Table: {card_title}"


def break_words(methods: Mapping[int, str], said_of: Mapping[int, str] | None = None) -> list[str]:
    """Return what is to know of each break in method: which two editions do not compare, and how each was made.

    A method that is known by a code alone is not said; what its publisher says of it stands elsewhere.

    Args:
        methods: how each edition was made, by year.
        said_of: what readers are told of these, where some are codes; empty for one that is known by its code alone.
    """
    told = methods if said_of is None else said_of
    said = []
    for before, year in pairwise(sorted(methods)):
        if methods[before] == methods[year]:
            continue
        how = [told[each].removesuffix(".") for each in (before, year)]
        ways = f" In {before}: {how[0]}. In {year}: {how[1]}." if all(how) else ""
        said.append(f"Method changed between {before} and {year}, so the two are not compared.{ways}")
    return said


def notes_told(rows: Sequence[Row], named_by: str) -> list[str]:
    """Return the notes on single figures, each once with the figures it is on; those cut short are counted.

    Args:
        rows: with ``note`` and the column ``named_by``.
        named_by: what tells one figure from another.
    """
    named: dict[str, list[str]] = {}
    for row in rows:
        if not cells.is_missing(row["note"]):
            named.setdefault(str(row["note"]), []).append(str(row[named_by]))
    shown = list(named.items())[:MOST_NOTES]
    said = [note if len(on) == len(rows) > 1 else f"{some_of(on)}: {note}" for note, on in shown]
    left = len(named) - len(shown)
    return [*said, *([f"{numbers.counted(left, 'more note')} on single figures: see the files."] if left else [])]


def gap_words(years: Sequence[int], years_apart: Any) -> str:
    """Return which years have no edition between those that have one; empty where none is missing.

    Args:
        years: the years with an edition.
        years_apart: fewest years between two editions of the survey; missing where it has one edition.
    """
    if cells.is_missing(years_apart):
        return ""
    gaps = [
        str(before + 1) if after == before + 2 else f"{before + 1} to {after - 1}"
        for before, after in pairwise(sorted(set(years)))
        if after - before > years_apart
    ]
    if not gaps:
        return ""
    return f"Lines stop where an edition was not read or is left out by the choice of years: {joined(gaps)}."


def file_note(card_title: str, card_subtitle: str, base: str, evidence: str = "") -> list[tuple[str, str]]:
    """Return what a file says of the card it was taken from: label and text, in order.

    Args:
        card_title: the finding.
        card_subtitle: measure, place and period.
        base: the foot of the card.
        evidence: the kind of evidence with what it can and cannot tell.
    """
    said = [("Finding", card_title), ("What", card_subtitle), ("Base and evidence", base)]
    return [*said, ("What such evidence can tell", evidence)] if evidence else said


def places_words(history: Sequence[tuple[int, Any, bool]], method_changed: Sequence[int] = ()) -> str:
    """Return the places of an item over the editions, newest first, as in “2024 1st, 2023 joint 3rd”.

    Args:
        history: year, place and whether it is shared, one each edition in which the item has a place.
        method_changed: years whose edition was made in another way than the one before.
    """
    said = ""
    for year, place, tied in sorted(history, key=lambda entry: -entry[0]):
        # A year must not part from its place at the end of a line.
        said += f"{', ' if said else ''}{year}\N{NO-BREAK SPACE}{numbers.place(place, tied=tied)}"
        if year in method_changed:
            said += " (method changed)"
    return said


def bodies_edition(survey: str, country: Any, year: Any) -> str:
    """Return the name of an edition whose bodies are listed, as in “Municipal survey, Japan, 2024”.

    Args:
        survey: name of the survey.
        country: name of the country of all its bodies; missing where they lie in several.
        year: its year, which is not said again where the survey's name ends with it.
    """
    parts = [survey, *([] if cells.is_missing(country) else [str(country)])]
    return ", ".join([*parts, *([] if survey.endswith(str(year)) else [str(year)])])


def between_words(left_out: int) -> str:
    """Return what stands in a chart for rows left out."""
    return f"… {left_out} more between, in the table"
