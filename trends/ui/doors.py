"""Links to another page that set a choice there.

They are links, not buttons that write the session's state: opened in a new tab they lead to the same. What the filters
hold there, ``address.py`` reads from the address.
"""

import streamlit as st

from trends.words.text import Words, markdown

Chosen = str | list[str]


def lead_to(page: str, label: Words, icon: str = ":material/arrow_forward:", **chosen: Chosen) -> None:
    """Draw a door to another page that sets choices there.

    Args:
        page: file of the page.
        label: what readers see.
        icon: what stands before the label.
        chosen: what each choice is to hold, by its key: names for a filter of the sidebar, a name for another choice.
    """
    st.page_link(page, label=markdown(label), icon=icon, query_params=chosen)
