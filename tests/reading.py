"""Lets pages that run in process read chosen evidence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from trends.paths import ROOT
from trends.store.store import Store
from trends.store.versions import VERSIONS


@contextmanager
def reading(store: Store, store_cache: Path) -> Iterator[Store]:
    """Let pages read the project's own evidence from the folder in which the tests' store of it was built."""
    with reading_from(None, store_cache):
        assert VERSIONS.current().fingerprint == store.fingerprint
        yield store


@contextmanager
def reading_from(data: Path | None, cache: Path) -> Iterator[None]:
    """Let pages read the tables in ``data``, the project's own where none is given, with their store in ``cache``."""
    with pytest.MonkeyPatch.context() as changed:
        if data is None:
            changed.delenv("DIGITAL_TRENDS_DATA", raising=False)
        else:
            changed.setenv("DIGITAL_TRENDS_DATA", str(data))
        changed.setenv("DIGITAL_TRENDS_CACHE", str(cache))
        VERSIONS.close()
        yield
        VERSIONS.close()


def opened(page: str, **address: str) -> AppTest:
    """Run a page under an address and return it.

    Args:
        page: file of the page, as in ``bodies.py``.
        address: parameters of its address, one value each.
    """
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=30).switch_page(page)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()
