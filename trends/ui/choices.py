"""How choices behave whose options depend on the filters."""

from collections.abc import Callable, Sequence

import streamlit as st

from trends.request.request import Request
from trends.ui.address import understand_named
from trends.ui.session import is_narrow, of_anyone, request


def follow(key: str, options: Sequence[str], mine: str, anyone: str) -> int:
    """Let a choice that the reader left untouched be what the page shows by itself, also when that changes.

    Streamlit would keep the option, which would then stand in the address as if the reader had asked for it. What is
    shown because of the reader's own place stands in the address: whoever else opens it is to see the same. Call it
    before the choice is drawn and before what it holds is read.

    Args:
        key: the key of the choice.
        options: what it offers, not empty.
        mine: the option that the page shows this reader untouched.
        anyone: the option that it shows readers of no place.

    Returns:
        The place among the options of what an address need not say, for the choice's ``index``.
    """
    before, given = f"{key}_first", f"{key}_given"
    if key in st.session_state:
        untouched = st.session_state[key] == st.session_state.get(before)
        # What a link asked for stays, although the address drops it where it is what anyone is shown.
        untouched = untouched and st.session_state[key] != st.session_state.get(given)
        # What the choice shows by itself is not set besides: Streamlit would warn of that, with a trace in the log.
        if untouched and not st.session_state[key] == mine == anyone:
            st.session_state[key] = mine
    elif st.query_params.get(key) in options:
        st.session_state[given] = st.query_params[key]
    elif mine != anyone:
        st.session_state[key] = mine
        # Streamlit tells the browser of what was set before a choice is first drawn only where the address is set too.
        st.query_params[key] = mine
    st.session_state[before] = mine
    return options.index(anyone) if anyone in options else 0


def choose_named(label: str, field: str, shown: Callable[[Request], str], key: str) -> str:
    """Draw the choice of what a page is on, by name and kept in the address, and return its code.

    Args:
        label: what stands above the choice.
        field: the vocabulary it is chosen from, such as ``theme``.
        shown: returns the code that the page shows while the reader has chosen none.
        key: the key of the choice and its name in the address.
    """
    understand_named(key, field)
    names = request().vocabulary.names[field]
    codes = {name: code for code, name in names.items()}
    offered = sorted(codes)
    index = follow(key, offered, names[shown(request())], names[shown(of_anyone())])
    chosen = st.selectbox(
        label,
        offered,
        index=index,
        key=key,
        bind="query-params",
        # On a phone the name that is shown says what is chosen; its label is read aloud all the same.
        label_visibility="collapsed" if is_narrow() else "visible",
        filter_mode="contains",
    )
    return codes[chosen]
