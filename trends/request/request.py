"""All that an answer may depend on, in one frozen value: version of the evidence, filters, own place, language.

A page makes a request from its widgets, the command line from an address, a test directly; views turn it into facts and
cards and never read a session. Functions that read the session were tried first: nothing but a page could call them.
"""

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from trends.cards.card import Card
from trends.cards.source import Receipt
from trends.request.filters import EVERYTHING, SHARED_FIELDS, Filters, Vocabulary, read_parameters
from trends.request.place import NOBODY, Self
from trends.statistics.ages import this_year
from trends.statistics.cells import is_missing
from trends.store.frames import Parameter
from trends.store.store import Store
from trends.store.versions import Version, current
from trends.words import grammar, protection
from trends.words.years import span_words

LANGUAGE = "en"

P = ParamSpec("P")
T = TypeVar("T")

# Parameters of an address that only one page uses, each with its values.
Choices = Mapping[str, Sequence[str]]
NO_CHOICES: Choices = {}


@dataclass(frozen=True)
class Request:
    """What a reader asks with: version of the evidence, filters as codes, own place, language, year of asking."""

    version: Version = field(default_factory=current)
    filters: Filters = EVERYTHING
    place: Self = NOBODY
    language: str = LANGUAGE
    asked_in: int = field(default_factory=this_year)

    @property
    def store(self) -> Store:
        """The store of the version."""
        return self.version.store

    @property
    def vocabulary(self) -> Vocabulary:
        """The names and codes of the version."""
        return vocabulary_of(self.version)

    @property
    def filter_words(self) -> str:
        """The chosen filters in words; empty where nothing is chosen."""
        return self.filters.words(self.vocabulary)

    @property
    def for_choice(self) -> str:
        """The chosen filters as the end of a sentence, as in “ for the Gambia” and “ for this choice (Housing; 2024)”.

        Empty where nothing is chosen. One country or year alone is a name that can stand in a sentence.
        """
        chosen = [field for field, codes in self.filters.lists().items() if codes]
        if chosen in (["country"], ["year"]) and len(getattr(self.filters, chosen[0])) == 1:
            return f" for {grammar.the(self.filter_words)}"
        return f" for this choice ({self.filter_words})" if chosen else ""

    @property
    def years(self) -> list[int]:
        """The chosen years."""
        return [int(year) for year in self.filters.year]

    def ask(self, name: str, **parameters: Parameter) -> pd.DataFrame:
        """Return the answer to a question of ``queries``; filters it takes and that are not given are the reader's."""
        return self.store.ask(name, **self.parameters(name, **parameters))

    def rows(self, name: str, **parameters: Parameter) -> list[dict[Any, Any]]:
        """Return the rows of an answer, each by column, asked as :meth:`ask` does."""
        return self.store.rows(name, **self.parameters(name, **parameters))

    def row(self, name: str, **parameters: Parameter) -> dict[Any, Any]:
        """Return the only row of an answer by column, asked as :meth:`ask` does; empty where it has none."""
        return self.store.row(name, **self.parameters(name, **parameters))

    def dated(self, row: Mapping[Any, Any]) -> dict[Any, Any]:
        """Return a row with ``when``: of which years it is in words, by its ``first_year`` and ``last_year``."""
        return {**row, "when": span_words(row["first_year"], row["last_year"], self.filters.year)}

    def parameters(self, name: str, **parameters: Parameter) -> dict[str, Parameter]:
        """Return what :meth:`ask` asks with: the parameters given, and the reader's filters for the others."""
        taken, chosen = self.store.queries[name].parameters, self.filters.lists()
        given: dict[str, Parameter] = {field: chosen[field] for field in taken if field in chosen}
        if "kind" in taken:
            given["kind"] = []
        return given | parameters

    def sign(self, card: Card, name: str, **parameters: Parameter) -> Card:
        """Return a card with its receipt: the question behind it, its parameters, the fingerprint of the evidence.

        Where its rows are of editions whose figures were changed to protect those who answered, it says so.
        """
        receipt = Receipt(name, self.parameters(name, **parameters), self.version.fingerprint)
        return replace(card, receipt=receipt, protection=self._protection(card.shown))

    def _protection(self, shown: pd.DataFrame) -> str:
        guarded = self.version.beside(self.store, "guarded editions", self._guarded)
        if not guarded or not {"survey_name", "year"} <= set(shown.columns):
            return ""
        years = [shown[name].tolist() for name in ("year", "year_before") if name in shown]
        held = {edition for each in years for edition in zip(shown["survey_name"].tolist(), each, strict=True)}
        here = sorted(held & guarded)
        others = held - guarded - {edition for edition in held if is_missing(edition[1])}
        if not here:
            return ""
        return protection.told([grammar.edition(*each) for each in here] if others else [])

    def _guarded(self) -> frozenset[tuple[str, int]]:
        return frozenset((str(row["survey_name"]), int(row["year"])) for row in self.rows("guarded_editions"))

    def only(self, fields: Collection[str]) -> "Request":
        """Return the same request with only these filters chosen."""
        kept = {field: getattr(self.filters, field) for field in SHARED_FIELDS if field in fields}
        return replace(self, filters=Filters(**kept))


def kept(make: Callable[Concatenate[Request, P], T]) -> Callable[Concatenate[Request, P], T]:
    """Cache what a function returns with the request's version, by filters, place, language, year and arguments.

    Arguments must be hashable. A cached result may be an argument of another such function, since equal calls return
    the same object. Results are shared between readers and must not be changed.
    """

    @functools.wraps(make)
    def ask(request: Request, /, *args: P.args, **named: P.kwargs) -> T:
        asked = (request.filters, request.place, request.language, request.asked_in)
        key = (make, *asked, args, tuple(sorted(named.items())))
        return request.version.kept.get(key, lambda: make(request, *args, **named))

    return ask


def kept_by(
    *fields: str,
) -> Callable[[Callable[Concatenate[Request, P], T]], Callable[Concatenate[Request, P], T]]:
    """Keep what a function makes as :func:`kept` does, by some filters alone, or by none.

    The function is handed a request without the others, so that it cannot depend on them: what it makes is made once
    for all readers who differ in those.

    Args:
        fields: the filters it may read.
    """

    def keep(make: Callable[Concatenate[Request, P], T]) -> Callable[Concatenate[Request, P], T]:
        remembered = kept(make)

        @functools.wraps(make)
        def ask(request: Request, /, *args: P.args, **named: P.kwargs) -> T:
            return remembered(request.only(fields), *args, **named)

        return ask

    return keep


def vocabulary_of(version: Version) -> Vocabulary:
    """Return the names and codes of a version, read once and kept with it."""
    return version.kept.get("vocabulary", lambda: Vocabulary.of(version.store))


def request_of(
    address: Sequence[tuple[str, str]], version: Version | None = None, place: Self = NOBODY
) -> tuple[Request, Choices]:
    """Return the request an address makes, and what it chooses for its page alone.

    Args:
        address: parameters and values in order, codes or names, as a page's address holds them.
        version: of the evidence; the current one if not given.
        place: the reader's own place, which no address holds.

    Raises:
        FilterError: a value of a shared filter is not known; lists every such one and what is legal.
    """
    version = version or current()
    shared = [(name, value) for name, value in address if name in SHARED_FIELDS]
    chosen = read_parameters(vocabulary_of(version), SHARED_FIELDS, shared)
    filters = Filters(**{name: tuple(codes) for name, codes in chosen.items()})
    choices: dict[str, list[str]] = {}
    for name, value in address:
        if name not in SHARED_FIELDS:
            choices.setdefault(name, []).append(value)
    return Request(version, filters, place), choices


def chosen_of(choices: Choices, name: str) -> str:
    """Return what one of the page's choices holds; empty where it holds nothing."""
    return next(iter(choices.get(name, ())), "")


class Heard(dict[str, Sequence[str]]):
    """Choices of an address that remember which of their values a view found to mean nothing, by name and value.

    What a choice offers depends on filters and on other choices: only the view that reads it knows.
    """

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices)
        self.missed: list[tuple[str, str]] = []


def miss(choices: Choices, name: str, value: str) -> None:
    """Remember, for whoever judges an address, that a value of one of its choices means nothing."""
    if value.strip() and isinstance(choices, Heard):
        choices.missed.append((name, value))


def is_on(choices: Choices, name: str) -> bool:
    """Say whether one of the page's switches is on."""
    chosen = chosen_of(choices, name).casefold()
    if chosen not in {"true", "false"}:
        miss(choices, name, chosen)
    return chosen == "true"


def settled(
    choices: Choices, name: str, offered: Sequence[str], meaning: Callable[[str], str] = str, first: str = ""
) -> str:
    """Return the option that is chosen; else the one that is shown untouched.

    Args:
        choices: the page's choices.
        name: the choice.
        offered: what it offers, not empty.
        meaning: returns the option that an address means, which may call it otherwise.
        first: what is shown untouched; the first one offered if not given.
    """
    chosen = chosen_of(choices, name)
    meant = meaning(chosen) if chosen else ""
    if meant in offered:
        return meant
    miss(choices, name, chosen)
    return first or offered[0]
