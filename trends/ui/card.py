"""Draws cards: the same parts in the same order on every page."""

import functools

import streamlit as st

from trends.cards.card import Card, texts_of
from trends.export import encode, image
from trends.export import tables as data_tables
from trends.request import tables as request_tables
from trends.ui import chart
from trends.ui.kept import kept
from trends.ui.session import store, vocabulary
from trends.words import columns, glossary, pieces

FILE_FORMATS = ("csv", "xlsx", "parquet")


def draw(card: Card, *, page: str, first: bool = False) -> None:
    """Draw a card: finding, subtitle, chart with its table and what is to know of it, foot with source and files.

    Args:
        card: the card.
        page: name of the page it is on.
        first: it follows the page's title at once, so its own title is a heading of the level below.
    """
    key = f"{page}_{card.key}"
    with st.container(border=True, key=f"card_{key}"):
        title = st.header if first else st.subheader
        title(card.title, anchor=key.replace("_", "-"))
        st.caption(card.subtitle)
        if card.figure is not None:
            seen, read, known = st.tabs(["Chart", "Table", "About this figure"], key=f"{key}_parts")
            with seen:
                _chart(card, key)
        else:
            read, known = st.tabs(["Table", "About this figure"], key=f"{key}_parts")
        with read:
            st.table(card.table, border="horizontal", hide_index=True, alt=pieces.caption(card.title))
            for symbol in card.symbols:
                st.caption(symbol)
        with known:
            for paragraph in card.about:
                st.markdown(paragraph)
            st.markdown(f"Licence: {card.source.licence}.")
            _glossary(card)
        st.caption(f"{card.foot} · Source: [{card.source.name}]({card.source.url})")
        if card.evidence:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_evidence"):
                st.badge(card.evidence, color="gray")
                st.caption(card.reach, width="stretch")
        downloads(card, key)


def _glossary(card: Card) -> None:
    """Explain the terms a card uses."""
    if used := _words_used(tuple(texts_of(card)), glossary.MOST_WORDS):
        st.markdown("**Words used here**")
        st.markdown("\n".join(f"- **{term}**: {meaning}" for term, meaning in used))


@kept
def _words_used(texts: tuple[str, ...], most: int) -> list[tuple[str, str]]:
    # Kept by the texts and not by the card, which may hold what a reader answered.
    return glossary.words_used(texts, store().ask("glossary_terms"), most)


def _chart(card: Card, key: str) -> None:
    meanings = _words_used(tuple(image.texts_of(card)), image.MOST_WORDS + 1)
    chart.draw(
        card.drawings,
        alt=card.alt,
        key=f"{key}_chart",
        title=card.title,
        subtitle=card.subtitle,
        foot=image.foot(card, meanings),
        file_name=encode.file_name(card.key, card.file_words, "png").removesuffix(".png"),
    )


def downloads(card: Card, key: str) -> None:
    """Offer what is shown, and all rows behind it, as files that are made when asked for."""
    # The buttons are made only when the reader opens the box: six a card would slow every run.
    box = st.popover("Download", icon=":material/download:", key=f"{key}_download", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(f"**What is shown**: {len(card.shown):,} rows")
        with st.container(horizontal=True):
            for name in FILE_FORMATS:
                _button(card, key, name, behind=False)
        if card.behind is not None:
            st.markdown("**All rows behind it**, every edition and column")
            with st.container(horizontal=True):
                for name in FILE_FORMATS:
                    _button(card, key, name, behind=True)


def _button(card: Card, key: str, format_name: str, *, behind: bool) -> None:
    kind = encode.FORMATS[format_name]
    scope = "all" if behind else "shown"
    if behind and card.behind is not None:
        table, selection = request_tables.TABLES[card.behind[0]], card.behind[1]
        # The file is made when the reader clicks, on another thread, so it gets the choice by value.
        make = functools.partial(data_tables.encoded, store(), vocabulary(), table, selection, format_name)
        name = data_tables.file_name(table.name, vocabulary(), selection, format_name)
    else:
        selection = card.file_words
        make = functools.partial(
            encode.encode,
            card.shown,
            format_name,
            title=card.title,
            about=[
                *pieces.file_note(card.title, card.subtitle, card.foot, card.reach),
                *data_tables.about(store(), vocabulary(), selection, len(card.shown)),
            ],
            columns=columns.TABLE_COLUMNS | columns.COLUMN_MEANINGS,
        )
        name = encode.file_name(card.key, selection, kind.extension)
    st.download_button(
        kind.label,
        data=make,
        file_name=name,
        mime=kind.media_type,
        on_click="ignore",
        key=f"{key}_{scope}_{format_name}",
    )
