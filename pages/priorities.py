"""What do bodies put first, and what changed?"""

import streamlit as st

from trends.subjects.lists import view as list_view
from trends.ui import card, empty, layout, lists, session

KIND = "priority"

asked = lists.asked_of(KIND)

if asked is None:
    layout.question(list_view.question(session.request(), None, KIND))
    empty.nothing_here("list of priorities", [KIND])
else:
    rest = lists.begin(KIND, asked)
    card.draw(lists.question_card(asked), page="priorities", first=True, choose=lambda: lists.choose_question(KIND))
    layout.more(rest)
    lists.key_figures(asked)
    lists.own_block(asked)

    st.header("The same item elsewhere", anchor=False)
    elsewhere = lists.elsewhere_card(asked)
    if elsewhere is None:
        st.caption("This question was asked in one place and one sector only.")
    else:
        card.draw(elsewhere, page="priorities")

    lists.theme_table(KIND)

card.others("priorities")
layout.doors(
    [
        ("concerns.py", "What worries them"),
        ("countries.py", "How countries compare"),
        ("cases.py", "Who has done it"),
    ]
)
