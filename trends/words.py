"""Sentences from facts: the one place where title, subtitle, alternative text, table and file note get their words.

Every function here takes facts (a frame of :mod:`trends.changes` or of a query) and returns words, so that no two
places can say different things of the same figures. «Rose» and «fell» are only said where the verdict is up or down.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

from trends import numbers
from trends.changes import COMPLETE_COUNTS, REASON_ALONE, REASON_NOT_READ, UNCHANGED, WEAK, fits_base
from trends.statistics import FINITE_FRACTION, Verdict

UP, DOWN = str(Verdict.UP), str(Verdict.DOWN)
TOO_CLOSE, CANNOT_TELL = str(Verdict.TOO_CLOSE), str(Verdict.CANNOT_TELL)
MARKS = {
    UP: "▲ up",
    DOWN: "▼ down",
    TOO_CLOSE: "≈ too close to call",
    CANNOT_TELL: "? cannot tell",
    UNCHANGED: "= unchanged",
}
REST_VERDICTS = {UP: "above", DOWN: "below", TOO_CLOSE: TOO_CLOSE, CANNOT_TELL: CANNOT_TELL, UNCHANGED: "the same"}
REST_MARKS = {verdict: f"{MARKS[verdict][0]} {said}" for verdict, said in REST_VERDICTS.items()}
ALT_LENGTH = 160
NONE = "–"
NAMED_KINDS = frozenset({"priority", "concern", "opportunity"})
SYMBOLS = {
    "u": "[u] few answered (under 30) or a range of 30 points or more: read with care.",
    "x": "[x] not asked, not published or not read.",
}
SELF_SELECTED_RANGE = "range if these answers were a random sample"
SAMPLE_RANGE = "95% range"
SEVERAL = 2
LISTED_NAMES = 3
FIRST_PLACE = "First place"
HIGHEST_READ = "Highest place read"

COLUMN_MEANINGS = {
    "rank": "Place by share, worked out here from firm shares with a base",
    "rank_low": "Best place it could have, all items together at 95%",
    "rank_high": "Worst place it could have, all items together at 95%",
    "year_before": "Year of the comparable edition before",
    "before": "The figure in the comparable edition before",
    "base_before": "Number that answered in the comparable edition before",
    "population_before": "Number that could have answered the comparable edition before, as far as known",
    "low_before": "Lower end of the 95% range of the figure before, in per cent",
    "high_before": "Upper end of the 95% range of the figure before, in per cent",
    "flag_before": "u = the figure before is weak",
    "tied_before": "true where the published place before is shared",
    "change": "Change since the edition before: points for shares, places for ranks (a rise is positive)",
    "change_low": "Lower end of the 95% range of the change, in points",
    "change_high": "Upper end of the 95% range of the change, in points",
    "verdict": "up, down, too close to call, cannot tell or unchanged; all rows judged together",
    "verdict_alone": "The verdict had the row been the only one",
    "p_value": "Chance of a change this large had nothing changed, the row taken alone",
    "p_adjusted": "The same, adjusted for all rows judged together (Holm)",
    "compared": "How many rows were judged together",
    "reason": "Why one cannot tell, or why a difference is called none",
    "in_group": "true where the country is one of the group",
    "group_median": "Median of the group of countries; empty where no verdict is given",
    "others": "How many countries outside the group have a value",
    "others_median": "Median of these others",
    "group_less_others": "Median of the group less that of the others, both as shown, in the unit of the indicator",
    "group_against_others": "above, below, the same or cannot tell",
    "wave_base_n": "Number that answered the edition; empty = not published or not read",
    "rest_kind": "What the rest is made up of",
    "rest_groups": "How many make up the rest",
    "rest_value": "Share in the rest, each weighted by its base, in per cent",
    "rest_base_n": "Number that answered in the rest",
    "difference": "This share less that of the rest, in points",
    "difference_low": "Lower end of the 95% range of the difference, in points",
    "difference_high": "Upper end of the 95% range of the difference, in points",
    "kind_name": "What the question asks about",
    "source_url_before": "Web address where the figure before was read",
    "evidence_name": "How respondents were found",
    "against_the_rest": "above, below, too close to call, cannot tell or the same; all rows judged together",
}

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class ListFacts:
    """A question in one slice: its last edition with changes (see :func:`trends.changes.last_edition`), and what it is.

    ``rows`` are the ``items`` once more as plain rows, which cost less to read. ``place`` is the country with its
    region or kind of body, ``sector`` its sector, ``reach`` what its kind of evidence is and can and cannot tell,
    ``methods`` how each edition up to this one was made, by year.
    """

    items: pd.DataFrame
    rows: Sequence[Row]
    question: str
    kind: str
    survey: str
    publisher: str
    respondents: str
    measure: str
    evidence: str
    evidence_name: str
    place: str
    sector: str
    year: int
    year_before: int | None
    base: str
    note: str
    reach: str = ""
    methods: Mapping[int, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Say whether everybody was counted, so that figures have no range."""
        return self.evidence in COMPLETE_COUNTS

    @property
    def has_ranges(self) -> bool:
        """Say whether any figure has a range."""
        return any(not numbers.is_missing(row["low"]) for row in self.rows)

    @property
    def edition(self) -> str:
        """The survey with its year, as in «Council survey, 2024»."""
        return self.survey if self.survey.endswith(str(self.year)) else f"{self.survey}, {self.year}"


# Pieces -----------------------------------------------------------------------------------------------------------


def range_name(evidence: str) -> str:
    """Return what the range of a share is called: only a random sample has a plain one."""
    return SAMPLE_RANGE if evidence == "random_sample" else SELF_SELECTED_RANGE


def joined(parts: Sequence[str]) -> str:
    """Return a list in words: «a, b and c»."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def some_of(parts: Sequence[str], most: int = LISTED_NAMES) -> str:
    """Return a list in words that names at most ``most``, as in «a, b, c and 2 more».

    Names that hold a comma or an «and» of their own are parted by semicolons.
    """
    named = [*parts[:most], f"{len(parts) - most} more"] if len(parts) > most else list(parts)
    return "; ".join(named) if any(", " in part or " and " in part for part in named) else joined(named)


def shortened(text: str, width: int) -> str:
    """Return a text cut at a word, with an ellipsis where something was left out."""
    return textwrap.shorten(text, width, placeholder="…") if len(text) > width else text


def fitting(text_of_width: Callable[[int], str]) -> str:
    """Return the longest alternative text that fits, trying ever shorter names."""
    for width in (60, 40, 30, 22, 15):
        if len(text := text_of_width(width)) <= ALT_LENGTH:
            return text
    return text[: ALT_LENGTH - 1] + "…"


def value_words(row: Row, measure: str) -> str:
    """Return a figure as it stands at its bar and in its table: with its flag, without its range."""
    said = numbers.of_measure(row["value"], measure, tied=bool(row["tied"]))
    return f"{said} [{WEAK}]" if row["flag"] == WEAK else said


def before_words(row: Row, measure: str) -> str:
    """Return the figure of the edition before, with its flag."""
    said = numbers.of_measure(row["before"], measure, tied=bool(row["tied_before"]))
    return f"{said} [{WEAK}]" if row["flag_before"] == WEAK else said


def change_words(row: Row, measure: str) -> str:
    """Return a change in words: mark, verdict and size, or why one cannot tell."""
    mark = MARKS[row["verdict"]]
    if row["verdict"] == CANNOT_TELL:
        return f"{mark} ({row['reason']})"
    if row["verdict"] == UNCHANGED:
        return mark
    if measure == "rank":
        return f"{mark} {_places(row['change'])}"
    return f"{mark} ({numbers.difference_of_measure(row['change'], measure)})"


def rank_words(row: Row) -> str:
    """Return a place worked out from shares with the places it could be; a dash for a figure that is not placed."""
    if numbers.is_missing(row["rank"]):
        return NONE
    return numbers.place_range(row["rank"], row["rank_low"], row["rank_high"], tied=bool(row["rank_tied"]))


def rest_words(row: Row) -> str:
    """Return how a share differs from the rest of its kind, or why one cannot tell; a dash where there is no rest."""
    if row["reason"] == REASON_ALONE:
        return NONE
    if row["verdict"] == CANNOT_TELL:
        return f"{REST_MARKS[CANNOT_TELL]} ({row['reason']})"
    mark = REST_MARKS[row["verdict"]]
    return mark if row["verdict"] == UNCHANGED else f"{mark} ({numbers.points(row['difference'])})"


def range_words(low: float, high: float) -> str:
    """Return a range of shares as in «49% to 72%»."""
    return numbers.MISSING if numbers.is_missing(low) else f"{numbers.share(low)} to {numbers.share(high)}"


def symbols_in(table: pd.DataFrame) -> list[str]:
    """Return the explanations of the symbols that occur in a table for reading."""
    cells = "\n".join({str(cell) for column in table for cell in table[column].tolist()})
    return [text for symbol, text in SYMBOLS.items() if f"[{symbol}]" in cells]


def reach_words(definition: str, limits: str) -> str:
    """Return what a kind of evidence is and what it can and cannot tell, in one line."""
    return f"{definition} {limits}"


def base_words(rows: Sequence[Row], evidence: str) -> str:
    """Return the base of an edition: one number, or the span where items differ.

    Args:
        rows: with ``base_n``, ``wave_base_n`` and ``population``, not empty.
        evidence: code of the kind of evidence.
    """
    unit = {"census": "counted", "inventory": "listed"}.get(evidence, "answered")
    bases = [int(row["base_n"]) for row in rows if not numbers.is_missing(row["base_n"])]
    waves = [int(row["wave_base_n"]) for row in rows if not numbers.is_missing(row["wave_base_n"])]
    if not bases:
        if not waves:
            return "Base not published"
        inside = f"{unit} in the edition" if evidence in COMPLETE_COUNTS else "answered the edition"
        return f"Base of the question not published; {numbers.count(max(waves))} {inside}"
    low, high = min(bases), max(bases)
    span = numbers.count(low) if low == high else f"{numbers.count(low)}–{numbers.count(high)}"
    # How many could have answered; missing for figures of a part of those who did.
    there = [int(row["population"]) for row in rows if not numbers.is_missing(row["population"])]
    of_all = f" of {numbers.count(max(there))}" if len(there) == len(rows) and low < min(there) == max(there) else ""
    whole = evidence in COMPLETE_COUNTS and low == high and set(waves) == {low} and len(bases) == len(rows)
    some = f" (not published for {len(rows) - len(bases)} of {len(rows)})" if len(bases) < len(rows) else ""
    return f"Base: {'all ' if whole and not of_all else ''}{span}{of_all} {unit}{some}"


# A question in one slice --------------------------------------------------------------------------------------------


def title(facts: ListFacts) -> str:
    """Return the finding in about ten words; a weak figure is never headlined."""
    rows = facts.rows
    if facts.measure == "mentioned":
        named = [str(row["item"]) for row in rows]
        return f"Named: {named[0]}" if len(named) == 1 else f"Named, in no order: {some_of(named)}"
    core = _core(facts)
    firm = [row for row in core if row["flag"] != WEAK]
    if not firm:
        return f"Few answered: read «{facts.question}» with care"
    if len(core) == 1:
        return _title_of_one(facts, firm[0])
    return _title_of_places(core) if facts.measure == "rank" else _title_of_figures(facts, firm)


def subtitle(facts: ListFacts) -> str:
    """Return measure, who answered, place and period."""
    counted = {"census": "Share of those counted", "inventory": "Share of those listed"}
    measured = {
        "percent": counted.get(facts.evidence, "Share of those who answered"),
        "rank": "Place in the list",
        "mentioned": "Named, without figures; the order means nothing",
        "count": "Number",
        "score": "Score",
    }[facts.measure]
    period = f"{facts.year}" if facts.year_before is None else f"{facts.year}, compared with {facts.year_before}"
    question = facts.question if facts.question.endswith(("?", "!", ".")) else f"{facts.question}."
    sector = facts.sector[:1].lower() + facts.sector[1:]
    return f"{question} {measured} · {facts.respondents} · {facts.place}, {sector} · {period}"


def answer(facts: ListFacts) -> str:
    """Return what leads the list, and how many figures changed since the edition before, by verdict.

    Items without figures have no order, so nothing leads there; a weak figure is left out.
    """
    return " ".join(said for said in (_leading_words(facts), _changes_told(facts)) if said)


def key_figures(facts: ListFacts) -> list[tuple[str, str, str]]:
    """Return at most three figures: what leads the list, what rose most and what fell most.

    Where nothing rose or fell, the second one says how many changes are too close to call. A figure that is weak or was
    weak before, is none of them.

    Returns:
        Label, number, and what it is: the item, its year and its base.
    """
    firm = [row for row in _core(facts) if row["flag"] != WEAK]
    if facts.measure == "mentioned" or not firm:
        return []
    first = firm[0]
    base = "" if numbers.is_missing(first["base_n"]) else f", base {numbers.count(first['base_n'])}"
    figures = [(_lead_word(facts, first), value_words(first, facts.measure), f"{first['item']}; {facts.year}{base}")]
    # What left a list of places, or was not read of it, may have moved further.
    most_word = " most" if facts.measure != "rank" or _all_read(facts.rows) else ""
    for verdict, label in ((UP, "Rose"), (DOWN, "Fell")):
        if moved := [row for row in firm if row["verdict"] == verdict and row["flag_before"] != WEAK]:
            # Of equal changes that of the higher item is told; what reckoning adds must not decide.
            most = max(moved, key=lambda row: round(abs(row["change"]), 6))
            since = f"from {before_words(most, facts.measure)} in {facts.year_before}"
            size = numbers.difference_of_measure(most["change"], facts.measure)
            size = f"{MARKS[verdict][0]} {_places(most['change']) if facts.measure == 'rank' else size}"
            figures.append((f"{label}{most_word}", size, f"{most['item']}, {since}"))
    close = [row for row in facts.rows if row["verdict"] == TOO_CLOSE]
    if len(figures) == 1 and close:
        compared = [row for row in facts.rows if row["verdict"] != CANNOT_TELL]
        basis = f"changes since {facts.year_before} that could be chance"
        figures.append(("Too close to call", f"{len(close)} of {len(compared)}", basis))
    return figures


def alt(facts: ListFacts, chart: str, first_year: int | None = None) -> str:
    """Return the alternative text of a chart of the list: kind, what, where, when, and the ends.

    Args:
        facts: the list.
        chart: kind of chart, as in «Bar chart».
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


def caption(card_title: str) -> str:
    """Return the name of the table of a card, for readers who cannot see it."""
    return f"Table: {card_title}"


def foot(facts: ListFacts) -> str:
    """Return what stands under a chart: base, kind of evidence, what a whisker means, survey and year."""
    whisker = [f"Whisker: {range_name(facts.evidence)}"] if facts.has_ranges else []
    return " · ".join([facts.base, facts.evidence_name, *whisker, facts.edition])


def about(facts: ListFacts) -> list[str]:
    """Return what is to know of a list: who answered, how its figures were made, what they do not say."""
    said = [f"Who answered: {facts.respondents}. Survey: {facts.survey}, by {facts.publisher}.", facts.note]
    if facts.measure == "mentioned":
        said.append(
            "These are names without figures. A list of names is not a vote: it stops where the page read stopped, "
            "and a name that is missing may still have been given."
        )
    if facts.measure == "rank":
        said.append("Places are as published. No shares stand behind them, so no range can be given.")
        if not all(row["list_complete"] for row in facts.rows):
            said.append("The list was read in part: an item that is missing here may still have been in it.")
    if facts.measure == "percent" and facts.complete:
        said.append("Nothing was sampled, so shares have no range, and their differences are exact.")
    if facts.has_ranges:
        said.append(f"Range: {range_name(facts.evidence)}, worked out at the base shown (Wilson's method).")
    said += [*narrowed_words(facts.rows), *_misfit_words(facts)]
    said += [*_about_changes(facts), *break_words(facts.methods)]
    if any(not numbers.is_missing(row["rank"]) for row in facts.rows) and not facts.complete:
        said.append(
            "Place: by share, with the places it could be. All these hold together at 95%, whoever chose several "
            "answers; figures marked [u] and figures without a base are not placed."
        )
    notes = dict.fromkeys(str(row["note"]) for row in facts.rows if not numbers.is_missing(row["note"]))
    return [text for text in [*said, *list(notes)[:LISTED_NAMES]] if text]


def narrowed_words(rows: Sequence[Row]) -> list[str]:
    """Return which editions had answers from so many of all there are that it shows in the range of their shares.

    Args:
        rows: with ``survey_name``, ``measure``, ``evidence``, ``year``, ``base_n`` and ``population``; where an edition
            before is shown, with ``year_before``, ``base_before`` and ``population_before``.
    """
    said: dict[str, None] = {}
    for row in rows:
        if row["measure"] != "percent" or row["evidence"] in COMPLETE_COUNTS:
            continue
        for suffix, year, base in (("", "year", "base_n"), ("_before", "year_before", "base_before")):
            answered: Any = row.get(base)
            there: Any = row.get(f"population{suffix}")
            if not numbers.is_missing(answered) and not numbers.is_missing(there):
                said |= dict.fromkeys(_reach_words(f"{row['survey_name']}, {row[year]}", int(answered), int(there)))
    return list(said)


def break_words(methods: Mapping[int, str]) -> list[str]:
    """Return what is to know of each break in method: which two editions do not compare, and how each was made.

    A method of which only a code with a number is known is not said; what its publisher says of it stands elsewhere.

    Args:
        methods: how each edition was made, by year.
    """
    said = []
    for before, year in pairwise(sorted(methods)):
        if methods[before] == methods[year]:
            continue
        how = [_method_words(methods[each]) for each in (before, year)]
        ways = f" In {before}: {how[0]}. In {year}: {how[1]}." if all(how) else ""
        said.append(f"Method changed between {before} and {year}, so the two are not compared.{ways}")
    return said


def gap_words(years: Sequence[int], years_apart: Any) -> str:
    """Return which years have no edition between those that have one; empty where none is missing.

    Args:
        years: the years with an edition.
        years_apart: fewest years between two editions of the survey; missing where it has one edition.
    """
    if numbers.is_missing(years_apart):
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
    """Return the places of an item over the editions, newest first, as in «2024 1st, 2023 joint 3rd».

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


# One item across places ---------------------------------------------------------------------------------------------


def across_title(rows: Sequence[Row], item: str, facts: ListFacts) -> str:
    """Return where the reader's place stands against the rest, or the span from the highest to the lowest firm figure.

    Args:
        rows: one row per slice, highest first, with ``who`` (its name), ``text``, ``mine``, and the columns of
            :func:`trends.changes.against_rest`.
        item: the item.
        facts: the facts of the question in the reader's place.
    """
    if facts.measure == "mentioned":
        return f"{item}: named in {len(rows)} places"
    firm = [row for row in rows if row["flag"] != WEAK]
    if own := next((row for row in firm if row["mine"] and row["verdict"] != CANNOT_TELL), None):
        against = {
            UP: f"{numbers.size_in_points(own['difference'])} above the rest",
            DOWN: f"{numbers.size_in_points(own['difference'])} below the rest",
            UNCHANGED: "the same as the rest",
            TOO_CLOSE: "too close to the rest to call",
        }[own["verdict"]]
        return f"{item}: {own['text']} in {own['who']}, {against}"
    # Editions of different years do not make one span.
    years = sorted({row["year"] for row in firm}, reverse=True)
    span = next((same for year in years if len(same := [row for row in firm if row["year"] == year]) >= SEVERAL), [])
    if not span:
        return f"{item}: {'too few answered to compare places' if len(firm) < SEVERAL else 'asked in different years'}"
    when = f", {span[0]['year']}" if len(years) > 1 else ""
    high, low = span[0]["value"], span[-1]["value"]
    if high == low:
        return f"{item}: {span[0]['text']} everywhere{when}"
    first = some_of([str(row["who"]) for row in span if row["value"] == high], SEVERAL)
    last = some_of([str(row["who"]) for row in span if row["value"] == low], SEVERAL)
    return f"{item}: from {span[0]['text']} in {first} to {span[-1]['text']} in {last}{when}"


def across_subtitle(facts: ListFacts, item: str, rows: Sequence[Row]) -> str:
    """Return question, item and period of one item across places."""
    years = {row["year"] for row in rows}
    return f"{facts.question}: {item} · {years.pop() if len(years) == 1 else 'last edition of each'}"


def across_alt(rows: Sequence[Row], item: str) -> str:
    """Return the alternative text of the chart of one item across places.

    Args:
        rows: as :func:`across_title` takes them.
        item: the item.
    """
    first, last = rows[0], rows[-1]
    years = sorted({row["year"] for row in rows})
    when = f"{years[0]}" if len(years) == 1 else f"last editions, {years[0]} to {years[-1]}"
    return fitting(
        lambda width: (
            f"Bar chart: {shortened(item, width)}, {when}. "
            f"Highest: {shortened(first['who'], width)} {first['text']}; "
            f"lowest: {shortened(last['who'], width)} {last['text']}. Table follows."
        )
    )


def across_about(rows: Sequence[Row], facts: ListFacts, drawn: int) -> list[str]:
    """Return what is to know of one item across places.

    Args:
        rows: as :func:`across_title` takes them.
        facts: the facts of the question in the reader's place.
        drawn: how many of them the chart shows; 0 where there is no chart.
    """
    said = []
    kinds = list(dict.fromkeys(str(row["rest_kind"]) for row in rows if not numbers.is_missing(row["rest_value"])))
    if kinds:
        judged = "Differences are exact." if facts.complete else "All rows are judged together (Newcombe, Holm)."
        said.append(
            f"Against the rest: each beside the other {joined(kinds)} of the same edition that have a published base, "
            f"weighted by it. A whole is not compared with its parts; a dash marks a row with nothing of its kind "
            f"beside it. {judged}"
        )
    else:
        said.append("Differences between two places can be chance; no verdict is given on them here.")
    if any(not numbers.is_missing(row["low"]) for row in rows):
        said.append(f"Range: {range_name(facts.evidence)}, worked out at the base shown (Wilson's method).")
    said += narrowed_words(rows)
    if 0 < drawn < len(rows):
        said.append(
            f"The chart shows {drawn} of {len(rows)}, the highest and the lowest among them. The table has all."
        )
    return said


def across_foot(rows: Sequence[Row], facts: ListFacts) -> str:
    """Return what stands under the chart of one item across places."""
    whisker = (
        [f"Whisker: {range_name(facts.evidence)}"] if any(not numbers.is_missing(row["low"]) for row in rows) else []
    )
    # The base of an edition is that of no single place.
    base = base_words([dict(row) | {"wave_base_n": None} for row in rows], facts.evidence)
    return " · ".join([base, facts.evidence_name, *whisker, facts.survey])


def between_words(left_out: int) -> str:
    """Return what stands in a chart for rows left out."""
    return f"… {left_out} more between, in the table"


# How the sentences are made -----------------------------------------------------------------------------------------


def _core(facts: ListFacts) -> Sequence[Row]:
    """Return the rows without answers such as «other», unless there is nothing else."""
    return [row for row in facts.rows if not row["residual"]] or facts.rows


def _leading_words(facts: ListFacts) -> str:
    firm = [row for row in _core(facts) if row["flag"] != WEAK]
    if facts.measure == "mentioned" or not firm:
        return ""
    # No verb between item and number: items are single and plural alike.
    said = joined([f"{row['item']} **{value_words(row, facts.measure)}**" for row in firm[:LISTED_NAMES]])
    lead = _lead_word(facts, firm[0])
    lead = {FIRST_PLACE: "At the top", HIGHEST_READ: "Highest places read"}.get(lead, lead)
    return f"{lead}: {said} ({facts.respondents}, {facts.year})."


def _lead_word(facts: ListFacts, first: Row) -> str:
    """Return what the leading one of the firm figures is, in words."""
    if facts.measure == "rank":
        return FIRST_PLACE if first["value"] == 1 else HIGHEST_READ
    if first is not _core(facts)[0]:
        return "Highest of the firm figures"
    return "Most named" if facts.kind in NAMED_KINDS and facts.measure == "percent" else "Highest"


def _changes_told(facts: ListFacts) -> str:
    told = [row["verdict"] for row in facts.rows]
    if facts.year_before is None or facts.measure == "mentioned":
        return ""
    reasons = joined(list(dict.fromkeys(str(row["reason"]) for row in facts.rows if row["verdict"] == CANNOT_TELL)))
    if set(told) == {CANNOT_TELL}:
        return f"Whether anything changed since {facts.year_before} cannot be told: {reasons}."
    if len(told) == 1:
        # The title says it.
        return ""
    said = [
        f"{told.count(verdict)} {word}"
        for verdict, word in (
            (UP, "up"),
            (DOWN, "down"),
            (UNCHANGED, "unchanged"),
            (TOO_CLOSE, "too close to call"),
            (CANNOT_TELL, f"cannot be told ({reasons})"),
        )
        if verdict in told
    ]
    return f"Of {len(told)} figures, {facts.year} against {facts.year_before}: {joined(said)}."


def _title_of_one(facts: ListFacts, row: Row) -> str:
    said = f"{row['item']}: {value_words(row, facts.measure)}"
    if row["flag_before"] == WEAK or row["verdict"] == CANNOT_TELL:
        return said
    since = facts.year_before
    if row["verdict"] == UNCHANGED:
        return f"{said}, unchanged since {since}"
    if row["verdict"] == TOO_CLOSE:
        return f"{said}; change since {since} too close to call"
    if facts.measure == "rank":
        return f"{said}, {'up' if row['verdict'] == UP else 'down'} from {numbers.place(row['before'])}"
    return f"{said}; {_verb(row)} {_size(row, facts.measure)} since {since}"


def _title_of_places(rows: Sequence[Row]) -> str:
    # No verb between item and number: items are single and plural alike.
    first = rows[0]
    leading = [str(row["item"]) for row in rows if row["value"] == first["value"]]
    sole = len(leading) == 1
    if first["value"] != 1:
        said = f"{HIGHEST_READ}: {some_of(leading)}, {value_words(first, 'rank')}"
    elif sole:
        said = f"First {'again' if first['before'] == 1 else 'place'}: {leading[0]}"
    else:
        said = f"First together: {some_of(leading)}"
    moved = [row for row in rows if row["verdict"] == UP] or [row for row in rows if row["verdict"] == DOWN]
    if not moved:
        return said
    size = max(abs(row["change"]) for row in moved)
    most = [row for row in moved if abs(row["change"]) == size]
    climbed = moved[0]["verdict"] == UP
    if climbed and sole and first["item"] in {row["item"] for row in most}:
        return f"{said}, up from {numbers.place(first['before'])}"
    # What was not read may have moved further.
    word = ("biggest climb" if climbed else "biggest fall") if _all_read(rows) else ("up" if climbed else "down")
    if len(most) == 1:
        return (
            f"{said}; {word}: {most[0]['item']}, from {before_words(most[0], 'rank')} to {value_words(most[0], 'rank')}"
        )
    return f"{said}; {word}: {some_of([str(row['item']) for row in most])}, {_places(size)} each"


def _title_of_figures(facts: ListFacts, firm: Sequence[Row]) -> str:
    first = firm[0]
    leading = [str(row["item"]) for row in firm if row["value"] == first["value"]]
    lead_word = _lead_word(facts, first)
    shown = numbers.of_measure(first["value"], facts.measure)
    sole = len(leading) == 1
    said = f"{lead_word}: {leading[0]}, {shown}" if sole else f"{lead_word} together: {some_of(leading)}, {shown} each"
    moved = [row for row in firm if row["verdict"] in {UP, DOWN} and row["flag_before"] != WEAK]
    if moved:
        # Of equal changes that of the leading item is told; what reckoning adds must not decide.
        most = max(moved, key=lambda row: round(abs(row["change"]), 6))
        if sole and most["item"] == first["item"]:
            return f"{said}, {'up' if most['verdict'] == UP else 'down'} {_size(most, facts.measure)}"
        return f"{said}; {most['item']} {_verb(most)} {_size(most, facts.measure)}"
    told = {row["verdict"] for row in facts.rows} - {CANNOT_TELL}
    if told == {TOO_CLOSE}:
        return f"{said}; no change large enough to call"
    return f"{said}; unchanged since {facts.year_before}" if told == {UNCHANGED} and _all_told(facts) else said


def _all_read(rows: Sequence[Row]) -> bool:
    """Say whether a list of places was read to its end, in this edition and the one before."""
    return all(row["list_complete"] and row["reason"] != REASON_NOT_READ for row in rows)


def _all_told(facts: ListFacts) -> bool:
    return all(row["verdict"] != CANNOT_TELL for row in facts.rows)


def _about_changes(facts: ListFacts) -> list[str]:
    if facts.measure != "percent" or not any(not numbers.is_missing(row["change"]) for row in facts.rows):
        return []
    said = ["Changes are taken before rounding, so they may differ by a point from what the rounded shares suggest."]
    if any(not numbers.is_missing(row["change_low"]) for row in facts.rows):
        said.append(
            "A change is up or down only if its own 95% range excludes zero (Newcombe's method). It must also stand "
            "out once all changes of the list are judged together (Holm's method)."
        )
    return said


def _misfit_words(facts: ListFacts) -> list[str]:
    """Return what it means that shares cannot come from their base; nothing where all can."""
    if not facts.has_ranges:
        return []
    fits = fits_base(facts.items["value"].to_numpy(float), facts.items["base_n"].to_numpy(float, na_value=float("nan")))
    misfits = [row for row, fit in zip(facts.rows, fits.tolist(), strict=True) if not fit]
    if not misfits:
        return []
    value, base = misfits[0]["value"], numbers.count(misfits[0]["base_n"])
    return [
        (
            f"A share published as {value:g}% cannot come from exactly {base} answers. So fewer answered this question "
            "than the base says, or answers were weighted: ranges may be wider than shown."
        )
    ]


def _reach_words(edition: str, answered: int, there: int) -> list[str]:
    if answered >= there:
        return [f"{edition}: all {numbers.count(there)} that could have answered did, so shares have no range."]
    if answered <= there * FINITE_FRACTION:
        return []
    part = f"{numbers.count(answered)} of all {numbers.count(there)} that could have answered did"
    return [f"{edition}: {part}, so the range is narrower than in a larger group (finite population correction)."]


def _method_words(method: str) -> str:
    """Return how an edition was made in words; empty where only a code with a number is known, as in «survey-2»."""
    if " " in method:
        return method.removesuffix(".")
    return "" if any(letter.isdigit() for letter in method) else method.replace("-", " ")


def _verb(row: Row) -> str:
    return "rose" if row["verdict"] == UP else "fell"


def _size(row: Row, measure: str) -> str:
    if measure == "percent":
        return numbers.size_in_points(row["change"])
    return numbers.difference_of_measure(abs(row["change"]), measure).lstrip("+")


def _places(change: Any) -> str:
    moved = abs(int(change))
    return f"{moved} {'place' if moved == 1 else 'places'}"
