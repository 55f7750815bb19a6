"""The view of a theme: what leaders say, what bodies do, how countries compare, who has done it."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.subjects.cases import cards as case_cards
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.themes import cards as theme_cards
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import words as theme_words
from trends.subjects.themes.facts import ListPlace
from trends.ui.kept import kept
from trends.ui.session import ask, choice, is_narrow, me, palette, vocabulary

CASES = 5

INDICES = 3


def name(theme: str) -> str:
    """Return the name of a theme."""
    return vocabulary().name("theme", theme)


def question(theme: str) -> str:
    """Return the question a leader asks on a theme."""
    return theme_words.question(theme, name(theme))


def is_empty(theme: str) -> bool:
    """Say whether the filters leave neither a figure nor a case on a theme."""
    figures = ask("totals", theme=[theme], kind=[]).iloc[0]["figures"]
    return not figures and cases(theme).empty


@kept
def answer(theme: str) -> str:
    """Return the answer of the page in a few sentences."""
    places, lists = _places(theme), _lists()
    stands = theme_words.standing(places, lists)
    use = next(iter(uses(theme)), None)
    return theme_words.answer(name(theme), stands, _figure(theme), _first_index(theme), _case_totals(theme), use)


@kept
def you(theme: str) -> str:
    """Return what the reader's own place says on the theme; empty where none is chosen."""
    return theme_words.theme(me(), _frame(theme, (*theme_facts.SAID, *theme_facts.DONE)), name(theme))


@kept
def agreement(theme: str) -> str:
    """Return whether surveys agree on where a theme stands, a sentence for each kind of list there is."""
    places = _places(theme)
    return "\n".join(
        f"- {theme_words.agreement(places[kind], called)}"
        for kind, called in theme_facts.LISTS.items()
        if _lists().get(kind)
    )


@kept
def said_card(theme: str) -> Card | None:
    """Return the card of what leaders say on a theme; None where the filters leave nothing."""
    return _card(theme, theme_facts.SAID, "said")


@kept
def done_card(theme: str) -> Card | None:
    """Return the card of what bodies do on a theme; None where the filters leave nothing."""
    return _card(theme, theme_facts.DONE, "done")


@kept
def index_answer(facts: IndexFacts) -> str:
    return index_words.answer(facts)


@kept
def case_table(theme: str) -> pd.DataFrame:
    return case_cards.case_table(cases(theme), narrow=is_narrow())


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
    return theme_cards.side_by_side_card(frame, name(theme), key, palette(), behind, narrow=is_narrow())


@kept
def uses(theme: str) -> list[dict[Hashable, Any]]:
    if theme not in theme_facts.USES:
        return []
    # An item belongs to the theme it is about: security to security, whatever it is done with.
    return theme_facts.uses(ask("theme_evidence", theme=[], kind=list(theme_facts.DONE)), theme)


@kept
def _places(theme: str) -> dict[str, list[ListPlace]]:
    frame = _frame(theme, theme_facts.SAID)
    return {kind: theme_facts.list_places(frame, kind) for kind in theme_facts.LISTS}


@kept
def _lists() -> dict[str, int]:
    """Return how many surveys have a list of several themes, by kind of list."""
    found = {kind: ask("leading_themes", theme=[], kind=[kind]) for kind in theme_facts.LISTS}
    return {kind: int(frame["surveys_with_lists"].iloc[0]) for kind, frame in found.items() if len(frame)}


@kept
def _figure(theme: str) -> Mapping[Hashable, Any]:
    done, said = (theme_facts.with_ranges(_frame(theme, kinds)) for kinds in (theme_facts.DONE, theme_facts.SAID))
    return theme_facts.headline(done, said)


@kept
def key_figures(theme: str) -> list[tuple[str, str, str]]:
    return theme_words.key_figures(_places(theme), _lists(), _figure(theme), _first_index(theme), _case_totals(theme))


@kept
def cases(theme: str) -> pd.DataFrame:
    return ask("case_list", theme=[theme], technology=[], status=[], collection=["curated"], search="", most=CASES)


@kept
def _case_totals(theme: str) -> Mapping[Hashable, Any]:
    found = ask("case_totals", theme=[theme], technology=[], status=[], collection=["curated"], search="")
    return dict(found.iloc[0].to_dict())


@kept
def indices(theme: str) -> list[tuple[IndexFacts, str]]:
    """Return the facts of the leading indicator of each index that measures a theme, and what it is called."""
    listed = index_facts.offered(ask("indicator_list", theme=[theme], country=[], year=[]))
    found = listed.drop_duplicates("series").head(INDICES)
    return [(_index(row["indicator"]), row["label"]) for row in found.to_dict("records")]


def _first_index(theme: str) -> IndexFacts | None:
    return next((facts for facts, _ in indices(theme)), None)


def _index(indicator: str) -> IndexFacts:
    chosen, known = choice(), vocabulary()
    years = ask("indicator_years", indicator=indicator)
    year, _ = index_facts.pick_year(years, [int(each) for each in chosen.year])
    rows = ask("indicator_year", indicator=indicator, year=year, peers="", country=list(chosen.country))
    source = ask("indicator_source", indicator=indicator).iloc[0].to_dict()
    names = {country: known.name("country", country) for country in chosen.country}
    return index_facts.index_facts(indicator, rows, source, years, year, names)
