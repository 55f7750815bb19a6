"""The heat table: a number in every cell, a shade by its size, text that can be read on every shade."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_palette import TEXT, contrast, over, rgb
from trends.figures import heat
from trends.figures.palette import DARK, LIGHT, Palette


def wide() -> pd.DataFrame:
    return pd.DataFrame({"Education": [4, 0], "Health": [None, 2]}, index=["Cyber resilience", "Legacy IT"])


def test_each_cell_has_its_number_and_a_dash_for_nothing() -> None:
    read = heat.heat_table(wide(), "Theme").data  # type: ignore[attr-defined]
    assert read.to_dict("list") == {
        "Theme": ["Cyber resilience", "Legacy IT"],
        "Education": ["4", "–"],
        "Health": ["–", "2"],
    }


def test_the_largest_number_has_the_strongest_shade_and_nothing_has_none() -> None:
    # The half of the largest lies half way between the faintest and the strongest shade: 0.08 + 0.42 / 2.
    assert heat.shades(wide()).to_numpy().tolist() == [[0.5, 0.0], [0.0, pytest.approx(0.29)]]


def test_names_of_rows_and_empty_cells_are_not_shaded() -> None:
    css = heat.heat_table(wide(), "Theme").to_html()
    assert css.count("background-color") == 2
    assert "rgba(67, 120, 165, 0.50)" in css


def test_a_table_without_a_number_has_no_shade() -> None:
    assert heat.shades(wide() * 0).to_numpy().tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert heat.shades(pd.DataFrame()).empty


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_larger_number_never_has_a_fainter_shade(one: int, other: int) -> None:
    largest = max(one, other)
    assert (heat.shade_of(one, largest) <= heat.shade_of(other, largest)) == (one <= other)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", ["background", "panel"])
def test_text_on_the_strongest_shade_reaches_the_contrast_of_text(palette: Palette, ground: str) -> None:
    red, green, blue = (part / 255 for part in heat.SHADE)
    below = rgb(getattr(palette, ground))
    for strength in (heat.FAINTEST, heat.STRONGEST):
        assert contrast(rgb(palette.ink), over((red, green, blue), below, strength)) >= TEXT
