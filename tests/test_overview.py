"""Given counts of surveys → expected sentences and cards of the overview."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trends.figures.palette import LIGHT
from trends.paths import ROOT
from trends.request.filters import Vocabulary
from trends.store.store import Store
from trends.subjects.overview import cards as overview_cards
from trends.subjects.overview import words as overview_words

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=40)


def themes(*rows: tuple[str, int, int], asked: int = 9, lists: int = 7) -> pd.DataFrame:
    """Return themes (name, surveys that name it, lists it leads) as ``queries/overview/leading_themes.sql`` gives them."""
    frame = pd.DataFrame(rows, columns=["theme_name", "surveys", "leads"])
    frame = frame.assign(theme=frame["theme_name"].str.lower(), surveys_asked=asked, surveys_with_lists=lists)
    return frame.astype(dict.fromkeys(("surveys", "leads", "surveys_asked", "surveys_with_lists"), "Int64"))


NONE = themes(("Skills", 3, 0))


def test_the_answer_names_what_leads_most_lists() -> None:
    said = overview_words.answer(
        themes(("AI and automation", 6, 4), ("Skills", 8, 2)), themes(("Budget", 5, 3), asked=6, lists=5)
    )
    assert said == (
        "Of the 7 surveys with a list of priorities, 4 put **AI and automation** first in their last edition. "
        "Of the 5 surveys with a list of concerns, 3 put **budget** first in their last edition."
    )


def test_the_answer_names_all_that_lead_equally_many() -> None:
    said = overview_words.answer(themes(("Budget", 5, 3), ("Skills", 5, 3), ("AI", 9, 1)), NONE)
    assert "3 put **budget** and **skills** first" in said
    assert "AI" not in said


def test_where_no_list_has_a_first_place_nothing_is_said() -> None:
    assert overview_words.answer(NONE, NONE.iloc[:0]) == ""


def test_the_card_says_in_how_many_lists_a_theme_stands_first() -> None:
    card = overview_cards.leading_card(themes(("Budget", 5, 3), ("Skills", 8, 2)), "concerns", "concerns", LIGHT)
    assert card.title == "Budget: first in 3 of 7 lists of concerns"
    assert card.table.to_dict("list") == {
        "Theme": ["Budget", "Skills"],
        "Stands first in": ["3", "2"],
        "Named in": ["5", "8"],
    }
    assert card.foot.startswith("Base: 9 surveys ask for concerns, 7 with a list")
    assert card.figure is not None
    assert list(card.figure.data[0].x) == [3, 2]
    assert list(card.figure.data[0].marker.color) == [LIGHT.accent, LIGHT.quiet]


def test_the_card_of_lists_without_a_first_place_names_no_leader() -> None:
    card = overview_cards.leading_card(NONE, "concerns", "concerns", LIGHT)
    assert card.title == "No list of concerns here is long enough to have a first place"
    assert card.figure is not None
    assert list(card.figure.data[0].marker.color) == [LIGHT.quiet]


@untimed
@given(
    st.lists(
        st.tuples(st.text("abc def", min_size=1, max_size=60), st.integers(1, 99), st.integers(0, 99)),
        min_size=1,
        max_size=25,
        unique_by=lambda row: row[0],
    )
)
def test_title_alternative_text_and_chart_say_what_the_table_says(rows: list[tuple[str, int, int]]) -> None:
    card = overview_cards.leading_card(
        themes(*sorted(rows, key=lambda row: (-row[2], -row[1], row[0])), lists=99), "priorities", "priorities", LIGHT
    )
    assert 20 <= len(card.alt) <= 160
    assert card.figure is not None
    drawn = len(card.figure.data[0].x)
    assert drawn == min(len(rows), overview_cards.SHOWN_THEMES)
    written = [text.strip("\N{NO-BREAK SPACE}") for text in card.figure.data[-1].text]
    assert written == [
        f"{first} first · {named} name it"
        for first, named in zip(card.table["Stands first in"][:drawn], card.table["Named in"][:drawn], strict=True)
    ]
    if first := re.search(r": first in (\d+) of 99 lists", card.title):
        assert first[1] == card.table["Stands first in"].iloc[0]
        assert int(first[1]) == max(leads for *_, leads in rows)
    assert len(card.figure.to_json()) <= 20_000


def test_the_newest_table_names_source_base_and_kind_of_evidence(tiny_store: Store) -> None:
    newest = tiny_store.ask(
        "latest_leaders", country=[], sector=[], year=[], survey=[], theme=[], kind=[], least_themes=3
    )
    table = overview_cards.newest_table(newest)
    assert list(table.columns) == ["Stands first", "Figure", "Asked", "Who", "Base", "Kind of evidence", "Source"]
    first = table.iloc[0]
    assert first["Stands first"] == "**Lack of skills**"
    assert first["Figure"] == "70%"
    assert first["Base"] == "150"
    assert first["Kind of evidence"] == "Random sample"
    assert first["Source"] == "[Councils on digital](https://example.org/councils/2024.pdf)"
    assert len(overview_cards.newest_table(newest, narrow=True).columns) == 3


def test_no_newest_editions_make_an_empty_table(tiny_store: Store) -> None:
    nothing = tiny_store.ask(
        "latest_leaders", country=["KEN"], sector=[], year=[], survey=[], theme=[], kind=["priority"], least_themes=3
    )
    assert overview_cards.newest_table(nothing).empty


def test_the_given_themes_have_the_columns_of_the_query(tiny_store: Store) -> None:
    real = tiny_store.ask("leading_themes", country=[], sector=[], year=[], survey=[], theme=[], kind=["concern"])
    assert set(themes(("Skills", 1, 0)).columns) == set(real.columns)


# The questions ------------------------------------------------------------------------------------------------------


def test_there_are_ten_questions_each_with_words_of_its_own() -> None:
    assert len(overview_words.QUESTIONS) == len({text for text, *_ in overview_words.QUESTIONS}) == 10


@pytest.mark.parametrize(("text", "page", "parameters"), overview_words.QUESTIONS, ids=lambda part: str(part)[:30])
def test_every_question_leads_to_a_page_with_a_filter_that_is_known(
    store: Store, text: str, page: str, parameters: dict[str, str]
) -> None:
    assert text.endswith("?")
    assert (ROOT / "pages" / page).exists()
    names = Vocabulary.of(store).names
    for field, name in parameters.items():
        # The page on themes calls its own choice the topic.
        assert name in names["theme" if field == "topic" else field].values()
