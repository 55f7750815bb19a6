"""The bar above every page: the reader's own place, what is chosen in the filters, and the way to change both."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from trends.export.rows_shown import groups_shown
from trends.request.filters import FIELD_NAMES
from trends.request.request import Request
from trends.ui import filters
from trends.ui.session import is_narrow, request, shown
from trends.words import grammar, numbers
from trends.words.text import Words, markdown, say
from trends.words.years import year_runs

# Of one filter so many choices are named one by one; more of them are told as a number.
NAMED = 3
# Stands between country, sector and kind of body of the reader's own place.
OWN_PARTS = " · "
# The button that a script of the page turns into the way to the filters, see ``sheet.js``.
CHANGE = "change_filters"


def bar() -> DeltaGenerator:
    """Return the place of the bar, which stands above the filters and is filled when they have been read."""
    return st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="chips")


def draw(place: DeltaGenerator, view: str) -> None:
    """Draw the bar: the reader's own place, a chip for each choice, which a click removes, and “Change”.

    Args:
        place: where it stands.
        view: the address of the page.
    """
    asked = request()
    with place:
        if asked.place:
            _chip(_own_place(asked), "own", filters.forget, (), filters.OWN_ICON)
            if _compares(asked) and not is_narrow():
                st.text("compared with:")
        for field, codes in asked.filters.lists().items():
            for label, left in _chips(asked, field, codes):
                _chip(label, f"{field}_{len(left)}_{label}", filters.choose, (field, left), "")
        # On a phone it would be cut; the answer names them, and what stands below the chart says it all.
        if not is_narrow() and (groups := groups_shown(*shown(view))):
            st.text(f"shown: {grammar.joined(groups)} together")
        if not asked.filters:
            st.text("All countries, sectors and years")
        st.button("Change", key=CHANGE, icon=":material/tune:", type="tertiary", help="Open the filters and your place")


def _own_place(asked: Request) -> Words:
    """Return the chip of the reader's own place: all of it, on a phone so little that others are seen beside it."""
    if is_narrow() and asked.filters:
        return "You"
    return say("You: {}", OWN_PARTS.join(asked.place.parts))


def _chips(asked: Request, field: str, codes: list[str]) -> list[tuple[str, list[str]]]:
    """Return the chips of a filter, each with the names that stay chosen when it is removed."""
    names = [asked.vocabulary.name(field, code) for code in codes]
    if field == "year" and len(names) > 1:
        return [(_spans(names), [])]
    if len(names) > NAMED:
        return [(f"{FIELD_NAMES[field]}: {len(names)} chosen", [])]
    return [(name, [other for other in names if other != name]) for name in names]


def _compares(asked: Request) -> bool:
    """Say whether the filters choose a country or a sector that is not the reader's own."""
    mine = {"country": asked.place.country, "sector": asked.place.sector}
    return any(set(getattr(asked.filters, field)) - {own} for field, own in mine.items())


def _spans(names: list[str]) -> str:
    """Return years as spans, as in “2019–2020, 2022”; many of them as how many of which, gaps being told either way."""
    runs = year_runs(names)
    if len(runs) > NAMED:
        return f"{len(names)} years of {numbers.years(runs[0][0], runs[-1][-1])}"
    return ", ".join(numbers.years(run[0], run[-1]) for run in runs)


def _chip(label: Words, key: str, remove: Callable[..., None], args: tuple[object, ...], icon: str) -> None:
    st.button(
        markdown(say("{} ✕", label)),
        key=f"chip_{key}",
        on_click=remove,
        args=args,
        icon=icon or None,
        help="Remove",
    )
