"""Tables as files: rows come and go, all others keep their bytes; and the words that are made for them."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.intake.likely_themes import LikelyThemes
from trends.intake.mapping import Published
from trends.intake.mapping_file import read_mapping
from trends.intake.question_words import parted, question_of, without_code
from trends.intake.slices import Slice, Slices, slices_of
from trends.intake.table_files import TableFile
from trends.intake.taking import take

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=8)


@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6),
    st.tuples(CELLS, CELLS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
    st.booleans(),
)
def test_rows_come_and_go_and_all_others_keep_their_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    new: tuple[str, str],
    ending: str,
    quoting: int,
    marked: bool,
    open_ended: bool,
) -> None:
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator=ending, quoting=quoting).writerows([("a", "b"), *rows])  # type: ignore[arg-type]
    text = ("\ufeff" if marked else "") + held.getvalue()
    written = text.removesuffix(ending) if open_ended else text
    path = tmp_path_factory.getbasetemp() / "table.csv"
    path.write_bytes(written.encode())
    table = TableFile(path)
    assert [(row["a"], row["b"]) for row in table.rows] == rows
    table.add([{"b": new[1], "a": new[0]}])
    assert table.is_changed
    assert table.text().startswith(text)
    read = list(csv.reader(io.StringIO(table.text().removeprefix("\ufeff"), newline="")))
    assert read == [["a", "b"], *map(list, rows), list(new)]
    assert table.drop(lambda row: (row["a"], row["b"]) == new) == 1 + rows.count(new)
    if new not in rows:
        assert table.text() == text


def test_columns_that_are_not_named_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    table = TableFile(path)
    table.add([{"c": 7, "a": None}])
    assert table.text() == "a,b,c\n1,2,3\n,,7\n"


@pytest.mark.parametrize(
    ("heading", "question", "option"),
    [
        ("G02Q04[1]. What comes first? [Rank 1]", "What comes first?", "Rank 1"),
        ("Q5. How do you agree? - Selected Choice - My body has a plan", "How do you agree?", "My body has a plan"),
        ("What worries you?\n / Funding", "What worries you?", "Funding"),
        ("Do you use AI?", "Do you use AI?", ""),
        ("wt. Weight", "wt. Weight", ""),
    ],
)
def test_question_and_option_of_a_heading(heading: str, question: str, option: str) -> None:
    assert parted(heading) == (question, option)


def test_headings_that_begin_alike_are_one_question() -> None:
    assert question_of(["Q1[a]. Agree? [One]", "Q1[b]. Agree? [Two]"]) == "Agree?"
    assert question_of(["Q1. First", "Q2. Second"]) == "First"
    assert question_of([]) == ""
    assert without_code("  Q12[3].   What  now? ") == "What now?"


def test_a_theme_is_likely_by_words_that_stand_in_items_of_few_themes() -> None:
    likely = LikelyThemes(
        [("Cyber attacks", "cyber"), ("Attacks on suppliers", "cyber"), ("Skills of staff", "skills"), ("Lack of skills", "skills"),
         ("New systems", "cyber"), ("Old systems", "legacy"), ("Buying systems", "buying"), ("Systems of others", "sharing")]
    )  # fmt: skip
    assert likely.of("Phishing attacks") == "cyber"
    assert likely.of("Too few skilled people, no skills") == "skills"
    # A word of many themes says little, words that are in no item nothing.
    assert likely.of("Systems") == ""
    assert likely.of("Weather") == ""
    assert LikelyThemes([]).of("Skills") == ""


def test_words_written_as_one_are_known_by_their_parts() -> None:
    likely = LikelyThemes(
        [("Cyber attacks", "cyber"), ("Cyber crime", "cyber"), ("Security of systems", "cyber"), ("Security for all", "cyber"),
         ("Resilience after floods", "resilience"), ("Resilience of networks", "networks"), ("Reform of rules", "rules")]
    )  # fmt: skip
    assert likely.of("Cybersecurity and resilience") == "cyber"
    assert likely.of("Cyberrules") == "cyber"
    assert likely.of("Cyberweather") == ""
    # One item may have a word by chance.
    assert likely.of("Cyber reform") == "cyber"


def regions(tmp_path: Path, rows: str, more: str = "") -> tuple[Slices, list[str]]:
    export, mapping = tmp_path / "export.csv", tmp_path / "mapping.toml"
    export.write_text("id,country,region,use\n" + rows, encoding="utf-8")
    mapping.write_text(
        f'[survey]\nid = "s"\n[dimensions.region]\ncolumn = "region"\n{more}'
        '[[question]]\nid = "use"\nkind = "adoption"\nanswer = "single"\ncolumn = "use"\n',
        encoding="utf-8",
    )
    said = Published("p", "r", "digital_leaders", "open", "m", "https://x.example", "open", sector="health")
    found, problems = slices_of(take(export, read_mapping(mapping)), said)
    return found, [problem.key for problem in problems]


def of(country: str | None, region: str | None) -> dict[str, str | None]:
    return {"country": country, "region": region, "sector": None, "size": None}


def test_a_region_stands_in_the_country_all_its_respondents_are_of(tmp_path: Path) -> None:
    country = '[dimensions.country]\ncolumn = "country"\n'
    rows = "1,Norway,North,Yes\n2,Norway,West,Yes\n3,Sweden,North,No\n4,Sweden,Skåne,No\n"
    found, problems = regions(tmp_path, rows, country)
    assert problems == []
    assert found.of(of(None, "West")) == Slice("NOR", "West", "health", "")
    assert found.of(of("SWE", "North")) == Slice("SWE", "North", "health", "")
    # A name that is a part of two countries tells of neither.
    assert found.of(of(None, "North")) is None
    assert found.of(of(None, None)) == Slice("INTL", "", "health", "")


def test_everybody_is_of_the_one_country_that_all_are_of(tmp_path: Path) -> None:
    country = '[dimensions.country]\ncolumn = "country"\n'
    found, _ = regions(tmp_path, "1,Norway,North,Yes\n2,Norway,West,Yes\n", country)
    assert found.of(of(None, None)) == Slice("NOR", "", "health", "")
    some, _ = regions(tmp_path, "1,Norway,North,Yes\n2,,West,Yes\n", country)
    assert some.of(of(None, None)) == Slice("INTL", "", "health", "")
    assert some.of(of(None, "West")) is None


def test_it_is_asked_whom_figures_speak_of_where_no_answer_says_it(tmp_path: Path) -> None:
    _, problems = regions(tmp_path, "1,,North,Yes\n")
    assert problems == ["published.country"]
