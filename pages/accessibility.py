"""The accessibility statement, and what is kept of readers."""

import streamlit as st

from trends.ui import layout
from trends.words import statement

layout.question("How accessible is this dashboard, and what does it keep of its readers?")
st.markdown(statement.text())
