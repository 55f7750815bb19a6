"""Keeps what blocks of pages make from the evidence, so that it is made once for all readers who ask the same."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from trends.request.place import Self
from trends.store.store import Store
from trends.store.versions import shared_store
from trends.ui.session import Choice, choice, is_narrow, me

KEPT = 256

P = ParamSpec("P")
T = TypeVar("T")

_forgetters: list[Callable[[], None]] = []


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function makes, by its arguments and all of a reader it may depend on: filters, place and device.

    The evidence does not change while it is open, so what was made of it stays true; another store has answers of its
    own. What is kept is shared between readers: nobody may change it. Arguments must be hashable; what a kept function
    returned may be an argument of another, since the same question gives the same object.
    """

    @functools.lru_cache(maxsize=KEPT)
    def remembered(
        _store: Store,
        _choice: Choice,
        _me: Self,
        _narrow: bool,
        args: tuple[object, ...],
        named: tuple[tuple[str, object], ...],
    ) -> T:
        return make(*args, **dict(named))  # type: ignore[arg-type]

    _forgetters.append(remembered.cache_clear)

    @functools.wraps(make)
    def ask(*args: P.args, **named: P.kwargs) -> T:
        return remembered(shared_store(), choice(), me(), is_narrow(), args, tuple(sorted(named.items())))

    return ask


def forget() -> None:
    """Drop all that is kept (benchmarks measure the first making)."""
    for drop in _forgetters:
        drop()
