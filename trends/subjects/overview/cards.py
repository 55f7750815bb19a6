"""Cards of the overview: the themes that lead lists, and what stands first in the newest editions."""

from collections.abc import Sequence

import pandas as pd

from trends.cards.card import TABLE_FOLLOWS, Card
from trends.cards.charts import Bars
from trends.cards.listing import Listing
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.statistics.cells import Row
from trends.subjects.lists.counted import RULE, Counted, answered_where, asked_words, older_words, places
from trends.subjects.themes.words import source_link, who
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say, strong

SHOWN_THEMES = 8
# Letters a theme may have in an alternative text.
LONGEST_THEME = 40

OWN_COUNT = Source("the surveys listed on the page Sources", "sources", "own count; each survey keeps its own licence")


def leading_card(held: Counted, kind_words: str, key: str) -> Card:
    """Return the card of the themes that stand first in most lists.

    Args:
        held: the lists that count, at least one.
        kind_words: what was asked for, as in “priorities”.
        key: name of the card on its page.
    """
    shown = held.themes[:SHOWN_THEMES]
    bars = pd.DataFrame(
        {
            "label": [row["theme_name"] for row in shown],
            "value": [row["leads"] for row in shown],
            "text": [f"{row['leads']} first · {row['surveys']} name it" for row in shown],
            "strong": [row["leads"] == held.leads > 0 for row in shown],
            "weak": False,
        }
    )
    of, countries = numbers.counted(held.lists, "list"), places(held)
    where = grammar.joined(countries)
    # A title that is read alone says of which country all are, as under a filter, and of a single list who answered.
    listed = f"{kind_words} from {where}" if len(countries) == 1 and held.lists > 1 else kind_words
    whose = f" ({answered_where(held.listed[0])})" if held.lists == 1 else ""
    left_out = f" · {older.removesuffix('.')}" if (older := older_words(held.older)) else ""
    title = (
        f"{grammar.joined(held.leading)}: first in {numbers.of_all(held.leads, held.lists, 'list')} of {listed}, "
        f"{held.when}{whose}"
        if held.leading
        else f"No list of {listed}, {held.when}, puts one of these themes first{whose}"
    )
    most = [str(row["theme_name"]) for row in held.themes if row["leads"] == held.leads]
    ends = (
        f"Most: {grammar.sharing(most, LONGEST_THEME)} {shown[0]['leads']}; last shown: {shown[-1]['theme_name']} "
        f"{shown[-1]['leads']}."
    )
    drawn = f"Bar chart: lists of {kind_words} that each theme leads, of {of}, {held.when}."
    alt = grammar.alternative(f"{drawn} {ends}", TABLE_FOLLOWS)
    return Card(
        key=key,
        title=title,
        subtitle=f"Lists of {kind_words}, one a survey, {held.when}: those the theme leads, and those that name it",
        table=Table.of(
            {
                "Theme": [row["theme_name"] for row in held.themes],
                "Stands first in": [numbers.count(row["leads"]) for row in held.themes],
                "Of these, shared": [numbers.count(row["tied"]) for row in held.themes],
                "Named in": [numbers.count(row["surveys"]) for row in held.themes],
            },
            {"Stands first in": Role.FIGURE, "Of these, shared": Role.FIGURE, "Named in": Role.FIGURE},
        ),
        shown=pd.DataFrame(list(held.themes)),
        foot=f"Base: {of} of {kind_words}, one a survey, {held.when}, from {where} · counted here{left_out}",
        source=OWN_COUNT,
        quoted=held.leading,
        alt=alt,
        chart=Bars(bars, longest=float(max(held.leads, 1)) * 1.5),
        about=[RULE, "Shares of different surveys are never added up or averaged.", _listed(held)],
    )


def _listed(held: Counted) -> Words:
    """Return who was asked in the lists that count and which these are, so that a reader can look at them."""
    named = [
        say("{}, {}: {}.", str(row["survey_name"]), int(row["year"]), grammar.lower_first(str(row["question_name"])))
        for row in held.listed
    ]
    return grammar.sentences([asked_words(held), "These lists count.", *named])


NO_RANKS = (
    "One row per question. Bases, wordings and respondents differ, so these figures do not rank against each other."
)


def newest_listing(rows: Sequence[Row], notes: Sequence[Words]) -> Listing:
    """Return what stands first in the newest editions as a listing.

    Args:
        rows: one per question, as ``queries/overview/latest_leaders.sql`` gives them; not empty.
        notes: what is to say of other figures on the same matter.
    """
    heading = "What stands first in the newest editions"
    return Listing(
        key="newest",
        title=heading,
        label=heading,
        table=newest_table(rows),
        notes=[NO_RANKS, *notes],
    )


def newest_table(rows: Sequence[Row]) -> Table:
    """Return what stands first in the newest editions, for reading; on a phone, question and respondents share a cell.

    Args:
        rows: one per question, as ``queries/overview/latest_leaders.sql`` gives them.
    """
    return Table.of(
        {
            "Stands first": [strong(row["item"]) for row in rows],
            "Figure": [pieces.value_words(row, str(row["measure"])) for row in rows],
            "Asked": [row["question_name"] for row in rows],
            "Who": [who(row) for row in rows],
            "Base": [pieces.base_number(row) for row in rows],
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
