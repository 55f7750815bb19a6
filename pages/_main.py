"""The router: navigation, shared filters and footer around every view."""

import streamlit as st

from trends.ui import address, layout, session, sidebar

# Before the navigation: a page's own icon would else be fetched from a font service as the tab's icon.
st.set_page_config(page_icon=layout.TAB_ICON, layout="wide")
page = st.navigation(
    {
        "": [
            st.Page("overview.py", title="Overview", default=True, icon=":material/home:"),
            st.Page("themes.py", title="Themes", icon=":material/topic:"),
            st.Page("sectors.py", title="Sectors", icon=":material/apartment:"),
        ],
        "What leaders say": [
            st.Page("priorities.py", title="Priorities", icon=":material/flag:"),
            st.Page("concerns.py", title="Concerns", icon=":material/warning:"),
            st.Page("movers.py", title="Movers", icon=":material/swap_vert:"),
        ],
        "How places compare": [
            st.Page("countries.py", title="Countries", icon=":material/public:"),
            st.Page("bodies.py", title="Public bodies", icon=":material/account_balance:"),
        ],
        "Who has done it": [
            st.Page("cases.py", title="Cases", icon=":material/work:"),
        ],
        "What it rests on": [
            st.Page("sources.py", title="Sources", icon=":material/menu_book:"),
            st.Page("accessibility.py", title="Accessibility", icon=":material/accessibility_new:"),
        ],
    }
)
st.set_page_config(page_title=f"{page.title} · Digital Trends")
address.understand_shared(page.url_path)
sidebar.draw_place()
sidebar.draw_filters()
with session.settled():
    page.run()
    layout.footer(page.url_path)
