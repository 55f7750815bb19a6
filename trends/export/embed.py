"""One card as a small page of its own, to be shown inside pages of others: chart as SVG, table, foot, no application.

The page says how high it is to the page that holds it, so that it is shown whole.
"""

import functools
import logging
import os
import re
from html import escape

from trends.export import page as pages
from trends.export.briefing import Finding
from trends.export.card_html import CardMarkup
from trends.export.image import PRODUCT
from trends.words.text import Words, html, plain

log = logging.getLogger(__name__)

SETTING = "DIGITAL_TRENDS_EMBED"
# All else would end the policy that names them, or begin another one.
_HOST = re.compile(r"\*|(?:https?://)?(?:\*\.)?(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::(?:\d{1,5}|\*))?")
MOST_BYTES = 148_000
ROWS_TRIED = (1_000, 300, 120, 60, 25, 8)
# What the message is called in which the page says its height.
MESSAGE = "digital-trends-height"
# Tells the page around it how high it is.
SCRIPT = (
    f"const type='{MESSAGE}';"
    "addEventListener('load',()=>{const say=()=>parent.postMessage({type,"
    "height:document.documentElement.offsetHeight},'*');new ResizeObserver(say).observe(document.documentElement);"
    "say()})"
)
# Links leave the frame, whose reader would else lose the page around it, and lead to pages of the dashboard.
_HEAD = (
    '<base href="{base}/" target="_blank"><meta name="robots" content="noindex">'
    "<style>body{max-width:none;padding:.5rem}"
    "article{border:0;margin:0;padding:0}h1{font-size:1.25rem;margin:0}</style>"
    f"<script>{SCRIPT}</script>"
)


def embed_html(finding: Finding, base: str = "", changed: Words = "") -> str:
    """Return a card as an HTML document of at most 150 KB, with marks where host and day stand.

    Args:
        finding: the card with what it was asked with.
        base: the path the dashboard is served below; empty at the root.
        changed: what is to be said of the evidence, such as that it is another than the link names; else empty.
    """
    query = pages.query_of(finding.request, finding.choices)
    live = finding.address(base)
    address_of = pages.addresses_of(finding.page, query, base)
    card = CardMarkup(finding.card, finding.request, address_of=address_of, live=live, base=base, level=1)
    chosen = finding.request.filter_words
    said = [words for words in (changed, f"Filters: {chosen}." if chosen else "") if words]
    above = "".join(f'<p class="note">{html(words)}</p>' for words in said)
    last = f'<p class="links"><a href="{escape(live)}">{PRODUCT}: open it with all its choices</a></p>'

    def make(most: int) -> str:
        return pages.document(
            f"{plain(finding.card.title)} · {PRODUCT}",
            f"{card.shown(most)}{above}{last}",
            finding.card.alt,
            canonical=f"{pages.HOST}{pages.canonical_address(finding.page, finding.request, finding.choices, base)}",
            foot=f"{pages.DAY} · Evidence {finding.request.version.fingerprint}",
            head=_HEAD.replace("{base}", escape(base)),
        )

    return pages.fitting(make, ROWS_TRIED, MOST_BYTES)


def hosts() -> tuple[str, ...]:
    """Return the hosts that may show cards in their pages; what is no host in the setting is left out and logged."""
    return _hosts(os.environ.get(SETTING, ""))


@functools.cache
def _hosts(setting: str) -> tuple[str, ...]:
    # Every card asks; what is wrong with the setting is logged once.
    given = setting.replace(",", " ").split()
    for text in given:
        if not _HOST.fullmatch(text):
            log.warning("%s: “%s” is no host and is left out; write “https://www.example.org”.", SETTING, text)
    return tuple(text for text in given if _HOST.fullmatch(text))
