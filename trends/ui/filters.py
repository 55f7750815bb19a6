"""What the shared filters and the reader's own place hold: how it is chosen, cleared, forgotten and told in words.

``sheet.py`` draws what readers choose it in.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from trends.request.filters import SHARED_FIELDS
from trends.request.options import offered, own_places, own_sizes
from trends.request.place import OWN_FIELDS
from trends.ui import kept_place
from trends.ui.session import request
from trends.words.text import Words, html

# Spans of the newest years that one click chooses.
QUICK_YEARS = (4, 10)
ALL_YEARS = "All years"
_TURN = "filter_turn"
OWN_ICON = ":material/person_pin_circle:"
# Prefix of the session keys of own answers, so that all can be cleared.
OWN_ANSWER = "own_answer_"
# Of a reader's own answers.
KEPT_WHERE = "Kept in this session only: not in the address, not stored."


def forget() -> None:
    """Clear the reader's own place, also in their browser, and all own answers."""
    kept_place.changed()
    for key in OWN_FIELDS.values():
        st.session_state[key] = None
    for key in _own_keys():
        st.session_state[key] = [] if isinstance(st.session_state[key], list) else None


def _own_keys() -> list[str]:
    """Return where the reader's own answers are kept in the session."""
    return [str(key) for key in st.session_state if str(key).startswith(OWN_ANSWER)]


def has_own_answers() -> bool:
    """Say whether the reader gave any answer of their own."""
    return any(st.session_state.get(key) for key in _own_keys())


def turn() -> int:
    """Return how often the reader has chosen in the fields: an answer to an earlier choice takes back no later one."""
    return int(st.session_state.get(_TURN, 0))


def chosen(field: str) -> list[str]:
    """Return the names that one shared filter holds."""
    return [str(name) for name in st.session_state.get(field) or []]


def clear() -> None:
    """Clear every shared filter."""
    for field in SHARED_FIELDS:
        choose(field, ())


def choose(field: str, names: Sequence[str]) -> None:
    """Let one shared filter hold what these names are of; none clears it."""
    st.session_state[field] = list(names)


def announce(words: Words) -> None:
    """Show words that a screen reader also speaks when they change, without taking the focus."""
    # A live region speaks only while its element stays: markdown changes the words in it, st.html would replace it.
    st.markdown(f'<p role="status" aria-live="polite">{html(words)}</p>', unsafe_allow_html=True)


def take(said: object) -> None:
    """Take what the fields hold; what no field offers is left out, and a field that is not told of stays as it is.

    Args:
        said: as the browser sent it, ``chosen``, names by field, and ``turn``, how often the reader has chosen.
    """
    told = said if isinstance(said, Mapping) else {}
    held, names = told.get("chosen"), offered(request())
    for field in SHARED_FIELDS:
        given = held.get(field) if isinstance(held, Mapping) else None
        if isinstance(given, list):
            choose(field, [name for name in names[field] if name in given])
    _count(told)


def take_place(said: object) -> None:
    """Take the reader's own place; what cannot be chosen counts as not chosen.

    Args:
        said: ``place``, names by the keys of the session, and ``turn``, as the browser sent it.
    """
    told = said if isinstance(said, Mapping) else {}
    held = told.get("place")
    place = held if isinstance(held, Mapping) else {}
    kept_place.changed()
    names = own_places(request())
    codes = dict.fromkeys(names, "")
    for field, listed in names.items():
        key = OWN_FIELDS[field]
        held_name = place.get(key, st.session_state.get(key))
        codes[field] = next((code for code, name in listed.items() if name == held_name), "")
        st.session_state[key] = listed.get(codes[field])
    size = OWN_FIELDS["size"]
    named = place.get(size, st.session_state.get(size))
    st.session_state[size] = named if named in own_sizes(request(), codes["country"], codes["sector"]) else None
    _count(told)


def _count(told: Mapping[str, object]) -> None:
    counted = told.get("turn")
    st.session_state[_TURN] = counted if isinstance(counted, int) else 0


def spans(years: Sequence[str]) -> list[dict[str, object]]:
    """Return the spans of years that one press chooses: ``label`` and ``years``; all of them are no choice at all."""
    newest = max(map(int, years), default=0)
    offered_spans = [
        (f"Last {span} years", sorted(year for year in years if int(year) > newest - span)) for span in QUICK_YEARS
    ]
    shorter = [(label, held) for label, held in offered_spans if len(held) < len(years)]
    return [{"label": label, "years": held} for label, held in [*shorter, (ALL_YEARS, [])]]
