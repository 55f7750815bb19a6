"""One way to write every number, so that chart, table, sentence, alternative text and file notes agree."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from trends.statistics.cells import HALF, is_missing, rounded

MISSING = "[x]"

_DECIMALS = {"index_0_1": 2, "score_0_100": 0, "percent": 0}
_LONG_SCALE = 1_000
# What shares are parts of, in per cent.
WHOLE = 100
_IN_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
# The fractions that are said, from one in twenty to nineteen in twenty.
FRACTIONS = {1 / of: f"one in {_IN_WORDS[of - 1]}" for of in (*range(3, 10), *range(11, 21))}
FRACTIONS |= {tenths / 10: f"{_IN_WORDS[tenths - 1]} in ten" for tenths in (1, 3, 4, 6, 7, 8, 9)}
FRACTIONS |= {1 / 2: "half the", 2 / 3: "two in three", 3 / 4: "three in four", 19 / 20: "nineteen in twenty"}
# How many points a share may be from a fraction that stands for it without “over” or “nearly”.
FRACTION_ROUNDING = 1
# Two shares this close are equal: what lies between them is floating-point error.
_NOTHING = 1e-9


def share(value: Any) -> str:
    """Return a share in per cent as in “61%”; a share that is not 0 or 100 is never rounded to either."""
    if is_missing(value):
        return MISSING
    number = float(value)
    if 0 < number < HALF:
        return "<1%"
    if 100 - HALF <= number < 100:  # noqa: PLR2004 - the whole
        return ">99%"
    return f"{rounded(number):.0f}%"


def fraction(value: Any) -> str:
    """Return a share in per cent as the nearest plain fraction, as in “eight in ten” or “nearly two in three”.

    A fraction stands alone where it is at most a point from the share, as far as rounding to whole per cent may take
    them apart. Elsewhere it is said on which side of it the share lies: “over six in ten”, “nearly two in three”. Below
    the smallest one it is a bound: “under one in twenty”.
    """
    share_of = float(value) / WHOLE
    if value in {0, WHOLE}:
        return "all" if value else "none of the"
    if share_of < min(FRACTIONS):
        return f"under {FRACTIONS[min(FRACTIONS)]}"
    nearest = min(FRACTIONS, key=lambda fraction: abs(share_of - fraction))
    off = WHOLE * (share_of - nearest)
    if abs(off) <= FRACTION_ROUNDING + _NOTHING:
        return FRACTIONS[nearest]
    return f"{'over' if off > 0 else 'nearly'} {FRACTIONS[nearest]}"


def points(value: Any) -> str:
    """Return a difference of shares as in “+4 pts”; one that is not 0 is never rounded to 0, as in “+0.3 pts”."""
    return MISSING if is_missing(value) else f"{_sign(float(value))}{size_in_points(value)}"


def size_in_points(value: Any) -> str:
    """Return how large a difference of shares is, without its direction, as in “4 pts” or “0.3 pts”."""
    if is_missing(value):
        return MISSING
    size = abs(float(value))
    if size >= HALF or size < _NOTHING:
        return f"{rounded(size):.0f} {'pt' if rounded(size) == 1 else 'pts'}"
    return "<0.1 pts" if size < HALF / 10 else f"{size:.1f} pts"


def count(value: Any) -> str:
    """Return a whole number with thousands separated, as in “1,741”."""
    return MISSING if is_missing(value) else f"{rounded(float(value)):,.0f}".replace("-", "−")


def place(value: Any, *, tied: bool = False) -> str:
    """Return a place as in “1st” or “joint 3rd”."""
    if is_missing(value):
        return MISSING
    whole = int(value)
    ending = "th" if whole % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{'joint ' if tied else ''}{whole}{ending}"


def place_range(value: Any, best: Any, worst: Any, *, tied: bool = False) -> str:
    """Return a place worked out from shares with the places it could be, as in “2nd, could be 1st–4th”."""
    said = place(value, tied=tied)
    if is_missing(value) or is_missing(best) or is_missing(worst) or best == worst:
        return said
    return f"{said}, could be {place(best)}–{place(worst)}"


def score(value: Any) -> str:
    """Return points on a scale: one decimal, two below 1 where one is too few, none from a thousand on."""
    if is_missing(value):
        return MISSING
    number = float(value)
    if abs(number) >= _LONG_SCALE:
        said = f"{rounded(number):,.0f}"
    elif abs(number) < 1 and round(number, 2) != round(number, 1):
        said = f"{number:.2f}"
    else:
        said = f"{rounded(number * 10) / 10:.1f}"
    return said.replace("-", "−")


def of_measure(value: Any, measure: str, *, tied: bool = False) -> str:
    """Return a survey's figure in the form of its measure: percent, rank, count, score or mentioned."""
    match measure:
        case "percent":
            return share(value)
        case "rank":
            return place(value, tied=tied)
        case "count":
            return count(value)
        case "mentioned":
            return "named"
        case _:
            return score(value)


def difference_of_measure(value: Any, other: Any, measure: str) -> str:
    """Return how much a survey's figure is above another with its sign, as in “+4 pts”: percent, count or score."""
    return _signed(value, other, size_of_measure(value, other, measure))


def size_of_measure(value: Any, other: Any, measure: str) -> str:
    """Return how far two of a survey's figures are apart, as in “4 pts”: percent, count or score."""
    return _apart(value, other, partial(of_measure, measure=measure))


def of_unit(value: Any, unit: str) -> str:
    """Return an indicator's value in the form of its unit: percent, index_0_1, score_0_100 or group."""
    if is_missing(value):
        return MISSING
    if unit == "group":
        return str(value)
    if unit == "percent":
        return share(value)
    decimals = _DECIMALS[unit]
    return f"{float(value):.{decimals}f}" if decimals else f"{rounded(float(value)):.0f}"


def difference_of_unit(value: Any, other: Any, unit: str) -> str:
    """Return how much an indicator's value is above another with its sign, as in “+0.24”."""
    return _signed(value, other, size_of_unit(value, other, unit))


def size_of_unit(value: Any, other: Any, unit: str) -> str:
    """Return how far two of an indicator's values are apart, as in “0.24”."""
    return _apart(value, other, partial(of_unit, unit=unit))


def as_shown(value: Any, said: str) -> float:
    """Return the number that readers see; “<1%” and “>99%” are none, so there it is the value itself.

    Args:
        value: the value.
        said: how it is written.
    """
    return float(value) if said[0] in "<>" else float(said.rstrip("%").replace(",", "").replace("−", "-"))


def _apart(value: Any, other: Any, write: Callable[[Any], str]) -> str:
    """Return how far two figures are apart as they are written, so that who subtracts what is shown finds the same.

    It has the decimals of the figure that has more. Of two that read the same it says that less than a step parts them.
    """
    if is_missing(value) or is_missing(other):
        return MISSING
    said, size = (write(value), write(other)), abs(float(value) - float(other))
    shown = abs(as_shown(value, said[0]) - as_shown(other, said[1]))
    alike, in_points = said[0] == said[1], said[0].endswith("%")
    if in_points:
        return "<1 pt" if alike and size >= HALF else size_in_points(size if alike else shown)
    decimals = max(len(each.partition(".")[2]) for each in said)
    return f"<{10**-decimals:g}" if alike and size >= _NOTHING else f"{shown:,.{decimals}f}"


def _signed(value: Any, other: Any, size: str) -> str:
    return size if size == MISSING else f"{_sign(float(value) - float(other))}{size}"


def tick(value: float, unit: str) -> str:
    """Return a round number as it stands at a scale of an indicator's unit, as in “60%” or “0.8”."""
    return f"{value:g}%" if unit == "percent" else f"{value:g}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: “1 case”, “167 cases”."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def of_all(number: int, total: int, one: str) -> str:
    """Return how many of all: “2 of 9 lists”, “none of 9 lists”, “both lists”, “all 9 lists” or “the one list”.

    Args:
        number: how many; of a single one it is that one.
        total: of how many, at least one.
        one: what is counted, as in “list”.
    """
    if number == total:
        return f"{every(total)} {one if total == 1 else one + 's'}"
    return f"{count(number) if number else 'none'} of {counted(total, one)}"


def every(number: int) -> str:
    """Return a number of which none is left out: “the one”, “both”, “all 9”.

    Args:
        number: how many there are, at least one.
    """
    return {1: "the one", 2: "both"}.get(number, f"all {count(number)}")


def years(first: Any, last: Any) -> str:
    """Return a span of years as in “2009–2026”; empty where there is none."""
    if is_missing(first):
        return ""
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"


def day(when: date) -> str:
    """Return a day, as in “1 March 2026”."""
    return f"{when.day} {when:%B %Y}"


def _sign(number: float) -> str:
    return "±" if abs(number) < _NOTHING else "+" if number > 0 else "−"
