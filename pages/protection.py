"""How those who answered a survey are protected: rules, table and cost of disclosure control."""

import streamlit as st

from trends.export import prose
from trends.ui import layout
from trends.words import protection

layout.question(protection.title())
for part in prose.parts(protection.text()):
    # A table scrolls by itself where it is wider than its page, also by keyboard.
    if prose.is_table(part):
        st.html(prose.prose_html(part))
    else:
        st.markdown(part)
