"""Cards on what rose and fell: what they draw and list, and what they tell a reader who doubts it."""

import json
import re
from typing import Any

import pytest

from tests.card_contents import figure_of
from tests.given_pairs import ALL, DOWN, FALLS, NO_BASE, RISES, STAYS, UP, WEAK_RISE, listed, place
from trends.export import encode
from trends.export import tables as data_tables
from trends.figures.draw import draw
from trends.figures.palette import DARK, LIGHT, Palette
from trends.request import tables as request_tables
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import tables as mover_tables
from trends.subjects.movers import words as mover_words
from trends.words.columns import MEANINGS
from trends.words.text import markdown, plain

# Cards ----------------------------------------------------------------------------------------------------------------


def test_every_column_of_a_file_is_explained() -> None:
    columns = mover_tables.file(mover_facts.movement(listed([RISES])).shares).columns
    assert set(columns) - set(MEANINGS) == set()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_card_shows_what_moved_with_all_a_reader_needs_to_doubt_it(palette: Palette) -> None:
    found = mover_facts.movement(listed([RISES, STAYS, FALLS, WEAK_RISE]))
    card = mover_cards.shares_card(found, {"country": ["NOR"], "year": ["2024"], "survey": []}, {})
    assert card is not None
    assert [markdown(cell) for cell in card.table["What"]] == ["**Item 2**", "**Item 0**", "**Item 3**"]
    assert card.table.frame().drop(columns="Survey").to_numpy().tolist() == [
        ["Item 2", "70% (2023)", "50% (2024)", "▼ down (−20 pts)", "−26 to −14 pts", "900, then 900",
         "What worries them", "Leaders, Norway, health", "Random sample"],
        ["Item 0", "30% (2023)", "45% (2024)", "▲ up (+15 pts)", "+10 to +20 pts", "900, then 900",
         "What worries them", "Leaders, Norway, health", "Random sample"],
        ["Item 3", "5% [u] (2023)", "90% [u] (2024)", "▲ up (+85 pts)", "+52 to +94 pts", "20, then 20",
         "What worries them", "Leaders, Norway, health", "Random sample"],
    ]  # fmt: skip
    assert [markdown(cell) for cell in card.table["Survey"]] == ["[A survey](https://example.org/2024)"] * 3
    assert card.shown[["item", "before", "value", "verdict", "compared"]].to_numpy().tolist() == [
        ["Item 2", 70.0, 50.0, DOWN, 4],
        ["Item 0", 30.0, 45.0, UP, 4],
        ["Item 3", 5.0, 90.0, UP, 4],
    ]
    assert card.foot == "Base: 20–900 answered · 1 survey"
    assert card.evidence == "Random sample"
    assert [symbol[:3] for symbol in card.symbols] == ["[u]"]
    # Both editions are behind the card, whatever year was chosen.
    assert card.behind == ("findings", {"country": ["NOR"], "question": ["question_code"]})
    assert card.chart is not None
    assert draw(card.chart, palette).wide is not None
    assert 20 <= len(card.alt) <= 160


def test_where_nothing_moved_the_largest_differences_are_drawn_without_a_strong_colour() -> None:
    found = mover_facts.movement(listed([(40.0, 90, 41.0 + number, 90) for number in range(8)]))
    card = mover_cards.shares_card(found, {}, {})
    assert card is not None
    assert card.title == "Nothing moved beyond chance: 8 comparisons, all too close to call"
    assert [markdown(cell) for cell in card.table["What"]] == [f"**Item {number}**" for number in (7, 6, 5, 4, 3)]
    assert "none beyond chance" in card.subtitle
    drawn = json.loads(figure_of(card).to_json())
    assert LIGHT.accent not in json.dumps(drawn["data"])


def test_what_a_title_names_is_drawn_however_short_the_chart() -> None:
    rises = [(10.0, 900, 60.0 - number, 900) for number in range(5)]
    found = mover_facts.movement(listed([*rises, (60.0, 900, 55.0, 900)]))
    whole, short = mover_cards.shares_card(found, {}, {}), mover_cards.shares_card(found, {}, {}, 3)
    assert whole is not None
    assert short is not None
    assert "Item 0 rose" in short.title
    assert "Item 5 fell" in short.title
    # The fall is the least change of all; the rest keeps its order, and the table has every row.
    assert drawn_labels(figure_of(short)) == ["Item 0", "Item 1", "Item 5"]
    assert drawn_labels(figure_of(whole)) == [f"Item {number}" for number in range(6)]
    assert len(short.table) == 6


def test_no_card_of_shares_without_a_comparison_and_no_card_of_nothing() -> None:
    untold = mover_facts.movement(listed([NO_BASE]))
    assert mover_cards.shares_card(untold, {}, {}) is None
    assert mover_cards.places_card(untold, {}, {}) is None
    assert mover_cards.counts_card(untold, {}, {}) is None
    rest = mover_cards.rest_card(untold.untold, "untold", "Cannot tell of 1 change", {}, {})
    assert rest.table["Change"] == ["? cannot tell (base of 2023 not published)"]
    assert rest.table["Answered"] == ["[x], then 900"]
    assert "Range of the change" not in rest.table.headings


def test_equal_climbs_are_drawn_together_or_not_at_all() -> None:
    rows = [place(9, 4, item="First"), *(place(9, 7, item=f"Second {number}") for number in range(4))]
    card = mover_cards.places_card(mover_facts.movement(rows), {}, {})
    assert card is not None
    assert drawn_labels(figure_of(card)) == ["First"]
    assert len(card.table) == 5
    assert "The chart shows 1 of 5; the table has all." in card.about
    four = mover_cards.places_card(mover_facts.movement(rows[1:]), {}, {})
    assert four is not None
    assert len(drawn_labels(figure_of(four))) == 4


def test_places_say_that_no_range_can_be_given_and_which_are_shared() -> None:
    card = mover_cards.places_card(
        mover_facts.movement([place(9, 3, item="A", tied_before=True), place(1, 1, item="B")]), {}, {}
    )
    assert card is not None
    assert card.table.headings[:4] == ["What", "Before", "Now", "Change"]
    assert [[markdown(cell) for cell in list(row.values())[:4]] for row in card.table.rows()] == [
        ["**A**", "joint 9th (2023)", "3rd (2024)", "◇ moved up 6 places"]
    ]
    assert "no range can be given" in card.subtitle
    assert not any("Range" in heading for heading in card.table.headings)
    assert "1 item kept its place." in card.about
    drawn = json.loads(figure_of(card).to_json())
    # The first place stands on the right, and a list is never drawn as if it had fewer than ten places.
    assert drawn["layout"]["xaxis"]["range"] == [10, 1]
    assert {"joint 9th", "<b>3rd</b>", "10th", "1st"} <= {note["text"] for note in drawn["layout"]["annotations"]}


def test_a_list_that_stayed_as_it_was_is_a_table_without_a_chart() -> None:
    card = mover_cards.places_card(mover_facts.movement([place(1, 1, item="A")]), {}, {})
    assert card is not None
    assert (card.chart, card.alt) == (None, "")
    assert card.table["Change"] == ["= unchanged"]


def test_a_card_of_several_kinds_of_evidence_names_them_and_no_single_source() -> None:
    other = {"survey": "other", "source_url": "https://example.org/other"}
    rows = [
        *listed([RISES]),
        *listed([FALLS], evidence="self_selected", evidence_name="Self-selected", **other),
    ]
    card = mover_cards.shares_card(mover_facts.movement(rows), {}, {})
    assert card is not None
    assert card.evidence == ""
    assert card.foot == "Base: 900 answered · Self-selected and random sample · 2 surveys"
    assert (card.source.name, card.source.url) == ("each row names its own", "sources")


def test_on_a_phone_a_table_has_two_columns_and_loses_nothing() -> None:
    found = mover_facts.movement(listed([RISES]))
    wide = mover_tables.shares_table(found.shares)
    narrow = wide.folded()
    assert narrow.headings == ["What", "Change"]
    text = " ".join(markdown(cell) for cell in narrow.rows()[0].values())
    assert text == (
        "**Item 0**: What worries them. Norway, health. 30% in 2023, 45% in 2024; answered 900, then 900. Random sample; "
        "[A survey](https://example.org/2024) ▲ up (+15 pts), range +11 to +19 pts"
    )
    for part in ("Item 0", "30% in 2023", "45% in 2024", "▲ up (+15 pts)", "+11 to +19 pts", "900, then 900",
                 "What worries them", "Norway", "Random sample", "https://example.org/2024"):  # fmt: skip
        assert part in text
    assert len(wide) == len(narrow)


def drawn_labels(figure: Any) -> list[str]:
    bold = [note["text"] for note in json.loads(figure.to_json())["layout"]["annotations"]]
    return [text[3:-4] for text in bold if re.fullmatch(r"<b>(First|Second|Item).*</b>", text)]


# On the project's own evidence ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def selections(store: Store) -> list[tuple[str, str]]:
    rows = store.ask("comparable_pairs", **ALL)
    years = {str(year) for year in range(2003, 2027)}
    found = {field: set(rows[field]) for field in ("country", "sector", "survey", "theme", "kind")} | {"year": years}
    # Every second one of each field: they overlap, and whole pages with filters are tested as well.
    return [(field, code) for field, codes in found.items() for code in sorted(codes)[::2]]


def test_every_filter_gives_an_answer_and_cards_within_bounds(store: Store, selections: list[tuple[str, str]]) -> None:
    codes = set(store.ask("vocabulary")["code"])
    for field, code in selections:
        pairs = store.ask("comparable_pairs", **{**ALL, field: [code]})
        for some in mover_facts.totals_and_parts(as_rows(pairs)):
            if not some:
                continue
            found = mover_facts.movement(some)
            assert len(found.shares) + len(found.counts) + len(found.places) + len(found.barred) == len(some)
            assert found.made == len(found.moved) + len(found.close)
            said = [plain(mover_words.answer(found)), plain(mover_words.chance_words(found))]
            assert markdown(mover_words.answer(found)).endswith((".", ".**"))
            for card in (
                mover_cards.shares_card(found, {}, {}),
                mover_cards.places_card(found, {}, {}),
                mover_cards.counts_card(found, {}, {}),
            ):
                if card is None:
                    continue
                said += [plain(words) for words in (card.title, card.subtitle, card.alt, card.foot, *card.about)]
                said += [plain(cell) for column in card.table.columns for cell in column.cells]
                if card.chart is not None:
                    assert 20 <= len(card.alt) <= 160
                    assert len(figure_of(card).to_json()) <= 20 * 1024
            text = " ".join(said)
            assert "nan" not in text.split()
            assert "margin of error" not in text.lower()
            assert not codes & {word for word in re.findall(r"\b\w+\b", text) if "_" in word}


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "parquet"])
def test_what_is_shown_can_be_taken_away(store: Store, format_name: str) -> None:
    totals, _ = mover_facts.totals_and_parts(store.rows("comparable_pairs", **ALL))
    found = mover_facts.movement(totals)
    for rows in (found.shares, found.counts, found.places):
        taken = mover_tables.file(rows)
        assert len(taken) == len(rows)
        assert str(taken["base_n"].dtype) == "Int64"
        assert len(encode.encode(taken, format_name, title="Movers", about=[])) > 0


def test_both_editions_are_among_the_rows_behind_a_card(store: Store) -> None:
    pairs = store.ask("comparable_pairs", **{**ALL, "year": ["2024"], "country": ["USA"]})
    card = mover_cards.shares_card(
        mover_facts.movement(mover_facts.totals_and_parts(as_rows(pairs))[0]),
        {**ALL, "year": ["2024"], "country": ["USA"]},
        {},
    )
    assert card is not None
    assert card.behind is not None
    behind = data_tables.rows(store, request_tables.TABLES[card.behind[0]], card.behind[1])
    for year, value in (("year_before", "before"), ("year", "value")):
        shown = card.shown[["question_name", "item", year, value]].set_axis(
            ["question_name", "item", "year", "value"], axis=1
        )
        assert len(shown.merge(behind, on=["question_name", "item", "year", "value"])) == len(shown)
