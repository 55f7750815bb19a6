"""A click on a filter nobody has asked yet, beside the same click again: processor time and time of each page."""

import gc
import random
import statistics
import time
from collections.abc import Mapping, Sequence

from streamlit.testing.v1 import AppTest

from bench.questions import ANSWERED, timed
from bench.report import Line
from bench.views import VIEWS
from tests.serving import ROOT
from trends.request.options import offered
from trends.request.request import Request
from trends.store.versions import current

# The shared filters of which a reader chooses one name; readers who choose freely meet every one of them.
FIELDS = ("country", "sector", "theme", "survey")
CLICKS = 14
SEED = 20


def measure(views: Sequence[str] = VIEWS, clicks: int = CLICKS) -> list[Line]:
    """Return two lines a view: a first asking beside the same click again, and how much of it the queries are."""
    choices = _chosen(clicks)
    return [line for view in views for line in _of(view, choices)]


def _chosen(clicks: int) -> list[Mapping[str, list[str]]]:
    """Return filters of one name each, the same in every run."""
    chance = random.Random(SEED)  # noqa: S311 - spreads choices, guards nothing
    names = offered(Request())
    fields = [chance.choice(FIELDS) for _ in range(clicks)]
    return [{field: [chance.choice(names[field])]} for field in fields]


def _of(view: str, choices: Sequence[Mapping[str, list[str]]]) -> list[Line]:
    page = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).run()
    if view != "overview":
        page.switch_page(f"{view}.py").run()
    current().forget()
    page.run()
    with timed(ANSWERED, time.process_time) as questions:
        first = [_click(page, choice) for choice in choices]
    again = [_click(page, choice) for choice in choices]
    return [
        Line(f"{view}: processor time of a first asking", statistics.median(first), "ms", statistics.median(again),
             "asked again", "≤ 40"),
        Line(f"{view}: of it {len(questions) / len(choices):.1f} queries", sum(questions) / len(choices), "ms"),
    ]  # fmt: skip


def _click(page: AppTest, choice: Mapping[str, list[str]]) -> float:
    """Choose a filter and return the processor time of the run that follows, in milliseconds."""
    for field in FIELDS:
        page.session_state[field] = choice.get(field, [])
    gc.collect()
    started = time.process_time()
    page.run()
    return (time.process_time() - started) * 1000
