"""Widgets of the pages on what surveys say: choosing a question, own answers, an item to compare, themes by sector."""

from collections.abc import Mapping

import streamlit as st

from trends.cards.card import Card
from trends.request.request import Choices, chosen_of, settled
from trends.subjects.lists import view
from trends.subjects.lists import you as list_you
from trends.subjects.lists.view import NAMED, NUMBERED, Asked
from trends.ui import address, card, empty, filters, layout, reading, session, unknown
from trends.ui.choices import follow
from trends.words import pieces
from trends.words.text import markdown


def draw(kind: str, page: str) -> None:
    """Draw a page of lists, of priorities or of concerns, all but its doors."""
    asked = asked_of(kind)
    if asked is None:
        layout.question(view.question(session.request(), None, kind))
        empty.nothing_here(f"list of {page}", [kind])
    else:
        rest = begin(kind, asked)
        card.draw(question_card(asked), page=page, first=True, choose=lambda: choose_question(kind))
        layout.more(rest)
        key_figures(asked)
        own_block(asked)
        st.header("The same item elsewhere", anchor=False)
        if (elsewhere := elsewhere_card(asked)) is None:
            st.caption("This question was asked in one place and one sector only.")
        else:
            card.draw(elsewhere, page=page)
        theme_table(kind)
    card.others(page)


def asked_of(kind: str) -> Asked | None:
    """Return the slice that is chosen, before the choice is drawn; None where the filters leave none."""
    request = session.request()
    address.understand_question(lambda text: view.named(request, kind, text))
    if view.offered_questions(request, kind):
        _follow(kind)
    return view.asked_of(request, _choices(), kind)


def _follow(kind: str) -> tuple[int, int]:
    """Let question and place follow what the page shows untouched; return the places of what anybody else sees."""
    offered, to_all = (view.offered_questions(asked, kind) for asked in (session.request(), session.of_anyone()))
    questions = list(offered)
    first = follow("question", questions, questions[0], next(iter(to_all)))
    chosen = settled(_choices(), "question", questions)
    places = list(offered[chosen])
    return first, follow("place", places, places[0], next(iter(to_all[chosen])))


def choose_question(kind: str) -> None:
    """Draw the choice of question and of place among what :func:`asked_of` chooses from."""
    offered = view.offered_questions(session.request(), kind)
    questions = list(offered)
    question_of_all, place_of_all = _follow(kind)
    st.selectbox(
        "Question, who answered, year and base",
        questions,
        index=question_of_all,
        key="question",
        bind="query-params",
        label_visibility="collapsed",
        filter_mode="contains",
    )
    places = list(offered[settled(_choices(), "question", questions)])
    if len(places) > 1:
        st.selectbox(
            "Who answered",
            places,
            index=place_of_all,
            key="place",
            bind="query-params",
            label_visibility="collapsed",
            filter_mode="contains",
        )
    else:
        unknown.sole("place", places[0])


def begin(kind: str, asked: Asked) -> layout.Rest:
    """Begin the page: its question with the answer and the reader's own place; return what stands below the chart."""
    request = session.request()
    you = view.you(request, asked, chosen_of(session.choices("item"), "item"))
    return layout.question(view.question(request, asked, kind), view.answer(request, asked), you)


def key_figures(asked: Asked) -> None:
    """Draw the figures behind the answer; nothing where there are none."""
    if figures := view.key_figures(session.request(), asked):
        layout.key_figures(figures)


def own_block(asked: Asked) -> None:
    """Draw the box in which readers give their own answers to a question; these stay in their session."""
    facts = view.facts_of(session.request(), asked)
    items = [str(row["item"]) for row in facts.rows]
    if len(items) < pieces.SEVERAL and facts.measure in NAMED:
        return
    with st.expander("Where would you stand?", key="own_box", icon=filters.OWN_ICON):
        if facts.measure in NAMED:
            st.multiselect(
                "What would you name?",
                items,
                key=_own_key(asked),
                persist_state="session",
                placeholder="Choose from the list",
                select_all=False,
                filter_mode="contains",
            )
            layout.own(list_you.named(facts, list(_own(asked))))
        else:
            for at, row in enumerate(facts.rows):
                st.number_input(
                    markdown(f"Your number: {row['item']}"),
                    value=None,
                    min_value=0.0,
                    step=1.0 if facts.measure == "count" else 0.1,
                    key=f"{_own_key(asked)}_{at}",
                    persist_state="session",
                    help=markdown(view.scale_words(facts)),
                    width=280,
                )
            layout.own(
                list_you.numbered(facts, {item: number for item, number in _own(asked).items() if number is not None})
            )
        st.caption(filters.KEPT_WHERE)


def question_card(asked: Asked) -> Card:
    """Return the card of a question in its slice, with the reader's own answers where there are any."""
    return view.own_card(session.request(), asked, _own(asked))


def elsewhere_card(asked: Asked) -> Card | None:
    """Draw the choice of an item and return the card of that item across slices; None where there is none."""
    request = session.request()
    items = view.items_elsewhere(request, asked)
    if not items:
        return None
    follow("item", items, items[0], items[0])
    item = st.selectbox("Compare an item", items, key="item", bind="query-params", filter_mode="contains")
    return view.elsewhere_card(request, asked, item)


def theme_table(kind: str) -> None:
    """Draw which surveys name what; nothing where no survey of the filters names a theme.

    On a phone, where it is eight screens long, the reader opens it.
    """
    made = view.theme_listing(session.request(), kind)
    if made is None:
        return
    if not session.is_narrow():
        reading.listing_with_heading(made)
        return
    st.header(markdown(made.title), anchor=False)
    themes = len(made.table)
    with st.expander(f"All {themes} themes" if themes > 1 else "The theme", key=f"{kind}_themes"):
        reading.listing(made)


def _choices() -> Choices:
    return session.choices("question", "place")


def _own_key(asked: Asked) -> str:
    return f"{filters.OWN_ANSWER}{asked.question}"


def _own(asked: Asked) -> Mapping[str, float | None]:
    """Return the items the reader named, or gave a number for; what is not of the list does not count."""
    facts = view.facts_of(session.request(), asked)
    if facts.measure in NUMBERED:
        numbered = {
            str(row["item"]): st.session_state.get(f"{_own_key(asked)}_{at}") for at, row in enumerate(facts.rows)
        }
        return {item: float(given) for item, given in numbered.items() if isinstance(given, int | float)}
    named = st.session_state.get(_own_key(asked))
    items = {str(row["item"]) for row in facts.rows}
    return {item: None for item in named if item in items} if isinstance(named, list) else {}
