"""What a page says where the filters leave nothing, and the choices that would leave something, a button each."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from trends.request.request import Request, kept
from trends.statistics.cells import as_rows
from trends.ui import sidebar
from trends.ui.session import request
from trends.words import grammar, numbers
from trends.words.text import Words, markdown, say


@dataclass(frozen=True)
class Way:
    """A way out of an empty page: what its button says, its name on the page, and what it does."""

    label: Words
    key: str
    take: Callable[..., None]
    given: tuple[Any, ...] = ()


def nothing(message: Words, ways: Sequence[Way]) -> None:
    """Say that there is nothing, and offer the ways to something."""
    st.info(markdown(message), icon=":material/search_off:")
    for way in ways:
        st.button(markdown(way.label), on_click=way.take, args=way.given, key=way.key)


def without(field: str, leaves: str) -> Way:
    """Return the way that drops one shared filter: “Show all countries (12 figures)”.

    Args:
        field: the filter.
        leaves: how much there is without it, in words.
    """
    label = f"Show {grammar.lower_first(sidebar.PLACEHOLDERS.get(field, 'All years'))} ({leaves})"
    return Way(label, f"drop_{field}", sidebar.choose, (field, ()))


def clear_all(key: str = "clear_from_empty") -> Way:
    """Return the way that drops every shared filter."""
    return Way("Clear all filters", key, sidebar.clear)


def nothing_here(what: str, kind: list[str] | None = None, **held: list[str]) -> None:
    """Say that the filters leave nothing of ``what``, and offer the nearest choice that does.

    ``held`` are filters the page sets by itself, such as its theme; they stay whatever the reader drops.
    """
    asked = request()
    helpful = _helpful(asked, tuple(kind or ()), tuple((field, tuple(codes)) for field, codes in held.items()))
    ways = [without(row["field"], numbers.counted(int(row["figures"]), "figure")) for row in helpful]
    said = asked.filter_words
    nothing(
        say("There is no {} for {}.", what, said) if said else say("There is no {} yet.", what),
        ways or ([clear_all()] if asked.filters else []),
    )


@kept
def _helpful(
    asked: Request, kind: tuple[str, ...], held: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[dict[Hashable, Any]]:
    """Return the filters that leave something once they are dropped, with the number of figures they leave."""
    nearest = asked.ask("nearest_filters", kind=list(kind), **{field: list(codes) for field, codes in held})
    return as_rows(nearest[(nearest["figures"] > 0) & ~nearest["field"].isin([field for field, _ in held])])
