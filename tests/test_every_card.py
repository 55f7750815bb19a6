"""What a view lists is drawn: a card without a line in the script of its page too, and each card once."""

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.drawn import parts_of
from trends.paths import ROOT
from trends.request.request import Choices, Request, request_of
from trends.subjects import registry
from trends.subjects.contents import Contents
from trends.words.text import plain

# Where each card stands with a control or in a section of its own: a new one has a place in the script.
PLACED = {"countries", "sources", "releases"}
MORE = "One more finding"

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")


@pytest.mark.parametrize("name", sorted(set(registry.PAGES) - PLACED))
def test_a_page_draws_every_card_its_view_lists_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = registry.PAGES[name]

    def contents(request: Request, choices: Choices) -> Contents:
        held = known.contents(request, choices)
        return replace(held, cards=[*held.cards, replace(held.cards[0], key="one_more", title=MORE)])

    listed: Any = registry.PAGES
    monkeypatch.setitem(listed, name, replace(known, contents=contents))
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120)
    if name != registry.FIRST:
        app.switch_page(f"{name}.py")
    app.run()
    assert [error.value for error in (*app.exception, *app.error)] == []
    titles = [plain(card.title) for card in registry.contents(name, *request_of([])).cards]
    assert MORE in titles
    # A long table that is no first finding is folded under the title of its card.
    folded = [box.label for box in app.main.expander if box.label in titles]
    assert sorted([*(part["title"] for part in parts_of(app)), *folded]) == sorted(titles)
