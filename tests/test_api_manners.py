"""How the data API behaves to programs: other sites, what is kept, compressed or read in parts, and cut."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import openpyxl
import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.reading import reading_from
from trends.request.tables import TABLES
from trends.serve import api, headers, made_files, sharing
from trends.serve.file_worker import EVERYTHING, Job
from trends.serve.problems import MOST_TOLD
from trends.store.versions import current

ANYWHERE = {"Origin": "https://elsewhere.example"}
PARQUET = "/api/v1/answers.parquet"


@pytest.fixture(scope="module")
def client(unchanged: Path, tiny_cache: Path) -> Iterator[TestClient]:
    """Everything served over HTTP but the dashboard itself, on the small evidence."""
    application = Starlette(
        routes=headers.routes(""),
        middleware=[Middleware(sharing.OpenToAll)],
        exception_handlers={Exception: api.unexpected_error},
    )
    with reading_from(unchanged, tiny_cache), TestClient(application, raise_server_exceptions=False) as opened:
        yield opened


# Other sites ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/findings.json?country=NOR", 200),
        ("/api/v1/findings.json?country=Atlantis", 400),
        ("/api/v1/health", 200),
        ("/api/v2/anything", 404),
        ("/card/priorities/list.svg", 200),
        ("/card/priorities/nothing.svg", 404),
        ("/read/priorities/list.csv", 200),
        ("/read/priorities/nothing.csv", 404),
    ],
)
def test_pages_of_any_site_may_read_data_pictures_and_files(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path, headers=ANYWHERE)
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Link" in answer.headers["access-control-expose-headers"]
    before = client.options(path, headers={**ANYWHERE, "Access-Control-Request-Method": "GET"})
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["access-control-allow-origin"] == "*"
    assert "Range" in before.headers["access-control-allow-headers"]
    assert "GET" in before.headers["access-control-allow-methods"]


def test_pages_of_other_sites_may_not_read_pages(client: TestClient) -> None:
    answer = client.get("/read/priorities", headers=ANYWHERE)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_a_fault_of_ours_is_open_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "current", lambda: 1 / 0)
    answer = client.get("/api/v1/health", headers=ANYWHERE)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


# What is kept --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/findings.csv?country=NOR",
        "/api/v1/cases.xlsx",
        "/card/priorities/list.png",
        "/read/priorities",
        "/read/priorities/list.json",
    ],
)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200, first.text
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    assert parsedate_to_datetime(changed) <= datetime.now(UTC)
    for known in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": changed}):
        again = client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for other in ({"If-None-Match": '"x"'}, {"If-None-Match": '"x"', "If-Modified-Since": changed}):
        assert client.get(path, headers=other).content == first.content
    elsewhere = client.get(f"{path}{'&' if '?' in path else '?'}year=2024")
    assert elsewhere.headers["etag"] != tag


def test_text_is_compressed_where_that_is_taken(client: TestClient) -> None:
    path = "/api/v1/findings.csv"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for refused in ("gzip;q=0", "br", "*;q=0"):
        assert "content-encoding" not in client.get(path, headers={"Accept-Encoding": refused}).headers
    with client.stream("GET", path, headers={"Accept-Encoding": "br, gzip;q=0.8"}) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == plain.content
    assert len(body) == int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.headers["etag"] != plain.headers["etag"]


# Parts ---------------------------------------------------------------------------------------------------------------


def test_parts_of_a_parquet_file_are_those_asked_for(client: TestClient) -> None:
    whole = client.get(PARQUET, headers={"Accept-Encoding": "gzip"})
    assert (whole.headers["accept-ranges"], whole.headers.get("content-encoding")) == ("bytes", None)
    size = len(whole.content)
    assert int(client.head(PARQUET).headers["content-length"]) == size
    for asked, begin, end in (
        ("bytes=0-3", 0, 4),
        ("bytes=-8", size - 8, size),
        (f"bytes={size - 5}-", size - 5, size),
        (f"bytes=10-{size * 9}", 10, size),
        (f"bytes=-{size * 9}", 0, size),
    ):
        part = client.get(PARQUET, headers={"Range": asked, "If-Range": whole.headers["etag"]})
        assert part.status_code == 206, asked
        assert part.content == whole.content[begin:end]
        assert part.headers["content-range"] == f"bytes {begin}-{end - 1}/{size}"
        assert int(part.headers["content-length"]) == end - begin
    beyond = client.get(PARQUET, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    for passed_over in ({"Range": "rows=1-2"}, {"Range": "bytes=0-3", "If-Range": '"another"'}, {"Range": "bytes=-"}):
        assert client.get(PARQUET, headers=passed_over).content == whole.content


class Remote(io.RawIOBase):
    """A file that is read over HTTP in parts, as DuckDB and Arrow read it; counts the parts."""

    def __init__(self, client: TestClient, path: str) -> None:
        self.client, self.path, self.at, self.parts = client, path, 0, 0
        self.size = int(client.head(path).headers["content-length"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, self.size)[whence]
        return self.at

    def read(self, size: int = -1) -> bytes:
        end = self.size if size < 0 else min(self.at + size, self.size)
        if end <= self.at:
            return b""
        part = self.client.get(self.path, headers={"Range": f"bytes={self.at}-{end - 1}"})
        assert part.status_code == 206
        self.at, self.parts = end, self.parts + 1
        return part.content


def test_a_column_of_a_parquet_file_is_read_in_parts(client: TestClient) -> None:
    remote: Any = Remote(client, PARQUET)
    column = pq.ParquetFile(remote).read(columns=["body_id"])["body_id"].to_pylist()
    assert column == [row["body_id"] for row in client.get("/api/v1/answers.json").json()]
    assert remote.parts > 1


# Which part of a table -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_following_the_links_gives_every_row_once_in_order(client: TestClient, table: str) -> None:
    every = client.get(f"/api/v1/{table}.json").json()
    address, told = f"/api/v1/{table}.json?limit=2&country=NOR&country=GBR", []
    expected = [row for row in every if row["country"] in {"NOR", "GBR"}]
    while address:
        answer = client.get(address)
        told += answer.json()
        assert len(answer.json()) <= 2
        link = answer.headers.get("link", "")
        assert link.endswith('>; rel="next"') or not link
        address = link.partition(">")[0].removeprefix("<")
    assert told == expected
    assert len(expected) > 2


def test_columns_are_those_named_in_that_order(client: TestClient) -> None:
    rows = client.get("/api/v1/findings.json?columns=value,%20item&columns=year&limit=2").json()
    assert [list(row) for row in rows] == [["value", "item", "year"]] * 2
    text = client.get("/api/v1/findings.csv?columns=item&bom=0").content
    assert text.startswith(b"item\r\n")
    assert client.get("/api/v1/findings.csv?columns=item").content == b"\xef\xbb\xbf" + text


def test_an_item_restricts_findings(client: TestClient) -> None:
    every = client.get("/api/v1/findings.json").json()
    items = sorted({row["item"] for row in every})[:2]
    told = client.get("/api/v1/findings.json", params={"item": items}).json()
    assert told == [row for row in every if row["item"] in items]
    assert len({row["item"] for row in told}) == 2
    refused = client.get("/api/v1/findings.json", params={"item": f"{items[0]}x"}).json()
    assert refused["errors"][0]["nearest"][0] == items[0]


@pytest.mark.parametrize(
    ("asked", "parameter", "nearest"),
    [
        ("columns=valeu", "columns", ["value"]),
        ("limit=0", "limit", None),
        ("limit=ten", "limit", None),
        ("limit=1&limit=2", "limit", None),
        ("bom=no", "bom", None),
        ("after=no-such-row", "after", None),
        ("colums=item", "colums", ["columns"]),
    ],
)
def test_a_part_there_is_not_is_refused(
    client: TestClient, asked: str, parameter: str, nearest: list[str] | None
) -> None:
    answer = client.get(f"/api/v1/findings.csv?{asked}")
    assert answer.status_code == 400
    (problem,) = answer.json()["errors"]
    assert problem["parameter"] == parameter
    assert problem.get("nearest") == nearest


def test_everything_wrong_with_an_address_is_said_at_once(client: TestClient) -> None:
    told = client.get("/api/v1/findings.csv?country=Atlantis&limit=x&columns=nothing").json()
    assert [problem["parameter"] for problem in told["errors"]] == ["country", "columns", "limit"]
    assert told["type"] == "/api/v1/#wrong-request"


def test_a_filter_left_aside_is_named_in_header_json_workbook_and_parquet(client: TestClient) -> None:
    asked = "country=NOR&sector=health&survey=health_poll"
    answer = client.get(f"/api/v1/indicators.json?{asked}&about=1&limit=1")
    told = answer.json()
    assert answer.headers["x-filters-left-aside"] == "sector, survey"
    assert told["filters_left_aside"] == ["sector", "survey"]
    assert told["about"]["Country"] == "Norway"
    assert len(told["rows"]) == 1
    (following,) = parse_qs(urlsplit(answer.headers["link"].partition(">")[0]).query)["after"]
    assert told["after"] == following
    said = "Sector, Survey: this table has no such column"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/v1/indicators.xlsx?{asked}").content), read_only=True)
    assert ("Filters left aside", said) in list(book["Cover"].iter_rows(values_only=True))
    metadata = pq.read_schema(io.BytesIO(client.get(f"/api/v1/indicators.parquet?{asked}").content)).metadata
    assert ["Filters left aside", said] in json.loads(metadata[b"about"])
    # Rows alone stay a list, and CSV stays a table.
    assert isinstance(client.get(f"/api/v1/indicators.json?{asked}").json(), list)
    assert len(list(csv.reader(io.StringIO(client.get(f"/api/v1/indicators.csv?{asked}").text)))) > 1


# What a file holds, and everything in one ----------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?country=GBR&year=2024&columns=item,value&limit=2&sector=health"])
@pytest.mark.parametrize("table", TABLES)
def test_each_csv_leads_to_what_it_holds(client: TestClient, table: str, query: str) -> None:
    query = query.replace("item,value", ",".join(TABLES[table].key))
    answer = client.get(f"/api/v1/{table}.csv{query}")
    assert answer.status_code == 200, answer.text
    (leads,) = [each for each in answer.headers["link"].split(", ") if 'rel="describedby"' in each]
    assert 'type="application/csvm+json"' in leads
    address = leads.partition(">")[0].removeprefix("<")
    told = client.get(address)
    assert told.headers["content-type"] == "application/csvm+json"
    said = told.json()
    assert urljoin(address, said["url"]) == f"/api/v1/{table}.csv{query}"
    header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [column["name"] for column in said["tableSchema"]["columns"]] == header
    assert client.get(address, headers={"If-None-Match": told.headers["etag"]}).status_code == 304


def test_what_no_file_holds_is_refused(client: TestClient) -> None:
    refusal = client.get("/api/v1/nothing.csv-metadata.json")
    assert (refusal.status_code, refusal.json()["errors"][0]["message"]) == (
        404,
        "There is no nothing.csv-metadata.json.",
    )
    assert "findings.csv-metadata.json" in refusal.json()["errors"][0]["legal"]
    assert client.get("/api/v1/findings.csv-metadata.json?contry=GBR").status_code == 400


def test_everything_is_one_file_that_is_made_once_and_sent_in_parts(client: TestClient) -> None:
    address = "/api/v1/everything.zip"
    whole = client.get(address)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "application/zip")
    assert "digital-trends-everything.zip" in whole.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(whole.content)) as file:
        assert {f"{name}.parquet" for name in TABLES} <= set(file.namelist())
    made = made_files.FILES.known(Job(current().store.path, current().fingerprint, EVERYTHING))
    assert made is not None
    assert made.path.read_bytes() == whole.content
    assert client.get(address).content == whole.content
    tag = whole.headers["etag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    part = client.get(address, headers={"Range": "bytes=-22", "If-Range": tag})
    assert (part.status_code, part.content) == (206, whole.content[-22:])
    assert whole.headers["access-control-allow-origin"] == "*"


def test_an_address_of_many_faults_is_answered_with_the_first_of_them(client: TestClient) -> None:
    for query in ("&".join(f"p{number}=x" for number in range(300)), "&".join(f"country=X{n}" for n in range(300))):
        answer = client.get(f"/api/v1/findings.json?{query}")
        told = answer.json()
        assert (answer.status_code, len(told["errors"])) == (400, MOST_TOLD)
        assert told["detail"].endswith(f"There are {300 - MOST_TOLD} more faults of this kind.")
        assert len(answer.content) < 20_000
