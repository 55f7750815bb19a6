"""Cards and tables of the answers of public bodies: how many gave each answer, and each part against the rest.

In a complete count differences between parts are exact; elsewhere they are judged by their interval.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Bars
from trends.cards.listing import Listing
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.request.place import COLUMN, MARK
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.statistics.methods import WEAK_BASE
from trends.statistics.verdicts import WEAK
from trends.subjects.bodies.facts import FEW_BODIES, AnswerFacts, against_rest, firm_parts
from trends.subjects.bodies.words import (
    AGAINST,
    about_rest,
    base_words,
    entry_words,
    of,
    parts_title,
    reach,
    share_of,
    share_words,
    shares_alt,
    shares_title,
    shortened_answer,
    titled_answer,
    titled_parts,
)
from trends.words import grammar, numbers, pieces
from trends.words.asked import GIVEN, Wording
from trends.words.text import Words, link, say

# The key of the list of bodies.
LISTED = "bodies_list"

NARROW_LONGEST = 125

WIDE_LONGEST = 105
PARTS_SHOWN_WHOLE = 20
HIGHEST_SHOWN = 10
LOWEST_SHOWN = 5
_REST_COLUMNS = ("rest_value", "rest_base_n", "difference", "difference_low", "difference_high")


def parts_card(
    facts: AnswerFacts,
    parts: pd.DataFrame,
    kind_of_part: str,
    answer: str,
    behind: Mapping[str, Sequence[str]],
    *,
    own: str = "",
    sought: str = "",
) -> Card:
    """Return the card of the share that gave one answer, by region, kind of body or other part.

    Args:
        facts: what :func:`trends.subjects.bodies.facts.answer_facts` made.
        parts: one row per part, as :func:`trends.subjects.bodies.facts.ordered_parts` returns them, not empty.
        kind_of_part: how the bodies are parted, in words.
        answer: the answer.
        behind: the filters that give all rows behind the card from the table of answers.
        own: the part the reader belongs to, which is marked; empty where it is not known.
        sought: the part the reader looks for, which is drawn and stands out too; empty for none.
    """
    judged = against_rest(facts, parts)
    rows = as_rows(judged)
    drawn = _drawn(rows, (own, sought))
    cut, hollow = "", ""
    if len(parts) > PARTS_SHOWN_WHOLE:
        cut = f" · the {HIGHEST_SHOWN} highest and {LOWEST_SHOWN} lowest of {len(parts)}; the table has all"
    firm = firm_parts(judged)
    if 0 < len(firm) < len(parts):
        hollow = f" · hollow and not in the title: under {facts.enough} bodies"
    if (parts["base_n"] < FEW_BODIES).any():
        hollow += f" · no bar: under {FEW_BODIES}"
    strong = [sought, *([own] if own in set(parts["part"]) else titled_parts(judged))]
    bars = pd.DataFrame([_part_bar(row, strong, own) for row in drawn])
    table = _parts_table(parts["part"].tolist(), rows, kind_of_part, answer, own)
    left_out = facts.answered - int(parts["base_n"].sum())
    missing = [f"{numbers.count(left_out)} of the {facts.noun} are in no part of this kind."] if left_out else []
    return Card(
        key="parts",
        title=parts_title(facts, judged, kind_of_part, answer),
        subtitle=f"{facts.question}: share and number with “{answer}” · {facts.edition}{cut}{hollow}",
        table=table,
        shown=cited(facts, _parts_file(judged, kind_of_part, answer)),
        foot=f"Base: {base_words(facts)} · {facts.evidence_name} · {facts.edition}",
        source=facts.source,
        alt=_parts_alt(facts, parts, kind_of_part, answer, [row for row in rows if own and row["part"] == own]),
        chart=_share_bars(bars),
        about=[
            *about_rest(facts, judged),
            *reach(facts),
            *_few_words(facts),
            *missing,
            *facts.notes,
        ],
        symbols=table.symbols(),
        quoted=[facts.question, *map(str, facts.shares["answer"])],
        behind=("answers", behind),
        file_words={"question": [facts.question], "year": [str(facts.year)], "answer": [answer]},
    )


def _few_words(facts: AnswerFacts) -> list[str]:
    """Return how parts of few bodies are shown."""
    hollow = f"Under {WEAK_BASE} bodies, one body moves a share by more than 3 points: such bars are hollow."
    number = f"Of under {FEW_BODIES} bodies the number stands in place of the share, and they are not compared."
    return [number] if facts.complete else [hollow, number]


def _parts_table(
    parts: Sequence[str], rows: Sequence[Mapping[Any, Any]], kind_of_part: str, answer: str, own: str
) -> Table:
    gave = f"“{answer}”"
    table = Table.of(
        {
            kind_of_part: parts,
            "Share": [share_words(row) for row in rows],
            AGAINST: [pieces.rest_words(row) for row in rows],
            gave: [numbers.count(row["bodies"]) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
        },
        {"Share": Role.FIGURE, AGAINST: Role.CHANGE, gave: Role.FIGURE, "Base": Role.BASE},
        # On a phone five columns would run out of the screen.
        fold={kind_of_part: f"{{{kind_of_part}}}", "Share": "{Share}", AGAINST: f"{{{AGAINST}}}", gave: "{of base}"},
        aside={"of base": [of(row) for row in rows]},
    )
    if own not in set(parts):
        return table
    return table.with_column(1, COLUMN, [MARK if part == own else pieces.NONE for part in parts], Role.MARK)


def _drawn(rows: Sequence[Mapping[Any, Any]], kept: Collection[str]) -> list[Mapping[Any, Any] | int]:
    """Return the parts a chart has room for, the highest, those kept and the lowest, and how many lie between."""
    if len(rows) <= PARTS_SHOWN_WHOLE:
        return list(rows)
    last = len(rows) - LOWEST_SHOWN
    drawn: list[Mapping[Any, Any] | int] = []
    before = -1
    for at, row in enumerate(rows):
        if at < HIGHEST_SHOWN or at >= last or row["part"] in kept:
            if at > before + 1:
                drawn.append(at - before - 1)
            drawn.append(row)
            before = at
    return drawn


def _part_bar(row: Mapping[Any, Any] | int, strong: Sequence[str], own: str) -> dict[str, Any]:
    """Return a part as a bar; a number stands for so many parts left out.

    Args:
        row: the part, or how many are left out.
        strong: the parts that stand out: the one looked for, and the reader's own, or without that those the title says
            to be above or below the rest; else none, so that no bar looks like a finding where there is none.
        own: the part the reader belongs to; empty where it is not known.
    """
    if isinstance(row, int):
        # A row without a bar keeps those above and below from looking like neighbours.
        return {
            "label": pieces.between_words(row),
            "value": math.nan,
            "text": "",
            "strong": False,
            "weak": False,
            "you": "",
        }
    mine, weak = bool(own) and row["part"] == own, row["flag"] == WEAK
    return {
        "label": f"{row['part']} · {of(row)}",
        # A share of a handful of bodies keeps its row but has no bar.
        "value": math.nan if row["base_n"] < FEW_BODIES else float(row["share"]),
        "text": share_words(row),
        "strong": not weak and row["part"] in strong,
        "weak": weak,
        "you": MARK if mine else "",
    }


def _parts_file(judged: pd.DataFrame, kind_of_part: str, answer: str) -> pd.DataFrame:
    """Return parts as numbers for download."""
    kept = judged[["part", "bodies", "base_n", "share", "flag", *_REST_COLUMNS]]
    return kept.round(dict.fromkeys(_REST_COLUMNS, 2)).assign(
        kind_of_part=kind_of_part,
        answer=answer,
        against_the_rest=[pieces.REST_VERDICTS[verdict] for verdict in judged["verdict"]],
        reason=judged["reason"],
    )


def _parts_alt(
    facts: AnswerFacts, parts: pd.DataFrame, kind_of_part: str, answer: str, own: Sequence[Mapping[Any, Any]]
) -> str:
    shared = parts[parts["base_n"] >= FEW_BODIES]
    first, last = as_rows((shared if len(shared) else parts).iloc[[0, -1]])
    return grammar.fitting(
        lambda width: (
            f"Bar chart: share with “{shortened_answer(answer, width)}”, {grammar.shortened(facts.question, width)}, "
            f"by {kind_of_part.lower()}, {facts.year}. Highest: {grammar.shortened(first['part'], width)} "
            f"{share_of(first)}; lowest: {grammar.shortened(last['part'], width)} {share_of(last)}."
            f"{''.join(f' You: {share_words(row)}.' for row in own)}"
        )
    )


def shares_card(
    facts: AnswerFacts,
    behind: Mapping[str, Sequence[str]],
    *,
    own: str = "",
) -> Card:
    """Return the card of the share of bodies by answer.

    Args:
        facts: what :func:`trends.subjects.bodies.facts.answer_facts` made.
        behind: the filters that give all rows behind the card from the table of answers.
        own: the reader's own answer, which is marked; empty where they gave none.
    """
    shares, rows = facts.shares, facts.rows
    said = [share_words(row) for row in rows]
    marks = [MARK if own and answer == own else "" for answer in shares["answer"]]
    strong = own if any(marks) else titled_answer(facts)
    names = {answer: grammar.joined(mine["body_name"].tolist()) for answer, mine in facts.mine.groupby("answer")}
    bars = pd.DataFrame(
        {
            # An entry that is no answer keeps its row but has no bar: a gap, not a zero.
            "label": [entry_words(row, names.get(row["answer"], "")) for row in rows],
            "value": math.nan if facts.few else shares["share"].astype(float),
            "text": said,
            "strong": (shares["answer"] == strong) & (shares["flag"] != WEAK),
            "weak": shares["flag"] == WEAK,
            "you": marks,
        }
    )
    table = _shares_table(facts, said, marks)
    return Card(
        key="shares",
        title=shares_title(facts),
        subtitle=" · ".join(
            part
            for part in (
                f"Share and number of {facts.noun} by {facts.said.one}",
                facts.edition,
                facts.place,
            )
            if part
        ),
        table=table,
        shown=cited(facts, shares[["answer", "answered", "bodies", "base_n", "share", "flag"]]),
        foot=" · ".join(
            part
            for part in (f"Base: {base_words(facts)}", facts.evidence_name, facts.edition, _rounding(facts, said))
            if part
        ),
        source=facts.source,
        alt=shares_alt(facts, own if any(marks) else ""),
        chart=_share_bars(bars) if facts.answered else None,
        about=[*reach(facts), *facts.notes],
        symbols=table.symbols(),
        quoted=[facts.question, *map(str, facts.shares["answer"])],
        behind=("answers", behind),
        file_words={"question": [facts.question], "year": [str(facts.year)]},
    )


def _shares_table(facts: AnswerFacts, said: Sequence[str], marks: Sequence[str]) -> Table:
    """Return the answers for reading, each with its number and share in words; marked where one is the reader's own."""
    counted = grammar.capitalised(facts.noun)
    table = Table.of(
        {
            facts.said.one.capitalize(): facts.shares["answer"],
            counted: [numbers.count(bodies) for bodies in facts.shares["bodies"]],
            "Share": said,
        },
        {counted: Role.FIGURE, "Share": Role.FIGURE},
    )
    marked = [mark or pieces.NONE for mark in marks]
    return table.with_column(1, COLUMN, marked, Role.MARK) if any(marks) else table


def _rounding(facts: AnswerFacts, said: Sequence[str]) -> str:
    """Return that the shares of all answers do not add up as they are written; empty where numbers are shown."""
    answers = [share for share, answered in zip(said, facts.shares["answered"], strict=True) if answered]
    return "" if facts.few or not answers else pieces.rounding_words(answers)


def body_listing(
    rows: pd.DataFrame, facts: AnswerFacts, source: Source, behind: Mapping[str, Sequence[str]]
) -> Listing:
    """Return bodies with their answers as a listing.

    Args:
        rows: the first bodies, as ``queries/bodies/body_answers.sql`` gives them; not empty.
        facts: the facts of the answers to the question.
        source: who publishes them.
        behind: the filters that give all answers from their table.
    """
    found, said = int(rows["found"].iloc[0]), facts.said
    first = f"The first {numbers.count(len(rows))} of " if found > len(rows) else ""
    return Listing(
        key=LISTED,
        title=f"{first}{numbers.count(found)} {facts.noun} with their {said.many}",
        label=f"Bodies with their {said.many}: {facts.question}, {facts.year}",
        table=listed_table(rows, said),
        notes=[say("Names are as their publisher writes them. Source: [{}]({})", source.name, source.url)],
        behind=("answers", behind),
    )


def listed_table(rows: pd.DataFrame, said: Wording = GIVEN) -> Table:
    """Return bodies with their answers for reading, with the columns in which they differ.

    Args:
        rows: one row per body, as ``queries/bodies/body_answers.sql`` gives them.
        said: how answers are called.
    """
    names = [link(str(name), f"bodies/{slug}") for name, slug in zip(rows["body_name"], rows["slug"], strict=True)]
    table: dict[str, Sequence[Words]] = {"Body": names, said.one.capitalize(): rows["answer"].tolist()}
    # Where every answer has one number of points, points repeat the answer; in bands they are the exact figure.
    if any(len(set(scores.dropna())) > 1 for _, scores in rows.groupby("answer")["score"]):
        scores = rows["score"].astype(float)
        write = numbers.count if (scores.dropna() % 1 == 0).all() else numbers.score
        table["Points"] = [write(score) for score in scores]
    for name, column in (("Kind", "body_type"), ("Region", "region"), ("Country", "country_name")):
        if len(set(rows[column].fillna(""))) > 1 and not (rows[column] == rows["body_name"]).all():
            table[name] = [numbers.MISSING if cells.is_missing(entry) else str(entry) for entry in rows[column]]
    return Table.of(table, {"Points": Role.FIGURE})


def _share_bars(bars: pd.DataFrame) -> Bars:
    """Return a chart of shares of bodies, a bar each.

    A share of 100 % with its flag needs room beside its bar. Names of parts with their numbers fit a phone in one line.
    """
    return Bars(bars, longest=WIDE_LONGEST, narrow_longest=NARROW_LONGEST, narrow_lines=False)


def cited(facts: AnswerFacts, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as numbers for taking away, with base, flag, evidence and source on every row."""
    own: dict[str, Any] = {("value" if name == "share" else str(name)): column for name, column in rows.items()}
    own["value"] = own["value"].round(2)
    parts = [name for name in ("kind_of_part", "part") if name in own]
    named: dict[str, Any] = {
        "survey_name": facts.survey,
        "question_name": facts.question,
        "year": facts.year,
        **{name: own.pop(name) for name in parts},
        **own,
        # A complete list has no range; its columns stay, so that files of all figures fit together.
        "unit": "%",
        "low": np.nan,
        "high": np.nan,
        "evidence_name": facts.evidence_name,
        "source_name": facts.source.name,
        "source_url": facts.source.url,
        "licence": facts.source.licence,
    }
    return pd.DataFrame(named, index=rows.index).reset_index(drop=True)
