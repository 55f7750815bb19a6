"""Addresses: codes and old spellings are rewritten to the names widgets bind to, before the widgets are drawn.

A bound widget ignores what is not one of its options; a link with codes, such as a data link, must still work.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from trends.request.filters import SHARED_FIELDS
from trends.request.options import offered
from trends.subjects.cases.facts import one_collection
from trends.subjects.cases.view import OWN_FIELDS
from trends.subjects.indices.pair_view import AGAINST
from trends.subjects.places.view import BESIDE, PLACE
from trends.ui import unknown
from trends.ui.session import request

# What the values an address gives for a field mean, as names; empty where they mean nothing.
Meaning = Callable[[str, Sequence[str]], Sequence[str]]


def understand_shared(view: str) -> None:
    """Understand the shared filters.

    A bound filter also ignores the address of a link from one page to another, which is followed here.

    Args:
        view: the address of the page.
    """
    before = st.session_state.get("view", view)
    st.session_state["view"] = view
    if before != view:
        unknown.forget()
    # What a filter holds already, its widget has written into the address.
    given = {
        field: st.query_params.get_all(field)
        for field in SHARED_FIELDS
        if before != view or field not in st.session_state
    }
    unknown.note(given)
    if before != view:
        for field in SHARED_FIELDS:
            if field in st.session_state and field in st.query_params:
                names = _names(field, st.query_params.get_all(field))
                st.session_state[field] = [name for name in names if name in offered(request())[field]]
    _rewrite(SHARED_FIELDS, _names)


def understand_cases() -> None:
    """Understand the filters only cases have."""

    def meaning(field: str, given: Sequence[str]) -> Sequence[str]:
        names = _names(field, given)
        if field != "collection":
            return names
        chosen = one_collection(given, names)
        return [chosen] if chosen else []

    _rewrite((*OWN_FIELDS, "collection"), meaning)


def understand_index(labels: Mapping[str, str]) -> None:
    """Understand the choice of an index and of a group of countries.

    Args:
        labels: code of each group by the name readers choose.
    """

    def meaning(field: str, given: Sequence[str]) -> Sequence[str]:
        meant = given[-1]
        if field == "indicator":
            names = _names(field, [meant])
        else:
            peers = meant.strip().casefold()
            names = [name for name, code in labels.items() if peers in {name.casefold(), code.casefold()}][:1]
        # What means nothing stays: the widget ignores it.
        return names if meant and names and names[0] else given

    _rewrite(("indicator", "peers"), meaning)


def understand_against(labels: Mapping[str, str]) -> None:
    """Understand the choice of another indicator by its code.

    Args:
        labels: code of each by the name readers choose.
    """
    names = {code.casefold(): name for name, code in labels.items()}
    _rewrite((AGAINST,), lambda _, given: [names.get(given[-1].strip().casefold(), given[-1])])


def understand_place() -> None:
    """Understand the choice of a place and of those beside it by their codes."""
    _rewrite((PLACE, BESIDE), lambda _, given: _names("country", given) or given)


def understand_question(named: Callable[[str], str]) -> None:
    """Understand the choice of a question by its code, by its survey, or by the name it had in an older edition.

    Args:
        named: returns the name readers choose for what an address says.
    """
    _rewrite(("question",), lambda _, given: [named(given[-1])])


def _rewrite(fields: Iterable[str], meaning: Meaning) -> None:
    """Rewrite the address where its values mean something else than they say, and rerun the page."""
    rewritten = False
    for field in fields:
        if field in st.session_state or field not in st.query_params:
            continue
        given = st.query_params.get_all(field)
        names = list(meaning(field, given))
        if names != given:
            st.query_params[field] = names
            rewritten = True
    if rewritten:
        st.rerun()


def _names(field: str, given: Sequence[str]) -> list[str]:
    known = request().vocabulary
    # Once each: UK and United Kingdom are one.
    return list(dict.fromkeys(known.name(field, code) for text in given if (code := known.code(field, text))))
