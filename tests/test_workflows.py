"""What runs where changes are checked: actions pinned by the hash of a commit, nothing that may write, each week a canary."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from trends.paths import ROOT

FILES = sorted((ROOT / ".github" / "workflows").iterdir())
CHECKS, CANARY = (ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("checks", "canary"))
# A tag may be moved to other code; a commit may not. The comment says which release it is.
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40}")
READS = {"contents": "read"}
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def workflow(path: Path) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def steps_of(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


def begun_by(path: Path) -> dict[str, Any]:
    # YAML 1.1 takes the word “on” for a truth.
    return dict(workflow(path)[True])


def test_there_are_checks_and_a_canary() -> None:
    assert sorted((CHECKS, CANARY)) == FILES


@each_file
def test_every_action_is_one_commit_and_says_its_release(path: Path) -> None:
    used = [step["uses"] for step in steps_of(path) if "uses" in step]
    # A workflow of others, called as a whole, would be used by a job.
    assert not [job for job in workflow(path)["jobs"].values() if "uses" in job]
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []
    lines = re.findall(r"uses: (\S+) # v\d+\.\d+\.\d+$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert lines == used


def test_an_action_is_the_same_commit_everywhere() -> None:
    pins = {step["uses"] for path in FILES for step in steps_of(path) if "uses" in step}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


@each_file
def test_it_may_read_and_no_more(path: Path) -> None:
    read = workflow(path)
    assert read["permissions"] == READS
    assert [job["permissions"] for job in read["jobs"].values() if job.get("permissions", READS) != READS] == []
    # Begun by others with the rights of this repository it would hand these to their code.
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(begun_by(path))
    assert "secrets." not in path.read_text(encoding="utf-8")
    checkouts = [step for step in steps_of(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


@each_file
def test_no_expression_is_put_into_a_script(path: Path) -> None:
    assert [step["run"] for step in steps_of(path) if "${{" in step.get("run", "")] == []


@each_file
def test_each_job_has_an_end(path: Path) -> None:
    assert all(0 < job["timeout-minutes"] <= 120 for job in workflow(path)["jobs"].values())


def test_every_change_passes_all_checks() -> None:
    assert begun_by(CHECKS) == {"push": {"branches": ["main"]}, "pull_request": None}
    assert [step["run"] for step in steps_of(CHECKS) if "run" in step] == [".ci/run"]


def test_the_canary_comes_each_week_on_both_lines_of_duckdb() -> None:
    ((begun,), by_hand) = (begun_by(CANARY)["schedule"], "workflow_dispatch" in begun_by(CANARY))
    minute, hour, day, month, weekday = begun["cron"].split()
    assert all(number.isdecimal() for number in (minute, hour, weekday))
    assert (day, month, by_hand) == ("*", "*", True)
    job = workflow(CANARY)["jobs"]["newest"]
    lines = [each["duckdb"] for each in job["strategy"]["matrix"]["include"]]
    assert [line.rpartition("<")[2] for line in lines] == ["2", "3"]
    assert job["strategy"]["fail-fast"] is False
    (step,) = [step for step in job["steps"] if "run" in step]
    assert (step["run"], step["env"]) == ('.ci/canary "$LINE"', {"LINE": "${{ matrix.duckdb }}"})


@each_file
def test_what_is_run_is_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for step in steps_of(path):
        program, *arguments = step.get("run", "make").split()
        if program == "make":
            assert set(arguments) <= targets
        else:
            assert (ROOT / program).stat().st_mode & 0o111
