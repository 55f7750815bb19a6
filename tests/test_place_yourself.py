"""The reader's own place and answers, page by page: what pages say of “you”, and that no address tells whose it is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from tests.drawn import charts_of, tables_of
from tests.hostile_words import HOSTILE
from tests.reading import reading
from tests.sheet import choose, place, set_own, told
from tests.test_pages import drawn, open_page, shown
from trends.paths import ROOT
from trends.request.place import MARK
from trends.store.store import Store
from trends.ui.kept_place import KEPT_WHERE
from trends.ui.session import OWN_FIELDS

PAGES = (
    "overview", "themes", "sectors", "priorities", "concerns", "countries", "places", "bodies", "movers", "cases",
)  # fmt: skip
COUNTRY, SECTOR, SIZE = "Japan", "Local government", "Cities"
PLACE = "Japan, local government"


@pytest.fixture(scope="module", autouse=True)
def _evidence(store: Store, store_cache: Path) -> Iterator[None]:
    """Let the pages of this module read the store that all tests share."""
    with reading(store, store_cache):
        yield


def placed(name: str, country: str = COUNTRY, sector: str = SECTOR, **address: list[str]) -> AppTest:
    """Open a page and choose a place, as a reader does."""
    app = open_page(name, **address)
    if country:
        set_own(app, "country", country)
    if sector:
        set_own(app, "sector", sector)
    return app


def said_of_you(app: AppTest) -> list[str]:
    return [element.value for element in app.main.markdown if "**You**" in element.value]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_you_of_the_place_and_nothing_without_one(name: str) -> None:
    app = drawn(open_page(name))
    assert said_of_you(app) == []
    assert place(app) == "Your place"
    set_own(app, "country", COUNTRY)
    set_own(app, "sector", SECTOR)
    (said,) = said_of_you(drawn(app))
    assert f"**You** · {PLACE}. " in said
    assert place(app) == f"Your place: {PLACE}"


def say_of_you(name: str) -> None:
    """A page that says something of the reader's own answers; it runs by itself, so it imports what it needs."""
    from trends.ui import layout  # noqa: PLC0415 - see above
    from trends.words.text import say  # noqa: PLC0415 - see above

    layout.own(say("You name {}, no more.", name))


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_look_like_markup_are_words_in_what_is_said_of_you(name: str) -> None:
    (said,) = AppTest.from_function(say_of_you, args=(name,)).run().main.markdown
    (block,) = [part for part in MarkdownIt("commonmark", {"html": True}).parse(said.value) if part.type == "inline"]
    assert block.children is not None
    made = [part.content or part.type for part in block.children if part.type != "text"]
    assert made == ["strong_open", "strong_close"]


@pytest.mark.parametrize("name", PAGES)
def test_no_address_holds_the_place(name: str) -> None:
    app = placed(name)
    set_own(app, "size", SIZE)
    # What the page shows because of it stands there, see ``test_address_carries.py``; not whose it is.
    assert not set(app.query_params) & {*OWN_FIELDS.values()}
    # Whoever opens the same address without the place sees it without “you”.
    address = {field: app.query_params[field] for field in app.query_params}
    assert said_of_you(open_page(name, **address)) == []
    # An address cannot set it either.
    forged = open_page(name, **{key: [COUNTRY] for key in OWN_FIELDS.values()})
    assert said_of_you(drawn(forged)) == []


def test_the_place_stays_from_page_to_page_until_it_is_forgotten() -> None:
    app = placed("overview")
    for name in ("movers", "countries"):
        app.switch_page(f"{name}.py").run()
        (said,) = said_of_you(drawn(app))
        assert PLACE in said
    assert told(app)["place"]["forgets"]
    app.main.button(key="chip_own").click().run()
    assert said_of_you(drawn(app)) == []
    assert place(app) == "Your place"
    assert not told(app)["place"]["forgets"]


def test_the_box_says_where_the_place_is_kept() -> None:
    assert any(KEPT_WHERE in text for text in shown(open_page("overview")))


@pytest.mark.parametrize(
    "held",
    [
        {"my_country": "Atlantis", "my_sector": "Piracy", "my_size": "Crews"},
        {"my_country": "Several countries"},
        {"my_country": "JPN"},
        {"my_size": SIZE},
    ],
)
def test_what_is_no_place_counts_as_none(held: dict[str, str]) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120)
    app.switch_page("countries.py")
    for key, value in held.items():
        app.session_state[key] = value
    assert said_of_you(drawn(app.run())) == []


def test_sizes_are_those_of_the_country_and_sector() -> None:
    app = placed("overview", sector="")
    assert SIZE in told(app)["place"]["sizes"]
    set_own(app, "size", SIZE)
    assert place(app) == "Your place: Japan, cities"
    # Where the country has no such kind of body, there is none to choose.
    set_own(app, "country", "New Zealand")
    assert place(app) == "Your place: New Zealand"
    set_own(app, "country", None)
    assert told(app)["place"]["sizes"] == []
    assert OWN_FIELDS["size"] not in {field["name"] for field in told(app)["place"]["fields"]}


def test_the_countries_page_highlights_the_own_country_as_if_chosen() -> None:
    app = placed("countries", country="Kenya", sector="")
    (said,) = said_of_you(app)
    assert " of 193 countries" in said
    assert any(element.value.startswith("**Kenya is ") for element in app.main.markdown)
    assert "Your country, Kenya, is highlighted among all others." in [each.value for each in app.main.caption]
    assert app.session_state["country"] == []
    # The filter prevails: another country stands out, and “you” are still told.
    choose(app, "country", ["Norway"])
    (said,) = said_of_you(drawn(app))
    assert "You are " in said
    assert any(element.value.startswith("**Norway is ") for element in app.main.markdown)


def test_lists_open_with_one_of_the_own_place() -> None:
    app = placed("concerns", country="Norway", sector="Local government")
    assert app.main.get_by_key("place").value == "Norway · Local government"  # type: ignore[union-attr]
    labels = [text for chart in charts_of(app) for text in texts_of(chart)]
    # Where the slices are of several years, each says its own.
    assert [label for label in labels if re.fullmatch(r"You: Local government( · \d{4})?", label)]
    # What a reader asked for in the address stays.
    question = app.main.get_by_key("question").options[-1]  # type: ignore[union-attr]
    app = placed("concerns", country="Norway", question=[question])
    assert app.main.get_by_key("question").value == question  # type: ignore[union-attr]


def texts_of(chart: dict[str, Any]) -> list[str]:
    figure = json.loads(chart["figure"])
    found = [text for trace in figure["data"] for text in trace.get("text") or []]
    return [str(text).replace("<br>", " ") for text in found]


def test_the_own_kind_of_body_is_marked_among_the_parts() -> None:
    # A page that is open already keeps the parts it shows; one that is opened later shows those of the own kind.
    app = placed("overview")
    set_own(app, "size", SIZE)
    app.switch_page("bodies.py").run()
    (said,) = said_of_you(drawn(app))
    assert "City, your kind of body: " in said
    assert [text for chart in charts_of(app) for text in texts_of(chart) if MARK in text]


def test_cases_can_be_filtered_by_the_place() -> None:
    app = placed("cases", country="United Kingdom", sector="Health")
    app.main.get_by_key("own_cases").click().run()  # type: ignore[union-attr]
    assert app.session_state["country"] == ["United Kingdom"]
    assert app.session_state["sector"] == ["Health"]
    assert not [button for button in drawn(app).main.button if button.key == "own_cases"]


@pytest.mark.parametrize("name", ["priorities", "concerns"])
def test_named_items_are_marked_and_compared_and_forgotten(name: str) -> None:
    app = open_page(name, theme=["Cyber resilience"])
    (asked,) = [element for element in app.main.multiselect if element.label == "What would you name?"]
    item = asked.options[0]
    asked.set_value([item]).run()
    (said,) = said_of_you(drawn(app))
    assert "**You** name 1 of " in said
    table = tables_of(app)[0]
    assert table.set_index("Item")["You"].to_dict()[item] == MARK
    (chart, *_) = charts_of(app)
    assert [text for text in texts_of(chart) if MARK in text]
    assert chart["alt"].endswith("You name 1.")
    assert set(app.query_params) <= {"theme"}
    assert told(app)["place"]["forgets"]
    set_own(app, "country", COUNTRY)
    app.main.button(key="chip_own").click().run()
    assert said_of_you(drawn(app)) == []
    assert "You" not in tables_of(app)[0]


def test_an_own_answer_is_marked_and_compared() -> None:
    app = open_page("bodies")
    (asked,) = [element for element in app.main.selectbox if element.label == "Your answer"]
    answer = asked.options[0]
    asked.set_value(answer).run()
    (said,) = said_of_you(drawn(app))
    assert f"**You** answered “{answer}”, as " in said
    assert MARK in tables_of(app)[0]["You"].tolist()
    # A long answer is shortened in words on a chart.
    assert re.search(rf"You: {re.escape(answer.split()[0])}.*\.$", charts_of(app)[0]["alt"])
    assert dict(app.query_params) == {}


def test_an_own_number_is_checked_and_compared() -> None:
    name = "Belgian smart city barometer: Weight of factors in municipal strategy"
    app = open_page("priorities", question=[name])
    inputs = list(app.main.number_input)
    assert len(inputs) == 3
    assert all(each.min == 0 and "Published here: " in each.help for each in inputs)
    inputs[0].set_value(3.5).run()
    (said,) = said_of_you(drawn(app))
    assert "**You** enter " in said
    assert "no verdict is given" in said
    assert f"{MARK}: 3.5" in tables_of(app)[0]["You"].tolist()
    assert charts_of(app)[0]["alt"].endswith("You: 3.5.")


def test_a_link_from_one_page_to_another_sets_the_filters_it_names() -> None:
    """Streamlit keeps what a bound choice held; the address of a link must prevail, and a bare one change nothing."""
    app = open_page("overview")
    app.query_params["theme"] = ["Cyber resilience"]
    app.switch_page("concerns.py").run()
    assert app.session_state["theme"] == ["Cyber resilience"]
    app.query_params.clear()
    app.switch_page("movers.py").run()
    assert app.session_state["theme"] == ["Cyber resilience"]
