"""The page that explains the data API to people, and its description for programs.

=========================  ===================================================================
``/api/v1/``               how to read the data with a spreadsheet, pandas, R, DuckDB or curl
``/api/v1/openapi.json``   the same for programs, OpenAPI 3.1
``/api/v1/vocabulary``     every value that a filter may hold
=========================  ===================================================================
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trends.export import csvw
from trends.export import page as pages
from trends.export.encode import FORMATS
from trends.export.examples import EXPLAINED, examples
from trends.export.image import PRODUCT
from trends.request.cut import OPTIONS
from trends.request.filters import FIELD_NAMES
from trends.request.request import vocabulary_of
from trends.request.tables import TABLES
from trends.serve import openapi
from trends.serve.hosts import host_of
from trends.serve.kept_answers import Answer, sent
from trends.serve.problems import TITLES, base_of
from trends.store.versions import current

_REFUSALS = {
    "not-found": "The address names no file, page or card; the answer lists those there are.",
    "wrong-request": "Each parameter or value that is not known is named, with what is legal and what comes near.",
    "too-much": "The question was stopped because it takes too long or too much memory; choose less.",
    "busy": "Too many questions run at once; ask again in a moment.",
    "our-fault": "The answer has a reference that whoever runs this dashboard finds in its log.",
    "sign-in": "Only where this server has its readers sign in: open it in a browser, then send the cookie it set.",
    "role": "Only where readers sign in: this is for those whom the server counts among its owners.",
}


def explained(request: Request) -> Response:
    """Answer with the page that explains the API."""
    version, base = current(), base_of(request)
    host = f"{host_of(request)}{base}"

    def make() -> bytes:
        main = _main(host, base, vocabulary_of(version).names)
        return pages.document(f"The data over HTTP · {PRODUCT}", main, "How to read the data with programs.").encode()

    return sent(request, version, Answer(make, "text/html"))


def description(request: Request) -> Response:
    """Answer with the description of the API for programs."""
    version, base = current(), base_of(request)
    return sent(
        request,
        version,
        Answer(lambda: json.dumps(openapi.document(version, base), ensure_ascii=False).encode(), "application/json"),
    )


def vocabulary(request: Request) -> Response:
    """Answer with every value that a filter may hold: name by code, by filter."""
    version = current()
    names = vocabulary_of(version).names
    return sent(request, version, Answer(lambda: json.dumps(names, ensure_ascii=False).encode(), "application/json"))


def _main(host: str, base: str, names: Mapping[str, Mapping[str, str]]) -> str:
    files = [(f"{base}/api/v1/{table.name}.csv", f"one {table.row} a row") for table in TABLES.values()]
    shown = "".join(
        f'<h3 id="{example.key}">{escape(example.title)}</h3><p>{escape(example.how)}</p>'
        f'<pre tabindex="0"><code id="code-{example.key}">{escape(example.code)}</code></pre>'
        for example in examples(host, names)
    )
    return (
        "<h1>The data over HTTP</h1>"
        '<p class="answer">Everything the pages show can be read by programs: no key, from any site, with the filters '
        "of the pages’ own addresses.</p>"
        f'<p class="links"><a href="{escape(base)}/api/v1/openapi.json">OpenAPI 3.1</a> · '
        f'<a href="{escape(base)}/api/v1/vocabulary">Every value of every filter</a> · '
        f'<a href="{escape(base)}/api/v1/pages">Pages and cards as data</a> · '
        f'<a href="{escape(base)}/read">Plain pages</a></p>'
        f"<h2>Tables</h2>{_links(files)}"
        f'<p>Everything in one file: <a href="{escape(base)}/api/v1/everything.zip">everything.zip</a>, each table as '
        "CSV and Parquet with a Data Package. What a CSV holds, as CSV on the Web: "
        f"<code>.csv{csvw.ENDING}</code>.</p>"
        f"<p>Other endings: {', '.join(f'<code>.{name}</code>' for name in FORMATS if name != 'csv')}.</p>"
        f"<h2>Examples</h2>{shown}"
        f"<h2>Filters</h2>{_table(('Parameter', 'Meaning', 'Files'), _filters())}"
        f"<h2>Parts and forms</h2>{_table(('Parameter', 'Meaning'), OPTIONS.items())}"
        f"<h2>What to know</h2>{''.join(f'<p>{escape(text)}</p>' for text in EXPLAINED)}"
        "<h2>Refusals</h2><p>A wrong address is answered with <code>application/problem+json</code> (RFC 9457).</p>"
        + "".join(f'<h3 id="{kind}">{escape(TITLES[kind])}</h3><p>{escape(_REFUSALS[kind])}</p>' for kind in TITLES)
    )


def _filters() -> list[tuple[str, str, str]]:
    fields = dict.fromkeys(field for table in TABLES.values() for field in table.fields)
    return [
        (field, FIELD_NAMES[field], ", ".join(table.name for table in TABLES.values() if field in table.fields))
        for field in fields
    ]


def _links(links: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<li><a href="{escape(address)}">{escape(address)}</a>: {escape(what)}</li>' for address, what in links
    )
    return f'<ul class="links">{listed}</ul>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = ""
    for first, *rest in rows:
        cells = "".join(f"<td>{escape(each)}</td>" for each in rest)
        body += f'<tr><th scope="row"><code>{escape(first)}</code></th>{cells}</tr>'
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


ROUTES = [
    Route("/api/v1", explained),
    Route("/api/v1/", explained),
    Route("/api/v1/openapi.json", description),
    Route("/api/v1/vocabulary", vocabulary),
]
