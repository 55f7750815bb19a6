"""What is known of one sector: what it puts first, what worries it, what it has in use, who has done it."""

import streamlit as st

from trends import casebook, overview, sectors
from trends.ui import layout
from trends.ui.evidence import ask, is_narrow, vocabulary

SHOWN = 8
FIRST = "Local government"

offered = {name: code for code, name in vocabulary().names["sector"].items()}
heading = st.container()
mine = st.selectbox(
    "Sector of this page", sorted(offered), index=sorted(offered).index(FIRST), key="branch", bind="query-params"
)
sector = [offered[mine]]
total = ask("totals", sector=sector, kind=[]).iloc[0]
cases = ask("case_list", sector=sector, technology=[], status=[], collection=["curated"], search="", most=SHOWN)
with heading:
    layout.question(f"{mine}: where is it going?", sectors.answer(mine, total))
    if not total["figures"] and cases.empty:
        layout.nothing_here(f"evidence on the sector {mine.lower()}", sector=sector)

for words, kind, missing in (
    ("What it puts first", "priority", "No list of priorities of this sector was read."),
    ("What worries it", "concern", "No list of concerns of this sector was read."),
    ("What it hopes for", "opportunity", "No list of opportunities of this sector was read."),
    ("What it has in use", "adoption", "No list of what this sector has in use was read."),
):
    st.header(words, anchor=False)
    leaders = ask("latest_leaders", sector=sector, kind=[kind], least_themes=1).head(SHOWN)
    if leaders.empty:
        st.markdown(missing)
    else:
        table = overview.newest_table(leaders, narrow=is_narrow())
        st.table(table, border="horizontal", hide_index=True, alt=f"{words}: {mine}")
st.caption(
    "One row per question: what stood first in its last edition. Wordings, bases and respondents differ, "
    "so the rows do not rank against each other."
)

st.header("Who has done it", anchor=False)
if cases.empty:
    st.markdown("No checked case of this sector was read.")
else:
    st.table(casebook.case_table(cases, narrow=is_narrow()), border="horizontal", hide_index=True, alt=f"Cases: {mine}")
layout.doors([("priorities.py", "All lists of priorities"), ("concerns.py", "All concerns"), ("cases.py", "All cases")])
