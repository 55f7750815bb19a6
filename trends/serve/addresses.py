"""How much one address on the network may ask: requests in a minute, and readers at once.

Off where no setting says it, since a whole public body may reach the internet by one address. Behind a proxy the
address is the one that it names, if uvicorn is told to believe it (``FORWARDED_ALLOW_IPS``); else that of the proxy.
"""

import ipaddress
import math
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

REQUESTS = "TRENDS_ADDRESS_REQUESTS"
READERS = "TRENDS_ADDRESS_READERS"
MINUTE = 60.0
# Addresses that are remembered; the one that asked longest ago is forgotten first.
MOST_KNOWN = 20_000
# What one holder of an IPv6 line is given: as many addresses as they like share these bits.
NETWORK_BITS = 64


def most_requests(said: str) -> int | None:
    """Return how many requests an address may make in a minute of one process; None where the setting is empty.

    Raises:
        ValueError: it is no whole number from 1.
    """
    return _number(REQUESTS, said, "requests that one address may make in a minute, such as 600")


def most_readers(said: str) -> int | None:
    """Return how many readers of one address a process takes at once; None where the setting is empty.

    Raises:
        ValueError: it is no whole number from 1.
    """
    return _number(READERS, said, "readers of one address that are taken at once, such as 50")


def address_of(scope: Scope) -> str:
    """Return whose request it is: an address of IPv4, or the network of one of IPv6; empty where none is told."""
    client = scope.get("client")
    if not client:
        return ""
    try:
        address = ipaddress.ip_address(str(client[0]).partition("%")[0])
    except ValueError:
        return str(client[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
    return str(address)


class Addresses:
    """Answers an address that asks too often with 429 and when to ask again.

    An address may ask as often as the setting says at once, and gets a further request for each part of a minute.

    Args:
        app: what answers.
        most: requests in a minute; None reads the setting.
        clock: seconds that only grow.
    """

    def __init__(self, app: ASGIApp, most: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.most = most_requests(os.environ.get(REQUESTS, "")) if most is None else most
        self.clock = clock
        # What is left of each address's requests, and when that was so.
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while its address has some left."""
        seconds = self._to_wait(address_of(scope)) if scope["type"] in {"http", "websocket"} else 0.0
        if not seconds:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Closed before it was accepted, it is answered with 403.
            await send({"type": "websocket.close", "code": 1013, "reason": "Too many requests; try again soon."})
        else:
            again = str(math.ceil(seconds))
            words = f"This address asked more than {self.most:,} times in a minute. Ask again in {again} s.\n"
            headers = {"Retry-After": again, "Cache-Control": "no-store"}
            answer = PlainTextResponse(words, HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
            await answer(scope, receive, send)

    def _to_wait(self, address: str) -> float:
        """Take one request from an address; return in how many seconds it may ask again, 0 if it may now."""
        if self.most is None or not address:
            return 0.0
        now = self.clock()
        left, moment = self.left.pop(address, (float(self.most), now))
        left = min(left + (now - moment) * self.most / MINUTE, float(self.most))
        may = left >= 1
        self.left[address] = (left - may, now)
        if len(self.left) > MOST_KNOWN:
            self.left.popitem(last=False)
        return 0.0 if may else (1 - left) * MINUTE / self.most


def _number(setting: str, said: str, what: str) -> int | None:
    if not said.strip():
        return None
    if not said.strip().isdecimal() or int(said) < 1:
        raise ValueError(f"{setting} is {said!r}; set it to the number of {what}, or leave it away for no limit.")
    return int(said)
