"""Codes of countries and sectors for the words in which people answer; what could be several things is asked."""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

from trends.intake.likely_themes import LikelyThemes, known_themes
from trends.paths import RULES
from trends.words.folding import folded

# The code a text means for certain, and one to suggest; None where there is none.
Meaning = tuple[str | None, str | None]
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


class Vocabulary:
    """What the product's tables know: codes of countries, sectors and kinds of evidence, and themes of items.

    Made for one reading, and gone with it: a table is read when first asked for, once. The tables may be others when
    the next survey is read, so nothing is kept beside it.
    """

    def __init__(self, folder: Path = RULES) -> None:
        """Know the tables of a folder."""
        self._folder = folder

    @cached_property
    def country_codes(self) -> frozenset[str]:
        """The codes of countries."""
        return frozenset(self._countries.values())

    @cached_property
    def sector_codes(self) -> frozenset[str]:
        """The codes of sectors."""
        return frozenset(row["sector"] for row in self._sectors)

    @cached_property
    def evidence_codes(self) -> tuple[str, ...]:
        """The codes of kinds of evidence."""
        return tuple(row["evidence"] for row in self._rows("evidence_kinds"))

    @cached_property
    def themes(self) -> tuple[dict[str, str], LikelyThemes]:
        """The themes of items by their folded words, and what words make likely."""
        return known_themes(self._rows("findings"), self._rows("themes"))

    def country(self, text: str) -> Meaning:
        """Return the code that a text means for certain, or None and a code to suggest, if one is near."""
        meant = folded(text)
        if meant in _ASKED_FOLDED:
            return None, _ASKED_FOLDED[meant]
        known = self._countries
        if meant in known:
            return known[meant], None
        near = process.extractOne(meant, known.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
        return None, known[near[0]] if near else None

    def sector(self, text: str) -> Meaning:
        """Return the code that a text means for certain, or None and a code to suggest, if its words allow one."""
        if (meant := folded(text)) in self._sector_names:
            return self._sector_names[meant], None
        words = set(re.findall(r"\w+", text.casefold()))
        if words & _NOT_PUBLIC:
            return None, None
        found = [code for code, told in _WORDS.items() if words & set(told.split())]
        return (found[0], None) if len(found) == 1 else (None, None)

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        """Codes by folded names, codes and alternative names of the product's search."""
        found: dict[str, str] = {}
        kept = set()
        for row in self._rows("countries"):
            if row["kind"] == "country":
                kept.add(row["country"])
                for name in (row["name"], row["country"], row["iso2"]):
                    found[folded(name)] = row["country"]
        for row in self._rows("country_names"):
            if row["country"] in kept:
                found.setdefault(folded(row["name"]), row["country"])
        found.pop("", None)
        return found

    @cached_property
    def _sectors(self) -> Sequence[dict[str, str]]:
        return self._rows("sectors")

    @cached_property
    def _sector_names(self) -> Mapping[str, str]:
        told = {folded(phrase): code for phrase, code in _PHRASES.items()}
        return told | {folded(row["label"]): row["sector"] for row in self._sectors}

    def _rows(self, table: str) -> Sequence[dict[str, str]]:
        with (self._folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


_ASKED_FOLDED = {folded(name): code for name, code in _ASKED.items()}
