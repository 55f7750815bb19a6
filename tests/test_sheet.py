"""What the sheet of filters tells the browser, and what it takes from it: nothing but what can be chosen."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from tests import sheet
from tests.connected import Reader
from tests.reading import opened
from tests.serving import Server
from trends.request.filters import SHARED_FIELDS
from trends.ui.session import OWN_FIELDS

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["country", "year", "x"]), inner),
    max_leaves=6,
)
SAID = JSON | st.fixed_dictionaries(
    {},
    optional={
        "chosen": st.dictionaries(st.sampled_from(SHARED_FIELDS), JSON, max_size=3) | JSON,
        "place": st.dictionaries(st.sampled_from(sorted(OWN_FIELDS.values())), JSON, max_size=3) | JSON,
        "turn": JSON,
    },
)


def taking(event: str, said: object) -> None:
    """A page that takes what a browser sent; it runs by itself, so it imports what it needs."""
    from trends.ui import filters, kept_place, session  # noqa: PLC0415 - see above

    {"chosen": filters.take, "placed": filters.take_place, "handed": kept_place.take_late}[event](said)
    session.request()


def took(event: str, said: object) -> AppTest:
    app = AppTest.from_function(taking, args=(event, said)).run()
    assert [error.value for error in app.exception] == []
    return app


def test_the_fields_take_what_they_offer_in_its_order_and_leave_out_what_they_do_not() -> None:
    chosen = {"country": ["Norway", "Atlantis", "Denmark", "NOR"], "sector": "Health", "planet": ["Mars"]}
    state = took("chosen", {"chosen": chosen, "turn": 3}).session_state
    assert state["country"] == ["Denmark", "Norway"]
    assert "sector" not in state
    assert "planet" not in state


def test_the_own_place_takes_what_can_be_chosen_and_an_empty_one_is_none() -> None:
    held = {"my_country": "Japan", "my_sector": "Piracy", "my_size": "Cities"}
    state = took("placed", {"place": held, "turn": 1}).session_state
    assert [state[key] for key in OWN_FIELDS.values()] == ["Japan", None, "Cities"]
    assert took("placed", {"place": {"my_country": ""}}).session_state["my_country"] is None


@settings(max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(event=st.sampled_from(["chosen", "placed", "handed"]), said=SAID)
def test_whatever_a_browser_sends_nothing_is_held_that_cannot_be_chosen(event: str, said: Any) -> None:
    state = took(event, said).session_state
    options = (
        sheet.told(opened("accessibility.py"))["options"] if any(field in state for field in SHARED_FIELDS) else {}
    )
    for field in SHARED_FIELDS:
        assert field not in state or set(state[field]) <= set(options[field])
    assert "my_country" not in state or state["my_country"] in {None, "Japan"} | set(
        sheet.told(opened("accessibility.py"))["options"]["my_country"]
    )


def test_the_sheet_offers_what_has_evidence_and_says_what_is_left() -> None:
    told = sheet.told(opened("sources.py", country="Norway"))
    assert told["chosen"] == {"country": ["Norway"], "sector": [], "theme": [], "survey": [], "year": []}
    assert {field["name"] for field in told["fields"]} == set(SHARED_FIELDS)
    assert set(told["options"]) == {*SHARED_FIELDS, "my_country", "my_sector", "spans"}
    assert told["status"].startswith("Showing ")
    assert told["status"].endswith(": Norway.")
    assert told["clears"]
    assert told["leaves"] is None


def test_what_each_choice_would_leave_is_counted_when_it_is_looked_at() -> None:
    app = opened("sources.py", country="Norway")
    app.session_state["filters_leaves"] = True
    tables = {table["label"]: dict(table["rows"]) for table in sheet.told(app.run())["leaves"]}
    # Under the country alone, a sector would leave what country and sector leave together.
    sector, figures = next(iter(tables["Sector"].items()))
    both = sheet.status(opened("sources.py", country="Norway", sector=sector))
    assert both.startswith(f"Showing {figures} figure")


def test_a_choice_is_told_by_the_address_and_options_are_sent_once(server: Server) -> None:
    async def chosen() -> tuple[list[ForwardMsg], list[ForwardMsg]]:
        reader = await Reader.on(server, "sources")
        opened_with = reader.messages
        await reader.choose({"country": ["Norway", "Denmark"]})
        told = reader.messages
        await reader.leave()
        return opened_with, told

    first, then = asyncio.run(chosen())
    assert sent(first)["options"]
    assert sent(then)["options"] is None
    assert sent(then)["chosen"]["country"] == ["Denmark", "Norway"]
    assert addresses(then)[-1] == "country=Denmark&country=Norway"


def test_a_choice_taken_back_at_once_leaves_the_address_whatever_the_browser_says_it_is(server: Server) -> None:
    async def choosing() -> list[list[ForwardMsg]]:
        # This reader never says what its address is, as a browser that has not heard of its first choice yet.
        reader = await Reader.on(server, "sources")
        told = []
        for names in (["Norway"], [], ["Norway"]):
            await reader.choose({"country": names})
            told.append(reader.messages)
        await reader.leave()
        return told

    there, gone, again = map(addresses, asyncio.run(choosing()))
    assert there[-1] == again[-1] == "country=Norway"
    assert gone[-1] == ""


def test_every_message_is_whole_whatever_a_browser_says_it_holds(server: Server) -> None:
    """One named alone is lost where presses follow each other so fast that the browser has let go of it meanwhile."""

    async def drawn_again() -> list[ForwardMsg]:
        reader = await Reader.on(server, "priorities")
        await reader.choose({"country": []})
        await reader.leave()
        return reader.messages

    told = asyncio.run(drawn_again())
    assert max(each.ByteSize() for each in told) > 10_000
    assert [each.WhichOneof("type") for each in told if each.ref_hash] == []


def test_a_tab_that_was_open_while_the_server_began_anew_loses_no_choice(server: Server) -> None:
    async def begun() -> list[ForwardMsg]:
        reader = await Reader.on(server, "sources")
        assert await reader.begins_anew(server, {"country": ["Norway"]})
        await reader.leave()
        return reader.messages

    told = sent(asyncio.run(begun()))
    assert told["chosen"]["country"] == ["Norway"]
    assert told["status"].endswith(": Norway.")


def addresses(messages: list[ForwardMsg]) -> list[str]:
    """Return what the browser was told that its address says."""
    return [each.page_info_changed.query_string for each in messages if each.WhichOneof("type") == "page_info_changed"]


def sent(messages: list[ForwardMsg]) -> dict[str, Any]:
    """Return what the sheet was last drawn from."""
    drawn = [
        each.delta.new_element.bidi_component
        for each in messages
        if each.WhichOneof("type") == "delta" and each.delta.new_element.WhichOneof("type") == "bidi_component"
    ]
    told: dict[str, Any] = json.loads([each.json for each in drawn if each.component_name == sheet.COMPONENT][-1])
    return told
