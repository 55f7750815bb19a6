"""Evidence that keeps every rule draws every page and file, however much of it is missing, renamed or lengthened."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tiny_evidence
from tests.damages import damage
from tests.reading import opened, reading_from
from tests.tiny_evidence import read_rows, write_rows
from trends.evidence import fields
from trends.evidence.build import find_faults
from trends.export import tables
from trends.export.page import page_html
from trends.figures.draw import drawings
from trends.paths import ROOT
from trends.request.request import Request
from trends.request.tables import TABLES
from trends.store.versions import current
from trends.subjects.registry import PAGES, contents

# `make fuzz` tries many more.
DAMAGED = int(os.environ.get("DAMAGED_FOLDERS", "6"))
# Longer than any message needs, whatever stands in a field.
LONGEST_MESSAGE = 2_000
FILES = sorted(path.name for path in (ROOT / "pages").glob("*.py") if path.name != "_main.py")
# What no other table needs, and no page may take for granted.
OPTIONAL = (
    *("answer_kinds", "answers", "bodies", "body_sizes", "complete_lists", "composite_parts", "country_groups"),
    *(
        "country_names",
        "full_lists",
        "glossary",
        "item_points",
        "item_stages",
        "known_editions",
        "leader_questions",
        "matters",
    ),
    *("part_questions", "prompts", "same_matter", "sector_respondents", "theme_uses"),
)
INDICES = ("composite_parts", "indicator_values", "indicators", "series")
SURVEYS = (
    *("answers", "bodies", "body_sizes", "complete_lists", "findings", "full_lists", "item_points"),
    *(
        "item_stages",
        "known_editions",
        "matters",
        "method_codes",
        "part_questions",
        "questions",
        "same_matter",
        "sector_respondents",
        "surveys",
        "theme_uses",
        "waves",
    ),
)
# Codes that a table gives and others refer to, and what they are called instead.
RENAMED = {
    "ai_automation": 'AI & co, "x"',
    "cyber_resilience": "<b>safe</b>",
    "local_government": "councils'; --",
    "health": "../../etc",
    "INTL": "%s {0} $x",
    "random_sample": "drawn",
    "staff": "crew",
    "priority": "first",
}
LONG = {
    "findings": ("note",),
    "themes": ("label", "definition"),
    "surveys": ("name", "respondents"),
    "cases": ("title",),
}


def emptied(folder: Path, *names: str) -> None:
    for name in names:
        write_rows(folder, name, read_rows(folder, name)[:1])


def written(folder: Path, name: str, column: str, write: Callable[[str], str]) -> None:
    """Write every field of a column anew."""
    header, *rows = read_rows(folder, name)
    at = header.index(column)
    write_rows(folder, name, [header, *([*row[:at], write(row[at]), *row[at + 1 :]] for row in rows)])


def surveys_alone(folder: Path) -> None:
    emptied(folder, *OPTIONAL, *INDICES, "cases")
    for column in ("un_region", "un_subregion", "income_group", "groups", "stands_for"):
        written(folder, "countries", column, lambda _: "")
    for column in ("base_n", "base_at_least", "base_at_most", "note"):
        written(folder, "findings", column, lambda _: "")
    emptied(folder, "method_codes")


def surveys_missing(folder: Path) -> None:
    emptied(folder, *SURVEYS)
    optional = ("organisation", "place", "latitude", "longitude", "year_started", "year_ended", "year_reported")
    for column in (*optional, "themes", "technologies", "outcome", "outcome_kind", "told_by", "summary"):
        written(folder, "cases", column, lambda _: "")
    written(folder, "indicators", "higher_is_better", lambda _: "")


def renamed_and_long(folder: Path) -> None:
    for name in tiny_evidence.TABLES:
        header, *rows = read_rows(folder, name)
        told = [[";".join(RENAMED.get(part, part) for part in field.split(";")) for field in row] for row in rows]
        write_rows(folder, name, [header, *told])
    for name, columns in LONG.items():
        for column in columns:
            written(folder, name, column, lambda text: f"{text or fields.LONGEST} x".ljust(fields.LONGEST, "x"))
    written(folder, "answers", "score", lambda _: "9" * 15)


def draw_everything() -> None:
    """Draw every page, chart and file of the current evidence."""
    request = Request(current())
    for page in PAGES:
        held = contents(page, request)
        assert all(drawings(card.chart) for card in held.cards if card.chart is not None)
        assert page_html(page, request, {}).count("<h1") == 1
    for table in TABLES.values():
        for kind in ("csv", "json", "xlsx", "parquet"):
            assert tables.encoded(request.store, request.vocabulary, table, {}, kind)


@pytest.mark.parametrize("change", [surveys_alone, surveys_missing, renamed_and_long])
def test_whatever_keeps_the_rules_is_drawn(tiny: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    change(tiny)
    assert [str(fault) for fault in find_faults(tiny)] == []
    with reading_from(tiny, tmp_path / "cache"):
        draw_everything()
        for file in FILES:
            app = opened(file)
            assert [said.value for said in (*app.exception, *app.error)] == []
            assert len(app.title) == 1


@pytest.mark.parametrize("number", range(DAMAGED))
def test_a_damaged_folder_is_told_of_or_drawn(tiny: Path, tmp_path: Path, number: int) -> None:
    done = damage(tiny, number)
    faults = find_faults(tiny)
    assert [str(fault)[:200] for fault in faults if len(str(fault)) > LONGEST_MESSAGE] == [], done
    assert {fault.file for fault in faults} <= {f"{name}.csv" for name in tiny_evidence.TABLES}, done
    if not faults:
        with reading_from(tiny, tmp_path / "cache"):
            draw_everything()
