"""Sentences from facts: the one place where title, subtitle, alternative text, table and file note get their words.

Every function here takes facts (a frame of :mod:`trends.changes` or of a query) and returns words, so that no two
places can say different things of the same figures. «Rose» and «fell» are only said where the verdict is up or down.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trends import numbers
from trends.changes import COMPLETE_COUNTS, UNCHANGED
from trends.statistics import Verdict

MARKS = {
    str(Verdict.UP): "▲ up",
    str(Verdict.DOWN): "▼ down",
    str(Verdict.TOO_CLOSE): "≈ too close to call",
    str(Verdict.CANNOT_TELL): "? cannot tell",
    UNCHANGED: "= unchanged",
}
ALT_LENGTH = 160
NAMED_KINDS = frozenset({"priority", "concern", "opportunity"})
SYMBOLS = {
    "u": "[u] few answered (under 30) or a range of 30 points or more: read with care.",
    "x": "[x] not asked, not published or not read.",
}
SELF_SELECTED_RANGE = "range if these answers were a random sample"
SAMPLE_RANGE = "95% range"


@dataclass(frozen=True)
class ListFacts:
    """A question in one slice: its last edition with changes (see :func:`trends.changes.last_edition`), and what it is.

    ``place`` is the country with its region or kind of body, ``sector`` its sector.
    """

    items: pd.DataFrame
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


def range_name(evidence: str) -> str:
    """Return what the range of a share is called: only a random sample has a plain one."""
    return SAMPLE_RANGE if evidence == "random_sample" else SELF_SELECTED_RANGE


def joined(parts: Sequence[str]) -> str:
    """Return a list in words: «a, b and c»."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def shortened(text: str, width: int) -> str:
    """Return a text cut at a word, with an ellipsis where something was left out."""
    return textwrap.shorten(text, width, placeholder="…") if len(text) > width else text


def base_words(items: pd.DataFrame, evidence: str) -> str:
    """Return the base of an edition: one number, or the span where items differ."""
    bases = items["base_n"].dropna()
    unit = "counted" if evidence in COMPLETE_COUNTS else "answered"
    if len(bases):
        low, high = int(bases.min()), int(bases.max())
        span = numbers.count(low) if low == high else f"{numbers.count(low)}–{numbers.count(high)}"
        return f"Base: {span} {unit}"
    wave = items["wave_base_n"].dropna()
    if len(wave):
        return f"Base of the question not published; {numbers.count(wave.iloc[0])} {unit} the edition"
    return "Base not published"


def title(facts: ListFacts) -> str:
    """Return the finding in about ten words; a weak figure is never headlined."""
    items = facts.items
    first = items.iloc[0]
    if facts.measure == "mentioned":
        return f"{len(items)} named by {facts.survey}" if len(items) > 1 else f"Named: {first['item']}"
    if first["flag"] == "u":
        return f"Few answered: read «{facts.question}» with care"
    if facts.measure == "rank":
        return _title_of_places(items)
    return _title_of_shares(facts)


def _title_of_places(items: pd.DataFrame) -> str:
    # No verb between item and number: items are single and plural alike.
    first = items.iloc[0]
    leading = items.loc[items["value"] == first["value"], "item"].tolist()
    if len(leading) > 1:
        said = f"First together: {joined(leading)}"
    else:
        said = f"First {'again' if first['before'] == first['value'] else 'place'}: {leading[0]}"
    rise = items[items["verdict"] == str(Verdict.UP)]
    if rise.empty:
        return said
    most = rise.iloc[int(rise["change"].argmax())]
    before, now = numbers.place(most["before"]), numbers.place(most["value"])
    if most["item"] != first["item"]:
        return f"{said}; biggest climb: {most['item']}, from {before} to {now}"
    return f"{said}, up from {before}" if len(leading) == 1 else said


def _title_of_shares(facts: ListFacts) -> str:
    items = facts.items
    first = items.iloc[0]
    leading = items.loc[items["value"] == first["value"], "item"].tolist()
    shown = numbers.of_measure(first["value"], facts.measure)
    if len(items) == 1:
        return f"{first['item']}: {shown}"
    lead_word = "Most named" if facts.kind in NAMED_KINDS and facts.measure == "percent" else "Highest"
    if len(leading) > 1:
        return f"{lead_word} together: {joined(leading[:3])}, {shown} each"
    said = f"{lead_word}: {first['item']}, {shown}"
    moved = items[items["verdict"].isin([str(Verdict.UP), str(Verdict.DOWN)]) & (items["flag"] != "u")]
    if facts.measure == "percent" and len(moved):
        most = moved.iloc[int(moved["change"].abs().argmax())]
        verb = "rose" if most["verdict"] == str(Verdict.UP) else "fell"
        said += f"; {most['item']} {verb} {numbers.points(abs(most['change'])).lstrip('+')}"
    return said


def subtitle(facts: ListFacts) -> str:
    """Return measure, who answered, place and period."""
    measured = {
        "percent": "Share of those who answered",
        "rank": "Place in the list",
        "mentioned": "Named, without figures; the order means nothing",
        "count": "Number",
        "score": "Score",
    }[facts.measure]
    period = f"{facts.year}" if facts.year_before is None else f"{facts.year}, compared with {facts.year_before}"
    return f"{facts.question}. {measured} · {facts.respondents} · {facts.place} · {period}"


def alt(facts: ListFacts, chart: str) -> str:
    """Return the alternative text of a chart of the list: kind, what, where, when, and the ends."""
    first, last = facts.items.iloc[0], facts.items.iloc[-1]
    ends = ("First", "last") if facts.measure == "rank" else ("Highest", "lowest")
    values = [numbers.of_measure(row["value"], facts.measure) for row in (first, last)]
    return fitting(
        lambda width: (
            f"{chart}: {shortened(facts.question, width + 10)}, {shortened(facts.place, 24)}, {facts.year}. "
            f"{ends[0]}: {shortened(first['item'], width)} {values[0]}; "
            f"{ends[1]}: {shortened(last['item'], width)} {values[1]}. Table follows."
        )
    )


def fitting(text_of_width: Callable[[int], str]) -> str:
    """Return the longest alternative text that fits, trying ever shorter names."""
    for width in (60, 40, 30, 22, 15):
        if len(text := text_of_width(width)) <= ALT_LENGTH:
            return text
    return text[: ALT_LENGTH - 1] + "…"


def value_words(row: Mapping[Any, Any], measure: str) -> str:
    """Return a figure as it stands at its bar and in its table: with its flag, without its range."""
    said = numbers.of_measure(row["value"], measure, tied=bool(row["tied"]))
    return f"{said} [u]" if row["flag"] == "u" else said


def change_words(row: Mapping[Any, Any], measure: str) -> str:
    """Return a change in words: mark, verdict and size, or why one cannot tell."""
    mark = MARKS[row["verdict"]]
    if row["verdict"] == str(Verdict.CANNOT_TELL):
        return f"{mark} ({row['reason']})"
    if measure == "rank":
        moved = abs(int(row["change"]))
        return mark if moved == 0 else f"{mark} {moved} {'place' if moved == 1 else 'places'}"
    if measure == "percent":
        return f"{mark} ({numbers.points(row['change'])})"
    return f"{mark} ({numbers.score(row['change'])})"


def symbols_in(table: pd.DataFrame) -> list[str]:
    """Return the explanations of the symbols that occur in a table for reading."""
    cells = {str(cell) for column in table for cell in table[column]}
    return [text for symbol, text in SYMBOLS.items() if any(f"[{symbol}]" in cell for cell in cells)]


def range_words(low: float, high: float) -> str:
    """Return a range of shares as in «49 to 72»."""
    return numbers.MISSING if numbers.is_missing(low) else f"{numbers.share(low)} to {numbers.share(high)}"


def across_title(rows: pd.DataFrame, item: str, facts: ListFacts) -> str:
    """Return what one item looks like across places: the span from the highest to the lowest firm figure."""
    firm = rows[rows["flag"] != "u"]
    if facts.measure == "mentioned":
        return f"{item}: named in {len(rows)} places"
    if len(firm) < 2:  # noqa: PLR2004 - a span has two ends
        return f"{item}: too few answered to compare places"
    first, last = firm.iloc[0], firm.iloc[-1]
    if first["value"] == last["value"]:
        return f"{item}: {first['text']} everywhere it was asked"
    return f"{item}: from {first['text']} in {first['place']} to {last['text']} in {last['place']}"


def across_alt(rows: pd.DataFrame, item: str) -> str:
    """Return the alternative text of the chart of one item across places."""
    first, last = rows.iloc[0], rows.iloc[-1]
    return fitting(
        lambda width: (
            f"Bar chart: {shortened(item, width)}, last editions to {rows['year'].max()}. "
            f"Highest: {shortened(first['place'], width)} {first['text']}; "
            f"lowest: {shortened(last['place'], width)} {last['text']}. Table follows."
        )
    )
