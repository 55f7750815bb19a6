"""Dumbbells: which dot is which, and that values and words stand where they can be read."""

import json
import re
from typing import Any

import pandas as pd
import pytest

from trends.figures.dumbbells import dumbbells
from trends.figures.palette import DARK, LIGHT, Palette


def dumbbell_frame(**other: Any) -> pd.DataFrame:
    row = {
        "label": "Item",
        "note": "Asked. Norway, 2023 and 2024",
        "verdict": "▲ up (+15 pts)",
        "range": "range +11 to +19 pts",
        "before": 30.0,
        "now": 45.0,
        "before_text": "30%",
        "now_text": "45%",
        "strong": True,
        "weak": False,
        "tested": True,
    }
    return pd.DataFrame([row | other])


SCALE = ((0.0, "0%"), (100.0, "100%"))


def parts(frame: pd.DataFrame, palette: Palette = LIGHT) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """Return the dots before, the dots now and all words of a figure."""
    drawn = json.loads(dumbbells(frame, palette, ends=SCALE).to_json())
    before, now = [trace for trace in drawn["data"] if trace["mode"] == "markers"]
    return before, now, drawn["layout"]["annotations"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_before_is_hollow_and_grey_and_now_is_full_and_strong(palette: Palette) -> None:
    before, now, _ = parts(dumbbell_frame(), palette)
    assert (before["marker"]["color"], before["marker"]["line"]["color"]) == ([palette.background], [palette.quiet])
    assert (now["marker"]["color"], now["marker"]["line"]["color"]) == ([palette.accent], [palette.accent])
    _, quiet, _ = parts(dumbbell_frame(strong=False), palette)
    assert quiet["marker"]["color"] == [palette.quiet]


def test_a_weak_figure_is_hollow_and_dotted() -> None:
    _, now, _ = parts(dumbbell_frame(weak=True))
    assert now["marker"]["color"] == [LIGHT.background]
    drawn = json.loads(dumbbells(dumbbell_frame(weak=True), LIGHT, ends=SCALE).to_json())
    assert "dot" in {trace["line"]["dash"] for trace in drawn["data"] if trace["mode"] == "lines"}


def test_an_untested_change_ends_in_a_diamond() -> None:
    before, now, _ = parts(dumbbell_frame(strong=False, tested=False))
    assert (before["marker"]["symbol"], now["marker"]["symbol"]) == (["circle"], ["diamond"])
    _, tested, _ = parts(dumbbell_frame())
    assert tested["marker"]["symbol"] == ["circle"]


@pytest.mark.parametrize(
    ("before", "now", "now_on"),
    [(30.0, 45.0, "left"), (45.0, 30.0, "right"), (30.0, 30.0, "left")],
    ids=["rose", "fell", "equal"],
)
def test_values_stand_outside_the_two_dots(before: float, now: float, now_on: str) -> None:
    _, _, written = parts(dumbbell_frame(before=before, now=now))
    anchors = {note["text"]: note["xanchor"] for note in written}
    # Words that are anchored at their left stand right of the dot.
    assert anchors["<b>45%</b>"] == now_on
    assert anchors["30%"] != now_on


def test_on_a_scale_that_runs_down_to_the_first_place_values_still_stand_outside() -> None:
    frame = dumbbell_frame(before=7, now=3, before_text="7th", now_text="3rd")
    drawn = json.loads(dumbbells(frame, LIGHT, ends=((10, "10th"), (1, "1st"))).to_json())
    anchors = {note["text"]: note["xanchor"] for note in drawn["layout"]["annotations"]}
    # The third place is right of the seventh.
    assert (anchors["<b>3rd</b>"], anchors["7th"]) == ("left", "right")


def test_words_are_legible_level_and_fit_a_phone() -> None:
    frame = pd.concat([dumbbell_frame(label="Portfolio, programme or project management " * 2), dumbbell_frame()])
    figure = dumbbells(frame, LIGHT, ends=SCALE)
    drawn = json.loads(figure.to_json())
    assert all(note["font"]["size"] >= 12 for note in drawn["layout"]["annotations"])
    assert not any(note.get("textangle") for note in drawn["layout"]["annotations"])
    # 256 pixels are left in a card on a screen of 320, at most 7.5 for a bold letter.
    assert all(len(re.sub("<.*?>", "", note["text"])) <= 42 for note in drawn["layout"]["annotations"])
    assert drawn["layout"]["showlegend"] is False
    heights = [note["y"] for note in drawn["layout"]["annotations"]]
    assert max(heights) < drawn["layout"]["height"]


def test_what_is_said_of_each_dot_tells_which_edition_and_of_what() -> None:
    before, now, _ = parts(dumbbell_frame())
    assert before["customdata"] == ["Item: 30%, the edition before, Asked. Norway, 2023 and 2024"]
    assert now["customdata"] == ["Item: 45%, ▲ up (+15 pts), range +11 to +19 pts, Asked. Norway, 2023 and 2024"]
