"""Ten findings handed on: how long each of their files takes and what it weighs; and pictures of every card."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from statistics import median

from bench.report import Line, median_ms
from trends.cards.card import Card
from trends.export.archive import archive, cards_workbook
from trends.export.briefing import Briefing, Finding
from trends.export.briefing_html import html_briefing
from trends.export.paper import paper
from trends.export.picture import SIZES, Size, picture, png
from trends.export.slides import slides
from trends.request.request import Request
from trends.subjects import registry

FINDINGS = 10
TIMES = 5
MADE: tuple[tuple[str, Callable[[Briefing], bytes], str], ...] = (
    ("PDF", paper, "≤ 1,000"),
    ("slides", slides, "≤ 1,000"),
    ("HTML", html_briefing, "≤ 1,000"),
    ("workbook", cards_workbook, "≤ 1,000"),
    ("archive of all", archive, ""),
)


def measure() -> list[Line]:
    """Return time and weight of each file of the first cards with a chart of all pages."""
    request = Request()
    cards = [(name, card) for name in registry.PAGES for card in registry.contents(name, request).cards]
    drawn = [Finding(name, card, request) for name, card in cards if card.chart is not None]
    briefing = Briefing("Ten findings", drawn[:FINDINGS], date(2026, 1, 2), "https://dashboard.example")
    lines = []
    for what, make, aim in MADE:
        weight = len(make(briefing)) / 1024
        lines += [
            Line(f"{FINDINGS} findings: {what}", median_ms(partial(make, briefing), TIMES), "ms", aim=aim),
            Line(f"{FINDINGS} findings: weight of {what}", weight, "KB"),
        ]
    return [*lines, *_pictures(drawn)]


def _pictures(drawn: Sequence[Finding]) -> Iterator[Line]:
    """Yield how long the PNG of a card takes in each size: of half of all cards at most, and of the slowest."""
    for name, size in SIZES.items():

        def make(card: Card, size: Size = size) -> None:
            png(picture(card, size, filters="", address="Digital Trends", meanings=()), size)

        taken = [median_ms(partial(make, finding.card), TIMES) for finding in drawn]
        yield Line(f"a picture of the size “{name}”, {len(taken)} cards: median", median(taken), "ms", aim="≤ 100")
        yield Line(f"a picture of the size “{name}”: the slowest", max(taken), "ms", aim="≤ 100")
