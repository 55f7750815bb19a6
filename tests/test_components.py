"""What the dashboard is made of: every locked package is there as locked, under a licence that is allowed."""

import importlib.metadata
import sys
from pathlib import Path

import pytest

from tests.components import LOCK, Component, is_allowed, licence_of, listed, locked
from tests.components import ROOT as PROJECT

LOCKED = locked()


def test_every_package_of_the_lock_file_is_read() -> None:
    lines = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if line and not line.startswith((" ", "#"))]
    assert [f"{each.name}=={each.version}" for each in LOCKED] == [line.split()[0] for line in lines]
    assert len(LOCKED) > 30


def test_what_is_locked_is_read_with_where_it_is_installed_and_what_needs_it(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "one==1.0 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n    # via digital-trends (pyproject.toml)\n"
        "two==2.0 ; python_full_version < '3.12' \\\n    --hash=sha256:2\n    # via\n    #   one\n    #   three\n"
        "three==3.1.post1\n",
        encoding="utf-8",
    )
    assert [(each.name, each.version, each.where) for each in locked(lock)] == [
        ("one", "1.0", ""),
        ("two", "2.0", "python_full_version < '3.12'"),
        ("three", "3.1.post1", ""),
    ]
    assert locked(lock)[1].needed_by == ("one", "three")
    assert "digital-trends" in locked(lock)[0].needed_by


@pytest.mark.parametrize("component", LOCKED, ids=lambda each: f"{each.name}-{each.version}")
def test_every_package_is_under_an_allowed_licence(component: Component) -> None:
    expression = licence_of(component.name)
    assert is_allowed(expression), f"{component.name} is under {expression or 'no licence that is known'}."


def test_what_a_lake_needs_besides_is_locked_alike_and_allowed() -> None:
    lake = {(each.name, each.version) for each in locked(PROJECT / "requirements-lake.lock")}
    serving = {(each.name, each.version) for each in LOCKED}
    assert serving < lake
    assert {name.partition("-extension-")[0] for name, _ in lake - serving} == {"duckdb"}
    assert {licence_of(name) for name, _ in lake - serving} == {"MIT"}


def test_installed_is_what_is_locked() -> None:
    versions: dict[str, set[str]] = {}
    for each in LOCKED:
        if "sys_platform" not in each.where or sys.platform == "linux":
            versions.setdefault(each.name, set()).add(each.version)
    assert {name for name, each in versions.items() if importlib.metadata.version(name) not in each} == set()


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only OR MIT AND ISC", True),
        ("AGPL-3.0-or-later OR MIT AND GPL-3.0-only", False),
        ("", False),
    ],
)
def test_licences_that_take_something_away_are_refused(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed


def test_a_package_that_says_no_licence_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, said in (("silent", ""), ("odd", "License: Ask the author\n")):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{said}")
    monkeypatch.syspath_prepend(tmp_path)
    assert [licence_of(name) for name in ("silent", "odd")] == ["", ""]


def test_the_list_holds_every_package_once_and_joins_what_needs_what() -> None:
    told = listed()
    refs = [each["bom-ref"] for each in told["components"]]
    assert refs == [each.address for each in LOCKED]
    assert len(set(refs)) == len(refs)
    own = told["metadata"]["component"]["bom-ref"]
    needs = {each["ref"]: each["dependsOn"] for each in told["dependencies"]}
    assert set(needs) == {own, *refs}
    by_name = {each.name: each.address for each in LOCKED}
    assert by_name["streamlit"] in needs[own]
    assert by_name["starlette"] in needs[by_name["streamlit"]]
    # Whatever is there is needed by something.
    assert {ref for each in needs.values() for ref in each} == set(refs)
    assert told == listed()
    assert str(PROJECT) not in str(told)
