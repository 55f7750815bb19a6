"""The card of several surveys side by side, and the tables of their figures."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.given_figures import figures
from trends.cards.card import Card, CardError
from trends.figures.base import Figures
from trends.figures.draw import draw
from trends.figures.palette import DARK, LIGHT, Palette
from trends.statistics.cells import as_rows
from trends.statistics.ranges import with_ranges
from trends.store.store import Store
from trends.subjects.themes import cards as theme_cards
from trends.words.text import markdown, plain

ALL: dict[str, list[str]] = {"country": [], "sector": [], "year": [], "survey": [], "kind": []}


def card(frame: pd.DataFrame) -> Card:
    return theme_cards.side_by_side_card(frame, "Skills", "said", {})


def figures_of(made: Card, palette: Palette = LIGHT) -> Figures:
    assert made.chart is not None
    return draw(made.chart, palette)


def bar_labels(figure: Any) -> list[str]:
    return [" ".join(each.split(": ")[:-1]) for each in figure.data[0].customdata]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_one_bar_is_strong_and_it_is_that_of_the_title(tiny_store: Store, palette: Palette) -> None:
    frame = tiny_store.ask("theme_evidence", **{**ALL, "kind": ["concern"]}, theme=["skills_workforce"])
    made = card(frame)
    figure: Any = figures_of(made, palette).wide
    # 70% of 150 councils drawn at random is the firmest; health has no firm share.
    assert made.title == "Lack of skills: 70% (what holds councils back, 2024)"
    colors = list(figure.data[0].marker.line.color)
    assert colors.count(palette.accent) == 1
    assert figure.data[0].x[colors.index(palette.accent)] == 70.0
    assert 20 <= len(made.alt) <= 160
    assert made.shown["value"].tolist() == frame["value"].tolist()
    assert made.table.frame()["What"].tolist() == frame["item"].tolist()


def test_the_chart_has_at_most_eight_bars_two_a_question_newest_first() -> None:
    frame = figures(
        *(
            {"question": f"q{number}", "question_name": f"Question {number}", "item": item, "year": 2025 - number // 3}
            for number in range(7)
            for item in ("One", "Two", "Three")
        )
    )
    made = card(frame)
    labels = bar_labels(figures_of(made).wide)
    assert len(labels) == 8
    assert all("same question" in label for label in labels[1::2])
    years = [int(re.findall(r"20\d\d", label)[-1]) for label in labels[::2]]
    assert years == sorted(years, reverse=True)


def test_no_two_bars_have_one_name_and_no_name_says_a_thing_twice() -> None:
    made = card(
        figures(
            {"question_name": "AI in use in councils", "item": "AI in use"},
            {
                "sector": "health",
                "sector_name": "Health",
                "question_name": "AI in use in councils",
                "item": "AI in use",
            },
        )
    )
    assert bar_labels(figures_of(made).wide) == [
        "AI in use in councils; Leaders of councils, Norway 2024",
        "AI in use in councils; Leaders of councils, Norway 2024; local government",
    ]


def test_a_label_that_is_long_already_says_where_instead_of_who() -> None:
    long = {"respondents": "Elected members and staff of municipalities under 25,000 inhabitants"}
    world = long | {"country_name": "World", "country_kind": "several"}
    plans = ({"question": f"plans_{number}", "question_name": name} for number, name in enumerate(("Plans", "In 2024")))
    made = card(figures(long, *(world | each for each in plans)))
    assert bar_labels(figures_of(made).narrow) == [
        "Lack of skills · What holds councils back; Norway\N{NO-BREAK SPACE}2024",
        "Lack of skills · Plans; 2024",
        # The question says the year already.
        "Lack of skills · In 2024",
    ]


def test_a_narrow_place_gets_short_lines_and_a_wide_one_says_who_answered() -> None:
    made = card(figures({"item": "A name of rather more words than fit into one line of a chart on a phone"}))
    drawn_figures = figures_of(made)
    widths: list[Any] = [drawn_figures.wide, drawn_figures.narrow]
    wide, narrow = ("".join(figure.data[-2].text) for figure in widths)
    assert max(map(len, wide.split("<br>"))) <= 80
    assert narrow.count("<br>") > 1
    assert max(map(len, narrow.split("<br>"))) <= 34
    assert len(wide.replace("<br>", " ")) > len(narrow.replace("<br>", " "))


def test_without_a_firm_share_no_bar_is_strong_and_the_title_makes_no_finding() -> None:
    made = card(figures({"base_n": None}, {"base_n": None, "question": "other"}))
    assert made.title == "Skills: 2 figures from 1 survey, no firm share among them"
    figure: Any = figures_of(made).wide
    assert LIGHT.accent not in list(figure.data[0].marker.line.color)
    assert not any("strong bar" in plain(paragraph) for paragraph in made.about)


def test_without_a_share_there_is_a_table_and_no_chart() -> None:
    made = card(figures({"measure": "rank", "value": 1.0}))
    assert (made.chart, made.alt) == (None, "")
    assert len(made.table) == 1


def test_a_phone_gets_three_columns_and_nothing_is_averaged() -> None:
    table = card(figures({})).table
    assert table.folded().headings == ["What and who", "Figure", "Base"]
    assert not any("average" in heading.lower() for heading in table.headings)


def test_a_phone_reads_all_that_stands_in_the_columns_it_has_no_room_for() -> None:
    made = card(figures({"base_n": None}))
    (row,) = made.table.folded().rows()
    assert [markdown(cell) for cell in row.values()] == [
        "**Lack of skills**: What holds councils back. Leaders of councils, Norway 2024; self-selected; "
        "[Councils on digital](https://example.org/councils)",
        "60%",
        r"\[x\]",
    ]
    assert made.symbols == ["[x] not asked, not published or not read."]


def test_a_few_figures_fold_into_two_columns_that_say_the_base_in_words() -> None:
    rows = as_rows(with_ranges(figures({"base_n": None}, {"base_n": 12})))
    table = theme_cards.figure_table(rows)
    assert table.headings == ["What", "Figure", "Asked", "Who answered", "Base", "Kind of evidence", "Source"]
    assert [markdown(cell) for cell in table["What"]] == ["**Lack of skills**"] * 2
    assert list(table["Base"]) == ["[x]", "12"]
    assert [[markdown(cell) for cell in row.values()] for row in table.folded().rows()] == [
        [
            f"**Lack of skills**: What holds councils back. Leaders of councils, Norway 2024; {base}; "
            "[Councils on digital](https://example.org/councils)",
            figure,
        ]
        for base, figure in (("base not published", "60%"), ("base 12", r"60% \[u\]"))
    ]


def test_an_item_whose_name_says_that_something_rose_is_quoted_and_judges_nothing() -> None:
    made = card(figures({"item": "Premiums rose"}))
    assert made.title == "Premiums rose: 60% (what holds councils back, 2024)"
    with pytest.raises(CardError, match="without the verdict"):
        replace(made, quoted=[])
