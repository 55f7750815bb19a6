"""Lets pages that run in process read the evidence that all tests share."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from trends import api
from trends import store as store_module
from trends.store import Store


@contextmanager
def reading(store: Store, store_cache: Path) -> Iterator[Store]:
    """Let pages read the project's own evidence from the folder in which the tests' store of it was built."""
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("DIGITAL_TRENDS_DATA", raising=False)
        changed.setenv("DIGITAL_TRENDS_CACHE", str(store_cache))
        store_module.shared_store.cache_clear()
        api.shared_vocabulary.cache_clear()
        assert store_module.shared_store().fingerprint == store.fingerprint
        yield store
        store_module.shared_store().close()
        store_module.shared_store.cache_clear()
        api.shared_vocabulary.cache_clear()
