"""Large files: made once in a process of their own, kept within a bound, refused clearly where too many are waited for."""

import asyncio
import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.reading import reading_from
from trends.export import tables
from trends.request.cut import Cut
from trends.request.filters import FilterError, Vocabulary
from trends.request.tables import TABLES
from trends.serve import api, file_answers, headers, made_files
from trends.serve.file_worker import METADATA, Job
from trends.serve.made_files import Made, MadeFiles, UnwrittenError
from trends.store.guard import TooSlowError
from trends.store.store import Store


@pytest.fixture
def files(tmp_path: Path) -> Iterator[MadeFiles]:
    made = MadeFiles(tmp_path / "files")
    yield made
    made.close()


@pytest.fixture
def job(tiny_store: Store) -> Job:
    return Job(tiny_store.path, tiny_store.fingerprint, "csv", "findings", (("country", ("GBR",)),))


def asked(files: MadeFiles, *jobs: Job) -> list[Made]:
    async def ask() -> list[Made]:
        return list(await asyncio.gather(*(files.of(each) for each in jobs)))

    return asyncio.run(ask())


def test_a_file_is_what_the_same_rows_give_here_and_equal_requests_make_it_once(
    files: MadeFiles, job: Job, tiny_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    start = subprocess.Popen
    counted = lambda *given, **named: (started.append(given), start(*given, **named))[1]  # noqa: E731
    monkeypatch.setattr(made_files.subprocess, "Popen", counted)
    packed = replace(job, packed=True)
    made = asked(files, *[job] * 20, packed)
    assert len(started) == 2
    assert len({each.path for each in made}) == 2
    whole = tables.encoded(tiny_store, Vocabulary.of(tiny_store), TABLES["findings"], {"country": ["GBR"]}, "csv")
    assert made[0].path.read_bytes() == whole
    assert gzip.decompress(made[-1].path.read_bytes()) == whole
    # What is there is found by another server too.
    assert MadeFiles(made[0].path.parent).known(job) == made[0]
    assert sorted(path.suffix for path in made[0].path.parent.iterdir()) == ["", "", ".told", ".told"]


def test_what_is_asked_wrong_is_told_to_who_asked(files: MadeFiles, job: Job) -> None:
    wrong = replace(job, cut=Cut(after="nothing"))
    with pytest.raises(FilterError, match="has the key 'nothing'"):
        asked(files, wrong)
    # Nothing is kept of it, and the next file is made.
    assert files.known(wrong) is None
    assert asked(files, replace(job, cut=Cut(limit=1)))[0].following


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path, job: Job) -> None:
    files = MadeFiles(tmp_path / "files", seconds=0.01)
    with pytest.raises(TooSlowError, match="findings as csv was stopped"):
        asked(files, job)
    assert list((tmp_path / "files").iterdir()) == []


def test_files_keep_within_their_bound_and_half_written_ones_go(tmp_path: Path, job: Job) -> None:
    folder = tmp_path / "files"
    (first,) = asked(MadeFiles(folder), job)
    os.utime(first.path, (1, 1))
    # No process has this number.
    (folder / f"x.{2**22 + 1}.half").write_text("half")
    other = replace(job, format_name="json")
    (second,) = asked(MadeFiles(folder, most_bytes=first.path.stat().st_size + 10), other)
    assert sorted(folder.iterdir()) == sorted([second.path, second.path.with_suffix(".told")])


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    files = MadeFiles(tmp_path / "files")
    # As a disk that is full, or a folder that went away: root may write where others may not.
    monkeypatch.setattr(files, "folder", lambda: tmp_path / "gone")
    with pytest.raises(UnwrittenError, match=r"could not be written.*Make room"):
        asked(files, job)


# Over HTTP ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(
    unchanged: Path, tiny_cache: Path, files: MadeFiles, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """Everything served over HTTP, where two rows are many."""
    for module in (file_answers, api):
        monkeypatch.setattr(module, "FEW_ROWS", 1)
    monkeypatch.setattr(made_files, "FILES", files)
    application = Starlette(routes=headers.routes(""), exception_handlers={Exception: api.unexpected_error})
    with reading_from(unchanged, tiny_cache), TestClient(application, raise_server_exceptions=False) as opened:
        yield opened


@pytest.mark.parametrize("path", ["findings.csv", "findings.json?limit=2", "findings.csv-metadata.json"])
def test_large_answers_are_those_of_short_ones(
    path: str, client: TestClient, files: MadeFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = client.get(f"/api/v1/{path}")
    assert len(list(files.folder().iterdir())) == 2
    monkeypatch.setattr(api, "FEW_ROWS", 1_000)
    short = client.get(f"/api/v1/{path}")
    assert (large.status_code, large.content) == (200, short.content)
    # Only who reads from a disk can ask for parts.
    told = {name: value for name, value in large.headers.items() if name != "accept-ranges"}
    assert told == dict(short.headers) | {"content-length": told["content-length"]}
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": told["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["findings.xlsx", "findings.json", "everything.zip"])
def test_who_asks_for_headers_alone_has_no_file_made(path: str, client: TestClient, files: MadeFiles) -> None:
    answer = client.head(f"/api/v1/{path}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "content-length" not in answer.headers
    assert list(files.folder().iterdir()) == []


def test_where_too_many_files_are_waited_for_it_is_said_when_to_ask_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = MadeFiles(tmp_path / "other", most_waiting=1)
    monkeypatch.setattr(made_files, "FILES", files)
    # As while one is made: nothing is taken from the queue.
    monkeypatch.setattr(files, "_work", lambda: None)
    files.waiting.put_nowait(("x", Job(tmp_path, "", METADATA), made_files.Future()))
    for path in ("findings.xlsx", "everything.zip"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, api.RETRY_SECONDS)
        assert "Ask again" in json.loads(answer.text)["detail"]
    # Short answers do not wait.
    assert client.get("/api/v1/search?q=staff").status_code == 200
