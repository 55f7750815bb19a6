"""Heat tables: numbers in cells that are shaded by size, with the number in each cell and no colour without it.

The shade is one colour of one hue laid over the page, so that the page's own ink stays the text on it: the same cell
works on light and on dark pages. ``tests/test_heat.py`` computes the contrast of text on the darkest shade on both.
"""

# A blue between those of light and dark pages; its strongest shade still leaves text 4.5:1 on either.
SHADE = (67, 120, 165)
STRONGEST = 0.5
FAINTEST = 0.08


def shade_of(number: float, largest: float) -> float:
    """Return how strong the shade of a number is, from 0 for nothing to ``STRONGEST`` for the largest.

    Args:
        number: not negative.
        largest: the largest number of the table.
    """
    if number <= 0 or largest <= 0:
        return 0.0
    return FAINTEST + (STRONGEST - FAINTEST) * min(number / largest, 1.0)


def css_of(strength: float) -> str:
    """Return how the cell of a shade is styled; empty where it has none."""
    red, green, blue = SHADE
    return f"background-color: rgba({red}, {green}, {blue}, {strength:.2f})" if strength else ""
