"""The accessibility statement."""

import streamlit as st

from trends import statement
from trends.ui import layout

layout.question("How accessible is this dashboard?")
st.markdown(statement.text())
