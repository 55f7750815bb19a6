"""What an address says and means nothing: names that are none of the dashboard, and values that no choice offers."""

import re
from collections.abc import Iterable, Mapping

from trends.export import since
from trends.request.filters import FIELD_NAMES, MOST_SOUGHT, SHARED_FIELDS, FilterError, did_you_mean, unknown_value
from trends.request.names import nearest
from trends.request.place import OWN_FIELDS
from trends.request.request import Choices, Heard, Request
from trends.store.fields import EVERY
from trends.subjects import registry
from trends.subjects.cases.view import OWN_FIELDS as OWN_FIELDS_OF_CASES
from trends.subjects.places.view import BESIDE, PLACE
from trends.subjects.search import view as search
from trends.subjects.sectors.view import BRANCH
from trends.subjects.themes.view import TOPIC
from trends.words.folding import folded

# What an address of a briefing holds: its findings in order, the notes on them, its title, or which one that is ready.
FINDING, NOTE, TITLE, READY = "finding", "note", "title", "ready"
OF_BRIEFINGS = (FINDING, NOTE, TITLE, READY)
# And what an address of its files may name instead: a page, all of whose findings it then holds.
PAGE = "page"
# The choices of pages whose values are names of the vocabulary, and which.
FIELDS = {
    TOPIC: "theme",
    BRANCH: "sector",
    "indicator": "indicator",
    "status": "status",
    "technology": "technology",
    "outcome": "outcome",
}
# On other pages a place is part of a survey, and has no code.
FIELDS_OF_PLACES = {PLACE: "country", BESIDE: "country"}
# Names that one page alone has, besides the choices it is registered with, by its address.
OF_PAGE = {
    "search": {"q", search.KIND, search.FROM},
    "sources": {"section", "find", "word", "table"},
    "bodies": {"body", "with_answer"},
    "briefing": {*OF_BRIEFINGS, PAGE},
}
# What the browser alone reads is judged by its form, as turned.js reads it.
FORMS = {
    "turned": re.compile(r"[a-z0-9-]+\.(chart|table|about)"),
    "sort": re.compile(r".{1,160}?~.{1,80}~(up|down)", re.DOTALL),
    "find_in": re.compile(r".{1,160}?~.{1,80}", re.DOTALL),
    "mine_in": re.compile(r".{1,160}?~yes", re.DOTALL),
}
OF_EVERY_PAGE = {*SHARED_FIELDS, *OWN_FIELDS.values(), since.PARAMETER, *FORMS}
# What is chosen from in each choice that pages have of their own; words to search for may be any.
PAGE_CHOICES = {
    "topic": "theme",
    "branch": "sector",
    "question": "question",
    "place": "place",
    "item": "item",
    "indicator": "index",
    "peers": "group of countries",
    "trend": "setting of the trend",
    "measures": "setting of the other measures",
    "against": "index",
    "with": "place",
    "beside": "public body",
    "charts": "setting of the charts",
    "edition": "survey",
    "asked": "question",
    "part": "way to compare",
    "answer": "answer",
    "with_answer": "answer",
    "people": "choice of whose answers",
    "collection": "collection",
    **{field: FIELD_NAMES[field].lower() for field in EVERY if field in OWN_FIELDS_OF_CASES},
    "rows": "number of cases to show",
    "count_by": "way to count",
    "numbers": "setting of the numbers",
    "map": "setting of the map",
    "section": "section",
    "table": "table",
    "release": "release",
    search.KIND: "kind of result",
    search.FROM: "number of a result",
    "turned": "part of a card",
    "sort": "order of a table",
    "find_in": "search in a table",
    "mine_in": "choice of the rows of a table",
}
# What mailings, search engines and social networks put into addresses, and what says how a page is framed: beginnings,
# and whole names.
MARKS = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "hsa_",
    "mc_",
    "at_",
    "ga_",
    "sc_",
    "li_",
    "fb_",
    "wt.",
    "_",
    "embed",
)
MARKED = {
    *(
        "fbclid",
        "gclid",
        "gclsrc",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "epik",
        "sccid",
    ),
    *(
        "igshid",
        "igsh",
        "srsltid",
        "mkt_tok",
        "rdt_cid",
        "spm",
        "si",
        "trk",
        "cmpid",
        "cid",
        "ocid",
        "ceid",
        "emci",
        "emdi",
    ),
    *("ref", "referrer", "source", "src", "campaign", "medium", "share", "shared", "elqtrackid", "elqtrack", "sfmc_id"),
}
# Other words for filters, as other dashboards call theirs.
OTHER_WORDS = {
    **dict.fromkeys(("from", "to", "since", "until", "start", "end", "date", "when", "period"), "year"),
    **dict.fromkeys(("nation", "land", "region", "where", "iso", "iso3", "geo"), "country"),
    **dict.fromkeys(("industry", "branch"), "sector"),
    **dict.fromkeys(("topic", "subject", "tag"), "theme"),
}
# So many letters of a name tell which filter it shortens, as in “ctry”.
LEAST_LETTERS = 2


def strange(names: Iterable[str], page: str) -> dict[str, str]:
    """Return the names of an address that mean nothing on a page, each with the filter that was meant or nothing.

    Args:
        names: of its parameters.
        page: the address of the page.
    """
    own = OF_EVERY_PAGE | OF_PAGE.get(page, set()) | _choices()
    return {name: meant(name) for name in names if name not in own and not _is_mark(name.casefold())}


def slips(names: Iterable[str], page: str) -> dict[str, str]:
    """Return those of :func:`strange` by which a shared filter was meant, each with that filter."""
    return {name: field for name, field in strange(names, page).items() if field}


def misnamed(names: Iterable[str], page: str) -> list[dict[str, object]]:
    """Return what is wrong with each of :func:`slips`, in words, as the problems of a :class:`FilterError`."""
    return [
        {
            "parameter": name,
            "message": f"{name!r} is the name of no filter.{did_you_mean([field])}",
            "legal": list(SHARED_FIELDS),
            "nearest": [field],
        }
        for name, field in slips(names, page).items()
    ]


def check_choices(asked: Request, page: str, choices: Choices) -> None:
    """Check what a page alone chooses.

    Raises:
        FilterError: a value is not known, or offered by no choice; lists every such one.
    """
    fields = fields_of(page)
    wrong = [
        (name, value)
        for name, values in choices.items()
        if name in fields
        for value in values
        if value.strip() and asked.vocabulary.code(fields[name], value) is None
    ]
    if wrong:
        raise FilterError(
            [
                unknown_value(asked.vocabulary, fields[name], value, seek=at < MOST_SOUGHT) | {"parameter": name}
                for at, (name, value) in enumerate(wrong)
            ]
        )
    frozen = tuple((name, tuple(values)) for name, values in choices.items())
    key = ("misread", page, asked.filters, asked.asked_in, frozen)
    if missed := asked.version.kept.get(key, lambda: misread(page, asked, choices)):
        raise FilterError([unoffered(name, value) for name, value in missed])


def unoffered(name: str, value: str) -> dict[str, object]:
    """Return what is wrong with a value that a choice of a page does not offer."""
    message = f"{value!r} is no {PAGE_CHOICES.get(name, name)} to choose here; leave {name} out."
    return {"parameter": name, "value": value, "message": message, "legal": [], "nearest": []}


def misread(page: str, asked: Request, given: Choices) -> list[tuple[str, str]]:
    """Return name and value of what an address chooses for its page and what means nothing there, once each.

    Args:
        page: its address.
        asked: the request.
        given: what the address says for choices of the page, and for what the browser reads by itself.
    """
    found = [
        (name, value)
        for name, form in FORMS.items()
        for value in given.get(name, ())
        if value.strip() and not form.fullmatch(value)
    ]
    if page == "search":
        asked_for = {name: value.strip() for name in (search.KIND, search.FROM) for value in given.get(name, ())}
        kind, first = (asked_for.get(name, "") for name in (search.KIND, search.FROM))
        found += [(search.KIND, kind)] if kind and kind.casefold() not in search.KINDS else []
        found += [(search.FROM, first)] if first and not (first.isascii() and first.isdigit()) else []
    choices = registry.PAGES[page].choices if page in registry.PAGES else ()
    own = {name: given[name] for name in choices if name in given}
    if any(value.strip() for values in own.values() for value in values):
        heard = Heard(own)
        registry.contents(page, asked, heard)
        found += heard.missed
    return list(dict.fromkeys((name, " ".join(value.split())) for name, value in found))


def fields_of(page: str) -> dict[str, str]:
    """Return the choices of a page whose values are names of the vocabulary, each with the field they are of."""
    return FIELDS | FIELDS_OF_PLACES if page == "places" else FIELDS


def meant(name: str) -> str:
    """Return the shared filter that a name is nearly that of, shortens or means; nothing where that is not told."""
    near = nearest(name, {folded(field): field for field in SHARED_FIELDS})
    if near:
        return near[0]
    shortened = [field for field in SHARED_FIELDS if _shortens(name.casefold(), field)]
    return OTHER_WORDS.get(name.casefold(), shortened[0] if len(shortened) == 1 else "")


def _shortens(name: str, field: str) -> bool:
    """Say whether a name has letters of a field in their order, the first one first."""
    letters = iter(field)
    return len(name) >= LEAST_LETTERS and name[0] == field[0] and all(letter in letters for letter in name)


def _is_mark(name: str) -> bool:
    return name.startswith(MARKS) or name in MARKED


def _choices() -> set[str]:
    """Return the choices of all pages: a reader who turns to another page may bring one along."""
    pages: Mapping[str, registry.Page] = registry.PAGES
    return {choice for page in pages.values() for choice in page.choices}
