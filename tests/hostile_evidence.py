"""A copy of the project's evidence whose every free text begins with words that look like markup.

``python tests/hostile_evidence.py TARGET``. A text gets the same words wherever it stands, so that tables still join;
codes, addresses, numbers and words of a fixed choice stay as they are, since the schema lets nothing else stand there.
"""

import csv
import re
import shutil
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.hostile_words import HOSTILE
from trends.evidence.schema import Column, Constraint, Schema, Table
from trends.paths import ROOT

DATA = ROOT / "data"
# What spreadsheets would compute.
FORMULAS = ("=1+1", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1:9/","x")', "-1+1", "+1+1")
# What charts would draw as links and lines, and read as fields.
IN_CHARTS = ('<a href="http://127.0.0.1:9/">link</a>', "one<br>two", "%{x} %{text}", "<extra>more</extra>")
WORDS = (*HOSTILE, *FORMULAS, *IN_CHARTS)
# Brackets hold other forms of a term of the glossary.
BRACKETS = str.maketrans("", "", "()[]")
# Stands between the words and the text they were put before; readers see it too.
END = "‡"
# Whatever the data says in numbers and letters, and codes that no constraint tells from words.
CODED = {("indicator_values", "value"), ("cases", "themes"), ("answer_kinds", "scale"), ("sectors", "closest")}


def write(target: Path, data: Path = DATA) -> Path:
    """Write the hostile copy of the evidence in ``data`` into ``target``, which must not exist; return ``target``."""
    target.mkdir(parents=True)
    schema = Schema(data)
    chosen = fixed_choices(schema)
    for table in schema.tables.values():
        file = f"{table.name}.csv"
        free = [column.name for column in free_texts(schema, table)]
        if not free:
            shutil.copy(data / file, target / file)
            continue
        with (
            (data / file).open(encoding="utf-8", newline="") as lines,
            (target / file).open("w", encoding="utf-8", newline="") as written,
        ):
            rows = csv.DictReader(lines)
            writer = csv.DictWriter(written, list(rows.fieldnames or ()), lineterminator="\n")
            writer.writeheader()
            kinds = {column.name: column.kind for column in table.columns}
            for row in rows:
                changed = {
                    name: hostile(row[name], several=kinds[name].endswith("[]"))
                    for name in free
                    if row[name] not in chosen
                }
                if table.name == "glossary":
                    changed["term"] = words_before(row["term"]).translate(BRACKETS) + END + row["term"]
                writer.writerow(row | changed)
    return target


def free_texts(schema: Schema, table: Table) -> Iterator[Column]:
    """Yield the columns of a table in which any words may stand, as far as the rules for it say."""
    refers = {
        name
        for rule in schema.constraints
        for name in (*_given(rule, table), *(rule.referenced_columns if rule.referenced_table == table.name else ()))
    }
    checks = [str(rule.expression) for rule in schema.constraints if rule.table == table.name and rule.kind == "CHECK"]
    for column in table.columns:
        checked = re.compile(rf"\(\"?{column.name}\"? IN \(|regexp_full_match\({column.name},")
        is_code = column.name in refers or column.comment.startswith("Code of") or any(map(checked.search, checks))
        if column.kind.startswith("VARCHAR") and not is_code and (table.name, column.name) not in CODED:
            yield column


def fixed_choices(schema: Schema) -> set[str]:
    """Return the words that some column is held to, which a table that names them must say as they are."""
    return {word for rule in schema.constraints for word in re.findall(r"'([^']*)'", str(rule.expression))}


def _given(rule: Constraint, table: Table) -> tuple[str, ...]:
    """Return the columns of a table that name a row of another one."""
    return rule.columns if rule.table == table.name and rule.kind == "FOREIGN KEY" else ()


def hostile(text: str, *, several: bool = False) -> str:
    """Return a text with the words that belong to it before it; several texts stand between semicolons."""
    if several:
        # Blanks around the texts of a list are no part of them.
        return ";".join(hostile(part).strip().replace(";", ",") for part in text.split(";"))
    return f"{words_before(text)}{END}{text}" if text else text


def words_before(text: str) -> str:
    """Return the words that a text gets; capitals do not matter, since they do not where tables join."""
    return WORDS[zlib.crc32(text.casefold().encode()) % len(WORDS)]


if __name__ == "__main__":
    print("hostile evidence:", write(Path(sys.argv[1])))
