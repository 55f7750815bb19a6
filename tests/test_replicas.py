"""Servers that run take up what is published without a restart, and readers who are there keep what they began with."""

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import tiny_evidence
from tests.serving import LOOPBACK, Server, Visitor, get, running, running_with_command, waited_for
from trends.serve import serve_command
from trends.store.publish_command import publish
from trends.store.published.folder import POINTER, Folder
from trends.store.published.place import SECONDS, SETTING
from trends.store.versions import VERSIONS

WAIT_SECONDS = 60
wait_for = functools.partial(waited_for, seconds=WAIT_SECONDS, pause=0.05)
LOOK_SECONDS = "0.2"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A shared folder in which small evidence was published."""
    place = Folder(tmp_path_factory.mktemp("shared"))
    publish(tiny_evidence.write(tmp_path_factory.mktemp("first") / "data"), place, 3)
    return place


@pytest.fixture(scope="module")
def replica(shared: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a machine without tables of its own."""
    folder = tmp_path_factory.mktemp("replica")
    environment = {SETTING: str(shared.path), SECONDS: LOOK_SECONDS, "DIGITAL_TRENDS_DATA": str(folder / "none")}
    with running(folder, DIGITAL_TRENDS_CACHE=str(folder / "cache"), **environment) as started:
        yield started


@pytest.fixture
def changed(shared: Folder, tmp_path: Path) -> Callable[[str], str]:
    """Publish the small evidence with another figure; return its fingerprint."""

    def published(value: str) -> str:
        tables = tiny_evidence.write(tmp_path / value)
        tiny_evidence.change(tables, "findings", "projects-24-gbr", "value", value)
        said = publish(tables, shared, 3)
        assert f"Version {shared.current()} is current" in said
        return shared.current().partition("-")[0]

    return published


def served(replica: Server) -> str:
    told: dict[str, str] = json.loads(replica.get("/api/v1/health"))
    return told["fingerprint"]


def figure(replica: Server) -> str:
    """Return the figure that tests change, as the data tell it."""
    rows = get(f"{replica.address}/api/v1/findings.json?survey=council_survey&year=2024").json()
    return next(str(row["value"]) for row in rows if row["item"] == "Projects")


def test_a_running_server_takes_up_what_is_published_and_open_sessions_keep_theirs(
    replica: Server, shared: Folder, changed: Callable[[str], str]
) -> None:
    before = shared.current().partition("-")[0]
    assert served(replica) == before
    assert float(figure(replica)) == 1250
    there = Visitor(replica)
    there.open("sources")
    after = changed("1251")
    assert after != before
    wait_for(lambda: served(replica) == after)
    assert float(figure(replica)) == 1251
    # The session that was there draws its pages of the version it began with, a new one of what was published.
    there.set()
    assert any(before in text for text in there.texts())
    assert not any(after in text for text in there.texts())
    comes = Visitor(replica)
    comes.open("sources")
    assert any(after in text for text in comes.texts())
    assert "New sessions begin with version" in replica.log.read_text()


def test_a_damaged_list_is_told_in_the_log_and_the_version_served_on(
    replica: Server, shared: Folder, changed: Callable[[str], str]
) -> None:
    before = served(replica)
    pointer = shared.path / POINTER
    whole = pointer.read_bytes()
    pointer.write_bytes(whole[: len(whole) // 2])
    wait_for(lambda: "it is damaged" in replica.log.read_text())
    assert served(replica) == before
    assert get(f"{replica.address}/api/v1/ready").status_code == 200
    # The next publishing puts it right.
    after = changed("1252")
    wait_for(lambda: served(replica) == after)
    assert "Traceback" not in replica.log.read_text()


def test_each_of_several_processes_takes_it_up(shared: Folder, changed: Callable[[str], str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    environment = {SETTING: str(shared.path), SECONDS: LOOK_SECONDS, "DIGITAL_TRENDS_CACHE": str(cache)}
    with running_with_command(tmp_path, TRENDS_WORKERS="2", **environment) as started:
        changed("1260")
        after = changed("1261")
        # Each connection may be taken by either process.
        wait_for(lambda: {served(started) for _ in range(24)} == {after})
        # What neither has any session of is removed.
        wait_for(lambda: [path.name for path in cache.glob("published/*/*-*")] == [shared.current()])
    assert "Traceback" not in started.log.read_text()


@pytest.mark.parametrize(("said", "told"), [("shared", "absolute path"), ("/", "trends publish")])
def test_a_server_without_anything_published_does_not_start_and_says_why(
    said: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SETTING, said if said != "/" else str(tmp_path))
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path / "cache"))
    VERSIONS.close()
    assert serve_command.main(["--address", LOOPBACK, "--port", "0"]) == 1
    assert told in capsys.readouterr().err
    VERSIONS.close()
