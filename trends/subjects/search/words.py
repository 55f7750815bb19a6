"""What search says of what it found."""

from collections.abc import Mapping

from trends.statistics.cells import Row

# What things of a kind are called together.
TITLES: Mapping[str, str] = {
    "place": "Places",
    "region": "Parts of countries",
    "theme": "Themes",
    "sector": "Sectors",
    "item": "Items of surveys",
    "question": "Questions",
    "survey": "Surveys",
    "index": "Indices of countries",
    "body": "Public bodies",
    "case": "Case studies",
    "word": "Words used here",
}
LONGEST_ABOUT = 140


def about(row: Row) -> str:
    """Return what tells a thing apart from others of its name.

    Args:
        row: as ``queries/search/find.sql`` gives it.
    """
    said = str(row["about"])
    if row["kind"] == "place" and row["named"] != row["name"]:
        said = f"{said}, also “{row['named']}”"
    return said if len(said) <= LONGEST_ABOUT else f"{said[: LONGEST_ABOUT - 1].rstrip()}…"


def status(text: str, found: int, *, typed: bool = True) -> str:
    """Return how much a text finds; empty where nothing was typed.

    Args:
        text: what a reader typed.
        found: how many things it finds.
        typed: whether one of them holds a word as it was typed; else all are only spelt much like it.
    """
    if not text.strip():
        return ""
    if not found:
        return f"Nothing here is called “{text.strip()}” or much like it. Try fewer words, or another spelling."
    if not typed:
        return f"Nothing here is called “{text.strip()}”; {found:,} {'is' if found == 1 else 'are'} spelt much like it."
    return f"{found:,} found for “{text.strip()}”."
