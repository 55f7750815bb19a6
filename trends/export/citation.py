"""How a finding is cited: as a sentence, as BibTeX, as RIS, and as CSL-JSON.

What is cited is the finding as the dashboard tells it, of a named release of the evidence; whose figures it rests on is
said in a note, since who quotes a figure cites its source as well.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from trends.export import image, since
from trends.export.briefing import Finding
from trends.export.image import PRODUCT
from trends.words import numbers
from trends.words.text import plain

# What BibTeX and TeX read as commands; each as the letters that print it.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """What a citation holds: title, address, day of reading, release, and the sources of its figures."""

    key: str
    title: str
    address: str
    read: date
    release: str
    note: str


def cited(finding: Finding, read: date, host: str = "") -> Cited:
    """Return what a citation of a finding holds.

    Args:
        finding: the finding.
        read: the day it was read.
        host: scheme, host and path of the dashboard; empty where it is not known.
    """
    base = _line(plain(finding.card.foot))
    return Cited(
        key=re.sub(r"[^a-z0-9]+", "-", f"digital-trends-{finding.page}-{finding.card.key}".lower()),
        title=_line(f"{plain(finding.card.title)}. {plain(finding.card.subtitle)}"),
        address=finding.address(host, since.name_of(finding.request.version)),
        read=read,
        release=since.cited_as(finding.request.version),
        note=_line(f"{base}. {image.source(finding.card.source)}"),
    )


def as_text(held: Cited) -> str:
    """Return a citation as a sentence."""
    return (
        f"{PRODUCT} ({held.read.year}). {held.title}. Of {held.release}. {held.note}. Read on "
        f"{numbers.day(held.read)}: {held.address}\n"
    )


def as_bibtex(held: Cited) -> str:
    """Return a citation as an entry of BibTeX."""
    fields = {
        "title": f"{{{_tex(held.title)}}}",
        "author": f"{{{PRODUCT}}}",
        "year": str(held.read.year),
        "version": _tex(held.release),
        "url": held.address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": held.read.isoformat(),
        "note": _tex(held.note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{held.key},\n{lines}\n}}\n"


def as_ris(held: Cited) -> str:
    """Return a citation as a record of RIS."""
    fields = (
        ("TY", "DATA"), ("TI", held.title), ("AU", PRODUCT), ("PY", str(held.read.year)), ("ET", held.release),
        ("UR", held.address), ("Y2", held.read.strftime("%Y/%m/%d/")), ("N1", held.note), ("ER", ""),
    )  # fmt: skip
    return "".join(f"{name}  - {value}\r\n" for name, value in fields)


def as_csl(held: Cited) -> str:
    """Return a citation as CSL-JSON, a list of one item."""
    item = {
        "id": held.key,
        "type": "dataset",
        "title": held.title,
        "author": [{"literal": PRODUCT}],
        "issued": {"date-parts": [[held.read.year]]},
        "version": held.release,
        "URL": held.address,
        "accessed": {"date-parts": [[held.read.year, held.read.month, held.read.day]]},
        "note": held.note,
    }
    return json.dumps([item], ensure_ascii=False, indent=2)


@dataclass(frozen=True)
class Style:
    """A form of citation: its media type, what makes it, and what readers call it."""

    media_type: str
    make: Callable[[Cited], str]
    words: str


# By the ending of an address.
STYLES: Mapping[str, Style] = {
    "txt": Style("text/plain; charset=utf-8", as_text, "Text"),
    "bib": Style("application/x-bibtex; charset=utf-8", as_bibtex, "BibTeX"),
    "ris": Style("application/x-research-info-systems; charset=utf-8", as_ris, "RIS"),
    "csl": Style("application/vnd.citationstyles.csl+json; charset=utf-8", as_csl, "CSL-JSON"),
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)


def _line(text: str) -> str:
    """Return a text on one line, without a full stop at its end and without what is no letter."""
    return re.sub(r"\s+", " ", "".join(each for each in text if each.isprintable() or each.isspace())).strip(" .")
