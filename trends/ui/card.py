"""Draws cards: the same parts in the same order on every page."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from trends.cards.card import Card
from trends.cards.listing import without
from trends.cards.source import Behind
from trends.export import encode, image, since
from trends.export import tables as data_tables
from trends.export.card_html import behind_address
from trends.export.citation import STYLES
from trends.export.examples import ways
from trends.export.page import addresses_of, anchor_of, own_choices, query_of
from trends.export.shown import shown_file, shown_file_name
from trends.request import tables as request_tables
from trends.request.place import NOBODY
from trends.request.request import Choices, Request
from trends.store.versions import current
from trends.subjects import registry
from trends.ui import actions, drawn, parts, reading
from trends.ui.session import base_path, cards_drawn, choices, explicit, is_narrow, listings_drawn, request
from trends.words import pieces
from trends.words.text import Words, html, markdown, plain

# Servers in front of this one commonly take no longer address.
LONGEST_BEHIND = 8_000
FILE_FORMATS = tuple(name for name, kind in encode.FORMATS.items() if kind.on_cards)


def lead(heading: str, card: Card, *, page: str) -> None:
    """Draw the first card of a page below its heading; a phone leaves that out, so that the chart comes sooner."""
    if not is_narrow():
        st.header(heading, anchor=False)
    draw(card, page=page, first=is_narrow())


def draw(
    card: Card,
    *,
    page: str,
    first: bool = False,
    choose: Callable[[], None] | None = None,
    asked: Request | None = None,
    slot: int | None = None,
) -> None:
    """Draw a card: finding, subtitle, chart with its table and what is to know of it, foot with source and files.

    Args:
        card: the card.
        page: name of the page it is on.
        first: it follows the page's title at once, so its own title is a heading of the level below.
        choose: draws the choice of what the card shows, which stands in its head, on a phone at its end.
        asked: the request it was made with, where that is of another place than the filters; its links lead there.
        slot: the how manieth card of the page it is, where another takes its place under other filters: it is drawn
            anew in place then.
    """
    key, narrow, made_with = f"{page}_{card.key}", is_narrow(), asked or request()
    cards_drawn().add(card.key)
    # On a phone the choice would push the chart below the first screen from above.
    beside, below = (None, choose) if narrow else (choose, None)
    made, anchor, level = drawn.drawn(card, made_with, narrow=narrow), anchor_of(key), 2 if first else 3
    with st.container(border=True, key=f"card_{key}"):
        if beside is not None:
            head, chosen = st.columns([3, 2], vertical_alignment="top")
            with head:
                parts.draw_heading(made, key=f"{key}_heading", anchor=anchor, level=level)
            with chosen:
                beside()
        parts.draw(
            made,
            key=f"{key if slot is None else f'{page}_{slot}'}_parts",
            anchor=anchor,
            level=level,
            actions=actions.of_card(f"{page}/{card.key}", {**explicit(page), **_where(asked)}, _release(page)),
            signed=image.signature(made_with.filter_words),
            is_titled=beside is None,
            slot=slot,
        )
        downloads(card, key, page, asked)
        if below is not None:
            below()


def draw_folded(card: Card, *, page: str) -> None:
    """Draw a card of a table alone, folded under its title; its table is drawn once the reader opens it.

    Args:
        card: the card, without a chart.
        page: name of the page it is on.
    """
    key = f"{page}_{card.key}"
    cards_drawn().add(card.key)
    opened = st.expander(markdown(card.title), key=key, on_change="rerun")
    if not opened.open:
        return
    with opened:
        reading.draw(card.table, alt=pieces.caption(plain(card.title)), key=key)
        for symbol in card.symbols:
            st.caption(markdown(symbol))
        st.caption(markdown(card.foot))
        downloads(card, f"{key}_folded", page)


def others(page: str) -> None:
    """Draw the cards and listings a page holds that its script has not drawn, in the order of its contents.

    What needs no control and no heading of its own has no line in the script: it is drawn because its view lists it. So
    no page leaves out what programs, files and plain pages have of it.

    Args:
        page: its name.
    """
    held = registry.contents(page, request(), explicit(page))
    for card in held.cards:
        if card.key not in cards_drawn():
            draw(card, page=page)
    for listing in without(held.listings, listings_drawn()):
        reading.listing_with_heading(listing)


def _release(page: str) -> str:
    """Return the release that links to cards of a page name; empty where the page itself has a choice of that name."""
    known = registry.PAGES.get(page)
    return "" if known and since.PARAMETER in known.choices else since.name_of(request().version)


def bullets(lines: list[Words]) -> None:
    """Draw lines as a list."""
    st.markdown(_listed(lines))


def _listed(lines: Sequence[Words]) -> str:
    return "\n".join(f"- {markdown(line)}" for line in lines)


def _where(asked: Request | None) -> Choices:
    """Return what the filters of a card's own request hold, by name; nothing where it was made with the reader's."""
    return {} if asked is None else asked.filters.names(asked.vocabulary)


def downloads(card: Card, key: str, page: str = "", asked: Request | None = None) -> None:
    """Offer what is shown, and all rows behind it, as files that are made when asked for, and how it is cited.

    Args:
        card: the card.
        key: its key on its page.
        page: name of the page whose address gives the card to programs as well; empty where none does.
        asked: the request it was made with, where that is of another place than the filters.
    """
    made_with = asked or request()
    # The buttons are made only when the reader opens the box: six a card would slow every run.
    box = st.popover("Download", icon=":material/download:", key=f"{key}_download", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(f"**What is shown**: {len(card.shown):,} rows")
        with st.container(horizontal=True):
            for name in FILE_FORMATS:
                _button(card, key, name, made_with, behind=False)
        if card.behind is not None:
            _offer_behind(card, card.behind, key, made_with)
        if page and (address := served_at(card, page, made_with, choices(*registry.PAGES[page].choices), base_path())):
            st.markdown("**What is shown, for programs**: also as `.json` and `.xlsx`")
            st.code(data_tables.origin(st.context.url) + address, language=None, wrap_lines=True)
            st.html(code_for(data_tables.origin(st.context.url) + address))
        if page:
            _cite(card, page, replace(made_with, place=NOBODY))


def _offer_behind(card: Card, behind: Behind, key: str, asked: Request) -> None:
    """Offer all rows behind a card: by links, whose files are made once for all who ask and sent from the disk.

    No address serves what a session alone has, a survey of its own or a version that new ones do not begin with any
    more, nor a choice that would be too long for one: there the files are made for the reader.
    """
    st.markdown("**All rows behind it**, every edition and column")
    if links := _links_behind(behind, asked):
        st.html(f'<p class="ways">{links}</p>')
        return
    with st.container(horizontal=True):
        for name in FILE_FORMATS:
            _button(card, key, name, asked, behind=True)


def _links_behind(behind: Behind, asked: Request) -> str:
    """Return links to all rows behind a card, a file for each format; empty where no address gives them."""
    if asked.version is not current():
        return ""
    ways = [(encode.FORMATS[name].label, behind_address(behind, name, base_path())) for name in FILE_FORMATS]
    if max(len(address) for _, address in ways) > LONGEST_BEHIND:
        return ""
    return " · ".join(
        f'<a href="{html(address)}" aria-label="{html(label)}, all rows" download>{html(label)}</a>'
        for label, address in ways
    )


def code_for(address: str) -> str:
    """Return, folded, how a file at an address is read with each program, as HTML.

    Drawn as one element that the browser unfolds: no run of the page, and a click takes the whole of a code.
    """
    shown = "".join(
        f"<p>{html(f'{way.title}: {way.how}' if way.how else f'{way.title}:')}</p>"
        f'<pre tabindex="0"><code class="code-{way.key}">{html(way.code)}</code></pre>'
        for way in ways(address)
    )
    programs = "Excel, Google Sheets, Python, R, DuckDB, curl"
    return f'<details class="code-for"><summary>Code for {programs}</summary>{shown}</details>'


def _cite(card: Card, page: str, anybody: Request) -> None:
    """Offer how a card is cited, as a text and as files for programs that keep references."""
    query = query_of(anybody, explicit(page))
    links = (
        f'<a href="{html(f"{base_path()}/card/{page}/{card.key}.{ending}{query}")}" download>{html(style.words)}</a>'
        for ending, style in STYLES.items()
    )
    st.html(f'<p class="ways"><strong>How to cite it</strong>: {" · ".join(links)}</p>')
    address = html(f"{base_path()}/card/{page}/{card.key}.receipt{query}")
    st.html(
        f'<p class="ways"><strong>Receipts</strong>: <a href="{address}" download>Place in the source, day of '
        "reading and origin of each row</a></p>"
    )


def served_at(card: Card, page: str, asked: Request, held: Choices, base: str) -> str:
    """Return the address at which exactly the rows of a card are served; empty where they depend on the own place.

    Args:
        card: the card.
        page: name of the page it is on.
        asked: what it was made with.
        held: what the page alone chooses.
        base: the path the dashboard lives below.
    """
    anybody, own = replace(asked, place=NOBODY), own_choices(page, held)
    served = {each.key: each.shown for each in registry.contents(page, anybody, own).cards}
    if card.key not in served or not served[card.key].equals(card.shown):
        return ""
    return addresses_of(page, query_of(anybody, own), base)(card, "csv")


def _button(card: Card, key: str, format_name: str, asked: Request, *, behind: bool) -> None:
    kind = encode.FORMATS[format_name]
    scope = "all" if behind else "shown"
    if behind and card.behind is not None:
        shown, selection = request_tables.TABLES[card.behind[0]], card.behind[1]
        # The file is made when the reader clicks, on another thread, so it gets the choice by value.
        make = functools.partial(data_tables.encoded, asked.store, asked.vocabulary, shown, selection, format_name)
        name = data_tables.file_name(shown.name, asked.vocabulary, selection, format_name)
    else:
        make = functools.partial(shown_file, card, asked, format_name, data_tables.origin(st.context.url) + base_path())
        name = shown_file_name(card, format_name)
    st.download_button(
        f"{kind.label}, all rows" if behind else kind.label,
        data=make,
        file_name=name,
        mime=kind.media_type,
        on_click="ignore",
        key=f"{key}_{scope}_{format_name}",
    )
