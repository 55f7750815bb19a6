"""Blocks of the page on case studies: its own filters, a case to read, the list, what cases share, and the map."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from trends import casebook, numbers
from trends import you as own_words
from trends.cards import Card
from trends.filters import FIELD_NAMES, SHARED_FIELDS, describe
from trends.tables import TABLES
from trends.ui import card, layout, sidebar
from trends.ui.evidence import ask, choice, is_narrow, me, palette, vocabulary
from trends.ui.kept import kept

PAGE = "cases"
FIELDS = TABLES["cases"].fields
LONGEST_SEARCH = 100
EVERY_COLLECTION = "Both"

Selection = dict[str, list[str]]


def choose_filters() -> Selection:
    """Draw the filters only cases have, and return them with the shared ones: lists of codes by field."""
    _understand_address()
    known = vocabulary()
    # On a phone four controls would push the cases off the first screen.
    place = (
        st.expander("Search and filter", icon=":material/search:", key="case_filters")
        if is_narrow()
        else st.container(horizontal=True, vertical_alignment="top", key="case_filters")
    )
    with place:
        search = st.text_input(
            "Search",
            key="search",
            bind="query-params",
            type="search",
            placeholder="Title, body, outcome",
            max_chars=LONGEST_SEARCH,
            live=True,
            width="stretch",
        )
        collection = st.segmented_control(
            "Collection",
            list(casebook.COLLECTIONS),
            default=next(iter(casebook.COLLECTIONS)),
            required=True,
            key="collection",
            bind="query-params",
            help="Curated: compared again with its page. Inventory: taken from a public register, as listed there.",
        )
        chosen = {
            field: st.multiselect(
                FIELD_NAMES[field],
                sorted(known.names[field].values(), key=str.casefold),
                key=field,
                bind="query-params",
                placeholder=placeholder,
                select_all=False,
                width="stretch" if is_narrow() else 220,
            )
            for field, placeholder in (("status", "All statuses"), ("technology", "All technologies"))
        }
    own = {
        "collection": list(casebook.COLLECTIONS[collection or EVERY_COLLECTION]),
        "search": [search.strip()] if search and search.strip() else [],
    }
    own |= {
        field: [code for name in names if (code := known.code(field, name)) is not None]
        for field, names in chosen.items()
    }
    selection = choice().lists() | own
    return {field: selection[field] for field in FIELDS}


def find(question: str, selection: Selection, **further: str | int) -> pd.DataFrame:
    """Return the answer to one of the questions on cases under the filters."""
    return _found(question, _fixed(selection), **further)


def answer(selection: Selection) -> None:
    """Say what the chosen cases come to, and what a filter left out."""
    st.markdown(_answer(_fixed(selection)))


def you_block() -> None:
    """Say how many checked cases are of the reader's own place, and offer to filter by it; nothing without a place."""
    mine = me()
    if not mine:
        return
    layout.you(own_words.cases(mine, *_own_counts()))
    chosen = {field: st.session_state.get(field) or [] for field in ("country", "sector")}
    if chosen != {"country": [], "sector": []} | mine.filters:
        st.button("Filter by your place", on_click=_choose_place, key="own_cases", icon=sidebar.OWN_ICON)


def _choose_place() -> None:
    for field in ("country", "sector"):
        st.session_state[field] = me().filters.get(field, [])


@kept
def _own_counts() -> tuple[int, int, int]:
    """Return the number of checked cases of the reader's country and sector, of the country, and of the sector."""
    nothing: Selection = {field: [] for field in FIELDS} | {"collection": ["curated"]}
    country, sector = ([code] if code else [] for code in (me().country, me().sector))

    def count(**chosen: list[str]) -> int:
        return int(find("case_totals", nothing | chosen).iloc[0]["cases"])

    return count(country=country, sector=sector), count(country=country), count(sector=sector)


# The same choice in a form that what was made of it can be kept by.
Fixed = tuple[tuple[str, tuple[str, ...]], ...]


def _fixed(selection: Selection) -> Fixed:
    return tuple((field, tuple(codes)) for field, codes in selection.items())


def _lists(fixed: Fixed) -> Selection:
    return {field: list(codes) for field, codes in fixed}


@kept
def _found(question: str, fixed: Fixed, **further: str | int) -> pd.DataFrame:
    return ask(question, **casebook.parameters(_lists(fixed)), **further)


def _totals(fixed: Fixed) -> Mapping[str, Any]:
    return dict(_found("case_totals", fixed).iloc[0])


@kept
def _answer(fixed: Fixed) -> str:
    return casebook.answer(
        _totals(fixed), _found("case_shares", fixed, part="country"), _found("case_shares", fixed, part="theme")
    )


@kept
def _list_card(fixed: Fixed, rows: int) -> Card:
    listed, sources = _found("case_list", fixed, most=casebook.OFFERED_CASES), _found("case_sources", fixed)
    return casebook.list_card(listed, _totals(fixed), sources, _lists(fixed), rows=rows, narrow=is_narrow())


@kept
def _shares_card(fixed: Fixed, part: str, *, as_numbers: bool) -> Card:
    field, selection, known = casebook.PARTS[part], _lists(fixed), vocabulary()
    return casebook.shares_card(
        _found("case_shares", fixed, part=field),
        part,
        _found("case_sources", fixed),
        selection,
        palette(),
        chosen=[known.name(field, code) for code in selection[field]],
        as_numbers=as_numbers,
    )


@kept
def _map_card(fixed: Fixed) -> Card:
    places = _found("case_places", fixed, most=casebook.MAPPED_PLACES)
    return casebook.map_card(places, _totals(fixed), _found("case_sources", fixed), _lists(fixed), palette())


def status(totals: Mapping[str, Any], selection: Selection) -> None:
    """Say what is now shown; a polite live region tells a screen reader what a filter did without taking the focus."""
    chosen = {field: codes for field, codes in selection.items() if field != "collection"}
    said = describe(vocabulary(), chosen)
    asides = []
    if choice().survey:
        asides.append("The survey filter does not apply to cases: they belong to no survey.")
    if missing := int(totals["left_out_without_year"]):
        asides.append(f"{numbers.counted(missing, 'case')} without a year {'is' if missing == 1 else 'are'} left out.")
    now = f"{numbers.counted(int(totals['cases']), 'case')} found{': ' + said if said else ''}."
    st.html(f'<p role="status" aria-live="polite">{html.escape(" ".join([now, *asides]))}</p>')


def read_case(listed: pd.DataFrame, totals: Mapping[str, Any]) -> None:
    """Draw the choice of a case and, once one is chosen or named in the address, that case.

    Args:
        listed: the first cases of the selection, as ``queries/case_list.sql`` gives them; may be empty.
        totals: the row of ``queries/case_totals.sql``.
    """
    wanted = st.session_state["case"] if "case" in st.session_state else st.query_params.get("case")
    meant = ask("case", case=str(wanted)) if wanted else pd.DataFrame()
    labels = listed["label"].tolist()
    if wanted and meant.empty:
        st.caption(f"There is no case called «{casebook.literal(str(wanted))}» here.")
    if len(meant):
        label = str(meant["label"].iloc[0])
        if "case" not in st.session_state and wanted != label:
            # A link may hold a case's code or title; the widget binds to its label.
            st.query_params["case"] = label
            st.rerun()
        if label not in labels:
            labels = [label, *labels]
            if len(listed) == int(totals["cases"]):
                st.caption("This case lies outside the filters.")
    if not labels:
        return
    total = int(totals["cases"])
    more = f": the first {numbers.count(len(listed))} of {numbers.count(total)}" if total > len(listed) else ""
    st.selectbox(
        f"Read a case{more}",
        labels,
        index=None,
        key="case",
        bind="query-params",
        placeholder="Choose a case",
    )
    if st.session_state["case"] and len(meant):
        _draw_case(meant.iloc[0])


def _draw_case(case: pd.Series) -> None:
    drawn = casebook.case_card(dict(case))
    with st.container(border=True, key=f"card_{PAGE}_case"):
        st.header(drawn.title, anchor=False)
        st.caption(drawn.subtitle)
        for paragraph in drawn.about:
            st.markdown(paragraph)
        # Not in the caption: a link is too faint there to be read by everybody.
        st.markdown(f"Read it at its source: [{casebook.literal(drawn.source.name)}](<{drawn.source.url}>)")
        st.table(drawn.table, border="horizontal", hide_index=True, alt="Facts of the case")
        st.caption(f"{drawn.foot} · Licence: {casebook.literal(drawn.source.licence)}")
        card.downloads(drawn, f"{PAGE}_case")


def list_block(listed: pd.DataFrame, selection: Selection) -> None:
    """Draw the list of cases, with the choice of how many to show where there are more."""
    rows = casebook.ROWS[0]
    if len(listed) > rows:
        choices = [str(number) for number in casebook.ROWS]
        rows = int(
            st.segmented_control(
                "Cases shown", choices, default=choices[0], required=True, key="rows", bind="query-params"
            )
            or choices[0]
        )
    card.draw(_list_card(_fixed(selection), rows), page=PAGE)


def shares_block(selection: Selection) -> None:
    """Draw what the cases have in common, counted by what the reader chooses."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="case_counting"):
        part = st.segmented_control(
            "Count by",
            list(casebook.PARTS),
            default="Theme",
            required=True,
            key="count_by",
            bind="query-params",
            wrap=True,
        )
        as_numbers = st.toggle("Numbers instead of shares", key="numbers", bind="query-params")
    card.draw(_shares_card(_fixed(selection), part or "Theme", as_numbers=as_numbers), page=PAGE)


def map_block(totals: Mapping[str, Any], selection: Selection) -> None:
    """Draw the map of cases once the reader asks for it."""
    if not int(totals["placed"]):
        st.caption("None of these cases names a place.")
        return
    if st.toggle("Show the map", key="map", bind="query-params"):
        card.draw(_map_card(_fixed(selection)), page=PAGE)


def nothing_here(selection: Selection) -> None:
    """Say that no case fits, and offer to drop the one filter that stands in the way."""
    st.info("No case fits these filters.", icon=":material/search_off:")
    nearest = find("case_nearest", selection)
    helpful = nearest[nearest["cases"] > 0].to_dict("records")
    for row in helpful:
        field = str(row["field"])
        found = numbers.counted(int(row["cases"]), "case")
        said = describe(vocabulary(), {field: selection[field]})
        without = (
            f"In both collections: {found}"
            if field == "collection"
            else f"Without {FIELD_NAMES[field].lower()} «{casebook.literal(said)}»: {found}"
        )
        st.button(without, on_click=_drop, args=(field,), key=f"drop_case_{field}")
    if not helpful:
        st.button("Clear all filters", on_click=_drop, args=(*FIELDS,), key="clear_case_filters")


def _drop(*fields: str) -> None:
    """Take choices back."""
    for field in fields:
        if field in SHARED_FIELDS:
            sidebar.drop(field)
        else:
            st.session_state[field] = {"search": "", "collection": EVERY_COLLECTION}.get(field, [])


def _understand_address() -> None:
    """Rewrite codes in the address to the names the filters bind to, before the filters are made."""
    known = vocabulary()
    rewritten = False
    for field in ("status", "technology", "collection"):
        if field in st.session_state or field not in st.query_params:
            continue
        given = st.query_params.get_all(field)
        names = [known.name(field, code) for text in given if (code := known.code(field, text))]
        if field == "collection":
            names = _collection_names(given, names)
        if names != given:
            st.query_params[field] = names
            rewritten = True
    if rewritten:
        st.rerun()


def _collection_names(given: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the one choice an address means: a data link names both collections, the page says «Both»."""
    every = any(text.strip().casefold() == EVERY_COLLECTION.casefold() for text in given)
    return [EVERY_COLLECTION] if every or len(set(names)) > 1 else list(names)
