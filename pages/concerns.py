"""What worries leaders, and what changed?"""

import streamlit as st

from trends.ui import card, layout, survey

KIND = "concern"
QUESTION = "What worries digital leaders?"

asked = survey.asked_of(KIND)

if asked is None:
    layout.question(QUESTION)
    layout.nothing_here("list of concerns", [KIND])
else:
    layout.question(QUESTION, survey.answer(asked))
    layout.you(survey.you(asked))
    survey.key_figures(asked)
    survey.choose_question(KIND)
    card.draw(survey.question_card(asked), page="concerns", first=True)
    survey.own_block(asked)

    st.header("The same item elsewhere", anchor=False)
    elsewhere = survey.elsewhere_card(asked)
    if elsewhere is None:
        st.caption("This question was asked in one place and one sector only.")
    else:
        card.draw(elsewhere, page="concerns")

    st.header("Which themes surveys name as concerns", anchor=False)
    survey.theme_table(KIND)

layout.doors(
    [
        ("priorities.py", "What they put first"),
        ("countries.py", "How countries compare"),
        ("cases.py", "Who has done it"),
    ]
)
