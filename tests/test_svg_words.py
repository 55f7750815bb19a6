"""Charts as SVG hold any words: none is markup, none lies on another, and wide ones are broken."""

import itertools
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile_words import HOSTILE
from tests.svg_reading import ALT, SVG, TAGS, WIDTHS, assert_clear, bare, parsed, texts_of, words_of
from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.palette import DARK, LIGHT
from trends.figures.stretches import BREAK_WORDS
from trends.figures.svg.draw import svg
from trends.figures.svg.measure import ROUNDING, lines_of, width_of
from trends.figures.svg.scales import evenly, kept_apart

# --- Charts of words that are given ---

TICKS = [(0.0, "0"), (50.0, "50"), (100.0, "100")]
YEARS = {2018: "old", 2020: "old", 2022: "new", 2024: "new"}


def charts_of(words: Sequence[str]) -> list[Chart]:
    """Return a chart of every kind in which each of some words is drawn as a name and as a value."""
    count, values = len(words), [100 * (at + 1) / len(words) for at in range(len(words))]
    some = [at % 2 == 0 for at in range(count)]
    named = pd.DataFrame({"label": words, "text": words, "code": [f"C{at}" for at in range(count)], "strong": some})
    bars = named.assign(
        value=values, weak=some[::-1], low=[value / 2 for value in values], high=values, own=50.0, you=words
    )
    dots = named.assign(number=values)
    times = [(name, f"C{at}", year, values[at]) for at, name in enumerate(words) for year in YEARS]
    trend = pd.DataFrame(times, columns=["line", "code", "year", "number"]).assign(text=lambda rows: rows["line"])
    trend["lower"], trend["upper"] = trend["number"] / 2, trend["number"]
    ranks = [(year, name, at + 1) for year in YEARS for at, name in enumerate(words)]
    bump = pd.DataFrame(ranks, columns=["year", "item", "value"]).assign(method="one", years_apart=2)
    pairs = named.assign(
        note=words, verdict=words, range=words, before=values, now=values[::-1], before_text=[text[:12] for text in words],
        now_text=[text[:12] for text in words], weak=some, tested=some,
    )  # fmt: skip
    answers = pd.DataFrame({"strip": range(count), "value": values, "item": words, "text": words, "place": words})
    answers = answers.assign(marked=True, named=True, strong=some, weak=some, low=None, high=None)
    codes = ["NZL", "FRA", "SGP", "USA", "TUV", "JPN"]
    shaded = pd.DataFrame({"code": codes, "level": 0, "text": [words[at % count] for at in range(6)], "strong": True})
    return [
        charts.Bars(bars),
        charts.Dots(dots, TICKS, (40.0, words[0]), named.assign(number=values), words[0]),
        charts.Lines(trend, YEARS, TICKS),
        charts.Panels(trend, YEARS, TICKS),
        charts.Bump(bump, list(words[:2])),
        charts.Dumbbells(pairs, ((0.0, words[0][:9]), (100.0, words[-1][:9]))),
        charts.Strips(pd.DataFrame({"label": words, "narrow_label": words, "more": words}), answers),
        charts.Scatter(named.assign(x=values, y=values[::-1], strong=True), TICKS, TICKS, words[0], words[-1]),
        charts.Steps(shaded, list(words[:3]), bounds=False),
        charts.Places(
            pd.DataFrame({"latitude": [0.0, 50.0], "longitude": [0.0, 179.0], "text": [words[0], words[-1]]})
        ),
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "at", range(len(charts_of(["a", "b"]))), ids=[kind.__name__ for kind in [type(c) for c in charts_of(["a", "b"])]]
)
def test_hostile_words_stay_words_and_lie_apart(at: int, width: int) -> None:
    for first in range(0, len(HOSTILE), 6):
        words = list(dict.fromkeys(HOSTILE[first : first + 6]))
        chart = charts_of(words)[at]
        root = assert_clear(chart, width)
        titles = [bare((title.text or "").replace("<", "&lt;")) for title in root.iter(f"{SVG}title")]
        said = "".join([*words_of(root), *titles])
        wanted = [words[0], words[-1]] if isinstance(chart, charts.Places) else words
        assert [word for word in wanted if bare(word.replace("<", "&lt;")) not in said] == []


def test_words_are_drawn_as_they_are() -> None:
    frame = pd.DataFrame({"label": HOSTILE, "text": "1", "value": 1.0, "strong": False, "weak": False})
    for width in WIDTHS:
        drawn = [
            "".join(line.words for line in text)
            for text in texts_of(parsed(svg(charts.Bars(frame), width=width, alt=ALT)))
        ]
        assert [re.sub(r"\s", "", text) for text in drawn[::2]] == [re.sub(r"\s", "", word) for word in HOSTILE]


def test_an_alternative_text_cannot_leave_its_place() -> None:
    alt = 'Bars " onload="alert(1)" \' > </title><script>alert(1)</script> & \x00 ' + "\ud800"
    root = parsed(svg(charts_of(["a", "b"])[0], alt=alt))
    shown = alt.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert (root.get("aria-label"), root[0].text) == (shown, shown)
    assert root.get("onload") is None
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= TAGS


LABELS = st.lists(
    st.text(st.characters(codec="utf-8") | st.sampled_from(" abMW漢字é"), min_size=1, max_size=70), min_size=2, max_size=7, unique=True
)  # fmt: skip


@settings(max_examples=15)
@given(words=LABELS, width=st.sampled_from((300, 340, 599, 600, 720, 1200)))
def test_no_words_lie_on_others_whatever_they_are(words: list[str], width: int) -> None:
    for chart in charts_of(words):
        if not isinstance(chart, charts.Steps | charts.Places):
            assert_clear(chart, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_break_is_dotted_and_joins_nothing(width: int) -> None:
    rows = pd.DataFrame([("A", "NZL", year, 50.0) for year in YEARS], columns=["line", "code", "year", "number"])
    chart = charts.Lines(rows.assign(text="50", lower=40.0, upper=60.0), YEARS, TICKS)
    root = assert_clear(chart, width)
    joined = [path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "2.5"]
    assert [path.count("L") for path in joined] == [1, 1]
    assert words_of(root).count(bare(BREAK_WORDS)) == 1
    assert [
        path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray") and path.get("stroke-width") == "1.2"
    ]


def test_a_missing_value_is_no_bar_and_a_weak_one_is_hollow() -> None:
    frame = pd.DataFrame(
        {"label": ["none", "weak", "firm"], "text": ["not told", "40%", "60%"], "value": [None, 40.0, 60.0],
         "strong": [False, True, True], "weak": [False, True, False]}
    )  # fmt: skip
    for palette in (LIGHT, DARK):
        root = parsed(svg(charts.Bars(frame), palette, alt=ALT))
        fills = [(rect.get("fill"), rect.get("stroke")) for rect in root.iter(f"{SVG}rect")]
        assert fills == [(palette.background, palette.accent), (palette.accent, None)]
        assert words_of(root)[:2] == ["none", "nottold"]


def test_a_region_fills_the_map_and_small_countries_are_seen() -> None:
    frame = pd.DataFrame(
        {"code": ["FRA", "DEU", "MLT", "LUX"], "level": [0, 1, 2, 2], "text": list("ABCD"), "strong": False}
    )
    root = assert_clear(charts.Steps(frame, ["0", "1", "2", "3"]), 720)
    held = root.find(f"{SVG}svg")
    assert held is not None
    assert 170 <= float(held.get("height", "")) <= 430
    assert "C" in {title.text for circle in root.iter(f"{SVG}circle") for title in circle}
    assert {"A", "B"} <= {title.text for path in root.iter(f"{SVG}path") for title in path}


@pytest.mark.parametrize("codes", [["FRA", "DEU"], ["FRA", "NZL", "USA"], ["NZL", "AUS"]])
@pytest.mark.parametrize("width", WIDTHS)
def test_only_land_far_beyond_the_edges_of_a_map_is_cut(codes: list[str], width: int) -> None:
    """How far it reaches is followed along the paths as drawn."""
    frame = pd.DataFrame({"code": codes, "level": 0, "text": codes, "strong": False})
    held = parsed(svg(charts.Steps(frame, ["0", "1"]), LIGHT, width, alt=ALT)).find(f"{SVG}svg")
    assert held is not None
    wide, high = (float(number) for number in held.get("viewBox", "").split()[2:])
    pixels = float(held.get("width", "")) / wide
    beyond = 0.0
    for x, y in (point for path in held.iter(f"{SVG}path") for point in corners_of(path.get("d", ""))):
        beyond = max(beyond, -x * pixels, (x - wide) * pixels, -y * pixels, (y - high) * pixels)
    assert held.get("overflow") == ("visible" if len(codes) > 2 else "hidden")
    # So much room there is around a chart in a picture.
    assert (beyond <= 10) is (len(codes) > 2)


def corners_of(way: str) -> Iterator[tuple[int, int]]:
    """Give the corners of a path of straight strokes, each told from the one before."""
    for ring in way.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        for step in range(2, len(numbers) + 2, 2):
            yield sum(numbers[0:step:2]), sum(numbers[1:step:2])


# --- Measuring and placing ---


def test_wide_letters_count_double_and_bold_ones_more() -> None:
    assert width_of("漢") >= 2 * width_of("a")
    assert width_of("abc", bold=True) > width_of("abc")
    assert width_of("e\N{COMBINING ACUTE ACCENT}") == width_of("e")
    assert width_of("abc", 28) == pytest.approx(2 * width_of("abc", 14))


def test_lines_fit_and_lose_no_letter() -> None:
    for text in (*HOSTILE, "漢字" * 40, "a" * 300, "", "  two   words "):
        lines = lines_of(text, 120)
        assert all(width_of(line) <= 120 for line in lines)
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("bold", [False, True])
def test_a_line_ends_only_where_the_next_word_has_no_room(bold: bool) -> None:
    said = "Digital services for people and for businesses, by country, sector and year: 27 of 193 countries. " * 3
    for room in range(120, 700, 7):
        lines = lines_of(said, room, 12.5, bold=bold)
        assert " ".join(lines) == said.strip()
        for line, further in itertools.pairwise(lines):
            longer = width_of(f"{line} {further.split()[0]}", 12.5, bold=bold)
            assert width_of(line, 12.5, bold=bold) - ROUNDING <= room < longer


def test_lines_after_a_padded_number_hang() -> None:
    space = "\N{FIGURE SPACE}"
    assert lines_of(f"{space}7{space}New Zealand", width_of(f"{space}7{space}Zealand")) == [
        f"{space}7{space}New",
        f"{space * 3}Zealand",
    ]


def test_labels_are_kept_apart_and_the_last_one_stays() -> None:
    labels = [(at * 25.0, str(2000 + at)) for at in range(10)]
    assert kept_apart(labels)[-1] == labels[-1]
    assert [text for _, text in evenly(labels)] == ["2001", "2003", "2005", "2007", "2009"]


def test_it_is_drawn_without_plotly_and_streamlit() -> None:
    code = "import sys, trends.figures.svg.draw; print({'plotly', 'streamlit'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("width", "alt", "said"), [(100, ALT, "from 240"), (9000, ALT, "to 2400"), (720, " ", "alt")])
def test_what_cannot_be_drawn_is_refused(width: int, alt: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        svg(charts_of(["a", "b"])[0], width=width, alt=alt)
