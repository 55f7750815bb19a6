"""An address carries everything that decides what a page shows: a fresh reader who opens it sees the same."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from tests import sheet
from tests.drawn import charts_of, tables_alone
from tests.reading import opened, words_below_filters
from trends.export.parameters import PAGE_CHOICES
from trends.paths import ROOT
from trends.request.filters import SHARED_FIELDS, Filters
from trends.request.request import Request
from trends.subjects.lists import view as list_view
from trends.subjects.registry import PAGES
from trends.ui.filters import OWN_ANSWER
from trends.ui.session import OWN_FIELDS

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

CHOICES = {*SHARED_FIELDS, *PAGE_CHOICES, "search", "body", "find", "case"}
KINDS = ("selectbox", "multiselect", "toggle", "button_group", "text_input", "number_input")
SAID = ("title", "header", "subheader", "markdown", "caption")
WORDS = "a"


def widgets(app: AppTest) -> dict[str, Any]:
    """Return every choice of a page by its key."""
    return {str(each.key): each for kind in KINDS for each in app.get(kind)}


def open_address(page: str, address: dict[str, list[str]]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120).switch_page(f"{page}.py")
    for name, values in address.items():
        app.query_params[name] = values
    return app.run()


def seen(app: AppTest) -> dict[str, Any]:
    """Return what a reader sees of a page: its words, tables, figures, and what its choices hold."""
    assert [error.value for error in app.exception] == []
    return {
        "words": [each.value for kind in SAID for each in app.main.get(kind)],
        "tables": [table.to_csv() for table in tables_alone(app)],
        "figures": [(chart["title"], chart["figure"]) for chart in charts_of(app)],
        "choices": {key: each.value for key, each in widgets(app).items() if key in CHOICES},
        "filters": sheet.told(app)["chosen"],
    }


# What is typed here offers ways on, and is gone once one is taken.
FINDERS = {"find_body", "find_beside"}


@pytest.mark.parametrize("page", PAGES)
def test_every_choice_of_a_page_stands_in_its_address(page: str) -> None:
    app = opened(f"{page}.py")
    keys = {key for key in widgets(app) if not key.startswith(OWN_ANSWER)} - {*OWN_FIELDS.values()}
    keys -= FINDERS
    assert keys <= CHOICES, f"Of {page} no address would hold {keys - CHOICES}."
    for key in keys - {"collection"}:
        assert getattr(widgets(app)[key].proto, "query_param_key", "") == key


def choose(app: AppTest, chosen: Any, data: st.DataObject) -> None:
    """Let a reader choose something, and the address say so as a browser does: what is untouched it does not name."""
    kind, key = chosen.type, chosen.key
    if kind == "toggle":
        value, untouched = not chosen.value, chosen.proto.default
    elif kind == "text_input":
        value, untouched = WORDS, chosen.proto.default
    else:
        value = data.draw(st.sampled_from(sorted(chosen.options)))
        at = chosen.proto.default
        untouched = "" if kind == "multiselect" else chosen.options[at[0] if kind == "button_group" else at]
    if value == untouched:
        app.query_params.pop(key, None)
    else:
        app.query_params[key] = [str(value)]
    chosen.set_value([value] if kind == "multiselect" else value).run()
    # When a run has ended, Streamlit takes out of the address what no widget of the page is bound to any more.
    for name in set(app.query_params) - set(widgets(app)) - set(SHARED_FIELDS):
        del app.query_params[name]


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=2, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whoever_opens_the_address_of_a_page_sees_the_same(page: str, data: st.DataObject) -> None:
    app = opened(f"{page}.py")
    options = sheet.told(app)["options"]
    for _ in range(2):
        found = {key: each for key, each in widgets(app).items() if key in CHOICES}
        key = data.draw(st.sampled_from([*SHARED_FIELDS, *sorted(found)]))
        if key in SHARED_FIELDS:
            sheet.choose(app, key, [data.draw(st.sampled_from(options[key]))])
        else:
            choose(app, found[key], data)
    address = {name: app.query_params[name] for name in app.query_params}
    assert seen(open_address(page, address)) == seen(app), address


@pytest.mark.parametrize("page", ["sectors", "priorities", "concerns", "places", "bodies"])
def test_what_a_page_shows_because_of_the_place_stands_in_its_address(page: str) -> None:
    app = opened(f"{page}.py")
    # What the page opens with may be of one of them anyway.
    for country in ("Japan", "United Kingdom"):
        for field, name in (("country", country), ("sector", "Health")):
            sheet.set_own(app, field, name)
        if address := {name: app.query_params[name] for name in app.query_params}:
            break
    assert address
    assert not set(address) & {*OWN_FIELDS.values()}
    fresh = open_address(page, address)
    assert seen(fresh)["choices"] == seen(app)["choices"]
    assert seen(fresh)["words"][0] == seen(app)["words"][0]
    # What the place alone chose goes with it.
    app.main.button(key="chip_own").click().run()
    assert dict(app.query_params) == {}


def test_the_lists_of_a_sector_are_those_of_its_address_whatever_the_place(shipped_request: Request) -> None:
    of_sector = replace(shipped_request, filters=Filters(sector=("local_government",)))
    slices = [each for held in list_view.offered_questions(of_sector, "priority").values() for each in held.values()]
    other = next(each.country for each in slices if each.country != slices[0].country)
    app = opened("sectors.py", branch="local_government")
    sheet.set_own(app, "country", shipped_request.vocabulary.name("country", other))
    fresh = open_address("sectors", {name: app.query_params[name] for name in app.query_params})
    assert charts_of(app)
    for part in ("tables", "figures", "choices"):
        assert seen(fresh)[part] == seen(app)[part]


@pytest.mark.parametrize(
    ("page", "address", "said"),
    [
        ("priorities", {"question": "Gold"}, "Gold is no question to choose here; it was left out."),
        ("priorities", {"place": "Moon"}, "Moon is no place to choose here; it was left out."),
        ("themes", {"topic": "alchemy"}, "alchemy is no theme to choose here; it was left out."),
        ("countries", {"peers": "Atlantis"}, "Atlantis is no group of countries to choose here; it was left out."),
        ("places", {"with": "Atlantis"}, "Atlantis is no place to choose here; it was left out."),
        ("cases", {"outcome": "fame", "rows": "7"}, "fame is no kind of outcome to choose here; it was left out."),
        ("sources", {"section": "Cellar"}, "Cellar is no section to choose here; it was left out."),
        ("movers", {"people": "Kings"}, "Kings is no choice of whose answers to choose here; it was left out."),
    ],
)
def test_what_no_choice_of_a_page_offers_is_said(page: str, address: dict[str, str], said: str) -> None:
    app = opened(f"{page}.py", **address)
    assert [error.value for error in app.exception] == []
    assert said in words_below_filters(app)[0].value
    assert words_below_filters(app)[0].value.count("left out") == len(address)


def test_what_a_choice_left_out_leaves_no_warning_in_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Streamlit warns once a process of a choice that has a default and is set besides.
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)
    app = opened("themes.py", topic="alchemy")
    held = app.main.get_by_key("topic")
    assert held.proto.default > 0  # type: ignore[union-attr]
    held.set_value(held.options[0]).run()  # type: ignore[union-attr]
    assert "Session State API" not in caplog.text


def test_codes_and_other_spellings_of_a_choice_are_no_fault() -> None:
    app = opened("themes.py", topic="cyber_resilience")
    assert app.main.get_by_key("topic").value == "Cyber resilience"  # type: ignore[union-attr]
    assert not [each for each in app.main.markdown if "it was left out" in each.value]


def test_the_note_on_a_choice_goes_when_the_reader_chooses() -> None:
    app = opened("countries.py", peers="Atlantis")
    asked = app.main.get_by_key("peers")
    assert "left out" in words_below_filters(app)[0].value
    asked.set_value(asked.options[-1]).run()  # type: ignore[union-attr]
    assert "left out" not in words_below_filters(app)[0].value


def test_the_item_to_compare_stands_in_the_address_and_an_unknown_one_is_said(shipped_request: Request) -> None:
    question, items = next(
        (name, items)
        for name, slices in list_view.offered_questions(shipped_request, "concern").items()
        if len(items := list_view.items_elsewhere(shipped_request, next(iter(slices.values())))) > 1
    )
    app = opened("concerns.py", question=question, item=items[1])
    assert app.main.get_by_key("item").value == items[1]  # type: ignore[union-attr]
    assert app.query_params["item"] == items[1]
    app = opened("concerns.py", question=question, item="Gold")
    assert "Gold is no item to choose here; it was left out." in words_below_filters(app)[0].value
