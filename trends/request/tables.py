"""The tables a reader can download: the question of each, what one row is, and which filters apply."""

from dataclasses import dataclass

from trends.request.filters import SHARED_FIELDS


@dataclass(frozen=True)
class DataTable:
    """A table to download: its question in ``queries``, what one row is, filters that apply and those that do not.

    ``key`` are the columns that together tell its rows apart.
    """

    name: str
    title: str
    row: str
    fields: tuple[str, ...]
    left_aside: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """All parameters an address may hold: a page's link and its data's link differ only in the path."""
        return (*self.fields, *self.left_aside)


TABLES = {
    table.name: table
    for table in (
        DataTable(
            "findings",
            "Figures of surveys",
            "figure",
            (*SHARED_FIELDS, "kind", "question", "item", "measure", "evidence", "respondents"),
            key=("finding_id",),
        ),
        DataTable(
            "indicators",
            "Values of indices",
            "value",
            ("country", "year", "theme", "series", "indicator"),
            ("sector", "survey", "kind"),
            key=("indicator", "year", "country"),
        ),
        DataTable(
            "cases",
            "Case studies",
            "case",
            ("country", "sector", "year", "theme", "technology", "status", "outcome", "collection", "search"),
            ("survey", "kind"),
            key=("case_id",),
        ),
        DataTable(
            "answers",
            "Answers of public bodies",
            "answer",
            (*SHARED_FIELDS, "kind", "question"),
            key=("question", "body_id"),
        ),
    )
}
