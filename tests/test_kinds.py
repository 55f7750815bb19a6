"""Kinds of chart: each has its drawing for browsers and its drawing as SVG, found by its name; else the start says so."""

import inspect
from importlib import import_module
from typing import Any, get_args, get_type_hints

import pytest

from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.base import Figures
from trends.figures.kinds import DrawingError, drawn_by
from trends.figures.palette import Palette
from trends.figures.svg.sheet import Sheet
from trends.paths import ROOT

KINDS = get_args(Chart)
TAKES: dict[str, dict[str, Any]] = {
    "trends.figures": {"palette": Palette, "return": Figures},
    "trends.figures.svg": {"sheet": Sheet, "return": float},
}


def test_every_class_of_charts_is_a_kind() -> None:
    declared = [each for _, each in inspect.getmembers(charts, inspect.isclass) if each.__module__ == charts.__name__]
    assert set(declared) == set(KINDS)


@pytest.mark.parametrize("package", TAKES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_is_drawn_by_the_module_of_its_name_which_takes_it_and_no_other(kind: type, package: str) -> None:
    """What is found by name is not seen by the type checker, so its types are held here."""
    draw = drawn_by(package, "")[kind]
    assert draw is import_module(f"{package}.{kind.__name__.lower()}").draw
    assert get_type_hints(draw) == {"chart": kind} | TAKES[package]


@pytest.mark.parametrize("package", TAKES)
def test_a_kind_without_a_drawing_is_told_in_words(package: str) -> None:
    class Pie: ...

    with pytest.raises(DrawingError) as refused:
        drawn_by(package, "draw(chart: {}, colours: Colours) -> Drawn", [Pie])
    wanted = f"{package.replace('.', '/')}/pie.py"
    assert str(refused.value) == (
        f"{package} does not draw the kind of chart Pie: "
        f"write {wanted} with the function draw(chart: Pie, colours: Colours) -> Drawn."
    )
    assert not (ROOT / wanted).exists()


def test_a_module_of_that_name_that_draws_nothing_is_told_in_words_as_well() -> None:
    class Palette: ...

    with pytest.raises(DrawingError, match=r"write trends/figures/palette\.py with the function draw\(Palette\)"):
        drawn_by("trends.figures", "draw({})", [Palette])
