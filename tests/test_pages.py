"""Every page in process, on the project's own evidence: what it shows untouched, filtered and when nothing is left.

The pages are those in ``pages``: a new one is tested without a word here.
"""

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests import sheet
from tests.drawn import charts_of, is_card, is_table, parts_of, tables_alone, texts_of_markup
from tests.reading import EVIDENCE, reading
from trends.figures.palette import DARK_OF_LIGHT
from trends.paths import ROOT
from trends.request.filters import SHARED_FIELDS
from trends.request.request import vocabulary_of
from trends.store.store import Store
from trends.store.versions import current

FIRST_PAGE = "overview"
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.name != "_main.py")
MOST_CHARTS = 4
MOST_BYTES_OF_A_FIGURE = 20 * 1024
ALT_LENGTHS = range(20, 161)
MOST_LINES = {"pages": 80, "app.py": 60}

# Fields of an element that a reader never sees: identities, addresses of pages and files, looks.
UNSEEN = {
    "anchor",
    "body_size",
    "color",
    "component_name",
    "config",
    "css_content",
    "data",
    "element_id",
    "form_id",
    "icon",
    "id",
    "js_content",
    "json",
    "key",
    "page",
    "page_script_hash",
    "query_param_key",
    "query_string",
    "spec",
    "tag",
    "type",
    "url",
    "user_key",
    "uuid",
}
# Of a figure, readers see what its marks and axes say.
SEEN_IN_FIGURES = {"customdata", "hovertext", "name", "text", "ticktext", "title"}
ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+|/api/v1/[^\s\])]*|<[^>]*>|:material/\w+:")
COLOR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|rgba?\([^)]*\)")
CODE = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
COUNTRY_CODE = re.compile(r"\b[A-Z]{3}\b")
FIGURES_SHOWN = re.compile(r"Showing ([\d,]+) figure")


@pytest.fixture(scope="module", autouse=True)
def _evidence(store: Store, store_cache: Path) -> Iterator[None]:
    """Let the pages of this module read the store that all tests share."""
    with reading(store, store_cache):
        yield


def open_page(name: str, **address: list[str]) -> AppTest:
    """Open a page by its address."""
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120)
    if name != FIRST_PAGE:
        app.switch_page(f"{name}.py")
    for field, values in address.items():
        app.query_params[field] = values
    return app.run()


def drawn(app: AppTest) -> AppTest:
    """Return the page after making sure that it was drawn as every page must be, whatever the filters."""
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    assert len(app.title) == 1, [title.value for title in app.title]
    for chart in charts_of(app):
        assert len(chart["alt"]) in ALT_LENGTHS, f"{len(chart['alt'])} characters: {chart['alt']}"
        assert chart["title"], chart["alt"]
        for drawing in chart["drawings"]:
            figure = drawing["figure"]
            assert len(figure.encode()) <= MOST_BYTES_OF_A_FIGURE, chart["alt"]
            assert set(COLOR.findall(figure)) <= set(DARK_OF_LIGHT), "a colour has no counterpart on dark pages"
        assert chart["foot"][-1].startswith(("Source: ", "Sources: ")), chart["alt"]
        assert "each row names its own" not in chart["foot"][-1], "an image has no rows that could be asked"
    assert codes_shown(app) == []
    return app


def codes_shown(app: AppTest) -> list[str]:
    """Return the texts of a page that hold a code where a reader expects a name."""
    countries = set(vocabulary_of(current()).names["country"]) - names_like_codes()
    found = []
    for text in shown(app):
        if text.startswith("<style>"):
            continue  # a browser reads it, nobody else
        words = ADDRESS.sub(" ", text)
        if set(CODE.findall(words)) - codes_in_titles() or countries.intersection(COUNTRY_CODE.findall(words)):
            found.append(text)
    return found


@functools.cache
def codes_in_titles() -> set[str]:
    """Return what looks like a code and is part of what a publisher calls a source, such as the name of a data set."""
    titles = pd.read_csv(EVIDENCE / "sources.csv", dtype=str, keep_default_na=False)["title"]
    return set(CODE.findall(" ".join(titles)))


@functools.cache
def names_like_codes() -> set[str]:
    """Return what looks like a code of a country and is part of a name in the evidence, such as the publisher NIC.br."""
    # Other names of countries, such as USA, are understood and never shown.
    paths = [path for path in sorted(EVIDENCE.glob("*.csv")) if path.stem != "country_names"]
    tables = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths]
    columns = [table[column].unique() for table in tables for column in table.columns if column != "country"]
    return {word for column in columns for word in COUNTRY_CODE.findall(" ".join(column))}


def figures_shown(app: AppTest) -> int:
    """Return the number of figures that the filters say are shown."""
    (number,) = [int(found[1].replace(",", "")) for text in shown(app) if (found := FIGURES_SHOWN.search(text))]
    return number


def drawn_parts(app: AppTest) -> tuple[int, int]:
    """Return the number of charts and of tables on a page."""
    return len(charts_of(app)), len(tables_alone(app)) + len(parts_of(app))


@functools.cache
def untouched_parts(name: str) -> tuple[int, int]:
    """Return the number of charts and of tables on a page without filters."""
    return drawn_parts(open_page(name))


def shown(app: AppTest) -> list[str]:
    """Return every text of the page: of elements, options, tables, figures and alternatives."""
    texts: list[str] = []
    for node in app._tree:  # noqa: SLF001 - there is no other way to all elements, of kinds yet unknown too
        if node.type == "bidi_component":
            given = json.loads(node.proto.json)
            if sheet.is_sheet(node):
                texts += sheet.texts(given)
            texts += [given.get("title", ""), *texts_of_markup(given.get("markup", ""))]
            for drawing in given.get("drawings", []):
                texts += texts_of_figure(json.loads(drawing["figure"]))
            if "drawings" in given:
                texts += [given["alt"], given["subtitle"], *given["foot"], *given["small"], given["signed"]["filters"]]
                for words in (given["known"], given["said"], given["under"], given["below"]):
                    texts += texts_of_markup(words)
            if is_card(given) or is_table(given):
                texts.append(given["table"]["label"])
                for part in ("head", "body", "below"):
                    texts += texts_of_markup(given["table"][part])
        texts += texts_of_message(getattr(node, "proto", None))
    return texts


def texts_of_message(message: Any) -> list[str]:
    texts: list[str] = []
    for field, value in message.ListFields() if hasattr(message, "ListFields") else ():
        if field.name in UNSEEN:
            continue
        for each in value if isinstance(value, (list, tuple)) or hasattr(value, "append") else [value]:
            if isinstance(each, str):
                texts.append(each)
            else:
                texts += texts_of_message(each)
    return texts


def texts_of_figure(part: Any, *, seen: bool = False) -> list[str]:
    if isinstance(part, str):
        return [part] if seen else []
    if isinstance(part, dict):
        return [
            text
            for key, value in part.items()
            if key != "template"
            for text in texts_of_figure(value, seen=seen or key in SEEN_IN_FIGURES)
        ]
    if isinstance(part, list):
        return [text for each in part for text in texts_of_figure(each, seen=seen)]
    return []


@pytest.fixture(scope="module")
def choices(store: Store) -> dict[str, dict[str, list[str]]]:
    """The two most and the two least common values of each shared filter, by name."""
    names = vocabulary_of(current()).names
    every = dict.fromkeys(SHARED_FIELDS, [])
    listed = store.ask(
        "filter_options", **{name: every.get(name, []) for name in store.queries["filter_options"].parameters}
    )
    found: dict[str, dict[str, list[str]]] = {}
    for field, rows in listed[listed["figures"] > 0].groupby("field"):
        ordered = rows.sort_values(["figures", "code"], ascending=False)["code"]
        common, rare = list(ordered[:2]), list(ordered[-2:])
        found[str(field)] = {
            "common": [names[str(field)][code] for code in common],
            "rare": [names[str(field)][code] for code in rare],
        }
    return found


def test_there_are_pages() -> None:
    assert FIRST_PAGE in PAGES
    assert len(PAGES) >= 10


@pytest.mark.parametrize("name", PAGES)
def test_untouched_a_page_answers(name: str, store: Store) -> None:
    app = drawn(open_page(name))
    title = app.title[0].value
    assert re.fullmatch(r"[A-Z][^_]+", title), title
    assert len(title.split()) >= 3, title
    assert len(charts_of(app)) <= MOST_CHARTS
    assert figures_shown(app) == store.ask("store_counts")["findings"].iloc[0]


@pytest.mark.parametrize("field", SHARED_FIELDS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_follows_each_filter(
    name: str, field: str, choices: dict[str, dict[str, list[str]]], store: Store
) -> None:
    everything = store.ask("store_counts")["findings"].iloc[0]
    app: AppTest | None = None
    for values in choices[field].values():
        # The first choice comes by the address, the next by hand.
        if app is None:
            app = open_page(name, **{field: values})
        else:
            sheet.choose(app, field, values)
        drawn(app)
        assert len(charts_of(app)) <= MOST_CHARTS
        assert 0 < figures_shown(app) < everything
        assert app.session_state[field] == values


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_left_with_nothing_offers_a_way_back(name: str, store: Store) -> None:
    """All five filters at once, which no figure, answer or case fits."""
    untouched = untouched_parts(name)
    app = drawn(open_page(name, **nothing_fits(store)))
    assert figures_shown(app) == 0
    if any(drawn_parts(app)) or not any(untouched):
        pytest.skip("This page has something to show whatever the filters.")
    assert missing_said(app), "The page does not say that it is empty because of the filters."
    press_way_back(app)
    assert drawn_parts(drawn(app)) == untouched
    assert not missing_said(app)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_offers_to_drop_the_one_filter_in_the_way(name: str, store: Store) -> None:
    """A country of which much is known, and a year from which nothing of it is."""
    country, year = country_without_year(store)
    app = drawn(open_page(name, country=[country], year=[year]))
    if any(drawn_parts(app)) or not any(untouched_parts(name)):
        pytest.skip("This page has something to show whatever the filters.")
    assert missing_said(app), "The page does not say that it is empty because of the filters."
    offers = [button for button in ways_back(app) if year in button.label]
    if not offers:
        # On a page with a theme or sector of its own, dropping one filter may still leave nothing of that.
        assert ways_back(app)
        pytest.skip("Dropping a single filter would not help here; clearing all is offered.")
    (offered,) = offers
    app = offered.click().run()
    assert any(drawn_parts(drawn(app)))
    assert not missing_said(app)
    assert app.session_state["country"] == [country]
    assert app.session_state["year"] == []


def missing_said(app: AppTest) -> list[str]:
    return [said.value for said in app.main.info]


def ways_back(app: AppTest) -> list[Any]:
    return [button for button in app.main.button if button.key and button.key.startswith(("drop_", "clear_"))]


def press_way_back(app: AppTest) -> None:
    ways = ways_back(app)
    assert ways, "The page offers no button that takes a filter back."
    ways[0].click().run()


def nothing_fits(store: Store) -> dict[str, list[str]]:
    """Return a choice in every filter that exists by itself and leaves nothing together with the others."""
    country, year = country_without_year(store)
    rows = store.ask("findings", **dict.fromkeys(store.queries["findings"].parameters, []))
    names = vocabulary_of(current()).names
    # The survey with the fewest figures, of another country and year, and a sector and theme it does not have.
    small = rows["survey"].value_counts(ascending=True)
    survey = next(each for each in small.index if country not in set(rows.loc[rows["survey"] == each, "country_name"]))
    here = rows[rows["survey"] == survey]
    return {
        "country": [country],
        "year": [year],
        "survey": [names["survey"][survey]],
        "sector": [next(name for code, name in names["sector"].items() if code not in set(here["sector"]))],
        "theme": [next(name for code, name in names["theme"].items() if code not in set(here["theme"]))],
    }


def country_without_year(store: Store) -> tuple[str, str]:
    """Return the country with the most figures of those that have none from the year with the fewest."""
    rows = store.ask("findings", **dict.fromkeys(store.queries["findings"].parameters, []))
    year = rows["year"].value_counts().index[-1]
    others = rows[~rows["country_name"].isin(rows.loc[rows["year"] == year, "country_name"])]
    return str(others["country_name"].value_counts().index[0]), str(year)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_short(name: str) -> None:
    assert len((ROOT / "pages" / f"{name}.py").read_text().splitlines()) < MOST_LINES["pages"]


def test_the_server_and_the_router_are_short() -> None:
    assert len((ROOT / "app.py").read_text().splitlines()) < MOST_LINES["app.py"]
    assert len((ROOT / "pages" / "_main.py").read_text().splitlines()) < MOST_LINES["pages"]


def test_codes_would_be_found_wherever_they_stood() -> None:
    app = AppTest.from_string(PAGE_WITH_CODES).run()
    assert not app.exception
    assert len(codes_shown(app)) == PAGE_WITH_CODES.count("GBR") + PAGE_WITH_CODES.count("local_government")


PAGE_WITH_CODES = """
import streamlit as st

from trends.figures.base import Drawing
from trends.cards.table import Table
from trends.ui import drawn, markup, parts, reading

st.title("GBR")
st.markdown("United Kingdom (GBR)")
st.markdown('<p role="status">Figures of GBR</p>', unsafe_allow_html=True)
st.selectbox("Sector", ["Health", "local_government"])
st.multiselect("GBR", ["Health"])
reading.draw(Table.of({"local_government": ["GBR"]}), alt="Bars", key="alone")
markup.draw("<dl><dt>GBR</dt></dl>", key="figures", height=10)
st.tabs(["GBR"])
st.button("Without GBR")
st.expander("local_government")
figures = ['{"data": [{"type": "bar", "x": [1], "text": ["GBR"]}]}', '{"data": [{"type": "bar", "x": [2]}]}']
image = {"title": "Bars", "subtitle": "", "foot": [], "name": "bars"}
around = {"anchor": "bars", "level": 2, "actions": {}}
empty, coded = drawn.Read("Bars", "", [], ""), drawn.Read("GBR", "<th>GBR</th>", ["<td>GBR</td>"], "<p>GBR</p>")
first = drawn.DrawnCard(
    [Drawing(figures[0], 100, 0)], empty, "", drawn.CardWords("Bars", "", ""), {**image, "alt": "Bars", "small": ["GBR"]}
)
words = drawn.CardWords("GBR", "<b>GBR</b>", "<p>GBR</p>")
second = drawn.DrawnCard(
    [Drawing(figures[1], 100, 0)], coded, "<p>GBR</p>", words, {**image, "alt": "Bars of GBR", "small": []}
)
parts.draw(first, key="first", signed={"filters": "GBR"}, **around)
parts.draw(second, key="second", signed={"filters": ""}, **around)
st.caption("[Names are fine](https://example.org/local_gov/GB_R)")
"""


def test_the_table_of_themes_follows_the_filters() -> None:
    app = open_page("priorities")

    def table_of(countries: list[str]) -> str:
        sheet.choose(app, "country", countries)
        return tables_alone(drawn(app))[-1].to_csv()

    everywhere, canada, states = table_of([]), table_of(["Canada"]), table_of(["United States"])
    assert len({everywhere, canada, states}) == 3
    # What was drawn once is drawn again, and it is the same.
    assert (table_of([]), table_of(["Canada"])) == (everywhere, canada)
