"""Whole answers, of which what a reader chooses is a part.

A row of some questions is of one country, one sector, one survey: it is the same row for all who choose these, and the
others are not there. Such a question says so in its header (``-- Each row is of one: country,
sector``). It is asked once without these filters, and what a reader chooses is cut from that answer: most of what a
short question takes is its plan, and there are more choices than readers can have asked before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trends.store.frames import Parameter

# Of a relation of more rows the database finds those of a choice sooner than all of them are fetched and held.
MOST_ROWS = 20_000

Row = dict[Any, Any]


@dataclass(frozen=True, eq=False)
class Whole:
    """An answer without some filters: names of its columns, its rows, and by filter and code the places of its rows."""

    names: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    places: Mapping[str, Mapping[Any, Sequence[int]]]

    @classmethod
    def of(cls, rows: Sequence[Row], fields: Collection[str]) -> "Whole":
        """Return an answer by the filters it is to be cut by, each the name of a column; texts are held once."""
        held: dict[Any, Any] = {}
        names = list(rows[0]) if rows else []
        places: dict[str, dict[Any, list[int]]] = {field: {} for field in fields}
        for at, row in enumerate(rows):
            for field in fields:
                places[field].setdefault(row[field], []).append(at)
        shared = [
            tuple(held.setdefault(cell, cell) if type(cell) is str else cell for cell in row.values()) for row in rows
        ]
        return cls(names, shared, places)

    def cut(self, chosen: Mapping[str, Collection[str]]) -> list[Row]:
        """Return the rows that filters choose, in the order of the answer, each by column.

        Args:
            chosen: codes by filter, at least one of each.
        """
        places = [{at for code in codes for at in self.places[field].get(code, ())} for field, codes in chosen.items()]
        found = sorted(set.intersection(*places)) if places else range(len(self.rows))
        return [dict(zip(self.names, self.rows[at], strict=True)) for at in found]


def parted(
    fields: Collection[str], parameters: Mapping[str, Parameter]
) -> tuple[dict[str, Collection[str]], dict[str, Parameter]] | None:
    """Return what cuts an answer and the parameters of the whole of it; None where the whole is not the one to ask.

    That is where none of the filters that cut is chosen, or another one is: then a row may be another than in the
    whole.

    Args:
        fields: the filters of which each row has one code.
        parameters: of the question.
    """
    cuts: dict[str, Collection[str]] = {}
    others: dict[str, Parameter] = {}
    for field, given in parameters.items():
        listed = list(given) if isinstance(given, (list, tuple)) else []
        if field in fields:
            others[field] = []
            if listed:
                cuts[field] = list(map(str, listed))
        elif listed:
            return None
        else:
            others[field] = given
    return (cuts, others) if cuts else None
