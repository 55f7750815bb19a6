"""Which rows of the evidence a page shows, and what is said of how many they are and whose."""

from collections.abc import Mapping, Sequence

from trends.request.filters import SHARED_FIELDS, describe
from trends.request.options import totals
from trends.request.request import Choices, Request, kept
from trends.subjects import registry
from trends.words import grammar, numbers

FIGURES = "findings"


def shared(request: Request) -> list[tuple[str, str]]:
    """Return the shared filters as an address holds them: filter and name, once for each choice."""
    return [(field, name) for field, names in request.filters.names(request.vocabulary).items() for name in names]


def rows_shown(page: registry.Page | None, asked: Request, choices: Choices) -> tuple[str, list[tuple[str, str]]]:
    """Return the table whose rows a page shows, and the filters that give exactly these: field and name or code."""
    chosen = _chosen(page, asked, choices)
    if page is None or page.rows is None or chosen is None:
        return FIGURES, shared(asked)
    names = asked.vocabulary.names
    return page.rows[0], [
        (field, names[field].get(code, code) if field in SHARED_FIELDS else code)
        for field, codes in chosen.items()
        for code in codes
    ]


def groups_shown(page: registry.Page | None, asked: Request, choices: Choices) -> list[str]:
    """Return the names of the groups of countries whose figures a page draws for a country chosen, if it draws any."""
    chosen = _figures_chosen(page, asked, choices) or {}
    return [
        asked.vocabulary.name("country", code)
        for code in chosen.get("country", ())
        if code not in asked.filters.country
    ]


def status(page: registry.Page | None, asked: Request, choices: Choices) -> str:
    """Return how many figures a page shows and of what: what the filters leave, and what is drawn of groups instead."""
    chosen = _figures_chosen(page, asked, choices)
    own = totals(asked)
    if chosen is None:
        words = f": {asked.filter_words}" if asked.filters else ""
        return f"Showing {_counted(int(own['figures']), int(own['surveys']))}{words}."
    figures, surveys = _count(asked, tuple((field, tuple(codes)) for field, codes in chosen.items()))
    whose = grammar.joined(groups_shown(page, asked, choices), "and of")
    if own["figures"]:
        return f"Showing {_counted(figures, surveys)}: {asked.filter_words}; and of {grammar.the(whose)} together."
    # Said of the chosen years alone: the others of the filters chose nothing of this.
    others = describe(asked.vocabulary, {"sector": chosen["sector"], "year": chosen.get("year", [])})
    return f"Showing {_counted(figures, surveys)} of {grammar.the(whose)} together: {others}. {none_alone(asked)}"


def none_alone(asked: Request) -> str:
    """Return that no figure is of the countries chosen by themselves, as a sentence."""
    names = asked.filters.names(asked.vocabulary)["country"]
    return f"None is of {grammar.joined([grammar.the(name) for name in names], 'or')} alone."


def _counted(figures: int, surveys: int) -> str:
    return f"{numbers.counted(figures, 'figure')} from {numbers.counted(surveys, 'survey')}"


def _chosen(page: registry.Page | None, asked: Request, choices: Choices) -> Mapping[str, Sequence[str]] | None:
    return None if page is None or page.rows is None else page.rows[1](asked, choices)


def _figures_chosen(page: registry.Page | None, asked: Request, choices: Choices) -> Mapping[str, Sequence[str]] | None:
    """Return the filters that give the figures a page shows, where these are not the shared ones."""
    return _chosen(page, asked, choices) if page is not None and page.rows and page.rows[0] == FIGURES else None


@kept
def _count(asked: Request, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[int, int]:
    """Return of how many figures and surveys the rows are that filters choose, each with its codes."""
    given: dict[str, list[str]] = {field: [] for field in (*SHARED_FIELDS, "kind", "question")}
    counted = asked.row("figure_count", **(given | {field: list(codes) for field, codes in chosen}))
    return int(counted["figures"]), int(counted["surveys"])
