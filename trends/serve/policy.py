"""Headers that tell browsers what a page of ours may do: run its own scripts, ask its own server, and no more."""

import base64
import functools
import hashlib
import os
import re
import secrets
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders

POLICY = "Content-Security-Policy"
FRAMES = "X-Frame-Options"
VARY = "Vary"
ANCESTORS = "frame-ancestors"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Set where readers reach the dashboard over TLS alone: browsers then never ask without it, nor send a cookie.
HTTPS_ONLY = "TRENDS_HTTPS_ONLY"
TRANSPORT = "Strict-Transport-Security"
YEAR_SECONDS = 31_536_000
# What a browser draws as a page of its own; the policy of anything else is that of the page that asked for it.
_DOCUMENTS = ("text/html", "image/svg+xml")
_SCRIPT = re.compile(rb"<script(?=[\s>])")
_OURSELVES = "'self'"


def add(headers: MutableHeaders) -> None:
    """Add the headers to a response; what it says itself stays."""
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    _name_once(headers)
    if headers.get("Content-Type", "").startswith(_DOCUMENTS):
        headers.setdefault(POLICY, plain())
    # The older header would contradict who may frame a response.
    if not _is_framed(headers):
        headers.setdefault(FRAMES, "SAMEORIGIN")
    if is_https_only(os.environ.get(HTTPS_ONLY, "")):
        headers.setdefault(TRANSPORT, f"max-age={YEAR_SECONDS}")
        # Streamlit writes its cookies as the proxy asks it: without TLS.
        headers.raw[:] = [
            (name, value + b"; Secure" if name == b"set-cookie" and b"secure" not in value.lower() else value)
            for name, value in headers.raw
        ]


def _name_once(headers: MutableHeaders) -> None:
    """Let one header say what an answer varies by, each name once: what packs answers adds its own beside ours."""
    once: dict[str, str] = {}
    for name in ",".join(headers.getlist(VARY)).split(","):
        if name.strip():
            once.setdefault(name.strip().casefold(), name.strip())
    if once:
        del headers[VARY]
        headers[VARY] = ", ".join(once.values())


@functools.cache
def is_https_only(said: str) -> bool:
    """Say what the setting says; empty is no.

    Raises:
        ValueError: it is neither yes nor no.
    """
    known = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}
    if (answer := known.get(said.strip().lower())) is None:
        raise ValueError(f"{HTTPS_ONLY} is {said!r}; set it to 1 where readers come over TLS alone, else to 0.")
    return answer


def of_answer(answer: Headers) -> dict[str, str]:
    """Return the headers an answer has to get that no middleware sees."""
    told = MutableHeaders(raw=list(answer.raw))
    add(told)
    return dict(told)


def plain(script: str = "", ancestors: Sequence[str] = ()) -> str:
    """Return the policy of a document without the application: style and pictures, and the one script it has, if any.

    Args:
        script: the text of that script.
        ancestors: hosts whose pages may frame it besides our own.
    """
    parts = {
        "default-src": "'none'",
        "script-src": f"'sha256-{_digest(script)}'" if script else "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": f"{_OURSELVES} data:",
        "font-src": f"{_OURSELVES} data:",
        "base-uri": _OURSELVES,
        "form-action": _OURSELVES,
        ANCESTORS: " ".join([_OURSELVES, *ancestors]),
    }
    return "; ".join(f"{name} {said}" for name, said in parts.items())


def with_nonce(page: bytes) -> tuple[bytes, str]:
    """Return a page of the application, each of its scripts marked as ours, and the policy that lets only these run.

    The mark is new for each answer. Styles cannot be held as tightly: Streamlit writes them as it draws.
    """
    nonce = secrets.token_urlsafe(18)
    parts = {
        "default-src": "'none'",
        # Streamlit runs scripts of components from the browser's memory.
        "script-src": f"{_OURSELVES} blob: 'nonce-{nonce}'",
        "style-src": f"{_OURSELVES} 'unsafe-inline'",
        "img-src": f"{_OURSELVES} data: blob:",
        "font-src": f"{_OURSELVES} data:",
        "connect-src": f"{_OURSELVES} data: blob:",
        "manifest-src": _OURSELVES,
        "frame-src": _OURSELVES,
        "base-uri": _OURSELVES,
        "form-action": _OURSELVES,
        "object-src": "'none'",
        ANCESTORS: _OURSELVES,
    }
    marked = _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), page)
    return marked, "; ".join(f"{name} {said}" for name, said in parts.items())


def _is_framed(headers: Headers) -> bool:
    """Say whether pages of other hosts may frame a response."""
    said = next((part for part in headers.get(POLICY, "").split(";") if part.strip().startswith(ANCESTORS)), "")
    return said.split()[1:] not in ([], [_OURSELVES])


@functools.cache
def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
