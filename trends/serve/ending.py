"""Ends connections of pages: whose time is over, or that send what no browser sends."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def serve_until(
    app: ASGIApp, scope: Scope, send: Send, *, hear: Callable[[], Awaitable[Message | None]], end: Message
) -> None:
    """Serve a WebSocket until its reader goes or it is to end.

    Args:
        app: what serves it.
        scope: of the connection.
        send: where answers go.
        hear: returns its next message; None where it is to end.
        end: the message that closes it then.
    """
    over = False

    async def receive() -> Message:
        nonlocal over
        message = await hear()
        over = over or message is None
        return {"type": "websocket.disconnect", "code": end["code"]} if message is None else message

    await app(scope, receive, send)
    if over:
        # What serves the session may have closed it already.
        with suppress(RuntimeError):
            await send(end)


async def serve_in_time(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, seconds: Callable[[int], float | None], end: Message
) -> None:
    """Serve a WebSocket until its reader goes or does not send the next message in time.

    Args:
        app: what serves it.
        scope: of the connection.
        receive: where its messages come from.
        send: where answers go.
        seconds: returns how long the next message may take, given how many have come; None where it has no end.
        end: the message that closes it where its time is over.
    """
    heard = 0

    async def hear() -> Message | None:
        nonlocal heard
        try:
            async with asyncio.timeout(seconds(heard)):
                message = await receive()
        except TimeoutError:
            return None
        heard += 1
        return message

    await serve_until(app, scope, send, hear=hear, end=end)
