"""``python -m trends intake init|check|report|add|remove``: a survey owner's export, from mapping to dashboard."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from trends.intake import add_command, headings, preparing, questionnaire
from trends.intake.disclosure import DisclosureError
from trends.intake.forms import read_form
from trends.intake.mapping import Mapping
from trends.intake.mapping_file import mapping_of, read_mapping
from trends.intake.problems import IntakeError, Problem, outcome
from trends.intake.proposal import Proposal, propose
from trends.intake.readers import read
from trends.intake.record_keys import secret_for_trying
from trends.intake.report import report
from trends.intake.report_text import report_text
from trends.intake.taking import Taken, by_outcome, take, taken
from trends.paths import data_folder

EXIT = {"ok": 0, "warning": 0, "error": 1, "decision": 2}
WRONG_CALL = 3


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    0 when nothing is wrong, 1 when there are errors, 2 while a person has decisions to make, 3 for a wrong call.
    """
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as stop:
        return WRONG_CALL if stop.code else 0
    try:
        return int(_COMMANDS[chosen.command](chosen))
    except IntakeError as error:
        _tell(list(error.problems), chosen)
        return EXIT[outcome(error.problems)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trends intake", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init", help="propose a mapping for an export; guesses are marked")
    check = commands.add_parser("check", help="say every problem of an export and its mapping")
    shown = commands.add_parser("report", help="say who counts and what was answered, for the owner alone")
    commands.add_parser("questionnaire", help="print a questionnaire whose export needs no mapping of its questions")
    added = commands.add_parser("add", help="put the guarded figures into the tables of a dashboard")
    removed = commands.add_parser("remove", help="take an edition out of the tables again")
    for each in (init, check, shown, added):
        each.add_argument("file", type=Path, help="the export: .csv, .tsv, .xlsx, .sav, .dta or .parquet")
    init.add_argument("--tool", default="", help="the tool it was exported from, where known, as in “LimeSurvey”")
    init.add_argument("--into", type=Path, help="write the mapping into this file, which must not be there yet")
    form = "the form's own codes and labels: an XLSForm (.xlsx), or a table of list_name, name and label (.csv)"
    init.add_argument("--choices", type=Path, help=form)
    init.add_argument("--language", default="", help="which labels of the form are taken, where it has several")
    check.add_argument("mapping", type=Path, nargs="?", help="the mapping; without it, the one init proposes")
    shown.add_argument("mapping", type=Path, help="the mapping")
    add_command.arguments(added, removed)
    for each in (check, shown):
        each.add_argument("--json", action="store_true", help="print data instead of text")
    return parser


def _init(chosen: argparse.Namespace) -> int:
    form = read_form(chosen.choices, chosen.language) if chosen.choices else None
    proposal = propose(read(chosen.file), chosen.tool, form)
    text = proposal.toml()
    if chosen.into is None:
        print(text)
    else:
        try:
            with chosen.into.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            mend = (
                "Name a file that is not there yet."
                if chosen.into.exists()
                else "Name a file in a folder that is there."
            )
            print(f"{chosen.into}: not written: {error.strerror}. {mend}", file=sys.stderr)
            return WRONG_CALL
        print(f"wrote {chosen.into}; look for lines with GUESS and DECIDE.")
    return 0


def _proposed(file: Path) -> Proposal:
    table = read(file)
    wrong = headings.faults(table)
    if wrong:
        raise IntakeError([*table.problems, *wrong])
    return propose(table)


def _check(chosen: argparse.Namespace) -> int:
    found = _taken(chosen.file, chosen.mapping)
    problems = by_outcome([*found.problems, *_of_dashboard(found)])
    _tell(problems, chosen)
    return EXIT[outcome(problems)]


def _of_dashboard(found: Taken) -> list[Problem]:
    """Return what is wrong or open of what the mapping tells a dashboard: the one whose tables `add` would change."""
    if found.mapping.published is None:
        return []
    return preparing.problems_of(found, preparing.tables_for(data_folder()))


def _taken(file: Path, mapping: Path | None) -> Taken:
    if mapping is not None:
        return take(file, read_mapping(mapping))
    proposal = _proposed(file)
    own = _own_mapping(proposal, file)
    return taken(proposal.table, questionnaire.filled(proposal.table, own) if own.has_questionnaire else own)


def _own_mapping(proposal: Proposal, file: Path) -> Mapping:
    return mapping_of(proposal.document, file.with_suffix(".proposed mapping"))


def _report(chosen: argparse.Namespace) -> int:
    found = _taken(chosen.file, chosen.mapping)
    problems = by_outcome(found.problems)
    told = report(found)
    if told["stands"]:
        told["disclosure_control"] = _loss(found, secret_for_trying(chosen.mapping, chosen.file))
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(report_text(told, problems))
    return EXIT[outcome(problems)]


def _loss(found: Taken, secret: bytes) -> dict[str, Any] | None:
    """Return what guarding the figures costs, as data; None where their rules cannot be kept. Forgets the answers."""
    try:
        return preparing.guarded_figures(found, secret, let_go=True).loss.as_data()
    except DisclosureError:
        return None


def _tell(problems: list[Problem], chosen: argparse.Namespace) -> None:
    """Print problems: as data where that was asked for, else a line each, and nothing wrong in words too."""
    if getattr(chosen, "json", False):
        told = {"outcome": outcome(problems), "problems": [problem.as_data() for problem in problems]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{chosen.file.name}: nothing is wrong.")


def _questionnaire(_: argparse.Namespace) -> int:
    print(questionnaire.markdown(), end="")
    return 0


_COMMANDS = {
    "questionnaire": _questionnaire,
    "init": _init,
    "check": _check,
    "report": _report,
    "add": add_command.run_add,
    "remove": add_command.run_remove,
}
