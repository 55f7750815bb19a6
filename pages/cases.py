"""Who has done it, and what came of it?"""

import streamlit as st

from trends.subjects.cases import view as case_view
from trends.subjects.cases.facts import OFFERED_CASES
from trends.ui import cases, layout, session
from trends.words.text import Words

request = session.request()

layout.question(case_view.QUESTION)
# The answer and the first chart stand above the filters they depend on.
above = st.container()
selection = cases.choose_filters()
totals = case_view.totals(request, selection)
listed = case_view.find(request, "case_list", selection, most=OFFERED_CASES)

rest: Words = ""
if not listed.empty:
    with above:
        rest = layout.lead(case_view.answer(request, case_view.fixed_filters(selection)))
        cases.you_block()
cases.status(totals, selection)
cases.read_case(listed, totals, above)

if listed.empty:
    cases.nothing_here(selection)
else:
    with above:
        cases.shares_block(selection)
        layout.more(rest)
    st.header("The cases", anchor=False)
    cases.list_block(listed, selection)

    st.header("Where they are", anchor=False)
    cases.map_block(totals, selection)

layout.doors(
    [
        ("priorities.py", "What surveys put first"),
        ("concerns.py", "What worries them"),
        ("countries.py", "How countries compare"),
    ]
)
