"""The questions: a file's header is its documentation, and a header that does not fit its SQL is refused."""

import ast
import re
from pathlib import Path

import pytest

from trends.paths import INTAKE_QUERIES, QUERIES, ROOT
from trends.store.fields import SHARED
from trends.store.queries import Query, QueryFileError, load_queries, read_query
from trends.store.store import Store

GOOD = """\
-- name: {name}
-- One row per wave
-- of a survey, oldest first.
-- Unit: base_n: number.
-- Base: none: the base is what is shown.
-- Parameters:
--   survey: code of the survey
--   years: list of years: 2021, 2022; empty = no restriction
select year, base_n -- a remark about $money and what isn't there
from waves
where survey = $survey and list_contains($years, year) and note <> 'it''s $free -- of charge'
order by year
"""

SQL_IN_PYTHON = re.compile(r"\bselect\b.+\bfrom\b", re.IGNORECASE | re.DOTALL)
MAY_HOLD_SQL = {
    "trends/export/examples.py",  # shows readers how to ask a file of their own
    "trends/intake/forms.py",  # forms of surveys call a choice “select_one … from”
    "trends/store/published/lake.py",  # asks a catalogue what lies there, nothing of the evidence
    *(f"trends/evidence/{name}.py" for name in ("schema", "faults", "loading", "build")),
    *(f"trends/store/{name}.py" for name in ("store", "chosen")),
}


def write(folder: Path, text: str, name: str = "waves") -> Path:
    path = folder / f"{name}.sql"
    path.write_text(text.format(name=name), encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(QueryFileError) as refused:
        read_query(path)
    return str(refused.value)


# Reading -----------------------------------------------------------------------------------------------------------


def test_a_header_is_read_as_documentation(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, GOOD))
    assert query.name == "waves"
    assert query.doc == (
        "One row per wave\n"
        "of a survey, oldest first.\n"
        "Unit: base_n: number.\n"
        "Base: none: the base is what is shown.\n"
        "Parameters:\n"
        "  survey: code of the survey\n"
        "  years: list of years: 2021, 2022; empty = no restriction"
    )
    assert query.parameters == {
        "survey": "code of the survey",
        "years": "list of years: 2021, 2022; empty = no restriction",
    }
    assert query.sql == GOOD.format(name="waves")


def test_a_question_may_have_no_parameters(tmp_path: Path) -> None:
    text = "-- name: {name}\n-- One row.\n-- Unit: none\n-- Base: none\n-- Parameters: none\nselect 1 as one\n"
    assert read_query(write(tmp_path, text)).parameters == {}


def test_comments_below_the_header_are_not_documentation(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("select year", "\n--   hidden: no parameter\nselect year"))
    query = read_query(path)
    assert "hidden" not in query.doc
    assert set(query.parameters) == {"survey", "years"}


def test_a_folder_is_read_by_name_and_other_files_are_left(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "second")
    write(tmp_path, GOOD, "first")
    (tmp_path / "notes.md").write_text("no question", encoding="utf-8")
    assert list(load_queries(tmp_path)) == ["first", "second"]


def test_a_folder_with_one_bad_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "good")
    write(tmp_path, "select 1", "bad")
    with pytest.raises(QueryFileError, match=r"^bad\.sql"):
        load_queries(tmp_path)


# Groups of filters --------------------------------------------------------------------------------------------------

GROUPED = """\
-- name: {{name}}
-- One row per figure.
-- Unit: none
-- Base: none
-- Parameters:
{lines}
select item from chosen_{relation} order by item
"""


def grouped(folder: Path, relation: str, *lines: str) -> Path:
    return write(folder, GROUPED.format(lines="\n".join(f"--   {line}" for line in lines), relation=relation))


@pytest.mark.parametrize(
    ("relation", "lines", "names"),
    [
        ("figures", ["the shared filters: lists of codes"], SHARED),
        ("figures", ["the shared filters but year: lists of codes"], tuple(name for name in SHARED if name != "year")),
        ("figures", ["the shared filters: lists of codes", "kind: list of kinds"], (*SHARED, "kind")),
        ("lists", ["the shared filters: lists of codes"], tuple(name for name in SHARED if name != "theme")),
        ("readings", ["the filters of readings: lists of codes"], ("country", "year", "theme", "series", "indicator")),
        ("prompts", ["the filters of prompts: lists of codes"], ("theme",)),
    ],
)
def test_a_line_declares_a_group_of_filters(
    tmp_path: Path, relation: str, lines: list[str], names: tuple[str, ...]
) -> None:
    query = read_query(grouped(tmp_path, relation, *lines))
    assert tuple(query.parameters) == names
    assert [each.fields for each in query.filtered] == [names]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["the shared filter: lists of codes", "kind: list of kinds"],
            "no group of filters is called “the shared filter",
        ),
        (["the filters of figures, lists of codes"], "no group of filters is called “the filters of figures, lists"),
        (["the filters of towns: lists of codes"], "There are no filters of towns; there are those of figures, counts"),
        (["the shared filters: lists", "the shared filters but theme: lists"], "the header declares country, sector, "),
        (
            ["the shared filters but colour: lists"],
            "colour cannot be left out: it is none of the filters country, sector",
        ),
        (["the shared filters: lists", "year: list of years"], "the header declares year twice"),
    ],
)
def test_a_group_that_there_is_not_is_refused_with_those_there_are(
    tmp_path: Path, lines: list[str], message: str
) -> None:
    said = refusal(grouped(tmp_path, "figures", *lines))
    assert said.startswith("waves.sql: ")
    assert message in said


def test_shared_filters_that_restrict_nothing_are_refused(tmp_path: Path) -> None:
    text = GROUPED.format(lines="--   the shared filters: lists of codes", relation="figures")
    said = refusal(write(tmp_path, text.replace("chosen_figures", "figures")))
    assert said.startswith("waves.sql: the shared filters restrict nothing it reads; ")


# Refusing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "select 1\n",
        GOOD.replace("-- name: {name}\n", ""),
        GOOD.replace("{name}", "other"),
        "\n" + GOOD,
        "--\n" + GOOD,
    ],
    ids=["empty", "no header", "no name", "name of another file", "blank line first", "name not first"],
)
def test_a_header_without_the_name_of_its_file_is_refused(tmp_path: Path, text: str) -> None:
    assert refusal(write(tmp_path, text)) == "waves.sql:1: the header must begin with “-- name: waves”."


@pytest.mark.parametrize("part", ["Unit:", "Base:", "Parameters:"])
@pytest.mark.parametrize("instead", ["", "-- See also {part} elsewhere\n"], ids=["left out", "not at a line's start"])
def test_a_header_without_a_part_is_refused(tmp_path: Path, part: str, instead: str) -> None:
    lines = [
        instead.format(part=part) if line.startswith(f"-- {part}") else line for line in GOOD.splitlines(keepends=True)
    ]
    assert refusal(write(tmp_path, "".join(lines))) == (
        f"waves.sql: the header lacks “{part}”; say it, or “{part} none”."
    )


@pytest.mark.parametrize("name", ["region", "Region", "1"])
def test_a_parameter_that_is_not_declared_is_refused(tmp_path: Path, name: str) -> None:
    text = GOOD.replace("order by", f"and region = ${name} order by")
    assert refusal(write(tmp_path, text)) == (
        f"waves.sql: the header and the SQL differ in their parameters. Declare {name} in the header."
    )


def test_a_parameter_that_is_not_used_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("survey = $survey", "survey = '$survey'").replace("$years", "[]")
    assert refusal(write(tmp_path, text)) == (
        "waves.sql: the header and the SQL differ in their parameters. Use or remove survey, years."
    )


def test_a_parameter_without_a_meaning_is_not_declared(tmp_path: Path) -> None:
    text = GOOD.replace("survey: code of the survey", "survey:")
    assert "Declare survey in the header." in refusal(write(tmp_path, text))


def test_undeclared_and_unused_parameters_are_named_together(tmp_path: Path) -> None:
    message = refusal(write(tmp_path, GOOD.replace("$survey", "$poll")))
    assert message.endswith("Declare poll in the header. Use or remove survey.")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "The question waves takes survey, years; missing: survey, years."),
        ({"survey": 1}, "The question waves takes survey, years; missing: years."),
        ({"survey": 1, "years": 2, "b": 3, "a": 4}, "The question waves takes survey, years; not known: a, b."),
        ({"survey": 1, "year": 2}, "The question waves takes survey, years; missing: years. not known: year."),
    ],
)
def test_parameters_are_checked_by_name(tmp_path: Path, given: dict[str, int], told: str) -> None:
    query = read_query(write(tmp_path, GOOD))
    query.check({"survey": "a", "years": []})
    with pytest.raises(TypeError, match=f"^{re.escape(told)}$"):
        query.check(given)


# What is shipped ---------------------------------------------------------------------------------------------------

SHIPPED = sorted({*QUERIES.rglob("*.sql")} - {*INTAKE_QUERIES.rglob("*.sql")})


@pytest.mark.skipif(not SHIPPED, reason="queries/ is empty")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_question_is_documented_and_fits_the_tables(path: Path, tiny_store: Store) -> None:
    query = read_query(path)
    assert "One row" in query.doc.splitlines()[0]
    assert load_queries(QUERIES)[path.stem] == query
    # The database reads the question and finds every table, column and function it names.
    assert explained(tiny_store, query)


def explained(store: Store, query: Query) -> bool:
    """Have the database plan a question without values, which it does once it has found all that is named."""
    for choice in ([], ["one"], ["one", "another"]):
        sql, _ = store.statement(query.name, **dict.fromkeys(query.parameters, choice))
        with store._connection.cursor() as cursor:  # noqa: SLF001 - no reader may plan questions, so it has no method
            cursor.execute(f"prepare planned as {sql}")
            cursor.execute("deallocate planned")
    return True


def strings(path: Path) -> list[tuple[int, str]]:
    """Return the strings of a Python file with their lines; the parts of one with values in it belong together."""
    found = []
    inside = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
            inside |= {id(part) for part in node.values}
            found.append((node.lineno, "".join(map(str, parts))))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            found.append((node.lineno, node.value))
    return found


def test_questions_stand_in_queries_and_nowhere_else() -> None:
    files = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "trends").rglob("*.py")]
    holding = {
        path.relative_to(ROOT).as_posix(): lines
        for path in files
        if path.exists() and (lines := [line for line, text in strings(path) if SQL_IN_PYTHON.search(text)])
    }
    assert {name: lines for name, lines in holding.items() if name not in MAY_HOLD_SQL} == {}
    assert "trends/evidence/faults.py" in holding  # or the search finds nothing at all


def test_the_search_for_sql_finds_it_in_strings_with_values(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(
        'table = "t"\nSQL = f"select a\\n{table} from b"\nother = """\nSELECT a\nFROM b"""\nfine = "selected from"\n',
        encoding="utf-8",
    )
    assert [line for line, text in strings(path) if SQL_IN_PYTHON.search(text)] == [2, 3]


def test_two_questions_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, GOOD)
    with pytest.raises(QueryFileError) as refused:
        load_queries(tmp_path)
    name = write(tmp_path, GOOD).stem
    assert str(refused.value) == (
        f"two/{name}.sql: the question {name} stands in one/{name}.sql already; give one of them another name."
    )
