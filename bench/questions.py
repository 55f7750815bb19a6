"""How long the questions take that a store is asked while something else is measured."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from trends.store.store import Store

# What pages call, answered from the cache or not; and what asks the database.
ASKED, ANSWERED = ("ask", "row"), ("_answer", "_rows")


@contextmanager
def timed(names: tuple[str, ...], clock: Callable[[], float] = time.perf_counter) -> Iterator[list[float]]:
    """Yield a list that gets the milliseconds of each call of some methods of a store while the block lasts."""
    spent: list[float] = []

    def timing(original: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*arguments: Any, **named: Any) -> Any:
            started = clock()
            try:
                return original(*arguments, **named)
            finally:
                spent.append((clock() - started) * 1000)

        return answer

    with ExitStack() as patched:
        for name in names:
            patched.enter_context(patch.object(Store, name, timing(getattr(Store, name))))
        yield spent
