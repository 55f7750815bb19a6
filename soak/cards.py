"""Cards held against the tables: the typed rows that programs get, and the words in the tables that readers see."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from soak.files import Row, Shown
from soak.judging import NEAR, is_same
from soak.middles import middle_of
from soak.truth import Filters, Truth

_NAMES = ("survey_name", "question_name", "year", "country_name", "region", "sector_name", "body_size", "item")
_READ = ("indicator_name", "series_name", "country_name", "year")
# What bodies are parted by, and the column of their answers that says it.
_PARTS = {
    "Region": "region",
    "Country": "country_name",
    "Sector": "sector_name",
    "Kind of body": "body_type",
    "World region": "_un_region",
    "World subregion": "_un_subregion",
    "Income group": "_income_group",
}
# Of indices of which the largest value is 1.
_MIDDLE_NEAR = 1e-6
# What of a figure is worked out and given to two digits; all else is as the tables have it.
_WORKED_OUT = {"low", "high"}
_SHARE = re.compile(r"^(\d[\d,]*(?:\.\d+)?)%$")
_PLACE = re.compile(r"^(?:joint )?(\d+)(?:st|nd|rd|th)$")
_PLAIN = re.compile(r"^−?\d[\d,]*(?:\.\d+)?$")
_DATED = re.compile(r"^(.*) \((\d{4})\)$")
_YEAR_AT_END = re.compile(r"(\d{4})$")
_HEADED = re.compile(r"^(?:(?:Share|Place|Number|Score|Value|Index) )?(\d{4})$")


@dataclass
class Judged:
    """How many figures were held against the tables, what is wrong, and how many of which card could not be held."""

    figures: int = 0
    wrong: list[str] = field(default_factory=list)
    unjudged: Counter[str] = field(default_factory=Counter)

    def same(self, what: str, given: Any, known: Any, near: float = NEAR) -> None:
        """Count a figure, and say where it is another."""
        self.figures += 1
        if not is_same(given, known, near):
            self.wrong.append(f"{what} is {given!r}, and {known!r} in the tables")


class Oracle:
    """Judges cards by the tables of one version."""

    def __init__(self, truth: Truth) -> None:
        """Take the tables."""
        self.truth = truth
        self._counts: dict[tuple[Any, ...], Counter[Any]] = {}

    @functools.cache  # noqa: B019 - an oracle lives as long as the run
    def keys(self, table: str) -> Sequence[tuple[str, ...]]:
        """Return the keys of a table's rows, to choose among them."""
        return list(self.truth.rows[table])

    @functools.cached_property
    def _figures(self) -> Mapping[tuple[Any, ...], Row]:
        return {tuple(row[name] for name in _NAMES): row for row in self.truth.rows["findings"].values()}

    @functools.cached_property
    def _readings(self) -> Mapping[tuple[Any, ...], Row]:
        return {tuple(row[name] for name in _READ): row for row in self.truth.rows["indicators"].values()}

    @functools.cached_property
    def _editions(self) -> Mapping[tuple[str, int], Sequence[Row]]:
        countries = (row for row in self.truth.rows["indicators"].values() if row["_kind"] == "country")
        return _grouped(countries, "indicator", "year")

    @functools.cached_property
    def _said(self) -> Mapping[tuple[str, int], Sequence[Row]]:
        """Figures by item and year."""
        return _grouped(self.truth.rows["findings"].values(), "item", "year")

    @functools.cached_property
    def _measured(self) -> Mapping[tuple[str, int], Sequence[Row]]:
        """Values of indices by country and year."""
        return _grouped(self.truth.rows["indicators"].values(), "country_name", "year")

    @functools.cached_property
    def _no_answers(self) -> set[str]:
        return {_matched(row["answer"]) for row in self.truth.table("answer_kinds") if row["role"] == "no_answer"}

    # Typed rows ---------------------------------------------------------------------------------------------------

    def rows(self, page: str, card: Mapping[str, Any], filters: Filters) -> Judged:
        """Judge the typed rows of a card, under the shared filters (codes) of its page."""
        judged, where = Judged(), f"{page}/{card['key']}"
        rows: Sequence[Row] = card["rows"]
        for number, row in enumerate(rows, 1):
            at = f"{where} row {number}"
            if "counted_by" in row:
                self._counted_cases(judged, at, row, card)
            elif row.get("kind_of_part", next(iter(_PARTS))) not in _PARTS:
                judged.unjudged[where] += 1
            elif {*_NAMES, "value"} <= set(row):
                self._figure(judged, at, row)
            elif {"indicator_name", "country", "lower", "upper", "countries"} <= set(row) and row["country"] is None:
                self._middle(judged, at, row, card)
            elif {"indicator_name", "series_name", "country_name", "value"} <= set(row):
                self._reading(judged, at, row)
            elif {"question_name", "answer", "bodies", "base_n", "value"} <= set(row):
                self._counted_answers(judged, at, row, card)
            elif {"title", "organisation", "outcome"} <= set(row):
                self._case(judged, at, row)
            elif not self._inventory(judged, at, row, filters):
                judged.unjudged[where] += 1
        self._whole(judged, where, card)
        return judged

    def _figure(self, judged: Judged, at: str, row: Row) -> None:
        truth = self._figures.get(tuple(row[name] for name in _NAMES))
        if truth is None:
            judged.wrong.append(f"{at}: {row['item']!r} of {row['year']} is no figure of {row['question_name']!r}")
            return
        _compare(judged, at, row, truth)
        if row.get("year_before") is not None:
            before = self._figures.get(tuple(row["year_before"] if name == "year" else row[name] for name in _NAMES))
            if before is None:
                # An item that the edition before did not have says so by an empty cell.
                judged.same(f"{at} before", row["before"], None)
                return
            _compare(judged, at, _of_before(row), before)
            if row.get("change") is not None:
                step = truth["value"] - before["value"]
                judged.same(f"{at} change", row["change"], -step if truth["measure"] == "rank" else step, 2 * NEAR)

    def _reading(self, judged: Judged, at: str, row: Row) -> None:
        truth = self._readings.get(tuple(row[name] for name in _READ))
        if truth is None:
            if row["value"] is not None or row.get("letter") is not None:
                judged.wrong.append(f"{at}: {row['country_name']} has no {row['indicator_name']!r} of {row['year']}")
            return
        _compare(judged, at, row, truth)
        if row.get("year_before") is not None:
            before = self._readings.get(tuple(row["year_before"] if name == "year" else row[name] for name in _READ))
            if before is None:
                judged.same(f"{at} before", row["before"], None)
            else:
                _compare(judged, at, _of_before(row), before)
        if row.get("countries") is not None or row.get("group") == "All countries":
            self._standing(judged, at, row, truth)

    def _middle(self, judged: Judged, at: str, row: Row, card: Mapping[str, Any]) -> None:
        """Judge the middle of a trend: that of those measured in each of its editions."""
        asked = card["receipt"]["parameters"]
        of_group = [
            each
            for each in self.truth.chosen("indicators", {"indicator": [asked["indicator"]]}).values()
            if each["_kind"] == "country" and (not asked["peers"] or asked["peers"] in each["_groups"])
        ]
        found = middle_of(of_group, asked["middle_years"], row["year"])
        if found is None:
            judged.wrong.append(f"{at}: nobody was measured in each edition up to {row['year']}")
            return
        # What was read in several places is of the whole index.
        page = found.pop("source_url") or of_group[0]["_homepage"]
        judged.same(f"{at} source_url", row["source_url"], page)
        for name, cell in found.items():
            judged.same(f"{at} {name}", row[name], cell, _MIDDLE_NEAR)

    def _standing(self, judged: Judged, at: str, row: Row, truth: Row) -> None:
        """Judge a place among all countries: one more than have a better value."""
        edition = self._editions[truth["indicator"], truth["year"]]
        if row.get("countries") is not None:
            judged.same(f"{at} countries", row["countries"], len(edition))
        if row.get("rank") is not None and truth["value"] is not None and truth["_kind"] == "country":
            sign = truth["_order"]
            better = sum(each["value"] is not None and sign * each["value"] < sign * truth["value"] for each in edition)
            judged.same(f"{at} rank", row["rank"], 1 + better)

    def _counted_answers(self, judged: Judged, at: str, row: Row, card: Mapping[str, Any]) -> None:
        """Judge how many bodies gave an answer, of those of a part where the row is of one."""
        asked = card["receipt"]["parameters"]
        said = {name: asked[name] for name in ("country", "sector")} | {"question": [asked["question"]]}
        column = _PARTS.get(row.get("kind_of_part", ""))
        counted = Counter(
            each["answer"]
            for each in self.truth.chosen("answers", said).values()
            if each["year"] == row["year"] and (column is None or each[column] == row["part"])
        )
        judged.same(f"{at} bodies", row["bodies"], counted[row["answer"]])
        base = sum(count for answer, count in counted.items() if _matched(answer) not in self._no_answers)
        judged.same(f"{at} base_n", row["base_n"], base)
        if row["value"] is not None and base:
            judged.same(f"{at} value", row["value"], 100 * counted[row["answer"]] / base)

    def _case(self, judged: Judged, at: str, row: Row) -> None:
        same = self._titled[row["title"], row["organisation"]]
        near = [each for each in same if all(is_same(cell, each[name]) for name, cell in row.items() if name in each)]
        judged.figures += 1
        if not near:
            judged.wrong.append(f"{at}: the tables have no case {row['title']!r} as it is told")

    @functools.cached_property
    def _titled(self) -> Mapping[tuple[str, str], Sequence[Row]]:
        return _grouped(self.truth.rows["cases"].values(), "title", "organisation")

    def _counted_cases(self, judged: Judged, at: str, row: Row, card: Mapping[str, Any]) -> None:
        asked = card["receipt"]["parameters"]
        fields = ("country", "sector", "year", "theme", "technology", "status", "outcome", "collection")
        filters: dict[str, Sequence[str]] = {name: [str(code) for code in asked[name]] for name in fields}
        if asked["search"]:
            filters["search"] = [asked["search"]]
        chosen = [
            each for each in self.truth.chosen("cases", filters).values() if each["collection"] == row["collection"]
        ]
        judged.same(f"{at} base_n", row["base_n"], len(chosen))
        counted = {"Theme": "themes", "Country": "country_name", "Sector": "sector_name"}.get(row["counted_by"])
        if counted is None:
            judged.unjudged["cases/shares"] += 1
            return
        names = self.truth.names["theme"]
        held = [
            [names[code] for code in (each["themes"] or "").split(";") if code]
            if counted == "themes"
            else [each[counted]]
            for each in chosen
        ]
        if row["name"] not in {name for each in held for name in each}:
            judged.unjudged["cases/shares"] += 1
            return
        cases = sum(row["name"] in each for each in held)
        judged.same(f"{at} cases", row["cases"], cases)
        judged.same(f"{at} value", row["value"], 100 * cases / len(chosen))

    def _inventory(self, judged: Judged, at: str, row: Row, filters: Filters) -> bool:
        """Judge what the page of sources counts; say whether it is of these."""
        if {"survey_name", "figures", "answers"} <= set(row):
            for table, column in (("findings", "figures"), ("answers", "answers")):
                counted = self._counted(table, "survey_name", filters)[row["survey_name"]]
                judged.same(f"{at} {table}", row[column], counted)
        elif {"series_name", "indicator_values"} <= set(row):
            counted = self._counted("indicators", "series_name", {})[row["series_name"]]
            judged.same(f"{at} values", row["indicator_values"], counted)
        else:
            return False
        return True

    def _counted(self, table: str, column: str, filters: Filters) -> Counter[Any]:
        """Return how many rows of a table filters leave, by what stands in a column."""
        asked = (table, column, tuple(sorted((field, tuple(codes)) for field, codes in filters.items() if codes)))
        if asked not in self._counts:
            self._counts[asked] = Counter(row[column] for row in self.truth.chosen(table, filters).values())
        return self._counts[asked]

    def _whole(self, judged: Judged, where: str, card: Mapping[str, Any]) -> None:
        """Judge that a list holds every figure of its edition, and a standing every country."""
        rows: Sequence[Row] = card["rows"]
        query = (card.get("receipt") or {}).get("query")
        if not rows:
            return
        if query == "question_items" and set(_NAMES) <= set(rows[0]):
            newest = {tuple(row[name] for name in _NAMES if name != "item") for row in rows}
            listed = sum(
                tuple(each[name] for name in _NAMES if name != "item") in newest for each in self._figures.values()
            )
            judged.same(f"{where} rows", len(rows), listed)
        elif query == "indicator_year" and all(row.get("group") == "All countries" for row in rows):
            known = {row["country_name"] for row in rows}
            truth = self._readings.get(tuple(rows[0][name] for name in _READ))
            edition = self._editions[truth["indicator"], truth["year"]] if truth else ()
            judged.same(f"{where} rows", len(known & {row["country_name"] for row in edition}), len(edition))

    # Words --------------------------------------------------------------------------------------------------------

    def words(self, page: str, card: Shown) -> Judged:
        """Judge the table of a card as a reader sees it: each figure is one of the tables, to the digits shown."""
        judged, where = Judged(), f"{page}/{card.key}"
        headings = {name: place for place, name in enumerate(card.headings)}
        for row in card.rows:
            cells = {name: bare(row[place]) for name, place in headings.items() if place < len(row)}
            found = list(self._shown(cells, card))
            if not found:
                judged.unjudged[f"{where} in words"] += 1
            for shown, year, candidates in found:
                number = number_in(shown)
                if number is None:
                    continue
                judged.figures += 1
                if not any(is_shown_as(each, *number) for each in candidates):
                    known = sorted({str(each) for each in candidates if each is not None})[:5]
                    judged.wrong.append(
                        f"{where}: {row[0]!r} {shown} ({year}) where the tables have {known or 'nothing'}"
                    )
        return judged

    def _shown(self, cells: Mapping[str, str], card: Shown) -> Iterable[tuple[str, int, Sequence[float | None]]]:
        """Yield the figures of a row in words: as shown, their year, and what the tables have for them."""
        first = next(iter(cells.values()), "")
        if {"What", "Before", "Now", "Asked"} <= set(cells):
            for name in ("Before", "Now"):
                if dated := _DATED.match(cells[name]):
                    yield dated[1], int(dated[2]), self._figures_of(first, int(dated[2]), {cells["Asked"]})
        elif {"Figure", "Asked"} <= set(cells) and (who := cells.get("Who answered", cells.get("Who", ""))):
            if dated := _YEAR_AT_END.search(who):
                yield cells["Figure"], int(dated[1]), self._figures_of(first, int(dated[1]), {cells["Asked"]})
        else:
            yield from self._headed(cells, card)

    def _headed(self, cells: Mapping[str, str], card: Shown) -> Iterable[tuple[str, int, Sequence[float | None]]]:
        """Yield the figures of a row whose columns are editions, of a country or an item; its words say of what."""
        indicators, questions = self._named_in(card.words)
        for name, cell in cells.items():
            if dated := _HEADED.match(name):
                year = int(dated[1])
                if "Country" in cells and indicators:
                    rows = self._measured.get((cells["Country"], year), ())
                    yield cell, year, [row["value"] for row in rows if row["indicator_name"] in indicators]
                elif "Item" in cells and questions:
                    yield cell, year, self._figures_of(cells["Item"], year, questions)

    @functools.lru_cache(maxsize=16)  # noqa: B019 - an oracle lives as long as the run
    def _named_in(self, words: str) -> tuple[set[str], set[str]]:
        """Return the indicators and the questions that words name."""
        return {each for each in self._indicators if each in words}, {each for each in self._questions if each in words}

    def _figures_of(self, item: str, year: int, questions: set[str]) -> list[float | None]:
        return [row["value"] for row in self._said.get((item, year), ()) if row["question_name"] in questions]

    @functools.cached_property
    def _questions(self) -> set[str]:
        return {row["question_name"] for row in self.truth.rows["findings"].values()}

    @functools.cached_property
    def _indicators(self) -> set[str]:
        return {row["indicator_name"] for row in self.truth.rows["indicators"].values()}


def _grouped(rows: Iterable[Row], *columns: str) -> Mapping[tuple[Any, ...], Sequence[Row]]:
    """Return rows by what stands in some columns; none for what stands nowhere."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in columns)].append(row)
    return found


def _compare(judged: Judged, at: str, row: Row, truth: Row) -> None:
    for name, cell in row.items():
        if name in truth:
            judged.same(f"{at} {name}", cell, truth[name], NEAR if name in _WORKED_OUT else 0.0)


def _of_before(row: Row) -> dict[str, Any]:
    """Return what a row says of the edition before, under the names of the tables."""
    named = {"before": "value", "base_before": "base_n", "tied_before": "tied"}
    return {
        named.get(name, name.removesuffix("_before")): cell
        for name, cell in row.items()
        if name == "before" or name.endswith("_before")
    }


def _matched(text: str) -> str:
    return text.strip().replace("’", "'").lower()


def bare(cell: str) -> str:
    """Return a cell without the marks of bold and of links."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("**", "").replace("\\", "").strip()


def number_in(shown: str) -> tuple[float, int] | None:
    """Return the number a cell shows and its decimals; None where it shows none."""
    said = re.sub(r" ?\[[a-z]\]$", "", shown)
    found = _SHARE.match(said) or _PLACE.match(said) or re.match(rf"({_PLAIN.pattern[1:-1]})$", said)
    if found is None:
        return None
    text = found[1].replace(",", "").replace("−", "-")
    return float(text), len(text.partition(".")[2])


def is_shown_as(value: float | None, shown: float, decimals: int) -> bool:
    """Say whether a value is what a cell shows, to the decimals it shows."""
    return value is not None and abs(value - shown) <= 0.5 * 10**-decimals + 1e-9


def shown_in(card: Shown, table: Mapping[str, Any]) -> Judged:
    """Judge that each row of a drawn table is one of the same card as programs get it, cell by cell."""
    judged = Judged()
    headings = [column["heading"] for column in table["columns"]]
    if not set(card.headings) <= set(headings):
        judged.wrong.append(f"{card.key}: the headings {card.headings} where the card has {headings}")
        return judged
    places = [headings.index(name) for name in card.headings]
    known = {tuple(bare(row[place]) for place in places) for row in table["rows"]}
    for row in card.rows:
        judged.figures += len(row)
        if tuple(map(bare, row)) not in known:
            judged.wrong.append(f"{card.key}: the row {row} which the card does not have")
    return judged
