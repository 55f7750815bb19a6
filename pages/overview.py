"""What does the evidence say now?"""

import streamlit as st

from trends.ui import overview

overview.begin()

st.header("Ten questions leaders ask", anchor=False)
overview.questions()

overview.newest_block()
