"""What a reader can do with a card in the browser: copy a link or the image, share, see it alone (``actions.js``)."""

from typing import Any

from trends.export import embed
from trends.request.request import Choices


def of_card(finding: str, chosen: Choices, release: str) -> dict[str, Any]:
    """Return what the row of actions of a card is drawn from, besides its title and its anchor.

    Args:
        finding: what names the card in a briefing, without filters and choices, as in “concerns/list”.
        chosen: what the page's own choices hold, which a link to the card says even where the address bar need not.
        release: that of the evidence, which a link to the card names; empty where its page is on releases itself.
    """
    return {
        "finding": finding,
        "release": release,
        "chosen": {name: list(held) for name, held in chosen.items()},
        "embeds": embed.MESSAGE if embed.hosts() else "",
    }
