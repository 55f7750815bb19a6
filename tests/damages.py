"""Damages a folder of tables as editors, spreadsheets, disks and attackers do, chosen by a number."""

import csv
import random
from collections.abc import Callable
from pathlib import Path

from tests.tiny_evidence import read_rows, write_rows

# What stands in a field or a file where it should not.
PIECES = (
    *("", "\0", '"', ",", "\n", ";", "\r", " ", "\ufeff", "\u202e", "\u0301", "é", "𝟘", "|", "`", "$$", "#", "\\"),
    *("<b>", "=1+1", "[a](http://x.y)", "%s{0}$x", "'; drop table findings; --"),
    *("0", "1", "-0", "0_1", "1e308", "nan", "9" * 400, "1990", "2024-01-01", "true", "NULL", "A", "~" * 3000),
)
BYTES = (b"\xff", b"\xc3", b"\xef\xbb\xbf", *(piece.encode() for piece in PIECES))


def damage(folder: Path, number: int) -> str:
    """Do up to five damages to one table of a folder; return its name and what was done."""
    chance = random.Random(number)  # noqa: S311 - the same each time
    path = chance.choice(sorted(folder.glob("*.csv")))
    done = []
    for _ in range(chance.choice((1, 1, 2, 5))):
        way = chance.choice(WAYS)
        way(path, chance)
        done.append(way.__name__)
    return f"{path.name}: {', '.join(done)}"


def bytes_put_in(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    at = chance.randrange(len(content) + 1)
    path.write_bytes(content[:at] + chance.choice(BYTES) + content[at + chance.choice((0, 0, 1, 30)) :])


def bytes_lost(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    at = chance.randrange(len(content) + 1)
    path.write_bytes(content[:at] + content[at + chance.choice((1, 5, 200)) :])


def lines_moved(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().split(b"\n")
    at = chance.randrange(len(lines))
    lines[at:at] = [lines[chance.randrange(len(lines))]]
    del lines[chance.randrange(len(lines))]
    path.write_bytes(b"\n".join(lines))


def field_written_over(path: Path, chance: random.Random) -> None:
    try:
        rows = read_rows(path.parent, path.stem)
    except (ValueError, OSError, csv.Error):
        return  # damaged already, so that no field can be found
    if len(rows) > 1 and all(rows):
        row, other = (chance.choice(rows[1:]) for _ in range(2))
        row[chance.randrange(len(row))] = chance.choice((*PIECES, chance.choice(other)))
        write_rows(path.parent, path.stem, rows)


# A field written over leaves a file that can be read, and so goes deepest.
WAYS: tuple[Callable[[Path, random.Random], None], ...] = (
    *(bytes_put_in, bytes_lost, lines_moved),
    *(field_written_over, field_written_over, field_written_over),
)
