"""Facts of case studies: their filters, their two collections, and what the cases have in common.

Cases are what was found, not a sample: their shares say what the lists hold and have no range. Curated cases were
compared again with their page; inventories are public registers, a few of which are so long that they would drown the
rest, so the two are never counted together.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from trends.statistics import cells
from trends.statistics.cells import as_rows

EVERY_COLLECTION = "Both"
COLLECTIONS: Mapping[str, Sequence[str]] = {"Curated": ["curated"], "Inventory": ["inventory"], EVERY_COLLECTION: []}
PARTS: Mapping[str, str] = {
    "Theme": "theme",
    "Sector": "sector",
    "Country": "country",
    "Technology": "technology",
    "Status": "status",
    "Outcome": "outcome",
    "Year": "year",
}
OFFERED_CASES = 300
MAPPED_PLACES = 200
FEW = 10

# What is left aside stands last, whatever its size.
_NOT_GIVEN_NAME = "Not given"
LEFT_ASIDE = ("Not known", _NOT_GIVEN_NAME)


def parameters(selection: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str] | str]:
    """Return the filters of cases (lists of codes; ``search`` a list of texts) as the case questions take them."""
    return {**selection, "search": " ".join(selection["search"]).strip()}


def in_collection(collection: str, **chosen: list[str]) -> dict[str, list[str] | str]:
    """Return what the case questions take to select a collection by some shared filters and by no filter of their own.

    Args:
        collection: ``curated`` or ``inventory``.
        chosen: codes by shared filter.
    """
    return {**chosen, "technology": [], "status": [], "outcome": [], "collection": [collection], "search": ""}


def one_collection(given: Sequence[str], names: Sequence[str]) -> str:
    """Return the one choice an address means: a data link names both collections, the page says “Both”.

    Args:
        given: what the address says.
        names: the collections it names.

    Returns:
        A name of ``COLLECTIONS``; empty where nothing given is known.
    """
    every = any(text.strip().casefold() == EVERY_COLLECTION.casefold() for text in given)
    return EVERY_COLLECTION if every or len(set(names)) > 1 else next(iter(names), "")


def part_rows(shares: pd.DataFrame, part: str) -> pd.DataFrame:
    """Return one row per name and collection in the order to read; a name one collection lacks has 0 cases there."""
    sizes = collection_sizes(shares)
    cases: dict[str, dict[str, int]] = {}
    for row in as_rows(shares):
        name = _NOT_GIVEN_NAME if cells.is_missing(row["name"]) else str(row["name"])
        cases.setdefault(name, {})[str(row["collection"])] = int(row["cases"])
    share = {
        name: {collection: 100.0 * own.get(collection, 0) / size for collection, size in sizes.items()}
        for name, own in cases.items()
    }
    if PARTS[part] == "year":
        names = sorted(cases, reverse=True)
    else:
        # One case more or less moves the share of a few cases too far to set the order.
        firm = [collection for collection, size in sizes.items() if size >= FEW] or list(sizes)
        names = sorted(cases, key=lambda name: (-max(share[name][collection] for collection in firm), name))
    return pd.DataFrame(
        [
            {
                "name": name,
                "collection": collection,
                "cases": cases[name].get(collection, 0),
                "share": share[name][collection],
                "base_n": size,
            }
            for name in sorted(names, key=LEFT_ASIDE.__contains__)
            for collection, size in sizes.items()
        ]
    )


def collection_sizes(shares: pd.DataFrame) -> dict[str, int]:
    """Return the number of cases of each collection."""
    return {str(row["collection"]): int(row["collection_cases"]) for row in as_rows(shares)}
