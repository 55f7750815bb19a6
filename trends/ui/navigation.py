"""The pages of the dashboard in their groups, as Streamlit's navigation takes them."""

import copy
from collections.abc import Mapping
from functools import cache

import streamlit as st
from streamlit.navigation.page import Page

from trends.paths import own_surveys_are_offered
from trends.subjects import registry
from trends.ui import signed_in

# The pages of owners, where readers sign in.
OWN = "Your own"


def groups() -> dict[str, list[Page]]:
    """Return the pages of each group, by its heading, for one run of the router."""
    # A page is used up by its run, so each run gets copies.
    return {
        heading: [copy.copy(page) for page in pages]
        for heading, pages in _made().items()
        if heading != OWN or signed_in.may_try_surveys()
    }


@cache
def _made() -> Mapping[str, list[Page]]:
    """Make the pages once in a process: for each, Streamlit looks for its file, a tenth of what a click costs."""
    made: dict[str, list[Page]] = {each.group: [] for each in registry.PAGES.values()}
    for each in registry.PAGES.values():
        made[each.group].append(
            st.Page(
                f"{each.name}.py",
                title=each.title,
                icon=f":material/{each.icon}:",
                default=each.name == registry.FIRST,
                visibility="hidden" if each.hidden else "visible",
            )
        )
    # Reached from the box above every page, which stands there already.
    search = st.Page("search.py", title="Search", icon=":material/search:", visibility="hidden")
    # Reached from cards of figures that were changed.
    protection = st.Page("protection.py", title="Protection", icon=":material/shield:", visibility="hidden")
    made["To hand on"] = [st.Page("briefing.py", title="Briefing", icon=":material/library_books:")]
    if own_surveys_are_offered():
        made[OWN] = [st.Page("your_survey.py", title="Your survey", icon=":material/upload_file:")]
    made[registry.RESTS] += [
        st.Page("accessibility.py", title="Accessibility", icon=":material/accessibility_new:"),
        protection,
        search,
    ]
    return made
