"""The firmest figure of a theme: which one it is by the rule that is stated, and of what kinds it says it is."""

import math
import re

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from tests.reckoned_bases import table
from trends.request.request import Request
from trends.subjects.themes import view
from trends.words.text import plain

DONE, SAID = {"adoption", "maturity"}, {"priority", "concern", "opportunity", "attitude"}
NAMED = re.compile(r"^Firmest (?:recent )?figure on (use and maturity|what surveys say)$")


def rank_of(row: "pd.Series[object]") -> tuple[int, float]:
    """Return the stated order: all or nearly all bodies, then random samples, then the largest base."""
    base = row["base_n"] if not pd.isna(row["base_n"]) else row["base_at_least"]
    looked = row["coverage"] in {"counted", "asked_all", "judged"} and not pd.isna(row["population"])
    whole = bool(row["complete"]) or (looked and not pd.isna(row["base_n"]) and base >= 0.95 * row["population"])
    return (0 if whole else 1 if row["evidence"] == "random_sample" else 2), -float(base)


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
        best = min(rank_of(row) for _, row in rows.iterrows())
        firmest = min(rank_of(row) for _, row in shown.iterrows())
        assert firmest[0] == best[0], (theme, basis)
        assert math.isclose(firmest[1], best[1]) or best[0] == 0, (theme, basis)
        told.add(said[1])
    assert told == {"use and maturity", "what surveys say"}
