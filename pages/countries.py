"""Where does a country stand among others?"""

import streamlit as st

from trends.subjects.indices import view as index_view
from trends.ui import indices, layout, pairs
from trends.ui.session import request

asked = indices.read_choice()

if asked is None:
    layout.question(index_view.QUESTION)
    indices.nothing_here()
else:
    facts = index_view.facts(request(), asked)
    heading, choice = st.columns([3, 2], vertical_alignment="top")
    with heading:
        answer, you = index_view.answer(request(), facts), index_view.you(request(), facts)
        rest = layout.question(index_view.QUESTION, answer, you)
    with choice, st.container(gap="xsmall"):
        indices.choose(asked)
    if facts.rows.empty:
        indices.no_country(facts)
        layout.more(rest)
        indices.caution(facts)
    else:
        indices.standing(asked, facts)
        layout.more(rest)
        indices.caution(facts)
        indices.hint(asked)

        st.header("How it changed", anchor=False)
        indices.trend(asked, facts)

        st.header("What lies behind it", anchor=False)
        indices.parts(asked, facts)

        pairs.against(asked, facts)
    indices.place_door(asked)

layout.doors(
    [
        ("bodies.py", "What public bodies have in place"),
        ("priorities.py", "What surveys put first"),
        ("cases.py", "Who has done it"),
    ]
)
