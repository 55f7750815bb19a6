"""Blocks of the page on countries: choosing an index and a group, who stands where, the trend, the parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from trends import countries, country_parts, country_trends, index_words, indices, words
from trends import you as own_words
from trends.cards import Card
from trends.filters import FIELD_NAMES
from trends.indices import IndexFacts
from trends.ui import card, sidebar
from trends.ui.evidence import ask, choice, is_narrow, me, palette, vocabulary
from trends.ui.kept import kept

PAGE = "countries"
LIST_HEIGHT = 480
LEFT_ASIDE = ("sector", "survey")


# Compared by identity: the same question gives the same object, so that what was made of it is found again.
@dataclass(frozen=True, eq=False)
class Asked:
    """What the reader asked to compare.

    ``indicator`` is its code and ``labels`` the names of all that are offered. ``years`` has one row per edition, as
    ``queries/indicator_years.sql`` gives them; ``year`` is the edition to show and ``year_words`` what is to say of it.
    ``group`` is the row of ``queries/peer_groups.sql``, None for all countries, and ``groups`` the codes of all groups
    by name. ``chosen`` holds the names of the chosen countries by code, the one looked at first; without any it is the
    country of the reader's own place.
    """

    indicator: str
    labels: Sequence[str]
    years: pd.DataFrame
    year: int
    year_words: str
    group: Mapping[Any, Any] | None
    groups: Mapping[str, str]
    chosen: Mapping[str, str]

    @property
    def peers(self) -> str:
        """Code of the group; empty for all countries."""
        return "" if self.group is None else str(self.group["name"])


def read_choice() -> Asked | None:
    """Return what is chosen, before :func:`choose` draws the choices, so that the answer can stand above them.

    None where the filters leave no index.
    """
    labels = _group_labels()
    if not _offered():
        return None
    _understand_address(labels)
    return _asked(_chosen("indicator"), _chosen("peers"))


def choose(asked: Asked) -> None:
    """Draw the choice of index and of group, and say what the shared filters do on this page."""
    wide, small = st.columns([3, 2])
    with wide:
        st.selectbox("Index and indicator", asked.labels, key="indicator", bind="query-params")
    with small:
        st.selectbox("Compare with", list(asked.groups), key="peers", bind="query-params")
    st.caption(" ".join(_filter_words(asked)) or "Choose a country in the filters to see it among all others.")


def you(known: IndexFacts) -> str:
    """Return where the reader's own country stands; empty where none is chosen."""
    return own_words.standing(me(), known)


@kept
def answer(known: IndexFacts) -> str:
    """Return what the indicator says, in words."""
    return index_words.answer(known)


@kept
def facts(asked: Asked) -> IndexFacts:
    """Return the facts of the chosen indicator."""
    return indices.index_facts(
        asked.indicator,
        ask(
            "indicator_year",
            indicator=asked.indicator,
            year=asked.year,
            peers=asked.peers,
            country=list(asked.chosen),
        ),
        ask("indicator_source", indicator=asked.indicator).iloc[0].to_dict(),
        asked.years,
        asked.year,
        asked.chosen,
        asked.group,
        _others(asked),
    )


def standing(known: IndexFacts) -> None:
    """Draw who stands where: the dot plot, or the groups by letter, beside the map, and the full list of many."""
    left, right = st.columns(2)
    with left:
        card.draw(_standing_card(known), page=PAGE)
    with right:
        card.draw(_map_card(known), page=PAGE)
        if countries.has_full_list(known):
            _full_list(known)


def _full_list(known: IndexFacts) -> None:
    """Draw the list of all countries of the group once the reader opens it."""
    rows = known.everyone
    opened = st.expander(
        f"Full list: {len(rows)} {'country' if len(rows) == 1 else 'countries'}, {known.year}",
        key="every_country",
        on_change="rerun",
        icon=":material/list:",
    )
    if not opened.open:
        return
    with opened:
        table = countries.country_table(known, rows, narrow=is_narrow())
        st.table(
            table,
            border="horizontal",
            hide_index=True,
            height=LIST_HEIGHT,
            alt=f"Every country: {known.indicator}, {known.year}",
        )
        st.caption(f"{indices.foot(known)} · Source: [{known.source.name}]({known.source.url})")


def trend(asked: Asked, known: IndexFacts) -> None:
    """Draw the trend of the chosen countries once the reader asks for it, or say why there is none."""
    if known.letters:
        st.caption("Letters have no trend line. The full list gives the group in the edition before.")
    elif len(asked.years) == 1:
        st.caption(f"There is one edition only, {known.year}, so there is no trend.")
    elif not country_trends.compares(asked.years):
        st.caption("No two editions were made in the same way, so no trend is drawn. The download has every edition.")
    elif st.toggle("Show the trend", key="trend", bind="query-params"):
        card.draw(_trend_card(asked, known), page=PAGE)


def parts(asked: Asked, known: IndexFacts) -> None:
    """Draw the other indicators of the series for the reader's country once asked for, or say why there are none."""
    if not asked.chosen:
        st.caption("Choose a country in the filters to see what lies behind its figure.")
        return
    own = next(iter(asked.chosen))
    found = _direct_parts(asked)
    if found.empty or not known.mine or known.letters:
        st.caption(f"This index has no other figure of the same kind for {asked.chosen[own]} in {asked.year}.")
    elif st.toggle(f"Show {len(found)} other measures of this index", key="measures", bind="query-params"):
        card.draw(_parts_card(asked, known), page=PAGE)


def nothing_here() -> None:
    """Say that no index measures the chosen theme, and offer to drop it."""
    themes = [vocabulary().name("theme", code) for code in choice().theme]
    st.info(
        f"No index read here measures {' or '.join(themes)}." if themes else "No index yet.",
        icon=":material/search_off:",
    )
    if themes:
        found = len(ask("indicator_list", theme=[], country=[], year=[]))
        st.button(
            f"Without {FIELD_NAMES['theme'].lower()} {', '.join(themes)}: {found} indicators",
            on_click=sidebar.drop,
            args=("theme",),
            key="drop_theme",
        )


def no_country(known: IndexFacts) -> None:
    """Say that the index measures no country of the group, and offer to compare with all."""
    st.info(f"{known.series} measures no country of {known.group}.", icon=":material/search_off:")
    st.button("Compare with all countries", on_click=_compare_with_all, key="drop_peers")


def _compare_with_all() -> None:
    st.session_state["peers"] = indices.EVERYONE


def _filter_words(asked: Asked) -> list[str]:
    """Return what the shared filters do on this page: a sentence for each that is set."""
    chosen = choice()
    said = [asked.year_words] if asked.year_words else []
    if asked.chosen and not chosen.country:
        said.append(f"Your country, {me().country_name}, is highlighted among all others.")
    elif asked.chosen:
        first, *others = asked.chosen.values()
        beside = f" with {words.joined(others)}" if others else ""
        said.append(f"The country filter highlights {first}{beside} and leaves all others in.")
    if chosen.theme:
        said.append(f"The theme filter leaves {len(asked.labels)} indicators to choose from.")
    aside = [FIELD_NAMES[field].lower() for field in LEFT_ASIDE if chosen.lists()[field]]
    if aside:
        verb = "is" if len(aside) == 1 else "are"
        said.append(
            f"The filter{'s' * (len(aside) > 1)} of {' and '.join(aside)} {verb} left aside: an index has none."
        )
    return said


@kept
def _offered() -> dict[str, str]:
    """Return the indicators the filters leave: code by the name readers choose."""
    listed = indices.offered(ask("indicator_list", country=[], year=[]))
    return dict(zip(listed["label"], listed["indicator"], strict=True))


@kept
def _peer_groups() -> pd.DataFrame:
    return ask("peer_groups", country=_highlighted()[:1])


@kept
def _group_labels() -> dict[str, str]:
    return indices.group_labels(_peer_groups())


@kept
def _asked(label: str, peers: str) -> Asked:
    known, chosen, offered, groups = vocabulary(), choice(), _offered(), _group_labels()
    indicator = offered.get(label, next(iter(offered.values())))
    code = groups.get(peers, "")
    years = ask("indicator_years", indicator=indicator)
    year, year_words = indices.pick_year(years, [int(each) for each in chosen.year])
    return Asked(
        indicator=indicator,
        labels=list(offered),
        years=years,
        year=year,
        year_words=year_words,
        group=next((each for each in _peer_groups().to_dict("records") if each["name"] == code), None),
        groups=groups,
        chosen={country: known.name("country", country) for country in _highlighted()},
    )


def _highlighted() -> list[str]:
    """Return the countries that stand out: those of the filter, else the reader's own."""
    return list(choice().country) or ([me().country] if me().country else [])


def _others(asked: Asked) -> Mapping[Any, Any] | None:
    if asked.group is None:
        return None
    found = ask("indicator_others", indicator=asked.indicator, year=asked.year, peers=asked.peers)
    return dict(found.iloc[0].to_dict())


@kept
def _standing_card(known: IndexFacts) -> Card:
    if known.letters:
        return countries.letters_card(known)
    return countries.dots_card(known, palette(), narrow=is_narrow())


@kept
def _map_card(known: IndexFacts) -> Card:
    return countries.map_card(known, palette())


@kept
def _trend_card(asked: Asked, known: IndexFacts) -> Card:
    codes = country_trends.trend_countries(known)
    lines = ask("indicator_trend", indicator=asked.indicator, peers=asked.peers, country=codes)
    return country_trends.trend_card(known, lines, palette(), narrow=is_narrow())


@kept
def _direct_parts(asked: Asked) -> pd.DataFrame:
    own = next(iter(asked.chosen))
    return country_parts.direct_parts(
        ask("indicator_parts", indicator=asked.indicator, year=asked.year, peers=asked.peers, country=own)
    )


@kept
def _parts_card(asked: Asked, known: IndexFacts) -> Card:
    return country_parts.parts_card(known, _direct_parts(asked), palette())


def _chosen(field: str) -> str:
    """Return what a choice holds, or on the first run what the address says it will hold."""
    return str(st.session_state[field] if field in st.session_state else st.query_params.get(field, ""))


def _understand_address(labels: Mapping[str, str]) -> None:
    """Rewrite codes in the address to the names the choices bind to, before these are made."""
    known = vocabulary()
    meant = {field: st.query_params.get(field, "") for field in ("indicator", "peers")}
    indicator = known.code("indicator", meant["indicator"])
    peers = meant["peers"].strip().casefold()
    names = {
        "indicator": known.name("indicator", indicator) if indicator else "",
        "peers": next((name for name, code in labels.items() if peers in {name.casefold(), code.casefold()}), ""),
    }
    rewritten = False
    for field, name in names.items():
        if meant[field] and name not in {"", meant[field]} and field not in st.session_state:
            st.query_params[field] = name
            rewritten = True
    if rewritten:
        st.rerun()
