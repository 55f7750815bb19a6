"""The guard: a question that takes too long, too much memory or too many rows ends with a sentence, and others go on."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from tests.test_store import write_question
from tests.tiny_evidence import write
from trends.store.guard import (
    WATCHER,
    GuardError,
    Limits,
    NotPublishedError,
    TooManyRowsError,
    TooMuchMemoryError,
    TooSlowError,
    Watcher,
)
from trends.store.opening import open_store
from trends.store.queries import load_queries
from trends.store.store import Store

Opened = Callable[[Limits], Store]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store of the small evidence."""
    folder = tmp_path_factory.mktemp("guarded")
    write_question(folder / "queries", "nothing", "select 1 as one order by one")
    open_store(write(folder / "data"), folder / "cache", folder / "queries").close()
    (path,) = (folder / "cache").glob("*.duckdb")
    return path


@pytest.fixture
def limited(built: Path, tmp_path: Path) -> Iterator[Opened]:
    """Open a store of its own, since one file has one memory limit in a process, with questions that cost much or little."""
    folder = tmp_path / "queries"
    write_question(
        folder, "long", "select count(*) as n from range(10000000000) as t (x) where x % 7 = hash(x) order by n"
    )
    write_question(
        folder, "large", "select count(distinct x::varchar || 'a longer text') as n from range(5000000) as t (x)"
    )
    write_question(folder, "many", "select x from range($rows::integer) as t (x) order by x", "rows")
    write_question(folder, "quoted", 'select table_name from answers, "information_schema"."tables" order by 1')
    write_question(folder, "foreign", "select table_name from information_schema.tables order by table_name")
    write_question(
        folder,
        "steps",
        "with a as (select 1 as x), b as materialized (select x from a) select b.x from b join a using (x) order by x",
    )
    stores: list[Store] = []

    def opened(limits: Limits) -> Store:
        copy = shutil.copy(built, tmp_path / f"{len(stores)}.duckdb")
        stores.append(Store(Path(copy), "tested", load_queries(folder), limits))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


def test_a_question_that_takes_too_long_is_stopped_and_the_next_is_answered(limited: Opened) -> None:
    store = limited(Limits(seconds=0.3))
    started = time.monotonic()
    with pytest.raises(
        TooSlowError, match=r"^The question long was stopped after 0\.3 s, .* Choose more .* queries/long\.sql"
    ):
        store.ask("long")
    # Unstopped it takes minutes.
    assert 0.3 <= time.monotonic() - started < 20
    assert len(store.ask("many", rows=3)) == 3


def test_only_the_question_that_takes_too_long_is_stopped(limited: Opened) -> None:
    store = limited(Limits(seconds=0.5))
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(store.ask, "long")
        answers = 0
        while not slow.done():
            store.forget()
            assert len(store.ask("many", rows=10)) == 10
            answers += 1
        assert isinstance(slow.exception(), TooSlowError)
    assert answers > 1


def test_a_question_that_needs_too_much_memory_is_refused_and_the_next_is_answered(limited: Opened) -> None:
    store = limited(Limits(memory="30MB"))
    with pytest.raises(
        TooMuchMemoryError, match=r"^The question large needed more than the 30MB .* queries/large\.sql"
    ):
        store.ask("large")
    assert len(store.ask("many", rows=3)) == 3
    # With the memory it needs, it is answered.
    assert limited(Limits(memory="2GB")).ask("large")["n"].item() == 5_000_000


def test_an_answer_with_too_many_rows_is_refused(limited: Opened) -> None:
    store = limited(Limits(rows=10))
    assert len(store.ask("many", rows=10)) == 10
    with pytest.raises(
        TooManyRowsError, match=r"^The question many has 11 rows, more than the 10 .* queries/many\.sql"
    ):
        store.ask("many", rows=11)


def test_a_question_reads_what_the_store_publishes_and_its_own_steps(limited: Opened) -> None:
    store = limited(Limits())
    assert store.ask("steps")["x"].tolist() == [1]
    with pytest.raises(
        NotPublishedError,
        match=r"^The question foreign reads information_schema\.tables, .* queries/foreign\.sql.* answers,",
    ):
        store.ask("foreign")
    # Nor where it stands in quotation marks, or after a comma.
    with pytest.raises(NotPublishedError, match=r"^The question quoted reads information_schema, "):
        store.ask("quoted")


def test_every_refusal_is_one_kind_of_error() -> None:
    kinds = (TooSlowError, TooMuchMemoryError, TooManyRowsError, NotPublishedError)
    assert all(issubclass(kind, GuardError) for kind in kinds)


def test_an_error_of_the_database_stays_what_it_is(limited: Opened) -> None:
    with pytest.raises(duckdb.ConversionException):
        limited(Limits()).ask("many", rows="a word")


def test_one_thread_watches_all_questions(limited: Opened) -> None:
    store = limited(Limits())
    for rows in range(50):
        store.ask("many", rows=rows)
    assert [thread.name for thread in threading.enumerate()].count("time limits") == 1


def test_what_ended_in_time_is_never_stopped() -> None:
    stopped: list[str] = []
    watcher = Watcher(every=0.01)
    ended = watcher.begin(lambda: stopped.append("ended"), 0.05)
    watcher.end(ended)
    left = watcher.begin(lambda: stopped.append("left"), 0.05)
    deadline = time.monotonic() + 20
    while not left.over and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    watcher.end(left)
    assert stopped == ["left"]  # once, and the one that had not ended
    assert not ended.over


def test_nothing_is_watched_when_nothing_is_asked(limited: Opened) -> None:
    limited(Limits()).ask("many", rows=1)
    assert not WATCHER._watched  # noqa: SLF001 - what is left there would be stopped after its cursor is closed
