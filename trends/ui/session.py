"""The reader's session: which version of the evidence it began with, what its widgets hold, and on which device.

The only module that makes a request from widgets; views take it as an argument.
"""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from trends.request.filters import EVERYTHING, SHARED_FIELDS, Filters
from trends.request.options import own_places, own_sizes
from trends.request.place import NOBODY, OWN_FIELDS, Self
from trends.request.request import Choices, Request
from trends.store.versions import Version, current
from trends.subjects import registry

_VERSION = "evidence_version"
_OWN_VERSION = "own_version"
_NARROW = "device_is_narrow"


@dataclass(frozen=True)
class _Run:
    """What stays as it is while the page below the filters is drawn, and which cards and listings were drawn on it."""

    asked: Request
    narrow: bool
    cards: set[str] = field(default_factory=set)
    listings: set[str] = field(default_factory=set)


# Set by the router for as long as one page is drawn, on the thread that draws it.
_RUN: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Hold what the reader asks with while a page is drawn: to read it from widgets anew costs as much as a query.

    Enter it when the filters and the own place have been drawn.
    """
    entered = _RUN.set(_Run(request(), is_narrow()))
    try:
        yield
    finally:
        _RUN.reset(entered)


def version() -> Version:
    """Return the version of the evidence this session began with; no page of it ever mixes two.

    Where the reader has a survey of their own in it, that version, as long as it is held for them.
    """
    if (own := st.session_state.get(_OWN_VERSION)) is not None and (theirs := own()) is not None:
        of_theirs: Version = theirs
        return of_theirs
    if _VERSION not in st.session_state:
        st.session_state[_VERSION] = current()
    found: Version = st.session_state[_VERSION]
    return found


def use(own: Version | None) -> None:
    """Let this session go on with a version of its own, or again with the one it began with.

    It is not held by the session, which is kept for some minutes after its reader has gone; whoever made it holds it.
    """
    st.session_state[_OWN_VERSION] = None if own is None else weakref.ref(own)


def has_own() -> bool:
    """Say whether this session was given a version of its own, be it still held or not."""
    return st.session_state.get(_OWN_VERSION) is not None


def request() -> Request:
    """Return what the reader asks with: their filters and own place, of the version their session began with."""
    if run := _RUN.get():
        return run.asked
    asked = Request(version(), _filters(Request(version())))
    return Request(asked.version, asked.filters, _place(asked))


def of_anyone() -> Request:
    """Return the same request without the reader's own place: what whoever opens its address asks with."""
    return replace(request(), place=NOBODY)


def choices(*names: str) -> Choices:
    """Return what choices of a page hold, or on a page's first run what its address says they will hold."""
    held: dict[str, list[str]] = {}
    for name in names:
        if name in st.session_state:
            value = st.session_state[name]
            held[name] = (
                [str(each) for each in value] if isinstance(value, list) else [] if value is None else [str(value)]
            )
        else:
            held[name] = st.query_params.get_all(name)
    return held


def shown(view: str) -> tuple[registry.Page | None, Request, Choices]:
    """Return the page at an address, what the reader asks it with, and what its choices hold; None is no page of ours.

    Args:
        view: the address; empty is the first page.
    """
    page = registry.PAGES.get(view or registry.FIRST)
    return page, request(), choices(*page.choices) if page is not None else {}


def explicit(page: str) -> Choices:
    """Return all that the choices of a page hold, those too that its address leaves out because anyone is shown that.

    Args:
        page: its name; one without evidence has no choices.
    """
    known = registry.PAGES.get(page)
    return {name: held for name, held in choices(*known.choices).items() if any(held)} if known else {}


def _filters(asked: Request) -> Filters:
    chosen = {field: st.session_state.get(field) or [] for field in SHARED_FIELDS}
    if not any(chosen.values()):
        return EVERYTHING
    known = asked.vocabulary
    return Filters(
        **{
            field: tuple(code for value in values if (code := known.code(field, str(value))) is not None)
            for field, values in chosen.items()
        }
    )


def _place(asked: Request) -> Self:
    """Return the place the reader chose as their own; what no choice offers counts as not chosen."""
    chosen = {field: str(st.session_state.get(key) or "") for field, key in OWN_FIELDS.items()}
    if not any(chosen.values()):
        return NOBODY
    names = own_places(asked)
    country, sector = (
        next((code for code, name in names[field].items() if name == chosen[field]), "")
        for field in ("country", "sector")
    )
    return Self(
        country=country,
        sector=sector,
        size=chosen["size"] if chosen["size"] in own_sizes(asked, country, sector) else "",
        country_name=names["country"].get(country, ""),
        sector_name=names["sector"].get(sector, ""),
        within=tuple(asked.vocabulary.aggregates.get(country, ())),
    )


def handed() -> dict[str, str]:
    """Return what the browser handed over with the first message of its connection, by name, see ``first_place.js``.

    Nothing in runs that later messages asked for.
    """
    said = parse_qs(urlsplit(st.context.url or "").fragment)
    return {name: values[0] for name, values in said.items()}


def take_width(said: object) -> None:
    """Take whether the reader's window is narrow, as their browser says: a phone's, or one as narrow as that."""
    if isinstance(said, bool):
        st.session_state[_NARROW] = said


def is_narrow() -> bool:
    """Say whether the reader's window is as narrow as a phone's; before it has said so, whether it is one's.

    Only what draws may ask.
    """
    if run := _RUN.get():
        return run.narrow
    known = st.session_state.get(_NARROW)
    if known is None:
        # Called many times in a run; reading the headers costs as much as a short query.
        known = st.session_state[_NARROW] = "Mobi" in st.context.headers.get("User-Agent", "")
    return bool(known)


def cards_drawn() -> set[str]:
    """Return the keys of the cards drawn so far on the page that is being drawn; whoever draws one adds it."""
    run = _RUN.get()
    return set() if run is None else run.cards


def listings_drawn() -> set[str]:
    """Return the keys of the listings drawn so far on the page that is being drawn; whoever draws one adds it."""
    run = _RUN.get()
    return set() if run is None else run.listings


def base_path() -> str:
    """Return the path the dashboard lives below, as in “/trends”; empty at the root."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""
