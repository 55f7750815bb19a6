"""What one named public body answered, and how that stands beside others."""

import streamlit as st

from trends.subjects.body import view as body_view
from trends.ui import body, card, empty, layout, session

request = session.request()
shown = body_view.body_of(request, body.choices())

# The answer stands beside the way to another body.
rest = layout.NO_REST
rows = body_view.answers(request, shown) if shown else []
heading, choice = st.columns([3, 1], vertical_alignment="top")
with choice:
    typed = body.find()
with heading:
    if shown is None:
        body.nobody()
    elif not rows:
        layout.question(body_view.question(shown))
        empty.nothing_here(f"answer of {shown.name}")
    else:
        rest = layout.question(body_view.question(shown), body_view.answer(request, shown))

body.found(typed)
body.kinds()

if shown is not None:
    if rows:
        st.header("What it answered", anchor=False)
        body.answers(shown)
        layout.more(rest)
        body.key_figures(shown)
        st.header("Side by side", anchor=False)
        body.side_by_side(shown)
        body.top(shown)
    body.known(shown)

card.others("body")
layout.doors(
    [
        ("bodies.py", "What have public bodies in place?"),
        ("places.py", "What is known of a country"),
        ("sources.py", "What it rests on"),
    ]
)
