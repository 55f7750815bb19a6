"""Receipts of rows: a figure is found again in the tables themselves, and what was computed says so."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests import tiny_evidence
from tests.reading import reading_from
from trends.export import since
from trends.export.briefing import finding_of
from trends.export.receipts import MOST_ROWS, receipt, receipts_text
from trends.request.request import Request
from trends.serve import headers
from trends.store.opening import open_store
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects import registry


def test_a_published_figure_is_found_in_its_tables(store: Store, shipped_request: Request) -> None:
    """The figure by the code, and its place and day by what the tables say of that code; on every page of surveys."""
    figures = store.ask("findings", **{name: [] for name in store.queries["findings"].parameters}).set_index(
        "finding_id"
    )
    seen = 0
    for reference in ("concerns/list", "priorities/list", "movers/shares", "movers/places", "themes/said"):
        finding = finding_of(reference, version=shipped_request.version)
        for number in range(1, min(len(finding.card.shown), 6) + 1):
            told = receipt(finding, number, "https://a.example")
            row = finding.card.shown.iloc[number - 1]
            code = told["code"]
            assert code, (reference, number)
            known = figures.loc[code]
            assert (known["item"], known["year"], known["value"]) == (
                row["item"],
                row["year"],
                pytest.approx(row["value"], abs=0.01),
            )
            assert told["source"]["place"] == known["source_place"]
            assert told["source"]["url"] == known["source_url"]
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", told["source"]["read_on"])
            assert told["how"].startswith({"published": "published", "computed": "computed"}[known["origin"]])
            assert told["fingerprint"] == store.fingerprint
            assert told["address"].startswith("https://a.example/")
            assert f"release={since.name_of(finding.request.version)}" in told["address"]
            seen += 1
    assert seen


@pytest.mark.parametrize("reference", ["countries/standing", "places/indices"])
def test_a_value_of_an_index_is_found_in_its_tables(reference: str, store: Store, shipped_request: Request) -> None:
    finding = finding_of(reference, version=shipped_request.version)
    values = store.ask("indicators", **{name: [] for name in store.queries["indicators"].parameters})
    names = ["indicator", "country", "year"]
    by_code = {
        " ".join(map(str, key)): row
        for key, row in zip(values[names].itertuples(index=False), values.to_dict("records"), strict=True)
    }
    for number in (1, len(finding.card.shown)):
        told, row = receipt(finding, number), finding.card.shown.iloc[number - 1]
        if told["code"] is None:
            # A rank of several parts is computed, and says so.
            assert told["how"].startswith("computed")
            continue
        known = by_code[told["code"]]
        assert (known["country"], known["year"]) == (row["country"], row["year"])
        assert known["source_place"] == told["source"]["place"]
        assert told["how"].startswith("published")


@pytest.mark.parametrize(
    ("reference", "how"),
    [
        ("bodies/shares", "computed by the query below"),
        ("cases/shares", "computed by the query below"),
        ("cases/list", "listed by the query below"),
        ("overview/priorities", "listed by the query below"),
        ("body/kinds", "listed by the query below"),
    ],
)
def test_what_was_computed_or_listed_says_by_which_query(reference: str, how: str, shipped_request: Request) -> None:
    finding = finding_of(reference, version=shipped_request.version)
    told = receipt(finding, 1)
    assert told["how"].startswith(how)
    assert finding.card.receipt is not None
    assert told["query"] == finding.card.receipt.words()
    assert finding.card.receipt.query in told["query"]
    assert told["source"]["place"] is None
    assert told["source"]["name"]


def test_every_card_gives_receipts_as_text(tiny_request: Request) -> None:
    """Of every page, chart or not: each row has a source, a way it was come by, the evidence and an address."""
    kinds = set()
    for name in registry.PAGES:
        for card in registry.contents(name, tiny_request).cards:
            finding = finding_of(f"{name}/{card.key}", version=tiny_request.version)
            kinds.add(type(card.chart).__name__)
            rows = range(1, len(card.shown) + 1)
            text = receipts_text(finding, rows, "https://a.example")
            told = text.split("\n\n")
            assert len(told) == min(len(rows), MOST_ROWS) + (len(rows) > MOST_ROWS)
            for each in told[:MOST_ROWS]:
                for label in ("Source: ", "How: ", "Evidence: ", "Address: https://a.example/"):
                    assert label in each, (name, card.key, each)
                # No line says its label again.
                assert re.search(r"(?im)^([\w ]+): \1 ", each) is None, each
    assert len(kinds) > 5


def test_a_figure_read_again_has_another_receipt(tiny: Path, tiny_cache: Path) -> None:
    """Place and day come from the tables, by hand: the figure is on table 1, read on the day of its survey's source."""
    ordered = tiny_evidence.read_rows(tiny, "provenance")
    changed = ordered[1][0]
    tiny_evidence.change(tiny, "provenance", changed, ordered[0][-1], "page 99, table 7")
    with_it = [row for row in tiny_evidence.read_rows(tiny, "findings")[1:] if changed in row]
    store = open_store(tiny, tiny_cache)
    version = Version(store)
    found = [
        receipt(finding_of("concerns/list", version=version), number)
        for number in range(1, len(finding_of("concerns/list", version=version).card.shown) + 1)
    ]
    for told in found:
        expected = any(row[0] == told["code"] for row in with_it)
        assert (told["source"]["place"] == "page 99, table 7") == expected
    assert any(told["source"]["place"] for told in found)


def test_receipts_are_served_by_address(unchanged: Path, tiny_cache: Path) -> None:
    with reading_from(unchanged, tiny_cache), TestClient(Starlette(routes=headers.routes(""))) as client:
        told = client.get("/api/v1/cards/concerns/list?country=GBR").json()["cards"][0]
        whole = client.get(told["addresses"]["receipt"])
        assert whole.headers["content-type"] == "text/plain; charset=utf-8"
        assert whole.text.count("receipt: row") == len(told["rows"])
        one = client.get(f"{told['addresses']['receipt']}&row=2")
        assert one.text.count("receipt: row 2 of") == 1
        assert one.text in whole.text
        again = client.get(f"{told['addresses']['receipt']}&row=2", headers={"If-None-Match": one.headers["ETag"]})
        assert again.status_code == 304
        for wrong in ("0", "99", "-1", "two", "²", "9" * 5_000, "<b>"):
            lost = client.get("/card/concerns/list.receipt", params={"row": wrong})
            assert lost.status_code == 404, wrong
            assert "numbered from 1 to" in lost.text
            assert "<b>" not in lost.text
        page = client.get("/read/concerns?country=GBR").text
        assert '/card/concerns/list.receipt?country=United+Kingdom"' in page


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            {"item": "Lack of skills", "region": "London"},
            [("figure", "barriers-24-gbr-skills-london", "published", "table 1", "2025-01-31")],
        ),
        ({"item": "Lack of skills"}, [("figure", "barriers-24-gbr-skills", "published", "table 1", "2025-01-31")]),
        ({"item": "Lack of skills", "measure": "rank"}, []),
        ({"item": "No such item"}, []),
        ({"item": "Lack of skills", "year": 2020}, []),
        (
            {"indicator_name": "Band"},
            [("value", "service_band GBR 2024", "published", "column total", "2025-01-31")],
        ),
        ({"source_name": "Clinic Press: Health poll"}, [("source", "health_poll", "-", "-", "2025-02-01")]),
    ],
)
def test_a_row_is_found_by_its_names(
    names: dict[str, str | int], expected: list[tuple[str, ...]], tiny_store: Store
) -> None:
    """By all that name it: a part of the country is another figure than the whole."""
    asked = dict.fromkeys(tiny_store.queries["row_receipt"].parameters, "") | {
        "survey_name": "Councils on digital",
        "question_name": "What holds councils back",
        "year": 2024,
        "country_name": "United Kingdom",
        "sector_name": "Local government",
    }
    found = tiny_store.rows("row_receipt", **(asked | names))
    columns = ("kind", "code", "origin", "source_place", "read_on")
    assert [tuple(str(row[name] or "-") for name in columns) for row in found] == expected
