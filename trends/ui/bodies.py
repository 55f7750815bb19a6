"""Widgets of the page on public bodies: choosing a question, own answers, parts to compare, and the list of bodies."""

import streamlit as st

from trends.cards.card import Card
from trends.request.request import Choices
from trends.subjects.bodies import view
from trends.subjects.bodies import words as body_words
from trends.subjects.bodies.cards import LISTED
from trends.subjects.bodies.facts import AnswerFacts
from trends.subjects.bodies.view import ALL_EDITIONS, ANY_ANSWER, Asked
from trends.ui import card, empty, filters, layout, reading, session
from trends.ui.choices import follow
from trends.words import numbers
from trends.words.text import html, markdown, plain, say


def asked_of() -> Asked | None:
    """Return the question that is chosen, before the choice is drawn; None where the filters leave none."""
    request = session.request()
    if view.offered_questions(request):
        _follow()
    return view.asked_of(request, _choices())


def _follow() -> int:
    """Let the question follow what the page shows untouched; return the place of what anybody else sees."""
    mine, to_all = (view.questions_of(asked, _choices()) for asked in (session.request(), session.of_anyone()))
    return follow("asked", mine, mine[0], to_all[0])


def choose_question() -> None:
    """Draw the choice of survey and of question among those that :func:`asked_of` chooses from."""
    request = session.request()
    st.selectbox(
        "Survey and year",
        [ALL_EDITIONS, *view.editions_offered(request)],
        key="edition",
        # The questions offered, and so the one shown untouched, depend on it: without it a link would mislead.
        bind="query-params",
        label_visibility="collapsed",
        filter_mode="contains",
    )
    st.selectbox(
        "Question",
        view.questions_of(request, _choices()),
        index=_follow(),
        key="asked",
        bind="query-params",
        label_visibility="collapsed",
        filter_mode="contains",
    )


def left(asked: Asked) -> None:
    """Say, below the chart, where it shows more bodies than the filters leave."""
    if asked.beside:
        st.caption(
            f"The filters leave {asked.row['bodies']} of {asked.row['edition_bodies']}, too few for shares, so all are "
            "shown."
        )


def own_block(asked: Asked, known: AnswerFacts) -> None:
    """Draw the box in which readers give their own answer; it stays in their session."""
    if not known.answered:
        return
    with st.expander("Where would you stand?", key="own_box", icon=filters.OWN_ICON):
        st.selectbox(
            "Your answer",
            view.answers_offered(known),
            index=None,
            key=_own_key(asked),
            persist_state="session",
            placeholder="Not given",
            width=320,
            filter_mode="contains",
        )
        layout.own(body_words.answered(known, _own(asked)))
        st.caption(filters.KEPT_WHERE)


def shares_card(asked: Asked, known: AnswerFacts) -> Card:
    """Return the card of the share of bodies by answer, with the reader's own answer where they gave one."""
    return view.own_card(session.request(), asked, known, _own(asked))


def parts_card(asked: Asked, known: AnswerFacts) -> Card | None:
    """Draw the choice of an answer and of a kind of part, and return that card; None where nothing parts the bodies."""
    request = session.request()
    offered = view.parts_offered(request, asked, known.lead)
    if not offered:
        return None
    answers = view.answers_offered(known)
    first = next(iter(offered))
    follow("part", list(offered), first, first)
    lead = follow("answer", answers, known.lead, known.lead)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.segmented_control(
            "Compare by", list(offered), default=first, required=True, key="part", bind="query-params"
        )
        answer = st.selectbox(
            known.said.one.capitalize(),
            answers,
            index=lead,
            key="answer",
            bind="query-params",
            width=280,
            filter_mode="contains",
        )
    chosen = {**session.choices("body"), "part": [by or ""], "answer": [answer or ""]}
    return view.chosen_parts(request, asked, known, chosen)


def body_list(asked: Asked, known: AnswerFacts, lead: Card) -> None:
    """Draw the list of bodies with their answers, to be searched, once the reader opens it.

    Args:
        asked: the chosen question.
        known: the facts of its answers.
        lead: the card whose downloads also hold the whole list.
    """
    entries = int(known.shares["bodies"].sum())
    opened = st.expander(
        markdown(f"Find a body: {entries:,} {known.noun} with their {known.said.many}"),
        expanded="body" in st.query_params or "with_answer" in st.query_params,
        key="every_body",
        on_change="rerun",
        icon=":material/search:",
    )
    session.listings_drawn().add(LISTED)
    if not opened.open:
        return
    with opened:
        with st.container(horizontal=True):
            st.text_input("Name, kind or region", key="body", bind="query-params", placeholder="All", width=320)
            st.selectbox(
                f"With the {known.said.one}",
                [ANY_ANSWER, *known.shares["answer"]],
                key="with_answer",
                bind="query-params",
                width=280,
                filter_mode="contains",
            )
        made = view.body_listing(session.request(), asked, known, session.choices("body", "with_answer"))
        shown = "None found" if made is None else plain(made.title)
        st.html(f'<p role="status" aria-live="polite">{html(shown)}.</p>')
        if made is not None:
            reading.listing(made)
        card.downloads(lead, LISTED)


def nothing_here() -> None:
    """Say that no named bodies answered what the filters select, and offer to drop one filter."""
    request = session.request()
    ways = [
        empty.without(field, numbers.counted(questions, "question"))
        for field, questions in view.ways_out(request).items()
    ]
    empty.nothing(
        say("No answers of named public bodies are here{}.", request.for_choice or " yet"),
        ways or ([empty.clear_all()] if request.filters else []),
    )


def _choices() -> Choices:
    return session.choices("edition", "asked")


def _own_key(asked: Asked) -> str:
    return f"{filters.OWN_ANSWER}{asked.row['question']}_{asked.row['year']}"


def _own(asked: Asked) -> str:
    return str(st.session_state.get(_own_key(asked)) or "")
