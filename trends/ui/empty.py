"""What a page says where the filters leave nothing, and the choices that would leave something, a button each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from trends.request.options import ways_out
from trends.request.request import Request
from trends.subjects.places import view as places
from trends.subjects.places.facts import Place
from trends.ui import filters, sheet
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


# Gives the countries nearest to one that have what was sought, each with its surveys, and by which rule.
Near = Callable[[Request, str], tuple[Sequence[tuple[Place, int]], str]]


def nothing(message: Words, ways: Sequence[Way], near: Near = places.nearest, *, told: bool = False) -> None:
    """Tell what there is of the country that was chosen, say what there is not, and offer the ways to something.

    Args:
        message: what there is not.
        ways: what would leave something, a button each.
        near: finds the countries nearest to the one that was chosen that have what was sought.
        told: the page tells by itself what there is of the country.
    """
    place = places.only_country(request())
    if place and not told:
        _of_country(place)
    st.info(markdown(message), icon=":material/search_off:")
    _offer([*(_nearest(place, near) if place else []), *ways])


def _of_country(place: str) -> None:
    """Tell what there is of a country, with the way to its page."""
    asked = request()
    st.markdown(markdown(say("**What there is:** {}", places.answer(asked, place))))
    st.page_link(
        "places.py",
        label=markdown(f"All on {grammar.the(places.name(asked, place))}"),
        icon=":material/arrow_forward:",
        query_params={"country": places.name(asked, place)},
    )


def nearest(near: Near, ways: Sequence[Way] = ()) -> None:
    """Offer the countries nearest to the one chosen, and other ways, a button each; nothing where there is none.

    Args:
        near: finds those that have what was sought.
        ways: what else would leave something.
    """
    place = places.only_country(request())
    if offered := [*(_nearest(place, near) if place else []), *ways]:
        _offer(offered)


def with_lists(kind: str) -> Near:
    """Return what finds the nearest countries that have lists of a kind.

    Args:
        kind: code of the kind, one of :data:`trends.subjects.lists.counted.LISTS`.
    """
    return lambda asked, place: places.nearest_listed(asked, place, kind)


def _nearest(place: str, near: Near) -> list[Way]:
    """Say by which rule the nearest countries were found, and return the ways to them."""
    found, rule = near(request(), place)
    if not found:
        return []
    st.caption(markdown(rule))
    return [
        Way(
            say("Show {}: {}", grammar.the(other.name), numbers.counted(count, "survey")),
            f"nearest_{other.code}",
            filters.choose,
            ("country", (other.name,)),
        )
        for other, count in found
    ]


def _offer(ways: Sequence[Way]) -> None:
    with st.container(horizontal=True, key="ways_out"):
        for way in ways:
            st.button(markdown(way.label), on_click=way.take, args=way.given, key=way.key)


def without(field: str, leaves: str) -> Way:
    """Return the way that drops one shared filter: “Show all countries (12 figures)”.

    Args:
        field: the filter.
        leaves: how much there is without it, in words.
    """
    label = f"Show {grammar.lower_first(sheet.PLACEHOLDERS.get(field, 'All years'))} ({leaves})"
    return Way(label, f"drop_{field}", filters.choose, (field, ()))


def clear_all(key: str = "clear_from_empty") -> Way:
    """Return the way that drops every shared filter."""
    return Way("Clear all filters", key, filters.clear)


def nothing_here(
    what: str, kind: list[str] | None = None, *, near: Near | None = None, told: bool = False, **held: list[str]
) -> None:
    """Say that the filters leave nothing of ``what``, and offer the nearest choice that does.

    ``near`` finds the nearest countries that have it; without it those with lists of the kind, or with any survey.
    ``told`` says that the page tells by itself what there is of a country that is chosen. ``held`` are filters the page
    sets by itself, such as its theme; they stay whatever the reader drops.
    """
    asked = request()
    left = ways_out(asked, kind or (), **held)
    ways = [without(field, numbers.counted(figures, "figure")) for field, figures in left.items()]
    nothing(
        say("There is no {}{}.", what, asked.for_choice or " yet"),
        ways or ([clear_all()] if asked.filters else []),
        near or (with_lists(kind[0]) if kind else places.nearest),
        told=told,
    )
