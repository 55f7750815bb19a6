"""The map of cases: small, of one size of dot, and fetching nothing from elsewhere."""

import json
from typing import Any

import pandas as pd
import pytest

from trends.figures import places as maps
from trends.figures.browser import SHAPES_ADDRESS
from trends.figures.palette import DARK, LIGHT, Palette
from trends.paths import SHAPES


def places(number: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "latitude": [round(50 + 0.1 * place, 1) for place in range(number)],
            "longitude": [round(-10 + 0.1 * place, 1) for place in range(number)],
            "text": [f"Somewhere or other {place}: 12 cases" for place in range(number)],
        }
    )


def drawn(number: int, palette: Palette = LIGHT, *, narrow: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(maps.case_map(places(number), palette, narrow=narrow).to_json())
    return made


def test_each_place_is_a_dot_where_it_lies() -> None:
    dots = drawn(2)["data"][0]
    assert (dots["lat"], dots["lon"]) == ([50.0, 50.1], [-10.0, -9.9])
    assert dots["text"] == ["Somewhere or other 0: 12 cases", "Somewhere or other 1: 12 cases"]
    assert isinstance(dots["marker"]["size"], int)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_land_is_of_one_colour_and_comes_from_the_app_itself(palette: Palette) -> None:
    figure = drawn(1, palette)
    dots, land = figure["data"]
    assert land["geojson"] == SHAPES_ADDRESS
    assert {color for _, color in land["colorscale"]} == {palette.faint}
    assert set(land["z"]) == {0}
    assert figure["layout"]["geo"]["visible"] is False
    # Plotly asks a host elsewhere for shapes if the first trace names countries, so the dots have to come first.
    assert "locationmode" not in dots
    assert "://" not in json.dumps(figure)


def test_every_shape_is_drawn() -> None:
    features = json.loads(SHAPES.read_text(encoding="utf-8"))["features"]
    assert drawn(1)["data"][1]["locations"] == [feature["id"] for feature in features]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_full_map_stays_small(narrow: bool) -> None:
    made = maps.case_map(places(200), LIGHT, narrow=narrow)
    assert len(made.to_json()) <= 20_000
