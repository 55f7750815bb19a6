"""A copy of the project's evidence that has grown: ``python tests/grown_evidence.py TARGET``.

Evidence grows every month, so no test may lean on what stands in it today. The copy holds what is most likely to come
and to take the first places: a survey newer and larger than all others, with priorities, concerns and places; a
register of public bodies newer and larger than all others; an edition of an index in which the order of the countries
is turned over; and cases with outcomes. Each new row is a row that stands in the evidence already, with other values,
so the copy keeps the rules also when a table gets a column.
"""

import csv
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SURVEY, REGISTER, SOURCE = "grown_survey", "grown_register", "grown_source"
DOCUMENT = f"{SOURCE}-0a1b2c"
PLACE = f"{DOCUMENT}-1"
INDICATOR = "egdi"
COUNTRY, OTHER_COUNTRY = "GBR", "NZL"
# What a question is that may be headlined.
HEADLINE = {"role": "headline", "role_reason": ""}
# The item, its theme, and the share that named it in the edition before and in the last one.
PRIORITIES = (
    ("Grown: repair what is old", "legacy_technical_debt", 31, 58),
    ("Grown: services designed with users", "service_design", 52, 41),
    ("Grown: machines that help staff", "ai_automation", 38, 40),
    ("Grown: budgets that last", "budget_value", 22, 21),
)
CONCERNS = (
    ("Grown: too few people with skills", "skills_workforce", 44, 63),
    ("Grown: attacks from outside", "cyber_resilience", 57, 49),
    ("Grown: money runs out", "budget_value", 36, 35),
)


def write(target: Path, data: Path = DATA) -> Path:
    """Write the grown copy of the evidence in ``data`` into ``target``, which must not exist; return ``target``.

    What describes the copy is written too: its package into ``target``, its dictionary into ``docs`` beside it."""
    shutil.copytree(data, target)
    last_year = max(int(row["year"]) for row in read(target, "waves"))
    _add_source(target)
    _add_survey(target, last_year + 1)
    _add_register(target, last_year + 1)
    _add_edition_of_an_index(target)
    _add_cases(target, last_year + 1)
    # The package names the sources, so it is written anew, by the command for it.
    describe = ["-m", "trends", "describe", "--data", str(target)]
    subprocess.run([sys.executable, *describe], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return target


def read(folder: Path, table: str) -> list[Row]:
    """Return the rows of a table as they are written."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(folder: Path, table: str, rows: list[Row]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _add(folder: Path, table: str, like: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> None:
    """Add rows to a table: each as the first row that holds what ``like`` says, but for the values given."""
    old = read(folder, table)
    model = next(row for row in old if all(row[name] == value for name, value in like.items()))
    new = [model | {name: str(value) for name, value in values.items()} for values in rows]
    unknown = {name for row in new for name in row} - set(model)
    if unknown:
        raise ValueError(f"{table}.csv has no column {', '.join(sorted(unknown))}: write tests/grown_evidence.py anew.")
    _write(folder, table, old + new)


def _add_source(folder: Path) -> None:
    address = "https://example.org/grown"
    _add(
        folder,
        "sources",
        {"reuse": "attribution"},
        [{"source_id": SOURCE, "title": "Grown source", "publisher": "Grown publisher", "homepage_url": address}],
    )
    _add(folder, "documents", {}, [{"document": DOCUMENT, "url": f"{address}/report"}])
    _add(folder, "provenance", {}, [{"provenance": PLACE, "document": DOCUMENT, "locator": "table 1"}])


def _add_survey(folder: Path, year: int) -> None:
    """Add a survey with editions in ``year`` and before: shares of priorities and concerns, and a list of places."""
    base = 1 + max(int(row["base_n"] or 0) for row in read(folder, "waves"))
    named = {"survey": SURVEY, "name": "Grown survey", "publisher": "Grown publisher", "source_id": SOURCE}
    leaders = {"respondents": "Leaders of councils", "respondent_group": "digital_leaders"}
    _add(folder, "surveys", {"evidence": "self_selected"}, [named | leaders])
    wave = {"survey": SURVEY, "population": "", "method": "Online questionnaire", "note": "", "fieldwork": ""}
    wave |= {"coverage": "open"}
    _add(folder, "waves", {}, [wave | {"year": edition, "base_n": base} for edition in (year - 1, year)])
    lists = {"priority": PRIORITIES, "concern": CONCERNS}
    for kind, items in lists.items():
        question = f"grown_{kind}"
        asked = {"question": question, "survey": SURVEY, "label": f"What leaders named as {kind}", "note": ""}
        _add(folder, "questions", {"kind": kind, "measure": "percent"}, [HEADLINE | asked])
        _add_findings(folder, question, year, base, items)
    places = "grown_places"
    asked = {"question": places, "survey": SURVEY, "label": "Places of what leaders want first", "note": ""}
    _add(folder, "questions", {"kind": "priority", "measure": "rank"}, [HEADLINE | asked])
    ranks = [(item, theme, len(PRIORITIES) - place, 1 + place) for place, (item, theme, *_) in enumerate(PRIORITIES)]
    _add_findings(folder, places, year, base, ranks)
    _add(folder, "complete_lists", {}, [{"question": places, "year": edition} for edition in (year - 1, year)])


def _add_findings(
    folder: Path, question: str, year: int, base: int, items: Iterable[tuple[str, str, int, int]]
) -> None:
    """Add a figure for each item, edition and country."""
    plain = {"question": question, "region": "", "body_size": "", "sector": "local_government", "tied": "", "note": "",
             "origin": "published", "provenance": PLACE, "base_n": base, "base_at_least": "", "base_at_most": "",
             "effective_base": ""}  # fmt: skip
    figures = [
        plain
        | {"finding_id": f"{question}-{edition}-{country.lower()}-{number}", "year": edition, "country": country}
        | {"item": item, "theme": theme, "value": value}
        for number, (item, theme, *values) in enumerate(items)
        for edition, value in zip((year - 1, year), values, strict=True)
        for country in (COUNTRY, OTHER_COUNTRY)
    ]
    _add(folder, "findings", {"origin": "published"}, figures)


def _add_register(folder: Path, year: int) -> None:
    """Add a register in which more named bodies answered than in any other, in two editions."""
    bodies = read(folder, "bodies")
    most = 1 + max(Counter((row["survey"], row["year"]) for row in bodies).values())
    named = {"survey": REGISTER, "name": "Grown register", "publisher": "Grown publisher", "source_id": SOURCE}
    _add(
        folder,
        "surveys",
        {"evidence": "census"},
        [named | {"respondents": "All councils", "respondent_group": "bodies"}],
    )
    wave = {"survey": REGISTER, "base_n": most, "population": most, "method": "Form", "note": "", "fieldwork": ""}
    wave |= {"coverage": "counted"}
    _add(folder, "waves", {}, [wave | {"year": edition} for edition in (year - 1, year)])
    question = "grown_register_assistant"
    asked = {"question": question, "survey": REGISTER, "label": "An assistant that answers residents", "note": ""}
    _add(
        folder, "questions", {"measure": "answer", "kind": "adoption"}, [HEADLINE | asked | {"theme": "ai_automation"}]
    )
    listed = [(edition, number) for edition in (year - 1, year) for number in range(most)]
    body = {"survey": REGISTER, "country": OTHER_COUNTRY, "region": "", "sector": "local_government"}
    _add(
        folder,
        "bodies",
        {},
        [
            body
            | {"body_id": f"{REGISTER}-{edition}-{number}", "year": edition}
            | {"body_type": "Council", "name": f"Grown council {number}"}
            for edition, number in listed
        ],
    )
    answers = ("No", "Yes", "No", "Planned", "Yes", "Yes")
    given = {"question": question, "score": ""}
    _add(
        folder,
        "answers",
        {},
        [
            # The later edition has one "No" less in six.
            given | {"body_id": f"{REGISTER}-{edition}-{number}", "answer": answers[max(number % 6, edition == year)]}
            for edition, number in listed
        ],
    )


def _add_edition_of_an_index(folder: Path) -> None:
    """Add an edition, comparable with the last one, in which the first country is last and the last one first."""
    values = [row for row in read(folder, "indicator_values") if row["indicator"] == INDICATOR]
    last = max(int(row["year"]) for row in values)
    edition = [row for row in values if row["year"] == str(last)]
    upwards = sorted((row["value"] for row in edition), key=float)
    downwards = sorted(edition, key=lambda row: float(row["value"]), reverse=True)
    new = [row | {"year": str(last + 2), "value": value} for row, value in zip(downwards, upwards, strict=True)]
    _write(folder, "indicator_values", read(folder, "indicator_values") + new)
    series = next(row["series"] for row in read(folder, "indicators") if row["indicator"] == INDICATOR)
    changed = [
        row | {"last_year": str(max(last + 2, int(row["last_year"])))} if row["series"] == series else row
        for row in read(folder, "series")
    ]
    _write(folder, "series", changed)


def _add_cases(folder: Path, year: int) -> None:
    plain = {"source_id": SOURCE, "document": DOCUMENT, "sector": "local_government", "year_reported": year}
    _add(
        folder,
        "cases",
        {"collection": "curated", "status": "in_use", "level": "local"},
        [
            plain
            | {"case_id": f"grown-case-{number}", "title": f"Grown case {number}", "year_started": year - 1}
            | {"organisation": f"Grown council {number}", "country": country, "year_ended": ""}
            | {"summary": "Residents ask, and an assistant answers.", "themes": "ai_automation;service_design"}
            | {"outcome_kind": "measured", "told_by": "body"}
            | {"outcome": f"Calls fell by {10 + number}% in a year.", "technologies": "chatbot", "place": ""}
            | {"outcome_kind": "measured", "told_by": "body"}
            | {"latitude": "", "longitude": ""}
            for number, country in enumerate((COUNTRY, COUNTRY, OTHER_COUNTRY, "USA"))
        ],
    )


if __name__ == "__main__":
    if len(sys.argv) != 2 or Path(sys.argv[1]).exists():
        sys.exit("Say into which folder, one that does not exist: python tests/grown_evidence.py TARGET")
    print(f"grown evidence: {write(Path(sys.argv[1]))}")
