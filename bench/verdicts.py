"""What ranges, verdicts and places cost: their share of a page's script when nothing is kept."""

import inspect
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from streamlit.testing.v1 import AppTest

from bench.report import Line
from bench.views import CHOICES
from tests.serving import ROOT
from tests.sheet import choose
from trends.statistics import methods, ranks
from trends.store.versions import current

VIEWS = ("priorities", "concerns", "movers", "bodies", "themes")


def measure() -> list[Line]:
    """Return the time in the functions of trends.statistics.methods of a page's script, beside the whole script."""
    clock = _Clock()
    lines = []
    with clock:
        for view in VIEWS:
            page = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).run()
            page.switch_page(f"{view}.py").run()
            whole = spent = 0.0
            for choice in CHOICES:
                current().forget()
                clock.spent = 0.0
                started = time.perf_counter()
                choose(page, "country", choice)
                whole += time.perf_counter() - started
                spent += clock.spent
            share = 100 * spent / whole
            lines.append(Line(f"{view}: statistics", share, "% of the script", None, "", "≤ 10"))
    return lines


class _Clock:
    """Adds up the time in the public functions of the methods and ranks of trends.statistics.

    Each call is counted once, however they call each other.
    """

    def __init__(self) -> None:
        self.spent = 0.0
        self._inside = False
        self._originals: list[tuple[ModuleType, str, Callable[..., Any]]] = []

    def __enter__(self) -> None:
        for module in (methods, ranks):
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    self._originals.append((module, name, function))
                    setattr(module, name, self._timed(function))

    def __exit__(self, *_: object) -> None:
        for module, name, function in self._originals:
            setattr(module, name, function)

    def _timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            if self._inside:
                return function(*args, **named)
            self._inside = True
            started = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                self.spent += time.perf_counter() - started
                self._inside = False

        return timed
