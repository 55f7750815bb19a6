"""Which rows of a chart stand in an image that has no room for all of them, and what is said of the others.

Those that the title names and the reader's own come before all others, wherever they stand: an image that lacks the row
its title speaks of would prove nothing.
"""

from dataclasses import replace

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Bars, Chart, Dots, Dumbbells, Strips
from trends.words import numbers

Rows = Bars | Dots | Dumbbells | Strips
ALL_THERE = "all of them are at the address below"


def told(chart: Rows) -> pd.DataFrame:
    """Return the rows of a chart that tell something, without those that only say how many are left out between."""
    rows = chart.rows
    if isinstance(chart, Bars):
        return rows[rows["value"].notna() | rows["text"].astype(bool)]
    return rows[rows["number"].notna()] if isinstance(chart, Dots) else rows


def spoken_of(chart: Rows) -> pd.Series:
    """Return which of the told rows the title names or are the reader’s own; of dots without any the ends."""
    rows = told(chart)
    if isinstance(chart, Strips):
        named = set(chart.answers.loc[chart.answers["strong"].astype(bool), "strip"])
        return pd.Series([at in named for at in range(len(rows))], index=rows.index, dtype=bool)
    spoken = pd.Series(data=False, index=rows.index)
    if "strong" in rows:
        spoken |= rows["strong"].astype(bool)
    if isinstance(chart, Dots) and len(rows) and not spoken.any():
        spoken.iloc[[0, -1]] = True
    return spoken


def first(chart: Rows, count: int) -> Rows:
    """Return a chart with so many of its rows, in their order: those that are spoken of and the first of the others."""
    rows, spoken = told(chart), spoken_of(chart)
    others = max(count - int(spoken.sum()), 0)
    kept = rows[spoken | ((~spoken).cumsum() <= others)].head(count)
    if not isinstance(chart, Strips):
        return replace(chart, rows=kept)
    places = {old: new for new, old in enumerate(rows.index.get_indexer(kept.index))}
    answers = chart.answers[chart.answers["strip"].isin(places)]
    return replace(chart, rows=kept, answers=answers.assign(strip=answers["strip"].map(places)))


def words(card: Card, drawn: Chart | None, where: str = ALL_THERE) -> str:
    """Return how many rows an image draws of all that its card tells of; empty where it draws them all.

    Args:
        card: the card, whose title speaks of all of its rows.
        drawn: its chart as the image has it.
        where: where all rows are.
    """
    whole = card.chart
    if not isinstance(whole, Bars | Dots | Dumbbells | Strips) or type(drawn) is not type(whole):
        return ""
    shown = len(told(drawn))
    if isinstance(whole, Strips):
        all_of = len(whole.rows)
        return f"Drawn: {shown} of {all_of} questions; {where}." if shown < all_of else ""
    if isinstance(whole, Dots):
        all_of = len(told(whole)) if whole.field is None else len(whole.field)
        # A whole chart says in a line of its own how many there are between.
        return f"Named: {shown} of {numbers.count(all_of)}; {where}." if shown < len(told(whole)) else ""
    all_of = max(len(card.table), len(told(whole)))
    return f"Drawn: {shown} of {numbers.count(all_of)} rows; {where}." if shown < all_of else ""
