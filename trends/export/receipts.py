"""The receipt of one row of a card: what it says, where its figure stands in its source, and how it was come by.

A figure that a source published is found again by the names of its row; what was computed says so, by which question.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from trends.export import since
from trends.export.briefing import Finding
from trends.export.finding_words import absolute
from trends.export.image import PRODUCT
from trends.export.plain import joined_values, one_line, plain_rows
from trends.words.columns import MEANINGS
from trends.words.text import plain

# More receipts than these in one text nobody reads; each row has one of its own by its number.
MOST_ROWS = 50
ROW = "row"
# What names a row, in the order told; a card has some of these.
_NAMES = (
    "survey_name", "series_name", "question_name", "indicator_name", "measure", "year", "country_name", "region",
    "sector_name", "body_size", "kind_of_part", "part", "theme_name", "item", "answer", "counted_by", "name", "title",
    "organisation", "body_name", "body_type", "place", "collection", "term",
)  # fmt: skip
# What a row says, in the order told.
_FIGURES = (
    "value", "letter", "unit", "base_n", "base_at_least", "base_at_most", "population", "effective_base",
    "low", "high", "flag", "rank",
    "before", "year_before", "change", "verdict", "reason", "against_the_rest", "leads", "surveys", "cases", "bodies",
    "outcome",
)  # fmt: skip
# What was worked out from figures, whether or not the figures themselves were published.
_WORKED_OUT = ("low", "high", "rank", "change", "verdict", "against_the_rest")
_ASKED = (
    "survey_name", "question_name", "measure", "indicator_name", "country_name", "region", "sector_name", "body_size",
    "item", "source_name",
)  # fmt: skip
# Shorter than what the columns of files mean, where a line begins with it.
_LABELS = {
    "question_name": "Question asked", "measure": "Measure", "year": "Edition", "region": "Part of the country",
    "item": "Item", "kind_of_part": "Parted by", "part": "Part", "answer": "Answer", "title": "Case",
    "organisation": "Who runs it", "collection": "Collection", "value": "Figure", "letter": "Letter", "unit": "Unit",
    "base_n": "Base", "base_at_least": "Base, at least", "base_at_most": "Base, at most",
    "effective_base": "Effective base", "low": "Range from",
    "high": "Range to", "flag": "Flag", "rank": "Place", "before": "Figure before", "year_before": "Edition before",
    "change": "Change", "verdict": "Verdict", "reason": "Why one cannot tell", "against_the_rest": "Against the rest",
    "leads": "Lists it leads", "bodies": "Bodies", "outcome": "Outcome",
}  # fmt: skip
_ORIGINS = {
    "published": "published in its source",
    "computed": "computed from what its source publishes",
    "guarded": "counted from the answers of persons and changed by up to 5 of them, which protects those who answered",
}


def receipt(finding: Finding, number: int, host: str = "") -> dict[str, Any]:
    """Return the receipt of a row of a card: what it is called and says, source, how it was come by, evidence, address.

    Args:
        finding: the card with what it was asked with.
        number: the row, as the card's files have it; the first is 1.
        host: scheme, host and path of the dashboard; empty where it is not known.

    Raises:
        IndexError: the card has no such row; says how many it has.
    """
    card = finding.card
    if not 1 <= number <= len(card.shown):
        raise IndexError(f"The card {card.key} has no row {number}; it has {len(card.shown)}, the first is row 1.")
    (row,) = plain_rows(card.shown.iloc[[number - 1]])
    version = finding.request.version
    found = _found(finding, row)
    place = found.get("figure") or found.get("value") or {}
    read = place or found.get("source") or {}
    return {
        "row": number,
        "of": _given(row, _NAMES),
        "says": _given(row, _FIGURES),
        "source": {
            "name": row.get("source_name") or card.source.name,
            "url": absolute(str(row.get("source_url") or place.get("source_url") or card.source.url), host),
            "place": row.get("source_place") or place.get("source_place"),
            "licence": row.get("licence") or card.source.licence,
            "read_on": str(row.get("read_on") or read.get("read_on") or "") or None,
        },
        "code": place.get("code"),
        "how": _how(row, place),
        "query": card.receipt.words() if card.receipt else None,
        "evidence": since.cited_as(version),
        "fingerprint": version.fingerprint,
        "address": finding.address(host, since.name_of(version)),
    }


def receipt_text(told: Mapping[str, Any], title: str) -> str:
    """Return a receipt as plain text, a line each; what is not known is left out."""
    source = told["source"]
    lines = [
        (f"{PRODUCT}, receipt", f"row {told['row']} of “{title}”"),
        *((_label(name), value) for part in ("of", "says") for name, value in told[part].items()),
        ("Source", source["name"]),
        ("Web address", source["url"]),
        ("Place in the source", source["place"]),
        ("Read on", source["read_on"]),
        ("Licence", source["licence"]),
        ("Code", told["code"]),
        ("How", told["how"]),
        ("Query", told["query"]),
        ("Evidence", str(told["evidence"]).removeprefix("evidence ")),
        ("Address", told["address"]),
    ]
    said = [(label, _said(value)) for label, value in lines]
    return "".join(f"{label}: {words}\n" for label, words in said if words)


def receipts_text(finding: Finding, rows: Sequence[int], host: str = "") -> str:
    """Return the receipts of some rows of a card as plain text, at most :data:`MOST_ROWS`.

    Raises:
        IndexError: the card has no such row.
    """
    title = one_line(plain(finding.card.title))
    made = [receipt_text(receipt(finding, number, host), title) for number in rows[:MOST_ROWS]]
    if len(rows) > MOST_ROWS:
        made.append(f"These are the first {MOST_ROWS} of {len(rows)} rows; add {ROW}=… for any other.\n")
    return "\n".join(made)


def _found(finding: Finding, row: Mapping[str, Any]) -> dict[str, dict[Any, Any]]:
    """Return what is known of the figure, value or source that a row names, by kind, where it is one alone."""
    asked = {name: str(row.get(name) or "") for name in _ASKED}
    if not asked["source_name"]:
        asked["source_name"] = finding.card.source.name
    rows = finding.request.store.rows("row_receipt", year=int(row.get("year") or 0), **asked)
    kinds = [str(each["kind"]) for each in rows]
    return {str(each["kind"]): each for each in rows if kinds.count(str(each["kind"])) == 1}


def _how(row: Mapping[str, Any], place: Mapping[Any, Any]) -> str:
    """Return whether what a row says was published or computed."""
    if not place:
        if "value" in row or "unit" in row:
            return "computed by the query below from the rows of its source"
        return "listed by the query below"
    came = _ORIGINS.get(str(place["origin"]), str(place["origin"]))
    worked_out = [_label(name).lower() for name in _WORKED_OUT if row.get(name) is not None]
    return f"{came}; computed here: {', '.join(worked_out)}" if worked_out else came


def _given(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) not in (None, "", [])}


def _label(name: str) -> str:
    """Return a column in few words: those of this page, else what it means, as far as its first mark of punctuation."""
    return _LABELS.get(name) or re.split("[:;,]", MEANINGS.get(name, name))[0]


def _said(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else one_line(joined_values(value))
