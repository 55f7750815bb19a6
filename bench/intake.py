"""A survey owner's export of a million answers to a hundred questions: from the file to figures in the tables."""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.report import Line
from trends.paths import ROOT, data_folder

PEOPLE, QUESTIONS = 1_000_000, 100
_AT_ONCE = 20_000
_POINTS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
_GROUPS = {
    "country": ("Norway", "Sweden", "Denmark", "Finland", "Germany", "France", "Spain", "Italy", "Poland", "Austria"),
    "sector": ("Municipality", "Hospital", "Ministry", "School"),
    "size": ("1-99", "100-499", "500 or more"),
}
_MAPPING = """
[survey]
id = "made_up"
name = "A survey made up"
year = 2026
evidence = "self_selected"
[respondents]
id = "id"
[weight]
column = "weight"
[published]
publisher = "Nobody"
respondents = "Everybody"
respondent_group = "staff"
coverage = "open"
method = "Web questionnaire"
url = "https://survey.example"
reuse = "open"
"""
_QUESTION = """
[[question]]
id = "s{at}"
kind = "attitude"
answer = "likert"
column = "Statement {at}"
theme = "ai_automation"
battery = "Statements"
scale = [{points}]
"""


def measure(people: int = PEOPLE) -> list[Line]:
    """Return the seconds and the peak memory of ``intake add``, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with tempfile.TemporaryDirectory() as name:
        took = add(Path(name) / "data", people)
    # The largest of all children there were: only a smaller one before it lets its size be told.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    size = f"{people:,} × {QUESTIONS}"
    lines = [Line(f"intake add, {size}", took, "s", None, "", "≤ 300")]
    if peak > before:
        lines.append(Line(f"intake add, {size}: most memory", peak / 1024**2, "GB", None, "", "≤ 4"))
    return lines


def add(data: Path, people: int) -> float:
    """Copy the tables of the evidence to ``data``, add the survey of so many people, and return the seconds of that."""
    export, mapping = data.with_name("export.csv"), data.with_name("mapping.toml")
    _write(export, people)
    mapping.write_text(_mapping(), encoding="utf-8")
    shutil.copytree(data_folder(), data)
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "trends", "intake", "add", export, mapping, "--data", data],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    took = time.perf_counter() - started
    export.unlink()
    return took


def _mapping() -> str:
    points = ", ".join(f'"{point}"' for point in _POINTS)
    groups = "".join(f'[dimensions.{name}]\ncolumn = "{name}"\n' for name in _GROUPS)
    return _MAPPING + groups + "".join(_QUESTION.format(at=at, points=points) for at in range(QUESTIONS))


def _write(path: Path, people: int) -> None:
    draw = np.random.default_rng(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(["id", *_GROUPS, "weight", *(f"Statement {at}" for at in range(QUESTIONS))]) + "\n")
        for begin in range(0, people, _AT_ONCE):
            file.writelines(",".join(row) + "\n" for row in _rows(draw, begin, min(_AT_ONCE, people - begin)))


def _rows(draw: np.random.Generator, begin: int, count: int) -> Iterator[tuple[str, ...]]:
    # One in twenty leaves a question out.
    answers = np.array([*_POINTS, ""])
    columns = [
        [str(begin + at) for at in range(count)],
        *(np.array(values)[draw.integers(0, len(values), count)].tolist() for values in _GROUPS.values()),
        [f"{weight:.3f}" for weight in draw.uniform(0.5, 2, count)],
        *(answers[draw.choice(6, count, p=(0.1, 0.2, 0.2, 0.25, 0.2, 0.05))].tolist() for _ in range(QUESTIONS)),
    ]
    yield from zip(*columns, strict=True)
