"""Stores of other sizes, which benchmarks generate: what is joined part by part is what is joined as a whole."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from bench import generated
from tests.reading import EVIDENCE
from trends.evidence.schema import CREATES, read_schema
from trends.paths import RULES

# Values of two further indicators, and figures of one further question.
VALUES, FIGURES = generated.VALUES_EACH + 1, 1
BY_VALUE = ("readings", "standings")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with further index values and figures."""
    path = tmp_path_factory.mktemp("generated") / "grown.duckdb"
    generated.write(path, VALUES, FIGURES)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("relation", BY_VALUE)
def test_what_is_joined_in_parts_is_what_the_statement_of_the_relation_gives(grown: Path, relation: str) -> None:
    statements = {
        found[2]: text[found.end() :] for text in read_schema(RULES).statements if (found := CREATES.match(text))
    }
    with duckdb.connect(str(grown), read_only=True) as con:
        asked = statements[relation].removeprefix(" as")
        assert con.execute(f"select count(*) from {relation}").fetchone() != (0,)
        for one, other in ((asked, f"from {relation}"), (f"from {relation}", asked)):
            assert con.execute(f"select count(*) from (({one}) except all ({other}))").fetchone() == (0,)


@pytest.mark.slow
def test_what_was_asked_for_is_there(grown: Path) -> None:
    with duckdb.connect(str(grown), read_only=True) as con:
        rows = {
            table: con.execute(f"select count(*) from {table}").fetchone() for table in ("indicator_values", "findings")
        }
    of_evidence = {table: len(pd.read_csv(EVIDENCE / f"{table}.csv", dtype=str)) for table in rows}
    assert (rows["indicator_values"] or (0,))[0] >= of_evidence["indicator_values"] + VALUES - generated.VALUES_EACH
    assert (rows["findings"] or (0,))[0] > of_evidence["findings"]
