"""Given counts of surveys → expected sentences and cards of the overview."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.card_contents import figure_of
from trends.figures.palette import LIGHT
from trends.paths import ROOT
from trends.request.filters import Filters
from trends.request.place import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.request.request import NO_CHOICES, Request
from trends.store.store import Store
from trends.subjects.overview import cards as overview_cards
from trends.subjects.overview import view
from trends.subjects.overview import words as overview_words
from trends.words.text import markdown, plain

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=40)


def themes(*rows: tuple[str, int, int], asked: int = 9, lists: int = 7) -> pd.DataFrame:
    """Return themes (name, surveys that name it, lists it leads) as ``queries/overview/leading_themes.sql`` gives them."""
    frame = pd.DataFrame(rows, columns=["theme_name", "surveys", "leads"])
    frame = frame.assign(theme=frame["theme_name"].str.lower(), surveys_asked=asked, surveys_with_lists=lists)
    return frame.astype(dict.fromkeys(("surveys", "leads", "surveys_asked", "surveys_with_lists"), "Int64"))


NONE = themes(("Skills", 3, 0))


def test_the_answer_names_what_leads_most_lists() -> None:
    said = markdown(
        overview_words.answer(
            themes(("AI and automation", 6, 4), ("Skills", 8, 2)), themes(("Budget", 5, 3), asked=6, lists=5)
        )
    )
    assert said == (
        "Of the 7 surveys with a list of priorities, 4 put **AI and automation** first in their last edition. "
        "Of the 5 surveys with a list of concerns, 3 put **budget** first in their last edition."
    )


def test_the_answer_names_all_that_lead_equally_many() -> None:
    said = markdown(overview_words.answer(themes(("Budget", 5, 3), ("Skills", 5, 3), ("AI", 9, 1)), NONE))
    assert "3 put **budget** and **skills** first" in said
    assert "AI" not in said


def test_where_no_list_has_a_first_place_nothing_is_said() -> None:
    assert overview_words.answer(NONE, NONE.iloc[:0]) == ""


def test_the_card_says_in_how_many_lists_a_theme_stands_first() -> None:
    card = overview_cards.leading_card(themes(("Budget", 5, 3), ("Skills", 8, 2)), "concerns", "concerns")
    assert card.title == "Budget: first in 3 of 7 lists of concerns"
    assert card.table.frame().to_dict("list") == {
        "Theme": ["Budget", "Skills"],
        "Stands first in": ["3", "2"],
        "Named in": ["5", "8"],
    }
    assert card.foot.startswith("Base: 9 surveys ask for concerns, 7 with a list")
    assert list(figure_of(card).data[0].x) == [3, 2]
    assert list(figure_of(card).data[0].marker.color) == [LIGHT.accent, LIGHT.quiet]


def test_the_card_of_lists_without_a_first_place_names_no_leader() -> None:
    card = overview_cards.leading_card(NONE, "concerns", "concerns")
    assert card.title == "No list of concerns here is long enough to have a first place"
    assert list(figure_of(card).data[0].marker.color) == [LIGHT.quiet]


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
        themes(*sorted(rows, key=lambda row: (-row[2], -row[1], row[0])), lists=99), "priorities", "priorities"
    )
    assert 20 <= len(card.alt) <= 160
    figure = figure_of(card)
    drawn = len(figure.data[0].x)
    assert drawn == min(len(rows), overview_cards.SHOWN_THEMES)
    written = [text.strip("\N{NO-BREAK SPACE}") for text in figure.data[-1].text]
    assert written == [
        f"{first} first · {named} name it"
        for first, named in zip(card.table["Stands first in"][:drawn], card.table["Named in"][:drawn], strict=True)
    ]
    if first := re.search(r": first in (\d+) of 99 lists", plain(card.title)):
        assert first[1] == card.table["Stands first in"][0]
        assert int(first[1]) == max(leads for *_, leads in rows)
    assert len(figure.to_json()) <= 20_000


def test_the_newest_table_names_source_base_and_kind_of_evidence(tiny_store: Store) -> None:
    newest = tiny_store.ask(
        "latest_leaders", country=[], sector=[], year=[], survey=[], theme=[], kind=[], least_themes=3
    )
    table = overview_cards.newest_table(newest)
    assert table.headings == ["Stands first", "Figure", "Asked", "Who", "Base", "Kind of evidence", "Source"]
    first = {heading: markdown(cell) for heading, cell in table.rows()[0].items()}
    assert first["Stands first"] == "**Lack of skills**"
    assert first["Figure"] == "70%"
    assert first["Base"] == "150"
    assert first["Kind of evidence"] == "Random sample"
    assert first["Source"] == "[Councils on digital](https://example.org/councils/2024.pdf)"
    assert len(table.folded().columns) == 3


def test_no_newest_editions_make_an_empty_table(tiny_store: Store) -> None:
    nothing = tiny_store.ask(
        "latest_leaders", country=["KEN"], sector=[], year=[], survey=[], theme=[], kind=["priority"], least_themes=3
    )
    assert overview_cards.newest_table(nothing).empty


def test_the_given_themes_have_the_columns_of_the_query(tiny_store: Store) -> None:
    real = tiny_store.ask("leading_themes", country=[], sector=[], year=[], survey=[], theme=[], kind=["concern"])
    assert set(themes(("Skills", 1, 0)).columns) == set(real.columns)


# The reader's own place ----------------------------------------------------------------------------------------------

COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")
HERE = Self(country="GBR", country_name="United Kingdom")


def figure(item: str, value: float, base: int | None, **more: Any) -> dict[str, Any]:
    return {
        "survey_name": "Council survey",
        "question": "council_barriers",
        "measure": "percent",
        "evidence": "self_selected",
        "year": 2024,
        "country": "GBR",
        "country_name": "United Kingdom",
        "country_kind": "country",
        "residual": False,
        "sector": "local_government",
        "sector_name": "Local government",
        "item": item,
        "value": float(value),
        "base_n": base,
        "base_at_least": None,
        "base_at_most": None,
        "population": None,
        "complete": False,
        "few_bodies": False,
        "coverage": "open",
    } | more


def test_the_overview_tells_what_bodies_like_the_readers_put_first() -> None:
    priorities = pd.DataFrame([figure("Few answered", 90, 12), figure("Secure systems", 61, 200, question="other")])
    concerns = pd.DataFrame([figure("Budgets", 70, 200), figure("Skills", 70, 200)])
    assert markdown(
        overview_words.leads(COUNCIL, {YOU: 30, YOUR_COUNTRY: 90, YOUR_SECTOR: 40}, YOU, priorities, concerns)
    ) == (
        "30 survey figures are of your country and sector. First among priorities: **Secure systems** (61% of 200; "
        "Council survey, 2024). First among concerns: **Budgets and Skills**, together (70% of 200; Council survey, "
        "2024)."
    )


def test_the_overview_says_where_it_had_to_look_further_away() -> None:
    priorities = pd.DataFrame([figure("Secure systems", 61, 200, country="NOR", country_name="Norway")])
    nothing = priorities.head(0)
    assert markdown(
        overview_words.leads(COUNCIL, {YOU: 0, YOUR_COUNTRY: 0, YOUR_SECTOR: 40}, YOUR_SECTOR, priorities, nothing)
    ) == (
        "No survey figure read here is of your country and sector by itself; 40 of your sector. First among priorities "
        "in your sector: **Secure systems** (61% of 200; Council survey, 2024, Norway)."
    )
    assert overview_words.leads(HERE, {YOUR_COUNTRY: 0}, YOUR_COUNTRY, nothing, nothing) == (
        "No survey figure read here is of your country."
    )


def test_the_contents_are_both_lists_with_the_answer_above_them(tiny_request: Request) -> None:
    held = view.contents(tiny_request, NO_CHOICES)
    assert held.question == view.QUESTION
    assert "with a list of concerns, 1 put skills, staff and training first" in plain(held.answer)
    assert held.you == ""
    assert [plain(label) for label, *_ in held.key_figures] == [
        "Figures from surveys",
        "Surveys",
        "Countries and groups",
        "Case studies",
    ]
    assert [made.key for made in held.cards] == ["priorities", "concerns"]
    for made, kind in zip(held.cards, ("priority", "concern"), strict=True):
        assert made is view.leading_card(tiny_request, kind)
        assert made.receipt is not None
        assert made.receipt.query == "leading_themes"
        again = tiny_request.store.ask(made.receipt.query, **made.receipt.parameters)
        pd.testing.assert_frame_equal(again, made.shown)


def test_filters_that_leave_nothing_leave_no_card(tiny_request: Request) -> None:
    nothing = replace(tiny_request, filters=Filters(year=("1999",)))
    assert view.is_empty(nothing)
    held = view.contents(nothing, NO_CHOICES)
    assert (held.answer, list(held.cards)) == ("", [])
    assert view.newest_table(nothing).empty


def test_the_contents_tell_the_readers_own_place(tiny_request: Request) -> None:
    said = plain(view.contents(replace(tiny_request, place=HERE), NO_CHOICES).you)
    assert "survey figures are of your country." in said
    assert "First among concerns: " in said


# The questions ------------------------------------------------------------------------------------------------------


def test_every_question_has_words_of_its_own_and_leads_to_a_page_with_a_theme_that_is_known(
    shipped_request: Request,
) -> None:
    asked = view.questions(shipped_request)
    # The page's heading says how many there are.
    assert len(asked) == len({question.text for question in asked}) == 10
    names = shipped_request.vocabulary.names["theme"].values()
    for question in asked:
        assert question.text.endswith("?")
        assert (ROOT / "pages" / f"{question.page}.py").exists()
        assert set(question.choices) <= {"topic"}
        assert all(name in names for name in question.choices.values())
