"""The page of a briefing: findings chosen on cards, put in order, with notes, to be handed on as slides or paper.

Its address holds the whole of it. Readers choose on cards; their browser keeps the list as long as its window is open
(``tray.js``), and hands it over when this page opens with none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from trends.export import briefing_link, ready_made
from trends.export import page as pages
from trends.export.briefing import LONGEST_NOTE, LONGEST_TITLE, MOST_FINDINGS, Asked, Finding, taken, whole_title
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.export.parameters import FINDING, READY
from trends.request.request import Request
from trends.ui import session
from trends.words import grammar, numbers
from trends.words.text import html, markdown, plain, say

KEY = "tray"
# The reader has changed the briefing in this session, which their browser then keeps instead of what it kept.
_CHANGED = "tray_changed"
_HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "digital_trends.tray",
    js=(_HERE / "tray_page.js").read_text(encoding="utf-8"),
    css=(_HERE / "tray_page.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class _Chosen:
    """What is handed on: the findings that were asked for, in order, and the title; and what is said of the rest."""

    asked: Sequence[Asked] = ()
    title: str = briefing_link.DEFAULT_TITLE
    said: Sequence[str] = ()

    @property
    def listed(self) -> Sequence[tuple[str, str]]:
        """Reference and note of each finding."""
        return [(each.reference, each.note) for each in self.asked]

    @property
    def query(self) -> dict[str, list[str]]:
        notes = [note for _, note in self.listed]
        held = briefing_link.query_of([reference for reference, _ in self.listed], notes, self.title)
        return {name: list(values) for name, values in held.items()}


def draw() -> None:
    """Draw the briefing that the address holds, or say how one is begun."""
    chosen = _chosen()
    _mount(
        key=KEY,
        data={
            "findings": [reference for reference, _ in chosen.listed],
            "changed": bool(st.session_state.get(_CHANGED)),
        },
        on_handed_change=_take,
    )
    # What was added on other pages afterwards is asked for again.
    if not chosen.asked:
        st.session_state.pop(_CHANGED, None)
        _say(chosen.said)
        _offer_ready()
        return
    _files(chosen)
    for at in range(len(chosen.asked)):
        _finding(chosen, at)
    st.button("Empty the briefing", key="empty_briefing", icon=":material/delete:", on_click=_change, args=(_Chosen(),))


# So much of what an address calls a briefing is said.
LONGEST_NAMED = 40


def _chosen() -> _Chosen:
    given = {name: st.query_params.get_all(name) for name in briefing_link.PARAMETERS}
    listed, title, said = briefing_link.read(given)
    named = next(iter(given[READY]), "")
    ready = ready_made.find(session.of_anyone(), named)
    if named.strip() and not ready:
        said.append(f"“{grammar.shortened(named.strip(), LONGEST_NAMED)}” is no briefing that is ready.")
    return _ready(ready) if not listed and ready else _of(listed, title, said)


def _of(listed: Sequence[tuple[str, str]], title: str, said: Sequence[str] = ()) -> _Chosen:
    """Return what a briefing takes of what was asked for; ``said`` is what there was to say of it before."""
    asked, told = taken(listed, session.version())
    title, cut = whole_title(title)
    return _Chosen(asked, title, [*said, *told, *cut])


def _say(said: Sequence[str]) -> None:
    """Say what was asked for and is not taken, as files say it."""
    if said:
        st.warning("  \n".join(markdown(say("{}", each)) for each in said), icon=":material/report:")


def _asked(name: str) -> Request:
    """Return what a ready-made briefing is asked with: the filters, and where they name no place the reader's own."""
    asked, mine = session.of_anyone(), session.request().place
    code = {"country": mine.country, "sector": mine.sector}.get(name, "")
    if not code or getattr(asked.filters, name):
        return asked
    return replace(asked, filters=replace(asked.filters, **{name: (code,)}))


def _ready(name: str) -> _Chosen:
    asked = _asked(name)
    title = ready_made.ready_made(asked)[name].title(asked)
    listed = [(reference, "") for reference in ready_made.references(asked, name)]
    return _of(listed, title or briefing_link.DEFAULT_TITLE)


def _take() -> None:
    """Take the list that the browser hands over; what is no reference is said when it is looked for."""
    handed = (st.session_state[KEY].get("handed") or {}).get("findings")
    if isinstance(handed, list) and not st.query_params.get_all(FINDING):
        _change(_of([(str(reference), "") for reference in handed[:MOST_FINDINGS]], briefing_link.DEFAULT_TITLE))


def _change(chosen: _Chosen) -> None:
    """Let the address hold another briefing."""
    st.session_state[_CHANGED] = True
    for name in briefing_link.PARAMETERS:
        values = chosen.query.get(name, [])
        if values:
            st.query_params[name] = values
        elif name in st.query_params:
            del st.query_params[name]


def _offer_ready() -> None:
    """Say how a briefing is begun, and offer those that are ready."""
    st.markdown(
        "Choose **Add to briefing** on any card. Here you put the findings in order, write notes on them, and take "
        "them away as slides or paper, each with its base, source and date. Or begin with one that is ready:"
    )
    with st.container(horizontal=True, key="ready_made"):
        for name, made in ready_made.ready_made(session.of_anyone()).items():
            if title := made.title(_asked(name)):
                st.button(markdown(say("{}", title)), key=f"ready_{name}", on_click=_begin, args=(name,))
    st.caption("Asked under the filters above. With one country or one sector chosen there is one of that place, too.")


def _begin(name: str) -> None:
    _change(_ready(name))


def _files(chosen: _Chosen) -> None:
    """Draw the title, how much there is, and the files that hold the briefing."""
    key = f"briefing_title_{chosen.title}"
    st.text_input(
        "Title",
        value=chosen.title,
        key=key,
        max_chars=LONGEST_TITLE,
        on_change=_retitle,
        args=(chosen, key),
    )
    query = urlencode(chosen.query, doseq=True)
    known = sum(each.finding is not None for each in chosen.asked)
    links = (
        f'<a href="{html(f"{session.base_path()}/briefing.{ending}?{query}")}" download>{html(kind.words)}</a>'
        for ending, kind in BRIEFING_FORMATS.items()
        if known
    )
    counted = numbers.counted(known, "finding")
    st.html(
        f'<p class="briefing-files"><span role="status" aria-live="polite">{html(counted)}.</span>'
        f"{' '.join(links)}</p>"
        "<p><small>The address of this page holds the whole briefing, notes included: whoever opens it sees the same."
        "</small></p>"
    )
    _say(chosen.said)


def _retitle(chosen: _Chosen, key: str) -> None:
    _change(replace(chosen, title=str(st.session_state[key]).strip() or briefing_link.DEFAULT_TITLE))


def _finding(chosen: _Chosen, at: int) -> None:
    """Draw a finding with its picture, its note, and what can be done with it."""
    asked = chosen.asked[at]
    title, finding = asked.reference, asked.finding
    with st.container(border=True, key=f"finding_{at}"):
        if finding is None:
            st.warning(markdown(say("{} It is in no file.", str(asked.error))), icon=":material/report:")
        else:
            title = plain(finding.card.title)
            st.header(markdown(finding.card.title), anchor=False)
            _picture(finding)
            key = f"note_{asked.reference}_{asked.note}"
            st.text_area(
                markdown(say("Your note on finding {}", at + 1)),
                value=asked.note,
                key=key,
                max_chars=LONGEST_NOTE,
                height=80,
                on_change=_note,
                args=(chosen, at, key),
            )
        _order(chosen, at, title)


def _picture(finding: Finding) -> None:
    # Letters of the square one are large enough for a phone.
    size = "square" if session.is_narrow() else "preview"
    base, query = session.base_path(), pages.query_of(finding.request, finding.choices)
    shown = pages.picture_address(finding.page, finding.card.key, query, base, ending="png", size=size)
    words = finding.card.alt or plain(finding.card.subtitle)
    st.html(
        f'<a href="{html(finding.address(base))}"><img class="briefing-picture" loading="lazy" src="{html(shown)}" '
        f'alt="{html(words)}"></a><p><small>{html(finding.filters)}</small></p>'
    )


def _order(chosen: _Chosen, at: int, title: str) -> None:
    last = len(chosen.asked) - 1
    with st.container(horizontal=True, gap="xsmall"):
        for words, icon, to in (("Up", "arrow_upward", at - 1), ("Down", "arrow_downward", at + 1)):
            st.button(
                words,
                icon=f":material/{icon}:",
                key=f"{words}_{at}",
                help=markdown(say("{}: {}", words, title)),
                disabled=not 0 <= to <= last,
                on_click=_move,
                args=(chosen, at, to),
            )
        st.button(
            "Remove",
            icon=":material/close:",
            key=f"Remove_{at}",
            help=markdown(say("Remove: {}", title)),
            on_click=_move,
            args=(chosen, at, None),
        )


def _note(chosen: _Chosen, at: int, key: str) -> None:
    asked = list(chosen.asked)
    asked[at] = replace(asked[at], note=str(st.session_state[key]).strip())
    _change(replace(chosen, asked=asked))


def _move(chosen: _Chosen, at: int, to: int | None) -> None:
    """Move a finding to another number of the order, or take it out where that is none."""
    asked = list(chosen.asked)
    moved = asked.pop(at)
    if to is not None:
        asked.insert(to, moved)
    _change(replace(chosen, asked=asked))
