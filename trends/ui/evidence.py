"""The evidence and the reader's choice, for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from trends import filters
from trends.api import shared_vocabulary
from trends.filters import Vocabulary
from trends.palette import LIGHT, Palette
from trends.store import Parameter, Store, shared_store


def store() -> Store:
    """Return the store all pages share."""
    return shared_store()


def vocabulary() -> Vocabulary:
    """Return the names and codes of the shared store."""
    return shared_vocabulary()


def ask(name: str, **parameters: Parameter) -> pd.DataFrame:
    """Return the answer to a question of ``queries``; filters it knows and that are not given come from the sidebar."""
    query = shared_store().queries[name]
    chosen = choice().lists()
    given = {field: chosen[field] for field in query.parameters if field in chosen and field not in parameters}
    if "kind" in query.parameters and "kind" not in parameters:
        given["kind"] = []
    return shared_store().ask(name, **given, **parameters)


@dataclass(frozen=True)
class Choice:
    """What the reader chose in the shared filters, as codes."""

    country: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    survey: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()

    def lists(self) -> dict[str, list[str]]:
        """Return the choice as query parameters."""
        return {field: list(getattr(self, field)) for field in filters.SHARED_FIELDS}

    def words(self) -> str:
        """Return the choice in words; empty where nothing is chosen."""
        return filters.describe(vocabulary(), self.lists())

    def __bool__(self) -> bool:
        return any(self.lists().values())


def choice() -> Choice:
    """Return the reader's choice in the shared filters."""
    known = vocabulary()
    chosen: Mapping[str, Sequence[object]] = {
        field: st.session_state.get(field) or [] for field in filters.SHARED_FIELDS
    }
    codes = {
        field: tuple(code for value in values if (code := known.code(field, str(value))) is not None)
        for field, values in chosen.items()
    }
    return Choice(**codes)


def palette() -> Palette:
    """Return the colours charts are made in; the reader's browser turns them where its appearance is dark."""
    return LIGHT


def is_narrow() -> bool:
    """Say whether the reader's device is a phone, as far as its browser says so."""
    return "Mobi" in st.context.headers.get("User-Agent", "")
