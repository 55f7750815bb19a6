"""The evidence in plain Streamlit with pandas and plotly.express: two filters, four charts, a table.

Started from the root of the checkout with ``streamlit run bench/rivals/streamlit_app.py``.
"""

import sys
from pathlib import Path

import streamlit as st

# Streamlit puts the folder of a script in front, not the one it is started in.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.rivals import evidence

st.set_page_config("Digital trends in Streamlit", layout="wide")


@st.cache_resource
def _read() -> evidence.Evidence:
    return evidence.read()


read = _read()
with st.sidebar:
    countries = st.multiselect("Country", read.countries, placeholder="All countries", key="country")
    sectors = st.multiselect("Sector", read.sectors, placeholder="All sectors", key="sector")

shown = evidence.drawn(read, countries, sectors)
st.title("Digital trends")
st.write(shown.words)
for beside in (shown.figures[:2], shown.figures[2:]):
    for place, figure in zip(st.columns(2), beside, strict=True):
        place.plotly_chart(figure, height=400)
st.table(shown.table, hide_index=True)
