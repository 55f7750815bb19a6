"""The reader's place, kept in their browser: handed to the session when a page opens, told in a link only if they ask.

The server keeps it in the session alone. It is never part of a request, so no log holds it: a link that includes it has
it behind the “#”, which browsers do not send. Parameters of the address were considered: servers and proxies log them.
"""

from pathlib import Path

import streamlit as st

from trends.request.options import own_places, own_sizes
from trends.ui.session import OWN_FIELDS, request

KEPT_WHERE = (
    "Kept in this browser until you forget it. The server does not store it, and an address holds it only in a link "
    "you copy here."
)
KEY = "kept_place"
# How often the reader has changed their place in this session; set as soon as they have.
_CHANGES = "kept_place_changes"
_HEARD = "kept_place_heard"
_HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "digital_trends.kept_place",
    js=(_HERE / "kept_place.js").read_text(encoding="utf-8"),
    css=(_HERE / "kept_place.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw() -> None:
    """Let the browser keep the place and hand over what it keeps, and offer a link that includes it."""
    changes = int(st.session_state.get(_CHANGES, 0))
    _mount(
        key=KEY,
        data={
            "place": {key: str(st.session_state.get(key) or "") for key in OWN_FIELDS.values()},
            "changes": changes,
            "waits": not changes and _HEARD not in st.session_state,
        },
        on_handed_change=_take,
    )


def changed() -> None:
    """Let the browser keep the place as it is now, or nothing where none is chosen: the reader has changed it."""
    st.session_state[_CHANGES] = int(st.session_state.get(_CHANGES, 0)) + 1


def _take() -> None:
    """Take the place the browser hands over, as far as it is one of those that can be chosen."""
    st.session_state[_HEARD] = True
    handed = (st.session_state[KEY].get("handed") or {}).get("place")
    if not isinstance(handed, dict):
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
