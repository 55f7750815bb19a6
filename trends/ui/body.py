"""Blocks of the page on one public body: finding it, its answers, others beside it, the top of the scale, gaps.

Ten thousand names are never sent to a browser: a body is found by a few letters, and chosen by a button. The choice
stands in the address alone, since no widget holds it.
"""

from collections.abc import Callable

import streamlit as st

from trends.request.request import Choices, chosen_of
from trends.subjects.body import view, words
from trends.subjects.body.facts import Body
from trends.subjects.body.view import BESIDE, OF
from trends.subjects.search import view as searching
from trends.ui import card, empty, layout
from trends.ui.session import is_narrow, request
from trends.words import numbers
from trends.words.asked import FOUND
from trends.words.text import html, markdown, say

PAGE = "body"


def choices() -> Choices:
    """Return what the address chooses: the body, and those beside it."""
    return {name: st.query_params.get_all(name) for name in (OF, BESIDE)}


def find() -> str:
    """Draw the search for another body, and return what was typed; :func:`found` draws what it finds."""
    return st.text_input("Find a public body", key="find_body", placeholder="Name, kind or region") or ""


def found(typed: str) -> None:
    """Draw the bodies that hold all words of a text, a button each, over the whole width of the page."""
    _found(typed, "find", _turn_to)


def nobody() -> None:
    """Say how a body is found while the address names none; of an unknown one offer those with its words."""
    asked, named = request(), chosen_of(choices(), OF)
    if not named:
        contents = view.contents(asked, choices())
        layout.more(layout.question(contents.question, contents.answer, contents.you))
        if not contents.cards:
            empty.nothing_here("answer of a named public body")
        return
    layout.question(words.WHICH)
    ways = [
        empty.Way(say("{} · {}", each.name, each.about), f"near_{slug}", _turn_to, (slug,))
        for each in searching.bodies_like(asked, named)
        for slug in [each.address.rpartition("/")[2]]
    ]
    empty.nothing(words.unknown(named), [*ways, empty.Way("Show all kinds of bodies", "first_body", _turn_to, ("",))])


def kinds() -> None:
    """Draw what kinds of bodies are named, while the address names none."""
    if not chosen_of(choices(), OF) and view.kinds(request()):
        card.draw(view.kinds_card(request()), page=PAGE, first=True)


def _found(typed: str, name: str, choose: Callable[[str], None]) -> None:
    """Draw the bodies that hold all words of a text, a button each, and say how many there are."""
    if not typed.strip():
        return
    rows, count = view.search(request(), typed)
    shown = (
        f"{numbers.count(count)} found" if count <= len(rows) else f"{numbers.count(count)} found; the best {len(rows)}"
    )
    st.html(f'<p role="status" aria-live="polite">{html(shown)}.</p>')
    with st.container(horizontal=True, key=f"{name}_results"):
        for row in rows:
            label = markdown(words.found_words(row))
            st.button(label, on_click=choose, args=(row["slug"],), key=f"{name}_{row['slug']}")


def key_figures(body: Body) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    figures = view.key_figures(request(), body)
    # Of a body with one answer the title says the only figure.
    if not is_narrow() and len(figures) > 1:
        layout.key_figures(figures)


def answers(body: Body) -> None:
    """Draw all answers of a body."""
    card.draw(view.answers_card(request(), body), page=PAGE)


def side_by_side(body: Body) -> None:
    """Draw the choice of up to two bodies beside it, similar ones first, and the card of all of them."""
    asked = request()
    beside = view.beside_of(asked, body, choices())
    for slug in beside:
        other = view.found(asked, slug)
        if other is not None:
            label = markdown(f"Remove {words.told_apart(other)}")
            st.button(label, on_click=_remove, args=(slug,), key=f"remove_{slug}", icon=":material/close:")
    if len(beside) < view.MOST_BESIDE:
        found, rule = view.similar(asked, body)
        if found:
            with st.container(horizontal=True, key="similar"):
                for row in found:
                    if row["slug"] not in beside:
                        label = markdown(f"Add {row['name']}")
                        st.button(label, on_click=_add, args=(row["slug"],), key=f"add_{row['slug']}")
            st.caption(markdown(rule))
        typed = st.text_input(
            "Another body beside it", key="find_beside", placeholder="Name, kind or region", width=320
        )
        _found(typed or "", "beside", _add)
    if beside:
        made = view.side_by_side_card(asked, body, beside)
        if made is None:
            st.markdown("No edition has an answer of two of them to the same question, for this choice.")
        else:
            card.draw(made, page=PAGE)


def top(body: Body) -> None:
    """Draw who gave most answers at the top of the scale, or say why nobody is listed; nothing where none is known."""
    made = view.top_card(request(), body)
    if made is not None:
        st.header(f"Who {'has' if body.said == FOUND else 'gives'} the {body.said.many} at the top", anchor=False)
        card.draw(made, page=PAGE)
    elif view.is_unranked(request(), body):
        st.header(f"Who {'has' if body.said == FOUND else 'gives'} the {body.said.many} at the top", anchor=False)
        st.markdown(markdown(words.not_ranked(body)))


def known(body: Body) -> None:
    """Say when answers were given and who published them, what is not known, and where a fault is reported."""
    st.header("When, and published by whom", anchor=False)
    card.bullets(view.editions(request(), body))
    st.header("What is not known", anchor=False)
    card.bullets(view.missing(request(), body))
    layout.notes(view.report(body))


def _turn_to(slug: str) -> None:
    st.query_params.pop(BESIDE, None)
    if slug:
        st.query_params[OF] = slug
    else:
        st.query_params.pop(OF, None)
    st.session_state["find_body"] = ""


def _add(slug: str) -> None:
    held = [each for each in st.query_params.get_all(BESIDE) if each != slug]
    st.query_params[BESIDE] = [*held, slug][: view.MOST_BESIDE]
    st.session_state["find_beside"] = ""


def _remove(slug: str) -> None:
    st.query_params[BESIDE] = [each for each in st.query_params.get_all(BESIDE) if each != slug]
