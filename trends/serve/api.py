"""The data over HTTP: the same rows and files as the pages' downloads, through the same code.

======================================  ========================================================================
``/api/v1/health``                      fingerprint of the evidence and the rows of its main tables
``/api/v1/ready``                       whether readers may be led here; asks every table and the file they lie in
``/api/v1/<table>.<format>``            findings, indicators, cases or answers as csv, json, xlsx or parquet;
                                        parameters as in the pages' addresses, repeated for several values
``/api/v1/<table>.csv-metadata.json``   what that CSV holds, as CSV on the Web; same parameters
``/api/v1/search?q=…``                  what a text finds, by kind, each with the address of its page; with
                                        ``kind=`` and ``from=`` all of one kind, a hundred at a time
``/places/<name>``                      leads to the page of a country or group, ``/places/new-zealand``;
                                        so do its other names
``/shapes/countries.geojson``           country shapes for the maps
``/names/countries.json``               names by which countries are known, for the fields that choose them
``/assets/<name>-<version>.js``         what draws the charts
======================================  ========================================================================
"""

import functools
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode

import duckdb
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from trends.export import csvw
from trends.export import tables as data_tables
from trends.export.encode import FORMATS
from trends.paths import SHAPES
from trends.request import tables as request_tables
from trends.request.cut import OPTIONS, WHOLE, Cut, read_cut
from trends.request.filters import FilterError, read_parameters
from trends.request.request import Request as Evidence
from trends.request.request import vocabulary_of
from trends.request.tables import DataTable
from trends.serve import assets, policy, sharing, unknown
from trends.serve.file_answers import FEW_ROWS, File, sent_file
from trends.serve.file_worker import METADATA, Job
from trends.serve.hosts import base_of
from trends.serve.kept_answers import CACHE_CONTROL, Answer, sent
from trends.serve.problems import API, RETRY_SECONDS, refused
from trends.store.guard import GuardError
from trends.store.versions import VERSIONS, Version, current
from trends.subjects.places import view as places
from trends.subjects.search import view as searching
from trends.subjects.search import words as search_words
from trends.subjects.search.facts import Sought
from trends.words.folding import folded

log = logging.getLogger(__name__)

# Programs such as DuckDB read the parts of a Parquet file that they need.
READ_IN_PARTS = ("parquet", "xlsx")


def health(_request: Request) -> JSONResponse:
    """Answer with the state of the store: its fingerprint and the rows of its main tables."""
    store = current().store
    counts = store.row("store_counts")
    return JSONResponse(
        {
            "status": "ok",
            "fingerprint": store.fingerprint,
            "counts": {str(name): int(value) for name, value in counts.items()},
        }
    )


def ready(_request: Request) -> JSONResponse:
    """Answer whether readers may be led here: 503 while the store is damaged, which is then built anew."""
    version = current()
    if VERSIONS.is_sound():
        return JSONResponse({"status": "ready", "fingerprint": version.fingerprint})
    said = "The store of the evidence is damaged and is being built anew from the tables."
    return JSONResponse(
        {"status": "not ready", "reason": said},
        HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"},
    )


async def data(request: Request) -> Response:
    """Answer with a table's rows under the filters of the address, or with what is wrong with the address."""
    return await _answered(request, _data)


async def metadata(request: Request) -> Response:
    """Answer with what the CSV of a table's rows under the same filters holds, or with what is wrong."""
    return await _answered(request, _metadata)


async def _answered(request: Request, answer: Callable[[Request, Version], Response | File]) -> Response:
    """Return an answer, which a thread works out, or the large file it says there is to be sent."""
    try:
        version = await to_thread.run_sync(current)
        found = await to_thread.run_sync(answer, request, version)
        return found if isinstance(found, Response) else await sent_file(request, version, found)
    except FilterError as error:
        return refused(request, HTTPStatus.BAD_REQUEST, "wrong-request", error.problems)
    except GuardError as error:
        return stopped(request, error)


def _data(request: Request, version: Version) -> Response | File:
    name, format_name = request.path_params["table"], request.path_params["format"]
    table = request_tables.TABLES.get(name)
    if table is None or format_name not in FORMATS:
        message = f"There is no {name}.{format_name}."
        return refused(request, HTTPStatus.NOT_FOUND, "not-found", [{"message": message, "legal": _files()}])
    asked = _read(version, table, request)
    named = data_tables.file_name(name, vocabulary_of(version), asked.selection, format_name)
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    if asked.left_aside:
        # Reported, because a filter that is ignored without a word misleads.
        headers["X-Filters-Left-Aside"] = ", ".join(asked.left_aside)
    link = functools.partial(_links, request, format_name)
    in_parts, media_type = format_name in READ_IN_PARTS, FORMATS[format_name].media_type
    if data_tables.count(version.store, table, asked.selection) > FEW_ROWS:
        return File(asked.job(version, format_name), media_type, headers, format_name == "parquet", link)
    if links := link(data_tables.following(version.store, table, asked.selection, asked.cut)):
        headers["Link"] = links
    return sent(request, version, Answer(lambda: _made(version, asked, format_name), media_type, headers, in_parts))


def _links(request: Request, format_name: str, following: str) -> str:
    """Return the header Link of a file: the rows after it, and what it holds."""
    links = [f'<{_address_after(request, following)}>; rel="next"'] if following else []
    if format_name == "csv":
        query = f"?{request.url.query}" if request.url.query else ""
        links.append(f'<{request.url.path}{csvw.ENDING}{query}>; rel="describedby"; type="{csvw.MEDIA_TYPE}"')
    return ", ".join(links)


def _metadata(request: Request, version: Version) -> Response | File:
    name = request.path_params["table"]
    table = request_tables.TABLES.get(name)
    if table is None:
        message = f"There is no {name}.csv{csvw.ENDING}."
        return refused(request, HTTPStatus.NOT_FOUND, "not-found", [{"message": message, "legal": _metadata_files()}])
    # As seen from here, the file is beside its metadata.
    url = f"{name}.csv{f'?{request.url.query}' if request.url.query else ''}"
    asked = _read(version, table, request)
    if data_tables.count(version.store, table, asked.selection) > FEW_ROWS:
        return File(asked.job(version, METADATA, url), csvw.MEDIA_TYPE)

    def make() -> bytes:
        known = vocabulary_of(version)
        return data_tables.metadata(version.store, known, table, asked.selection, url, asked.cut, asked.left_aside)

    return sent(request, version, Answer(make, csvw.MEDIA_TYPE))


@dataclass(frozen=True)
class Asked:
    """What an address asks of a table: codes by filter, filters that do not apply, and which part of the rows."""

    table: DataTable
    selection: Mapping[str, Sequence[str]]
    left_aside: Sequence[str]
    cut: Cut

    @property
    def chosen(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The codes by filter, as part of a key."""
        return tuple((field, tuple(codes)) for field, codes in self.selection.items())

    def job(self, version: Version, format_name: str, address: str = "") -> Job:
        """Return what makes a file of it."""
        where, name = version.store.path, self.table.name
        return Job(
            where, version.fingerprint, format_name, name, self.chosen, self.cut, tuple(self.left_aside), address
        )


def _read(version: Version, table: DataTable, request: Request) -> Asked:
    """Return what an address asks of a table.

    Raises:
        FilterError: a parameter or a value is not known; lists every such one.
    """
    given = request.query_params.multi_items()
    problems: list[dict[str, object]] = []
    selection: dict[str, list[str]] = {}
    cut = WHOLE
    try:
        filters = [(name, value) for name, value in given if name not in OPTIONS]
        selection = read_parameters(vocabulary_of(version), table.parameters, filters, OPTIONS)
    except FilterError as error:
        problems += error.problems
    try:
        cut = read_cut(given, data_tables.columns_of(version.store, table).columns.tolist())
    except FilterError as error:
        problems += error.problems
    if problems:
        raise FilterError(problems)
    left_aside = [field for field in table.left_aside if selection.pop(field)]
    kept = {field: codes for field, codes in selection.items() if field not in table.left_aside}
    return Asked(table, kept, left_aside, cut)


def _made(version: Version, asked: Asked, format_name: str) -> bytes:
    """Return a file of a table; those that are read in parts are kept for the next part."""

    def make() -> bytes:
        known = vocabulary_of(version)
        return data_tables.encoded(
            version.store, known, asked.table, asked.selection, format_name, asked.cut, asked.left_aside
        )

    if format_name not in READ_IN_PARTS:
        return make()
    today = date.today()  # noqa: DTZ011 - a day, as the reader's calendar says
    key = ("file", asked.table.name, asked.chosen, tuple(asked.left_aside), asked.cut, format_name, today)
    return version.kept.get(key, make)


def _address_after(request: Request, key: str) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return f"{request.url.path}?{urlencode([*kept, ('after', key)])}"


def _files() -> list[str]:
    return [f"{each}.{ending}" for each in request_tables.TABLES for ending in FORMATS]


def _metadata_files() -> list[str]:
    return [f"{each}.csv{csvw.ENDING}" for each in request_tables.TABLES]


def stopped(request: Request, error: GuardError) -> JSONResponse:
    """Answer that a question was stopped, with what a reader can do about it."""
    if not error.to_readers:
        raise error
    status, kind = (HTTPStatus.SERVICE_UNAVAILABLE, "busy") if error.passes else (HTTPStatus.BAD_REQUEST, "too-much")
    told = f"{error.to_readers} {reference_to(error)}" if error.is_logged else error.to_readers
    answer = refused(request, status, kind, [{"message": told}])
    if error.passes:
        answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def nothing(request: Request) -> JSONResponse:
    """Answer an address below that of the data at which nothing is."""
    legal = ["", "openapi.json", "vocabulary", "health", "ready", "search", "everything.zip", "pages", "cards/{page}"]
    legal += [*_files(), *_metadata_files()]
    problem = {
        "message": f"There is no {request.url.path}.",
        "legal": [f"{API}{name}" for name in legal],
    }
    return refused(request, HTTPStatus.NOT_FOUND, "not-found", [problem])


def search(request: Request) -> JSONResponse:
    """Answer with what a text finds: kinds, the one with the best result first, each with its first results.

    With a kind it answers with a hundred of that alone, from any on.
    """
    given, legal = request.query_params, [searching.TEXT, searching.KIND, searching.FROM]
    if unknown := sorted(set(given) - set(legal)):
        message = f"There is no parameter {', '.join(unknown)}; there are {', '.join(legal)}."
        return refused(request, HTTPStatus.BAD_REQUEST, "wrong-request", [{"message": message, "legal": legal}])
    text, kind = given.get(searching.TEXT, ""), given.get(searching.KIND, "")
    if kind and kind not in searching.KINDS:
        listed_kinds = [{"message": f"There is no kind {kind}.", "legal": list(searching.KINDS)}]
        return refused(request, HTTPStatus.BAD_REQUEST, "wrong-request", listed_kinds)
    version, sought = current(), searching.sought(text, kind, given.get(searching.FROM, ""))
    base = request.url.path.partition("/api/v1/")[0]
    try:
        groups = searching.find(Evidence(version), text, only=sought if kind else None)
    except GuardError as error:
        return stopped(request, error)
    listed = [
        {
            "kind": group.kind,
            "title": group.title,
            "found": group.found,
            "typed": group.typed,
            "first": group.first,
            "all": f"{base}/{searching.address(Sought(text, group.kind))}",
            "results": [
                {
                    "name": each.name,
                    "about": each.about,
                    "address": f"{base}/{each.address}",
                    "only": [{"field": field, "name": name} for field, name in each.only],
                }
                for each in group.results
            ],
        }
        for group in groups
    ]
    said = search_words.status(text, searching.count(groups), typed=any(group.typed for group in groups))
    headers = {"Cache-Control": CACHE_CONTROL, "X-Evidence": version.fingerprint}
    return JSONResponse({"q": text, "status": said, "groups": listed}, headers=headers)


def shapes(request: Request) -> Response:
    """Send the country shapes the maps draw."""
    return sent(request, current(), Answer(SHAPES.read_bytes, "application/geo+json"))


def country_names(request: Request) -> Response:
    """Answer with the name readers see by each name as it is compared: usual names, and apart from them all others."""
    version = current()

    def make() -> bytes:
        known = vocabulary_of(version)
        usual = {folded(name): name for name in known.names["country"].values()}
        # Codes are left out: typed on the way to a name, as in IND of Indonesia, one would hide it.
        other = {name: known.name("country", code) for name, code in known.other_places.items()}
        return bytes(JSONResponse({"usual": usual, "other": other}).body)

    return sent(request, version, Answer(make, "application/json"))


def place(request: Request) -> Response:
    """Lead to the page of a country or group that a path names, with the filters of the address; 404 for any other.

    Another name of it, or another spelling, leads for good to the address that has its name.
    """
    slug, asked = request.path_params["slug"], Evidence(current())
    found = places.of_slug(asked, slug)
    if found is None:
        meant = places.slug_meant(asked, slug)
        # Only to an address that leads on, so that nobody is sent round in a circle.
        if meant is None or places.of_slug(asked, meant) is None:
            return unknown.no_place(slug, base_of(request, f"/places/{slug}"))
        query = request.url.query
        return RedirectResponse(f"{meant}?{query}" if query else meant, status_code=HTTPStatus.PERMANENT_REDIRECT)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != places.PLACE]
    # Relative, so that it is also right where the dashboard is served below a path.
    return RedirectResponse(f"../places?{urlencode([(places.PLACE, found), *kept])}", status_code=302)


def unexpected_error(request: Request, error: Exception) -> JSONResponse:
    """Answer an unexpected error with a reference number; the trace goes to the log."""
    message = f"Something went wrong here, not with your request. {reference_to(error)}"
    answer = refused(request, HTTPStatus.INTERNAL_SERVER_ERROR, "our-fault", [{"message": message}])
    # What answers an error stands outside all middleware.
    answer.headers.update(sharing.HEADERS)
    answer.headers.update(policy.of_answer(answer.headers))
    return answer


def reference_to(error: BaseException) -> str:
    """Log the trace of an error and return the sentence by which a reader can name it."""
    return f"Reference {log_error(error)}."


def log_error(error: BaseException) -> str:
    """Log the trace of an error and return the short reference number a reader can quote."""
    reference = uuid.uuid4().hex[:8]
    log.error("Reference %s", reference, exc_info=error)
    if isinstance(error, duckdb.Error):
        # A damaged store is built anew whether or not anybody asks for readiness.
        VERSIONS.is_sound()
    return reference


ROUTES = [
    Route("/api/v1/health", health),
    Route("/api/v1/ready", ready),
    Route("/api/v1/search", search),
    Route(f"/api/v1/{{table:str}}.csv{csvw.ENDING}", metadata),
    Route("/api/v1/{table:str}.{format:str}", data),
    Route("/api", nothing),
    Route("/api/{rest:path}", nothing),
    Route("/places/{slug:str}", place),
    Route("/shapes/countries.geojson", shapes),
    Route("/names/countries.json", country_names),
    *assets.ROUTES,
]
