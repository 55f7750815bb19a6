"""What the words that texts use mean, as the glossary of the evidence explains them, read once for all readers."""

from trends.request.request import Request, kept_by
from trends.words import glossary


@kept_by()
def words_used(asked: Request, texts: tuple[str, ...], most: int) -> list[tuple[str, str]]:
    """Return the terms that occur in texts with their meanings, the first ones, in order of first occurrence."""
    # Cached by texts and not by card, since a card may hold the reader's own answers.
    return glossary.words_used(texts, _finder(asked), most)


@kept_by()
def _finder(asked: Request) -> glossary.Finder:
    return glossary.finder_of(asked.ask("glossary_terms"))
