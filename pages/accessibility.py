"""The accessibility statement."""

import streamlit as st

from trends.ui import layout
from trends.words import statement

layout.question("How accessible is this dashboard?")
st.markdown(statement.text())
