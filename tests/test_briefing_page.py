"""The page of a briefing: its address holds it, its buttons change it, and what is ready asks the pages themselves."""

import html
import re
from datetime import date
from urllib.parse import parse_qsl

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.drawn import parts_of
from tests.reading import EVIDENCE, opened
from trends.export import briefing_link
from trends.export.briefing import LONGEST_NOTE, LONGEST_TITLE, briefing_of, finding_of
from trends.export.ready_made import MOST_CARDS, find, ready_made, references
from trends.request.request import Request, request_of
from trends.serve import briefings
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

DAY = date(2026, 1, 2)
TWO = ["movers/shares", "countries/standing?country=New+Zealand"]


def shown(app: AppTest) -> list[str]:
    assert [error.value for error in app.exception] == []
    return [header.value for header in app.main.header]


def held(app: AppTest) -> tuple[list[tuple[str, str]], str]:
    # A test's own address gives a single value as a text.
    given = {name: app.query_params.get(name, []) for name in briefing_link.PARAMETERS}
    listed, title, _ = briefing_link.read({k: [v] if isinstance(v, str) else v for k, v in given.items()})
    return listed, title


def test_address_holds_findings_in_order_with_notes() -> None:
    """What the address names is drawn in its order, and moving, noting and removing change the address."""
    app = opened("briefing.py", finding=TWO, note=["2: for the board", "9:on nothing"])
    titles = [plain(finding_of(reference).card.title) for reference in TWO]
    assert [header.replace("\\", "") for header in shown(app)] == titles
    assert [area.value for area in app.main.text_area] == ["", "for the board"]
    app.main.button(key="Down_0").click().run()
    assert held(app)[0] == [(TWO[1], "for the board"), (TWO[0], "")]
    app.main.text_area[1].set_value("why so?").run()
    assert held(app)[0][1] == (TWO[0], "why so?")
    app.main.text_input[0].set_value("For Monday").run()
    assert held(app)[1] == "For Monday"
    app.main.button(key="Remove_0").click().run()
    assert held(app)[0] == [(TWO[0], "why so?")]
    app.main.button(key="empty_briefing").click().run()
    assert (shown(app), held(app)) == ([], ([], briefing_link.DEFAULT_TITLE))


def files_of(app: AppTest) -> str:
    return next(each.proto.body for each in app.get("html") if "briefing-files" in each.proto.body)


def test_what_has_no_room_or_stands_twice_is_said_as_files_say_it() -> None:
    """A note and a title that are too long, a finding under two of its names, a note on none: page and file say it."""
    references = ["countries/standing?country=NZL", TWO[1], TWO[0]]
    note = "word " * (LONGEST_NOTE // 5 + 20)
    given = {"finding": references, "note": [f"3:{note}", "8:on nothing"], "title": ["Long " * LONGEST_TITLE]}
    app = opened("briefing.py", **given)
    said = " ".join(warning.value for warning in app.main.warning).replace("\\", "")
    assert len(shown(app)) == 2
    assert ">2 findings.<" in files_of(app)
    made = briefing_of("Long " * LONGEST_TITLE, [*zip(references, ["", "", note.strip()], strict=True)], DAY)
    assert len(made.left_out) == 3
    for told in (*made.left_out, "belongs to no finding"):
        assert "".join(told.split()) in "".join(said.split())
    assert f"{len(note.strip()):,} letters" in said
    kept = app.main.text_area[1].value
    assert note.startswith(kept.removesuffix("…"))
    assert LONGEST_NOTE - 10 < len(kept) <= LONGEST_NOTE


def test_what_cannot_be_had_is_said_and_can_be_removed() -> None:
    app = opened("briefing.py", finding=["nowhere/card", TWO[0]])
    warned = [warning.value for warning in app.main.warning]
    assert any("nowhere" in each for each in warned)
    assert ">1 finding.<" in files_of(app)
    app.main.button(key="Remove_0").click().run()
    assert held(app)[0] == [(TWO[0], "")]
    assert not app.main.warning


def test_a_ready_made_one_is_asked_under_the_filters() -> None:
    """Pressed on the page, it fills the address with what the pages hold under the filters."""
    app = opened("briefing.py", country="New Zealand")
    app.main.button(key="ready_country").click().run()
    asked, _ = request_of([("country", "New Zealand")])
    assert [reference for reference, _ in held(app)[0]] == list(references(asked, "country"))
    assert held(app)[1] == "New Zealand"
    assert shown(app)


@pytest.mark.parametrize("name", ["country", "sector", "cyber_resilience", "ai_automation", "moved"])
@pytest.mark.parametrize("query", ["", "country=Ireland", "sector=Health"])
def test_ready_made_holds_cards_of_its_pages(store: Store, name: str, query: str) -> None:
    """Each reference leads to a card with a chart on the page it names, none twice; at most as many as a board reads."""
    assert store
    asked, _ = request_of(parse_qsl(query))
    found = references(asked, name)
    assert len(found) <= MOST_CARDS
    assert bool(ready_made(asked)[name].title(asked)) or not found
    findings = [finding_of(reference) for reference in found]
    assert len({plain(finding.card.title) for finding in findings}) == len(findings)
    for finding, reference in zip(findings, found, strict=True):
        assert finding.card.chart is not None
        assert finding.reference == reference
        page = registry.contents(finding.page, finding.request, finding.choices)
        assert plain(finding.card.title) in [plain(card.title) for card in page.cards]


def test_ready_made_on_a_theme_speaks_of_it_alone(store: Store) -> None:
    assert store
    for name in ("cyber_resilience", "ai_automation"):
        found = [finding_of(reference) for reference in references(Request(), name)]
        assert found
        assert {finding.request.filters.theme for finding in found} == {(name,)}


def test_there_is_one_on_each_theme_that_leaders_ask_of(store: Store) -> None:
    assert store
    asked = pd.read_csv(EVIDENCE / "leader_questions.csv")
    themes = asked.loc[asked["page"] == "themes", "theme"].tolist()
    assert list(ready_made(Request())) == ["country", "sector", *themes, "moved"]
    # Links say it shortly.
    assert [find(Request(), name) for name in ("cyber", "ai", "moved", "none", "")] == [
        "cyber_resilience", "ai_automation", "moved", "", ""
    ]  # fmt: skip


def test_link_reads_back_what_it_holds() -> None:
    listed = [("a/b?c=d&e=f", "1:2\n3"), ("g/h", ""), ("i/j", "é “x”")]
    query = briefing_link.query_of([each for each, _ in listed], [note for _, note in listed], "T & T")
    assert briefing_link.read(query) == (listed, "T & T", [])
    assert briefing_link.read({}) == ([], briefing_link.DEFAULT_TITLE, [])
    given = {"finding": ["a/b", "a/b", "c/d"], "note": ["x", "0:y", "2:z", "3:w"], "title": [" "]}
    read, title, said = briefing_link.read(given)
    # A number is that of the finding in the address, also behind one that stands twice.
    assert (read, title) == ([("a/b", "z"), ("c/d", "w")], briefing_link.DEFAULT_TITLE)
    assert ["“x”" in said[0], "“0:y”" in said[1], "“a/b” was chosen twice" in said[2]] == [True, True, True]


def test_the_foot_of_a_page_leads_to_everything_on_it_under_its_filters() -> None:
    app = opened("countries.py", country="New Zealand", trend="true")
    told = " ".join(caption.value for caption in app.caption).replace("\\", "")
    address = re.search(r"\((/briefing\.zip\?page=countries&country=New\+Zealand[^)]*)\)", told)
    assert address
    with TestClient(Starlette(routes=briefings.ROUTES)) as client:
        held = client.get(address[1].replace(".zip", ".html")).text
    for title in (part["title"] for part in parts_of(app)):
        assert html.escape(title) in held


def test_a_page_without_findings_leads_to_no_file_of_them(store: Store) -> None:
    assert store
    codes = Request().vocabulary.names["country"]
    bare = next(code for code in codes if not registry.contents("movers", request_of([("country", code)])[0]).cards)
    app = opened("movers.py", country=bare)
    assert not any("briefing.zip" in caption.value for caption in app.caption)
    with TestClient(Starlette(routes=briefings.ROUTES)) as client:
        assert client.get(f"/briefing.zip?page=movers&country={bare}").status_code == 404
