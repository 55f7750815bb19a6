"""An address carries everything that decides what a page shows: a fresh reader who opens it sees the same."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.drawn import charts_of
from tests.reading import opened
from trends.paths import ROOT
from trends.request.filters import SHARED_FIELDS
from trends.subjects.registry import PAGES
from trends.ui.session import OWN_FIELDS
from trends.ui.sidebar import OWN_ANSWER
from trends.ui.unknown import PAGE_CHOICES

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

CHOICES = {*SHARED_FIELDS, *PAGE_CHOICES, "search", "body", "find", "case"}
# Choices that only show more of the same, or that no address may hold.
NOT_CARRIED = {*OWN_FIELDS.values()}
KINDS = ("selectbox", "multiselect", "toggle", "button_group", "text_input", "number_input")
WORDS = "a"


def widgets(app: AppTest) -> dict[str, Any]:
    """Return every choice of a page by its key."""
    return {str(each.key): each for kind in KINDS for each in app.get(kind)}


def open_address(page: str, address: dict[str, list[str]]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).switch_page(f"{page}.py")
    for name, values in address.items():
        app.query_params[name] = values
    return app.run()


def seen(app: AppTest) -> dict[str, Any]:
    """Return what a reader sees of a page: its words, tables, figures, and what its choices hold."""
    assert [error.value for error in app.exception] == []
    return {
        "words": [each.value for kind in ("title", "header", "subheader", "markdown", "caption") for each in app.main.get(kind)],
        "tables": [each.value.to_csv() for each in app.main.table],
        "figures": [(chart["title"], chart["figure"]) for chart in charts_of(app)],
        "choices": {key: each.value for key, each in widgets(app).items() if key in CHOICES},
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_choice_of_a_page_stands_in_its_address(page: str) -> None:
    app = opened(f"{page}.py")
    keys = {key for key in widgets(app) if not key.startswith(OWN_ANSWER)} - NOT_CARRIED
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


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=2, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whoever_opens_the_address_of_a_page_sees_the_same(page: str, data: st.DataObject) -> None:
    app = opened(f"{page}.py")
    for _ in range(2):
        found = {key: each for key, each in widgets(app).items() if key in CHOICES}
        choose(app, found[data.draw(st.sampled_from(sorted(found)))], data)
    address = {name: app.query_params[name] for name in app.query_params}
    assert seen(open_address(page, address)) == seen(app), address
