"""What a page says where the filters leave nothing, and the nearest choice that leaves something."""

from collections.abc import Hashable
from typing import Any

import streamlit as st

from trends.request.filters import FIELD_NAMES
from trends.ui import sidebar
from trends.ui.kept import kept
from trends.ui.session import ask, choice, vocabulary


def nothing_here(what: str, kind: list[str] | None = None, **held: list[str]) -> None:
    """Say that the filters leave nothing of ``what``, and offer the nearest choice that does.

    ``held`` are filters the page sets by itself, such as its theme; they stay whatever the reader drops.
    """
    said = choice().words()
    st.info(
        f"There is no {what} for {said}." if said else f"There is no {what} yet.",
        icon=":material/search_off:",
    )
    known = vocabulary()
    helpful = _helpful(tuple(kind or ()), tuple((field, tuple(codes)) for field, codes in held.items()))
    for row in helpful:
        field = row["field"]
        names = ", ".join(known.name(field, code) for code in choice().lists()[field])
        st.button(
            f"Without {FIELD_NAMES[field].lower()} {names}: {row['figures']:,} figures",
            on_click=sidebar.drop,
            args=(field,),
            key=f"drop_{field}",
        )
    if not helpful and choice():
        st.button("Clear all filters", on_click=sidebar.clear, key="clear_from_empty")


@kept
def _helpful(kind: tuple[str, ...], held: tuple[tuple[str, tuple[str, ...]], ...]) -> list[dict[Hashable, Any]]:
    """Return the filters that leave something once they are dropped, with the number of figures they leave."""
    nearest = ask("nearest_filters", kind=list(kind), **{field: list(codes) for field, codes in held})
    return nearest[(nearest["figures"] > 0) & ~nearest["field"].isin([field for field, _ in held])].to_dict("records")
