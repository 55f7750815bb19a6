"""Links of an older release: what they are told of what changed, and cards drawn of kept tables."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests import tiny_evidence
from tests.hostile_words import HOSTILE
from tests.reading import opened, reading_from
from trends.evidence import releases
from trends.export import since
from trends.export.release_command import release_of
from trends.request.request import Request
from trends.serve import headers
from trends.store import kept_releases
from trends.store.versions import VERSIONS, current
from trends.subjects.registry import contents
from trends.words.text import plain

OLD, NEW = "2026-03-04", "2026-05-06"


@pytest.fixture(scope="module")
def folders(unchanged: Path, tiny_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The evidence after two releases, and the folder in which the tables of the first are kept.

    In the second, the list of concerns has another leader: tight budgets with 90 %, before lack of skills with 70 %.
    """
    kept = tmp_path_factory.mktemp("kept")
    before = shutil.copytree(unchanged, kept / OLD)
    after = shutil.copytree(unchanged, tmp_path_factory.mktemp("now") / "data")
    tiny_evidence.change(after, "findings", "barriers-24-gbr-budget", "value", "90")
    tiny_evidence.change(after, "findings", "barriers-24-gbr-skills", "value", "60")
    releases.write(after, release_of(OLD, date(2026, 3, 4), None, before, cache=tiny_cache))
    releases.write(after, release_of(NEW, date(2026, 5, 6), before, after, cache=tiny_cache))
    with reading_from(after, tiny_cache):
        yield after, kept


@pytest.fixture
def client(folders: tuple[Path, Path]) -> Iterator[TestClient]:
    assert folders
    kept_releases.forget()
    with TestClient(Starlette(routes=headers.routes(""))) as client:
        yield client


def said(client: TestClient, address: str) -> str:
    """Return the words of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(re.sub(r"<[^>]*>", "", answer.text))


LED = "“Tight budgets”, before “Lack of skills”."


def test_the_release_is_what_links_are_made_of(client: TestClient) -> None:
    assert since.name_of(current()) == NEW
    assert since.cited_as(current()) == f"release {NEW} ({current().fingerprint})"
    text = client.get("/card/concerns/list.txt?country=GBR").text
    assert f"Of release {NEW} ({current().fingerprint})." in text
    assert f"release={NEW}#concerns-list" in text


@pytest.mark.parametrize("release", [OLD, "fingerprint"])
def test_an_older_link_says_what_changed_since(client: TestClient, folders: tuple[Path, Path], release: str) -> None:
    """By name as by fingerprint; on the page, the embedded card and as data."""
    named = releases.read(folders[0]).listed[0].fingerprint if release == "fingerprint" else release
    page = said(client, f"/read/concerns?release={named}")
    assert f"The link to this was made of release {OLD}. Since then:" in page
    assert LED in page
    assert LED in said(client, f"/embed/concerns/list?release={named}")
    told = client.get(f"/api/v1/cards/concerns/list?release={named}").json()
    assert LED in told["changed_since"]
    # A topic of a page is compared for itself.
    topic = said(client, f"/read/themes?topic=Skills,+staff+and+training&release={named}")
    assert "Lack of skills: 60%" in topic
    assert (
        "Since then: “Lack of skills: 60%, 2nd of 3 answers (what holds councils back, the United Kingdom 2024)”, before"
        in topic
    )


def test_of_what_did_not_change_that_is_said(client: TestClient) -> None:
    assert "Nothing that it finds has changed since" in said(client, f"/read/priorities?release={OLD}")
    # Filters make another card, of which a release does not tell.
    narrowed = said(client, f"/read/concerns?sector=health&release={OLD}")
    assert "is not known, since findings are compared without filters" in narrowed
    assert "Tight budgets”, before" not in narrowed


@pytest.mark.parametrize("name", [NEW, ""])
def test_a_link_of_the_present_is_told_nothing(client: TestClient, name: str) -> None:
    for address in (f"/read/concerns?release={name}", f"/embed/concerns/list?release={name}"):
        assert "The link to this" not in said(client, address)
    assert client.get(f"/api/v1/cards/concerns?release={current().fingerprint}").json()["changed_since"] == ""


def test_a_release_nobody_knows_is_said_and_is_no_error(client: TestClient) -> None:
    for name in ("spring", "../..", *HOSTILE):
        for address in ("/read/concerns", "/embed/concerns/list"):
            answer = client.get(address, params={"release": name})
            assert answer.status_code == 200
            words = html.unescape(re.sub(r"<[^>]*>", "", answer.text.replace("<main>", "<main> ")))
            assert "of which nothing is known here" in words
            assert "<b>bold" not in answer.text
            assert "<img" not in answer.text


def test_tables_changed_since_the_last_release_are_said(
    client: TestClient, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = current()
    monkeypatch.setattr(version, "releases", replace(version.releases, tables="0" * 12))
    assert since.name_of(version) == version.fingerprint
    assert f"have been changed since release {NEW}" in said(client, f"/embed/concerns/list?release={OLD}")
    assert "The tables have been changed since; what" in said(client, f"/embed/concerns/list?release={NEW}")
    assert folders


def test_a_card_is_drawn_of_kept_tables_where_there_are_any(
    client: TestClient, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without them the card is of today; with them it is as it was, and says what differs now."""
    address = f"/embed/concerns/list?release={OLD}"
    today = client.get(address)
    assert "Most named: Tight budgets, 90%" in today.text
    monkeypatch.setenv("DIGITAL_TRENDS_RELEASES", str(folders[1]))
    kept = client.get(address, headers={"If-None-Match": today.headers["ETag"]})
    assert kept.status_code == 200
    assert "Most named: Lack of skills, 70%" in kept.text
    assert f"Evidence {releases.read(folders[0]).listed[0].fingerprint}" in kept.text
    assert kept.headers["X-Evidence"] != today.headers["X-Evidence"]
    words = said(client, address)
    assert "Drawn of the tables of that release, as they were." in words
    assert LED in words
    # The present release needs no kept tables, and one that is not kept is drawn of today.
    assert "Most named: Tight budgets, 90%" in client.get(f"/embed/concerns/list?release={NEW}").text
    assert client.get(address, headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304


def test_kept_tables_that_lack_what_came_since_are_drawn(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that may be empty came after the release: its tables have other digits, and still draw their card."""
    kept = shutil.copytree(folders[1] / OLD, tmp_path / "kept" / OLD)
    rows = tiny_evidence.read_rows(kept, "findings")
    at = rows[0].index("effective_base")
    tiny_evidence.write_rows(kept, "findings", [row[:at] + row[at + 1 :] for row in rows])
    release = replace(releases.read(folders[0]).listed[0], tables=releases.tables_fingerprint(kept))
    monkeypatch.setenv("DIGITAL_TRENDS_RELEASES", str(kept.parent))
    version = kept_releases.version_of(release)
    assert version is not None
    assert version.tables == kept
    (leader, *_) = contents("concerns", Request(version), {}).cards
    assert plain(leader.title).startswith("Most named: Lack of skills, 70%")
    kept_releases.forget()


def test_other_tables_are_not_passed_off_as_a_release(
    client: TestClient, folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = shutil.copytree(folders[1] / OLD, tmp_path / "kept" / OLD)
    tiny_evidence.change(forged, "findings", "barriers-24-gbr-skills", "value", "99")
    monkeypatch.setenv("DIGITAL_TRENDS_RELEASES", str(forged.parent))
    words = said(client, f"/embed/concerns/list?release={OLD}")
    assert "Most named: Tight budgets, 90%" in words
    assert "Drawn of the tables" not in words


@pytest.mark.parametrize(("release", "told"), [(OLD, LED), ("spring", "of which nothing is known here"), (NEW, "")])
def test_the_drawn_page_says_it_too(folders: tuple[Path, Path], release: str, told: str) -> None:
    assert folders
    VERSIONS.swap()
    app = opened("concerns.py", release=release)
    assert [error.value for error in app.exception] == []
    lines = [
        str(element.proto.body) for element in app.main.get("html") if "The link to this" in str(element.proto.body)
    ]
    assert [told in html.unescape(line) for line in lines] == ([True] if told else [])


def test_the_page_on_releases_shows_the_one_a_link_names(client: TestClient, folders: tuple[Path, Path]) -> None:
    turned = json.loads((folders[0] / "releases" / f"{NEW}.json").read_text(encoding="utf-8"))["turned"]
    assert turned > 1
    assert "Release 2026-03-04: " in said(client, f"/read/releases?release={OLD}")
    assert f"Release {NEW} changed {turned} findings" in said(client, "/read/releases")
    assert "The link to this" not in said(client, f"/read/releases?release={OLD}")
