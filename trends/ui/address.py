"""Addresses: what they say of the shared filters is followed and told, by name, whatever code or spelling a link has.

Of choices that one page alone has, codes and old spellings are rewritten to the names widgets bind to, before the
widgets are drawn: a bound widget ignores what is not one of its options.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from trends.export import parameters
from trends.request.filters import SHARED_FIELDS
from trends.request.options import offered
from trends.subjects.cases.facts import one_collection
from trends.subjects.cases.view import OWN_FIELDS
from trends.subjects.indices.pair_view import AGAINST
from trends.subjects.places.view import BESIDE, PLACE
from trends.ui import unknown
from trends.ui.session import request

# Choices of a page that hold words to search for.
WORDS = ("search", "body", "find")
# What the address was last told that each shared filter holds.
_TOLD = "told_filters"
# What the values an address gives for a field mean, as names; empty where they mean nothing.
Meaning = Callable[[str, Sequence[str]], Sequence[str]]


def understand_shared(view: str) -> None:
    """Understand the shared filters.

    What they hold stays from page to page, but for what the address of a link says.

    Args:
        view: the address of the page.
    """
    _follow_history()
    before = st.session_state.get("view", view)
    st.session_state["view"] = view
    if before != view:
        unknown.forget()
    # What a filter holds already stands in the address as well, but for a link from one page to another.
    given = {
        field: st.query_params.get_all(field)
        for field in SHARED_FIELDS
        if before != view or field not in st.session_state
    }
    strange = parameters.strange(st.query_params, view)
    unknown.note(given, strange)
    # Streamlit keeps in the address what no choice is bound to.
    for name in strange:
        del st.query_params[name]
    unknown.hear()
    for field, said in given.items():
        if said or field not in st.session_state:
            names = _names(field, said)
            st.session_state[field] = [name for name in names if name in offered(request())[field]]
    _tell_shared()


def _tell_shared() -> None:
    """Let the address say what the shared filters hold, by name.

    A reader who chooses twice at once sends the second time the address of before; what the first time told it is under
    way. So it is told anew where it was last told something else, whatever the browser says it is.
    """
    told: dict[str, list[str]] = st.session_state.setdefault(_TOLD, {})
    for field in SHARED_FIELDS:
        held = list(st.session_state[field])
        before = told.get(field, held)
        told[field] = held
        if st.query_params.get_all(field) == held == before:
            continue
        if held:
            st.query_params[field] = held
        else:
            # Taken out also where the browser's is out already, see above.
            st.query_params.setdefault(field, "")
            del st.query_params[field]


def _follow_history() -> None:
    """Let the address alone say what is chosen when the reader went back or forward in their browser.

    Streamlit gives a choice what the address says only when it is drawn; what stands above it would still read what
    it held before.
    """
    run = get_script_run_ctx()
    if run is None or not run.is_history_navigation:
        return
    for key in (*SHARED_FIELDS, *parameters.PAGE_CHOICES, *WORDS, "case"):
        if key in st.session_state:
            del st.session_state[key]


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


def understand_named(key: str, field: str) -> None:
    """Understand the choice of what a page is on by its code.

    Args:
        key: the name of the choice in the address.
        field: the vocabulary it is chosen from.
    """
    _rewrite((key,), lambda _, given: _names(field, given[-1:]) or given)


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
            unknown.understood(field, [*(text for text in given if not meaning(field, [text])), *names])
            st.query_params[field] = names
            rewritten = True
    if rewritten:
        st.rerun()


def _names(field: str, given: Sequence[str]) -> list[str]:
    known = request().vocabulary
    # Once each: UK and United Kingdom are one.
    return list(dict.fromkeys(known.name(field, code) for text in given if (code := known.code(field, text))))
