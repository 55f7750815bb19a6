"""What the tables say, read from their CSV files alone: no store, no query and no code of the dashboard.

A row of a table to download is joined here by hand, filters are applied by hand, and ranges are those of statsmodels,
so that a wrong figure of the dashboard cannot be wrong here in the same way.
"""

import csv
import functools
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from soak.ranges import ranged
from soak.reached import Reached

Row = dict[str, Any]
Filters = Mapping[str, Sequence[str]]
KEYS = {
    "findings": ("finding_id",),
    "indicators": ("indicator", "year", "country"),
    "cases": ("case_id",),
    "answers": ("question", "body_id"),
}
# The filters of each table, each with the column it restricts; lists and words are looked into.
RESTRICTS: Mapping[str, Mapping[str, str]] = {
    "findings": {
        **{name: name for name in ("country", "sector", "year", "survey", "theme", "kind", "question", "item")},
        "measure": "measure",
        "evidence": "evidence",
        "respondents": "respondent_group",
    },
    "indicators": {name: name for name in ("country", "year", "theme", "series", "indicator")},
    "cases": {
        **{name: name for name in ("country", "sector", "year", "status", "collection")},
        "theme": "themes",
        "technology": "technologies",
        "outcome": "outcome_kind",
    },
    "answers": {name: name for name in ("country", "sector", "year", "survey", "theme", "kind", "question")},
}
# How the values of an index may have come about that makes them another kind of evidence than its series is.
EVIDENCE_OF_COVERAGE = {"sampled": "random_sample", "asked_all": "self_report"}
# What a country lies in.
WITHIN = ("un_region", "un_subregion", "income_group")
# Choices whose rows are kept, since cards ask for the same ones row after row.
MOST_KEPT = 32
LISTS = {"themes", "technologies"}
# Where the name of a code stands: file, its key, and what readers see.
NAMED = {
    "country": ("countries", "country", "name"),
    "sector": ("sectors", "sector", "label"),
    "theme": ("themes", "theme", "label"),
    "survey": ("surveys", "survey", "name"),
}


class Truth:
    """The tables of a folder: the rows to download, and what of them filters leave."""

    def __init__(self, folder: Path) -> None:
        """Read the tables.

        Args:
            folder: of the CSV files.
        """
        self._folder = folder
        self._read: dict[str, list[dict[str, str]]] = {}
        self._reached = Reached(self.table)
        self.rows: Mapping[str, Mapping[tuple[str, ...], Row]] = {
            name: {
                tuple(str(row[part]) for part in KEYS[name]): row for row in make() if row["reuse"] != "not_handed_on"
            }
            for name, make in self._tables().items()
        }
        self.names = {
            field: {row[key]: row[label] for row in self.table(file)} for field, (file, key, label) in NAMED.items()
        }

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file as they are written, texts by column."""
        if name not in self._read:
            with (self._folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
                self._read[name] = list(csv.DictReader(lines))
        return self._read[name]

    def chosen(self, name: str, filters: Filters) -> Mapping[tuple[str, ...], Row]:
        """Return the rows of a table to download that filters (codes) leave, by their key."""
        return self._chosen(name, tuple(sorted((field, tuple(values)) for field, values in filters.items() if values)))

    @functools.lru_cache(maxsize=MOST_KEPT)  # noqa: B019 - the tables live as long as the run
    def _chosen(self, name: str, filters: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[tuple[str, ...], Row]:
        tests = [self._test(name, field, values) for field, values in filters]
        return {key: row for key, row in self.rows[name].items() if all(test(row) for test in tests)}

    def _test(self, name: str, field: str, values: Sequence[str]) -> Callable[[Row], bool]:
        if field == "search":
            words = _plain(" ".join(values)).split(" ")
            return lambda row: all(word in row["_searchable"] for word in words)
        column, wanted = RESTRICTS[name][field], set(values)
        if column in LISTS:
            return lambda row: bool(wanted & set((row[column] or "").split(";")))
        return lambda row: str(row[column]) in wanted

    def _tables(self) -> Mapping[str, Callable[[], Iterable[Row]]]:
        return {
            "findings": self._findings,
            "indicators": self._indicators,
            "cases": self._cases,
            "answers": self._answers,
        }

    @functools.cached_property
    def _by(self) -> Mapping[str, dict[str, dict[str, str]]]:
        """Rows by their first column, of the tables whose first column is their key."""
        keyed = (
            "questions",
            "surveys",
            "countries",
            "sectors",
            "themes",
            "provenance",
            "documents",
            "sources",
            "series",
        )
        more = (
            "reuse_terms",
            "measures",
            "indicators",
            "respondent_groups",
            "evidence_kinds",
            "outcome_kinds",
            "statuses",
        )
        return {name: {next(iter(row.values())): row for row in self.table(name)} for name in (*keyed, *more, "kinds")}

    @functools.cached_property
    def _waves(self) -> Mapping[tuple[str, str], dict[str, str]]:
        return {(row["survey"], row["year"]): row for row in self.table("waves")}

    @functools.cached_property
    def _of_sectors(self) -> Mapping[tuple[str, str], str]:
        return {(row["survey"], row["sector"]): row["respondents"] for row in self.table("sector_respondents")}

    def _sourced(self, source_id: str, provenance: str = "", document: str = "") -> Row:
        source = self._by["sources"][source_id]
        place = self._by["provenance"][provenance] if provenance else None
        url = self._by["documents"][place["document"] if place else document]["url"] if place or document else None
        return {
            "source_name": f"{source['publisher']}: {source['title']}",
            "source_url": url or source["homepage_url"],
            "source_place": _text(place["locator"]) if place else None,
            "licence": source["licence"] or self._by["reuse_terms"][source["reuse"]]["label"],
            "reuse": source["reuse"],
        }

    def _asked(self, question: str) -> Row:
        asked = self._by["questions"][question]
        survey = self._by["surveys"][asked["survey"]]
        return {
            "survey": asked["survey"],
            "survey_name": survey["name"],
            "publisher": survey["publisher"],
            "evidence": survey["evidence"],
            "evidence_name": self._by["evidence_kinds"][survey["evidence"]]["label"],
            "kind": asked["kind"],
            "kind_name": self._by["kinds"][asked["kind"]]["label"],
            "question": question,
            "question_name": asked["label"],
        }

    def _respondents(self, asked: Mapping[str, str], sector: str) -> str:
        """Return who stands behind a figure: those of its question, of its sector in the survey, or of the survey."""
        survey = asked["survey"]
        return (
            asked["respondents"] or self._of_sectors.get((survey, sector)) or self._by["surveys"][survey]["respondents"]
        )

    def _findings(self) -> Iterable[Row]:
        matters = self._matters()
        for each in self.table("findings"):
            asked = self._by["questions"][each["question"]]
            survey = self._by["surveys"][asked["survey"]]
            wave = self._waves[asked["survey"], each["year"]]
            group = asked["respondent_group"] or survey["respondent_group"]
            measure = asked["measure"]
            numbers = ("value", "base_n", "base_at_least", "base_at_most", "effective_base")
            row: Row = {
                **self._asked(each["question"]),
                "finding_id": each["finding_id"],
                "respondents": self._respondents(asked, each["sector"]),
                "respondent_group": group,
                "respondent_group_name": self._by["respondent_groups"][group]["label"],
                "question_note": _text(asked["note"]),
                "measure": measure,
                "unit": self._by["measures"][measure]["unit"],
                "year": int(each["year"]),
                "method": wave["method"],
                **self._placed(each),
                "theme": each["theme"],
                "theme_name": self._by["themes"][each["theme"]]["label"],
                "item": each["item"],
                "tied": _flag(each["tied"]),
                "origin": each["origin"],
                **{name: _number(each[name]) for name in numbers},
                "note": _text(each["note"]),
                "wave_note": _text(wave["note"]),
                "method_note": _text(survey["method_note"]),
                **self._sourced(survey["source_id"], each["provenance"]),
            }
            row |= ranged(row, wave["coverage"], self._reached.of(row, wave))
            told = matters.get(_matter_key(each), ())
            row["matter"] = "; ".join(label for label, _ in told) or None
            row["matter_counts"] = "; ".join(counts for _, counts in told if counts) or None
            yield row

    def _placed(self, each: Mapping[str, str]) -> Row:
        return {
            "country": each["country"],
            "country_name": self._by["countries"][each["country"]]["name"],
            "region": _text(each["region"]),
            "sector": each["sector"],
            "sector_name": self._by["sectors"][each["sector"]]["label"],
            **({"body_size": _text(each["body_size"])} if "body_size" in each else {}),
        }

    def _matters(self) -> dict[tuple[str, ...], list[tuple[str, str]]]:
        labels = {row["matter"]: row["label"] for row in self.table("matters") if not row["apart"]}
        found: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        for row in sorted(self.table("same_matter"), key=lambda row: row["matter"]):
            if row["matter"] in labels:
                found[_matter_key(row)].append((labels[row["matter"]], row["counts"]))
        return found

    def _indicators(self) -> Iterable[Row]:
        for each in self.table("indicator_values"):
            indicator = self._by["indicators"][each["indicator"]]
            series = self._by["series"][indicator["series"]]
            country = self._by["countries"][each["country"]]
            number = _as_number(each["value"])
            evidence = EVIDENCE_OF_COVERAGE.get(indicator["coverage"], series["evidence"])
            yield {
                "series": indicator["series"],
                "series_name": series["name"],
                "publisher": series["publisher"],
                "evidence": evidence,
                "indicator": each["indicator"],
                "indicator_name": indicator["label"],
                "evidence_name": self._by["evidence_kinds"][evidence]["label"],
                "definition": _text(indicator["definition"]),
                "theme": indicator["theme"],
                "theme_name": self._by["themes"][indicator["theme"]]["label"],
                "year": int(each["year"]),
                "method": each["method"],
                "country": each["country"],
                "country_name": country["name"],
                "_kind": country["kind"],
                "_groups": {*(country[name] for name in WITHIN), *country["groups"].split(";")},
                "_homepage": self._by["sources"][series["source_id"]]["homepage_url"],
                **{name: _text(country[name]) for name in WITHIN},
                "value": number,
                "letter": each["value"] if number is None else None,
                "unit": indicator["unit"],
                "_order": 1 if indicator["higher_is_better"] == "false" else -1,
                "note": _text(each["note"]),
                "caution": _text(series["caution"]),
                **self._sourced(series["source_id"], each["provenance"]),
            }

    def _cases(self) -> Iterable[Row]:
        same = ("case_id", "collection", "title", "level", "status")
        texts = ("organisation", "place", "themes", "technologies", "outcome", "outcome_kind", "told_by", "summary")
        for each in self.table("cases"):
            years = {name: _whole(each[name]) for name in ("year_started", "year_ended", "year_reported")}
            placed = self._placed({**each, "region": ""})
            kind = each["outcome_kind"]
            searched = (each["title"], each["organisation"], each["place"], placed["country_name"], each["outcome"])
            yield {
                **{name: _text(each[name]) for name in (*same, *texts)},
                **{name: _number(each[name]) for name in ("latitude", "longitude")},
                **{name: value for name, value in placed.items() if name != "region"},
                **years,
                "year": years["year_started"] if years["year_started"] is not None else years["year_reported"],
                "outcome_kind_name": self._by["outcome_kinds"][kind]["label"] if kind else None,
                "status_name": self._by["statuses"][each["status"]]["label"],
                **self._sourced(each["source_id"], document=each["document"]),
                "_searchable": _plain(" ".join((*searched, each["summary"], each["technologies"].replace(";", " ")))),
            }

    def _answers(self) -> Iterable[Row]:
        bodies = {row["body_id"]: row for row in self.table("bodies")}
        for each in self.table("answers"):
            body, asked = bodies[each["body_id"]], self._by["questions"][each["question"]]
            country = self._by["countries"][body["country"]]
            yield {
                **self._asked(each["question"]),
                "theme": asked["theme"],
                "theme_name": self._by["themes"][asked["theme"]]["label"],
                "year": int(body["year"]),
                "method": self._waves[body["survey"], body["year"]]["method"],
                **self._placed(body),
                "body_type": body["body_type"],
                "body_id": each["body_id"],
                "body_name": body["name"],
                "answer": each["answer"],
                "score": _number(each["score"]),
                **{f"_{name}": _text(country[name]) for name in WITHIN},
                **self._sourced(self._by["surveys"][body["survey"]]["source_id"]),
            }


def _matter_key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("question", "item", "country", "sector", "region", "body_size"))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(each for each in apart if not unicodedata.combining(each)))


def _text(text: str) -> str | None:
    return text or None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _flag(text: str) -> bool:
    return text.lower() == "true"


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
