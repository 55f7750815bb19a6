"""Given rows → expected cards: the same value in chart, table and file, and everything a card must carry."""

import html
import io
import itertools
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from tests.card_contents import figure_of
from tests.given_items import Figure, facts, items, slices
from tests.tiny_evidence import append, change
from trends.cards import source
from trends.cards.card import Card
from trends.export import encode
from trends.figures.draw import drawings
from trends.figures.palette import LIGHT
from trends.store.opening import open_store
from trends.store.store import Store
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import words as list_words
from trends.words import columns, pieces
from trends.words.text import markdown

WHOLE = {"country": "GBR", "region": None, "sector": "local_government", "body_size": None}

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=25)


def list_card(*figures: Figure, year: int | None = None, **about: Any) -> Card:
    given_items = items(*figures, **about)
    known = list_facts.list_facts(given_items, "United Kingdom", year)
    return list_cards.list_card(known, given_items, {"question": ["council_barriers"]})


def chart_texts(card: Card) -> list[str]:
    """Return the values written at the bars."""
    assert figure_of(card) is not None
    return [html.unescape(text).replace("\N{NO-BREAK SPACE}", "") for text in figure_of(card).data[-1].text]


def chart_labels(card: Card) -> list[str]:
    assert figure_of(card) is not None
    return [text.replace("<br>", " ") for text in figure_of(card).data[-2].text]


def asked(store: Store, question: str, **slice_of: Any) -> pd.DataFrame:
    return store.ask("question_items", question=question, **(WHOLE | slice_of))


def card_of(store: Store, question: str, **slice_of: Any) -> Card:
    found = asked(store, question, **slice_of)
    known = list_facts.list_facts(found, "United Kingdom")
    return list_cards.list_card(known, found, {"question": [question]})


# The given frames are like the real ones ----------------------------------------------------------------------------


def test_given_items_have_the_columns_and_types_of_the_query(tiny_store: Store) -> None:
    real, invented = asked(tiny_store, "council_barriers"), items((2024, "A", 50, 100))
    assert invented.dtypes.astype(str).to_dict() == real.dtypes.astype(str).to_dict()


def test_given_slices_have_the_columns_and_types_of_the_query(tiny_store: Store) -> None:
    real = tiny_store.ask("item_across", question="council_barriers", year=[])
    assert slices({}).dtypes.astype(str).to_dict() == real.dtypes.astype(str).to_dict()


# A list of shares ---------------------------------------------------------------------------------------------------

FOUR: tuple[Figure, ...] = (
    (2023, "Skills", 55, 150),
    (2023, "Budget", 50, None),
    (2023, "Other", 3, 150),
    (2024, "Skills", 75, 150),
    (2024, "Budget", 52, 150),
    (2024, "Attacks", 35, 20),
    (2024, "Other", 99, 150),
)


def test_a_list_of_shares_is_read_as_a_table() -> None:
    table = list_card(*FOUR).table.frame()
    assert table.to_dict("list") == {
        "Item": ["Skills", "Budget", "Attacks", "Other"],
        "Share 2024": ["75%", "52%", "35% [u]", "99%"],
        "Range": ["68% to 81%", "44% to 60%", "18% to 57%", "96% to >99%"],
        # A weak share may stand above a firm one.
        "Place": ["1st, could be 1st–2nd", "2nd, could be 2nd–3rd", "–", "–"],
        "Share 2023": ["55%", "50%", "[x]", "3%"],
        "Change": [
            "▲ up (+20 pts)",
            "? cannot tell (base not published)",
            "? cannot tell (no figure before)",
            "▲ up (+96 pts)",
        ],
        "Base": ["150", "150", "20", "150"],
        "Theme": ["Skills, staff and training"] * 4,
    }


def test_a_base_that_is_the_same_for_all_stands_once_in_the_foot() -> None:
    card = list_card((2024, "A", 75, 150), (2024, "B", 52, 150))
    assert "Base" not in card.table.frame()
    assert card.foot.startswith("Base: 150 answered · ")


def test_a_card_explains_the_symbols_in_its_table_and_no_others() -> None:
    assert [text[:3] for text in list_card(*FOUR).symbols] == ["[u]", "[x]"]
    assert list(list_card((2024, "A", 75, 150), (2024, "B", 52, 150)).symbols) == []


def test_a_card_says_what_its_kind_of_evidence_can_tell() -> None:
    card = list_card((2024, "A", 75, 150), evidence="census")
    assert (card.evidence, card.reach) == ("All bodies", "Every body answered. It speaks for the whole group.")
    across = list_cards.across_card(facts((2024, "A", 75, 150)), slices({}, {"country": "NOR"}, item="A"), "A", "q")
    assert (across.evidence, across.reach) == (
        "Self-selected",
        "Whoever wished to answer did. It cannot speak for others.",
    )


def test_a_card_leads_to_its_source_and_to_all_rows_behind_it() -> None:
    card = list_card(*FOUR)
    assert card.source == source.Source(
        "Town League: Councils on digital", "https://example.org/councils/2024.pdf", "Open licence 1.0"
    )
    assert card.behind == ("findings", {"question": ["council_barriers"]})


def test_uncertainty_travels_in_the_file() -> None:
    file = list_card(*FOUR).shown
    assert list(file.columns) == list(list_cards.LIST_COLUMNS)
    assert file["item"].tolist() == ["Skills", "Budget", "Attacks", "Other"]
    assert file["flag"].tolist() == ["", "", "u", ""]
    assert file["verdict"].tolist() == ["up", "cannot tell", "cannot tell", "up"]
    low, high = proportion_confint(0.75 * 150, 150, method="wilson")
    assert (file["low"].iloc[0], file["high"].iloc[0]) == (round(100 * low, 2), round(100 * high, 2))
    assert file["base_n"].tolist() == [150, 150, 20, 150]
    assert set(file["source_url"]) == {"https://example.org/councils/2024.pdf"}
    assert set(file["unit"]) == {"%"}


def test_a_small_population_is_said_and_taken_away_with_the_range_it_narrows(tiny: Path, tiny_cache: Path) -> None:
    # 150 of 200 answered: as sure as 150 * 199 / 50 = 597 answers out of very many.
    change(tiny, "waves", ("council_survey", "2023"), "population", "200")
    opened = open_store(tiny, tiny_cache)
    found = asked(opened, "council_barriers")
    card = list_cards.list_card(list_facts.list_facts(found, "United Kingdom", 2023), found, {})
    rows = opened.ask("item_across", question="council_barriers", year=["2023"])
    beside = list_cards.across_card(list_facts.list_facts(found, "United Kingdom", 2023), rows, "Tight budgets", "q")
    opened.close()
    said = (
        "Councils on digital, 2023: 150 of all 200 that could have answered did, so the range is narrower than in a "
        "larger group (finite population correction)."
    )
    for shown in (card, beside):
        budget = shown.shown[shown.shown["item"] == "Tight budgets"].iloc[0]
        assert budget[["value", "low", "high", "base_n", "population"]].tolist() == [50, 46, 54, 150, 200]
        assert shown.foot.startswith("Base: 150 of 200 answered")
        assert said in shown.about
    assert "46% to 54%" in card.table.frame()["Range"].tolist()


def test_every_column_a_card_computes_is_explained_in_the_file() -> None:
    computed = set(list_cards.ROUNDED) | {
        "rank", "rank_low", "rank_high", "flag", "flag_before", "before", "base_before", "population_before", "year_before",
        "verdict", "reason", "rest_kind", "rest_groups", "rest_base_n", "against_the_rest", "wave_base_n", "evidence_name",
    }  # fmt: skip
    assert computed - set(columns.MEANINGS) - set(columns.MEANINGS) == set()


def test_a_file_of_a_card_can_be_made_in_every_format() -> None:
    shown = list_card(*FOUR).shown
    for name in encode.FORMATS:
        assert encode.encode(shown, name, title="A list", columns=columns.MEANINGS)
    read = pd.read_csv(io.BytesIO(encode.encode(shown, "csv")))
    assert read["value"].tolist() == [75, 52, 35, 99]


@untimed
@given(
    st.lists(st.tuples(st.integers(0, 1000), st.one_of(st.none(), st.integers(1, 400))), min_size=1, max_size=8),
    st.sampled_from(["percent", "score", "count"]),
)
def test_an_item_has_the_same_value_in_chart_table_and_file(drawn: list[tuple[int, int | None]], measure: str) -> None:
    figures = [(2024, f"Item {number}", tenths / 10, base) for number, (tenths, base) in enumerate(drawn)]
    card = list_card(*figures, measure=measure)
    heading = {"percent": "Share", "score": "Score", "count": "Number"}[measure]
    assert chart_labels(card) == card.table.frame()["Item"].tolist() == card.shown["item"].tolist()
    assert chart_texts(card) == card.table.frame()[f"{heading} 2024"].tolist()
    said = [
        pieces.value_words({"value": value, "tied": False, "flag": flag}, measure)
        for value, flag in zip(card.shown["value"], card.shown["flag"], strict=True)
    ]
    assert said == card.table.frame()[f"{heading} 2024"].tolist()


def test_a_weak_bar_is_hollow_and_never_the_strong_one() -> None:
    card = list_card((2024, "A", 90, 12), (2024, "B", 60, 200), (2024, "C", 20, 200))
    assert figure_of(card) is not None
    filled = list(figure_of(card).data[0].marker.color)
    outlined = list(figure_of(card).data[0].marker.line.color)
    assert filled == [LIGHT.background, LIGHT.accent, LIGHT.quiet]
    assert outlined == [LIGHT.quiet, LIGHT.accent, LIGHT.quiet]


def test_equal_leaders_stand_out_alike_and_other_never_does() -> None:
    card = list_card((2024, "A", 60, 200), (2024, "B", 60, 200), (2024, "Other", 90, 200))
    assert figure_of(card) is not None
    assert list(figure_of(card).data[0].marker.color) == [LIGHT.accent, LIGHT.accent, LIGHT.quiet]


def test_a_weak_bar_as_long_as_the_longest_firm_one_does_not_stand_out() -> None:
    card = list_card((2024, "A", 60, 12), (2024, "B", 60, 200), (2024, "C", 20, 200))
    assert figure_of(card) is not None
    assert list(figure_of(card).data[0].marker.line.color) == [LIGHT.quiet, LIGHT.accent, LIGHT.quiet]


def test_a_complete_count_has_no_whiskers_and_no_range() -> None:
    counted = list_card((2024, "A", 90, 12), (2024, "B", 60, 12), evidence="census", waves={2024: 12})
    assert figure_of(counted) is not None
    assert len(figure_of(counted).data) == 3
    assert "Range" not in counted.table.frame()
    assert counted.table.frame()["Place"].tolist() == ["1st", "2nd"]
    assert counted.foot == "Base: all 12 counted · All bodies · Councils on digital, 2024"


# Other measures -----------------------------------------------------------------------------------------------------


def test_a_list_of_names_has_neither_chart_nor_figures() -> None:
    card = list_card((2024, "A", 1, 50), (2024, "B", 1, 50), measure="mentioned")
    assert figure_of(card) is None
    assert card.alt == ""
    assert list(card.table.frame().columns) == ["Item", "Theme"]


def test_places_of_three_editions_make_a_bump_chart_whose_every_place_is_in_the_table() -> None:
    figures: list[Figure] = [
        (2022, "A", 2, None), (2023, "A", 1, None), (2024, "A", 1, None),
        (2022, "B", 1, None), (2024, "B", 2, None),
    ]  # fmt: skip
    card = list_card(*figures, measure="rank", methods={2024: "Web"}, tied=[(2022, "A")])
    assert figure_of(card) is not None
    assert card.alt.startswith("Bump chart: ")
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in card.table.frame()["Every place"]] == [
        "2024 1st (method changed), 2023 1st, 2022 joint 2nd",
        "2024 2nd (method changed), 2022 1st",
    ]
    assert "Range" not in card.table.frame()
    assert list(card.table.frame()["Place 2024"]) == ["1st", "2nd"]


@pytest.mark.parametrize(
    "figures",
    [
        [(2023, "A", 1, None), (2024, "A", 1, None), (2023, "B", 2, None), (2024, "B", 2, None)],
        [(2022, "A", 1, None), (2023, "A", 1, None), (2024, "A", 1, None)],
    ],
    ids=["two editions", "one item"],
)
def test_places_of_two_editions_or_one_item_are_a_table(figures: list[Figure]) -> None:
    card = list_card(*figures, measure="rank")
    assert figure_of(card) is None
    assert "Every place" not in card.table.frame()


def test_a_bump_chart_ends_in_the_edition_shown() -> None:
    figures = [(year, name, place, None) for year in (2020, 2021, 2022, 2023) for name, place in (("A", 1), ("B", 2))]
    card = list_card(*figures, measure="rank", year=2022)
    assert figure_of(card) is not None
    assert max(x for trace in figure_of(card).data for x in trace.x if x is not None) == 2022
    assert "2023" not in card.table.frame()["Every place"].iloc[0]


# From the evidence --------------------------------------------------------------------------------------------------


def test_the_shares_of_a_random_sample(tiny_store: Store) -> None:
    card = card_of(tiny_store, "council_barriers")
    assert card.title == "Most named: Lack of skills, 70%, up 15 pts"
    assert card.subtitle == (
        "What holds councils back. Share of those who answered · Leaders of councils · "
        "United Kingdom, local government · 2024, compared with 2023"
    )
    assert card.table.frame().set_index("Item")["Change"].to_dict() == {
        "Lack of skills": "▲ up (+15 pts)",
        "Tight budgets": "≈ too close to call (+2 pts)",
        "Cyber attacks": "▼ down (−15 pts)",
    }
    assert card.foot == "Base: 150 answered · Random sample · Whisker: 95% range · Councils on digital, 2024"
    assert card.reach == "Respondents were drawn at random. It speaks for its list."
    assert card.alt == (
        "Bar chart: What holds councils back, United Kingdom, 2024. Highest: Lack of skills 70%; "
        "lowest: Cyber attacks 35%. Table follows."
    )


def test_a_small_base_is_not_headlined(tiny_store: Store) -> None:
    card = card_of(tiny_store, "health_barriers", sector="health")
    assert card.title == "Few answered: read “What holds hospitals back” with care"
    assert card.table.frame()["Share 2024"].tolist() == ["88% [u]", "63% [u]"]
    assert "Place" not in card.table.frame()


def test_published_places(tiny_store: Store) -> None:
    card = card_of(tiny_store, "council_priorities")
    # The first edition was made in another way.
    assert card.title == "First place: Use AI, moved up from 2nd"
    assert card.table.frame()["Place 2023"].tolist() == ["joint 2nd", "joint 2nd"]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in card.table.frame()["Every place"]] == [
        "2024 1st, 2023 joint 2nd (method changed), 2022 3rd",
        "2024 2nd, 2023 joint 2nd (method changed), 2022 1st",
    ]
    assert "The list was read in part" in " ".join(card.about)


def test_a_break_is_marked_in_the_chart_and_told_with_its_reason(tiny_store: Store) -> None:
    card = card_of(tiny_store, "council_priorities")
    assert figure_of(card) is not None
    assert [shape.x0 for shape in figure_of(card).layout.shapes] == [2022.5]
    assert [note.text for note in figure_of(card).layout.annotations] == ["method changed"]
    assert (
        "Method changed between 2022 and 2023, so the two are not compared. "
        "In 2022: Postal questionnaire. In 2023: Web questionnaire." in card.about
    )


def test_a_list_tells_of_breaks_up_to_its_edition_alone() -> None:
    methods = {2022: "Post", 2024: "Phone"}
    shares = [(year, name, 50, 100) for year in (2022, 2023, 2024) for name in "AB"]
    (first,) = [text for text in list_card(*shares, year=2023, methods=methods).about if "Method changed" in text]
    assert first.startswith("Method changed between 2022 and 2023")
    last = [text for text in list_card(*shares, methods=methods).about if "Method changed" in text]
    assert [text[:36] for text in last] == [
        "Method changed between 2022 and 2023",
        "Method changed between 2023 and 2024",
    ]
    assert "Method changed" not in " ".join(list_card(*shares).about)


def test_a_chart_of_places_says_which_years_it_lacks_and_a_chart_of_shares_has_no_lines() -> None:
    placed = [(year, name, place, None) for year in (2020, 2021, 2024) for place, name in enumerate("AB", 1)]
    told = "Lines stop where an edition was not read or is left out by the choice of years: 2022 to 2023."
    assert told in list_card(*placed, measure="rank").about
    # Today's items were in none of the places of 2022 and 2023, but those editions were read.
    others = [(year, "C", 1, None) for year in (2022, 2023)]
    assert "Lines stop" not in " ".join(list_card(*placed, *others, measure="rank").about)
    assert "Lines stop" not in " ".join(list_card(*placed).about)


def test_a_share_of_two_bodies_worked_out_here_is_their_number(tiny_store: Store) -> None:
    card = card_of(tiny_store, "register_strategy_share")
    assert card.title == "Few answered: read “Bodies with a strategy for AI” with care"
    assert card.foot == "Base: 2 counted · All bodies · Register of bodies, 2024"
    assert card.chart is None
    table = card.table.frame()
    assert table[["Share 2024", "Share 2023", "Change"]].to_numpy().tolist() == [
        ["2 of 2 [u]", "1 of 2 [u]", "? cannot tell (under 10 bodies)"]
    ]
    # The file keeps the share, and says why it is weak and not compared.
    kept = card.shown[["value", "flag", "few_bodies", "reason"]].to_numpy().tolist()
    assert kept == [[100, "u", True, "under 10 bodies"]]
    words = [
        markdown(list_words.answer(list_facts.list_facts(asked(tiny_store, "register_strategy_share"), "Here"))),
        card.title,
        card.alt,
    ]
    assert not any("100%" in said for said in words)


def test_a_number_and_a_score(tiny_store: Store) -> None:
    # A single item is a detail, whose card is called by what was asked.
    assert card_of(tiny_store, "council_projects").title == "Digital projects begun"
    number = asked(tiny_store, "council_projects").assign(role="headline")
    assert list_words.title(list_facts.list_facts(number, "United Kingdom")) == "Digital projects begun: 1,250"
    scores = card_of(tiny_store, "health_readiness", sector="health")
    assert scores.title == "How ready hospitals are"
    subjects = asked(tiny_store, "health_readiness", sector="health").assign(role="headline", polarity=None)
    assert list_words.title(list_facts.list_facts(subjects, "United Kingdom")) == "Highest: Skills of staff, 3.5"
    assert scores.table.frame()["Score 2024"].tolist() == ["3.5", "2.8"]
    assert "1, not at all, to 5, fully." in " ".join(scores.about)


def test_editions_further_apart_than_the_survey_makes_them_are_known(tiny: Path, tiny_cache: Path) -> None:
    change(tiny, "waves", ("council_survey", "2022"), "method", "Web questionnaire")
    change(tiny, "waves", ("council_survey", "2022"), "year", "2018")
    for row in ("22-gbr-ai", "22-gbr-secure", "22-gbr-train"):
        change(tiny, "findings", f"priorities-{row}", "year", "2018")
    for row in ("22-gbr-attack", "22-gbr-budget", "22-gbr-skills"):
        change(tiny, "findings", f"barriers-{row}", "year", "2018")
    change(tiny, "complete_lists", ("council_priorities", "2022"), "year", "2018")
    opened = open_store(tiny, tiny_cache)
    found = asked(opened, "council_priorities")
    card = card_of(opened, "council_priorities")
    opened.close()
    assert found["years_apart"].unique().tolist() == [1]
    assert figure_of(card) is not None
    joined = [pair for trace in figure_of(card).data for pair in itertools.pairwise(trace.x)]
    assert (2023, 2024) in joined
    assert (2018, 2023) not in joined


# One item across places ---------------------------------------------------------------------------------------------


def across(store: Store, question: str, item: str, place: str = "United Kingdom", **slice_of: Any) -> Card:
    known = list_facts.list_facts(asked(store, question, **slice_of), place)
    rows = store.ask("item_across", question=question, year=[])
    return list_cards.across_card(known, rows, item, question)


def test_a_country_against_the_rest(tiny_store: Store) -> None:
    card = across(tiny_store, "council_barriers", "Tight budgets")
    assert card.title == "Tight budgets: 52% in the United Kingdom, too close to the rest to call"
    assert card.table.frame().to_dict("list") == {
        "Who answered": ["United Kingdom", "Norway"],
        "Figure": ["52%", "33% [u]"],
        "Range": ["44% to 60%", "19% to 51%"],
        "Against the rest": ["≈ too close to call (+19 pts)", "≈ too close to call (−19 pts)"],
        "Base": ["150", "30"],
    }
    assert card.subtitle == "What holds councils back: Tight budgets · 2024"


def test_parts_and_wholes_apart(tiny_store: Store) -> None:
    table = across(tiny_store, "council_barriers", "Lack of skills").table.frame().set_index("Who answered")
    assert table.index.tolist() == [
        "United Kingdom, London", "United Kingdom", "Norway", "United Kingdom, Small councils",
    ]  # fmt: skip
    assert table["Against the rest"].tolist() == [
        "–",
        "≈ too close to call (+3 pts)",
        "≈ too close to call (−3 pts)",
        "–",
    ]


def test_the_file_across_places_holds_the_difference_and_what_it_was_taken_from(tiny_store: Store) -> None:
    file = across(tiny_store, "council_barriers", "Tight budgets").shown
    assert list(file.columns) == list(list_cards.ACROSS_COLUMNS)
    first = file.iloc[0]
    assert (first["country_name"], first["rest_value"], first["rest_base_n"], first["rest_groups"]) == (
        "United Kingdom", 33.3, 30, 1,
    )  # fmt: skip
    assert first["against_the_rest"] == "too close to call"
    assert first["difference"] == pytest.approx(18.7)
    assert first["difference_low"] < 0 < first["difference_high"]


def test_the_readers_own_bar_stands_out_unless_it_is_weak(tiny_store: Store) -> None:
    own = across(tiny_store, "council_barriers", "Tight budgets")
    weak = across(tiny_store, "council_barriers", "Tight budgets", "Norway")
    assert figure_of(own) is not None
    assert figure_of(weak) is not None
    assert list(figure_of(own).data[0].marker.line.color) == [LIGHT.accent, LIGHT.quiet]
    assert list(figure_of(weak).data[0].marker.line.color) == [LIGHT.quiet, LIGHT.quiet]
    assert list(figure_of(weak).data[0].marker.color) == [LIGHT.quiet, LIGHT.background]


def test_the_same_place_in_another_sector_is_not_the_readers_own() -> None:
    known = facts((2024, "Lack of skills", 50, 100))
    rows = slices({"value": 60, "base_n": 400}, {"value": 50, "base_n": 400, "sector": "health"})
    card = list_cards.across_card(known, rows, "Lack of skills", "q")
    assert figure_of(card) is not None
    assert list(figure_of(card).data[0].marker.line.color) == [LIGHT.accent, LIGHT.quiet]
    assert card.title == "What holds councils back: Lack of skills, 60% in Local government, 10 pts above the rest"


def test_bars_across_places_are_cut_in_the_middle_and_the_table_is_not() -> None:
    known = list_facts.list_facts(items((2024, "Lack of skills", 50, 100)), "United Kingdom, R20")
    rows = slices(*({"region": f"R{number}", "value": 90 - number, "base_n": 400} for number in range(40)))
    card = list_cards.across_card(known, rows, "Lack of skills", "q")
    assert chart_labels(card) == [
        *(f"R{number}" for number in range(10)),
        "… 10 more between, in the table",
        "R20",
        "… 14 more between, in the table",
        *(f"R{number}" for number in range(35, 40)),
    ]
    assert len(card.table.frame()) == len(card.shown) == 40
    assert "The chart shows 16 of 40" in " ".join(card.about)
    assert chart_texts(card)[10] == ""
    assert figure_of(card) is not None
    assert figure_of(card).data[0].x[10] is None


def test_values_across_places_are_the_same_in_chart_table_and_file(tiny_store: Store) -> None:
    card = across(tiny_store, "council_barriers", "Lack of skills")
    assert chart_labels(card) == card.table.frame()["Who answered"].tolist()
    assert chart_texts(card) == card.table.frame()["Figure"].tolist() == ["80% [u]", "70%", "67% [u]", "60%"]
    assert card.shown["value"].tolist() == [80, 70, 66.7, 60]


def test_places_across_places_have_no_chart_and_the_best_comes_first(tiny: Path, tiny_cache: Path) -> None:
    append(tiny, "findings", "priorities-24-gbr-ai", finding_id="priorities-24-nor-ai", country="NOR", value="3")
    opened = open_store(tiny, tiny_cache)
    card = across(opened, "council_priorities", "Use AI")
    opened.close()
    assert figure_of(card) is None
    assert card.table.frame()["Figure"].tolist() == ["1st", "3rd"]
    assert card.title == "Use AI: from 1st in the United Kingdom to 3rd in Norway"
    assert "Against the rest" not in card.table.frame()


# All the evidence ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_lists_of_the_evidence_make_cards(store: Store) -> None:
    listed = store.ask("question_list", kind=[], country=[], sector=[], year=[], survey=[], theme=[])
    assert len(listed) > 1000
    # All that were asked more than twice, and every twentieth of the others.
    for row in listed[(listed["years"] > 2) | (listed.index % 20 == 0)].to_dict("records"):
        slice_of = {
            name: None if pd.isna(row[name]) else row[name] for name in ("country", "region", "sector", "body_size")
        }
        found = store.ask("question_items", question=row["question"], **slice_of)
        known = list_facts.list_facts(found, str(row["country_name"]))
        card = list_cards.list_card(known, found, {})
        assert card.title
        assert card.evidence
        assert card.reach
        if figure_of(card) is not None:
            assert 20 <= len(card.alt) <= 160, card.alt
            assert len(figure_of(card).to_json()) <= 20_000
        if known.complete:
            assert not known.has_ranges
            # Of under ten bodies all are told by their number, with the mark.
            few = all(row["few_bodies"] for row in known.rows)
            assert few or "[u]" not in " ".join(card.table.frame().iloc[:, 1])
        if known.measure != "percent":
            assert "Range" not in card.table.frame()


# In wide and narrow form ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["percent", "rank"])
def test_a_chart_comes_for_wide_places_and_for_narrow_ones_that_need_no_room(measure: str) -> None:
    given_rows = [
        (year, f"An item with a rather long name, the {place}th", float(place), 150)
        for year in (2022, 2023, 2024)
        for place in range(1, 8)
    ]
    wide, narrow = drawings(list_card(*given_rows, measure=measure).chart)
    assert wide.least_width > 400
    assert narrow.least_width == 0
    # Where lines are short there are more of them.
    assert narrow.height > wide.height
    for drawing in (wide, narrow):
        figure = json.loads(drawing.figure)
        assert figure["layout"]["height"] == drawing.height
        assert "An item with" in drawing.figure
    assert list_card((2024, "A", 1, None), measure="mentioned").chart is None


@pytest.mark.parametrize("measure", ["percent", "rank", "mentioned"])
def test_an_item_whose_name_says_that_something_rose_has_its_cards(measure: str) -> None:
    """Such a name is quoted in a title; it is no judgement of ours."""
    made = list_card((2024, "Premiums rose", 1, 200), (2024, "Budgets fell", 2, 200), measure=measure)
    assert "rose" in str(made.title) or "fell" in str(made.title)
    rows = slices({"value": 50, "base_n": 200}, {"value": 40, "country": "NOR", "base_n": 200}, item="Premiums rose")
    known = facts((2024, "Premiums rose", 50, 200))
    assert "Premiums rose" in str(list_cards.across_card(known, rows, "Premiums rose", "council_barriers").title)
