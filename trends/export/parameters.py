"""Names in an address: which are none of the dashboard, and which filter may have been meant."""

from collections.abc import Iterable, Mapping

from trends.export import briefing_link, since
from trends.request.filters import SHARED_FIELDS
from trends.request.names import nearest
from trends.request.place import OWN_FIELDS
from trends.subjects import registry
from trends.subjects.search import view as search
from trends.words.folding import folded

# Names that one page alone has, besides the choices it is registered with, by its address.
OF_PAGE = {
    "search": {"q", search.KIND, search.FROM},
    "sources": {"section", "find", "word", "table"},
    "bodies": {"body", "with_answer"},
    "briefing": {*briefing_link.PARAMETERS},
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
