"""The findings the overview begins with: which three, by rules that are told, and of whom each is.

Of each kind it is the one nearest to the reader: of their country and sector, else of their country, else of their
sector, else of all. Where what is chosen has fewer than three of the first kinds, what indices, bodies and cases tell
of it follows, and last what there is of all, said to be of all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from trends.cards.card import Card
from trends.request.place import NOBODY
from trends.request.request import NO_CHOICES, Request, kept
from trends.subjects.bodies import view as bodies
from trends.subjects.cases import view as cases
from trends.subjects.cases.facts import FEW, PARTS
from trends.subjects.indices import view as indices
from trends.subjects.lists import view as lists
from trends.subjects.lists.counted import LISTS
from trends.subjects.movers import view as movers
from trends.subjects.overview import cards as overview_cards
from trends.subjects.places import view as places
from trends.words.text import say

MOST = 3
# How many changes the card of them draws; the page of what rose and fell has all.
CHANGES_DRAWN = 3
# What the filters hold of a place.
WHERE = ("country", "sector")
# Before the keys of what is of all, where the page is of a place: its rows are others than those of the place.
GENERAL = "general_"

RULE = (
    "A rule chose these findings: what most surveys put first, what most worry about, and the newest changes beyond "
    "chance. With a country or sector they are of that, and with your country one at least is. Where it has fewer than "
    "three, indices, public bodies and cases tell of it, then what holds for all."
)


@dataclass(frozen=True, eq=False)
class Finding:
    """A card with its kind, which says where it leads, and the request whose address leads to it and to more of it.

    ``is_general`` says that it is of all, where a country or sector is chosen or the reader's own.
    """

    kind: str
    card: Card
    asked: Request
    is_general: bool = False


@kept
def findings(request: Request) -> Sequence[Finding]:
    """Return the findings to begin with, three where there are that many; none where the filters leave nothing."""
    found = list(islice(_candidates(request), MOST))
    if request.place.country and not any(each.asked.filters.country for each in found):
        # What others of their sector say tells a reader little of where their own country stands.
        of_country = (each for kind in FURTHER if (each := _nearest(request, kind, of_country=True)) is not None)
        if (last := next(of_country, None)) is not None:
            found[MOST - 1 :] = [last]
    return tuple(found)


def _candidates(request: Request) -> Iterator[Finding]:
    """Yield findings in the order of the rule, each kind at most once."""
    told = set()
    has_place = bool(request.filters.country or request.filters.sector or request.place)
    for kind in MADE if has_place else FIRST:
        found = _nearest(request, kind)
        if found is not None:
            told.add(kind)
            yield found
    for kind in FIRST if has_place else ():
        card = None if kind in told else general_card(request, kind)
        if card is not None:
            yield Finding(kind, card, replace(request, place=NOBODY), is_general=True)


def _nearest(request: Request, kind: str, *, of_country: bool = False) -> Finding | None:
    """Return the finding of a kind nearest to the reader, if so wanted of their country; None where there is none."""
    near = [asked for asked in _nearest_first(request) if asked.filters.country or not of_country]
    if kind in OF_COUNTRIES and len(near) > 1:
        near = [asked for asked in near if not asked.filters.sector]
    return next((each for asked in near if (each := _of_place(request, asked, kind)) is not None), None)


def _nearest_first(request: Request) -> Sequence[Request]:
    """Return the requests to look in: that of the filters where these choose a place, else those of the own place."""
    mine, chosen = request.place, request.filters
    if chosen.country or chosen.sector or not mine:
        return [replace(request, place=NOBODY)]
    country, sector = ((code,) if code else () for code in (mine.country, mine.sector))
    places_of = dict.fromkeys([(country, sector), (country, ()), ((), sector)])
    return [
        replace(request, filters=replace(chosen, country=here, sector=ours), place=NOBODY)
        for here, ours in places_of
        if here or ours
    ]


def _of_place(request: Request, asked: Request, kind: str) -> Finding | None:
    card = MADE[kind](asked)
    if card is None:
        return None
    return Finding(kind, card if asked.filters == request.filters else _named(asked, card), asked)


@kept
def _named(asked: Request, card: Card) -> Card:
    """Return a card that says of which place it is: what is not chosen in the filters, the page says nowhere else."""
    return replace(card, subtitle=say("{}: {}", asked.filter_words, card.subtitle))


@kept
def general_card(request: Request, kind: str) -> Card | None:
    """Return the card of a kind of all countries and sectors, which says so; None where there is none."""
    asked = replace(request, filters=replace(request.filters, country=(), sector=()), place=NOBODY)
    card = MADE[kind](asked)
    if card is None:
        return None
    key = card.key if asked.filters == request.filters else f"{GENERAL}{card.key}"
    return replace(card, key=key, subtitle=say("All countries and sectors: {}", card.subtitle))


@kept
def leading_card(request: Request, kind: str) -> Card | None:
    """Return the card of the themes that lead the lists of a kind; None where there are no lists.

    Args:
        request: what the reader asks with.
        kind: code of the kind of question, one of :data:`trends.subjects.lists.counted.LISTS`.
    """
    held = lists.counted_lists(request, kind)
    if not held.themes:
        return None
    card = overview_cards.leading_card(held, LISTS[kind], LISTS[kind])
    return request.sign(card, "counted_lists", kind=[kind], country=lists.with_groups(request))


@kept
def changed_card(request: Request) -> Card | None:
    """Return the card of the newest changes beyond chance, as on the page of what rose and fell; None without any."""
    found = movers.movement_of(request, parts=False)
    return movers.shares_card(request, found, CHANGES_DRAWN) if found is not None and found.firm else None


@kept
def place_card(request: Request) -> Card | None:
    """Return the card of the indices of the country chosen; None unless one is chosen of which something is known."""
    place = places.only_country(request)
    return places.indices_card(request, place) if place else None


@kept
def trend_card(request: Request) -> Card | None:
    """Return how the country chosen changed on the index that is shown first; None unless that has it in editions."""
    asked = indices.asked_of(request, NO_CHOICES) if places.only_country(request) else None
    if asked is None:
        return None
    known = indices.facts(request, asked)
    if not known.mine or indices.no_trend(asked, known):
        return None
    return indices.trend_card(request, asked, known)


@kept
def bodies_card(request: Request) -> Card | None:
    """Return what bodies of the place answered to the question that is shown first; None where none did."""
    asked = bodies.asked_of(request, NO_CHOICES)
    if asked is None:
        return None
    # On their own pages both are called shares, as is the card of changes.
    return replace(bodies.shares_card(request, asked, bodies.facts(request, asked)), key="bodies")


@kept
def cases_card(request: Request) -> Card | None:
    """Return what the checked cases of the place have in common; None where they are too few for shares."""
    selection = cases.selection_of(request, NO_CHOICES)
    if int(cases.totals(request, selection)["cases"]) < FEW:
        return None
    card = cases.shares_card(request, cases.fixed_filters(selection), next(iter(PARTS)), as_numbers=False)
    return replace(card, key="cases")


# What makes each kind of finding, in the order to look for them.
FIRST: Mapping[str, Callable[[Request], Card | None]] = {
    "priorities": lambda request: leading_card(request, "priority"),
    "concerns": lambda request: leading_card(request, "concern"),
    "changes": changed_card,
}
FURTHER: Mapping[str, Callable[[Request], Card | None]] = {
    "indices": place_card,
    "trend": trend_card,
    "bodies": bodies_card,
    "cases": cases_card,
}
MADE = {**FIRST, **FURTHER}
# What an index says is of whole countries, whichever sector.
OF_COUNTRIES = ("indices", "trend")
