"""Names in an address: which are none of the dashboard, and which filter may have been meant."""

from collections.abc import Iterable, Mapping

from trends.export import since
from trends.request.filters import MOST_SOUGHT, SHARED_FIELDS, FilterError, did_you_mean, unknown_value
from trends.request.names import nearest
from trends.request.place import OWN_FIELDS
from trends.request.request import Choices, Request
from trends.subjects import registry
from trends.subjects.places.view import BESIDE, PLACE
from trends.subjects.search import view as search
from trends.subjects.sectors.view import BRANCH
from trends.subjects.themes.view import TOPIC
from trends.words.folding import folded

# What an address of a briefing holds: its findings in order, the notes on them, its title, or which one that is ready.
FINDING, NOTE, TITLE, READY = "finding", "note", "title", "ready"
OF_BRIEFINGS = (FINDING, NOTE, TITLE, READY)
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
    "briefing": {*OF_BRIEFINGS},
}
OF_EVERY_PAGE = {*SHARED_FIELDS, *OWN_FIELDS.values(), since.PARAMETER, "turned", "sort"}
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
    """Check what a page alone chooses, as far as it is chosen by name or code.

    Raises:
        FilterError: a value is not known; lists every such one.
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
