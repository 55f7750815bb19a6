"""The addresses of named public bodies: ``/bodies/<name>``, and the sitemaps that list them.

==============================  ====================================================================================
``/bodies/<name>``              the page of a named public body; an earlier name or a code leads on to the one it has
``/read/bodies/<name>``         the same as plain HTML
``/sitemap-bodies-<n>.xml``     the addresses of all named public bodies, so many a file
==============================  ====================================================================================
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.datastructures import URL
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from trends.request.request import Request
from trends.serve import unknown
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import CACHE_CONTROL
from trends.store.versions import current
from trends.subjects.body import view

PAGE, FOLDER = "body", "bodies/"
# A sitemap may hold 50,000 addresses.
MOST_ADDRESSES = 40_000


def lead_on(path: str, scope: Scope, base: str) -> Response | Scope:
    """Return the scope by which the page of a body is asked for, or what answers instead.

    That is 404 for a name no body has, and the way to its present address for an earlier one.

    Args:
        path: the path below the base, which begins with that of bodies.
        scope: of what was asked.
        base: the path the dashboard is served below.
    """
    asked = path.removeprefix(FOLDER)
    body = view.found(Request(current()), asked)
    if body is None:
        return unknown.no_body(asked, base)
    query = scope["query_string"].decode("latin-1")
    if body.slug != asked:
        given = f"{query and '?'}{query}"
        return RedirectResponse(f"{base}/{FOLDER}{body.slug}{given}", HTTPStatus.MOVED_PERMANENTLY)
    return {
        **scope,
        "path": f"{base}/{PAGE}",
        "raw_path": f"{base}/{PAGE}".encode(),
        "query_string": _with_body(scope, body.slug),
    }


def beginning(scope: Scope) -> bytes:
    """Return a script that gives a page its inner address before all else: Streamlit knows pages by that alone."""
    inner = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
    # As text of a script: an address holds no quotation marks, and no end of a script.
    quoted = inner.replace("\\", "%5C").replace('"', "%22").replace("<", "%3C")
    return f'<script>history.replaceState(null, "", "{quoted}")</script>'.encode()


def unknown_in(given: Sequence[tuple[str, str]]) -> str:
    """Return the body that the parameters of an address ask for where there is no such one; else nothing."""
    asked = next((value.strip() for name, value in given if name == view.OF and value.strip()), "")
    return asked if asked and view.found(Request(current()), asked) is None else ""


def _with_body(scope: Scope, slug: str) -> bytes:
    """Return the parameters of an address with the body first."""
    given = URL(scope=scope).query
    others = [pair for pair in given.split("&") if pair and pair.partition("=")[0] != view.OF]
    return "&".join([urlencode({view.OF: slug}), *others]).encode("latin-1")


def asked_for(request: HttpRequest, slug: str) -> HttpRequest:
    """Return a request for the plain page of a body as that for the page with its choice."""
    return HttpRequest({**request.scope, "query_string": _with_body(request.scope, slug)})


def plain_page(answer: Callable[[HttpRequest, str], Response]) -> Callable[[HttpRequest], Response]:
    """Return what answers the address of a body's plain page.

    Args:
        answer: makes the plain page of a request that chooses the body, below a base.
    """

    def read_body(request: HttpRequest) -> Response:
        """Answer with the plain page of a body, lead on to its present address, or say that there is none."""
        asked = request.path_params["slug"]
        base = base_of(request, f"/read/{FOLDER}{asked}")
        body = view.found(Request(current()), asked)
        if body is None:
            return unknown.no_body(asked, base, "/read")
        if body.slug != asked:
            return RedirectResponse(body.slug, HTTPStatus.MOVED_PERMANENTLY)
        return answer(asked_for(request, body.slug), base)

    return read_body


def sitemaps() -> int:
    """Return how many sitemaps list all named public bodies."""
    return -(-len(view.slugs(Request(current()))) // MOST_ADDRESSES)


def sitemap(request: HttpRequest) -> Response:
    """List the addresses of named public bodies, one part of them."""
    number = request.path_params["number"]
    base = base_of(request, f"/sitemap-bodies-{number}.xml")
    listed = view.slugs(Request(current()))[(number - 1) * MOST_ADDRESSES : number * MOST_ADDRESSES]
    if number < 1 or not listed:
        return unknown.not_found(f"There are {sitemaps()} sitemaps of bodies.", base)
    return sitemap_of(f"{host_of(request)}{base}/{FOLDER}{slug}" for slug in listed)


def sitemap_of(addresses: Iterable[str]) -> Response:
    """Answer with a sitemap of whole addresses."""
    urls = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
    return Response(body, media_type="application/xml", headers={"Cache-Control": CACHE_CONTROL})


ROUTES = [Route("/sitemap-bodies-{number:int}.xml", sitemap)]
