"""Given texts → expected words of the glossary (that each is used on some page, test_reading_age holds)."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given_items import items
from trends.cards import card
from trends.store.store import Store
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.words import glossary

TERMS = {
    "95% range": "True 19 times out of 20.",
    "Adjusted (Holm)": "For many comparisons.",
    "Base": "How many answered.",
    "Comparable edition": "Made in the same way.",
    "Edition": "One round.",
    "Index": "One number.",
    "Inventory": "A list.",
    "Percentage point (pts, pt)": "A difference of shares.",
    "Range": "From low to high.",
    "Supplier's survey": "A company asked.",
    "Weak figure [u]": "Few answered.",
    "Wilson's method": "For ranges.",
}


def terms(known: dict[str, str] | None = None) -> pd.DataFrame:
    """Return terms as ``queries/sources/glossary_terms.sql`` gives them."""
    return pd.DataFrame({"term": list(known or TERMS), "definition": list((known or TERMS).values())}, dtype="str")


def used(*texts: str, most: int = 20) -> list[str]:
    return [term for term, _ in glossary.words_used(texts, glossary.finder_of(terms()), most)]


def test_the_given_terms_are_like_those_of_the_query(tiny_store: Store) -> None:
    assert terms().dtypes.astype(str).to_dict() == tiny_store.ask("glossary_terms").dtypes.astype(str).to_dict()


def test_words_come_with_their_meaning_in_the_order_they_are_met() -> None:
    texts = ["The edition has a range.", "Its base is small; the range is wide."]
    assert glossary.words_used(texts, glossary.finder_of(terms())) == [
        ("Edition", "One round."),
        ("Range", "From low to high."),
        ("Base", "How many answered."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Nothing to explain.", []),
        # Any case, and at the edge of other signs.
        ("BASE: 67 answered · “range”", ["Base", "Range"]),
        # Simple plurals.
        ("Bases, ranges, inventories, indices and indexes", ["Base", "Range", "Inventory", "Index"]),
        # Whole words alone.
        ("A database based on rearranged indexing, arrange, baseline, range-finder, one-base", []),
        # The longer word is meant, wherever the shorter one lies in it.
        ("The comparable editions", ["Comparable edition"]),
        ("Its own 95% range", ["95% range"]),
        ("The 95% range is a range", ["95% range", "Range"]),
        # Other forms and symbols.
        ("Adjusted for all 13 (Holm)", ["Adjusted (Holm)"]),
        ("Holm's method", ["Adjusted (Holm)"]),
        ("up +4 pts", ["Percentage point (pts, pt)"]),
        ("up +1 pt", ["Percentage point (pts, pt)"]),
        ("35% [u]", ["Weak figure [u]"]),
        ("35% [x], you", []),
        # Either apostrophe, a line that was broken, and emphasis.
        ("A supplier’s survey", ["Supplier's survey"]),
        ("by Wilson's\nmethod", ["Wilson's method"]),
        ("The **base**", ["Base"]),
    ],
)
def test_a_text_is_searched_for_whole_words(text: str, expected: list[str]) -> None:
    assert used(text) == expected


def test_only_the_first_few_are_told() -> None:
    text = "base range edition index inventory"
    assert used(text, most=2) == ["Base", "Range"]
    assert len(glossary.words_used([" ".join(TERMS)], glossary.finder_of(terms()))) == glossary.MOST_WORDS


def test_without_terms_nothing_is_told() -> None:
    assert glossary.words_used(["base"], glossary.finder_of(terms().iloc[0:0])) == []


@given(st.lists(st.sampled_from(list(TERMS)), max_size=8), st.integers(1, 8))
def test_terms_themselves_are_found_each_once_in_their_order(chosen: list[str], most: int) -> None:
    found = glossary.words_used([f"{term}." for term in chosen], glossary.finder_of(terms()), most)
    assert [term for term, _ in found] == list(dict.fromkeys(chosen))[:most]
    assert all(TERMS[term] == meaning for term, meaning in found)


@given(st.lists(st.sampled_from(["base", "bases", "BASE", "bas", "abase", "baseline", "es"]), max_size=6))
def test_a_word_inside_another_is_never_found(words: list[str]) -> None:
    assert bool(used(" ".join(words))) == bool({"base", "bases", "BASE"} & set(words))


@pytest.mark.parametrize("term", ["", "(pts)", "Base [up]", "Base (a) (b)", "Base (a"])
def test_a_term_that_cannot_be_taken_apart_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match=r"glossary\.csv: the term"):
        glossary.forms(term)


def test_the_words_of_a_card_are_those_a_reader_meets_in_it() -> None:
    figures = items((2023, "A", 55, 150), (2023, "B", 50, 150), (2024, "A", 75, 150), (2024, "B", 35, 20))
    facts = list_facts.list_facts(figures, "United Kingdom")
    texts = card.texts_of(list_cards.list_card(facts, figures, {}))
    known = {"Whisker": "a", "Share": "b", "Weak figure [u]": "c", "Wilson's method": "d", "Self-selected": "e"}
    assert [term for term, _ in glossary.words_used(texts, glossary.finder_of(terms(known)))] == [
        "Self-selected",
        "Whisker",
        "Share",
        "Weak figure [u]",
        "Wilson's method",
    ]


# The project's own glossary -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_terms(store: Store) -> pd.DataFrame:
    return store.ask("glossary_terms")


def test_every_term_can_be_taken_apart_and_no_two_share_a_form(own_terms: pd.DataFrame) -> None:
    listed = [form.casefold() for term in own_terms["term"] for form in glossary.forms(term)]
    assert len(listed) == len(set(listed))
    assert len(own_terms) >= 30


def test_no_meaning_only_repeats_its_term(own_terms: pd.DataFrame) -> None:
    for term, definition in own_terms.to_dict("split")["data"]:
        assert definition.endswith("."), term
        assert len(definition.split()) >= 5, term
        assert not definition.casefold().startswith(tuple(form.casefold() for form in glossary.forms(term))), term
