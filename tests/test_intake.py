"""A survey owner's export: read, mapped, counted, and every problem told where it is."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests import survey_exports as given
from trends.__main__ import main
from trends.intake import counted as counting
from trends.intake.counted import counted
from trends.intake.mapping_file import read_mapping
from trends.intake.problems import IntakeError, Severity
from trends.intake.proposal import propose, written
from trends.intake.readers import read
from trends.intake.report import report
from trends.intake.table import FileOptions, Limits
from trends.intake.taking import take
from trends.intake.vocabulary import Vocabulary
from trends.paths import ROOT

EVERYBODY = given.people()
HEAD = "id,country,first,second,agree,weight,remark\n"
ROW = "r{n},Norway,Skills,Cloud,Agree,1.2,\n"


def rows(count: int = 8, **changed: str) -> str:
    """Return a small export; ``r3="…"`` gives its third row of answers."""
    return HEAD + "".join(changed.get(f"r{n}") or ROW.format(n=n) for n in range(1, count + 1))


def written_mapping(folder: Path, text: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def same(found: Any, wanted: Any, place: str) -> None:
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            same(found[key], value, f"{place}.{key}")
    else:
        assert found == pytest.approx(wanted, abs=1e-9), place


@pytest.mark.parametrize("write", given.CONTAINERS, ids=lambda write: write.__name__)
def test_one_survey_gives_the_same_figures_from_every_container(
    tmp_path: Path, write: Callable[..., tuple[Path, str]]
) -> None:
    path, text = write(tmp_path, EVERYBODY)
    taken = take(path, read_mapping(written_mapping(tmp_path, text)))
    told = report(taken)
    wanted = given.expected(EVERYBODY)
    assert told["respondents"]["counted"] == len(given.counted(EVERYBODY))
    out = {each["row"] for each in told["respondents"]["excluded"]}
    assert out == {p.number for p in EVERYBODY if p not in given.counted(EVERYBODY)}
    same(told["weight"], given.bases(given.counted(EVERYBODY)), "weight")
    assert [question["id"] for question in told["questions"]] == list(wanted)
    for question in told["questions"]:
        options = {option["label"]: option for option in question.get("options", ())}
        assert set(options) == set(wanted[question["id"]].get("options", ()))
        same({**question, "options": options}, wanted[question["id"]], question["id"])
    countries = [given.COUNTRIES.get(p.country) for p in given.counted(EVERYBODY)]
    assert told["dimensions"]["country"]["n_by_code"] == {
        code: countries.count(code) for code in sorted(set(countries) - {None})
    }


@pytest.mark.parametrize("at_once", [1, counting.MOST_AT_ONCE])
def test_who_answered_is_told_by_group_however_many_questions_are_counted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(counting, "MOST_AT_ONCE", at_once)
    path, text = given.as_csv(tmp_path, EVERYBODY)
    found = take(path, read_mapping(written_mapping(tmp_path, text)))
    told = report(found)
    everybody = given.counted(EVERYBODY)
    answered: dict[str, Callable[[given.Person], object]] = {
        "ranked": lambda p: p.ranked,
        "concerns": lambda p: p.concerns,
        "use": lambda p: p.use,
        "budget": lambda p: p.budget,
        **{f"att{at}": lambda p, at=at: p.points[at] for at in range(len(given.STATEMENTS))},
    }
    codes: dict[str, Callable[[given.Person], str | None]] = {
        "country": lambda p: given.COUNTRIES.get(p.country),
        "sector": lambda p: given.SECTORS.get(p.sector),
        "size": lambda p: p.size,
    }
    assert told["quality"]["answered_by_group"] == {
        name: {
            code: {"n": len(group), "answered": {each: sum(map(bool, map(answered[each], group))) for each in answered}}
            for code in {*map(code_of, everybody)} - {None}
            for group in [[p for p in everybody if code_of(p) == code]]
        }
        for name, code_of in codes.items()
    }
    wanted = given.expected(EVERYBODY)
    assert {each["id"]: each["base_n"] for each in told["questions"]} == {
        name: each["base_n"] for name, each in wanted.items()
    }


def test_questions_are_counted_apart_where_all_would_be_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, text = given.as_csv(tmp_path, EVERYBODY)
    found = take(path, read_mapping(written_mapping(tmp_path, text)))

    def parts() -> list[list[str]]:
        asked = "select question from questions order by all"
        return [
            [name for (name,) in each.execute(asked).fetchall()]
            for each in counting.in_parts(found.weights, found.groups(), found.answers)
        ]

    every = sorted(given.expected(EVERYBODY))
    assert parts() == [every]
    monkeypatch.setattr(counting, "MOST_AT_ONCE", 1)
    assert sorted(parts()) == [[name] for name in every]


def test_the_tables_handed_on_are_what_the_report_counts(tmp_path: Path) -> None:
    path, text = given.as_parquet(tmp_path, EVERYBODY)
    found = take(path, read_mapping(written_mapping(tmp_path, text)))
    connection = counted(found.weights, found.groups(), found.answers)
    people = connection.execute(
        "select count(*), min(record_key) >= 0, count(distinct record_key) from respondents"
    ).fetchone()
    assert people == (len(given.counted(EVERYBODY)), True, people[0])
    ticked = connection.execute("select count(*) from ticked where question = 'concerns'").fetchone()
    assert ticked == (sum(len(p.concerns) for p in given.counted(EVERYBODY)),)
    assert connection.execute("select current_setting('temp_directory')").fetchone() == ("",)


MALFORMED = {
    "empty": ("", (), "empty"),
    "only a mark": ("\ufeff", (), "byte order mark"),
    "no answers": (HEAD, (1,), "no answers below"),
    "long row": (rows(r3="r3,Norway,Skills,Cloud,Agree,1.2,,spill\n"), (4,), "8 cells"),
    "open quote": (rows(r3='r3,Norway,Skills,Cloud,Agree,1.2,"never ends\n'), (4,), "never closed"),
    "zero bytes": (rows(r3="r3,Nor\0way,Skills,Cloud,Agree,1.2,\n"), (4,), "zero bytes"),
    "two exports": (rows(4) + "".join(ROW.format(n=n).replace(",", ";") for n in range(5, 9)), (6,), "two exports"),
    "same heading": (rows().replace("second", "first", 1), (1,), "'first' (3, 4)"),
    "blank heading": (rows().replace("second", "", 1), (1,), "no heading"),
    "separator said": ("sep=,\n" + rows(), (1,), "no heading: it says which separator the file has (sep=,)"),
    "open quote of a long heading": ('"' + rows(20_000), (1,), "never closed"),
    "weights": (rows(r2="r2,Norway,Skills,Cloud,Agree,n/a,\n"), (3,), "'n/a'"),
    "same id": (rows(r3="r2,Norway,Cloud,Skills,Agree,1.2,\n"), (3, 4), "'r2'"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_broken_file_is_told_with_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    text, wanted_rows, words = MALFORMED[name]
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode())
    assert main(["intake", "check", str(path), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    found = [problem for problem in problems if problem["severity"] == "error"]
    assert len(found) == 1
    assert tuple(found[0]["rows"]) == wanted_rows
    assert words in found[0]["reason"]
    assert found[0]["file"] == path.name
    assert found[0]["mend"]


def test_an_encoding_that_was_found_out_is_told(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(rows(r2="r2,Österreich,Skills,Cloud,Agree,1.2,\n").encode("cp1252"))
    (problem,) = read(path).problems
    assert (problem.severity, problem.rows, problem.columns) == (Severity.WARNING, (3,), ("country",))
    # What everybody wrote differently may name them.
    named = "".join(f"r{n},Norway,Skills,Cloud,Agree,1.2,Åse {n}\n" for n in range(8))
    path.write_bytes((HEAD + named).encode("cp1252"))
    (problem,) = read(path).problems
    assert "Åse" not in str(problem)
    path.write_bytes(rows().encode("utf-16-le"))
    table = read(path)
    assert table.encoding == "utf-16-le"
    assert [problem.severity for problem in table.problems] == [Severity.WARNING]


def test_lines_may_end_in_every_way_and_what_no_encoding_fits_is_told(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(rows().replace("\n", end).encode())
        table = read(path)
        assert (table.delimiter, len(table), list(table.rows)) == (",", 8, list(range(2, 10)))
        assert [column.name for column in table.columns] == HEAD.strip().split(",")
    path.write_bytes(rows(r2="r2,日本国,Skills,Cloud,Agree,1.2,\n").encode("shift-jis"))
    for options, words in (
        (FileOptions(), "neither UTF-8 nor Windows-1252: the byte"),
        (FileOptions(encoding="ascii"), "no text in ascii"),
    ):
        with pytest.raises(IntakeError, match=words):
            read(path, options)
    (table,) = [read(path, FileOptions(encoding="shift-jis"))]
    assert list(table.columns[1].cells)[1] == "日本国"


def test_a_workbook_is_looked_at_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    with pytest.raises(IntakeError, match="unpacks to 3 MB"):
        read(path, limits=Limits(unpacked_bytes=1_000_000))
    path = tmp_path / "text.xlsx"
    path.write_text(rows(), encoding="utf-8")
    with pytest.raises(IntakeError, match=r"looks like text separated by ','"):
        read(path)


def test_formulas_dates_and_sheets_of_a_workbook_are_told(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["id", "size"])
    book.active.append(["r1", "=1+1"])
    book.save(path)
    with pytest.raises(IntakeError, match=r"no stored value \(B2\)"):
        read(path)
    book.create_sheet("Other").append(["id"])
    book.save(path)
    with pytest.raises(IntakeError, match="2 sheets"):
        read(path)


def test_headings_of_many_rows_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    book = openpyxl.Workbook()
    for cells in (
        ["A title", None, None],
        ["Person", None, None],
        [None, "Place", None],
        [None, "Country", "City"],
        ["r1", "Norway", "x"],
    ):
        book.active.append(cells)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A2:C2")
    book.active.merge_cells("B3:C3")
    book.save(path)
    with pytest.raises(IntakeError, match=r"names_row = \[3, 4\]") as refused:
        read(path)
    assert refused.value.problems[0].rows == (1, 2, 3, 4)
    table = read(path, FileOptions(header_rows=4, names_rows=(3, 4)))
    assert [column.name for column in table.columns] == ["Person", "Place / Country", "Place / City"]
    assert table.rows[0] == 5


def test_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(rows(), encoding="utf-8")
    for limits, words in (
        (Limits(columns=6), "7 columns"),
        (Limits(rows=7), "More than 7 rows"),
        (Limits(bytes=10), "bytes"),
    ):
        with pytest.raises(IntakeError, match=words):
            read(path, limits=limits)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('column = "use"', 'column = "usse"', "question use", "did you mean “use”"),
        ('answer = "single"', 'answer = "sngle"', "question[6].answer", "none of"),
        ("scale =", "scales =", "question[3].scales", "did you mean scale"),
        ("top = 2", 'top = "2"', "question[1].top", "a number"),
        ('unknown = ["Scotland"]', 'values = { Scotland = "SCO" }', "dimensions.country.values", "countries.csv"),
    ],
)
def test_a_fault_of_a_mapping_is_told_with_its_key(tmp_path: Path, old: str, new: str, key: str, words: str) -> None:
    path, text = given.as_parquet(tmp_path, EVERYBODY)
    changed = written_mapping(tmp_path, text.replace(old, new, 1))
    try:
        problems = take(path, read_mapping(changed)).problems
    except IntakeError as error:
        problems = error.problems
    told = [problem for problem in problems if problem.key == key]
    assert told, [problem.key for problem in problems]
    assert words in f"{told[0].reason} {told[0].mend}"


def test_a_renamed_column_is_suggested_to_the_name_that_is_nearest_to_it(tmp_path: Path) -> None:
    path, text = given.as_csv(tmp_path, EVERYBODY)
    renamed = path.read_text(encoding="utf-8").replace(";att0;", ";att_0;", 1).replace(";use;", ";now;", 1)
    path.write_text(renamed, encoding="utf-8")
    # “atu” is near to it as well, and was called something else altogether.
    mapping = written_mapping(tmp_path, text.replace('column = "use"', 'column = "atu"', 1))
    with pytest.raises(IntakeError) as refused:
        take(path, read_mapping(mapping))
    told = {problem.columns: problem.mend for problem in refused.value.problems}
    assert told == {
        ("att0",): "did you mean “att_0”?",
        ("atu",): "use a heading as it stands in the export, or #number.",
    }


def test_what_is_not_certain_is_asked_and_never_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, text = given.as_csv(tmp_path, EVERYBODY)
    undecided = written_mapping(tmp_path, text.replace("unknown", "# unknown"))
    assert main(["intake", "check", str(path), str(undecided), "--json"]) == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {problem["key"] for problem in problems} == {"dimensions.country.values", "dimensions.sector.values"}
    scots = [p.number + 1 for p in given.counted(EVERYBODY) if p.country == "Scotland"]
    told = next(problem for problem in problems if problem["columns"] == ["country"])
    # A quoted cell with a line break makes no row.
    assert told["rows"] == scots
    assert "“GBR”" in told["mend"]
    assert main(["intake", "check", str(path), str(written_mapping(tmp_path, text))]) == 0


def test_names_of_countries_and_sectors() -> None:
    vocabulary = Vocabulary()
    for name, code in (
        ("Norge", "NOR"),
        ("日本", "JPN"),
        ("NO", "NOR"),
        ("Moldova, Republic of", "MDA"),
        ("cote divoire", "CIV"),
    ):
        assert vocabulary.country(name) == (code, None)
    assert vocabulary.country("Georgia") == (None, "GEO")
    assert vocabulary.country("Germny") == (None, "DEU")
    assert vocabulary.country("Other") == (None, None)
    assert vocabulary.sector("NHS trust") == ("health", None)
    assert vocabulary.sector("Charity") == (None, None)
    assert vocabulary.sector("City police") == (None, None)


def test_of_one_address_the_later_answer_counts_and_an_identical_row_once(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "mail,use\na@x.example,yes\nb@x.example,no\nA@x.example,no\nb@x.example,no\n,yes\n,\n", encoding="utf-8"
    )
    text = '[respondents]\nduplicates = { by = "mail", keep = "last" }\n[columns]\npersonal = ["mail"]\n[[question]]\nid = "use"\nkind = "adoption"\nanswer = "single"\ncolumn = "use"\n'
    told = report(take(path, read_mapping(written_mapping(tmp_path, text))))
    assert [each["row"] for each in told["respondents"]["excluded"]] == [1, 4, 6]
    assert told["respondents"]["counted"] == 3
    assert "@" not in json.dumps(told)


def test_impossible_answers_do_not_count_and_straight_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        '1st,2nd,a,b,c,n\nX,X,1,1,1,5\n,Y,1,2,9,-99\nX,Z,2,2,2,"7,5 %"\nX,Y,5 - yes,1,1,some\n', encoding="utf-8"
    )
    likert = "".join(
        f'[[question]]\nid = "{name}"\nkind = "attitude"\nanswer = "likert"\ncolumn = "{name}"\nscale = ["1", "2", "5"]\ndirection = "down"\n'
        for name in "abc"
    )
    text = f'[[question]]\nid = "r"\nkind = "priority"\nanswer = "rank"\ntop = 2\nshape = "position_columns"\ncolumns = ["1st", "2nd"]\noptions = ["X", "Y"]\n{likert}'
    text += '[[question]]\nid = "n"\nkind = "maturity"\nanswer = "number"\ncolumn = "n"\n'
    text += '[survey]\nname = "Invented"\nyear = 2026\nevidence = "self_selected"\n'
    taken = take(path, read_mapping(written_mapping(tmp_path, text)))
    told = report(taken)
    questions = {question["id"]: question for question in told["questions"]}
    assert questions["r"]["base_n"] == 1
    assert (questions["c"]["base_n"], questions["c"]["mean_of_valid"]) == (3, pytest.approx((3 + 2 + 3) / 3))
    # One respondent says nothing of how answers spread.
    assert {each["mean_rank_low"] for each in questions["r"]["options"]} == {None}
    assert questions["c"]["mean_low"] is not None
    assert [each["row"] for each in told["quality"]["straight_lining"]] == [1, 3]
    assert [each["row"] for each in told["quality"]["not_a_number"]] == [4]
    decisions = [problem for problem in taken.problems if problem.severity is Severity.DECISION]
    assert [(problem.key, problem.rows) for problem in decisions] == [("question n", (3,))]


def test_a_proposed_mapping_can_be_read_and_marks_its_guesses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = given.as_csv(tmp_path, EVERYBODY)
    target = tmp_path / "proposed.toml"
    assert main(["intake", "init", str(path), "--into", str(target)]) == 0
    assert main(["intake", "init", str(path), "--into", str(target)]) == 3
    text = target.read_text(encoding="utf-8")
    assert re.search(r"^# GUESS", text, re.MULTILINE)
    proposed = read_mapping(target)
    assert proposed.personal == ("email",)
    assert proposed.weight == "weight"
    shapes = {question.answer: question.shape for question in proposed.questions}
    assert (shapes["rank"], shapes["multi"]) == ("position_columns", "one_hot")
    capsys.readouterr()
    assert main(["intake", "report", str(path), str(target), "--json"]) == 2
    assert "@" not in capsys.readouterr().out


@pytest.mark.parametrize("write", given.CONTAINERS, ids=lambda write: write.__name__)
def test_a_proposal_finds_the_questions_of_every_container(
    tmp_path: Path, write: Callable[..., tuple[Path, str]]
) -> None:
    path, text = write(tmp_path, EVERYBODY)
    wanted = sorted(question.answer for question in read_mapping(written_mapping(tmp_path, text)).questions)
    proposal = propose(read(path))
    proposed = read_mapping(written_mapping(tmp_path, proposal.toml()))
    assert sorted(q.answer for q in proposed.questions if q.columns[0][0] != "done") == wanted
    assert {each.name for each in proposed.dimensions} == {"country", "sector", "size"}
    assert "email" in proposed.personal
    # Opened, and told what is left to decide, without an error.
    assert Severity.ERROR not in {problem.severity for problem in take(path, proposed).problems}


def test_what_is_written_as_toml_is_read_as_the_same() -> None:
    value = {'a "b"\n[c]. é\x7f': ["x", 'y "z"\\'], "plain": True, "year": 2026}
    assert tomllib.loads(f"v = {written(value)}")["v"] == value


@pytest.mark.parametrize("content", [b"id,country\n1,\x81\n", b"\xff\xfe\x00\x81\x8d"])
def test_bytes_that_are_no_text_are_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError) as refused:
        read(path)
    (problem,) = refused.value.problems
    assert problem.file == "answers.csv"
    assert "means nothing there" in problem.reason
    assert "UTF-8" in problem.mend


def test_a_mapping_nested_without_end_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="nested too deeply"):
        read_mapping(written_mapping(tmp_path, "a = " + "[" * 3000))


@pytest.mark.parametrize("command", [("intake", "init", "export.csv"), ("describe", "--help")])
def test_whoever_reads_a_part_of_what_is_printed_meets_no_trace(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "export.csv").write_text(rows(), encoding="utf-8")
    # Nobody reads any more when the first line is written.
    read, write = os.pipe()
    os.close(read)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "trends", *command],
        check=False,
        cwd=tmp_path,
        stdout=write,
        stderr=subprocess.PIPE,
        env=environment,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
