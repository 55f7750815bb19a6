"""Everything known on one theme."""

import streamlit as st

from trends.ui import card, layout, topics

# The answer stands above the choice it depends on.
heading = st.container()
theme = topics.choose()
with heading:
    if topics.is_empty(theme):
        layout.question(topics.question(theme))
        layout.nothing_here(f"evidence on the theme {topics.name(theme).lower()}", theme=[theme])
    else:
        layout.question(topics.question(theme), topics.answer(theme))
        layout.you(topics.you(theme))
        topics.key_figures(theme)

st.header("What leaders say", anchor=False)
if said := topics.said_card(theme):
    st.markdown(topics.agreement(theme))
    card.draw(said, page="themes")
else:
    st.markdown("No survey read here asked leaders about this theme, for this choice.")

st.header("What bodies do", anchor=False)
if done := topics.done_card(theme):
    card.draw(done, page="themes")
else:
    st.markdown("No survey read here counted what bodies have in place on this theme, for this choice.")

topics.uses(theme)

st.header("How countries compare", anchor=False)
topics.countries(theme)

st.header("Who has done it", anchor=False)
topics.cases(theme)

if prompts := topics.prompts(theme):
    st.header("What to ask on Monday", anchor=False)
    st.markdown(prompts)
