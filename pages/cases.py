"""Who has done it, and what came of it?"""

import streamlit as st

from trends.subjects.cases import view as case_view
from trends.subjects.cases.facts import OFFERED_CASES
from trends.ui import card, cases, layout, session

request = session.request()

# The answer stands above the filters it depends on, so what these will hold is read first.
selection = cases.read_filters()
totals = case_view.totals(request, selection)
listed = case_view.find(request, "case_list", selection, most=OFFERED_CASES)
opened = cases.read_case()

layout.question(case_view.QUESTION)
rest = layout.NO_REST
if not listed.empty:
    rest = layout.lead(case_view.answer(request, case_view.fixed_filters(selection)), case_view.you(request))
if opened:
    cases.draw_case(opened)
if not listed.empty:
    cases.shares_block(selection)
    layout.more(rest)
    cases.own_filter()

cases.choose_filters()
cases.status(totals, selection)
cases.choose_case(listed, totals, opened)

if listed.empty:
    cases.nothing_here(selection)
else:
    st.header("The cases", anchor=False)
    cases.list_block(listed, selection)

    st.header("Where they are", anchor=False)
    cases.map_block(totals, selection)

card.others("cases")
layout.doors(
    [
        ("priorities.py", "What surveys put first"),
        ("concerns.py", "What worries them"),
        ("countries.py", "How countries compare"),
    ]
)
