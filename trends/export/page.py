"""A page as plain HTML: question, answer, key figures and every card, without a script.

Made of the same contents as the page that is drawn, by the same renderers, so that it cannot say anything else. For
browsers without scripts, for print, for readers of text, and for programs that look at links.
"""

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar
from urllib.parse import quote, urlencode

from trends.cards.card import Card
from trends.export.card_html import PICTURES, AddressOf, CardMarkup, ListingMarkup, colour_name
from trends.export.found import found_html
from trends.export.image import PRODUCT
from trends.export.prose import prose_html
from trends.export.rows_shown import groups_shown, shared, status
from trends.figures.palette import DARK_OF_LIGHT
from trends.paths import BROWSER_FILES
from trends.request.request import Choices, Request
from trends.subjects import registry
from trends.subjects.contents import Contents
from trends.subjects.places import view as places
from trends.subjects.search import view as searching
from trends.subjects.search.facts import LONGEST
from trends.subjects.search.view import Found, Link, Result
from trends.words import grammar, protection
from trends.words.text import Words, html, plain, say
from trends.words.years import year_words

# How many rows of tables a document has.
Most = TypeVar("Most", int, tuple[int, int])
DESCRIPTION = 300
# How many names a title holds of one filter.
TITLE_NAMES = 2
# What a page weighs at most, and how many rows are tried until it weighs no more: of tables beside a chart, and of
# those that stand alone, which are cut first.
MOST_BYTES = 98_000
ROWS_TRIED = (
    *((1_000, most) for most in (1_000, 120, 80, 60, 40, 25, 15, 8)),
    *((most, 8) for most in (120, 80, 60, 40, 25)),
    *((most, 3) for most in (25, 15, 8)),
)
# Stand where a page that is kept for all readers says its own host and the day; no evidence holds them.
HOST, DAY = "\ue001", "\ue002"


def title(page: str, request: Request, choices: Choices) -> str:
    """Return the title of a page: what it is on, what is chosen, and the product.

    A page without evidence, such as the accessibility statement, is told by its name alone.
    """
    if page not in registry.PAGES:
        return f"{page.replace('_', ' ').capitalize()} · {PRODUCT}"
    known = registry.PAGES[page]
    topic = known.topic(request, choices) if known.topic else known.title
    filters = request.filters.names(request.vocabulary)
    # What the page is on is not said twice where it was chosen among others.
    others = {field: [name for name in names if name != topic] for field, names in filters.items()}
    chosen = [
        year_words(names) if field == "year" else grammar.some_of(names, TITLE_NAMES)
        for field, names in others.items()
        if names
    ]
    return " · ".join([topic, *chosen, PRODUCT])


def description(contents: Contents) -> str:
    """Return the answer of a page in as many whole sentences as a description of a link may have."""
    first, _ = grammar.led(contents.answer or contents.question, DESCRIPTION)
    return grammar.shortened(plain(first), DESCRIPTION)


def own_choices(page: str, choices: Choices) -> dict[str, list[str]]:
    """Return the choices that a page has, without what else its address holds, such as marks of a mailing."""
    return {name: list(choices[name]) for name in registry.PAGES[page].choices if any(choices.get(name, ()))}


def query_of(request: Request, choices: Choices) -> str:
    """Return what is chosen as the end of an address, as in “?country=New+Zealand”; empty where nothing is."""
    return _query([*shared(request), *((name, value) for name, values in choices.items() for value in values)])


def live_address(page: str, query: str, base: str) -> str:
    """Return the address of a page as it is drawn; the first page has that of the dashboard."""
    return f"{base}/{'' if page == registry.FIRST else page}{query}"


def anchor_of(key: str) -> str:
    """Return the part of a page's address that leads to a card, given page and key of the card as “<page>_<key>”."""
    return key.replace("_", "-")


def canonical_address(page: str, request: Request, choices: Choices, base: str) -> str:
    """Return the one address that stands for all a page has: its own path where what it is on has one."""
    path, query = _path_of(page, request, choices)
    return f"{base}/{path}{query}" if path != page else live_address(page, query, base)


def plain_address(page: str, request: Request, choices: Choices, base: str) -> str:
    """Return the address of the plain form of a page."""
    path, query = _path_of(page, request, choices)
    return f"{base}/read/{path}{query}"


def _path_of(page: str, request: Request, choices: Choices) -> tuple[str, str]:
    """Return the path of a page below the dashboard's, and the end of its address with what the path does not say."""
    known = registry.PAGES[page]
    path = known.path(request, choices) if known.path else ""
    others = {name: values for name, values in choices.items() if not path or name != known.path_for}
    return path or page, query_of(request, others)


def picture_address(page: str, card: str, query: str, base: str, *, ending: str, size: str) -> str:
    """Return the address of a card's picture below its host; ``query`` is the end of an address, or empty."""
    return f"{base}/card/{page}/{quote(card)}.{ending}{f'{query}&' if query else '?'}size={size}"


def whole_address(page: str, query: str, base: str) -> str:
    """Return the address of everything on a page in one zip file; ``query`` is the end of an address, or empty."""
    return f"{base}/briefing.zip?page={page}{query.replace('?', '&', 1)}"


def addresses_of(page: str, query: str, base: str) -> AddressOf:
    """Return what gives the address of a card's rows as a file of a format, and of its picture.

    Args:
        page: name of the page.
        query: the end of its address.
        base: the path the dashboard is served below; empty at the root.
    """

    def address_of(card: Card, format_name: str) -> str:
        if format_name in PICTURES:
            return picture_address(page, card.key, query, base, ending=format_name, size="page")
        if format_name == "receipt":
            return f"{base}/card/{page}/{quote(card.key)}.{format_name}{query}"
        return f"{base}/read/{page}/{quote(card.key)}.{format_name}{query}"

    return address_of


def page_html(page: str, request: Request, choices: Choices, base: str = "") -> str:
    """Return a page as a whole HTML document of at most 100 KB, with marks where host and day stand.

    Args:
        page: name of the page.
        request: what the reader asks with; without a place of their own, which no address holds.
        choices: what the page alone chooses.
        base: the path the dashboard is served below; empty at the root.
    """
    contents = registry.contents(page, request, choices)
    query = query_of(request, choices)
    live = live_address(page, query, base)
    ways = live, whole_address(page, query, base)
    address_of = addresses_of(page, query, base)
    cards = [CardMarkup(card, request, address_of=address_of, live=live, base=base) for card in contents.cards]
    shown = list(zip(cards, contents.cards, strict=True))
    listings = [ListingMarkup(listing, live=live, base=base) for listing in contents.listings]

    def make(most: tuple[int, int]) -> str:
        beside, alone = most
        return document(
            title(page, request, choices),
            "".join(
                [
                    _beginning(contents, request, _filters(page, request, choices), ways),
                    *(made.shown(alone if card.chart is None else beside) for made, card in shown),
                    _notes(contents),
                    *(listing.shown(alone) for listing in listings),
                ]
            ),
            description(contents),
            navigation=_navigation(page, shared(request), base),
            canonical=f"{HOST}{canonical_address(page, request, choices, base)}",
            foot=f"{PRODUCT} · {HOST}{base}/read/{page}{query} · {DAY} · Evidence {request.version.fingerprint}",
        )

    return fitting(make, ROWS_TRIED, MOST_BYTES)


def fitting(make: Callable[[Most], str], tried: Iterable[Most], most_bytes: int) -> str:
    """Return a document with as many rows of each table as leave it small enough; else the smallest one there is.

    Args:
        make: returns the document with at most so many rows.
        tried: numbers of rows, from the largest to the smallest; at least one.
        most_bytes: what it weighs at most.
    """
    made = ""
    for most in tried:
        made = make(most)
        if len(made.encode()) <= most_bytes:
            break
    return made


def search_html(found: Found, base: str = "") -> str:
    """Return the page of search as a whole HTML document, with a form and a mark where the host stands.

    Args:
        found: what is looked for, and what was found.
        base: the path the dashboard is served below; empty at the root.
    """
    live = f"{base}/{searching.address(found.sought)}"

    def way(link: Result | Link) -> str:
        return f"{base}/read/{link.plain if isinstance(link, Result) else link.address}"

    kind = f'<input type="hidden" name="kind" value="{escape(found.sought.kind)}">' if found.sought.kind else ""
    form = (
        f'<form action="{escape(base)}/read/search" role="search"><label for="q">What do you look for?</label> '
        f'<input id="q" name="q" type="search" maxlength="{LONGEST}" value="{escape(found.sought.text)}">{kind} '
        "<button>Search</button></form>"
    )
    head = "Search all evidence"
    text = found.sought.text.strip()
    return document(
        " · ".join(["Search", *([text] if text else []), PRODUCT]),
        f'<h1>{head}</h1>{form}<p role="status">{escape(found.status)}</p>{found_html(found, way)}'
        f'<p class="links"><a href="{escape(live)}">Open the live page, with its choices</a></p>',
        found.status or f"{head}: places, questions, surveys, public bodies, case studies and words.",
        navigation=_navigation("search", [], base),
        canonical=f"{HOST}{live}",
    )


def protection_html(base: str, host: str) -> str:
    """Return the page on how those who answered are protected as a whole HTML document.

    Args:
        base: the path the dashboard is served below; empty at the root.
        host: where it is served.
    """
    live = f"{base}/{protection.PAGE}"
    return document(
        f"{protection.title()} · {PRODUCT}",
        f"<h1>{escape(protection.title())}</h1>{prose_html(protection.text())}"
        f'<p class="links"><a href="{escape(live)}">Open the live page</a></p>',
        protection.SENTENCE,
        navigation=_navigation(protection.PAGE, [], base),
        canonical=f"{host}{live}",
    )


def document(
    title_words: str,
    main: str,
    about: str = "",
    *,
    navigation: str = "",
    canonical: str = "",
    foot: str = "",
    head: str = "",
) -> str:
    """Return a whole HTML document around what is marked up already.

    Args:
        title_words: the title, as plain words.
        main: its content, marked up.
        about: its description, as plain words.
        navigation: links to other pages, marked up.
        canonical: the address of the page it is a form of; empty where there is none.
        foot: its last line, as plain words.
        head: what else stands in its head, marked up.
    """
    one = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    last = f"<footer><p>{escape(foot)}</p></footer>" if foot else ""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Without it browsers ask for an icon that is not there.
        f'<title>{escape(title_words)}</title><link rel="icon" href="data:,">'
        f'<meta name="description" content="{escape(about)}">{one}<style>{_style()}</style>{head}</head>'
        f"<body>{navigation}<main>{main}</main>{last}</body></html>"
    )


def _beginning(contents: Contents, request: Request, filters: str, ways: tuple[str, str]) -> str:
    """Return what stands above the cards: question, answer, filters, the ways to the live page and to its files."""
    live, whole = ways
    files = f' <a href="{escape(whole)}" download>Everything on this page as a zip</a>' if contents.cards else ""
    return "".join(
        [
            f"<h1>{html(contents.question)}</h1>",
            f'<p class="answer">{html(contents.answer)}</p>' if contents.answer else "",
            f'<p class="note">{escape(filters)}</p>' if filters else "",
            _instead(request) if filters and not (contents.cards or contents.listings or contents.answer) else "",
            f'<p class="links"><a href="{escape(live)}">Open the live page, with its choices</a>{files}</p>',
            _key_figures(contents),
        ]
    )


def _filters(page: str, request: Request, choices: Choices) -> str:
    """Return what is chosen in words, and whose figures are shown where they are of a group; empty for no choice."""
    chosen, known = request.filter_words, registry.PAGES[page]
    said = [f"Filters: {chosen}."] if chosen else []
    return " ".join([*said, *([status(known, request, choices)] if groups_shown(known, request, choices) else [])])


def _notes(contents: Contents) -> str:
    return "".join(f'<p class="note">{html(note)}</p>' for note in contents.notes)


def _instead(request: Request) -> str:
    """Return what there is of the one country that the filters choose, and that they leave nothing of the page."""
    said: list[Words] = []
    if place := places.only_country(request):
        said.append(say("**What there is:** {}", places.answer(request, place)))
    said.append("These filters leave nothing to show here.")
    return "".join(f"<p>{html(words)}</p>" for words in said)


def _navigation(current: str, filters: Sequence[tuple[str, str]], base: str) -> str:
    def entry(page: registry.Page) -> str:
        here = ' aria-current="page"' if page.name == current else ""
        address = f"{base}/read/{page.name}{_query(filters)}"
        return f'<li><a href="{escape(address)}"{here}>{escape(page.title)}</a></li>'

    links = "".join(entry(page) for page in registry.PAGES.values())
    here = ' aria-current="page"' if current == "search" else ""
    links += f'<li><a href="{escape(base)}/read/search"{here}>Search</a></li>'
    return f'<nav aria-label="Pages"><ul>{links}</ul></nav>'


def _query(chosen: Iterable[tuple[str, str]]) -> str:
    given = urlencode(list(chosen))
    return f"?{given}" if given else ""


def _key_figures(contents: Contents) -> str:
    listed = "".join(
        f"<div><dt>{html(label)}</dt><dd><strong>{html(number)}</strong> {html(basis)}</dd></div>"
        for label, number, basis in contents.key_figures
    )
    return f'<dl class="figures">{listed}</dl>' if listed else ""


@functools.cache
def _style() -> str:
    """Return the style of plain pages with the colours of charts, for light pages and dark ones, as short as can be."""
    written = (BROWSER_FILES / "read.css").read_text(encoding="utf-8")
    colours = {
        "LIGHT": "".join(f"{colour_name(light)}:{light};" for light in DARK_OF_LIGHT),
        "DARK": "".join(f"{colour_name(light)}:{dark};" for light, dark in DARK_OF_LIGHT.items()),
    }
    for name, listed in colours.items():
        written = written.replace(f"/* {name} */", listed)
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)).strip()
