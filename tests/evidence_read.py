"""Says which tests read the project's own evidence: those whose code leads to its folder, by themselves or a fixture."""

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import pytest

from tests.reading import EVIDENCE


def reads_evidence(item: pytest.Item) -> bool:
    """Say whether a test, a fixture it asks for, or a function of the tests that one of these names, reads the evidence.

    What a module makes of the evidence while it is imported, as the parameters of a test, is not seen.
    """
    info = getattr(item, "_fixtureinfo", None)
    fixtures = info.name2fixturedefs.values() if info else ()
    begun = [getattr(item, "function", None), *(each.func for defined in fixtures for each in defined)]
    seen: set[CodeType] = set()
    return any(_reads(each, seen) for each in begun if each is not None)


def _reads(called: Callable[..., Any], seen: set[CodeType]) -> bool:
    # A property-based test stands within what draws its examples.
    held = inspect.unwrap(getattr(getattr(called, "hypothesis", None), "inner_test", called))
    if not isinstance(held, FunctionType) or held.__code__ in seen:
        return False
    seen.add(held.__code__)
    named = [held.__globals__[name] for name in _names(held.__code__) if name in held.__globals__]
    if any(value is EVIDENCE for value in named):
        return True
    ours = [value for value in named if getattr(value, "__module__", "").startswith("tests.")]
    return any(_reads(each, seen) for each in ours if callable(each))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for held in code.co_consts:
        if isinstance(held, CodeType):
            yield from _names(held)
