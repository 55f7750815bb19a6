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

# A chart comes first, where the page has any.
begins_with_done = theme_view.begins_with_done(request, theme)
first, second = (themes.done, themes.said) if begins_with_done else (themes.said, themes.done)
first(theme, first=True)
layout.more(rest)
if not theme_view.is_empty(request, theme):
    themes.key_figures(theme)

second(theme)
themes.uses(theme)

st.header("How countries compare", anchor=False)
themes.countries(theme)

st.header("Who has done it", anchor=False)
themes.cases(theme)

card.others("themes")

if prompts := theme_view.prompts(request, theme):
    st.header("What to ask on Monday", anchor=False)
    card.bullets(prompts)
