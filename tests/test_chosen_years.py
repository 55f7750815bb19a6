"""Years that were chosen are told one by one: no sentence makes a span of them that holds years nobody chose."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.request import Request
from trends.subjects.contents import Contents
from trends.subjects.overview import view as overview
from trends.subjects.sectors import view as sectors
from trends.subjects.sources import view as sources
from trends.subjects.themes import view as themes
from trends.words.text import plain

pytestmark = pytest.mark.evidence
CHOSEN = [("2021", "2024"), ("2015", "2018", "2025"), ("2013", "2022", "2023")]
SPAN = re.compile(r"\b((?:19|20)\d\d)(?:–| to )((?:19|20)\d\d)\b")


def told(held: Contents) -> Iterator[str]:
    """Return what a page says of lists, figures and cases; changes are between editions, which tell their own years."""
    yield plain(held.answer)
    yield from (plain(part) for figure in held.key_figures for part in figure)
    for card in held.cards:
        if card.key in {"priorities", "concerns", "said", "done"}:
            yield from (plain(text) for text in (card.title, card.subtitle, card.foot, card.alt))


@pytest.mark.parametrize("chosen", CHOSEN)
def test_no_span_holds_a_year_that_was_not_chosen(shipped_request: Request, chosen: tuple[str, ...]) -> None:
    request = replace(shipped_request, filters=Filters(year=chosen))
    names = request.vocabulary.names
    pages = [overview.contents(request, {})]
    pages += [sectors.contents(request, {"branch": [code]}) for code in names["sector"]]
    pages += [themes.contents(request, {"topic": [code]}) for code in list(names["theme"])[::3]]
    texts = [text for page in pages for text in told(page)]
    texts += [plain(part) for figure in sources.key_figures(request) for part in figure]
    for text in texts:
        for first, last in SPAN.findall(text):
            # How long a first place was held is told over all editions.
            if f"in a row, {first}" in text or f"first place ({first}" in text or f"read, {first}" in text:
                continue
            assert set(range(int(first), int(last) + 1)) <= set(map(int, chosen)), text
    assert any(" and ".join(chosen[-2:]) in text for text in texts)


@pytest.mark.parametrize("chosen", CHOSEN)
def test_the_figures_of_chosen_years_are_those_of_the_tables(shipped_request: Request, chosen: tuple[str, ...]) -> None:
    findings = pd.read_csv(EVIDENCE / "findings.csv", dtype=str)
    request = replace(shipped_request, filters=Filters(year=chosen))
    for sector in ("local_government", "health"):
        held = findings[(findings["sector"] == sector) & findings["year"].isin(chosen)]
        said = plain(sectors.answer(request, sector))
        (number, years) = re.findall(r"known here: ([\d,]+) figures [^.]*?, (\d{4}[\d–, and]*)\.", said)[0]
        assert int(number.replace(",", "")) == len(held)
        of = sorted(held["year"].unique())
        assert {of[0], of[-1]} <= set(re.findall(r"\d{4}", years)) <= set(chosen)
