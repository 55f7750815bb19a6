"""Cards of a theme: figures of several surveys side by side, as chart and as tables."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from trends.cards.card import Card
from trends.cards.source import shared_source
from trends.cards.table import Role, Table
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.subjects.themes import strips
from trends.subjects.themes.facts import firmest
from trends.subjects.themes.words import FIRMEST_WORDS, figure_title, holdings, source_link, who
from trends.words import numbers, pieces
from trends.words.text import strong

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
    "sector_said",
    "sector_told",
    "slice",
    "theme",
)
# Columns of whole numbers.
WHOLE = ("year", "base_n", "base_at_least", "base_at_most", "population", "place_in_list", "list_items", "list_themes")
ABOUT = (
    "Surveys ask different people different things. Their shares stand beside each other; they are not added, averaged "
    "or ranked."
)
ABOUT_ORDER = (
    "Each question has a scale of its own, newest first. The answers that belong to this theme are marked, and at most "
    "two of them named; the grey dots are all other answers to that question."
)
ABOUT_HOLLOW = "A hollow dot is a share marked [u]: read with care."
ABOUT_RANGES = "Ranges: at the base of each figure, as if its answers were a random sample."
ABOUT_PLACES = (
    "A place counts among the answers to its own question alone, as far as they were read. Pages often give the top of "
    "a list only, so a low place there can still be a high one in the whole list. Where ranges overlap, the order is "
    "not certain."
)


def side_by_side_card(
    given: Sequence[Row],
    theme: str,
    key: str,
    behind: Mapping[str, Sequence[str]],
    answers: strips.ListAnswers,
    chosen: Sequence[int] = (),
) -> Card:
    """Return the card of several surveys on one theme, newest first: never ranked against each other, never pooled.

    Each question is a strip of its own answers with those of the theme marked. The figure in the title, the newest firm
    one, is written bold.

    Args:
        given: the figures of ``queries/themes/theme_evidence.sql`` with their ranges (see
            :func:`trends.statistics.ranges.ranged`), not empty.
        theme: name of the theme.
        key: name of the card on its page.
        behind: the filters that give all rows behind the card from the table of findings.
        answers: the shares of all answers to each question.
        chosen: the years that were chosen; empty for all.
    """
    every = [{**row, "list_shares": answers.get((row["slice"], row["year"]), ())} for row in given]
    table = evidence_table(every)
    leading = firmest(every)[:1]
    told: Row = next((every[at] for at in leading), {})
    # The figure in the title is drawn whatever else is.
    rows = strips.drawn(every, [*leading, *firmest(every, details=True)])
    chart = strips.chart(rows, every, told) if rows else None
    has_range = any(not cells.is_missing(row["low"]) for row in given)
    whisker = " · Whisker: range of a share" if has_range else ""
    surveys = numbers.counted(len({row["survey"] for row in given}), "survey")
    bases = sum(row["base_n"] is not None for row in given)
    return Card(
        key=key,
        title=figure_title(told, strips.place_below(told)) if told else holdings(given, theme),
        subtitle="Last edition of each question, newest first; wordings, respondents and bases differ",
        table=table,
        shown=cells.as_frame(given, [name for name in given[0] if name not in NOT_FOR_FILES], WHOLE),
        foot=f"{surveys} · with a published base: {bases} of {numbers.counted(len(given), 'figure')}{whisker}",
        source=shared_source(every, rows),
        alt=strips.alt(rows, told, theme, chosen) if rows else "",
        chart=chart,
        about=[
            ABOUT,
            *([ABOUT_ORDER] if rows else []),
            *([ABOUT_HOLLOW] if chart is not None and chart.answers["weak"].any() else []),
            *([FIRMEST_WORDS] if told else []),
            *([ABOUT_RANGES] if has_range else []),
            ABOUT_PLACES,
        ],
        symbols=table.symbols(),
        behind=("findings", behind),
        file_words={"theme": [theme]},
        quoted=[str(told["item"]), str(told["question_name"])] if told else [],
    )


def evidence_table(rows: Sequence[Mapping[Hashable, Any]]) -> Table:
    """Return figures of several surveys for reading, each with its place, question, respondents, base and source.

    On a phone the place, the question, the respondents and the kind of evidence share a cell.

    Args:
        rows: those of :func:`trends.statistics.ranges.ranged`, each with ``list_shares``, the shares of all
            answers to its question.
    """
    places = [strips.place_in_question(row) for row in rows]
    return Table.of(
        {
            "What": [row["item"] for row in rows],
            "Figure": [pieces.value_words(row, row["measure"]) for row in rows],
            "Place within its question": places,
            "Asked": [row["question_name"] for row in rows],
            "Who answered": [who(row) for row in rows],
            "Base": [pieces.base_number(row) for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Source": [source_link(row) for row in rows],
        },
        ROLES,
        fold={
            "What and who": "**{What}**{place}: {Asked}. {Who answered}; {kind}; {Source}",
            "Figure": "{Figure}",
            "Base": "{Base}",
        },
        aside={
            "kind": [row["evidence_name"].lower() for row in rows],
            "place": ["" if place == pieces.NONE else f", {place}" for place in places],
        },
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
            "Base": [pieces.base_number(row) for row in listed],
            "Kind of evidence": [row["evidence_name"] for row in listed],
            "Source": [source_link(row) for row in listed],
        },
        ROLES,
        fold={"What and who": "{What}: {Asked}. {Who answered}; {base}; {Source}", "Figure": "{Figure}"},
        aside={"base": [pieces.base_of(row) for row in listed]},
    )
