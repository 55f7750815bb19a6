"""The view of sources: what the evidence rests on, section by section."""

from collections.abc import Mapping, Sequence

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.cards.source import Source
from trends.cards.table import Table
from trends.request.options import totals
from trends.request.request import Choices, Request, chosen_of, kept, kept_by, settled
from trends.request.tables import TABLES
from trends.subjects import ages
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.sources import cards as source_cards
from trends.subjects.sources import words as source_words
from trends.words import grammar, numbers
from trends.words.text import Words

QUESTION = "What does all of this rest on?"
# Each row of these tables is a source.
ITSELF = Source("each row names its own", "sources", "as each source says")
SURVEYS, INDICES, REGISTERS, KINDS, GLOSSARY = "surveys", "indices", "case_registers", "kinds_of_evidence", "glossary"


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on sources holds: the sections that list what the evidence rests on.

    Args:
        request: what the reader asks with.
        choices: ``find``, the words surveys must hold; ``table``, of which the data dictionary is shown.
    """
    search = " ".join(chosen_of(choices, "find").split())
    surveys = survey_list(request, search)
    cards = [
        _card(
            request, SURVEYS, survey_count(request, search), survey_table(request, search), surveys, "survey_list",
            search=search,
        ),
        *(
            _card(
                request, key, f"{len(frame)} {one if len(frame) == 1 else several}", table(request, key), frame,
                QUERIES[key],
            )
            for key, one, several in (
                (INDICES, "index of countries", "indices of countries"),
                (REGISTERS, "source of case studies", "sources of case studies"),
                (KINDS, "kind of evidence", "kinds of evidence"),
                (GLOSSARY, "word", "words"),
            )
            for frame in [rows(request, key)]
        ),
    ]  # fmt: skip
    return Contents(
        QUESTION,
        answer(request),
        key_figures=key_figures(request),
        cards=[made for made in cards if not made.table.empty],
        notes=[grammar.sentence(without)] if (without := source_words.with_figures(surveys)) else [],
        listings=[dictionary_listing(request, dictionary_chosen(request, choices)), parameter_listing(request)],
    )


@kept
def answer(request: Request) -> Words:
    """Return what the surveys rest on in a few sentences."""
    told = source_words.answer(rows(request, KINDS), request.ask("coverage_list"))
    if not request.for_choice:
        return told
    return grammar.sentences([source_words.chosen(survey_count(request, ""), request.for_choice), told])


@kept
def survey_list(request: Request, search: str) -> pd.DataFrame:
    """Return the surveys that filters and a search select, as ``survey_list.sql`` gives them, each with its age."""
    return ages.dated(request.ask("survey_list", search=search), request.asked_in)


@kept
def survey_table(request: Request, search: str) -> Table:
    """Return the surveys that filters and a search select, for reading."""
    return source_cards.survey_table(survey_list(request, search))


def survey_count(request: Request, search: str) -> str:
    """Return how many of all surveys filters and a search select, in words."""
    everything = int(request.row("store_counts")["surveys"])
    return source_words.survey_count(len(survey_list(request, search)), everything)


# The question behind each section that no filter reaches, and what makes its table.
QUERIES: Mapping[str, str] = {
    INDICES: "series_list",
    REGISTERS: "inventory_list",
    KINDS: "evidence_kind_list",
    GLOSSARY: "glossary_terms",
}
_TABLES = {
    INDICES: source_cards.series_table,
    REGISTERS: source_cards.inventory_table,
    KINDS: source_cards.evidence_table,
    GLOSSARY: source_cards.glossary_table,
}


def rows(request: Request, section: str) -> pd.DataFrame:
    """Return the rows of a section that no filter reaches, one of :data:`QUERIES`; indices each with its age."""
    frame = request.ask(QUERIES[section])
    return ages.dated(frame, request.asked_in) if section == INDICES else frame


@kept_by()
def table(request: Request, section: str) -> Table:
    """Return the rows of a section that no filter reaches, for reading."""
    return _TABLES[section](rows(request, section))


def glossary_of(request: Request, words: str) -> Table:
    """Return the terms that hold some words, for reading; where no term does, those whose meaning does."""
    frame, sought = rows(request, GLOSSARY), words.casefold()
    for column in ("term", "definition"):
        held = frame[frame[column].str.casefold().str.contains(sought, regex=False)]
        if len(held):
            break
    return source_cards.glossary_table(held)


@kept_by()
def dictionary_tables(request: Request) -> Mapping[str, str]:
    """Return what a reader can look up in the data dictionary: name of a table and what one of its rows is."""
    return source_cards.dictionary_tables(request.ask("dictionary"))


def dictionary_chosen(request: Request, choices: Choices) -> str:
    """Return the table whose columns are looked up: the one chosen, else the first."""
    return settled(choices, "table", list(dictionary_tables(request)))


@kept_by()
def dictionary_listing(request: Request, name: str) -> Listing:
    """Return the columns of one table of the data dictionary, for reading."""
    return source_cards.dictionary_listing(request.ask("dictionary"), name)


@kept_by()
def parameter_listing(request: Request) -> Listing:
    """Return the parameters that the addresses of data take, each with an example, for reading."""
    examples = {
        field: list(names.values())[-1 if field == "year" else 0]
        for field, names in request.vocabulary.names.items()
        if names
    }
    return source_cards.parameter_listing(list(TABLES.values()), examples)


def _card(
    request: Request, key: str, title: str, shown: Table, frame: pd.DataFrame, query: str, **parameters: str
) -> Card:
    card = Card(
        key=key,
        title=title.removesuffix("."),
        subtitle=f"What the evidence rests on: {key.replace('_', ' ')}",
        table=shown,
        shown=frame,
        foot=f"Base: {numbers.every(len(frame))} that {'stands' if len(frame) == 1 else 'stand'} here",
        source=ITSELF,
        symbols=shown.symbols(),
    )
    return request.sign(card, query, **parameters)


@kept
def key_figures(request: Request) -> Sequence[KeyFigure]:
    """Return how many figures, surveys, countries and cases there are."""
    cases = request.row("case_counts", technology=[], status=[], outcome=[], collection=[], search="")
    return source_words.key_figures(request.dated(totals(request)), cases, survey_list(request, ""))
