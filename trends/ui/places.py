"""Blocks of the page on countries: choosing an index and a group, who stands where, the trend, the parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from trends import countries, indices, words
from trends.filters import FIELD_NAMES
from trends.indices import IndexFacts
from trends.ui import card, sidebar
from trends.ui.evidence import ask, choice, is_narrow, palette, vocabulary

PAGE = "countries"
LIST_HEIGHT = 480
LEFT_ASIDE = ("sector", "survey")


@dataclass(frozen=True)
class Asked:
    """What the reader asked to compare.

    ``years`` has one row per edition, as ``queries/indicator_years.sql`` gives them; ``year`` is the edition to show.
    ``group`` is the row of ``queries/peer_groups.sql``, None for all countries. ``chosen`` holds the names of the
    chosen countries by code, the reader's own first.
    """

    indicator: str
    years: pd.DataFrame
    year: int
    group: Mapping[Any, Any] | None
    chosen: Mapping[str, str]

    @property
    def peers(self) -> str:
        """Code of the group; empty for all countries."""
        return "" if self.group is None else str(self.group["name"])


def choose() -> Asked | None:
    """Draw the choice of index and of group, and return what is chosen; None where the filters leave no index."""
    known, chosen = vocabulary(), choice()
    listed = indices.offered(ask("indicator_list", country=[], year=[]))
    if listed.empty:
        return None
    groups = ask("peer_groups", country=list(chosen.country[:1]))
    labels = indices.group_labels(groups)
    _understand_address(labels)
    wide, small = st.columns([3, 2])
    with wide:
        label = st.selectbox("Index and indicator", listed["label"].tolist(), key="indicator", bind="query-params")
    with small:
        group = st.selectbox("Compare with", list(labels), key="peers", bind="query-params")
    row = next((row for row in listed.to_dict("records") if row["label"] == label), listed.iloc[0].to_dict())
    code = labels.get(str(group), "")
    years = ask("indicator_years", indicator=str(row["indicator"]))
    year, said = indices.pick_year(years, [int(each) for each in chosen.year])
    _say_filters(said, len(listed))
    return Asked(
        indicator=str(row["indicator"]),
        years=years,
        year=year,
        group=next((each for each in groups.to_dict("records") if each["name"] == code), None),
        chosen={country: known.name("country", country) for country in chosen.country},
    )


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
    )


def standing(known: IndexFacts) -> None:
    """Draw who stands where: the dot plot, or the groups by letter, beside the map, and the full list of many."""
    narrow = is_narrow()
    left, right = st.columns(2)
    with left:
        lead = countries.letters_card(known) if known.letters else countries.dots_card(known, palette(), narrow=narrow)
        card.draw(lead, page=PAGE)
    with right:
        card.draw(countries.map_card(known, palette(), narrow=narrow), page=PAGE)
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
    elif not countries.compares(asked.years):
        st.caption("No two editions were made in the same way, so no trend is drawn. The download has every edition.")
    elif st.toggle("Show the trend", key="trend", bind="query-params"):
        codes = countries.trend_countries(known, narrow=is_narrow())
        lines = ask("indicator_trend", indicator=asked.indicator, peers=asked.peers, country=codes)
        card.draw(countries.trend_card(known, lines, palette(), narrow=is_narrow()), page=PAGE)


def parts(asked: Asked, known: IndexFacts) -> None:
    """Draw the other indicators of the series for the reader's country once asked for, or say why there are none."""
    if not asked.chosen:
        st.caption("Choose a country in the filters to see what lies behind its figure.")
        return
    own = next(iter(asked.chosen))
    found = countries.direct_parts(
        ask("indicator_parts", indicator=asked.indicator, year=asked.year, peers=asked.peers, country=own)
    )
    if found.empty or not known.mine or known.letters:
        st.caption(f"This index has no other figure of the same kind for {asked.chosen[own]} in {asked.year}.")
    elif st.toggle(f"Show {len(found)} other measures of this index", key="measures", bind="query-params"):
        card.draw(countries.parts_card(known, found, palette(), narrow=is_narrow()), page=PAGE)


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


def _say_filters(year_words: str, offered: int) -> None:
    """Say what the shared filters do on this page, where one is set."""
    known, chosen = vocabulary(), choice()
    said = [year_words] if year_words else []
    if chosen.country:
        first, *others = [known.name("country", code) for code in chosen.country]
        beside = f" with {words.joined(others)}" if others else ""
        said.append(f"The country filter highlights {first}{beside} and leaves all others in.")
    if chosen.theme:
        said.append(f"The theme filter leaves {offered} indicators to choose from.")
    aside = [FIELD_NAMES[field].lower() for field in LEFT_ASIDE if chosen.lists()[field]]
    if aside:
        verb = "is" if len(aside) == 1 else "are"
        said.append(
            f"The filter{'s' * (len(aside) > 1)} of {' and '.join(aside)} {verb} left aside: an index has none."
        )
    st.caption(" ".join(said) or "Choose a country in the filters to see it among all others.")


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
