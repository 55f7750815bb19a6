"""Releases of the evidence: what each brought, corrected and took away, and which findings it turned.

A release is a small file in the folder ``releases`` beside the tables. Old tables are not kept there: a file says what
changed and what the evidence was called, so that a link of an older release can be told what became of it.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from trends.evidence.build import digits_of, tables_of
from trends.evidence.comparing import Correction, TableChange
from trends.evidence.faults import Fault
from trends.evidence.loading import unreadable

FOLDER = "releases"
# A name is part of addresses and of file names, and a day by which releases are put in order.
NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:-\d{1,2})?")
FINGERPRINT = re.compile(r"[0-9a-f]{12}")
# More turned findings than these are counted and not told one by one.
MOST_FLIPS = 120
_MEND = "write it anew with `python -m trends release --write`."


@dataclass(frozen=True)
class Flip:
    """A finding that a release turned: on which card, under which choice of its page, and from what to what.

    ``kind`` is ``headline`` (title of the card), ``first`` (what stands first), ``verdict``, ``place``, ``new`` (a card
    there was not before) or ``gone``. ``row`` names the row of a verdict or a place. ``choice`` are parameters of the
    page's address; empty where it is opened as it is.
    """

    page: str
    card: str
    kind: str
    before: str
    after: str
    row: str = ""
    choice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Release:
    """A release of the evidence.

    ``fingerprint`` names tables and rules as cards and citations name them, ``tables`` the tables alone. ``against``
    says in words what it is compared with. ``turned`` counts all findings that turned, and ``flips`` are
    the first of them; ``asked`` is how many pages were compared, and where none could be, ``not_asked`` says why.
    """

    name: str
    day: date
    fingerprint: str
    tables: str
    against: str
    changes: Sequence[TableChange] = ()
    turned: int = 0
    flips: Sequence[Flip] = ()
    asked: int = 0
    not_asked: str = ""

    def count(self, what: str) -> int:
        """Return how many rows were ``added``, ``corrected`` or ``removed`` in all tables together."""
        return sum(getattr(change, what) for change in self.changes)


@dataclass(frozen=True)
class Releases:
    """The releases beside some tables, the oldest first, and the digits that name the tables as they are now."""

    listed: Sequence[Release] = ()
    tables: str = ""

    @property
    def last(self) -> Release | None:
        """The newest release; None where there is none."""
        return self.listed[-1] if self.listed else None

    def find(self, named: str) -> Release | None:
        """Return the release of a name or a fingerprint; None where no file tells of it."""
        return next((each for each in reversed(self.listed) if named in {each.name, each.fingerprint}), None)

    def after(self, release: Release) -> Sequence[Release]:
        """Return the releases that came after one."""
        return [each for each in self.listed if _order(each.name) > _order(release.name)]

    def is_released(self) -> bool:
        """Say whether the tables are those of the last release, unchanged since."""
        return self.last is not None and self.last.tables == self.tables

    def digest(self) -> str:
        """Return digits that change whenever a release or the tables do."""
        return hashlib.blake2b(repr(self).encode(), digest_size=6).hexdigest()


NONE = Releases()


def tables_fingerprint(folder: Path) -> str:
    """Return 12 hexadecimal digits that change whenever a table of ``folder`` does, whatever the rules are."""
    return digits_of(tables_of(folder))


def read(folder: Path) -> Releases:
    """Return the releases beside the tables in ``folder``; files at fault are left out, as :func:`faults` tells."""
    found = [release for path in _files(folder) if isinstance(release := _read(path), Release)]
    return Releases(sorted(found, key=lambda each: _order(each.name)), tables_fingerprint(folder))


def faults(folder: Path) -> list[Fault]:
    """Return what is wrong with the files of releases beside the tables in ``folder``."""
    return [fault for path in _files(folder) if isinstance(fault := _read(path), Fault)]


def write(folder: Path, release: Release) -> Path:
    """Write a release into the folder ``releases`` of ``folder``; return its file."""
    target = folder / FOLDER / f"{release.name}.json"
    target.parent.mkdir(exist_ok=True)
    told = asdict(release) | {"day": release.day.isoformat()}
    # Tables that are as they were say nothing.
    told["changes"] = [asdict(change) for change in release.changes if change.changed]
    target.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def _files(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.json"))


def _order(name: str) -> tuple[int, ...]:
    """Return what names are sorted by: the day, then the number on that day."""
    return tuple(int(part) for part in name.split("-"))


def _read(path: Path) -> Release | Fault:
    def fault(column: str, value: str | None, rule: str) -> Fault:
        return Fault(f"{FOLDER}/{path.name}", 0, column, value, rule, _MEND)

    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        release = _of(told)
    except OSError as error:
        return unreadable(path, error, FOLDER)
    except UnicodeDecodeError:
        return fault("", None, "The file is not UTF-8.")
    except RecursionError:
        return fault("", None, "The file is nested without end.")
    except json.JSONDecodeError as error:
        return fault("", None, f"The file is not JSON: {error}.")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return fault("", None, f"The file is no release; at fault is {error}.")
    if release.name != path.stem or not NAME.fullmatch(release.name):
        return fault(
            "name", release.name, f"The name {release.name!r} is not that of the file, a day as in 2026-11-29."
        )
    for column in ("fingerprint", "tables"):
        if not FINGERPRINT.fullmatch(value := getattr(release, column)):
            return fault(column, value, f"The {column} {value!r} are not 12 hexadecimal digits.")
    return release


def _change_of(told: Mapping[str, Any]) -> TableChange:
    counts = {name: int(told[name]) for name in ("rows", "added", "corrected", "removed")}
    columns = {str(name): int(count) for name, count in told["columns"].items()}
    corrections = [Correction(**each) for each in told["corrections"]]
    return TableChange(**{**told, **counts, "columns": columns, "corrections": corrections})


def _of(told: Mapping[str, Any]) -> Release:
    changes = [_change_of(change) for change in told["changes"]]
    flips = [Flip(**each) for each in told["flips"]]
    counted = {name: int(told[name]) for name in ("turned", "asked")}
    return Release(**{**told, **counted, "day": date.fromisoformat(told["day"]), "changes": changes, "flips": flips})
