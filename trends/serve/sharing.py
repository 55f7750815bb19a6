"""What programs on other sites may read: data, pictures and files of cards, by any page in any browser (CORS)."""

import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.serve.hosts import normal_base

# Data, pictures and feeds, and of plain pages the files alone.
_OPEN = re.compile(r"/(?:api|card)(?:/.*)?|/feed\.atom|/read/[^/]+/[^/]+\.[a-z]+")
# Nothing here depends on who asks: no sign of a reader is sent or read, so any site may ask.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Link, X-Evidence, "
        "X-Filters-Left-Aside"
    ),
}
_BEFORE = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-Match, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


class OpenToAll:
    """Lets pages of any site read what is open, refusals too, and answers browsers that ask beforehand."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = normal_base(base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to what is open that it is."""
        if scope["type"] != "http" or not is_open(scope, self.base):
            await self.app(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(status_code=HTTPStatus.NO_CONTENT, headers={**HEADERS, **_BEFORE})(scope, receive, send)
        else:
            await self.app(scope, receive, send_open)


def is_open(scope: Mapping[str, object], base: str = "") -> bool:
    """Say whether a path may be read by pages of other sites."""
    return bool(_OPEN.fullmatch(str(scope["path"]).removeprefix(base)))
