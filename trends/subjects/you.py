"""What sentences on the reader's own place share: how many figures are of it, whose one is, and a figure with its base.

A place is a country, a sector and a kind or size of body. Each subject makes its sentences on it from the same facts as
its page: a difference is called one only where the page has a verdict on it, no place is given where none may be, a
weak figure is never told, and a figure stands with its base and year.
"""

from trends.request.options import totals
from trends.request.place import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.request.request import Request
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.words import numbers, pieces

WHOM = {YOU: "like you", YOUR_COUNTRY: "in your country", YOUR_SECTOR: "in your sector"}
WHOSE = {YOU: "your country and sector", YOUR_COUNTRY: "your country", YOUR_SECTOR: "your sector"}


def nearest_relation(me: Self) -> str:
    """Return what a slice of the whole chosen place is to the reader."""
    return YOU if me.country and me.sector else YOUR_COUNTRY if me.country else YOUR_SECTOR


def own_figures(request: Request, me: Self) -> tuple[int, int]:
    """Return how many survey figures are of a place, and how many of them of groups that hold its country."""
    sector = [me.sector] if me.sector else []
    total, alone = (
        int(totals(request, country=countries, sector=sector)["figures"])
        for countries in (me.countries, me.countries[:1])
    )
    return total, total - alone


def among_groups(groups: int, figures: int) -> str:
    """Return how many of some figures are of groups that hold the reader's country; empty where none is.

    Args:
        groups: number of figures of such groups.
        figures: number of all the figures.
    """
    if not groups:
        return ""
    hold = "of a group that holds your country" if groups == 1 else "of groups that hold your country"
    which = f"{numbers.count(groups)} of them" if groups < figures else "all" if groups > 1 else "that"
    return f"{which} {hold}"


def figure_words(row: Row, measure: str) -> str:
    """Return a figure with its base, as in “61% of 120”."""
    if row.get("few_bodies"):
        return pieces.few_words(row["value"], row["base_n"], measure)
    said = numbers.of_measure(row["value"], measure, tied=bool(row.get("tied", False)))
    if measure in {"rank", "mentioned"}:
        return said
    if cells.is_missing(row["base_n"]):
        return f"{said}, {pieces.bound_words(row)}"
    base = numbers.count(row["base_n"])
    return f"{said} of {base}" if measure == "percent" else f"{said}, base {base}"


def are(number: int) -> str:
    """Return “is” or “are”, as a number of things asks for."""
    return "is" if number == 1 else "are"
