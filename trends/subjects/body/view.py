"""The view of one named public body: found by its address or by words, its answers, and bodies beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from trends.cards.card import Card
from trends.request.request import NO_CHOICES, Choices, Request, chosen_of, kept, kept_by, miss
from trends.statistics.cells import Row
from trends.subjects.body import cards as body_cards
from trends.subjects.body import facts as body_facts
from trends.subjects.body import kinds as body_kinds
from trends.subjects.body import words as body_words
from trends.subjects.body.facts import MOST_OFFERED, Body
from trends.subjects.contents import Contents, KeyFigure
from trends.words.report import fault_address
from trends.words.text import Words

# The choices of the page, as its address names them: its body, and those set beside it, by the end of their address.
OF, BESIDE = "of", "beside"
MOST_BESIDE = 2
MOST_TOP = 10
LONGEST = 200


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on a public body holds.

    Args:
        request: what the reader asks with.
        choices: ``of`` and ``beside``, by the address of a body or the code of an edition.
    """
    body = body_of(request, choices)
    if body is None:
        asked = chosen_of(choices, OF)
        return Contents(body_words.WHICH, body_words.unknown(asked)) if asked else _finding(request)
    rows = answers(request, body)
    if not rows:
        return Contents(question(body))
    beside = beside_of(request, body, choices)
    cards = (
        answers_card(request, body),
        side_by_side_card(request, body, beside) if beside else None,
        top_card(request, body),
    )
    return Contents(
        question(body),
        answer(request, body),
        key_figures=key_figures(request, body),
        cards=[card for card in cards if card is not None],
        notes=[*editions(request, body), *missing(request, body), *report(body)],
    )


def body_of(request: Request, choices: Choices = NO_CHOICES) -> Body | None:
    """Return the body that is chosen; None where none is, or the address names one that is not known."""
    asked = chosen_of(choices, OF).strip()
    return found(request, asked) if asked else None


def _finding(request: Request) -> Contents:
    """Return what the page holds while no body is chosen: how one is found, and what kinds there are."""
    rows = kinds(request)
    if not rows:
        return Contents(body_words.WHICH)
    return Contents(body_words.WHICH, body_kinds.answer(rows), own_country(request), cards=[kinds_card(request)])


@kept_by("country", "sector", "year", "survey", "theme")
def kinds(request: Request) -> list[Row]:
    """Return the kinds of named bodies that the filters leave, as ``queries/body/body_kinds.sql`` gives them."""
    return list(request.rows("body_kinds"))


@kept_by("country", "sector", "year", "survey", "theme")
def kinds_card(request: Request) -> Card:
    """Return the card of the kinds of named bodies; there are some."""
    return request.sign(body_cards.kinds_card(kinds(request)), "body_kinds")


@kept
def own_country(request: Request) -> Words:
    """Return which bodies of the reader's own country are named; empty where none is, or a country is chosen."""
    own = request.place.country
    if not own or request.filters.country:
        return ""
    return body_kinds.own_country(request.place.country_name, request.rows("body_kinds", country=[own]))


def own_path(request: Request, choices: Choices) -> str:
    """Return the path of the body that is shown, as in “bodies/oslo-2024”; empty where there is none."""
    body = body_of(request, choices)
    return "" if body is None else body_cards.address(body.slug)


def title(request: Request, choices: Choices) -> str:
    """Return what the page is on: the body with what tells it from others of its name."""
    body = body_of(request, choices)
    return body_words.WHICH if body is None else body_words.told_apart(body)


def found(request: Request, text: str) -> Body | None:
    """Return the body with an address, an earlier address, or the code of an edition; None where there is none."""
    # What is longer was pasted and names no body.
    return _found(request, body_facts.as_path(text)) if len(text) <= LONGEST else None


@kept_by()
def _found(request: Request, slug: str) -> Body | None:
    row = request.row("body_found", slug=slug)
    return Body.of(row) if row else None


@kept_by()
def slugs(request: Request) -> Sequence[str]:
    """Return the addresses of all named bodies, in order."""
    return tuple(request.ask("body_list")["slug"])


def search(request: Request, words: str) -> tuple[list[Row], int]:
    """Return the first bodies that hold all words of a text, and how many do; none for a text without words."""
    asked = " ".join(words.split())[:LONGEST]
    rows: list[Row] = list(request.rows("body_search", search=asked, most=MOST_OFFERED)) if asked else []
    return rows, int(rows[0]["found"]) if rows else 0


def beside_of(request: Request, body: Body, choices: Choices) -> tuple[str, ...]:
    """Return the addresses of the bodies set beside one, at most two, once each; what is not known is left out."""
    others = {text: found(request, text) for text in choices.get(BESIDE, ()) if text.strip()}
    for text in (text for text, other in others.items() if other is None):
        miss(choices, BESIDE, text)
    slugs_of = dict.fromkeys(each.slug for each in others.values() if each is not None and each.number != body.number)
    return tuple(slugs_of)[:MOST_BESIDE]


def question(body: Body) -> str:
    """Return the question of the page."""
    return body_words.question(body)


@kept_by("year", "survey", "theme")
def answers(request: Request, body: Body) -> list[Row]:
    """Return the answers of a body that the filters leave, the newest edition first."""
    return body_facts.selected(_given(request, (body.number,)), _chosen(request))


@kept_by("year", "survey", "theme")
def answer(request: Request, body: Body) -> Words:
    """Return the answer of the page; there are some answers."""
    return body_words.answer(body, answers(request, body))


@kept_by("year", "survey", "theme")
def key_figures(request: Request, body: Body) -> Sequence[KeyFigure]:
    """Return the figures behind the answer."""
    return body_words.key_figures(body, answers(request, body))


@kept_by("year", "survey", "theme")
def answers_card(request: Request, body: Body) -> Card:
    """Return the card of all answers of a body; there are some."""
    rows = answers(request, body)
    card = body_cards.answers_card(body, rows, _wave(request, body, rows), _others(request, body, rows))
    return request.sign(card, "body_given", bodies=[body.number])


@kept_by("year", "survey", "theme")
def side_by_side_card(request: Request, body: Body, beside: tuple[str, ...]) -> Card | None:
    """Return the card of a body beside others; None where they have no question of an edition in common."""
    others = [each for slug in beside if (each := found(request, slug)) is not None]
    bodies = [body, *others]
    numbers = tuple(each.number for each in bodies)
    rows = body_facts.selected(_given(request, numbers), _chosen(request))
    card = body_cards.side_by_side_card(bodies, body_facts.side_by_side(rows, numbers))
    return None if card is None else request.sign(card, "body_given", bodies=list(numbers))


@kept_by("year", "survey", "theme")
def top_card(request: Request, body: Body) -> Card | None:
    """Return the card of who gave most answers at the top of the scale; None where nobody did or may be listed."""
    last = body_facts.newest(answers(request, body))
    asked = body_facts.ordered(last)
    if not asked or is_unranked(request, body):
        return None
    given: dict[str, Any] = {
        "kind_of_body": body.kind,
        "year": int(asked[0]["year"]),
        "questions": [str(row["question"]) for row in asked],
        "region": body.region,
        "most": MOST_TOP,
    }
    rows = request.rows("body_top", **given)
    if not rows:
        return None
    card = body_cards.top_card(body, rows, body_facts.at_top(last), asked, _wave(request, body, last))
    return request.sign(card, "body_top", **given)


def is_unranked(request: Request, body: Body) -> bool:
    """Say whether the publisher of its survey says of an index of its own that it is no ranking."""
    return bool(waves(request, body)[0]["unranked"])


@kept_by()
def similar(request: Request, body: Body) -> tuple[Sequence[Row], str]:
    """Return bodies like one, and in what they are alike; none where its survey has no other of its kind."""
    rows = request.rows("body_alike", body=body.number, most=MOST_OFFERED)
    return rows, body_words.likeness(body, rows)


@kept_by()
def waves(request: Request, body: Body) -> list[Row]:
    """Return the editions that hold a body, the newest first."""
    return list(request.rows("body_in_editions", body=body.number))


@kept_by()
def editions(request: Request, body: Body) -> list[Words]:
    """Return when its answers were given and who published them, one for each edition."""
    return body_words.editions(body, waves(request, body), _given(request, (body.number,)))


@kept_by()
def missing(request: Request, body: Body) -> list[Words]:
    """Return what is not known of a body."""
    return body_words.missing(body, waves(request, body), _given(request, (body.number,)))


def report(body: Body) -> list[Words]:
    """Return where a fault is reported, as one sentence; none where no address is set."""
    said = body_words.report(body, fault_address(f"Digital Trends, {body_cards.address(body.slug)}"))
    return [said] if said else []


@kept_by()
def _given(request: Request, numbers: tuple[int, ...]) -> list[Row]:
    return list(request.rows("body_given", bodies=list(numbers)))


def _wave(request: Request, body: Body, rows: Sequence[Row]) -> Row:
    """Return the last edition among some answers of a body."""
    year = int(body_facts.newest(rows)[0]["year"])
    return next(wave for wave in waves(request, body) if wave["year"] == year)


def _others(request: Request, body: Body, rows: Sequence[Row]) -> list[Row]:
    """Return all that its kind answered where one answer of a body alone can be compared; else nothing."""
    held = body_facts.comparable(body_facts.newest(rows))
    if len(held) != 1:
        return []
    question, year = str(held[0]["question"]), int(held[0]["year"])
    return list(request.rows("body_kind_answers", kind_of_body=body.kind, question=question, year=year))


def _chosen(request: Request) -> Mapping[str, Sequence[str]]:
    return request.filters.lists()
