"""``python -m trends build|check|describe``: builds the store, checks the evidence, writes what is derived from it."""

import argparse
import sys
import time
from pathlib import Path

from trends import describe
from trends.evidence import EvidenceError, find_faults
from trends.places import ROOT, data_folder
from trends.store import open_store


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 when all is well, 1 when the evidence has faults, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m trends", description=__doc__)
    parser.add_argument("command", choices=("build", "check", "describe"))
    parser.add_argument(
        "--data", type=Path, default=None, help="folder of the tables (default: the project's data)"
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=None,
        help="folder for the built store (default: the user's cache)",
    )
    chosen = parser.parse_args(arguments)
    folder = chosen.data or data_folder()
    if not (folder / "schema.sql").exists():
        print(
            f"{folder}: no schema.sql there. Give a folder of the same shape as data/ with --data.",
            file=sys.stderr,
        )
        return 2
    started = time.perf_counter()
    try:
        if chosen.command == "check":
            if faults := find_faults(folder):
                raise EvidenceError(faults)
            print(f"{folder}: every row keeps every rule.")
        elif chosen.command == "build":
            store = open_store(folder, chosen.cache)
            print(f"Store {store.fingerprint} is ready ({time.perf_counter() - started:.2f} s).")
        else:
            for path in describe.write(folder, ROOT / "docs"):
                print(f"wrote {path}")
    except EvidenceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
