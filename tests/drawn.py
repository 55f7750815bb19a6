"""The charts of a page that is run without a browser: what the browser would be given to draw."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def charts_of(app: AppTest) -> list[dict[str, Any]]:
    """Return what each chart of a page is drawn from: ``drawings``, ``alt``, ``title`` and so on.

    ``figure`` is the one in wide form, as JSON.
    """
    given = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    # Rows of actions beside charts, and what keeps the reader's place, are elements of the same kind.
    return [chart | {"figure": chart["drawings"][0]["figure"]} for chart in given if "drawings" in chart]
