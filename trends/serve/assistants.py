"""Tools for assistants in the Model Context Protocol, served at ``/mcp`` where the setting says so.

``DIGITAL_TRENDS_ASSISTANTS=on`` turns them on; they need the extra ``assistants`` (the package mcp), which is large and
which most who run the dashboard have no use for. What they answer is made in :mod:`trends.serve.answers`.
"""

import functools
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.routing import BaseRoute

from trends.export.briefing import BriefingError
from trends.export.image import PRODUCT
from trends.serve import answers
from trends.store.guard import GuardError

if TYPE_CHECKING:
    from mcp.server import MCPServer

SETTING = "DIGITAL_TRENDS_ASSISTANTS"
PATH = "/mcp"
NOT_INSTALLED = (
    f"{SETTING} is on, but the package mcp is not installed, so assistants cannot be answered. Install it with: "
    "pip install 'digital-trends[assistants]'. Or take the setting away."
)
INSTRUCTIONS = (
    "Findings on digital in public services, each with base, kind of evidence, range or verdict, source and receipt. "
    "Begin with list_pages or search. Quote a figure with its base, year and source. “Cannot tell” is an answer: say "
    "it. What is refused is refused for a reason that the answer gives; do not reckon it yourself from rows."
)
TOOLS: tuple[Callable[..., answers.Answer], ...] = (
    answers.list_pages,
    answers.filter_names,
    answers.search,
    answers.ask_page,
    answers.ask_card,
    answers.get_rows,
    answers.place_in_index,
    answers.change_in_index,
    answers.average_of_surveys,
)


def is_on() -> bool:
    """Say whether assistants are answered here."""
    return os.environ.get(SETTING, "").strip().casefold() in {"on", "1", "true", "yes"}


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of the tools below the path of the dashboard; none where they are off.

    Raises:
        RuntimeError: they are on and the package is not installed; says how to install it.
    """
    if not is_on():
        return []
    from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415 - see _server

    # All that is told is public and nothing can be changed, so no name of a host needs to be kept out.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = _server().streamable_http_app(
        streamable_http_path=f"{base}{PATH}", stateless_http=True, json_response=True, transport_security=security
    )
    return list(app.routes)


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """Answer assistants as long as it is entered; does nothing where they are off."""
    if not is_on():
        yield
        return
    async with _server().session_manager.run():
        yield


@functools.cache
def _server() -> "MCPServer[Any]":
    """Return the server of the protocol; its package is imported only where it is asked for, since it is an extra."""
    try:
        from mcp.server import MCPServer  # noqa: PLC0415
        from mcp.types import ToolAnnotations  # noqa: PLC0415
    except ImportError as error:
        raise RuntimeError(NOT_INSTALLED) from error
    server: MCPServer[Any] = MCPServer(PRODUCT, instructions=INSTRUCTIONS)
    only_read = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in TOOLS:
        server.tool(description=tool.__doc__, annotations=only_read)(_told(tool))
    return server


def _told(tool: Callable[..., answers.Answer]) -> Callable[..., Awaitable[answers.Answer]]:
    """Return a tool that tells what was wrong with a question, and keeps to itself what went wrong inside."""

    @functools.wraps(tool)
    async def told(*args: Any, **named: Any) -> answers.Answer:
        try:
            # Other readers do not wait for its questions.
            return await to_thread.run_sync(functools.partial(tool, *args, **named))
        except (answers.AskedWrongError, BriefingError) as error:
            return {answers.REFUSED: str(error)}
        except GuardError as error:
            if not error.to_readers:
                raise
            return {answers.REFUSED: error.to_readers}

    return told
