"""What a card shows together agrees: figures and their difference, parts and their whole, a chart and its table.

Everything is read back from the words, as a reader would who takes a pencil to them.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.cards.card import Card
from trends.paths import ROOT
from trends.request.request import Request, request_of
from trends.subjects import registry
from trends.subjects.bodies import view as bodies
from trends.subjects.bodies.facts import labels
from trends.subjects.cases.facts import PARTS
from trends.subjects.contents import Contents
from trends.subjects.lists import view as lists
from trends.words import pieces
from trends.words.text import plain

Address = Sequence[tuple[str, str]]
ADDRESSES: Sequence[Address] = (
    (),
    (("my_country", "NZL"), ("my_sector", "local_government")),
    (("country", "GBR"), ("my_country", "GBR"), ("my_sector", "health")),
    (("country", "JPN"), ("my_country", "JPN")),
    (("country", "USA"), ("sector", "state_or_regional_government"), ("my_country", "USA")),
    (("country", "BRA"), ("year", "2023")),
)
SHARE = re.compile(r"^([<>]?)(\d+)%(?: \[u\])?$")
SIZE = re.compile(r"\(?([+−±])(<?)([\d,.]+)( pts?)?\)?$")
ROUNDED = re.compile(r"rounded shares (?:add up to (\d+)%|need not add up to 100%)")


@pytest.fixture(scope="module")
def pages(shipped_request: Request) -> Sequence[Contents]:
    """All pages under a spread of filters and places of readers."""
    asked = [request_of(address, shipped_request.version)[0] for address in ADDRESSES]
    return [registry.contents(name, each) for each in asked for name in registry.PAGES]


@pytest.fixture(scope="module")
def wholes(shipped_request: Request, pages: Sequence[Contents]) -> Sequence[Card]:
    """All cards that may show a whole in parts: those of pages, of answers of bodies, of lists and of cases."""
    found = [card for page in pages for card in page.cards]
    # Any of them would do, since one rule makes all; a quarter takes as long as all pages.
    for label in labels(shipped_request.ask("body_questions"))["label"][::4]:
        asked = bodies.asked_of(shipped_request, {"asked": [label]})
        assert asked
        found.append(bodies.shares_card(shipped_request, asked, bodies.facts(shipped_request, asked)))
    for kind in ("priority", "concern"):
        first = [next(iter(each.values())) for each in lists.offered_questions(shipped_request, kind).values()]
        found += [lists.question_card(shipped_request, asked) for asked in first]
    for part in PARTS:
        page = registry.contents("cases", shipped_request, {"count_by": [part]})
        found += [card for card in page.cards if card.key == "shares"]
    return found


def number(said: str) -> Decimal:
    return Decimal(said.replace(",", "").rstrip("%"))


def differences(card: Card) -> Iterator[tuple[str, str, str]]:
    """Return the two figures and the difference of each row of a table that says a change."""
    rows = [{name: plain(said) for name, said in row.items()} for row in card.table.rows()]
    for row in rows:
        if "Before" in row and "Now" in row:
            before, now = (row[name].rpartition(" (")[0] for name in ("Before", "Now"))
        else:
            editions = [name for name in row if re.fullmatch(r"(Share|Score|Number) \d{4}", name)]
            if len(editions) != 2:
                continue
            now, before = (row[name] for name in editions)
        if found := re.search(r"\(([+−±].*)\)$", row["Change"]):
            yield before.removesuffix(" [u]"), now.removesuffix(" [u]"), found[1]


def test_a_change_is_that_of_the_two_figures_beside_it(pages: Sequence[Contents]) -> None:
    told = [each for page in pages for card in page.cards for each in differences(card)]
    assert told
    for before, now, size in told:
        found = SIZE.fullmatch(size)
        assert found, size
        if before == now or "<" in before + now + size or ">" in before + now:
            continue
        sign = -1 if found[1] == "−" else 1
        assert number(now) - number(before) == sign * number(found[3]), (before, now, size)


def test_no_sentence_can_say_another_difference() -> None:
    """The size of a difference is made from both of its figures; sizes alone are written of ranges only."""
    used = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "trends").rglob("*.py")
        if re.search(r"numbers\.(points|size_in_points)\(", path.read_text(encoding="utf-8"))
    }
    assert used == {"trends/subjects/movers/tables.py"}


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([["35%", "13%", "53%"]], "rounded shares add up to 101%"),
        ([["35%", "13% [u]", "52%"]], ""),
        ([["33%", "33%", "33%"]], "rounded shares add up to 99%"),
        ([["100%", "0%"]], ""),
        ([[">99%", "<1%"]], "rounded shares need not add up to 100%"),
        ([["50%", "50%"], ["33%", "33%", "33%"]], "rounded shares need not add up to 100%"),
        ([["50%", "50%"], ["[x]", "[x]"]], ""),
    ],
)
def test_shares_that_do_not_add_up_say_so(shares: Sequence[Sequence[str]], said: str) -> None:
    assert pieces.rounding_words(*shares) == said


def whole(card: Card, points: set[tuple[str, str]]) -> Sequence[Sequence[str]]:
    """Return the shares of each whole that a card shows in parts, as its table has them; none where it shows none."""
    shown, rows = card.shown, card.table.rows()
    if "answered" in shown and "Share" in card.table.headings:
        answers = shown[shown["answered"]]
        one = len(answers) and int(answers["bodies"].sum()) == int(answers["base_n"].iloc[0])
        return [[plain(row["Share"]) for row, held in zip(rows, shown["answered"], strict=True) if held]] if one else []
    if "counted_by" in shown:
        columns = [column for column in card.table.columns if all(SHARE.match(plain(cell)) for cell in column.cells)]
        sizes = shown.groupby("collection")[["cases", "base_n"]].agg({"cases": "sum", "base_n": "first"})
        return [list(map(plain, column.cells)) for column in columns] if (sizes.cases == sizes.base_n).all() else []
    if card.key != "list" or "measure" not in shown or set(shown["measure"]) != {"percent"} or len(shown) == 1:
        return []
    assert card.receipt
    named = {(str(card.receipt.parameters["question"]), str(item)) for item in shown["item"]}
    near = abs(float(shown["value"].sum()) - 100) <= len(shown) / 2
    heading = next(name for name in card.table.headings if name.startswith("Share "))
    return [[plain(row[heading]) for row in rows]] if near and named <= points else []


def test_a_whole_in_parts_says_where_rounded_shares_do_not_add_up(wholes: Sequence[Card]) -> None:
    table = pd.read_csv(EVIDENCE / "item_points.csv", dtype=str)
    points = set(zip(table["question"], table["item"], strict=True))
    odd = 0
    for card in wholes:
        parts = [[found for said in each if (found := SHARE.match(said))] for each in whole(card, points)]
        # Numbers of few bodies, as in “5 of 6”, are no shares.
        parts = [each for each in parts if each]
        bounds = any(found[1] for each in parts for found in each)
        adds_up = all(sum(int(found[2]) for found in each) == 100 for each in parts)
        told = ROUNDED.search(plain(card.foot))
        assert bool(told) == (bounds or not adds_up), (card.key, plain(card.title), card.foot)
        if told and told[1]:
            assert int(told[1]) == sum(int(found[2]) for found in parts[0])
        odd += bool(told)
    assert odd, "no card of the evidence shows a whole in parts that do not add up"


def texts_at(chart: Any) -> Iterator[Mapping[str, Any]]:
    """Return the rows of a chart that say a figure."""
    for field in dataclasses.fields(chart):
        rows = getattr(chart, field.name)
        if isinstance(rows, pd.DataFrame) and "text" in rows:
            yield from rows.to_dict("records")


def test_a_share_reads_alike_in_a_chart_and_in_its_table(wholes: Sequence[Card]) -> None:
    """Where a chart says a share as a bound, as in “>99%”, its table does, and a figure of the table is no other."""
    compared = 0
    for card in wholes:
        if type(card.chart).__name__ != "Bars":
            continue
        cells = {plain(cell) for column in card.table.columns for cell in column.cells}
        for row in texts_at(card.chart):
            if SHARE.match(str(row["text"])):
                assert any(row["text"] in cell for cell in cells), (card.key, row["text"])
                compared += 1
    assert compared
