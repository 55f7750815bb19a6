"""Blocks of the page on public bodies: choosing a question, its shares, its parts, and the list of bodies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from trends import bodies, body_parts, body_words
from trends import you as own_words
from trends.bodies import AnswerFacts
from trends.cards import Card
from trends.filters import FIELD_NAMES, SHARED_FIELDS
from trends.ui import card, layout, sidebar
from trends.ui.choices import follow_first, settled
from trends.ui.evidence import ask, choice, is_narrow, me, palette, vocabulary
from trends.ui.kept import kept

ALL_EDITIONS = "All"
ANY_ANSWER = "Any answer"
MOST_LISTED = 100
LIST_HEIGHT = 480


# Compared by identity: the same question gives the same object, so that what was made of it is found again.
@dataclass(frozen=True, eq=False)
class Asked:
    """A question in an edition: its row of ``queries/body_questions.sql``, and whose answers are shown.

    ``scope`` holds the filters of country and sector that apply. Where they leave too few bodies for shares it is
    empty, so that all bodies are shown, and ``beside`` is true.
    """

    row: Mapping[Any, Any]
    scope: Mapping[str, Sequence[str]]
    beside: bool

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that queries about these answers share."""
        return {"question": str(self.row["question"]), "year": int(self.row["year"]), **self.scope}

    @property
    def behind(self) -> dict[str, list[str]]:
        """The filters that give these answers from the table of answers."""
        scope = {field: list(codes) for field, codes in self.scope.items() if codes}
        return {"question": [str(self.row["question"])], "year": [str(self.row["year"])], **scope}


def asked_of() -> Asked | None:
    """Return the question that is chosen, before the choice is drawn; None where the filters leave none."""
    offered = _offered()
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
            [ALL_EDITIONS, *_editions()],
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
    return _editions().get(settled("edition", [ALL_EDITIONS, *_editions()]), list(_offered()))


@kept
def _offered() -> dict[str, Asked]:
    """Return the questions the filters leave, by the name readers choose."""
    listed, lists = _own_first(ask("body_questions")), choice().lists()
    offered: dict[str, Asked] = {}
    for row in bodies.labels(listed).to_dict("records") if len(listed) else []:
        beside = row["bodies"] < bodies.FEW_BODIES and row["bodies"] < row["edition_bodies"]
        scope = {field: [] if beside else lists[field] for field in ("country", "sector")}
        offered.setdefault(str(row["label"]), Asked(row, scope, beside))
    return offered


def _own_first(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the questions with those first that bodies of the reader's country, or else of their sector, answered."""
    mine = me()
    country, sector = ([code] if code else [] for code in (mine.country, mine.sector))
    for place in ({"country": country, "sector": sector}, {"country": country}, {"sector": sector}):
        if not all(place.values()):
            continue
        held = ask("body_questions", **({"country": [], "sector": []} | place))
        own = set(zip(held["question"], held["year"], strict=True))
        if any(is_own := [pair in own for pair in zip(listed["question"], listed["year"], strict=True)]):
            return pd.concat([listed[is_own], listed[[not each for each in is_own]]], ignore_index=True)
    return listed


@kept
def _editions() -> dict[str, list[str]]:
    """Return the names of the questions of each edition."""
    editions: dict[str, list[str]] = {}
    for label, asked in _offered().items():
        editions.setdefault(str(asked.row["edition"]), []).append(label)
    return editions


@kept
def facts(asked: Asked) -> AnswerFacts:
    """Return the facts of the answers to the chosen question."""
    mine = (
        ask(
            "body_answers",
            question=asked.parameters["question"],
            year=asked.parameters["year"],
            answer=[],
            search="",
            most=bodies.FEW_BODIES,
        )
        if asked.beside
        else pd.DataFrame({"body_name": [], "answer": []})
    )
    return bodies.answer_facts(
        asked.row,
        ask("answer_shares", unanswered=bodies.UNANSWERED, **asked.parameters),
        ask("question_source", question=asked.parameters["question"], year=asked.parameters["year"]).iloc[0].to_dict(),
        mine,
        filtered=not asked.beside and asked.row["bodies"] < asked.row["edition_bodies"],
    )


@kept
def answer_words(asked: Asked, known: AnswerFacts) -> str:
    """Return the answer of the page in words."""
    parts = _parts(asked, known.lead)
    offered = body_parts.parts_offered(parts)
    if not offered:
        return body_words.answer_words(known, "", pd.DataFrame({"flag": []}))
    name, code = next(iter(offered.items()))
    return body_words.answer_words(known, name, body_parts.ordered_parts(parts, code))


@kept
def you(asked: Asked, known: AnswerFacts) -> str:
    """Return what the reader's own place answered, as one body of the list or as a part of it; empty without one."""
    mine, parts = me(), _parts(asked, known.lead)
    if not mine:
        return ""
    for name, code in body_parts.parts_offered(parts).items():
        held = body_parts.against_rest(known, body_parts.ordered_parts(parts, code)).to_dict("records")
        if said := own_words.part(mine, known, own_words.own_part(held, code, mine), name, known.lead):
            return said
    if not mine.country:
        return ""
    here = asked.parameters | {"country": [mine.country], "sector": []}
    return own_words.body(mine, known, ask("body_answers", answer=[], search="", most=bodies.FEW_BODIES, **here))


def own_block(asked: Asked, known: AnswerFacts) -> None:
    """Draw the box in which readers give their own answer; it stays in their session."""
    if not known.answered:
        return
    with st.expander("Where would you stand?", key="own_box", icon=sidebar.OWN_ICON):
        st.selectbox(
            "Your answer",
            _answers(known),
            index=None,
            key=_own_key(asked),
            persist_state="session",
            placeholder="Not given",
            width=320,
        )
        layout.own(own_words.answered(known, _own(asked)))
        st.caption(sidebar.KEPT_WHERE)


def shares_card(asked: Asked, known: AnswerFacts) -> Card:
    """Return the card of the share of bodies by answer, with the reader's own answer where they gave one."""
    given = _own(asked)
    if not given:
        return _shares_card(asked, known)
    # What readers answer is theirs: it is not kept beside what was made of the evidence.
    return bodies.shares_card(known, palette(), asked.behind, own=given)


@kept
def _shares_card(asked: Asked, known: AnswerFacts) -> Card:
    return bodies.shares_card(known, palette(), asked.behind)


def _own_key(asked: Asked) -> str:
    return f"{sidebar.OWN_ANSWER}{asked.row['question']}_{asked.row['year']}"


def _own(asked: Asked) -> str:
    return str(st.session_state.get(_own_key(asked)) or "")


def parts_card(asked: Asked, known: AnswerFacts) -> Card | None:
    """Draw the choice of an answer and of a kind of part, and return that card; None where nothing parts the bodies."""
    offered = _parts_offered(asked, known.lead)
    if not offered:
        return None
    answers = _answers(known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.segmented_control(
            "Compare by", list(offered), default=next(iter(offered)), required=True, key="part", bind="query-params"
        )
        answer = st.selectbox(
            "Answer", answers, index=answers.index(known.lead), key="answer", bind="query-params", width=280
        )
    answer = answer if answer in answers else known.lead
    return _parts_card(asked, known, by if by in offered else next(iter(offered)), answer)


@kept
def _parts_card(asked: Asked, known: AnswerFacts, by: str, answer: str) -> Card:
    found = _parts(asked, answer)
    code = _parts_offered(asked, answer)[by]
    parts = body_parts.ordered_parts(found, code)
    mine = own_words.own_part(parts.to_dict("records"), code, me())
    own = "" if mine is None else str(mine["part"])
    return body_parts.parts_card(known, parts, by, answer, palette(), asked.behind, own=own, narrow=is_narrow())


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
                bodies.listed_table(rows),
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


@kept
def _parts(asked: Asked, answer: str) -> pd.DataFrame:
    return ask("answer_parts", answer=answer, unanswered=bodies.UNANSWERED, **asked.parameters)


@kept
def _parts_offered(asked: Asked, answer: str) -> dict[str, str]:
    return body_parts.parts_offered(_parts(asked, answer))


@kept
def _answers(known: AnswerFacts) -> list[str]:
    """Return the answers that are some, without the entries that say why there is none."""
    return [str(answer) for answer in known.shares.loc[known.shares["answered"], "answer"]]
