"""What does the evidence say now?"""

import streamlit as st

from trends.ui import card, overview

rest = overview.begin()

st.header("Ten questions leaders ask", anchor=False)
overview.questions()
overview.more(rest)

overview.newest_block()
card.others("overview")
