"""The charts and tables of a page that is run without a browser: what the browser would be given to draw."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest


@contextmanager
def all_open() -> Iterator[None]:
    """Let pages that are run in process begin with all open that they fold away."""
    folded = st.expander
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(st, "expander", lambda *given, **how: folded(*given, **{**how, "expanded": True}))
        yield


def charts_of(app: AppTest) -> list[dict[str, Any]]:
    """Return what each chart of a page is drawn from: ``drawings``, ``alt``, ``title`` and so on.

    ``figure`` is the one in wide form, as JSON.
    """
    return [card | {"figure": card["drawings"][0]["figure"]} for card in parts_of(app) if card["drawings"]]


def parts_of(app: AppTest) -> list[dict[str, Any]]:
    """Return what the parts of each card of a page are drawn from: chart, table and what is to know."""
    return [card for card in given(app) if is_card(card)]


def given(app: AppTest) -> list[dict[str, Any]]:
    """Return what each component of ours is drawn from, in the order of the page."""
    return [json.loads(element.proto.json) for element in app.get("bidi_component")]


def is_card(given: Mapping[str, Any]) -> bool:
    """Say whether a component of ours, given what it is drawn from, holds the parts of a card.

    Key figures beside them, and the sheet of filters, are elements of the same kind.
    """
    return "drawings" in given


def findings_of(app: AppTest) -> list[str]:
    """Return what each card of a page says it found, in the order of the page."""
    return [card["title"] for card in parts_of(app)]


def key_figures_of(app: AppTest) -> list[tuple[str, str, str]]:
    """Return the key figures of a page: label, number, and what it is counted on."""
    rows = "".join(given["markup"] for given in given(app) if given.get("markup", "").startswith("<dl"))
    said = ["".join(texts_of_markup(part)) for part in re.findall(r"<d[td][^>]*>(.*?)</d[td]>", rows)]
    return list(zip(said[0::3], said[1::3], said[2::3], strict=True))


def tables_of(app: AppTest) -> list[pd.DataFrame]:
    """Return the table of each card of a page, in the order of the page."""
    return [table_of(card) for card in parts_of(app)]


def is_table(given: Mapping[str, Any]) -> bool:
    """Say whether a component of ours, given what it is drawn from, is a table that stands alone."""
    return "table" in given and not is_card(given)


def tables_alone(app: AppTest) -> list[pd.DataFrame]:
    """Return the tables of a page that are not parts of a card, in the order of the page."""
    return [table_of(given) for given in given(app) if is_table(given)]


def links_alone(app: AppTest) -> list[str]:
    """Return where the links in such tables lead to, in the order of the page."""
    bodies = "".join(given["table"]["body"] for given in given(app) if is_table(given))
    return [html.unescape(address) for address in re.findall(r'<a href="([^"]*)"', bodies)]


def table_of(given: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table as a browser shows it, given what it, or the parts of its card, are drawn from."""
    headings, *rows = [
        ["".join(texts_of_markup(cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in (given["table"]["head"] + given["table"]["body"]).split("</tr>")[:-1]
    ]
    return pd.DataFrame(rows, columns=headings)


def texts_of_markup(markup: str) -> list[str]:
    """Return the texts between the tags of what is marked up, as a browser shows them."""
    return [html.unescape(text) for text in re.split(r"<[^>]*>", markup) if text]
