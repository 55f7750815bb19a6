"""The sheet that the bar above every page opens: the reader's own place, the shared filters, and how much they leave.

Drawn once by the router, the same on every page, by a component of our own (``filters.js``). Streamlit's lists of
choices were used before: each was sent anew with all its options and drawn anew after every click, and a press took
20 ms to leave the browser. The sheet is part of every page and is shown by the browser (``sheet.js``).
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from trends.export.rows_shown import status
from trends.request.filters import FIELD_NAMES, SHARED_FIELDS
from trends.request.options import offered, own_places, own_sizes
from trends.request.place import OWN_FIELDS
from trends.request.request import Request, kept
from trends.store.fields import EVERY
from trends.ui import filters, kept_place
from trends.ui.scripts import script_of
from trends.ui.session import is_narrow, shown, take_width
from trends.words.text import plain

PLACEHOLDERS = {field: words for field, words in EVERY.items() if field in SHARED_FIELDS}
OWN_LABELS = {"country": "My country", "sector": "My sector", "size": "My kind or size of body"}
# Keys of the sheet and of the component in it.
SHEET, KEY = "filters", "filter_fields"
# Which version's options the reader's browser has, so that they are sent once; whether it shows what each would leave.
_HAS = "filters_has"
_LEAVES = "filters_leaves"
# What was taken before this run began.
_HEARD = "filters_heard"

_mount = st.components.v2.component("digital_trends.filters", js=script_of("filters"), isolate_styles=False)


def draw(view: str) -> None:
    """Draw the sheet: the reader's own place, the filters, and how many figures the page shows under them.

    Args:
        view: the address of the page.
    """
    with st.container(key=SHEET):
        callbacks: dict[str, Any] = {f"on_{event}_change": functools.partial(_heard, event) for event in _TAKES}
        sent = _mount(key=KEY, data=told(view), **callbacks)
    heard = st.session_state.pop(_HEARD, ())
    # A page that was open while the server was started anew begins a session with what its reader presses: Streamlit
    # calls nothing for a component that it does not know yet.
    if missed := [event for event in _TAKES if event not in heard and sent.get(event) is not None]:
        for event in missed:
            _take(event, sent[event])
        st.rerun()


def _heard(event: str) -> None:
    st.session_state[_HEARD] = [*st.session_state.get(_HEARD, ()), event]
    _take(event, st.session_state.get(KEY, {}).get(event))


def _take(event: str, said: object) -> None:
    """Hand on what the browser sent, and keep which version's options it has."""
    if isinstance(said, Mapping) and "has" in said:
        _keep_has(str(said["has"]))
    _TAKES[event](said)


def _keep_leaves(said: object) -> None:
    st.session_state[_LEAVES] = said is True


def _keep_has(version: str) -> None:
    st.session_state[_HAS] = version


# What takes each thing that the browser sends.
_TAKES: Mapping[str, Callable[[object], None]] = {
    "chosen": filters.take,
    "placed": filters.take_place,
    "forgotten": lambda _: filters.forget(),
    "cleared": lambda _: filters.clear(),
    "leaves": _keep_leaves,
    "missed": lambda _: _keep_has(""),
    "handed": kept_place.take_late,
    "narrowed": take_width,
}


def told(view: str) -> dict[str, Any]:
    """Return what the sheet is drawn from; ``options`` by field only until the browser says that it has them."""
    page, asked, own = shown(view)
    version = asked.version.fingerprint
    return {
        "version": version,
        "page": "" if page is None else page.name,
        "options": None if st.session_state.get(_HAS) == version else _options(asked),
        "turn": filters.turn(),
        "chosen": {field: filters.chosen(field) for field in PLACEHOLDERS},
        "fields": [
            {"name": field, "label": FIELD_NAMES[field], "placeholder": words} for field, words in PLACEHOLDERS.items()
        ],
        "place": _place(asked),
        "status": status(page, asked, own),
        "clears": bool(asked.filters),
        "leaves": _leaves(asked) if st.session_state.get(_LEAVES) else None,
        "narrow": is_narrow(),
    }


def _options(asked: Request) -> dict[str, Any]:
    names, places = offered(asked), own_places(asked)
    return {
        **{field: list(names[field]) for field in PLACEHOLDERS},
        **{OWN_FIELDS[field]: list(places[field].values()) for field in ("country", "sector")},
        "spans": filters.spans(names["year"]),
    }


def _place(asked: Request) -> dict[str, Any]:
    """Return what the choice of the reader's own place is drawn from, and what their browser is to keep."""
    mine = asked.place
    sizes = own_sizes(asked, mine.country, mine.sector)
    return {
        "label": plain(mine.label),
        "said": "Pages now say “you” of this place." if mine else "No place chosen.",
        "where": kept_place.KEPT_WHERE,
        "fields": [
            {"name": OWN_FIELDS[field], "label": label, "placeholder": "Not chosen"}
            for field, label in OWN_LABELS.items()
            if field != "size" or sizes
        ],
        "sizes": sizes,
        "forgets": bool(mine) or filters.has_own_answers(),
        "kept": kept_place.told(),
    }


@kept
def _leaves(asked: Request) -> list[Mapping[str, Any]]:
    """Return how many figures each choice would leave: ``label`` of the filter, and ``rows`` of name and number."""
    frame, known = asked.ask("filter_options"), asked.vocabulary
    tables: list[Mapping[str, Any]] = []
    for field in SHARED_FIELDS:
        rows = frame[frame["field"] == field]
        counted = zip(rows["code"], rows["figures"], strict=True)
        listed = [[known.name(field, code), f"{count:,}"] for code, count in counted]
        tables.append({"label": FIELD_NAMES[field], "rows": listed})
    return tables
