"""Versions published for several servers: what is fetched is what was published, and nothing half is ever picked up.

Each test is for a shared folder and for a lake, whose catalogue is in PostgreSQL where the machine has it, else in
SQLite. Small evidence is published as it is (``first``) and with one other figure (``second``).
"""

import gc
import importlib.metadata
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from tests import object_store, postgres, tiny_evidence
from tests.reading import opened, reading_from
from tests.test_api import served
from tests.test_sealing import flip, wait_until_ready
from trends.evidence import build as building
from trends.evidence.faults import EvidenceError
from trends.paths import ROOT
from trends.store import opening, sealing
from trends.store.opening import open_store
from trends.store.publish_command import edition_of
from trends.store.publish_command import main as publish_command
from trends.store.published import copies as copying
from trends.store.published.copies import Copies
from trends.store.published.folder import POINTER, Folder
from trends.store.published.lake import DATA, Lake
from trends.store.published.place import (
    KEEP,
    SECONDS,
    SETTING,
    TABLES,
    Edition,
    Place,
    PlaceError,
    number_of_versions,
    seconds_between_looks,
)
from trends.store.published.places import place_of
from trends.store.published.secrets import without_secrets
from trends.store.versions import VERSIONS
from trends.store.watching import Watch

KINDS = ["folder", "lake"]
# What is held of copies, wherever they are from.
only_in_a_folder = pytest.mark.parametrize("said", ["folder"], indirect=True)


@pytest.fixture(scope="session")
def first(unchanged: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(unchanged, tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="session")
def second(unchanged: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    tables = Path(shutil.copytree(unchanged, tmp_path_factory.mktemp("changed") / "data"))
    tiny_evidence.change(tables, "findings", "projects-24-gbr", "value", "1251")
    return edition_of(tables, tmp_path_factory.mktemp("second"))


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Return what makes the address of a new catalogue."""
    if importlib.metadata.version("duckdb-extension-ducklake") != duckdb.__version__:
        pytest.skip(f"The extensions that are installed are not those of DuckDB {duckdb.__version__}.")
    with ExitStack() as stack:
        if postgres.programs() is None:
            yield lambda: f"ducklake:sqlite:{tmp_path_factory.mktemp('catalogue') / 'catalogue.sqlite'}"
            return
        started = stack.enter_context(postgres.running())
        started.tell(f"create role reader login password '{postgres.PASSWORD}'")
        made: list[str] = []

        def catalogue() -> str:
            made.append(f"catalogue{len(made)}")
            started.tell(f"create database {made[-1]}")
            # Whoever publishes makes tables, which a server may read.
            started.tell("alter default privileges grant select on tables to reader", made[-1])
            address = started.address.replace("dbname=postgres", f"dbname={made[-1]}")
            return f"ducklake:postgres:{address} password={postgres.PASSWORD}"

        yield catalogue


@pytest.fixture(params=KINDS)
def said(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the setting says of a place in which nothing was published yet."""
    if request.param == "folder":
        (tmp_path / "shared").mkdir()
        return str(tmp_path / "shared")
    monkeypatch.setenv(DATA, str(tmp_path / "parquet"))
    catalogue: Callable[[], str] = request.getfixturevalue("catalogues")
    return catalogue()


@pytest.fixture
def place(said: str) -> Iterator[Place]:
    found = place_of(said)
    assert found is not None
    yield found
    found.close()


@pytest.fixture
def copies(place: Place, tmp_path: Path) -> Copies:
    (tmp_path / "copies").mkdir()
    return Copies(place, tmp_path / "copies")


@pytest.fixture
def serving(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let pages that run in process read what is published; return the folder of copies' places."""
    monkeypatch.setenv(SETTING, said)
    with reading_from(tmp_path / "no tables", tmp_path / "cache"):
        yield tmp_path / "cache" / copying.FOLDER


def rows_of(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of a store in their order, and what it has besides: macros and comments."""
    with duckdb.connect(str(store), read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables() order by all").fetchall()]
        held = {name: con.execute(f'from "{name}" order by rowid').fetchall() for name in names}
        held["macros"] = con.execute(
            "select function_name, parameters, macro_definition from duckdb_functions() where not internal order by all"
        ).fetchall()
        held["columns"] = con.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns() where not internal order by all"
        ).fetchall()
        assert held["macros"]
    return held


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def damage(said: str, tmp_path: Path) -> None:
    """Change one bit of what is current, where its rows lie."""
    if said.startswith("/"):
        (path,) = Path(said).glob("*.zip")
    else:
        path = max((tmp_path / "parquet").rglob("figures/*.parquet"), key=lambda each: each.stat().st_mtime_ns)
    flip(path, path.stat().st_size // 3)


def test_what_is_fetched_is_what_was_published(place: Place, copies: Copies, first: Edition) -> None:
    assert place.publish(first, 3)
    assert place.current() == first.name
    copy = copies.newest()
    assert copy.name == first.name
    assert files_in(copy.tables) == files_in(first.tables)
    (store,) = copy.folder.glob(sealing.STORES)
    assert sealing.is_whole(store)
    assert rows_of(store) == rows_of(first.store)
    assert len(rows_of(store)) > 40
    # Nothing is built: the store is opened as it was fetched.
    before = store.stat().st_ino
    open_store(copy.tables, copy.folder).close()
    assert store.stat().st_ino == before


def test_publishing_the_same_changes_nothing(place: Place, said: str, tmp_path: Path, first: Edition) -> None:
    assert place.publish(first, 3)
    where = Path(said) if said.startswith("/") else tmp_path / "parquet"
    before = files_in(where)
    assert not place.publish(first, 3)
    assert files_in(where) == before


def test_where_nothing_was_published_it_says_what_to_do(copies: Copies) -> None:
    with pytest.raises(PlaceError, match="trends publish"):
        copies.newest()


def test_a_session_keeps_its_version_while_new_ones_begin_with_the_one_just_published(
    serving: Path, place: Place, first: Edition, second: Edition
) -> None:
    place.publish(first, 3)
    page = opened("sources.py")
    assert VERSIONS.look(len_of) is None
    place.publish(second, 3)
    made_ready: list[str] = []
    found = VERSIONS.look(lambda version: made_ready.append(version.published))
    assert found is not None
    assert made_ready == [found.published] == [second.name]
    # What a survey of a reader's own is put into a copy of.
    assert files_in(found.tables) == files_in(second.tables)
    assert any(first.fingerprint in caption.value for caption in page.run().caption)
    assert any(second.fingerprint in caption.value for caption in opened("sources.py").caption)
    # Its copy stays as long as the session is there, and goes then.
    (there,) = serving.iterdir()
    VERSIONS.look(len_of)
    assert {path.name for path in there.iterdir()} == {first.name, second.name, copying.LAST}
    del page
    gc.collect()
    VERSIONS.look(len_of)
    assert {path.name for path in there.iterdir()} == {second.name, copying.LAST}


def len_of(version: object) -> None:
    assert version


@only_in_a_folder
def test_an_older_version_can_be_published_again(place: Place, copies: Copies, first: Edition, second: Edition) -> None:
    for edition in (first, second, first):
        assert place.publish(edition, 3)
        copy = copies.newest()
        assert copy.name == edition.name
        copy.release()


def test_the_newest_versions_stay_and_older_ones_go(
    place: Place, copies: Copies, said: str, tmp_path: Path, first: Edition, second: Edition
) -> None:
    where = Path(said) if said.startswith("/") else tmp_path / "parquet"

    def kept() -> int:
        return len(list(where.glob("*.zip") if said.startswith("/") else where.rglob("figures/*.parquet")))

    counts = []
    for edition, keep in ((first, 2), (second, 2), (first, 1)):
        place.publish(edition, keep)
        counts.append(kept())
    assert counts == [1, 2, 1]
    assert copies.newest().name == first.name


@pytest.mark.usefixtures("serving")
def test_a_damaged_version_is_told_and_the_one_before_served_on_until_it_is_published_anew(
    said: str,
    place: Place,
    tmp_path: Path,
    first: Edition,
    second: Edition,
    caplog: pytest.LogCaptureFixture,
) -> None:
    place.publish(first, 1)
    before = VERSIONS.current()
    place.publish(second, 1)
    damage(said, tmp_path)
    watch = Watch(VERSIONS, 1, len_of)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            watch.look()
    assert VERSIONS.current() is before
    unread = VERSIONS.unread_seconds()
    (told,) = [record.getMessage() for record in caplog.records if "served on" in record.getMessage()]
    assert "trends publish" in told
    assert postgres.PASSWORD not in told
    assert place.publish(second, 1)
    watch.look()
    assert VERSIONS.current().published == second.name
    assert "can be read again" in caplog.text
    assert unread > 0


def test_a_publishing_killed_at_any_step_leaves_the_version_before_or_the_new_one_whole(
    said: str, place: Place, first: Edition, second: Edition
) -> None:
    place.publish(first, 2)
    place.close()
    given = [said, str(second.folder), str(second.store), second.fingerprint]
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_publishing", *given],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) >= 5
    names = [name for _, name, _ in lines]
    turned = names.index(second.name)
    assert set(names[:turned]) == {first.name}
    assert set(names[turned:]) == {second.name}
    assert {stores for _, _, stores in lines} == {1}
    # Whoever publishes next can do so, and finds nothing in the way.
    assert place.publish(first, 2)
    assert place.current() == first.name


def test_of_two_published_at_once_one_is_current_and_whole(
    said: str, place: Place, copies: Copies, tmp_path: Path, unchanged: Path, first: Edition, second: Edition
) -> None:
    shutil.copytree(unchanged, tmp_path / "one")
    shutil.copytree(second.tables, tmp_path / "two")
    command = [sys.executable, "-m", "trends", "publish", "--to", said, "--data"]
    started = [
        subprocess.Popen([*command, str(tmp_path / name)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    ended = [(process.communicate()[1].decode(), process.returncode) for process in started]
    assert [code for _, code in ended] == [0, 0], ended
    copy = copies.newest()
    assert copy.name in {first.name, second.name}
    assert place.current() == copy.name


def test_tables_with_faults_are_refused_with_all_of_them(
    said: str, place: Place, tiny: Path, first: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    place.publish(first, 3)
    tiny_evidence.change(tiny, "findings", "projects-24-gbr", "value", "many")
    tiny_evidence.change(tiny, "findings", "barriers-24-gbr-budget", "value", "101")
    (tiny / "releases").mkdir()
    (tiny / "releases" / "2026-01-01.json").write_text("{")
    assert publish_command(["--data", str(tiny), "--to", said]) == 1
    told = capsys.readouterr().err
    assert all(name in told for name in ("'many'", "101", "2026-01-01.json"))
    assert place.current() == first.name


def test_a_server_whose_place_is_away_serves_what_it_fetched_last(
    place: Place, copies: Copies, said: str, tmp_path: Path, first: Edition, second: Edition
) -> None:
    for edition in (first, second):
        place.publish(edition, 3)
        copies.newest().release()
    # Fetched before the clock was set back.
    os.utime(tmp_path / "copies" / first.name, (2**32, 2**32))
    if isinstance(place, Folder):
        Path(said).rename(tmp_path / "away")
        gone: Place = place
    else:
        gone = Lake(said.replace("port=", "port=1").replace("/catalogue.sqlite", "/none.sqlite"))
        assert gone.shown != said or "sqlite" in said
    again = Copies(gone, tmp_path / "copies")
    assert again.newest().name == second.name
    with pytest.raises(PlaceError) as told:
        again.newer_than(second.name)
    assert postgres.PASSWORD not in str(told.value)
    (tmp_path / "empty").mkdir()
    with pytest.raises(PlaceError):
        Copies(gone, tmp_path / "empty").newest()


def test_where_the_code_is_another_the_store_is_built_from_the_tables(
    place: Place, copies: Copies, first: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish(first, 3)
    name = first.name
    monkeypatch.setattr(building, "builder", lambda: "abcdef")
    copy = copies.newest()
    assert copy.name == name
    store = open_store(copy.tables, copy.folder)
    assert "-abcdef-" in store.path.name
    store.close()
    assert rows_of(store.path) == rows_of(first.store)


@only_in_a_folder
@pytest.mark.usefixtures("serving")
@pytest.mark.parametrize("harm", ["store", "tables too"])
def test_a_copy_damaged_while_it_is_served_is_told_and_mended(place: Place, first: Edition, harm: str) -> None:
    place.publish(first, 3)
    damaged = VERSIONS.current()
    asked = served()
    good = asked.get("/api/v1/findings.csv").content
    flip(damaged.store.path, damaged.store.path.stat().st_size // 2)
    if harm == "tables too":
        flip(damaged.tables / "findings.csv", 500)
    assert asked.get("/api/v1/ready").status_code == 503
    wait_until_ready(asked)
    mended = VERSIONS.current()
    assert mended is not damaged
    assert mended.published == first.name
    assert files_in(mended.tables) == files_in(first.tables)
    assert asked.get("/api/v1/findings.csv").content == good
    assert VERSIONS.look(len_of) is None


@only_in_a_folder
@pytest.mark.usefixtures("serving")
def test_tables_that_break_rules_of_other_code_are_told_and_tried_once(
    place: Place, first: Edition, second: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish(first, 3)
    before = VERSIONS.current()
    place.publish(second, 3)
    tried: list[Path] = []

    def refusing(folder: Path, _target: Path) -> None:
        tried.append(folder)
        raise EvidenceError([])

    # Other code would build another store, and finds faults in the tables.
    monkeypatch.setattr(building, "builder", lambda: "abcdef")
    monkeypatch.setattr(opening, "build", refusing)
    with pytest.raises(EvidenceError):
        VERSIONS.look(len_of)
    assert VERSIONS.look(len_of) is None
    assert VERSIONS.current() is before
    assert len(tried) == 1


@only_in_a_folder
def test_a_copy_that_was_damaged_is_fetched_anew(place: Place, copies: Copies, first: Edition) -> None:
    place.publish(first, 3)
    copy = copies.newest()
    copy.release()
    flip(copy.tables / "findings.csv", 500)
    assert files_in(copy.tables) != files_in(first.tables)
    assert files_in(copies.newest().tables) == files_in(first.tables)


@only_in_a_folder
def test_what_a_killed_process_held_can_be_removed(
    place: Place, copies: Copies, first: Edition, second: Edition
) -> None:
    for edition in (first, second):
        place.publish(edition, 3)
        copies.newest().release()
    held = copies.folder() / first.name / TABLES
    code = "import fcntl, os, sys, time; fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_SH); print(flush=True); time.sleep(99)"
    with subprocess.Popen([sys.executable, "-c", code, str(held)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        copies.tidy(second.name)
        assert held.exists()
        process.kill()
    copies.tidy(second.name)
    assert {path.name for path in copies.folder().iterdir()} == {second.name, copying.LAST}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"versions": 3}', b'{"versions": [{"name": "../up"}]}', b"\xff"]
)
def test_a_damaged_list_of_versions_is_told_and_mended_by_the_next(
    content: bytes, tmp_path: Path, first: Edition, second: Edition
) -> None:
    place = Folder(tmp_path)
    place.publish(first, 3)
    (tmp_path / POINTER).write_bytes(content)
    with pytest.raises(PlaceError, match=rf"{POINTER}.*trends publish"):
        place.current()
    assert place.publish(second, 3)
    assert place.current() == second.name


def test_a_server_of_a_lake_needs_to_read_alone(
    catalogues: Callable[[], str], tmp_path: Path, first: Edition, second: Edition
) -> None:
    said = catalogues()
    if "postgres:" not in said:
        pytest.skip(postgres.MISSING)
    Lake(said, str(tmp_path / "parquet")).publish(first, 3)
    reading = Lake(said.replace(f"user={postgres.USER}", "user=reader"))
    (tmp_path / "copies").mkdir()
    assert Copies(reading, tmp_path / "copies").newest().name == first.name
    # It cannot publish, and is told so in a few words, whatever the database was told.
    with pytest.raises(PlaceError, match="permission denied") as told:
        reading.publish(second, 3)
    assert len(str(told.value)) < 1_000
    assert postgres.PASSWORD not in str(told.value)
    assert reading.current() == first.name


def test_the_files_of_a_lake_may_lie_in_an_object_store(
    catalogues: Callable[[], str], tmp_path: Path, first: Edition, second: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store.running() as objects:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "someones")
        monkeypatch.setenv("AWS_ENDPOINT_URL", objects.address)
        said = catalogues()
        # Where files lie is said once; later the catalogue knows.
        Lake(said, "s3://trends/parquet").publish(first, 1)
        before = set(objects.objects)
        assert Lake(said).publish(second, 1)
        assert len(objects.objects) == len(before)
        assert not before & set(objects.objects)
        (tmp_path / "copies").mkdir()
        copy = Copies(Lake(said), tmp_path / "copies").newest()
        assert files_in(copy.tables) == files_in(second.tables)
        (store,) = copy.folder.glob(sealing.STORES)
        assert rows_of(store) == rows_of(second.store)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, first: Edition) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(PlaceError, match="nothing can be published there"):
        Folder(tmp_path / "file").publish(first, 3)


@pytest.mark.parametrize("wrong", ["shared", "./shared", "postgres:dbname=x password=abcdef", "s3://bucket/x"])
def test_a_setting_that_names_no_place_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=f"{SETTING}.*absolute path.*ducklake:.*md:") as told:
        place_of(wrong)
    assert "abcdef" not in str(told.value)
    assert publish_command(["--to", wrong]) == 2
    assert SETTING in capsys.readouterr().err


def test_without_a_setting_there_is_no_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert place_of("") is None
    assert publish_command([]) == 2
    assert SETTING in capsys.readouterr().err


def test_settings_are_read_and_what_is_none_is_refused() -> None:
    assert [number_of_versions(said) for said in ("", "1", " 7 ")] == [3, 1, 7]
    assert [seconds_between_looks(said) for said in ("", "0.5", "60")] == [10, 0.5, 60]
    for said in ("0", "-1", "two", "1.5", "1001"):
        with pytest.raises(ValueError, match=KEEP):
            number_of_versions(said)
    for said in ("0", "-1", "two", "nan", "inf", "90000"):
        with pytest.raises(ValueError, match=SECONDS):
            seconds_between_looks(said)


@pytest.mark.parametrize(
    "said",
    [
        "ducklake:postgres:host=db password=s3cretword dbname=x",
        "ducklake:postgres:host=db password='s3cretword' dbname=x",
        "ducklake:postgres:postgresql://me:s3cretword@db/x",
        "ducklake:postgres:host=db PASSWORD = s3cretword dbname=x",
        "md:x?motherduck_token=s3cretword",
    ],
)
def test_no_password_is_told(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "s3cretword" not in without_secrets(said)
    assert "s3cretword" not in without_secrets(f"could not reach db as “s3cretword”: {said}", said)
    assert "db" in without_secrets(said) or "md:" in without_secrets(said)
    assert "s3cretword" not in Lake(said).shown
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-an-object-store")
    assert "of-an-object-store" not in without_secrets("refused: of-an-object-store", said)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(PlaceError, match=r"duckdb-extension-ducklake.*pip install"):
        Lake("ducklake:postgres:host=nowhere").current()
