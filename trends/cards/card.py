"""A card: a finding as data. Page, image, file and command line are renderers of a card.

The constructor enforces the rules for statistics and accessibility, so that no renderer has to. Cards of finished
strings and Plotly figures were tried first: only a page could use them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from trends.cards.charts import Chart
from trends.cards.source import Behind, Receipt, Source
from trends.cards.table import Table
from trends.statistics.cells import is_missing
from trends.statistics.verdicts import DOWN, UP
from trends.words.text import Words, plain

TABLE_FOLLOWS = "Table follows."
SHORTEST_ALT, LONGEST_ALT = 20, 160
# Verbs that need a verdict. Counts of directions (“3 up, 2 down”) need none.
_DIRECTIONS = {
    UP: re.compile(r"\b(rose|risen|rises|climbed|climbs|grew|grown|increased)\b", re.IGNORECASE),
    DOWN: re.compile(r"\b(fell|fallen|falls|dropped|shrank|declined|decreased)\b", re.IGNORECASE),
}


class CardError(ValueError):
    """A card lacks a required part; the message says which card, what is missing and how to mend it."""


# `eq=False`: hashed by identity, to serve as a key; frames are not hashable.
@dataclass(frozen=True, eq=False)
class Card:
    """A finding that can stand alone.

    ``key`` names it on its page. ``title`` is the finding, ``subtitle`` measure, place and period. ``table`` holds the
    chart's rows in words, for reading; ``shown`` the same rows as numbers with unit, base and source, for download;
    ``behind`` the table and filters that give all rows behind it. ``foot`` is said under the chart: base and kind of
    evidence. ``evidence`` is the kind of evidence, drawn as a badge, and ``reach`` what such evidence can and cannot
    tell; empty where the rows of a card have several. ``about`` are paragraphs on method and limits; ``carried`` are
    those that every copy of its chart has to hold, such as what an index measures and the caution of its publisher.
    ``chart`` describes its chart and ``alt`` says it in words; a card without a chart has neither. ``verdicts`` are
    those its title may speak of, ``quoted`` the names of the evidence in its title, such as an item “Costs rose”, which
    are no verdicts. ``receipt`` says which question gave it. ``protection`` says, where figures were changed to protect
    those who answered, that they were; every renderer but that of pictures says it once, with the way to how.

    Raises:
        CardError: no words of the base; a chart without an alternative text of 20 to 160 characters; figures without a
            unit in the rows for download; a title that says rose or fell without the verdict.
    """

    key: str
    title: Words
    subtitle: Words
    table: Table
    shown: pd.DataFrame
    foot: Words
    source: Source
    alt: str = ""
    chart: Chart | None = None
    about: Sequence[Words] = ()
    carried: Sequence[Words] = ()
    symbols: Sequence[str] = ()
    behind: Behind | None = None
    file_words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    evidence: str = ""
    reach: str = ""
    verdicts: frozenset[str] = frozenset()
    quoted: Sequence[str] = ()
    receipt: Receipt | None = None
    protection: str = ""

    def __post_init__(self) -> None:
        if not plain(self.foot).strip():
            raise CardError(
                f"The card {self.key} has no words of its base. Say in foot on how many answers, bodies or cases it "
                "rests."
            )
        said = len(self.alt.strip())
        if self.chart is not None and not SHORTEST_ALT <= said <= LONGEST_ALT:
            raise CardError(
                f"The card {self.key} has a chart with an alternative text of {said} characters. Write one of "
                f"{SHORTEST_ALT} to {LONGEST_ALT}: kind of chart, measure, place, period, highest and lowest."
            )
        if "value" in self.shown and not _has_units(self.shown):
            raise CardError(
                f"The card {self.key} gives figures without a unit away. Add the column unit to its rows, on every row."
            )
        own_words = plain(self.title)
        for name in self.quoted:
            own_words = re.sub(re.escape(name), "", own_words, flags=re.IGNORECASE)
        for verdict, word in _DIRECTIONS.items():
            if (found := word.search(own_words)) and verdict not in self.verdicts:
                raise CardError(
                    f"The title of the card {self.key} says “{found[0]}” without the verdict {verdict}. Name the "
                    "change only where it was judged, and give its verdict in verdicts; a name that says so goes into "
                    "quoted."
                )


def _has_units(shown: pd.DataFrame) -> bool:
    """Say whether every row of figures says in which unit it is."""
    return "unit" in shown and all(not is_missing(unit) and str(unit).strip() for unit in set(shown["unit"].tolist()))


def texts_of(card: Card, *, narrow: bool = False) -> list[str]:
    """Return the texts of a card whose terms the glossary may explain, in reading order.

    Args:
        card: the card.
        narrow: its table is in its narrow form, which may have other headings.
    """
    headings = list(card.table.fold) if narrow and card.table.fold else card.table.headings
    return [plain(text) for text in (card.foot, card.evidence, *headings, *card.symbols, *card.about)]
