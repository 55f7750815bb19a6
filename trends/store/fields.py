"""Every filter, declared once: its name in addresses and for readers, and which column of which relation it restricts.

The rest follows from this list: what questions take whose headers say “the filters of figures”, what tables to download
and their descriptions are filtered by, what the sheet of filters offers, and what pages and files call a filter. Codes
and their names for readers are evidence, see ``queries/request/vocabulary.sql``. The same was written into five files
and sixty lines of headers before, and each new filter was forgotten in one of them.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Holds(Enum):
    """What a column holds, and so how a choice restricts it."""

    TEXT = auto()
    NUMBER = auto()
    LIST = auto()
    WORDS = auto()


@dataclass(frozen=True)
class Column:
    """A column that a filter restricts."""

    name: str
    holds: Holds = Holds.TEXT


@dataclass(frozen=True)
class Field:
    """A filter.

    ``name`` is its parameter in addresses and questions, ``columns`` the column it restricts by relation. ``called`` is
    what readers know it as; it is empty where questions alone use it. Where readers choose in a field of their own,
    ``every`` says there that nothing is chosen, and ``row`` is its place among such fields: those of the sheet for the
    ``shared`` filters, which every page follows, those of the page on cases for the others.
    """

    name: str
    columns: Mapping[str, Column]
    called: str = ""
    every: str = ""
    row: int = 0
    shared: bool = False


def _on(column: str, *relations: str, holds: Holds = Holds.TEXT) -> dict[str, Column]:
    return dict.fromkeys(relations, Column(column, holds))


_NUMBER, _LIST, _WORDS = Holds.NUMBER, Holds.LIST, Holds.WORDS
# In the order in which descriptions, files and sentences tell what is chosen.
FIELDS = (
    Field(
        "country",
        _on("country", "figures", "counts", "lists", "replies", "readings", "projects"),
        "Country",
        "All countries",
        row=1,
        shared=True,
    ),
    Field(
        "sector",
        _on("sector", "figures", "counts", "lists", "replies", "projects"),
        "Sector",
        "All sectors",
        row=2,
        shared=True,
    ),
    # Of a case: the year in which it began or, where that is not known, was reported.
    Field(
        "year",
        _on("year", "figures", "counts", "lists", "replies", "readings", "projects", "waves", holds=_NUMBER),
        "Year",
        "All years",
        row=5,
        shared=True,
    ),
    Field(
        "survey",
        _on("survey", "figures", "counts", "lists", "replies"),
        "Survey",
        "All surveys",
        row=4,
        shared=True,
    ),
    Field(
        "theme",
        _on("theme", "figures", "counts", "replies", "readings", "indices", "standings", "prompts")
        | _on("themes", "projects", holds=_LIST),
        "Theme",
        "All themes",
        row=3,
        shared=True,
    ),
    Field("kind", _on("kind", "figures", "lists", "replies"), "Kind of question"),
    Field("question", _on("question", "figures", "replies"), "Question"),
    Field("slice", _on("slice", "figures", holds=_NUMBER)),
    Field("answer", _on("answer", "replies")),
    Field("item", _on("item", "figures"), "Item"),
    Field("measure", _on("measure", "figures"), "Measure"),
    Field("evidence", _on("evidence", "figures"), "Kind of evidence"),
    Field("respondents", _on("respondent_group", "figures"), "Who answered"),
    Field("series", _on("series", "readings"), "Index"),
    Field("indicator", _on("indicator", "readings"), "Indicator"),
    Field("place", _on("country", "standings")),
    Field("years", _on("year", "standings", holds=_NUMBER)),
    Field("technology", _on("technologies", "projects", holds=_LIST), "Technology", "All technologies", row=3),
    Field("status", _on("status", "projects"), "Status", "All statuses", row=2),
    Field("outcome", _on("outcome_kind", "projects"), "Kind of outcome", "All outcomes", row=1),
    Field("collection", _on("collection", "projects"), "Collection"),
    Field("search", _on("searchable", "projects", holds=_WORDS), "Search"),
)
SHARED = tuple(field.name for field in FIELDS if field.shared)
# What each field that readers choose in shows while nothing is chosen, in the order of these fields.
EVERY: Mapping[str, str] = {
    field.name: field.every for field in sorted(FIELDS, key=lambda field: field.row) if field.every
}
# What a question is given of each filter.
TAKES: Mapping[str, str] = {
    field.name: "words that must all occur; empty = no restriction"
    if any(column.holds is Holds.WORDS for column in field.columns.values())
    else "list of codes; empty = no restriction"
    for field in FIELDS
}
# Which filter restricts which column of which relation.
FILTERS: Mapping[str, Mapping[str, Column]] = {
    relation: {field.name: field.columns[relation] for field in FIELDS if relation in field.columns}
    for relation in dict.fromkeys(relation for field in FIELDS for relation in field.columns)
}


@functools.cache
def filters_of(relation: str) -> tuple[str, ...]:
    """Return the filters of a relation that readers know, in order.

    Raises:
        ValueError: no filter restricts it; says which relations there are.
    """
    if relation not in FILTERS:
        raise ValueError(f"There are no filters of {relation}; there are those of {', '.join(FILTERS)}.")
    return tuple(field.name for field in FIELDS if field.called and relation in field.columns)
