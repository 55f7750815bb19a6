"""Tests that read the evidence are known, since they have to pass also when that grows."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from tests import tiny_evidence
from tests.evidence_read import reads_evidence
from tests.reading import EVIDENCE


def folder_by_another_function() -> str:
    return "".join(str(EVIDENCE) for _ in range(1))


@pytest.fixture
def folder() -> str:
    return folder_by_another_function()


def test_one_that_names_the_folder_is_known(request: pytest.FixtureRequest) -> None:
    assert EVIDENCE.is_dir()
    assert reads_evidence(request.node)


def test_one_of_which_a_fixture_leads_there_is_known(folder: str, request: pytest.FixtureRequest) -> None:
    assert folder
    assert reads_evidence(request.node)
    assert request.node.get_closest_marker("evidence")


def folder_of_something_else() -> str:
    return str(tiny_evidence.write)


@pytest.mark.parametrize(
    ("asked", "reads"), [(folder_by_another_function, True), (folder_of_something_else, False), (str, False)]
)
def test_what_reads_something_else_is_none(asked: Callable[[], str], reads: bool) -> None:
    assert reads_evidence(cast("pytest.Item", SimpleNamespace(function=asked))) is reads
