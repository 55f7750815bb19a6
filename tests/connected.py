"""A reader without a browser: speaks with a running dashboard as a browser does, over a WebSocket."""

import asyncio
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.drawn import is_card
from tests.serving import Server
from tests.sheet import COMPONENT

STREAM = "/_stcore/stream"
# What the page says where it could not be drawn, see app.py.
FAILED = "could not be drawn"
ANSWER_SECONDS = 60
# Where Streamlit hears what was pressed in a component.
HEARS = "$$STREAMLIT_INTERNAL_KEY_{}__events"


def stream_of(server: Server, source: str = "", cookie: str = "") -> connect:
    """Return what opens a connection of a page; ``source`` and ``cookie`` as :meth:`Reader.on`."""
    address = server.address.replace("http", "ws", 1) + STREAM
    come_from: dict[str, Any] = {"local_addr": (source, 0)} if source else {}
    if cookie:
        come_from["additional_headers"] = {"Cookie": cookie}
    return connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=ANSWER_SECONDS, **come_from
    )


class Reader:
    """A session of its own on one page, whose shared filters it sets as a click does."""

    def __init__(self, connection: ClientConnection, page: str, query: str = "") -> None:
        self._connection = connection
        self._query = query
        # Identifier of the session, as the server told it.
        self.session = ""
        self._page = page
        # Where the sheet of filters hears what is chosen, and how often this reader has chosen.
        self._filters = ""
        self._turn = 0
        self._version = ""
        # What the server sent for the last run.
        self.messages: list[ForwardMsg] = []
        # Of each file the page offers, by the words on its button.
        self._files: dict[str, str] = {}

    @classmethod
    async def on(cls, server: Server, page: str, query: str = "", source: str = "", cookie: str = "") -> Self:
        """Open a page by its address; an empty one is the first.

        Args:
            server: where.
            page: its path.
            query: what the address says after its question mark.
            source: the address of this machine that the reader comes from; empty = whichever.
            cookie: what a browser says of cookies; empty = nothing.

        Raises:
            RuntimeError: the page was not drawn.
        """
        reader = cls(await stream_of(server, source, cookie), page, query)
        if not await reader._run({}):
            raise RuntimeError(f"The page {page or 'at the root'} was not drawn.")
        return reader

    async def begins_anew(self, server: Server, chosen: Mapping[str, Sequence[str]]) -> bool:
        """Connect again and begin a session with a choice, as a tab does that was open while the server was started anew.

        Return whether the page was drawn.
        """
        await self._connection.close()
        self._connection = await stream_of(server)
        return await self._run(chosen)

    async def choose(self, chosen: Mapping[str, Sequence[str]]) -> tuple[float, bool]:
        """Set the shared filters; return the milliseconds until all of the page was sent, and whether it was drawn."""
        started = time.perf_counter()
        drawn = await self._run(chosen)
        return (time.perf_counter() - started) * 1000, drawn

    def offered_files(self) -> list[str]:
        """Return the words on the button of each file the page offers."""
        return list(self._files)

    async def file(self, button: str) -> str:
        """Press a button that offers a file, and return the address at which the server says it is.

        Raises:
            RuntimeError: it was not made; says why.
        """
        asked = BackMsg()
        asked.backend_operation_request.request_id = button
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = self._files[button]
        await self._connection.send(asked.SerializeToString())
        while (told := await self._told()).WhichOneof("type") != "backend_operation_response":
            pass
        answer = told.backend_operation_response
        if not answer.deferred_file.url:
            raise RuntimeError(f"The file {button} was not made: {answer.error_msg}")
        return answer.deferred_file.url

    async def leave(self) -> None:
        """Close the tab."""
        await self._connection.close()

    async def _run(self, chosen: Mapping[str, Sequence[str]]) -> bool:
        asked = BackMsg()
        asked.rerun_script.page_name = self._page
        asked.rerun_script.query_string = self._query
        # As a browser does: which messages it holds, and need not be sent again.
        asked.rerun_script.cached_message_hashes.extend(each.hash for each in self.messages if each.hash)
        if chosen:
            self._turn += 1
            said = {
                "turn": self._turn,
                "has": self._version,
                "chosen": {name: list(held) for name, held in chosen.items()},
            }
            asked.rerun_script.widget_states.widgets.add(id=self._filters, json_value="{}")
            state = asked.rerun_script.widget_states.widgets.add(id=HEARS.format(self._filters))
            state.json_trigger_value = json.dumps([{"event": "chosen", "value": said}])
        await self._connection.send(asked.SerializeToString())
        drawn = True
        self.messages = []
        while True:
            told = await self._told()
            self.messages.append(told)
            kind = told.WhichOneof("type")
            if kind == "new_session":
                self.session = told.new_session.initialize.session_id
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                shown = element.WhichOneof("type")
                if shown == "bidi_component" and element.bidi_component.component_name == COMPONENT:
                    self._filters = element.bidi_component.id
                    self._version = json.loads(element.bidi_component.json)["version"]
                elif shown == "download_button":
                    self._files[element.download_button.label] = element.download_button.deferred_file_id
                drawn &= not (shown == "exception" or (shown == "alert" and FAILED in element.alert.body))
            elif kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return drawn

    async def _told(self) -> ForwardMsg:
        async with asyncio.timeout(ANSWER_SECONDS):
            told = ForwardMsg()
            told.ParseFromString(bytes(await self._connection.recv(decode=False)))
            return told


def shown(reader: Reader) -> list[str]:
    """Return what a page shows, in order: its sentences, headings, and what the parts of its cards are drawn from."""
    said = []
    for message in reader.messages:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            match element.WhichOneof("type"):
                case "markdown":
                    said.append(element.markdown.body)
                case "heading":
                    said.append(element.heading.body)
                case "bidi_component" if is_card(json.loads(element.bidi_component.json)):
                    said.append(element.bidi_component.json)
    return said


def digest(reader: Reader) -> str:
    """Return a digest of what a page shows."""
    return hashlib.sha256("".join(shown(reader)).encode()).hexdigest()
