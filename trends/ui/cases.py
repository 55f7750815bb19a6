"""Blocks of the page on case studies: its own filters, a case to read, the list, what cases share, and the map."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from trends.request.filters import FIELD_NAMES, SHARED_FIELDS, describe
from trends.request.request import chosen_of
from trends.store.fields import EVERY
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.cases import view
from trends.subjects.cases.view import FIELDS, Selection
from trends.ui import card, empty, filters, reading
from trends.ui.address import understand_cases
from trends.ui.session import cards_drawn, choices, is_narrow, request
from trends.words import numbers, pieces
from trends.words.text import html, markdown, plain, say

PAGE = "cases"
LONGEST_SEARCH = 100


def read_filters() -> Selection:
    """Return the filters only cases have with the shared ones, lists of codes by field, before they are drawn."""
    understand_cases()
    return view.selection_of(request(), choices("search", "collection", *view.OWN_FIELDS))


def choose_filters() -> None:
    """Draw the filters only cases have."""
    known = request().vocabulary
    # On a phone five controls would push the cases off the first screen.
    place = (
        st.expander("Search and filter", icon=":material/search:", key="case_filters")
        if is_narrow()
        else st.container(horizontal=True, vertical_alignment="top", key="case_filters")
    )
    with place:
        st.text_input(
            "Search",
            key="search",
            bind="query-params",
            type="search",
            placeholder="Title, body, outcome",
            max_chars=LONGEST_SEARCH,
            live=True,
            width="stretch",
        )
        st.segmented_control(
            "Collection",
            list(case_facts.COLLECTIONS),
            default=next(iter(case_facts.COLLECTIONS)),
            required=True,
            key="collection",
            bind="query-params",
            help="Curated: compared again with its page. Inventory: taken from a public register, as listed there.",
        )
    with place if is_narrow() else st.container(horizontal=True, key="case_choices"):
        for field, placeholder in EVERY.items():
            if field not in view.OWN_FIELDS:
                continue
            st.multiselect(
                FIELD_NAMES[field],
                sorted(known.names[field].values(), key=str.casefold),
                key=field,
                bind="query-params",
                placeholder=placeholder,
                select_all=False,
                width="stretch",
                filter_mode="contains",
            )


def own_filter() -> None:
    """Offer to filter by the reader's own place; nothing without one, or where the filters are those already."""
    mine = request().place
    if not mine:
        return
    chosen = {field: st.session_state.get(field) or [] for field in ("country", "sector")}
    if chosen != {"country": [], "sector": []} | mine.filters:
        st.button("Filter by your place", on_click=_choose_place, key="own_cases", icon=filters.OWN_ICON)


def _choose_place() -> None:
    for field in ("country", "sector"):
        filters.choose(field, request().place.filters.get(field, ()))


def status(totals: Mapping[str, Any], selection: Selection) -> None:
    """Say what is now shown; a polite live region tells a screen reader what a filter did without taking the focus."""
    chosen = {field: codes for field, codes in selection.items() if field != "collection"}
    asked = request()
    said = describe(asked.vocabulary, chosen)
    asides = []
    if asked.filters.survey:
        asides.append("The survey filter does not apply to cases: they belong to no survey.")
    if missing := view.left_out_without_year(asked, selection):
        asides.append(f"{numbers.counted(missing, 'case')} without a year {'is' if missing == 1 else 'are'} left out.")
    now = f"{numbers.counted(int(totals['cases']), 'case')} found{': ' + said if said else ''}."
    st.html(f'<p role="status" aria-live="polite">{html(" ".join([now, *asides]))}</p>')


def read_case() -> Mapping[str, Any]:
    """Return the case that is chosen or that the address names, before the choice is drawn; empty where there is none.

    A link may hold a case's code or title; the choice binds to its label.
    """
    wanted = _wanted_case()
    meant = view.find_case(request(), wanted)
    if meant and "case" not in st.session_state and wanted != meant["label"]:
        st.query_params["case"] = str(meant["label"])
        st.rerun()
    return meant


def choose_case(listed: pd.DataFrame, totals: Mapping[str, Any], opened: Mapping[str, Any]) -> None:
    """Draw the choice of a case.

    Args:
        listed: the first cases of the selection, as ``queries/cases/case_list.sql`` gives them; may be empty.
        totals: the row of ``queries/cases/case_totals.sql``.
        opened: what :func:`read_case` returned.
    """
    wanted, labels, total = _wanted_case(), listed["label"].tolist(), int(totals["cases"])
    if wanted and not opened:
        st.caption(markdown(say("There is no case called “{}” here.", wanted)))
    if opened and opened["label"] not in labels:
        labels = [str(opened["label"]), *labels]
        if len(listed) == total:
            st.caption("This case lies outside the filters.")
    if not labels:
        return
    more = f": the first {numbers.count(len(listed))} of {numbers.count(total)}" if total > len(listed) else ""
    st.selectbox(
        f"Read a case{more}",
        labels,
        index=None,
        key="case",
        bind="query-params",
        placeholder="Choose a case",
        filter_mode="contains",
    )


def _wanted_case() -> str:
    return chosen_of(choices("case"), "case")


def draw_case(case: Mapping[str, Any]) -> None:
    """Draw a case by itself."""
    drawn = view.case_card(request(), case)
    cards_drawn().add(drawn.key)
    with st.container(border=True, key=f"card_{PAGE}_case"):
        st.header(markdown(drawn.title), anchor=False)
        st.caption(markdown(drawn.subtitle))
        for paragraph in drawn.about:
            st.markdown(markdown(paragraph))
        # Not in the caption: a link is too faint there to be read by everybody.
        st.markdown(markdown(say("Read it at its source: [{}]({})", drawn.source.name, drawn.source.url)))
        reading.draw(drawn.table, alt=pieces.caption(plain(drawn.title)), key="case")
        st.caption(markdown(say("{} · Licence: {}", drawn.foot, drawn.source.licence)))
        card.downloads(drawn, f"{PAGE}_case")


def list_block(listed: pd.DataFrame, selection: Selection) -> None:
    """Draw the list of cases, with the choice of how many to show where there are more."""
    rows = case_cards.ROWS[0]
    if len(listed) > rows:
        numbers_of_rows = [str(number) for number in case_cards.ROWS]
        rows = int(
            st.segmented_control(
                "Cases shown",
                numbers_of_rows,
                default=numbers_of_rows[0],
                required=True,
                key="rows",
                bind="query-params",
            )
            or numbers_of_rows[0]
        )
    card.draw(view.list_card(request(), view.fixed_filters(selection), rows), page=PAGE)


def shares_block(selection: Selection) -> None:
    """Draw what the cases have in common, counted by what the reader chooses."""
    part, as_numbers = view.counting(choices("count_by", "numbers"))
    made = view.shares_card(request(), view.fixed_filters(selection), part, as_numbers=as_numbers)
    card.draw(made, page=PAGE, first=True, choose=_choose_counting)


def _choose_counting() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="case_counting"):
        st.selectbox(
            "Count by",
            list(case_facts.PARTS),
            key="count_by",
            bind="query-params",
            label_visibility="collapsed",
            width=160,
            filter_mode="contains",
        )
        st.toggle("Numbers", key="numbers", bind="query-params", help="Numbers instead of shares")


def map_block(totals: Mapping[str, Any], selection: Selection) -> None:
    """Draw the map of cases once the reader asks for it."""
    if not int(totals["placed"]):
        st.caption("None of these cases names a place.")
        return
    if st.toggle("Show the map", key="map", bind="query-params"):
        card.draw(view.map_card(request(), view.fixed_filters(selection)), page=PAGE)


def nothing_here(selection: Selection) -> None:
    """Say that no case fits, and offer to drop the one filter that stands in the way."""
    asked = request()
    ways = []
    for field, cases in view.ways_out(asked, selection).items():
        found = numbers.counted(cases, "case")
        said = describe(asked.vocabulary, {field: selection[field]})
        without = (
            say("Show both collections ({})", found)
            if field == "collection"
            else say("Drop {} “{}” ({})", FIELD_NAMES[field].lower(), said, found)
        )
        ways.append(empty.Way(without, f"drop_case_{field}", _drop, (field,)))
    clear = empty.Way("Clear all filters", "clear_case_filters", _drop, (*FIELDS,))
    empty.nothing("No case fits these filters.", ways or [clear])


def _drop(*fields: str) -> None:
    """Clear choices."""
    for field in fields:
        if field in SHARED_FIELDS:
            filters.choose(field, ())
        else:
            st.session_state[field] = {"search": "", "collection": case_facts.EVERY_COLLECTION}.get(field, [])
