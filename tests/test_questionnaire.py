"""The questionnaire whose export needs no mapping: one survey in the headings of several tools, the same figures."""

import csv
import random
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from trends.__main__ import main
from trends.intake.mapping_file import read_mapping
from trends.intake.questionnaire import markdown, read_questionnaire
from trends.intake.report import report
from trends.intake.taking import take
from trends.paths import RULES

ASKED = read_questionnaire()
QUESTIONS = {question["id"]: question for question in ASKED["question"]}
MAPPING = """
[survey]
id = "leaders"
name = "Survey of leaders"
year = 2026
evidence = "self_selected"
questionnaire = true
[published]
publisher = "A network"
respondents = "Heads of digital in two countries"
respondent_group = "digital_leaders"
coverage = "open"
method = "Web questionnaire"
url = "https://leaders.example"
reuse = "open"
"""
Answer = dict[str, Any]
Style = Callable[[list[Answer]], tuple[list[str], list[list[str]]]]


def people(count: int = 150) -> list[Answer]:
    draw = random.Random(3)  # noqa: S311 (invented answers are no secret)
    made = []
    for _ in range(count):
        answer: Answer = {
            "country": draw.choice(["Norway", "Sweden"]),
            "sector": draw.choice(["Municipality", "Hospital"]),
            "size": draw.choice(list(ASKED["group"][2]["options"])),
        }
        for name, question in QUESTIONS.items():
            codes = [code for code in question["options"] if code != "none"]
            if question["answer"] == "rank":
                answer[name] = draw.sample(codes, 3)
            elif question["answer"] == "multi":
                answer[name] = [code for code in codes if draw.random() < 0.4] or ["none"]
            elif question["answer"] == "likert":
                answer[name] = {code: draw.choice([*question["scale"], "off"]) for code in codes}
            else:
                answer[name] = draw.choice(list(question["options"]))
        made.append(answer)
    return made


EVERYBODY = people()


def size_text(code: str) -> str:
    return str(ASKED["group"][2]["options"][code])


def point(question: dict[str, Any], code: str) -> str:
    return str(question["off_scale"] if code == "off" else question["scale"][code])


def by_codes(answers: list[Answer]) -> tuple[list[str], list[list[str]]]:
    """As a tool that exports codes: ``concerns[money]``, 1 for a tick, numbers for points."""
    return _columns(answers, lambda q, code: f"{q['id']}[{code}]", lambda q, at: f"{q['id']}_{at}", words=False)


def by_code_and_text(answers: list[Answer]) -> tuple[list[str], list[list[str]]]:
    """As LimeSurvey with codes and texts: “concerns[money]. What worries you most? [Too little money]”."""
    return _columns(
        answers,
        lambda q, code: f"{q['id']}[{code}]. {q['text']} [{q['options'][code]}]",
        lambda q, at: f"{q['id']}[{at}]. {q['text']} [Rank {at}]",
    )


def by_text(answers: list[Answer]) -> tuple[list[str], list[list[str]]]:
    """As SurveyMonkey: “What worries you most? / Too little money”."""
    return _columns(
        answers, lambda q, code: f"{q['text']} / {q['options'][code]}", lambda q, at: f"{q['text']} / {at}", plain=False
    )


def joined(answers: list[Answer]) -> tuple[list[str], list[list[str]]]:
    """As Google Forms: one column a question, ticks joined; statements of a grid in brackets."""
    heads = [group["text"] for group in ASKED["group"]]
    for question in QUESTIONS.values():
        many = question["answer"] == "likert"
        heads += (
            [f"{question['text']} [{text}]" for text in question["options"].values()] if many else [question["text"]]
        )
    rows = []
    for answer in answers:
        row = [answer["country"], answer["sector"], size_text(answer["size"])]
        for name, question in QUESTIONS.items():
            given, texts = answer[name], question["options"]
            if question["answer"] == "likert":
                row += [point(question, given[code]) for code in texts]
            elif question["answer"] == "single":
                row.append(texts[given])
            else:
                row.append(", ".join(texts[code] for code in given))
        rows.append(row)
    return heads, rows


def _columns(
    answers: list[Answer],
    option: Callable[[dict[str, Any], str], str],
    place: Callable[[dict[str, Any], int], str],
    *,
    words: bool = True,
    plain: bool = True,
) -> tuple[list[str], list[list[str]]]:
    heads = [group["id"] if plain else group["text"] for group in ASKED["group"]]
    for question in QUESTIONS.values():
        if question["answer"] == "rank":
            heads += [place(question, at) for at in (1, 2, 3)]
        elif question["answer"] == "single":
            heads.append(question["id"] if plain else question["text"])
        else:
            heads += [option(question, code) for code in question["options"]]
    return heads, [list(_cells(answer, words=words)) for answer in answers]


def _cells(answer: Answer, *, words: bool) -> Iterator[str]:
    yield from (answer["country"], answer["sector"], size_text(answer["size"]) if words else answer["size"])
    for name, question in QUESTIONS.items():
        given, texts = answer[name], question["options"]
        if question["answer"] == "rank":
            yield from (texts[code] if words else code for code in given)
        elif question["answer"] == "multi":
            yield from ((texts[code] if words else "1") if code in given else "" for code in texts)
        elif question["answer"] == "likert":
            numbers = {code: str(at) for at, code in enumerate(question["scale"], 1)} | {"off": question["off_scale"]}
            yield from (point(question, given[code]) if words else numbers[given[code]] for code in texts)
        else:
            yield texts[given] if words else given


def written(folder: Path, style: Style) -> tuple[Path, Path]:
    heads, rows = style(EVERYBODY)
    export, mapping = folder / "export.csv", folder / "mapping.toml"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    mapping.write_text(MAPPING, encoding="utf-8")
    return export, mapping


@pytest.mark.parametrize("style", [by_codes, by_code_and_text, by_text, joined], ids=lambda style: style.__name__)
def test_an_export_of_any_tool_needs_no_mapping(tmp_path: Path, style: Style) -> None:
    export, mapping = written(tmp_path, style)
    taken = take(export, read_mapping(mapping))
    assert [str(problem) for problem in taken.problems] == []
    told = {question["id"]: question for question in report(taken)["questions"]}
    for name, question in QUESTIONS.items():
        texts = question["options"]
        if question["answer"] == "likert":
            for code in texts:
                counts = [
                    sum(answer[name][code] == each for answer in EVERYBODY) for each in (*question["scale"], "off")
                ]
                found = {option["label"]: option["n"] for option in told[f"{name}_{code}"]["options"]}
                assert list(found.values()) == counts, code
            continue
        for code, text in texts.items():
            count = sum(
                code in answer[name] if question["answer"] != "single" else code == answer[name] for answer in EVERYBODY
            )
            (option,) = [each for each in told[name]["options"] if each["label"] == text] or [None]
            found = 0 if option is None else option.get("n", option.get("named_in_top_3", {}).get("n"))
            assert found == count, (name, code)


@pytest.mark.parametrize("style", [by_codes, by_code_and_text, by_text, joined], ids=lambda style: style.__name__)
def test_its_export_is_known_by_its_headings(tmp_path: Path, style: Style, capsys: pytest.CaptureFixture[str]) -> None:
    export, mapping = written(tmp_path, style)
    by_hand = report(take(export, read_mapping(mapping)))["questions"]
    # One more question of the owner's own is proposed beside it.
    lines = export.read_text(encoding="utf-8").splitlines()
    more = ["Do you share staff?", *("often" if at % 3 else "never" for at in range(len(lines) - 1))]
    export.write_text("\n".join(f"{line},{cell}" for line, cell in zip(lines, more, strict=True)), encoding="utf-8")
    assert main(["intake", "init", str(export)]) == 0
    text = capsys.readouterr().out
    proposed = tomllib.loads(text)
    assert proposed["survey"]["questionnaire"] is True
    assert [set(question["options"]) for question in proposed["question"]] == [{"often", "never"}]
    assert "size" not in proposed["dimensions"]
    text = text.replace('name = ""', 'name = "Leaders"', 1).replace("year = 0", "year = 2026", 1)
    mapping.write_text(text.replace('evidence = ""', 'evidence = "self_selected"', 1), encoding="utf-8")
    taken = take(export, read_mapping(mapping))
    assert [str(problem) for problem in taken.problems] == []
    (own, *same) = sorted(
        report(taken)["questions"], key=lambda question: question["id"] != proposed["question"][0]["id"]
    )
    assert [own["base_n"], same] == [len(EVERYBODY), by_hand]
    # Without a mapping it is checked against the same.
    assert main(["intake", "check", str(export)]) == 0, capsys.readouterr().out


def test_figures_are_the_same_to_the_last_digit_in_whatever_order_a_file_has_people_and_columns(tmp_path: Path) -> None:
    export, mapping = written(tmp_path, by_text)
    first = report(take(export, read_mapping(mapping)))["questions"]
    heads, *rows = csv.reader(export.read_text(encoding="utf-8").splitlines())
    draw = random.Random(5)  # noqa: S311 (an order is no secret)
    for turn in range(8):
        columns = draw.sample(range(len(heads)), len(heads))
        lines = [heads, *draw.sample(rows, len(rows))]
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([line[at] for at in columns] for line in lines)
        again = report(take(export, read_mapping(mapping)))["questions"]
        assert sorted(again, key=lambda each: each["id"]) == sorted(first, key=lambda each: each["id"]), turn


def test_the_words_of_its_headings_alone_make_no_questionnaire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "export.csv"
    rows = [f"{['Norway', 'Sweden'][at % 2]},{['Skills', 'Cloud'][at % 2]},often,1.5" for at in range(20)]
    export.write_text("\n".join(["country,priorities,concerns,weight", *rows]), encoding="utf-8")
    assert main(["intake", "init", str(export)]) == 0
    assert "questionnaire" not in tomllib.loads(capsys.readouterr().out)["survey"]


def test_nothing_but_who_published_it_has_to_be_said_for_a_dashboard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, mapping = written(tmp_path, joined)
    data = tmp_path / "data"
    shutil.copytree(RULES, data, ignore=shutil.ignore_patterns("releases", "shapes"))
    assert main(["intake", "add", str(export), str(mapping), "--data", str(data)]) == 0, capsys.readouterr().out
    with (data / "findings.csv").open(encoding="utf-8", newline="") as file:
        ours = [row for row in csv.DictReader(file) if row["question"].startswith("leaders_")]
    assert {row["question"] for row in ours} == {
        "leaders_priorities", "leaders_opportunities", "leaders_concerns", "leaders_how_far_do_you_agree",
        "leaders_connected", "leaders_ai_use",
    }  # fmt: skip
    themes = {row["item"]: row["theme"] for row in ours if row["question"] == "leaders_concerns"}
    wanted = QUESTIONS["concerns"]
    assert {item: theme for item, theme in themes.items() if item != "None of these"} == {
        wanted["options"][code]: theme for code, theme in wanted["themes"].items()
    }


def test_an_export_without_any_of_its_columns_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export, mapping = written(tmp_path, by_codes)
    export.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["intake", "check", str(export), str(mapping)]) == 1
    assert "no column of the questionnaire" in capsys.readouterr().out


def test_the_questionnaire_fits_the_dashboard_and_can_be_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with (RULES / "themes.csv").open(encoding="utf-8", newline="") as file:
        themes = {row["theme"] for row in csv.DictReader(file)}
    for question in QUESTIONS.values():
        texts = list(question["options"].values())
        assert len(texts) == len(set(texts))
        assert not [text for text in texts if "," in text or ";" in text]
        named = question.get("themes", dict.fromkeys(question["options"], question.get("theme")))
        assert set(named) == set(question["options"]) - ({"none"} if question["answer"] == "multi" else set())
        assert set(named.values()) <= themes
    assert main(["intake", "questionnaire"]) == 0
    printed = capsys.readouterr().out
    assert printed == markdown()
    for question in QUESTIONS.values():
        assert all(f"- {text} (`{code}`)" in printed for code, text in question["options"].items())
