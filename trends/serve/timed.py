"""Ends connections of pages whose time is over: that have asked for nothing, or whose reader's sign-in has ended."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send


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
    heard, over = 0, False

    async def hear() -> Message:
        nonlocal heard, over
        try:
            async with asyncio.timeout(seconds(heard)):
                message = await receive()
        except TimeoutError:
            over = True
            return {"type": "websocket.disconnect", "code": end["code"]}
        heard += 1
        return message

    await app(scope, hear, send)
    if over:
        # What serves the session may have closed it already.
        with suppress(RuntimeError):
            await send(end)
