"""The page on what rose and fell, on the real evidence: what a leader may ask on Monday."""

import re

import pytest

from tests.test_pages import drawn, nothing_fits, open_page
from trends import movers
from trends.store import Store
from trends.ui.movers import MOST_PROMPTS

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

HEADING = "What to ask on Monday"


def test_the_page_asks_on_the_themes_of_what_moved_most_one_question_each(store: Store) -> None:
    app = drawn(open_page("movers"))
    assert HEADING in [heading.value for heading in app.main.header]
    lists = [re.findall(r"^- \*\*(.+):\*\* (.+\?)$", each.value, re.MULTILINE) for each in app.main.markdown]
    (asked,) = [each for each in lists if each]

    pairs = store.ask("comparable_pairs", country=[], sector=[], year=[], survey=[], theme=[], kind=[])
    found = movers.movement(movers.totals_and_parts(pairs)[0])
    rows = [*found.firm, *movers.moved(found.places), *movers.moved(found.counts)]
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
