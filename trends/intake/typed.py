"""What readers of typed files have in common: cells as text, sizes held to the limits."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

from trends.intake.problems import refusal
from trends.intake.table import LIST_SEPARATOR, Limits, number_text

BATCH = 20_000


def check_size(path: Path, columns: int, rows: int, limits: Limits) -> None:
    """Raise IntakeError for more columns or rows than are read."""
    if columns > limits.columns or rows > limits.rows:
        most = f"{limits.columns:,} columns and {limits.rows:,} rows"
        reason = f"{columns:,} columns and {rows:,} rows; at most {most} are read."
        raise refusal(path, reason, "leave out what is not needed, or split the file.")


def text_of(cell: Any) -> str:
    """Return a cell as a person writes it; empty for none."""
    if isinstance(cell, list):
        return LIST_SEPARATOR.join(text_of(each) for each in cell)
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return number_text(float(cell)) if isinstance(cell, float) else str(cell)
    if isinstance(cell, (dt.date, dt.datetime, dt.time)):
        return str(cell.isoformat())
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace").strip()
    return str(cell).strip()
