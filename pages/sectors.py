"""What is known of one sector: what it puts first, what worries it, what it has in use, who has done it."""

import streamlit as st

from trends.subjects.sectors import view as sector_view
from trends.ui import card, layout, sectors, session

request = session.request()

# The answer stands beside the choice it depends on.
rest = layout.NO_REST
heading, choice = st.columns([3, 1], vertical_alignment="top")
with choice:
    sector = sectors.choose()
with heading:
    if sector_view.is_empty(request, sector):
        layout.question(sector_view.question(request, sector))
        sectors.nothing_here(sector)
    else:
        asked, answer = sector_view.question(request, sector), sector_view.answer(request, sector)
        rest = layout.question(asked, answer, sector_view.you(request, sector))

sectors.lists(sector)
layout.more(rest)
if not sector_view.is_empty(request, sector):
    sectors.key_figures(sector)
sectors.tables(sector)
sectors.missing(sector)

st.header("Who has done it", anchor=False)
sectors.cases(sector)
card.others("sectors")
sectors.doors(sector)
