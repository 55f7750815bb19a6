"""Rules of style that browsers can hold to a part of the page: none makes a click work out the whole page anew."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from trends.paths import BROWSER_FILES
from trends.serve.headers import HEAD

# Only while a page is drawn for the first time, see first.js.
PASSES = {"loading.css"}
# Of media that no ordinary screen is: browsers leave such rules out until it is.
REST = re.compile(r"@media\s+(?:print|\(forced-colors: active\))|@page")
# An element asked for a part of its class around another one: any change of a class anywhere would count.
PART_OF_A_CLASS = re.compile(r"\[class[*^~$|]?=[^\]]*\][^\s,>+~]*[\s>+~]+[^\s,{]")


def rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors of a style sheet, each with the media it is within."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    within: list[str] = []
    for head, mark in re.findall(r"([^{}]*)([{}])", text):
        if mark == "{":
            within.append(head.rpartition(";")[2].strip())
            if not within[-1].startswith("@"):
                yield within[-1], " ".join(within[:-1])
        else:
            within.pop()
    assert not within, "a brace is left open"


def costly(text: str) -> list[str]:
    """Return the selectors that tie elements all over a page together, on ordinary screens."""
    return [
        selector
        for selector, media in rules(text)
        if not REST.search(media) and (":has(" in selector or PART_OF_A_CLASS.search(selector))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {b: c}", []),
        ("/* :has( */ a {b: c}", []),
        ("a:has(> b) {c: d}", ["a:has(> b)"]),
        ("@media (max-width: 600px) {a {b: c} d:has(e) {f: g}}", ["d:has(e)"]),
        ("@media print {a:has(b) {c: d}}", []),
        ('[class*="card_"] a {b: c}', ['[class*="card_"] a']),
        ('a [class*="card_"] > b {c: d}', ['a [class*="card_"] > b']),
        ('a > [class*="card_"] {c: d}', []),
    ],
)
def test_costly_rules_are_found(text: str, found: list[str]) -> None:
    assert costly(text) == found


@pytest.mark.parametrize("name", sorted(path.name for path in BROWSER_FILES.glob("*.css")))
def test_no_rule_makes_browsers_work_out_the_whole_page_after_every_change(name: str) -> None:
    text = (BROWSER_FILES / name).read_text(encoding="utf-8")
    assert len(list(rules(text))) > 0
    assert name in PASSES or not costly(text)


def test_rules_of_the_first_drawing_are_in_the_page_and_are_taken_away() -> None:
    assert {("style", name) for name in PASSES} <= set(HEAD)
    script = Path(BROWSER_FILES / "first.js").read_text(encoding="utf-8")
    assert all(f"style[data-file='{name}']" in script for name in PASSES)
