"""Who has done it, and what came of it?"""

import streamlit as st

from trends.casebook import OFFERED_CASES
from trends.ui import casebook, layout

layout.question("Who has done it, and what came of it?")
# The answer stands above the filters it depends on.
above = st.container()
selection = casebook.choose_filters()
totals = casebook.find("case_totals", selection).iloc[0].to_dict()
listed = casebook.find("case_list", selection, most=OFFERED_CASES)

casebook.status(totals, selection)
casebook.read_case(listed, totals)

if listed.empty:
    casebook.nothing_here(selection)
else:
    with above:
        casebook.answer(selection)
        casebook.you_block()
    st.header("The cases", anchor=False)
    casebook.list_block(listed, selection)

    st.header("What they have in common", anchor=False)
    casebook.shares_block(selection)

    st.header("Where they are", anchor=False)
    casebook.map_block(totals, selection)

layout.doors(
    [
        ("priorities.py", "What leaders put first"),
        ("concerns.py", "What worries them"),
        ("countries.py", "How countries compare"),
    ]
)
