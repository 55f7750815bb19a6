"""Sentences on one item of a question across countries, sectors, regions and kinds of body."""

from collections.abc import Sequence

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.verdicts import CANNOT_TELL, DOWN, TOO_CLOSE, UNCHANGED, UP, WEAK
from trends.subjects.lists.facts import ListFacts
from trends.subjects.lists.words import asked_item
from trends.words import numbers
from trends.words.grammar import fitting, joined, named_in, sharing, shortened, some_of, the
from trends.words.pieces import SEVERAL, base_mark, base_words, notes_told, range_name
from trends.words.widths import width_words, worked_out_at


def across_title(rows: Sequence[Row], item: str, facts: ListFacts) -> str:
    """Return where the reader's place stands against the rest, or the span from the highest to the lowest firm figure.

    Of a detail of a survey it is what is shown alone.

    Args:
        rows: one row per slice, highest first, with ``who`` (its name), ``text``, ``mine``, and the columns of
            :func:`trends.statistics.rest.against_rest`.
        item: the item.
        facts: the facts of the question in the reader's place.
    """
    apart = _apart(rows)
    many = f"{numbers.counted(len(apart), 'place')}{' and parts of it' * (len(apart) == 1 < len(rows))}"
    if facts.detail:
        # It is drawn and named, but no figure of it stands as a finding.
        return f"{facts.question}: {item}, in {many}"
    said = asked_item(facts, item)
    if facts.measure == "mentioned":
        return f"{said} named in {many}"
    firm = [row for row in rows if row["flag"] != WEAK]
    if own := next((row for row in firm if row["mine"] and row["verdict"] != CANNOT_TELL), None):
        size = numbers.size_of_measure(own["value"], own["rest_value"], "percent")
        against = {
            UP: f"{size} above the rest",
            DOWN: f"{size} below the rest",
            UNCHANGED: "the same as the rest",
            TOO_CLOSE: "too close to the rest to call",
        }[own["verdict"]]
        return f"{said} {own['text']} in {the(str(own['who']))}, {against}"
    if len(apart) == 1 < len(rows):
        return (
            f"{said} {apart[0]['text']} in {the(str(apart[0]['who']))}{base_mark(apart[0])}, with parts of it beside it"
        )
    # Nor do a whole and its part make a span.
    firm = [row for row in apart if row["flag"] != WEAK]
    # Editions of different years do not make one span.
    years = sorted({row["year"] for row in firm}, reverse=True)
    span = next((same for year in years if len(same := [row for row in firm if row["year"] == year]) >= SEVERAL), [])
    if not span:
        return f"{said} {'too few answered to compare places' if len(firm) < SEVERAL else 'asked in different years'}"
    when = f", {span[0]['year']}" if len(years) > 1 else ""
    (first, mark), (last, last_mark) = _end_of(span, span[0]), _end_of(span, span[-1])
    if span[0]["value"] == span[-1]["value"]:
        return f"{said} {span[0]['text']} everywhere{when}{mark}"
    # A mark of both ends is said once.
    return f"{said} from {first}{mark if mark != last_mark else ''} to {last}{when}{last_mark}"


def _end_of(span: Sequence[Row], end: Row) -> tuple[str, str]:
    """Return who shares the value of an end, as in “70% in Norway and Kenya”, and the mark of all their bases."""
    held = [row for row in span if row["value"] == end["value"]]
    marks = {base_mark(row) for row in held}
    names = [f"{the(str(row['who']))}{base_mark(row) if len(marks) > 1 else ''}" for row in held]
    return f"{end['text']} in {some_of(names, SEVERAL)}", marks.pop() if len(marks) == 1 else ""


def _apart(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that overlap with none of the others: no part beside its whole, no group beside countries."""
    wholes = {(row["country"], row["sector"]) for row in rows if not _is_part(row)}
    countries = any(row["country_kind"] == "country" for row in rows)
    return [
        row
        for row in rows
        if not (_is_part(row) and (row["country"], row["sector"]) in wholes)
        and not (countries and row["country_kind"] != "country")
    ]


def _is_part(row: Row) -> bool:
    return not all(cells.is_missing(row[name]) for name in ("region", "body_size"))


def strong_places(rows: Sequence[Row], title: str) -> frozenset[str]:
    """Return the labels of the bars that stand out: the reader's own place, or without it those the title names.

    The place that is looked at stands out before others where the title names it.

    Args:
        rows: as :func:`across_title` takes them, with ``label``.
        title: what :func:`across_title` returned.
    """
    told = named_in(title, [str(row["who"]) for row in rows])
    if mine := [row for row in rows if row["mine"] and (row["you"] or row["who"] in told)]:
        return frozenset(str(row["label"]) for row in mine)
    return frozenset(str(row["label"]) for row in rows if row["who"] in told and row["flag"] != WEAK)


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
    highest, lowest = ([str(row["who"]) for row in rows if row["text"] == end["text"]] for end in (first, last))
    years = sorted({row["year"] for row in rows})
    when = f"{years[0]}" if len(years) == 1 else f"last editions, {years[0]} to {years[-1]}"
    return fitting(
        lambda width: (
            f"Bar chart: {shortened(item, width)}, {when}. "
            f"Highest: {sharing(highest, width)} {first['text']}; "
            f"lowest: {sharing(lowest, width)} {last['text']}. Table follows."
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
    kinds = list(dict.fromkeys(str(row["rest_kind"]) for row in rows if not cells.is_missing(row["rest_value"])))
    if kinds:
        exact = all(row["complete"] for row in rows if not cells.is_missing(row["base_n"]))
        judged = "Differences are exact." if exact else "All rows are judged together (Newcombe, Holm)."
        said.append(
            f"Against the rest: each beside the other {joined(kinds)} of the same edition that have a published base, "
            f"weighted by it. A whole is not compared with its parts; a dash marks a row with nothing of its kind "
            f"beside it. {judged}"
        )
    else:
        said.append("Differences between two places can be chance; no verdict is given on them here.")
    if any(not cells.is_missing(row["low"]) for row in rows):
        said.append(f"Range: {range_name(facts.evidence)}, worked out at {worked_out_at(rows)} (Wilson's method).")
    said += width_words(rows)
    if 0 < drawn < len(rows):
        said.append(
            f"The chart shows {drawn} of {len(rows)}, the highest and the lowest among them. The table has all."
        )
    said += [f"How the survey was made: {facts.method_note}"] if facts.method_note else []
    return [*said, *notes_told(rows, "label")]


def across_foot(rows: Sequence[Row], facts: ListFacts) -> str:
    """Return what stands under the chart of one item across places."""
    whisker = (
        [f"Whisker: {range_name(facts.evidence)}"] if any(not cells.is_missing(row["low"]) for row in rows) else []
    )
    # The base of an edition is that of no single place.
    base = base_words([dict(row) | {"wave_base_n": None} for row in rows])
    return " · ".join([base, facts.evidence_name, *whisker, facts.survey])
