"""Releases: rows that differ by key, findings that differ by card, the file that tells of both, and its page."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests import tiny_evidence
from tests.hostile_words import HOSTILE
from tests.reading import EVIDENCE, reading_from
from trends.__main__ import main
from trends.evidence import releases
from trends.evidence.build import fingerprint
from trends.evidence.comparing import Correction, TableChange, compared
from trends.evidence.releases import Flip, Release, Releases
from trends.evidence.schema import read_schema
from trends.export import flips
from trends.export.flips import turned
from trends.export.release_command import release_of
from trends.paths import RULES
from trends.serve import headers
from trends.store.versions import VERSIONS, Version, opened
from trends.subjects.releases import words
from trends.words.text import html, markdown, plain

DAY = date(2026, 3, 4)
RELEASE = Release("2026-03-04", DAY, "0" * 12, "1" * 12, "a folder")


@pytest.fixture(scope="module")
def changed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small evidence after its newest list of concerns has got another leader."""
    folder = tiny_evidence.write(tmp_path_factory.mktemp("newer") / "data")
    tiny_evidence.change(folder, "findings", "barriers-24-gbr-budget", "value", "90")
    tiny_evidence.change(folder, "findings", "barriers-24-gbr-skills", "value", "60")
    return folder


@pytest.fixture
def newer(changed_folder: Path, tmp_path: Path) -> Path:
    """The same, the test's own to change."""
    return shutil.copytree(changed_folder, tmp_path / "newer")


@pytest.fixture
def older(tiny: Path) -> Path:
    """Tables of which no page can be drawn, since each term has a definition; so a release against them is told fast."""
    tiny_evidence.without_column(tiny, "glossary", "definition")
    return tiny


@pytest.fixture(scope="module")
def versions(unchanged: Path, changed_folder: Path, tiny_cache: Path) -> tuple[Version, Version]:
    return opened(unchanged, tiny_cache), opened(changed_folder, tiny_cache)


def changed_of(before: Path | None, after: Path) -> dict[str, TableChange]:
    return {each.table: each for each in compared(read_schema(RULES), before, after) if each.changed}


# Rows --------------------------------------------------------------------------------------------------------------


def test_rows_are_compared_by_the_key_of_their_table(unchanged: Path, tiny: Path) -> None:
    tiny_evidence.change(tiny, "findings", "barriers-24-gbr-budget", "value", "90")
    tiny_evidence.change(tiny, "findings", "barriers-24-gbr-budget", "base_n", "151")
    tiny_evidence.change(tiny, "findings", "barriers-24-gbr-skills", "base_n", "")
    tiny_evidence.append(tiny, "findings", "barriers-24-gbr-budget", finding_id="new")
    tiny_evidence.remove(tiny, "findings", "tools-24-gbr-login")
    tiny_evidence.change(tiny, "prompts", tuple(tiny_evidence.read_rows(tiny, "prompts")[1][:2]), "prompt", "Is it so?")
    found = changed_of(unchanged, tiny)
    # The prompt is part of its table's key, so it is another row.
    assert set(found) == {"findings", "prompts"}
    assert (found["prompts"].added, found["prompts"].corrected, found["prompts"].removed) == (1, 0, 1)
    findings = found["findings"]
    assert (findings.added, findings.corrected, findings.removed) == (1, 2, 1)
    assert findings.columns == {"base_n": 2, "value": 1}
    assert findings.corrections == [
        Correction("barriers-24-gbr-budget", "value", "52", "90"),
        Correction("barriers-24-gbr-budget", "base_n", "150", "151"),
        Correction("barriers-24-gbr-skills", "base_n", "150", ""),
    ]
    assert (findings.added_keys, findings.removed_keys) == (["new"], ["tools-24-gbr-login"])
    assert findings.rows == len(tiny_evidence.read_rows(tiny, "findings")) - 1


def test_against_nothing_every_row_is_new(unchanged: Path) -> None:
    found = changed_of(None, unchanged)
    assert set(found) == {name for name in tiny_evidence.TABLES if len(tiny_evidence.read_rows(unchanged, name)) > 1}
    assert all((each.added, each.corrected, each.removed) == (each.rows, 0, 0) for each in found.values())


# Findings ----------------------------------------------------------------------------------------------------------


def test_findings_that_differ_are_found_by_the_cards_of_pages(versions: tuple[Version, Version]) -> None:
    """Skills led with 70 % before budgets with 52 %; now budgets lead with 90 % of 150, after 50 % of 150 in 2023."""
    found = turned(*versions)
    row = "Councils on digital · What holds councils back · United Kingdom · Local government · "
    budgets, skills = (
        f"{row}Tight budgets · Budget and value for money",
        f"{row}Lack of skills · Skills, staff and training",
    )
    listed = [flip for flip in found.flips if (flip.page, flip.card) == ("concerns", "list")]
    assert listed[1:] == [
        Flip("concerns", "list", "first", "Lack of skills", "Tight budgets"),
        Flip("concerns", "list", "verdict", "too close to call", "up", budgets),
        Flip("concerns", "list", "place", "2", "1", budgets),
        Flip("concerns", "list", "verdict", "up", "too close to call", skills),
        Flip("concerns", "list", "place", "1", "2", skills),
    ]
    assert listed[0].kind == "headline"
    assert listed[0].after.startswith("Most named: Tight budgets, 90%")
    # Nothing else of the evidence is another, so no other page is told of.
    assert {flip.page for flip in found.flips} == {"overview", "sectors", "concerns", "movers", "themes"}
    assert [flip.choice for flip in found.flips if flip.page == "themes"] == [
        *[{"topic": "Budget and value for money"}] * 2,
        *[{"topic": "Skills, staff and training"}] * 2,
    ]


def test_the_same_evidence_has_no_finding_that_differs(versions: tuple[Version, Version]) -> None:
    before, after = versions
    assert turned(before, before).count == 0
    there, back = turned(before, after), turned(after, before)
    assert (there.asked, there.count) == (back.asked, back.count)
    opposite = {"new": "gone", "gone": "new"}
    assert {(each.page, each.card, opposite.get(each.kind, each.kind), each.after) for each in there.flips} == {
        (each.page, each.card, each.kind, each.before) for each in back.flips
    }


def test_what_is_not_told_is_counted(versions: tuple[Version, Version], monkeypatch: pytest.MonkeyPatch) -> None:
    count = turned(*versions).count
    monkeypatch.setattr(flips, "MOST_FLIPS", 3)
    few = turned(*versions)
    assert (few.count, len(few.flips)) == (count, 3)


# Files -------------------------------------------------------------------------------------------------------------


def test_a_release_is_read_as_it_was_written(tiny: Path, unchanged: Path) -> None:
    assert releases.read(tiny).listed == []
    made = replace(
        RELEASE,
        changes=list(changed_of(None, unchanged).values()),
        turned=4,
        flips=[Flip("a", "b", "first", "x", "y", "row", {"topic": "z"})],
        asked=9,
    )
    later = replace(made, name="2026-03-04-2", fingerprint="2" * 12)
    # A tenth release of a day comes after the second, whatever the order of letters.
    latest = replace(made, name="2026-03-04-10", fingerprint="3" * 12)
    for each in (latest, made, later):
        releases.write(tiny, each)
    known = releases.read(tiny)
    assert known.listed == [made, later, latest]
    assert (known.last, known.find("2026-03-04-2"), known.find("0" * 12), known.find("x")) == (
        latest,
        later,
        made,
        None,
    )
    assert known.after(made) == [later, latest]
    assert releases.faults(tiny) == []
    assert known.digest() != Releases(known.listed[:2], known.tables).digest()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("2026-03-04", "{", "is not JSON"),
        ("2026-03-04", "[]", "is no release"),
        ("2026-03-04", "[" * 100_000, "nested without end"),
        ("2026-03-04", "{}", "at fault is 'changes'"),
        ("first", None, "is not that of the file"),
        ("2026-03-05", None, "is not that of the file"),
        ("2026-03-04", ("fingerprint", "<b>"), "not 12 hexadecimal digits"),
        ("2026-03-04", ("turned", "many"), "is no release"),
        ("2026-03-04", ("flips", [{"page": "x"}]), "is no release"),
        ("2026-03-04", ("changes", [{"table": "x", "rows": "many"}]), "is no release"),
    ],
)
def test_a_file_that_is_no_release_is_a_fault_and_is_left_out(
    tiny: Path, name: str, text: str | tuple[str, object] | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = releases.write(tiny, RELEASE)
    if isinstance(text, tuple):
        path.write_text(json.dumps(json.loads(path.read_text()) | {text[0]: text[1]}))
    elif text is not None:
        path.write_text(text)
    path.rename(path.with_name(f"{name}.json"))
    (fault,) = releases.faults(tiny)
    assert said in str(fault)
    assert "trends release --write" in str(fault)
    assert releases.read(tiny).listed == []
    assert main(["check", "--data", str(tiny)]) == 1
    assert f"releases/{name}.json" in capsys.readouterr().err


def test_a_folder_called_as_a_release_is_a_fault_and_is_left_out(tiny: Path) -> None:
    (tiny / releases.FOLDER / "2026-03-04.json").mkdir(parents=True)
    (fault,) = releases.faults(tiny)
    assert str(fault).startswith("releases/2026-03-04.json. This is a folder and no file. To mend: ")
    assert releases.read(tiny).listed == []


@pytest.mark.evidence
def test_shipped_releases_are_small_and_of_this_product() -> None:
    """Each is whole, weighs little and was written by the command; what was changed since is allowed."""
    known = releases.read(EVIDENCE)
    assert releases.faults(EVIDENCE) == []
    assert known.last is not None
    for each in known.listed:
        assert (EVIDENCE / releases.FOLDER / f"{each.name}.json").stat().st_size < 120_000
        assert each.changes
        assert each.turned >= len(each.flips)


# The command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(newer: Path, unchanged: Path, tiny_cache: Path) -> Callable[..., int]:
    def run(*arguments: str, before: Path | None = unchanged) -> int:
        compared_with = ["--before", str(before)] if before else []
        cache = ["--cache", str(tiny_cache)]
        return main(["release", *compared_with, "--after", str(newer), *cache, "--date", "2026-03-04", *arguments])

    return run


def test_the_command_tells_rows_and_findings_and_writes_them(
    command: Callable[..., int], newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--write", "--against", "last year’s tables") == 0
    said = capsys.readouterr().out
    assert "adds 0 rows, corrects 2 and removes 0, in 1 table; compared with last year’s tables." in said
    assert "findings barriers-24-gbr-budget: value, from “52” to “90”." in said
    assert "concerns/list : “Tight budgets”, before “Lack of skills”." in said
    (release,) = releases.read(newer).listed
    assert (release.name, release.fingerprint, release.against) == (
        "2026-03-04",
        fingerprint(newer),
        "last year’s tables",
    )
    assert releases.read(newer).is_released()
    assert main(["check", "--data", str(newer)]) == 0
    assert "changed since" not in capsys.readouterr().out
    assert command(before=None) == 0
    assert "Nothing has changed since release 2026-03-04." in capsys.readouterr().out


def test_a_release_that_links_lead_to_is_not_written_over(
    command: Callable[..., int], newer: Path, older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--write", before=older) == 0
    tiny_evidence.change(newer, "findings", "barriers-24-gbr-budget", "value", "91")
    assert command("--write", before=older) == 2
    assert "choose another with --name 2026-03-04-2" in capsys.readouterr().err
    assert main(["check", "--data", str(newer)]) == 0
    assert "changed since release 2026-03-04" in capsys.readouterr().out
    assert command("--write", "--name", "2026-03-04-2", before=older) == 0
    assert [each.name for each in releases.read(newer).listed] == ["2026-03-04", "2026-03-04-2"]


def test_tables_of_older_rules_are_compared_without_their_pages(
    command: Callable[..., int], older: Path, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--write", before=older) == 0
    assert command(before=older) == 0
    said = capsys.readouterr().out
    assert "(2 faults, the first in glossary.csv:2:definition: The field must not be empty)" in said
    assert f"mend that in a copy of {older}, and give the copy with --before." in said
    (release,) = releases.read(newer).listed
    assert (release.asked, release.flips) == (0, [])
    assert release.count("corrected") == 2


def test_pages_are_drawn_of_tables_that_lack_what_may_be_empty(
    command: Callable[..., int],
    tiny: Path,
    newer: Path,
    versions: tuple[Version, Version],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is in these columns, so the findings that differ are those of the same tables with them."""
    tiny_evidence.without_column(tiny, "findings", "effective_base")
    tiny_evidence.without_column(tiny, "waves", "population")
    assert command("--write", before=tiny) == 0
    assert "concerns/list : “Tight budgets”, before “Lack of skills”." in capsys.readouterr().out
    (lacking,) = releases.read(newer).listed
    whole = turned(*versions)
    assert (lacking.asked, lacking.turned, lacking.flips) == (whole.asked, whole.count, whole.flips)
    assert lacking.asked > 0
    assert {each.table: each.new_columns for each in lacking.changes} == {
        "findings": ["effective_base"],
        "waves": ["population"],
    }


def test_a_release_that_cannot_be_written_is_told_of_in_words(
    command: Callable[..., int], newer: Path, older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (newer / releases.FOLDER).write_text("no folder")
    assert command("--write", before=older) == 1
    assert f"{newer / releases.FOLDER}: File exists. Let it be read and written" in capsys.readouterr().err


def test_a_wrong_call_says_how_to_mend_it(
    command: Callable[..., int], newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--name", "../spring") == 2
    assert "called by its day" in capsys.readouterr().err
    tiny_evidence.change(newer, "findings", "barriers-24-gbr-budget", "value", "much")
    assert command() == 1
    assert "findings.csv" in capsys.readouterr().err


# The page ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def released(unchanged: Path, changed_folder: Path, tiny_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newer evidence with its release."""
    folder = shutil.copytree(changed_folder, tmp_path_factory.mktemp("released") / "data")
    releases.write(folder, release_of("2026-03-04", DAY, unchanged, folder, cache=tiny_cache))
    return folder


@pytest.fixture
def client(released: Path, tiny_cache: Path) -> Iterator[TestClient]:
    """The dashboard's addresses on the newer evidence, released."""
    with reading_from(released, tiny_cache), TestClient(Starlette(routes=headers.routes(""))) as client:
        yield client


def test_the_page_tells_what_changed_and_leads_to_the_cards(client: TestClient, released: Path) -> None:
    said = client.get("/read/releases")
    turned = json.loads((released / "releases" / "2026-03-04.json").read_text(encoding="utf-8"))["turned"]
    assert turned > 1
    assert said.status_code == 200
    for part in (
        f"Release 2026-03-04 changed {turned} findings",
        'href="concerns#concerns-list"',
        'href="themes?topic=Budget+and+value+for+money#themes-said"',
        "The evidence is as it was released.",
        "Corrected: value 2",
    ):
        assert part in said.text, part
    told = client.get("/api/v1/cards/releases?release=2026-03-04").json()
    assert [card["key"] for card in told["cards"]] == ["turned", "tables", "list"]
    assert all(client.get(f"/read/{row['page']}").status_code == 200 for row in told["cards"][0]["rows"])


def test_a_release_written_later_reaches_readers_with_the_version(client: TestClient, released: Path) -> None:
    """What a browser keeps of a page is asked for anew when a release is told of, although no table is another."""
    tag = client.get("/read/overview").headers["ETag"]
    assert client.get("/read/overview", headers={"If-None-Match": tag}).status_code == 304
    (release,) = releases.read(released).listed
    later = releases.write(released, replace(release, name="2026-03-05"))
    VERSIONS.swap()
    later.unlink()
    assert client.get("/read/overview", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Releases([RELEASE], RELEASE.tables), "as it was released"),
        (Releases([replace(RELEASE, fingerprint="5" * 12)], RELEASE.tables), "rules of the product are others"),
        (Releases([replace(RELEASE, fingerprint="5" * 12)], "6" * 12), "have been changed since"),
        (Releases(), "No release"),
    ],
)
def test_whether_the_evidence_is_as_released_is_said(known: Releases, said: str) -> None:
    assert said in plain(words.answer(known, RELEASE.fingerprint))


def test_words_of_a_release_that_look_like_markup_are_words() -> None:
    for word in HOSTILE:
        _check_words(word)


def _check_words(word: str) -> None:
    change = TableChange(word, 1, 1, 1, 0, {word: 1}, [word], [Correction(word, word, word, word)])
    told = [
        words.rows_words(replace(RELEASE, against=word, changes=[change])),
        words.table_words(change),
        *words.correction_words([change], 1),
        *(words.flip_words(Flip(word, word, kind, word, word, word)) for kind in words.KINDS),
    ]
    for each in told:
        tokens = MarkdownIt("commonmark").parse(markdown(each))
        kinds = {part.type for token in tokens for part in token.children or ()}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}, each
        assert "<b>" not in html(each)
        assert "<img" not in html(each)
