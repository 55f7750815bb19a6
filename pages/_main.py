"""The router: navigation, shared filters and footer around every view."""

import streamlit as st

from trends.subjects import registry
from trends.ui import (
    address,
    chips,
    kept_place,
    layout,
    navigation,
    own_survey,
    releases,
    session,
    sheet,
    signed_in,
    unknown,
)

# Before the navigation: a page's own icon would else be fetched from a font service as the tab's icon.
st.set_page_config(page_icon=layout.TAB_ICON, layout="wide")
page = st.navigation(navigation.groups(), expanded=True)
address.understand_shared(page.url_path)
kept_place.take_first()
bar = chips.bar()
sheet.draw(page.url_path)
signed_in.draw()
with session.held():
    st.set_page_config(page_title=layout.page_title(page.url_path))
    if page.url_path not in {"accessibility", "protection", "search"}:
        chips.draw(bar, page.url_path)
    unknown.draw(bar)
    own_survey.banner()
    releases.changed(page.url_path)
    page.run()
    unknown.check(page.url_path or registry.FIRST)
    layout.footer(page.url_path)
