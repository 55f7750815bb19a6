"""Given a place and facts → what is said of “you”, which slice is yours, what is marked; nothing of it in a file."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import given_index, given_items
from tests.card_contents import APART, bars_said, figure_of
from tests.given_items import facts, items, slices
from trends.cards.card import Card
from trends.figures.draw import draw, drawings
from trends.figures.palette import LIGHT
from trends.request import place as own_place
from trends.request.place import MARK, NOBODY, YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.store.store import Store
from trends.subjects.indices import words as index_words
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import you as list_you
from trends.subjects.lists.facts import ListFacts
from trends.words.text import Words, markdown

COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")
HERE = Self(country="GBR", country_name="United Kingdom")
COUNCILS = Self(sector="local_government", sector_name="Local government")
NORWEGIAN = Self("NOR", "health", "", "Norway", "Health")
PLACES = {
    "country": ["GBR", "NOR", "INTL"],
    "sector": ["local_government", "health", "cross_public_sector"],
    "region": [None, "London"],
    "body_size": [None, "Small councils", "Large councils"],
}
untimed = settings(deadline=None, max_examples=60)


def said_by(tell: Callable[..., Words], *given: Any) -> str:
    """Return a sentence with its strong words between stars."""
    return markdown(tell(*given))


def slice_of(country: str, sector: str, **more: Any) -> dict[str, Any]:
    kind = "several" if country == "INTL" else "country"
    return {
        "country": country,
        "sector": sector,
        "region": None,
        "body_size": None,
        "country_kind": kind,
        "sector_whole": sector == "cross_public_sector",
    } | more


# The place ----------------------------------------------------------------------------------------------------------


def test_a_place_is_offered_where_there_is_evidence_of_it(tiny_store: Store) -> None:
    """No group of countries is anybody's own; a size belongs to the country and sector whose survey has it."""
    offered = tiny_store.ask("own_places")
    rows = offered.astype(object).where(offered.notna(), None).to_numpy().tolist()
    assert [list(row) for row in rows] == [
        ["country", "GBR", None, None],
        ["country", "KEN", None, None],
        ["country", "NOR", None, None],
        ["sector", "health", None, None],
        ["sector", "local_government", None, None],
        ["size", "Small councils", "GBR", "local_government"],
    ]


@pytest.mark.parametrize(
    ("me", "label"),
    [
        (NOBODY, "Your place"),
        (COUNCIL, "Your place: United Kingdom, local government"),
        (COUNCILS, "Your place: Local government"),
        (
            Self("GBR", "health", "NHS trusts", "United Kingdom", "Health"),
            "Your place: United Kingdom, health, NHS trusts",
        ),
    ],
)
def test_the_box_says_what_is_chosen(me: Self, label: str) -> None:
    assert me.label == label
    assert bool(me) == (me is not NOBODY)


def test_a_place_gives_the_filters_that_select_it() -> None:
    assert COUNCIL.filters == {"country": ["United Kingdom"], "sector": ["Local government"]}
    assert HERE.filters == {"country": ["United Kingdom"]}
    assert NOBODY.filters == {}


@pytest.mark.parametrize(
    ("me", "row", "said"),
    [
        (COUNCIL, slice_of("GBR", "local_government"), YOU),
        (COUNCIL, slice_of("GBR", "health"), YOUR_COUNTRY),
        (COUNCIL, slice_of("NOR", "local_government"), YOUR_SECTOR),
        (COUNCIL, slice_of("NOR", "health"), ""),
        # Only half a place was chosen, so nothing is quite “you”.
        (HERE, slice_of("GBR", "local_government"), YOUR_COUNTRY),
        (COUNCILS, slice_of("GBR", "local_government"), YOUR_SECTOR),
        # A region and another kind of body are somebody else.
        (COUNCIL, slice_of("GBR", "local_government", region="London"), ""),
        (COUNCIL, slice_of("GBR", "local_government", body_size="Small councils"), ""),
        (NOBODY, slice_of("GBR", "local_government"), ""),
    ],
)
def test_what_a_slice_is_to_the_reader(me: Self, row: dict[str, Any], said: str) -> None:
    assert me.near(row) == said


def test_the_own_kind_of_body_comes_before_the_whole() -> None:
    small = Self("GBR", "local_government", "Small councils", "United Kingdom", "Local government")
    whole, part = (
        slice_of("GBR", "local_government"),
        slice_of("GBR", "local_government", body_size="Small councils"),
    )
    assert own_place.own_row([whole, part], small) == (1, YOU)
    assert own_place.own_row([whole, part], COUNCIL) == (0, YOU)
    assert own_place.own_row([whole], small) == (0, YOU)


def test_of_several_slices_that_could_be_the_own_one_none_is() -> None:
    health, council = slice_of("GBR", "health"), slice_of("GBR", "local_government")
    assert own_place.own_row([health, council], HERE) is None
    # What stands for all sectors, or for several countries, is not one of several.
    assert own_place.own_row([health, council, slice_of("GBR", "cross_public_sector")], HERE) == (2, YOUR_COUNTRY)
    abroad = [slice_of("NOR", "local_government"), slice_of("INTL", "local_government")]
    assert own_place.own_row(abroad, COUNCILS) == (1, YOUR_SECTOR)
    assert own_place.own_row([slice_of("NOR", "health")], COUNCIL) is None


@untimed
@given(
    st.lists(st.fixed_dictionaries({name: st.sampled_from(held) for name, held in PLACES.items()}), max_size=8),
    st.sampled_from(["", "GBR", "NOR"]),
    st.sampled_from(["", "local_government", "health"]),
    st.sampled_from(["", "Small councils"]),
)
def test_the_own_slice_is_always_one_that_is_near(
    rows: list[dict[str, Any]], country: str, sector: str, size: str
) -> None:
    me = Self(country, sector, size, country, sector)
    rows = [slice_of(**row) for row in rows]
    order = own_place.nearest_first(rows, me)
    assert sorted(order) == list(range(len(rows)))
    steps = [[YOU, YOUR_COUNTRY, YOUR_SECTOR, ""].index(me.near(rows[at])) for at in order]
    assert steps == sorted(steps)
    found = own_place.own_row(rows, me)
    if found is not None:
        at, relation = found
        assert me.near(rows[at]) == relation != ""
        assert rows[at]["region"] is None
        assert rows[at]["body_size"] in {None, size}
    if not any(steps) and len(steps) == 1:
        assert found == (0, YOU)
    if not me:
        assert found is None
        assert order == list(range(len(rows)))


# Against the rest ---------------------------------------------------------------------------------------------------


def against(*given_slices: dict[str, Any], me: Self = COUNCIL, measure: str = "percent", **about: Any) -> str:
    rows = slices(*given_slices, measure=measure, **about)
    figures = facts((2024, "Lack of skills", 50, 100), measure=measure)
    return said_by(
        list_you.against, list_facts.across_rows(figures, rows, "Lack of skills", me), "Lack of skills", figures
    )


@pytest.mark.parametrize(
    ("given_slices", "said"),
    [
        # 60 against 40 of 400 each: far beyond chance.
        (
            ({"value": 60, "base_n": 400}, {"value": 40, "base_n": 400, "sector": "health"}),
            "**Lack of skills**: 60% of 400 among those like you, 2024, 20 pts above the rest (40% of 400).",
        ),
        (
            ({"value": 40, "base_n": 400}, {"value": 60, "base_n": 400, "sector": "health"}),
            "**Lack of skills**: 40% of 400 among those like you, 2024, 20 pts below the rest (60% of 400).",
        ),
        # Several others: (100 × 40 + 300 × 44) / 400 = 43.
        (
            (
                {"value": 90, "base_n": 400},
                {"value": 40, "base_n": 100, "country": "NOR"},
                {"value": 44, "base_n": 300, "country": "KEN"},
            ),
            "**Lack of skills**: 90% of 400 among those like you, 2024, 47 pts above the other countries (43% of 400).",
        ),
        # 50 against 45 of 100 each: no more than chance, so neither above nor below.
        (
            ({"value": 50, "base_n": 100}, {"value": 45, "base_n": 100, "sector": "health"}),
            "**Lack of skills**: 50% of 100 among those like you, 2024, too close to the rest to call (45% of 100).",
        ),
        # Without a base nothing is judged.
        (
            ({"value": 60}, {"value": 40, "sector": "health"}),
            "**Lack of skills**: 60% among those like you (base not published), 2024. One cannot tell whether that "
            "differs from the rest: base not published.",
        ),
        # A weak figure is not told.
        (
            ({"value": 60, "base_n": 12}, {"value": 40, "base_n": 400, "sector": "health"}),
            "Few like you answered on “Lack of skills” in 2024, 12 of them: too few to set beside the rest.",
        ),
        (({"value": 40, "base_n": 400, "country": "NOR", "sector": "health"},), ""),
        # Nearest that there is: the same country, or the same sector elsewhere.
        (
            ({"value": 60, "base_n": 400, "sector": "health"},),
            "**Lack of skills**: 60% of 400 in your country, 2024. Nothing of its kind was asked beside it.",
        ),
        (
            ({"value": 60, "base_n": 400, "country": "NOR"},),
            "**Lack of skills**: 60% of 400 in your sector, Norway, 2024. Nothing of its kind was asked beside it.",
        ),
    ],
)
def test_the_own_slice_stands_against_the_rest_with_its_verdict(
    given_slices: tuple[dict[str, Any], ...], said: str
) -> None:
    assert against(*given_slices) == said


def test_complete_counts_differ_exactly() -> None:
    said = against({"value": 60, "base_n": 50}, {"value": 55, "base_n": 40, "sector": "health"}, evidence="census")
    assert said == "**Lack of skills**: 60% of 50 among those like you, 2024, 5 pts above the rest (55% of 40)."


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            "rank",
            "**Lack of skills**: 2nd among those like you, 2024. Such figures have no range, so no verdict against "
            "the rest is given.",
        ),
        (
            "score",
            "**Lack of skills**: 2.0 among those like you (base not published), 2024. Such figures have no range, so "
            "no verdict against the rest is given.",
        ),
        ("mentioned", "**Lack of skills**: named among those like you, 2024. Names without figures are not compared."),
    ],
)
def test_what_has_no_range_is_not_judged(measure: str, said: str) -> None:
    assert against({"value": 2}, {"value": 1, "sector": "health"}, measure=measure) == said


def test_nobody_is_nowhere() -> None:
    assert against({"value": 60, "base_n": 400}, me=NOBODY) == ""
    assert said_by(list_you.asked_whom, NOBODY, slice_of("GBR", "health"), facts((2024, "A", 1, 9))) == ""
    assert said_by(index_words.standing, NOBODY, given_index.facts({"Norway": 0.5})) == ""


@pytest.mark.parametrize(
    ("me", "row", "said"),
    [
        (COUNCIL, slice_of("GBR", "local_government"), "This list was asked in your country and sector."),
        (
            NORWEGIAN,
            slice_of("NOR", "local_government"),
            "This list was asked in your country, but in another sector: local government.",
        ),
        (HERE, slice_of("GBR", "local_government"), "This list was asked in your country: local government."),
        (
            COUNCIL,
            slice_of("NOR", "local_government"),
            "This list was asked in your sector, but elsewhere: the United Kingdom.",
        ),
        (
            NORWEGIAN,
            slice_of("GBR", "local_government"),
            "This list is not yours: it was asked in the United Kingdom, local government.",
        ),
    ],
)
def test_a_list_says_whether_it_is_the_readers(me: Self, row: dict[str, Any], said: str) -> None:
    assert said_by(list_you.asked_whom, me, row, facts((2024, "A", 61, 200))) == said


def test_the_readers_row_takes_the_place_of_the_one_looked_at() -> None:
    figures = facts((2024, "Lack of skills", 50, 100))
    rows = slices({"value": 60, "base_n": 400}, {"value": 40, "base_n": 400, "sector": "health"})
    health = Self("GBR", "health", "", "United Kingdom", "Health")
    card = list_cards.across_card(figures, rows, "Lack of skills", "council_barriers", health)
    assert card.title == "What holds councils back: Lack of skills, 40% in Health, 20 pts below the rest"
    assert card.table.frame()["Who answered"].tolist() == ["Local government", "You: Health"]
    assert colors_of(card) == [LIGHT.quiet, LIGHT.accent]
    without = list_cards.across_card(figures, rows, "Lack of skills", "council_barriers")
    assert without.table.frame()["Who answered"].tolist() == ["Local government", "Health"]
    assert colors_of(without) == [LIGHT.accent, LIGHT.quiet]
    pd.testing.assert_frame_equal(card.shown, without.shown)


def colors_of(card: Card) -> list[str]:
    assert figure_of(card) is not None
    return list(figure_of(card).data[0].marker.line.color)


# Own answers to a list ----------------------------------------------------------------------------------------------

SHARES = [(2024, "Budgets", 61, 200), (2024, "Skills", 58, 200), (2024, "Attacks", 20, 200)]


@pytest.mark.parametrize(
    ("figures", "named", "said"),
    [
        (
            SHARES,
            ["Attacks", "Budgets"],
            "You name 2 of 3 (2024; base: 200 answered); of these, **Budgets** is most named (61%, the most of all); "
            "the most named you leave out is **Skills** (58%).",
        ),
        (
            SHARES,
            ["Attacks"],
            "You name 1 of 3 (2024; base: 200 answered); of these, **Attacks** is most named (20%); the most named you "
            "leave out is **Budgets** (61%).",
        ),
        (
            SHARES,
            ["Skills", "Attacks", "Budgets"],
            "You name 3 of 3 (2024; base: 200 answered); of these, **Budgets** is most named (61%, the most of all).",
        ),
        (
            [(2024, "Budgets", 61, 200), (2024, "Skills", 61, 200)],
            ["Skills"],
            "You name 1 of 2 (2024; base: 200 answered); of these, **Skills** is most named (61%, together with others "
            "the most of all); the most named you leave out is **Budgets** (61%).",
        ),
        # Weak figures and “other” are never told.
        (
            [(2024, "Other", 90, 200), (2024, "Budgets", 88, 12), (2024, "Skills", 58, 200)],
            ["Skills"],
            "You name 1 of 3 (2024; base: 12–200 answered); of these, **Skills** is most named (58%, the most of all).",
        ),
        (
            [(2024, "Budgets", 88, 12)],
            ["Budgets"],
            "You name 1 of 1. Nothing more can be said: few answered.",
        ),
        (SHARES, ["No such item"], ""),
        (SHARES, [], ""),
    ],
)
def test_what_the_reader_names_stands_beside_what_others_named(
    figures: list[given_items.Figure], named: list[str], said: str
) -> None:
    assert said_by(list_you.named, facts(*figures), named) == said


def test_names_in_a_published_list_of_places() -> None:
    listed = facts((2024, "Security", 1, None), (2024, "AI", 2, None), (2024, "Budgets", 3, None), measure="rank")
    assert said_by(list_you.named, listed, ["AI", "Budgets"]) == (
        "You name 2 of 3 (2024); of these, **AI** is highest (2nd); the highest you leave out is **Security** (1st)."
    )


def test_names_without_figures_have_no_order() -> None:
    listed = facts((2024, "Security", 1, None), (2024, "AI", 1, None), measure="mentioned")
    assert said_by(list_you.named, listed, ["AI"]) == (
        "You name 1 of 2. Nothing more can be said: names without figures have no order."
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (3.4, "3.4, 0.6 above the 2.8 published"),
        (2.0, "2.0, 0.8 below the 2.8 published"),
        (2.8, "2.8, the same as the 2.8 published"),
    ],
)
def test_a_number_of_the_readers_stands_beside_the_published_one(number: float, said: str) -> None:
    readiness = facts((2024, "Safety", 2.8, 120), measure="score")
    assert said_by(list_you.numbered, readiness, {"Safety": number}) == (
        f"You enter **Safety**: {said} (2024; base: 120 answered). Such figures have no range, so no verdict is given."
    )
    assert said_by(list_you.numbered, readiness, {"No such item": number}) == ""


def test_own_answers_stand_in_chart_table_and_alternative_text_and_in_no_file() -> None:
    given_rows = items(*SHARES)
    figures = list_facts.list_facts(given_rows, "United Kingdom")
    behind = {"question": ["council_barriers"]}
    plain = list_cards.list_card(figures, given_rows, behind)
    marked = list_cards.own_list_card(plain, figures, given_rows, {"Skills": None})
    assert marked.table.frame()["You"].tolist() == ["–", MARK, "–"]
    assert marked.chart is not None
    for figure in (draw(marked.chart).wide, draw(marked.chart).narrow):
        assert bars_said(figure) == ["61%", f"58%{APART}{MARK}", "20%"]
    assert marked.alt.endswith("You name 1.")
    assert len(marked.alt) <= 160
    assert "you" not in json.dumps(marked.shown.astype(str).to_dict()).casefold()
    pd.testing.assert_frame_equal(marked.shown, plain.shown)
    assert (marked.title, marked.foot, marked.behind) == (plain.title, plain.foot, plain.behind)
    assert list_cards.own_list_card(plain, figures, given_rows, {"No such item": None}) is plain


def test_an_own_number_is_drawn_as_a_mark_of_its_own() -> None:
    given_rows = items((2024, "Safety", 2.8, 120), (2024, "Staff", 3.5, 120), measure="score")
    figures = list_facts.list_facts(given_rows, "United Kingdom")
    plain = list_cards.list_card(figures, given_rows, {})
    marked = list_cards.own_list_card(plain, figures, given_rows, {"Safety": 4.5})
    assert marked.table.frame().set_index("Item")["You"].to_dict() == {"Safety": f"{MARK}: 4.5", "Staff": "–"}
    (diamond,) = [trace for trace in figure_of(marked).data if getattr(trace, "mode", None) == "markers"]
    assert list(diamond.x) == [4.5]
    assert diamond.marker.symbol == "diamond"
    at = [str(label) for label in marked.table.frame()["Item"]].index("Safety")
    assert list(diamond.y) == [figure_of(marked).data[0].y[at]]
    # The scale holds it.
    assert figure_of(marked).layout.xaxis.range[1] >= 4.5 > figure_of(plain).layout.xaxis.range[1]
    assert marked.alt.endswith("You: 4.5.")


def test_own_names_are_marked_in_a_chart_of_places() -> None:
    given_rows = items(
        *(
            (year, item, place, None)
            for year in (2022, 2023, 2024)
            for place, item in enumerate(("AI", "Skills", "Budgets", "Attacks"), start=1)
        ),
        measure="rank",
    )
    figures = list_facts.list_facts(given_rows, "United Kingdom")
    plain = list_cards.list_card(figures, given_rows, {})
    marked = list_cards.own_list_card(plain, figures, given_rows, {"Attacks": None})
    assert marked.table.frame()["You"].tolist() == ["–", "–", "–", MARK]
    assert plain.chart is not None
    assert MARK not in drawings(plain.chart)[0].figure.encode().decode("unicode_escape")
    said = [str(text) for trace in figure_of(marked).data for text in trace.text or ()]
    assert [text for text in said if "●" in text]
    assert all("Attacks" in text for text in said if "●" in text)
    # Colours mean what they meant before.
    assert [trace.line.color for trace in figure_of(marked).data] == [
        trace.line.color for trace in figure_of(plain).data
    ]


@untimed
@given(
    st.lists(st.tuples(st.integers(0, 100), st.none() | st.integers(5, 400)), min_size=1, max_size=6),
    st.sets(st.integers(0, 5)),
)
def test_what_is_said_of_own_names_holds_in_the_frame(rows: list[tuple[int, int | None]], own_at: set[int]) -> None:
    listed: ListFacts = facts(*((2024, f"Item {at}", value, base) for at, (value, base) in enumerate(rows)))
    named = [f"Item {at}" for at in sorted(own_at) if at < len(rows)]
    said = said_by(list_you.named, listed, named)
    assert bool(said) == bool(named)
    weak = [row["item"] for row in listed.rows if row["flag"] == "u"]
    assert not [item for item in weak if f"**{item}**" in said]
    firm = [row for row in listed.rows if row["flag"] != "u"]
    if "the most of all" in said:
        top = max(row["value"] for row in firm)
        assert any(row["value"] == top and row["item"] in named for row in firm)


# An index -----------------------------------------------------------------------------------------------------------

KENYAN = Self(country="KEN", country_name="Kenya")
VALUES = {"Norway": 0.9, "Ghana": 0.8, "Kenya": 0.5, "Peru": 0.4, "Chad": 0.1}


def test_a_country_has_its_place_its_distance_and_its_neighbours() -> None:
    assert said_by(index_words.standing, KENYAN, given_index.facts(VALUES)) == (
        "You are 3rd of 5 countries with 0.50, at their median (Openness, 2024). Next above: Ghana (0.80); next below: "
        "Peru (0.40)."
    )
    peru = Self(country="PER", country_name="Peru")
    assert said_by(index_words.standing, peru, given_index.facts(VALUES)) == (
        "You are 4th of 5 countries with 0.40, 0.10 below their median (Openness, 2024). Next above: Kenya (0.50); next "
        "below: Chad (0.10)."
    )


def test_countries_with_one_value_stand_level() -> None:
    said = said_by(index_words.standing, KENYAN, given_index.facts(VALUES | {"Ghana": 0.5}))
    assert said.startswith("You are joint 2nd of 5 countries with 0.50")
    assert "Level with you: Ghana; next above: Norway (0.90)" in said


def test_neighbours_who_share_a_place_are_all_named_and_one_that_reads_the_same_says_why() -> None:
    said = said_by(index_words.standing, KENYAN, given_index.facts(VALUES | {"Norway": 0.8, "Peru": 0.4999}))
    assert "Next above: Ghana and Norway (0.80); next below: Peru (0.50 too, once rounded)." in said


def test_an_index_that_is_no_ranking_gives_no_place_and_no_neighbour() -> None:
    said = said_by(
        index_words.standing,
        KENYAN,
        given_index.facts(VALUES, source={"caution": given_index.NO_RANKING, "ranked": False}),
    )
    assert said == "You have 0.50, at the median of 5 countries (Openness, 2024)."


def test_an_edition_that_was_read_in_part_gives_no_place() -> None:
    editions = given_index.years((2024, 5), (2022, 50))
    said = said_by(index_words.standing, KENYAN, given_index.facts(VALUES, editions=editions))
    assert said == "You have 0.50 (Openness, 2024). The edition was read in part, so you have no place in it."


def test_letters_say_the_group_and_how_many_share_it() -> None:
    letters = given_index.facts({"Norway": "A", "Kenya": "B", "Chad": "B"}, source={"unit": "group"})
    assert (
        said_by(index_words.standing, KENYAN, letters)
        == "You are in group B, with 1 other of 3 countries (Openness, 2024)."
    )
    alone = given_index.facts({"Norway": "A", "Kenya": "B"}, source={"unit": "group"})
    assert said_by(index_words.standing, KENYAN, alone) == "You are in group B, alone of 2 countries (Openness, 2024)."


def test_a_country_without_a_value_is_told_so_once() -> None:
    fijian = Self(country="FIJ", country_name="Fiji")
    assert said_by(index_words.standing, fijian, given_index.facts(VALUES)) == (
        "Your country is not among the 5 countries compared here (Openness, 2024)."
    )
    # The answer of the page says it where the country stands out there.
    assert said_by(index_words.standing, fijian, given_index.facts(VALUES, "Fiji")) == ""
