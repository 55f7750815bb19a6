"""A map of places: dots of one size on grey land, so that nothing is measured by area."""

import functools
import json

import pandas as pd

from trends.cards.charts import Places
from trends.figures.base import Figures, Plot, figure, for_widths
from trends.figures.browser import SHAPES_ADDRESS
from trends.figures.palette import Palette
from trends.paths import SHAPES

HEIGHT = 430
NARROW_HEIGHT = 170
DOT = 8
NARROW_DOT = 5
LEAST_WIDTH = 500
# Without the ice of the poles the land where cases can be fills the picture.
LATITUDES = (-56, 80)


def draw(chart: Places, palette: Palette) -> Figures:
    """Return the figures of dots on a map."""
    return for_widths(case_map, chart.rows, palette)


def case_map(places: pd.DataFrame, palette: Palette, *, narrow: bool = False) -> Plot:
    """Return a world map with a dot at each place.

    Args:
        places: one row per place: ``latitude``, ``longitude`` (degrees) and ``text``, what is said of it.
        palette: the colours.
        narrow: draw for a phone.
    """
    codes = land_codes()
    dots = {
        "type": "scattergeo",
        "lon": places["longitude"].tolist(),
        "lat": places["latitude"].tolist(),
        "text": places["text"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "mode": "markers",
        "marker": {
            "size": NARROW_DOT if narrow else DOT,
            "color": palette.accent,
            "line": {"width": 1, "color": palette.background},
        },
    }
    land = {
        "type": "choropleth",
        "geojson": SHAPES_ADDRESS,
        "locationmode": "geojson-id",
        "locations": codes,
        "z": [0] * len(codes),
        "colorscale": [[0, palette.faint], [1, palette.faint]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 0.5, "color": palette.background}},
    }
    # The dots come first: Plotly looks at the first trace alone to decide whether to fetch shapes of its own from a
    # host elsewhere. They are drawn above the land all the same.
    return figure(
        [dots, land],
        palette,
        NARROW_HEIGHT if narrow else HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        geo={
            "visible": False,
            "projection": {"type": "natural earth"},
            "lataxis": {"range": list(LATITUDES)},
            "bgcolor": palette.background,
        },
        least_width=LEAST_WIDTH,
    )


@functools.cache
def land_codes() -> list[str]:
    """Return the codes of the shapes of land."""
    features = json.loads(SHAPES.read_text(encoding="utf-8"))["features"]
    return [str(feature["id"]) for feature in features]
