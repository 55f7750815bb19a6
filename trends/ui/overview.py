"""Blocks of the overview: the leading themes, and what stands first in the newest editions."""

import pandas as pd

from trends import overview
from trends.cards import Card
from trends.ui.evidence import ask, is_narrow, palette
from trends.ui.kept import kept

NEWEST = 8


@kept
def answer() -> str:
    """Return what the evidence says now, in a sentence or two."""
    return overview.answer(_leading("priority"), _leading("concern"))


@kept
def leading_card(kind: str, words: str) -> Card | None:
    """Return the card of the themes that lead the lists of a kind; None where there are no lists.

    Args:
        kind: code of the kind of question.
        words: what its items are called.
    """
    frame = _leading(kind)
    return overview.leading_card(frame, words, words, palette()) if len(frame) else None


@kept
def newest_table() -> pd.DataFrame:
    """Return what stands first in the newest editions, for reading; empty where there are none."""
    newest = ask("latest_leaders", kind=["priority", "concern"], least_themes=3).head(NEWEST)
    return overview.newest_table(newest, narrow=is_narrow()) if len(newest) else newest


@kept
def _leading(kind: str) -> pd.DataFrame:
    return ask("leading_themes", kind=[kind])
