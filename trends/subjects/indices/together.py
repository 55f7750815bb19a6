"""A subregion of the world whose leading countries lost places together between two editions, or gained them.

The rule: an index that may be ranked and is no sample; the edition shown beside the one before that most countries
share; places among the countries measured in both, so that nobody moves because others were measured. Groups are the
subregions of the United Nations geoscheme (M49), as the table of countries has them. Those of a subregion count that
stood in the upper half before: at least five. They moved together where at least three quarters of them moved the same
way, by at least 3 places and 2.5 in 100 in the middle (the median of all that count, those that stayed or went the
other way among them), and at most half of the upper half elsewhere did, 33 points less: who stands high can fall
further than rise, so a way that most of the upper half went would tell nothing of a subregion. Of several such
subregions the one with the largest median move is told; how many of how many moved, and the three that moved furthest.
No test stands behind it: places are published, and nothing was drawn at random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.statistics.resting import SAMPLED
from trends.subjects.indices.facts import IndexFacts
from trends.words import grammar, numbers
from trends.words.text import Words, say

FEWEST = 5
TOGETHER = 0.75
APART = 1 / 3
LEAST_PLACES, LEAST_PART = 3, 0.025
NAMED = 3


RULE = (
    "A subregion (UN M49) gains or loses places where three things hold. Five or more of its countries stood in the "
    "upper half. At least three quarters of these moved the same way. Elsewhere at most half of the upper half did, a "
    "share at least 33 points lower. No test stands behind it: places are as published. A country can lose places "
    "while its value rises, where others rise more."
)


@dataclass(frozen=True)
class Together:
    """A subregion that moved together.

    ``moved`` are its countries that went the way of most, the one that moved furthest first, each with its place before
    and now; ``counted`` are all of it that stood in the upper half before, ``elsewhere`` how many of how many others
    there went the same way, ``among`` the countries measured in both editions, of ``year_before`` and ``year``;
    ``lost`` says that places were lost, ``rose`` in how many of those counted the value itself rose, ``fell`` in how
    many it fell.
    """

    name: str
    moved: Sequence[tuple[str, int, int]]
    counted: int
    elsewhere: tuple[int, int]
    among: int
    year_before: int
    year: int
    lost: bool
    rose: int
    fell: int


def together(facts: IndexFacts) -> Together | None:
    """Return the subregion that moved together furthest; None where none did, or where none may be told.

    Args:
        facts: the facts of all countries of an indicator.
    """
    if not facts.placed or facts.group or facts.coverage == SAMPLED:
        return None
    rows = [row for row in as_rows(facts.rows) if not cells.is_missing(row["place_now"])]
    if not rows:
        return None
    among, before = max((int(row["countries_both"]), int(row["year_before"])) for row in rows)
    if before in facts.partial_years:
        return None
    upper: dict[str, list[Row]] = {}
    for row in rows:
        # A place in the upper half, of the two editions that most countries share.
        if (
            int(row["year_before"]) == before
            and 2 * row["place_before"] <= among
            and not cells.is_missing(row["un_subregion"])
        ):
            upper.setdefault(str(row["un_subregion"]), []).append(row)
    moves = {
        name: move
        for name, held in upper.items()
        if abs(move := _move(held)) >= max(LEAST_PLACES, among * LEAST_PART)
        and _is_apart(held, _others(upper, name), move)
    }
    if not moves:
        return None
    name = max(moves, key=lambda each: (abs(moves[each]), each))
    held, lost, others = upper[name], moves[name] < 0, _others(upper, name)
    moved = [
        (str(row["country_name"]), int(row["place_before"]), int(row["place_now"]))
        for row in held
        if row["place_now"] != row["place_before"] and (row["place_now"] > row["place_before"]) == lost
    ]
    furthest = sorted(moved, key=lambda each: (-abs(each[2] - each[1]), each[1], each[0]))
    along = _along(others, moves[name])
    rose, fell = (sum((row["number"] - row["before"]) * way > 0 for row in held) for way in (1, -1))
    return Together(name, furthest, len(held), (along, len(others)), among, before, facts.year, lost, rose, fell)


def _others(upper: Mapping[str, Sequence[Row]], name: str) -> list[Row]:
    """Return the countries of all other subregions."""
    return [row for other, held in upper.items() if other != name for row in held]


def _is_apart(held: Sequence[Row], others: Sequence[Row], move: float) -> bool:
    """Say whether at most half of the others went the way of a move, and clearly fewer than of those held."""
    along = _along(others, move) / max(len(others), 1)
    return along <= 1 / 2 and _along(held, move) / len(held) - along >= APART


def _along(rows: Sequence[Row], move: float) -> int:
    """Return how many countries went the way of a move."""
    return sum((row["place_before"] - row["place_now"]) * move > 0 for row in rows)


def _move(held: Sequence[Row]) -> float:
    """Return the median number of places that countries gained, negative where they lost them; 0 if not together."""
    gained = [int(row["place_before"]) - int(row["place_now"]) for row in held]
    same_way = max(sum(places > 0 for places in gained), sum(places < 0 for places in gained))
    return float(median(gained)) if len(held) >= FEWEST and same_way >= TOGETHER * len(held) else 0.0


def words(found: Together, indicator: str) -> Words:
    """Return which subregion moved in an indicator, its countries that moved furthest, and how many of how many did."""
    named = sorted(found.moved[:NAMED], key=lambda each: each[1])
    ways = [f"{grammar.the(name)} {numbers.place(before)} to {numbers.place(now)}" for name, before, now in named]
    does, most = ("loses", "lost") if found.lost else ("gains", "gained")
    # Places say who others are as well: what became of the value is told beside them, whichever way it went.
    went, values = ("rose", found.rose) if found.rose >= found.fell else ("fell", found.fell)
    return say(
        "**{} {} places** in {}, {} to {}: {}. Of its countries in the upper half {} {} places, elsewhere {}. The "
        "value itself {} in {}. Places are those among the {} measured in both editions.",
        found.name,
        does,
        indicator,
        str(found.year_before),
        str(found.year),
        grammar.joined(ways),
        f"{len(found.moved)} of {found.counted}",
        most,
        "{} of {}".format(*found.elsewhere),
        went,
        numbers.every(values) if values == found.counted else f"{values} of these {found.counted}",
        numbers.count(found.among),
    )
