"""The parts every page has: the question with its answer, key figures, doors to other pages, the footer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from trends.export import tables as data_tables
from trends.export.page import own_choices, query_of, whole_address
from trends.export.page import title as page_words
from trends.export.rows_shown import groups_shown, rows_shown, status
from trends.request.request import Request, kept
from trends.request.tables import TABLES
from trends.subjects import registry
from trends.subjects.contents import KeyFigure
from trends.ui import filters, markup, session
from trends.ui.session import base_path, is_narrow, request
from trends.words import grammar
from trends.words.text import Words, html, markdown, say

# Drawn here, because Streamlit fetches the icons it offers for a browser's tab from another host.
TAB_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="4" fill="#12436D"/>'
    '<path d="M4 17l6-6 4 4 6-8" fill="none" stroke="#FFFFFF" stroke-width="2.5"/></svg>'
)
# A key figure of more characters is words, such as the item that stands first.
LONGEST_NUMBER = 12
# Height of a row of them in pixels, kept until it is drawn.
KEY_FIGURES = 116


def page_title(view: str) -> str:
    """Return what a browser's tab says of the page at an address: what it is on, the filters, and the product."""
    return page_words(view or registry.FIRST, request(), session.choices("topic", "branch", "place", "of"))


@dataclass(frozen=True)
class Rest:
    """What stands below the first chart of a page: the rest of the answer, and the reader's own place."""

    answer: Words = ""
    you: Words = ""


NO_REST = Rest()


def question(text: Words, answer: Words = "", you: Words = "") -> Rest:
    """Begin a page: the question in a leader's words, the answer in a sentence or two, and the reader's own place.

    Returns:
        What has no room above the first chart; :func:`more` draws it below.
    """
    st.title(markdown(text), anchor=False)
    return lead(answer, you)


def lead(answer: Words, you: Words = "") -> Rest:
    """Draw what of an answer has room above the first chart; return the rest, with the reader's own place.

    The bar of chips names that place already. A sentence on it above the chart would move the chart down when the
    browser hands the place over, since the first words of a page are sent before.
    """
    first, rest = grammar.led(answer, grammar.LEAD_ON_A_PHONE if is_narrow() else grammar.LEAD)
    if first:
        st.markdown(markdown(first))
    return Rest(rest, you)


def more(rest: Rest) -> None:
    """Draw what of a page's beginning stands below its first chart, and whose figures it shows if not those chosen."""
    own_place(rest)
    if rest.answer:
        st.markdown(markdown(rest.answer))
    shown = session.shown(str(st.session_state.get("view", "")))
    notes([status(*shown)] if groups_shown(*shown) else [])


def own_place(rest: Rest) -> None:
    """Draw what is to say of the reader's own place; nothing where there is nothing."""
    if rest.you:
        _spoken(say("**You** · {}. {}", request().place.words, rest.you), "said_of_place")


def own(sentence: Words) -> None:
    """Say how the reader's own answers stand, beside where they are given; the sentence begins with “You”."""
    if sentence:
        _spoken(grammar.stressed(sentence, "You"), "said_of_answers")


def _spoken(text: Words, key: str) -> None:
    # A screen reader speaks it when a choice changes it, without taking the focus: page.js says so of its place. A mark
    # of HTML would do the same, but what reads HTML comes late, and what stands below would move then.
    with st.container(key=key):
        st.markdown(f"{filters.OWN_ICON} {markdown(text)}")


def key_figures(figures: Sequence[KeyFigure]) -> None:
    """Draw figures in a row, as one element: label, number, and what it is counted on."""
    markup.draw(
        f'<dl class="key-figures">{"".join(map(_key_figure, figures))}</dl>',
        key="key_figures",
        height=KEY_FIGURES * (math.ceil(len(figures) / 2) if is_narrow() else 1),
    )


def _key_figure(figure: KeyFigure) -> str:
    label, number, basis = figure
    # What is told in words instead of a number needs more room, and is written smaller.
    kind = "told" if len(number) > LONGEST_NUMBER else "counted"
    return (
        f'<div class="{kind}"><dt>{html(label)}</dt><dd class="number">{html(number)}</dd><dd>{html(basis)}</dd></div>'
    )


def notes(paragraphs: Sequence[Words]) -> None:
    """Draw what is to say under a table, a paragraph each; nothing where there is none."""
    if paragraphs:
        st.caption("\n\n".join(markdown(paragraph) for paragraph in paragraphs))


def doors(links: list[tuple[str, str]]) -> None:
    """Offer the next questions: page file and words."""
    st.markdown("**Next**")
    with st.container(horizontal=True, key="doors"):
        for page, label in links:
            st.page_link(page, label=label, icon=":material/arrow_forward:")


def footer(view: str) -> None:
    """End a page: what the evidence is, and where exactly the rows that this view shows are served."""
    page, asked, chosen_here = session.shown(view)
    table, chosen = rows_shown(page, asked, chosen_here)
    whole = ""
    # All findings of a page are drawn when it ends; without any a file would hold nothing.
    if page is not None and session.cards_drawn():
        # What is seen stands in the address; a session remembers choices of parts too that are not drawn any more.
        own = {name: held for name, held in own_choices(page.name, chosen_here).items() if name in st.query_params}
        whole = whole_address(page.name, query_of(asked, own), base_path())
    said = _footer_words(request(), data_tables.data_address(TABLES[table], "csv", chosen, base_path()), whole)
    # The line above is of the same element: a reader waits for each.
    st.caption(f"---\n\n{said}")


@kept
def _footer_words(asked: Request, address: str, whole: str) -> str:
    everything = say(" Everything on this page: [zip with PDF, Excel, pictures and CSV]({}).", whole) if whole else ""
    return markdown(
        say(
            "Every figure names its source; words and definitions are our own. "
            "The same figures over HTTP: [{}]({}).{} Evidence {}: [what has changed]({}).",
            address,
            address,
            everything,
            asked.version.fingerprint,
            f"{base_path()}/releases",
        )
    )
