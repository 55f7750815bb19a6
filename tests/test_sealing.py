"""A store that was damaged is never served as a whole one: it is built anew, and what was left behind is removed."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests import tiny_evidence
from tests.reading import reading_from
from tests.test_api import served
from trends.store import leftovers, opening, sealing
from trends.store.opening import open_store
from trends.store.store import Store
from trends.store.versions import VERSIONS


@pytest.fixture(scope="module")
def cache_with_store(unchanged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("sealed")
    open_store(unchanged, cache).close()
    return cache


@pytest.fixture
def cache(cache_with_store: Path, tmp_path: Path) -> Path:
    """A cache folder with a whole store in it, the test's own."""
    return Path(shutil.copytree(cache_with_store, tmp_path / "cache"))


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[TestClient]:
    """Programs ask a dashboard of small evidence of its own."""
    folder = tiny_evidence.write(tmp_path / "data")
    with reading_from(folder, tmp_path / "cache"):
        yield served()


def store_in(cache: Path) -> Path:
    (found,) = cache.glob(sealing.STORES)
    return found


def flip(path: Path, at: int) -> None:
    """Change one bit of one byte of a file, where it lies."""
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def answers(store: Store) -> int:
    return int(store.row("store_counts")["findings"])


def test_a_whole_store_is_opened_as_it_lies(cache: Path, unchanged: Path) -> None:
    before = store_in(cache).stat()
    assert sealing.is_whole(store_in(cache))
    open_store(unchanged, cache).close()
    after = store_in(cache).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_a_store_with_one_changed_bit_is_built_anew(cache: Path, unchanged: Path, part: float) -> None:
    path = store_in(cache)
    flip(path, round((path.stat().st_size - 1) * part))
    assert not sealing.is_whole(path)
    opened = open_store(unchanged, cache)
    assert answers(opened) > 0
    assert not opened.is_silent()
    opened.close()
    assert sealing.is_whole(store_in(cache))


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"0" * 32])
def test_a_store_without_its_own_seal_is_built_anew(cache: Path, unchanged: Path, content: bytes | None) -> None:
    path = sealing.seal_of(store_in(cache))
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    open_store(unchanged, cache).close()
    assert sealing.is_whole(store_in(cache))


def wait_until_ready(asked: TestClient) -> None:
    for _ in range(300):
        if asked.get("/api/v1/ready").status_code == 200:
            return
        time.sleep(0.1)
    pytest.fail("The store was not built anew within 30 s.")


@pytest.mark.parametrize("harm", ["flipped", "truncated"])
def test_a_store_damaged_while_it_is_served_is_told_and_built_anew(
    asked: TestClient, tmp_path: Path, harm: str
) -> None:
    good = asked.get("/api/v1/findings.csv")
    assert asked.get("/api/v1/ready").json()["status"] == "ready"
    path = store_in(tmp_path / "cache")
    if harm == "flipped":
        flip(path, path.stat().st_size // 2)
    else:
        os.truncate(path, 4096)
    answer = asked.get("/api/v1/ready")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "built anew" in answer.json()["reason"]
    wait_until_ready(asked)
    assert asked.get("/api/v1/findings.csv").content == good.content
    assert not VERSIONS.current().store.is_silent()
    # The next start finds a whole store as well.
    assert sealing.is_whole(store_in(tmp_path / "cache"))


def test_however_many_ask_a_damaged_store_is_built_once(
    asked: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VERSIONS.current()
    built = []
    build = opening.build
    monkeypatch.setattr(opening, "build", lambda *given: (built.append(1), time.sleep(0.3), build(*given)))
    os.truncate(store_in(tmp_path / "cache"), 4096)
    threads = [threading.Thread(target=VERSIONS.is_sound) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until_ready(asked)
    assert len(built) == 1


def test_a_store_taken_away_is_served_on(asked: TestClient, tmp_path: Path) -> None:
    assert asked.get("/api/v1/ready").status_code == 200
    for path in (store_in(tmp_path / "cache"), sealing.seal_of(store_in(tmp_path / "cache"))):
        path.unlink()
    assert asked.get("/api/v1/ready").status_code == 200


def ended_process() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def aged(path: Path, seconds: float) -> Path:
    moment = time.time() - seconds - 60
    os.utime(path, (moment, moment))
    return path


def test_what_killed_processes_left_and_old_stores_are_removed(cache: Path, unchanged: Path) -> None:
    def left(number: int | str, age: float) -> Path:
        folder = cache / f"{opening.BUILDING}{number}-abc"
        folder.mkdir()
        (folder / "store.duckdb").write_bytes(b"half")
        return aged(folder, age)

    gone = [left(ended_process(), leftovers.LEFT_SECONDS), left("named_before", leftovers.LEFT_SECONDS)]
    stays = [left(os.getpid(), leftovers.LEFT_SECONDS), cache / f"{opening.BUILDING}{ended_process()}-young"]
    stays[1].mkdir()
    old, young = (cache / f"evidence-{name}-a-duckdb-1.duckdb" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"another")
        sealing.seal(path)
    aged(old, sealing.OLD_SECONDS)
    sealing.seal_of(next(path for path in cache.glob(sealing.STORES) if path not in {old, young})).unlink()
    open_store(unchanged, cache).close()
    assert [path.exists() for path in (*gone, old, sealing.seal_of(old))] == [False] * 4
    assert [path.exists() for path in (*stays, young, sealing.seal_of(young))] == [True] * 4


def test_what_killed_processes_left_where_no_cache_can_be_written_is_removed(
    tmp_path: Path, unchanged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def left(number: int, age: float) -> Path:
        folder = tmp_path / f"{leftovers.TEMPORARY}{number}-abc"
        folder.mkdir()
        (folder / "evidence.duckdb").write_bytes(b"whole")
        return aged(folder, age)

    gone = left(ended_process(), leftovers.LEFT_SECONDS)
    stays = [left(ended_process(), 0), left(os.getpid(), leftovers.LEFT_SECONDS)]
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    open_store(unchanged, tmp_path / "file" / "cache").close()
    assert not gone.exists()
    assert all(path.exists() for path in stays)
