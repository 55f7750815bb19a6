"""Where does a country stand among others?"""

import streamlit as st

from trends.ui import layout, places

QUESTION = "Where does a country stand?"

asked = places.read_choice()

if asked is None:
    layout.question(QUESTION)
    places.nothing_here()
else:
    facts = places.facts(asked)
    layout.question(QUESTION, places.answer(facts))
    layout.you(places.you(facts))
    st.markdown(f"**Caution:** {facts.caution}")
    places.choose(asked)

    st.header("Who stands where", anchor=False)
    if facts.rows.empty:
        places.no_country(facts)
    else:
        places.standing(facts)

        st.header("How it changed", anchor=False)
        places.trend(asked, facts)

        st.header("What lies behind it", anchor=False)
        places.parts(asked, facts)

layout.doors(
    [
        ("bodies.py", "What public bodies have in place"),
        ("priorities.py", "What leaders put first"),
        ("cases.py", "Who has done it"),
    ]
)
