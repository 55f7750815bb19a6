"""What answers an address at which nothing is, or which holds values nobody knows: a page that says what there is."""

from collections.abc import Mapping, Sequence
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from trends.export import page as pages
from trends.export.image import PRODUCT
from trends.export.parameters import PAGE_CHOICES, fields_of
from trends.request.filters import FIELD_NAMES, MOST_SOUGHT, FilterError, Vocabulary
from trends.request.request import Request, vocabulary_of
from trends.store.versions import current
from trends.subjects import registry
from trends.subjects.places.view import PLACE
from trends.subjects.search import view as searching

LISTED = 300

Address = Sequence[tuple[str, str]]


def refused(error: FilterError, given: Address, page: str, base: str) -> Response:
    """Answer an address with unknown values: which they are, what is near, what there is.

    Args:
        error: what is not known.
        given: the parameters of the address.
        page: the page it asks for, to which the offered links lead.
        base: the path the dashboard is served below.
    """
    known = vocabulary_of(current())
    path, fields = f"{base}/read/{page}", fields_of(page)
    told = "".join(_problem(problem, given, path, known, fields) for problem in error.problems[:MOST_SOUGHT])
    return not_understood("", base, told)


def misnamed(slips: Mapping[str, str], given: Address, path: str, base: str) -> Response:
    """Answer an address that calls a filter by another name: passed over, it would be an answer on everybody.

    Args:
        slips: names that are none, with the filter each was meant for.
        given: the parameters of the address.
        path: of the address, to which the offered links lead.
        base: the path the dashboard is served below.
    """
    told = ""
    for name, field in [*slips.items()][:MOST_SOUGHT]:
        corrected = urlencode([(field if parameter == name else parameter, value) for parameter, value in given])
        link = f'<a href="{escape(f"{path}?{corrected}")}">{escape(field)}</a>'
        told += f"<p>“{escape(name)}” is the name of no filter. Did you mean {link}?</p>"
    return not_understood("", base, told)


def not_understood(what: str, base: str, told: str = "") -> Response:
    """Answer that a value of an address is none that there is, with the way to the pages; see :func:`said`."""
    return HTMLResponse(said("This address asks for something unknown", what, base, told), HTTPStatus.BAD_REQUEST)


def not_found(what: str, base: str) -> Response:
    """Answer that there is nothing at an address, with the way to the pages."""
    return HTMLResponse(said("There is no such page", what, base), HTTPStatus.NOT_FOUND)


def no_place(slug: str, base: str) -> Response:
    """Answer that no country or group has a name, with those that have nearly the same."""
    known = vocabulary_of(current())
    near = [known.name("country", code) for code in known.nearest("country", slug.replace("-", " "))]
    links = ", ".join(
        f'<a href="{escape(f"{base}/places?{urlencode({PLACE: name})}")}">{escape(name)}</a>' for name in near
    )
    told = f"<p>Did you mean {links}?</p>" if near else ""
    what = f"No country or group here is called “{slug}”. Use a name as in /places/new-zealand, or a code."
    return HTMLResponse(said("There is no such place", what, base, told), HTTPStatus.NOT_FOUND)


def no_body(slug: str, base: str, folder: str = "") -> Response:
    """Answer that no public body has an address, with those whose names come near it.

    Args:
        slug: the end of the address.
        base: the path the dashboard is served below.
        folder: that of plain pages, if it was one of these that was asked for.
    """
    found = searching.bodies_like(Request(current()), slug)
    links = "".join(
        f'<li><a href="{escape(f"{base}{folder}/{each.address}")}">{escape(each.name)}</a> {escape(each.about)}</li>'
        for each in found
    )
    told = f"<p>Did you mean one of these?</p><ul>{links}</ul>" if found else ""
    told += f'<p><a href="{escape(f"{base}{folder}/body")}">Find a public body by its name, kind or region</a></p>'
    what = f"There is no public body “{slug}”."
    return HTMLResponse(said("There is no such public body", what, base, told), HTTPStatus.NOT_FOUND)


def said(heading: str, what: str, base: str, told: str = "") -> str:
    """Return a short page with the ways to all others.

    Args:
        heading: its title, as plain words.
        what: what it says, as plain words.
        base: the path the dashboard is served below.
        told: what it says besides, marked up.
    """
    links = "".join(
        f'<li><a href="{escape(pages.live_address(page.name, "", base))}">{escape(page.title)}</a> '
        f'(<a href="{escape(f"{base}/read/{page.name}")}" aria-label="{escape(page.title)}, plain">plain</a>)</li>'
        for page in registry.PAGES.values()
    )
    paragraph = f"<p>{escape(what)}</p>" if what else ""
    main = f'<h1>{escape(heading)}</h1>{paragraph}{told}<h2>All pages</h2><ul class="links">{links}</ul>'
    return pages.document(f"{heading} · {PRODUCT}", main, what or heading)


def _problem(
    problem: Mapping[str, Any], given: Address, path: str, known: Vocabulary, fields: Mapping[str, str]
) -> str:
    """Return what is to say of an unknown value, with links to the same address with what it may have meant."""
    parameter, value = str(problem["parameter"]), str(problem.get("value", ""))
    field = fields.get(parameter, parameter)
    names = sorted(known.names.get(field, {}).values(), key=str.casefold)
    of_vocabulary = field in known.names
    called = FIELD_NAMES.get(field, field).lower() if of_vocabulary else PAGE_CHOICES.get(field, field)
    without = [pair for pair in given if pair != (parameter, value)]

    def way(words: str, address: Address) -> str:
        return f'<a href="{escape(f"{path}?{urlencode(address)}" if address else path)}">{escape(words)}</a>'

    meant = [known.name(field, code) for code in problem.get("nearest", ())]
    near = [way(name, [*without, (parameter, name)]) for name in meant]
    offered = f"<p>Did you mean {', '.join(near)}?</p>" if near else ""
    listed = "".join(f"<li>{escape(name)}</li>" for name in names[:LISTED])
    more = f" (the first {LISTED} of {len(names)})" if len(names) > LISTED else f" ({len(names)})"
    legal = f"<details><summary>Every {escape(called)} there is{more}</summary><ul>{listed}</ul></details>"
    return (
        f"<p>“{escape(value)}” is no {escape(called)} {'known' if of_vocabulary else 'to choose'} here.</p>{offered}"
        f'<p class="links">{way(f"The page without this {called}", without)}</p>{legal if names else ""}'
    )
