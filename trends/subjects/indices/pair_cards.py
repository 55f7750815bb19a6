"""The card of two indicators of countries against each other."""

from collections.abc import Sequence

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Scatter
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.subjects.indices import pair_words
from trends.subjects.indices.pairs import PairFacts, Side
from trends.words import numbers

SHOWN = (
    "indicator_name", "series_name", "country", "country_name", "year", "method", "value", "unit", "rank",
    "countries", "caution", "evidence_name", "source_name", "source_url", "licence",
)  # fmt: skip


def pair_card(facts: PairFacts) -> Card:
    """Return the card of two indicators against each other.

    Args:
        facts: what :func:`trends.subjects.indices.pairs.pair_facts` made, not refused.
    """
    rows = as_rows(facts.rows)
    shown = [_shown(row, side, len(rows)) for side in (facts.first, facts.second) for row in _of(rows, facts, side)]
    table = _table(facts, rows)
    return Card(
        key="pair",
        title=pair_words.title(facts),
        subtitle=pair_words.subtitle(facts),
        table=table,
        shown=pd.DataFrame(shown, columns=list(SHOWN)),
        foot=pair_words.foot(facts),
        source=_source(facts),
        alt=pair_words.alt(facts),
        chart=_chart(facts, rows),
        about=pair_words.about(facts),
        carried=pair_words.carried(facts),
        symbols=table.symbols(),
        behind=("indicators", {"indicator": [facts.first.code, facts.second.code]}),
        file_words={"indicator": [f"{side.series}: {side.indicator}" for side in (facts.first, facts.second)]},
    )


def _source(facts: PairFacts) -> Source:
    """Return where both come from; where they are two, the name says both and leads to all sources."""
    first, second = facts.first.source, facts.second.source
    if first == second:
        return first
    each = [f"{side.source.name}, {side.year}" for side in (facts.first, facts.second)]
    return Source(f"{first.name}; {second.name}", "sources", f"{first.licence}; {second.licence}", each)


def _table(facts: PairFacts, rows: Sequence[Row]) -> Table:
    first, second = (f"{side.indicator}, {side.year}" for side in (facts.first, facts.second))
    if first == second:
        first, second = (f"{side.indicator} ({side.series}), {side.year}" for side in (facts.first, facts.second))
    return Table.of(
        {
            "Country": [str(row["country_name"]) for row in rows],
            first: [pair_words.value_words(row, facts.first) for row in rows],
            second: [pair_words.value_words(row, facts.second, other=True) for row in rows],
        },
        {first: Role.FIGURE, second: Role.FIGURE},
    )


def _chart(facts: PairFacts, rows: Sequence[Row]) -> Scatter:
    made = [
        {
            "code": str(row["country"]),
            "label": str(row["country_name"]),
            "text": (
                f"{pair_words.value_words(row, facts.first)}, {pair_words.value_words(row, facts.second, other=True)}"
            ),
            "x": float(row["number"]),
            "y": float(row["other_number"]),
            "strong": row["country"] in facts.chosen,
        }
        for row in rows
    ]
    frame = pd.DataFrame(made)
    return Scatter(
        frame,
        x_ticks=_ticks(frame["x"], facts.first),
        y_ticks=_ticks(frame["y"], facts.second),
        x_words=pair_words.axis(facts.first),
        y_words=pair_words.axis(facts.second),
    )


def _ticks(values: pd.Series, side: Side) -> list[tuple[float, str]]:
    bounds = cells.even_steps(float(values.min()), float(values.max()))
    return [(bound, numbers.tick(bound, side.unit)) for bound in bounds]


def _of(rows: Sequence[Row], facts: PairFacts, side: Side) -> list[Row]:
    """Return the rows as those of one side alone."""
    if side is facts.first:
        return list(rows)
    names = {
        "number": "other_number",
        "place": "other_place",
        "method": "other_method",
        "source_url": "other_source_url",
    }
    return [{**row, **{name: row[other] for name, other in names.items()}} for row in rows]


def _shown(row: Row, side: Side, countries: int) -> dict[str, object]:
    """Return a value of a country as a file has it, with unit and source."""
    return {
        "indicator_name": side.indicator,
        "series_name": side.series,
        "country": row["country"],
        "country_name": row["country_name"],
        "year": side.year,
        "method": row["method"],
        "value": row["number"],
        "unit": side.unit,
        "rank": row["place"],
        "countries": countries,
        "caution": side.caution,
        "evidence_name": side.evidence_name,
        "source_name": side.source.name,
        "source_url": row["source_url"],
        "licence": side.source.licence,
    }
