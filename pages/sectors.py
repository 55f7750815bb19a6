"""What is known of one sector: what it puts first, what worries it, what it has in use, who has done it."""

import streamlit as st

from trends.ui import branches, layout

# The answer stands above the choice it depends on.
heading = st.container()
sector = branches.choose()
with heading:
    if branches.is_empty(sector):
        layout.question(branches.question(sector))
        layout.nothing_here(f"evidence on the sector {branches.name(sector).lower()}", sector=[sector])
    else:
        layout.question(branches.question(sector), branches.answer(sector))
        layout.you(branches.you(sector))
        branches.key_figures(sector)

branches.lists(sector)
branches.tables(sector)

st.header("Who has done it", anchor=False)
branches.cases(sector)
branches.doors(sector)
