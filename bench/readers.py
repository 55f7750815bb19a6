"""A reader without a browser: speaks with a running dashboard as a browser does, over a WebSocket."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.serving import Server

STREAM = "/_stcore/stream"
# What the page says where it could not be drawn, see app.py.
FAILED = "could not be drawn"
ANSWER_SECONDS = 60


class Reader:
    """A session of its own on one page, whose shared filters it sets as a click does."""

    def __init__(self, connection: ClientConnection, page: str) -> None:
        self._connection = connection
        self._page = page
        # Identifier of each filter's widget by its name in the address.
        self._widgets: dict[str, str] = {}

    @classmethod
    async def on(cls, server: Server, page: str) -> Self:
        """Open a page by its address; an empty one is the first.

        Raises:
            RuntimeError: the page was not drawn.
        """
        address = server.address.replace("http", "ws", 1) + STREAM
        connection = await connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None)
        reader = cls(connection, page)
        if not await reader._run({}):
            raise RuntimeError(f"The page {page or 'at the root'} was not drawn.")
        return reader

    async def choose(self, chosen: Mapping[str, Sequence[str]]) -> tuple[float, bool]:
        """Set the shared filters; return the milliseconds until all of the page was sent, and whether it was drawn."""
        started = time.perf_counter()
        drawn = await self._run(chosen)
        return (time.perf_counter() - started) * 1000, drawn

    async def leave(self) -> None:
        """Close the tab."""
        await self._connection.close()

    async def _run(self, chosen: Mapping[str, Sequence[str]]) -> bool:
        asked = BackMsg()
        asked.rerun_script.page_name = self._page
        for field, names in chosen.items():
            state = asked.rerun_script.widget_states.widgets.add(id=self._widgets[field])
            state.string_array_value.data.extend(names)
        await self._connection.send(asked.SerializeToString())
        drawn, told = True, ForwardMsg()
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                told.ParseFromString(bytes(await self._connection.recv(decode=False)))
                kind = told.WhichOneof("type")
                if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                    element = told.delta.new_element
                    shown = element.WhichOneof("type")
                    if shown == "multiselect" and element.multiselect.query_param_key:
                        self._widgets[element.multiselect.query_param_key] = element.multiselect.id
                    drawn &= not (shown == "exception" or (shown == "alert" and FAILED in element.alert.body))
                elif kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return drawn
