"""The description of the data API and the page that explains it: nothing is described that is not there, examples run."""

import csv
import io
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import httpx2 as httpx
import pyarrow.parquet as pq
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.reading import reading_from
from tests.serving import LOOPBACK, free_port
from trends.export.examples import ways
from trends.request.cut import OPTIONS
from trends.request.tables import TABLES
from trends.serve import headers, sharing
from trends.serve.problems import TITLES
from trends.store.store import Store
from trends.ui.card import code_for
from trends.words.columns import MEANINGS

JSON_TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "null": type(None)}


@pytest.fixture(scope="module")
def address(unchanged: Path, tiny_cache: Path) -> Iterator[str]:
    """Everything served over HTTP but the dashboard itself, on the small evidence and a port of loopback."""
    application = Starlette(routes=headers.routes(""), middleware=[Middleware(sharing.OpenToAll)])
    server = uvicorn.Server(uvicorn.Config(application, LOOPBACK, free_port(), log_level="error"))
    thread = threading.Thread(target=server.run)
    with reading_from(unchanged, tiny_cache):
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://{LOOPBACK}:{server.config.port}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def described(address: str) -> dict[str, Any]:
    """The description of the API."""
    told: dict[str, Any] = httpx.get(f"{address}/api/v1/openapi.json", timeout=60).json()
    return told


def references(part: Any) -> Iterator[str]:
    """Yield every reference within a description."""
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def test_every_address_described_answers_and_every_reference_leads_somewhere(
    address: str, described: dict[str, Any]
) -> None:
    assert described["openapi"] == "3.1.0"
    for reference in set(references(described)):
        found: Any = described
        for name in reference.removeprefix("#/").split("/"):
            found = found[name]
    names = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(names) == len(set(names))
    for path, told in described["paths"].items():
        answer = httpx.get(address + path.format(page="priorities", card="list"), timeout=60)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].partition(";")[0] in told["get"]["responses"]["200"]["content"]


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_described_as_they_are(
    address: str, described: dict[str, Any], tiny_store: Store, table: str
) -> None:
    rows = httpx.get(f"{address}/api/v1/{table}.json", timeout=60).json()
    columns = described["components"]["schemas"][table]["properties"]
    assert list(columns) == list(rows[0])
    for name, column in columns.items():
        kinds = column["type"] if isinstance(column["type"], list) else [column["type"]]
        allowed = tuple(JSON_TYPES[kind] for kind in kinds)
        for row in rows:
            assert any(isinstance(row[name], each) for each in allowed), name
        assert column["description"] == MEANINGS[name]
    # Empty columns have a type as well: that of the question.
    assert tiny_store.ask(
        table,
        **{field: [] for field in TABLES[table].fields if field != "search"}
        | ({"search": ""} if "search" in TABLES[table].fields else {}),
    ).columns.tolist() == list(columns)
    parameters = described["paths"][f"/api/v1/{table}.csv"]["get"]["parameters"]
    assert [each["$ref"].rpartition("/")[2] for each in parameters] == [*TABLES[table].parameters, *OPTIONS]


def test_a_refusal_is_as_it_is_described(address: str, described: dict[str, Any]) -> None:
    told = httpx.get(f"{address}/api/v1/findings.csv?country=Norwy&limit=x", timeout=60).json()
    problem = described["components"]["schemas"]["problem"]
    assert set(problem["required"]) <= set(told) == set(problem["properties"])
    known = problem["properties"]["errors"]["items"]["properties"]
    assert all(set(error) <= set(known) for error in told["errors"])
    page = httpx.get(address + told["type"], timeout=60)
    assert page.status_code == 200
    assert all(f'id="{kind}"' in page.text for kind in TITLES)


@pytest.fixture(scope="module")
def code(address: str) -> dict[str, str]:
    """The examples of the page that explains the API, by key."""
    page = httpx.get(f"{address}/api/v1/", timeout=60)
    assert page.status_code == 200
    return {
        key: unescape(text) for key, text in re.findall(r'<code id="code-([\w-]+)">(.*?)</code>', page.text, re.DOTALL)
    }


def test_every_address_in_the_examples_answers_with_rows(code: dict[str, str]) -> None:
    assert set(code) == {"excel", "power-query", "sheets", "pandas", "r", "duckdb", "curl"}
    for text in code.values():
        (found,) = re.findall(r"http://[^\s\"')]+", text)
        answer = httpx.get(found, timeout=60)
        assert answer.status_code == 200, found
        parquet = ".parquet" in found
        rows = pq.read_metadata(io.BytesIO(answer.content)).num_rows if parquet else len(answer.text.splitlines()) - 1
        assert rows > 0, found


def test_the_example_in_python_runs(code: dict[str, str]) -> None:
    ran = subprocess.run([sys.executable, "-c", code["pandas"]], capture_output=True, text=True, timeout=60, check=True)
    assert "survey_name" in ran.stdout


def test_the_example_of_curl_runs(code: dict[str, str], tmp_path: Path) -> None:
    subprocess.run(shlex.split(code["curl"]), cwd=tmp_path, capture_output=True, timeout=60, check=True)
    assert (tmp_path / "figures.csv").read_bytes().startswith(b"\xef\xbb\xbffinding_id,")


def test_the_example_of_duckdb_runs(code: dict[str, str], tmp_path: Path) -> None:
    """Over HTTP where DuckDB has its extension; without a network it has none, and reads a copy of the same file."""
    with duckdb.connect() as connection:
        text = code["duckdb"]
        try:
            connection.execute("load httpfs")
        except duckdb.Error:
            (found,) = re.findall(r"'(http[^']+)'", text)
            (tmp_path / "figures.parquet").write_bytes(httpx.get(found, timeout=60).content)
            text = text.replace(found, str(tmp_path / "figures.parquet")).replace("load httpfs;", "")
        rows = connection.execute(text.replace("install httpfs;", "")).fetchall()
    assert 0 < len(rows) <= 10
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)


# Code for the rows of a card, in its box of downloads ----------------------------------------------------------------

FILTERED = "/read/priorities/list.csv?country=United+Kingdom&sector=Local+government"


def test_code_for_a_card_asks_with_the_filters_of_its_page(address: str, tmp_path: Path) -> None:
    asked = f"{address}{FILTERED}"
    told = {way.key: way.code for way in ways(asked)}
    assert set(told) == {"excel", "sheets", "pandas", "r", "duckdb", "curl"}
    assert all(asked in text for text in told.values())
    assert told["excel"] == asked
    assert told["sheets"] == f'=IMPORTDATA("{asked}", ",", "en_US")'
    content = httpx.get(asked, timeout=60).content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows

    text = f"{told['pandas']}\nprint(len(figures), *figures.columns, sep='|')"
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.splitlines()[-1] == "|".join([str(len(rows)), *rows[0]])

    subprocess.run(shlex.split(told["curl"]), cwd=tmp_path, capture_output=True, timeout=60, check=True)
    assert (tmp_path / "figures.csv").read_bytes() == content

    # Without a network DuckDB has no extension for addresses, and reads the same file.
    local = told["duckdb"].replace(asked, str(tmp_path / "figures.csv")).partition("load httpfs;")[2]
    with duckdb.connect() as connection:
        assert len(connection.execute(local).fetchall()) == min(len(rows), 10)


def test_code_for_a_card_is_one_folded_part_of_the_page() -> None:
    shown = code_for("https://example.org/read/list.csv?country=C%C3%B4te&item=%3Cb%3E")
    assert shown.startswith('<details class="code-for"><summary>')
    assert re.findall(r'<code class="code-(\w+)">', shown) == ["excel", "sheets", "pandas", "r", "duckdb", "curl"]
    assert "country=C%C3%B4te&amp;item=%3Cb%3E" in shown
