"""Where does a country stand among others?"""

import streamlit as st

from trends.subjects.indices import view as index_view
from trends.ui import indices, layout
from trends.ui.session import request

asked = indices.read_choice()

if asked is None:
    layout.question(index_view.QUESTION)
    indices.nothing_here()
else:
    facts = index_view.facts(request(), asked)
    layout.question(index_view.QUESTION, index_view.answer(request(), facts))
    layout.you(index_view.you(request(), facts))
    indices.caution(facts)
    indices.choose(asked)

    st.header("Who stands where", anchor=False)
    if facts.rows.empty:
        indices.no_country(facts)
    else:
        indices.standing(asked, facts)

        st.header("How it changed", anchor=False)
        indices.trend(asked, facts)

        st.header("What lies behind it", anchor=False)
        indices.parts(asked, facts)
    indices.place_door(asked)

layout.doors(
    [
        ("bodies.py", "What public bodies have in place"),
        ("priorities.py", "What surveys put first"),
        ("cases.py", "Who has done it"),
    ]
)
