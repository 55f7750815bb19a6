"""What is said of figures that were changed to protect those who answered, and the page that says how.

Which figures these are is data: ``findings.origin`` is ``guarded``.
"""

from collections.abc import Sequence

from trends.paths import ROOT
from trends.words import grammar
from trends.words.text import Text, say

GUARDED = "guarded"
"""The origin of such figures."""

PAGE = "protection"
SENTENCE = "Small random changes protect those who answered (up to ± 5 persons); small groups are withheld."
_DOCUMENT = ROOT / "docs" / "disclosure.md"


def title() -> str:
    """Return the title of the page on the method."""
    return _parted()[0]


def text() -> str:
    """Return what the page on the method says below its title, as Markdown: rules, table of changes, what it costs."""
    return _parted()[1]


def _parted() -> tuple[str, str]:
    first, _, rest = _DOCUMENT.read_text(encoding="utf-8").partition("\n")
    return first.removeprefix("# "), rest.strip()


def told(editions: Sequence[str] = ()) -> str:
    """Return how those who answered are protected, as a card says it.

    Args:
        editions: those of which it is said, where figures of others stand beside them; else empty.
    """
    return f"In figures of {grammar.joined(editions)}, {grammar.lower_first(SENTENCE)}" if editions else SENTENCE


def linked(said: str, page: str = PAGE) -> Text:
    """Return what :func:`told` gives with the way to the page on the method, for whatever is read in a browser.

    Args:
        said: what is said.
        page: the address of that page; the one beside every page of the dashboard, if not given.
    """
    return say("{} [How that is done]({}).", said, page)


def addressed(said: str, host: str) -> Text:
    """Return what :func:`told` gives with the address of the page on the method in words, for files.

    Args:
        said: what is said.
        host: where the dashboard is served; empty where that is not known.
    """
    if not host:
        return say("{} How that is done: page “{}” of the dashboard.", said, PAGE)
    return say("{} How that is done: [{}]({})", said, f"{host}/{PAGE}", f"{host}/{PAGE}")
