"""Ways to another page that take a choice along.

A link with a choice in its address sets a choice only where that was never drawn before: one the reader has seen, such
as the shared filters, keeps what it holds. So a door that sets one is a button.
"""

import streamlit as st

from trends.words.text import Words, markdown

Chosen = str | list[str]


def lead_to(page: str, label: Words, key: str, icon: str = ":material/arrow_forward:", **chosen: Chosen) -> None:
    """Draw a door to another page that sets choices there.

    Args:
        page: file of the page.
        label: what readers see.
        key: name of the door on its page.
        icon: what stands before the label.
        chosen: what each choice is to hold, by its key: names for a filter of the sidebar, a name for another choice.
    """
    if st.button(markdown(label), on_click=_choose, args=(chosen,), key=key, icon=icon, type="tertiary"):
        # An address of its own, even an empty one: Streamlit refuses to clear what choices are bound to. They write
        # themselves into it again.
        st.switch_page(page, query_params={})


def _choose(chosen: dict[str, Chosen]) -> None:
    for key, held in chosen.items():
        st.session_state[key] = held
