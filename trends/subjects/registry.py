"""The pages and what each holds: the one list that the navigation, the command line and other renderers read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from trends.request.request import NO_CHOICES, Choices, Request
from trends.subjects.bodies import view as bodies
from trends.subjects.body import view as body
from trends.subjects.cases import view as cases
from trends.subjects.contents import Contents
from trends.subjects.indices import view as indices
from trends.subjects.lists import view as lists
from trends.subjects.movers import view as movers
from trends.subjects.overview import view as overview
from trends.subjects.places import view as places
from trends.subjects.releases import view as releases
from trends.subjects.sectors import view as sectors
from trends.subjects.sources import view as sources
from trends.subjects.themes import view as themes


@dataclass(frozen=True)
class Page:
    """A page: its name in addresses, title, group and icon (a Material symbol) in the navigation, and its contents.

    ``choices`` are the parameters of its address that no other page need have, as its contents read them.
    """

    name: str
    title: str
    group: str
    icon: str
    contents: Callable[[Request, Choices], Contents]
    choices: tuple[str, ...] = ()
    # What the page is on, where it has a choice of its own for that; else its title says it.
    topic: Callable[[Request, Choices], str] | None = None
    # The path of what the page is on, where that has one of its own, and the choice of the address it stands for.
    path: Callable[[Request, Choices], str] | None = None
    path_for: str = ""
    # The table whose rows the page shows, and what gives the filters for just these; None: the shared ones, of figures.
    rows: tuple[str, Callable[[Request, Choices], Mapping[str, Sequence[str]] | None]] | None = None
    # Reached from other pages and by addresses, where the navigation has no room for it.
    hidden: bool = False


def _theme(request: Request, choices: Choices) -> str:
    return themes.name(request, themes.theme_of(request, choices))


def _place(request: Request, choices: Choices) -> str:
    return places.name(request, places.place_of(request, choices))


def _sector(request: Request, choices: Choices) -> str:
    return sectors.name(request, sectors.sector_of(request, choices))


SAY, COMPARE, DONE, RESTS = "What surveys say", "How places compare", "Who has done it", "What it rests on"
_LISTS = ("question", "place", "item")
_COUNTRIES = ("indicator", "peers", "trend", "measures", "against")
_BODIES = ("edition", "asked", "part", "answer", "body", "with_answer")
_CASES = (*cases.OWN_FIELDS, "collection", "search", "case", "rows", "count_by", "numbers", "map")


def _list(name: str, title: str, icon: str, kind: str) -> Page:
    """Return the page of a kind of list."""
    rows = ("findings", partial(lists.rows_shown, kind=kind))
    return Page(name, title, SAY, icon, partial(lists.contents, kind=kind), _LISTS, rows=rows)


# The page that has the dashboard's own address.
FIRST = "overview"
PAGES: Mapping[str, Page] = {
    page.name: page
    for page in (
        Page("overview", "Overview", "", "home", overview.contents),
        Page("themes", "Themes", "", "topic", themes.contents, (themes.TOPIC,), _theme),
        Page(
            "sectors",
            "Sectors",
            "",
            "apartment",
            sectors.contents,
            (sectors.BRANCH,),
            _sector,
            rows=("findings", sectors.rows_shown),
        ),
        _list("priorities", "Priorities", "flag", "priority"),
        _list("concerns", "Concerns", "warning", "concern"),
        Page("movers", "Movers", SAY, "swap_vert", movers.contents, ("people",)),
        Page(
            "countries",
            "Countries",
            COMPARE,
            "public",
            indices.contents,
            _COUNTRIES,
            rows=("indicators", indices.rows_shown),
        ),
        Page(
            "places",
            "Places",
            COMPARE,
            "pin_drop",
            places.contents,
            (places.PLACE, places.BESIDE, places.CHARTS),
            _place,
        ),
        Page(
            "bodies",
            "Public bodies",
            COMPARE,
            "account_balance",
            bodies.contents,
            _BODIES,
            rows=("answers", bodies.rows_shown),
        ),
        Page(
            "body",
            "One public body",
            COMPARE,
            "badge",
            body.contents,
            (body.OF, body.BESIDE),
            body.title,
            body.own_path,
            body.OF,
            hidden=True,
        ),
        Page("cases", "Cases", DONE, "work", cases.contents, _CASES, rows=("cases", cases.rows_shown)),
        Page("sources", "Sources", RESTS, "menu_book", sources.contents, ("find", "table")),
        Page("releases", "Releases", RESTS, "history", releases.contents, (releases.RELEASE,), hidden=True),
    )
}


def contents(page: str, request: Request, choices: Choices = NO_CHOICES) -> Contents:
    """Return what a page holds.

    Args:
        page: its name in addresses.
        request: what the reader asks with.
        choices: what the page alone chooses, as its address says it.

    Raises:
        KeyError: there is no such page; says which there are.
    """
    if page not in PAGES:
        raise KeyError(f"There is no page {page}. Ask for one of: {', '.join(PAGES)}.")
    return PAGES[page].contents(request, choices)
