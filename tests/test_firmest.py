"""The firmest figure of a theme: which one it is by the rule that is stated, and of what kinds it says it is."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from tests.reckoned_bases import table
from trends.request.filters import Filters
from trends.request.request import Request
from trends.subjects.themes import view
from trends.words.text import plain

DONE, SAID = {"adoption", "maturity"}, {"priority", "concern", "opportunity", "attitude"}
NAMED = re.compile(r"^Firmest (?:recent )?figure on (use and maturity|what surveys say)$")


def rank_of(row: "pd.Series[object]", on_theme: set[object]) -> tuple[int, bool, float]:
    """Return the stated order: all or nearly all bodies, random samples, questions on the theme, the largest base."""
    base = row["base_n"] if not pd.isna(row["base_n"]) else row["base_at_least"]
    looked = row["coverage"] in {"counted", "asked_all", "judged"} and not pd.isna(row["population"])
    whole = bool(row["complete"]) or (looked and not pd.isna(row["base_n"]) and base >= 0.95 * row["population"])
    kind = 0 if whole else 1 if row["evidence"] == "random_sample" else 2
    return kind, row["question"] not in on_theme, -float(base)


def asked_of(row: "pd.Series[object]") -> pd.DataFrame:
    """Return all answers to the question of a figure, of the same bodies in the same year."""
    asked = table("findings").query("question == @row.question and year == @row.year")
    for name in ("country", "region", "sector", "body_size"):
        asked = asked[asked[name].fillna("") == ("" if pd.isna(row[name]) else row[name])]
    return asked.assign(value=asked["value"].astype(float))


def is_on_its_theme(row: "pd.Series[object]") -> bool:
    """Say whether all answers to the question of a figure are of its theme, or the first of three and more."""
    asked = asked_of(row)
    leads = asked.loc[asked["value"] == asked["value"].max(), "theme"]
    return set(asked["theme"]) == {row["theme"]} or (len(asked) >= 3 and row["theme"] in set(leads))


def is_weak(row: "pd.Series[object]") -> bool:
    """Say whether few answered, or a range is 30 points wide or more."""
    base = row["base_n"] if not pd.isna(row["base_n"]) else row["base_at_least"]
    if row["complete"]:
        return False
    low, high = proportion_confint(row["value"] / 100 * base, base, method="wilson")
    return bool(base < 30 or high - low >= 0.3)


@pytest.mark.evidence
def test_the_firmest_figure_says_of_which_kinds_it_is_the_firmest(shipped_request: Request) -> None:
    told = set()
    for theme in table("themes")["theme"]:
        figures = {str(label): basis for label, _, basis in view.key_figures(shipped_request, theme)}
        named = [label for label in figures if label.startswith("Firmest")]
        if not named:
            continue
        said = NAMED.match(named[0])
        assert said, named
        # The answer calls it by the same name.
        assert f"{named[0]}: " in plain(view.answer(shipped_request, theme))
        kinds = DONE if said[1] == "use and maturity" else SAID
        rows = pd.DataFrame(shipped_request.rows("theme_evidence", theme=[theme], kind=sorted(kinds), question=[]))
        based = rows["base_n"].notna() | rows["base_at_least"].notna()
        rows = rows[(rows["measure"] == "percent") & based & ~rows["residual"] & (rows["role"] == "headline")]
        rows = rows[(rows["kind"].isin(DONE) | rows["polarity"].isna()) & ~rows["few_bodies"]]
        rows = rows[[not is_weak(row) for _, row in rows.iterrows()]]
        rows = rows[rows["year"] >= rows["year"].max() - 2]
        basis = plain(figures[named[0]])
        shown = rows[[basis.startswith(f"{item}; ") and f" {year}, " in basis
                      for item, year in zip(rows["item"], rows["year"], strict=True)]]  # fmt: skip
        assert len(shown), basis
        bases = rows["base_n"].fillna(rows["base_at_least"]).astype(float)
        widest = rows[bases == bases.groupby(rows["question"]).transform("max")]
        on_theme = {row["question"] for _, row in widest.iterrows() if is_on_its_theme(row)}
        best = min(rank_of(row, on_theme) for _, row in rows.iterrows())
        firmest = min(rank_of(row, on_theme) for _, row in shown.iterrows())
        assert firmest[:2] == best[:2], (theme, basis)
        assert math.isclose(firmest[2], best[2]) or best[0] == 0, (theme, basis)
        told.add(said[1])
    assert told == {"use and maturity", "what surveys say"}


CHOSEN = [{}, *({"country": (code,)} for code in ("NZL", "GBR", "IRL", "SGP")), {"sector": ("local_government",)}]


@pytest.mark.evidence
@pytest.mark.parametrize("chosen", CHOSEN, ids=str)
def test_a_theme_begins_with_a_question_on_it_and_a_title_says_what_stands_above_its_answer(
    shipped_request: Request, chosen: dict[str, tuple[str, ...]]
) -> None:
    request, placed = replace(shipped_request, filters=Filters(**chosen)), 0
    for theme in table("themes")["theme"]:
        on_theme = []
        for card in view.cards(request, theme):
            kinds = sorted(DONE if card.key == "done" else SAID)
            rows = pd.DataFrame(request.rows("theme_evidence", theme=[theme], kind=kinds, question=[]))
            item, asked = card.quoted or ("", "")
            told = rows[(rows["item"] == item) & (rows["question_name"] == asked) & (rows["measure"] == "percent")]
            told = told[[f"{row['year']}" in card.title and f"{round(row['value'])}%" in card.title
                         for _, row in told.iterrows()]]  # fmt: skip
            assert len(told) or not card.quoted, card.title
            on_theme.append(any(is_on_its_theme(row) for _, row in told.iterrows()))
            if not len(told):
                continue
            above = [int((asked_of(row)["value"] > row["value"]).sum()) for _, row in told.iterrows()]
            place = re.search(r"%, (?:joint )?(\d+)\w\w of \d+ answers", card.title)
            assert (int(place[1]) - 1 if place else 0) in above, (theme, card.title)
            placed += bool(place)
        assert not on_theme or on_theme[0] or not any(on_theme), (
            theme,
            [card.title for card in view.cards(request, theme)],
        )
    assert placed or chosen
