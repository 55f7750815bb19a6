"""Runs ``python -m trends …`` by a time of day that a test sets while it runs; the clock that only grows stays as it is.

No test may set the clock of the machine. So the functions of Python that tell or write the time of day are replaced
before anything of the dashboard is loaded: ``time.time``, which ``date.today`` and what signs cookies ask too, and
``os.utime``. What C code and other processes ask the system for is not moved: times of files that are written, and days
in files made by a process of its own.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Names the file that holds by how many seconds the time of day is moved.
SETTING = "TESTS_CLOCK"
# As many rows as go into a file that is made in the process itself; beyond, one of its own makes it.
FEW_ROWS = "TESTS_FEW_ROWS"


def moved(told: Callable[[], float], by: Path) -> Callable[[], float]:
    """Return a clock that tells what another one does, moved by what a file says at that moment."""
    return lambda: told() + float(by.read_text(encoding="ascii"))


def main() -> int:
    """Move the clock and run the command; return its exit code."""
    time.time = moved(time.time, Path(os.environ[SETTING]))
    written = os.utime

    def utime(path: Any, times: tuple[float, float] | None = None, **named: Any) -> None:
        written(path, times or (None if named else (time.time(), time.time())), **named)

    os.utime = utime
    # Loaded only now, so that none of it holds the clock as it was.
    from trends import __main__ as command  # noqa: PLC0415
    from trends.serve import api, file_answers  # noqa: PLC0415

    if few := os.environ.get(FEW_ROWS):
        for module in (api, file_answers):
            module.FEW_ROWS = int(few)
    return command.main()


if __name__ == "__main__":
    sys.exit(main())
