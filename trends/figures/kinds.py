"""Which module draws each kind of chart: the one with the name of the kind, as ``bars`` draws ``Bars``.

So a new kind is its class in :mod:`trends.cards.charts` and a module for each renderer, and no list besides. All are
loaded with the renderer: a kind that nothing draws stops the start and not the first reader who meets it.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, get_args

from trends.cards.charts import Chart


class DrawingError(LookupError):
    """Nothing draws a kind of chart; the message says which kind, and what to write where."""


def drawn_by(package: str, signature: str, kinds: Iterable[type] = get_args(Chart)) -> dict[type, Callable[..., Any]]:
    """Return the function ``draw`` of each kind of chart.

    Args:
        package: the renderer, in which each kind has a module.
        signature: of ``draw``, with the kind as ``{}``, for whoever has to write one.
        kinds: the classes of charts.

    Raises:
        DrawingError: a kind has no module there, or none with a function ``draw``.
    """
    return {kind: _draw_of(kind, package, signature) for kind in kinds}


def _draw_of(kind: type, package: str, signature: str) -> Callable[..., Any]:
    name = f"{package}.{kind.__name__.lower()}"
    # Not by catching the error of the import, which may be that of a module with a mistake in it.
    draw = getattr(import_module(name), "draw", None) if find_spec(name) else None
    if draw is None:
        raise DrawingError(
            f"{package} does not draw the kind of chart {kind.__name__}: "
            f"write {name.replace('.', '/')}.py with the function {signature.format(kind.__name__)}."
        )
    drawn: Callable[..., Any] = draw
    return drawn
