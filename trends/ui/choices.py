"""How choices behave whose options depend on the filters."""

from collections.abc import Sequence

import streamlit as st

from trends.ui.session import request


def follow_first(key: str, first: str) -> None:
    """Let a choice that the reader left at its first option stay at the first one when the options change.

    Streamlit would keep the option, which would then stand in the address as if the reader had asked for it. Call it
    before the choice is drawn.

    Args:
        key: the key of the choice.
        first: the option that stands first now.
    """
    before = f"{key}_first"
    if key in st.session_state and st.session_state[key] == st.session_state.get(before):
        st.session_state[key] = first
    st.session_state[before] = first


def settled(key: str, options: Sequence[str]) -> str:
    """Return the value that a choice kept in the address will have once it is drawn.

    The answer stands above the widget, so its value is needed first. Call it after :func:`follow_first`.

    Args:
        key: the key of the choice and its name in the address.
        options: what it offers, not empty; the first one is chosen while the reader has chosen none.
    """
    given = st.session_state.get(key, st.query_params.get(key))
    return str(given) if given in options else options[0]


def choose_named(label: str, field: str, default: str, key: str) -> str:
    """Draw the choice of what a page is on, by name and kept in the address, and return its code.

    Args:
        label: what stands above the choice.
        field: the vocabulary it is chosen from, such as ``theme``.
        default: the code that is chosen while the reader has chosen none.
        key: the key of the choice and its name in the address.
    """
    names = request().vocabulary.names[field]
    codes = {name: code for code, name in names.items()}
    offered = sorted(codes)
    chosen = st.selectbox(label, offered, index=offered.index(names[default]), key=key, bind="query-params")
    return codes[chosen]
