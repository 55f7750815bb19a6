"""The view of named public bodies: a question in an edition, its shares, its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing, Listings
from trends.request.options import left_of
from trends.request.request import Choices, Request, chosen_of, kept, settled
from trends.statistics.cells import as_rows
from trends.subjects import ages, matters
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies import one_part
from trends.subjects.bodies import words as body_words
from trends.subjects.bodies.facts import AnswerFacts
from trends.subjects.contents import Contents
from trends.words import grammar
from trends.words.text import Words

QUESTION = "What have public bodies in place?"
ALL_EDITIONS = "All"
MOST_LISTED = 100
# Stands for a choice of no answer in the list of bodies.
ANY_ANSWER = "Any answer"


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class Asked:
    """A question in an edition: its row of ``queries/bodies/body_questions.sql``, and whose answers are shown.

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


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on public bodies holds.

    Args:
        request: what the reader asks with.
        choices: ``edition``, ``asked``, ``part`` and ``answer``, as the address says them; ``body`` and
            ``with_answer``, the words and the answer that bodies listed must hold.
    """
    asked = asked_of(request, choices)
    if asked is None:
        return Contents(QUESTION)
    known = facts(request, asked)
    parts, (given, search) = chosen_parts(request, asked, known, choices), _listed_by(known, choices)
    return Contents(
        QUESTION,
        answer(request, asked, known, choices),
        you(request, asked, known),
        cards=[shares_card(request, asked, known), *([parts] if parts else [])],
        listings=Listings({body_cards.LISTED: lambda: _body_listing(request, asked, known, given, search)}),
    )


def questions_of(request: Request, choices: Choices) -> list[str]:
    """Return the names of the questions of the chosen edition, or of all."""
    editions = editions_offered(request)
    return editions.get(settled(choices, "edition", [ALL_EDITIONS, *editions]), list(offered_questions(request)))


def asked_of(request: Request, choices: Choices) -> Asked | None:
    """Return the question that is chosen; None where the filters leave none."""
    offered = offered_questions(request)
    return offered[settled(choices, "asked", questions_of(request, choices))] if offered else None


def rows_shown(request: Request, choices: Choices) -> dict[str, list[str]] | None:
    """Return the filters that give exactly the answers that are counted from the table of them; None without any."""
    asked = asked_of(request, choices)
    return None if asked is None else asked.behind


def chosen_parts(request: Request, asked: Asked, known: AnswerFacts, choices: Choices) -> Card | None:
    """Return the card of the chosen kind of part and answer; None where nothing parts the bodies."""
    offered = parts_offered(request, asked, known.lead)
    if not offered:
        return None
    answer = settled(choices, "answer", answers_offered(known), first=known.lead)
    by = settled(choices, "part", list(offered))
    return parts_card(
        request, asked, known, by, answer, sought=_sought(request, asked, known, choices, {by: offered[by]})
    )


def own_card(request: Request, asked: Asked, known: AnswerFacts, own: str) -> Card:
    """Return the card of the share of bodies by answer, with the reader's own answer where they gave one.

    Not cached: the reader's own answers must not enter a cache that all readers share.
    """
    if not own:
        return shares_card(request, asked, known)
    made = ages.aged(body_cards.shares_card(known, asked.behind, own=own), known.year, request.asked_in)
    return matters.signed(request, made, "answer_shares", **asked.parameters)


def body_listing(request: Request, asked: Asked, known: AnswerFacts, choices: Choices) -> Listing | None:
    """Return the first bodies that hold the words and gave the answer chosen, with their answers; None without any.

    Args:
        request: what the reader asks with.
        asked: the question.
        known: the facts of its answers.
        choices: ``body`` and ``with_answer``; without them all bodies are listed.
    """
    return _body_listing(request, asked, known, *_listed_by(known, choices))


def _listed_by(known: AnswerFacts, choices: Choices) -> tuple[str, str]:
    """Return the answer that bodies listed gave, empty for any, and the words that they hold."""
    answer = settled(choices, "with_answer", [ANY_ANSWER, *known.shares["answer"]])
    return "" if answer == ANY_ANSWER else answer, " ".join(chosen_of(choices, "body").split())


@kept
def _body_listing(request: Request, asked: Asked, known: AnswerFacts, answer: str, search: str) -> Listing | None:
    rows = request.ask(
        "body_answers", answer=[answer] if answer else [], search=search, most=MOST_LISTED, **asked.parameters
    )
    source = shares_card(request, asked, known).source
    return body_cards.body_listing(rows, known, source, asked.behind) if len(rows) else None


def ways_out(request: Request) -> Mapping[str, int]:
    """Return how many questions there would be without each chosen filter, most first, for those that leave any."""
    return left_of(request, lambda field: len(request.rows("body_questions", **{field: []})))


@kept
def offered_questions(request: Request) -> dict[str, Asked]:
    """Return the questions the filters leave, by the name readers choose."""
    listed, lists = _own_first(request, request.ask("body_questions")), request.filters.lists()
    offered: dict[str, Asked] = {}
    for row in as_rows(body_facts.labels(listed)) if len(listed) else []:
        beside = row["bodies"] < body_facts.FEW_BODIES and row["bodies"] < row["edition_bodies"]
        scope = {field: [] if beside else lists[field] for field in ("country", "sector")}
        offered.setdefault(str(row["label"]), Asked(row, scope, beside))
    return offered


def _own_first(request: Request, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the questions with those first that bodies of the reader's country, or else of their sector, answered."""
    mine = request.place
    country, sector = ([code] if code else [] for code in (mine.country, mine.sector))
    for place in ({"country": country, "sector": sector}, {"country": country}, {"sector": sector}):
        if not all(place.values()):
            continue
        held = request.ask("body_questions", **({"country": [], "sector": []} | place))
        own = set(zip(held["question"], held["year"], strict=True))
        if any(is_own := [pair in own for pair in zip(listed["question"], listed["year"], strict=True)]):
            return pd.concat([listed[is_own], listed[[not each for each in is_own]]], ignore_index=True)
    return listed


@kept
def editions_offered(request: Request) -> dict[str, list[str]]:
    """Return the names of the questions of each edition."""
    editions: dict[str, list[str]] = {}
    for label, asked in offered_questions(request).items():
        editions.setdefault(str(asked.row["edition"]), []).append(label)
    return editions


@kept
def facts(request: Request, asked: Asked) -> AnswerFacts:
    """Return the facts of the answers to the chosen question."""
    mine = (
        request.ask(
            "body_answers",
            question=asked.parameters["question"],
            year=asked.parameters["year"],
            answer=[],
            search="",
            most=body_facts.FEW_BODIES,
        )
        if asked.beside
        else pd.DataFrame({"body_name": [], "answer": []})
    )
    return body_facts.answer_facts(
        asked.row,
        request.ask("answer_shares", **asked.parameters),
        request.row("question_source", question=asked.parameters["question"], year=asked.parameters["year"]),
        mine,
        filtered=not asked.beside and asked.row["bodies"] < asked.row["edition_bodies"],
    )


def answer(request: Request, asked: Asked, known: AnswerFacts, choices: Choices) -> Words:
    """Return the answer of the page in words, which begins with the part of a country that the reader looks for.

    Args:
        request: what the reader asks with.
        asked: the question.
        known: the facts of its answers.
        choices: ``body``, the words that bodies listed must hold: often the name of a region.
    """
    part = _sought(request, asked, known, choices, parts_offered(request, asked, known.lead))
    words = answer_words(request, asked, known)
    return grammar.sentences([_sought_words(request, asked, known, part), words]) if part else words


def _sought(request: Request, asked: Asked, known: AnswerFacts, choices: Choices, kinds: Mapping[str, str]) -> str:
    """Return the part, of the kinds given, that the words looked for among bodies name; empty where they name none."""
    words, found = _listed_by(known, choices)[1], _parts(request, asked, known.lead)
    rows = as_rows(found[found["kind_of_part"].isin(list(kinds.values()))]) if words and len(found) else []
    row = one_part.sought_part(rows, words)
    return "" if row is None else str(row["part"])


@kept
def _sought_words(request: Request, asked: Asked, known: AnswerFacts, part: str) -> Words:
    found = _parts(request, asked, known.lead)
    for code in body_facts.parts_offered(found).values():
        held = body_facts.against_rest(known, body_facts.ordered_parts(found, code, known.enough))
        if row := one_part.sought_part(as_rows(held), part):
            return one_part.sought_words(known, row, known.lead)
    return ""


@kept
def answer_words(request: Request, asked: Asked, known: AnswerFacts) -> Words:
    """Return what the answers say as a whole."""
    parts = _parts(request, asked, known.lead)
    offered = body_facts.parts_offered(parts)
    name, code = next(iter(offered.items()), ("", ""))
    told = body_facts.ordered_parts(parts, code, known.enough) if offered else pd.DataFrame({"flag": []})
    return matters.beside(request, body_words.answer_words(known, name, told), shares_card(request, asked, known).shown)


@kept
def you(request: Request, asked: Asked, known: AnswerFacts) -> Words:
    """Return what the reader's own place answered, as one body of the list or as a part of it; empty without one."""
    mine, parts = request.place, _parts(request, asked, known.lead)
    if not mine:
        return ""
    for name, code in body_facts.parts_offered(parts).items():
        held = as_rows(body_facts.against_rest(known, body_facts.ordered_parts(parts, code, known.enough)))
        if said := one_part.own_words(mine, known, one_part.own_part(held, code, mine), name, known.lead):
            return said
    if not mine.country:
        return ""
    here = asked.parameters | {"country": [mine.country], "sector": []}
    return body_words.body(
        mine, known, request.ask("body_answers", answer=[], search="", most=body_facts.FEW_BODIES, **here)
    )


@kept
def shares_card(request: Request, asked: Asked, known: AnswerFacts) -> Card:
    """Return the card of the share of bodies by answer."""
    made = ages.aged(body_cards.shares_card(known, asked.behind), known.year, request.asked_in)
    return matters.signed(request, made, "answer_shares", **asked.parameters)


@kept
def parts_card(request: Request, asked: Asked, known: AnswerFacts, by: str, answer: str, *, sought: str = "") -> Card:
    """Return the card of the share that gave an answer, by one kind of part, with the part looked for, if any."""
    found = _parts(request, asked, answer)
    code = parts_offered(request, asked, answer)[by]
    parts = body_facts.ordered_parts(found, code, known.enough)
    mine = one_part.own_part(as_rows(parts), code, request.place)
    own = "" if mine is None else str(mine["part"])
    card = body_cards.parts_card(known, parts, by, answer, asked.behind, own=own, sought=sought)
    return request.sign(card, "answer_parts", answer=answer, **asked.parameters)


@kept
def _parts(request: Request, asked: Asked, answer: str) -> pd.DataFrame:
    return request.ask("answer_parts", answer=answer, **asked.parameters)


@kept
def parts_offered(request: Request, asked: Asked, answer: str) -> dict[str, str]:
    """Return the ways to part the bodies that are worth comparing: code by name."""
    return body_facts.parts_offered(_parts(request, asked, answer))


def answers_offered(known: AnswerFacts) -> list[str]:
    """Return the answers that are some, without the entries that say why there is none."""
    return [str(row["answer"]) for row in known.rows if row["answered"]]
