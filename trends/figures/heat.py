"""Heat tables: numbers in cells that are shaded by size, with the number in each cell and no colour without it.

The shade is one colour of one hue laid over the page, so that the page's own ink stays the text on it: the same cell
works on light and on dark pages. ``tests/test_heat.py`` computes the contrast of text on the darkest shade on both.
"""

from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

# A blue between those of light and dark pages; its strongest shade still leaves text 4.5:1 on either.
SHADE = (67, 120, 165)
STRONGEST = 0.5
FAINTEST = 0.08
NOTHING = "–"


def shade_of(number: float, largest: float) -> float:
    """Return how strong the shade of a number is, from 0 for nothing to ``STRONGEST`` for the largest.

    Args:
        number: not negative.
        largest: the largest number of the table.
    """
    if number <= 0 or largest <= 0:
        return 0.0
    return FAINTEST + (STRONGEST - FAINTEST) * min(number / largest, 1.0)


def shades(wide: pd.DataFrame) -> pd.DataFrame:
    """Return the shade of each cell, in the shape of the table.

    Args:
        wide: numbers, one row and one column per category; empty cells count as nothing.
    """
    numbers = wide.fillna(0).astype(float)
    largest = float(numbers.to_numpy().max()) if numbers.size else 0.0
    return numbers.map(lambda number: shade_of(number, largest))


def heat_table(wide: pd.DataFrame, rows_are: str) -> Styler:
    """Return a table for reading with shaded cells: the number in each, a dash for nothing.

    Args:
        wide: whole numbers, one row and one column per category, the names of the rows as index.
        rows_are: heading of the column of names, as in “Theme”.
    """
    read = wide.map(lambda number: NOTHING if pd.isna(number) or not number else f"{int(number):,}")
    read.insert(0, rows_are, [str(name) for name in wide.index])
    read = read.reset_index(drop=True)
    read.columns.name = None
    strong = shades(wide).reset_index(drop=True)
    strong.insert(0, rows_are, 0.0)
    return _laid_out(read.style.apply(lambda _: strong.map(_css), axis=None))


def _laid_out(styled: Any) -> Styler:
    """Return a styled table that is laid out once, and not whenever a reader sees it.

    Streamlit asks for the layout on every run, by two methods of pandas; it takes no class made of Styler, so that its
    own two are set on this one. Its cells are words already, so the layout names none that would be shown otherwise.
    """
    layout = styled._compute()._translate(False, False) | {"body": []}  # noqa: SLF001 - as Streamlit does
    styled._compute = lambda: styled  # noqa: SLF001
    styled._translate = lambda *_: layout  # noqa: SLF001
    made: Styler = styled
    return made


def _css(strength: float) -> str:
    red, green, blue = SHADE
    return f"background-color: rgba({red}, {green}, {blue}, {strength:.2f})" if strength else ""
