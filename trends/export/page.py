"""A page as plain HTML: question, answer, key figures and every card, without a script.

Made of the same contents as the page that is drawn, by the same renderers, so that it cannot say anything else. For
browsers without scripts, for print, for readers of text, and for programs that look at links.
"""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from trends.cards.card import Card
from trends.cards.table import Role, Table
from trends.export import tables as data_tables
from trends.figures.svg.draw import svg
from trends.request import tables as request_tables
from trends.request.request import Choices, Request
from trends.subjects import registry
from trends.subjects.contents import Contents
from trends.words import grammar
from trends.words.text import Words, html, plain

PRODUCT = "Digital Trends"
DESCRIPTION = 300
# Width of a chart in pixels.
WIDTH = 720
# A longer table is cut, and the whole of it left to the file.
MOST_ROWS = 60
STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 'Source Sans','Helvetica Neue',Arial,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.2rem}a{color:LinkText}"
    "section{border-top:1px solid GrayText;margin-top:1.5rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid GrayText}"
    "td.number,th.number{text-align:right}caption{text-align:left;font-size:.9rem}svg{max-width:100%;height:auto;background:#fff}"
    "dl{display:flex;flex-wrap:wrap;gap:1rem}dt{font-size:.9rem}dd{margin:0;font-size:1.3rem}"
    "dd small{display:block;font-size:.9rem}"
    "nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1rem;list-style:none;padding:0}"
    "@page{size:A4;margin:15mm}@media print{nav,.links{display:none}section,table,svg{break-inside:avoid}}"
)


def title(page: str, request: Request, choices: Choices) -> str:
    """Return the title of a page: what it is on, the filters in words, and the product.

    A page without evidence, such as the accessibility statement, is told by its name alone.
    """
    if page not in registry.PAGES:
        return f"{page.capitalize()} · {PRODUCT}"
    known = registry.PAGES[page]
    topic = known.topic(request, choices) if known.topic else known.title
    return " · ".join(part for part in (topic, request.filter_words, PRODUCT) if part)


def description(contents: Contents) -> str:
    """Return the answer of a page in as many whole sentences as a description of a link may have."""
    first, _ = grammar.led(contents.answer or contents.question, DESCRIPTION)
    return grammar.shortened(plain(first), DESCRIPTION)


def page_html(page: str, request: Request, choices: Choices, base: str = "") -> str:
    """Return a page as a whole HTML document.

    Args:
        page: name of the page.
        request: what the reader asks with; without a place of their own, which no address holds.
        choices: what the page alone chooses.
        base: the path the dashboard is served below; empty at the root.
    """
    contents = registry.contents(page, request, choices)
    filters = shared(request)
    query = query_of([*filters, *((name, value) for name, values in choices.items() for value in values)])
    live = f"{base}/{'' if page == registry.FIRST else page}{query}"
    main = [
        f"<h1>{html(contents.question)}</h1>",
        f"<p>{html(contents.answer)}</p>" if contents.answer else "",
        f"<p>Filters: {escape(request.filter_words)}.</p>" if request.filters else "",
        "" if contents.cards else "<p>These filters leave nothing to show here.</p>",
        _key_figures(contents),
        *(_card(card, filters, base) for card in contents.cards),
        f'<p class="links"><a href="{escape(live)}">See this page with its charts and choices</a></p>',
    ]
    return document(
        title(page, request, choices),
        "".join(main),
        description(contents),
        navigation=f'<nav aria-label="Pages">{page_links(base, filters)}</nav>',
        foot=f"{PRODUCT} · {live} · evidence {request.version.fingerprint}",
    )


def document(title_words: str, main: str, about: str = "", *, navigation: str = "", foot: str = "") -> str:
    """Return a whole HTML document around what is marked up already.

    Args:
        title_words: the title, as plain words.
        main: its content, marked up.
        about: its description, as plain words.
        navigation: links to other pages, marked up.
        foot: its last line, as plain words.
    """
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title_words)}</title>"
        f'<meta name="description" content="{escape(about)}"><style>{STYLE}</style></head>'
        f"<body>{navigation}<main>{main}</main><footer><p><small>{escape(foot)}</small></p></footer></body></html>"
    )


def shared(request: Request) -> list[tuple[str, str]]:
    """Return the shared filters as an address holds them: filter and name, once for each choice."""
    return [(field, name) for field, names in request.filters.names(request.vocabulary).items() for name in names]


def page_links(base: str, filters: Sequence[tuple[str, str]] = ()) -> str:
    """Return the list of all plain pages, marked up, with the filters kept."""
    links = "".join(
        f'<li><a href="{escape(f"{base}/read/{page.name}{query_of(filters)}")}">{escape(page.title)}</a></li>'
        for page in registry.PAGES.values()
    )
    return f"<ul>{links}</ul>"


def query_of(chosen: Iterable[tuple[str, str]]) -> str:
    """Return parameters as they stand in an address, with the question mark; empty where there are none."""
    given = urlencode(list(chosen))
    return f"?{given}" if given else ""


def _key_figures(contents: Contents) -> str:
    listed = "".join(
        f"<div><dt>{html(label)}</dt><dd>{html(number)}<small>{html(basis)}</small></dd></div>"
        for label, number, basis in contents.key_figures
    )
    return f"<dl>{listed}</dl>" if listed else ""


def _card(card: Card, filters: Sequence[tuple[str, str]], base: str) -> str:
    about = "".join(f"<p>{html(paragraph)}</p>" for paragraph in card.about)
    return (
        f'<section id="{escape(card.key)}"><h2>{html(card.title)}</h2><p>{html(card.subtitle)}</p>'
        f"{_picture(card)}{_table(card)}"
        f"<p>{html(card.foot)} · Source: {_link(card.source.name, card.source.url)} · "
        f"Licence: {escape(card.source.licence)}</p>"
        f"<details><summary>About this figure</summary>{about}</details>{_files(card, filters, base)}</section>"
    )


def _picture(card: Card) -> str:
    if card.chart is None:
        return ""
    return f'<div class="wide">{svg(card.chart, alt=card.alt, width=WIDTH)}</div>'


def _link(name: Words, url: str) -> str:
    return f'<a href="{escape(url)}">{html(name)}</a>'


def _table(card: Card) -> str:
    table: Table = card.table
    if table.empty:
        return ""
    number = {column.heading for column in table.columns if column.role in {Role.FIGURE, Role.BASE}}

    def kind(heading: str) -> str:
        return ' class="number"' if heading in number else ""

    head = "".join(f'<th scope="col"{kind(heading)}>{escape(heading)}</th>' for heading in table.headings)
    first = table.headings[0]
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{html(cell)}</th>' if heading == first else f"<td{kind(heading)}>{html(cell)}</td>"
            for heading, cell in row.items()
        )
        + "</tr>"
        for row in table.rows()[:MOST_ROWS]
    )
    left = len(table) - MOST_ROWS
    cut = f"<p>{left:,} more rows are in the files.</p>" if left > 0 else ""
    caption = f"<caption>{escape(card.alt)}</caption>" if card.alt else ""
    symbols = "".join(f"<p><small>{html(symbol)}</small></p>" for symbol in card.symbols)
    return (
        f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{cut}{symbols}"
    )


def _files(card: Card, filters: Sequence[tuple[str, str]], base: str) -> str:
    if card.behind is None:
        return ""
    table = request_tables.TABLES[card.behind[0]]
    own = [(field, code) for field, codes in card.behind[1].items() for code in codes]
    named = {field for field, _ in own}
    chosen = [*own, *(pair for pair in filters if pair[0] not in named)]
    links = " · ".join(
        _link(kind.upper(), data_tables.data_address(table, kind, chosen, base)) for kind in ("csv", "json", "xlsx")
    )
    return f'<p class="links">All rows behind it: {links}</p>'
