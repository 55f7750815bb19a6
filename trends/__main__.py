"""``python -m trends build|check|describe``: builds the store, checks the evidence, writes what is derived from it."""

import argparse
import sys
import time
from pathlib import Path

from trends.evidence import describe
from trends.evidence.build import find_faults
from trends.evidence.faults import EvidenceError
from trends.evidence.schema import SCHEMA_FILES
from trends.paths import RULES, data_folder
from trends.store.opening import open_store
from trends.store.queries import QueryFileError


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code.

    0 when all is well, 1 when the evidence or a file of ``queries`` has faults, 2 for a wrong call.
    """
    parser = argparse.ArgumentParser(prog="python -m trends", description=__doc__)
    parser.add_argument("command", choices=("build", "check", "describe"))
    parser.add_argument("--data", type=Path, default=None, help="folder of the tables (default: the project's data)")
    parser.add_argument(
        "--cache",
        type=Path,
        default=None,
        help="folder for the built store (default: the user's cache)",
    )
    chosen = parser.parse_args(arguments)
    folder = chosen.data or data_folder()
    if not any(folder.glob("*.csv")):
        print(
            f"{folder}: no tables there, no file ends in .csv. Give a folder of the same shape as data/ with --data.",
            file=sys.stderr,
        )
        return 2
    _say_what_is_ignored(folder)
    try:
        _run(chosen.command, folder, chosen.cache)
    except (EvidenceError, QueryFileError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _say_what_is_ignored(folder: Path) -> None:
    """Say which files of rules in a folder of tables are not read, so that nobody believes they were."""
    given = [name for name in SCHEMA_FILES if (folder / name).exists()]
    if given and folder.resolve() != RULES:
        print(
            f"{folder}: not read: {', '.join(given)}. Tables are held against the rules in {RULES} alone;"
            " to change a rule, change it there.",
            file=sys.stderr,
        )


def _run(command: str, folder: Path, cache: Path | None) -> None:
    if command == "check":
        if faults := find_faults(folder):
            raise EvidenceError(faults)
        print(f"{folder}: every row keeps every rule.")
    elif command == "build":
        started = time.perf_counter()
        store = open_store(folder, cache)
        print(f"Store {store.fingerprint} is ready ({time.perf_counter() - started:.2f} s).")
        store.close()
    else:
        # The dictionary lies beside the data it describes: describing a copy must not rewrite the project's own.
        for path in describe.write(folder, folder.parent / "docs"):
            print(f"wrote {path}")


if __name__ == "__main__":
    sys.exit(main())
