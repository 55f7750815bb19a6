"""The tables a reader can download: the question of each, what one row is, and which filters apply."""

from dataclasses import dataclass

from trends.request.filters import SHARED_FIELDS
from trends.store.fields import filters_of

# What the address of a page may hold, so that that of its data may hold it as well.
_OF_PAGES = (*SHARED_FIELDS, "kind")


@dataclass(frozen=True)
class DataTable:
    """A table to download: its question in ``queries``, what one row is, and the relation whose filters apply.

    ``key`` are the columns that together tell its rows apart.
    """

    name: str
    title: str
    row: str
    relation: str
    key: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The filters that apply."""
        return filters_of(self.relation)

    @property
    def left_aside(self) -> tuple[str, ...]:
        """The filters of pages that do not apply."""
        return tuple(field for field in _OF_PAGES if field not in self.fields)

    @property
    def parameters(self) -> tuple[str, ...]:
        """All parameters an address may hold: a page's link and its data's link differ only in the path."""
        return (*self.fields, *self.left_aside)


TABLES = {
    table.name: table
    for table in (
        DataTable("findings", "Figures of surveys", "figure", "figures", ("finding_id",)),
        DataTable("indicators", "Values of indices", "value", "readings", ("indicator", "year", "country")),
        DataTable("cases", "Case studies", "case", "projects", ("case_id",)),
        DataTable("answers", "Answers of public bodies", "answer", "replies", ("question", "body_id")),
    )
}
