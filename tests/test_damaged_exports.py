"""Exports and mappings damaged by chance are taken in, or refused in words: never a trace, nor what takes for ever."""

import io
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest

from tests import survey_exports as given
from tests.damages import BYTES, PIECES
from trends.intake import held_file
from trends.intake.mapping_file import mapping_in
from trends.intake.problems import IntakeError
from trends.intake.taking import take

# For a longer search, also by `make fuzz`.
DAMAGED = int(os.environ.get("DAMAGED_EXPORTS", "40"))
# So many of the workbooks are whole as archives.
WITHIN = 0.7
# Of a machine that does more besides.
MOST_SECONDS = 30.0


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return bytes of which some are lost, put in, moved or written over."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, long = chance.randrange(len(content) + 1), chance.choice((0, 0, 1, 30, 3_000))
        other = chance.randrange(len(content) + 1)
        put = chance.choice((b"", chance.choice(BYTES), content[other : other + chance.choice((1, 5, 200))]))
        content = content[:at] + put + content[at + long :]
    return content


def damaged_within(workbook: bytes, chance: random.Random) -> bytes:
    """Return a workbook that is whole as an archive, with one of its parts damaged."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given_parts, zipfile.ZipFile(made, "w") as parts:
        names = given_parts.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = given_parts.read(name)
            parts.writestr(name, damaged(content, chance) if name == chosen else content)
    return made.getvalue()


def miswritten(mapping: str, chance: random.Random) -> str:
    """Return a mapping with a value of a key that is another one, or a line that is gone or stands twice."""
    lines = mapping.split("\n")
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(lines))
        key, equals, _ = lines[at].partition(" = ")
        value = chance.choice(('"x"', "0", "-1", "1e999", "nan", "[]", '["", ""]', "{}", "true", "1990-01-01", '"="'))
        piece = '"' + chance.choice(PIECES)[:200].replace("\\", "").replace('"', "") + '"'
        written = f"{key} = {chance.choice((value, piece))}"
        lines[at : at + 1] = chance.choice(([written] if equals else [lines[at]], [], [lines[at]] * 2))
    return "\n".join(lines)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[str, bytes, str]]]:
    """Exports of each kind, with their mappings."""
    made = []
    for write in given.CONTAINERS:
        path, mapping = write(tmp_path_factory.mktemp("export"), given.people())  # type: ignore[operator]
        made.append((path.name, path.read_bytes(), mapping))
    return made


def test_a_damaged_export_or_mapping_is_taken_in_or_refused_in_words(exports: list[tuple[str, bytes, str]]) -> None:
    ended: Counter[str] = Counter()
    for number in range(DAMAGED):
        chance = random.Random(number)  # noqa: S311 - the same each time
        name, content, mapping = chance.choice(exports)
        what = chance.choice(("export", "mapping", "mapping"))
        if what == "mapping":
            mapping = miswritten(mapping, chance)
        else:
            way = damaged_within if content.startswith(b"PK") and chance.random() < WITHIN else damaged
            content = way(content, chance)
        began = time.monotonic()
        with held_file.held(name, content) as held:
            try:
                take(held, mapping_in(mapping, held.with_name("mapping")))
                ended[f"{what} taken in"] += 1
            except IntakeError as refused:
                told = bool(refused.problems) and all(each.reason and each.mend for each in refused.problems)
                ended[f"{what} refused" if told else "refused without words"] += 1
            except Exception as error:
                raise AssertionError(f"{number}: {name}, {what} damaged: {error!r}") from error
        assert time.monotonic() - began < MOST_SECONDS, (number, name)
    assert not ended["refused without words"]
    # Neither all right nor all wrong, or little would have been tried.
    assert min(ended["mapping taken in"], ended["mapping refused"], ended["export refused"]) >= DAMAGED / 20, ended
