"""What filters and the reader's own place offer: names that have any evidence, whatever is chosen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from trends.request.filters import SHARED_FIELDS
from trends.request.request import Request, kept


def offered(request: Request) -> Mapping[str, Sequence[str]]:
    """Return the names each shared filter offers, by alphabet or year: those that have any evidence."""
    return _offered(_of_all(request))


def own_places(request: Request) -> Mapping[str, Mapping[str, str]]:
    """Return the countries and sectors a reader may call their own: name by code, by alphabet."""
    return _own_places(_of_all(request))


def own_sizes(request: Request, country: str, sector: str) -> list[str]:
    """Return the kinds and sizes of body that surveys of a country tell apart, those of the sector where one is given.

    Empty without a country: sizes of several countries are no one list.
    """
    sizes = _own_sizes(_of_all(request))
    # In the order offered, once each: a size may belong to several sectors.
    return list(dict.fromkeys(size for size, where, branch in sizes if where == country and sector in {"", branch}))


def totals(request: Request, **chosen: Sequence[str]) -> Mapping[str, Any]:
    """Return how much evidence the filters select, by column of ``queries/request/totals.sql``.

    Every page says it. Of a single choice, the most frequent, all readers ask the same few hundred questions, which
    are answered by one.

    Args:
        request: what the reader asks with.
        chosen: codes by shared filter, in place of the reader's.
    """
    lists = request.filters.lists() | {field: list(codes) for field, codes in chosen.items()}
    restricted = [(field, codes) for field, codes in lists.items() if codes]
    if len(restricted) == 1 and len(restricted[0][1]) == 1:
        field, codes = restricted[0]
        if found := _choice_totals(_of_all(request)).get((field, str(codes[0]))):
            return found
    return request.row("totals", **lists)


@kept
def _choice_totals(request: Request) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return what :func:`totals` of each single choice are, by filter and code; nothing of those without a figure."""
    rows = request.rows("choice_totals")
    return {(row.pop("field"), row.pop("code")): row for row in rows}


def ways_out(request: Request, kind: Sequence[str] = (), **held: Sequence[str]) -> Mapping[str, int]:
    """Return how many figures each chosen filter would leave if it alone were dropped, most first, where any are left.

    Args:
        request: what the reader asks with.
        kind: the kinds of question a page is on; none are all.
        held: filters the page sets by itself, which stay.
    """
    chosen = request.filters.lists()
    own = {field: list(codes) for field, codes in held.items()}

    def figures(field: str) -> int:
        return int(request.row("figure_count", kind=list(kind), question=[], **chosen | own | {field: []})["figures"])

    return left_without([field for field, codes in chosen.items() if codes and field not in held], figures)


def left_of(request: Request, count: Callable[[str], int]) -> Mapping[str, int]:
    """Return how much each chosen shared filter would leave if it alone were dropped, as :func:`left_without` says."""
    return left_without([field for field, codes in request.filters.lists().items() if codes], count)


def left_without(fields: Iterable[str], count: Callable[[str], int]) -> Mapping[str, int]:
    """Return how much each filter would leave if it alone were dropped, most first; without those that leave nothing.

    Args:
        fields: the filters in which something is chosen.
        count: returns how much there is without one of them.
    """
    left = {field: count(field) for field in fields}
    return {field: left[field] for field in sorted(left, key=lambda field: (-left[field], field)) if left[field]}


def _of_all(request: Request) -> Request:
    """Return the request all readers share, since what is offered depends on the version and the language alone."""
    return Request(request.version, language=request.language)


@kept
def _offered(request: Request) -> Mapping[str, Sequence[str]]:
    known, frame = request.vocabulary, request.store.ask("offered")
    return {
        field: sorted(known.name(field, code) for code in frame.loc[frame["field"] == field, "code"])
        for field in SHARED_FIELDS
    }


@kept
def _own_places(request: Request) -> Mapping[str, Mapping[str, str]]:
    known, frame = request.vocabulary, request.store.ask("own_places")
    return {
        field: dict(
            sorted(
                ((str(code), known.name(field, code)) for code in frame.loc[frame["field"] == field, "code"]),
                key=lambda pair: pair[1].casefold(),
            )
        )
        for field in ("country", "sector")
    }


@kept
def _own_sizes(request: Request) -> Sequence[tuple[str, str, str]]:
    """Return size, country and sector of each kind and size of body, in the order offered."""
    frame = request.store.ask("own_places")
    sizes = frame[frame["field"] == "size"]
    listed = zip(sizes["code"], sizes["country"], sizes["sector"], strict=True)
    return [(str(size), str(country), str(sector)) for size, country, sector in listed]
