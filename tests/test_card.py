"""What a card refuses, and what a table becomes where there is little room."""

import pandas as pd
import pytest

from trends.cards.card import LONGEST_ALT, SHORTEST_ALT, Card, CardError
from trends.cards.charts import Bars
from trends.cards.source import Receipt, Source
from trends.cards.table import Role, Table
from trends.statistics.verdicts import CANNOT_TELL, DOWN, UP
from trends.words.text import plain, say, strong

SOURCE = Source("Town League: Councils on digital", "https://example.org/2024.pdf", "Open licence 1.0")
BARS = Bars(pd.DataFrame({"label": ["A"], "value": [75.0], "text": ["75%"]}))
SHOWN = pd.DataFrame({"item": ["A"], "value": [75.0], "unit": ["%"]})


def card(**changed: object) -> Card:
    parts: dict[str, object] = {
        "key": "list",
        "title": "Most named: A, 75%",
        "subtitle": "Share of councils",
        "table": Table.of({"Item": ["A"], "Share": ["75%"]}),
        "shown": SHOWN,
        "foot": "Base: 150 answered",
        "source": SOURCE,
        "alt": "Bar chart: share of councils, 2024. Highest: A 75%.",
        "chart": BARS,
    }
    return Card(**parts | changed)  # type: ignore[arg-type]


def test_a_whole_card_is_made() -> None:
    assert card().title == "Most named: A, 75%"


@pytest.mark.parametrize("foot", ["", "  "])
def test_a_card_without_words_of_its_base_is_refused(foot: str) -> None:
    with pytest.raises(CardError, match="The card list has no words of its base"):
        card(foot=foot)


@pytest.mark.parametrize("length", [0, SHORTEST_ALT - 1, LONGEST_ALT + 1])
def test_a_chart_without_a_fitting_alternative_text_is_refused(length: int) -> None:
    with pytest.raises(CardError, match=f"an alternative text of {length} characters"):
        card(alt="a" * length)


def test_an_alternative_text_of_blanks_is_none() -> None:
    with pytest.raises(CardError, match="an alternative text of 0 characters"):
        card(alt=" " * SHORTEST_ALT)


@pytest.mark.parametrize("length", [SHORTEST_ALT, LONGEST_ALT])
def test_an_alternative_text_may_have_20_to_160_characters(length: int) -> None:
    assert len(card(alt="a" * length).alt) == length


def test_a_card_without_a_chart_needs_no_alternative_text() -> None:
    assert card(chart=None, alt="").alt == ""


@pytest.mark.parametrize("shown", [SHOWN.drop(columns="unit"), SHOWN.assign(unit=[None]), SHOWN.assign(unit=[" "])])
def test_figures_without_a_unit_are_refused(shown: pd.DataFrame) -> None:
    with pytest.raises(CardError, match="gives figures without a unit away"):
        card(shown=shown)


@pytest.mark.parametrize(
    ("title", "verdicts", "needed"),
    [
        ("A rose 9 pts", frozenset(), UP),
        ("Rose by 9 pts: A", frozenset(), UP),
        ("A has risen", frozenset({DOWN}), UP),
        ("A declined", frozenset(), DOWN),
        ("A climbed to the top", frozenset({DOWN, CANNOT_TELL}), UP),
        (say("{} fell 9 pts", strong("A")), frozenset({UP}), DOWN),
    ],
)
def test_a_title_says_of_a_direction_only_what_was_judged(title: str, verdicts: frozenset[str], needed: str) -> None:
    with pytest.raises(CardError, match=f"without the verdict {needed}"):
        card(title=title, verdicts=verdicts)
    assert card(title=title, verdicts=verdicts | {needed}).verdicts == verdicts | {needed}


def test_words_that_only_hold_a_direction_are_no_direction() -> None:
    assert card(title="Of 5 figures, 3 up and 2 down; primrose fellowships first").verdicts == frozenset()


def test_a_receipt_says_what_was_asked_of_which_evidence() -> None:
    receipt = Receipt("question_items", {"country": ["NOR"], "year": [], "question": "q", "region": None}, "1f2e3d")
    assert receipt.words() == "question_items (country=NOR, question=q) of evidence 1f2e3d"
    assert Receipt("offered", {}, "1f2e3d").words() == "offered of evidence 1f2e3d"


TABLE = Table.of(
    {"What": ["A", "B [x]"], "Figure": ["75%", "35% [u]"], "Base": ["150", "20"]},
    {"Figure": Role.FIGURE, "Base": Role.BASE},
    fold={"What and base": "**{What}**; {base} ({Base})", "Figure": "{Figure}"},
    aside={"base": ["answered", "listed"]},
)


def test_a_table_folds_into_words_that_name_its_columns() -> None:
    folded = TABLE.folded()
    assert folded.frame().to_dict("list") == {
        "What and base": ["A; answered (150)", "B [x]; listed (20)"],
        "Figure": ["75%", "35% [u]"],
    }
    assert folded["What and base"][0] == say("**{}**; answered (150)", "A")
    assert [column.role for column in folded.columns] == [Role.NAME, Role.FIGURE]
    assert folded.folded() is folded


def test_a_value_in_braces_stays_a_value() -> None:
    odd = Table.of({"What": ["{Figure} **x**"], "Figure": ["1"]}, fold={"All": "{What}: {Figure}"})
    assert plain(odd.folded()["All"][0]) == "{Figure} **x**: 1"
    assert not any(span.strong for cell in odd.folded()["All"] for span in getattr(cell, "spans", ()))


def test_a_column_and_rows_can_be_added() -> None:
    more = TABLE.with_column(1, "You", ["you", "–"], Role.MARK).with_rows([{"What": "C"}], "–")
    assert more.frame().to_dict("list") == {
        "What": ["A", "B [x]", "C"],
        "You": ["you", "–", "–"],
        "Figure": ["75%", "35% [u]", "–"],
        "Base": ["150", "20", "–"],
    }
    assert more.folded().headings == ["What and base", "You", "Figure"]


def test_a_table_says_what_its_symbols_mean() -> None:
    assert [symbol[:3] for symbol in TABLE.symbols()] == ["[u]", "[x]"]


def test_uneven_columns_and_headings_that_repeat_are_refused() -> None:
    with pytest.raises(ValueError, match=r"several lengths \(A: 1, B: 2\)"):
        Table.of({"A": ["1"], "B": ["1", "2"]})
    column = TABLE.columns[0]
    with pytest.raises(ValueError, match="share a heading"):
        Table([column, column])
