"""The view of search: what a text finds, by kind, each with the address of the page that answers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from trends.request.request import Request, kept_by
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.store.frames import Parameter
from trends.subjects.bodies import view as bodies
from trends.subjects.bodies.facts import KINDS_OF_PART
from trends.subjects.body import cards as body_cards
from trends.subjects.matters import LIST_PAGES
from trends.subjects.places import facts as place_facts
from trends.subjects.places import view as place_view
from trends.subjects.search import facts, words
from trends.subjects.search.facts import Sought

# How many are listed of each kind as a reader types and on a page of all kinds, and of one kind on a page of it alone.
MOST_AS_TYPED, MOST_ON_PAGE, MOST_OF_KIND = 4, 20, 100

# Names of the parameters of its address, and the kinds it may keep to.
TEXT, KIND, FROM = "q", "kind", "from"
KINDS = words.TITLES


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

    @property
    def plain(self) -> str:
        """The address of the plain page on it, below that of plain pages: places have no path of their own there."""
        return _address("places", **{place_view.PLACE: self.name}) if self.only else self.address


@dataclass(frozen=True)
class Group:
    """Some results of one kind, best first; ``found`` is how many there are, ``first`` the number of the first.

    ``typed`` says whether one of them holds a word that was typed as it was typed; else they are spelt much like it.
    """

    kind: str
    title: str
    found: int
    results: Sequence[Result]
    first: int = 1
    typed: bool = True

    @property
    def last(self) -> int:
        """The number of the last result listed."""
        return self.first + len(self.results) - 1


@dataclass(frozen=True)
class Link:
    """A way to results: its words, its address below the dashboard's own, and whether that is what is shown."""

    words: str
    address: str
    here: bool = False


@dataclass(frozen=True)
class Found:
    """What the page of search holds: how much was found, the ways to each kind, results, the ways back and on."""

    sought: Sought
    status: str
    kinds: Sequence[Link]
    groups: Sequence[Group]
    onward: Sequence[Link]


def sought(text: str, kind: str, first: str) -> Sought:
    """Return what an address looks for, its parameters as they are; what is no kind and no number is not given."""
    return facts.sought(text, kind, first, KINDS)


def found(request: Request, asked: Sought) -> Found:
    """Return what the page of search shows: all kinds with the first of each, or of one kind a hundred at a time."""
    groups = find(request, asked.text, MOST_ON_PAGE)
    if not any(group.kind == asked.kind for group in groups):
        asked = Sought(asked.text)
    status = words.status(asked.text, count(groups), typed=any(group.typed for group in groups))
    kinds = [Link("All kinds", address(Sought(asked.text)), not asked.kind)] if groups else []
    kinds += [
        Link(f"{group.title} {group.found:,}", address(Sought(asked.text, group.kind)), group.kind == asked.kind)
        for group in groups
    ]
    if asked.kind:
        groups = find(request, asked.text, only=asked)
    return Found(asked, status, kinds, groups, _onward(asked, groups))


def address(sought: Sought) -> str:
    """Return the address of the page of search, below the dashboard's own."""
    return _address("search", q=sought.text.strip(), kind=sought.kind, **_from(sought.first))


def all_of(text: str, group: Group) -> Link | None:
    """Return the way to all results of a kind; nothing where all are listed."""
    if len(group.results) >= group.found:
        return None
    return Link(f"All {group.found:,} {group.title.lower()}", address(Sought(text, group.kind)))


def find(request: Request, text: str, most: int = MOST_AS_TYPED, *, only: Sought | None = None) -> list[Group]:
    """Return what a text finds, the kind with the best result first; empty where it has no letter or finds nothing.

    Filters and the reader's place change nothing: search finds what there is.

    Args:
        request: its version of the evidence is searched.
        text: what a reader typed.
        most: how many results of each kind at the most, where all kinds are listed.
        only: the kind to keep to, a hundred of it, and the number of its first result; where there are not so many,
            it begins with the first.
    """
    meant = facts.typed(text)
    if not meant.compact:
        return []
    kinds, first, most = ([only.kind], only.first, MOST_OF_KIND) if only else ([], 1, most)
    given: dict[str, Parameter] = {"words": list(meant.words), "compact": meant.compact, "kinds": kinds, "most": most}
    rows = request.store.rows("find", skip=first - 1, **given)
    if first > 1 and not rows:
        rows, first = request.store.rows("find", skip=0, **given), 1
    anybody = Request(request.version)
    return [
        Group(
            str(kind),
            words.TITLES[str(kind)],
            int(held[0]["found"]),
            [_result(anybody, row) for row in held],
            first,
            any(row["is_typed"] for row in held),
        )
        for kind, listed in groupby(rows, key=lambda row: row["kind"])
        for held in [list(listed)]
    ]


def bodies_like(request: Request, slug: str, most: int = MOST_AS_TYPED) -> list[Result]:
    """Return the public bodies that an address nobody has may have meant, the likeliest first; often none."""
    text = slug[: facts.LONGEST].replace("-", " ")
    groups = find(request, text, only=Sought(text, "body"))
    return list(groups[0].results[:most]) if groups else []


def count(groups: Sequence[Group]) -> int:
    """Return how many things were found, those that are not listed among them."""
    return sum(group.found for group in groups)


def _from(first: int) -> dict[str, str]:
    # A keyword cannot be called “from”.
    return {FROM: str(first)} if first > 1 else {}


def _onward(sought: Sought, groups: Sequence[Group]) -> list[Link]:
    """Return the ways from one page of a kind to the page before it and the next."""
    if not sought.kind or not groups:
        return []
    (group,) = groups
    ways = []
    if group.first > 1:
        before = max(1, group.first - MOST_OF_KIND)
        ways.append(Link(f"Back to {before:,}–{group.first - 1:,}", address(Sought(sought.text, sought.kind, before))))
    if group.last < group.found:
        last = min(group.found, group.last + MOST_OF_KIND)
        on = Sought(sought.text, sought.kind, group.last + 1)
        ways.append(Link(f"On to {group.last + 1:,}–{last:,}", address(on)))
    return ways


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


def _region(request: Request, row: Row) -> str:
    name, year = str(row["name"]), cells.text(row["year"])
    asked = _asked(request).get((str(row["question"]), int(year))) if row["page"] == "bodies" else None
    # The page on public bodies compares all parts of the country, and lists the bodies of the one looked for.
    return _address("bodies", asked=asked, part=KINDS_OF_PART["region"], body=name) if asked else _item(request, row)


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
    "region": _region,
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
