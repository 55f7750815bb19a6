"""Briefings that are ready to be handed on: which pages each asks, under the filters of the reader.

Each is a rule over the registry of pages, so that it holds what the evidence holds, and nothing where filters leave
nothing. There is one on each theme that a question of leaders is about (``data/leader_questions.csv``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from trends.cards.card import Card
from trends.export import page as pages
from trends.request.request import Choices, Request, kept
from trends.subjects import registry
from trends.subjects.overview import view as overview
from trends.subjects.places.view import PLACE
from trends.subjects.sectors.view import BRANCH
from trends.subjects.themes.view import TOPIC

# As many as a board reads.
MOST_CARDS = 10
# A page to ask, what its address chooses, and how many of its first cards with a chart are taken.
Part = tuple[str, Choices, int]


@dataclass(frozen=True)
class ReadyMade:
    """A briefing by rule: its title under a request, empty where it needs a filter that is not set; and its parts."""

    title: Callable[[Request], str]
    parts: Callable[[Request], Sequence[Part]]
    # What its pages are asked with besides the reader's own filters.
    narrowed: Callable[[Request], Request] = lambda request: request


def _name(request: Request, field: str) -> str:
    """Return the one name chosen of a filter; empty where none or several are."""
    names = request.filters.names(request.vocabulary).get(field, [])
    return names[0] if len(names) == 1 else ""


def _country(request: Request) -> Sequence[Part]:
    return (
        ("places", {PLACE: [_name(request, "country")]}, 2),
        ("countries", {}, 2),
        ("priorities", {}, 1),
        ("concerns", {}, 1),
        ("movers", {}, 2),
        ("bodies", {}, 1),
        ("cases", {}, 1),
    )


def _sector(request: Request) -> Sequence[Part]:
    return (
        ("sectors", {BRANCH: [_name(request, "sector")]}, 3),
        ("priorities", {}, 1),
        ("concerns", {}, 1),
        ("movers", {}, 2),
        ("bodies", {}, 2),
        ("cases", {}, 1),
    )


def _theme(code: str) -> ReadyMade:
    def title(request: Request) -> str:
        return request.vocabulary.names["theme"].get(code, "")

    def parts(request: Request) -> Sequence[Part]:
        return (
            ("themes", {TOPIC: [title(request)]}, 3),
            ("movers", {}, 2),
            ("countries", {}, 2),
            ("bodies", {}, 1),
            ("cases", {}, 2),
        )

    return ReadyMade(title, parts, lambda request: replace(request, filters=replace(request.filters, theme=(code,))))


_OF_PLACES: Mapping[str, ReadyMade] = {
    "country": ReadyMade(lambda request: _name(request, "country"), _country),
    "sector": ReadyMade(lambda request: _name(request, "sector"), _sector),
}
_MOVED: Mapping[str, ReadyMade] = {
    "moved": ReadyMade(lambda _: "What rose, what fell", lambda _: (("movers", {}, MOST_CARDS),))
}


def ready_made(request: Request) -> Mapping[str, ReadyMade]:
    """Return the briefings there are by name; those on themes have the code of theirs."""
    asked = (question.choices.get(TOPIC, "") for question in overview.questions(request))
    codes = (request.vocabulary.code("theme", name) for name in asked)
    return {**_OF_PLACES, **{code: _theme(code) for code in codes if code}, **_MOVED}


def find(request: Request, name: str) -> str:
    """Return the name of the briefing that a name or its beginning means, as in “cyber”; empty where there is none."""
    known = ready_made(request)
    return name if name in known else next((each for each in known if name and each.startswith(name)), "")


@kept
def references(request: Request, name: str) -> tuple[str, ...]:
    """Return the references of the findings of a ready-made briefing, in order, at most :data:`MOST_CARDS`.

    Args:
        request: whose filters it is asked with.
        name: one of :func:`ready_made`.

    Raises:
        KeyError: there is none of this name.
    """
    made = ready_made(request)[name]
    if not made.title(request):
        return ()
    asked = made.narrowed(request)
    found: list[str] = []
    titles: set[str] = set()
    for page, choices, most in made.parts(asked):
        for card in _cards(asked, page, choices)[:most]:
            # The same finding may stand on two pages.
            if (said := str(card.title)) not in titles:
                titles.add(said)
                found.append(f"{page}/{card.key}{pages.query_of(asked, choices)}")
    return tuple(found[:MOST_CARDS])


def _cards(request: Request, page: str, choices: Choices) -> Sequence[Card]:
    cards = registry.contents(page, request, choices).cards
    return [card for card in cards if card.chart is not None]
