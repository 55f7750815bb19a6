"""Blocks of the page on countries: choosing an index and a group, who stands where, the trend, the parts."""

import streamlit as st

from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import maps as index_maps
from trends.subjects.indices import view
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.indices.view import Asked
from trends.ui import card, empty, reading
from trends.ui.address import understand_index
from trends.ui.doors import lead_to
from trends.ui.session import choices, is_narrow, request
from trends.words.text import markdown, say

PAGE = "countries"


def read_choice() -> Asked | None:
    """Return what is chosen, before :func:`choose` draws the choices, so that the answer can stand above them.

    None where the filters leave no index.
    """
    labels = view.group_labels(request())
    if not view.offered_indicators(request()):
        return None
    understand_index(labels)
    return view.asked_of(request(), choices("indicator", "peers"))


def choose(asked: Asked) -> None:
    """Draw the choice of index and of group."""
    for label, offered, key in (
        ("Index and indicator", asked.labels, "indicator"),
        ("Compare with", list(asked.groups), "peers"),
    ):
        st.selectbox(label, offered, key=key, bind="query-params", label_visibility="collapsed", filter_mode="contains")


def hint(asked: Asked) -> None:
    """Say what the shared filters do on this page."""
    said = " ".join(view.filter_words(request(), asked))
    st.caption(markdown(said or "Choose a country in the filters to see it among all others."))


def caution(known: IndexFacts) -> None:
    """Say what the publisher of the index warns of."""
    st.markdown(markdown(index_words.caution(known)))


def standing(asked: Asked, known: IndexFacts) -> None:
    """Draw who stands where: the dot plot, or the groups by letter, the full list of many, and the map.

    A map has the whole width. One of the world cannot be read on a phone, where the places above stand for it.
    """
    card.draw(view.standing_card(request(), asked, known), page=PAGE, first=True)
    if (every := view.full_list(request(), known)) is not None:
        reading.folded_listing(every)
    of_world = index_maps.of_world(known)
    if of_world and is_narrow():
        return
    # A window that becomes narrow is told to the server after its style is worked out, which hides the map at once.
    with st.container(key="world_map" if of_world else "region_map"):
        card.draw(view.map_card(request(), asked, known), page=PAGE, first=True)


def trend(asked: Asked, known: IndexFacts) -> None:
    """Draw the trend of the chosen countries once the reader asks for it, or say why there is none."""
    if missing := view.no_trend(asked, known):
        st.caption(markdown(missing))
    elif st.toggle("Show the trend", key="trend", bind="query-params"):
        made = view.trend_card(request(), asked, known)
        if made is None:
            st.caption("None of the chosen countries has a value in any edition, so there is no line to draw.")
        else:
            card.draw(made, page=PAGE)


def parts(asked: Asked, known: IndexFacts) -> None:
    """Draw the other indicators of the series for the reader's country once asked for, or say why there are none."""
    if missing := view.no_parts(request(), asked, known):
        st.caption(markdown(missing))
        return
    found = len(view.direct_parts(request(), asked))
    if st.toggle(f"Show {found} other measures of this index", key="measures", bind="query-params"):
        card.draw(view.parts_card(request(), asked, known), page=PAGE)


def place_door(asked: Asked) -> None:
    """Offer all that is known of the country that stands out first; nothing where none does."""
    name = next(iter(asked.chosen.values()), "")
    if name:
        said = say("{}: where it stands in every index, and what is known of it", name)
        lead_to("places.py", said, ":material/pin_drop:", place=name)


def nothing_here() -> None:
    """Say that no index measures the chosen theme, and offer to drop it."""
    asked = request()
    themes = asked.filters.names(asked.vocabulary).get("theme", [])
    if not themes:
        empty.nothing("No index yet.", [])
        return
    found = f"{view.indicators_of_all_themes(asked)} indicators"
    empty.nothing(f"No index read here measures {' or '.join(themes)}.", [empty.without("theme", found)])


def no_country(known: IndexFacts) -> None:
    """Say that the index measures no country of the group, and offer to compare with all."""
    empty.nothing(
        f"{known.series} measures no country of {known.group}.",
        [empty.Way("Compare with all countries", "drop_peers", _compare_with_all)],
    )


def _compare_with_all() -> None:
    st.session_state["peers"] = index_facts.EVERYONE
