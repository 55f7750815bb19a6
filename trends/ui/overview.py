"""Blocks of the overview: doors to the reader's own place, the questions leaders ask, the newest editions."""

from collections.abc import Sequence

import streamlit as st

from trends.subjects.lists.counted import LISTS
from trends.subjects.overview import view
from trends.subjects.overview.findings import MOST, RULE, WHERE, Finding, findings
from trends.ui import card, empty, layout, reading, session
from trends.words.grammar import the
from trends.words.text import markdown

PAGE = "overview"
# Two stand beside each other where there is room.
QUESTION_WIDTH = 356
# Where each kind of finding leads on.
WAYS_ON = {
    "priorities": ("priorities.py", "Each list of priorities"),
    "concerns": ("concerns.py", "Each list of concerns"),
    "changes": ("movers.py", "All that rose and fell"),
    "indices": ("places.py", "All on this country"),
    "trend": ("countries.py", "This index, all countries"),
    "bodies": ("bodies.py", "What public bodies answered"),
    "cases": ("cases.py", "All its cases"),
}
# So many of them stand side by side where there is room.
ABREAST = 2
OWN_DOORS = (
    ("priorities.py", "Priorities of your place"),
    ("concerns.py", "Concerns of your place"),
    ("cases.py", "Cases of your place"),
)


def begin() -> layout.Rest:
    """Begin the page: its question with the answer, the reader's own place, the findings.

    Returns:
        What has no room above the findings; :func:`more` draws it.
    """
    request = session.request()
    rest = layout.question(view.QUESTION, view.answer(request), view.you(request))
    shown = findings(request)
    # What stands beside all indices of a country is far shorter than they are.
    beside = MOST if shown and shown[0].kind == "indices" else ABREAST
    _findings(shown, range(beside), "first_findings")
    # Beside what comes first everywhere, how the reader's own place stands.
    layout.own_place(rest)
    _findings(shown, range(beside, len(shown)), "more_findings")
    if shown:
        st.caption(RULE)
    told = any(found.kind == "indices" for found in shown)
    if view.is_empty(request):
        empty.nothing_here("survey figure", told=told)
    elif told and view.thin_place(request):
        # Where there is no figure at all, the words on that name the nearest countries.
        empty.nearest(empty.with_lists(next(iter(LISTS))))
    return layout.Rest(rest.answer)


def more(rest: layout.Rest) -> None:
    """Draw the rest of the answer, and the doors to the reader's own place."""
    layout.more(rest)
    _own_doors()


def _own_doors() -> None:
    """Offer pages with the filters set to the reader's own place; nothing where none is chosen."""
    mine = session.request().place
    if not mine:
        return
    with st.container(horizontal=True, key="own_doors"):
        for page, label in OWN_DOORS:
            # The link holds the filters only, not that they are the reader's own place.
            st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=mine.filters)
        if mine.country:
            st.page_link(
                "places.py",
                label=markdown(f"All on {the(mine.country_name)}"),
                icon=":material/arrow_forward:",
                query_params=mine.filters,
            )


def questions() -> None:
    """Draw the questions leaders ask, each a link to the page that answers it."""
    narrow = session.is_narrow()
    with st.container(horizontal=not narrow, gap="xsmall", key="questions"):
        for question in view.questions(session.request()):
            st.page_link(
                f"{question.page}.py",
                label=markdown(question.text),
                icon=":material/arrow_forward:",
                query_params=dict(question.choices),
                width="stretch" if narrow else QUESTION_WIDTH,
            )


def _findings(found: Sequence[Finding], places: Sequence[int], key: str) -> None:
    """Draw the findings at some places side by side, the third below the second, each with the way to more of it."""
    shown = [(place, found[place]) for place in places if place < len(found)]
    if not shown:
        return
    # Where there is no room for two of them, one stands below the other, see page.css.
    with st.container(key=key):
        columns = st.columns(min(len(shown), ABREAST))
    for at, (place, each) in enumerate(shown):
        with columns[min(at, len(columns) - 1)]:
            card.draw(each.card, page=PAGE, first=True, asked=each.asked, slot=place)
            page, label = WAYS_ON[each.kind]
            st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=_way_on(each))


def _way_on(found: Finding) -> dict[str, list[str]]:
    """Return what the address of the way on says: the place the finding is of; none where it is of all."""
    if found.is_general:
        return {field: [""] for field in WHERE}
    chosen = found.asked.filters.names(found.asked.vocabulary)
    return {field: chosen[field] for field in WHERE if field in chosen}


def newest_block() -> None:
    """Draw what stands first in the newest editions; nothing where there are none."""
    newest = view.newest_listing(session.request())
    if newest is not None:
        reading.listing_with_heading(newest)
