"""Ten findings handed on: how long each of their files takes and what it weighs; and pictures of every card."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

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
    """Yield how long the processor takes for the PNG of a card in each size: of half of all cards, and of the slowest.

    The floor of each is a white picture that is as large.
    """
    for name, size in SIZES.items():
        taken: list[tuple[float, float]] = []
        for finding in drawn:
            svg = _svg(finding.card, size)
            bare = f"{svg[: svg.index('>')]}><rect width='100%' height='100%' fill='#fff'/></svg>"
            white = _least_ms(partial(png, bare, size))
            taken.append((_least_ms(partial(_drawn, finding.card, size)), white))
        middle, slowest = sorted(taken)[len(taken) // 2], max(taken)
        for what, (spent, white) in ((f"{len(taken)} cards: median", middle), ("the slowest", slowest)):
            yield Line(
                f"a picture of the size “{name}”, {what}, processor time", spent, "ms", white, "white", aim="≤ 100"
            )


def _drawn(card: Card, size: Size) -> bytes:
    return png(_svg(card, size), size)


def _svg(card: Card, size: Size) -> str:
    return picture(card, size, filters="", address="Digital Trends", meanings=())


def _least_ms(action: Callable[[], object]) -> float:
    """Return how long the processor takes for an action, in milliseconds: the least of several tries."""
    taken = []
    for _ in range(TIMES):
        started = time.thread_time()
        action()
        taken.append((time.thread_time() - started) * 1000)
    return min(taken)
