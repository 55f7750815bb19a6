"""The server: the dashboard, the data API, headers and error pages.

Start it with ``make run``, ``streamlit run app.py`` or ``uvicorn app:app``.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from trends.serve import api, assets, headers, sharing, workers
from trends.store.guard import GuardError


def friendly_error(error: Exception) -> bool:
    """Show a leader what to do, and give the trace to the log."""
    said = error.to_readers if isinstance(error, GuardError) else ""
    st.error(
        f"This page could not be drawn. {said or 'Reload it, or clear the filters.'} Reference: {api.log_error(error)}",
        icon=":material/error:",
    )
    return True


app = st.App(
    # The router lies in a folder of its own: beside a folder named pages, a fresh server would bypass it.
    Path(__file__).parent / "pages" / "_main.py",
    routes=headers.routes(st.get_option("server.baseUrlPath")),
    middleware=[
        Middleware(headers.SecurityHeaders),
        Middleware(sharing.OpenToAll, base=st.get_option("server.baseUrlPath")),
        Middleware(assets.StreamlitFiles, base=st.get_option("server.baseUrlPath")),
        Middleware(headers.PageHead, base=st.get_option("server.baseUrlPath")),
        Middleware(workers.FilesOfAllWorkers, base=st.get_option("server.baseUrlPath")),
    ],
    lifespan=headers.ready_evidence,
    on_script_error=friendly_error,
    exception_handlers={Exception: api.unexpected_error},
)
