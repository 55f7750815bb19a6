"""Answers that a browser or a program keeps: their tags, what is not sent twice, what is compressed, and parts.

An answer depends on the evidence and its releases, on the code, on its address and, since files say when they were
made, on the day. So its tag is known before it is made, and who has it already is told so without any question to the
store.
"""

import functools
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import format_datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from trends.paths import QUERIES, ROOT
from trends.serve import packing
from trends.store.versions import Version

# The evidence changes only with a release, so browsers may keep an answer for a short time without asking.
CACHE_CONTROL = "public, max-age=300"
# Programs take this; few take Brotli.
WAYS = ("gzip",)
# What is compressed already, or read in parts.
TEXTS = (
    *("text/", "image/svg+xml", "application/json", "application/geo+json", "application/openapi+json"),
    "application/csvm+json",
    "application/atom+xml",
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True)
class Answer:
    """An answer that may be kept: what makes its body, its media type and further headers.

    ``in_parts``: parts of it may be asked for, and it is not compressed. ``of`` is what it is made of besides the
    current evidence.
    """

    make: Callable[[], bytes]
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    in_parts: bool = False
    of: str = ""


def sent(request: Request, version: Version, answer: Answer) -> Response:
    """Send an answer: whole, compressed, in part, or only that nothing has changed.

    Args:
        request: what was asked.
        version: the evidence that the answer is made from.
        answer: what makes it.
    """
    takes = packing.way(request.headers.get("accept-encoding", ""), WAYS)
    packed = bool(takes) and not answer.in_parts and answer.media_type.startswith(TEXTS)
    headers, known = headers_of(request, version, answer.headers, packed=packed, of=answer.of)
    if known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = answer.make()
    if answer.in_parts:
        headers["Accept-Ranges"] = "bytes"
        return _part(request, body, headers, answer.media_type)
    if packed and len(body) >= packing.SHORTEST:
        body = packing.FAST[takes](body)
        headers["Content-Encoding"] = takes
    return Response(body, media_type=answer.media_type, headers=headers)


def headers_of(
    request: Request, version: Version, further: Mapping[str, str], *, packed: bool, of: str = ""
) -> tuple[dict[str, str], bool]:
    """Return the headers of an answer, and whether the one who asks has it already."""
    tag = _tag(request, f"{version.state}\n{of}", packed=packed)
    changed = format_datetime(version.store.built, usegmt=True)
    headers = {
        "Cache-Control": CACHE_CONTROL,
        "ETag": tag,
        "Last-Modified": changed,
        "X-Evidence": version.fingerprint,
        "Vary": "Accept-Encoding",
        **further,
    }
    return headers, _is_known(request, tag, changed)


def _part(request: Request, body: bytes, headers: dict[str, str], media_type: str) -> Response:
    """Return the bytes that a request asks for; all of them where it asks for none, or for several parts at once."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    unless = request.headers.get("if-range", "")
    if not asked or asked[0] == "bytes=-" or (unless and unless not in {headers["ETag"], headers["Last-Modified"]}):
        return Response(body, media_type=media_type, headers=headers)
    size = len(body)
    # A number of thousands of digits is refused by int, and lies beyond every file.
    first, last = (int(each[:18]) if each else None for each in asked.groups())
    if first is None:
        begin, end = max(size - (last or 0), 0), size
    else:
        begin, end = first, size if last is None else min(last + 1, size)
    if begin >= end:
        headers = {**headers, "Content-Range": f"bytes */{size}"}
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers = {**headers, "Content-Range": f"bytes {begin}-{end - 1}/{size}"}
    return Response(body[begin:end], HTTPStatus.PARTIAL_CONTENT, headers, media_type)


def _is_known(request: Request, tag: str, changed: str) -> bool:
    """Say whether the one who asks has the answer already."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in _TAG.findall(tags)
    # Not “before”: a release may be taken back, and then the older one is what has changed.
    return request.headers.get("if-modified-since") == changed


def _tag(request: Request, made_of: str, *, packed: bool) -> str:
    address = f"{request.url.netloc}{request.scope['path']}?{request.url.query}"
    today = date.today().isoformat()  # noqa: DTZ011 - the day that files say
    said = f"{made_of}\n{code()}\n{today}\n{address}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}{"-gzip" if packed else ""}"'


@functools.cache
def code() -> str:
    """Return a fingerprint of the code that makes answers."""
    digest = hashlib.sha256()
    for path in sorted([*(ROOT / "trends").rglob("*.py"), *QUERIES.rglob("*.sql")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
