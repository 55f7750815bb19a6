"""Charts as data: the rows, the scale, and what is strong, weak or the reader's own, one class a kind of chart.

Whatever draws a chart (a page, an image, a slide) takes one of these; nothing here knows of colours or of what draws.
Frames are as the function of the same kind in :mod:`trends.figures` documents them, one row per mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True, eq=False)
class Bars:
    """Ranked bars from zero: one row per bar, in the order drawn.

    ``rows`` has ``label``, ``value``, ``text`` and may have ``narrow_label`` (the label where there is little room),
    ``strong``, ``weak``, ``low``, ``high`` (whisker), ``own`` (the reader's number) and ``you`` (their mark).
    ``longest`` is the length of the axis, ``narrow_longest`` that on narrow places; None where the longest bar sets it.
    ``narrow_lines`` says whether labels break into shorter lines on narrow places; labels that fit there need not.
    """

    rows: pd.DataFrame
    longest: float | None = None
    narrow_longest: float | None = None
    narrow_lines: bool = True


@dataclass(frozen=True, eq=False)
class Bump:
    """Places over editions: one row per item and year; ``highlighted`` are the items that stand out."""

    rows: pd.DataFrame
    highlighted: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Dots:
    """Sorted dots of countries: one row per country, ``field`` one per dot of the strip of all countries above them.

    ``ticks`` are value and words of the axis, ``middle`` value and words of the line of the median.
    """

    rows: pd.DataFrame
    ticks: Ticks
    middle: tuple[float, str] | None = None
    field: pd.DataFrame | None = None
    field_words: str = ""


@dataclass(frozen=True, eq=False)
class Lines:
    """Trend lines: one row per line and year; ``editions`` has each year's method, so that lines stop at breaks."""

    rows: pd.DataFrame
    editions: Mapping[int, str]
    ticks: Ticks


@dataclass(frozen=True, eq=False)
class Panels:
    """Small multiples of trend lines with one scale: as :class:`Lines`, a panel for each line but the grey one."""

    rows: pd.DataFrame
    editions: Mapping[int, str]
    ticks: Ticks


@dataclass(frozen=True, eq=False)
class Dumbbells:
    """Two editions of each item beside each other: one row per item; ``ends`` are value and words of both axis ends."""

    rows: pd.DataFrame
    ends: tuple[tuple[float, str], tuple[float, str]]


@dataclass(frozen=True, eq=False)
class Steps:
    """A map whose countries are shaded by step: one row per country, ``key`` the words of the steps.

    ``bounds`` says that these words stand between the steps and not on them.
    """

    rows: pd.DataFrame
    key: Sequence[str]
    bounds: bool = True


@dataclass(frozen=True, eq=False)
class Places:
    """Dots on a map: one row per place with its size in cases."""

    rows: pd.DataFrame = field()


Chart = Bars | Bump | Dots | Lines | Panels | Dumbbells | Steps | Places
