"""All tables in one file: what is in it, what is left out of it and said so, and how it is sent."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from frictionless import Package

from tests.tiny_evidence import append, change, read_rows
from trends.export import everything, tables
from trends.request.request import Request, vocabulary_of
from trends.request.tables import TABLES
from trends.store.store import Store
from trends.store.versions import Version

ENDINGS = (".csv", ".csv-metadata.json", ".parquet")


@pytest.fixture(scope="module")
def unpacked(tiny_request: Request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("everything")
    everything.write(tiny_request.version, folder / everything.FILE_NAME)
    with zipfile.ZipFile(folder / everything.FILE_NAME) as file:
        assert file.testzip() is None
        file.extractall(folder)
    return folder


def package(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return told


def test_each_table_is_there_as_csv_and_parquet_with_what_they_hold(unpacked: Path) -> None:
    found = {path.name for path in unpacked.iterdir()} - {everything.FILE_NAME}
    assert found == {"README.txt", "datapackage.json", *(f"{name}{ending}" for name in TABLES for ending in ENDINGS)}


def test_csv_is_that_of_the_api_without_its_mark_however_many_parts_it_was_written_in(
    tiny_request: Request, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    version = tiny_request.version
    monkeypatch.setattr(everything, "ROWS_AT_ONCE", 7)
    everything.write(version, tmp_path / "parts.zip")
    with zipfile.ZipFile(tmp_path / "parts.zip") as file:
        for table in TABLES.values():
            whole = tables.encoded(version.store, vocabulary_of(version), table, {}, "csv")
            assert file.read(f"{table.name}.csv") == whole.removeprefix(b"\xef\xbb\xbf")


def test_parquet_and_csv_have_the_same_rows(unpacked: Path) -> None:
    with duckdb.connect() as con:
        for name, table in TABLES.items():
            keys = ", ".join(f"{key}::varchar" for key in table.key)
            rows = [
                con.execute(f"select {keys} from {reader}('{unpacked / name}.{ending}') order by all").fetchall()
                for reader, ending in (("read_csv", "csv"), ("read_parquet", "parquet"))
            ]
            assert rows[0] == rows[1]
            assert rows[0]


def test_the_data_package_is_true_of_its_files(unpacked: Path) -> None:
    told = package(unpacked)
    assert {each["path"] for each in told["resources"]} == {
        f"{name}{ending}" for name in TABLES for ending in (".csv", ".parquet")
    }
    # Without a further package it reads no Parquet.
    csvs = [each for each in told["resources"] if each["format"] == "csv"]
    (unpacked / "of_csv.json").write_text(json.dumps({**told, "resources": csvs}), encoding="utf-8")
    report = Package(str(unpacked / "of_csv.json")).validate()
    (unpacked / "of_csv.json").unlink()
    assert report.flatten(["title", "type", "message"]) == []
    for each in csvs:
        beside = json.loads((unpacked / f"{each['path']}-metadata.json").read_text(encoding="utf-8"))
        assert beside["url"] == each["path"]
        columns = beside["tableSchema"]["columns"]
        assert [field["name"] for field in each["schema"]["fields"]] == [column["name"] for column in columns]
        assert all(field["description"] for field in each["schema"]["fields"])


def test_rows_that_must_not_be_handed_on_are_left_out_and_counted(
    tiny: Path, changed: Callable[[], Store], tmp_path: Path
) -> None:
    append(tiny, "reuse_terms", "open", reuse=tables.NOT_HANDED_ON, label="Not to be handed on")
    change(tiny, "sources", "health_poll", "reuse", tables.NOT_HANDED_ON)
    header, *figures = read_rows(tiny, "findings")
    barred = [row for row in figures if row[header.index("question")].startswith("health_")]
    assert barred
    version = Version(changed())
    everything.write(version, tmp_path / "whole.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip") as file:
        table = json.loads(file.read("datapackage.json"))["resources"][0]
        text, metadata = file.read("findings.csv").decode(), json.loads(file.read("findings.csv-metadata.json"))
        readme = file.read("README.txt").decode()
    said = f"{len(barred)} rows are shown on the pages only: the terms of the publisher forbid handing them on"
    assert not any(row[0] in text for row in barred)
    assert all(row[0] in text for row in figures if row not in barred)
    assert said in readme
    assert said in table["description"]
    assert {"label": "Rows left out", "text": said} in metadata["notes"]

    # The same holds for every other file of the table.
    whole = json.loads(tables.encoded(version.store, vocabulary_of(version), TABLES["findings"], {}, "json"))
    assert len(whole) == len(figures) - len(barred)


def test_nothing_is_left_out_of_the_small_evidence(unpacked: Path) -> None:
    assert "shown on the pages only" not in (unpacked / "README.txt").read_text(encoding="utf-8")


def test_a_file_of_the_same_evidence_holds_the_same(tiny_request: Request, unpacked: Path, tmp_path: Path) -> None:
    everything.write(tiny_request.version, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (unpacked / everything.FILE_NAME).read_bytes()
