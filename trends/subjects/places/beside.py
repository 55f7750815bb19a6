"""One chart for each index of places side by side: their values on the whole scale of the index."""

from collections.abc import Sequence

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Bars
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.statistics.cells import Row
from trends.subjects.indices.cards import SCALES
from trends.subjects.places import words as place_words
from trends.subjects.places.cards import shown_rows
from trends.subjects.places.facts import Place, is_placed, shared
from trends.words import grammar, numbers, pieces


def index_cards(places: Sequence[Place], rows: Sequence[Row]) -> list[Card]:
    """Return a card for each index that measured two or more places in one edition; letters have no scale, no chart.

    Args:
        places: two to four, that of the page first.
        rows: the standings that lead their series, of all of them, in the order to read.
    """
    order = {place.code: at for at, place in enumerate(places)}
    held = shared(rows, list(order))
    return [
        _card(places[0], sorted(group, key=lambda row: order[row["country"]]))
        for group in held
        if group[0]["unit"] in SCALES
    ]


def _card(first: Place, group: Sequence[Row]) -> Card:
    """Return the card of an index over the places that one edition of it measured, in their order."""
    lead = group[0]
    names, codes = [str(row["country_name"]) for row in group], [str(row["country"]) for row in group]
    table = Table.of(
        {
            "Country": names,
            "Value": [place_words.value_words(row) for row in group],
            "Place": [place_words.place_words(row) for row in group],
        },
        {"Value": Role.FIGURE},
    )
    bars = pd.DataFrame(
        {
            "label": names,
            "value": [float(row["number"]) for row in group],
            "text": [_said(row) for row in group],
            "strong": [code == first.code for code in codes],
            "weak": False,
        }
    )
    return Card(
        key=f"index_{lead['indicator']}",
        title=_title(group),
        subtitle=f"{place_words.label(lead)}, {int(lead['year'])}",
        table=table,
        shown=shown_rows(group),
        foot=place_words.foot([lead]),
        source=Source.of(lead),
        alt=_alt(group),
        chart=Bars(bars, longest=SCALES[str(lead["unit"])]),
        about=place_words.ABOUT,
        carried=place_words.cautions([lead]),
        symbols=table.symbols(),
        behind=("indicators", {"indicator": [str(lead["indicator"])], "country": codes}),
        file_words={"country": names, "indicator": [place_words.label(lead)]},
    )


def _said(row: Row) -> str:
    stands, value = place_words.place_words(row), place_words.value_words(row)
    return value if stands == pieces.NONE else f"{value}, {stands}"


def _title(group: Sequence[Row]) -> str:
    """Return who stands where, the best first; where no place may be told, the values in the order of the page."""
    name = str(group[0]["indicator_name"])
    if not all(map(is_placed, group)):
        values = [f"{row['country_name']} {place_words.value_words(row)}" for row in group]
        return f"{name}: {grammar.joined(values)}"
    ordered = sorted(group, key=lambda row: int(row["place"]))
    told = [f"{row['country_name']} {numbers.place(row['place'], tied=bool(row['tied']))}" for row in ordered]
    return f"{name}: {grammar.joined(told)} of {numbers.count(group[0]['countries'])}"


def _alt(group: Sequence[Row]) -> str:
    lead = group[0]

    def of_width(width: int) -> str:
        told = grammar.joined(
            [f"{grammar.shortened(str(row['country_name']), width)} {place_words.value_words(row)}" for row in group]
        )
        what = grammar.shortened(str(lead["indicator_name"]), width)
        return f"Bars: {what}, {int(lead['year'])}. {told}. Table follows."

    return grammar.fitting(of_width)
