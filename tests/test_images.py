"""Given cards → what an image of their chart must carry to stand alone."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_cards import FOUR, list_card
from trends.cards.card import Card
from trends.cards.source import Source, shared_source
from trends.cards.table import Table
from trends.export import image
from trends.words import glossary, protection
from trends.words.text import say

MEANINGS = [
    ("Base", "How many answered."),
    ("Random sample", "Drawn by chance."),
    ("Whisker", "Shows the range."),
    ("95% range", "True 19 times out of 20."),
    ("Share", "A part of a whole."),
    ("Edition", "One round."),
]
ONE = Source("Town League: Councils on digital", "https://example.org/2024.pdf", "Open licence 1.0")


def card(**changed: object) -> Card:
    """Return a card of which only what stands around its chart matters."""
    parts = {
        "key": "list", "title": "Most named: A, 75%", "subtitle": "Share of councils", "table": Table(()),
        "shown": pd.DataFrame(), "foot": "Base: 150 answered", "source": ONE,
    }  # fmt: skip
    return Card(**parts | changed)  # type: ignore[arg-type]


def row(name: str, url: str, year: int) -> dict[str, object]:
    return {"source_name": name, "source_url": url, "licence": "Open", "year": year}


def test_an_image_says_base_cautions_reach_meanings_and_source_in_this_order() -> None:
    shown = card(
        carried=[say("**Caution:** {}", "Editions are rescaled.")],
        evidence="Random sample",
        reach="Drawn by chance. It speaks.",
    )
    assert image.foot(shown, MEANINGS[:3]) == [
        "Base: 150 answered",
        "Caution: Editions are rescaled.",
        "Drawn by chance. It speaks.",
        "Words used: Base: How many answered. Whisker: Shows the range.",
        "Source: Town League: Councils on digital, https://example.org/2024.pdf",
    ]


def test_an_image_says_how_those_who_answered_are_protected() -> None:
    """A caution has room in some images alone; that figures were changed is said in each."""
    shown = card(carried=["Caution: of few."], protection=protection.SENTENCE)
    source = "Source: Town League: Councils on digital, https://example.org/2024.pdf"
    assert image.firm(shown) == ["Base: 150 answered", "Caution: of few.", protection.SENTENCE, source]
    assert image.least(shown) == ["Base: 150 answered", protection.SENTENCE, source]
    assert image.least(card()) == ["Base: 150 answered", source]


def test_a_kind_of_evidence_is_explained_once_and_is_explained() -> None:
    with_reach = card(evidence="Random sample", reach="Drawn by chance.")
    without = card(evidence="Random sample")
    assert "Random sample: " not in " ".join(image.foot(with_reach, MEANINGS[:2]))
    assert "Random sample: Drawn by chance." in image.foot(without, MEANINGS[:2])[1]


@given(st.integers(0, len(MEANINGS)), st.booleans())
def test_the_most_needed_meanings_come_first_and_no_more_than_fit(known: int, reach: bool) -> None:
    shown = card(evidence="Random sample", reach="Drawn by chance." if reach else "")
    said = " ".join(image.foot(shown, MEANINGS[:known]))
    expected = [term for term, _ in MEANINGS[:known] if not (reach and term == "Random sample")][: image.MOST_WORDS]
    assert [term for term, meaning in MEANINGS if f"{term}: {meaning}" in said] == expected


def test_rows_of_one_page_have_one_source_with_its_address() -> None:
    rows = [row("A: Survey", "https://example.org/a", 2023), row("A: Survey", "https://example.org/a", 2024)]
    source = shared_source(rows, rows)
    assert source == Source("A: Survey", "https://example.org/a", "Open")
    assert image.source(source) == "Source: A: Survey, https://example.org/a"


def test_rows_of_several_sources_are_each_named_with_their_years_as_far_as_they_are_drawn() -> None:
    rows = [
        row("A: Survey", "https://example.org/a", 2023),
        row("B: Poll", "https://example.org/b", 2024),
        row("A: Survey", "https://example.org/a-2021", 2021),
        row("C: Audit", "https://example.org/c", 2024),
    ]
    source = shared_source(rows, rows[:3])
    assert (source.name, source.url, source.licence) == ("each row names its own", "sources", "as each source says")
    assert source.each == ["A: Survey, 2021 and 2023", "B: Poll, 2024"]
    assert image.source(source) == "Sources: A: Survey, 2021 and 2023; B: Poll, 2024"
    assert image.source(shared_source(rows, rows[1:2])) == "Source: B: Poll, 2024"


def test_a_source_on_a_page_of_the_dashboard_is_named_without_an_address() -> None:
    assert image.source(Source("66 publications, linked at each case", "sources", "each has its own")) == (
        "Source: 66 publications, linked at each case"
    )


@pytest.mark.parametrize("note", ["Base: councils with a plan.", ""])
def test_what_a_question_must_not_go_without_goes_into_the_image(note: str) -> None:
    assert list(list_card(*FOUR, note=note or None).carried) == ([note] if note else [])


def test_the_words_of_the_foot_are_explained_before_those_of_title_and_subtitle() -> None:
    terms = pd.DataFrame({"term": ["Share", "Base"], "definition": ["A part.", "How many."]})
    assert glossary.words_used(image.texts_of(card()), glossary.finder_of(terms)) == [
        ("Base", "How many."),
        ("Share", "A part."),
    ]


def test_definitions_are_apart_from_what_no_image_may_go_without() -> None:
    shown = card(carried=[say("**Caution:** {}", "Editions are rescaled.")], reach="Drawn by chance. It speaks.")
    assert image.firm(shown) == [
        "Base: 150 answered",
        "Caution: Editions are rescaled.",
        "Source: Town League: Councils on digital, https://example.org/2024.pdf",
    ]
    assert image.definitions(shown, MEANINGS[:1]) == [
        "Drawn by chance. It speaks.",
        "Words used: Base: How many answered.",
    ]
    assert image.definitions(card(), []) == []


def test_an_image_names_the_product_and_the_filters_and_where_there_are_none_says_so() -> None:
    assert image.signature("New Zealand; 2024") == {"product": "Digital Trends", "filters": "Shown: New Zealand; 2024"}
    assert image.signature("")["filters"] == "Shown: All countries, sectors and years"
