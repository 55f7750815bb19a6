"""Texts that differ by blanks alone: refused in every column, where they are and with how they are written."""

import itertools
from pathlib import Path

import pytest

from tests.given_faults import SHIPPED, assert_told, only_fault
from tests.tiny_evidence import append, change, read_rows, write_rows
from trends.evidence import fields
from trends.evidence.build import find_faults

TEXTS = [
    (table.name, column.name)
    for table in SHIPPED.tables.values()
    for column in table.columns
    if column.kind.startswith("VARCHAR")
]

HIDDEN = {
    " Use AI": "begins with a blank",
    "\tUse AI": "begins with a blank",
    "\u00a0Use AI": "begins with a blank",
    "Use AI ": "ends with a blank",
    "Use AI\u2003": "ends with a blank",
    "Use AI\n": "ends with a blank",
    "Use  AI": "has several blanks in a row",
    "Use\nAI": "has a line break",
    "Use\u00a0AI": "has a blank other than the usual one",
    "Use\u202fAI": "has a blank other than the usual one",
    "Use\u3000AI": "has a blank other than the usual one",
    "Use\tAI": "has a blank other than the usual one",
    "Use\u200b AI": "has a sign that nobody sees",
    "\ufeffUse AI": "has a sign that nobody sees",
    "U\u00adse AI": "has a sign that nobody sees",
    "Use\u2060 AI": "has a sign that nobody sees",
    "Us\u200de AI": "has a sign that nobody sees",
    "Use AI\u200e": "has a sign that nobody sees",
}


def test_a_label_that_differs_by_blanks_is_refused_and_told_how_to_write(tiny: Path) -> None:
    # The item of the same question stands there without: read as it is, each would be a further one.
    rows = {
        append(tiny, "findings", "tools-24-gbr-chatbot", finding_id=f"again-{place}", item=written): written
        for place, written in enumerate(HIDDEN)
    }
    faults = [fault for fault in find_faults(tiny) if fault.rule.startswith("The text ")]
    assert {fault.row: fault.value for fault in faults} == rows
    for fault in faults:
        assert (fault.file, fault.column) == ("findings.csv", "item")
        assert fault.rule.startswith(f"The text {HIDDEN[rows[fault.row]]}, ")
        assert fault.mend.startswith("write 'Use AI'. ")
        assert_told(fault)


def test_blanks_are_refused_in_every_text_column_of_every_table(tiny: Path) -> None:
    expected = {}
    blanks = itertools.cycle([" ", "\u00a0", "\u200b"])
    for name in SHIPPED.tables:
        header, *rows = read_rows(tiny, name)
        for place, column in enumerate(header):
            if (name, column) in TEXTS:
                at = next((number for number, row in enumerate(rows) if row[place]), 0)
                rows[at][place] = (rows[at][place] or "a") + next(blanks)
                expected[f"{name}.csv", at + 2, column] = rows[at][place]
        write_rows(tiny, name, [header, *rows])
    told = {
        (fault.file, fault.row, fault.column): fault.value
        for fault in find_faults(tiny)
        if fault.rule.startswith(("The text ends", "The text has", "The column holds entries"))
    }
    assert told == expected


def test_a_reference_to_a_code_with_a_blank_is_no_further_fault(tiny: Path) -> None:
    row = change(tiny, "themes", "cyber_resilience", "theme", "cyber_resilience ")
    fault = only_fault(tiny)
    assert (fault.file, fault.row, fault.column) == ("themes.csv", row, "theme")


def test_a_repeated_label_is_one_fault_however_many_blanks_it_has(tiny: Path) -> None:
    first = read_rows(tiny, "themes")[1]
    row = append(tiny, "themes", first[0], theme="another", label=f"{first[1]} ", question="", shown_first="")
    fault = only_fault(tiny)
    assert (fault.file, fault.row, fault.column, fault.value) == ("themes.csv", row, "label", f"{first[1]} ")


def test_a_field_of_blanks_is_none(tiny: Path) -> None:
    change(tiny, "findings", "priorities-24-gbr-ai", "note", "\u00a0 ")
    fault = only_fault(tiny)
    assert fault.rule.startswith("The text is nothing but blanks, ")
    assert fault.mend.startswith("leave the field empty, or fill it in. ")


def test_sentences_may_go_over_several_lines_and_joined_scripts_keep_their_signs(tiny: Path) -> None:
    change(tiny, "findings", "priorities-24-gbr-ai", "note", "One.\n\nTwo.")
    append(tiny, "country_names", ("GBR", "UK"), country="NOR", name="ශ්\u200dරී")
    assert find_faults(tiny) == []


@pytest.mark.parametrize("written", [*HIDDEN, "", "Māori", "ශ්\u200dරී", "می\u200cروم", "a\u200c", "\u200d"], ids=ascii)
def test_what_is_written_plainly_hides_nothing(written: str) -> None:
    plain = fields.plain_blanks(written)
    assert fields.plain_blanks(plain) == plain
    assert fields.hidden_fault(plain) == ""
    assert (fields.hidden_fault(written) == "") == (plain == written)
