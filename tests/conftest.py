"""Shared by all tests: a small invented evidence folder, a store of it, and the store of the project's own evidence."""

import functools
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect
from streamlit.components.v2 import manifest_scanner

from tests import browser, tiny_evidence
from tests.evidence_read import reads_evidence
from tests.reading import EVIDENCE, reading
from tests.serving import Server, running
from trends.request.request import Request
from trends.store.opening import open_store
from trends.store.sealing import seal_of
from trends.store.store import Store
from trends.store.versions import Version

# How long an example takes depends on the machine and says nothing of whether it holds.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

# What is imported and collected stays until the end: to search it for garbage meanwhile takes a third of the time.
gc.disable()

# Modules that take longest, by processor time. A worker is given whole modules: begun first, none of these is still run
# by one worker alone while the others have nothing left to do.
LONGEST = (
    *("test_published", "test_api", "test_shipped_lists", "test_queries", "test_publishing", "test_faults"),
    *("test_matters", "test_own_country_said", "test_releases", "test_evidence", "test_slides", "test_sealing"),
    *("test_own_survey", "test_versions", "test_workers", "test_store", "test_spreadsheets", "test_replicas"),
    *("test_loading", "test_shipped_indices", "test_server", "test_sign_in", "test_statistics_coverage"),
    *("test_describe", "test_ways_out", "test_overview", "test_hostile_evidence", "test_clock"),
    *("test_default_question", "test_pages", "test_damaged_evidence", "test_disclosure_attacks", "test_read"),
    *("test_statistics", "test_search", "test_made_files", "test_contrast", "test_reading_age"),
    "test_patience",
)

# Of the evidence as it is, as it has grown, with hostile texts, and of another line of DuckDB, before and after a change.
MOST_STORES_KEPT = 8


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave alone what has no test in a browser where only those are asked for: reading it takes half a minute."""
    if config.option.markexpr == "browser" and collection_path.suffix == ".py":
        return True if "mark.browser" not in collection_path.read_text(encoding="utf-8") else None
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first, and mark what reads the project's own evidence."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    for item in items:
        if reads_evidence(item):
            item.add_marker("evidence")


def pytest_collection_finish() -> None:
    """Leave what was imported out of garbage collection: it stays until the end, and some libraries collect often."""
    gc.collect()
    gc.freeze()
    # Figures and frames are made by the thousand, and few of them go in circles: looked through as often as Python does
    # by itself, they take a twentieth of the time.
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _components_are_searched_for_once() -> Iterator[None]:
    """Search the installed packages for components of Streamlit once, and not for every page that is run in process.

    It takes longer than most pages, and what is installed does not change while tests run.
    """
    with pytest.MonkeyPatch.context() as changed:
        once = functools.cache(manifest_scanner.scan_component_manifests)
        changed.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder of small evidence, the test's own to change with the functions of ``tiny_evidence``."""
    return tiny_evidence.write(tmp_path / "tiny")


@pytest.fixture(scope="session")
def tiny_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder in which each small evidence is built once, however many tests open it."""
    return tmp_path_factory.mktemp("tiny_cache")


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small evidence for tests that only read it."""
    return tiny_evidence.write(tmp_path_factory.mktemp("unchanged") / "data")


@pytest.fixture(scope="session")
def tiny_store(unchanged: Path, tiny_cache: Path) -> Iterator[Store]:
    """The store of the small evidence with the project's questions."""
    opened = open_store(unchanged, tiny_cache)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tiny_request(tiny_store: Store) -> Request:
    """What a reader of the small evidence asks with who chose nothing.

    Held as long as all tests run, since a version that nobody holds any more closes its store.
    """
    return Request(Version(tiny_store))


@pytest.fixture(scope="session")
def store_cache(pytestconfig: pytest.Config) -> Path:
    """The cache folder in which the store of the project's own evidence is built once, for all workers and runs.

    A store's name says of what, by what code and by which DuckDB it was built, so one that is kept is as good as new.
    """
    assert pytestconfig.cache
    folder = pytestconfig.cache.mkdir("store")
    for old in sorted(folder.glob("*.duckdb"), key=lambda file: file.stat().st_mtime)[:-MOST_STORES_KEPT]:
        for path in (old, seal_of(old)):
            path.unlink(missing_ok=True)
    return folder


@pytest.fixture(scope="session")
def store(store_cache: Path) -> Iterator[Store]:
    """The store of the project's own evidence with the project's questions."""
    opened = open_store(EVIDENCE, store_cache)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def server(store: Store, store_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the project's own evidence, whose store is built already, for tests that only visit it.

    One for all modules: starting it takes longer than most of its pages, and each of these is asked for first once.
    """
    assert store.fingerprint
    with running(tmp_path_factory.mktemp("server"), DIGITAL_TRENDS_CACHE=str(store_cache)) as started:
        yield started


@pytest.fixture(scope="module")
def pages_read_the_evidence(store: Store, store_cache: Path) -> Iterator[None]:
    """Lets the pages a module runs in process read the store that all tests share."""
    with reading(store, store_cache):
        yield


@pytest.fixture(scope="session")
def shipped_request(store: Store) -> Request:
    """What a reader of the project's own evidence asks with who chose nothing; held as long as all tests run."""
    return Request(Version(store))


@pytest.fixture
def changed(tiny: Path, tiny_cache: Path) -> Iterator[Callable[[], Store]]:
    """Open the small evidence after the test has changed it in ``tiny``."""
    opened: list[Store] = []

    def reopen() -> Store:
        opened.append(open_store(tiny, tiny_cache))
        return opened[-1]

    yield reopen
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each opens windows of its own."""
    # What is awaited comes later on a busy machine, which is slow, not wrong.
    expect.set_options(timeout=30_000)
    with browser.launched() as started:
        yield started
