"""Puts the guarded figures of a survey into the tables of a dashboard, and takes them out again.

Nothing else of the answers comes into the tables: shares, bases and effective bases of groups that may be shown, and
what the mapping says of survey and questions.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from trends.intake import table_files
from trends.intake.disclosure import Loss
from trends.intake.guarded_ranges import guarded_base
from trends.intake.preparing import Prepared
from trends.intake.problems import refusal
from trends.intake.slices import Slice
from trends.intake.table_files import TableFile
from trends.intake.taking import Taken
from trends.words import protection

USED_BY = ("cases",)
"""Tables besides that refer to sources and documents."""

_MADE_HERE = "figures made by disclosure control"


@dataclass(frozen=True)
class Added:
    """What was put into the tables, how many regions had no place, what guarding costs, and the tables changed."""

    figures: int
    questions: int
    groups: int
    without_place: int
    withheld: pd.DataFrame
    loss: Loss
    tables: Sequence[str]


def add(
    prepared: Prepared,
    taken: Taken,
    tables: Mapping[str, TableFile],
    folder: Path,
    *,
    instead: bool = False,
    checked: bool = True,
) -> Added:
    """Put what is published of a survey into the tables of a folder, if they then keep every rule.

    Args:
        prepared: what is published.
        taken: the export it was made from, for what its mapping says.
        tables: those of the folder.
        folder: the folder of the tables.
        instead: take out the same edition first, if it was put there by this command.
        checked: look whether every rule is kept; else whoever builds a store of the folder next will.

    Raises:
        IntakeError: the edition is there already, or a file cannot be written.
        EvidenceError: a rule would be broken; nothing is written.
    """
    survey, year = prepared.survey, prepared.year
    if any(row["survey"] == survey and row["year"] == str(year) for row in tables["waves"].rows):
        if not instead:
            mend = "give --replace to put the new figures in place of them, or `intake remove` to take them out."
            raise refusal(folder, f"The dashboard has {survey} of {year} already.", mend)
        # Questions and addresses that nothing refers to any more stay: taken out first, what stands would break rules.
        _edition_out(survey, year, tables, folder)
    figures, without_place = _figures(prepared)
    provenance = _described(prepared, taken, tables)
    for row in figures:
        row["provenance"] = provenance
    tables["findings"].add(figures)
    told = {str(row["question"]) for row in figures}
    held = {row["question"] for row in tables["questions"].rows}
    tables["questions"].add(
        {
            "question": each.code,
            "survey": survey,
            "kind": each.kind,
            "label": each.label,
            "measure": "percent",
            "role": "detail" if each.role_reason else "headline",
            "role_reason": each.role_reason,
            "note": each.note,
        }
        for each in prepared.questions
        if each.code in told and each.code not in held
    )
    groups = {(row["country"], row["region"], row["sector"], row["body_size"]) for row in figures}
    written, guarded = table_files.replace(tables, folder, checked=checked), prepared.guarded
    return Added(len(figures), len(told), len(groups), without_place, guarded.withheld, guarded.loss, written)


def _figures(prepared: Prepared) -> tuple[list[dict[str, object]], int]:
    """Return the rows of findings but their provenance, and how many figures have no place."""
    item_of = {key: (each.code, *told) for each in prepared.questions for key, told in each.items.items()}
    rows: list[dict[str, object]] = []
    without_place = 0
    shares = prepared.guarded.figures
    base = guarded_base(shares["value"] / 100, shares["base_n"], shares["effective_base"])
    for row, sure_as in zip(shares.to_dict("records"), base.tolist(), strict=True):
        place = prepared.slices.of({str(name): value for name, value in row.items()})
        if place is None:
            without_place += 1
            continue
        question, item, theme = item_of[row["question"], row["option"]]
        rows.append(
            {
                "finding_id": _finding_id(question, prepared.year, place, item),
                "question": question,
                "year": prepared.year,
                "country": place.country,
                "region": place.region,
                "sector": place.sector,
                "body_size": place.body_size,
                "item": item,
                "theme": theme,
                "value": f"{row['value']:g}",
                "base_n": row["base_n"],
                # Cut, not rounded: a range is never narrower than it was worked out to be.
                "effective_base": f"{min(int(sure_as * 10) / 10, row['base_n']):g}",
                "origin": protection.GUARDED,
            }
        )
    return rows, without_place


def _finding_id(question: str, year: int, place: Slice, item: str) -> str:
    told = "\x1f".join([*vars(place).values(), item])
    digits = hashlib.blake2b(told.encode(), digest_size=5).hexdigest()
    return f"{question}-{year}-{place.country.lower()}-{digits}"


def _described(prepared: Prepared, taken: Taken, tables: Mapping[str, TableFile]) -> str:
    """Add source, page, survey and edition as far as they are not there; return the code of the place in the page."""
    survey, published = prepared.survey, taken.mapping.published
    assert published is not None  # noqa: S101 (prepare refuses)
    name = str(taken.mapping.survey["name"]).strip()
    document = _document(survey, published.url, tables)
    locator = _locator(prepared.year)
    places = [row for row in tables["provenance"].rows if row["document"] == document]
    provenance = next((row["provenance"] for row in places if row["locator"] == locator), "")
    if not provenance:
        taken_codes = {row["provenance"] for row in places}
        provenance = next(code for at in range(1, 2 + len(places)) if (code := f"{document}-{at}") not in taken_codes)
        tables["provenance"].add([{"provenance": provenance, "document": document, "locator": locator}])
    if not any(row["survey"] == survey for row in tables["surveys"].rows):
        today = datetime.now(tz=UTC).date().isoformat()
        source = {"source_id": survey, "title": name, "publisher": published.publisher, "homepage_url": published.url,
                  "licence": published.licence, "reuse": published.reuse, "read_on": today}  # fmt: skip
        tables["sources"].add([] if any(row["source_id"] == survey for row in tables["sources"].rows) else [source])
        tables["surveys"].add(
            [
                {
                    "survey": survey,
                    "name": name,
                    "publisher": published.publisher,
                    "respondents": published.respondents,
                    "evidence": taken.mapping.survey["evidence"],
                    "respondent_group": published.respondent_group,
                    "frequency": published.frequency,
                    "source_id": survey,
                    "method_note": published.note,
                }
            ]
        )
    figures = prepared.guarded.figures
    everybody = figures[figures[["country", "sector", "size", "region"]].isna().all(axis=1)]
    wave = {"survey": survey, "year": prepared.year, "fieldwork": published.fieldwork, "coverage": published.coverage,
            "base_n": everybody["base_n"].max() if len(everybody) else None, "method": published.method,
            "note": protection.SENTENCE}  # fmt: skip
    tables["waves"].add([wave])
    return provenance


def _document(survey: str, url: str, tables: Mapping[str, TableFile]) -> str:
    held = {row["url"]: row["document"] for row in tables["documents"].rows}
    if url in held:
        return held[url]
    code = f"{survey}-{hashlib.blake2b(url.encode(), digest_size=3).hexdigest()}"
    tables["documents"].add([{"document": code, "url": url}])
    return code


def remove(survey: str, year: int, tables: Mapping[str, TableFile], folder: Path) -> tuple[int, Sequence[str]]:
    """Take an edition out of the tables that was put there by :func:`add`; return how many figures, and tables changed.

    Questions, survey, source and page go where nothing else is left of them.

    Raises:
        IntakeError: there is no such edition, or it came another way; or a file cannot be written.
        EvidenceError: something else in the tables refers to it; nothing is written.
    """
    found = _edition_out(survey, year, tables, folder)
    left = any(row["survey"] == survey for row in tables["waves"].rows)
    # Where an adding was broken off, questions and places may be there that no figure refers to.
    asked = {row["question"] for row in found if left} or _questions_of(survey, tables)
    _drop_unused(tables, "questions", "question", {"findings": "question"}, asked)
    places = {row["provenance"] for row in found}
    ours = {
        row["provenance"]: row["document"]
        for row in tables["provenance"].rows
        if row["provenance"] in places or _is_of(row, survey, year)
    }
    _drop_unused(tables, "provenance", "provenance", {"findings": "provenance"}, ours)
    _drop_unused(tables, "documents", "document", {"provenance": "document", "cases": "document"}, set(ours.values()))
    if not left:
        tables["surveys"].drop(lambda row: row["survey"] == survey)
        _drop_unused(tables, "sources", "source_id", {"surveys": "source_id", "cases": "source_id"}, {survey})
    return len(found), table_files.replace(tables, folder, removing=True)


def _questions_of(survey: str, tables: Mapping[str, TableFile]) -> set[str]:
    return {row["question"] for row in tables["questions"].rows if row["survey"] == survey}


def _is_of(place: Mapping[str, str], survey: str, year: int) -> bool:
    """Say whether a row of provenance was made for an edition of a survey."""
    return place["locator"] == _locator(year) and place["document"].rpartition("-")[0] == survey


def _locator(year: int) -> str:
    return f"Edition of {year}: {_MADE_HERE}"


def _edition_out(survey: str, year: int, tables: Mapping[str, TableFile], folder: Path) -> table_files.Rows:
    """Take an edition and its figures out, if `add` put them there; return the figures."""
    ours = _questions_of(survey, tables)
    made_here = {row["provenance"] for row in tables["provenance"].rows if row["locator"].endswith(_MADE_HERE)}

    def of_edition(row: Mapping[str, str]) -> bool:
        return row["question"] in ours and row["year"] == str(year)

    waves = [row for row in tables["waves"].rows if row["survey"] == survey]
    if not any(row["year"] == str(year) for row in waves):
        known = ", ".join(row["year"] for row in waves)
        mend = f"name an edition there is: {known}." if known else "nothing has to be taken out, if its id is right."
        raise refusal(folder, f"The dashboard has no {survey} of {year}.", mend)
    found = [row for row in tables["findings"].rows if of_edition(row)]
    places = [row for row in tables["provenance"].rows if _is_of(row, survey, year)]
    if any(row["provenance"] not in made_here for row in found) or not (found or places):
        mend = "take its rows out of the tables by hand."
        raise refusal(folder, f"{survey} of {year} was not put there by `intake add`.", mend)
    tables["findings"].drop(of_edition)
    tables["waves"].drop(lambda row: row["survey"] == survey and row["year"] == str(year))
    return found


def _drop_unused(
    tables: Mapping[str, TableFile], table: str, key: str, users: Mapping[str, str], candidates: Collection[str]
) -> None:
    """Take rows out of a table that were referred to by what went, and by nothing that is left."""
    used = {row[column] for name, column in users.items() for row in tables[name].rows}
    tables[table].drop(lambda row: row[key] in candidates and row[key] not in used)
