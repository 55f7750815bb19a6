"""What the server logs: errors, and what it does itself. No request: its line would say who asked for what."""

import logging

# uvicorn tells of requests in one log and of WebSockets in that of its errors.
_REQUESTS, _SERVER = "uvicorn.access", "uvicorn.error"


class _Unnamed(logging.Filter):
    """Leaves out the lines on WebSockets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is logged."""
        return '"WebSocket' not in str(record.msg)


_UNNAMED = _Unnamed()


def leave_out_requests() -> None:
    """Log no request, however the dashboard is served.

    uvicorn is told so by its own settings too, but tells of requests wherever a log has somewhere to go to, and
    Streamlit gives each of its logs such a place.
    """
    logging.getLogger(_REQUESTS).disabled = True
    logging.getLogger(_SERVER).addFilter(_UNNAMED)
