"""Blocks of the page on public bodies: choosing a question, its shares, its parts, and the list of bodies."""

import streamlit as st

from trends.cards.card import Card
from trends.request.filters import FIELD_NAMES, SHARED_FIELDS
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import view
from trends.subjects.bodies import words as body_words
from trends.subjects.bodies.facts import AnswerFacts
from trends.subjects.bodies.view import Asked
from trends.ui import card, layout, sidebar
from trends.ui.choices import follow_first, settled
from trends.ui.session import ask, choice, palette, vocabulary

ALL_EDITIONS = "All"
ANY_ANSWER = "Any answer"
MOST_LISTED = 100
LIST_HEIGHT = 480


def asked_of() -> Asked | None:
    """Return the question that is chosen, before the choice is drawn; None where the filters leave none."""
    offered = view.offered_questions()
    if not offered:
        return None
    questions = _questions()
    follow_first("asked", questions[0])
    return offered[settled("asked", questions)]


def choose_question(asked: Asked) -> None:
    """Draw the choice of survey and of question among those that :func:`asked_of` chooses from.

    Args:
        asked: the chosen one.
    """
    small, wide = st.columns([2, 3])
    with small:
        st.selectbox(
            "Survey and year",
            [ALL_EDITIONS, *view.editions_offered()],
            key="edition",
            # The questions offered, and so the one shown untouched, depend on it: without it a link would mislead.
            bind="query-params",
        )
    with wide:
        st.selectbox("Question", _questions(), key="asked", bind="query-params")
    if asked.beside:
        st.caption(
            f"The filters leave {asked.row['bodies']} of {asked.row['edition_bodies']}, too few for shares, so all are "
            "shown."
        )


def _questions() -> list[str]:
    """Return the names of the questions of the chosen edition, or of all."""
    return view.editions_offered().get(
        settled("edition", [ALL_EDITIONS, *view.editions_offered()]), list(view.offered_questions())
    )


def own_block(asked: Asked, known: AnswerFacts) -> None:
    """Draw the box in which readers give their own answer; it stays in their session."""
    if not known.answered:
        return
    with st.expander("Where would you stand?", key="own_box", icon=sidebar.OWN_ICON):
        st.selectbox(
            "Your answer",
            view.answers_offered(known),
            index=None,
            key=_own_key(asked),
            persist_state="session",
            placeholder="Not given",
            width=320,
        )
        layout.own(body_words.answered(known, _own(asked)))
        st.caption(sidebar.KEPT_WHERE)


def shares_card(asked: Asked, known: AnswerFacts) -> Card:
    """Return the card of the share of bodies by answer, with the reader's own answer where they gave one."""
    given = _own(asked)
    if not given:
        return view.shares_card(asked, known)
    # What readers answer is theirs: it is not kept beside what was made of the evidence.
    return body_cards.shares_card(known, palette(), asked.behind, own=given)


def _own_key(asked: Asked) -> str:
    return f"{sidebar.OWN_ANSWER}{asked.row['question']}_{asked.row['year']}"


def _own(asked: Asked) -> str:
    return str(st.session_state.get(_own_key(asked)) or "")


def parts_card(asked: Asked, known: AnswerFacts) -> Card | None:
    """Draw the choice of an answer and of a kind of part, and return that card; None where nothing parts the bodies."""
    offered = view.parts_offered(asked, known.lead)
    if not offered:
        return None
    answers = view.answers_offered(known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.segmented_control(
            "Compare by", list(offered), default=next(iter(offered)), required=True, key="part", bind="query-params"
        )
        answer = st.selectbox(
            "Answer", answers, index=answers.index(known.lead), key="answer", bind="query-params", width=280
        )
    answer = answer if answer in answers else known.lead
    return view.parts_card(asked, known, by if by in offered else next(iter(offered)), answer)


def body_list(asked: Asked, known: AnswerFacts, lead: Card) -> None:
    """Draw the list of bodies with their answers, to be searched, once the reader opens it.

    Args:
        asked: the chosen question.
        known: the facts of its answers.
        lead: the card whose downloads also hold the whole list.
    """
    entries = int(known.shares["bodies"].sum())
    opened = st.expander(
        f"Find a body: {entries:,} {known.noun} with their answers",
        expanded="body" in st.query_params,
        key="every_body",
        on_change="rerun",
        icon=":material/search:",
    )
    if not opened.open:
        return
    with opened:
        with st.container(horizontal=True):
            words = st.text_input("Name, kind or region", key="body", bind="query-params", placeholder="All", width=320)
            answer = st.selectbox(
                "With the answer",
                [ANY_ANSWER, *known.shares["answer"]],
                key="with_answer",
                persist_state="page",
                width=280,
            )
        rows = ask(
            "body_answers",
            answer=[] if answer in {None, ANY_ANSWER} else [str(answer)],
            search=" ".join((words or "").split()),
            most=MOST_LISTED,
            **asked.parameters,
        )
        found = int(rows["found"].iloc[0]) if len(rows) else 0
        shown = f"{found:,} found" if found <= MOST_LISTED else f"{found:,} found; the first {MOST_LISTED} are shown"
        st.html(f'<p role="status" aria-live="polite">{shown}.</p>')
        if found:
            st.table(
                body_cards.listed_table(rows),
                border="horizontal",
                hide_index=True,
                height=LIST_HEIGHT if len(rows) > 10 else "content",  # noqa: PLR2004 - what fits without scrolling
                alt=f"Bodies with their answers: {known.question}, {known.year}",
            )
        st.caption(f"Names are as their publisher writes them. Source: [{lead.source.name}]({lead.source.url})")
        card.downloads(lead, "bodies_list")


def nothing_here() -> None:
    """Say that no named bodies answered what the filters select, and offer the filters to take back."""
    said = choice().words()
    st.info(
        f"No answers of named public bodies are here for {said}." if said else "No answers of named public bodies yet.",
        icon=":material/search_off:",
    )
    known = vocabulary()
    chosen = choice().lists()
    helped = False
    for field in SHARED_FIELDS:
        if chosen[field] and (questions := len(ask("body_questions", **{field: []}))):
            names = ", ".join(known.name(field, code) for code in chosen[field])
            st.button(
                f"Without {FIELD_NAMES[field].lower()} {names}: {questions:,} questions",
                on_click=sidebar.drop,
                args=(field,),
                key=f"drop_{field}",
            )
            helped = True
    if chosen and not helped and said:
        st.button("Clear all filters", on_click=sidebar.clear, key="clear_from_empty")
