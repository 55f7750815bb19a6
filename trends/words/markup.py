"""Text as Markdown shows it: what stands in the evidence is never markup."""

import re
from typing import Any

import pandas as pd

from trends.statistics import cells
from trends.words import numbers

_SPEAKS_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$#]|:(?=\S))")

# What Markdown would take for markup in a table's cell.
_MARKUP = re.compile(r"([\\`*_\[\]<>$~|])")


def literal(text: str) -> str:
    """Return a text so that Markdown shows it as it stands: titles hold brackets, and «$9m and $8m» is no formula."""
    return _SPEAKS_MARKDOWN.sub(r"\\\1", text)


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)


def plain(column: pd.Series) -> list[str]:
    return [numbers.MISSING if cells.is_missing(text) else escaped(str(text)) for text in column]


def links(rows: pd.DataFrame, name: str) -> list[str]:
    """Return names as links to where each can be read; a name alone where there is no address."""
    return [_link(row[name], row["source_url"]) for row in rows.to_dict("records")]


def _link(name: Any, url: Any) -> str:
    if cells.is_missing(url):
        return escaped(str(name))
    # A bracket in an address would end the link early.
    return f"[{escaped(str(name))}]({str(url).replace('(', '%28').replace(')', '%29')})"
