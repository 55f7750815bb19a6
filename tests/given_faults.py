"""Rows that break a rule, what is found where they stand, and what every message on a fault must tell."""

from dataclasses import dataclass, field
from pathlib import Path

from tests import tiny_evidence
from tests.tiny_evidence import append
from trends.evidence.build import find_faults
from trends.evidence.faults import Fault
from trends.evidence.schema import Schema
from trends.paths import ROOT

SHIPPED = Schema(ROOT / "data")


def only_fault(folder: Path) -> Fault:
    faults = find_faults(folder)
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]


def assert_told(fault: Fault) -> None:
    """Hold that the message names place, value, rule and a way to mend it."""
    place = ":".join(part for part in (fault.file, str(fault.row), fault.column) if part)
    value = "empty" if fault.value is None else repr(fault.value)
    told = str(fault)
    assert told.startswith(f"{place} is {value}. ")
    assert fault.rule.endswith(".")
    assert f" {fault.rule} To mend: " in told
    assert len(fault.mend) > len("mend it")
    assert fault.mend.endswith(".")


@dataclass(frozen=True)
class Bad:
    """A row to append: like another but for ``fields``, it breaks a rule at ``columns``, where ``value`` is shown."""

    table: str
    like: str
    columns: str
    value: str | None
    fields: dict[str, str] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.table}-{self.columns}-{self.value}"


def bad(table: str, like: str, columns: str, value: str | None, /, **fields: str) -> Bad:
    return Bad(table, like, columns, value, fields)


@dataclass(frozen=True)
class Listed:
    """What ``find_faults`` said of a folder to which bad rows were appended, and which row each of them is."""

    faults: list[Fault]
    rows: dict[Bad, int]

    def of(self, case: Bad) -> Fault:
        found = [
            fault
            for fault in self.faults
            if (fault.file, fault.row, fault.column) == (f"{case.table}.csv", self.rows[case], case.columns)
            and fault.rule.startswith(("It breaks the rule", "The column holds"))
        ]
        assert len(found) == 1, found
        return found[0]


def listed(folder: Path, cases: list[Bad]) -> Listed:
    tiny_evidence.write(folder)
    rows = {case: append(folder, case.table, tuple(case.like.split(",")), **case.fields) for case in cases}
    return Listed(find_faults(folder), rows)
