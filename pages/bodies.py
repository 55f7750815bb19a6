"""What have public bodies in place, one by one?"""

import streamlit as st

from trends.subjects.bodies import view as body_view
from trends.ui import bodies, card, layout, session

request = session.request()

asked = bodies.asked_of()

if asked is None:
    layout.question(body_view.QUESTION)
    bodies.nothing_here()
else:
    facts = body_view.facts(request, asked)
    answer, you = body_view.answer(request, asked, facts, session.choices("body")), body_view.you(request, asked, facts)
    rest = layout.question(body_view.QUESTION, answer, you)

    lead = bodies.shares_card(asked, facts)
    card.draw(lead, page="bodies", first=True, choose=bodies.choose_question)
    bodies.left(asked)
    layout.more(rest)
    bodies.own_block(asked, facts)

    st.header("Where an answer is more and less common", anchor=False)
    parts = bodies.parts_card(asked, facts)
    if parts is None:
        st.caption("These bodies do not fall into parts of five or more, so there is nothing to compare.")
    else:
        card.draw(parts, page="bodies")

    st.header("Which body answered what", anchor=False)
    bodies.body_list(asked, facts, lead)

card.others("bodies")
layout.doors(
    [
        ("body.py", "What one body answered"),
        ("countries.py", "How countries compare"),
        ("priorities.py", "What surveys put first"),
        ("sources.py", "What it rests on"),
    ]
)
