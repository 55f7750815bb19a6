"""Cards of the overview: the themes that lead lists, and what stands first in the newest editions."""

import pandas as pd

from trends.cards.card import TABLE_FOLLOWS, Card
from trends.cards.charts import Bars
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.statistics.cells import as_rows
from trends.subjects.overview.words import leading_themes
from trends.subjects.themes.words import source_link, who
from trends.words import grammar, numbers
from trends.words.text import strong

SHOWN_THEMES = 8

OWN_COUNT = Source("the surveys listed on the page Sources", "sources", "own count; each survey keeps its own licence")


def leading_card(frame: pd.DataFrame, kind_words: str, key: str) -> Card:
    """Return the card of the themes that stand first in most surveys.

    Args:
        frame: one row per theme, as ``queries/overview/leading_themes.sql`` gives them, not empty.
        kind_words: what was asked for, as in «priorities».
        key: name of the card on its page.
    """
    asked, lists = int(frame["surveys_asked"].iloc[0]), int(frame["surveys_with_lists"].iloc[0])
    shown = frame.head(SHOWN_THEMES)
    bars = pd.DataFrame(
        {
            "label": shown["theme_name"],
            "value": shown["leads"],
            "text": [f"{row['leads']} first · {row['surveys']} name it" for row in as_rows(shown)],
            "strong": (shown["leads"] == shown["leads"].max()) & (shown["leads"] > 0),
            "weak": False,
        }
    )
    leading = leading_themes(frame)
    title = (
        f"{grammar.joined(leading)}: first in {frame['leads'].iloc[0]} of {lists} lists of {kind_words}"
        if leading
        else f"No list of {kind_words} here is long enough to have a first place"
    )
    alt = grammar.shortened(
        f"Bar chart: surveys whose list of {kind_words} each theme leads. "
        f"Most: {bars['label'].iloc[0]} {shown['leads'].iloc[0]}; last shown: {bars['label'].iloc[-1]} "
        f"{shown['leads'].iloc[-1]}. {TABLE_FOLLOWS}",
        grammar.ALT_LENGTH,
    )
    return Card(
        key=key,
        title=title,
        subtitle=f"Surveys whose last list of {kind_words} the theme leads, and surveys that name it at all",
        table=Table.of(
            {
                "Theme": frame["theme_name"],
                "Stands first in": [numbers.count(value) for value in frame["leads"]],
                "Named in": [numbers.count(value) for value in frame["surveys"]],
            },
            {"Stands first in": Role.FIGURE, "Named in": Role.FIGURE},
        ),
        shown=frame,
        foot=f"Base: {asked} surveys ask for {kind_words}, {lists} with a list of several themes · counted here",
        source=OWN_COUNT,
        quoted=leading,
        alt=alt,
        chart=Bars(bars, longest=float(max(shown["leads"].max(), 1)) * 1.5),
        about=[
            "Each survey counts once, whatever its size. Shares of different surveys are never added up or averaged.",
            (
                "A theme leads a list if an item of it has place 1 or the highest share in the last edition. "
                "Only lists of three or more themes count."
            ),
        ],
    )


def newest_table(frame: pd.DataFrame) -> Table:
    """Return what stands first in the newest editions, for reading; on a phone, question and respondents share a cell.

    Args:
        frame: one row per question, as ``queries/overview/latest_leaders.sql`` gives them.
    """
    rows = as_rows(frame)
    return Table.of(
        {
            "Stands first": [strong(row["item"]) for row in rows],
            "Figure": [numbers.of_measure(row["value"], row["measure"]) for row in rows],
            "Asked": [row["question_name"] for row in rows],
            "Who": [who(row) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Source": [source_link(row) for row in rows],
        },
        {"Figure": Role.FIGURE, "Base": Role.BASE, "Source": Role.SOURCE},
        fold={
            "Stands first": "{Stands first}: {Asked}. {Who}; {Source}",
            "Figure": "{Figure}",
            "Base": "{Base}",
        },
    )
