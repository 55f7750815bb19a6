"""Which cells of an export a message may quote: what names nobody."""

from collections.abc import Collection, Iterable, Mapping

from trends.intake.personal import is_address, looks_like_name
from trends.intake.problems import SHOWN_ROWS, quoted
from trends.intake.table import as_number

_SEVERAL = 2
_LONGEST_NUMBER = 10
# What programs and people write where there is nothing.
_NOTHING = frozenset({"n/a", "na", "none", "null", "nan", "inf", "-inf", "-", "?", "k.a.", "."})


def may_be_quoted(value: str, respondents: int, known: Collection[str] = ()) -> bool:
    """Say whether a cell may stand in a message.

    It may where the mapping itself says it (``known``), where it is a short number or a word for nothing, and where
    several respondents gave it and it looks like no name and no address: what one person wrote may tell who it is.
    """
    if value in known or value.casefold() in _NOTHING:
        return True
    if len(value) <= _LONGEST_NUMBER and as_number(value.replace(",", ".")) is not None:
        return True
    return respondents >= _SEVERAL and not looks_like_name(value) and not is_address(value)


def named(given: Mapping[str, int], known: Collection[str] = ()) -> str:
    """Return cells as a list for a message, and how many are not quoted; empty where none may be.

    Args:
        given: how many respondents gave each.
        known: what the mapping itself says.
    """
    shown = [quoted(value) for value, count in given.items() if may_be_quoted(value, count, known)]
    others = len(given) - len(shown)
    return _joined(shown, others) if shown else ""


def _joined(shown: Iterable[str], others: int) -> str:
    every = list(shown)
    others += max(len(every) - SHOWN_ROWS, 0)
    words = ", ".join(every[:SHOWN_ROWS])
    return f"{words} and {others} more" if others else words
