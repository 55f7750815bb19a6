"""The evidence and the reader's choice, for pages."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from trends.figures.palette import LIGHT, Palette
from trends.request import filters
from trends.request.filters import Vocabulary
from trends.request.place import NOBODY, Self
from trends.serve.api import shared_vocabulary
from trends.store.frames import Parameter
from trends.store.store import Store
from trends.store.versions import shared_store


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


EVERYTHING = Choice()


def choice() -> Choice:
    """Return the reader's choice in the shared filters."""
    known = vocabulary()
    state = st.session_state
    chosen: Mapping[str, Sequence[object]] = {field: state.get(field) or [] for field in filters.SHARED_FIELDS}
    if not any(chosen.values()):
        return EVERYTHING
    codes = {
        field: tuple(code for value in values if (code := known.code(field, str(value))) is not None)
        for field, values in chosen.items()
    }
    return Choice(**codes)


# Where the reader's place is kept: in the session alone, never in the address.
OWN_FIELDS = {"country": "my_country", "sector": "my_sector", "size": "my_size"}


def me() -> Self:
    """Return the place the reader chose as their own; what no choice offers counts as not chosen."""
    chosen = {field: str(st.session_state.get(key) or "") for field, key in OWN_FIELDS.items()}
    if not any(chosen.values()):
        return NOBODY
    names = {field: own_choices()[field] for field in ("country", "sector")}
    country, sector = (
        next((code for code, name in names[field].items() if name == chosen[field]), "") for field in names
    )
    return Self(
        country=country,
        sector=sector,
        size=chosen["size"] if chosen["size"] in own_sizes(country, sector) else "",
        country_name=names["country"].get(country, ""),
        sector_name=names["sector"].get(sector, ""),
    )


def own_choices() -> dict[str, dict[str, str]]:
    """Return the countries and sectors a reader may call their own: name by code, by alphabet."""
    return _own_choices(store())[0]


def own_sizes(country: str, sector: str) -> list[str]:
    """Return the kinds and sizes of body that surveys of a country tell apart, those of the sector where one is given.

    Empty without a country: sizes of several countries are no one list.
    """
    sizes = _own_choices(store())[1]
    found = {size for size, where, branch in sizes if where == country and sector in {"", branch}}
    return sorted(found, key=_by_number)


@functools.lru_cache(maxsize=4)
def _own_choices(_store: Store) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, str]]]:
    known, frame = vocabulary(), _store.ask("own_places")
    names = {
        field: dict(
            sorted(
                ((str(code), known.name(field, code)) for code in frame.loc[frame["field"] == field, "code"]),
                key=lambda pair: pair[1].casefold(),
            )
        )
        for field in ("country", "sector")
    }
    sizes = frame[frame["field"] == "size"]
    listed = zip(sizes["code"], sizes["country"], sizes["sector"], strict=True)
    return names, [(str(size), str(country), str(sector)) for size, country, sector in listed]


def _by_number(size: str) -> tuple[int, str]:
    """Return what sorts sizes: words by alphabet before numbers of inhabitants from small to large."""
    digits = re.search(r"[\d,]*\d", size)
    number = int(digits[0].replace(",", "")) if digits else -1
    # «Up to 5,000» lies below «5,000 to 10,000», and «Over 500,000» above all that begin with it.
    beside = -1 if size.startswith(("Up to", "Under")) else 1 if size.startswith("Over") else 0
    return 3 * number + beside, size


_NARROW = "device_is_narrow"


def palette() -> Palette:
    """Return the colours charts are made in; the reader's browser turns them where its appearance is dark."""
    return LIGHT


def is_narrow() -> bool:
    """Say whether the reader's device is a phone, as far as its browser says so."""
    known = st.session_state.get(_NARROW)
    if known is None:
        # Asked many times in a run, and as costly as a short query.
        known = st.session_state[_NARROW] = "Mobi" in st.context.headers.get("User-Agent", "")
    return bool(known)


def base_path() -> str:
    """Return the path the dashboard lives below, as in «/trends»; empty at the root."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""
