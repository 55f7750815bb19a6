"""Where one country or group stands, and what is known of it."""

import streamlit as st

from trends.subjects.places import view as place_view
from trends.ui import card, empty, layout, places, session

request = session.request()

# The answer stands beside the choice it depends on.
rest = layout.NO_REST
heading, choice = st.columns([3, 1], vertical_alignment="top")
with choice:
    place = places.choose()
nothing = place_view.is_empty(request, place)
with heading:
    if nothing:
        layout.question(place_view.question(request, place))
        empty.nothing_here(f"evidence of {place_view.name(request, place)}", country=[place])
    else:
        asked, answer = place_view.question(request, place), place_view.answer(request, place)
        rest = layout.question(asked, answer, place_view.you(request, place))

if not nothing:
    places.indices(place)
    layout.more(rest)
    places.key_figures(place)

    st.header("Side by side", anchor=False)
    places.side_by_side(place)

    places.surveys(place)
    places.bodies(place)
    places.cases(place)
    places.missing(place)

card.others("places")
layout.doors(
    [
        ("countries.py", "How countries compare"),
        ("cases.py", "Who has done it"),
        ("sources.py", "What it rests on"),
    ]
)
