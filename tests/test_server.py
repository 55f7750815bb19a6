"""The server as its own process: deep links, the data beside the pages, headers, errors, and where it listens."""

import csv
import functools
import io
import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

from tests.reading import EVIDENCE
from tests.serving import (
    LOOPBACK,
    Server,
    Visitor,
    copy_of_the_dashboard,
    get,
    lines_on_requests,
    running,
    running_with_uvicorn,
)
from trends.figures import browser
from trends.paths import ROOT
from trends.request.filters import SHARED_FIELDS
from trends.serve import headers, identity, policy, serve_command
from trends.store.guard import TooManyRowsError
from trends.store.store import Store
from trends.subjects import registry

FIRST_PAGE = "overview"
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.name != "_main.py")
Address = dict[str, list[str]]

# What an address says, and what the filters must then hold.
ADDRESSES: dict[str, tuple[Address, Address]] = {
    "nothing": ({}, {}),
    "a code": ({"country": ["NZL"]}, {"country": ["New Zealand"]}),
    "names": (
        {"country": ["New Zealand"], "sector": ["Health"], "year": ["2024"]},
        {"country": ["New Zealand"], "sector": ["Health"], "year": ["2024"]},
    ),
    "codes and names in any case": (
        {"country": ["gbr", "new zealand"], "sector": ["local_government", "HEALTH"]},
        {"country": ["United Kingdom", "New Zealand"], "sector": ["Local government", "Health"]},
    ),
    "something unknown beside something known": (
        {"country": ["Atlantis", "USA"], "year": ["1066", "2024", "soon"]},
        {"country": ["United States"], "year": ["2024"]},
    ),
    "only unknown things": ({"country": ["Atlantis"], "theme": ["no_such_theme"], "survey": ["%"]}, {}),
    "junk": (
        {
            "country": [""],
            "survey": ["' or 1=1 --"],
            "theme": ["<script>alert(1)</script>"],
            "utm_source": ["mail"],
            "constructor": ["x" * 500],
        },
        {},
    ),
}
# Filters under which page and data must count the same figures.
SELECTIONS: list[Address] = [
    {},
    {"country": ["United Kingdom"]},
    {"country": ["NZL", "USA"], "year": ["2023", "2024"]},
    {"sector": ["local_government"], "theme": ["cyber_resilience"]},
    {"country": ["Andorra"], "sector": ["Health"], "year": ["2003"]},
]
FIGURES_SHOWN = re.compile(r"Showing ([\d,]+) figure")
DATA_LINK = re.compile(r"\]\((/api/v1/\w+\.csv[^)]*)\)")
REFERENCE = re.compile(r"Reference:? ([0-9a-f]{8})\b")
FAULT = "this page was made to fail"


def opened(server: Server, name: str, address: Address) -> Visitor:
    """Open a page by deep link; it must be drawn, without an error."""
    visitor = Visitor(server)
    answer = visitor.open("" if name == FIRST_PAGE else name, address)
    assert visitor.status == "ready", visitor.texts()
    assert answer["page"]["url_path"] == ("" if name == FIRST_PAGE else name)
    assert visitor.elements("exception") == []
    assert visitor.elements("error") == []
    assert len(visitor.elements("title")) == 1
    return visitor


def chosen(visitor: Visitor) -> Address:
    """Return what the shared filters hold; a filter that holds nothing is left out."""
    held = visitor.sheet()["chosen"]
    assert sorted(held) == sorted(SHARED_FIELDS)
    return {field: values for field, values in held.items() if values}


def figures_shown(visitor: Visitor) -> int:
    """Return the number of figures that the filters say are shown."""
    found = FIGURES_SHOWN.match(visitor.sheet()["status"])
    assert found
    return int(found[1].replace(",", ""))


def test_the_first_thing_a_fresh_server_is_asked_for_is_a_deep_link(
    store: Store, store_cache: Path, tmp_path: Path
) -> None:
    assert store.fingerprint
    deep = [name for name in PAGES if name != FIRST_PAGE]
    with running(tmp_path, DIGITAL_TRENDS_CACHE=str(store_cache)) as fresh:
        for name in ("concerns", *deep):
            assert chosen(opened(fresh, name, {"country": ["NZL"]})) == {"country": ["New Zealand"]}


@pytest.fixture(scope="module")
def rows_behind(server: Server) -> Callable[[str], int]:
    """Counts the rows of a file of the data; the same file is asked once."""

    @functools.cache
    def count(link: str) -> int:
        return len(list(csv.DictReader(io.StringIO(get(server.address + link).raise_for_status().text))))

    return count


@pytest.mark.parametrize("said", ADDRESSES)
@pytest.mark.parametrize("name", PAGES)
def test_a_deep_link_sets_the_filters(server: Server, rows_behind: Callable[[str], int], name: str, said: str) -> None:
    address, meant = ADDRESSES[said]
    visitor = opened(server, name, address)
    assert chosen(visitor) == meant
    link = data_link(visitor)
    page = registry.PAGES.get(name)
    if page is None or page.rows is None:
        # Its file is asked of every page and of every address, and not of every pair of them.
        assert {field: sorted(values) for field, values in parse_qs(urlsplit(link).query).items()} == {
            field: sorted(values) for field, values in meant.items()
        }
    if said == "nothing" or name == FIRST_PAGE:
        rows_behind(link)
    # The filters count the figures of surveys, whichever rows the view draws: those of its link where these are figures.
    chosen_again = f"/api/v1/findings.csv?{urlencode(sorted(meant.items()), doseq=True)}"
    own = urlsplit(link).path.endswith("/findings.csv") and page is not None and page.rows is not None
    assert rows_behind(link if own else chosen_again) == figures_shown(visitor)


def data_link(visitor: Visitor) -> str:
    (link,) = [found[1] for text in visitor.texts() if (found := DATA_LINK.search(text))]
    return link


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_pages_and_data_count_the_same_figures(server: Server, selection: Address) -> None:
    answered = get(f"{server.address}/api/v1/findings.json", params=selection)
    rows = answered.raise_for_status().json()
    for name in (FIRST_PAGE, "sources"):
        assert figures_shown(opened(server, name, selection)) == len(rows)


def test_filters_change_what_is_counted(server: Server) -> None:
    counts = [figures_shown(opened(server, FIRST_PAGE, selection)) for selection in SELECTIONS]
    assert counts[-1] == 0
    assert len(set(counts)) == len(counts)


def test_a_filter_set_on_a_page_changes_the_data_link_and_can_be_cleared(server: Server) -> None:
    everything = figures_shown(opened(server, "concerns", {}))
    visitor = opened(server, "concerns", {"country": ["United Kingdom"]})
    assert figures_shown(visitor) < everything
    assert data_link(visitor) == "/api/v1/findings.csv?country=United+Kingdom"
    visitor.press("chip_country_0_United Kingdom")
    assert figures_shown(visitor) == everything
    assert data_link(visitor) == "/api/v1/findings.csv"


def test_what_a_page_passes_over_the_data_refuse(server: Server) -> None:
    answered = get(f"{server.address}/api/v1/findings.csv", params={"country": "Atlantis", "utm_source": "mail"})
    assert answered.status_code == 400
    assert [problem["parameter"] for problem in answered.json()["errors"]] == ["country", "utm_source"]


@pytest.mark.parametrize("table", ["findings", "indicators", "cases", "answers"])
def test_an_address_of_a_page_is_one_of_every_table(server: Server, table: str) -> None:
    """A page's link and its data's link differ only in the path."""
    for address in (ADDRESSES["codes and names in any case"][0], ADDRESSES["names"][0]):
        answered = get(f"{server.address}/api/v1/{table}.csv", params=address)
        assert answered.status_code == 200, answered.text
        assert f"-{table}-" in answered.headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "led_to"),
    [
        ("/places/new-zealand", "/places?place=New+Zealand"),
        ("/places/New-Zealand?sector=health&sector=justice", "/places?place=New+Zealand&sector=health&sector=justice"),
        ("/places/nzl?place=Norway&theme=cyber_resilience", "/places?place=New+Zealand&theme=cyber_resilience"),
        ("/places/cote-d-ivoire", "/places?place=C%C3%B4te+d%E2%80%99Ivoire"),
    ],
)
def test_a_place_has_an_address_of_its_own(server: Server, path: str, led_to: str) -> None:
    answered = get(server.address + path)
    assert answered.status_code == 302
    assert urljoin(server.address + path, answered.headers["location"]) == server.address + led_to


@pytest.mark.parametrize(
    ("path", "led_to"),
    [
        ("/places/holland", "/places/netherlands"),
        ("/places/UK?year=2024&year=2023", "/places/united-kingdom?year=2024&year=2023"),
        ("/places/korea", "/places/south-korea"),
        ("/places/czech-republic", "/places/czechia"),
        ("/places/aotearoa", "/places/new-zealand"),
        ("/places/New%20Zealand", "/places/new-zealand"),
        ("/places/t%C3%BCrkiye", "/places/turkiye"),
        ("/places/turkey", "/places/turkiye"),
    ],
)
def test_another_name_of_a_place_leads_for_good_to_its_address(server: Server, path: str, led_to: str) -> None:
    answered = get(server.address + path)
    assert answered.status_code == 308
    assert urljoin(server.address + path, answered.headers["location"]) == server.address + led_to
    assert get(server.address + led_to).status_code == 302


def test_an_address_of_no_place_is_not_found(server: Server) -> None:
    answered = get(f"{server.address}/places/new-zeland<b>")
    assert answered.status_code == 404
    assert answered.headers["content-type"].startswith("text/html")
    assert "“new-zeland&lt;b&gt;”" in answered.text
    assert '<a href="/places?place=New+Zealand">' in get(f"{server.address}/places/new-zeland").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/places/new-zealand", 302),
        ("/places/atlantis", 404),
        ("/concerns?country=NZL", 200),
        ("/_stcore/health", 200),
        ("/api/v1/health", 200),
        ("/api/v1/findings.csv?country=NZL", 200),
        ("/api/v1/findings.csv?country=Atlantis", 400),
        ("/api/v1/nothing.csv", 404),
        ("/shapes/countries.geojson", 200),
        (f"/{browser.CHART_ADDRESS}", 200),
        ("/assets/nothing.js", 404),
        # HTML of our own, which is not taken for Streamlit's page at an address where nothing is.
        ("/briefing.html?finding=movers/shares", 200),
        ("/nothing/here", 404),
    ],
)
def test_every_answer_has_the_headers(server: Server, path: str, status: int) -> None:
    answered = get(server.address + path)
    assert answered.status_code == status
    for name, value in policy.ALWAYS.items():
        assert answered.headers[name] == value


@pytest.mark.parametrize("path", [route.path for route in headers.routes("") if "{" not in route.path])
def test_every_route_answers_through_the_whole_server(server: Server, path: str) -> None:
    """What stands between routes and readers takes none of their answers for a page that is not there."""
    answered = get(server.address + path)
    # Nothing is at the one, and no setting names anybody for the other.
    assert answered.status_code == (404 if path in {"/api", identity.SECURITY} else 200), answered.text[:300]


def test_health_tells_which_evidence_is_open(server: Server, store: Store) -> None:
    told = get(f"{server.address}/api/v1/health").json()
    assert told["status"] == "ok"
    assert told["fingerprint"] == store.fingerprint
    assert told["counts"]["findings"] == store.ask("store_counts")["findings"].iloc[0]


@pytest.fixture(scope="module")
def faulty(store: Store, store_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A copy of the dashboard: Concerns raises, figures have no query, kinds of evidence and answers too many rows."""
    assert store.fingerprint
    folder = tmp_path_factory.mktemp("faulty")
    copy = copy_of_the_dashboard(folder / "copy")
    (copy / "pages" / "concerns.py").write_text(f'raise ValueError("{FAULT}")\n')
    (copy / "queries" / "export" / "findings.sql").unlink()
    many = (("export/answers", "chosen_replies", 6_000), ("sources/evidence_kind_list", "evidence_kinds", 100_000))
    for query, relation, times in many:
        file = copy / "queries" / f"{query}.sql"
        file.write_text(file.read_text().replace(f"from {relation}", f"from {relation} cross join range({times})"))
    with running(folder, root=copy, **evidence(store_cache)) as started:
        yield started


def evidence(store_cache: Path) -> dict[str, str]:
    """Return the settings by which a copy of the dashboard finds the project's own evidence."""
    return {"DIGITAL_TRENDS_DATA": str(EVIDENCE), "DIGITAL_TRENDS_CACHE": str(store_cache)}


def test_a_page_that_fails_shows_a_reference_and_the_log_holds_the_trace(faulty: Server) -> None:
    visitor = Visitor(faulty)
    visitor.open("concerns", {"country": ["NZL"]})
    (shown,) = visitor.elements("error")
    text = str(shown["props"]["body"])
    assert text.startswith("This page could not be drawn.")
    reference = REFERENCE.search(text)
    assert reference
    assert visitor.elements("exception") == []
    assert FAULT not in str(visitor.tree)
    log = faulty.log.read_text()
    trace = log[log.index(f"Reference {reference[1]}") :]
    assert "Traceback" in trace
    assert f"ValueError: {FAULT}" in trace
    # The filters still stand, and the other pages too.
    assert chosen(visitor) == {"country": ["New Zealand"]}
    opened(faulty, "priorities", {"country": ["NZL"]})


def test_data_that_fail_answer_with_a_reference_and_the_log_holds_the_trace(faulty: Server) -> None:
    answered = get(f"{faulty.address}/api/v1/findings.csv")
    assert answered.status_code == 500
    (problem,) = answered.json()["errors"]
    reference = REFERENCE.search(problem["message"])
    assert reference
    assert "There is no question findings" not in answered.text
    log = faulty.log.read_text()
    assert "There is no question findings" in log[log.index(f"Reference {reference[1]}") :]
    assert get(f"{faulty.address}/api/v1/cases.csv").status_code == 200


def test_a_page_whose_question_was_stopped_says_what_to_choose(faulty: Server) -> None:
    visitor = Visitor(faulty)
    visitor.open("sources")
    (shown,) = visitor.elements("error")
    text = str(shown["props"]["body"])
    assert text.startswith(f"This page could not be drawn. {TooManyRowsError.to_readers} Reference: ")
    reference = REFERENCE.search(text)
    assert reference
    log = faulty.log.read_text()
    assert "TooManyRowsError: The question evidence_kind_list has" in log[log.index(f"Reference {reference[1]}") :]


def test_data_whose_question_was_stopped_say_what_to_choose(faulty: Server) -> None:
    answered = get(f"{faulty.address}/api/v1/answers.csv", params={"country": "KEN"})
    assert answered.status_code == 400
    (problem,) = answered.json()["errors"]
    assert problem["message"].startswith(f"{TooManyRowsError.to_readers} Reference ")


def test_uvicorn_serves_the_same(server: Server, store: Store, store_cache: Path, tmp_path: Path) -> None:
    copy = copy_of_the_dashboard(tmp_path / "copy")
    settings = copy / ".streamlit" / "config.toml"
    settings.write_text(settings.read_text().replace("[server]\n", "[server]\nenableAgentApi = true\n"))
    with running_with_uvicorn(tmp_path, root=copy, **evidence(store_cache)) as other:
        page = get(f"{other.address}/concerns?country=NZL")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert '<div id="root">' in page.text
        assert chosen(opened(other, "concerns", {"country": ["NZL"]})) == {"country": ["New Zealand"]}
        assert get(f"{other.address}/api/v1/health").json()["fingerprint"] == store.fingerprint
        rows = get(f"{other.address}/api/v1/findings.json", params={"country": "NZL"}).json()
        assert {row["country"] for row in rows} == {"NZL"}
    # The other one was started by Streamlit; neither says who asked for what.
    assert lines_on_requests(other) == lines_on_requests(server) == []


def test_the_tests_server_listens_on_loopback_only(server: Server) -> None:
    port = int(server.address.rpartition(":")[2])
    # Every address of 127/8 is this machine's: a server on all addresses answers there too, as this one shows.
    with closing(socket.create_server(("", 0))) as everywhere:
        if not answers("127.0.0.2", everywhere.getsockname()[1]):
            pytest.skip("This machine has a single loopback address, so there is nothing to tell the two apart by.")
    assert answers(LOOPBACK, port)
    assert not answers("127.0.0.2", port)


def answers(address: str, port: int) -> bool:
    with closing(socket.socket()) as caller:
        caller.settimeout(5)
        return caller.connect_ex((address, port)) == 0


def test_the_process_ends_with_its_block(store: Store, store_cache: Path, tmp_path: Path) -> None:
    assert store.fingerprint
    with running(tmp_path, DIGITAL_TRENDS_CACHE=str(store_cache)) as brief:
        os.kill(brief.process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(brief.process, 0)
    assert not answers(LOOPBACK, int(brief.address.rpartition(":")[2]))


def test_a_page_carries_the_style_sheet_and_the_script_from_the_start(server: Server) -> None:
    asked = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    first = get(server.address + "/concerns", headers=asked)
    head = first.text.partition("</head>")[0]
    for name in (
        "page.css",
        "fields.css",
        "search.css",
        "tables.css",
        "page.js",
        "turned.js",
        "search.js",
        "tables.js",
        "cards.js",
    ):
        assert (ROOT / "trends" / "ui" / name).read_text() in head
    # Streamlit's part stays the same when a style changes, so a browser must not take it for the whole.
    again = get(server.address + "/concerns", headers=asked | {"If-None-Match": '"any"', "Range": "bytes=0-9"})
    assert again.status_code == 200
    # But for the mark of its scripts, which is new each time.
    assert without_marks(again.text) == without_marks(first.text)
    assert "etag" not in first.headers


def without_marks(page: str) -> str:
    return re.sub(r'<script nonce="[^"]+"', "<script", page)


@pytest.mark.parametrize("address", [browser.CHART_ADDRESS, browser.PLOTLY_ADDRESS])
def test_what_draws_charts_is_served_packed_and_plain_and_for_good(server: Server, address: str) -> None:
    packed, plain = (
        get(f"{server.address}/{address}", headers={"Accept-Encoding": encoding}) for encoding in ("gzip", "identity")
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert "immutable" in plain.headers["cache-control"]


@pytest.mark.parametrize("address", ["127.0.0.1", ""])
def test_no_answer_waits_until_its_beginning_is_acknowledged(address: str) -> None:
    with serve_command.listen(address, 0) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_below_a_path_pages_data_and_scripts_are_there_too(store: Store, store_cache: Path, tmp_path: Path) -> None:
    assert store.fingerprint
    with running(
        tmp_path,
        "--server.baseUrlPath",
        "trends",
        health="/trends/_stcore/health",
        DIGITAL_TRENDS_CACHE=str(store_cache),
    ) as below:
        for path in ("/api/v1/health", f"/{browser.CHART_ADDRESS}", "/shapes/countries.geojson"):
            answered = get(f"{below.address}/trends{path}")
            assert answered.status_code == 200
            assert "html" not in answered.headers["content-type"]
        assert get(f"{below.address}/trends/api/v1/").status_code == 200
        led = f"{below.address}/trends/places/norway"
        assert urljoin(led, get(led).headers["location"]) == f"{below.address}/trends/places?place=Norway"
        page = get(f"{below.address}/trends/concerns", headers={"Accept": "text/html"}).text
        assert 'BACKEND_BASE_URL: new URL("/trends/", location.origin)' in page
        assert "stSidebarNavLink" in page.partition("</head>")[0]
