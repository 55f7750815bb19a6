"""Cards as data for programs: what a card says, the rows it shows as typed values, and the addresses of its files."""

from typing import Any

from trends.cards.card import Card
from trends.cards.source import Behind
from trends.export import page as pages
from trends.export.card_html import FILES, behind_address
from trends.export.plain import plain_rows
from trends.export.text import contents_data
from trends.request.request import Choices, Request
from trends.subjects import registry
from trends.words.columns import MEANINGS
from trends.words.text import plain


def page_list(base: str) -> list[dict[str, Any]]:
    """Return every page: name, title, addresses, and the parameters that it alone has."""
    return [
        {
            "name": page.name,
            "title": page.title,
            "group": page.group,
            "choices": list(page.choices),
            "address": pages.live_address(page.name, "", base),
            "plain": f"{base}/read/{page.name}",
            "cards": f"{base}/api/v1/cards/{page.name}",
        }
        for page in registry.PAGES.values()
    ]


def page_data(name: str, asked: Request, choices: Choices, base: str) -> dict[str, Any]:
    """Return a page as data: what :func:`trends.export.text.contents_data` gives, of each card rows and addresses.

    Args:
        name: the page.
        asked: what it is asked with.
        choices: what the page alone chooses.
        base: the path the dashboard is served below.
    """
    contents = registry.contents(name, asked, choices)
    query = pages.query_of(asked, choices)
    told = contents_data(contents)
    told["cards"] = [
        said | _rows(card) | {"addresses": _addresses(card, name, query, base)}
        for said, card in zip(told["cards"], contents.cards, strict=True)
    ]
    told["listings"] = [
        said | {"addresses": _behind(listing.behind, base)}
        for said, listing in zip(told["listings"], contents.listings, strict=True)
    ]
    return {
        "page": name,
        "address": pages.live_address(name, query, base),
        "filters": asked.filters.names(asked.vocabulary),
        "choices": {field: list(values) for field, values in choices.items()},
        "evidence": asked.version.fingerprint,
        **told,
    }


def one_card(told: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Return the data of a page with one of its cards alone; None where it has no such card."""
    cards = [card for card in told["cards"] if card["key"] == key]
    return {**told, "cards": cards} if cards else None


def _rows(card: Card) -> dict[str, Any]:
    """Return what a card shows: its sentences, its columns with their meanings, and its rows as typed values."""
    return {
        "sentences": [text for words in (card.title, card.subtitle, *card.about) if (text := plain(words))],
        "columns": {name: MEANINGS.get(name, "") for name in map(str, card.shown.columns)},
        "rows": plain_rows(card.shown),
    }


def _addresses(card: Card, page: str, query: str, base: str) -> dict[str, str]:
    """Return where the same card stands as files and pictures, and where all rows behind it are."""
    address_of = pages.addresses_of(page, query, base)
    made = {name: address_of(card, name) for name in (*FILES, "receipt")}
    if card.chart is not None:
        # Of the usual size, which an address need not name.
        made |= {name: f"{base}/card/{page}/{card.key}.{name}{query}" for name in ("svg", "png")}
    return made | _behind(card.behind, base)


def _behind(behind: Behind | None, base: str) -> dict[str, str]:
    """Return where all rows behind a card or listing are; nothing where no one table holds them."""
    return {} if behind is None else {"behind": behind_address(behind, "json", base)}
