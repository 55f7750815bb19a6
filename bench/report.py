"""The table the benchmarks print."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A measured thing: its median in ``unit``, the raw floor beside it, and what was aimed at."""

    what: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    aim: str = ""


def median_ms(action: Callable[[], object], times: int) -> float:
    """Return the median of how long an action takes, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def show(title: str, lines: Sequence[Line]) -> None:
    """Print lines under a title."""
    print(f"\n## {title}\n")
    print("| What | Median | Raw floor | Aim |")
    print("| --- | ---: | ---: | --- |")
    for line in lines:
        # Of a ratio the second digit tells.
        digits = ".2f" if line.unit == "×" else ",.1f"
        floor = "" if line.floor is None else f"{line.floor:{digits}} {line.unit} ({line.floor_name})"
        print(f"| {line.what} | {line.value:{digits}} {line.unit} | {floor} | {line.aim} |", flush=True)
