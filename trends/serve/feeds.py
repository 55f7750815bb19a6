"""Feeds by address.

==============  ============================================================================================
``/feed.atom``  releases of the evidence; with filters as in a page's address, what rose and fell under them
==============  ============================================================================================
"""

from http import HTTPStatus

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from trends.export import feed as feeds
from trends.request.filters import SHARED_FIELDS, FilterError, unknown_parameter
from trends.request.request import Request, request_of
from trends.serve.api import stopped
from trends.serve.hosts import base_of, host_of
from trends.serve.kept_answers import Answer, sent
from trends.serve.problems import refused
from trends.store.guard import GuardError


def feed(request: HttpRequest) -> Response:
    """Answer with a feed, or with what is wrong with the address."""
    try:
        asked = _asked(request.query_params.multi_items())
        host = f"{host_of(request)}{base_of(request, f'/{feeds.PATH}')}"
        # Made here, so that a question that is stopped is answered as such.
        made = asked.version.kept.get(("feed", asked.filters, host), lambda: feeds.feed(asked, host))
    except FilterError as error:
        return refused(request, HTTPStatus.BAD_REQUEST, "wrong-request", error.problems)
    except GuardError as error:
        return stopped(request, error)
    return sent(request, asked.version, Answer(made.encode, f"{feeds.MEDIA_TYPE}; charset=utf-8"))


def _asked(given: list[tuple[str, str]]) -> Request:
    """Return the request that an address makes.

    Raises:
        FilterError: a parameter or a value is not known. A program asks for years: a slip must not make another feed.
    """
    if wrong := [unknown_parameter(name, sorted(SHARED_FIELDS)) for name, _ in given if name not in SHARED_FIELDS]:
        raise FilterError(wrong)
    return request_of(given)[0]


ROUTES = [Route(f"/{feeds.PATH}", feed)]
