"""What waits for a decision or an error is not told as if it stood; and what a message may quote."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from trends.__main__ import main
from trends.intake.mapping_file import read_mapping
from trends.intake.problems import IntakeError
from trends.intake.readers import read
from trends.intake.taking import take
from trends.intake.vocabulary import Vocabulary

SURVEY = '[survey]\nname = "Invented"\nyear = 2026\nevidence = "self_selected"\n'
HEAD = "id,country,agree,use,spent,w\n"
ROWS = [f"r{n},Norway,{n % 5 + 1},{'yes' if n % 2 else 'no'},{10 * n},1.5" for n in range(1, 13)]
LIKERT = '[[question]]\nid = "agree"\nkind = "attitude"\nanswer = "likert"\ncolumn = "agree"\nscale = ["1", "2", "3", "4", "5"]\n'
USE = '[[question]]\nid = "use"\nkind = "adoption"\nanswer = "single"\ncolumn = "use"\n'
SPENT = '[[question]]\nid = "spent"\nkind = "maturity"\nanswer = "number"\ncolumn = "spent"\n'
MAPPING = (
    SURVEY
    + '[respondents]\nid = "id"\n[weight]\ncolumn = "w"\n[dimensions.country]\ncolumn = "country"\n'
    + LIKERT
    + 'direction = "up"\n'
    + USE
    + SPENT
)


def told(
    folder: Path, capsys: pytest.CaptureFixture[str], *, rows: list[str] = ROWS, mapping: str = MAPPING
) -> tuple[int, dict[str, Any], str]:
    """Return the exit code of the report, its data and its text."""
    path, said = folder / "export.csv", folder / "mapping.toml"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    said.write_text(mapping, encoding="utf-8")
    capsys.readouterr()
    code = main(["intake", "report", str(path), str(said), "--json"])
    data = json.loads(capsys.readouterr().out)
    assert main(["intake", "report", str(path), str(said)]) == code
    return code, data, capsys.readouterr().out


def standing(data: dict[str, Any]) -> dict[str, bool]:
    return {question["id"]: question["stands"] for question in data["questions"]}


def numbers(value: Any) -> list[float]:
    """Return every number in a part of a report."""
    if isinstance(value, dict):
        return [number for key, each in value.items() if key != "top" for number in numbers(each)]
    if isinstance(value, list):
        return [number for each in value for number in numbers(each)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


def test_a_report_without_errors_and_decisions_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data, text = told(tmp_path, capsys)
    assert (code, data["stands"], standing(data)) == (0, True, {"agree": True, "use": True, "spent": True})
    assert "NOT FINISHED" not in text
    assert [question["base_n"] for question in data["questions"]] == [12, 12, 12]
    assert data["questions"][2]["mean"] == pytest.approx(65)
    # Where all answer the same, a range of no width would claim to know what nobody does.
    alike = [f"{row.rsplit(',', 2)[0]},7,1.5" for row in ROWS]
    _, same, text = told(tmp_path, capsys, rows=alike)
    assert [same["questions"][2][key] for key in ("mean", "mean_low", "mean_high")] == [7, None, None]
    assert "  mean 7.00; answers from 7 to 7" in text.splitlines()
    assert None not in [data["questions"][at][key] for at in (0, 2) for key in ("mean_low", "mean_high")]


def test_no_figure_is_told_beside_weights_that_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data, text = told(tmp_path, capsys, rows=[*ROWS[:-1], ROWS[-1].replace("1.5", "n/a")])
    assert (code, data["stands"], data["weight"]["stands"]) == (1, False, False)
    assert not any(standing(data).values())
    assert numbers(data["questions"]) == numbers(data["weight"]) == []
    # Who counts, and of which group they are, does not wait for weights.
    assert data["respondents"] == {"stands": True, "rows_in_file": 12, "counted": 12, "excluded": []}
    assert data["dimensions"]["country"]["n_by_code"] == {"NOR": 12}
    lines = text.splitlines()
    assert lines[2].startswith("NOT FINISHED: 1 error open.")
    assert lines[3].startswith("error: export.csv, key weight.column")
    assert "%" not in text
    assert "mean" not in text


def test_one_number_that_may_be_none_holds_its_own_question_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, data, text = told(tmp_path, capsys, rows=[*ROWS[:-1], ROWS[-1].replace(",120,", ",-99,")])
    assert (code, standing(data)) == (2, {"agree": True, "use": True, "spent": False})
    assert numbers(data["questions"][2]) == []
    assert [line for line in text.splitlines() if line.startswith("spent")] == ["spent: spent; withheld, see above."]
    decided = MAPPING.replace('column = "spent"\n', 'column = "spent"\nmissing = ["-99"]\n')
    code, data, _ = told(tmp_path, capsys, rows=[*ROWS[:-1], ROWS[-1].replace(",120,", ",-99,")], mapping=decided)
    assert (code, data["questions"][2]["base_n"], data["questions"][2]["mean"]) == (0, 11, pytest.approx(60))


def test_without_a_direction_shares_stand_and_means_do_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data, text = told(tmp_path, capsys, mapping=MAPPING.replace('direction = "up"\n', ""))
    agree = data["questions"][0]
    assert (code, standing(data)) == (2, {"agree": False, "use": True, "spent": True})
    assert [option["n"] for option in agree["options"]] == [2, 3, 3, 2, 2]
    assert [option["score"] for option in agree["options"]] == [None] * 5
    waiting = ("mean_of_valid", "mean_low", "mean_high", "agree_of_valid", "agree_of_all")
    assert [agree[key] for key in waiting] == [None] * 5
    assert "its mean is withheld" in text


def test_an_open_spelling_holds_its_group_and_no_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data, text = told(tmp_path, capsys, rows=[*ROWS[:-1], ROWS[-1].replace("Norway", "Korea")])
    assert (code, all(standing(data).values()), data["stands"]) == (2, True, False)
    assert (data["dimensions"]["country"]["stands"], data["dimensions"]["country"]["n_by_code"]) == (False, {"NOR": 11})
    assert "country" not in data["quality"]["answered_by_group"]
    assert "country, so far (1 more to be decided): NOR 11" in text


def test_where_it_is_open_who_counts_nothing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data, text = told(tmp_path, capsys, rows=[*ROWS[:-1], ROWS[-1].replace("r12", "r11")])
    assert (code, data["respondents"]["counted"], numbers(data["questions"])) == (1, None, [])
    assert "how many count is open" in text
    assert numbers(data["dimensions"]) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("year = 2026", "year = 0", "survey.year", "as in year = 2026"),
        ("year = 2026\n", "", "survey.year", "as in year = 2026"),
        ("year = 2026", 'year = "2026"', "survey.year", "as a number"),
        ('name = "Invented"', 'name = " "', "survey.name", "no name"),
        ('"self_selected"', '"volunteers"', "survey.evidence", ", ".join(Vocabulary().evidence_codes)),
        ('evidence = "self_selected"\n', "", "survey.evidence", "random_sample"),
        ('column = "use"\n', 'column = "use"\ndecide = ["One or two?"]\n', "question use.decide", "One or two?"),
    ],
)
def test_what_a_mapping_leaves_open_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, key: str, words: str
) -> None:
    assert MAPPING.count(old) == 1
    code, data, _ = told(tmp_path, capsys, mapping=MAPPING.replace(old, new))
    (problem,) = data["problems"]
    assert (code, problem["severity"], problem["key"]) == (2, "decision", key)
    assert words in f"{problem['reason']} {problem['mend']}"
    # No figure waits for the survey's name, year or kind of evidence.
    assert standing(data) == {"agree": True, "use": not key.startswith("question"), "spent": True}


def test_a_row_with_one_fault_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("id,a,b,c,d,e\nr1,1,2,,,\nr2,,1,2,,\nr3,1,1,2,3,\nr4,1,2,3,4,5\nr5,2,1,,,\n", encoding="utf-8")
    columns = ", ".join(f'"{name}" = "{name.upper()}"' for name in "abcde")
    said = tmp_path / "mapping.toml"
    said.write_text(
        f'{SURVEY}[[question]]\nid = "r"\nkind = "priority"\nanswer = "rank"\ntop = 2\nshape = "item_columns"\ncolumns = {{ {columns} }}\n',
        encoding="utf-8",
    )
    problems = take(path, read_mapping(said)).problems
    assert sorted((problem.rows, problem.reason.split()[2]) for problem in problems) == [
        ((4,), "gives"),
        ((5,), "ranks"),
    ]


def test_nothing_one_person_wrote_and_no_name_is_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["Kari Nordmann", "Åse Berg", "Åse Berg", "Ole Moe"]
    rows = [
        row.replace(",yes,", f",{names[at // 2]},") if at < 7 and at % 2 == 0 else row for at, row in enumerate(ROWS)
    ]
    limited = MAPPING.replace('column = "use"\n', 'column = "use"\noptions = ["yes", "no"]\n')
    _, data, text = told(tmp_path, capsys, rows=rows, mapping=limited)
    (problem,) = data["problems"]
    assert problem["rows"] == [2, 4, 6, 8]
    assert "is no option" in problem["reason"]
    # As a weight, an id or a condition such a column is as little quoted.
    for old, new in (
        ('column = "w"', 'column = "use"'),
        ('id = "id"', 'id = "use"'),
        ('id = "id"', 'id = "id"\nkeep = [{ column = "use", values = ["yes", "no"] }]'),
    ):
        _, data, more = told(tmp_path, capsys, rows=rows, mapping=limited.replace(old, new, 1))
        text += more + json.dumps(data, ensure_ascii=False)
    for word in " ".join(names).split():
        assert word not in text
    # What several gave, and numbers, are.
    rows = [row.replace(",yes,", ",maybe later,") if at < 4 else row for at, row in enumerate(ROWS)]
    _, data, _ = told(tmp_path, capsys, rows=[*rows[:-1], rows[-1].replace(",no,", ",7,")], mapping=limited)
    assert "'maybe later', '7'" in data["problems"][0]["reason"]


def test_a_column_that_is_personal_is_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "export.csv").write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(
        MAPPING.replace("[weight]", '[columns]\nfree_text = ["use"]\n[weight]'), encoding="utf-8"
    )
    assert main(["intake", "check", str(tmp_path / "export.csv"), str(tmp_path / "mapping.toml"), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["key"], problem["columns"]) == ("question use", ["use"])


def test_an_encoding_is_shown_by_words_that_name_nobody(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [f"r{n},Norge,Åse Bjørn,{'ikke færdig endnu' if n % 2 else 'nej'}" for n in range(8)]
    path.write_bytes(("id,land,done by,status\n" + "\n".join([*rows, "r8,Österreich,Bjørn,nej"])).encode("cp1252"))
    (problem,) = read(path).problems
    assert "'ikke færdig endnu' (row 3), 'Österreich' (row 10)" in problem.reason
    assert "Bjørn" not in problem.reason


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("answers", ("This is a folder", ".csv, .tsv")),
        ("exprt.csv", ("no such file", "did you mean “export.csv”?")),
        ("none/export.csv", ("There is no folder", ".parquet")),
        ("export.json", ("The ending .json is none that is read", "rename it to .csv")),
        ("empty.xlsx", ("The workbook is empty", "export it again")),
        ("heading.xlsx", ("heading row and no answers", "export the answers too")),
    ],
)
def test_a_file_that_is_no_export_is_told(tmp_path: Path, given: str, words: tuple[str, str]) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "export.csv").write_text(HEAD + ROWS[0], encoding="utf-8")
    (tmp_path / "export.json").write_text('[{"id": 1}]', encoding="utf-8")
    book = openpyxl.Workbook()
    book.save(tmp_path / "empty.xlsx")
    book.active.append(["id", "country"])
    book.save(tmp_path / "heading.xlsx")
    with pytest.raises(IntakeError) as refused:
        read(tmp_path / given)
    (problem,) = refused.value.problems
    assert words[0] in problem.reason
    assert words[1] in problem.mend


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "adoption"', 'kind = "using"', "adoption, attitude, concern, maturity, opportunity, priority"),
        ('kind = "adoption"\n', "", "adoption, attitude, concern, maturity, opportunity, priority"),
        ('kind = "adoption"', 'kind = "adopton"', "did you mean adoption?"),
        ('answer = "single"', 'answer = "one"', "rank, multi, likert, single, number, text"),
        ('answer = "single"', 'answer = "multi"\nshape = "cells"', "one_hot, joined, item_columns"),
        ('answer = "single"', 'answer = "multi"', "one_hot, joined."),
        ('column = "use"', 'column = "USE"', "did you mean “use”?"),
        ('column = "use"', 'column = "#9"', "columns are numbered from 1 to 6"),
        ('column = "country"', 'column = "count"', "did you mean “country”?"),
        ('column = "country"', 'column = "country"\nvalues = { "Norway" = "NO" }', "NO is NOR"),
    ],
)  # fmt: skip
def test_a_wrong_code_is_told_with_the_legal_ones(tmp_path: Path, old: str, new: str, words: str) -> None:
    path, said = tmp_path / "export.csv", tmp_path / "mapping.toml"
    path.write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    assert old in MAPPING
    said.write_text(MAPPING.replace(old, new), encoding="utf-8")
    try:
        problems = take(path, read_mapping(said)).problems
    except IntakeError as error:
        problems = list(error.problems)
    assert any(words in f"{problem.reason} {problem.mend}" for problem in problems), list(map(str, problems))


def test_a_mapping_that_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    with pytest.raises(IntakeError, match="This is a folder, and no mapping"):
        read_mapping(tmp_path)
    with pytest.raises(IntakeError, match=r"did you mean “mapping\.toml”"):
        read_mapping(tmp_path / "maping.toml")
    (tmp_path / "export.csv").write_text(HEAD, encoding="utf-8")
    with pytest.raises(IntakeError, match="give the path of a mapping, a TOML file"):
        read_mapping(tmp_path / "export.csv")
