"""Codes of countries and sectors for the words in which people answer; what could be several things is asked."""

import csv
import re
from collections.abc import Mapping
from functools import cache

from rapidfuzz import fuzz, process

from trends.paths import RULES
from trends.words.folding import folded

_LEAST_LIKENESS = 85
# Names that mean a country to many and something else to others: part of it, its neighbour, a state of that name.
_ASKED = {
    "America": "USA", "Congo": "COD", "England": "GBR", "Georgia": "GEO", "Guinea": "GIN", "Holland": "NLD",
    "Ireland / Northern Ireland": "IRL", "Korea": "KOR", "Macedonia": "MKD", "Northern Ireland": "GBR",
    "Samoa": "WSM", "Scotland": "GBR", "Sudan / South Sudan": "SDN", "Wales": "GBR", "Micronesia": "FSM",
}  # fmt: skip
# Words of one sector; an answer with words of two is asked.
_WORDS = {
    "central_government": "central federal national ministry ministries ministerium ministère ministerio regering"
    " department bund bundesbehörde statlig departement",
    "education": "education school schools university universities college schule universität utdanning école"
    " educación bildung hochschule",
    "health": "health hospital hospitals nhs clinic krankenhaus gesundheit helse santé salud sykehus",
    "housing": "housing landlord wohnungsbau bolig",
    "local_government": "local municipality municipalities municipal council city cities town kommune kommuner kommun"
    " gemeinde stadt commune mairie ayuntamiento gemeente",
    "police_and_fire": "police fire rescue polizei feuerwehr politi",
    "social_care": "care social pflege omsorg",
    "state_or_regional_government": "region regional state county province provincial bundesland land fylke län"
    " prefecture canton kanton",
    "transport": "transport traffic transit verkehr",
    "environment": "environment environmental umwelt",
}
# Whole answers that the words above would miss or tell wrongly.
_PHRASES = {
    "Other public body": "cross_public_sector",
    "Across the public sector": "cross_public_sector",
    "Local health board": "health",
    "Fire and rescue service": "police_and_fire",
    "State government": "state_or_regional_government",
    "Social care": "social_care",
}
# Bodies that are not public: which sector they are counted in, if any, a person says.
_NOT_PUBLIC = frozenset(
    ["charity", "supplier", "private", "company", "vendor", "consultant", "consultancy", "ngo", "verein"]
)


def country_codes() -> frozenset[str]:
    """Return the codes of countries."""
    return frozenset(_countries().values())


def sector_codes() -> frozenset[str]:
    """Return the codes of sectors."""
    return frozenset(row["sector"] for row in rows("sectors"))


def country(text: str) -> tuple[str | None, str | None]:
    """Return the code that a text means for certain, or None and a code to suggest, if one is near."""
    meant = folded(text)
    if meant in _asked():
        return None, _asked()[meant]
    known = _countries()
    if meant in known:
        return known[meant], None
    near = process.extractOne(meant, known.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return None, known[near[0]] if near else None


def sector(text: str) -> tuple[str | None, str | None]:
    """Return the code that a text means for certain, or None and a code to suggest, if its words allow one."""
    whole = {folded(phrase): code for phrase, code in _PHRASES.items()}
    whole |= {folded(row["label"]): row["sector"] for row in rows("sectors")}
    if (meant := folded(text)) in whole:
        return whole[meant], None
    words = set(re.findall(r"\w+", text.casefold()))
    if words & _NOT_PUBLIC:
        return None, None
    found = [code for code, told in _WORDS.items() if words & set(told.split())]
    return (found[0], None) if len(found) == 1 else (None, None)


@cache
def _asked() -> Mapping[str, str]:
    return {folded(name): code for name, code in _ASKED.items()}


@cache
def _countries() -> Mapping[str, str]:
    """Return codes by folded names, codes and alternative names of the product's search."""
    found: dict[str, str] = {}
    kept = set()
    for row in rows("countries"):
        if row["kind"] == "country":
            kept.add(row["country"])
            for name in (row["name"], row["country"], row["iso2"]):
                found[folded(name)] = row["country"]
    for row in rows("country_names"):
        if row["country"] in kept:
            found.setdefault(folded(row["name"]), row["country"])
    found.pop("", None)
    return found


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of the product, by column."""
    with (RULES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
