"""Record keys of respondents: whoever holds the owner's secret draws the same key for the same respondent again.

Figures that are made twice from the same answers are then equal, so that setting both beside each other tells nothing.
A key is a keyed hash of who answered: without the secret, which stays with the owner, nobody can work one out.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections import Counter
from pathlib import Path

from trends.intake.counted import KEY_RANGE
from trends.intake.problems import refusal
from trends.intake.taking import Taken

SECRET_BYTES = 32
_ENDING = ".secret"
_BETWEEN = "\x1f"


def secret_beside(mapping: Path) -> Path:
    """Return where the secret of a mapping is kept where nothing else is said."""
    return mapping.with_suffix(_ENDING)


def secret_of(path: Path) -> bytes:
    """Return the secret in a file; where there is none yet, make one that only the owner can read.

    Raises:
        IntakeError: the file cannot be read or made, or holds something else.
    """
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise refusal(path, f"The secret cannot be written: {error.strerror}.", "name another file.") from error
    with os.fdopen(made, "w", encoding="ascii") as file:
        drawn = secrets.token_bytes(SECRET_BYTES)
        file.write(drawn.hex() + "\n")
    return drawn


def secret_for_trying(mapping: Path, export: Path) -> bytes:
    """Return the secret beside a mapping; where there is none, one of the export alone, as the page makes it.

    Nothing is written. Whoever has the export can work the latter out, and tries again with the same changes.

    Raises:
        IntakeError: one of them cannot be read.
    """
    beside = secret_beside(mapping)
    if beside.exists():
        return _read(beside)
    try:
        with export.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise refusal(export, f"The file cannot be read: {error.strerror}.", "name a file you may read.") from error


def _read(path: Path) -> bytes:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise refusal(path, f"The secret cannot be read: {error}.", "name a file that `add` made.") from error
    if not re.fullmatch(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}", text):
        mend = "take the file that `add` made, or name a new one; figures then differ from those made before."
        raise refusal(path, f"This is no secret: {2 * SECRET_BYTES} hexadecimal digits are expected.", mend)
    return bytes.fromhex(text)


def record_keys(taken: Taken, secret: bytes) -> list[int]:
    """Return a whole number from 0 to 2³¹ − 1 for each respondent who counts, in their order.

    A respondent is told by the id of the mapping; without one, by all cells of the row. Of several alike each has one.
    """
    named = taken.table.named(taken.mapping.id) if taken.mapping.id else []
    columns = named[:1] or taken.table.columns
    seen: Counter[str] = Counter()
    keys = []
    for row in taken.rows:
        who = _BETWEEN.join(column.cells[row] for column in columns)
        told = hmac.digest(secret, f"{who}{_BETWEEN}{seen[who]}".encode(), hashlib.sha256)
        seen[who] += 1
        keys.append(int.from_bytes(told[:4]) % KEY_RANGE)
    return keys
