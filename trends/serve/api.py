"""The data over HTTP: the same rows and files as the pages' downloads, through the same code.

======================================  ========================================================================
``/api/v1/health``                      fingerprint of the evidence and the rows of its main tables
``/api/v1/<table>.<format>``            findings, indicators, cases or answers as csv, json, xlsx or parquet;
                                        parameters as in the pages' addresses, repeated for several values
``/api/v1/search?q=…``                  what a text finds, by kind, each with the address of its page; with
                                        ``kind=`` and ``from=`` all of one kind, a hundred at a time
``/places/<name>``                      leads to the page of a country or group, ``/places/new-zealand``
``/shapes/countries.geojson``           country shapes for the maps
``/names/countries.json``               names by which countries are known, for the fields that choose them
``/assets/<name>-<version>.js``         what draws the charts
======================================  ========================================================================
"""

import logging
import uuid
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from trends.export import tables as data_tables
from trends.export.encode import FORMATS
from trends.paths import SHAPES
from trends.request import tables as request_tables
from trends.request.filters import FilterError, read_parameters
from trends.request.names import folded
from trends.request.request import Request as Evidence
from trends.request.request import vocabulary_of
from trends.serve import assets, unknown
from trends.serve.hosts import base_of
from trends.store.guard import GuardError
from trends.store.versions import current
from trends.subjects.places import view as places
from trends.subjects.search import view as searching
from trends.subjects.search import words as search_words
from trends.subjects.search.facts import Sought

log = logging.getLogger(__name__)

# The evidence changes only with a release, so browsers may cache it for a short time.
CACHE_CONTROL = "public, max-age=300"


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


def data(request: Request) -> Response:
    """Answer with a table's rows under the filters of the address, or with what is wrong with the address."""
    name, format_name = request.path_params["table"], request.path_params["format"]
    table, kind = request_tables.TABLES.get(name), FORMATS.get(format_name)
    if table is None or kind is None:
        return _refused(
            404,
            [
                {
                    "message": f"There is no {name}.{format_name}.",
                    "legal": [f"{each}.{ending}" for each in request_tables.TABLES for ending in FORMATS],
                }
            ],
        )
    version = current()
    store, vocabulary = version.store, vocabulary_of(version)
    try:
        selection = read_parameters(vocabulary, table.parameters, request.query_params.multi_items())
    except FilterError as error:
        return _refused(400, error.problems)
    left_aside = [field for field in table.left_aside if selection.pop(field)]
    selection = {field: codes for field, codes in selection.items() if field not in table.left_aside}
    headers = {
        "Cache-Control": CACHE_CONTROL,
        "Content-Disposition": 'attachment; filename="'
        + data_tables.file_name(name, vocabulary, selection, format_name)
        + '"',
        "X-Evidence": store.fingerprint,
    }
    if left_aside:
        # Reported, because a filter that is ignored without a word misleads.
        headers["X-Filters-Left-Aside"] = ", ".join(left_aside)
    try:
        body = data_tables.encoded(store, vocabulary, table, selection, format_name)
    except GuardError as error:
        if not error.to_readers:
            raise
        return _refused(503 if error.passes else 400, [{"message": f"{error.to_readers} {reference_to(error)}"}])
    return Response(body, media_type=kind.media_type, headers=headers)


def nothing(request: Request) -> JSONResponse:
    """Answer an address below that of the data at which nothing is."""
    legal = ["health", "search", *(f"{each}.{ending}" for each in request_tables.TABLES for ending in FORMATS)]
    return _refused(
        404,
        [{"message": f"There is no {request.url.path}.", "legal": [f"/api/v1/{name}" for name in legal]}],
    )


def search(request: Request) -> JSONResponse:
    """Answer with what a text finds: kinds, the one with the best result first, each with its first results.

    With a kind it answers with a hundred of that alone, from any on.
    """
    given, legal = request.query_params, [searching.TEXT, searching.KIND, searching.FROM]
    if unknown := sorted(set(given) - set(legal)):
        said = f"There is no parameter {', '.join(unknown)}; there are {', '.join(legal)}."
        return _refused(400, [{"message": said, "legal": legal}])
    text, kind = given.get(searching.TEXT, ""), given.get(searching.KIND, "")
    if kind and kind not in searching.KINDS:
        return _refused(400, [{"message": f"There is no kind {kind}.", "legal": list(searching.KINDS)}])
    version, sought = current(), searching.sought(text, kind, given.get(searching.FROM, ""))
    base = request.url.path.partition("/api/v1/")[0]
    try:
        groups = searching.find(Evidence(version), text, only=sought if kind else None)
    except GuardError as error:
        return _refused(503, [{"message": f"{error.to_readers or 'Search failed.'} {reference_to(error)}"}])
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


def shapes(_request: Request) -> FileResponse:
    """Send the country shapes the maps draw."""
    return FileResponse(SHAPES, media_type="application/geo+json", headers={"Cache-Control": CACHE_CONTROL})


def country_names(_request: Request) -> JSONResponse:
    """Answer with the name readers see by each name as it is compared: usual names, and apart from them all others."""
    known = vocabulary_of(current())
    usual = {folded(name): name for name in known.names["country"].values()}
    # Codes are left out: typed on the way to a name, as in IND of Indonesia, one would hide it.
    other = {name: known.name("country", code) for name, code in known.other_places.items()}
    return JSONResponse({"usual": usual, "other": other}, headers={"Cache-Control": CACHE_CONTROL})


def place(request: Request) -> Response:
    """Lead to the page of a country or group that a path names, with the filters of the address; 404 for any other."""
    slug = request.path_params["slug"]
    found = places.of_slug(Evidence(current()), slug)
    if found is None:
        return unknown.no_place(slug, base_of(request, f"/places/{slug}"))
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != places.PLACE]
    # Relative, so that it is also right where the dashboard is served below a path.
    return RedirectResponse(f"../places?{urlencode([(places.PLACE, found), *kept])}", status_code=302)


def unexpected_error(_request: Request, error: Exception) -> JSONResponse:
    """Answer an unexpected error with a reference number; the trace goes to the log."""
    return _refused(
        500,
        [{"message": f"Something went wrong here, not with your request. {reference_to(error)}"}],
    )


def reference_to(error: BaseException) -> str:
    """Log the trace of an error and return the sentence by which a reader can name it."""
    return f"Reference {log_error(error)}."


def log_error(error: BaseException) -> str:
    """Log the trace of an error and return the short reference number a reader can quote."""
    reference = uuid.uuid4().hex[:8]
    log.error("Reference %s", reference, exc_info=error)
    return reference


def _refused(status: int, problems: list[dict[str, object]]) -> JSONResponse:
    return JSONResponse({"errors": problems}, status_code=status)


ROUTES = [
    Route("/api/v1/health", health),
    Route("/api/v1/search", search),
    Route("/api/v1/{table:str}.{format:str}", data),
    Route("/api", nothing),
    Route("/api/{rest:path}", nothing),
    Route("/places/{slug:str}", place),
    Route("/shapes/countries.geojson", shapes),
    Route("/names/countries.json", country_names),
    *assets.ROUTES,
]
