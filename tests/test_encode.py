"""Downloads are read back with the tools their readers use, and hold what the frame held."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trends.export.encode import FORMATS, encode, file_name
from trends.export.plain import guard_formulas, unguard_formulas

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = (("Filters", "New Zealand, 2019 to 2025"), ("Rows", "3"), ("Address", "https://a.example"))
COLUMNS = {"year": "Year of the survey.", "share": "Share who said so, %.", "other": "Not here."}


def answers() -> pd.DataFrame:
    """Three survey answers: every type, a missing cell in most columns, a negative number."""
    return pd.DataFrame(
        {
            "year": pd.array([2023, None, 2025], dtype="Int64"),
            "share": [45.5, -3.25, np.nan],
            "base_n": [67, 12, -1],
            "country": pd.Series(["New Zealand", 'Aotearoa, "Māori"', None], dtype="str"),
            "complete": [True, False, True],
            "themes": pd.Series([["data", "skills"], [], None], dtype=object),
            "read_on": pd.to_datetime(pd.Series(["2024-05-01", None, "2025-01-31"])),
            "note": pd.Series(["=1+1", "http://a.example", "two\nlines"], dtype="str"),
        }
    )


def csv_rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=delimiter))


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_rows(content: bytes, name: str = "Data") -> list[tuple[Any, ...]]:
    return list(workbook(content)[name].iter_rows(values_only=True))


def parquet(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def texts(values: list[str]) -> pd.DataFrame:
    """Put the texts in a second column, where no quote of theirs opens a line."""
    return pd.DataFrame({"row": range(len(values)), "text": pd.Series(values, dtype=object)})


PIECES = [
    *"=+-@＝＋－＠﹢﹣﹦﹫",
    *" \t\r\n;,'\"\xa0\u2028\u200b\ufeff",
    *"\x00\x01\x0b\x1f\x7f\x85\ufffe\uffff\ud83d\ude00\udfff",
    *["a", "1", "ā", "😀", "<r>", "</r>", "<f>", "&amp;", "_x0041_", "https://a.example"],
]
NASTY = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(
    st.characters(exclude_categories=[]), max_size=12
)
NASTY_LISTS = st.lists(NASTY, min_size=1, max_size=12)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def opens_formula(cell: str) -> bool:
    """Judge a cell as a cautious spreadsheet would, with no look at how the guard works."""
    bare = cell
    while bare and (bare[0].isspace() or bare[0] in "\u200b\ufeff"):
        bare = bare[1:]
    return bare[:1] in set("=+-@＝＋－＠﹢﹣﹦﹫")


# The same frame in each format --------------------------------------------------------------------


def test_csv_to_the_byte() -> None:
    assert encode(answers(), "csv", about=ABOUT, columns=COLUMNS) == (
        b"\xef\xbb\xbf"
        b"year,share,base_n,country,complete,themes,read_on,note\r\n"
        b"2023,45.5,67,New Zealand,true,data; skills,2024-05-01,'=1+1\r\n"
        b',-3.25,12,"Aotearoa, ""M\xc4\x81ori""",false,,,http://a.example\r\n'
        b'2025,,-1,,true,,2025-01-31,"two\nlines"\r\n'
    )


def test_json_holds_row_objects_with_nulls_and_text_unchanged() -> None:
    content = encode(answers(), "json", about=ABOUT)
    rows = json.loads(content)
    assert rows[0] == {
        "year": 2023,
        "share": 45.5,
        "base_n": 67,
        "country": "New Zealand",
        "complete": True,
        "themes": ["data", "skills"],
        "read_on": "2024-05-01",
        "note": "=1+1",
    }
    assert list(rows[1].values()) == [
        None,
        -3.25,
        12,
        'Aotearoa, "Māori"',
        False,
        [],
        None,
        "http://a.example",
    ]
    assert rows[2]["share"] is None
    assert rows[2]["themes"] is None
    assert [list(row) for row in rows] == [list(answers().columns)] * 3
    assert type(rows[0]["year"]) is int
    assert "Māori".encode() in content
    assert content.count(b"\n") == 5  # the brackets and one line a row


def test_xlsx_data_sheet_holds_the_frame() -> None:
    assert sheet_rows(encode(answers(), "xlsx", about=ABOUT, columns=COLUMNS)) == [
        tuple(answers().columns),
        (2023, 45.5, 67, "New Zealand", True, "data; skills", "2024-05-01", "=1+1"),
        (None, -3.25, 12, 'Aotearoa, "Māori"', False, None, None, "http://a.example"),
        (2025, None, -1, None, True, None, "2025-01-31", "two\nlines"),
    ]


def test_parquet_keeps_types_and_carries_the_words() -> None:
    content = encode(answers(), "parquet", about=ABOUT, title="Answers", columns=COLUMNS)
    table = parquet(content)
    assert table.schema.names == list(answers().columns)
    assert table.schema.types == [
        pa.int64(),
        pa.float64(),
        pa.int64(),
        pa.string(),
        pa.bool_(),
        pa.list_(pa.string()),
        pa.date32(),
        pa.string(),
    ]
    assert table["year"].to_pylist() == [2023, None, 2025]
    assert table["share"].to_pylist() == [45.5, -3.25, None]
    assert table["themes"].to_pylist() == [["data", "skills"], [], None]
    assert table["read_on"].to_pylist() == [date(2024, 5, 1), None, date(2025, 1, 31)]
    assert table["note"].to_pylist() == ["=1+1", "http://a.example", "two\nlines"]
    assert table.schema.metadata[b"title"] == b"Answers"
    assert json.loads(table.schema.metadata[b"about"]) == [list(line) for line in ABOUT]
    assert json.loads(table.schema.metadata[b"columns"]) == {
        "year": "Year of the survey.",
        "share": "Share who said so, %.",
    }
    assert table.schema.field("share").metadata == {b"description": b"Share who said so, %."}
    assert table.schema.field("base_n").metadata is None
    assert pd.read_parquet(io.BytesIO(content))["year"].dtype == "Int64"


def test_what_duckdb_answers_goes_into_every_format(tmp_path: Path) -> None:
    frame = (
        duckdb.connect()
        .execute(
            "select * from (values (2023::int, ['a', null], date '2024-05-01', 1.50::decimal(4, 2)),"
            " (null, null, null, null)) as answers(year, themes, read_on, share)"
        )
        .df()
    )
    assert csv_rows(encode(frame.astype({"year": "Int64"}), "csv")) == [
        ["year", "themes", "read_on", "share"],
        ["2023", "a", "2024-05-01", "1.5"],
        ["", "", "", ""],
    ]
    assert json.loads(encode(frame, "json"))[0]["themes"] == ["a", None]
    path = tmp_path / "answers.parquet"
    path.write_bytes(encode(frame, "parquet"))
    assert duckdb.connect().execute("select themes, read_on from read_parquet(?)", [str(path)]).fetchall() == [
        (["a", None], date(2024, 5, 1)),
        (None, None),
    ]


@pytest.mark.parametrize("format_name", FORMATS)
def test_same_frame_same_bytes(format_name: str) -> None:
    other = answers().set_index(pd.Index([7, 8, 9]))
    other.attrs["asked_by"] = "somebody"
    first = encode(answers(), format_name, about=ABOUT, columns=COLUMNS)
    assert first == encode(other, format_name, about=ABOUT, columns=COLUMNS)


@pytest.mark.parametrize("format_name", FORMATS)
def test_other_frame_other_bytes(format_name: str) -> None:
    assert encode(answers(), format_name) != encode(answers().iloc[:2], format_name)


@pytest.mark.parametrize("format_name", FORMATS)
def test_frame_is_left_as_it_was(format_name: str) -> None:
    frame = answers()
    encode(frame, format_name, about=ABOUT, columns=COLUMNS)
    pd.testing.assert_frame_equal(frame, answers())


def test_no_rows_leave_the_header() -> None:
    frame = answers().iloc[:0]
    header = list(frame.columns)
    assert encode(frame, "csv") == b"\xef\xbb\xbf" + ",".join(header).encode() + b"\r\n"
    assert json.loads(encode(frame, "json")) == []
    content = encode(frame, "xlsx")
    assert sheet_rows(content)[0] == tuple(header)
    assert {cell for row in sheet_rows(content)[1:] for cell in row} <= {None}
    assert workbook(content)["Data"].tables["Data_table"].ref == "A1:H2"
    table = parquet(encode(frame, "parquet"))
    assert table.num_rows == 0
    assert table.schema.names == header
    assert table.schema.field("year").type == pa.int64()
    assert table.schema.field("read_on").type == pa.date32()


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_every_kind_of_missing_is_missing(missing: object) -> None:
    frame = pd.DataFrame({"a": pd.Series(["x", missing], dtype=object)})
    assert csv_rows(encode(frame, "csv"))[2] == [""]
    assert json.loads(encode(frame, "json"))[1] == {"a": None}
    assert sheet_rows(encode(frame, "xlsx"))[1:] in ([("x",), (None,)], [("x",)])
    assert parquet(encode(frame, "parquet"))["a"].to_pylist() == ["x", None]


def test_column_with_nothing_in_it_is_text_in_parquet() -> None:
    frame = pd.DataFrame({"a": pd.Series([None, None], dtype=object)})
    assert parquet(encode(frame, "parquet")).schema.field("a").type == pa.string()


def test_times_keep_their_hours_and_zones() -> None:
    frame = pd.DataFrame(
        {
            "plain": pd.to_datetime(pd.Series(["2024-05-01 09:30", "2024-05-02"], dtype="str"), format="ISO8601"),
            "zoned": pd.to_datetime(pd.Series(["2024-05-01T00:00+12:00"] * 2)),
        }
    )
    assert csv_rows(encode(frame, "csv"))[1:] == [
        ["2024-05-01T09:30:00", "2024-05-01T00:00:00+12:00"],
        ["2024-05-02T00:00:00", "2024-05-01T00:00:00+12:00"],
    ]
    table = parquet(encode(frame, "parquet"))
    assert pa.types.is_timestamp(table.schema.field("plain").type)
    assert table["plain"].to_pylist()[0] == datetime(2024, 5, 1, 9, 30)  # noqa: DTZ001


def test_date_objects_are_dates() -> None:
    frame = pd.DataFrame({"day": [date(2024, 5, 1), None]})
    assert csv_rows(encode(frame, "csv"))[1:] == [["2024-05-01"], [""]]
    assert parquet(encode(frame, "parquet")).schema.field("day").type == pa.date32()


def test_items_of_lists_may_be_missing() -> None:
    frame = pd.DataFrame({"shares": pd.Series([np.array([1.5, np.nan]), [2, True]], dtype=object)})
    assert csv_rows(encode(frame, "csv"))[1:] == [["1.5"], ["2; true"]]
    assert json.loads(encode(frame, "json"))[0]["shares"] == [1.5, None]


def test_categories_are_written_as_what_they_stand_for() -> None:
    frame = pd.DataFrame({"a": pd.Categorical(["=x", None]), "n": pd.Categorical([3, None])})
    assert csv_rows(encode(frame, "csv"))[1:] == [["'=x", "3"], ["", ""]]
    assert json.loads(encode(frame, "json"))[0] == {"a": "=x", "n": 3}
    assert parquet(encode(frame, "parquet")).to_pylist() == [
        {"a": "=x", "n": 3},
        {"a": None, "n": None},
    ]


# Numbers ------------------------------------------------------------------------------------------


@given(
    # Excel ends a little below the largest double.
    st.lists(st.floats(-1e307, 1e307), min_size=1, max_size=20),
    st.integers(-(10**15), 10**15),
)
@example([-0.5, 1e300, 5e-324], -7)
def test_numbers_stay_numbers(floats: list[float], whole_number: int) -> None:
    frame = pd.DataFrame({"f": floats, "i": pd.array([whole_number] * len(floats), dtype="Int64")})
    read = csv_rows(encode(frame, "csv"))[1:]
    assert [float(row[0]) for row in read] == floats
    assert {row[1] for row in read} == {str(whole_number)}
    rows = json.loads(encode(frame, "json"))
    assert [row["f"] for row in rows] == floats
    assert all(type(row["i"]) is int and row["i"] == whole_number for row in rows)
    table = parquet(encode(frame, "parquet"))
    assert table["f"].to_pylist() == floats
    assert table["i"].to_pylist() == [whole_number] * len(floats)
    for (cell, whole_cell), value in zip(sheet_rows(encode(frame, "xlsx"))[1:], floats, strict=True):
        assert cell == pytest.approx(value, rel=1e-14)
        assert whole_cell == whole_number


def test_whole_numbers_of_each_type_have_no_decimals() -> None:
    frame = pd.DataFrame({"n": [120]})
    for kind in ("Int64", "int64", "Int16", "uint8", "object"):
        assert csv_rows(encode(frame.astype(kind), "csv"))[1] == ["120"]


# Hostile text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+64 4 123", "'+64 4 123"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1", "'  =1"),
        ("\xa0\u200b@x", "'\xa0\u200b@x"),
        ("＝1", "'＝1"),
        ("﹣1", "'﹣1"),
        ("a;=1", "a;'=1"),
        ("a; -1", "a;' -1"),
        ("a\n=1", "a\n'=1"),
        ('a;"=1', "a;'\"=1"),
        ("'=1", "''=1"),
        # No formula opens here.
        ("", ""),
        ("'90s", "'90s"),
        ("a=1, -2; b", "a=1, -2; b"),
        ("email@a.example", "email@a.example"),
        (" plain", " plain"),
    ],
)
def test_guard_by_example(text: str, guarded: str) -> None:
    assert guard_formulas(text) == guarded
    assert unguard_formulas(guarded) == text


@given(NASTY)
def test_guard_can_be_taken_back(text: str) -> None:
    assert unguard_formulas(guard_formulas(text)) == text


@given(NASTY_LISTS)
@example(['a\r\n"=1;'])
def test_csv_text_comes_back_and_no_cell_opens_a_formula(values: list[str]) -> None:
    content = encode(texts(values), "csv")
    read = csv_rows(content)[1:]
    assert [row[0] for row in read] == [str(row) for row in range(len(values))]
    assert not [row[1] for row in read if opens_formula(row[1])]
    assert [unguard_formulas(row[1]) for row in read] == [CONTROLS.sub("", whole(t)) for t in values]
    # What a spreadsheet that splits at semicolons makes of the same file.
    assert not [cell for row in csv_rows(content, ";") for cell in row if opens_formula(cell)]


@given(NASTY_LISTS)
def test_json_and_parquet_text_is_unchanged(values: list[str]) -> None:
    read = [row["text"] for row in json.loads(encode(texts(values), "json").decode("utf-8"))]
    assert read == [whole(text) for text in values]
    assert parquet(encode(texts(values), "parquet"))["text"].to_pylist() == read


@given(NASTY_LISTS)
@example(["<r><t>x</t></r>"])
@example(["<r></t></si></sst></r>"])
@example(["https://a.example", "mailto:a@a.example", "{=1}", "=1"])
def test_xlsx_text_is_text(values: list[str]) -> None:
    lines = [(f"Line {number}", text) for number, text in enumerate(values)]
    content = encode(texts(values), "xlsx", about=lines, columns={"text": values[0]})
    expected = [re.sub("\r\n?", "\n", CONTROLS.sub("", whole(text))) or None for text in values]
    book = workbook(content)
    cells = [cell for row in book["Data"].iter_rows(min_row=2, min_col=2) for cell in row]
    assert [cell.value for cell in cells] == expected
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s"}
    about_cells = [row[1] for row in book["Cover"].iter_rows(min_row=4)]
    assert [cell.value or None for cell in about_cells] == expected
    for cell in (*cells, *about_cells):
        if cell.value and opens_formula(cell.value):
            assert cell.quotePrefix  # stays text when edited
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        for name in sheets:
            assert not re.search(rb"<(f|hyperlinks?)[ />]", archive.read(name))
        assert not [name for name in archive.namelist() if "externalLink" in name]
        assert b"hyperlink" not in b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))


@given(st.lists(NASTY, max_size=4))
def test_lists_are_guarded_after_joining(items: list[str]) -> None:
    frame = pd.DataFrame({"row": [1], "items": pd.Series([items], dtype=object)})
    content = encode(frame, "csv")
    cell = csv_rows(content)[1][1]
    assert unguard_formulas(cell) == CONTROLS.sub("", "; ".join(map(whole, items)))
    assert not [cell for row in csv_rows(content, ";") for cell in row if opens_formula(cell)]


def test_surrogates_are_joined_or_replaced() -> None:
    frame = texts(["\ud83d\ude00", "a\ud800b", "\udc00"])
    expected = ["😀", "a\ufffdb", "\ufffd"]
    assert [row[1] for row in csv_rows(encode(frame, "csv"))[1:]] == expected
    assert [row["text"] for row in json.loads(encode(frame, "json"))] == expected
    assert [row[1] for row in sheet_rows(encode(frame, "xlsx"))[1:]] == expected
    assert parquet(encode(frame, "parquet"))["text"].to_pylist() == expected


def test_column_names_are_guarded_in_csv_and_plain_elsewhere() -> None:
    frame = pd.DataFrame([[1, 2, 3]], columns=["=a", "</si>", 2024])
    assert csv_rows(encode(frame, "csv"))[0] == ["'=a", "</si>", "2024"]
    assert list(json.loads(encode(frame, "json"))[0]) == ["=a", "</si>", "2024"]
    assert sheet_rows(encode(frame, "xlsx"))[0] == ("=a", "</si>", "2024")
    assert parquet(encode(frame, "parquet")).schema.names == ["=a", "</si>", "2024"]


# CSV readers --------------------------------------------------------------------------------------


def test_readers_drop_the_byte_order_mark(tmp_path: Path) -> None:
    content = encode(answers(), "csv")
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    names = list(answers().columns)
    assert list(pd.read_csv(path).columns) == names
    assert (
        pyarrow.csv.read_csv(path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)).column_names
        == names
    )
    assert duckdb.read_csv(str(path)).columns == names


def test_csv_lines_end_in_carriage_return_and_line_feed() -> None:
    content = encode(answers()[["year", "share"]], "csv")
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r") == 4


# Workbook -----------------------------------------------------------------------------------------


def test_workbook_cover_and_notes() -> None:
    content = encode(answers(), "xlsx", about=ABOUT, title="Answers, 2025", columns=COLUMNS)
    assert workbook(content).sheetnames == ["Cover", "Data", "Notes"]
    assert workbook(content).properties.title == "Answers, 2025"
    cover = sheet_rows(content, "Cover")
    assert cover[0][0] == "Answers, 2025"
    assert cover[2:] == [("About this file", "Detail"), *ABOUT]
    notes = sheet_rows(content, "Notes")
    assert notes[0][0] == "Notes"
    assert "not known or not published" in notes[1][0]
    assert "semicolon" in notes[2][0]
    assert notes[3:6] == [
        ("Column", "What it holds"),
        ("year", "Year of the survey."),
        ("share", "Share who said so, %."),
    ]
    assert notes[6:] == [(name, "Not described.") for name in list(answers().columns)[2:]]


def test_workbook_is_accessible() -> None:
    book = workbook(encode(answers(), "xlsx", about=ABOUT, columns=COLUMNS))
    assert {sheet.title: [table.ref for table in sheet.tables.values()] for sheet in book} == {
        "Cover": ["A3:B6"],
        "Data": ["A1:H4"],
        "Notes": ["A4:B12"],
    }
    assert book["Data"].freeze_panes == "A2"
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert {cell.fill.fill_type for row in sheet.iter_rows() for cell in row} == {None}
        for table in sheet.tables.values():
            assert table.headerRowCount == 1
            assert not table.tableStyleInfo.showRowStripes
            assert not table.tableStyleInfo.showColumnStripes
    tops = {"Cover": 3, "Notes": 4}
    for name, top in tops.items():
        assert all(cell.value for row in book[name].iter_rows(min_row=top) for cell in row)


def test_column_widths_follow_the_text_within_bounds() -> None:
    frame = pd.DataFrame({"a": ["x"], "b": ["y" * 30], "c": ["z" * 500]})
    widths = workbook(encode(frame, "xlsx"))["Data"].column_dimensions
    assert 8 < widths["A"].width < 30 < widths["B"].width < 40 < widths["C"].width < 80


def test_cover_without_about_lines_has_no_empty_table() -> None:
    assert not workbook(encode(answers(), "xlsx"))["Cover"].tables


def test_notes_mention_lists_only_where_there_are_some() -> None:
    content = encode(answers()[["year"]], "xlsx")
    assert not [row for row in sheet_rows(content, "Notes") if "semicolon" in row[0]]


def test_workbook_carries_no_clock() -> None:
    content = encode(answers(), "xlsx")
    assert workbook(content).properties.created == datetime(2020, 1, 1)  # noqa: DTZ001
    assert workbook(content).properties.modified == datetime(2020, 1, 1)  # noqa: DTZ001
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dated = encode(answers(), "xlsx", created=datetime(2025, 6, 30, tzinfo=UTC))
    assert workbook(dated).properties.created == datetime(2025, 6, 30)  # noqa: DTZ001


def test_each_workbook_of_a_process_has_its_own_font_and_the_same_bytes() -> None:
    # A scheme has spreadsheets show the font of their own theme; once only the first workbook of a process was without.
    first, second = (encode(answers(), "xlsx", about=ABOUT) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="([^"]*)"', styles)) == {"Arial"}
    assert "<scheme" not in styles


def test_too_many_rows_for_a_sheet() -> None:
    with pytest.raises(ValueError, match=r"1,048,576 rows .* takes 1,048,575"):
        encode(pd.DataFrame({"a": np.zeros(1_048_576)}), "xlsx")


def test_too_many_columns_for_a_sheet() -> None:
    frame = pd.DataFrame(np.zeros((1, 16_385))).rename(columns=str)
    with pytest.raises(ValueError, match=r"16,385 columns .* takes 16,384"):
        encode(frame, "xlsx")


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_too_long_a_text_is_refused_not_cut(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    longest = letter * (32_767 // units)
    assert sheet_rows(encode(texts([longest]), "xlsx"))[1][1] == longest
    with pytest.raises(ValueError, match=r"column 'text', row 2, holds .* an Excel cell takes 32,767"):
        encode(texts(["short", longest + letter]), "xlsx")


# What is refused ----------------------------------------------------------------------------------


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'ods' is not known.*csv, json, xlsx, parquet"):
        encode(answers(), "ods")


@pytest.mark.parametrize("title", ["", "  "])
def test_empty_title_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match="give a title"):
        encode(answers(), "xlsx", title=title)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "no columns"),
        (["a", "a"], "column 2 is named 'a'"),
        (["Year", "year"], "an earlier one is named 'Year'"),
        (["a", " "], "column 2 is named ' '"),
        (["a\nb"], "on one line"),
        (["a\x00"], "cannot head a table"),
        (["a" * 256], "1 to 255 characters"),
        (["<r></si></r>"], "cannot head a table"),
    ],
)
def test_column_names_that_cannot_head_a_table(format_name: str, names: list[str], reason: str) -> None:
    frame = pd.DataFrame([range(len(names))], columns=names)
    with pytest.raises(ValueError, match=reason):
        encode(frame, format_name)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
@pytest.mark.parametrize("kind", ["float64", "Float64", "object"])
def test_infinite_number_is_refused_with_its_place(format_name: str, infinite: float, kind: str) -> None:
    frame = pd.DataFrame({"change": pd.Series([1.0, infinite], dtype=kind)})
    with pytest.raises(ValueError, match=r"column 'change', row 2, holds -?inf"):
        encode(frame, format_name)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("value", [{"a": 1}, {"a"}, b"a", 1j])
def test_other_types_are_refused_with_their_place(format_name: str, value: object) -> None:
    frame = pd.DataFrame({"odd": pd.Series(["x", value], dtype=object)})
    with pytest.raises(ValueError, match=f"column 'odd', row 2, holds a {type(value).__name__}"):
        encode(frame, format_name)


def test_mixed_column_is_refused_by_parquet_alone() -> None:
    frame = pd.DataFrame({"mixed": pd.Series(["x", 1], dtype=object)})
    assert json.loads(encode(frame, "json")) == [{"mixed": "x"}, {"mixed": 1}]
    with pytest.raises(ValueError, match=r"mixed.*choose CSV or JSON"):
        encode(frame, "parquet")


def test_number_past_64_bits_is_refused_by_parquet_alone() -> None:
    frame = pd.DataFrame({"huge": pd.Series([2**70], dtype=object)})
    assert json.loads(encode(frame, "json")) == [{"huge": 2**70}]
    with pytest.raises(ValueError, match="past 64 bits"):
        encode(frame, "parquet")


# Formats and file names ---------------------------------------------------------------------------


def test_formats_are_described() -> None:
    assert list(FORMATS) == ["csv", "json", "xlsx", "parquet"]
    for name, described in FORMATS.items():
        assert described.name == name
        assert "/" in described.media_type
        assert not described.extension.startswith(".")
        assert encode(answers(), name)


@pytest.mark.parametrize(
    ("what", "filters", "name"),
    [
        (
            "findings",
            {"country": ["New Zealand"], "year": ["2023", "2024"]},
            "digital-trends-findings-new-zealand-2023-2024.csv",
        ),
        ("findings", {}, "digital-trends-findings.csv"),
        ("", {"country": []}, "digital-trends-data.csv"),
        ("Who's first?", {"place": ["Māori & iwi"]}, "digital-trends-whos-first-maori-iwi.csv"),
        ("../../etc", {"a": ["C:\\CON", "nul.txt"]}, "digital-trends-etc-c-con-nul-txt.csv"),
    ],
)
def test_file_name_by_example(what: str, filters: dict[str, list[str]], name: str) -> None:
    assert file_name(what, filters, "csv") == name


# Texts repeated, since long ones are slow to make up.
LONG = st.builds(lambda text, times: text * times, NASTY, st.integers(1, 12))
FILTERS = st.dictionaries(st.sampled_from(["country", "year"]), st.lists(LONG, max_size=4))


@given(NASTY, FILTERS, st.sampled_from([described.extension for described in FORMATS.values()]))
def test_file_name_is_safe(what: str, filters: dict[str, list[str]], extension: str) -> None:
    name = file_name(what, filters, extension)
    assert re.fullmatch(rf"digital-trends(-[a-z0-9]+)+\.{extension}", name)
    assert len(name) <= 100
    assert PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved()


@given(st.integers(0, 60))
def test_file_name_is_as_long_as_allowed_before_it_is_cut(length: int) -> None:
    name = file_name("x" * length, {"place": ["y" * 40]}, "csv")
    whole_name = "-".join(["digital-trends", "x" * length or "data", "y" * 40]) + ".csv"
    assert (name == whole_name) == (len(whole_name) <= 100)


def test_cut_file_names_of_two_selections_differ() -> None:
    places = [f"Region number {number}" for number in range(20)]
    first = file_name("findings", {"place": places}, "csv")
    other = file_name("findings", {"place": [*places, "One more"]}, "csv")
    assert len(first) <= 100
    assert first != other
    assert re.fullmatch(r"digital-trends-findings-region-number-0-.*-[0-9a-f]{8}\.csv", first)


def test_values_without_ascii_letters_tell_files_apart() -> None:
    names = {file_name("findings", {"place": [place]}, "csv") for place in ("東京", "大阪")}
    assert len(names) == 2


def test_order_of_values_does_not_change_the_digits() -> None:
    places = ["東京", "大阪"]
    assert file_name("a", {"p": places}, "csv") == file_name("a", {"p": places[::-1]}, "csv")


@pytest.mark.parametrize("extension", ["", ".csv", "a/b", "CSV", "csv\n", "tar.gz", "x" * 9])
def test_extension_that_could_hide_something_is_refused(extension: str) -> None:
    with pytest.raises(ValueError, match="extension"):
        file_name("findings", {}, extension)
