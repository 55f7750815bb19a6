"""The reader's place, kept in their browser: handed to the session when a page opens, told in a link only if they ask.

The server keeps it in the session alone. It is never part of a request, so no log holds it: a link that includes it has
it behind the “#”, which browsers do not send. Parameters of the address and cookies were considered: servers and
proxies log them. The browser adds it to the first message of its connection (``first_place.js``), so that the first
drawing is already of it; where it could not, the sheet of filters hands it over once the page is drawn.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import streamlit as st

from trends.request.options import own_places, own_sizes
from trends.request.place import OWN_FIELDS
from trends.ui import session
from trends.ui.session import request

KEPT_WHERE = (
    "Kept in this browser until you forget it. The server does not store it, and an address holds it only in a link "
    "you copy here."
)
# Names the reader's last change of their place, unlike any of another session; not set before the first.
_CHANGES = "kept_place_changes"
_HEARD = "kept_place_heard"


def told() -> dict[str, Any]:
    """Return what the browser is told: the place, its last change, and whether it is to hand over its own."""
    changed_by = str(st.session_state.get(_CHANGES, ""))
    return {
        "place": {key: str(st.session_state.get(key) or "") for key in OWN_FIELDS.values()},
        "change": changed_by,
        "waits": not changed_by and _HEARD not in st.session_state,
    }


def take_first() -> None:
    """Take place and width, which came with the first message of the browser; call it before anything is drawn."""
    said = session.handed()
    if "narrow" in said:
        session.take_width(said["narrow"] == "yes")
    if _HEARD in st.session_state or _CHANGES in st.session_state:
        return
    if place := {key: said[key] for key in OWN_FIELDS.values() if key in said}:
        _take(place)


def changed() -> None:
    """Let the browser keep the place as it is now, or nothing where none is chosen: the reader has changed it."""
    st.session_state[_CHANGES] = uuid4().hex


def take_late(handed: object) -> None:
    """Take the place that the browser hands over once the page is drawn."""
    _take(handed if isinstance(handed, Mapping) else {})


def _take(handed: Mapping[str, object]) -> None:
    """Take the place the browser hands over, as far as it is one of those that can be chosen."""
    st.session_state[_HEARD] = True
    if not handed:
        return
    names = own_places(request())
    codes: dict[str, str] = {}
    for field in ("country", "sector"):
        said = handed.get(OWN_FIELDS[field])
        codes[field] = next((code for code, name in names[field].items() if name == said), "")
        st.session_state[OWN_FIELDS[field]] = names[field].get(codes[field])
    size = handed.get(OWN_FIELDS["size"])
    if size in own_sizes(request(), codes["country"], codes["sector"]):
        st.session_state[OWN_FIELDS["size"]] = size
