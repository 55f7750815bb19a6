"""A country or group of countries: where it stands in all indices, which surveys and bodies tell of it, who is near.

An index measures every country of its list, so a place is exact for that list and has no range. Lists differ in who is
on them: places of several indices stand beside each other and are not averaged.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.resting import SAMPLED
from trends.subjects.indices.facts import FEWEST_COUNTRIES
from trends.words.asked import INVENTORY

COUNTRY = "country"
# How many near or similar countries are offered.
MOST_OFFERED = 3
# How many questions of a survey are named as examples.
MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Place:
    """A country or a group of countries: code, name, kind, and the groups it is known by; empty where it has none."""

    code: str
    name: str
    kind: str
    region: str
    subregion: str
    income: str

    @classmethod
    def of(cls, row: Row) -> "Place":
        """Return the place of a row of ``queries/places/place_list.sql``."""
        groups = (cells.text(row[name]) for name in ("un_region", "un_subregion", "income_group"))
        return cls(str(row["country"]), str(row["name"]), str(row["kind"]), *groups)

    @property
    def is_country(self) -> bool:
        """Say whether it is a country, and so may have a place among countries."""
        return self.kind == COUNTRY


@dataclass(frozen=True)
class Answered:
    """What named bodies of a place answered in the newest edition of a survey: how many, to which questions.

    ``answers`` are those given; entries that say why there is none, such as “Not published”, are no answers.
    ``of_government`` says that the edition has one entry for each of several countries: what it holds is told of the
    government as a whole, whoever filled it in, and is no answer of a body. ``found`` says that nobody was asked: what
    it holds was scanned or registered.
    """

    survey: str
    year: int
    bodies: int
    questions: Sequence[str]
    answers: int
    of_government: bool = False
    found: bool = False


def slug(name: str) -> str:
    """Return a name as it stands in a path, as in “cote-d-ivoire”."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def in_order(rows: Sequence[Row], order: Mapping[str, int]) -> list[Row]:
    """Return standings in the order in which indicators are offered, those that lead their series first.

    The one that leads a series is the first of it that the place has.

    Args:
        rows: of one or more places, as ``queries/places/place_standings.sql`` and ``place_newest.sql`` give them.
        order: the place of each indicator in the order offered.
    """
    ordered = sorted(rows, key=lambda row: order[row["indicator"]])
    leads = leading(ordered)
    return [*leads, *(row for row in ordered if row["indicator"] not in {each["indicator"] for each in leads})]


def leading(ordered: Sequence[Row]) -> list[Row]:
    """Return the rows of the first indicator of each series; of several places, all rows of it."""
    first: dict[str, str] = {}
    for row in ordered:
        first.setdefault(str(row["series"]), str(row["indicator"]))
    return [row for row in ordered if first[str(row["series"])] == row["indicator"]]


def is_placed(row: Row) -> bool:
    """Say whether a place may be told."""
    return not cells.is_missing(row["place"])


def has_moved(row: Row) -> bool:
    """Say whether places among the countries measured in both editions are known, and a change of them may be told.

    Values of samples of persons whose range is not published could stand otherwise by chance.
    """
    return (
        row["coverage"] != SAMPLED
        and not cells.is_missing(row["place_before"])
        and not cells.is_missing(row["place_now"])
    )


def ahead_of(row: Row) -> float:
    """Return the share of the other countries measured, in per cent, that have a worse value.

    It lets places among lists of different lengths be read on one scale.

    Args:
        row: a standing with a place, of two or more countries.
    """
    return 100.0 * int(row["behind"]) / (int(row["countries"]) - 1)


def comparable(rows: Sequence[Row]) -> list[Row]:
    """Return the standings that can be drawn on the scale of :func:`ahead_of`, the best first."""
    drawn = [row for row in rows if is_placed(row) and int(row["countries"]) >= FEWEST_COUNTRIES]
    return sorted(drawn, key=ahead_of, reverse=True)


def has_median(row: Row) -> bool:
    """Say whether the region of a place has enough countries measured for a median."""
    count = row["region_countries"]
    return not cells.is_missing(count) and int(count) >= FEWEST_COUNTRIES


def answered(questions: Sequence[Row]) -> list[Answered]:
    """Return what named bodies answered, one for each survey in its newest edition, the one with most answers first.

    Args:
        questions: of one place, as ``queries/bodies/body_questions.sql`` gives them.
    """
    newest: dict[str, int] = {}
    for row in questions:
        name = str(row["survey_name"])
        newest[name] = max(newest.get(name, 0), int(row["year"]))
    found = []
    for name, year in newest.items():
        held = [row for row in questions if row["survey_name"] == name and row["year"] == year]
        answers = [int(row["answers"]) for row in held]
        single = all(row["one_each_country"] for row in held)
        asked = [str(row["question_name"]) for row in held if row["answers"]]
        if asked:
            looked = any(row["evidence"] == INVENTORY for row in held)
            found.append(
                Answered(
                    name, year, max(answers), asked, sum(answers), of_government=single, found=looked and not single
                )
            )
    return sorted(found, key=lambda each: (-each.answers, each.survey))


def nearness(place: Place, other: Place) -> int | None:
    """Return how near a country is by its groups, 0 the nearest; None where it shares none of them.

    The same UN subregion is nearest, then the same UN region and income group, then the same income group.
    """
    if place.subregion and place.subregion == other.subregion:
        return 0
    same_income = bool(place.income) and place.income == other.income
    if same_income and place.region == other.region:
        return 1
    return 2 if same_income else None


def surveys_of(rows: Iterable[Row]) -> dict[str, int]:
    """Return the number of surveys by country.

    Args:
        rows: each with ``country`` and ``survey_name``.
    """
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(str(row["country"]), set()).add(str(row["survey_name"]))
    return {country: len(surveys) for country, surveys in named.items()}


def nearest_surveyed(place: Place, places: Mapping[str, Place], surveys: Mapping[str, int]) -> list[tuple[Place, int]]:
    """Return the nearest countries that have surveys, with how many: the nearest by groups, of these the most surveyed.

    Args:
        place: a country.
        places: all places by code.
        surveys: number of surveys by country.
    """
    found = []
    for code, count in surveys.items():
        other = places.get(code)
        if other is not None and other.is_country and code != place.code:
            near = nearness(place, other)
            if near is not None:
                found.append((near, -count, other.name, other, count))
    return [(other, count) for *_, other, count in sorted(found, key=lambda each: each[:3])[:MOST_OFFERED]]


def similar(place: Place, places: Mapping[str, Place], index_places: Mapping[str, int]) -> list[Place]:
    """Return the countries most like one, those that share both UN subregion and income group before those of one.

    Among those alike in as much, the nearest by place in an index come first.

    Args:
        place: a country.
        places: all places by code.
        index_places: place by country in the leading index; where the country has none, nobody is proposed.
    """
    own = index_places.get(place.code)
    if own is None:
        return []
    found = []
    for code, held in index_places.items():
        other = places.get(code)
        alike = 0 if other is None or code == place.code else _alike(place, other)
        if other is not None and alike:
            found.append((-alike, abs(held - own), other.name, other))
    return [other for *_, other in sorted(found, key=lambda each: each[:3])[:MOST_OFFERED]]


def _alike(place: Place, other: Place) -> int:
    """Return how many of UN subregion and income group two countries share."""
    same_income = bool(place.income) and place.income == other.income
    return same_income + (bool(place.subregion) and place.subregion == other.subregion)


def shared(rows: Sequence[Row], codes: Collection[str]) -> list[list[Row]]:
    """Return standings by indicator, those in which two or more of some places are measured, in their order.

    Args:
        rows: in the order to read, as :func:`in_order` gives them; those of an indicator are of one edition.
        codes: the places.
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["country"] in codes:
            found.setdefault(str(row["indicator"]), []).append(row)
    return [held for held in found.values() if len(held) > 1]


def total(counted: Sequence[Answered]) -> int:
    """Return the number of answers of named bodies, or of entries on them or on a government."""
    return sum(each.answers for each in counted)


def by_whom(counted: Sequence[Answered]) -> tuple[list[Answered], list[Answered], list[Answered]]:
    """Return what is entered on the government of a place, what was found of its bodies, and what these answered."""
    return (
        [each for each in counted if each.of_government],
        [each for each in counted if each.found],
        [each for each in counted if not each.of_government and not each.found],
    )


def by_code(rows: Sequence[Row]) -> dict[str, Place]:
    """Return the places of ``queries/places/place_list.sql`` by code, by name."""
    return {str(row["country"]): Place.of(row) for row in rows}


def most_surveyed(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Return the code of the country of which most surveys tell, the first by alphabet of several."""
    countries = [row for row in rows if row["kind"] == COUNTRY]
    return str(min(countries, key=lambda row: (-int(row["surveys"]), str(row["name"])))["country"])
