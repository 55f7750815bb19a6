"""Sign-in, where settings say so: readers prove to a provider (OpenID Connect) who they are, and nobody else reads.

One middleware before Streamlit and before our routes, so that nothing that is served can be forgotten: pages, their
connections, plain pages, data, pictures, files and tools all come by it. Streamlit's own ``st.login`` was considered
and dropped: it knows of its pages alone, not of plain pages and data, leads back to the first page whatever was asked
for, and keeps the provider's statements and tokens in cookies for thirty days. Here a browser keeps its role.

====================  ==========================================================================
``/sign-in/back``     where the provider leads to, with a code that is exchanged for what it says
``/sign-out``         forgets the role, and leads to the provider to sign out there too
====================  ==========================================================================

The code flow with PKCE, state and nonce, and the checks of what the provider says, are Authlib's.
"""

import functools
import hashlib
import logging
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.serve import identity, problems, unknown
from trends.serve.ending import serve_in_time
from trends.serve.hosts import below, normal_base
from trends.serve.roles import (
    COOKIE,
    METADATA,
    Role,
    Settings,
    role_of,
    settings,
    shown,
    signed,
    signed_of_late,
    signer,
)

BACK, OUT = "sign-in/back", "sign-out"
# What one needs for signing in, what machines ask, and what says nothing of the evidence.
OPEN = frozenset(
    (
        "_stcore/health",
        "api/v1/health",
        "api/v1/ready",
        "robots.txt",
        identity.SECURITY.strip("/"),
        "favicon.ico",
        "favicon.png",
    )
)
# Scripts, styles and fonts, the same in every installation.
OPEN_FOLDERS = ("static/", "assets/")
# Of what is begun, a cookie for each window; it holds no more than a browser takes.
BEGUN = "digital-trends-sign-in"
BEGUN_SECONDS = 600
LONGEST_WAY = 1_500
PROVIDER_SECONDS = 10
PRIVATE = "private, no-store"
# A WebSocket that is closed before it was accepted is answered with 403.
_REFUSED = {"type": "websocket.close", "code": 1008, "reason": "Sign in first."}
_ENDED = {"type": "websocket.close", "code": 1008, "reason": "Sign in anew."}
_TO_SIGN_IN = (
    "This dashboard is for readers who are signed in. Open it in a browser and sign in there; a program sends what the "
    f"cookie {COOKIE} then holds, as that cookie or as a bearer token."
)
_FOR_OWNERS = "This page is for owners. You are signed in as a reader; ask whoever runs this dashboard for that role."

# As the standard writes what went wrong; a browser could bring anything in its place.
_CODE = re.compile(r"[a-z_]{1,40}")

_log = logging.getLogger(__name__)


def provider_of_settings() -> Any:
    """Return what speaks with the provider that the settings name; None where nobody signs in.

    Raises:
        ValueError: the settings are half or wrong, or what signing in needs is not installed.
    """
    given = settings()
    if given is None:
        return None
    try:
        import httpx2  # noqa: PLC0415 (optional)
        import itsdangerous  # noqa: F401, PLC0415 (optional)
        from authlib.integrations.starlette_client import OAuth  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise ValueError(
            f"{METADATA} is set, but what signing in needs is not installed. Add it with `pip install '.[sign-in]'`."
        ) from error
    asking = {"timeout": PROVIDER_SECONDS, "verify": httpx2.create_ssl_context()}
    return OAuth().register(
        "provider",
        client_id=given.client,
        client_secret=given.secret,
        server_metadata_url=given.metadata,
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", **asking},
    )


class SignIn:
    """Lets those in who are signed in, leads browsers to sign in, and tells programs that they have to.

    Args:
        app: what answers who is let in.
        base: the path the dashboard is served below.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = normal_base(base)
        self.provider = provider_of_settings()
        self.given = settings()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is open or asked by who may ask it."""
        if self.given is None or scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        found = shown(_sign_of(HTTPConnection(scope)), self.given)
        if scope["type"] == "websocket":
            if found is None:
                await send(_REFUSED)
                return
            # Until the sign-in ends, by the clock that nobody sets: else a page that is open would end too soon, or
            # stay too long, where the time of day is set.
            left = functools.partial(_seconds_until, time.monotonic() + found[1])
            await serve_in_time(self.app, scope, receive, send, seconds=left, end=_ENDED)
            return
        path = below(scope["path"], self.base)
        path = scope["path"].strip("/") if path is None else path
        if path in OPEN or path.startswith(OPEN_FOLDERS):
            await self.app(scope, receive, send)
            return
        answer = await self._answer(Request(scope), path, found[0] if found else None, self.given)
        await (answer or self.app)(scope, receive, _kept_by_nobody(send))

    async def _answer(self, request: Request, path: str, role: Role | None, given: Settings) -> Response | None:
        """Return what to answer instead of what is asked for; None where that may be read."""
        if path == BACK:
            return await self._arrived(request, given)
        if path == OUT:
            return await self._left(given)
        if role is None:
            return await self._begun(request, path, given) if _is_page_wanted(request) else self._told_to(request)
        if path == identity.OWN_SURVEY and role is not Role.OWNER:
            if _is_page_wanted(request):
                return self._said("This page is for owners", _FOR_OWNERS, HTTPStatus.FORBIDDEN)
            return problems.refused(request, HTTPStatus.FORBIDDEN, "role", [{"message": _FOR_OWNERS}], self.base)
        return None

    async def _begun(self, request: Request, path: str, given: Settings) -> Response:
        """Lead to the provider, and let the browser keep what has to come back with the answer, signed."""
        kept: dict[str, Any] = {}
        try:
            # Where Authlib keeps state, nonce and the verifier of PKCE.
            asked = Request({**request.scope, "session": kept})
            answer: Response = await self.provider.authorize_redirect(asked, f"{given.address}/{BACK}")
        except Exception as error:  # noqa: BLE001 - whatever the provider answers
            return self._provider_failed(error)
        ((key, begun),) = kept.items()
        del begun["data"]["url"]
        query = request.url.query
        way = quote(f"/{path}") + (query and f"?{query}")
        # Of an address that is too long, the page alone.
        way = way if len(way) <= LONGEST_WAY else quote(f"/{path}")[:LONGEST_WAY]
        value = signer(given, BEGUN).dumps([kept, way])
        self._keep(answer, _begun_name(key.rpartition("_")[2]), str(value), BEGUN_SECONDS, given)
        return answer

    async def _arrived(self, request: Request, given: Settings) -> Response:
        """Take what the provider says of somebody, and lead them to what they asked for."""
        from itsdangerous import BadData  # noqa: PLC0415 (optional)

        name = _begun_name(request.query_params.get("state", ""))
        try:
            (kept, way), _ = signed_of_late(request.cookies.get(name, ""), given, BEGUN, BEGUN_SECONDS)
        except BadData:
            return self._not_signed_in("What came back belongs to no sign-in that this browser began of late.")
        try:
            role = await self._role(Request({**request.scope, "session": kept}), given)
        except Exception as error:  # noqa: BLE001 - whatever the provider answers; no trace, which might tell a secret
            return self._provider_failed(error)
        if role is None:
            answer: Response = self._said(
                "You may not read this dashboard",
                "You are signed in, but not among its readers. Ask whoever runs it to let you in.",
                HTTPStatus.FORBIDDEN,
            )
        else:
            # Below our own address, whatever it begins with.
            answer = RedirectResponse(f"{given.address}{way}", HTTPStatus.SEE_OTHER)
            self._keep(answer, COOKIE, signed(role, given), given.seconds, given)
        self._keep(answer, name, "", 0, given)
        return answer

    async def _role(self, request: Request, given: Settings) -> Role | None:
        """Return the role of who comes back from the provider.

        Raises:
            Exception: the provider refused, could not be asked, or said what is not true.
        """
        token = await self.provider.authorize_access_token(request)
        said: list[Mapping[str, Any]] = [token["userinfo"]]
        metadata = await self.provider.load_server_metadata()
        if not said[0].get("sub") or not metadata.get("issuer"):
            raise ValueError("The provider names no person, or not itself.")
        if (given.owners or given.readers) and metadata.get("userinfo_endpoint"):
            more = await self.provider.userinfo(token=token)
            if more.get("sub") != said[0]["sub"]:
                raise ValueError("The provider says this of somebody else.")
            said.append(more)
        # Each alone, so that an address of one is not taken for verified by the other.
        found = [role_of(each, given) for each in said]
        return next((role for role in (Role.OWNER, Role.READER) if role in found), None)

    async def _left(self, given: Settings) -> Response:
        metadata: Mapping[str, Any] = {}
        with suppress(Exception):
            metadata = await self.provider.load_server_metadata()
        end = str(metadata.get("end_session_endpoint", ""))
        told = f'<p><a href="{escape(self.base)}/">Sign in</a></p>'
        if end.startswith(("https://", "http://")):
            told += f'<p><a href="{escape(end)}">Sign out where you signed in, too</a></p>'
        what = "Pages that are still open in other windows stay until you close them."
        answer = self._said("You are signed out", what, HTTPStatus.OK, told)
        self._keep(answer, COOKIE, "", 0, given)
        return answer

    def _told_to(self, request: Request) -> Response:
        answer = problems.refused(request, HTTPStatus.UNAUTHORIZED, "sign-in", [{"message": _TO_SIGN_IN}], self.base)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Digital Trends"'
        return answer

    def _provider_failed(self, error: Exception) -> Response:
        """Say that nobody was signed in, and in the log by what kind of fault: what it says may hold what is secret."""
        code = str(getattr(error, "error", ""))
        _log.warning("Signing in failed: %s %s", type(error).__name__, code if _CODE.fullmatch(code) else "")
        # By name, since the libraries may not be there where nobody signs in.
        kinds = {each.__name__ for each in type(error).__mro__}
        if "AuthlibBaseError" in kinds or "JoseError" in kinds:
            return self._not_signed_in("The provider did not sign you in.")
        what = "Who signs readers in here cannot be asked at the moment, or answers wrongly. Try again soon."
        answer = self._said("Signing in does not work at the moment", what, HTTPStatus.SERVICE_UNAVAILABLE)
        answer.headers["Retry-After"] = problems.RETRY_SECONDS
        return answer

    def _not_signed_in(self, what: str) -> Response:
        told = f'<p><a href="{escape(self.base)}/">Sign in once more</a></p>'
        return self._said("You are not signed in", what, HTTPStatus.BAD_REQUEST, told)

    def _said(self, heading: str, what: str, status: HTTPStatus, told: str = "") -> Response:
        return HTMLResponse(unknown.said(heading, what, self.base, told), status)

    def _keep(self, answer: Response, name: str, value: str, seconds: int, given: Settings) -> None:
        """Let the browser keep a value that no script reads and no page of another site sends; 0 seconds forget it."""
        path = self.base or "/"
        answer.set_cookie(
            name, value, max_age=seconds, path=path, secure=given.is_encrypted, httponly=True, samesite="lax"
        )


def _seconds_until(ends: float, _: int) -> float:
    return max(ends - time.monotonic(), 0)


def _sign_of(asked: HTTPConnection) -> str | None:
    """Return what shows that somebody is signed in: the cookie of a browser, else what a program sends in its place."""
    scheme, _, value = asked.headers.get("authorization", "").partition(" ")
    return asked.cookies.get(COOKIE) or (value.strip() if scheme.casefold() == "bearer" else None)


def _is_page_wanted(request: Request) -> bool:
    """Say whether a browser asks for what it shows as a page of its own, and not in a frame or for a script."""
    return (
        request.method in {"GET", "HEAD"}
        and "text/html" in request.headers.get("accept", "")
        and request.headers.get("sec-fetch-dest", "document") == "document"
    )


def _begun_name(state: str) -> str:
    return f"{BEGUN}-{hashlib.sha256(state.encode()).hexdigest()[:16]}"


def _kept_by_nobody(send: Send) -> Send:
    """Return what sends answers that no cache and no browser keeps."""

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = PRIVATE
        await send(message)

    return send_private
