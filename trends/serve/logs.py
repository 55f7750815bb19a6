"""What the server logs: errors, and what it does itself. No request: its line would say who asked for what.

No trace either of what somebody sent that no browser sends.
"""

import logging

# Streamlit tells of each message that no browser sends, with a trace.
_MESSAGES, _UNREAD = "streamlit.web.server.starlette.starlette_websocket", "Error deserializing back message"
# uvicorn tells of requests in one log and of WebSockets in that of its errors.
_REQUESTS, _SERVER = "uvicorn.access", "uvicorn.error"


class _Unnamed(logging.Filter):
    """Leaves out the lines on WebSockets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is logged."""
        return '"WebSocket' not in str(record.msg)


class _Short(logging.Filter):
    """Leaves out the trace of a message that cannot be read: it says nothing, and whoever sends many fills the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line through, without its trace."""
        if record.msg == _UNREAD:
            record.exc_info = None
        return True


_UNNAMED, _SHORT = _Unnamed(), _Short()


def leave_out_requests() -> None:
    """Log no request, however the dashboard is served.

    uvicorn is told so by its own settings too, but tells of requests wherever a log has somewhere to go to, and
    Streamlit gives each of its logs such a place.
    """
    logging.getLogger(_REQUESTS).disabled = True
    logging.getLogger(_SERVER).addFilter(_UNNAMED)
    logging.getLogger(_MESSAGES).addFilter(_SHORT)
