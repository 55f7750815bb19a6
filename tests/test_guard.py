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
    Guard,
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
from trends.store.store import ROWS_AT_ONCE, Store

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
    write_question(folder, "broken", "select if(x = $at, error('too far'), x) as x from range($at + 1) as t (x)", "at")
    write_question(folder, "endless", "select x from range(10000000000) as t (x) where x < 40000 or x % 7 = hash(x)")
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
    for asked in (store.ask, store.rows):
        with pytest.raises(
            TooManyRowsError, match=r"^The question many has more than the 10 rows .* queries/many\.sql"
        ):
            asked("many", rows=11)


def test_an_answer_is_fetched_no_further_than_it_may_be_long(limited: Opened) -> None:
    """The question fails at a row that nobody fetches where fewer are allowed; the database may be some rows ahead."""
    for at, refusal in ((1_000_000_000, TooManyRowsError), (ROWS_AT_ONCE * 2, duckdb.Error)):
        for asked in (limited(Limits(rows=ROWS_AT_ONCE * 3)).ask, limited(Limits(rows=ROWS_AT_ONCE * 3)).rows):
            with pytest.raises(refusal):
                asked("broken", at=at)


def test_what_stops_an_answer_while_it_is_fetched_is_told_as_elsewhere(limited: Opened) -> None:
    with pytest.raises(TooSlowError):
        limited(Limits(seconds=0.1, rows=10**12)).ask("endless")
    with pytest.raises(duckdb.Error, match="too far"):
        limited(Limits()).ask("broken", at=ROWS_AT_ONCE * 2)


def test_a_question_reads_what_the_store_publishes_and_its_own_steps(limited: Opened) -> None:
    store = limited(Limits())
    assert store.ask("steps")["x"].tolist() == [1]
    with pytest.raises(
        NotPublishedError,
        match=r"^The question foreign reads information_schema\.tables, .* queries/foreign\.sql.* answers,",
    ):
        store.ask("foreign")


# What a question may not read, by how it says so.
UNPUBLISHED = {
    "from": "select * from secret",
    "comma": "select * from answers, secret",
    "comma first": "select * from secret, answers",
    "three": "select * from answers a, bodies b, secret c",
    "join": "select * from answers join secret using (survey)",
    "cross join": "select * from answers cross join secret",
    "positional join": "select * from answers positional join secret",
    "asof join": "select * from answers asof join secret on answers.year >= secret.year",
    "semi join": "select * from answers semi join secret using (survey)",
    "in brackets": "select * from (answers join secret using (survey))",
    "lateral": "select * from answers, lateral (select * from secret where secret.survey = answers.survey)",
    "subquery": "select * from (select * from answers, secret)",
    "scalar": "select (select count(*) from secret)",
    "in": "select * from answers where survey in (select survey from secret)",
    "exists": "select * from answers where exists (from secret)",
    "from first": "from secret",
    "table": "table secret",
    "union": "select survey from answers union all select survey from secret",
    "step": "with a as (select * from answers, secret) select * from a",
    "step of its own name": "with secret as (select * from secret) select * from secret",
    "later step": "with a as (select * from secret), secret as (select 1 as x) select * from a",
    "step elsewhere": "select * from (with secret as (select 1 as x) from secret), secret",
    "materialized": "with a as not materialized (select * from answers, secret) select * from a",
    "recursive": "with recursive a as (select 1 as x union all select x from a, secret) select * from a",
    "quoted": 'select * from answers, "secret"',
    "capitals": 'SELECT * FROM answers, "SECRET"',
    "schema": "select * from answers, main.secret",
    "schema past a step": "with secret as (select 1 as x) select * from main.secret",
    "database": "select * from memory.main.secret",
    "comment": "select * from answers /* , */ , -- and\n secret",
    "file": "select * from answers, 'secret'",
    "of itself": "select * from answers, information_schema.tables",
    "of itself, quoted": 'select * from answers, "information_schema"."tables"',
    "of itself, short": "select * from answers, sqlite_master",
    "of itself, postgres": "select * from answers, pg_catalog.pg_tables",
    "described": "select * from (describe secret)",
    "summarized": "select * from (summarize secret)",
    "qualified": "select * from answers qualify row_number() over (order by (select count(*) from secret)) = 1",
    "pivoted": "select * from (pivot answers on year using count(*)), secret",
}
# What it may, with words that are none of it.
PUBLISHED = {
    "comma": "select * from answers a, bodies b where a.body = b.body",
    "step": "with secret as (select 1 as x) select * from answers, secret",
    "steps in turn": "with a as (select * from answers), b as (select * from a) select * from b, a",
    "recursive": "with recursive a as (select 1 as x union all select x + 1 from a where x < 3) select * from a",
    "schema": "select * from main.answers",
    "text": "select 'from secret, x' as said from answers",
    "column": "select secret.x from answers as secret (x)",
    "function": "select * from answers, range(3) as t (x), unnest([1]) as u (y)",
    "extract": "select extract(year from date '2024-01-01') as year, trim(both from ' a ') from answers",
}


@pytest.mark.parametrize("sql", UNPUBLISHED.values(), ids=UNPUBLISHED)
def test_what_is_not_published_is_refused_however_it_is_read(sql: str) -> None:
    with duckdb.connect() as cursor, pytest.raises(NotPublishedError, match=r"question"):
        Guard(Limits(), {"answers", "bodies"}).permit("any", sql, [], cursor)


@pytest.mark.parametrize("sql", PUBLISHED.values(), ids=PUBLISHED)
def test_what_is_published_is_read_however_it_is_written(sql: str) -> None:
    with duckdb.connect() as cursor:
        guard = Guard(Limits(), {"answers", "bodies"})
        guard.permit("any", sql, [], cursor)
        guard.permit("any", "select * from chosen_answers", ["chosen_answers"], cursor)


@pytest.mark.parametrize("sql", ["drop table answers", "copy answers to 'file'", "attach 'file'", "set threads = 1"])
def test_what_does_not_only_ask_is_refused(sql: str) -> None:
    with duckdb.connect() as cursor, pytest.raises(NotPublishedError, match="is no question: Only SELECT"):
        Guard(Limits(), {"answers"}).permit("any", sql, [], cursor)


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
