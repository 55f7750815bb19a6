"""Lets pages that run in process read chosen evidence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Markdown

from trends.paths import ROOT, data_folder
from trends.store.store import Store
from trends.store.versions import VERSIONS

# The project's own evidence, or a copy that has grown: whatever a test expects of it must be read from it.
EVIDENCE = data_folder()


@contextmanager
def reading(store: Store, store_cache: Path) -> Iterator[Store]:
    """Let pages read the project's own evidence from the folder in which the tests' store of it was built."""
    with reading_from(EVIDENCE, store_cache):
        assert VERSIONS.current().fingerprint == store.fingerprint
        yield store


@contextmanager
def reading_from(data: Path, cache: Path) -> Iterator[None]:
    """Let pages read the tables in ``data``, with their store in ``cache``."""
    with pytest.MonkeyPatch.context() as changed:
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
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120).switch_page(page)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def follow(app: AppTest, label: str) -> AppTest:
    """Follow the only link of a page to another one whose label begins with words; return that page."""
    (link,) = [each.proto for each in app.main.get("page_link") if each.proto.label.startswith(label)]
    for name, values in parse_qs(link.query_string).items():
        app.query_params[name] = values
    return app.switch_page(f"{link.page}.py").run()


def words_below_filters(app: AppTest) -> list[Markdown]:
    """Return the paragraphs of a page that its filters do not say: those are told by the sheet, see ``sheet.py``."""
    return list(app.main.markdown)
