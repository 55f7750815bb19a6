"""The router: navigation, shared filters and footer around every view."""

import streamlit as st

from trends.subjects import registry
from trends.ui import address, chips, filters, layout, releases, session, unknown

# Before the navigation: a page's own icon would else be fetched from a font service as the tab's icon.
st.set_page_config(page_icon=layout.TAB_ICON, layout="wide")
groups = {each.group: [] for each in registry.PAGES.values()}
for each in registry.PAGES.values():
    view = st.Page(
        f"{each.name}.py",
        title=each.title,
        icon=f":material/{each.icon}:",
        default=each.name == registry.FIRST,
        visibility="hidden" if each.hidden else "visible",
    )
    groups[each.group].append(view)
briefing = st.Page("briefing.py", title="Briefing", icon=":material/library_books:")
statement = st.Page("accessibility.py", title="Accessibility", icon=":material/accessibility_new:")
# Reached from the box above every page, which stands there already.
search = st.Page("search.py", title="Search", icon=":material/search:", visibility="hidden")
groups["To hand on"] = [briefing]
groups[registry.RESTS] += [statement, search]
page = st.navigation(groups, expanded=True)
address.understand_shared(page.url_path)
bar = chips.bar()
filters.draw()
unknown.draw()
with session.held():
    st.set_page_config(page_title=layout.page_title(page.url_path))
    if page.url_path not in {"accessibility", "search"}:
        chips.draw(bar)
    releases.changed(page.url_path)
    page.run()
    unknown.check()
    layout.footer(page.url_path)
