"""Cells of tables of figures: what is missing, what is rounded, and which numbers may be computed with."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trends.statistics.inputs import Numbers

# Published figures have few decimals; what is smaller is floating-point error.
SAME = 1e-9

HALF = 0.5

Row = Mapping[Any, Any]


def known_name(name: Any) -> str | None:
    """Return the name of a part, or None where it has none."""
    return None if is_missing(name) else str(name)


def text(value: Any) -> str:
    """Return a text, empty where a cell holds none."""
    return "" if is_missing(value) else str(value)


def letters(values: Iterable[Any], numbers: Iterable[Any]) -> list[str | None]:
    """Return the letters among published values, as of indices that grade countries; None where a value is a number.

    Args:
        values: as published, as text.
        numbers: the same as numbers, missing where they are none.
    """
    pairs = zip(values, numbers, strict=True)
    return [str(value) if is_missing(number) and not is_missing(value) else None for value, number in pairs]


def beside(rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Return rows with columns added at their end; adding them one by one would cost ten times as much."""
    return pd.concat([rows, pd.DataFrame(columns, index=rows.index)], axis=1)


def as_rows(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows of a frame by column, None where a whole number is missing.

    The same as ``to_dict("records")``, which takes three times as long on the short and wide frames there are here.
    """
    names, columns = list(frame.columns), [_listed(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def as_frame(rows: Sequence[Row], names: Sequence[str], whole: Collection[str]) -> pd.DataFrame:
    """Return some columns of rows as a frame, those of whole numbers as Int64 whatever is missing in them."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in names}
    return pd.DataFrame(columns | {name: pd.array(columns[name], dtype="Int64") for name in whole}, columns=list(names))


def only(rows: pd.DataFrame, name: str, values: Collection[str]) -> pd.DataFrame:
    """Return the rows whose column of that name holds one of the values, numbered anew."""
    return rows[rows[name].isin(list(values))].reset_index(drop=True)


def _listed(column: pd.Series) -> list[Any]:
    if isinstance(column.dtype, (pd.Int64Dtype, pd.Float64Dtype, pd.BooleanDtype)):
        numbers: list[Any] = column.array.to_numpy(dtype=object, na_value=None).tolist()
        return numbers
    return column.tolist()


def bases(column: pd.Series) -> Numbers:
    """Return bases as numbers, nan where a base was not published."""
    return np.asarray(column.astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def rounding(values: Numbers) -> float:
    """Return the step to which published figures were rounded, as far as their decimals tell."""
    known = values[~np.isnan(values)]
    return next((step for step in (1.0, 0.1, 0.01) if np.allclose(known / step, np.round(known / step))), 0.0)


def as_bases(values: Numbers) -> Any:
    """Return bases as whole numbers, empty where there is none."""
    return pd.array([None if np.isnan(value) else round(value) for value in values.tolist()], dtype="Int64")


def is_missing(value: Any) -> bool:
    """Say whether a cell holds nothing."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def even_steps(low: float, high: float, most: int = 5) -> list[float]:
    """Return round bounds of at most so many equal steps that hold all values from ``low`` to ``high``."""
    for exponent in range(-4, 7):
        for factor in (1, 2, 5):
            size = factor * 10.0**exponent
            first, last = math.floor(low / size + 1e-9), math.ceil(high / size - 1e-9)
            last = max(last, first + 1)
            if last - first <= most:
                return [round(place * size, 6) for place in range(first, last + 1)]
    raise ValueError(f"No round steps hold {low} to {high}; give numbers of at most six digits.")


def rounded(number: float) -> float:
    """Round half away from zero, as readers expect of 2.5."""
    # 100 × (0.086 − 0.041) is slightly under 4.5; floating-point error must not decide.
    return math.copysign(math.floor(round(abs(number), 9) + HALF), number) + 0.0
