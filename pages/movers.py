"""What rose, what fell, and what only looks as if it did?"""

import streamlit as st

from trends.subjects.movers import view, words
from trends.ui import card, layout, movers
from trends.words.text import markdown

found = movers.chosen_people()

if found is None:
    layout.question(view.QUESTION)
    movers.nothing_here()
else:
    rest = movers.begin(found)
    if found.counts:
        st.header("Complete counts", anchor=False)
        movers.counts_block(found)
    if found.shares:
        st.header("Shares of those who answered", anchor=False)
        movers.shares_block(found)
    layout.more(rest)
    movers.choose_people()
    movers.key_figures(found)

    if found.places:
        st.header("Places as published", anchor=False)
        movers.places_block(found)

    movers.untold_block(found)
    movers.prompts_block(found)

    if absent := words.absent_words(found):
        st.caption(markdown(absent))

card.others("movers")
layout.doors(
    [
        ("priorities.py", "What surveys put first"),
        ("concerns.py", "What worries them"),
        ("sources.py", "What it rests on"),
    ]
)
