"""Refusals of the data API: what is wrong, what is legal and what may have been meant, as RFC 9457 problem details."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
# When to ask again what passes.
RETRY_SECONDS = "30"
API = "/api/v1/"
# What each kind of problem is called; its type is an address of the page that explains the API.
TITLES = {
    "not-found": "Nothing is at this address",
    "wrong-request": "A parameter or a value is not known",
    "too-much": "The question takes too much",
    "busy": "Too many questions at once",
    "our-fault": "Something went wrong here",
    "sign-in": "This is for readers who are signed in",
    "role": "This is for owners",
}

# An address of a few kilobytes may hold hundreds of faults; the first ones tell what is wrong with it.
MOST_TOLD = 10

Problems = Sequence[Mapping[str, object]]


def base_of(request: Request) -> str:
    """Return the path the dashboard is served below, as the address of a request of the API says it."""
    return str(request.scope["path"]).partition("/api")[0]


def refused(request: Request, status: int, kind: str, problems: Problems, base: str | None = None) -> JSONResponse:
    """Answer with what is wrong with a request.

    Args:
        request: what was asked.
        status: the HTTP status.
        kind: a key of ``TITLES``.
        problems: each with ``message``, and where they apply ``parameter``, ``value``, ``legal`` and ``nearest``; the
            first :data:`MOST_TOLD` are told, and how many more there are.
        base: the path the dashboard is served below; None where the request is one of the API, whose address says it.
    """
    told, more = problems[:MOST_TOLD], len(problems) - MOST_TOLD
    further = [f"There are {more:,} more faults of this kind."] if more > 0 else []
    return JSONResponse(
        {
            "type": f"{base_of(request) if base is None else base}{API}#{kind}",
            "title": TITLES[kind],
            "status": status,
            "detail": " ".join([*(str(problem["message"]) for problem in told), *further]),
            "instance": request.url.path,
            "errors": [dict(problem) for problem in told],
        },
        status_code=status,
        media_type=MEDIA_TYPE,
        # Said of these addresses today; tomorrow something may be there.
        headers={"Cache-Control": "no-cache"},
    )
