"""Tables for reading in the form they take on a phone."""

import pandas as pd

from trends.words import numbers


def stacked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of two columns for a phone: the first as it is, the others as one line of words.

    Args:
        table: a table for reading; columns without an entry are left out of its line.
    """
    first, *others = table.columns
    lines = [
        " · ".join(f"{heading}: {row[heading]}" for heading in others if row[heading] != numbers.MISSING)
        for row in table.to_dict("records")
    ]
    return pd.DataFrame({first: table[first], "About it": lines})
