"""Addresses: codes and old spellings in them are rewritten to the names widgets bind to."""

from collections.abc import Mapping, Sequence

import streamlit as st

from trends.request.filters import SHARED_FIELDS
from trends.ui.session import vocabulary
from trends.ui.sidebar import options

EVERY_COLLECTION = "Both"


def understand_cases() -> None:
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


def understand_index(labels: Mapping[str, str]) -> None:
    """Rewrite codes in the address to the names the choices bind to, before these are made."""
    known = vocabulary()
    meant = {field: st.query_params.get(field, "") for field in ("indicator", "peers")}
    indicator = known.code("indicator", meant["indicator"])
    peers = meant["peers"].strip().casefold()
    names = {
        "indicator": known.name("indicator", indicator) if indicator else "",
        "peers": next((name for name, code in labels.items() if peers in {name.casefold(), code.casefold()}), ""),
    }
    rewritten = False
    for field, name in names.items():
        if meant[field] and name not in {"", meant[field]} and field not in st.session_state:
            st.query_params[field] = name
            rewritten = True
    if rewritten:
        st.rerun()


def understand_shared(view: str) -> None:
    """Rewrite codes and old spellings in the address to the names the filters bind to, before the filters are made.

    A bound filter ignores what is not one of its options; a link with codes, such as a data link, must still work. It
    also ignores the address of a link from one page to another, which is followed here.

    Args:
        view: the address of the page.
    """
    known = vocabulary()
    before = st.session_state.get("view", view)
    st.session_state["view"] = view
    if before != view:
        for field in SHARED_FIELDS:
            if field in st.session_state and field in st.query_params:
                meant = [known.code(field, text) for text in st.query_params.get_all(field)]
                names = [known.name(field, code) for code in meant if code]
                st.session_state[field] = [name for name in names if name in options()[field]]
    rewritten = False
    for field in SHARED_FIELDS:
        if field in st.session_state or field not in st.query_params:
            continue
        given = st.query_params.get_all(field)
        names = [known.name(field, code) for text in given if (code := known.code(field, text))]
        if names != given:
            st.query_params[field] = names
            rewritten = True
    if rewritten:
        st.rerun()
