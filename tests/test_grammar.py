"""Grammar of sentences: plain words stay plain, spans stay spans, whatever is done to letters, lists and length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.request.request import Request
from trends.words import grammar
from trends.words.text import Span, Text, Words, plain, say, strong

# Words with single spaces between them, as sentences have.
phrases = st.lists(st.text("abcXYZ", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)


def test_letters_and_length_are_changed_within_the_spans() -> None:
    words = strong("the first") + " second third"
    assert grammar.capitalised(words) == strong("The first") + " second third"
    assert grammar.lower_first(grammar.capitalised(words)) == words
    assert grammar.shortened(words, 12) == strong("the first") + "…"
    assert grammar.shortened(words, 17) == strong("the first") + " second…"
    assert grammar.shortened(words, 99) == words
    assert grammar.shortened("the first second", 12) == "the first…"


def test_only_the_first_letter_is_raised_and_nothing_stays_nothing() -> None:
    assert (grammar.capitalised("aB"), grammar.capitalised(""), grammar.capitalised(Text())) == ("AB", "", Text())


def test_a_name_in_capitals_keeps_them_within_a_sentence() -> None:
    said: list[Words] = [grammar.lower_first("IT"), grammar.lower_first("The"), grammar.lower_first(strong("IT"))]
    assert said == ["IT", "the", strong("IT")]


@pytest.mark.parametrize("name", ["London boroughs", "Tokyo special ward", "YouTube or Vimeo", "ChatGPT in use"])
def test_a_place_and_a_make_keep_their_capital_within_a_sentence(name: str) -> None:
    assert grammar.lower_first(name) == name
    assert grammar.lower_first(strong(name)) == strong(name)


@pytest.mark.evidence
def test_the_store_and_sentences_lower_the_same_names(shipped_request: Request) -> None:
    rows = shipped_request.ask("theme_evidence", kind=[], question=[])
    told = rows[rows["region"].isna() & rows["body_size"].notna()]
    assert len(told) > 1
    named = [f" ({grammar.lower_first(str(size))})" for size in told["body_size"]]
    assert [each for each, end in zip(told["place_name"], named, strict=True) if not each.endswith(end)] == []


@given(phrases, st.integers(min_value=8, max_value=40))
def test_what_is_shortened_fits_and_is_cut_between_words_alike_in_words_and_spans(words: str, width: int) -> None:
    short = grammar.shortened(words, width)
    assert len(short) <= width
    assert plain(grammar.shortened(strong(words), width)) == short
    if short != words:
        assert (words + " ").startswith(short.removesuffix(grammar.ELLIPSIS) + " ")


def test_a_list_of_plain_words_is_plain_and_one_with_spans_keeps_them() -> None:
    assert grammar.joined(["a", "b", "c"]) == "a, b and c"
    assert grammar.joined(["a", strong("b")]) == say("a and **b**")
    assert grammar.joined([strong("a")]) == strong("a")
    assert grammar.listed(["a", "", "b"], "; ") == "a; ; b"


def test_names_with_commas_or_ands_of_their_own_are_parted_by_semicolons() -> None:
    assert grammar.some_of(["Cost and time", "Skills"]) == "Cost and time; Skills"
    assert grammar.some_of(["A", "B", "C", "D"]) == "A, B, C and 1 more"
    assert grammar.joined([]) == ""


def test_sentences_follow_each_other_and_empty_ones_are_left_out() -> None:
    assert grammar.sentences(["One.", "", "Two."]) == "One. Two."
    assert grammar.sentences(["One.", Text(), strong("Two.")]) == say("One. **Two.**")
    assert grammar.sentences([]) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [("Done", "Done."), ("Done.", "Done."), ("", ""), (strong("Done"), strong("Done") + "."), (Text(), Text())],
)
def test_a_sentence_ends_with_one_full_stop(words: Words, said: Words) -> None:
    assert grammar.sentence(words) == said


def test_a_beginning_is_made_strong_where_words_begin_so() -> None:
    assert grammar.stressed("You say 4", "You") == Text((Span("You", strong=True), Span(" say 4")))
    assert grammar.stressed("They say 4", "You") == "They say 4"


def test_the_year_of_an_edition_is_said_once() -> None:
    assert grammar.edition("Council survey", 2024) == "Council survey, 2024"
    assert grammar.edition("Council survey 2024", 2024) == "Council survey 2024"


@pytest.mark.parametrize(("most", "length"), [(60, 120), (100, 160), (200, 160)])
def test_an_alternative_text_takes_the_longest_names_that_fit(most: int, length: int) -> None:
    said = grammar.fitting(lambda width: "a" * (most + width))
    assert len(said) == length
    assert said.endswith(grammar.ELLIPSIS) is (most + 15 > grammar.ALT_LENGTH)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("United Kingdom", "the United Kingdom"),
        ("United States", "the United States"),
        ("United Kingdom, England", "the United Kingdom, England"),
        ("Netherlands", "the Netherlands"),
        ("Faroe Islands", "the Faroe Islands"),
        ("Dominican Republic", "the Dominican Republic"),
        ("European Union (27 members)", "the European Union (27 members)"),
        ("Several countries", "several countries"),
        ("Countries in the European benchmark", "countries in the European benchmark"),
        ("United States (cities)", "the United States (cities)"),
        ("United Kingdom · Health", "the United Kingdom · Health"),
        ("Holy See", "the Holy See"),
        ("Americas", "the Americas"),
        ("World", "the world"),
        ("Norway", "Norway"),
        ("South Korea", "South Korea"),
        ("United Utilities", "United Utilities"),
        ("Ireland, Islands", "Ireland, Islands"),
    ],
)
def test_a_country_that_has_an_article_gets_it_within_a_sentence(place: str, expected: str) -> None:
    assert grammar.the(place) == expected


@pytest.mark.parametrize(
    ("width", "lead"),
    [
        (99, "One (No. 5. Here) is first. “A. B” is 2nd. Third."),
        (45, "One (No. 5. Here) is first. “A. B” is 2nd."),
        (40, "One (No. 5. Here) is first."),
        # The first sentence stands whole, however little room there is.
        (3, "One (No. 5. Here) is first."),
    ],
)
def test_an_answer_is_parted_at_the_end_of_a_sentence(width: int, lead: str) -> None:
    whole = say("One (No. 5. Here) is **first**. {} is 2nd. Third.", "“A. B”")
    first, rest = grammar.led(whole, width)
    assert plain(first) == lead
    assert grammar.sentences([first, rest]) == whole


@given(st.lists(phrases.map(lambda words: f"A{words}bc."), min_size=1, max_size=6), st.integers(0, 120))
def test_nothing_is_lost_of_an_answer_that_is_parted(said: list[str], width: int) -> None:
    whole = say("**{}** {}", said[0], " ".join(said[1:])) if said[1:] else strong(said[0])
    first, rest = grammar.led(whole, width)
    assert grammar.sentences([first, rest]) == whole
    assert len(first) <= max(width, len(said[0]))
    assert plain(first).endswith(".")


@given(st.text("ab ", max_size=200))
def test_an_alternative_text_has_its_whole_ending_or_none(text: str) -> None:
    said = grammar.alternative(text, "Table follows.")
    assert len(said) <= grammar.ALT_LENGTH
    assert said == f"{text} Table follows." or "Table" not in said
