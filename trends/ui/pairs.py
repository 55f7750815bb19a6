"""The block of the page on countries that sets two indicators against each other."""

import streamlit as st

from trends.subjects.indices import pair_view, view
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.indices.view import Asked
from trends.ui import card
from trends.ui.address import understand_against
from trends.ui.session import request
from trends.words.text import markdown

PAGE = "countries"


def against(asked: Asked, known: IndexFacts) -> None:
    """Draw the choice of another indicator and, once one is chosen, both against each other, or why they are not."""
    offered = pair_view.offered(view.offered_indicators(request()), known)
    if not offered:
        return
    understand_against(offered)
    # What was chosen may be the one that is shown now.
    if st.session_state.get(pair_view.AGAINST) not in {None, *offered}:
        del st.session_state[pair_view.AGAINST]
    st.header("Against another index", anchor=False)
    chosen = st.selectbox(
        "Another index and indicator",
        list(offered),
        index=None,
        key=pair_view.AGAINST,
        bind="query-params",
        placeholder="Choose one to see whether both order countries alike",
        filter_mode="contains",
    )
    if chosen is None:
        return
    pair = pair_view.facts(request(), known, asked.peers, offered[chosen])
    made = pair_view.card(request(), pair, asked.peers)
    if made is None:
        st.markdown(markdown(pair.refused))
    else:
        card.draw(made, page=PAGE)
