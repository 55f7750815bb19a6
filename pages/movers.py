"""What rose, what fell, and what only looks as if it did?"""

import streamlit as st

from trends.subjects.movers import view as mover_view
from trends.subjects.movers import words as mover_words
from trends.ui import layout, movers

QUESTION = "What rose, what fell?"

found = movers.chosen_people()

if found is None:
    layout.question(QUESTION)
    movers.nothing_here()
else:
    layout.question(QUESTION, mover_words.answer(found))
    layout.you(mover_view.you(found))
    movers.choose_people()
    movers.key_figures(found)
    charts = 0

    if found.shares:
        st.header("Shares of those who answered", anchor=False)
        charts += movers.shares_block(found)

    if found.places:
        st.header("Places as published", anchor=False)
        charts += movers.places_block(found)

    if found.counts:
        st.header("Complete counts", anchor=False)
        movers.counts_block(found, drawn=charts < movers.MOST_CHARTS)

    if prompts := mover_view.prompts(found):
        st.header("What to ask on Monday", anchor=False)
        st.markdown(prompts)

    if absent := mover_words.absent_words(found):
        st.caption(absent)

layout.doors(
    [
        ("priorities.py", "What leaders put first"),
        ("concerns.py", "What worries them"),
        ("sources.py", "What it rests on"),
    ]
)
