"""Citations: each form is read back by another reader and says the same; nothing of a name becomes a command."""

import json
import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.hostile_words import HOSTILE
from trends.export import since
from trends.export.briefing import finding_of
from trends.export.citation import STYLES, Cited, as_bibtex, as_csl, as_ris, as_text, cited
from trends.serve import pictures
from trends.store.store import Store
from trends.words.text import plain

DAY = date(2026, 3, 4)


def read_bibtex(text: str) -> dict[str, str]:
    """Return the fields of one entry, read by counting braces as BibTeX does, and its letters as TeX prints them."""
    kind, _, rest = text.partition("{")
    assert kind == "@misc"
    fields, at = {"key": rest.partition(",")[0]}, text.index(",") + 1
    while found := re.compile(r"\s*(\w+) = \{").match(text, at):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0) if text[end - 1] != "\\" else 0
            end += 1
        fields[found[1]] = printed(text[found.end() : end - 1])
        at = end + 1
    assert text[at:].strip(" ,\n") in {"}", ""}
    return fields


def printed(value: str) -> str:
    for command, letter in ((r"\textasciicircum{}", "^"), (r"\textasciitilde{}", "~"), (r"\textbackslash{}", "\0")):
        value = value.replace(command, letter)
    whole = value.startswith("{") and value.endswith("}") and not value.endswith(r"\}")
    value = value[1:-1] if whole else value
    return re.sub(r"\\([{}$&%#_])", r"\1", value).replace("\0", "\\")


def read_ris(text: str) -> dict[str, str]:
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert (lines[0], lines[-1]) == ("TY  - DATA", "ER  - ")
    return {line[:2]: line[6:] for line in lines}


@pytest.mark.parametrize("words", ["Costs & taxes: 50% of $1_000 #1 {a} ~b^c \\d", "Düsseldorf “x”", *HOSTILE])
def test_each_form_says_the_same(words: str) -> None:
    line = " ".join("".join(each for each in words if each.isprintable() or each.isspace()).split())
    held = Cited("digital-trends-a-b", line, "https://a.example/movers?x=1#y", DAY, "abc123", f"Base: 5. {line}")
    bibtex, ris, (csl,) = read_bibtex(as_bibtex(held)), read_ris(as_ris(held)), json.loads(as_csl(held))
    assert bibtex["title"] == ris["TI"] == csl["title"] == line
    assert bibtex["url"] == ris["UR"] == csl["URL"] == held.address
    assert bibtex["version"] == ris["ET"] == csl["version"] == "abc123"
    assert bibtex["note"] == ris["N1"] == csl["note"] == held.note
    assert bibtex["urldate"] == "2026-03-04"
    assert csl["accessed"]["date-parts"] == [[2026, 3, 4]]
    assert ris["Y2"] == "2026/03/04/"
    assert csl["type"] == "dataset"
    for part in (line, held.address, "abc123", "4 March 2026"):
        assert part in as_text(held)


def test_a_card_is_cited_with_base_source_release_and_address(store: Store) -> None:
    """By address and by function alike; what there is not, is said."""
    reference = "countries/standing?country=New+Zealand"
    finding = finding_of(reference)
    with TestClient(Starlette(routes=pictures.ROUTES)) as client:
        answers = {ending: client.get(f"/card/countries/standing.{ending}?country=NZL") for ending in STYLES}
        assert client.get("/card/countries/none.bib").status_code == 404
    for ending, answer in answers.items():
        assert answer.headers["content-type"] == STYLES[ending].media_type
        assert store.fingerprint in answer.text
        assert finding.card.source.name in answer.text
    (csl,) = json.loads(answers["csl"].text)
    assert csl["title"].startswith(plain(finding.card.title))
    version = finding.request.version
    assert csl["URL"] == finding.address("http://testserver", since.name_of(version))
    assert csl["version"] == since.cited_as(version)
    assert dict(parse_qsl(urlsplit(cited(finding, DAY).address).query))["release"] == since.name_of(version)
