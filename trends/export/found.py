"""What search found, as HTML: the ways to each kind, the results with a link each, and the ways back and on."""

from collections.abc import Callable, Sequence
from html import escape

from trends.subjects.search import view
from trends.subjects.search.view import Found, Group, Link, Result

# What a link leads to: the address of a result, or of the page of search with other choices, below the dashboard's own.
Way = Callable[[Result | Link], str]


def found_html(found: Found, way: Way) -> str:
    """Return the results; a page of all kinds lists the first of each, with the way to all of it.

    Args:
        found: what was found.
        way: returns the whole address of a result, or of another page of results.
    """
    kinds = f'<nav aria-label="Kinds">{_listed(found.kinds, way)}</nav>' if found.kinds else ""
    groups = "".join(_group(found, group, way) for group in found.groups)
    onward = f'<nav aria-label="More">{_listed(found.onward, way)}</nav>' if found.onward else ""
    return f"{kinds}{groups}{onward}"


def _listed(links: Sequence[Link], way: Way) -> str:
    def entry(link: Link) -> str:
        here = ' aria-current="page"' if link.here else ""
        return f'<li><a href="{escape(way(link))}"{here}>{escape(link.words)}</a></li>'

    return f'<ul class="ways">{"".join(entry(link) for link in links)}</ul>'


def _group(found: Found, group: Group, way: Way) -> str:
    entries = "".join(
        f'<li><a href="{escape(way(each))}">{escape(each.name)}</a>'
        f"{f'<br><small>{escape(each.about)}</small>' if each.about else ''}</li>"
        for each in group.results
    )
    begins = f' start="{group.first}"' if group.first > 1 else ""
    tag = "ol" if found.sought.kind else "ul"
    more = view.all_of(found.sought.text, group) if not found.sought.kind else None
    some = f": {group.first:,}–{group.last:,} of {group.found:,}" if len(group.results) < group.found else ""
    ways = f'<p class="ways"><a href="{escape(way(more))}">{escape(more.words)}</a></p>' if more else ""
    return f'<h2>{escape(group.title)}{some}</h2><{tag} class="found"{begins}>{entries}</{tag}>{ways}'
