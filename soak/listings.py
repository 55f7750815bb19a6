"""Listings held against the tables: what a page lists beside its findings, by the rows that it says are behind it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from soak.cards import Judged, Oracle, bare, is_shown_as, number_in
from soak.files import Row, Shown
from soak.truth import RESTRICTS

Cells = Mapping[str, str]
# Counts the figures of a row and returns what is wrong with it.
_Judge = Callable[[Judged, Cells], str]
_YEAR = re.compile(r"^\d{4}$")


def judge_listing(oracle: Oracle, page: str, listing: Mapping[str, Any]) -> Judged:
    """Judge the rows of a listing, as programs get it, by the rows of the table that it says are behind it.

    Args:
        oracle: of the version that the listing is of.
        page: name of its page.
        listing: as ``/api/v1/cards`` gives it.
    """
    headings = [column["heading"] for column in listing["table"]["columns"]]
    rows: Sequence[list[str]] = listing["table"]["rows"]
    judge = _judge_of(oracle, headings, listing["addresses"].get("behind", ""))
    if judge is None:
        words = "\n".join([listing["title"], *listing["notes"]])
        return oracle.words(page, Shown(listing["key"], words, headings, [*rows]))
    judged = Judged()
    for row in rows:
        if wrong := judge(judged, dict(zip(headings, map(bare, row), strict=True))):
            judged.wrong.append(f"{page}/{listing['key']}: {wrong}")
    return judged


def _judge_of(oracle: Oracle, headings: Sequence[str], address: str) -> _Judge | None:
    """Return what judges the rows of a listing; None where no table is behind it or nothing is known of such rows.

    Args:
        oracle: of the version that the listing is of.
        headings: of its table.
        address: of the rows behind it; empty without.
    """
    place = urlsplit(address)
    table = place.path.rpartition("/")[2].partition(".")[0]
    # A filter that a table does not have restricts nothing of it.
    filters = {field: codes for field, codes in parse_qs(place.query).items() if field in RESTRICTS.get(table, ())}
    match table, headings:
        case "answers", ["Body", _, *_]:
            return _among(oracle.truth.chosen(table, filters).values(), headings[:2], ("body_name", "answer"))
        case "cases", ["Case", *_]:
            return _among(oracle.truth.chosen(table, filters).values(), headings[:1], ("title",))
        case "indicators", [*_] if "Country" in headings:
            # The editions before stand in further columns.
            every = {field: codes for field, codes in filters.items() if field != "year"}
            rows = _by(oracle.truth.chosen(table, every).values(), lambda row: str(row["country_name"]))
            editions = [heading for heading in headings if _YEAR.match(heading)]
            return lambda judged, cells: " ".join(
                _value(judged, cells["Country"], cells[year], int(year), rows) for year in editions
            ).strip()
        case "indicators", ["Index", "Value", *_]:
            rows = _by(
                oracle.truth.chosen(table, filters).values(),
                lambda row: f"{row['series_name']}: {row['indicator_name']}",
            )
            return lambda judged, cells: _value(judged, cells["Index"], cells["Value"], int(cells["Year"]), rows)
    return None


def _among(rows: Iterable[Row], headings: Sequence[str], columns: Sequence[str]) -> _Judge:
    """Return what judges that the tables have a row with what stands below some headings."""
    known = {tuple(row[name] for name in columns) for row in rows}

    def judge(judged: Judged, cells: Cells) -> str:
        told = tuple(cells[name] for name in headings)
        judged.figures += len(told)
        return "" if told in known else f"{told} which the tables do not have"

    return judge


def _by(rows: Iterable[Row], name: Callable[[Row], str]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[name(row)].append(row)
    return found


def _value(judged: Judged, name: str, shown: str, year: int, rows: Mapping[str, Sequence[Row]]) -> str:
    """Count a value of an index, and return where the tables have another of what it is of in that year."""
    number = number_in(shown)
    if number is None:
        return ""
    judged.figures += 1
    known = [row["value"] for row in rows.get(name, ()) if row["year"] == year]
    if any(is_shown_as(value, *number) for value in known):
        return ""
    return f"{name!r} {shown} ({year}) where the tables have {known or 'nothing'}"
