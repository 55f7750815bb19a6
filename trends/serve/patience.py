"""How long a connection may keep the server waiting: for a request to come whole, and for an answer to be read.

Whoever opens connections and sends a byte now and then, or stops reading a large file, would hold memory and an open
file of the server as long as they like. uvicorn only ends connections that wait between two requests.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# From the opening of a connection, or the first byte of a further request, to the last byte of it. Readers ask in a few
# hundred bytes, which take no time on the worst of lines.
WHOLE_SECONDS = 20.0
# In which nothing of an answer was taken.
TAKEN_SECONDS = 120.0

_TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patient(H11Protocol):
    """A connection that is closed when a request does not come whole in time, or its answer is not read."""

    whole_seconds = WHOLE_SECONDS
    taken_seconds = TAKEN_SECONDS
    _whole: asyncio.TimerHandle | None = None
    _taken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request from here on."""
        super().connection_made(transport)
        self._wait_for_a_whole_request()

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is there whole is waited for no longer."""
        super().data_received(data)
        self._wait_for_a_whole_request()

    def on_response_complete(self) -> None:
        """Wait for the next request, of which some may have come with the one before."""
        super().on_response_complete()
        self._wait_for_a_whole_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        for timer in (self._whole, self._taken):
            _cancel(timer)
        self._whole = self._taken = None
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the reader to take what was sent."""
        super().pause_writing()
        self._wait_for_some_to_be_taken()

    def resume_writing(self) -> None:
        """Send on."""
        _cancel(self._taken)
        self._taken = None
        super().resume_writing()

    def _wait_for_some_to_be_taken(self) -> None:
        before = self.transport.get_write_buffer_size()

        def look() -> None:
            # Who reads slowly, but reads, gets all of it.
            if self.transport.get_write_buffer_size() < before:
                self._wait_for_some_to_be_taken()
            else:
                self.transport.abort()

        self._taken = self.loop.call_later(self.taken_seconds, look)

    def _wait_for_a_whole_request(self) -> None:
        # A WebSocket has a protocol of its own, which asks whether its reader is still there.
        if self.transport.get_protocol() is not self or self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            _cancel(self._whole)
            self._whole = None
        elif self._whole is None:
            # Not set anew by each byte: a request that comes byte by byte has no longer than another one.
            self._whole = self.loop.call_later(self.whole_seconds, self._end)

    def _end(self) -> None:
        if not self.transport.is_closing():
            if self.conn.our_state is h11.IDLE:
                self.transport.write(_TOO_LATE)
            self.transport.close()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
