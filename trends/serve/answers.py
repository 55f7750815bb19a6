"""Answers for assistants: pages, cards, rows and search as data, with sentence, verdict, range, source and receipt.

What a page refuses is refused here too, in words: an average over surveys, a place in an index that is no ranking, a
change over a break of method. Nothing here knows the protocol in which an assistant asks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from trends.export import page as pages
from trends.export import parameters
from trends.export import tables as data_tables
from trends.export.briefing import finding_of
from trends.export.plain import plain_rows
from trends.export.text import card_data, contents_data
from trends.request import tables as request_tables
from trends.request.filters import SHARED_FIELDS, FilterError, read_parameters
from trends.request.request import Request, request_of, vocabulary_of
from trends.store.versions import current
from trends.subjects import registry
from trends.subjects.indices import view as indices
from trends.subjects.search import view as searching
from trends.subjects.search import words as search_words
from trends.words.text import plain

Answer = dict[str, Any]
Filters = Mapping[str, Sequence[str]]

MOST_ROWS = 200
# Of a table that is no finding: its page, whose address is told, has all.
MOST_LISTED = 20
SAID_OF_CARDS = ("reference", "title", "subtitle", "base", "verdicts")
MOST_NAMES = 300
# Says of an answer that it is none, and why.
REFUSED = "refused"

NO_AVERAGE = (
    "Figures of different surveys are not averaged or added up here: each asked other people another question, in "
    "another year, of another base. Ask for a page or a card, which counts how many surveys put a thing first, or give "
    "each survey's figure by itself with its base."
)
NO_PLACE = "The publisher of {index} says that it is no ranking, so no place is told. {caution}"
NO_CHANGE = "No change is told for {index}. {reason}"
NOT_MEASURED = "{index} does not measure {country}, or the filters leave it out."


class AskedWrongError(ValueError):
    """What was asked cannot be understood; the message says what, why, and what there is instead."""


def list_pages() -> Answer:
    """Return the pages: name, the question each answers, its own choices; and the filters all of them take."""
    request = Request()
    return {
        "pages": [
            {
                "page": page.name,
                "title": page.title,
                "question": plain(registry.contents(page.name, request).question),
                "choices": list(page.choices),
            }
            for page in registry.PAGES.values()
        ],
        "filters": list(SHARED_FIELDS),
        "evidence": request.version.fingerprint,
    }


def filter_names(field: str, beginning: str = "") -> Answer:
    """Return the names that a filter takes, those that begin so.

    Raises:
        AskedWrongError: there is no such filter.
    """
    names = vocabulary_of(current()).names
    if field not in names:
        raise AskedWrongError(f"There is no filter {field}. There is: {', '.join(names)}.")
    found = sorted(name for name in names[field].values() if name.casefold().startswith(beginning.casefold()))
    return {"field": field, "names": found[:MOST_NAMES], "found": len(found)}


def ask_page(page: str, filters: Filters | None = None, choices: Filters | None = None) -> Answer:
    """Return a page under filters: question, answer, key figures, each card with the reference that names it, listings.

    Raises:
        AskedWrongError: no such page, filter or name.
    """
    if page not in registry.PAGES:
        raise AskedWrongError(f"There is no page {page}. There is: {', '.join(registry.PAGES)}.")
    given = [(name, value) for each in (filters, choices) for name, values in (each or {}).items() for value in values]
    try:
        request, chosen = request_of(given)
    except FilterError as error:
        raise AskedWrongError(str(error)) from error
    own = pages.own_choices(page, chosen)
    if missed := parameters.misread(page, request, own):
        name, value = missed[0]
        raise AskedWrongError(f"{value!r} is no {parameters.PAGE_CHOICES.get(name, name)} of this page.")
    query = pages.query_of(request, own)
    held = contents_data(registry.contents(page, request, own))
    cards = [{**card, "reference": f"{page}/{card['key']}{query}"} for card in held.pop("cards")]
    return {
        **held,
        "listings": [_first_rows(listing) for listing in held.pop("listings")],
        "cards": [{name: card[name] for name in SAID_OF_CARDS} for card in cards],
        "filters": request.filter_words,
        "address": pages.live_address(page, query, ""),
        "evidence": request.version.fingerprint,
    }


def _first_rows(listing: Answer) -> Answer:
    """Return a listing as data with its first rows, and how many there are."""
    rows = listing["table"]["rows"]
    return {**listing, "table": {**listing["table"], "rows": rows[:MOST_LISTED]}, "rows_in_all": len(rows)}


def ask_card(reference: str) -> Answer:
    """Return a card: sentences, table in words, rows as numbers with unit, base and source, verdicts, receipt, address.

    Raises:
        BriefingError: the reference names no card; says which there are.
    """
    finding = finding_of(reference)
    rows = plain_rows(finding.card.shown.head(MOST_ROWS))
    return {
        **card_data(finding.card),
        "rows": rows,
        "rows_in_all": len(finding.card.shown),
        "filters": finding.filters,
        "address": finding.address(""),
        "reference": finding.reference,
    }


def get_rows(table: str, filters: Filters | None = None, most: int = 50, after: int = 0) -> Answer:
    """Return rows of a table under filters, in the table's order, with the address of all of them.

    Args:
        table: one of :data:`trends.request.tables.TABLES`.
        filters: names or codes by field.
        most: how many at the most; never more than :data:`MOST_ROWS`.
        after: how many to leave out at the beginning.

    Raises:
        AskedWrongError: no such table, filter or name.
    """
    known = request_tables.TABLES.get(table)
    if known is None:
        raise AskedWrongError(f"There is no table {table}. There is: {', '.join(request_tables.TABLES)}.")
    version = current()
    given = [(name, value) for name, values in (filters or {}).items() for value in values]
    try:
        selection = read_parameters(vocabulary_of(version), known.parameters, given)
    except FilterError as error:
        raise AskedWrongError(str(error)) from error
    selection = {field: codes for field, codes in selection.items() if field not in known.left_aside}
    frame = data_tables.rows(version.store, known, selection)
    beginning = max(after, 0)
    return {
        "rows": plain_rows(frame.iloc[beginning : beginning + min(max(most, 1), MOST_ROWS)]),
        "rows_in_all": len(frame),
        "receipt": {"query": known.name, "parameters": selection, "fingerprint": version.fingerprint},
        "address": data_tables.data_address(known, "csv", given),
        "terms": "Each row names its source and licence; cite the source.",
    }


def search(text: str) -> Answer:
    """Return what a text finds: kinds, the one with the best result first, each result with its address."""
    groups = searching.find(Request(), text)
    return {
        "status": search_words.status(text, searching.count(groups)),
        "groups": [
            {
                "title": group.title,
                "found": group.found,
                "results": [
                    {"name": each.name, "about": each.about, "address": f"/{each.address}"} for each in group.results
                ],
            }
            for group in groups
        ],
    }


def average_of_surveys() -> Answer:
    """Return why figures of several surveys are not averaged or added up, and what to ask instead."""
    return {REFUSED: NO_AVERAGE, "instead": "ask_page with priorities, concerns or themes"}


def place_in_index(country: str, indicator: str = "") -> Answer:
    """Return a country's place in an index with the range over other fair weightings; refuse where there are no places.

    Raises:
        AskedWrongError: no such country or indicator.
    """
    request, asked, known = _index(country, indicator)
    said = {"indicator": asked.indicator, "year": known.year, "caution": plain(known.caution)}
    if not known.ranked:
        return {
            REFUSED: NO_PLACE.format(index=f"{known.series}: {known.indicator}", caution=plain(known.caution)),
            **said,
        }
    card = indices.standing_card(request, asked, known)
    return {"sentence": plain(indices.answer(request, known)), **said, "card": card_data(card)}


def change_in_index(country: str, indicator: str = "") -> Answer:
    """Return how a country's value went over comparable editions; refuse over breaks of method and where there is one.

    Raises:
        AskedWrongError: no such country or indicator.
    """
    request, asked, known = _index(country, indicator)
    name = f"{known.series}: {known.indicator}"
    if reason := indices.no_trend(asked, known):
        return {REFUSED: NO_CHANGE.format(index=name, reason=reason), "indicator": asked.indicator}
    card = indices.trend_card(request, asked, known)
    if card is None:
        return {REFUSED: NOT_MEASURED.format(index=name, country=country), "indicator": asked.indicator}
    return {"sentence": plain(card.title), "indicator": asked.indicator, "card": card_data(card)}


def _index(country: str, indicator: str) -> tuple[Request, indices.Asked, Any]:
    given = [("country", country), *([("indicator", indicator)] if indicator else [])]
    try:
        request, choices = request_of(given)
    except FilterError as error:
        raise AskedWrongError(str(error)) from error
    offered = indices.offered_indicators(request)
    if indicator and indicator not in {*offered, *offered.values()}:
        raise AskedWrongError(f"There is no indicator {indicator}. There is: {'; '.join(offered)}.")
    asked = indices.asked_of(request, choices)
    if asked is None:
        raise AskedWrongError("There are no indicators in this evidence.")
    return request, asked, indices.facts(request, asked)
