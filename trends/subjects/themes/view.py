"""The view of a theme: what surveys say, what bodies do, how countries compare, who has done it."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.request.options import totals
from trends.request.request import NO_CHOICES, Choices, Request, chosen_of, kept, kept_by
from trends.statistics.cells import Row, as_rows
from trends.statistics.ranges import ranged
from trends.subjects import matters
from trends.subjects.bodies.contrast import Contrast
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import view as index_view
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.lists import view as lists
from trends.subjects.lists.counted import LISTS, Counted, counted_note
from trends.subjects.themes import cards as theme_cards
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import standing as theme_standing
from trends.subjects.themes import words as theme_words
from trends.subjects.themes.facts import ListPlace
from trends.subjects.themes.strips import ListAnswers
from trends.words import grammar
from trends.words.text import Words

# The choice of the page's theme, as its address names it, and the theme that is shown while none is chosen.
TOPIC = "topic"
# How many cases and indices the page shows.
CASES = 5
INDICES = 3


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on a theme holds.

    Args:
        request: what the reader asks with.
        choices: ``topic``, the name or code of the theme.
    """
    theme = theme_of(request, choices)
    if is_empty(request, theme):
        return Contents(question(request, theme))
    return Contents(
        question(request, theme),
        answer(request, theme),
        you(request, theme),
        key_figures(request, theme),
        cards(request, theme),
        [said] if (said := lists_note(request)) else [],
        [listed] if (listed := case_listing(request, theme)) else [],
    )


def theme_of(request: Request, choices: Choices = NO_CHOICES) -> str:
    """Return the code of the theme that is chosen; without a choice that of the filters, if any."""
    chosen = request.vocabulary.code("theme", chosen_of(choices, TOPIC))
    return chosen or next(iter(request.filters.theme), request.vocabulary.shown_first["theme"])


def name(request: Request, theme: str) -> str:
    """Return the name of a theme."""
    return request.vocabulary.name("theme", theme)


def question(request: Request, theme: str) -> str:
    """Return the question a leader asks on a theme."""
    return theme_words.question(_about(request, theme))


def is_empty(request: Request, theme: str) -> bool:
    """Say whether the filters leave neither a figure nor a case on a theme, nor a place of a country in its index."""
    # What the page shows is asked for anyway; only where that is nothing, all figures are counted, parts among them.
    if _evidence(request, theme) or len(cases(request, theme)):
        return False
    if (index := _first_index(request, theme)) and index.mine:
        return False
    return not has_figures(request, theme)


@kept
def has_figures(request: Request, theme: str) -> bool:
    """Say whether the filters leave a figure of a survey on a theme, parts among them."""
    return bool(totals(request, theme=[theme])["figures"])


@kept
def answer(request: Request, theme: str) -> Words:
    """Return the answer of the page in a few sentences."""
    figure = _figure(request, theme)
    said = theme_words.answer(
        name(request, theme),
        theme_standing.standing(_places(request, theme), _lists(request)),
        theme_standing.counted_when(_lists(request)),
        figure,
        _first_index(request, theme),
        _case_counts(request, theme),
        next(iter(uses(request, theme)), None),
        theme_words.kinds_apart(_kinds_apart(request, theme)),
        theme_standing.naming(_places(request, theme), _lists(request)),
        theme_words.holdings(rows, name(request, theme)) if (rows := _evidence(request, theme)) else "",
        theme_standing.unlisted(_places(request, theme), _lists(request)),
        request.years,
    )
    return matters.beside(request, said, [figure] if figure else [])


@kept
def you(request: Request, theme: str) -> Words:
    """Return what the reader's own place says on the theme; empty where none is chosen."""
    return theme_words.theme(request.place, _evidence(request, theme), name(request, theme))


@kept
def key_figures(request: Request, theme: str) -> Sequence[KeyFigure]:
    """Return the figures behind the answer, at most three."""
    return theme_words.key_figures(
        _places(request, theme),
        _lists(request),
        _figure(request, theme),
        _first_index(request, theme),
        _case_counts(request, theme),
        request.years,
    )


@kept
def agreement(request: Request, theme: str) -> list[Words]:
    """Return whether surveys agree on where a theme stands, a sentence for each kind of list there is."""
    places, held = _places(request, theme), _lists(request)
    return [theme_standing.agreement(places[kind], called) for kind, called in LISTS.items() if held[kind].lists]


def lists_note(request: Request) -> str:
    """Return how many lists are too old to count for where a theme stands; empty where none is."""
    return counted_note(_lists(request))


def cards(request: Request, theme: str) -> list[Card]:
    """Return the cards of what surveys say and what bodies do on a theme, as far as there are, in their order."""
    made = [card for card in (said_card(request, theme), done_card(request, theme)) if card is not None]
    return made[::-1] if begins_with_done(request, theme) else made


def begins_with_done(request: Request, theme: str) -> bool:
    """Say whether what bodies do comes before what surveys say.

    That is so where that alone has a chart. It is so as well where the title of what surveys say is of no question on
    the theme, and that of what bodies do is, or is newer.
    """
    said, done = said_card(request, theme), done_card(request, theme)
    if done is None or done.chart is None:
        return False
    if said is None or said.chart is None:
        return True
    of_said, of_done = (
        theme_facts.leading(_of_kinds(request, theme, kinds)) for kinds in (theme_facts.SAID, theme_facts.DONE)
    )
    if not of_done or (of_said and theme_facts.is_on_its_theme(of_said)):
        return False
    return theme_facts.is_on_its_theme(of_done) or bool(of_said and of_done["year"] > of_said["year"])


@kept
def said_card(request: Request, theme: str) -> Card | None:
    """Return the card of what surveys say on a theme; None where the filters leave nothing."""
    return _card(request, theme, theme_facts.SAID, "said")


@kept
def done_card(request: Request, theme: str) -> Card | None:
    """Return the card of what bodies do on a theme; None where the filters leave nothing."""
    return _card(request, theme, theme_facts.DONE, "done")


def _about(request: Request, theme: str) -> Mapping[Hashable, Any]:
    """Return what is known of the theme itself, as ``queries/themes/theme.sql`` gives it."""
    return request.row("theme", theme=theme)


@kept
def uses(request: Request, theme: str) -> list[dict[Hashable, Any]]:
    """Return the figures of what a theme is used for; empty where no survey asked for that."""
    questions = list(_about(request, theme)["uses"])
    if not questions:
        return []
    # An item belongs to the theme it is about: security to security, whatever it is done with.
    rows = request.rows("theme_evidence", theme=[], kind=list(theme_facts.DONE), question=questions)
    return theme_facts.uses(rows, questions)


@kept
def uses_words(request: Request, theme: str) -> list[Words]:
    """Return what a theme is used for, a line for each survey and place."""
    return theme_words.uses_words(uses(request, theme))


@kept
def uses_notes(request: Request, theme: str) -> list[Words]:
    """Return what is to say of other figures on the same matter as the uses; may be empty."""
    return matters.notes(request, uses(request, theme))


@kept_by("country", "year")
def indices(request: Request, theme: str) -> list[tuple[IndexFacts, str]]:
    """Return the facts of the leading indicator of each index that measures a theme, and what it is called."""
    listed = index_facts.offered(request.ask("indicator_list", theme=[theme]))
    found = listed.drop_duplicates("series").head(INDICES)
    return [(_index(request, row["indicator"]), row["label"]) for row in as_rows(found)]


@kept_by("year")
def index_answer(request: Request, facts: IndexFacts) -> Words:
    """Return what an index says, in words, and which edition it is where that is none of the years chosen."""
    years = request.ask("indicator_years", indicator=facts.code)
    return grammar.sentences([index_words.answer(facts), index_facts.pick_year(years, request.years)[1]])


@kept_by("country", "sector", "year")
def cases(request: Request, theme: str) -> pd.DataFrame:
    """Return the first checked cases on a theme, as ``queries/cases/case_list.sql`` gives them."""
    return request.ask("case_list", **case_facts.in_collection("curated", theme=[theme]), most=CASES)


@kept_by("country", "sector", "year")
def case_listing(request: Request, theme: str) -> Listing | None:
    """Return the first checked cases on a theme for reading; None where there is none."""
    filters = request.filters.lists() | {"theme": [theme]}
    return case_cards.case_listing(cases(request, theme), f" on {name(request, theme)}", filters)


@kept_by()
def prompts(request: Request, theme: str) -> list[Words]:
    """Return what a leader may ask the team on a theme; empty where nothing is written."""
    return [str(prompt) for prompt in request.ask("theme_prompts", theme=[theme])["prompt"]]


def elsewhere(request: Request, theme: str, kinds: tuple[str, ...]) -> Sequence[Row]:
    """Return the figures on a theme of all countries that the other filters leave, as the page of each shows them.

    Args:
        request: what the reader asks with; its countries are left aside.
        theme: code of the theme.
        kinds: codes of the kinds of question.
    """
    return _of_kinds(replace(request, filters=replace(request.filters, country=())), theme, kinds)


@kept
def _of_kinds(request: Request, theme: str, kinds: tuple[str, ...]) -> Sequence[Row]:
    return [row for row in _evidence(request, theme) if row["kind"] in kinds]


@kept
def _evidence(request: Request, theme: str) -> Sequence[Row]:
    """Return the figures on a theme with their ranges."""
    # Asked once for all kinds: most of what a question costs is its planning.
    rows = request.rows("theme_evidence", theme=[theme], kind=[*theme_facts.SAID, *theme_facts.DONE], question=[])
    return ranged([row for row in rows if theme_facts.tells_of_a_theme(row)])


@kept
def _kinds_apart(request: Request, theme: str) -> tuple[Contrast, Sequence[Row]] | None:
    """Return the kinds of body that are furthest apart in what they do on a theme; None where none are far apart."""
    return theme_facts.kinds_apart(request.rows("theme_kinds_of_body", theme=[theme], kind=list(theme_facts.DONE)))


def _card(request: Request, theme: str, kinds: tuple[str, ...], key: str) -> Card | None:
    rows = _of_kinds(request, theme, kinds)
    if not rows:
        return None
    behind = {"theme": [theme], "kind": list(kinds)}
    answers = _list_answers(request, theme)
    card = theme_cards.side_by_side_card(rows, name(request, theme), key, behind, answers, request.years)
    return matters.signed(request, card, "theme_evidence", theme=[theme], kind=list(kinds), question=[])


@kept
def _list_answers(request: Request, theme: str) -> ListAnswers:
    """Return the answers to each question of shares that has figures on a theme, of which there are some."""
    slices = sorted({int(row["slice"]) for row in _evidence(request, theme)})
    return {(row["slice"], row["year"]): row["shares"] for row in request.rows("list_answers", slice=slices)}


@kept
def _places(request: Request, theme: str) -> dict[str, list[ListPlace]]:
    return {kind: theme_facts.list_places(held, theme) for kind, held in _lists(request).items()}


def _lists(request: Request) -> dict[str, Counted]:
    """Return the lists that count, by kind of list."""
    return {kind: lists.counted_lists(request, kind) for kind in LISTS}


@kept
def _figure(request: Request, theme: str) -> Mapping[Hashable, Any]:
    done, said = (_of_kinds(request, theme, kinds) for kinds in (theme_facts.DONE, theme_facts.SAID))
    return theme_facts.as_recent(theme_facts.headline(done, said), request.asked_in)


@kept_by("country", "sector", "year")
def _case_counts(request: Request, theme: str) -> Mapping[Hashable, Any]:
    return request.dated(request.row("case_counts", **case_facts.in_collection("curated", theme=[theme])))


def _first_index(request: Request, theme: str) -> IndexFacts | None:
    return next((facts for facts, _ in indices(request, theme)), None)


def _index(request: Request, indicator: str) -> IndexFacts:
    chosen, known = list(request.filters.country), request.vocabulary
    years = request.ask("indicator_years", indicator=indicator)
    year, _ = index_facts.pick_year(years, request.years)
    names = {country: known.name("country", country) for country in chosen}
    return index_view.edition_of(request, indicator, year, "").chosen(names)
