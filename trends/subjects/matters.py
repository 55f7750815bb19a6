"""Figures that tell of one matter and differ: each says how it differs and leads to the others.

Which figures tell of one matter is editorial data (``matters``, ``same_matter``); what is said of them is made here
alone, for cards, tables and answers of every subject. A figure is known again by its names in rows, to read or to take
away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

import pandas as pd

from trends.cards.card import Card
from trends.request.request import Request
from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.store.frames import Parameter
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, link, plain, say

# Figures of the next year are told beside those of a year; further off, time alone may have changed them.
NEAR = 1
# How many others a short sentence names; what is to know of a card names all.
NAMED_OTHERS = 3
# Two shares closer than this are one: those of files are rounded to two decimals.
SAME_SHARE = 0.05
# Names by which a figure is known again, in rows to read as in rows to take away.
_NAMES = ("survey_name", "question_name", "country_name", "region", "sector_name", "body_size")
# What rows have that are of a part of the bodies of an edition, whose share is another figure.
_PART = "part"
LIST_PAGES = {"priority": "priorities", "concern": "concerns"}
_Key = tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """All figures on matters: those of each matter, and where among them a figure of a row stands."""

    matters: Mapping[str, Sequence[Row]]
    rows: Mapping[_Key, Sequence[Row]]
    questions: frozenset[str]


def signed(request: Request, card: Card, query: str, **parameters: Parameter) -> Card:
    """Return a card with its receipt and, where it shows figures on matters, with what is to say of the others.

    Args:
        request: what the reader asks with.
        card: the card; its rows to take away say which figures it shows.
        query: the question that gave it.
        parameters: what it was asked with.
    """
    made = request.sign(card, query, **parameters)
    shown = _on_matters(request, card.shown)
    if not shown:
        return made
    short = _short(request, card.title, shown)
    foot = say("{} · {}", card.foot, short) if short else card.foot
    return replace(made, about=[*card.about, *_told(request, shown)], foot=foot)


def beside(request: Request, words: Words, rows: pd.DataFrame | Sequence[Row]) -> Words:
    """Return an answer, with a sentence on the others where it names a figure on a matter.

    Args:
        request: what the reader asks with.
        words: the answer; empty stays empty.
        rows: the figures it may name, each with its names, ``item``, ``year`` and ``value``.
    """
    shown = _on_matters(request, rows) if words else []
    short = _short(request, words, shown) if shown else ""
    return grammar.sentences([words, say("{}.", short)]) if short else words


def notes(request: Request, rows: pd.DataFrame | Sequence[Row]) -> list[Words]:
    """Return what is to say under a table of figures that is no card, a paragraph for each matter; may be empty.

    Args:
        request: what the reader asks with.
        rows: as :func:`beside` takes them.
    """
    shown = _on_matters(request, rows)
    return _told(request, shown) if shown else []


def address(row: Row) -> str:
    """Return the address at which a figure is shown, relative to any page.

    Args:
        row: of ``queries/matters/matter_figures.sql``.
    """
    if row["bodies"]:
        edition = pieces.bodies_edition(row["survey_name"], row["edition_country"], row["year"])
        return _page("bodies", asked=f"{edition}: {row['question_name']}")
    year = {} if row["newest"] else {"year": str(row["year"])}
    if row["kind"] in LIST_PAGES:
        parts = [row[name] for name in ("country_name", "region", "body_size", "sector_name")]
        place = " · ".join(str(part) for part in parts if not cells.is_missing(part))
        return _page(LIST_PAGES[row["kind"]], question=str(row["question"]), place=place, **year)
    chosen = {"country": row["country_name"], "survey": row["survey_name"], **year}
    return _page("themes", topic=row["theme_name"], **chosen)


def _page(page: str, **chosen: str) -> str:
    return f"{page}?{urlencode(chosen, quote_via=quote)}"


def _known(request: Request) -> _Known:
    def make() -> _Known:
        matters: dict[str, list[Row]] = {}
        rows: dict[_Key, list[Row]] = {}
        for row in request.rows("matter_figures"):
            matters.setdefault(str(row["matter"]), []).append(row)
            rows.setdefault(_key(row), []).append(row)
        return _Known(matters, rows, frozenset(str(key[1]) for key in rows))

    # Few rows, of use to every page: read once for a store, and never crowded out by answers.
    return request.version.beside(request.store, "matters", make)


def _key(row: Row) -> _Key:
    """Return the names of a figure with its item and year; what a row does not have or leaves empty is one."""
    held = (row.get(name) for name in _NAMES)
    item = row["item"] if "item" in row else row["answer"]
    return (*map(cells.text, held), str(item), str(row["year"]))


def _on_matters(request: Request, rows: pd.DataFrame | Sequence[Row]) -> list[Row]:
    """Return the figures on matters that rows hold, in their order, each once; of another value than theirs none."""
    known = _known(request)
    found: dict[tuple[str, int, int], Row] = {}
    for row in _of_questions(rows, known.questions) if isinstance(rows, pd.DataFrame) else rows:
        for figure in known.rows.get(_key(row), ()) if row["question_name"] in known.questions else ():
            # Filters leave some of the bodies, whose share is another figure; ranks and numbers are none.
            if not cells.is_missing(row["value"]) and abs(float(row["value"]) - figure["value"]) < SAME_SHARE:
                found.setdefault((figure["matter"], figure["figure"], figure["year"]), figure)
    return list(found.values())


def _of_questions(frame: pd.DataFrame, questions: frozenset[str]) -> Sequence[Row]:
    """Return the rows of a frame that are of some questions; none where its rows are no figures or are of parts."""
    names = set(frame.columns)
    if not {"question_name", "value"} <= names or not {"item", "answer"} & names or _PART in names:
        return []
    held = [at for at, name in enumerate(frame["question_name"].tolist()) if name in questions]
    # Files have dozens of columns, of which few name a figure.
    told = [name for name in (*_NAMES, "item", "answer", "year", "value") if name in names]
    return as_rows(frame[told].iloc[held]) if held else []


def _others(request: Request, shown: Sequence[Row]) -> list[Row]:
    """Return the other figures near those shown, each in its edition nearest in time; those shown are none of them.

    Args:
        request: what the reader asks with.
        shown: figures on one matter.
    """
    matter = _known(request).matters[shown[0]["matter"]]
    found: dict[tuple[int, int], Row] = {}
    for figure in shown:
        near: dict[int, tuple[tuple[int, int, int], Row]] = {}
        for row in matter:
            apart = abs(int(row["year"]) - int(figure["year"]))
            # Of two editions as near, one that is shown goes before, then the newer one.
            at = (apart, row not in shown, -int(row["year"]))
            if row["figure"] != figure["figure"] and apart <= NEAR and at <= near.get(row["figure"], (at, row))[0]:
                near[row["figure"]] = (at, row)
        found |= {(row["figure"], row["year"]): row for _, row in near.values() if row not in shown}
    return list(found.values())


def _told(request: Request, shown: Sequence[Row]) -> list[Words]:
    """Return a paragraph for each matter: what the figures shown and all others count, with links to the others."""
    by_matter: dict[str, list[Row]] = {}
    for row in shown:
        by_matter.setdefault(str(row["matter"]), []).append(row)
    said: list[Words] = []
    for figures in by_matter.values():
        others = _others(request, figures)
        # Alone, a figure of a year without others has nothing to be told apart from.
        if not others and len({row["figure"] for row in figures}) == 1:
            continue
        here = [_counted(row, say("here **{}**", numbers.share(row["value"]))) for row in figures]
        there = [_counted(row, link(_quoted(row), address(row))) for row in others]
        label = str(figures[0]["label"])
        said.append(grammar.sentences([say("{}: several figures tell of it.", label), *here, *there]))
    return said


def _counted(row: Row, figure: Words) -> Words:
    return say("In {}, {}: {}.", str(row["year"]), figure, str(row["counts"]))


def _quoted(row: Row) -> str:
    """Return a figure with its question, as in “65% in AI or RPA in use”."""
    return f"{numbers.share(row['value'])} ({row['survey_name']}: {row['question_name']})"


def _short(request: Request, words: Words, shown: Sequence[Row]) -> Words:
    """Return how a figure that words name differs from the nearest others; empty where they name none or one alone."""
    told = plain(words).casefold()
    for row in shown:
        # A sentence on named bodies says what they have, and not “Yes”.
        named = row["bodies"] or str(row["item"]).casefold() in told
        if not named or numbers.share(row["value"]) not in told:
            continue
        others = [each for each in _others(request, [row]) if abs(each["value"] - row["value"]) >= SAME_SHARE]
        if others:
            first = sorted(others, key=lambda each: abs(each["year"] - row["year"]))[:NAMED_OTHERS]
            named_others = grammar.joined([_briefly(each, row["year"]) for each in first])
            return say("Beside {}, other figures tell {}", _briefly(row, row["year"]), named_others)
    return ""


def _briefly(row: Row, year: int) -> str:
    """Return a figure with what sets it apart, as in “65% (AI or robotic process automation)”; the year if another."""
    when = "" if row["year"] == year else f", {row['year']}"
    return f"{numbers.share(row['value'])} ({row['called']}{when})"
