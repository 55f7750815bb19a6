"""Memory that is bounded in bytes: what was made of the evidence, the least recently used going first.

Counting entries was tried and dropped: five hundred answers may be half a megabyte or half a gigabyte.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

import pandas as pd

# A cell of a frame: a number takes 8 bytes, a text some 80, and most frames hold both.
CELL_BYTES = 48
FRAME_BYTES = 4_000

_SIMPLE = frozenset({str, int, float, bool, bytes, type(None)})
_LISTED = (list, tuple, set, frozenset)

T = TypeVar("T")


class Kept:
    """Remembers values by key until they would take more than ``most_bytes`` together. Safe to share between threads.

    Values are shared between readers: nobody may change them. Two threads that miss the same key at the same time both
    make the value, and the first one made is kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value kept under ``key``, or make it and keep it; one larger than all the room is not kept."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return cast("T", found[0])
        made = make()
        size = size_of(made)
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                return cast("T", found[0])
            if size <= self.most_bytes:
                self._held[key] = made, size
                self.bytes += size
                while self.bytes > self.most_bytes:
                    _, (_, freed) = self._held.popitem(last=False)
                    self.bytes -= freed
        return made

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self.bytes = 0

    def __len__(self) -> int:
        return len(self._held)


def size_of(value: Any) -> int:
    """Return about how many bytes a value takes, from the shape of its frames and the parts of its containers.

    What several values share is counted with each of them, so that memory ends below its bound rather than above.
    """
    seen: set[int] = set()
    left, size = [value], 0
    while left:
        each = left.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        kind = type(each)
        # Most of what is kept is text, and what is no container is told apart soonest by its type.
        if kind in _SIMPLE:
            size += sys.getsizeof(each)
        elif isinstance(each, pd.DataFrame):
            size += FRAME_BYTES + CELL_BYTES * each.size
        elif isinstance(each, pd.Series):
            size += FRAME_BYTES + CELL_BYTES * len(each)
        else:
            size += sys.getsizeof(each, 64)
            if isinstance(each, _LISTED):
                left += each
            elif isinstance(each, Mapping):
                left += each.keys()
                left += each.values()
            elif parts := getattr(kind, "__dataclass_fields__", None):
                left += [getattr(each, name) for name in parts]
    return size
