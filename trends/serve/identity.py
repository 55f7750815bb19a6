"""What a link to a page says of it before it is opened: title, description, address; files that programs look for.

=============================  =====================================================================
``/robots.txt``                programs may read everything but Streamlit's own inner addresses
``/sitemap.xml``               all pages and their plain forms, each theme, sector and place among them
``/.well-known/security.txt``  whom to tell of a weakness (RFC 9116), where a setting says it
=============================  =====================================================================
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from trends.export import feed as feeds
from trends.export import page as pages
from trends.export.image import PRODUCT
from trends.export.picture import SIZES
from trends.paths import own_surveys_are_offered
from trends.request.filters import SHARED_FIELDS
from trends.request.request import Choices, Request, request_of, vocabulary_of
from trends.serve import bodies
from trends.serve.hosts import base_of, host_of
from trends.store.versions import current
from trends.subjects import registry
from trends.subjects.contents import Contents
from trends.subjects.places.view import PLACE, places
from trends.subjects.sectors.view import BRANCH
from trends.subjects.themes.view import TOPIC
from trends.words import grammar, report
from trends.words.text import html, plain

# What a link says of pages that hold no evidence; no plain form is made of them.
OTHER_PAGES = {
    "briefing": "Findings put in order, with notes, to be handed on as slides or paper.",
    "your_survey": "Every page with a survey of your own, which only you see.",
    "accessibility": "How accessible this dashboard is, how that was tested, and what it keeps of its readers.",
    "protection": "How those who answered a survey are protected: groups withheld, small random changes, their cost.",
    "search": "Items of surveys, questions, places, public bodies, case studies and words, found by a text.",
}
OWN_SURVEY = "your_survey"
SECURITY = "/.well-known/security.txt"
# Whoever finds the file later asks again: the setting may have changed.
VALID_DAYS = 180
# The choices that make a page of their own: page, parameter, field of the vocabulary.
TOPICS = (("themes", TOPIC, "theme"), ("sectors", BRANCH, "sector"))


@dataclass(frozen=True)
class Identity:
    """What is said of a page: its title as plain words; tags of its head; what stands for it without scripts.

    ``shown`` stands there until Streamlit has drawn the page: its question, and what of its answer stands above the
    first chart. ``draws``: it has a chart.
    """

    title: str
    head: str = ""
    plainly: str = ""
    shown: str = ""
    draws: bool = False


def is_page(path: str) -> bool:
    """Say whether a path without its base is that of a page of the dashboard."""
    if path == OWN_SURVEY and not own_surveys_are_offered():
        return False
    return path in {"", *registry.PAGES, *OTHER_PAGES} and path != registry.FIRST


def identity(request: HttpRequest, page: str, base: str) -> Identity:
    """Return the identity of the page that a request asks for.

    Args:
        request: what was asked; values of filters that are not known count as not chosen, as the page itself has it.
        page: its path below the base, of which :func:`is_page` holds.
        base: the path the dashboard is served below.
    """
    host = host_of(request)
    if page in OTHER_PAGES:
        title = pages.title(page, Request(), {})
        return Identity(
            title,
            _tags(title, OTHER_PAGES[page], f"{host}{base}/{page}"),
            _plainly(page, request, base),
        )
    name = page or registry.FIRST
    asked, choices = _understood(name, request)
    query = pages.query_of(asked, choices)
    contents = registry.contents(name, asked, choices)
    title, about = pages.title(name, asked, choices), pages.description(contents)
    plain_form = pages.plain_address(name, asked, choices, base)
    card = next((card for card in contents.cards if card.chart is not None), None)
    picture = None
    if card:
        below = pages.picture_address(name, card.key, query, base, ending="png", size="preview")
        picture = f"{host}{below}", card.alt
    tags = _tags(title, about, f"{host}{pages.canonical_address(name, asked, choices, base)}", picture)
    return Identity(
        title,
        f"{tags}{feeds.links(asked, base)}"
        f'<link rel="alternate" type="text/html" href="{escape(plain_form)}" title="Without scripts">',
        f"<h1>{escape(plain(contents.question))}</h1><p>{escape(about)}</p>"
        f'<p><a href="{escape(plain_form)}">Read this page without scripts</a></p>',
        _shown(contents),
        draws=card is not None,
    )


def _shown(contents: Contents) -> str:
    """Return the question of a page, and as much of its answer as the page has above its first chart."""
    first, _ = grammar.led(contents.answer, grammar.LEAD)
    answer = f"<p>{html(first)}</p>" if first else ""
    return f'<div class="first-words"><h1>{html(contents.question)}</h1>{answer}</div>'


def _plainly(page: str, request: HttpRequest, base: str) -> str:
    """Return the ways on from a page that holds no evidence, for readers without scripts."""
    ways = f'<p><a href="{escape(f"{base}/read")}">All pages without scripts</a></p>'
    if page != "search":
        return ways
    query = request.url.query and f"?{request.url.query}"
    return f'<p><a href="{escape(f"{base}/read/search{query}")}">Search without scripts</a></p>{ways}'


def robots(request: HttpRequest) -> Response:
    """Say which addresses programs may read."""
    base = base_of(request, "/robots.txt")
    listed = ["sitemap.xml", *(f"sitemap-bodies-{number}.xml" for number in range(1, bodies.sitemaps() + 1))]
    sitemaps = "".join(f"Sitemap: {host_of(request)}{base}/{name}\n" for name in listed)
    return PlainTextResponse(f"User-agent: *\nAllow: /\nDisallow: {base}/_stcore/\n{sitemaps}")


def sitemap(request: HttpRequest) -> Response:
    """List the pages, every theme, sector, country and group of countries, each as it is drawn and as plain HTML."""
    base, asked = base_of(request, "/sitemap.xml"), Request()
    names = asked.vocabulary.names
    every = [(page, parameter, name) for page, parameter, field in TOPICS for name in sorted(names[field].values())] + [
        ("places", PLACE, place.name) for place in places(asked).values()
    ]
    listed = [(page, "") for page in registry.PAGES]
    listed += [(page, f"?{urlencode({parameter: name})}") for page, parameter, name in every]
    found = [pages.live_address(page, query, base) for page, query in listed]
    found += [f"{base}/read/{page}{query}" for page, query in listed]
    found += [f"{base}/{page}" for page in OTHER_PAGES if is_page(page)]
    return bodies.sitemap_of(f"{host_of(request)}{address}" for address in found)


def security(request: HttpRequest) -> Response:
    """Say whom to tell of a weakness; nothing where no setting says it."""
    contact = report.security_address()
    if not contact:
        return PlainTextResponse("Nobody is named here.\n", HTTPStatus.NOT_FOUND)
    expires = (datetime.now(UTC) + timedelta(days=VALID_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    said = f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\n"
    if host := host_of(request):
        said += f"Canonical: {host}{base_of(request, SECURITY)}{SECURITY}\n"
    return PlainTextResponse(said, headers={"Cache-Control": "no-cache"})


def _understood(page: str, request: HttpRequest) -> tuple[Request, Choices]:
    """Return what an address asks for, without what nobody knows and without what its page has no use for."""
    known = vocabulary_of(current())
    given = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in SHARED_FIELDS or known.code(name, value) is not None
    ]
    asked, choices = request_of(given)
    return asked, pages.own_choices(page, choices)


def _tags(title: str, about: str, address: str, picture: tuple[str, str] | None = None) -> str:
    """Return the tags by which search engines and previews of links know a page.

    Args:
        title: its title.
        about: its answer in short.
        address: its whole address.
        picture: the whole address of a picture of it, which is no SVG (previews show none), and what it shows.
    """
    named = {"description": about, "twitter:card": "summary_large_image" if picture else "summary"}
    named |= {"twitter:title": title, "twitter:description": about}
    graph = {"og:type": "website", "og:site_name": PRODUCT, "og:locale": "en"}
    graph |= {"og:title": title, "og:description": about, "og:url": address}
    if picture:
        size = SIZES["preview"]
        named["twitter:image"], named["twitter:image:alt"] = picture
        graph["og:image"], graph["og:image:alt"] = picture
        graph |= {"og:image:width": str(size.width), "og:image:height": str(size.height)}
    written = [f'<meta name="{name}" content="{escape(said)}">' for name, said in named.items()]
    written += [f'<meta property="{name}" content="{escape(said)}">' for name, said in graph.items()]
    return "".join([*written, f'<link rel="canonical" href="{escape(address)}">'])


ROUTES = [Route("/robots.txt", robots), Route("/sitemap.xml", sitemap), Route(SECURITY, security)]
