"""Blocks of the page on sources: each section is drawn only while it is the open one."""

import functools
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from trends.export import encode
from trends.export import tables as data_tables
from trends.request import tables as request_tables
from trends.subjects.sources import view
from trends.subjects.sources import words as source_words
from trends.ui import card, empty, reading
from trends.ui.session import base_path, choices, request
from trends.words import columns, grammar
from trends.words.text import html, markdown, say


def choose_section() -> Callable[[], None]:
    """Draw the choice of a section and return the function that draws it."""
    chosen = st.segmented_control(
        "Section", list(SECTIONS), default="Surveys", required=True, key="section", bind="query-params"
    )
    return SECTIONS.get(chosen or "", surveys)


def surveys() -> None:
    """Draw the surveys that the filters and the search select."""
    words = st.text_input(
        "Name, publisher, who answered or kind of evidence", key="find", bind="query-params", placeholder="All surveys"
    )
    search = " ".join((words or "").split())
    asked = request()
    frame = view.survey_list(asked, search)
    said, filters = view.survey_count(asked, search), asked.filter_words
    without = grammar.sentence(source_words.with_figures(frame))
    also = " ".join(part for part in (said, f"Filters: {filters}." if filters else "", without) if part)
    st.html(f'<p role="status" aria-live="polite">{html(also)}</p>')
    if frame.empty:
        empty.nothing_here("survey with such words" if words else "survey")
        return
    shown = view.survey_table(asked, search)
    reading.draw(
        shown,
        alt="Surveys with publisher, who answered and their group, kind of evidence, years and largest base",
        key="surveys",
    )
    st.caption(
        "Largest base: most that answered one edition in the chosen years, in all countries and sectors of the survey. "
        "[x] not published or not read. Age: from the last edition read to this year. Newer edition: known to be out, "
        "or expected by the rhythm of three or more editions read. The files also hold method, licence, day of reading "
        "and number of figures."
    )
    _files(frame, "surveys", "Surveys behind the figures")


def indices() -> None:
    """Draw the indices of countries, each with what to mind."""
    frame = view.rows(request(), view.INDICES)
    reading.draw(
        view.table(request(), view.INDICES),
        alt="Indices of countries with publisher, years, countries and what to mind",
        key="indices",
    )
    st.caption(
        "The filters do not apply here. Age: from the last edition read to this year. Newer edition: known to be out, "
        "or expected by the rhythm of those read. The files also hold method, licence and number of values."
    )
    _files(frame, "indices", "Indices of countries")


def registers() -> None:
    """Draw the registers and lists that cases come from."""
    frame = view.rows(request(), view.REGISTERS)
    st.markdown(markdown(source_words.inventory_words(frame)))
    reading.draw(
        view.table(request(), view.REGISTERS),
        alt="Sources of case studies with publisher, kind, cases, countries and licence",
        key="registers",
    )
    st.caption("The filters do not apply here. Where a name is no link, each of its cases names its own address.")
    _files(frame, "case_registers", "Sources of case studies")


def kinds_of_evidence() -> None:
    """Draw the kinds of evidence: what each is and how far it reaches."""
    frame = view.rows(request(), view.KINDS)
    st.markdown(
        "Every figure carries the kind of evidence behind it. No kind is a mark for good or bad work: it says for whom "
        "a figure speaks."
    )
    reading.draw(
        view.table(request(), view.KINDS), alt="Kinds of evidence with what each is and how far it reaches", key="kinds"
    )
    _files(frame.drop(columns="evidence"), "kinds_of_evidence", "Kinds of evidence")


def glossary() -> None:
    """Draw the words this dashboard uses."""
    frame = view.rows(request(), view.GLOSSARY)
    words = st.text_input("Find a word", key="word", bind="query-params", placeholder="All words", width=420)
    found = view.glossary_of(request(), " ".join((words or "").split()))
    if found.empty:
        st.markdown(markdown(say("No word here holds “{}”.", words or "")))
    else:
        reading.draw(found, alt="Glossary: terms and what they mean here", key="glossary")
    _files(frame, "glossary", "Glossary")


def dictionary() -> None:
    """Draw the columns of one table of the evidence."""
    asked = request()
    offered = view.dictionary_tables(asked)
    st.selectbox("Table", list(offered), key="table", bind="query-params", width=420, filter_mode="contains")
    name = view.dictionary_chosen(asked, choices("table"))
    st.markdown(markdown(offered[name]))
    reading.listing(view.dictionary_listing(asked, name))
    _files(asked.ask("dictionary"), "data_dictionary", "Data dictionary")


def downloads() -> None:
    """Draw the downloads of everything, and how to read the same over HTTP."""
    asked = request()
    counts = asked.row("store_counts")
    st.markdown(
        "Each file holds every row, whatever the filters, with source, licence and base. It is made on a click."
    )
    st.html(
        f'<p><a href="{html(f"{base_path()}/api/v1/everything.zip")}" download>Everything in one file</a>: each table '
        "as CSV and Parquet, described as a Data Package and as CSV on the Web.</p>"
    )
    for table in request_tables.TABLES.values():
        st.markdown(f"**{table.title}**: {counts[table.name]:,} rows, one {table.row} each")
        with st.container(horizontal=True):
            for kind in encode.FORMATS.values():
                make = functools.partial(data_tables.encoded, asked.store, asked.vocabulary, table, {}, kind.name)
                file_name = data_tables.file_name(table.name, asked.vocabulary, {}, kind.name)
                # Sixteen buttons named CSV, JSON and so on would sound alike; the names are those of the addresses.
                _button(kind, make, file_name, f"{table.name}_all", label=f"{table.name}.{kind.name}")
    st.caption("Excel takes some ten seconds for the two longest tables; Parquet is the smallest file.")
    _over_http()


def _over_http() -> None:
    asked = request()
    known = asked.vocabulary
    chosen = [(field, name) for field, names in asked.filters.names(known).items() for name in names]
    host = data_tables.origin(st.context.url) + base_path()
    findings = request_tables.TABLES["findings"]
    st.header("The same over HTTP", anchor="http")
    st.markdown(
        "Every page's filters stand in its address, and the data take the same ones: put the path of a file before "
        "them. A parameter may occur several times; codes and names both work. No key is needed."
    )
    if chosen:
        st.markdown(markdown(say("**What the filters select now** ({})", asked.filter_words)))
        card.bullets(
            [
                say(
                    "{}: [{}.csv]({})",
                    table.title,
                    table.name,
                    base_path() + data_tables.data_address(table, "csv", chosen),
                )
                for table in request_tables.TABLES.values()
            ]
        )
    example = data_tables.data_address(findings, "csv", chosen or [("country", "New Zealand")], host)
    st.code(example, language=None, wrap_lines=True)
    st.code(f'import pandas\n\nfigures = pandas.read_csv("{example}")', language="python", wrap_lines=True)
    st.markdown(
        "Other endings: `.json`, `.xlsx`, `.parquet`. Is the evidence there and which one is it: `/api/v1/health`. "
        "What a text finds: `/api/v1/search?q=skills`."
    )
    reading.listing(view.parameter_listing(asked))


def _files(frame: pd.DataFrame, name: str, title: str) -> None:
    """Offer a list as files that are made when asked for."""
    asked = request()
    selection = asked.filters.lists() if name == view.SURVEYS else {}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Download the list**: {len(frame):,} rows", width="content")
        for kind in encode.FORMATS.values():
            make = functools.partial(
                encode.encode,
                frame,
                kind.name,
                title=f"Digital Trends: {title.lower()}",
                about=data_tables.about(asked.store, asked.vocabulary, selection, len(frame)),
                columns=columns.MEANINGS,
            )
            _button(kind, make, encode.file_name(name, {}, kind.extension), name)


def _button(kind: encode.Format, make: Callable[[], Any], file_name: str, key: str, *, label: str = "") -> None:
    st.download_button(
        label or kind.label,
        data=make,
        file_name=file_name,
        mime=kind.media_type,
        on_click="ignore",
        key=f"{key}_{kind.name}",
    )


SECTIONS: dict[str, Callable[[], None]] = {
    "Surveys": surveys,
    "Indices": indices,
    "Case registers": registers,
    "Kinds of evidence": kinds_of_evidence,
    "Glossary": glossary,
    "Data dictionary": dictionary,
    "Downloads": downloads,
}
