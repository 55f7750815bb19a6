"""The place a reader says is their own, and which slices of a survey belong to it.

A place is a country, a sector and a kind or size of body. It is kept in the reader's session only, never in an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.words import grammar

# What widgets and sessions call the reader's place; their browser keeps it, see ``ui/kept_place.py``.
OWN_FIELDS = {"country": "my_country", "sector": "my_sector", "size": "my_size"}
YOU, YOUR_COUNTRY, YOUR_SECTOR = "You", "Your country", "Your sector"
# A no-break space: the mark is never split where a label is broken into lines.
MARK = "●\N{NO-BREAK SPACE}you"
# The column of a table for reading that says which rows are the reader's own.
COLUMN = "You"


@dataclass(frozen=True)
class Self:
    """The place a reader chose: codes of country and sector with their names, and a kind or size of body by its name.

    What was not chosen is empty. ``within`` holds the codes of the aggregates that hold the country, as Australia and
    New Zealand together hold New Zealand: what was asked of all of them was asked of it.
    """

    country: str = ""
    sector: str = ""
    size: str = ""
    country_name: str = ""
    sector_name: str = ""
    within: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.country or self.sector)

    @property
    def countries(self) -> list[str]:
        """The codes of the country and of the aggregates that hold it; none where no country was chosen."""
        return [self.country, *self.within] if self.country else []

    @property
    def parts(self) -> list[str]:
        """The names of country, sector and kind of body, as far as they were chosen."""
        return [part for part in (self.country_name, self.sector_name, self.size) if part]

    @property
    def words(self) -> str:
        """The place in words, as in “New Zealand, local government”."""
        said = self.parts
        # A name that begins a line keeps its capital; those after it are common nouns.
        return ", ".join([*said[:1], *(grammar.lower_first(part) for part in said[1:])])

    @property
    def label(self) -> str:
        """What the box with the choice is called: it says what is chosen."""
        return f"Your place: {self.words}" if self else "Your place"

    @property
    def filters(self) -> dict[str, list[str]]:
        """The shared filters that select this place, as names."""
        given = {"country": self.country_name, "sector": self.sector_name}
        return {field: [name] for field, name in given.items() if name}

    def near(self, row: Row) -> str:
        """Return what a slice is to the reader: “You”, “Your country”, “Your sector”, or empty.

        It is “You” where country and sector were both chosen and both are its own. A region, and a kind of body that
        was not chosen, does not count as theirs where the figure of their whole is there.

        Args:
            row: with ``country`` and ``sector``, where it is a part ``region`` or ``body_size``, and ``is_part`` where
                that may be a survey of its own.
        """
        size = row.get("body_size")
        part = bool(row.get("is_part", True))
        if part and not (cells.is_missing(row.get("region")) and (cells.is_missing(size) or size == self.size)):
            return ""
        here = bool(self.country) and row["country"] in (self.country, *self.within)
        ours = bool(self.sector) and row["sector"] == self.sector
        if here and ours:
            return YOU
        return YOUR_COUNTRY if here else YOUR_SECTOR if ours else ""


NOBODY = Self()


def own_row(rows: Sequence[Row], me: Self) -> tuple[int, str] | None:
    """Return which slice is the reader's own and what it is to them; None where none is, or several could be.

    The nearest wins: own country and sector, then own country, then own sector; within these the own kind of body, then
    what stands for all sectors or for several countries.

    Args:
        rows: one row per slice, with ``country``, ``sector``, ``region``, ``body_size``, ``country_kind`` and
            ``sector_whole``.
        me: the reader's place.
    """
    near = [me.near(row) for row in rows]
    for relation in (YOU, YOUR_COUNTRY, YOUR_SECTOR):
        held = [at for at, each in enumerate(near) if each == relation]
        if not held:
            continue
        # Its own country before an aggregate that holds it.
        held = [at for at in held if rows[at]["country"] == me.country] or held
        sized = [at for at in held if not cells.is_missing(rows[at]["body_size"])]
        held = sized or held
        if relation == YOUR_COUNTRY and len(held) > 1:
            held = [at for at in held if rows[at]["sector_whole"]]
        if relation == YOUR_SECTOR and len(held) > 1:
            held = [at for at in held if rows[at]["country_kind"] != "country"]
        return (held[0], relation) if len(held) == 1 else None
    return None


def nearest_first(slices: Sequence[Row], me: Self, *, apart: bool = True) -> list[int]:
    """Return the order in which slices are offered: the reader's own first, else as they stand.

    Own country and sector come before own country, that before own sector, that before all others.

    Args:
        slices: one row per slice, with ``country``, ``sector``, ``region`` and ``body_size``.
        me: the reader's place.
        apart: put slices of the own country before those of groups that hold it; else they stand together.
    """

    def order(at: int) -> tuple[int, bool, bool]:
        relation, row = me.near(slices[at]), slices[at]
        steps = [YOU, YOUR_COUNTRY, YOUR_SECTOR, ""]
        unsized = bool(relation) and cells.is_missing(row["body_size"]) and bool(me.size)
        of_group = apart and relation in {YOU, YOUR_COUNTRY} and row["country"] != me.country
        return steps.index(relation), of_group, unsized

    return sorted(range(len(slices)), key=order)
