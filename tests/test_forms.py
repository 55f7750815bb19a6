"""An export of codes, read by the form's own lists: what is named of itself, and what is asked."""

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from trends.__main__ import main
from trends.intake import forms
from trends.intake.problems import IntakeError

CHOICES = [
    ("sector", "s1", "Council"), ("sector", "s2", "Ministry"),
    ("size", "z1", "1–99"), ("size", "z2", "100–499"), ("size", "z3", "500 or more"),
    ("worry", "money", "Too little money"), ("worry", "people", "Too few people"), ("worry", "law", "Laws, old and new"),
    ("worry", "none", "None of these"),
    ("agree", "1", "Strongly disagree"), ("agree", "2", "Disagree"), ("agree", "3", "Neither agree nor disagree"),
    ("agree", "4", "Agree"), ("agree", "5", "Strongly agree"), ("agree", "dk", "Don't know"),
    ("use", "no", "Not used"), ("use", "try", "Being tried"), ("use", "yes", "In use"),
    ("first", "a", "Skills"), ("first", "b", "Cloud"), ("first", "c", "Old systems"), ("first", "d", "Data"),
]  # fmt: skip
SURVEY = [
    ("start", "start", ""), ("begin_group", "about", "About you"), ("text", "country", "Your country?"),
    ("select_one sector", "body", "What sector are you in?"), ("select_one size", "size", "How many staff?"), ("end group", "", ""),
    ("", "", ""), ("begin group", "q", ""), ("select_multiple worry", "worries", "What worries you?"),
    ("select multiple from worry", "fears", "What did worry you before?"), ("select_one agree", "plan", "We have a plan"),
    ("select_one agree", "staff", "We have the staff"), ("select_one use or_other", "ai", "Do you use AI?"),
    ("rank first", "order", "What comes first?"), ("integer", "share", "What share is new? (%)"), ("end_group", "", ""),
]  # fmt: skip
HEADINGS = (
    "start", "about/country", "about/body", "about/size", "q/worries", "q/worries/money", "q/worries/people", "q/worries/law",
    "q/worries/none", "q/fears", "q/plan", "q/staff", "q/ai", "q/order", "q/share", "_id",
)  # fmt: skip


def rows() -> list[dict[str, str]]:
    """Return the answers of forty bodies, each by a rule that can be counted by hand."""
    made = []
    for at in range(40):
        worries = (
            ["none"]
            if at % 10 == 9
            else [code for step, code in enumerate(("money", "people", "law"), 1) if at % (step + 1) == 0]
        )
        order = ["abcd", "bacd", "dcab", "cdba"][at % 4]
        made.append(
            {
                "start": f"2026-05-{at % 28 + 1:02}T10:00", "about/country": ("Norway", "Sweden")[at % 2],
                "about/body": "s1" if at % 3 else "s2", "about/size": f"z{at % 3 + 1}", "q/worries": " ".join(worries),
                **{f"q/worries/{code}": str(int(code in worries)) if worries else "" for code in ("money", "people", "law", "none")},
                "q/fears": " ".join(reversed(worries)), "q/plan": str(at % 5 + 1) if at % 8 else "dk", "q/staff": str(at % 5 + 1) if at % 8 else "dk",
                "q/ai": ("no", "try", "yes", "yes")[at % 4], "q/order": " ".join(order), "q/share": str(3 * at + 7) + ".5", "_id": str(at),
            }
        )  # fmt: skip
    return made


def export(folder: Path, told: list[dict[str, str]] | None = None, headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "codes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows([each[name] for name in HEADINGS] for each in told or rows())
    return path


def table(
    folder: Path, choices: Sequence[Sequence[str]] = CHOICES, head: Sequence[str] = ("list_name", "name", "label")
) -> Path:
    path = folder / "choices.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *choices])
    return path


def form(
    folder: Path, survey: Sequence[Sequence[str]] = SURVEY, heads: Sequence[str] = ("type", "name", "label")
) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (heads, *survey):
        sheet.append(list(row))
    sheet = book.create_sheet("choices")
    for row in (("list name", "name", "Label"), *CHOICES):
        sheet.append(list(row))
    path = folder / "form.xlsx"
    book.save(path)
    return path


def proposed(folder: Path, exported: Path, choices: Path, *more: str) -> Path:
    """Return the mapping that init writes, with what it asks of any survey."""
    target = folder / "mapping.toml"
    target.unlink(missing_ok=True)
    assert main(["intake", "init", str(exported), "--choices", str(choices), "--into", str(target), *more]) == 0
    text = target.read_text(encoding="utf-8")
    text = text.replace('name = ""', 'name = "Codes"', 1).replace("year = 0", "year = 2026", 1)
    target.write_text(text.replace('evidence = ""', 'evidence = "self_selected"', 1), encoding="utf-8")
    return target


def reported(capsys: pytest.CaptureFixture[str], exported: Path, mapping: Path) -> dict[str, Any]:
    capsys.readouterr()
    main(["intake", "report", str(exported), str(mapping), "--json"])
    return dict(json.loads(capsys.readouterr().out))


def counts(told: dict[str, Any]) -> list[tuple[str, dict[str, int]]]:
    """Return kind and options with how many chose each, of a ranking how many placed it among the first three."""
    found = [
        (q["kind"], {o["label"]: (o["n"] if "n" in o else o["named_in_top_3"]["n"]) for o in q["options"]})
        for q in told["questions"]
        if q["kind"] != "numeric"
    ]
    return sorted(found, key=str)


def given() -> list[tuple[str, dict[str, int]]]:
    """Return the same, counted from the rows as they were made."""
    label = {(name, code): text for name, code, text in CHOICES}

    def chosen(name: str, column: str, most: int = 99) -> dict[str, int]:
        codes = [code for row in rows() for code in row[column].split()[:most]]
        return {text: codes.count(code) for (held, code), text in label.items() if held == name}

    worries = chosen("worry", "q/worries")
    agree = [chosen("agree", "q/plan"), chosen("agree", "q/staff")]
    alone = [("single", chosen("use", "q/ai")), ("rank", chosen("first", "q/order", 3))]
    found = [("multi", worries), ("multi", worries), *(("likert", each) for each in agree), *alone]
    return sorted(found, key=str)


@pytest.mark.parametrize("write", [form, table])
def test_codes_are_read_by_the_forms_own_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str], write: Any) -> None:
    exported, choices = export(tmp_path), write(tmp_path)
    mapping = proposed(tmp_path, exported, choices)
    # The mapping needs the form no more.
    choices.unlink()
    told = reported(capsys, exported, mapping)
    assert [problem["reason"] for problem in told["problems"]] == []
    assert counts(told) == given()
    assert told["dimensions"]["size"]["n"] == {"1–99": 14, "100–499": 13, "500 or more": 13}
    assert told["dimensions"]["sector"]["n_by_code"] == {"local_government": 26, "central_government": 14}
    texts = [question["text"] for question in told["questions"]]
    # What the table of choices does not say is told by the headings.
    assert ("Do you use AI?" in texts) == ("What share is new? (%)" in texts) == (write is form)
    ignored = next(line for line in mapping.read_text(encoding="utf-8").splitlines() if line.startswith("ignore"))
    assert '"q/worries"' in ignored


def test_without_the_form_the_codes_are_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = export(tmp_path)
    main(["intake", "init", str(exported)])
    assert "Too little money" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("choices", "asked"),
    [
        ([*CHOICES, ("again", "no", "Never"), ("again", "try", "Now"), ("again", "yes", "Always")], "lists “use”, “again”, which call them otherwise"),
        ([*CHOICES, ("use", "try", "On trial")], "“try” is called “Being tried” and “On trial” in the form"),
        ([*CHOICES, ("use", "yes2", "In use")], "“yes”, “yes2” are all called “In use”"),
        ([*CHOICES, ("again", "no", "Not used"), ("again", "try", "Being tried"), ("again", "yes", "In use"), ("again", "x", "X")], "Which list is it, “use”, “again”?"),
    ],
)  # fmt: skip
def test_what_a_table_of_choices_leaves_open_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], choices: list[tuple[str, str, str]], asked: str
) -> None:
    exported = export(tmp_path)
    mapping = proposed(tmp_path, exported, table(tmp_path, choices))
    told = reported(capsys, exported, mapping)
    (question,) = [q for q in told["questions"] if q["kind"] == "single"]
    assert asked in mapping.read_text(encoding="utf-8")
    assert not question["stands"]
    assert told["outcome"] == "decision"


def test_words_that_readers_see_are_asked_where_there_are_codes_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = export(tmp_path)
    mapping = proposed(tmp_path, exported, table(tmp_path))
    text = mapping.read_text(encoding="utf-8")
    asked = [line for line in text.splitlines() if line == 'text = ""']
    # What comes as a number is shown to nobody, but its words are asked with the others.
    assert len(asked) == text.count("[[question]]") == text.count("what was asked, in words: readers see it")
    mapping.write_text(
        text
        + """
[published]
publisher = "A network"
respondents = "Heads of digital"
respondent_group = "digital_leaders"
coverage = "open"
method = "Web questionnaire"
url = "https://network.example/survey"
reuse = "open"
""",
        encoding="utf-8",
    )
    capsys.readouterr()
    main(["intake", "check", str(exported), str(mapping)])
    assert "warning: mapping.toml, key question q1.text: Readers would see “q/worries/money”" in capsys.readouterr().out
    assert main(["intake", "report", str(exported), str(mapping)]) == 0
    # The form says all of it.
    assert 'text = ""' not in proposed(tmp_path, exported, form(tmp_path)).read_text(encoding="utf-8")


def test_numbers_that_may_be_codes_are_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = rows()
    for at, each in enumerate(told):
        each["q/share"] = str(at % 4 + 1)
    exported = export(tmp_path, told)
    mapping = proposed(tmp_path, exported, table(tmp_path))
    assert "Numbers alone: choices of the list “agree”" in mapping.read_text(encoding="utf-8")
    assert [q["stands"] for q in reported(capsys, exported, mapping)["questions"]].count(False) == 1
    # The form itself says that it is a number.
    assert "Numbers alone" not in proposed(tmp_path, exported, form(tmp_path)).read_text(encoding="utf-8")


def test_a_group_waits_for_what_is_open_of_its_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = export(tmp_path)
    mapping = proposed(tmp_path, exported, table(tmp_path, [*CHOICES, ("size", "z1", "1–49")]))
    told = reported(capsys, exported, mapping)
    assert not told["dimensions"]["size"]["stands"]
    assert any("“z1” is called “1–99” and “1–49”" in problem["reason"] for problem in told["problems"])
    lines = mapping.read_text(encoding="utf-8").splitlines()
    mapping.write_text("\n".join(line for line in lines if not line.startswith("decide")), encoding="utf-8")
    assert reported(capsys, exported, mapping)["dimensions"]["size"]["stands"]


def test_a_form_the_export_was_not_made_with_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = rows()
    for each in told:
        each["q/ai"] = {"no": "never", "try": "soon", "yes": "now"}[each["q/ai"]]
    exported = export(tmp_path, told)
    mapping = proposed(tmp_path, exported, form(tmp_path))
    assert "Most cells are no codes of the list “use”" in mapping.read_text(encoding="utf-8")
    assert reported(capsys, exported, mapping)["outcome"] == "decision"


@pytest.mark.parametrize("mark", ["-", ""])
def test_headings_without_groups_or_with_other_marks_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    headings = [
        name.replace("q/worries/", "worries/") if not mark and name.startswith("q/worries/")
        else name.replace("/", mark, 1) if mark else name.rpartition("/")[2]
        for name in HEADINGS
    ]  # fmt: skip
    exported = export(tmp_path, headings=headings)
    told = reported(capsys, exported, proposed(tmp_path, exported, form(tmp_path)))
    assert counts(told) == given()


def test_labels_of_several_languages_are_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = [(*each, f"fr {each[2]}") for each in CHOICES]
    path = table(tmp_path, both, ("list_name", "name", "label::English (en)", "label::Français (fr)"))
    assert main(["intake", "init", str(export(tmp_path)), "--choices", str(path)]) == 1
    said = capsys.readouterr().out
    assert "“English (en)”, “Français (fr)”" in said
    assert "--language" in said
    assert forms.read_form(path, "english").lists["use"]["no"] == "Not used"
    assert forms.read_form(path, "Français (fr)").lists["use"]["no"] == "fr Not used"
    with pytest.raises(IntakeError, match="no labels in “Deutsch”"):
        forms.read_form(path, "Deutsch")


@pytest.mark.parametrize(
    ("head", "choices", "said"),
    [
        (("list", "name", "label"), CHOICES, "no column 'list_name'"),
        (("list_name", "name", "words"), CHOICES, "no column 'label'"),
        (("list_name", "name", "label"), [("", "", "x")], "There is no choice in it"),
    ],
)
def test_what_is_no_table_of_choices_is_refused(
    tmp_path: Path, head: Sequence[str], choices: Sequence[Sequence[str]], said: str
) -> None:
    with pytest.raises(IntakeError, match=said):
        forms.read_form(table(tmp_path, choices, head))


def test_a_workbook_without_choices_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "answers"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(IntakeError, match="no sheet “choices”; it has answers"):
        forms.read_form(tmp_path / "other.xlsx")
    with pytest.raises(IntakeError, match="There is no such file"):
        forms.read_form(tmp_path / "nowhere.xlsx")


def test_a_mapping_may_name_the_form_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = export(tmp_path)
    shutil.move(form(tmp_path), tmp_path / "kept.xlsx")
    text = (
        '[survey]\nid = "codes"\nname = "Codes"\nyear = 2026\nevidence = "self_selected"\n[file]\ndelimiter = ";"\nchoices = "{}"\n'
        '[columns]\nignore = ["*"]\n[dimensions.size]\ncolumn = "about/size"\nlist = "size"\norder = ["1–99", "100–499", "500 or more"]\n'
        '[[question]]\nid = "ai"\nkind = "adoption"\nanswer = "single"\ncolumn = "q/ai"\nlist = "use"\n'
    )
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(text.format("kept.xlsx"), encoding="utf-8")
    told = reported(capsys, exported, mapping)
    assert {o["label"]: o["n"] for o in told["questions"][0]["options"]} == {
        "Not used": 10,
        "Being tried": 10,
        "In use": 20,
    }
    # Of labels in several languages it says which are meant, and is asked where it does not.
    both = [(*each, f"fr {each[2]}") for each in CHOICES]
    table(tmp_path, both, ("list_name", "name", "label::English (en)", "label::Français (fr)"))
    for language, asked in (("", True), ("Deutsch", True), ("English", False), ("Français", False)):
        said = text.format("choices.csv").replace('delimiter = ";"', f'delimiter = ";"\nlanguage = "{language}"')
        if language == "Français":
            said = said.replace(
                'order = ["1–99", "100–499", "500 or more"]', 'order = ["fr 1–99", "fr 100–499", "fr 500 or more"]'
            )
        mapping.write_text(said, encoding="utf-8")
        capsys.readouterr()
        assert main(["intake", "check", str(exported), str(mapping)]) == int(asked)
        assert ("language = “English” of [file]" in capsys.readouterr().out) == asked
    told = reported(capsys, exported, mapping)
    assert [o["label"] for o in told["questions"][0]["options"]] == ["fr Not used", "fr Being tried", "fr In use"]
    mapping.write_text(text.format("gone.xlsx"), encoding="utf-8")
    assert main(["intake", "check", str(exported), str(mapping)]) == 1
    assert "file.choices" in capsys.readouterr().out
