"""Facts of a question in one slice, and of one of its items across slices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from trends.figures.stretches import adjoin
from trends.request.place import NOBODY, Self, own_row
from trends.statistics import cells, editions, ranges, rest
from trends.statistics.cells import Row, as_rows
from trends.statistics.verdicts import WEAK, not_a_panel
from trends.subjects.lists.succession import Succession, succession
from trends.words import grammar, numbers, pieces

BUMP_EDITIONS = 3

BUMP_ITEMS = 15


@dataclass(frozen=True)
class ListFacts:
    """A question in one slice: its last edition with changes, and what it is.

    ``whole`` says that its sector stands for several together, ``part_of_several`` that its respondents are told as
    those of several countries, of which this is one, ``of_several`` that they are so told and are all of these.
    ``apart`` is what tells the slice from all who were asked: country of several, region, kind of body, sector.
    ``items`` are as :func:`trends.statistics.editions.last_edition` gives them, ``rows`` the same as plain rows, which
    cost less to read. ``place`` is the country with its region or kind of body, ``sector`` its sector, ``reach`` what
    its kind of evidence is and can and cannot tell, ``methods`` how each edition up to this one was made, by year,
    ``methods_told`` the same in words for readers, empty where that is known by a code alone; ``group`` is the code of
    the group most who answered belong to, ``group_name`` its name and ``group_definition`` who belongs to it,
    ``method_note`` how the survey was made and what to mind, ``wave_notes`` what breaks or limits an edition, by year,
    ``fieldwork`` when answers of the last were gathered, ``gathered`` the same where its year is none of theirs.
    ``succession`` is who held its first place before and who does now, where that is worth telling.
    ``detail`` says that the question is a detail of its survey or asks for points of a scale (``of_scale``: that alone,
    for a question that might be headlined), so that it cannot answer
    what a page on such lists asks.
    """

    items: pd.DataFrame
    rows: Sequence[Row]
    question: str
    kind: str
    survey: str
    publisher: str
    respondents: str
    measure: str
    evidence: str
    evidence_name: str
    place: str
    sector: str
    year: int
    year_before: int | None
    base: str
    note: str
    reach: str = ""
    methods: Mapping[int, str] = field(default_factory=dict)
    methods_told: Mapping[int, str] = field(default_factory=dict)
    whole: bool = False
    part_of_several: bool = False
    of_several: bool = False
    apart: Sequence[str] = ()
    group: str = ""
    group_name: str = ""
    group_definition: str = ""
    method_note: str = ""
    wave_notes: Mapping[int, str] = field(default_factory=dict)
    fieldwork: str = ""
    gathered: str = ""
    detail: bool = False
    of_scale: bool = False
    succession: Succession | None = None

    @property
    def complete(self) -> bool:
        """Say whether every figure stands for all there are, so that none has a range."""
        return all(row["complete"] for row in self.rows)

    @property
    def has_ranges(self) -> bool:
        """Say whether any figure has a range."""
        return any(not cells.is_missing(row["low"]) for row in self.rows)

    @property
    def rounding(self) -> str:
        """Say in words that points of a scale do not add up to 100% as they are written; empty for all other lists.

        Points are parts of a whole where they add up to it as far as the rounding of each, by half a point, allows:
        lists from which a publisher left one out do not.
        """
        rows = self.rows
        points = not any(cells.is_missing(row["polarity"]) or row["few_bodies"] for row in rows)
        if self.measure != "percent" or not points or len(rows) == 1:
            return ""
        total = sum(float(row["value"]) for row in rows)
        if abs(total - numbers.WHOLE) > cells.HALF * len(rows):
            return ""
        return pieces.rounding_words([numbers.share(row["value"]) for row in rows])

    @property
    def edition(self) -> str:
        """The survey with its year, as in “Council survey, 2024”."""
        return grammar.edition(self.survey, self.year)


def list_facts(
    items: pd.DataFrame, place: str, year: int | None = None, every: pd.DataFrame | None = None
) -> ListFacts:
    """Return the facts of a question in one slice.

    Args:
        items: one row per year and item, as ``queries/lists/question_items.sql`` gives them, not empty.
        place: country, region and kind of body in words.
        year: the edition to show; the last one if not given.
        every: the rows of all years, where ``items`` are those of chosen ones.
    """
    edition = editions.last_edition(items, year)
    rows = as_rows(edition)
    first = rows[0]
    return ListFacts(
        items=edition,
        rows=rows,
        question=str(first["question_name"]),
        kind=str(first["kind"]),
        survey=str(first["survey_name"]),
        publisher=str(first["source_publisher"]),
        respondents=str(first["respondents"]),
        measure=str(first["measure"]),
        evidence=str(first["evidence"]),
        evidence_name=str(first["evidence_name"]),
        place=place,
        sector=str(first["sector_name"]),
        year=int(first["year"]),
        year_before=None if cells.is_missing(first["year_before"]) else int(first["year_before"]),
        base=pieces.base_words(rows),
        note=cells.text(first["question_note"]),
        reach=pieces.reach_words(str(first["evidence_definition"]), str(first["evidence_limits"])),
        methods=_by_year(items, "method", int(first["year"])),
        methods_told=_by_year(items, "method_words", int(first["year"])),
        whole=bool(first["sector_whole"]),
        part_of_several=_is_part_of_several(first),
        apart=_apart(first),
        of_several=bool(first["several_told"]) and first["country_kind"] == "several",
        group=str(first["respondent_group"]),
        group_name=str(first["respondent_group_name"]),
        group_definition=str(first["respondent_group_definition"]),
        method_note=cells.text(first["method_note"]),
        wave_notes={
            int(when): cells.text(note)
            for when, note in zip(items["year"].tolist(), items["wave_note"].tolist(), strict=True)
            if when <= int(first["year"]) and not cells.is_missing(note)
        },
        fieldwork=cells.text(first["fieldwork"]),
        gathered=cells.text(first["gathered"]),
        of_scale=str(first["role"]) != "detail" and not any(cells.is_missing(row["polarity"]) for row in rows),
        detail=str(first["role"]) == "detail" or not any(cells.is_missing(row["polarity"]) for row in rows),
        succession=succession(items if every is None else every, rows),
    )


def _is_part_of_several(row: Row) -> bool:
    """Say whether those who answered are told as of several countries, and the figure is of one that is not named."""
    told = bool(row["several_told"]) and row["country_kind"] == "country"
    return told and str(row["country_name"]) not in str(row["respondents"])


def _apart(row: Row) -> list[str]:
    """Return what tells a slice from all who were asked, each part in words."""
    country = f"{grammar.the(str(row['country_name']))} alone" if _is_part_of_several(row) else ""
    parts = (cells.text(row[name]) for name in ("region", "body_size", "sector_said"))
    region, kind, sector = (grammar.lower_first(part) if at else part for at, part in enumerate(parts))
    return [part for part in (country, region, kind, sector) if part]


def leads(facts: ListFacts) -> Row:
    """Return the row that a list puts first and that may be told as such; empty where there is none.

    A share says what comes first in a list of two or more themes, a published first place always. Weak figures, details
    of a survey, points of a scale and answers such as “other” never do.
    """
    first = facts.rows[0]
    told = not (facts.detail or first["residual"] or first["few_bodies"]) and cells.is_missing(first["polarity"])
    if not told or first["flag"] == WEAK:
        return {}
    if facts.measure == "rank":
        return first if first["value"] == 1 else {}
    several = len({row["theme"] for row in facts.rows}) >= pieces.SEVERAL
    return first if facts.measure == "percent" and several else {}


def is_too_few(facts: ListFacts) -> bool:
    """Say whether a list is of shares of which each is weak, so that none may be told."""
    return facts.measure == "percent" and all(row["flag"] == WEAK for row in facts.rows)


def _by_year(items: pd.DataFrame, column: str, last: int) -> dict[int, str]:
    """Return a text of each edition up to the last, by year."""
    texts = zip(items["year"].tolist(), items[column].tolist(), strict=True)
    return {int(year): str(text) for year, text in texts if year <= last}


def across_rows(facts: ListFacts, rows: pd.DataFrame, item: str, me: Self = NOBODY) -> list[dict[Any, Any]]:
    """Return the slices of one item, highest first, with their names and what each is to the reader.

    Columns are those of :func:`trends.statistics.rest.against_rest` and ``who``, ``label``, ``text``, ``mine`` (the
    reader's own slice, or where none is, the one looked at) and ``you``
    (“You”, “Your country” or “Your sector” in the own one, else empty).

    Args:
        facts: the facts of the question in the slice the reader looks at.
        rows: one row per slice, as ``queries/lists/item_across.sql`` gives them; those of other items are left out.
        item: the item.
        me: the reader's place.
    """
    return named(as_rows(compared_slices(facts, rows, item)), facts, me)


def list_history(facts: ListFacts, items: pd.DataFrame) -> pd.DataFrame | None:
    """Return the rows of a bump chart: the places of today's items over the editions; None where there are too few.

    Those of whom other ones answer each year have none, since its lines would tell of change.
    """
    if facts.measure != "rank" or len(facts.rows) < pieces.SEVERAL or not_a_panel(facts.evidence):
        return None
    shown = {row["item"] for row in facts.rows[:BUMP_ITEMS] if row["value"] <= BUMP_ITEMS}
    values = zip(*(items[name].tolist() for name in ("year", "item", "value")), strict=True)
    listed = [year <= facts.year and value <= BUMP_ITEMS and item in shown for year, item, value in values]
    history = items[["year", "item", "value", "tied", "method", "years_apart"]][listed]
    years = set(history["year"].tolist())
    return history if len(years) >= BUMP_EDITIONS and facts.year in years else None


def without_lone(history: pd.DataFrame, kept: Collection[str]) -> pd.DataFrame:
    """Return the rows of a bump chart without lone points: places that no comparable edition beside them joins.

    Those of the last edition stay, since they are named. All stay where nothing but that edition would be left.

    Args:
        history: what :func:`list_history` made.
        kept: items of which all points stay, since they stand out.
    """
    rows = sorted(as_rows(history[["item", "year", "method", "years_apart"]]), key=lambda row: row["year"])
    joined: set[tuple[str, int]] = set()
    before: dict[str, tuple[int, str]] = {}
    for row in rows:
        item, now = str(row["item"]), (int(row["year"]), str(row["method"]))
        if item in before and adjoin(before[item], now, row["years_apart"]):
            joined |= {(item, before[item][0]), (item, now[0])}
        before[item] = now
    last = int(history["year"].max())
    stays = [
        year == last or item in kept or (item, year) in joined
        for item, year in zip(history["item"], history["year"], strict=True)
    ]
    left = history[stays]
    return left if left["year"].nunique() >= pieces.SEVERAL else history


def compared_slices(facts: ListFacts, rows: pd.DataFrame, item: str) -> pd.DataFrame:
    """Return the slices of one item with their ranges and how each differs from the rest, highest first."""
    compared = rest.against_rest(ranges.with_ranges(rows[rows["item"] == item]))
    return compared.sort_values(["value", "year"], ascending=[facts.measure == "rank", False], ignore_index=True)


def named(rows: list[dict[Any, Any]], facts: ListFacts, me: Self) -> list[dict[Any, Any]]:
    """Return slices with ``who``, ``label`` (the same with the year where years differ), ``text``, ``mine``, ``you``.

    A name has a country only where several have one, and a sector where several would be called the same without or it
    is another than the one looked at.
    """
    own = own_row(rows, me)
    one_country = len({row["country_name"] for row in rows}) == 1
    one_year = len({row["year"] for row in rows}) == 1
    for at, row in enumerate(rows):
        parts = [str(row[part]) for part in ("region", "body_size") if not cells.is_missing(row[part])]
        place = ", ".join([str(row["country_name"]), *parts])
        row["you"] = own[1] if own and own[0] == at else ""
        row["mine"] = bool(row["you"]) if own else place == facts.place and row["sector_name"] == facts.sector
        row["who"] = ", ".join(parts) if parts and one_country else place
        row["text"] = pieces.value_words(row, facts.measure)
    names = [row["who"] for row in rows]
    for row in rows:
        if names.count(row["who"]) > 1 or row["sector_name"] != facts.sector:
            sector = str(row["sector_name"])
            row["who"] = sector if one_country and row["who"] == row["country_name"] else f"{row['who']} · {sector}"
        row["label"] = row["who"] if one_year else f"{row['who']} · {row['year']}"
        if row["you"]:
            row["label"] = f"{row['you']}: {row['label']}"
    return rows
