"""Texts packed for the wire: which way a browser takes, and packed forms that are made once and kept on disk.

What never changes at its address is packed as tightly as can be, once for each content; what is made for one reader is
packed fast.
"""

import functools
import gzip
import hashlib
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import brotli

from trends.paths import cache_folder

# The best first. Browsers take Brotli over https and from their own machine alone.
WAYS = ("br", "gzip")
# A shorter text gains nothing by being packed.
SHORTEST = 1_000
# Brotli's highest level takes twice as long for two hundredths less.
TIGHTLY: Mapping[str, Callable[[bytes], bytes]] = {
    "br": functools.partial(brotli.compress, quality=10),
    "gzip": functools.partial(gzip.compress, compresslevel=9, mtime=0),
}
FAST: Mapping[str, Callable[[bytes], bytes]] = {
    "br": functools.partial(brotli.compress, quality=4),
    "gzip": functools.partial(gzip.compress, compresslevel=5, mtime=0),
}
# What could not be written, by the name its file would have: as many as there are files of ours.
_UNWRITTEN: dict[str, bytes] = {}
_REFUSED = re.compile(r"q\s*=\s*0(?:\.0*)?\s*$")


def way(accepted: str, offered: Sequence[str] = WAYS) -> str:
    """Return the first offered way of packing that a browser takes; an empty string where it takes none.

    Args:
        accepted: the header Accept-Encoding.
        offered: names of ways, the best first.
    """
    said: dict[str, bool] = {}
    for each in accepted.lower().split(","):
        name, _, weight = each.partition(";")
        said.setdefault(name.strip(), not _REFUSED.match(weight.strip()))
    return next((each for each in offered if said.get(each, said.get("*", False))), "")


def kept(body: bytes, chosen: str) -> bytes:
    """Return a body packed tightly: made once and kept in the cache folder under a hash of its content.

    Args:
        body: what is packed; it should be served for long and to many.
        chosen: a way of packing; an empty string leaves the body as it is.
    """
    if not chosen or len(body) < SHORTEST:
        return body
    path = cache_folder() / "packed" / f"{hashlib.sha256(body).hexdigest()[:32]}.{chosen}"
    if (packed := _UNWRITTEN.get(path.name)) is not None:
        return packed
    with suppress(OSError):
        return path.read_bytes()
    packed = TIGHTLY[chosen](body)
    try:
        _write(path, packed)
    except OSError:
        # A folder without room, or that cannot be written to, costs memory and not seconds of each request.
        _UNWRITTEN[path.name] = packed
    return packed


def _write(path: Path, body: bytes) -> None:
    """Write a file so that no other process ever reads a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as aside:
        pass
    half = Path(aside.name)
    try:
        half.write_bytes(body)
        half.replace(path)
    finally:
        # Where there is no room, no half of it may stay.
        half.unlink(missing_ok=True)
