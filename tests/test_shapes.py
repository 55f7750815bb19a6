"""The country shapes of the maps: whole, wound for Plotly, small, and named as the list of countries names them."""

import csv
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.reading import EVIDENCE
from trends.paths import SHAPES

COUNTRIES = EVIDENCE / "countries.csv"
SMALL_STATES = {"AND", "ATG", "BHR", "BRB", "KIR", "LIE", "LUX", "MCO", "MDV", "MLT", "NRU", "SGP", "SMR", "TUV", "VAT"}
# Well inside each country, and some of them in parts that are easily lost or given to another.
PLACES = [
    ("FRA", 2.35, 48.85),
    ("GUF", -53.0, 4.0),
    ("REU", 55.5, -21.1),
    ("BES", -68.27, 12.17),
    ("SJM", 16.0, 78.5),
    ("CYP", 33.0, 35.0),
    ("CYP", 33.6, 35.3),
    ("SOM", 44.1, 9.6),
    ("PSE", 34.35, 31.4),
    ("PSE", 35.2, 31.9),
    ("XKX", 21.1, 42.6),
    ("LSO", 28.2, -29.5),
    ("ZAF", 28.2, -25.7),
    ("SMR", 12.45, 43.94),
    ("SGP", 103.82, 1.35),
    ("MLT", 14.45, 35.88),
    ("LUX", 6.13, 49.61),
    ("NZL", 174.8, -39.0),
    ("FJI", 178.0, -17.8),
    ("RUS", 37.6, 55.75),
    ("RUS", 187.0, 66.5),  # Chukotka, beyond the 180th meridian
]
NEIGHBOURS = [("CAN", "USA"), ("DEU", "FRA"), ("EGY", "SDN"), ("BRA", "GUF"), ("LSO", "ZAF"), ("ITA", "SMR")]

Ring = list[tuple[float, float]]


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    document = json.loads(SHAPES.read_text(encoding="utf-8"))
    assert document["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = document["features"]
    return found


@pytest.fixture(scope="module")
def countries() -> dict[str, dict[str, str]]:
    if not COUNTRIES.exists():
        pytest.skip("no list of countries to compare with")
    with COUNTRIES.open(encoding="utf-8", newline="") as lines:
        return {row["country"]: row for row in csv.DictReader(lines) if row["kind"] == "country"}


def polygons_of(feature: dict[str, Any]) -> list[list[Ring]]:
    """Return a feature's polygons: each a list of rings, the outer one first."""
    geometry = feature["geometry"]
    assert geometry["type"] in {"Polygon", "MultiPolygon"}, feature["id"]
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(point[0], point[1]) for point in ring] for ring in polygon] for polygon in several]


def rings_of(features: list[dict[str, Any]]) -> Iterator[tuple[str, bool, Ring]]:
    """Yield each ring with its country's code and whether it is an outer one."""
    for feature in features:
        for polygon in polygons_of(feature):
            for number, ring in enumerate(polygon):
                yield feature["id"], number == 0, ring


def signed_area(ring: Ring) -> float:
    """Return a closed ring's area in square degrees: negative if it runs clockwise (shoelace formula)."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def is_inside(ring: Ring, x: float, y: float) -> bool:
    """Say whether a point lies in a ring: a line from it to the east crosses the ring an odd number of times."""
    return (
        sum((y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in pairwise(ring))
        % 2
        == 1
    )


def test_file_is_small_and_readable_line_by_line(features: list[dict[str, Any]]) -> None:
    content = SHAPES.read_bytes()
    assert len(content) <= 300_000
    assert b"\r" not in content
    assert content.endswith(b"]}\n")
    lines = content.decode("utf-8").splitlines()[1:-1]
    assert [json.loads(line.rstrip(","))["id"] for line in lines] == [feature["id"] for feature in features]


def test_codes_are_sorted_and_given_once(features: list[dict[str, Any]]) -> None:
    codes = [feature["id"] for feature in features]
    assert codes == sorted(set(codes))


def test_codes_and_names_are_those_of_the_list_of_countries(
    features: list[dict[str, Any]], countries: dict[str, dict[str, str]]
) -> None:
    unknown = [feature["id"] for feature in features if feature["id"] not in countries]
    assert unknown == []
    for feature in features:
        assert feature["properties"] == {"name": countries[feature["id"]]["name"]}


def test_nearly_every_country_of_a_world_region_has_a_shape(
    features: list[dict[str, Any]], countries: dict[str, dict[str, str]]
) -> None:
    placed = {code for code, row in countries.items() if row["un_region"]}
    missing = placed - {feature["id"] for feature in features}
    assert len(missing) <= 0.05 * len(placed), sorted(missing)


def test_small_states_are_kept_and_antarctica_is_not(features: list[dict[str, Any]]) -> None:
    codes = {feature["id"] for feature in features}
    assert codes >= SMALL_STATES
    assert "ATA" not in codes


def test_rings_are_closed_and_wound_for_plotly(features: list[dict[str, Any]]) -> None:
    # On the sphere a ring wound the other way means everything outside it: it would colour the whole globe.
    for code, is_outer, ring in rings_of(features):
        assert len(ring) >= 4, code
        assert ring[0] == ring[-1], code
        assert all(start != end for start, end in pairwise(ring)), code
        area = signed_area(ring)
        assert (area < 0) if is_outer else (area > 0), (code, ring[:3])


def test_coordinates_lie_on_the_map_with_two_decimals(features: list[dict[str, Any]]) -> None:
    for code, _, ring in rings_of(features):
        for x, y in ring:
            # Chukotka runs on past 180 rather than being cut, so that no border is drawn through it.
            assert -180 <= x <= (190 if code == "RUS" else 180), code
            assert -60 <= y <= 84, code
            assert (x, y) == (round(x, 2), round(y, 2)), code


def test_no_edge_is_long_enough_to_smear_or_bulge(features: list[dict[str, Any]]) -> None:
    # An edge across the whole map is an antimeridian fault. An edge of many degrees along a parallel, such as the 49th
    # between Canada and the United States, is drawn as a great circle and bulges to the pole.
    for code, _, ring in rings_of(features):
        assert max(abs(x1 - x0) for (x0, _y0), (x1, _y1) in pairwise(ring)) <= 3.02, code


@pytest.mark.parametrize(("code", "longitude", "latitude"), PLACES)
def test_a_place_lies_in_its_country_alone(
    features: list[dict[str, Any]], code: str, longitude: float, latitude: float
) -> None:
    holders = [
        feature["id"]
        for feature in features
        for outer, *holes in polygons_of(feature)
        if is_inside(outer, longitude, latitude) and not any(is_inside(hole, longitude, latitude) for hole in holes)
    ]
    assert holders == [code]


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_neighbours_share_their_border_edge_by_edge(features: list[dict[str, Any]], one: str, other: str) -> None:
    edges: dict[str, set[tuple[tuple[float, float], tuple[float, float]]]] = {one: set(), other: set()}
    for code, _, ring in rings_of([feature for feature in features if feature["id"] in edges]):
        edges[code].update(pairwise(ring))
    # Both run clockwise, so what one walks forwards the other walks backwards.
    shared = edges[one] & {(end, start) for start, end in edges[other]}
    assert len(shared) >= 4
