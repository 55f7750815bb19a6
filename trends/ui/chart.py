"""The one place that puts a figure on a page, so that what draws it can be exchanged."""

import plotly.graph_objects as go
import streamlit as st

from trends.figures.base import CONFIG


def draw(figure: go.Figure, *, alt: str, key: str) -> None:
    """Draw a figure; ``alt`` says in 20 to 160 characters what it shows."""
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=key)
