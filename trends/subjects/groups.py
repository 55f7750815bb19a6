"""Figures of groups of countries that a page draws for a country they hold: whose they are, and which rows.

What was asked of Australia and New Zealand together was asked of New Zealand. It is not of New Zealand alone: words and
links that tell of the filters alone would not belong to what is drawn.
"""

from collections.abc import Iterable, Mapping

from trends.cards.card import Card
from trends.request.options import totals
from trends.request.request import Request


def drawn(request: Request, cards: Iterable[Card | None]) -> list[str]:
    """Return the codes of the groups whose figures cards show where the filters choose countries these groups hold.

    Args:
        request: what the reader asks with.
        cards: what the page draws; of None nothing is drawn.
    """
    chosen = request.filters.country
    held = {group for country in chosen for group in request.vocabulary.aggregates.get(country, ())} - set(chosen)
    shown = [code for card in cards if card and card.behind for code in card.behind[1].get("country", ())]
    return [code for code in dict.fromkeys(shown) if code in held]


def rows_drawn(request: Request, cards: Iterable[Card | None]) -> dict[str, list[str]] | None:
    """Return the filters that give exactly the figures of a page that draws some of groups; None where it draws none.

    Where the shared filters leave figures themselves, these are of the page as well, and those of the groups with them.

    Args:
        request: what the reader asks with.
        cards: what the page draws.
    """
    made = [card for card in cards if card and drawn(request, [card])]
    if not made:
        return None
    groups, chosen = drawn(request, made), {field: codes for field, codes in request.filters.lists().items() if codes}
    if totals(request)["figures"]:
        return {**chosen, "country": [*request.filters.country, *groups]}
    behind: Mapping[str, list[str]] = {
        field: list(dict.fromkeys(code for card in made if card.behind for code in card.behind[1].get(field, ())))
        for field in ("question", "country", "sector")
    }
    # A list is drawn whole, whichever theme it was chosen by, and in the chosen years.
    return {**behind, **({"year": chosen["year"]} if "year" in chosen else {})}
