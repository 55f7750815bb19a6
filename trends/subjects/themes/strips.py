"""The chart of a theme: a strip for each question, of all its answers, with those of the theme marked and placed."""

import textwrap
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Strips
from trends.statistics import cells
from trends.statistics.verdicts import WEAK
from trends.subjects.themes.facts import LISTED, asked_key
from trends.subjects.themes.words import repeats, where, who
from trends.words import grammar, numbers, pieces
from trends.words.years import span_words

# The shares of all answers to a question, by slice and year, the lowest first; those of few bodies are left out.
ListAnswers = Mapping[tuple[int, int], Sequence[float]]

# How many figures a chart names, and how many of them may be of one question.
NAMED = 8
NAMED_OF_A_QUESTION = 2
# A sole answer to a question has no place.
SEVERAL_ANSWERS = 2
# A label of a strip that would need more lines of this many letters on a phone says where a figure is from instead of
# who answered.
LABEL_LINES = 2
LABEL_LETTERS = 36
DOT = "\N{NO-BREAK SPACE}· "


def drawn(every: Sequence[Mapping[Hashable, Any]], firm: Sequence[int]) -> list[Mapping[Hashable, Any]]:
    """Return the figures that the chart names, at most eight, newest question first, those of one question together.

    The newest firm questions come in first, then older firm ones; only where there are none, any share.

    Args:
        every: the rows.
        firm: where among them the newest firm ones stand, the firmest first.
    """
    shares = [at for at, row in enumerate(every) if row["measure"] == "percent" and not row["few_bodies"]]
    solid = [at for at in shares if every[at]["flag"] != WEAK]
    # What is in both parts is drawn once.
    pool = dict.fromkeys([*firm, *(solid or shares)])
    held: dict[tuple[str, ...], int] = {}
    chosen = []
    for row in (every[at] for at in pool):
        key = asked_key(row)
        held[key] = held.get(key, 0) + 1
        if held[key] <= NAMED_OF_A_QUESTION:
            chosen.append(row)
        if len(chosen) == NAMED:
            break
    order = {key: place for place, key in enumerate(dict.fromkeys(asked_key(row) for row in chosen))}
    return sorted(chosen, key=lambda row: (-int(row["year"]), order[asked_key(row)], -float(row["value"])))


def chart(
    rows: Sequence[Mapping[Hashable, Any]], every: Sequence[Mapping[Hashable, Any]], told: Mapping[Hashable, Any]
) -> Strips:
    """Return a strip for each question of the rows, of all its answers, with those of the theme marked.

    Args:
        rows: the figures that are named, those of one question together, as :func:`drawn` gives them.
        every: the figures of the theme.
        told: the figure in the title; empty where none is firm.
    """
    named: dict[tuple[str, ...], list[Mapping[Hashable, Any]]] = {}
    for row in rows:
        named.setdefault(asked_key(row), []).append(row)
    beside: dict[tuple[str, ...], list[Mapping[Hashable, Any]]] = {key: [] for key in named}
    for row in every:
        key = asked_key(row)
        if key in named and not row["few_bodies"] and not any(row is each for each in named[key]):
            beside[key].append(row)
    firsts = [held[0] for held in named.values()]
    more = [len(held) for held in beside.values()]
    return Strips(
        pd.DataFrame(
            {
                "label": strip_labels(firsts, narrow=False),
                "narrow_label": strip_labels(firsts, narrow=True),
                "more": [f"{numbers.count(left)} more of this theme, in the table" if left else "" for left in more],
            }
        ),
        pd.DataFrame(
            [
                answer
                for at, key in enumerate(named)
                for answer in (
                    *(_answer(at, row, told, named=True) for row in named[key]),
                    *(_answer(at, row, told, named=False) for row in beside[key]),
                    *(_nameless(at, share) for share in _others(named[key] + beside[key])),
                )
            ]
        ),
    )


def _answer(strip: int, row: Mapping[Hashable, Any], told: Mapping[Hashable, Any], *, named: bool) -> dict[str, Any]:
    """Return an answer of the theme: marked on its strip and, where there is room for its name, named."""
    strong = bool(told) and asked_key(row) == asked_key(told) and row["item"] == told["item"]
    return _nameless(strip, row["value"]) | {
        "item": str(row["item"]),
        "text": pieces.value_words(row, "percent") + pieces.base_mark(row),
        "place": place_among(row),
        "marked": True,
        "named": named,
        "strong": strong,
        "weak": row["flag"] == WEAK,
        "low": row["low"],
        "high": row["high"],
        "range": "" if cells.is_missing(row["low"]) else f"range {pieces.range_words(row['low'], row['high'])}",
    }


def _nameless(strip: int, share: Any) -> dict[str, Any]:
    """Return an answer that is a quiet dot and nothing more."""
    told = {"item": "", "text": "", "place": "", "low": None, "high": None}
    return {"strip": strip, "value": float(share)} | told | dict.fromkeys(("marked", "named", "strong", "weak"), False)


def _others(marked: Sequence[Mapping[Hashable, Any]]) -> list[float]:
    """Return the shares of all other answers to the question of those marked, lowest first."""
    others = list(marked[0]["list_shares"])
    for row in marked:
        others.remove(row["value"])
    return others


def strip_labels(rows: Sequence[Mapping[Hashable, Any]], *, narrow: bool) -> list[str]:
    """Return what each strip is called, with the sector where a survey asked several sectors the same.

    Args:
        rows: a figure of each question.
        narrow: no label may have more than a few short lines.
    """
    labels = [_strip_label(row, narrow=narrow) for row in rows]
    return [
        f"{label}, {grammar.lower_first(str(row['sector_name']))}" if labels.count(label) > 1 else label
        for label, row in zip(labels, rows, strict=True)
    ]


def _strip_label(row: Mapping[Hashable, Any], *, narrow: bool) -> str:
    """Return what a strip holds the answers to: the question, and who was asked or, of long labels, where."""
    said, year = str(row["question_name"]), str(row["year"])
    # Neither a year nor the dot before who was asked may stand alone at the end or the beginning of a line.
    label = f"{said}{DOT}{who(row).removesuffix(f' {year}')}\N{NO-BREAK SPACE}{year}"
    if not narrow or len(textwrap.wrap(label, LABEL_LETTERS, break_on_hyphens=False)) <= LABEL_LINES:
        return label
    return said if where(row) in said else f"{said}{DOT}{where(row)}"


def place_among(row: Mapping[Hashable, Any]) -> str:
    """Return the place of a share among the answers to its question, as in “2nd of 8 answers”; empty for a sole one.

    Shares of few bodies are told as numbers and have no place.

    Args:
        row: with ``value``, ``few_bodies`` and ``list_shares``, the shares of all answers to its question.
    """
    if row["few_bodies"] or len(row["list_shares"]) < SEVERAL_ANSWERS:
        return ""
    shares: Sequence[float] = row["list_shares"]
    above, equal = sum(share > row["value"] for share in shares), shares.count(row["value"])
    return f"{numbers.place(above + 1, tied=equal > 1)} of {numbers.count(len(shares))} answers"


def place_below(row: Mapping[Hashable, Any]) -> str:
    """Return the place of a share as :func:`place_among` does, where another answer stands above it; else nothing.

    Args:
        row: with the columns of :func:`place_among`.
    """
    return place_among(row) if max(row["list_shares"], default=row["value"]) > row["value"] else ""


def place_in_question(row: Mapping[Hashable, Any]) -> str:
    """Return the place of a figure within its question: of a share as :func:`place_among`, of a rank among the ranks.

    A dash where there is none.

    Args:
        row: with ``measure``, ``tied``, ``place_in_list``, ``list_items`` and the columns of :func:`place_among`.
    """
    if row["measure"] == "percent":
        return place_among(row) or pieces.NONE
    if row["measure"] != "rank" or row["list_items"] < LISTED:
        return pieces.NONE
    return f"{numbers.place(row['place_in_list'], tied=bool(row['tied']))} of {numbers.count(row['list_items'])} read"


def alt(
    rows: Sequence[Mapping[Hashable, Any]], told: Mapping[Hashable, Any], theme: str, chosen: Sequence[int] = ()
) -> str:
    """Return the chart in words: how many questions of which years, and the answer in the title with its place.

    Nothing is said to be higher or lower than the answer to another question.

    Args:
        rows: the figures drawn, not empty.
        told: the figure in the title; empty where none is firm.
        theme: name of the theme.
        chosen: the years that were chosen; empty for all.
    """
    years = span_words(min(row["year"] for row in rows), max(row["year"] for row in rows), chosen)
    asked = len({asked_key(row) for row in rows})
    strips = f"{'Strips' if asked > 1 else 'Strip'} of answers to {numbers.counted(asked, 'question')}"

    def said(width: int) -> str:
        name = grammar.shortened(grammar.lower_first(theme), width)
        return f"{strips} on {name}, {years}. {finding(width)} Table follows."

    def finding(width: int) -> str:
        if not told:
            return "No share among them is firm."
        question, item = (grammar.shortened(str(told[name]), width) for name in ("question_name", "item"))
        place = f", {place_among(told)}" if place_among(told) else ""
        return f"{question if repeats(told) else f'{question}: {item}'} {numbers.share(told['value'])}{place}."

    return grammar.fitting(said)
