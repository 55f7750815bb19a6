"""One named public body: its answers beside those of its kind and region, those like it, and who gave the top answer.

How a body is told from others: an edition of a survey lists bodies with a code of their own. Two entries are one body
where survey, country and kind are the same and the code is the same but for the year of the edition, as in
``nhs-2021-rpg`` and ``nhs-2023-rpg`` (``data/bodies.sql``, ``body_editions``); so a body that was renamed or moved
to another region stays one. Where a publisher gave a code to another kind of body, that is another body. Surveys name
bodies each in its own way, so a body that two surveys list has a page for each.

Its address is its name in the last edition and that code: bodies of one name differ by it, and an address made of an
earlier name, or of the code of any edition, leads to the one it has now. So an address stays good when editions are
added and when a body is renamed.

A list of bodies is complete for its edition or not; either way a share here is that of the bodies listed with an answer
to the question, the body itself among them, and has no range.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.methods import WEAK_BASE
from trends.statistics.verdicts import WEAK
from trends.subjects.bodies.facts import FEW_BODIES, noun
from trends.words.asked import Wording, wording

# How many bodies are offered as similar, or found by words.
MOST_OFFERED = 6
HALF = 50.0


@dataclass(frozen=True)
class Body:
    """A named public body in its last edition.

    ``region`` is the part of its country, empty where it is not given; ``world`` the UN region, ``subregion`` and
    ``income`` the other groups of its country; ``evidence`` is the kind of its survey. ``abroad`` says that
    its survey has bodies of several countries.
    """

    number: int
    slug: str
    name: str
    kind: str
    survey: str
    survey_name: str
    publisher: str
    country_name: str
    region: str
    world: str
    subregion: str
    income: str
    abroad: bool
    evidence: str = ""

    @classmethod
    def of(cls, row: Row) -> "Body":
        """Return the body of a row of ``queries/body/body_found.sql``."""
        return cls(
            number=int(row["body"]),
            slug=str(row["slug"]),
            name=str(row["name"]),
            kind=str(row["body_type"]),
            survey=str(row["survey"]),
            survey_name=str(row["survey_name"]),
            publisher=str(row["publisher"]),
            country_name=str(row["country_name"]),
            region=cells.text(row["region"]),
            world=cells.text(row["un_region"]),
            subregion=cells.text(row["un_subregion"]),
            income=cells.text(row["income_group"]),
            abroad=bool(row["abroad"]),
            evidence=str(row["evidence"]),
        )

    @property
    def kinds(self) -> str:
        """What bodies of its kind are called together, as in “municipalities”."""
        plural = noun(self.kind)
        # A name of a region at the beginning keeps its capital, as in “Tokyo special wards”.
        named = self.region and self.kind.startswith(f"{self.region} ")
        return f"{self.kind[:1]}{plural[1:]}" if named else plural

    @property
    def one(self) -> str:
        """What a body of its kind is called within a sentence, as in “municipality”."""
        return self.kind if self.kinds[:1].isupper() else f"{self.kind[:1].lower()}{self.kind[1:]}"

    @property
    def said(self) -> Wording:
        """How what is known of it is called: answers, or entries where nobody was asked."""
        return wording(self.evidence)

    @property
    def is_country(self) -> bool:
        """Say whether its survey lists it by the name of its country, as a country answers."""
        return self.name == self.country_name

    @property
    def part(self) -> str:
        """What its answers stand beside: its region, or in a survey of several countries its part of the world."""
        return self.world if self.abroad else self.region


def as_path(text: str) -> str:
    """Return a name or a code as it stands in an address; ``data/bodies.sql`` has the same of plain letters."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def selected(rows: Sequence[Row], chosen: Mapping[str, Sequence[str]]) -> list[Row]:
    """Return the answers that filters leave.

    Args:
        rows: of one body or more, as ``queries/body/body_given.sql`` gives them.
        chosen: codes by ``year``, ``survey`` and ``theme``; empty restricts nothing. Country and sector choose among
            bodies, and here the body is chosen.
    """
    return [
        row
        for row in rows
        if all(not chosen[field] or str(row[field]) in chosen[field] for field in ("year", "survey", "theme"))
    ]


def newest(rows: Sequence[Row]) -> list[Row]:
    """Return the answers of the last edition among some."""
    last = max((int(row["year"]) for row in rows), default=0)
    return [row for row in rows if row["year"] == last]


def share(row: Row, whose: str) -> dict[str, Any]:
    """Return how many of its kind or region gave the same answer, as rows of ``trends.subjects.bodies`` have it.

    Args:
        row: an answer.
        whose: ``kind``, ``region``, or ``top`` for those of its kind with the answer at the top of the scale.

    Returns:
        ``bodies``, ``base_n``, ``share`` (per cent; None where there is no base), ``flag`` (“u” for a base under 30).
    """
    bodies, base = row[f"{whose}_bodies"], row["kind_base" if whose == "top" else f"{whose}_base"]
    if cells.is_missing(bodies) or cells.is_missing(base) or not base:
        return {"bodies": None, "base_n": None, "share": None, "flag": ""}
    return part(int(bodies), int(base))


def part(bodies: int, base: int) -> dict[str, Any]:
    """Return how many of so many, as :func:`share` does; the base is not 0."""
    return {
        "bodies": bodies,
        "base_n": base,
        "share": 100.0 * bodies / base,
        "flag": WEAK if base < WEAK_BASE else "",
    }


def comparable(rows: Sequence[Row]) -> list[Row]:
    """Return the answers that ten or more of its kind can be compared with, the one that fewest share first.

    Answers outside every scale, such as “not known”, are never placed and so not among them.
    """
    held = [row for row in rows if row["answered"] and not row["outside"] and row["kind_base"] >= FEW_BODIES]
    return sorted(held, key=lambda row: (share(row, "kind")["share"], str(row["question_name"])))


def as_most(rows: Sequence[Row]) -> list[Row]:
    """Return the comparable answers that over half of its kind gave."""
    return [row for row in comparable(rows) if share(row, "kind")["share"] > HALF]


def apart(rows: Sequence[Row]) -> Row | None:
    """Return the answer that fewest of its kind share, None where over half share each, or few bodies were asked."""
    first = next((row for row in comparable(rows) if row["kind_base"] >= WEAK_BASE), None)
    return first if first is not None and share(first, "kind")["share"] <= HALF else None


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Return the answers to questions of which the answer at the top of the scale is known."""
    return [row for row in rows if row["answered"] and not cells.is_missing(row["top"])]


def at_top(rows: Sequence[Row]) -> int:
    """Return how many answers are at the top of their scale."""
    return sum(row["answer"] == row["top"] for row in ordered(rows))


def has_region(rows: Sequence[Row]) -> bool:
    """Say whether its region holds other bodies than its kind, so that its share says something of its own."""
    known = [row for row in rows if not cells.is_missing(row["region_base"])]
    return any(row["region_base"] != row["kind_base"] for row in known)


def side_by_side(rows: Sequence[Row], numbers: Sequence[int]) -> list[dict[int, Row]]:
    """Return the entries that two or more of some bodies have for a question, those that differ first.

    Of each question the last edition that holds two of them; editions are not mixed.

    Args:
        rows: of these bodies.
        numbers: the bodies.
    """
    found: dict[tuple[str, int], dict[int, Row]] = {}
    for row in rows:
        if row["body"] in numbers:
            found.setdefault((str(row["question"]), int(row["year"])), {})[int(row["body"])] = row
    last: dict[str, int] = {}
    for (question, year), held in found.items():
        if len(held) > 1:
            last[question] = max(last.get(question, 0), year)
    shown = [found[question, year] for question, year in last.items()]
    return sorted(shown, key=_is_same)


def _is_same(held: Mapping[int, Row]) -> bool:
    return len({row["answer"] for row in held.values()}) == 1


def alike(held: Sequence[Mapping[int, Row]]) -> int:
    """Return to how many questions all bodies that have an entry have the same one."""
    return sum(map(_is_same, held))


def shared_years(held: Collection[Mapping[int, Row]]) -> list[int]:
    """Return the editions of entries that stand side by side."""
    return sorted({int(row["year"]) for rows in held for row in rows.values()})
