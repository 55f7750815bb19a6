"""Cards of a theme: figures of several surveys side by side, as chart and as tables."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Strips
from trends.cards.source import shared_source
from trends.cards.table import Role, Table
from trends.statistics.cells import as_rows
from trends.statistics.ranges import with_ranges
from trends.statistics.verdicts import WEAK
from trends.subjects.themes.facts import LISTED, LISTED_MEASURES, asked_key, firmest
from trends.subjects.themes.words import (
    FIRMEST_WORDS,
    alt,
    figure_title,
    holdings,
    place_among,
    source_link,
    strip_labels,
    who,
)
from trends.words import numbers, pieces
from trends.words.text import strong

# How many figures a chart marks, and how many of them may be of one question.
MARKED = 8
MARKED_OF_A_QUESTION = 2
ROLES = {"Figure": Role.FIGURE, "Base": Role.BASE, "Source": Role.SOURCE}
# Columns that only sentences need; left out of files.
NOT_FOR_FILES = (
    "survey",
    "question",
    "country",
    "country_kind",
    "sector",
    "kind",
    "residual",
    "several_told",
    "place_name",
    "slice",
)
# The answers to a question in a slice and year: item and value of each, the lowest first.
ListAnswers = Mapping[tuple[int, int], Sequence[Mapping[str, Any]]]
ABOUT = (
    "Surveys ask different people different things. Their shares stand beside each other; they are not added, averaged "
    "or ranked."
)
ABOUT_ORDER = (
    "Each question has a scale of its own, newest first. Marked are at most two of its answers that belong to this "
    "theme; the grey dots are its other answers, as far as they were read. A place counts among the answers to that "
    "question alone."
)
ABOUT_RANGES = "Ranges: at the base of each figure, as if its answers were a random sample."
ABOUT_PLACES = (
    "Place in its list: among the items read. Pages often give the top of a list only, so a low place there can still "
    "be a high one in the whole list."
)


def side_by_side_card(
    frame: pd.DataFrame, theme: str, key: str, behind: Mapping[str, Sequence[str]], answers: ListAnswers
) -> Card:
    """Return the card of several surveys on one theme, newest first: never ranked against each other, never pooled.

    Each question is a strip of its own answers with those of the theme marked. The figure in the title, the newest firm
    one, is written bold.

    Args:
        frame: one row per figure, as ``queries/themes/theme_evidence.sql`` gives them, not empty.
        theme: name of the theme.
        key: name of the card on its page.
        behind: the filters that give all rows behind the card from the table of findings.
        answers: all answers to a question, by slice and year.
    """
    ranged = with_ranges(frame.reset_index(drop=True))
    every, table = as_rows(ranged), evidence_table(ranged)
    leading = firmest(ranged)[:1]
    told = next((every[at] for at in leading), {})
    # The figure in the title is drawn whatever else is.
    drawn = _drawn(every, [*leading, *firmest(ranged, details=True)])
    rows = [{**row, "list_answers": answers[row["slice"], row["year"]]} for row in drawn]
    has_range = bool(ranged["low"].notna().any())
    surveys, bases = numbers.counted(frame["survey"].nunique(), "survey"), frame["base_n"].notna().sum()
    return Card(
        key=key,
        title=figure_title(told) if told else holdings(frame, theme),
        subtitle="Last edition of each question, newest first; wordings, respondents and bases differ",
        table=table,
        shown=ranged.drop(columns=list(NOT_FOR_FILES)),
        foot=f"{surveys} · {bases} of {len(frame)} figures with a published base",
        source=shared_source(every, rows),
        alt=alt(rows, theme) if rows else "",
        chart=_strips(rows, told) if rows else None,
        about=[
            ABOUT,
            *([ABOUT_ORDER] if rows else []),
            *([FIRMEST_WORDS] if told else []),
            *([ABOUT_RANGES] if has_range else []),
            ABOUT_PLACES,
        ],
        symbols=table.symbols(),
        behind=("findings", behind),
        file_words={"theme": [theme]},
        quoted=[str(told["item"]), str(told["question_name"])] if told else [],
    )


def evidence_table(ranged: pd.DataFrame) -> Table:
    """Return figures of several surveys for reading, each with question, respondents, base, evidence and source.

    On a phone the question, the respondents and the kind of evidence share a cell.

    Args:
        ranged: what :func:`trends.statistics.ranges.with_ranges` gives.
    """
    rows = as_rows(ranged)
    return Table.of(
        {
            "What": [row["item"] for row in rows],
            "Figure": [pieces.value_words(row, row["measure"]) for row in rows],
            "Place in its list": [
                f"{numbers.place(row['place_in_list'])} of {row['list_items']} read"
                if row["measure"] in LISTED_MEASURES and row["list_items"] >= LISTED
                else pieces.NONE
                for row in rows
            ],
            "Asked": [row["question_name"] for row in rows],
            "Who answered": [who(row) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Source": [source_link(row) for row in rows],
        },
        ROLES,
        fold={
            "What and who": "**{What}**: {Asked}. {Who answered}; {kind}; {Source}",
            "Figure": "{Figure}",
            "Base": "{Base}",
        },
        aside={"kind": [row["evidence_name"].lower() for row in rows]},
    )


def figure_table(rows: Iterable[Mapping[Hashable, Any]]) -> Table:
    """Return a few figures for reading: what, figure, question, who answered, base and source; on a phone two columns.

    Args:
        rows: with the columns of ``queries/themes/theme_evidence.sql`` and ``flag``.
    """
    listed = list(rows)
    return Table.of(
        {
            "What": [strong(str(row["item"])) for row in listed],
            "Figure": [pieces.value_words(row, str(row["measure"])) for row in listed],
            "Asked": [row["question_name"] for row in listed],
            "Who answered": [who(row) for row in listed],
            "Base": [numbers.count(row["base_n"]) for row in listed],
            "Kind of evidence": [row["evidence_name"] for row in listed],
            "Source": [source_link(row) for row in listed],
        },
        ROLES,
        fold={"What and who": "{What}: {Asked}. {Who answered}; {base}; {Source}", "Figure": "{Figure}"},
        aside={"base": [pieces.base_of(row) for row in listed]},
    )


def _drawn(every: Sequence[Mapping[Hashable, Any]], firm: Sequence[int]) -> list[Mapping[Hashable, Any]]:
    """Return the rows of the chart, at most eight, newest question first, those of one question together.

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
        held[asked_key(row)] = held.get(asked_key(row), 0) + 1
        if held[asked_key(row)] <= MARKED_OF_A_QUESTION:
            chosen.append(row)
    chosen = chosen[:MARKED]
    order = {key: place for place, key in enumerate(dict.fromkeys(asked_key(row) for row in chosen))}
    return sorted(chosen, key=lambda row: (-int(row["year"]), order[asked_key(row)], -float(row["value"])))


def _strips(rows: Sequence[Mapping[Hashable, Any]], told: Mapping[Hashable, Any]) -> Strips:
    """Return a strip for each question of the rows, with their answers marked among all of it."""
    asked = dict.fromkeys(asked_key(row) for row in rows)
    of = {key: [row for row in rows if asked_key(row) == key] for key in asked}
    firsts = [listed[0] for listed in of.values()]
    answers = [answer for at, listed in enumerate(of.values()) for answer in _answers(at, listed, told)]
    return Strips(
        pd.DataFrame(
            {
                "label": strip_labels(firsts, narrow=False),
                "narrow_label": strip_labels(firsts, narrow=True),
            }
        ),
        pd.DataFrame(answers),
    )


def _answers(
    strip: int, marked: Sequence[Mapping[Hashable, Any]], told: Mapping[Hashable, Any]
) -> list[dict[str, Any]]:
    """Return the answers to one question: those marked, then all others in the order of their shares."""
    names = {row["item"] for row in marked}
    others = [answer for answer in marked[0]["list_answers"] if answer["item"] not in names]
    return [
        *(
            {
                "strip": strip,
                "item": str(row["item"]),
                "value": float(row["value"]),
                "text": pieces.value_words(row, "percent"),
                "marked": True,
                "strong": bool(told) and asked_key(row) == asked_key(told) and row["item"] == told["item"],
                "weak": row["flag"] == WEAK,
                "place": place_among(row),
                "low": row["low"],
                "high": row["high"],
            }
            for row in marked
        ),
        *(
            {
                "strip": strip,
                "item": str(answer["item"]),
                "value": float(answer["value"]),
                "text": numbers.share(answer["value"]),
                "marked": False,
                "strong": False,
                "weak": False,
                "place": "",
                "low": None,
                "high": None,
            }
            for answer in others
        ),
    ]
