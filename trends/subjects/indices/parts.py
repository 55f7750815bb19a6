"""The card of what lies behind an index: a country beside the median in each part of it."""

from collections.abc import Sequence

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Dots
from trends.cards.table import Role, Table
from trends.statistics.cells import Row
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.indices.words import MEASURED
from trends.words import grammar

MOST_SIBLINGS = 12


def direct_parts(parts: Sequence[Row]) -> Sequence[Row]:
    """Return the indicators to show beside one: its direct parts, or where it has none, the rest of a short series.

    A part of a part is left out. A series of more than twelve other indicators is too long to help.

    Args:
        parts: one row per other indicator, as ``queries/indices/indicator_parts.sql`` gives them.
    """
    below = [part for part in parts if part["is_part"]]
    if not below:
        return parts if len(parts) <= MOST_SIBLINGS else []
    heads = tuple(f"{part['indicator']}_" for part in below)
    return [part for part in below if not str(part["indicator"]).startswith(heads)]


def parts_card(facts: IndexFacts, parts: Sequence[Row]) -> Card:
    """Return the card of other indicators of the series: the reader's country beside the median of the group.

    Args:
        facts: the indicator, with a row of the reader's country.
        parts: one row per indicator, as :func:`direct_parts` returns them, not empty.
    """
    # A group without values has no medians, and a column of nothing alone would hold no numbers.
    listed = pd.DataFrame(parts).astype(
        dict.fromkeys(["number", "median", "lower", "upper"], float) | {"countries": "Int64"}
    )
    ordered = listed.sort_values(["number", "indicator_name"], ascending=[False, True], ignore_index=True)
    labels = [_part_name(facts, str(part)) for part in ordered["indicator_name"]]
    name = str(facts.mine["country_name"])
    within = grammar.the(name)
    texts = [facts.words(number) for number in ordered["number"]]
    medians = [facts.words(median) for median in ordered["median"]]
    dots = pd.DataFrame(
        {
            "code": str(facts.mine["country"]),
            "label": labels,
            "text": texts,
            "number": ordered["number"],
            "strong": True,
            "middle": ordered["median"],
            "middle_text": medians,
        }
    )
    ticks = index_cards.ticks_of(facts, pd.concat([ordered["number"], ordered["median"].dropna()]))
    table = Table.of({"Measure": labels, name: texts, "Median": medians}, {name: Role.FIGURE, "Median": Role.FIGURE})
    given = zip(labels, ordered["definition"], strict=True)
    defined = [f"{label}: {grammar.sentence(str(definition))}" for label, definition in given]
    above = int((ordered["number"] > ordered["median"]).sum())
    return Card(
        key="parts",
        title=f"{grammar.capitalised(within)} is above the median in {above} of {len(ordered)} other measures of "
        f"{facts.series}",
        subtitle=f"{facts.series} · {MEASURED[facts.unit]} · dot: {name}, bar: median of "
        f"{facts.group or 'all countries'} · {facts.year}",
        table=table,
        shown=_parts_file(facts, ordered),
        alt=grammar.fitting(
            lambda width: (
                f"Dot plot: {within} beside the median, {len(ordered)} measures, {facts.year}. "
                f"Highest: {grammar.shortened(labels[0], width)} {texts[0]}; "
                f"lowest: {grammar.shortened(labels[-1], width)} {texts[-1]}. Table follows."
            )
        ),
        chart=Dots(dots, ticks),
        about=[*defined, *index_words.about(facts)],
        symbols=table.symbols(),
        **index_cards.around(facts, *ordered["indicator"]),
    )


def _part_name(facts: IndexFacts, name: str) -> str:
    """Return the name of a part without that of the whole, as in “Businesses” for “User support - businesses”."""
    return grammar.capitalised(name.removeprefix(f"{facts.indicator} - "))


def _parts_file(facts: IndexFacts, parts: pd.DataFrame) -> pd.DataFrame:
    figures = ["number", "median", "lower", "upper", "countries"]
    rows = parts[["indicator", "indicator_name", "definition", *figures, "source_url"]]
    return index_cards.cited(facts, rows.rename(columns={"number": "value"})).assign(
        country_name=facts.mine["country_name"], year=facts.year
    )
