"""A least-recently-used cache bounded in bytes.

Counting entries was tried and dropped: five hundred answers may be half a megabyte or half a gigabyte.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar, cast

import pandas as pd

# A cell of a frame: a number takes 8 bytes, a text some 80, and most frames hold both.
CELL_BYTES = 48
# Of a container with many more parts than these, every second, third … is measured and stands for those beside it.
MEASURED = 12
FRAME_BYTES = 4_000

_SIMPLE = frozenset({str, int, float, bool, bytes, type(None)})

T = TypeVar("T")


class _Making:
    """A value that a thread is making: who makes it, and how that ended."""

    def __init__(self) -> None:
        self.by = threading.get_ident()
        self.done = threading.Event()
        self.ended = False
        self.value: Any = None
        self.error: Exception | None = None

    def result(self) -> Any:
        """Return the value, or raise what making it raised."""
        if self.error is not None:
            raise self.error
        return self.value


class Kept:
    """Keeps values by key, at most ``most_bytes`` together, and drops the least recently used first. Thread-safe.

    Values are shared between readers and must not be changed. What several threads miss at the same time is made by the
    first of them, and the others wait for it: many readers who open the same page ask its questions once.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._being_made: dict[Hashable, _Making] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value kept under ``key``, or make it and keep it; a value larger than the bound is not kept.

        Raises:
            Exception: what ``make`` raised, here or for the thread that made it first. Nothing is kept of that.
        """
        while True:
            with self._lock:
                found = self._held.get(key)
                if found is not None:
                    self._held.move_to_end(key)
                    return cast("T", found[0])
                making = self._being_made.get(key)
                if making is None:
                    mine = self._being_made[key] = _Making()
                    break
            if making.by == threading.get_ident():
                # What is made asks for itself: waiting would never end, and Python tells of the recursion.
                return make()
            making.done.wait()
            if making.ended:
                return cast("T", making.result())
        try:
            mine.value = make()
            mine.ended = True
        except Exception as error:
            mine.error, mine.ended = error, True
            raise
        finally:
            # Where the thread itself was stopped nothing has ended, and one of those who wait makes it.
            size = size_of(mine.value) if mine.ended and mine.error is None else None
            with self._lock:
                del self._being_made[key]
                if size is not None:
                    self._keep(key, mine.value, size)
            mine.done.set()
        return cast("T", mine.value)

    def _keep(self, key: Hashable, value: Any, size: int) -> None:
        if size > self.most_bytes:
            return
        self._held[key] = value, size
        self.bytes += size
        while self.bytes > self.most_bytes:
            _, (_, freed) = self._held.popitem(last=False)
            self.bytes -= freed

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self.bytes = 0

    def __len__(self) -> int:
        return len(self._held)


def size_of(value: Any) -> int:
    """Return about how many bytes a value takes, from the shape of its frames and the parts of its containers.

    What several values share is counted with each of them, so the estimate errs on the high side.
    """
    seen: set[int] = set()
    left: list[tuple[Any, float]] = [(value, 1.0)]
    size = 0.0
    while left:
        each, times = left.pop()
        if isinstance(each, pd.DataFrame):
            size += times * (FRAME_BYTES + CELL_BYTES * each.size)
            continue
        if isinstance(each, pd.Series):
            size += times * (FRAME_BYTES + CELL_BYTES * len(each))
            continue
        size += times * sys.getsizeof(each, 64)
        for parts in _parts(each):
            step = -(-len(parts) // MEASURED) or 1
            for part in parts[::step] if step > 1 else parts:
                if id(part) in seen:
                    continue
                seen.add(id(part))
                # Most of what is kept is text and numbers, which have no parts of their own.
                if type(part) in _SIMPLE:
                    size += times * step * sys.getsizeof(part)
                else:
                    left.append((part, times * step))
    return round(size)


def _parts(value: Any) -> Sequence[Sequence[Any]]:
    """Return what a container holds, in lists of things alike; nothing of anything else. Fields are no things alike."""
    if isinstance(value, (list, tuple)):
        return (value,)
    if isinstance(value, dict):
        return list(value.keys()), list(value.values())
    if fields := getattr(type(value), "__dataclass_fields__", None):
        return [(getattr(value, name),) for name in fields]
    if isinstance(value, (set, frozenset)):
        return (list(value),)
    return (list(value.keys()), list(value.values())) if isinstance(value, Mapping) else ()
