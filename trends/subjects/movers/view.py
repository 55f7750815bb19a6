"""The view of what rose and fell: complete counts, shares and published places."""

from collections.abc import Mapping, Sequence

from trends.cards.card import Card
from trends.request.options import left_of
from trends.request.request import Choices, Request, kept, settled
from trends.statistics import cells
from trends.subjects import matters
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import words as mover_words
from trends.subjects.movers import you as mover_you
from trends.subjects.movers.facts import PARTS, PEOPLE, Movement
from trends.words.text import Words, say

QUESTION = "What rose, what fell?"
MOST_PROMPTS = 3
# The question whose rows stand behind every card here.
_QUERY = "comparable_pairs"


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on what rose and fell holds.

    Args:
        request: what the reader asks with.
        choices: ``people``, whether whole countries or their parts are compared.
    """
    found = chosen_movement(request, choices)
    if found is None:
        return Contents(QUESTION)
    # What was counted whole is exact, so it stands first.
    cards = [
        counts_card(request, found),
        shares_card(request, found),
        close_card(request, found),
        places_card(request, found),
        untold_card(request, found),
    ]
    return Contents(
        QUESTION,
        answer(request, found),
        you(request, found),
        key_figures(request, found),
        [made for made in cards if made is not None],
    )


def chosen_movement(request: Request, choices: Choices) -> Movement | None:
    """Return what moved in whole countries, or in their parts where these are chosen or there is nothing else.

    None where the filters leave no two comparable editions.
    """
    totals, parts = (movement_of(request, parts=each) for each in (False, True))
    if totals is None or parts is None:
        return totals or parts
    return parts if settled(choices, "people", PEOPLE) == PARTS else totals


@kept
def movement_of(request: Request, *, parts: bool) -> Movement | None:
    """Return what moved in whole countries or in their parts; None where nothing of them was asked twice."""
    pairs = mover_facts.totals_and_parts(request.rows(_QUERY))[int(parts)]
    return mover_facts.movement(pairs) if pairs else None


@kept
def answer(request: Request, found: Movement) -> Words:  # noqa: ARG001 - kept with the version
    """Return what rose, fell and cannot be told, in sentences."""
    return mover_words.answer(found)


@kept
def key_figures(request: Request, found: Movement) -> Sequence[KeyFigure]:  # noqa: ARG001 - kept with the version
    """Return the counts behind the verdicts; none where nothing was compared."""
    return mover_words.key_figures(found) if found.made else ()


@kept
def you(request: Request, found: Movement) -> Words:
    """Return how many of the comparisons are of the reader's own place, and which moved; empty where none is chosen."""
    return mover_you.movement(request.place, found)


@kept
def prompts(request: Request, found: Movement) -> list[Words]:
    """Return what a leader may ask the team on the themes of what moved, one question each; may be empty."""
    rows = [*found.firm, *mover_facts.moved(found.places), *mover_facts.moved(found.counts)]
    said: list[Words] = []
    for name in dict.fromkeys(str(row["theme_name"]) for row in rows if not cells.is_missing(row["theme_name"])):
        theme = request.vocabulary.code("theme", name)
        asked = request.ask("theme_prompts", theme=[theme] if theme else [])
        said += [say("**{}:** {}", name, str(prompt)) for prompt in asked["prompt"].head(1)]
    return said[:MOST_PROMPTS]


@kept
def shares_card(request: Request, found: Movement, most: int = mover_cards.DRAWN) -> Card | None:
    """Return the card of shares that rose or fell; None where no comparison could be made.

    Args:
        request: what the reader asks with.
        found: what moved.
        most: how many of them its chart shows.
    """
    return _signed(request, mover_cards.shares_card(found, *_filters(request), most))


@kept
def places_card(request: Request, found: Movement) -> Card | None:
    """Return the card of climbs and falls in published lists; None where no list was published twice."""
    return _signed(request, mover_cards.places_card(found, *_filters(request)))


@kept
def counts_card(request: Request, found: Movement) -> Card | None:
    """Return the card of differences between complete counts; None where nothing was counted twice."""
    return _signed(request, mover_cards.counts_card(found, *_filters(request)))


@kept
def close_card(request: Request, found: Movement) -> Card | None:
    """Return the table of all changes that are too close to call; None where there is none."""
    if not found.close:
        return None
    title = mover_words.close_words(found)
    return _signed(request, mover_cards.rest_card(found.close, "close", title, *_filters(request)))


@kept
def untold_card(request: Request, found: Movement) -> Card | None:
    """Return the table of all changes of which one cannot tell; None where there is none."""
    if not found.untold:
        return None
    title = mover_words.untold_words(found)
    return _signed(request, mover_cards.rest_card(found.untold, "untold", title, *_filters(request)))


def ways_out(request: Request) -> Mapping[str, int]:
    """Return how many comparisons each chosen filter would leave if it were dropped, most first, if it leaves any."""
    return left_of(request, lambda field: len(request.rows(_QUERY, **{field: []})))


def _signed(request: Request, card: Card | None) -> Card | None:
    return None if card is None else matters.signed(request, card, _QUERY)


def _filters(request: Request) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """Return the shared filters as codes and as names."""
    return request.filters.lists(), request.filters.names(request.vocabulary)
