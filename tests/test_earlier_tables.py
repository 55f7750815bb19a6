"""Tables of an earlier day: compared by the columns both have, drawn with what came since as empty, or told of in words."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tiny_evidence
from trends.__main__ import main
from trends.evidence.build import find_faults
from trends.evidence.comparing import compared
from trends.evidence.earlier import as_today
from trends.evidence.schema import read_schema
from trends.paths import RULES
from trends.subjects.releases import words
from trends.words.text import plain


def test_older_tables_are_compared_as_far_as_their_columns_go(unchanged: Path, tiny: Path) -> None:
    """A column more is told, and is no correction of every row; without the key no row is known again."""
    tiny_evidence.without_column(tiny, "findings", "note")
    tiny_evidence.without_column(tiny, "sectors", "sector")
    (tiny / "glossary.csv").unlink()
    header, *rows = tiny_evidence.read_rows(tiny, "themes")
    tiny_evidence.write_rows(tiny, "themes", [["colour", *header], *(["red", *row] for row in rows)])
    found = {each.table: each for each in compared(read_schema(RULES), tiny, unchanged) if each.changed}
    findings = found["findings"]
    assert (findings.added, findings.corrected, findings.removed, findings.new_columns) == (0, 0, 0, ["note"])
    assert "have no sector in sectors.csv" in found["sectors"].not_compared
    assert (found["glossary"].added, found["glossary"].is_new) == (
        len(tiny_evidence.read_rows(unchanged, "glossary")) - 1,
        True,
    )
    assert (found["themes"].gone_columns, found["themes"].corrected) == (["colour"], 0)
    assert set(found) == {"findings", "sectors", "glossary", "themes"}
    assert [plain(words.table_words(found[name])) for name in ("findings", "glossary", "themes")] == [
        "New columns: note", "A new table", "Columns that are gone: colour",
    ]  # fmt: skip


def test_what_came_since_is_empty_in_older_tables(unchanged: Path, tiny: Path) -> None:
    tiny_evidence.without_column(tiny, "findings", "effective_base")
    (tiny / "sector_respondents.csv").unlink()
    header, *rows = tiny_evidence.read_rows(tiny, "themes")
    tiny_evidence.write_rows(
        tiny, "themes", [[*header[1:], "colour", header[0]], *([*row[1:], "red", row[0]] for row in rows)]
    )
    wanted = {name: tiny_evidence.read_rows(unchanged, name) for name in tiny_evidence.TABLES}
    wanted["sector_respondents"] = wanted["sector_respondents"][:1]
    with as_today(read_schema(RULES), tiny) as readable:
        assert {name: tiny_evidence.read_rows(readable, name) for name in tiny_evidence.TABLES} == wanted
        assert find_faults(readable) == []
    assert not readable.exists()
    assert len(tiny_evidence.read_rows(tiny, "findings")[0]) == len(wanted["findings"][0]) - 1
    # Tables that are today's are read where they lie.
    with as_today(read_schema(RULES), unchanged) as readable:
        assert readable == unchanged


@pytest.mark.parametrize(
    ("damage", "code", "said"),
    [
        (shutil.rmtree, 2, ". There is no such folder. To mend: give a folder"),
        (lambda folder: (shutil.rmtree(folder), folder.write_text("a")), 2, ". This is a file and no folder."),
        (lambda folder: [path.unlink() for path in folder.glob("*.csv")], 2, ". No tables are there:"),
        (
            lambda folder: [path.rename(path.with_name(f"old_{path.name}")) for path in folder.glob("*.csv")],
            2,
            ". No file there is called as a table is, such as kinds.csv. To mend: give a folder",
        ),
        (
            lambda folder: ((folder / "waves.csv").unlink(), (folder / "waves.csv").mkdir()),
            1,
            "/waves.csv. This is a folder and no file. To mend: put the file itself there",
        ),
        (
            lambda folder: ((folder / "waves.csv").unlink(), (folder / "waves.csv").symlink_to("nowhere")),
            1,
            "/waves.csv. This is a link to nowhere, where nothing is.",
        ),
        (lambda folder: (folder / "waves.csv").write_bytes(b"a,\xff\n"), 1, "The line is not UTF-8."),
        (lambda folder: (folder / "waves.csv").write_bytes(b""), 1, "/waves.csv:1 is ''. The header names other columns"),
        (lambda folder: (folder / "waves.csv").write_bytes(b"survey,survey\n1,2\n"), 1, "The header names other columns"),
        (lambda folder: (folder / "waves.csv").write_bytes(b"survey;year\n1;2\n"), 1, "with semicolons between its"),
        (lambda folder: (folder / "waves.csv").write_bytes(b"survey,year\n1\n"), 1, "The row has 1 fields instead of 2."),
        (lambda folder: (folder / "waves.csv").write_bytes(b'survey,year\n"1,2\n'), 1, "The row is not CSV"),
        (lambda folder: tiny_evidence.change(folder, "findings", "barriers-24-gbr-budget", "value", "much"), 0, "findings.csv:"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("option", ["before", "after"])
def test_a_folder_that_is_no_evidence_is_told_of_in_words(
    option: str, damage: Callable[[Path], object], code: int, said: str, unchanged: Path, tiny: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    damage(tiny)
    folders = {"before": unchanged, "after": unchanged} | {option: tiny}
    # Rules that rows break are no reason not to compare the rows of older tables.
    expected = 1 if said == "findings.csv:" and option == "after" else code
    calls = [part for name, folder in folders.items() for part in (f"--{name}", str(folder))]
    assert main(["release", *calls, "--date", "2026-03-04", "--cache", str(tmp_path / "cache"), "--write"]) == expected
    told = capsys.readouterr()
    assert said in (told.err if expected else told.out)
    assert expected == 0 or (str(tiny) in told.err and "To mend: " in told.err)
    assert "Traceback" not in told.err
