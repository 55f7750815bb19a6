"""``python -m trends release``: tells what changed between two folders of tables, and writes it down as a release."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from trends.evidence import releases
from trends.evidence.build import find_faults, fingerprint
from trends.evidence.comparing import compared
from trends.evidence.earlier import as_today, nothing_there, read_tables
from trends.evidence.faults import EvidenceError, Fault
from trends.evidence.releases import Release
from trends.evidence.schema import read_schema
from trends.export.flips import turned
from trends.paths import RULES, data_folder
from trends.store.versions import opened
from trends.subjects.releases import words
from trends.words import numbers
from trends.words.text import plain, say

# How many single corrections are printed.
MOST_CORRECTIONS = 20
_ROOM = "Let it be read and written by whoever runs the command, or name others with --after and --cache."


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0 when it has told all, 1 for faulty tables, 2 for a wrong call."""
    chosen = _parser().parse_args(arguments)
    before, after = chosen.before, chosen.after or data_folder()
    for folder in (before, after):
        if folder is not None and (fault := nothing_there(read_schema(RULES), folder)):
            return _wrong(str(fault))
    try:
        return _run(chosen, before, after)
    except EvidenceError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"{error.filename or after}: {error.strerror or error}. {_ROOM}\n")
    return 1


def _run(chosen: argparse.Namespace, before: Path | None, after: Path) -> int:
    name = chosen.name or chosen.date.isoformat()
    if not releases.NAME.fullmatch(name):
        return _wrong(f"--name {name}: a release is called by its day, as in 2026-11-29, or 2026-11-29-2 for another.")
    # Files that cannot be read are told of with their folder, before anything else asks for them.
    read_tables(read_schema(RULES), after)
    known = releases.read(after)
    taken = next((each for each in known.listed if each.name == name), None)
    if chosen.write and taken is not None and taken.fingerprint != fingerprint(after):
        return _wrong(
            f"{after / releases.FOLDER / name}.json: there is a release of this name, of other evidence. Links lead to "
            f"it, so it stays as it is; choose another with --name {name}-2."
        )
    if before is None and (last := known.last) is not None and last.tables == known.tables:
        return _told(f"Nothing has changed since release {last.name}.")
    made = release_of(name, chosen.date, before, after, against=chosen.against, cache=chosen.cache)
    _told(_text(made))
    if before is not None and made.not_asked:
        _told(f"To have findings compared too, mend that in a copy of {before}, and give the copy with --before.")
    if before is None and known.last is not None:
        _told(f"To tell what changed since release {known.last.name}, give its tables with --before.")
    return _told(f"wrote {releases.write(after, made)}") if chosen.write else 0


def release_of(
    name: str, day: date, before: Path | None, after: Path, *, against: str = "", cache: Path | None = None
) -> Release:
    """Return what changed between two folders of tables.

    Args:
        name: of the release.
        day: of the release.
        before: the tables that are compared with; None where there are none.
        after: the tables of the release.
        against: what ``before`` is, in words; its folder's name where nothing is said.
        cache: folder of built stores.

    Raises:
        EvidenceError: the tables of the release break rules, or files of those before cannot be read; says which rows.
    """
    if faults := find_faults(after):
        raise EvidenceError([replace(each, file=str(after / each.file)) for each in faults])
    made = Release(
        name=name,
        day=day,
        fingerprint=fingerprint(after),
        tables=releases.tables_fingerprint(after),
        against=(against or before.name) if before else "nothing: it is the first",
        changes=compared(read_schema(RULES), before, after),
    )
    if before is None:
        return replace(made, not_asked="There was no evidence before to compare findings with.")
    with as_today(read_schema(RULES), before) as readable:
        if faults := find_faults(readable):
            return replace(made, not_asked=_not_asked(faults))
        found = turned(opened(readable, cache), opened(after, cache))
    return replace(made, asked=found.asked, turned=found.count, flips=found.flips)


def _not_asked(faults: Sequence[Fault]) -> str:
    """Return why the findings of older tables could not be compared, with the first of their faults."""
    first = faults[0]
    place = ":".join(part for part in (first.file, str(first.row or ""), first.column) if part)
    counted = numbers.counted(len(faults), "fault")
    told = f"The tables before do not keep today's rules ({counted}, the first in {place}: {first.rule.rstrip('.')})"
    return f"{told}, so no page could be drawn of them."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trends release", description=__doc__)
    parser.add_argument(
        "--before", type=Path, default=None, metavar="DIR", help="tables that are compared with (default: none)"
    )
    parser.add_argument(
        "--after", type=Path, default=None, metavar="DIR", help="tables of the release (default: the project's data)"
    )
    parser.add_argument("--against", default="", metavar="WORDS", help="what the tables before are, in words")
    parser.add_argument(
        "--date",
        type=date.fromisoformat,
        default=date.today(),  # noqa: DTZ011 - a day, as the reader's calendar says
        metavar="YYYY-MM-DD",
        help="day of the release (default: today)",
    )
    parser.add_argument("--name", default="", help="what links call it (default: its day)")
    parser.add_argument("--cache", type=Path, default=None, help="folder for built stores (default: the user's cache)")
    parser.add_argument("--write", action="store_true", help="write it into the folder releases of --after")
    return parser


def _text(made: Release) -> str:
    """Return a release as plain text: rows by table, then the findings that are others than before."""
    lines = [
        say("{} of {}: {}", words.called(made), numbers.day(made.day), words.rows_words(made)),
        *(
            say("{}: {} added, {} corrected, {} removed. {}", each.table, each.added, each.corrected, each.removed,
                words.table_words(each))
            for each in made.changes
            if each.changed
        ),
        *words.correction_words(made.changes, MOST_CORRECTIONS),
        words.turned_words(made),
        *(
            say("{}/{} {}: {}", each.page, each.card, "; ".join(each.choice.values()), words.flip_words(each))
            for each in made.flips
        ),
    ]  # fmt: skip
    return "\n".join(map(plain, lines))


def _told(said: str) -> int:
    sys.stdout.write(f"{said}\n")
    return 0


def _wrong(said: str) -> int:
    sys.stderr.write(f"{said}\n")
    return 2
