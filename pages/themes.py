"""Everything known on one theme."""

import streamlit as st

from trends.subjects.themes import view as theme_view
from trends.ui import card, layout, session, themes

request = session.request()

# The answer stands beside the choice it depends on.
rest = layout.NO_REST
heading, choice = st.columns([3, 1], vertical_alignment="top")
with choice:
    theme = themes.choose()
with heading:
    if theme_view.is_empty(request, theme):
        layout.question(theme_view.question(request, theme))
        themes.nothing_here(theme)
    else:
        asked, answer = theme_view.question(request, theme), theme_view.answer(request, theme)
        rest = layout.question(asked, answer, theme_view.you(request, theme))

heading_of_surveys = "What surveys say"
if said := theme_view.said_card(request, theme):
    card.lead(heading_of_surveys, said, page="themes")
    card.bullets(theme_view.agreement(request, theme))
    layout.notes([note] if (note := theme_view.lists_note(request)) else [])
elif theme_view.has_figures(request, theme) or theme_view.is_empty(request, theme):
    st.header(heading_of_surveys, anchor=False)
    st.markdown("No survey read here asked for views on this theme, for this choice.")
else:
    st.header(heading_of_surveys, anchor=False)
    # Something else is known: the answer tells it, and the nearest that has figures is offered here.
    themes.nothing_here(theme)

layout.more(rest)
if not theme_view.is_empty(request, theme):
    themes.key_figures(theme)

st.header("What bodies do", anchor=False)
if done := theme_view.done_card(request, theme):
    card.draw(done, page="themes")
else:
    st.markdown("No survey read here counted what bodies have in place on this theme, for this choice.")

themes.uses(theme)

st.header("How countries compare", anchor=False)
themes.countries(theme)

st.header("Who has done it", anchor=False)
themes.cases(theme)

card.others("themes")

if prompts := theme_view.prompts(request, theme):
    st.header("What to ask on Monday", anchor=False)
    card.bullets(prompts)
