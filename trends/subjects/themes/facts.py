"""One theme, everything known: what surveys say, what bodies do, how countries compare, who has done it.

Surveys ask different people different things, so their shares stand side by side: they are never added, averaged or
ranked against each other. What may be compared is where a theme stands within each list, and that is said in words.
"""

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from trends.statistics import cells
from trends.statistics.ages import age
from trends.statistics.cells import Row
from trends.statistics.editions import RECENT_YEARS
from trends.statistics.ranges import ranged
from trends.statistics.resting import ALL_LOOKED_AT
from trends.statistics.verdicts import WEAK
from trends.subjects.bodies.contrast import Contrast, contrast
from trends.subjects.lists.counted import Counted
from trends.words import grammar

SAID = ("priority", "concern", "opportunity", "attitude")
DONE = ("adoption", "maturity")

# A list of fewer items or themes says nothing of which theme comes first.
LISTED = 3
# Fewer surveys than this neither agree nor disagree; of those there are, this part must say the same to agree.
SEVERAL_LISTS = 3
AGREED = 0.75
# How many years a figure may be older than the newest one and still be called recent.
RECENT = 2
# Order of preference: evidence for a whole group, then evidence for those who answered, whatever the base.
FIRMEST_KINDS = ("complete", "random_sample")
# A count that lacks no more than one in twenty of all there are is as firm as one that lacks none.
NEARLY_ALL = 0.95

# What kinds of body have in common whose shares stand beside each other.
_EDITION_OF_KINDS = ("question", "item", "country", "sector", "year", "method")

# How many uses each survey of uses tells.
USES_OF_A_QUESTION = 2


class ListPlace(NamedTuple):
    """Where a theme stands in a list: its place, how many items of the list were read, and the list's year."""

    place: int
    items: int
    year: int


# Where a theme stands in lists --------------------------------------------------------------------------------------


def list_places(held: Counted, theme: str) -> list[ListPlace]:
    """Return the place of a theme in each counted list that names it.

    Args:
        held: the lists of a kind that count.
        theme: code of the theme.
    """
    return [ListPlace(row["place"], row["items"], row["year"]) for row in held.rows if row["theme"] == theme]


def firsts(places: Sequence[ListPlace]) -> int:
    """Return in how many lists a theme stands first."""
    return sum(each.place == 1 for each in places)


# Figures ------------------------------------------------------------------------------------------------------------


def firmest(rows: Sequence[Mapping[Hashable, Any]], *, details: bool = False) -> list[int]:
    """Return where the newest firm shares stand among the rows, the firmest question first.

    Complete counts come first, and those that lack few of all there are; then random samples, then the others by base.
    Before the base comes, but in tables, whether a question is on the theme: see :func:`is_on_its_theme`.

    Firm is a share, of a question that may be headlined, of a published base (or of a least one) that is not weak and
    no answer such as “other”; new is one at most two years older than the newest firm one. The shares of a question
    in a country stay together, the highest first.

    Args:
        rows: figures of ``queries/themes/theme_evidence.sql`` with their ranges (see
            :func:`trends.statistics.ranges.ranged`).
        details: whether questions that may not be headlined count too, as they do in tables.
    """
    return [at for at, _ in sorted(_ordered(rows, details=details), key=lambda each: each[1])]


def _ordered(rows: Sequence[Mapping[Hashable, Any]], *, details: bool) -> list[tuple[int, tuple[Any, ...]]]:
    """Return where the newest firm shares stand among the rows, each with what they are put in order by."""
    firm = [(at, row) for at, row in enumerate(rows) if _is_firm(row) and (details or _may_lead(row))]
    newest = max((row["year"] for _, row in firm), default=0)
    # A survey of many groups has thousands of firm shares, so that each is told from the others once.
    recent = [(at, row, asked_key(row)) for at, row in firm if row["year"] >= newest - RECENT]
    bases: dict[tuple[str, ...], float] = {}
    for _, row, key in recent:
        base = float(row["base_at_least"] if cells.is_missing(row["base_n"]) else row["base_n"])
        bases[key] = max(base, bases.get(key, -math.inf))
    # Of a question put to several groups the largest says what the question is on.
    largest: dict[str, float] = {}
    for (asked, *_), base in bases.items():
        largest[asked] = max(base, largest.get(asked, -math.inf))
    widest = [] if details else [row for _, row, key in recent if bases[key] == largest[key[0]]]
    on_theme = {str(row["question"]) for row in widest if is_on_its_theme(row)}

    def order(row: Mapping[Hashable, Any], key: tuple[str, ...]) -> tuple[Any, ...]:
        how = FIRMEST_KINDS[0] if _is_of_nearly_all(row) else row["evidence"]
        kind = FIRMEST_KINDS.index(how) if how in FIRMEST_KINDS else len(FIRMEST_KINDS)
        return kind, key[0] not in on_theme, -bases[key], -row["year"], *key, -row["value"], row["item"]

    return [(at, order(row, key)) for at, row, key in recent]


def _is_of_nearly_all(row: Mapping[Hashable, Any]) -> bool:
    """Say whether a figure is of all there are that were counted, asked or judged, or lacks few of them."""
    if row["coverage"] not in ALL_LOOKED_AT or cells.is_missing(row["population"]):
        return bool(row["complete"])
    return bool(row["complete"]) or row["base_n"] >= NEARLY_ALL * row["population"]


def _is_firm(row: Mapping[Hashable, Any]) -> bool:
    based = not (cells.is_missing(row["base_n"]) and cells.is_missing(row["base_at_least"]))
    return row["measure"] == "percent" and based and row["flag"] != WEAK and not row["residual"]


def is_on_its_theme(row: Mapping[Hashable, Any]) -> bool:
    """Say whether a question is answered by the theme of a figure: all of its answers are of it, or the first of them.

    “Security” below “analytics” among the uses of a technology tells of that technology, and little of security.
    """
    return bool(row["list_themes"] == 1 or (row["place_in_list"] == 1 and row["list_items"] >= LISTED))


def _may_lead(row: Mapping[Hashable, Any]) -> bool:
    # A point of a scale says how far bodies are, and nothing of what leaders want or fear.
    return row["role"] == "headline" and (row["kind"] in DONE or cells.is_missing(row["polarity"]))


def leading(rows: Sequence[Mapping[Hashable, Any]]) -> Mapping[Hashable, Any]:
    """Return the firmest of the newest firm figures; empty where there is none.

    Args:
        rows: as :func:`firmest` takes them.
    """
    found = min(_ordered(rows, details=False), key=lambda each: each[1], default=None)
    return {} if found is None else rows[found[0]]


def headline(done: Sequence[Mapping[Hashable, Any]], said: Sequence[Mapping[Hashable, Any]]) -> Mapping[Hashable, Any]:
    """Return the newest firm figure of what bodies do or, where that is older than what surveys say, of the latter.

    Args:
        done: figures of what bodies do, as :func:`firmest` takes them.
        said: the same of what surveys say.
    """
    of_done, of_said = leading(done), leading(said)
    if not of_done or (of_said and of_done["year"] < of_said["year"] - RECENT):
        return of_said
    return of_done


def as_recent(figure: Mapping[Hashable, Any], asked_in: int) -> Mapping[Hashable, Any]:
    """Return a figure with ``is_recent``: whether it is of the last four years.

    Args:
        figure: what :func:`headline` gives; may be empty, and stays so.
        asked_in: the year in which a reader asks.
    """
    return {**figure, "is_recent": age(figure["year"], asked_in) < RECENT_YEARS} if figure else figure


def uses(rows: Sequence[Row], questions: Collection[str]) -> list[dict[Any, Any]]:
    """Return what a theme is used for: what each survey of uses names most, the newest first.

    Args:
        rows: the figures of all themes, as ``queries/themes/theme_evidence.sql`` gives them.
        questions: codes of the questions of which each item is something the theme is used for; the item itself may
            belong to another theme, as security does.
    """
    return ranged([row for row in rows if row["question"] in questions and row["place_in_list"] <= USES_OF_A_QUESTION])


def kinds_apart(rows: Sequence[Row]) -> tuple[Contrast, Sequence[Row]] | None:
    """Return the kinds of body that are furthest apart on a theme, with the shares of all kinds of that edition.

    Those of the newest edition that has kinds far enough apart, or of one at most two years older; of several the ones
    that are furthest apart. None where there are none.

    Args:
        rows: as ``queries/themes/theme_kinds_of_body.sql`` gives them.
    """
    asked: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        asked.setdefault(tuple(row[name] for name in _EDITION_OF_KINDS), []).append(row)
    found: list[tuple[Contrast, Sequence[Row]]] = []
    for held in asked.values():
        kinds = [
            {
                "kind": grammar.lower_first(str(row["body_size"])),
                "share": float(row["value"]),
                "base_n": int(row["base_n"]),
                "there": row["population"],
                "effective_base": row["effective_base"],
            }
            for row in held
        ]
        if apart := contrast(kinds, complete=all(row["complete"] for row in held)):
            found.append((apart, held))
    newest = max((held[0]["year"] for _, held in found), default=0)
    recent = [each for each in found if each[1][0]["year"] >= newest - RECENT]
    return max(recent, key=lambda each: each[0].high_share - each[0].low_share, default=None)


def tells_of_a_theme(row: Row) -> bool:
    """Say whether an item is about its theme: “other” and “none of these” have that of their question alone."""
    return not (row["residual"] and str(row["item"]).casefold().startswith(("other", "none of")))


def asked_key(row: Mapping[Any, Any]) -> tuple[str, str, str, str, str]:
    """Return what tells one question put to one group from another: question, country with its part, and sector."""
    region, size = cells.text(row["region"]), cells.text(row["body_size"])
    return str(row["question"]), str(row["country"]), region, size, str(row["sector"])
