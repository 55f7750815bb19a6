"""Versions of the evidence: what is kept goes with its version, within a number of bytes, and sessions keep theirs."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.reading import opened, reading_from
from trends.request.request import Request, kept, vocabulary_of
from trends.store.kept import Kept, size_of
from trends.store.opening import open_store
from trends.store.versions import VERSIONS, Version
from trends.subjects.registry import contents


@pytest.fixture
def version(unchanged: Path, tiny_cache: Path) -> Version:
    return Version(open_store(unchanged, tiny_cache))


@pytest.fixture
def read_from_tiny(tmp_path: Path) -> Iterator[Path]:
    folder = tiny_evidence.write(tmp_path / "data")
    with reading_from(folder, tmp_path / "cache"):
        yield folder


def resident_kilobytes() -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def test_what_is_kept_is_made_once_and_shared(version: Version) -> None:
    made: list[str] = []

    @kept
    def counted(request: Request, what: str) -> list[str]:
        made.append(what)
        return [what, str(len(request.vocabulary.names))]

    first = counted(Request(version), "a")
    assert counted(Request(version), "a") is first
    counted(Request(version), "b")
    assert made == ["a", "b"]
    version.forget()
    counted(Request(version), "a")
    assert made == ["a", "b", "a"]


def test_another_version_has_answers_of_its_own(version: Version, unchanged: Path, tiny_cache: Path) -> None:
    other = Version(open_store(unchanged, tiny_cache))
    assert vocabulary_of(version) is vocabulary_of(version)
    assert vocabulary_of(other) is not vocabulary_of(version)


def test_no_more_bytes_are_kept_than_there_is_room_for() -> None:
    memory = Kept(10_000)
    for number in range(500):
        memory.get(number, lambda: "x" * 1_000)
        assert memory.bytes <= 10_000
    assert 5 <= len(memory) <= 10
    assert memory.get(499, lambda: "made again") == "x" * 1_000
    assert memory.get("long", lambda: "y" * 20_000) == "y" * 20_000
    assert memory.get("long", lambda: "made again") == "made again"


def test_the_size_of_a_value_grows_with_its_parts() -> None:
    frame = pd.DataFrame({"a": range(1_000), "b": ["text"] * 1_000})
    assert size_of(frame) > 1_000 * (8 + 40)
    assert size_of([frame, frame]) < size_of([frame, frame.copy()])
    assert size_of({"a": [1, 2, 3]}) > size_of({"a": []})


def asked_together(memory: Kept, key: str, make: Callable[[], Any], readers: int = 8) -> list[Any]:
    """Return what each of several threads gets that ask at once: the value, or the error it was told."""
    found, gate = [], threading.Barrier(readers)

    def ask() -> None:
        gate.wait()
        try:
            found.append(memory.get(key, make))
        except RuntimeError as error:
            found.append(error)

    threads = [threading.Thread(target=ask) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_what_threads_miss_together_is_made_once() -> None:
    memory, made = Kept(10_000), []

    def slow() -> object:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return object()

    assert len(set(map(id, asked_together(memory, "a", slow)))) == 1
    assert len(made) == 1
    # What is too long to be kept serves those who wait for it all the same.
    made.clear()
    assert asked_together(Kept(10), "a", lambda: [slow(), "x" * 1_000])[0][1] == "x" * 1_000
    assert len(made) < 8


def test_an_error_is_told_to_all_who_wait_for_it_and_is_not_kept() -> None:
    memory, made = Kept(10_000), []

    def failing() -> object:
        made.append(threading.get_ident())
        time.sleep(0.05)
        raise RuntimeError("stopped")

    assert [str(each) for each in asked_together(memory, "a", failing)] == ["stopped"] * 8
    assert len(made) < 8
    assert memory.get("a", lambda: "made") == "made"


def test_where_one_is_stopped_another_makes_it() -> None:
    memory, begun, ask_on = Kept(10_000), threading.Event(), threading.Event()
    found: list[Any] = []

    def stopped() -> object:
        begun.set()
        ask_on.wait()
        raise SystemExit

    def ask_first() -> None:
        with suppress(SystemExit):
            memory.get("a", stopped)

    first = threading.Thread(target=ask_first)
    first.start()
    begun.wait()
    second = threading.Thread(target=lambda: found.append(memory.get("a", lambda: "made")))
    second.start()
    ask_on.set()
    first.join()
    second.join()
    assert found == ["made"]


def test_what_asks_for_itself_ends() -> None:
    memory = Kept(10_000)
    with pytest.raises(RecursionError):
        recursive(memory)


def recursive(memory: Kept) -> Any:
    return memory.get("a", lambda: recursive(memory))


def test_what_was_drawn_goes_with_what_it_was_drawn_of(version: Version) -> None:
    class Thing:
        pass

    thing = Thing()
    first = version.beside(thing, "wide", list)
    assert version.beside(thing, "wide", list) is first
    assert version.beside(thing, "narrow", list) is not first
    del thing
    gc.collect()
    assert len(version._beside) == 0  # noqa: SLF001 - nothing else can be seen of it


def test_a_session_keeps_the_version_it_began_with(read_from_tiny: Path) -> None:
    page = opened("sources.py")
    before = VERSIONS.current()
    tiny_evidence.change(read_from_tiny, "findings", "projects-24-gbr", "value", "1251")
    after = VERSIONS.swap()
    assert after.fingerprint != before.fingerprint
    assert any(before.fingerprint in caption.value for caption in page.run().caption)
    assert any(after.fingerprint in caption.value for caption in opened("sources.py").caption)


def test_a_version_whose_tables_break_rules_is_not_swapped_in(read_from_tiny: Path) -> None:
    before = VERSIONS.current()
    tiny_evidence.change(read_from_tiny, "findings", "projects-24-gbr", "value", "many")
    with pytest.raises(ValueError, match=r"findings\.csv"):
        VERSIONS.swap()
    assert VERSIONS.current() is before


@pytest.mark.usefixtures("read_from_tiny")
def test_versions_that_come_and_go_leave_no_memory_behind() -> None:
    """Fifty times open, read, swap, close: what one version took is free for the next."""
    # What other tests left stays, and would be looked through fifty times.
    gc.collect()
    gc.freeze()
    taken = []
    for _ in range(50):
        version = VERSIONS.swap()
        for page in ("priorities", "countries", "cases"):
            contents(page, Request(version))
        del version
        VERSIONS.close()
        gc.collect()
        taken.append(resident_kilobytes())
    # What a process takes once stays with it; from then on nothing may be added.
    assert max(taken[25:]) - max(taken[10:25]) < 8_000, taken
