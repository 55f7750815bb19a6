"""``python -m trends build|check|describe|cards``: builds the store, checks or describes the evidence, prints cards.

``python -m trends briefing`` writes findings into a file, see :mod:`trends.export.briefing_command`; ``python -m trends
release`` tells what changed in the tables and in findings, see :mod:`trends.export.release_command`; ``python -m trends
serve`` serves the dashboard, see :mod:`trends.serve.serve_command`; ``python -m trends publish`` puts the tables where
several servers find them, see :mod:`trends.store.publish_command`.
"""

import argparse
import json
import sys
import time
from importlib import import_module
from pathlib import Path

from trends.evidence import describe, releases
from trends.evidence.build import find_faults
from trends.evidence.faults import EvidenceError
from trends.evidence.schema import SCHEMA_FILES, read_schema
from trends.export.text import contents_data, contents_text
from trends.paths import RULES, data_folder
from trends.request.filters import SHARED_FIELDS, FilterError, unknown_value
from trends.request.place import NOBODY, Self
from trends.request.request import request_of, vocabulary_of
from trends.store.guard import GuardError
from trends.store.opening import UnwrittenStoreError, open_store
from trends.store.queries import QueryFileError
from trends.store.versions import Version, opened
from trends.subjects.registry import PAGES, contents

# Commands that are loaded when they are asked for: what makes slides takes longer to load than the server.
_OWN_MODULES = {
    "briefing": "trends.export.briefing_command",
    "release": "trends.export.release_command",
    "publish": "trends.store.publish_command",
    "serve": "trends.serve.serve_command",
}


def main(given: list[str]) -> int:
    """Run a command and return its exit code.

    0 when all is well, 1 when the evidence or a file of ``queries`` has faults or there is no room for a store, 2 for
    a wrong call.
    """
    if given and given[0] in _OWN_MODULES:
        code: int = import_module(_OWN_MODULES[given[0]]).main(given[1:])
        return code
    # Intermixed: a page may stand behind options as well as before them.
    chosen = _parser().parse_intermixed_args(given)
    folder = chosen.data or data_folder()
    if not any(folder.glob("*.csv")):
        print(
            f"{folder}: no tables there, no file ends in .csv. Give a folder of the same shape as data/ with --data.",
            file=sys.stderr,
        )
        return 2
    _say_what_is_ignored(folder)
    try:
        _run(chosen, folder)
    except (EvidenceError, QueryFileError, GuardError, UnwrittenStoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except FilterError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trends", description=__doc__)
    parser.add_argument("command", choices=("build", "check", "describe", "cards"))
    parser.add_argument("page", nargs="?", choices=sorted(PAGES), help="with cards: the page whose cards to print")
    parser.add_argument("--data", type=Path, default=None, help="folder of the tables (default: the project's data)")
    parser.add_argument(
        "--cache",
        type=Path,
        default=None,
        help="folder for the built store (default: the user's cache)",
    )
    cards = parser.add_argument_group("cards", "What the page is asked with, as in its address: codes or names.")
    for field in SHARED_FIELDS:
        cards.add_argument(
            f"--{field}", action="append", default=[], metavar="CODE", help=f"a {field}; may be repeated"
        )
    cards.add_argument("--my-country", default="", metavar="CODE", help="the reader's own country")
    cards.add_argument("--my-sector", default="", metavar="CODE", help="the reader's own sector")
    cards.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a choice of the page alone, as its address says it, such as question=…; may be repeated",
    )
    cards.add_argument("--json", action="store_true", help="print data instead of text")
    return parser


def _say_what_is_ignored(folder: Path) -> None:
    """Warn of files in a folder of tables that are not read: those of rules, and those that no table is called as."""
    known = {f"{name}.csv" for name in read_schema(RULES).tables}
    if stray := sorted(path.name for path in folder.glob("*.csv") if path.name not in known):
        print(
            f"{folder}: not read: {', '.join(stray)}. No table is called so; data/schema.sql says which there are.",
            file=sys.stderr,
        )
    given = [name for name in SCHEMA_FILES if (folder / name).exists()]
    if given and folder.resolve() != RULES:
        print(
            f"{folder}: not read: {', '.join(given)}. Tables are held against the rules in {RULES} alone;"
            " to change a rule, change it there.",
            file=sys.stderr,
        )


def _run(chosen: argparse.Namespace, folder: Path) -> None:
    if chosen.command == "check":
        if faults := [*find_faults(folder), *releases.faults(folder)]:
            raise EvidenceError(faults)
        print(f"{folder}: every row keeps every rule.")
        known = releases.read(folder)
        if known.last is not None and not known.is_released():
            print(
                f"The tables have been changed since release {known.last.name}; `python -m trends release` tells how."
            )
    elif chosen.command == "build":
        started = time.perf_counter()
        store = open_store(folder, chosen.cache)
        print(f"Store {store.fingerprint} is ready ({time.perf_counter() - started:.2f} s).")
        store.close()
    elif chosen.command == "cards":
        _print_cards(chosen, folder)
    else:
        # Written beside the data it describes: describing a copy must not rewrite the project's own.
        for path in describe.write(folder, folder.parent / "docs"):
            print(f"wrote {path}")


def _print_cards(chosen: argparse.Namespace, folder: Path) -> None:
    """Print the cards of a page under filters: those the page itself draws, since both ask the same view.

    Raises:
        FilterError: a filter, a place or the name of a choice is not known; says what is legal. What a choice holds is
            read as the page reads it: what it does not offer leaves the page as it opens.
    """
    if chosen.page is None:
        raise FilterError([{"message": f"Name a page after cards: {', '.join(sorted(PAGES))}."}])
    version = opened(folder, chosen.cache)
    address = [(field, value) for field in SHARED_FIELDS for value in getattr(chosen, field)]
    for choice in chosen.choose:
        name, parted, value = choice.partition("=")
        if not parted:
            raise FilterError([{"message": f"{choice!r} is no choice; write NAME=VALUE, as in question=…."}])
        address.append((name, value))
    own = PAGES[chosen.page].choices
    if unknown := [name for name, _ in address if name not in {*SHARED_FIELDS, *own}]:
        legal = f"its choices are {', '.join(own)}" if own else "it has no choices of its own"
        raise FilterError([{"message": f"The page {chosen.page} has no choice {unknown[0]!r}; {legal}."}])
    request, choices = request_of(address, version, _place(version, chosen.my_country, chosen.my_sector))
    found = contents(chosen.page, request, choices)
    print(json.dumps(contents_data(found), ensure_ascii=False, indent=1) if chosen.json else contents_text(found))


def _place(version: Version, country: str, sector: str) -> Self:
    known = vocabulary_of(version)
    codes = {"country": known.code("country", country), "sector": known.code("sector", sector)}
    for field, given in (("country", country), ("sector", sector)):
        if given and codes[field] is None:
            raise FilterError([unknown_value(known, field, given)])
    place = {field: code for field, code in codes.items() if code}
    if not place:
        return NOBODY
    names = {f"{field}_name": known.name(field, code) for field, code in place.items()}
    return Self(**place, **names, within=tuple(known.aggregates.get(place.get("country", ""), ())))
