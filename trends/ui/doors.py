"""Links to another page that set a choice there.

A link with a choice in its address was tried: Streamlit ignores it for a widget that was drawn before, such as a shared
filter. So such a link is a button that writes the session's state.
"""

import streamlit as st

from trends.request.filters import SHARED_FIELDS
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
        # Without query_params Streamlit refuses to clear those that widgets are bound to. Shared filters write theirs
        # again; a widget that is drawn first with what the session holds already does not.
        st.switch_page(page, query_params={key: held for key, held in chosen.items() if key not in SHARED_FIELDS})


def _choose(chosen: dict[str, Chosen]) -> None:
    for key, held in chosen.items():
        st.session_state[key] = held
