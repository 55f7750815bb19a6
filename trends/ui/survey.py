"""Blocks of the pages on what leaders say: choosing a question, its card, the same item elsewhere, themes by sector."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from trends import cards, changes, numbers, own, words
from trends import you as own_words
from trends.cards import Card
from trends.figures.heat import heat_table
from trends.ui import layout, sidebar
from trends.ui.choices import follow_first, settled
from trends.ui.evidence import Choice, ask, choice, is_narrow, me, palette, store
from trends.ui.kept import kept
from trends.words import ListFacts

# A list shorter than this says too little to be the one a page opens with.
LONG_ENOUGH = 2
# Which kinds of figure a list has in which one can name items, and in which one can give a number.
NAMED = ("percent", "rank", "mentioned")
NUMBERED = ("score", "count")


@dataclass(frozen=True)
class Asked:
    """A question in one slice, chosen by the reader or, untouched, the longest comparable record the filters leave."""

    question: str
    country: str
    region: str | None
    sector: str
    body_size: str | None
    place: str


def asked_of(kind: str) -> Asked | None:
    """Return the slice that is chosen, before the choice is drawn; None where the filters leave none."""
    offered = _offered(kind)
    if not offered:
        return None
    questions = list(offered)
    follow_first("question", questions[0])
    slices = offered[settled("question", questions)]
    places = list(slices)
    follow_first("place", places[0])
    return slices[settled("place", places)]


def choose_question(kind: str) -> None:
    """Draw the choice of question and of place among what :func:`asked_of` chooses from."""
    offered = _offered(kind)
    questions = list(offered)
    wide, small = st.columns([3, 2], vertical_alignment="bottom")
    with wide:
        st.selectbox("Survey and question", questions, key="question", bind="query-params")
    places = list(offered[settled("question", questions)])
    with small:
        if len(places) == 1:
            st.caption(f"Who answered: {places[0]}")
        else:
            st.selectbox("Who answered", places, key="place", bind="query-params")


@kept
def answer(asked: Asked) -> str:
    """Return what leads the answers to a question and how many of its figures changed, in words."""
    return words.answer(_facts(asked))


def key_figures(asked: Asked) -> None:
    """Draw what leads the answers to a question, what rose most and what fell most."""
    if figures := _key_figures(asked):
        layout.key_figures(figures)


@kept
def _key_figures(asked: Asked) -> list[tuple[str, str, str]]:
    return words.key_figures(_facts(asked))


def you(asked: Asked) -> str:
    """Return what is to say of the reader's own place beside a question; empty where none is chosen."""
    mine, items = me(), _items_elsewhere(asked)
    if not mine:
        return ""
    chosen = st.session_state.get("item")
    item = chosen if chosen in items else next(iter(items), "")
    said = own_words.against(_across_rows(asked, item), item, _facts(asked)) if item else ""
    return said or own_words.asked_whom(mine, asdict(asked), _facts(asked))


def own_block(asked: Asked) -> None:
    """Draw the box in which readers give their own answers to a question; these stay in their session."""
    facts = _facts(asked)
    items = [str(row["item"]) for row in facts.rows]
    if len(items) < words.SEVERAL and facts.measure in NAMED:
        return
    with st.expander("Where would you stand?", key="own_box", icon=sidebar.OWN_ICON):
        if facts.measure in NAMED:
            st.multiselect(
                "What would you name?",
                items,
                key=_own_key(asked),
                persist_state="session",
                placeholder="Choose from the list",
                select_all=False,
            )
            layout.own(own_words.named(facts, list(_own(asked))))
        else:
            for at, row in enumerate(facts.rows):
                st.number_input(
                    f"Your number: {row['item']}",
                    value=None,
                    min_value=0.0,
                    step=1.0 if facts.measure == "count" else 0.1,
                    key=f"{_own_key(asked)}_{at}",
                    persist_state="session",
                    help=_scale_words(facts),
                    width=280,
                )
            layout.own(
                own_words.numbered(facts, {item: number for item, number in _own(asked).items() if number is not None})
            )
        st.caption(sidebar.KEPT_WHERE)


def question_card(asked: Asked) -> Card:
    """Return the card of a question in its slice, with the reader's own answers where there are any."""
    # What readers answer is theirs: it is not kept beside what was made of the evidence.
    made, given = _question_card(asked), _own(asked)
    if not given:
        return made
    return cards.own_list_card(made, _facts(asked), _items(asked), given, palette())


@kept
def _question_card(asked: Asked) -> Card:
    behind = {"question": [asked.question], "country": [asked.country], "sector": [asked.sector]}
    return cards.list_card(_facts(asked), _items(asked), palette(), behind)


def elsewhere_card(asked: Asked) -> Card | None:
    """Draw the choice of an item and return the card of that item across countries, sectors, regions and kinds of body.

    None where each item was asked in one slice only.
    """
    items = _items_elsewhere(asked)
    if not items:
        return None
    item = st.selectbox("Compare an item", items, key="item", persist_state="page")
    return _across_card(asked, item if item in items else items[0])


def theme_table(kind: str) -> None:
    """Draw which surveys name what: themes down, sectors across, the number of surveys in each cell.

    On a phone, where it is eight screens long, the reader opens it.
    """
    table = _theme_table(kind)
    if is_narrow():
        themes = len(table.index)
        box: Any = st.expander(f"All {themes} themes" if themes > 1 else "The theme", key=f"{kind}_themes")
    else:
        box = st.container()
    with box:
        _draw_theme_table(kind, store().fingerprint, choice(), is_narrow(), table)
    st.caption(
        "Number of surveys that name something of the theme. Shares of different surveys are never added up; "
        "a dash means that no survey read here names it, not that nobody does."
    )


@kept
def _offered(kind: str) -> dict[str, dict[str, Asked]]:
    """Return the questions of a kind by the name readers choose, and their slices by the name of who answered."""
    listed = ask("question_list", kind=[kind])
    if listed.empty:
        return {}
    names = listed["survey_name"] + ": " + listed["question_name"]
    names = names.where(~_ambiguous(listed, names), names + " (" + listed["measure"] + ")")
    rows = list(zip(names, _place_names(listed), listed.to_dict("records"), strict=True))
    offered: dict[str, dict[str, Asked]] = {name: {} for name in _in_order(rows)}
    for at in own.nearest_first([row for *_, row in rows], me()):
        name, place, row = rows[at]
        offered[name].setdefault(
            place,
            Asked(
                question=row["question"],
                country=row["country"],
                region=None if pd.isna(row["region"]) else row["region"],
                sector=row["sector"],
                body_size=None if pd.isna(row["body_size"]) else row["body_size"],
                place=", ".join(
                    part for part in (row["country_name"], row["region"], row["body_size"]) if isinstance(part, str)
                ),
            ),
        )
    return offered


@kept
def _items(asked: Asked) -> pd.DataFrame:
    """Return the items of a question in its slice, in the chosen years."""
    items = ask(
        "question_items",
        question=asked.question,
        country=asked.country,
        region=asked.region,
        sector=asked.sector,
        body_size=asked.body_size,
    )
    return changes.of_years(items, _chosen_years())


@kept
def _facts(asked: Asked) -> ListFacts:
    return cards.list_facts(_items(asked), asked.place)


@kept
def _slices(asked: Asked) -> pd.DataFrame:
    """Return the rows of a question in all its slices, in the chosen years or, where there are none, in all."""
    rows = ask("item_across", question=asked.question, year=[str(year) for year in _chosen_years()])
    return ask("item_across", question=asked.question, year=[]) if rows.empty else rows


@kept
def _items_elsewhere(asked: Asked) -> list[str]:
    """Return the items of a question that were asked in more than one slice."""
    slices = _slices(asked)["item"].value_counts()
    return [item for item in _facts(asked).items["item"].tolist() if slices.get(item, 0) > 1]


@kept
def _across_rows(asked: Asked, item: str) -> list[dict[Any, Any]]:
    return cards.across_rows(_facts(asked), _slices(asked), item, me())


@kept
def _across_card(asked: Asked, item: str) -> Card:
    facts, slices = _facts(asked), _slices(asked)
    return cards.across_card(facts, slices, item, asked.question, palette(), me())


def _own_key(asked: Asked) -> str:
    return f"{sidebar.OWN_ANSWER}{asked.question}"


def _own(asked: Asked) -> dict[str, float | None]:
    """Return the items the reader named, or gave a number for; what is not of the list does not count."""
    facts = _facts(asked)
    if facts.measure in NUMBERED:
        numbered = {
            str(row["item"]): st.session_state.get(f"{_own_key(asked)}_{at}") for at, row in enumerate(facts.rows)
        }
        return {item: float(given) for item, given in numbered.items() if isinstance(given, int | float)}
    named = st.session_state.get(_own_key(asked))
    items = {str(row["item"]) for row in facts.rows}
    return {item: None for item in named if item in items} if isinstance(named, list) else {}


def _scale_words(facts: ListFacts) -> str:
    """Return the scale of a number to be given: its unit, what was published, and what the survey says of it."""
    values = [row["value"] for row in facts.rows]
    low, high = (numbers.of_measure(value, facts.measure) for value in (min(values), max(values)))
    published = f"Published here: {low}." if low == high else f"Published here: {low} to {high}."
    return " ".join(part for part in (f"In {facts.rows[0]['unit']}.", published, facts.note) if part)


def _in_order(rows: Sequence[tuple[str, str, Any]]) -> list[str]:
    """Return the names of questions, each once: long lists of the reader's own place first, else as they stand."""
    long = [
        at
        for at, (*_, row) in enumerate(rows)
        if row["measure"] in {"percent", "rank"} and row["last_items"] >= LONG_ENOUGH and me().near(row)
    ]
    first = [long[at] for at in own.nearest_first([rows[at][2] for at in long], me())]
    return list(dict.fromkeys([*(rows[at][0] for at in first), *(name for name, *_ in rows)]))


# Streamlit turns the shades of every cell into a sheet of styles, which takes longer than all else on the page; what a
# cached function drew is drawn again without that. All but the table itself say which table it is.
@st.cache_data(max_entries=256, show_spinner=False)
def _draw_theme_table(
    kind: str,
    fingerprint: str,  # noqa: ARG001
    chosen: Choice,  # noqa: ARG001
    narrow: bool,  # noqa: ARG001
    _table: pd.DataFrame | Styler,
) -> None:
    st.table(_table, border="horizontal", hide_index=True, alt=f"Surveys that name each theme, by sector, {kind}")


@kept
def _theme_table(kind: str) -> pd.DataFrame | Styler:
    frame = ask("theme_by_sector", kind=[kind])
    wide = frame.pivot_table(index="theme_name", columns="sector_name", values="surveys", aggfunc="sum", fill_value=0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    if is_narrow():
        # Eight columns do not fit a phone: the sectors become a line of words.
        return pd.DataFrame(
            {
                "Theme": wide.index,
                "Surveys that name it": [
                    ", ".join(f"{sector} {int(number)}" for sector, number in row.items() if number)
                    for row in wide.to_dict("records")
                ],
            }
        )
    return heat_table(wide, "Theme")


def _chosen_years() -> list[int]:
    return [int(year) for year in choice().year]


def _ambiguous(listed: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Say which names stand for more than one question."""
    return listed.groupby(names)["question"].transform("nunique") > 1


def _place_names(slices: pd.DataFrame) -> list[str]:
    parts = slices[["country_name", "region", "body_size", "sector_name"]].fillna("")
    return [" · ".join(part for part in row if part) for row in parts.itertuples(index=False)]
