"""Blocks of the overview: doors to the reader's own place, the questions leaders ask, the newest editions."""

import streamlit as st

from trends.subjects.lists.counted import LISTS
from trends.subjects.overview import view
from trends.ui import card, empty, layout, reading, session
from trends.words.grammar import the
from trends.words.text import markdown

PAGE = "overview"
# Two stand beside each other where there is room.
QUESTION_WIDTH = 356
WAYS_ON = {
    "priorities": ("priorities.py", "Each list of priorities"),
    "concerns": ("concerns.py", "Each list of concerns"),
}
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
    place_block()
    leading_cards()
    # Beside what comes first everywhere, how the reader's own place stands.
    layout.own_place(rest)
    changed_block()
    if view.is_empty(request):
        empty.nothing_here("survey figure", told=view.place_card(request) is not None)
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


def leading_cards() -> None:
    """Draw the cards of the themes that lead lists of priorities and of concerns."""
    drawn = [made for kind in LISTS if (made := view.leading_card(session.request(), kind)) is not None]
    if not drawn:
        return
    for place, leading in zip(st.columns(len(drawn)), drawn, strict=True):
        with place:
            card.draw(leading, page=PAGE, first=True)
            page, label = WAYS_ON[leading.key]
            st.page_link(page, label=label, icon=":material/arrow_forward:")


def place_block() -> None:
    """Draw where the country chosen stands, with the way to all on it; nothing where surveys tell of it."""
    standing = view.place_card(session.request())
    if standing is not None:
        card.draw(standing, page=PAGE, first=True)
        st.page_link("places.py", label="All on this country", icon=":material/arrow_forward:")
        if not view.is_empty(session.request()):
            # Where there is no figure at all, the words on that name the nearest countries.
            empty.nearest_listed(view.thin_place(session.request()), next(iter(LISTS)))


def changed_block() -> None:
    """Draw the newest changes beyond chance with the way to all; nothing where there are none."""
    changed = view.changed_card(session.request())
    if changed is None:
        return
    card.draw(changed, page=PAGE)
    st.page_link("movers.py", label="All that rose and fell", icon=":material/arrow_forward:")
    st.caption(
        "A rule chose these findings: what most surveys put first, what most worry about, and the newest changes "
        "beyond chance. The filters hold for all three."
    )


def newest_block() -> None:
    """Draw what stands first in the newest editions; nothing where there are none."""
    newest = view.newest_table(session.request())
    if newest.empty:
        return
    st.header("What stands first in the newest editions", anchor=False)
    known = (
        "One row per question. Bases, wordings and respondents differ, so these figures do not rank against each other."
    )
    for said in (known, *newest.symbols()):
        st.caption(markdown(said))
    reading.draw(newest, alt="What stands first in the newest editions", key="newest")
    layout.notes(view.newest_notes(session.request()))
