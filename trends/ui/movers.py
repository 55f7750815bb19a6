"""Blocks of the page on what rose and fell: totals or parts, the cards, and what is too close or cannot be told."""

import streamlit as st

from trends import mover_cards, mover_words, movers, numbers
from trends import you as own_words
from trends.cards import Card
from trends.filters import FIELD_NAMES, SHARED_FIELDS
from trends.movers import Movement, Rows
from trends.ui import card, layout, sidebar
from trends.ui.choices import settled
from trends.ui.evidence import ask, choice, is_narrow, me, palette, vocabulary
from trends.ui.kept import kept

PAGE = "movers"
LIST_HEIGHT = 520
LONG_TABLE = 6
PEOPLE = [movers.TOTALS, movers.PARTS]
MOST_CHARTS = 2
MOST_PROMPTS = 3


def chosen_people() -> Movement | None:
    """Return what moved in whole countries, or in their parts where these are chosen or there is nothing else.

    None where the filters leave no two comparable editions. The choice is drawn by :func:`choose_people`.
    """
    totals, parts = _found(parts=False), _found(parts=True)
    if totals is None or parts is None:
        return totals or parts
    return parts if settled("people", PEOPLE) == movers.PARTS else totals


def choose_people() -> None:
    """Draw the choice between whole countries and their parts where there are both."""
    totals, parts = _found(parts=False), _found(parts=True)
    if parts is None:
        return
    if totals is None:
        st.caption("Only regions or kinds of body were asked twice in the same way here, so these are shown.")
        return
    chosen = st.segmented_control(
        "Whose answers", PEOPLE, default=movers.TOTALS, required=True, key="people", bind="query-params"
    )
    if chosen != movers.PARTS:
        made = 0 if totals.made else parts.made
        further = f" For parts, {numbers.counted(made, 'comparison')} can be made." if made else ""
        st.caption(
            "Regions and kinds of body are left out: the people behind them also stand behind the whole, and nobody "
            f"is to count twice.{further}"
        )
    else:
        st.caption(
            "Regions and kinds of body, without the whole countries. Where a kind of body lies within a region shown "
            "here, some people still count twice."
        )


@kept
def _found(*, parts: bool) -> Movement | None:
    """Return what moved in whole countries or in their parts; None where nothing of them was asked twice."""
    pairs = movers.totals_and_parts(ask("comparable_pairs"))[int(parts)]
    return movers.movement(pairs) if pairs else None


@kept
def you(found: Movement) -> str:
    """Return how many of the comparisons are of the reader's own place, and which moved; empty where none is chosen."""
    return own_words.movement(me(), found)


def key_figures(found: Movement) -> None:
    """Draw the counts behind the verdicts; on a phone the sentences below say them, so that the chart comes sooner."""
    if found.made and not is_narrow():
        layout.key_figures(mover_words.key_figures(found))


def shares_block(found: Movement) -> bool:
    """Draw the card of shares, how far chance goes, and the rest on demand; say whether a chart was drawn."""
    lead = _shares_card(found)
    if lead is not None:
        card.draw(lead, page=PAGE)
        st.markdown(mover_words.chance_words(found))
    for rows, key, words in (
        (found.close, "close", mover_words.close_words(found)),
        (found.untold, "untold", mover_words.untold_words(found)),
    ):
        if rows:
            _rest(rows, key, words)
    return lead is not None


def places_block(found: Movement) -> bool:
    """Draw the card of published places; say whether a chart was drawn."""
    places = _places_card(found)
    if places is None:
        return False
    card.draw(places, page=PAGE)
    return places.figure is not None


def counts_block(found: Movement, *, drawn: bool) -> None:
    """Draw the card of complete counts, with a chart where ``drawn``."""
    counts = _counts_card(found, drawn=drawn)
    if counts is not None:
        card.draw(counts, page=PAGE)


@kept
def prompts(found: Movement) -> str:
    """Return what a leader may ask the team on the themes of what moved, one question each, as a list; may be empty."""
    rows = [*found.firm, *movers.moved(found.places), *movers.moved(found.counts)]
    known = vocabulary()
    said = []
    for name in dict.fromkeys(str(row["theme_name"]) for row in rows if not numbers.is_missing(row["theme_name"])):
        asked = ask("theme_prompts", theme=[code for code in [known.code("theme", name)] if code])
        said += [f"- **{name}:** {prompt}" for prompt in asked["prompt"].head(1)]
    return "\n".join(said[:MOST_PROMPTS])


def nothing_here() -> None:
    """Say that the filters leave no two comparable editions, and offer the filters to take back."""
    chosen = choice()
    said = f" for {chosen.words()}" if chosen else ""
    st.info(
        f"No figure was published twice in the same way{said}, so nothing can be compared.",
        icon=":material/search_off:",
    )
    known, lists = vocabulary(), chosen.lists()
    helped = False
    for field in SHARED_FIELDS:
        if lists[field] and (pairs := len(ask("comparable_pairs", **{field: []}))):
            names = ", ".join(known.name(field, code) for code in lists[field])
            st.button(
                f"Without {FIELD_NAMES[field].lower()} {names}: {numbers.counted(pairs, 'comparison')}",
                on_click=sidebar.drop,
                args=(field,),
                key=f"drop_{field}",
            )
            helped = True
    if chosen and not helped:
        st.button("Clear all filters", on_click=sidebar.clear, key="clear_from_empty")


def _rest(rows: Rows, key: str, words: str) -> None:
    """Draw a table that is made once the reader opens it."""
    opened = st.expander(words, key=f"{PAGE}_{key}", on_change="rerun")
    if not opened.open:
        return
    made: Card = mover_cards.rest_card(rows, key, words, *_filters(), narrow=is_narrow())
    with opened:
        st.table(
            made.table,
            border="horizontal",
            hide_index=True,
            height=LIST_HEIGHT if len(rows) > LONG_TABLE else "content",
            alt=f"Table: {words}",
        )
        for symbol in made.symbols:
            st.caption(symbol)
        st.caption(made.foot)
        card.downloads(made, f"{PAGE}_{key}")


@kept
def _shares_card(found: Movement) -> Card | None:
    return mover_cards.shares_card(found, palette(), *_filters(), narrow=is_narrow())


@kept
def _places_card(found: Movement) -> Card | None:
    return mover_cards.places_card(found, palette(), *_filters(), narrow=is_narrow())


@kept
def _counts_card(found: Movement, *, drawn: bool) -> Card | None:
    return mover_cards.counts_card(found, palette(), *_filters(), narrow=is_narrow(), drawn=drawn)


def _filters() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the shared filters as codes and as names."""
    known, codes = vocabulary(), choice().lists()
    return codes, {field: [known.name(field, code) for code in chosen] for field, chosen in codes.items() if chosen}
