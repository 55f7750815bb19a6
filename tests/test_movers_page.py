"""The page on what rose and fell: what it says and draws, and what a leader may ask on Monday."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import tiny_evidence
from tests.serving import Server, Visitor, running
from tests.test_pages import drawn, nothing_fits, open_page
from trends.request.filters import Filters
from trends.request.place import Self
from trends.request.request import NO_CHOICES, Request
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import view
from trends.subjects.movers.view import MOST_PROMPTS
from trends.words.text import plain

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

HEADING = "What to ask on Monday"


def grow_the_register(data: Path) -> None:
    """Let 20 of 20 bodies stand behind the shares of the register, so that they are complete counts that compare."""
    for year in ("2023", "2024"):
        tiny_evidence.change(data, "findings", f"strategy-{year[2:]}-gbr", "base_n", "20")
        for column in ("base_n", "population"):
            tiny_evidence.change(data, "waves", ("body_register", year), column, "20")


@pytest.fixture
def counted(tiny: Path, changed: Callable[[], Store]) -> Request:
    """What a reader asks with of evidence that holds a complete count."""
    grow_the_register(tiny)
    return Request(Version(changed()))


def test_the_page_asks_on_the_themes_of_what_moved_most_one_question_each(store: Store) -> None:
    app = drawn(open_page("movers"))
    assert HEADING in [heading.value for heading in app.main.header]
    lists = [re.findall(r"^- \*\*(.+):\*\* (.+\?)$", each.value, re.MULTILINE) for each in app.main.markdown]
    (asked,) = [each for each in lists if each]

    pairs = store.ask("comparable_pairs", country=[], sector=[], year=[], survey=[], theme=[], kind=[])
    found = mover_facts.movement(mover_facts.totals_and_parts(as_rows(pairs))[0])
    rows = [*found.firm, *mover_facts.moved(found.places), *mover_facts.moved(found.counts)]
    listed = store.ask("vocabulary")
    codes = dict(zip(listed["name"], listed["code"], strict=True))
    expected = []
    for name in dict.fromkeys(row["theme_name"] for row in rows):
        prompts = store.ask("theme_prompts", theme=[codes[name]])["prompt"].tolist()
        # A theme nobody wrote a question for is passed over.
        expected += [(name, prompts[0])] if prompts else []
    assert asked == expected[:MOST_PROMPTS]
    assert asked


def test_where_nothing_moved_nothing_is_asked(store: Store) -> None:
    app = drawn(open_page("movers", **nothing_fits(store)))
    assert HEADING not in [heading.value for heading in app.main.header]


def test_the_contents_are_the_cards_of_the_page_in_its_order(counted: Request) -> None:
    held = view.contents(counted, NO_CHOICES)
    assert held.question == view.QUESTION
    # From ten bodies on a complete count may be named.
    assert plain(held.answer).startswith(
        "In complete counts, as counted and not tested, Has a strategy rose, from 50% in 2023 to 100% in 2024"
    )
    assert "Nothing moved beyond chance: 5 comparisons, all too close to call." in plain(held.answer)
    assert held.you == ""
    assert [number for _, number, _ in held.key_figures] == ["5", "0", "5", "0"]
    counts, shares, close, places = held.cards
    # What is exact stands first.
    assert [made.key for made in held.cards] == ["counts", "shares", "close", "places"]
    assert [made for made in held.cards if made.chart is None] == [close]
    found = view.chosen_movement(counted, NO_CHOICES)
    assert found is not None
    assert shares is view.shares_card(counted, found)
    for made in (shares, close, places, counts):
        assert made.receipt is not None
        again = counted.store.ask(made.receipt.query, **made.receipt.parameters)
        assert set(made.shown["item"]) <= set(again["item"])


def test_complete_counts_are_drawn_where_there_is_nothing_else(counted: Request) -> None:
    chosen = replace(counted, filters=Filters(survey=("body_register",)))
    (made,) = view.contents(chosen, NO_CHOICES).cards
    assert (made.key, made.chart is not None) == ("counts", True)


def test_shares_of_under_ten_bodies_are_compared_nowhere(tiny_request: Request) -> None:
    alone = replace(tiny_request, filters=Filters(survey=("body_register",)))
    assert list(view.contents(alone, NO_CHOICES).cards) == []
    assert [made.key for made in view.contents(tiny_request, NO_CHOICES).cards] == ["shares", "close", "places"]


def test_lists_of_the_rest_are_cards_with_all_their_rows(tiny_request: Request) -> None:
    found = view.chosen_movement(tiny_request, NO_CHOICES)
    assert found is not None
    close = view.close_card(tiny_request, found)
    assert close is not None
    assert (close.title, len(close.table)) == ("5 comparisons are too close to call", 5)
    assert view.untold_card(tiny_request, found) is None


def test_filters_that_leave_nothing_leave_the_question_and_the_ways_out(tiny_request: Request) -> None:
    nothing = replace(tiny_request, filters=Filters(year=("2023",), survey=("council_survey",)))
    held = view.contents(nothing, NO_CHOICES)
    assert (held.question, held.answer, list(held.cards)) == (view.QUESTION, "", [])
    assert view.ways_out(nothing) == {"year": 5}


def test_the_contents_tell_the_readers_own_place(counted: Request) -> None:
    mine = replace(counted, place=Self(country="GBR", country_name="United Kingdom"))
    assert plain(view.contents(mine, NO_CHOICES).you).startswith("Of 8 comparisons here, 8 are of your country")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("movers_page")
    data = tiny_evidence.write(folder / "data")
    grow_the_register(data)
    tiny_evidence.append(
        data, "findings", "barriers-24-gbr-skills-london", finding_id="london-23", year="2023", value="60"
    )
    with running(folder, DIGITAL_TRENDS_DATA=str(data), DIGITAL_TRENDS_CACHE=str(folder / "cache")) as started:
        yield started


def page(server: Server, **parameters: list[str]) -> Visitor:
    reader = Visitor(server)
    reader.open("movers", parameters)
    assert not reader.elements("exception"), reader.elements("exception")
    return reader


def said(reader: Visitor) -> str:
    return "\n".join(reader.texts())


def test_untouched_the_page_answers_first_and_draws_what_was_counted_before_the_rest(server: Server) -> None:
    reader = page(server)
    assert "**Nothing moved beyond chance: 5 comparisons, all too close to call.**" in said(reader)
    assert "5 comparisons were made." in said(reader)
    assert "Regions and kinds of body are left out" in said(reader)
    assert len(reader.charts()) == 3
    assert [each["props"]["body"] for each in reader.elements("header")][:3] == [
        "Complete counts",
        "Shares of those who answered",
        "Places as published",
    ]


def test_parts_are_shown_on_demand_and_alone(server: Server) -> None:
    reader = page(server, people=["Parts of them"])
    assert "**Nothing moved beyond chance: the one comparison is too close to call.**" in said(reader)
    assert "Leaders of councils, the United Kingdom, London" in " ".join(table.to_string() for table in reader.tables())


def test_tables_of_the_rest_are_made_once_they_are_opened(server: Server) -> None:
    reader = page(server, year=["2022"])
    before = len(reader.tables_alone())
    assert "Cannot tell of 1 change: a base was not published" in said(reader)
    reader.set(movers_untold=True)
    assert not reader.elements("exception")
    assert len(reader.tables_alone()) == before + 1


def test_junk_in_the_address_changes_nothing(server: Server) -> None:
    told = said(page(server, people=["everyone"], year=["soon"], country=["Narnia"]))
    # What was left out is said above, and the page below is as it is without.
    assert "Narnia is no country of this evidence; it was left out of the filters." in told
    # The filters stand above the note, and the page itself begins with its question. A choice below a card is in the
    # card's link once it has been drawn.
    below, without = (re.sub(r"'chosen': \{.*?\}, ", "", each) for each in (told, said(page(server))))
    assert below.endswith(without[without.index(view.QUESTION) :])


def test_where_nothing_compares_the_page_says_so_and_offers_a_way_out(server: Server) -> None:
    reader = page(server, year=["2023"])
    assert "No figure was published twice in the same way for 2023, so nothing can be compared." in said(reader)
    buttons = [str(each["props"].get("label")) for each in reader.elements("button")]
    assert "Show all years (9 comparisons)" in buttons
    assert not reader.charts()
