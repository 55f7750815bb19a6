"""Blocks of the page on one theme: its choice and answer, what surveys say, how countries compare, who has done it."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from trends import casebook, index_words, indices, themes, words
from trends import you as own_words
from trends.cards import Card
from trends.indices import IndexFacts
from trends.themes import ListPlace
from trends.ui import layout
from trends.ui.choices import choose_named
from trends.ui.doors import lead_to
from trends.ui.evidence import ask, choice, is_narrow, me, palette, vocabulary
from trends.ui.kept import kept

CASES = 5
INDICES = 3
FIRST = "cyber_resilience"


def choose() -> str:
    """Draw the choice of the theme and return its code; untouched it is the one chosen in the filters, if any."""
    return choose_named("Theme of this page", "theme", next(iter(choice().theme), FIRST), "topic")


def name(theme: str) -> str:
    """Return the name of a theme."""
    return vocabulary().name("theme", theme)


def question(theme: str) -> str:
    """Return the question a leader asks on a theme."""
    return themes.question(theme, name(theme))


def is_empty(theme: str) -> bool:
    """Say whether the filters leave neither a figure nor a case on a theme."""
    figures = ask("totals", theme=[theme], kind=[]).iloc[0]["figures"]
    return not figures and _cases(theme).empty


@kept
def answer(theme: str) -> str:
    """Return the answer of the page in a few sentences."""
    places, lists = _places(theme), _lists()
    stands = themes.standing(places, lists)
    use = next(iter(_uses(theme)), None)
    return themes.answer(name(theme), stands, _figure(theme), _first_index(theme), _case_totals(theme), use)


@kept
def you(theme: str) -> str:
    """Return what the reader's own place says on the theme; empty where none is chosen."""
    return own_words.theme(me(), _frame(theme, (*themes.SAID, *themes.DONE)), name(theme))


def key_figures(theme: str) -> None:
    """Draw the figures behind the answer; on a phone its sentences say them, so that the chart comes sooner."""
    if not is_narrow():
        layout.key_figures(_key_figures(theme))


@kept
def agreement(theme: str) -> str:
    """Return whether surveys agree on where a theme stands, a sentence for each kind of list there is."""
    places = _places(theme)
    return "\n".join(
        f"- {themes.agreement(places[kind], called)}" for kind, called in themes.LISTS.items() if _lists().get(kind)
    )


@kept
def said_card(theme: str) -> Card | None:
    """Return the card of what leaders say on a theme; None where the filters leave nothing."""
    return _card(theme, themes.SAID, "said")


@kept
def done_card(theme: str) -> Card | None:
    """Return the card of what bodies do on a theme; None where the filters leave nothing."""
    return _card(theme, themes.DONE, "done")


def uses(theme: str) -> None:
    """Draw what a theme is used for, where surveys asked for that."""
    found = _uses(theme)
    if not found:
        return
    st.header("What it is used for", anchor=False)
    said = themes.uses_words(found)
    st.markdown(said)
    most = f"The {themes.USES_OF_A_QUESTION} uses each survey names most, newest first. Surveys do not rank."
    st.caption(" ".join([most, *words.symbols_in(pd.DataFrame({"said": [said]}))]))


def countries(theme: str) -> None:
    """Draw what indices say on a theme, in words, each with its publisher's caution and the way to all countries."""
    found = _indices(theme)
    if not found:
        st.markdown("No index read here measures this theme.")
    for facts, label in found:
        st.markdown(_index_answer(facts))
        st.caption(f"Caution: {words.sentence(facts.caution)}")
        # A phone cuts what does not fit a line.
        said = f"All countries: {facts.indicator if is_narrow() else label}"
        lead_to("countries.py", said, f"door_{facts.code}", ":material/public:", indicator=label)


@kept
def _index_answer(facts: IndexFacts) -> str:
    return index_words.answer(facts)


def cases(theme: str) -> None:
    """Draw checked cases on a theme, those with an outcome first, and the way to all of them."""
    found = _cases(theme)
    if found.empty:
        st.markdown("No checked case read here belongs to this theme.")
    else:
        st.table(
            _case_table(theme),
            border="horizontal",
            hide_index=True,
            alt=f"Checked cases on {name(theme)}",
        )
    lead_to("cases.py", "All cases on this theme", "door_cases", ":material/work:", theme=[name(theme)])


@kept
def _case_table(theme: str) -> pd.DataFrame:
    return casebook.case_table(_cases(theme), narrow=is_narrow())


@kept
def prompts(theme: str) -> str:
    """Return what a leader may ask the team on a theme, as a list; empty where nothing is written."""
    return "\n".join(f"- {prompt}" for prompt in ask("theme_prompts", theme=[theme])["prompt"])


@kept
def _frame(theme: str, kinds: tuple[str, ...]) -> pd.DataFrame:
    return ask("theme_evidence", theme=[theme], kind=list(kinds))


def _card(theme: str, kinds: tuple[str, ...], key: str) -> Card | None:
    frame = _frame(theme, kinds)
    if frame.empty:
        return None
    behind = {"theme": [theme], "kind": list(kinds)}
    return themes.side_by_side_card(frame, name(theme), key, palette(), behind, narrow=is_narrow())


@kept
def _uses(theme: str) -> list[dict[Hashable, Any]]:
    if theme not in themes.USES:
        return []
    # An item belongs to the theme it is about: security to security, whatever it is done with.
    return themes.uses(ask("theme_evidence", theme=[], kind=list(themes.DONE)), theme)


@kept
def _places(theme: str) -> dict[str, list[ListPlace]]:
    frame = _frame(theme, themes.SAID)
    return {kind: themes.list_places(frame, kind) for kind in themes.LISTS}


@kept
def _lists() -> dict[str, int]:
    """Return how many surveys have a list of several themes, by kind of list."""
    found = {kind: ask("leading_themes", theme=[], kind=[kind]) for kind in themes.LISTS}
    return {kind: int(frame["surveys_with_lists"].iloc[0]) for kind, frame in found.items() if len(frame)}


@kept
def _figure(theme: str) -> Mapping[Hashable, Any]:
    done, said = (themes.with_ranges(_frame(theme, kinds)) for kinds in (themes.DONE, themes.SAID))
    return themes.headline(done, said)


@kept
def _key_figures(theme: str) -> list[tuple[str, str, str]]:
    return themes.key_figures(_places(theme), _lists(), _figure(theme), _first_index(theme), _case_totals(theme))


@kept
def _cases(theme: str) -> pd.DataFrame:
    return ask("case_list", theme=[theme], technology=[], status=[], collection=["curated"], search="", most=CASES)


@kept
def _case_totals(theme: str) -> Mapping[Hashable, Any]:
    found = ask("case_totals", theme=[theme], technology=[], status=[], collection=["curated"], search="")
    return dict(found.iloc[0].to_dict())


@kept
def _indices(theme: str) -> list[tuple[IndexFacts, str]]:
    """Return the facts of the leading indicator of each index that measures a theme, and what it is called."""
    listed = indices.offered(ask("indicator_list", theme=[theme], country=[], year=[]))
    found = listed.drop_duplicates("series").head(INDICES)
    return [(_index(row["indicator"]), row["label"]) for row in found.to_dict("records")]


def _first_index(theme: str) -> IndexFacts | None:
    return next((facts for facts, _ in _indices(theme)), None)


def _index(indicator: str) -> IndexFacts:
    chosen, known = choice(), vocabulary()
    years = ask("indicator_years", indicator=indicator)
    year, _ = indices.pick_year(years, [int(each) for each in chosen.year])
    rows = ask("indicator_year", indicator=indicator, year=year, peers="", country=list(chosen.country))
    source = ask("indicator_source", indicator=indicator).iloc[0].to_dict()
    names = {country: known.name("country", country) for country in chosen.country}
    return indices.index_facts(indicator, rows, source, years, year, names)
