"""What axe finds on the pages that comes from Streamlit itself and cannot be mended from outside.

Each entry must still occur: once a release of Streamlit mends it, ``tests/test_browser.py`` fails until it is struck out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A fault of Streamlit: axe's rule, a CSS selector that every faulty element matches, and why it stays."""

    rule: str
    selector: str
    why: str


KNOWN = (
    Known(
        "list",
        'ul[data-testid="stSidebarNavItems"]',
        "Streamlit puts each section of the navigation as a div into the list of pages. The links work, and a screen "
        "reader reads section and pages in order; only the number of entries is wrong.",
    ),
    Known(
        "listitem",
        'ul[data-testid="stSidebarNavItems"] > div > li',
        "The same: the pages of a section lie in that div, so they are list items without a list of their own.",
    ),
)
