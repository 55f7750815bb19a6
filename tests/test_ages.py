"""How old editions are said to be, and when the next one is due."""

import dataclasses

import pandas as pd
import pytest

from trends.cards.card import Card
from trends.cards.source import Source
from trends.cards.table import Table
from trends.request.request import Request
from trends.statistics import ages
from trends.subjects import ages as age_words
from trends.subjects.sources import view
from trends.words.text import plain

NOTHING_KNOWN = {"known_year": pd.NA, "known_state": None}


@pytest.mark.parametrize(
    ("years", "step"),
    [
        ([], None),
        ([2020, 2022], None),
        ([2024, 2020, 2022], 2),
        # One edition was not read; a single short step among long ones is no rhythm.
        ([2014, 2015, 2016, 2021, 2022], 1),
        ([2012, 2015, 2018, 2022], 3),
        ([2019, 2024, 2025], None),
        ([2018, 2019, 2020, 2021, 2023, 2025], None),
        # What was long ago says nothing of now.
        ([2001, 2002, 2003, 2005, 2007, 2009], 2),
    ],
)
def test_a_rhythm_is_what_the_last_steps_have_in_common(years: list[int], step: int | None) -> None:
    assert ages.rhythm(years) == step
    assert ages.due(years) == (None if step is None else max(years) + step)


@pytest.mark.parametrize(
    ("years", "known", "said"),
    [
        ([2023], NOTHING_KNOWN, ""),
        ([2020, 2022, 2024], NOTHING_KNOWN, "Expected 2026 (every 2 years)"),
        ([2018, 2020, 2022], NOTHING_KNOWN, "Was due 2024 (every 2 years), none read"),
        ([2010, 2016, 2022], NOTHING_KNOWN, "Expected 2028 (every 6 years)"),
        ([2020, 2022], {"known_year": 2025, "known_state": "unread"}, "2025 edition published, not yet read"),
        # It was read meanwhile.
        ([2020, 2022, 2024], {"known_year": 2024, "known_state": "unread"}, "Expected 2026 (every 2 years)"),
        ([2023, 2025], {"known_year": 2025, "known_state": "in_part"}, "2025 edition published, read in part"),
        ([2004, 2005, 2006], {"known_year": 2008, "known_state": "last"}, "None: that of 2008 was the last"),
    ],
)
def test_what_is_known_of_a_newer_edition_comes_before_what_its_rhythm_says(
    years: list[int], known: dict[str, object], said: str
) -> None:
    assert age_words.next_edition(years, known, 2026) == said


def test_each_survey_and_index_tells_its_age_in_the_year_of_asking(tiny_request: Request) -> None:
    for year in (2024, 2031):
        asked = dataclasses.replace(tiny_request, asked_in=year)
        surveys = view.survey_list(asked, "").set_index("survey_name")
        assert surveys["age_years"].to_dict() == {
            "Councils on digital": year - 2024,
            "Health poll": year - 2024,
            "Register of bodies": year - 2024,
        }
        assert surveys["next_edition"].to_dict() == {
            "Councils on digital": "2024 edition published, read in part",
            "Health poll": "None: that of 2024 was the last",
            "Register of bodies": None,
        }
        (index,) = view.rows(asked, view.INDICES).to_dict("records")
        assert (index["age_years"], index["next_edition"]) == (year - 2024, "2025 edition published, not yet read")
        assert [f"{year - 2024} years"] * 3 == list(view.survey_table(asked, "")["Age"])


def test_a_card_says_how_old_its_edition_is_where_that_is_more_than_four_years() -> None:
    source = Source("League", "https://example.org", "Open")
    card = Card("a", "A", "Of 2021", Table.of({"What": ["Skills"]}), pd.DataFrame(), "100 answered · 2021", source)
    assert age_words.aged(card, 2022, 2026) is card
    assert plain(age_words.aged(card, 2021, 2026).foot) == "100 answered · 2021 · 5 years old"


def test_the_title_of_a_card_says_the_year_of_an_old_edition_once() -> None:
    source = Source("League", "https://example.org", "Open")

    def titled(title: str, year: int) -> str:
        card = Card("a", title, "Of 2021", Table.of({"What": ["Skills"]}), pd.DataFrame(), "100 answered", source)
        return plain(age_words.titled(card, year, 2026).title)

    assert titled("Most named: Skills, 60%", 2022) == "Most named: Skills, 60%"
    assert titled("Most named: Skills, 60%", 2021) == "Most named, 2021: Skills, 60%"
    assert titled("Few answered", 2021) == "Few answered, 2021"
    assert titled("First in each edition, 2017–2021: Skills", 2021) == "First in each edition, 2017–2021: Skills"
