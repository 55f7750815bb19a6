"""Sentences on what the dashboard rests on: kinds of evidence, surveys, registers."""

import pandas as pd

from trends.statistics.cells import Row
from trends.subjects.contents import KeyFigure
from trends.words import grammar, numbers
from trends.words.text import Words, say

# More in one sentence are hard to follow.
HEARD_TOGETHER = 2

# Names of kinds of evidence by code, each with what its surveys did, in the order in which they are named.
NOTABLE = (
    ("random_sample", "drew respondents at random"),
    ("census", "count every body of a group"),
    ("supplier_survey", "were run by a company that sells to the sector"),
    ("self_selected", "were answered by whoever wished to"),
)


def answer(kinds: pd.DataFrame) -> Words:
    """Return what the surveys rest on in a sentence or two.

    Args:
        kinds: one row per kind of evidence, as ``queries/sources/evidence_kind_list.sql`` gives them.
    """
    total = int(kinds["surveys"].sum())
    counted = dict(zip(kinds["evidence"], kinds["surveys"], strict=True))
    parts = [
        say("**{}** {}", numbers.count(counted[code]) if counted[code] else "none", what)
        for code, what in NOTABLE
        if code in counted
    ]
    series = int(kinds["series"].sum())
    first, others = parts[:HEARD_TOGETHER], parts[HEARD_TOGETHER:]
    return grammar.sentences(
        [
            say(
                "What stands here comes from **{} surveys** and **{} {}**.",
                total,
                series,
                "index" if series == 1 else "indices",
            ),
            say("Of the surveys, {}.", grammar.joined(first)) if first else "",
            say("Of the others, {}.", grammar.joined(others)) if others else "",
            "So a figure speaks for those who answered, and each one says who they were.",
        ]
    )


def survey_count(found: int, all_surveys: int) -> str:
    """Return how many surveys a table holds, in words."""
    if found == all_surveys:
        return f"All {numbers.count(found)} surveys."
    return f"{numbers.count(found)} of {numbers.count(all_surveys)} surveys."


def with_figures(surveys: pd.DataFrame) -> str:
    """Return how many of the surveys have figures and what the others have; empty where every one has a figure.

    As in “184 of 185 surveys have figures; 1 has answers of single bodies alone”.

    Args:
        surveys: one row per survey, as ``queries/sources/survey_list.sql`` gives them.
    """
    others = int((surveys["figures"] == 0).sum())
    if not others:
        return ""
    every, have = len(surveys), "has" if others == 1 else "have"
    without = f"{numbers.count(others)} {have} answers of single bodies alone"
    if others == every:
        return f"None has figures; {without}"
    verb = "has" if every - others == 1 else "have"
    return f"{numbers.of_all(every - others, every, 'survey')} {verb} figures; {without}"


def inventory_words(inventories: pd.DataFrame) -> str:
    """Return how lopsided the sources of cases are, in words.

    Args:
        inventories: one row per source and collection, as ``queries/sources/inventory_list.sql`` gives them, not empty.
    """
    total = int(inventories["cases"].sum())
    first = inventories.iloc[0]
    checked = int(inventories.loc[inventories["collection"] == "curated", "cases"].sum())
    return (
        f"{numbers.count(total)} cases from {numbers.count(len(inventories))} sources; "
        f"{numbers.share(100 * first['cases'] / total)} of them from one, {first['title']}. "
        f"{numbers.count(checked)} were compared with their page by a second reading; registers are as published. "
        "Registers of two years can list a project twice. Cases are what was found: their number does not say who does "
        "more."
    )


def key_figures(total: Row, cases: Row, surveys: pd.DataFrame) -> list[KeyFigure]:
    """Return how much there is: label, number, and what it is counted on.

    Args:
        total: the row of ``queries/request/totals.sql``, with ``when``, its years in words.
        cases: the row of ``queries/cases/case_counts.sql``.
        surveys: one row per survey, as ``queries/sources/survey_list.sql`` gives them of the same filters.
    """
    of_all = "" if total["surveys"] == len(surveys) else f"of {numbers.count(len(surveys))}"
    of_which = ", ".join(part for part in (of_all, str(total["when"])) if part) or "none for this choice"
    return [
        ("Figures from surveys", f"{total['figures']:,}", f"{total['with_base']:,} with a published base"),
        ("Surveys with figures", f"{total['surveys']:,}", of_which),
        ("Countries and groups", f"{total['countries']:,}", "in the surveys"),
        ("Case studies", f"{cases['cases']:,}", f"{cases['curated']:,} checked twice"),
    ]
