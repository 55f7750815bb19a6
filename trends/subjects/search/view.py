"""The view of search: what a text finds, by kind, each with the address of the page that answers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from trends.request.request import Request, kept_by
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.subjects.bodies import view as bodies
from trends.subjects.body import cards as body_cards
from trends.subjects.matters import LIST_PAGES
from trends.subjects.places import facts as place_facts
from trends.subjects.search import facts, words

# How many of each kind are listed as a reader types, and on the page of search.
MOST_AS_TYPED, MOST_ON_PAGE = 4, 20


@dataclass(frozen=True)
class Result:
    """A thing that was found: its name, what tells it apart, and where it is told of.

    ``address`` is path and parameters below the dashboard's own address. ``only`` holds the shared filters that choose
    it on any page, as field and name; empty where none does.
    """

    name: str
    about: str
    address: str
    only: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """The first results of one kind, best first; ``found`` is how many there are."""

    kind: str
    title: str
    found: int
    results: Sequence[Result]


def find(request: Request, text: str, most: int = MOST_AS_TYPED) -> list[Group]:
    """Return what a text finds, the kind with the best result first; empty where it has no letter or finds nothing.

    Filters and the reader's place change nothing: search finds what there is.

    Args:
        request: its version of the evidence is searched.
        text: what a reader typed.
        most: how many results of each kind at the most.
    """
    meant = facts.typed(text)
    if not meant.compact:
        return []
    rows = request.store.rows("find", words=list(meant.words), compact=meant.compact, most=most)
    anybody = Request(request.version)
    return [
        Group(str(kind), words.TITLES[str(kind)], int(held[0]["found"]), [_result(anybody, row) for row in held])
        for kind, listed in groupby(rows, key=lambda row: row["kind"])
        for held in [list(listed)]
    ]


def count(groups: Sequence[Group]) -> int:
    """Return how many things were found, those that are not listed among them."""
    return sum(group.found for group in groups)


def _result(request: Request, row: Row) -> Result:
    name, kind = str(row["name"]), str(row["kind"])
    only = (("country", name),) if kind == "place" else ()
    return Result(name, words.about(row), _ADDRESSES[kind](request, row), only)


def _address(page: str, **chosen: str | None) -> str:
    given = {name: value for name, value in chosen.items() if value}
    return f"{page}?{urlencode(given)}" if given else page


def _place(_request: Request, row: Row) -> str:
    # A path of a name that has no Latin letters would be empty.
    return f"places/{quote(place_facts.slug(str(row['name'])) or str(row['code']).lower())}"


def _item(request: Request, row: Row) -> str:
    page, year = LIST_PAGES.get(str(row["page"])), cells.text(row["year"])
    if page is None:
        return _on_theme(request, row, year)
    return _address(page, question=str(row["question"]), place=str(row["answered"]), year=year)


def _question(request: Request, row: Row) -> str:
    if row["page"] == "bodies":
        asked = _asked(request).get((str(row["question"]), int(row["year"])))
        return _address("bodies", asked=asked) if asked else _of_survey(request, "bodies", row)
    page = LIST_PAGES.get(str(row["page"]))
    return _address(page, question=str(row["code"])) if page else _on_theme(request, row)


def _survey(request: Request, row: Row) -> str:
    page = "bodies" if row["page"] == "bodies" else LIST_PAGES.get(str(row["page"]))
    return _of_survey(request, page, row) if page else _on_theme(request, row)


def _body(_: Request, row: Row) -> str:
    return body_cards.address(str(row["page"]))


def _index(request: Request, row: Row) -> str:
    return _address("countries", indicator=request.vocabulary.name("indicator", str(row["code"])))


def _on_theme(request: Request, row: Row, year: str = "") -> str:
    """Return the address of the page on a theme with one survey chosen, where neither page of lists holds a figure."""
    known = request.vocabulary
    topic = "" if cells.is_missing(row["theme"]) else known.name("theme", str(row["theme"]))
    return _address("themes", topic=topic, survey=known.name("survey", str(row["survey"])), year=year)


def _of_survey(request: Request, page: str, row: Row) -> str:
    return _address(page, survey=request.vocabulary.name("survey", str(row["survey"])))


@kept_by()
def _asked(request: Request) -> Mapping[tuple[str, int], str]:
    """Return what readers call a question that named bodies answered, by its code and year."""
    offered = bodies.offered_questions(request)
    return {(str(asked.row["question"]), int(asked.row["year"])): label for label, asked in offered.items()}


_ADDRESSES: Mapping[str, Callable[[Request, Row], str]] = {
    "place": _place,
    "theme": lambda _, row: _address("themes", topic=str(row["name"])),
    "sector": lambda _, row: _address("sectors", branch=str(row["name"])),
    "item": _item,
    "question": _question,
    "survey": _survey,
    "index": _index,
    "body": _body,
    "case": lambda _, row: _address("cases", case=str(row["name"])),
    "word": lambda _, row: _address("sources", section="Glossary", word=str(row["name"])),
}
