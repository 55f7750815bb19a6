"""The server: the dashboard, the data API, headers and error pages.

Start it with ``make run``, ``streamlit run app.py`` or ``uvicorn app:app``.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from trends.serve import addresses, admission, api, assets, headers, metrics, sessions, sharing, sign_in, workers
from trends.store.guard import GuardError
from trends.ui import held_surveys


def friendly_error(error: Exception) -> bool:
    """Show a leader what to do, and give the trace to the log."""
    said = error.to_readers if isinstance(error, GuardError) else ""
    st.error(
        f"This page could not be drawn. {said or 'Reload it, or clear the filters.'} Reference: {api.log_error(error)}",
        icon=":material/error:",
    )
    return True


# Other sites whose pages may connect: those of Streamlit's own setting.
origins = st.get_option("server.corsAllowedOrigins") if st.get_option("server.enableCORS") else [admission.ANY]
base = st.get_option("server.baseUrlPath")

# Whatever serves this: half settings of sign-in refuse the start, and not each request.
sign_in.provider_of_settings()

app = st.App(
    # The router lies in a folder of its own: beside a folder named pages, a fresh server would bypass it.
    Path(__file__).parent / "pages" / "_main.py",
    routes=headers.routes(base),
    middleware=[
        Middleware(headers.SecurityHeaders),
        Middleware(metrics.Measured, base=base),
        Middleware(admission.Admission, base=base, origins=origins or ()),
        Middleware(addresses.Addresses),
        Middleware(sign_in.SignIn, base=base),
        Middleware(sessions.Sessions, base=base),
        Middleware(sharing.OpenToAll, base=base),
        Middleware(assets.StreamlitFiles, base=base),
        Middleware(headers.PageHead, base=base),
        Middleware(workers.FilesOfAllWorkers, base=base),
    ],
    lifespan=held_surveys.let_go_in_time(headers.ready_evidence),
    on_script_error=friendly_error,
    exception_handlers={Exception: api.unexpected_error},
)
