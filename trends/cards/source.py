"""Where a figure comes from, and the receipt that says which question of which evidence gave a card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trends.words.years import span_words

# All rows behind what is shown: the name of a table of the evidence, and the codes by filter that choose them.
Behind = tuple[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: name, web address, licence.

    Where the rows of a card have several sources, the name says so and ``each`` names those of the drawn rows, for an
    image, which shows no rows.
    """

    name: str
    url: str
    licence: str
    each: Sequence[str] = ()

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Source":
        """Return where a row comes from; it has ``source_name``, ``source_url`` and ``licence``."""
        return cls(str(row["source_name"]), str(row["source_url"]), str(row["licence"]))


def shared_source(rows: Iterable[Mapping[Any, Any]], drawn: Iterable[Mapping[Any, Any]]) -> Source:
    """Return where rows come from: their source where all have the same page, else that each row names its own.

    Args:
        rows: the rows of a card's table, not empty; each has ``source_name``, ``source_url``, ``licence``.
        drawn: the rows of its chart; each has ``source_name`` and ``year``.
    """
    first, *others = rows
    if all(row["source_url"] == first["source_url"] for row in others):
        return Source.of(first)
    years: dict[str, set[int]] = {}
    for row in drawn:
        years.setdefault(str(row["source_name"]), set()).add(int(row["year"]))
    each = [f"{name}, {span_words(min(held), max(held), held)}" for name, held in years.items()]
    return Source("each row names its own", "sources", "as each source says", each)


@dataclass(frozen=True)
class Receipt:
    """How to get a card's rows again: the question in ``queries``, what it was asked with, and the evidence asked.

    ``fingerprint`` names tables and rules; the same question of the same evidence gives the same rows.
    """

    query: str
    parameters: Mapping[str, Any]
    fingerprint: str

    def words(self) -> str:
        """Return the receipt in a line, as in “question_items (country=NZL) of evidence 1f2e3d”."""
        given = ", ".join(
            f"{name}={'+'.join(map(str, value)) if isinstance(value, (list, tuple)) else value}"
            for name, value in sorted(self.parameters.items())
            if value not in (None, "", [], ())
        )
        return f"{self.query}{f' ({given})' if given else ''} of evidence {self.fingerprint}"
