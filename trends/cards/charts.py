"""Charts as data: the rows, the scale, and which marks are strong, weak or the reader's own; one class per kind.

A renderer (a page, an image, a slide) takes one of these; nothing here depends on colours or on Plotly. The columns of
a frame are documented at the function of the same kind in :mod:`trends.figures`; one row per mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True, eq=False)
class Bars:
    """Ranked bars from zero: one row per bar, in the order drawn.

    ``rows`` has ``label``, ``value``, ``text`` and may have ``narrow_label`` (the label where there is little room),
    ``strong`` (the reader's own, or what the title names), ``weak``, ``low``, ``high`` (whisker), ``own`` (the reader's
    number) and ``you`` (their mark).
    ``longest`` is the length of the axis, ``narrow_longest`` that of the narrow form; None where the longest bar sets
    it. ``narrow_lines`` says whether labels are broken into shorter lines in the narrow form.
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

    ``ticks`` are value and label of each tick, ``middle`` value and label of the line of the median.
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
    """Small multiples of trend lines with one scale: as :class:`Lines`, a panel for each line except the median's."""

    rows: pd.DataFrame
    editions: Mapping[int, str]
    ticks: Ticks


@dataclass(frozen=True, eq=False)
class Dumbbells:
    """Two editions of each item beside each other: one row per item; ``ends`` are value and label of both axis ends."""

    rows: pd.DataFrame
    ends: tuple[tuple[float, str], tuple[float, str]]


@dataclass(frozen=True, eq=False)
class Steps:
    """A map whose countries are shaded by step: one row per country, ``key`` the labels of the legend.

    ``bounds`` says that they label the bounds between steps, not the steps.
    """

    rows: pd.DataFrame
    key: Sequence[str]
    bounds: bool = True


@dataclass(frozen=True, eq=False)
class Places:
    """Dots of one size on a map: one row per place."""

    rows: pd.DataFrame = field()


@dataclass(frozen=True, eq=False)
class Strips:
    """Answers of several questions, each question on a scale of its own: nothing is ranked across them.

    ``rows`` has one row per question, ``answers`` one per answer, of which some are marked and some of these named;
    the others are dots without a name.
    """

    rows: pd.DataFrame
    answers: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Scatter:
    """Two measures against each other: one row per country, placed by one value along and the other upwards.

    ``rows`` has ``code``, ``label``, ``text`` (both values in words), ``x``, ``y`` and ``strong``. The ticks are value
    and label of each mark of a scale, from its lower end to its upper one; the words say what each scale measures.
    """

    rows: pd.DataFrame
    x_ticks: Ticks
    y_ticks: Ticks
    x_words: str
    y_words: str


Chart = Bars | Bump | Dots | Lines | Panels | Dumbbells | Steps | Places | Strips | Scatter
