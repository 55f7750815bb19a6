"""Pages as plain HTML by address, what search engines and link previews ask for, and the answer to unknown addresses.

======================  ================================================================================
``/read``               the pages
``/read/<page>``        a page without scripts; parameters as in the page's own address
``/robots.txt``         programs may read everything but the running dashboard's inner addresses
``/sitemap.xml``        all pages, every theme and every sector
======================  ================================================================================
"""

from html import escape
from http import HTTPStatus

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from trends.export import page as pages
from trends.request.filters import FilterError
from trends.request.request import Choices, Request, request_of, vocabulary_of
from trends.store.guard import GuardError
from trends.store.versions import current
from trends.subjects import registry

CACHE_CONTROL = "public, max-age=300"
# Pages of the dashboard that hold no evidence, so that no plain form is made of them.
OTHER_PAGES = ("accessibility", "search")
# The choices that make a page of their own: page, parameter, vocabulary.
TOPICS = (("themes", "topic", "theme"), ("sectors", "branch", "sector"))


def read_page(request: HttpRequest) -> Response:
    """Answer with a page as plain HTML, or with what is wrong with the address."""
    name, base = request.path_params["page"], _base(request)
    if name not in registry.PAGES:
        return not_found(f"There is no page “{name}”.", base)
    try:
        asked, choices = request_of(request.query_params.multi_items())
    except FilterError as error:
        return _refused(error, base)
    try:
        body = asked.version.kept.get(
            ("read", name, asked.filters, _hashable(choices), base),
            lambda: pages.page_html(name, asked, choices, base).encode(),
        )
    except GuardError as error:
        if not error.to_readers:
            raise
        return HTMLResponse(_said("This page was not made", error.to_readers, base), HTTPStatus.SERVICE_UNAVAILABLE)
    return HTMLResponse(body, headers={"Cache-Control": CACHE_CONTROL, "X-Evidence": asked.version.fingerprint})


def read_list(request: HttpRequest) -> Response:
    """Answer with the list of pages."""
    return HTMLResponse(_said("All pages without scripts", "Each is made of the same evidence.", _base(request)))


def robots(request: HttpRequest) -> Response:
    """Say which addresses programs may read."""
    return PlainTextResponse(
        f"User-agent: *\nAllow: /\nDisallow: /_stcore/\nSitemap: {_host(request)}{_base(request)}/sitemap.xml\n"
    )


def sitemap(request: HttpRequest) -> Response:
    """List the pages, with every theme and sector."""
    before, names = f"{_host(request)}{_base(request)}", vocabulary_of(current()).names
    paths = [("" if name == registry.FIRST else name) for name in registry.PAGES]
    paths += [
        f"{page}{pages.query_of([(parameter, name)])}"
        for page, parameter, field in TOPICS
        for name in sorted(names[field].values())
    ]
    found = [f"{before}/{path}" for path in paths]
    found += [f"{before}/read/{path or registry.FIRST}" for path in paths]
    listed = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in found)
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{listed}</urlset>"
    )
    return Response(body, media_type="application/xml", headers={"Cache-Control": CACHE_CONTROL})


def not_found(what: str, base: str) -> Response:
    """Answer that there is nothing at an address, with the way to the pages."""
    return HTMLResponse(_said("There is no such page", what, base), HTTPStatus.NOT_FOUND)


def is_page(path: str) -> bool:
    """Say whether a path without its base is that of a page of the dashboard."""
    return path in {"", *registry.PAGES, *OTHER_PAGES} and path != registry.FIRST


def head_of(page: str, query: list[tuple[str, str]], address: str, base: str) -> tuple[str, str, str]:
    """Return the title of a page of the dashboard, and what its head and its body hold for who runs no scripts.

    Args:
        page: name of the page.
        query: its parameters.
        address: the whole address that was asked for.
        base: the path the dashboard is served below.
    """
    name = page or registry.FIRST
    if name not in registry.PAGES:
        return pages.title(name, Request(), {}), "", ""
    try:
        asked, choices = request_of(query)
    except FilterError:
        # The page itself says what it left out.
        asked, choices = Request(), {}
    title = pages.title(name, asked, choices)
    about = pages.description(registry.contents(name, asked, choices))
    plain_page = f"{base}/read/{name}{pages.query_of(query)}"
    named = {"og:title": title, "og:description": about, "og:url": address, "og:type": "website"}
    named |= {"og:site_name": pages.PRODUCT}
    shown = "".join(f'<meta property="{key}" content="{escape(value)}">' for key, value in named.items())
    shown += "".join(
        f'<meta name="{key}" content="{escape(value)}">'
        for key, value in (("description", about), ("twitter:card", "summary"), ("twitter:title", title))
    )
    return (
        title,
        (
            f'{shown}<link rel="canonical" href="{escape(address)}">'
            f'<link rel="alternate" type="text/html" href="{escape(plain_page)}">'
        ),
        f'<noscript><p><a href="{escape(plain_page)}">Read this page without scripts</a></p></noscript>',
    )


def _refused(error: FilterError, base: str) -> Response:
    said = "; ".join(str(problem["message"]) for problem in error.problems)
    return HTMLResponse(_said("This address asks for something unknown", said, base), HTTPStatus.BAD_REQUEST)


def _said(title: str, what: str, base: str) -> str:
    return pages.document(
        f"{title} · {pages.PRODUCT}",
        f"<h1>{escape(title)}</h1><p>{escape(what)}</p>{pages.page_links(base)}"
        f'<p><a href="{escape(base)}/">The dashboard</a></p>',
        what,
    )


def _base(request: HttpRequest) -> str:
    return request.url.path.partition("/read")[0].removesuffix("/robots.txt").removesuffix("/sitemap.xml")


def _host(request: HttpRequest) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _hashable(choices: Choices) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(values)) for name, values in sorted(choices.items()))


ROUTES = [
    Route("/read", read_list),
    Route("/read/{page:str}", read_page),
    Route("/robots.txt", robots),
    Route("/sitemap.xml", sitemap),
]
