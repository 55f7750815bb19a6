"""What is known of one sector: what it puts first, what worries it, what it has in use, who has done it."""

import streamlit as st

from trends.subjects.sectors import view as sector_view
from trends.ui import empty, layout, sectors

# The answer stands above the choice it depends on.
heading = st.container()
sector = sectors.choose()
with heading:
    if sector_view.is_empty(sector):
        layout.question(sector_view.question(sector))
        empty.nothing_here(f"evidence on the sector {sector_view.name(sector).lower()}", sector=[sector])
    else:
        layout.question(sector_view.question(sector), sector_view.answer(sector))
        layout.you(sector_view.you(sector))
        sectors.key_figures(sector)

sectors.lists(sector)
sectors.tables(sector)

st.header("Who has done it", anchor=False)
sectors.cases(sector)
sectors.doors(sector)
