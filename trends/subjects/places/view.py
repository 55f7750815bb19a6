"""The view of a country or group of countries: where it stands, what surveys, bodies and cases tell of it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.request.request import NO_CHOICES, Choices, Request, chosen_of, is_on, kept, kept_by, miss
from trends.statistics.cells import Row
from trends.statistics.weightings import PlaceRange
from trends.store.frames import Parameter
from trends.subjects.cases import cards as case_cards
from trends.subjects.cases import facts as case_facts
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.indices import view as index_view
from trends.subjects.indices.facts import offered as offered_indicators
from trends.subjects.lists.counted import LISTS
from trends.subjects.places import cards as place_cards
from trends.subjects.places import facts as place_facts
from trends.subjects.places import words as place_words
from trends.subjects.places.beside import index_cards
from trends.subjects.places.facts import Answered, Place
from trends.words.text import Words

# The choices of the page, as its address names them: its place, and those set beside it.
PLACE, BESIDE, CHARTS = "place", "with", "charts"
MOST_BESIDE = 3
CASES = 5


def contents(request: Request, choices: Choices) -> Contents:
    """Return what the page on a place holds.

    Args:
        request: what the reader asks with.
        choices: ``place`` and ``with``, by name or code; what is not offered counts as not chosen; ``charts``.
    """
    place = place_of(request, choices)
    if is_empty(request, place):
        return Contents(question(request, place))
    beside = beside_of(request, place, choices)
    cards = [indices_card(request, place), side_by_side_card(request, place, beside) if beside else None]
    if is_on(choices, CHARTS) and beside:
        cards += beside_cards(request, place, beside)
    return Contents(
        question(request, place),
        answer(request, place),
        you(request, place),
        key_figures(request, place),
        [card for card in cards if card is not None],
        listings=[
            made
            for made in (
                standings_listing(request, place),
                survey_listing(request, place),
                bodies_listing(request, place),
                case_listing(request, place),
            )
            if made is not None
        ],
    )


@kept_by()
def places(request: Request) -> Mapping[str, Place]:
    """Return the places that have a page, by code, in the order of their names."""
    return place_facts.by_code(_listed(request))


def place_of(request: Request, choices: Choices = NO_CHOICES) -> str:
    """Return the code of the place that is chosen; else the reader's own, that of the filters, or the most surveyed."""
    known, named = places(request), chosen_of(choices, PLACE)
    if request.vocabulary.code("country", named) not in known:
        miss(choices, PLACE, named)
    said = (named, request.place.country, *request.filters.country)
    found = (request.vocabulary.code("country", each) for each in said if each)
    return next((code for code in found if code in known), None) or place_facts.most_surveyed(_listed(request))


def beside_of(request: Request, place: str, choices: Choices) -> tuple[str, ...]:
    """Return the codes of the countries set beside the place, at most three."""
    known = places(request)
    found = {each: request.vocabulary.code("country", each) for each in choices.get(BESIDE, ())}
    for name in (name for name, code in found.items() if code not in known):
        miss(choices, BESIDE, name)
    codes = dict.fromkeys(code for code in found.values() if code in known and code != place)
    return tuple(code for code in codes if code)[:MOST_BESIDE]


def of_slug(request: Request, slug: str) -> str | None:
    """Return the name of the place a path names, by its name or code; None where there is none."""
    asked = slug.strip().casefold()
    named = (
        each.name for each in places(request).values() if asked in {place_facts.slug(each.name), each.code.casefold()}
    )
    return next(named, None)


def slug_meant(request: Request, text: str) -> str | None:
    """Return how a path names the place that a text names otherwise, as in “holland”; None where there is none."""
    held = places(request).get(request.vocabulary.code("country", text) or "")
    return None if held is None else place_facts.slug(held.name)


def name(request: Request, place: str) -> str:
    """Return the name of a place."""
    return places(request)[place].name


def question(request: Request, place: str) -> str:
    """Return the question of the page."""
    return place_words.question(places(request)[place])


def is_empty(request: Request, place: str) -> bool:
    """Say whether the filters leave nothing of a place."""
    return not (standings(request, place) or surveys(request, place) or bodies(request, place)) and not _cases(
        request, place
    )


@kept
def answer(request: Request, place: str) -> Words:
    """Return the answer of the page: where the place stands, and how much is known of it."""
    return place_words.answer(
        places(request)[place],
        leads(request, place),
        surveys(request, place),
        bodies(request, place),
        _cases(request, place),
    )


@kept
def own_standing(request: Request) -> Words:
    """Return where the reader's own country stands in the leading indices; empty where that is not known."""
    own = request.place.country
    return place_words.standing(places(request)[own], leads(request, own)) if own in places(request) else ""


def only_country(request: Request) -> str:
    """Return the code of the one country chosen of which something is known; empty where there is none."""
    chosen = request.filters.country
    known = len(chosen) == 1 and chosen[0] in places(request) and not is_empty(request, chosen[0])
    return chosen[0] if known else ""


@kept
def you(request: Request, place: str) -> Words:
    """Return how the reader's own country stands beside the place; empty where none is chosen or nothing is shared."""
    own = request.place.country
    if not own:
        return ""
    for row in leads(request, place):
        rows = [row] if own == place else _standings(request, (place, own), 2)
        by_country = {each["country"]: each for each in rows if each["indicator"] == row["indicator"]}
        mine, theirs = by_country.get(own), by_country.get(place)
        if mine is not None and theirs is not None and place_facts.is_placed(mine) and place_facts.is_placed(theirs):
            return place_words.you(request.place.country_name, mine, theirs)
    return ""


@kept
def key_figures(request: Request, place: str) -> Sequence[KeyFigure]:
    """Return the figures behind the answer: indices, surveys, answers of bodies, checked cases."""
    return place_words.key_figures(
        places(request)[place],
        leads(request, place),
        surveys(request, place),
        bodies(request, place),
        _case_counts(request, place),
    )


@kept_by("year", "theme")
def standings(request: Request, place: str) -> list[Row]:
    """Return where a place stands in each indicator that measures it, those that lead their series first."""
    return _standings(request, (place,), 1)


@kept_by("year", "theme")
def leads(request: Request, place: str) -> list[Row]:
    """Return where a place stands in the indicator that leads each series, with ``weighted``.

    That is between which places it lies over all fair weightings; None where it is no composite with parts on file.
    """
    led = place_facts.leading(standings(request, place))
    return [{**row, "weighted": _weighted_range(request, row)} for row in led]


@kept_by("year", "theme")
def indices_card(request: Request, place: str) -> Card | None:
    """Return the card of the indices of a place; None where the filters leave none."""
    rows = standings(request, place)
    if not rows:
        return None
    card = place_cards.indices_card(places(request)[place], rows, leads(request, place))
    return request.sign(card, "place_standings", **_asked(request, (place,), 1))


@kept_by("year", "theme")
def standings_listing(request: Request, place: str) -> Listing | None:
    """Return all indicators of a place for reading; None where the filters leave none."""
    rows = standings(request, place)
    return place_cards.standings_listing(places(request)[place], rows) if rows else None


@kept_by("year", "theme")
def side_by_side_card(request: Request, place: str, beside: tuple[str, ...]) -> Card | None:
    """Return the card of a place beside others; None where no edition measured two of them."""
    codes, known = (place, *beside), places(request)
    rows = place_facts.leading(_standings(request, codes, 2))
    card = place_cards.side_by_side_card([known[code] for code in codes], rows)
    return None if card is None else request.sign(card, "place_standings", **_asked(request, codes, 2))


@kept_by("year", "theme")
def beside_cards(request: Request, place: str, beside: tuple[str, ...]) -> list[Card]:
    """Return a card with a chart for each index that measured a place and one of those beside it; may be none."""
    codes, known = (place, *beside), places(request)
    rows = place_facts.leading(_standings(request, codes, 2))
    made = index_cards([known[code] for code in codes], rows)
    return [request.sign(card, "place_standings", **_asked(request, codes, 2)) for card in made]


@kept_by("year", "theme")
def similar(request: Request, place: str) -> tuple[Sequence[Place], str]:
    """Return countries like a place and by which rule they were found; none where no index places it."""
    first = _first_placed(request, place)
    if first is None:
        return [], ""
    edition = request.rows(
        "indicator_year", indicator=first["indicator"], year=int(first["year"]), peers="", country=[]
    )
    by_country = {str(row["country"]): int(row["place"]) for row in edition if place_facts.is_placed(row)}
    found = place_facts.similar(places(request)[place], places(request), by_country)
    return found, place_words.proposed(places(request)[place], first, found) if found else ""


@kept
def surveys(request: Request, place: str) -> list[dict[Any, Any]]:
    """Return the surveys of a place and of groups that hold it, as ``queries/places/place_surveys.sql`` gives them."""
    known = places(request)
    groups = [code for code in request.vocabulary.aggregates.get(place, ()) if code in known]
    return request.rows("place_surveys", country=[place, *groups])


@kept
def survey_listing(request: Request, place: str) -> Listing | None:
    """Return the surveys of a place for reading; None where there is none."""
    rows = surveys(request, place)
    return place_cards.survey_listing(places(request)[place], rows) if rows else None


@kept
def bodies(request: Request, place: str) -> list[Answered]:
    """Return what named bodies of a place answered, a survey each."""
    return place_facts.answered(request.rows("body_questions", country=[place]))


@kept
def bodies_listing(request: Request, place: str) -> Listing | None:
    """Return what named bodies of a place answered for reading; None where none did."""
    answered = bodies(request, place)
    return place_cards.bodies_listing(places(request)[place], answered) if answered else None


@kept
def cases(request: Request, place: str) -> pd.DataFrame:
    """Return the first checked cases of a place, as ``queries/cases/case_list.sql`` gives them."""
    return request.ask("case_list", **case_facts.in_collection("curated", country=[place]), most=CASES)


@kept
def case_listing(request: Request, place: str) -> Listing | None:
    """Return the first checked cases of a place for reading; None where there is none."""
    filters = request.filters.lists() | {"country": [place]}
    return case_cards.case_listing(cases(request, place), f": {name(request, place)}", filters)


@kept
def missing(request: Request, place: str) -> list[Words]:
    """Return what is missing of a place, a sentence each; may be empty."""
    measured = {row["series"] for row in standings(request, place)}
    listed = _indicators(request)
    absent = listed[~listed["series"].isin(measured)].drop_duplicates("series")["series_name"].tolist()
    return place_words.missing(
        places(request)[place],
        absent,
        surveys(request, place),
        bodies=bool(bodies(request, place)),
        cases=bool(_cases(request, place)),
    )


@kept
def nearest(request: Request, place: str) -> tuple[Sequence[tuple[Place, int]], str]:
    """Return the nearest countries with surveys and by which rule; none where the place has surveys of its own."""
    here = places(request)[place]
    if not here.is_country or place_words.own_surveys(surveys(request, place), here):
        return [], ""
    counted = {str(row["country"]): int(row["surveys"]) for row in request.rows("place_surveyed")}
    found = place_facts.nearest_surveyed(here, places(request), counted)
    return found, place_words.nearest(found) if found else ""


@kept
def nearest_listed(request: Request, place: str, kind: str) -> tuple[Sequence[tuple[Place, int]], str]:
    """Return the nearest countries with lists of a kind and by which rule; none where the place is no country.

    Args:
        request: what the reader asks with; its countries are left aside.
        place: code of the country.
        kind: code of the kind, one of :data:`trends.subjects.lists.counted.LISTS`.
    """
    rows = [row for row in request.rows("question_list", kind=[kind], country=[]) if row["role"] == "headline"]
    return nearest_with(request, place, {f"lists of {LISTS[kind]}": rows})


@kept
def nearest_compared(request: Request, place: str) -> tuple[Sequence[tuple[Place, int]], str]:
    """Return the nearest countries with comparable figures and by which rule; as :func:`nearest_listed`."""
    return nearest_with(request, place, {"comparable figures": request.rows("comparable_pairs", country=[], kind=[])})


def nearest_with(
    request: Request, place: str, held: Mapping[str, Sequence[Row]]
) -> tuple[Sequence[tuple[Place, int]], str]:
    """Return the nearest countries that have what is sought and by which rule; none where the place is no country.

    Args:
        request: what the reader asks with.
        place: code of the country.
        held: rows of all countries, each with ``country`` and ``survey_name``, by what they are of, as in “lists of
            priorities”. What comes later is sought where no country near has what comes before.
    """
    here = places(request)[place]
    for what, rows in held.items() if here.is_country else ():
        found = place_facts.nearest_surveyed(here, places(request), place_facts.surveys_of(rows))
        if found:
            return found, place_words.nearest(found, what)
    return [], ""


def _weighted_range(request: Request, row: Row) -> PlaceRange | None:
    """Return between which places an index puts a place over all fair weightings; None where none may be told."""
    if not place_facts.is_placed(row):
        return None
    whole, country = index_view.composite_of(request, str(row["indicator"]), int(row["year"]), ""), str(row["country"])
    return None if whole is None else whole.ranges([country]).get(country)


@kept_by()
def _listed(request: Request) -> list[dict[Any, Any]]:
    return request.rows("place_list")


@kept_by("theme")
def _indicators(request: Request) -> pd.DataFrame:
    return offered_indicators(request.ask("indicator_list"))


@kept_by("year", "theme")
def _standings(request: Request, codes: tuple[str, ...], least: int) -> list[Row]:
    if len(codes) == least == 1 and not request.years:
        rows = request.rows("place_newest", place=list(codes), theme=list(request.filters.theme))
    else:
        rows = request.rows("place_standings", **_asked(request, codes, least))
    order = {str(code): at for at, code in enumerate(_indicators(request)["indicator"])}
    # What only groups have is in no list of indicators of countries.
    return place_facts.in_order([row for row in rows if row["indicator"] in order], order)


def _asked(request: Request, codes: tuple[str, ...], least: int) -> dict[str, Parameter]:
    return {"place": list(codes), "least": least, "years": request.years, "theme": list(request.filters.theme)}


def _first_placed(request: Request, place: str) -> Row | None:
    return next((row for row in leads(request, place) if place_facts.is_placed(row)), None)


@kept
def _case_counts(request: Request, place: str) -> Mapping[Hashable, Any]:
    return request.row("case_counts", **case_facts.in_collection("curated", country=[place]))


def _cases(request: Request, place: str) -> int:
    return int(_case_counts(request, place)["cases"])
