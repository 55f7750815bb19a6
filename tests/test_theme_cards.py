"""The card of several surveys side by side, and the tables of their figures."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.given_figures import answers_of, figures, rows_of
from trends.cards.card import Card, CardError
from trends.cards.charts import Strips
from trends.figures.base import Figures
from trends.figures.draw import draw
from trends.figures.palette import DARK, LIGHT, Palette
from trends.statistics.cells import as_rows
from trends.statistics.ranges import with_ranges
from trends.store.store import Store
from trends.subjects.themes import cards as theme_cards
from trends.words import pieces
from trends.words.text import markdown

ALL: dict[str, list[str]] = {"country": [], "sector": [], "year": [], "survey": [], "kind": []}


def card(frame: pd.DataFrame) -> Card:
    return theme_cards.side_by_side_card(rows_of(frame), "Skills", "said", {}, frame.attrs["answers"])


def figures_of(made: Card, palette: Palette = LIGHT) -> Figures:
    assert made.chart is not None
    return draw(made.chart, palette)


def strips_of(made: Card) -> Strips:
    assert isinstance(made.chart, Strips)
    return made.chart


def marked_of(made: Card) -> list[dict[str, Any]]:
    answers = strips_of(made).answers
    return as_rows(answers[answers["marked"]])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_each_question_is_a_strip_of_its_own_answers_and_the_one_in_the_title_is_bold(
    tiny_store: Store, palette: Palette
) -> None:
    frame = tiny_store.ask("theme_evidence", **{**ALL, "kind": ["concern"]}, theme=["skills_workforce"], question=[])
    made = theme_cards.side_by_side_card(rows_of(frame), "Skills", "said", {}, answers_of(tiny_store))
    # 70% of 150 councils drawn at random is the firmest; health has no firm share.
    assert made.title == "Lack of skills: 70% (what holds councils back, the United Kingdom 2024)"
    assert [(row["item"], row["value"]) for row in marked_of(made) if row["strong"]] == [("Lack of skills", 70.0)]
    chart = strips_of(made)
    for at, _ in enumerate(as_rows(chart.rows)):
        own = chart.answers[chart.answers["strip"] == at]
        assert own.loc[own["marked"], "item"].is_unique
        assert own["named"].any()
    assert 20 <= len(made.alt) <= 160
    assert made.shown["value"].tolist() == frame["value"].tolist()
    assert made.table.frame()["What"].tolist() == frame["item"].tolist()
    figure: Any = figures_of(made, palette).wide
    bold = [line for text in figure.data[-1].text for line in text.split("<br>") if line.startswith("<b>")]
    assert bold == ["<b>● Lack of skills: 70%, 1st of 3 answers</b>"]
    # The dots of a strip lie on one level, and no two strips share one.
    quiet, marked = (trace for trace in figure.data if trace.mode == "markers")
    assert list(quiet.x) + list(marked.x) == [
        *chart.answers.loc[~chart.answers["marked"], "value"],
        *chart.answers.loc[chart.answers["marked"], "value"],
    ]
    assert len(set(marked.y)) == len(chart.rows)
    assert set(quiet.y) <= set(marked.y)


def test_the_chart_names_at_most_eight_answers_two_a_question_newest_first_and_marks_all_of_the_theme() -> None:
    frame = figures(
        *(
            {
                "question": f"q{number}",
                "question_name": f"Question {number}",
                "item": item,
                "value": value,
                "year": 2025 - number // 3,
            }
            for number in range(7)
            for item, value in (("One", 60.0), ("Two", 50.0), ("Three", 20.0))
        )
    )
    made = card(frame)
    named = [answer for answer in marked_of(made) if answer["named"]]
    assert [(answer["strip"], answer["item"]) for answer in named] == [
        (strip, item) for strip in range(4) for item in ("One", "Two")
    ]
    assert [answer["item"] for answer in marked_of(made) if not answer["named"]] == ["Three"] * 4
    assert strips_of(made).rows["more"].tolist() == ["1 more of this theme, in the table"] * 4
    years = [int(re.findall(r"20\d\d", label)[-1]) for label in strips_of(made).rows["label"]]
    assert years == sorted(years, reverse=True)


def test_a_place_is_among_the_answers_to_the_same_question_alone() -> None:
    five, two, one = (10.0, 20.0, 20.0, 30.0, 90.0), (10.0, 20.0), (20.0,)
    made = card(
        figures(
            {"question": "q1", "item": "C", "value": 20.0, "list_shares": five},
            {"question": "q2", "item": "B", "value": 20.0, "list_shares": two},
            {"question": "q3", "item": "A", "value": 20.0, "list_shares": one},
            {"question": "q4", "item": "R", "measure": "rank", "value": 2.0, "place_in_list": 2, "list_shares": ()},
            {"question": "q5", "item": "F", "value": 20.0, "base_n": 5, "few_bodies": True, "list_shares": ()},
        )
    )
    # 90 and 30 are above C, whose share another answer has too; nothing can be said of a sole answer.
    places = {"C": "joint 3rd of 5 answers", "B": "1st of 2 answers", "A": ""}
    assert {row["item"]: row["place"] for row in marked_of(made)} == places
    answers = strips_of(made).answers
    assert [answers.loc[answers["strip"] == at, "value"].tolist() for at in range(3)] == [
        [20.0, 10.0, 20.0, 30.0, 90.0],
        [20.0, 10.0],
        [20.0],
    ]
    table = made.table.frame()
    told = dict(zip(table["What"], table["Place within its question"], strict=True))
    assert told == places | {"A": pieces.NONE, "R": "2nd of 4 read", "F": pieces.NONE}


def test_the_alternative_text_tells_the_figure_of_the_title_with_its_place_and_no_order_across_questions() -> None:
    made = card(figures({}, {"question": "q2", "question_name": "Plans", "item": "Train all", "base_n": 900}))
    assert made.alt == (
        "Strips of answers to 2 questions on skills, 2024. Plans: Train all 60%, 1st of 4 answers. Table follows."
    )
    detail = card(figures({"role": "detail"}, {"role": "detail", "item": "Lack of time", "value": 20.0}))
    assert detail.alt == ("Strip of answers to 1 question on skills, 2024. No share among them is firm. Table follows.")
    assert [row["strong"] for row in marked_of(detail)] == [False, False]


def test_an_answer_whose_base_is_not_known_says_so() -> None:
    hollow = "A hollow dot is a share marked [u]: read with care."
    unknown = card(figures({"base_n": None}))
    assert [row["text"] for row in marked_of(unknown)] == ["60% (base not published)"]
    assert hollow not in unknown.about
    few = card(figures({"base_n": None, "base_at_most": 14}))
    assert [(row["text"], row["weak"]) for row in marked_of(few)] == [("60% [u] (at most 14 answered)", True)]
    assert hollow in few.about


def test_a_share_of_a_few_bodies_is_told_as_their_number_and_not_drawn() -> None:
    few = {"question": "few", "base_n": 5, "few_bodies": True, "value": 100.0}
    made = card(figures({}, few))
    assert [row["item"] for row in marked_of(made)] == ["Lack of skills"]
    assert made.table.frame()["Figure"].tolist() == ["60%", "5 of 5 [u]"]
    assert card(figures(few)).chart is None


def test_questions_put_to_two_sectors_are_told_apart() -> None:
    made = card(figures({}, {"sector": "health", "sector_name": "Health"}))
    assert strips_of(made).rows["label"].tolist() == [
        "What holds councils back\N{NO-BREAK SPACE}· Leaders of councils, Norway\N{NO-BREAK SPACE}2024, health",
        "What holds councils back\N{NO-BREAK SPACE}· Leaders of councils, Norway\N{NO-BREAK SPACE}2024, "
        "local government",
    ]


def test_a_label_that_is_long_already_says_where_instead_of_who() -> None:
    long = {"respondents": "Elected members and staff of municipalities under 25,000 inhabitants"}
    world = long | {"country_name": "World", "country_kind": "several"}
    plans = ({"question": f"plans_{number}", "question_name": name} for number, name in enumerate(("Plans", "In 2024")))
    made = card(figures(long, *(world | each for each in plans)))
    assert strips_of(made).rows["narrow_label"].tolist() == [
        "What holds councils back\N{NO-BREAK SPACE}· Norway\N{NO-BREAK SPACE}2024",
        "Plans\N{NO-BREAK SPACE}· 2024",
        # The question says the year already.
        "In 2024",
    ]


def test_a_narrow_place_gets_short_lines_and_a_wide_one_says_who_answered() -> None:
    made = card(
        figures(
            {
                "item": "A name of rather more words than fit into one line of a chart on a phone",
                "respondents": "Elected members and staff of municipalities under 25,000 inhabitants",
            }
        )
    )
    widths: list[Any] = [figures_of(made).wide, figures_of(made).narrow]
    wide, narrow = (["".join(trace.text) for trace in figure.data[-2:]] for figure in widths)
    assert max(len(line.replace("<b>", "").replace("</b>", "")) for text in wide for line in text.split("<br>")) <= 88
    assert max(len(line.replace("<b>", "").replace("</b>", "")) for text in narrow for line in text.split("<br>")) <= 36
    assert narrow[1].count("<br>") > wide[1].count("<br>")
    assert "Elected members" in wide[0]
    assert "Elected members" not in narrow[0]


def test_a_weak_answer_is_hollow_and_a_range_is_drawn_on_its_strip() -> None:
    for base, color, edge in ((200, LIGHT.accent, LIGHT.background), (12, LIGHT.background, LIGHT.accent)):
        made = card(figures({"base_n": base}))
        figure: Any = figures_of(made).wide
        marked = [trace for trace in figure.data if trace.mode == "markers"][1]
        assert list(marked.marker.color) == [color]
        assert list(marked.marker.line.color) == [edge]
    ranged = made.shown.iloc[0]
    whisker = next(trace for trace in figure.data if trace.mode == "lines" and trace.line.color == LIGHT.ink)
    assert list(whisker.x[:2]) == [round(ranged["low"], 2), round(ranged["high"], 2)]


def test_without_a_firm_share_nothing_is_bold_and_the_title_makes_no_finding() -> None:
    made = card(figures({"base_n": None}, {"base_n": None, "question": "other"}))
    assert made.title == "Skills: 2 figures from 1 survey, no firm share among them"
    assert not any(row["strong"] for row in marked_of(made))
    figure: Any = figures_of(made).wide
    assert not any("<b>" in text for text in figure.data[-1].text)


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
        "**Lack of skills**, 1st of 4 answers: What holds councils back. Leaders of councils, Norway 2024; "
        "self-selected; [Councils on digital](https://example.org/councils)",
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
    assert made.title == "Premiums rose: 60% (what holds councils back, Norway 2024)"
    with pytest.raises(CardError, match="without the verdict"):
        replace(made, quoted=[])
