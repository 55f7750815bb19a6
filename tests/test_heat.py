"""The heat table: a number in every cell, a shade by its size, text that can be read on every shade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_palette import TEXT, contrast, over, rgb
from trends.export.card_html import row_markup
from trends.figures import heat
from trends.figures.palette import DARK, LIGHT, Palette
from trends.subjects.lists import cards as list_cards


def counted(*rows: tuple[str, str, int]) -> list[dict[str, object]]:
    return [{"theme_name": theme, "sector_name": sector, "surveys": surveys} for theme, sector, surveys in rows]


def test_each_cell_has_its_number_a_shade_by_its_size_and_a_dash_for_nothing() -> None:
    rows = counted(("Legacy IT", "Health", 2), ("Cyber resilience", "Education", 1_004))
    table = list_cards.theme_table(rows)
    assert table.frame().to_dict("list") == {
        "Theme": ["Cyber resilience", "Legacy IT"],
        "Education": ["1,004", "–"],
        "Health": ["–", "2"],
    }
    _, education, health = table.columns
    assert [education.shades, health.shades] == [[0.5, 0.0], [0.0, pytest.approx(0.08, abs=0.001)]]
    assert table.folded().frame().to_dict("list") == {
        "Theme": ["Cyber resilience", "Legacy IT"],
        "Surveys that name it": ["Education 1,004", "Health 2"],
    }
    # Names of rows and empty cells are not shaded.
    first, second = row_markup(table)
    assert first.count("style=") == second.count("style=") == 1
    assert '<td class="number" style="background-color: rgba(67, 120, 165, 0.50)">1,004</td>' in first


def test_the_half_of_the_largest_lies_half_way_between_the_faintest_and_the_strongest_shade() -> None:
    assert [heat.shade_of(number, 4) for number in (0, 2, 4)] == [0.0, pytest.approx(0.29), 0.5]


def test_a_table_without_a_survey_has_no_row() -> None:
    assert list_cards.theme_table([]).empty


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
