"""What a schema says: its tables and their columns, the rules for their rows, and the views that join them."""

from pathlib import Path

import pytest

from trends.evidence.schema import COMMENTS_ON, CREATES, Column, Constraint, Schema

TEXT = """\
-- Towns come first, since answers refer to them.
create table towns (
    town varchar primary key,
    people integer not null check (people > 0)
);
comment on table towns is 'One row per town.';
comment on column towns.people is 'Number of people.';
create table answers (town varchar references towns (town), answer varchar);
create view joined as select * from answers join towns using (town);
create view rule_answered as
    select 'answers' as table_name, 2 as row_number, 'answer' as column_name, answer as value from answers where false;
comment on view rule_answered is 'Every town answered. | give its answer.';
"""


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    (tmp_path / "schema.sql").write_text(TEXT, encoding="utf-8")
    return Schema(tmp_path)


def test_tables_stand_in_order_with_their_columns_and_comments(schema: Schema) -> None:
    assert list(schema.tables) == ["towns", "answers"]
    towns = schema.tables["towns"]
    assert towns.comment == "One row per town."
    assert towns.column_names == ["town", "people"]
    assert towns.columns[1] == Column("people", "INTEGER", "Number of people.", required=True)
    assert schema.comment("towns", "people") == "Number of people."
    assert schema.comment("towns", "town") == ""


def test_rules_are_constraints_and_views_that_say_what_and_how_to_mend(schema: Schema) -> None:
    assert Constraint("answers", "FOREIGN KEY", ("town",), None, "towns", ("town",)) in schema.constraints
    checks = [(rule.table, rule.columns) for rule in schema.constraints if rule.kind == "CHECK"]
    assert checks == [("towns", ("people",))]
    assert schema.rules == {"rule_answered": ("Every town answered.", "give its answer.")}
    assert schema.rule_tables == {"rule_answered": {"answers"}}


def test_views_that_join_are_no_rules(schema: Schema) -> None:
    assert schema.views == ["joined"]


def test_statements_begin_with_what_they_do(schema: Schema) -> None:
    assert len(schema.statements) == 7
    made = [found[2] for found in map(CREATES.match, schema.statements) if found]
    assert made == ["towns", "answers", "joined", "rule_answered"]
    assert [found[1] for found in map(COMMENTS_ON.match, schema.statements) if found] == ["table", "column", "view"]
