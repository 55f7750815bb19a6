"""The shared filters: drawn once by the router, kept in the address, the same on every page."""

from collections.abc import Sequence

import streamlit as st

from trends.request.filters import FIELD_NAMES, SHARED_FIELDS
from trends.request.options import offered, own_places, own_sizes
from trends.request.request import Request, kept
from trends.ui import kept_place
from trends.ui.session import OWN_FIELDS, request
from trends.words.text import Words, html, markdown

PLACEHOLDERS = {
    "country": "All countries",
    "sector": "All sectors",
    "survey": "All surveys",
    "theme": "All themes",
    "year": "All years",
}
# Spans of the newest years that one click chooses.
QUICK_YEARS = (4, 10)
OWN_ICON = ":material/person_pin_circle:"
# Prefix of the session keys of own answers, so that all can be cleared.
OWN_ANSWER = "own_answer_"
# Of a reader's own answers.
KEPT_WHERE = "Kept in this session only: not in the address, not stored."


def draw_place() -> None:
    """Draw the choice of the reader's own place into the sidebar, in a box that is closed until they want it."""
    asked = request()
    mine, places = asked.place, own_places(asked)
    with st.sidebar, st.expander(markdown(mine.label), key="place_box", icon=OWN_ICON):
        for field, label in (("country", "My country"), ("sector", "My sector")):
            _own_select(field, label, list(places[field].values()))
        sizes = own_sizes(asked, mine.country, mine.sector)
        if sizes:
            _own_select("size", "My kind or size of body", sizes)
        announce("Pages now say “you” of this place." if mine else "No place chosen.")
        st.caption(kept_place.KEPT_WHERE)
        kept_place.draw()
        if mine or any(st.session_state.get(key) for key in _own_keys()):
            st.button("Forget my place", on_click=forget, key="forget_place", icon=":material/close:")


def _own_select(field: str, label: str, names: list[str]) -> None:
    st.selectbox(
        label,
        names,
        index=None,
        key=OWN_FIELDS[field],
        placeholder="Not chosen",
        persist_state="session",
        on_change=kept_place.changed,
        width=280,
    )


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


def draw_filters() -> None:
    """Draw the filters into the sidebar, with how many figures they leave."""
    names = offered(request())
    with st.sidebar:
        st.header("Filters", anchor=False)
        for field in ("country", "sector"):
            _multiselect(field, names[field])
        _multiselect("year", names["year"])
        _quick_years(names["year"])
        for field in ("theme", "survey"):
            _multiselect(field, names[field])
        _status()


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


def _multiselect(field: str, names: Sequence[str]) -> None:
    st.multiselect(
        FIELD_NAMES[field],
        names,
        key=field,
        bind="query-params",
        placeholder=PLACEHOLDERS[field],
        select_all=False,
    )


def _quick_years(years: Sequence[str]) -> None:
    """Offer spans of years, each a click."""
    newest = max(map(int, years), default=0)
    with st.container(horizontal=True, gap="xsmall", key="quick_years"):
        for span in QUICK_YEARS:
            held = [year for year in years if int(year) > newest - span]
            if len(years) > span:
                st.button(
                    f"Last {span} years",
                    on_click=choose,
                    args=("year", held),
                    key=f"last_{span}_years",
                    type="tertiary",
                )


@kept
def status(asked: Request) -> str:
    """Return how much the filters leave, and which they are."""
    total = asked.row("totals")
    figures, surveys = int(total["figures"]), int(total["surveys"])
    said = (
        f"Showing {figures:,} figure{'' if figures == 1 else 's'} from {surveys:,} survey{'' if surveys == 1 else 's'}"
    )
    return f"{said}{': ' + asked.filter_words if asked.filters else ''}."


def _status() -> None:
    asked = request()
    announce(status(asked))
    if asked.filters:
        st.button("Clear filters", on_click=clear, key="clear_filters", icon=":material/close:")
    with st.expander("What each choice would leave", key="choices", on_change="rerun") as opened:
        if opened.open:
            _choice_table(asked)


def _choice_table(asked: Request) -> None:
    frame, known = asked.ask("filter_options"), asked.vocabulary
    for field in SHARED_FIELDS:
        rows = frame[frame["field"] == field]
        table = {
            markdown(known.name(field, code)): f"{count:,}"
            for code, count in zip(rows["code"], rows["figures"], strict=True)
        }
        st.markdown(f"**{FIELD_NAMES[field]}**")
        st.table(
            {FIELD_NAMES[field]: list(table), "Figures": list(table.values())},
            border="horizontal",
            hide_header=False,
            height=240 if len(table) > 6 else "content",  # noqa: PLR2004 - what fits without scrolling
            alt=f"Figures that each choice of {FIELD_NAMES[field].lower()} would leave",
        )
