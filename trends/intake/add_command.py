"""``python -m trends intake add|remove``: the guarded figures of a survey into the tables of a dashboard, and out."""

import argparse
import sys
from pathlib import Path

from trends.evidence.faults import EvidenceError
from trends.intake.disclosure import DisclosureError
from trends.intake.mapping_file import read_mapping
from trends.intake.preparing import prepare, tables_for
from trends.intake.publishing import USED_BY, Added, add, remove
from trends.intake.record_keys import secret_beside, secret_of
from trends.intake.table_files import ORDER, alone, read_tables
from trends.intake.taking import take
from trends.paths import data_folder

FAULTS = 1


def arguments(adding: argparse.ArgumentParser, removing: argparse.ArgumentParser) -> None:
    """Add what both commands take."""
    adding.add_argument("mapping", type=Path, help="the mapping, with [published]")
    adding.add_argument("--secret", type=Path, help="file of the secret that record keys are made from; made where it "
                        "is not there (default: beside the mapping, ending in .secret)")  # fmt: skip
    adding.add_argument("--replace", action="store_true", help="in place of the same edition added before")
    adding.add_argument("--show", action="store_true", help="say what would be added, and write nothing")
    removing.add_argument("survey", help="code of the survey")
    removing.add_argument("year", type=int, help="year of the edition")
    for each in (adding, removing):
        each.add_argument("--data", type=Path, help="folder of the tables (default: those the dashboard shows)")


def run_add(chosen: argparse.Namespace) -> int:
    """Put the figures into the tables; return the exit code.

    Raises:
        IntakeError: something is wrong or to be decided; nothing is written.
    """
    folder = chosen.data or data_folder()
    mapping = read_mapping(chosen.mapping)
    _say(f"reading {chosen.file.name} …")
    taken = take(chosen.file, mapping)
    with alone(folder):
        tables = tables_for(folder)
        _say(f"{len(taken.rows)} respondents count; making guarded figures …")
        try:
            prepared = prepare(taken, secret_of(chosen.secret or secret_beside(chosen.mapping)), tables, let_go=True)
            if chosen.show:
                print(prepared.guarded.figures.to_string(index=False, na_rep="all"))
                _say(prepared.guarded.loss.words())
                return 0
            _say(f"{len(prepared.guarded.figures)} figures; checking the tables …")
            done = add(prepared, taken, tables, folder, instead=chosen.replace)
        except (DisclosureError, EvidenceError) as error:
            print(error, file=sys.stderr)
            return FAULTS
    print(_added(done, prepared.survey, prepared.year, folder))
    return 0


def run_remove(chosen: argparse.Namespace) -> int:
    """Take an edition out of the tables; return the exit code.

    Raises:
        IntakeError: there is none, or it was not added by this command; nothing is written.
    """
    folder = chosen.data or data_folder()
    with alone(folder):
        tables = read_tables(folder, (*ORDER, *USED_BY))
        try:
            gone, changed = remove(chosen.survey, chosen.year, tables, folder)
        except EvidenceError as error:
            print(error, file=sys.stderr)
            return FAULTS
    print(f"removed {gone} figures of {chosen.survey} {chosen.year} from {folder} ({', '.join(changed)}).")
    return 0


def _added(done: Added, survey: str, year: int, folder: Path) -> str:
    counted = f"{done.figures} figures ({done.questions} questions, {done.groups} groups)"
    lines = [
        f"added {survey} {year} to {folder}: {counted}.",
        f"tables changed: {', '.join(done.tables)}.",
    ]
    for reason, figures in done.withheld.groupby("reason")["figures"].sum().items():
        lines.append(f"withheld, {reason}: {figures} figures.")
    if done.without_place:
        told = "a region that several countries have, or a group called as everybody is"
        lines.append(f"not shown, since no name tells them ({told}): {done.without_place} figures.")
    lines.append(done.loss.words())
    lines.append("Keep the secret: with it the same answers give the same figures again. Never publish it.")
    return "\n".join(lines)


def _say(text: str) -> None:
    """Tell how far it is, beside what the command prints."""
    print(text, file=sys.stderr, flush=True)
