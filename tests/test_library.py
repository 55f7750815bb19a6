"""The part of Plotly's library that charts are drawn with: of the version that figures are made for, with their kinds."""

import hashlib
import json
import re

import pytest
from plotly.offline import get_plotlyjs

from tests.test_plots import ON_DEMAND, charts_of_pages
from trends.figures.browser import LIBRARY
from trends.figures.draw import drawings
from trends.store.store import Store

FOLDER = LIBRARY.parent
VERSION = re.compile(r"plotly\.js v([\d.]+)")
KIND = re.compile(r'moduleType:"trace",name:"(\w+)"')


@pytest.fixture(scope="module")
def script() -> str:
    return LIBRARY.read_text(encoding="utf-8")


def test_it_is_of_the_version_that_figures_are_made_for(script: str) -> None:
    made_for = VERSION.findall(get_plotlyjs()[:300])
    assert VERSION.findall(script[:300]) == made_for
    wanted = json.loads((FOLDER / "package.json").read_text())["devDependencies"]
    locked = json.loads((FOLDER / "package-lock.json").read_text())["packages"]
    assert [wanted["plotly.js"]] == [locked["node_modules/plotly.js"]["version"]] == made_for
    assert wanted["esbuild"] == locked["node_modules/esbuild"]["version"]


def test_the_read_me_says_what_it_is(script: str) -> None:
    said = (FOLDER / "README.md").read_text()
    assert hashlib.sha256(script.encode()).hexdigest() in said
    assert f"version {VERSION.findall(script)[0]}" in said
    # A lock file may name where each package lay when it was locked.
    assert '"resolved"' not in (FOLDER / "package-lock.json").read_text()


def test_it_has_the_kinds_of_traces_that_pages_draw_and_no_others(script: str, store: Store) -> None:
    assert store.fingerprint
    drawn = [json.loads(each.figure) for chart in [*charts_of_pages(), *ON_DEMAND] for each in drawings(chart)]
    used = {trace["type"] for figure in drawn for trace in figure["data"]}
    assert len(drawn) > len(ON_DEMAND)
    assert set(KIND.findall(script)) == used
