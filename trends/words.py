"""Sentences from facts: the one place where title, subtitle, alternative text, table and file note get their words.

Every function here takes facts (a frame of :mod:`trends.changes` or of a query) and returns words, so that no two places can
say different things of the same figures. «Rose» and «fell» are only said where the verdict is «up» or «down».
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

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
    if facts.measure == "mentioned":
        return f"{len(items)} named by {facts.survey}" if len(items) > 1 else f"{items['item'].iloc[0]} is named"
    first = items.iloc[0]
    leading = items[items["value"] == first["value"]]
    if first["flag"] == "u":
        return f"Few answered: read «{facts.question}» with care"
    if facts.measure == "rank":
        names = joined(leading["item"].tolist())
        said = f"First together: {names}" if len(leading) > 1 else f"First: {names}"
        if len(leading) == 1 and first["before"] == first["value"]:
            said = f"First again: {names}"
        rise = items[(items["change"] > 0) & (items["verdict"] == str(Verdict.UP))]
        if len(rise):
            most = rise.loc[rise["change"].idxmax()]
            if most["item"] != first["item"]:
                said += f"; biggest climb: {most['item']}, from {numbers.place(most['before'])} to {numbers.place(most['value'])}"
            elif len(leading) == 1:
                said += f", up from {numbers.place(most['before'])}"
        return said
    shown = numbers.of_measure(first["value"], facts.measure)
    if len(items) == 1:
        return f"{first['item']}: {shown}"
    # No verb between item and number: items are single and plural alike.
    lead_word = "Most named" if facts.kind in NAMED_KINDS and facts.measure == "percent" else "Highest"
    if len(leading) > 1:
        return f"{lead_word} together: {joined(leading['item'].tolist()[:3])}, {shown} each"
    said = f"{lead_word}: {first['item']}, {shown}"
    moved = items[items["verdict"].isin([str(Verdict.UP), str(Verdict.DOWN)]) & (items["flag"] != "u")]
    if facts.measure == "percent" and len(moved):
        most = moved.loc[moved["change"].abs().idxmax()]
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
    """Return the alternative text of a chart of the list: what it is, where, when, the ends, and where the numbers are."""
    first, last = facts.items.iloc[0], facts.items.iloc[-1]
    ends = ("First", "last") if facts.measure == "rank" else ("Highest", "lowest")
    tail = (
        f", {shortened(facts.place, 24)}, {facts.year}. {ends[0]}: {{first}} {numbers.of_measure(first['value'], facts.measure)}"
        f"; {ends[1]}: {{last}} {numbers.of_measure(last['value'], facts.measure)}. Table follows."
    )
    for width in (40, 30, 22, 15):
        text = f"{chart}: {shortened(facts.question, width + 10)}" + tail.format(
            first=shortened(first["item"], width), last=shortened(last["item"], width)
        )
        if len(text) <= ALT_LENGTH:
            return text
    return text[: ALT_LENGTH - 1] + "…"


def value_words(row: pd.Series, measure: str) -> str:
    """Return a figure as it stands at its bar and in its table: with its flag, without its range."""
    said = numbers.of_measure(row["value"], measure, tied=bool(row["tied"]))
    return f"{said} [u]" if row["flag"] == "u" else said


def change_words(row: pd.Series, measure: str) -> str:
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


def across_alt(rows: pd.DataFrame, item: str, facts: ListFacts) -> str:
    """Return the alternative text of the chart of one item across places."""
    first, last = rows.iloc[0], rows.iloc[-1]
    for width in (40, 28, 20, 14):
        text = (
            f"Bar chart: {shortened(item, width)}, last editions to {rows['year'].max()}. "
            f"Highest: {shortened(first['place'], width)} {first['text']}; "
            f"lowest: {shortened(last['place'], width)} {last['text']}. Table follows."
        )
        if len(text) <= ALT_LENGTH:
            return text
    return text[: ALT_LENGTH - 1] + "…"
