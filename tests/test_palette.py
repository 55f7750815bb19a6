"""The colours, in both appearances: text reaches 4.5:1 and marks 3:1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

import tomllib
from typing import Any

import pandas as pd
import pytest

from trends.figures import steps
from trends.figures.palette import DARK, DARK_OF_LIGHT, DASHES, LIGHT, Palette
from trends.paths import ROOT

TEXT, MARK = 4.5, 3.0

# What Streamlit makes of the text colour in captions, headings of columns and the like: its own constant, no setting.
FADED = 0.6

Rgb = tuple[float, float, float]

palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def rgb(color: str) -> Rgb:
    assert len(color) == 7
    assert color.startswith("#")
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(color: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def over(color: Rgb, background: Rgb, strength: float) -> Rgb:
    red, green, blue = (strength * part + (1 - strength) * below for part, below in zip(color, background, strict=True))
    return red, green, blue


def backgrounds(palette: Palette) -> list[str]:
    return [palette.background, palette.panel]


def theme(name: str) -> dict[str, Any]:
    read = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    found: dict[str, Any] = read[name]
    return found


# The yardstick ------------------------------------------------------------------------------------------------------


def test_the_formula_gives_the_known_ratios() -> None:
    assert contrast(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21)
    assert contrast(rgb("#FFFFFF"), rgb("#FFFFFF")) == pytest.approx(1)
    # The grey known as the lightest that passes on white.
    assert contrast(rgb("#767676"), rgb("#FFFFFF")) == pytest.approx(4.54, abs=0.005)
    assert contrast(rgb("#777777"), rgb("#FFFFFF")) < TEXT


def test_the_formula_does_not_ask_which_colour_is_in_front() -> None:
    assert contrast(rgb("#12436D"), rgb("#FFFFFF")) == contrast(rgb("#FFFFFF"), rgb("#12436D"))


# Charts -------------------------------------------------------------------------------------------------------------


@palettes
def test_text_in_charts_can_be_read(palette: Palette) -> None:
    for background in backgrounds(palette):
        for color in (palette.ink, palette.quiet_ink, palette.accent, *palette.categories):
            assert contrast(rgb(color), rgb(background)) >= TEXT, (color, background)


@palettes
def test_marks_stand_out_from_what_they_lie_on(palette: Palette) -> None:
    for background in backgrounds(palette):
        for color in (palette.quiet, palette.accent, palette.ink, *palette.categories):
            assert contrast(rgb(color), rgb(background)) >= MARK, (color, background)


@palettes
def test_the_strong_colour_differs_from_the_grey_beside_it_in_lightness_too(palette: Palette) -> None:
    assert contrast(rgb(palette.accent), rgb(palette.quiet)) >= 1.5


@palettes
def test_the_steps_of_a_map_go_evenly_away_from_the_page(palette: Palette) -> None:
    ratios = [contrast(rgb(step), rgb(palette.background)) for step in palette.steps]
    assert ratios == sorted(ratios)
    # The first is pale, and the accent is stronger than the last.
    assert 1.2 <= ratios[0] <= 1.5
    assert contrast(rgb(palette.accent), rgb(palette.background)) >= 1.5 * ratios[-1]
    # What has no value is paler than the palest step.
    assert contrast(rgb(palette.panel), rgb(palette.background)) <= ratios[0] / 1.1
    for near, far in zip(ratios, ratios[1:], strict=False):
        assert far / near >= 1.3


@palettes
def test_the_outline_of_the_chosen_country_stands_out_from_every_step_and_from_what_has_no_value(
    palette: Palette,
) -> None:
    chosen = pd.DataFrame({"code": ["NZL"], "level": [0], "text": ["New Zealand"], "strong": [True]})
    # New Zealand is drawn once more on top, with the line around it.
    outline = steps.choropleth(chosen, palette, key=("0", "1", "2")).traces[-1]["marker"]["line"]["color"]
    for color in (*palette.steps, palette.panel, palette.background):
        assert contrast(rgb(outline), rgb(color)) >= MARK, color


@palettes
def test_what_carries_no_figure_stays_quieter_than_what_does(palette: Palette) -> None:
    page = rgb(palette.background)
    assert contrast(rgb(palette.faint), page) < contrast(rgb(palette.quiet), page)


@palettes
def test_no_two_categories_are_the_same(palette: Palette) -> None:
    assert len(set(palette.categories)) == len(palette.categories) <= 4


# Pages --------------------------------------------------------------------------------------------------------------


@palettes
def test_pages_have_the_colours_of_the_charts_on_them(palette: Palette) -> None:
    page = theme(palette.name)
    assert page["backgroundColor"] == palette.background
    assert page["secondaryBackgroundColor"] == palette.panel
    assert page["textColor"] == palette.ink
    assert page["primaryColor"] == palette.accent
    assert page["grayTextColor"] == palette.quiet_ink
    assert page["sidebar"] == {
        "backgroundColor": palette.panel,
        "secondaryBackgroundColor": palette.background,
    }


@palettes
def test_words_on_pages_can_be_read_captions_too(palette: Palette) -> None:
    page = theme(palette.name)
    for background in (page["backgroundColor"], page["secondaryBackgroundColor"]):
        assert contrast(rgb(page["textColor"]), rgb(background)) >= TEXT
        assert contrast(rgb(page["linkColor"]), rgb(background)) >= TEXT
        caption = over(rgb(page["textColor"]), rgb(background), FADED)
        assert contrast(caption, rgb(background)) >= TEXT


@palettes
def test_a_badge_can_be_read(palette: Palette) -> None:
    page = theme(palette.name)
    assert contrast(rgb(page["grayTextColor"]), rgb(page["grayBackgroundColor"])) >= TEXT


@palettes
def test_controls_stand_out(palette: Palette) -> None:
    page = theme(palette.name)
    for background in (page["backgroundColor"], page["secondaryBackgroundColor"]):
        assert contrast(rgb(page["primaryColor"]), rgb(background)) >= MARK


# One colour, one meaning --------------------------------------------------------------------------------------------


def test_a_name_has_the_same_colour_in_any_company() -> None:
    alone = LIGHT.of("NZL")
    assert [LIGHT.of(code) for code in ("AUS", "NZL", "GBR")][1] == alone


def test_a_name_keeps_its_place_among_the_colours_from_light_to_dark() -> None:
    for code in ("NZL", "GBR", "cyber_resilience", "local_government"):
        assert LIGHT.categories.index(LIGHT.of(code)) == DARK.categories.index(DARK.of(code))
        assert LIGHT.dash_of(code) == DARK.dash_of(code)


def test_names_spread_over_all_colours_and_lines() -> None:
    codes = [f"{one}{other}X" for one in "ABCDEFGH" for other in "ABCDEFGH"]
    assert {LIGHT.of(code) for code in codes} == set(LIGHT.categories)
    assert {LIGHT.dash_of(code) for code in codes} == set(DASHES)


def test_every_light_colour_has_one_dark_colour_in_its_place() -> None:
    for name in ("background", "panel", "ink", "quiet_ink", "accent", "quiet", "faint"):
        assert DARK_OF_LIGHT[getattr(LIGHT, name)] == getattr(DARK, name)
    for name in ("categories", "steps"):
        assert tuple(DARK_OF_LIGHT[color] for color in getattr(LIGHT, name)) == getattr(DARK, name)
