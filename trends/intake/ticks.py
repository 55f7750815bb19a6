"""Ticks of a question: who chose which option, and its place; ten bytes each, however many there are."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

NOBODY = -1


class Ticks:
    """Respondent, option and place (0 where nothing was ranked) of each tick, in the order in which they came."""

    def __init__(self, ticks: Iterable[tuple[int, str, int]] = ()) -> None:
        self.options: list[str] = []
        self._codes: dict[str, int] = {}
        self._who, self._option, self._place = array("I"), array("I"), array("H")
        for who, option, place in ticks:
            self.add(who, option, place)

    def __len__(self) -> int:
        return len(self._who)

    def __iter__(self) -> Iterator[tuple[int, str, int]]:
        for who, code, place in zip(self._who, self._option, self._place, strict=True):
            yield who, self.options[code], place

    def add(self, who: int, option: str, place: int = 0) -> None:
        """Add one."""
        self._who.append(who)
        self._option.append(self._code(option))
        self._place.append(place)

    def add_all(self, who: NDArray[Any], option: NDArray[Any], options: Sequence[str]) -> None:
        """Add one for each of ``who``, without places; ``option`` are numbers of ``options``."""
        codes = np.array([self._code(each) for each in options] or [0], dtype=np.uint32)
        _extend(self._who, who)
        _extend(self._option, codes[option])
        self._place.frombytes(bytes(self._place.itemsize * len(who)))

    def _code(self, option: str) -> int:
        code = self._codes.get(option)
        if code is None:
            code = self._codes[option] = len(self.options)
            self.options.append(option)
        return code

    @property
    def who(self) -> NDArray[np.uint32]:
        """Return the respondents."""
        return as_numbers(self._who)

    @property
    def option(self) -> NDArray[np.uint32]:
        """Return the options, as numbers of ``options``."""
        return as_numbers(self._option)

    @property
    def place(self) -> NDArray[np.uint16]:
        """Return the places."""
        return np.frombuffer(self._place, dtype=np.uint16)

    def only(self, number_of: NDArray[np.int64]) -> "Ticks":
        """Return those of who has a number, under that number; ``NOBODY`` is none."""
        numbers = number_of[self.who]
        kept = numbers >= 0
        made = Ticks()
        made.options, made._codes = self.options, self._codes
        _extend(made._who, numbers[kept])
        _extend(made._option, self.option[kept])
        made._place.frombytes(self.place[kept].tobytes())
        return made

    def called(self, name: str, options: Iterable[str]) -> "Ticks":
        """Return those of some options, as one option of that name."""
        chosen = {self._codes[option] for option in options if option in self._codes}
        made = Ticks()
        kept = np.isin(self.option, list(chosen))
        made.add_all(self.who[kept], np.zeros(int(kept.sum()), dtype=np.int64), [name])
        return made


def as_numbers(held: "array[int]") -> NDArray[np.uint32]:
    """Return an array of whole numbers as numpy has it, without copying."""
    return np.frombuffer(held, dtype=np.uint32)


def numbers_of(rows: NDArray[Any]) -> "array[int]":
    """Return whole numbers as they are held."""
    made = array("I")
    _extend(made, rows)
    return made


def _extend(held: "array[int]", numbers: NDArray[Any]) -> None:
    held.frombytes(np.ascontiguousarray(numbers, dtype=np.uint32).tobytes())
