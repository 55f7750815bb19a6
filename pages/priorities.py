"""What do bodies put first, and what changed?"""

import streamlit as st

from trends.ui import card, layout, survey

KIND = "priority"
QUESTION = "What do digital leaders put first?"

asked = survey.asked_of(KIND)

if asked is None:
    layout.question(QUESTION)
    layout.nothing_here("list of priorities", [KIND])
else:
    layout.question(QUESTION, survey.answer(asked))
    layout.you(survey.you(asked))
    survey.key_figures(asked)
    survey.choose_question(KIND)
    card.draw(survey.question_card(asked), page="priorities", first=True)
    survey.own_block(asked)

    st.header("The same item elsewhere", anchor=False)
    elsewhere = survey.elsewhere_card(asked)
    if elsewhere is None:
        st.caption("This question was asked in one place and one sector only.")
    else:
        card.draw(elsewhere, page="priorities")

    st.header("Which themes surveys name as priorities", anchor=False)
    survey.theme_table(KIND)

layout.doors(
    [
        ("concerns.py", "What worries them"),
        ("countries.py", "How countries compare"),
        ("cases.py", "Who has done it"),
    ]
)
