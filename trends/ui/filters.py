"""Whose data it is: the reader's own place and the shared filters, on a sheet that the bar above every page opens.

Drawn once by the router, kept in the address, the same on every page. The sheet is part of every page and is shown by
the browser (``sheet.js``): a bound widget that is not drawn would not follow when a chip takes a choice away.
"""

from collections.abc import Collection, Mapping, Sequence

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
ALL_YEARS = "All years"
QUICK = "quick_years"
SHEET = "filters"
FIELD_WIDTH = 280
OWN_ICON = ":material/person_pin_circle:"
# Prefix of the session keys of own answers, so that all can be cleared.
OWN_ANSWER = "own_answer_"
# Of a reader's own answers.
KEPT_WHERE = "Kept in this session only: not in the address, not stored."


def draw() -> None:
    """Draw the sheet: the reader's own place, the filters, and how many figures they leave."""
    names = offered(request())
    with st.container(key=SHEET):
        st.button("Done", key="close_filters", icon=":material/close:")
        _place()
        # The years behind the range, see there; the page's style hides them.
        _multiselect("year", names["year"])
        with st.container(horizontal=True, gap="medium", key="filter_fields"):
            for field in ("country", "sector", "theme", "survey"):
                _multiselect(field, names[field])
            _years(names["year"])
        _status()


def _place() -> None:
    """Draw the choice of the reader's own place, in a box that is closed until they want it."""
    asked = request()
    mine, places = asked.place, own_places(asked)
    with st.expander(markdown(mine.label), key="place_box", icon=OWN_ICON):
        with st.container(horizontal=True, gap="medium", key="place_fields"):
            for field, label in (("country", "My country"), ("sector", "My sector")):
                _own_select(field, label, list(places[field].values()))
            sizes = own_sizes(asked, mine.country, mine.sector)
            if sizes:
                _own_select("size", "My kind or size of body", sizes)
        said = "Pages now say “you” of this place." if mine else "No place chosen."
        announce(said, f":small[{kept_place.KEPT_WHERE}]")
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
        width=FIELD_WIDTH,
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


def clear() -> None:
    """Clear every shared filter."""
    for field in SHARED_FIELDS:
        choose(field, ())


def choose(field: str, names: Sequence[str]) -> None:
    """Let one shared filter hold what these names are of; none clears it."""
    st.session_state[field] = list(names)


def announce(words: Words, unspoken: str = "") -> None:
    """Show words that a screen reader also speaks when they change, without taking the focus.

    Args:
        words: what is spoken.
        unspoken: Markdown of the project's own that stands below.
    """
    # A live region speaks only while its element stays: markdown changes the words in it, st.html would replace it.
    spoken = f'<p role="status" aria-live="polite">{html(words)}</p>'
    st.markdown(f"{spoken}\n\n{unspoken}" if unspoken else spoken, unsafe_allow_html=True)


def _multiselect(field: str, names: Sequence[str]) -> None:
    st.multiselect(
        FIELD_NAMES[field],
        names,
        key=field,
        bind="query-params",
        placeholder=PLACEHOLDERS[field],
        select_all=False,
        width=FIELD_WIDTH,
    )


def _years(years: Sequence[str]) -> None:
    """Offer the years as a range, and spans of the newest ones, each a click.

    The bound list of years stands behind it unseen, since an address names years one by one: an old link may hold some
    with gaps, which the range then says.
    """
    chosen = sorted(year for year in st.session_state.get("year") or [] if year in years)
    ends = (chosen[0], chosen[-1]) if chosen else ("", "")
    in_order = sorted(years)
    with st.container(width=FIELD_WIDTH, gap="xsmall", key="years"):
        with st.container(horizontal=True, gap="small"):
            for end, label, year in zip(("from", "to"), ("From year", "To year"), ends, strict=True):
                key = f"year_{end}"
                # It follows a chip, a link and the other end as well.
                st.session_state[key] = year or None
                st.selectbox(
                    label,
                    in_order,
                    index=None,
                    key=key,
                    placeholder="Any",
                    on_change=_range,
                    args=(in_order, ends, end, key),
                    width=(FIELD_WIDTH - 16) // 2,
                )
        held = [year for year in in_order if ends[0] <= year <= ends[1]]
        if chosen and chosen != held:
            st.caption(f"Of these only {', '.join(chosen)}, as a link chose them.")
        _quick_years(years, chosen)


def _range(years: Sequence[str], ends: tuple[str, str], end: str, key: str) -> None:
    """Choose all years between the ends of the range, of which the reader has set one."""
    said = st.session_state[key]
    first, last = (said, ends[1]) if end == "from" else (ends[0], said)
    first, last = first or years[0], last or years[-1]
    # Whoever sets an end beyond the other one means that year.
    first, last = (first, last) if first <= last else (said, said)
    chosen = [year for year in years if first <= year <= last]
    choose("year", chosen if len(chosen) < len(years) else ())


def _quick_years(years: Sequence[str], chosen: Sequence[str]) -> None:
    newest = max(map(int, years), default=0)
    spans = {f"Last {span} years": {year for year in years if int(year) > newest - span} for span in QUICK_YEARS}
    offered = {label: held for label, held in spans.items() if len(held) < len(years)} | {ALL_YEARS: set[str]()}
    # It follows the ends of the range, a chip and a link as well.
    st.session_state[QUICK] = next((label for label, held in offered.items() if held == set(chosen)), None)
    st.pills(
        "Years in one click",
        list(offered),
        key=QUICK,
        on_change=_choose_span,
        args=(offered,),
        label_visibility="collapsed",
    )


def _choose_span(offered: Mapping[str, Collection[str]]) -> None:
    """Choose the years of a span; whoever presses the chosen one once more takes it away."""
    choose("year", sorted(offered[st.session_state[QUICK] or ALL_YEARS]))


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
    # It is spoken while the sheet is closed as well, when a chip takes a choice away.
    with st.container(key="showing"):
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
