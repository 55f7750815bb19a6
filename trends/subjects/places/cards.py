"""Cards of a country or group of countries: all indices, and side by side with others; tables of surveys and bodies."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.charts import Bars
from trends.cards.listing import Listing
from trends.cards.source import shared_source
from trends.cards.table import Role, Table
from trends.statistics import cells
from trends.statistics.cells import Row, as_frame
from trends.subjects.places import words as place_words
from trends.subjects.places.facts import MOST_QUESTIONS, Answered, Place, ahead_of, comparable, has_median, shared
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, link

WHOLE_AXIS = 100.0
SHOWN = (
    "indicator_name", "series_name", "theme_name", "country", "country_name", "year", "method", "value", "letter",
    "unit", "countries", "place", "tied", "year_before", "before", "letter_before", "place_before", "place_now",
    "countries_both", "region_median", "region_countries", "note", "caution", "source_name", "source_url", "licence",
)  # fmt: skip
WHOLE = ("year", "countries", "place", "year_before", "place_before", "place_now", "countries_both", "region_countries")


def indices_card(place: Place, rows: Sequence[Row], leads: Sequence[Row]) -> Card:
    """Return the card of the indices of a place: those that lead their series, drawn where a place may be told.

    Args:
        place: the place.
        rows: all its standings in the order to read, not empty; they are what is downloaded.
        leads: those that lead their series.
    """
    drawn = comparable(leads)
    table = standings_table(place, leads)
    return Card(
        key="indices",
        title=place_words.title(place, leads),
        subtitle=place_words.subtitle(drawn),
        table=table,
        shown=shown_rows(rows),
        foot=place_words.foot(leads, drawn),
        source=shared_source(leads, drawn or leads),
        alt=place_words.alt(place, drawn) if drawn else "",
        chart=_bars(drawn) if drawn else None,
        about=place_words.ABOUT,
        carried=place_words.cautions(leads),
        symbols=table.symbols(),
        behind=("indicators", {"country": [place.code]}),
        file_words={"country": [place.name]},
    )


def _bars(drawn: Sequence[Row]) -> Bars:
    titled = place_words.titled(drawn)
    rows = [
        {
            "label": f"{place_words.label(row)}, {row['year']}",
            "value": ahead_of(row),
            "text": place_words.place_words(row),
            "strong": any(row is each for each in titled),
            "weak": False,
        }
        for row in drawn
    ]
    return Bars(pd.DataFrame(rows), longest=WHOLE_AXIS)


def standings_listing(place: Place, rows: Sequence[Row]) -> Listing:
    """Return every indicator that measures a place as a listing.

    Args:
        place: the place.
        rows: its standings, not empty.
    """
    return Listing(
        key="all_indicators",
        title=f"All {numbers.counted(len(rows), 'indicator')}",
        label=f"Every indicator of {place.name}",
        table=standings_table(place, rows),
        behind=("indicators", {"country": [place.code]}),
    )


def standings_table(place: Place, rows: Sequence[Row]) -> Table:
    """Return standings for reading: one row per indicator.

    Args:
        place: the place.
        rows: its standings, not empty.
    """
    columns: dict[str, Sequence[Words]] = {
        "Index": [place_words.label(row) for row in rows],
        "Value": [place_words.value_words(row) for row in rows],
        "Place": [place_words.place_words(row) for row in rows],
        **({"Place by weighting": list(map(place_words.weighted_words, rows))} if any(map(_weighted, rows)) else {}),
        "Year": [str(row["year"]) for row in rows],
        "Place before and now": [place_words.change_words(row) for row in rows],
    }
    fold = {"Index": "**{Index}**, {Year}: {Value}", "Place": "{Place}"}
    if place.region and any(map(has_median, rows)):
        heading = f"Median of {grammar.the(place.region)} (countries)"
        columns[heading] = [place_words.median_words(row) if has_median(row) else pieces.NONE for row in rows]
    columns["Source"] = [link(str(row["publisher"]), str(row["source_url"])) for row in rows]
    return Table.of(columns, {"Value": Role.FIGURE, "Source": Role.SOURCE}, fold=fold)


def side_by_side_card(places: Sequence[Place], rows: Sequence[Row]) -> Card | None:
    """Return the card of several places side by side; None where no edition measured two of them.

    Args:
        places: two to four, that of the page first.
        rows: the standings that lead their series, of all of them, in the order to read.
    """
    held = shared(rows, [place.code for place in places])
    if not held:
        return None
    firsts = [row for group in held for row in group]
    columns: dict[str, list[Words]] = {
        "Index": [f"{place_words.label(group[0])}, {group[0]['year']}" for group in held]
    }
    for place in places:
        columns[place.name] = [_cell(group, place) for group in held]
    named = grammar.joined([place.name for place in places])
    table = Table.of(columns, {place.name: Role.FIGURE for place in places})
    return Card(
        key="side_by_side",
        title=f"{named} side by side",
        subtitle="Value and place in the newest edition that measured two or more of them",
        table=table.stacked() if len(places) > 2 else table,  # noqa: PLR2004 - three columns fit a phone
        shown=shown_rows(firsts),
        foot=place_words.foot([group[0] for group in held]),
        source=shared_source(firsts, firsts),
        about=place_words.ABOUT,
        carried=place_words.cautions([group[0] for group in held]),
        symbols=table.symbols(),
        behind=("indicators", {"country": [place.code for place in places]}),
        file_words={"country": [place.name for place in places]},
    )


def _cell(group: Sequence[Row], place: Place) -> str:
    row = next((row for row in group if row["country"] == place.code), None)
    if row is None:
        return numbers.MISSING
    stands = place_words.place_words(row)
    return place_words.value_words(row) if stands == pieces.NONE else f"{place_words.value_words(row)}, {stands}"


def survey_listing(place: Place, surveys: Sequence[Row]) -> Listing:
    """Return surveys of a place as a listing.

    Args:
        place: the place.
        surveys: rows of ``queries/places/place_surveys.sql``, not empty.
    """
    return Listing(
        key="surveys",
        title="Surveys of it",
        label=f"Surveys of {place.name}",
        table=survey_table(place, surveys),
        notes=["Surveys ask different people different things, so rows do not rank."],
    )


def survey_table(place: Place, surveys: Sequence[Row]) -> Table:
    """Return surveys for reading: who answered, of whom, in which years, on which base.

    Args:
        place: the place.
        surveys: rows of ``queries/places/place_surveys.sql``.
    """
    return Table.of(
        {
            "Survey": [link(str(row["survey_name"]), str(row["source_url"])) for row in surveys],
            "Who answered": [str(row["respondents"]) for row in surveys],
            "Of": [place_words.survey_of(row, place) for row in surveys],
            "Years": [_years(row) for row in surveys],
            "Largest base": [numbers.count(row["base_n"]) for row in surveys],
            "Figures": [numbers.count(row["figures"]) for row in surveys],
        },
        {"Largest base": Role.BASE, "Figures": Role.FIGURE},
        fold={"Survey": "**{Survey}** ({Of}, {Years}). {Who answered}; base {Largest base}", "Figures": "{Figures}"},
    )


def _years(row: Row) -> str:
    held: list[Any] = list(row["years"])
    said = numbers.years(held[0], held[-1])
    return said if len(held) in {1, int(held[-1]) - int(held[0]) + 1} else f"{said} ({len(held)})"


def bodies_listing(place: Place, answered: Sequence[Answered]) -> Listing:
    """Return what named bodies of a place answered as a listing; it is not empty."""
    heading = place_words.bodies_heading(answered)
    return Listing(
        key="bodies",
        title=heading,
        label=f"{heading}: {place.name}",
        table=bodies_table(answered),
        behind=("answers", {"country": [place.code]}),
    )


def bodies_table(answered: Sequence[Answered]) -> Table:
    """Return what named bodies answered for reading: a row for the newest edition of each survey."""
    return Table.of(
        {
            "Survey": [grammar.edition(each.survey, each.year) for each in answered],
            "Bodies": [numbers.count(each.bodies) for each in answered],
            "Questions": [numbers.count(len(each.questions)) for each in answered],
            "Such as": [grammar.some_of(list(each.questions), MOST_QUESTIONS) for each in answered],
        },
        {"Bodies": Role.FIGURE, "Questions": Role.FIGURE},
        fold={"Survey": "**{Survey}**: {Such as}", "Bodies": "{Bodies}", "Questions": "{Questions}"},
    )


def _weighted(row: Row) -> bool:
    return row.get("weighted") is not None


def shown_rows(rows: Sequence[Row]) -> pd.DataFrame:
    """Return standings as a file has them."""
    letters, before = (
        cells.letters([row[value] for row in rows], [row[number] for row in rows])
        for value, number in (("value", "number"), ("value_before", "before"))
    )
    made = [
        {**row, "value": row["number"], "letter": letter, "letter_before": letter_before}
        for row, letter, letter_before in zip(rows, letters, before, strict=True)
    ]
    frame = as_frame(made, SHOWN, WHOLE).astype({"value": float, "before": float})
    # In files a place is where a case lies.
    return frame.rename(columns={"place": "rank", "place_before": "rank_before", "place_now": "rank_now"})
