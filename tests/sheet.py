"""The sheet of filters of a page that is run without a browser: what it tells, and what a reader chooses in it."""

import json
from collections.abc import Sequence
from typing import Any

from streamlit.testing.v1 import AppTest

from trends.request.place import OWN_FIELDS

COMPONENT = "digital_trends.filters"
# What names parts of the sheet and is not shown.
UNSEEN = {"version", "name", "kept", "turn"}


def is_sheet(element: Any) -> bool:
    """Say whether an element of a page is the sheet."""
    return bool(element.type == "bidi_component" and element.proto.component_name == COMPONENT)


def told(app: AppTest) -> dict[str, Any]:
    """Return what the browser draws the sheet from."""
    (sheet,) = [element for element in app.get("bidi_component") if is_sheet(element)]
    given: dict[str, Any] = json.loads(sheet.proto.json)
    return given


def texts(part: Any) -> list[str]:
    """Return every text of what is told that a reader sees."""
    if isinstance(part, dict):
        return [text for key, value in part.items() if key not in UNSEEN for text in texts(value)]
    if isinstance(part, list):
        return [text for each in part for text in texts(each)]
    return [part] if isinstance(part, str) else []


def status(app: AppTest) -> str:
    """Return how many figures the filters leave, in words."""
    return str(told(app)["status"])


def choose(app: AppTest, field: str, names: Sequence[str]) -> AppTest:
    """Set a shared filter and run the page."""
    app.session_state[field] = list(names)
    return app.run()


def set_own(app: AppTest, field: str, name: str | None) -> AppTest:
    """Set country, sector or size of the reader's own place and run the page."""
    app.session_state[OWN_FIELDS[field]] = name
    return app.run()


def place(app: AppTest) -> str:
    """Return what stands on the box of the reader's own place."""
    return str(told(app)["place"]["label"])
