"""Cards of one named public body: all its answers, other bodies beside it, and who gave the answer at the top."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Bars
from trends.cards.source import Source, shared_source
from trends.cards.table import Role, Table
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.verdicts import WEAK
from trends.subjects.bodies.cards import NARROW_LONGEST, WIDE_LONGEST
from trends.subjects.bodies.words import share_words
from trends.subjects.body import kinds as body_kinds
from trends.subjects.body import words as body_words
from trends.subjects.body.facts import (
    Body,
    alike,
    apart,
    as_most,
    comparable,
    has_region,
    newest,
    part,
    share,
    shared_years,
)
from trends.words import grammar, numbers, pieces
from trends.words.asked import FOUND, who_answered
from trends.words.text import Words, link, strong

MOST_DRAWN = 10
MOST_SIDE_BY_SIDE = 2


def answers_card(body: Body, rows: Sequence[Row], wave: Row, others: Sequence[Row] = ()) -> Card:
    """Return the card of all answers of a body beside those of its kind and region.

    Args:
        body: the body.
        rows: its answers in the order to read, not empty.
        wave: the row of ``queries/body/body_in_editions.sql`` of the last edition among them.
        others: where one answer alone can be compared, all that its kind gave to that question, as
            ``queries/body/body_kind_answers.sql`` gives them; then these are drawn.
    """
    drawn = comparable(newest(rows))[:MOST_DRAWN]
    own = drawn[0] if others else None
    table = answers_table(body, rows)
    years = sorted({str(row["year"]) for row in rows})
    return Card(
        key="answers",
        title=body_words.answers_title(body, rows),
        subtitle=body_words.others_subtitle(body, own) if own else body_words.answers_subtitle(body, rows, len(drawn)),
        table=table,
        shown=_shown(body, rows),
        foot=body_words.answers_foot(body, newest(rows)),
        source=Source.of(rows[0]),
        alt=body_words.others_alt(body, own, others) if own else body_words.answers_alt(body, drawn) if drawn else "",
        chart=_others_bars(own, others) if own else _bars(drawn) if drawn else None,
        # The table has the body's own answers, so the others that are drawn are said here.
        about=[
            *([body_words.others_words(body, others)] if others else []),
            *body_words.about_shares(body.said),
            *_notes(body, wave),
        ],
        symbols=table.symbols(),
        quoted=[body.name, *(str(row[name]) for row in rows for name in ("question_name", "answer"))],
        behind=("answers", {"survey": [body.survey], "year": years}),
        file_words={"survey": [body.survey], "year": years},
        evidence=str(wave["evidence_name"]),
        reach=str(wave["evidence_limits"]),
    )


def _notes(body: Body, wave: Row) -> list[str]:
    said = (
        cells.text(wave["method_note"]),
        who_answered(body.evidence, str(wave["respondents"])),
        cells.text(wave["note"]),
    )
    return [grammar.sentence(each) for each in said if each]


def _bars(drawn: Sequence[Row]) -> Bars:
    # The title names one answer, or says of all that they are as those of most.
    named = drawn[0] if len(drawn) == 1 else apart(drawn)
    all_as_most = len(as_most(drawn)) == len(drawn)
    return _drawn(
        (f"{row['question_name']}: “{row['answer']}”", share(row, "kind"), not all_as_most and row is named)
        for row in drawn
    )


def _others_bars(own: Row, others: Sequence[Row]) -> Bars:
    mine = [row["answer"] == own["answer"] for row in others]
    return _drawn(
        (
            f"{row['answer']} · {body_words.THIS_BODY}" if is_mine else str(row["answer"]),
            part(int(row["bodies"]), int(row["base_n"])),
            is_mine,
        )
        for row, is_mine in zip(others, mine, strict=True)
    )


def _drawn(bars: Iterable[tuple[str, dict[str, Any], bool]]) -> Bars:
    """Return bars of label, share and whether the title speaks of it; a weak share is never strong."""
    rows = [
        {
            "label": label,
            "value": held["share"],
            "text": share_words(held),
            "strong": named and held["flag"] != WEAK,
            "weak": held["flag"] == WEAK,
        }
        for label, held, named in bars
    ]
    return Bars(pd.DataFrame(rows), longest=WIDE_LONGEST, narrow_longest=NARROW_LONGEST)


def answers_table(body: Body, rows: Sequence[Row]) -> Table:
    """Return answers for reading: one row per question and edition; all are of one survey, so of one source."""
    answer, same = body.said.one.capitalize(), f"Same {body.said.one}"
    kind, region = f"{same}, {body.kinds}", f"{same}, {body.part}"
    columns: dict[str, Sequence[Words]] = {
        "Question": [str(row["question_name"]) for row in rows],
        answer: [str(row["answer"]) for row in rows],
        kind: [body_words.part_words(row, "kind") for row in rows],
    }
    fold = {"Question": f"{{Question}}, {{Year}}: **{{{answer}}}**", kind: f"{{{kind}}}"}
    if body.part and has_region(rows):
        columns[region] = [body_words.part_words(row, "region") for row in rows]
        fold[region] = f"{{{region}}}"
    columns |= {
        "Top of the scale": [body_words.top_words(row) for row in rows],
        "Year": [str(row["year"]) for row in rows],
    }
    return Table.of(columns, {kind: Role.FIGURE, region: Role.FIGURE}, fold=fold)


def _shown(body: Body, rows: Sequence[Row]) -> pd.DataFrame:
    """Return answers as numbers for taking away; ``value`` is the share of its kind with the same answer."""
    kinds, regions = [share(row, "kind") for row in rows], [share(row, "region") for row in rows]
    return pd.DataFrame(
        {
            "body_name": body.name,
            "body_type": body.kind,
            "country_name": body.country_name,
            "region": [cells.text(row["region"]) for row in rows],
            "survey_name": [str(row["survey_name"]) for row in rows],
            "question_name": [str(row["question_name"]) for row in rows],
            "theme_name": [str(row["theme_name"]) for row in rows],
            "year": [int(row["year"]) for row in rows],
            "answer": [str(row["answer"]) for row in rows],
            "answered": [bool(row["answered"]) for row in rows],
            "value": _rounded(held["share"] for held in kinds),
            "unit": "%",
            "bodies": _whole(held["bodies"] for held in kinds),
            "base_n": _whole(held["base_n"] for held in kinds),
            "flag": [held["flag"] for held in kinds],
            "region_share": _rounded(held["share"] for held in regions),
            "region_base_n": _whole(held["base_n"] for held in regions),
            "top_answer": [cells.text(row["top"]) for row in rows],
            # Counted and not sampled; the columns stay, so that files of all figures fit together.
            "low": np.nan,
            "high": np.nan,
            "source_name": [str(row["source_name"]) for row in rows],
            "source_url": [str(row["source_url"]) for row in rows],
            "licence": [str(row["licence"]) for row in rows],
        }
    )


def _rounded(values: Iterable[float | None]) -> list[float]:
    return [np.nan if value is None else round(value, 2) for value in values]


def _whole(values: Iterable[int | None]) -> Any:
    return pd.array(list(values), dtype="Int64")


def side_by_side_card(bodies: Sequence[Body], held: Sequence[dict[int, Row]]) -> Card | None:
    """Return the card of two or three bodies side by side; None where no edition has an entry of two of them.

    Args:
        bodies: that of the page first.
        held: what :func:`trends.subjects.body.facts.side_by_side` made.
    """
    if not held:
        return None
    firsts, said = [next(iter(rows.values())) for rows in held], bodies[0].said
    headings = _headings(bodies)
    columns: dict[str, Sequence[Words]] = {"Question": [_asked(row) for row in firsts]}
    for body, heading in zip(bodies, headings, strict=True):
        columns[heading] = [
            str(rows[body.number]["answer"]) if body.number in rows else numbers.MISSING for rows in held
        ]
    table = Table.of(columns)
    shown = [
        {
            "question_name": str(row["question_name"]),
            "year": int(row["year"]),
            "body_name": body.name,
            "body_type": body.kind,
            "country_name": body.country_name,
            "region": body.region,
            "answer": str(row["answer"]),
            "source_name": str(row["source_name"]),
            "source_url": str(row["source_url"]),
            "licence": str(row["licence"]),
        }
        for rows in held
        for body in bodies
        for row in [rows.get(body.number)]
        if row is not None
    ]
    return Card(
        key="side_by_side",
        title=body_words.side_by_side_title(bodies, alike(held), len(held)),
        subtitle=f"{said.many.capitalize()} {said.to} the same question in one edition; those that differ come first",
        table=table.stacked() if len(bodies) > MOST_SIDE_BY_SIDE else table,
        shown=pd.DataFrame(shown),
        foot=f"{numbers.counted(len(held), 'question')} of {_years(held)} that two or more of them have an entry for",
        source=Source.of(firsts[0]),
        about=[
            f"Each {said.one} is the body's own, or what its publisher found; {said.many} are not added up or averaged."
        ],
        symbols=table.symbols(),
        quoted=[body.name for body in bodies],
        file_words={"year": [str(year) for year in shared_years(held)]},
    )


def _headings(bodies: Sequence[Body]) -> list[str]:
    """Return what bodies are called as headings, those of one name with what tells them apart."""
    names = [body.name for body in bodies]
    apart_words = [
        name if names.count(name) == 1 else body_words.told_apart(body)
        for name, body in zip(names, bodies, strict=True)
    ]
    # Two of one name, kind and region are told apart by their number in this table alone.
    return [
        words if apart_words.count(words) == 1 else f"{words}, {at}" for at, words in enumerate(apart_words, start=1)
    ]


def _asked(row: Row) -> str:
    return f"{row['question_name']}, {row['year']}"


def _years(held: Sequence[dict[int, Row]]) -> str:
    years = shared_years(held)
    return numbers.years(years[0], years[-1])


def top_card(body: Body, found: Sequence[Row], own: int, asked: Sequence[Row], wave: Row) -> Card:
    """Return the card of the bodies of its kind with most answers at the top of the scale, the body itself last.

    Args:
        body: the body.
        found: rows of ``queries/body/body_top.sql``, not empty.
        own: how many it gave itself.
        asked: its answers to the questions counted, not empty.
        wave: the edition, as ``queries/body/body_in_editions.sql`` gives it.
    """
    at_top = f"{body.said.many.capitalize()} at the top"
    asked_words = "it has one for and" if body.said == FOUND else "it answered"
    table = _top_table(body, found, f"{own} of {len(asked)}", at_top)
    more = int(found[0]["as_many"]) - len(found)
    by = f"those of {body.region} first, then by name" if body.region else "the first by name"
    cut = f" · {numbers.count(more)} more have as many: {by}" if more > 0 else ""
    edition = grammar.edition(body.survey_name, int(asked[0]["year"]))
    counted = numbers.counted(len(asked), "question")
    return Card(
        key="top",
        title=body_words.top_title(body, found[0], own, len(asked)),
        subtitle=f"{at_top} of the scale {body.said.to} the {counted} {asked_words} whose order is known · "
        f"{edition}{cut}",
        table=table,
        shown=pd.DataFrame(
            {
                "body_name": [str(row["name"]) for row in found],
                "body_type": body.kind,
                "country_name": [str(row["country_name"]) for row in found],
                "region": [cells.text(row["region"]) for row in found],
                "year": int(asked[0]["year"]),
                "top_answers": [int(row["top"]) for row in found],
                "answers": [int(row["answers"]) for row in found],
                "source_name": str(asked[0]["source_name"]),
                "source_url": str(asked[0]["source_url"]),
                "licence": str(asked[0]["licence"]),
            }
        ),
        foot=f"Base: {numbers.count(found[0]['found'])} {body.kinds} with an {body.said.one} "
        f"{body.said.to} any of them",
        source=Source.of(asked[0]),
        about=body_words.about_top(body.said),
        symbols=table.symbols(),
        quoted=[body.name],
        file_words={"survey": [body.survey], "year": [str(asked[0]["year"])]},
        evidence=str(wave["evidence_name"]),
        reach=str(wave["evidence_limits"]),
    )


def _top_table(body: Body, found: Sequence[Row], own: str, at_top: str) -> Table:
    """Return the bodies with most answers at the top for reading, the body itself last where it is none of them."""
    names: list[Words] = [
        strong(body.name) if row["slug"] == body.slug else link(str(row["name"]), address(str(row["slug"])))
        for row in found
    ]
    places = [cells.text(row["region"]) or pieces.NONE for row in found]
    counts = [f"{row['top']} of {row['answers']}" for row in found]
    if not any(row["slug"] == body.slug for row in found):
        names, places, counts = [*names, strong(body.name)], [*places, body.region or pieces.NONE], [*counts, own]
    columns: dict[str, Sequence[Words]] = {"Body": names, at_top: counts}
    fold = {}
    if set(places) != {pieces.NONE}:
        columns["Where"] = places
        fold = {"Body": "{Body}, {Where}", at_top: f"{{{at_top}}}"}
    return Table.of(columns, {at_top: Role.FIGURE}, fold=fold)


def kinds_card(rows: Sequence[Row]) -> Card:
    """Return the card of the kinds of named bodies, with a few bodies of each.

    Args:
        rows: of ``queries/body/body_kinds.sql``, not empty.
    """
    total = sum(int(row["bodies"]) for row in rows)
    table = Table.of(
        {
            "Kind of body": [str(row["body_type"]) for row in rows],
            "Where": [body_kinds.where(row) for row in rows],
            "Bodies": [numbers.count(row["bodies"]) for row in rows],
            "Last edition": [f"{row['survey_name']}, {row['last_year']}" for row in rows],
            "Such as": [
                grammar.listed(
                    [link(name, address(slug)) for slug, name in zip(row["slugs"], row["names"], strict=True)], " · "
                )
                for row in rows
            ],
        },
        {"Bodies": Role.FIGURE},
    ).stacked()
    return Card(
        key="kinds",
        title=body_kinds.title(rows),
        subtitle="Named public bodies with a published answer or entry, by kind; of each those with most",
        table=table,
        shown=pd.DataFrame(
            {
                name: [row[name] for row in rows]
                for name in (
                    "survey_name",
                    "body_type",
                    "country_name",
                    "countries",
                    "bodies",
                    "last_year",
                    "source_name",
                    "source_url",
                    "licence",
                )
            }
        ),
        foot=f"Base: {numbers.counted(total, 'named body', 'named bodies')}, counted in each survey that names them",
        source=shared_source(rows, [{**row, "year": row["last_year"]} for row in rows]),
        about=body_kinds.ABOUT,
        symbols=table.symbols(),
    )


def address(slug: str) -> str:
    """Return where the page of a body is, relative to any page of the dashboard or any plain page."""
    return f"bodies/{slug}"
