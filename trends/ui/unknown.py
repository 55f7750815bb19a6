"""What an address chose in the shared filters and cannot be chosen: said on the page, with the nearest names to choose.

A bound widget leaves such values out without a word, and a reader would take everything for what they asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from trends.request.filters import FIELD_NAMES, SHARED_FIELDS, Filters
from trends.request.options import offered
from trends.request.request import Request
from trends.ui import sidebar
from trends.ui.session import request
from trends.words import grammar
from trends.words.text import Words, markdown, say

_KEPT = "left_out"
# An address may hold hundreds; more than these nobody reads.
MOST_SAID = 4
LONGEST_SHOWN = 40


@dataclass
class _LeftOut:
    """Field and value of what was left out, and the filters there were when it was first said."""

    values: list[tuple[str, str]]
    filters: Filters | None = None


def note(address: Mapping[str, Sequence[str]]) -> None:
    """Remember what an address chooses and no filter offers, until the reader changes a filter or the page.

    Args:
        address: what it says for each shared filter.
    """
    # Most runs have nothing to look at, and to ask costs as much as a query.
    if any(address.values()) and (values := left_out(request(), address)):
        st.session_state[_KEPT] = _LeftOut(values)


def forget() -> None:
    """Forget what was left out."""
    st.session_state.pop(_KEPT, None)


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


def draw() -> None:
    """Say at the top of a page what was left out of the filters; nothing where all was understood."""
    kept: _LeftOut | None = st.session_state.get(_KEPT)
    if kept is None:
        return
    asked = request()
    if kept.filters not in {None, asked.filters}:
        forget()
        return
    kept.filters = asked.filters
    near = nearest(asked, kept.values)
    sidebar.announce(words(asked, kept.values, [name for _, name in near]))
    if near:
        with st.container(horizontal=True, key="nearest"):
            for field, name in near:
                label = markdown(say("Choose {}", name))
                st.button(label, on_click=_choose, args=(field, name), key=f"nearest_{field}_{name}")


def nearest(asked: Request, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return field and name of the choices that come nearest to what is not known, once each; often none."""
    known, names = asked.vocabulary, offered(asked)
    found = [
        (field, name)
        for field, text in values[:MOST_SAID]
        if known.code(field, text) is None
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
    code = known.code(field, text)
    if code is not None:
        return say("There are no figures on {}; it was left out of the filters.", known.name(field, code))
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return say("{} is no {} of this evidence; it was left out of the filters.", shown, FIELD_NAMES[field].lower())


def _choose(field: str, name: str) -> None:
    chosen = st.session_state.get(field) or []
    if name not in chosen:
        sidebar.choose(field, [*chosen, name])
    forget()
