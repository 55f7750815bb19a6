"""What kinds of public bodies are named, in sentences, for whoever has not chosen one yet."""

from collections.abc import Sequence

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.subjects.bodies.facts import noun
from trends.words import grammar, numbers
from trends.words.text import Words, link, say

HOW_TO_FIND = "Find one by a part of its name, its kind or its region, or choose one below."
ABOUT = (
    "A body is named here where its publisher names it with its answer, or with what was found of it.",
    "Each survey names bodies in its own way, so one body may be counted in two of them.",
    "All bodies of a kind, with each answer, are on the page on public bodies.",
)


def answer(rows: Sequence[Row]) -> Words:
    """Return how many bodies can be looked at, and how one is found.

    Args:
        rows: of ``queries/body/body_kinds.sql``, not empty.
    """
    total = sum(int(row["bodies"]) for row in rows)
    surveys = len({row["survey"] for row in rows})
    each = "with a page of what it answered or what was found of it"
    each = each if total == 1 else f"each {each}"
    named = f"{numbers.counted(total, 'body', 'bodies')} named in {numbers.counted(surveys, 'survey')}, {each}"
    return f"{named}. {HOW_TO_FIND}"


def title(rows: Sequence[Row]) -> Words:
    """Return the title of the kinds of named bodies: which has most, of how many.

    Args:
        rows: of ``queries/body/body_kinds.sql``, not empty.
    """
    first, total = rows[0], sum(int(row["bodies"]) for row in rows)
    if len(rows) == 1:
        return f"{numbers.counted(total, *_kind_words(first))} in {grammar.the(where(first))}"
    most = f"{numbers.count(first['bodies'])} are {noun(first['body_type'])} in {grammar.the(where(first))}"
    return f"Of {numbers.count(total)} named public bodies, {most}"


def where(row: Row) -> str:
    """Return where the bodies of a kind lie: their country, or how many countries."""
    name = cells.text(row["country_name"])
    return name or numbers.counted(int(row["countries"]), "country", "countries")


def own_country(place: str, rows: Sequence[Row]) -> Words:
    """Return which bodies of the reader's own country are named; empty where none is.

    Args:
        place: the name of their country.
        rows: of ``queries/body/body_kinds.sql`` of that country.
    """
    if not rows:
        return ""
    kinds = [
        say(
            "{} ({})",
            numbers.counted(int(row["bodies"]), *_kind_words(row)),
            grammar.listed([link(n, f"bodies/{slug}") for slug, n in zip(row["slugs"], row["names"], strict=True)]),
        )
        for row in rows
    ]
    return say(
        "Named in {}, those with most answers or entries in brackets: {}.", grammar.the(place), grammar.joined(kinds)
    )


def _kind_words(row: Row) -> tuple[str, str]:
    many = noun(row["body_type"])
    kind = str(row["body_type"])
    return (kind if kind[:2].isupper() else grammar.lower_first(kind)), many
