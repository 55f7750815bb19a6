"""What an address chose and cannot be chosen: said on the page, with the nearest names to choose in shared filters.

A bound widget leaves such values out without a word, and a reader would take everything for what they asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from trends.export.parameters import FORMS, PAGE_CHOICES, meant, misread
from trends.request.filters import FIELD_NAMES, SHARED_FIELDS, Filters
from trends.request.options import offered
from trends.request.request import Request
from trends.ui import filters
from trends.ui.session import request
from trends.words import grammar
from trends.words.text import Words, markdown, say

_KEPT = "left_out"
_HEARD = "left_out_heard"
_SOLE = "left_out_sole"
# Stands for the field where a name of an address is none.
_MISSPELT = ""
# An address may hold hundreds; more than these nobody reads.
MOST_SAID = 4
LONGEST_SHOWN = 40


@dataclass
class _LeftOut:
    """Field and value of what was left out, and what the filters and the page's own choices held when it was."""

    values: list[tuple[str, str]]
    filters: Filters | None = None
    held: dict[str, Any] = field(default_factory=dict)


def note(address: Mapping[str, Sequence[str]], misspelt: Mapping[str, str]) -> None:
    """Remember what an address chooses and no filter offers, until the reader changes a filter or the page.

    Args:
        address: what it says for each shared filter.
        misspelt: what else it names, with the shared filter that was meant, see :mod:`trends.export.parameters`.
    """
    # Most runs have nothing to look at, and to ask costs as much as a query.
    values = left_out(request(), address) if any(address.values()) else []
    if values or misspelt:
        st.session_state[_KEPT] = _LeftOut([*((_MISSPELT, name) for name in misspelt), *values])


def hear() -> None:
    """Remember what the address says for choices that the page alone has, before they are drawn.

    A choice leaves out what it does not offer as soon as it is drawn; :func:`check` then tells what that was.
    """
    heard = st.session_state.setdefault(_HEARD, {})
    for key in PAGE_CHOICES:
        if key in st.query_params and key not in st.session_state:
            heard.setdefault(key, st.query_params.get_all(key))


def understood(key: str, values: Sequence[str]) -> None:
    """Let what the address says for a choice of the page be these values, after codes were turned into names."""
    if key in PAGE_CHOICES:
        st.session_state.setdefault(_HEARD, {})[key] = list(values)


def sole(key: str, option: str) -> None:
    """Tell the only option of a choice that is not drawn because it has no other."""
    # Also where the address names it: what is not drawn is judged without the other choices else.
    st.session_state[_SOLE] = {key: option}
    if st.session_state.get(_HEARD, {}).get(key, [option]) != [option]:
        st.query_params.pop(key, None)


def check(view: str) -> None:
    """Look, after a page was drawn, for what its choices left out of the address; if there is any, draw it anew.

    A choice that is not drawn, such as one in a block that is closed, is judged by what the page would hold.

    Args:
        view: the address of the page.
    """
    held = {key: st.session_state[key] for key in PAGE_CHOICES if key in st.session_state}
    options, heard = st.session_state.pop(_SOLE, {}) | held, st.session_state.pop(_HEARD, {})
    missed = [
        (key, " ".join(text.split()))
        for key, texts in heard.items()
        if key in options
        for text in texts
        if text.strip() and text.strip().casefold() not in _said(options[key])
    ]
    undrawn = misread(view, request(), {key: texts for key, texts in heard.items() if key not in options})
    missed += undrawn
    for key, _ in undrawn:
        if good := [text for text in heard[key] if key in FORMS and FORMS[key].fullmatch(text)]:
            st.query_params[key] = good
        else:
            st.query_params.pop(key, None)
    if not missed:
        return
    kept: _LeftOut = st.session_state.setdefault(_KEPT, _LeftOut([], request().filters))
    # Before the filters: what may have been meant of those is asked for at the end.
    kept.values = list(dict.fromkeys([*missed, *kept.values]))
    kept.held |= {key: held[key] for key, _ in missed if key in held}
    st.rerun()


def _said(held: object) -> set[str]:
    """Return what a choice holds as an address says it, in small letters."""
    return {str(each).casefold() for each in (held if isinstance(held, list) else [held])}


def forget() -> None:
    """Forget what was left out."""
    st.session_state.pop(_KEPT, None)
    st.session_state.pop(_HEARD, None)


def left_out(asked: Request, address: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return field and value of what an address chooses and no filter offers, in its order and once each."""
    known, names = asked.vocabulary, offered(asked)
    found = [
        (field, " ".join(text.split()))
        for field in SHARED_FIELDS
        for text in address.get(field, ())
        if text.strip() and ((code := known.code(field, text)) is None or known.name(field, code) not in names[field])
    ]
    return list(dict.fromkeys(found))


def draw(place: DeltaGenerator) -> None:
    """Say on a page what was left out of the filters; nothing where all was understood.

    Args:
        place: the bar of chips, in which it takes no room: it lies over the lower edge of the window, see page.css.
    """
    kept: _LeftOut | None = st.session_state.get(_KEPT)
    if kept is None:
        return
    asked = request()
    if kept.filters not in {None, asked.filters} or any(
        st.session_state.get(key, held) != held for key, held in kept.held.items()
    ):
        forget()
        return
    kept.filters = asked.filters
    near = nearest(asked, kept.values)
    with place, st.container(key="left_out", width="content"):
        filters.announce(words(asked, kept.values, [name for _, name in near]))
        with st.container(horizontal=True, key="nearest"):
            for field, name in near:
                label = markdown(say("Choose {}", name))
                st.button(label, on_click=_choose, args=(field, name), key=f"nearest_{field}_{name}")
            st.button("Close", on_click=forget, key="close_left_out", type="tertiary", help="Close this note")


def nearest(asked: Request, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return field and name of the choices that come nearest to what is not known, once each; often none."""
    known, names = asked.vocabulary, offered(asked)
    found = [
        (field, name)
        for field, text in values[:MOST_SAID]
        if field in SHARED_FIELDS and known.code(field, text) is None
        for name in (known.name(field, code) for code in known.nearest(field, text))
        if name in names[field]
    ]
    return list(dict.fromkeys(found))


def words(asked: Request, values: Sequence[tuple[str, str]], near: Sequence[str]) -> Words:
    """Return what was left out in sentences, and the question whether one of the names that come near was meant.

    Args:
        asked: the request.
        values: field and value of what was left out.
        near: names that come near.
    """
    sentences = [_sentence(asked, field, text) for field, text in values[:MOST_SAID]]
    more = len(values) - MOST_SAID
    if more > 0:
        sentences.append(say("So {} more.", "was 1" if more == 1 else f"were {more}"))
    if near:
        sentences.append(say("Did you mean {}?", grammar.joined(near, "or")))
    return grammar.sentences(sentences)


def _sentence(asked: Request, field: str, text: str) -> Words:
    known = asked.vocabulary
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    if field == _MISSPELT:
        told = say("“{}” is the name of no filter; it was left out.", shown)
        return grammar.sentences([told, say("Did you mean {}?", meant(text)) if meant(text) else ""])
    if field in PAGE_CHOICES:
        return say("{} is no {} to choose here; it was left out.", shown, PAGE_CHOICES[field])
    code = known.code(field, text)
    if code is not None:
        return say("There are no figures on {}; it was left out of the filters.", known.name(field, code))
    return say("{} is no {} of this evidence; it was left out of the filters.", shown, FIELD_NAMES[field].lower())


def _choose(field: str, name: str) -> None:
    chosen = filters.chosen(field)
    if name not in chosen:
        filters.choose(field, [*chosen, name])
    forget()
