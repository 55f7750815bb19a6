"""A card: a finding with its chart, table, foot and files."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from trends.cards.source import Source
from trends.figures.base import NO_FIGURES, Figures

TABLE_FOLLOWS = "Table follows."


@dataclass(frozen=True)
class Drawing:
    """A figure as JSON with its height, and the width in pixels that its place needs."""

    figure: str
    height: int
    least_width: int


# Compared by identity: frames have no equality of their own.
@dataclass(frozen=True, eq=False)
class Card:
    """A finding that can stand alone.

    ``key`` names it on its page. ``table`` holds the chart's rows in words, for reading; ``shown`` the same rows as
    numbers with unit, base and source, for taking away; ``behind`` the table and filters that give all rows behind it.
    ``foot`` is said under the chart: base and kind of evidence. ``evidence`` is the kind of evidence, drawn as a badge,
    and ``reach`` what such evidence can and cannot tell; empty where the rows of a card have several. ``about`` are
    paragraphs on method and limits; ``carried`` are those without which its chart must not go anywhere, such as what an
    index measures and the caution of its publisher. ``figures`` are its chart, for wide
    places and for narrow ones.
    """

    key: str
    title: str
    subtitle: str
    table: pd.DataFrame
    shown: pd.DataFrame
    foot: str
    source: Source
    alt: str = ""
    figures: Figures = NO_FIGURES
    about: Sequence[str] = ()
    carried: Sequence[str] = ()
    symbols: Sequence[str] = ()
    behind: tuple[str, Mapping[str, Sequence[str]]] | None = None
    file_words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    evidence: str = ""
    reach: str = ""

    @property
    def figure(self) -> go.Figure | None:
        """The figure for wide places."""
        return self.figures.wide

    @property
    def narrow_figure(self) -> go.Figure | None:
        """The figure that is drawn where the one for wide places has no room."""
        return self.figures.narrow

    @functools.cached_property
    def drawings(self) -> Sequence[Drawing]:
        """The figures for a browser, the one for wide places first. A card is drawn often and made once."""
        return [
            Drawing(str(figure.to_json()), int(figure.layout.height), least_width)
            for figure, least_width in self.figures.by_width()
        ]


def texts_of(card: Card) -> list[str]:
    """Return the texts of a card whose words may need a meaning, in the order a reader meets them."""
    return [card.foot, card.evidence, *(str(heading) for heading in card.table.columns), *card.symbols, *card.about]
