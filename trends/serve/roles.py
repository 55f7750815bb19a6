"""Who may read where readers sign in, and what a browser shows for it: the settings, the two roles, the signed cookie.

The cookie holds the role and when it was given, and nothing that names anybody. It is signed with a key made of all
settings, so that every process and server with the same settings knows it, and whoever changes one of them, be it the
list of owners or the secret, signs everybody out.
"""

import functools
import hashlib
import hmac
import os
import re
import time
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

METADATA = "TRENDS_SIGN_IN"
CLIENT = "TRENDS_SIGN_IN_CLIENT"
SECRET = "TRENDS_SIGN_IN_SECRET"  # noqa: S105 - the name of a setting
SECRET_FILE = "TRENDS_SIGN_IN_SECRET_FILE"  # noqa: S105 - the same
ADDRESS = "TRENDS_SIGN_IN_ADDRESS"
OWNERS = "TRENDS_SIGN_IN_OWNERS"
READERS = "TRENDS_SIGN_IN_READERS"
HOURS = "TRENDS_SIGN_IN_HOURS"
ALL = (METADATA, CLIENT, SECRET, SECRET_FILE, ADDRESS, OWNERS, READERS, HOURS)
COOKIE = "digital-trends-signed-in"
# What is signed with it could be tried against a shorter one.
SHORTEST_SECRET = 16
USUAL_HOURS, MOST_HOURS = 8, 168
# So far the clocks of servers, and of a provider, may be apart.
APART_SECONDS = 120
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# A mail address, all of a host, or a claim of the provider with the value it needs.
_ENTRY = re.compile(r"[^@=\s]*@[^@=\s]+|[^=@\s]+=\S+")


class Role(StrEnum):
    """What somebody who is signed in may: an owner may all that a reader may."""

    READER = "reader"
    OWNER = "owner"


@dataclass(frozen=True)
class Settings:
    """How readers sign in.

    Args:
        metadata: address at which the provider says what it offers.
        client: what the provider knows this dashboard by.
        secret: what the dashboard proves that with.
        address: that of the dashboard as readers know it, without a slash at its end.
        owners: who are owners, see :func:`role_of`.
        readers: who may read; empty for everybody whom the provider lets in.
        hours: after which one signs in anew.
    """

    metadata: str
    client: str
    secret: str = field(repr=False)
    address: str
    owners: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    hours: int = USUAL_HOURS

    @property
    def seconds(self) -> int:
        """How long a sign-in lasts."""
        return self.hours * 3600

    @property
    def is_encrypted(self) -> bool:
        """Whether readers come over TLS."""
        return self.address.startswith("https:")


def settings() -> Settings | None:
    """Return what the settings of this process say; None where nobody signs in.

    Raises:
        ValueError: they are half, or one of them is not one; says which and how to mend it.
    """
    return _settings(tuple(os.environ.get(name, "").strip() for name in ALL))


@functools.cache
def _settings(said: tuple[str, ...]) -> Settings | None:
    given = dict(zip(ALL, said, strict=True))
    if not any(said):
        return None
    if given[SECRET_FILE]:
        given[SECRET] = _of_file(given[SECRET], given[SECRET_FILE])
    needed = (METADATA, CLIENT, SECRET, ADDRESS)
    if missing := [name for name in needed if not given[name]]:
        found = [name for name in ALL if given[name]]
        raise ValueError(
            f"Sign-in is set up in part: {', '.join(found)} stand, {', '.join(missing)} do not. Set all of "
            f"{', '.join(needed)} (docs/deploy.md), or none for a dashboard that is open to everybody."
        )
    if len(given[SECRET]) < SHORTEST_SECRET:
        raise ValueError(
            f"{SECRET} has {len(given[SECRET])} characters; let the provider make one of {SHORTEST_SECRET} or more, "
            "since sign-ins are signed with it."
        )
    return Settings(
        _checked(METADATA, given[METADATA]),
        given[CLIENT],
        given[SECRET],
        _checked(ADDRESS, given[ADDRESS]).rstrip("/"),
        _entries(OWNERS, given[OWNERS]),
        _entries(READERS, given[READERS]),
        _hours(given[HOURS]),
    )


def _of_file(secret: str, path: str) -> str:
    if secret:
        raise ValueError(f"{SECRET} and {SECRET_FILE} are both set; keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{SECRET_FILE} names {path!r}, which cannot be read: {type(error).__name__}.") from error


def _checked(name: str, said: str) -> str:
    """Return an address that may carry what must stay secret: of TLS, or of this machine."""
    try:
        parts = urlsplit(said)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    if not host or not safe or parts.query or parts.fragment or "@" in parts.netloc or re.search(r"\s", said):
        raise ValueError(
            f"{name} is {said!r}; set it to a whole address that begins with https:// (http:// for this machine "
            "alone), without user, question mark or #."
        )
    return said


def _entries(name: str, said: str) -> tuple[str, ...]:
    entries = tuple(said.split())
    if wrong := [entry for entry in entries if not _ENTRY.fullmatch(entry)]:
        raise ValueError(
            f"{name} has {len(wrong)} of {len(entries)} entries that are none; write mail addresses, hosts as "
            "@example.org, or claims as groups=board, apart by blanks."
        )
    return entries


def _hours(said: str) -> int:
    if said and not (said.isdecimal() and 1 <= int(said) <= MOST_HOURS):
        raise ValueError(f"{HOURS} is {said!r}; set it to the hours a sign-in lasts, 1 to {MOST_HOURS}.")
    return int(said or USUAL_HOURS)


def role_of(claims: Mapping[str, Any], given: Settings) -> Role | None:
    """Return the role of somebody of whom the provider says ``claims``; None for who may not even read.

    A mail address counts only where the provider says that it was verified (``email_verified``): else one could be
    written that belongs to somebody else. A claim counts whether its value is one or a list that has it.
    """
    if any(_meets(claims, entry) for entry in given.owners):
        return Role.OWNER
    if not given.readers or any(_meets(claims, entry) for entry in given.readers):
        return Role.READER
    return None


def _meets(claims: Mapping[str, Any], entry: str) -> bool:
    name, is_claim, value = entry.partition("=")
    if is_claim:
        held = claims.get(name)
        return value in [each for each in (held if isinstance(held, list) else [held]) if isinstance(each, str)]
    mail = str(claims.get("email", "")).casefold()
    wanted = entry.casefold()
    # Some providers write it as a word.
    if str(claims.get("email_verified")).casefold() != "true" or mail.count("@") != 1:
        return False
    return mail.endswith(wanted) if wanted.startswith("@") else mail == wanted


def signer(given: Settings, purpose: str) -> "URLSafeTimedSerializer":
    """Return what signs and reads values for one purpose; a value for another is none for this one."""
    from itsdangerous import URLSafeTimedSerializer  # noqa: PLC0415 (optional)

    key = hmac.digest(given.secret.encode(), repr(astuple(given)).encode(), "sha256")
    return URLSafeTimedSerializer(key, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})


def signed(role: Role, given: Settings) -> str:
    """Return the value that shows that somebody has a role, from now on for as long as a sign-in lasts."""
    return str(signer(given, COOKIE).dumps(str(role)))


def shown(value: str | None, given: Settings) -> tuple[Role, float] | None:
    """Return which role a value shows and for how many seconds from now; None where it shows none."""
    if not value:
        return None
    from itsdangerous import BadData  # noqa: PLC0415 (optional)

    try:
        role, left = signed_of_late(value, given, COOKIE, given.seconds)
        return Role(role), left
    except (BadData, ValueError):
        return None


def signed_of_late(value: str, given: Settings, purpose: str, seconds: float) -> tuple[Any, float]:
    """Return what was signed for a purpose, and for how many seconds it still holds.

    Several servers sign for each other, and no two clocks are the same, so a moment that is still to come is none of
    the past only beyond :data:`APART_SECONDS`.

    Raises:
        itsdangerous.BadData: it was not signed so, or longer ago than ``seconds``.
    """
    from itsdangerous import SignatureExpired  # noqa: PLC0415 (optional)

    said, when = signer(given, purpose).loads(value, return_timestamp=True)
    age = time.time() - when.timestamp()
    if not -APART_SECONDS <= age <= seconds:
        raise SignatureExpired(f"signed {age:.0f} s ago; {seconds:.0f} s are allowed")
    return said, seconds - age
