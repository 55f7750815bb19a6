"""Sentences on what the dashboard rests on: kinds of evidence, surveys, registers."""

import pandas as pd

from trends.statistics.cells import Row, as_rows
from trends.subjects.contents import KeyFigure
from trends.words import grammar, numbers
from trends.words.text import Words, say

# The kind of evidence of surveys of companies that sell to the sector.
SOLD_BY = "supplier_survey"

# How editions come about that turn to all of a group, whether or not they have it; experts judge whom they choose.
TURNED_TO_ALL = ("counted", "asked_all")

# What the newest editions of surveys did that are not of all of a group, by the code of how they came about.
OTHERS = (
    ("judged", "were judged or checked from outside"),
    ("sampled", "drew a sample"),
    ("open", "took whoever wished to answer"),
    ("unknown", "do not say how they found those who answered"),
)


def answer(kinds: pd.DataFrame, coverage: pd.DataFrame) -> Words:
    """Return what the surveys rest on in a few sentences: how their newest editions came about, and who runs them.

    Args:
        kinds: one row per kind of evidence, as ``queries/sources/evidence_kind_list.sql`` gives them.
        coverage: one row per way in which newest editions came about, as ``queries/sources/coverage_list.sql`` gives
            them.
    """
    total, series = int(kinds["surveys"].sum()), int(kinds["series"].sum())
    counted = {str(row["coverage"]): int(row["surveys"]) - int(row["whole"]) for row in as_rows(coverage)}
    whole = int(coverage["whole"].sum())
    part = sum(counted.get(code, 0) for code in TURNED_TO_ALL)
    others = [say("**{}** {}", _number(counted.get(code, 0)), what) for code, what in OTHERS]
    sold = int(kinds.loc[kinds["evidence"] == SOLD_BY, "surveys"].sum())
    return grammar.sentences(
        [
            say(
                "What stands here comes from **{} surveys** and **{} {}**.",
                total,
                series,
                "index" if series == 1 else "indices",
            ),
            say("In their newest editions, **{}** {} all of a group.", _number(whole), "has" if whole == 1 else "have"),
            say("**{}** more turned to all, but lack some or do not say how many there are.", _number(part)),
            say("Of the others, {}.", grammar.joined(others)),
            say("**{}** of all were run by a company that sells to the sector.", numbers.count(sold)) if sold else "",
            "So a figure speaks for those who answered, and each one says who they were.",
        ]
    )


def chosen(counted: str, for_choice: str) -> str:
    """Return how many surveys filters leave, and that what follows is said of all of them.

    Args:
        counted: what :func:`survey_count` returns.
        for_choice: the filters, as :attr:`trends.request.request.Request.for_choice` has them.
    """
    stand = "stands" if counted.startswith("1 of") else "stand"
    return (
        f"{counted.removesuffix('.')} {stand} here{for_choice}, surveys of groups that hold a country not counted; "
        "what follows is said of all."
    )


def _number(surveys: int) -> str:
    return numbers.count(surveys) if surveys else "none"


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
