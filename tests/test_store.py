"""The store: built once, found again, never half-written, closed to the outside and the same for every thread."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests import tiny_evidence
from tests.reading import EVIDENCE
from tests.tiny_evidence import change
from trends.evidence.build import fingerprint
from trends.evidence.faults import EvidenceError
from trends.evidence.schema import Schema
from trends.paths import ROOT
from trends.store.guard import Guard, NotPublishedError
from trends.store.kept import Kept, size_of
from trends.store.opening import built_name, open_store
from trends.store.queries import QueryFileError
from trends.store.sealing import seal_of
from trends.store.store import Store

# Longer than what a store of these tests keeps.
LONG = 2_000

JOINED = {
    "figures": "findings",
    "readings": "indicator_values",
    "replies": "answers",
    "projects": "cases",
}


def write_question(folder: Path, name: str, sql: str, *parameters: str) -> None:
    listed = "".join(f"\n--   {parameter}: what the test gives" for parameter in parameters) or " none"
    header = f"-- name: {name}\n-- One row per row.\n-- Unit: none\n-- Base: none\n-- Parameters:{listed}\n"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.sql").write_text(f"{header}{sql}\n", encoding="utf-8")


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    folder = tmp_path / "queries"
    write_question(folder, "base_of_waves", "select survey, year, base_n from waves order by survey, year")
    write_question(
        folder, "value", "select finding_id, value from findings where finding_id = $finding_id", "finding_id"
    )
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny evidence in ``data`` and its store in ``cache``, not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    write_question(folder / "queries", "nothing", "select 1 as one")
    open_store(tiny_evidence.write(folder / "data"), folder / "cache", folder / "queries").close()
    return folder


@pytest.fixture
def asked(built: Path, queries: Path) -> Iterator[Store]:
    """A store of the tiny evidence with the questions of the test's own folder."""
    opened = open_store(built / "data", built / "cache", queries)
    yield opened
    opened.close()


def ask_once(built: Path, tmp_path: Path, sql: str, *parameters: str) -> Store:
    """Return a store that is already built, with one question named ``it``."""
    write_question(tmp_path / "asked", "it", sql, *parameters)
    return open_store(built / "data", built / "cache", tmp_path / "asked")


def only_file(folder: Path) -> Path:
    """Return the only store of a folder, in which nothing else lies but its seal."""
    (path,) = folder.glob("*.duckdb")
    assert {*folder.iterdir()} == {path, seal_of(path)}
    return path


def project_value(store: Store) -> float:
    return float(store.ask("value", finding_id="projects-24-gbr")["value"].item())


# Building ----------------------------------------------------------------------------------------------------------


def test_a_store_is_built_once_and_found_again(tiny: Path, tmp_path: Path, queries: Path) -> None:
    cache = tmp_path / "cache"
    first = open_store(tiny, cache, queries)
    built = only_file(cache)
    state = built.stat()
    first.close()
    second = open_store(tiny, cache, queries)
    assert only_file(cache) == built
    assert (built.stat().st_ino, built.stat().st_mtime_ns) == (state.st_ino, state.st_mtime_ns)
    assert second.fingerprint == first.fingerprint
    assert project_value(second) == 1250
    second.close()


def test_two_stores_of_one_file_can_be_open_together(tiny: Path, tmp_path: Path, queries: Path) -> None:
    first = open_store(tiny, tmp_path / "cache", queries)
    state = only_file(tmp_path / "cache").stat()
    second = open_store(tiny, tmp_path / "cache", queries)
    assert only_file(tmp_path / "cache").stat().st_ino == state.st_ino
    first.close()
    assert project_value(second) == 1250
    second.close()


def test_a_changed_field_gives_another_fingerprint_and_another_file(tiny: Path, tmp_path: Path, queries: Path) -> None:
    before = open_store(tiny, tmp_path / "cache", queries)
    change(tiny, "findings", "projects-24-gbr", "value", "1251")
    after = open_store(tiny, tmp_path / "cache", queries)
    assert before.fingerprint != after.fingerprint
    names = sorted(path.name for path in (tmp_path / "cache").glob("*.duckdb"))
    assert len(names) == 2
    assert [fingerprint in " ".join(names) for fingerprint in (before.fingerprint, after.fingerprint)] == [True, True]
    assert (project_value(before), project_value(after)) == (1250, 1251)
    before.close()
    after.close()


@pytest.mark.parametrize("content", ["empty", "half", "without its last byte", "text"])
def test_a_file_that_cannot_be_opened_is_replaced(built: Path, tmp_path: Path, queries: Path, content: str) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    good = only_file(built / "cache")
    path = cache / good.name
    whole = good.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "half": whole[: len(whole) // 2],
            "without its last byte": whole[:-1],
            "text": b"nothing" * 5000,
        }[content]
    )
    opened = open_store(built / "data", cache, queries)
    assert project_value(opened) == 1250
    opened.close()
    assert only_file(cache) == path
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute("select count(*) from findings").fetchone() == (36,)


def test_a_cache_that_cannot_be_written_still_opens(tiny: Path, tmp_path: Path, queries: Path) -> None:
    # A folder cannot lie below a file, whoever asks; a read-only folder would not stop an administrator.
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    opened = open_store(tiny, tmp_path / "file" / "cache", queries)
    assert project_value(opened) == 1250
    opened.close()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "not a folder"


def test_a_place_that_is_taken_in_the_cache_still_opens(
    tiny: Path, tmp_path: Path, queries: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "cache"
    built_name(cache, fingerprint(tiny)).mkdir(parents=True)
    opened = open_store(tiny, cache, queries)
    assert project_value(opened) == 1250
    opened.close()
    assert f"{cache}: no store can be written there" in caplog.text


def test_a_full_disk_is_told_in_words(tiny: Path, tmp_path: Path) -> None:
    """A process that may write no long files fails as on a full disk, in the cache and in the temporary folder."""
    command = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "from trends.commands import main; sys.exit(main(['build', '--data', sys.argv[1], '--cache', sys.argv[2]]))"
    )
    cache = tmp_path / "cache"
    ended = subprocess.run(
        [sys.executable, "-c", command, tiny, cache], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ended.returncode == 1
    assert f"neither to {cache} (" in ended.stderr
    assert "Make room" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(cache.iterdir()) == []


def test_evidence_with_faults_opens_nothing_and_leaves_the_cache_as_it_was(
    tiny: Path, tmp_path: Path, queries: Path
) -> None:
    cache = tmp_path / "cache"
    open_store(tiny, cache, queries).close()
    good = only_file(cache)
    change(tiny, "findings", "projects-24-gbr", "value", "many")
    with pytest.raises(EvidenceError, match=r"findings\.csv:25:value is 'many'"):
        open_store(tiny, cache, queries)
    assert only_file(cache) == good
    change(tiny, "findings", "projects-24-gbr", "value", "1250")
    opened = open_store(tiny, cache, queries)
    assert only_file(cache) == good
    assert project_value(opened) == 1250
    opened.close()


def test_a_question_that_cannot_be_read_opens_nothing(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "bare.sql").write_text("select 1", encoding="utf-8")
    with pytest.raises(QueryFileError, match=r"bare\.sql"):
        open_store(tiny, tmp_path / "cache", tmp_path / "queries")


def test_folders_of_the_environment_are_used(
    tiny: Path, tmp_path: Path, queries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(tiny, "findings", "projects-24-gbr", "value", "7")
    monkeypatch.setenv("DIGITAL_TRENDS_DATA", str(tiny))
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path / "elsewhere"))
    opened = open_store(queries=queries)
    assert project_value(opened) == 7
    assert opened.fingerprint in only_file(tmp_path / "elsewhere").name
    opened.close()


@pytest.mark.evidence
@pytest.mark.parametrize("folder", ["tiny", "shipped"])
def test_the_joined_tables_lose_and_double_no_row(built: Path, store_cache: Path, tmp_path: Path, folder: str) -> None:
    assert set(JOINED) <= set(Schema(ROOT / "data").views)
    for joined, table in JOINED.items():
        write_question(
            tmp_path / "asked",
            joined,
            f"select (select count(*) from {joined}) as joined, (select count(*) from {table}) as whole",
        )
    data, cache = (built / "data", built / "cache") if folder == "tiny" else (EVIDENCE, store_cache)
    opened = open_store(data, cache, tmp_path / "asked")
    for joined in JOINED:
        counts = opened.ask(joined)
        assert counts["joined"].item() == counts["whole"].item() > 0, joined
    opened.close()


# Closed to the outside ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select * from read_csv('{folder}/secret.csv')", "Cannot access file"),
        ("select * from read_text('{folder}/secret.csv')", "Cannot access file"),
        ("select * from '{folder}/secret.csv'", "Cannot access file"),
        ("select * from glob('{folder}/*')", "Cannot access file"),
        ("copy findings to '{folder}/written'", "Cannot access file"),
        ("export database '{folder}/written'", "Cannot access"),
        ("attach '{folder}/other.duckdb' as other", "Cannot access file"),
        ("select * from read_csv('https://example.org/a.csv')", "Permission Error|Missing Extension"),
        ("install httpfs", "Permission Error"),
        ("load httpfs", "Permission Error"),
        ("set enable_external_access = true", "locked"),
        ("set lock_configuration = false", "locked"),
        ("reset lock_configuration", "locked"),
        ("set threads = 1", "locked"),
        ("delete from findings", "read-only"),
        ("update findings set value = 0", "read-only"),
        ("create table t as select 1", "read-only"),
        ("drop table findings", "read-only"),
    ],
)
def test_a_question_reaches_nothing_but_the_evidence(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str, message: str
) -> None:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    duckdb.connect(str(folder / "other.duckdb")).close()
    before = sorted(folder.iterdir())
    opened = ask_once(built, tmp_path, sql.format(folder=folder))
    with pytest.raises((NotPublishedError, duckdb.Error)):
        opened.ask("it")
    # Nor does the database, whatever the guard lets pass.
    monkeypatch.setattr(Guard, "permit", lambda *_: None)
    with pytest.raises(duckdb.Error, match=message):
        opened.ask("it")
    assert sorted(folder.iterdir()) == before
    opened.close()


def test_a_value_is_never_read_as_sql(asked: Store) -> None:
    assert len(asked.ask("value", finding_id="' or true --")) == 0


def test_a_closed_store_answers_nothing(asked: Store) -> None:
    asked.close()
    with pytest.raises(duckdb.Error):
        asked.ask("base_of_waves")


# Asking ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, r"The question value takes finding_id; missing: finding_id\."),
        ({"finding_id": "a", "country": "NOR"}, r"The question value takes finding_id; not known: country\."),
        ({"finding": "a"}, r"The question value takes finding_id; missing: finding_id\. not known: finding\."),
    ],
)
def test_a_missing_or_unknown_parameter_is_named(asked: Store, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(TypeError, match=f"^{message}$"):
        asked.ask("value", **parameters)


def test_a_question_without_parameters_says_so(asked: Store) -> None:
    with pytest.raises(TypeError, match=r"base_of_waves takes no parameters; not known: year\."):
        asked.ask("base_of_waves", year=2024)


def test_an_unknown_question_is_named_with_those_there_are(asked: Store) -> None:
    with pytest.raises(KeyError, match=r"There is no question values\. Ask one of: base_of_waves, value\."):
        asked.ask("values")


def test_whole_numbers_with_gaps_stay_whole(asked: Store) -> None:
    waves = asked.ask("base_of_waves")
    assert waves.dtypes[["year", "base_n"]].tolist() == [pd.Int64Dtype(), pd.Int64Dtype()]
    council = waves[waves["survey"] == "council_survey"]
    assert council["base_n"].isna().tolist() == [False, False, False, True]
    assert council["base_n"].dropna().tolist() == [100, 120, 150]


def test_every_number_is_int64_or_float64(built: Path, tmp_path: Path) -> None:
    opened = ask_once(
        built,
        tmp_path,
        """
        select
            sum(base_n) as whole_sum, count(*) as counted, any_value(base_n)::utinyint as small,
            round(1.25, 1) as rounded, sum(1.5) as decimal_sum, avg(base_n) as mean, null::integer as gap
        from waves where survey = 'council_survey'
        """,
    )
    answer = opened.ask("it")
    assert {name: str(kind) for name, kind in answer.dtypes.items()} == {
        "whole_sum": "Int64",
        "counted": "Int64",
        "small": "Int64",
        "rounded": "float64",
        "decimal_sum": "float64",
        "mean": "float64",
        "gap": "Int64",
    }
    assert answer.drop(columns="gap").iloc[0].astype(float).tolist() == [370, 4, 100, 1.3, 6, pytest.approx(370 / 3)]
    opened.close()


def test_lists_can_be_given_as_parameters_and_come_back(built: Path, tmp_path: Path) -> None:
    opened = ask_once(
        built,
        tmp_path,
        "select country, groups from countries where len($country) = 0 or list_contains($country, country) order by country",
        "country",
    )
    assert opened.ask("it", country=[])["country"].tolist() == ["GBR", "INTL", "KEN", "NOR"]
    for chosen in (["NOR", "GBR"], ("NOR", "GBR")):
        answer = opened.ask("it", country=chosen)
        assert answer["country"].tolist() == ["GBR", "NOR"]
        assert [list(groups) for groups in answer["groups"]] == [["OECD", "LOLA", "G7"], ["OECD"]]
    opened.close()


def test_values_that_python_holds_equal_are_different_questions(built: Path, tmp_path: Path) -> None:
    opened = ask_once(built, tmp_path, "select typeof($value) as kind", "value")
    kinds = [opened.ask("it", value=value)["kind"].item() for value in (1, True, 1.0, "1", [1], ["1"], None)]
    assert kinds[:4] == ["INTEGER", "BOOLEAN", "DOUBLE", "VARCHAR"]
    assert kinds[4:] == ["INTEGER[]", "VARCHAR[]", '"NULL"']
    opened.close()


def test_a_frame_can_be_changed_without_changing_the_next_answer(built: Path, tmp_path: Path) -> None:
    opened = ask_once(
        built, tmp_path, "select country, name, groups, 1 as whole, 0.5::double as part from countries order by country"
    )
    untouched = opened.ask("it").to_json()
    for answer in (opened.ask("it"), opened.ask("it")):  # neither the first answer nor a kept one
        answer.loc[0, "name"] = "changed"
        answer.loc[:, "whole"] = 9
        answer["whole"].array[1] = 9
        answer["part"].to_numpy(copy=True)[:] = 9
        answer["part"] *= 2
        answer["more"] = 1
        answer.columns = answer.columns.str.upper()
        groups: Any = answer["GROUPS"].iloc[0]
        with pytest.raises(ValueError, match="read-only"):
            groups[0] = "changed"
        assert opened.ask("it").to_json() == untouched
    opened.close()


def test_an_array_below_a_frame_can_be_changed_without_changing_the_next_answer(built: Path, tmp_path: Path) -> None:
    opened = ask_once(built, tmp_path, "select range as number, range / 2 as half from range(4) order by number")
    for answer in (opened.ask("it"), opened.ask("it")):
        answer["number"].array[0] = 9
        answer["half"].array[0] = 9
    assert opened.ask("it").to_numpy(dtype=float).tolist() == [[0, 0], [1, 0.5], [2, 1], [3, 1.5]]
    opened.close()


def test_answers_are_kept_up_to_a_number_of_bytes_and_the_oldest_dropped(built: Path, tmp_path: Path) -> None:
    # A random number tells whether a question was asked again.
    opened = ask_once(
        built, tmp_path, "select random() as drawn, $number as number from range($rows::integer)", "number", "rows"
    )

    def drawn(number: int, rows: int = 1) -> float:
        return float(opened.ask("it", number=number, rows=rows)["drawn"].iloc[0])

    opened.answers = Kept(3 * size_of(opened.ask("it", number=0, rows=1)))
    first = drawn(0)
    assert drawn(0) == first
    second = drawn(1)
    drawn(2)
    assert drawn(0) == first  # asked last, so 1 is now the oldest
    drawn(3)
    assert drawn(0) == first
    assert drawn(1) != second
    for number in range(4, 7):
        drawn(number)
    assert drawn(0) != first
    assert len(opened.answers) == 3

    fitting = opened.ask("it", number=0, rows=LONG)
    opened.answers = Kept(size_of(fitting))
    assert drawn(0, LONG) == drawn(0, LONG)
    assert drawn(0, LONG + 1) != drawn(0, LONG + 1)
    kept = drawn(0, LONG)
    opened.forget()
    assert drawn(0, LONG) != kept
    opened.close()


def test_sixteen_threads_are_answered_like_one(built: Path, tmp_path: Path) -> None:
    # Half of the answers are short and kept, half are longer than what is kept, so that they are worked out each time.
    opened = ask_once(
        built,
        tmp_path,
        """
        select range as place, range * $factor as product, any_value(country) as country
        from range($rows::integer) cross join countries
        where country = $country
        group by range
        order by place
        """,
        "factor",
        "rows",
        "country",
    )
    opened.answers = Kept(size_of(opened.ask("it", factor=1, rows=LONG, country="GBR")))
    questions = [
        (factor, LONG + factor if factor % 2 else factor, ("GBR", "KEN", "NOR")[factor % 3]) for factor in range(50)
    ]

    def answers(start: int) -> dict[int, str]:
        found = {}
        for place in range(len(questions)):
            factor, rows, country = questions[(place + start) % len(questions)]
            answer = opened.ask("it", factor=factor, rows=rows, country=country)
            found[factor] = answer.to_csv(index=False)
        return found

    for factor, rows, country in questions:
        answer = opened.ask("it", factor=factor, rows=rows, country=country)
        assert answer["product"].tolist() == [factor * place for place in range(rows)]
        assert set(answer["country"]) <= {country}
    alone = answers(0)
    opened.forget()
    with ThreadPoolExecutor(16) as threads:
        together = list(threads.map(answers, range(0, 48, 3)))
    assert together == [alone] * 16
    opened.close()


def test_a_cache_can_be_moved(built: Path, tmp_path: Path, queries: Path) -> None:
    shutil.copytree(built / "cache", tmp_path / "moved")
    state = only_file(tmp_path / "moved").stat()
    opened = open_store(built / "data", tmp_path / "moved", queries)
    assert project_value(opened) == 1250
    assert only_file(tmp_path / "moved").stat().st_mtime_ns == state.st_mtime_ns
    opened.close()
