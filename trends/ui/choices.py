"""How choices behave whose options depend on the filters."""

import streamlit as st


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
