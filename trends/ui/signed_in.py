"""What pages show of a sign-in, where there is one: the role and the way out, and to owners the page Your survey."""

from html import escape

import streamlit as st

from trends.serve import roles, sign_in
from trends.ui.session import base_path


def role() -> roles.Role | None:
    """Return the role of who opened this session; None where nobody signs in."""
    given = roles.settings()
    if given is None:
        return None
    shown = roles.shown(st.context.cookies.get(roles.COOKIE), given)
    return shown[0] if shown else None


def may_try_surveys() -> bool:
    """Say whether who opened this session may try a survey of their own: where readers sign in, owners alone."""
    return roles.settings() is None or role() is roles.Role.OWNER


def draw() -> None:
    """Say in the sidebar as what one is signed in, and lead out; nothing where nobody signs in."""
    if roles.settings() is None:
        return
    way = f"{base_path()}/{sign_in.OUT}"
    # Links of Markdown open a window of their own, and this one would stay.
    st.sidebar.html(f'Signed in as {role() or roles.Role.READER} · <a href="{escape(way)}">Sign out</a>')
