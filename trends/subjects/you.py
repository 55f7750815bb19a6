"""«You»: what a page says of the place a reader chose, and of the answers they gave, beside everybody else's.

A place is a country, a sector and a kind or size of body. Sentences are made from the same facts as their page: a
difference is called one only where the page has a verdict on it, no place is given where none may be, a weak figure is
never told, and a figure stands with its base and year.
"""

from trends.request.place import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.words import numbers

NO_BASE = "base not published"
WHOM = {YOU: "like you", YOUR_COUNTRY: "in your country", YOUR_SECTOR: "in your sector"}
WHOSE = {YOU: "your country and sector", YOUR_COUNTRY: "your country", YOUR_SECTOR: "your sector"}


# How the sentences are made -----------------------------------------------------------------------------------------


def nearest_relation(me: Self) -> str:
    """Return what a slice of the whole chosen place is to the reader."""
    return YOU if me.country and me.sector else YOUR_COUNTRY if me.country else YOUR_SECTOR


def figure_words(row: Row, measure: str) -> str:
    """Return a figure with its base, as in «61% of 120»."""
    said = numbers.of_measure(row["value"], measure, tied=bool(row.get("tied", False)))
    if measure in {"rank", "mentioned"}:
        return said
    if cells.is_missing(row["base_n"]):
        return f"{said}, {NO_BASE}"
    return (
        f"{said} of {numbers.count(row['base_n'])}"
        if measure == "percent"
        else (f"{said}, base {numbers.count(row['base_n'])}")
    )


def survey(row: Row) -> str:
    """Return survey and year, as in «Council survey, 2024»."""
    name, year = str(row["survey_name"]), str(row["year"])
    return name if name.endswith(year) else f"{name}, {year}"


def are(number: int) -> str:
    return "is" if number == 1 else "are"
