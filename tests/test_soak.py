"""The long run's judge: it passes what is right, and finds a wrong figure, what nobody can explain, and growing memory."""

import asyncio
import copy
import json
import math
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2 as httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from soak import asking
from soak.__main__ import soak
from soak.cards import Oracle, shown_in
from soak.files import cards_of_html, cards_of_messages, rows_of
from soak.judging import Ledger, Outcome, differences, growth, is_flat, is_refusal, is_same, log_faults
from soak.listings import judge_listing
from soak.report import Report
from soak.run import Answer, Run
from soak.truth import KEYS, Truth
from tests import tiny_evidence
from tests.connected import shown
from tests.drawn import parts_of
from tests.reading import opened, reading_from
from trends.export.card_data import page_data
from trends.export.page import own_choices, page_html
from trends.export.tables import encoded
from trends.request.request import Request, request_of
from trends.request.tables import TABLES
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects import registry

TRACE = (
    'Exception in ASGI application\nTraceback (most recent call last):\n  File "x.py", line 1\nOSError: {}\nAnd on.\n'
)


@pytest.fixture(scope="module")
def oracle(unchanged: Path) -> Oracle:
    return Oracle(Truth(unchanged))


def cards(request: Request, page: str) -> list[dict[str, Any]]:
    asked, choices = request_of([], request.version)
    return list(page_data(page, asked, own_choices(page, choices), "")["cards"])


@pytest.mark.parametrize("name", [*TABLES])
@pytest.mark.parametrize("format_name", ["csv", "json", "parquet", "xlsx"])
def test_a_right_file_passes_and_a_planted_fault_is_found(
    name: str, format_name: str, oracle: Oracle, tiny_request: Request
) -> None:
    body = encoded(tiny_request.store, tiny_request.vocabulary, TABLES[name], {}, format_name)
    rows, known = [dict(row) for row in rows_of(body, format_name)], oracle.truth.chosen(name, {})
    cells, wrong = differences(rows, known, KEYS[name])
    assert wrong == []
    assert cells > len(known) == len(rows) > 0
    # A figure, a row too few, one too many, one of other filters.
    column = next(each for each in ("value", "score", "latitude") if each in rows[0])
    changed = [row | {column: float(row[column] or 0) + 0.1} if row is rows[-1] else row for row in rows]
    assert column in differences(changed, known, KEYS[name])[1][0]
    assert differences(rows[1:], known, KEYS[name])[1]
    assert differences(rows[1:], known, KEYS[name], part=True)[1] == []
    assert "twice" in differences([*rows, rows[0]], known, KEYS[name])[1][0]
    assert differences(rows, dict(list(known.items())[1:]), KEYS[name])[1]


@pytest.mark.parametrize(("given", "known", "same"), [
    ("", None, True), (None, "", True), ("2022; 2023", [2022, 2023], True), ("2022", [2023], False),
    (math.nan, None, True), (0, None, False), ("0", None, False),
    ("true", True, True), (False, True, False), ("12.50", 12.5, True), ("12.51", 12.5, False), ("", 0.0, False),
    ("'=1", "=1", True), ("a; b", "a;b", True), (["a", "b"], "a;b", True), ("a", "b", False), ("x", 1.0, False),
])  # fmt: skip
def test_cells_are_compared_by_what_they_mean(given: Any, known: Any, same: bool) -> None:
    assert is_same(given, known) is same


@pytest.mark.parametrize("page", [page for page in registry.PAGES if page not in {"overview", "body", "releases"}])
def test_right_cards_pass_and_a_planted_figure_is_found(page: str, oracle: Oracle, tiny_request: Request) -> None:
    found = 0
    for card in cards(tiny_request, page):
        judged = oracle.rows(page, card, {})
        assert judged.wrong == [], card["key"]
        for number, row in enumerate(card["rows"]):
            for column in ("value", "base_n", "bodies", "cases", "figures", "indicator_values"):
                if row.get(column) is None or judged.unjudged:
                    continue
                planted = copy.deepcopy(card)
                planted["rows"][number][column] += 1
                told = oracle.rows(page, planted, {}).wrong
                assert told, (card["key"], column)
                found += 1
    assert found


@pytest.mark.parametrize(("page", "key", "column", "planted"), [
    ("overview", "newest", 1, "71%"), ("themes", "cases", 0, "No login"), ("bodies", "bodies_list", 1, "Never asked"),
    ("places", "all_indicators", 1, "76"), ("places", "all_indicators", 0, "Service index: Parts"),
])  # fmt: skip
def test_right_listings_pass_and_what_is_planted_in_them_is_found(
    page: str, key: str, column: int, planted: str, oracle: Oracle, tiny_request: Request
) -> None:
    # A filter that cases do not have restricts none of them.
    chosen = [("country", "GBR"), ("survey", "council_survey")] if page == "places" else []
    asked, choices = request_of(chosen, tiny_request.version)
    told = page_data(page, asked, own_choices(page, choices), "")["listings"]
    assert [judge_listing(oracle, page, each).wrong for each in told] == [[]] * len(told)
    listing = copy.deepcopy(next(each for each in told if each["key"] == key))
    assert judge_listing(oracle, page, listing).figures
    listing["table"]["rows"][0][column] = planted
    assert len(judge_listing(oracle, page, listing).wrong) == 1


def test_every_edition_of_a_list_of_countries_is_judged(oracle: Oracle) -> None:
    listing = {
        "key": "every_country",
        "table": {
            "columns": [{"heading": heading} for heading in ("Place", "Country", "2024", "2023")],
            "rows": [["1st", "Norway", "87", "90"], ["2nd", "Kenya", "75", "–"]],
        },
        "addresses": {"behind": "/api/v1/indicators.json?indicator=service_total&year=2024"},
    }
    right = judge_listing(oracle, "countries", listing)
    assert (right.wrong, right.figures) == ([], 3)
    listing["table"]["rows"][0][3] = "91"
    assert judge_listing(oracle, "countries", listing).wrong == [
        "countries/every_country: 'Norway' 91 (2023) where the tables have [90.0]"
    ]


def test_a_listing_below_a_card_is_not_read_as_rows_of_the_card(tiny_request: Request) -> None:
    asked, choices = request_of([], tiny_request.version)
    seen = {
        card.key: card for card in cards_of_html(page_html("priorities", asked, own_choices("priorities", choices)))
    }
    told = page_data("priorities", asked, own_choices("priorities", choices), "")
    for each in (*told["cards"], *told["listings"]):
        assert len(seen[each["key"]].rows) == len(each["table"]["rows"]), each["key"]
        assert seen[each["key"]].headings == [column["heading"] for column in each["table"]["columns"]]
    assert told["listings"]


@pytest.mark.parametrize(("coverage", "evidence"), [("sampled", "random_sample"), ("asked_all", "self_report")])
def test_the_kind_of_evidence_of_values_is_that_of_how_they_came_about(
    coverage: str, evidence: str, tiny: Path, changed: Callable[[], Store]
) -> None:
    tiny_evidence.append(tiny, "evidence_kinds", "self_selected", evidence="self_report", label="Self-report")
    tiny_evidence.change(tiny, "indicators", "service_offline", "coverage", coverage)
    request = Request(Version(changed()))
    body = encoded(request.store, request.vocabulary, TABLES["indicators"], {}, "csv")
    known = Truth(tiny).chosen("indicators", {})
    assert differences(rows_of(body, "csv"), known, KEYS["indicators"])[1] == []
    kinds = {row["indicator"]: row["evidence"] for row in known.values()}
    assert (kinds["service_offline"], kinds["service_total"]) == (evidence, "expert_score")


def test_a_trend_names_where_each_value_was_read_and_its_middle_is_judged(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    tiny_evidence.append(
        tiny, "documents", "service_index-00000a", document="other-00000a", url="https://example.org/b"
    )
    tiny_evidence.append(
        tiny, "provenance", "service_index-00000a-1", provenance="other-00000a-1", document="other-00000a"
    )
    tiny_evidence.change(tiny, "indicator_values", ("service_total", "2024", "GBR"), "provenance", "other-00000a-1")
    # A middle is told of five countries or more.
    for code, name in (("DNK", "Denmark"), ("EST", "Estonia")):
        tiny_evidence.append(tiny, "countries", "NOR", country=code, name=name, iso2=code[:2])
        for year in ("2023", "2024"):
            tiny_evidence.append(tiny, "indicator_values", ("service_total", year, "NOR"), country=code)
    request = Request(Version(changed()))
    asked, choices = request_of([("country", "GBR"), ("trend", "true")], request.version)
    (card,) = (
        each
        for each in page_data("countries", asked, own_choices("countries", choices), "")["cards"]
        if each["key"] == "trend"
    )
    truth = Oracle(Truth(tiny))
    assert truth.rows("countries", card, {}).wrong == []
    pages = {(row["country"], row["year"]): row["source_url"] for row in card["rows"]}
    data, index = "https://example.org/index/data.csv", "https://example.org/index"
    assert pages == {
        ("GBR", 2022): data,
        ("GBR", 2023): data,
        ("GBR", 2024): "https://example.org/b",
        (None, 2023): data,
        (None, 2024): index,
    }
    for number, row in enumerate(card["rows"]):
        for column, other in {"source_url": "https://example.org/c", "value": row["value"] + 1}.items():
            planted = copy.deepcopy(card)
            planted["rows"][number][column] = other
            assert len(truth.rows("countries", planted, {}).wrong) == 1, (row, column)


@pytest.mark.parametrize(("republished", "has_card", "outcome"), [
    (True, False, Outcome.RIGHT), (False, False, Outcome.RIGHT),
    (True, True, Outcome.AGAIN), (False, True, Outcome.UNEXPLAINED),
])  # fmt: skip
def test_a_card_that_is_not_found_is_right_where_another_version_has_none(
    republished: bool, has_card: bool, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AGAIN_SECONDS", 0)
    pictures = iter([404, 200])

    def answered(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(".svg"):
            status = next(pictures)
            return httpx.Response(status, headers={"x-evidence": "new"} if status == HTTPStatus.OK else {})
        return httpx.Response(200, headers={"x-evidence": "new"}, json={"cards": [{"key": "across"}] * has_card})

    run = Run(SimpleNamespace(address="http://x.test"), {"new": SimpleNamespace()}, 0.0)
    if republished:
        run.inject("another version published")
    page = Answer(200, {"x-evidence": "old"}, b"", "/api/v1/cards/concerns")

    async def ask() -> Answer | None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as client:
            return await asking._part(run, client, "picture", "/card/concerns/across.svg", "across", page)  # noqa: SLF001

    answer = asyncio.run(ask())
    assert (answer is not None) == (outcome is Outcome.AGAIN)
    assert set(run.ledger.outcomes) == {("picture", outcome)}


def test_a_figure_planted_in_words_is_found(oracle: Oracle, tiny_request: Request) -> None:
    planted = 0
    for page in ("concerns", "themes", "movers", "countries"):
        asked, choices = request_of([], tiny_request.version)
        for card in cards_of_html(page_html(page, asked, own_choices(page, choices), "")):
            right = oracle.words(page, card)
            assert right.wrong == [], (page, card.key)
            for row in card.rows:
                for place, cell in enumerate(row):
                    if (
                        right.figures
                        and card.headings[place] in {"Now", "Figure"}
                        and cell[:1].isdigit()
                        and "%" in cell
                    ):
                        row[place] = f"{int(cell.split('%')[0]) + 1}%{cell.partition('%')[2]}"
                        assert len(oracle.words(page, card).wrong) == 1
                        row[place] = cell
                        planted += 1
    assert planted


def test_a_drawn_row_that_its_card_does_not_have_is_found(tiny_request: Request) -> None:
    asked, choices = request_of([], tiny_request.version)
    drawn, *_ = cards_of_html(page_html("concerns", asked, own_choices("concerns", choices), ""))
    card, *_ = cards(tiny_request, "concerns")
    assert shown_in(drawn, card["table"]).wrong == []
    drawn.rows[0][1] += "0"
    assert len(shown_in(drawn, card["table"]).wrong) == 1


def test_the_cards_of_a_drawn_page_are_read_as_its_browser_gets_them(
    tiny: Path, tiny_cache: Path, tiny_request: Request
) -> None:
    with reading_from(tiny, tiny_cache):
        page = opened("concerns.py")
    messages = []
    for node in page._tree:  # noqa: SLF001 - there is no other way to all elements in their order
        kind = {"header": "heading", "subheader": "heading"}.get(node.type, node.type)
        if kind in {"heading", "markdown", "bidi_component"}:
            message = ForwardMsg()
            getattr(message.delta.new_element, kind).CopyFrom(node.proto)
            messages.append(message)
    seen = shown(SimpleNamespace(messages=messages))
    assert [json.loads(text) for text in seen if text.startswith("{")] == parts_of(page)
    drawn = {card.key: card for card in cards_of_messages("concerns", messages)}
    told = {card["key"]: card for card in cards(tiny_request, "concerns")}
    assert set(told) <= set(drawn)
    for key, card in told.items():
        judged = shown_in(drawn[key], card["table"])
        assert (judged.wrong, judged.figures) == ([], len(card["table"]["rows"]) * len(card["table"]["columns"]))
        assert "Licence: " in drawn[key].words


def test_a_refusal_is_one_that_says_when_to_ask_again() -> None:
    assert is_refusal(503, {"retry-after": "30"})
    assert is_refusal(429, {"retry-after": "1"})
    assert not is_refusal(503, {})
    assert not is_refusal(500, {"retry-after": "30"})


def test_traces_and_errors_of_the_log_are_found_but_for_those_of_an_injected_fault() -> None:
    log = (
        f"Digital Trends is served.\n{TRACE.format('[Errno 27] File too large')}ERROR: it fell\n{TRACE.format('other')}"
    )
    told = log_faults(log, ["File too large"])
    assert [each.splitlines()[-1] for each in told] == ["ERROR: it fell", "OSError: other"]
    assert len(log_faults(log)) == 3
    assert log_faults("All is well.\nNo errors of ours.\n") == []


@pytest.mark.parametrize(("samples", "flat"), [
    ([100.0] * 40, True),
    ([*range(20, 100, 4), *[100.0] * 60], True),
    ([100.0 + number for number in range(80)], False),
    ([100.0] * 60 + [120.0] * 20, False),
    ([1.0, 100.0], True),
])  # fmt: skip
def test_growing_memory_is_found(samples: list[float], flat: bool) -> None:
    assert is_flat(samples) is flat
    assert math.isnan(growth(samples)) or (growth(samples) <= 1.1) is flat


@pytest.mark.parametrize("bad", ["", "wrong", "unexplained", "memory", "log"])
def test_a_report_is_right_only_if_all_of_it_is(bad: str) -> None:
    ledger = Ledger()
    ledger.judged("table", 10, ["value is 1, and 2 in the tables"] if bad == "wrong" else [])
    ledger.note("page", Outcome.UNEXPLAINED if bad == "unexplained" else Outcome.REFUSED, "503, Ask again")
    for seconds in (*[0.1] * 200, 9.0):
        ledger.waited(seconds, f"/read/{seconds:g}")
    memory = [100.0] * 20 + [200.0] * 20 if bad == "memory" else [100.0] * 40
    report = Report(60, 2, 1, ledger, {"all processes": memory}, ["OSError: other"] if bad == "log" else [])
    assert report.is_right is not bool(bad)
    assert report.words().endswith("NOT as it should be." if bad else "\nAs it should be.")
    assert "201, half within 0.10, 99 of 100 within 0.1, slowest 9.0 (/read/9), 0.1 (/read/0.1)" in report.words()
    told: Mapping[str, Any] = json.loads(report.as_json())
    assert (told["right"], told["figures_compared"]) == (not bad, 10)


def test_memory_is_judged_where_a_run_is_long_enough() -> None:
    growing = {"all processes": [100.0] * 20 + [200.0] * 20}
    short, long = (Report(minutes, 2, 1, Ledger(), growing, []) for minutes in (5, 60))
    assert (short.is_right, long.is_right) == (True, False)
    assert "not judged in less than 20 minutes" in short.words()
    assert "NOT FLAT" in long.words()


@pytest.mark.slow
def test_a_short_run_over_small_evidence_is_right(unchanged: Path, store_cache: Path, tmp_path: Path) -> None:
    # What pages load is packed there already.
    # A machine that does much else may have told no figure by the time the run ends.
    for minutes in (0.07, 0.5, 2):
        folder = tmp_path / str(minutes)
        folder.mkdir()
        told = soak([unchanged], folder, minutes, 2, 1, DIGITAL_TRENDS_CACHE=str(store_cache))
        assert told.is_right, told.words()
        if compared := told.data()["figures_compared"]:
            break
    assert compared > 0
    assert told.ledger.faults
