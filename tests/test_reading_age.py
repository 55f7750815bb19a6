"""How hard the prose of each page is to read: its grade of school (Flesch-Kincaid), and how long its sentences are.

Readers are chief executives with a minute to spare, and many of them read English as a second language. Titles,
headings, sentences and captions count. Cells of tables, names and addresses do not: they are what they are.
``pytest -rP tests/test_reading_age.py`` prints the figures of each page.
"""

import functools
import re
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
import textstat

from tests import sheet
from tests.reading import EVIDENCE
from tests.test_pages import PAGES, _evidence, open_page, shown  # noqa: F401 - pytest takes the fixture from here
from trends.paths import ROOT
from trends.store.store import Store
from trends.words import glossary

# Plain English for the public is held to about grade 8, what a reader of 13 or 14 follows without effort: people who
# know a subject also read faster, and skip less, what is written so. All of a page together has to keep to that. Its
# middle sentence may be one grade above, since the words of the trade (municipality, government, comparable) are long
# and a page of few sentences has no others. Names count as one short word, so a page with names is read more slowly
# than its grade says.
PAGE_GRADE = 8.0
MEDIAN_GRADE = 9.0
LONGEST_SENTENCE = 30
LONG_SENTENCE = 25
SHARE_OF_LONG = 0.1

# Sentences longer than that are known, and better wordings of them proposed; each leaves this list once it is mended.
KNOWN_LONG = re.compile(
    r"We want as many people as possible|If something is in your way|Tested on |Of the surveys, "
    r"|A change is up or down only if"
)

# Untouched pages do not show all they can say.
View = tuple[str, dict[str, list[str]]]
VIEWS: tuple[View, ...] = (
    *((name, {}) for name in PAGES),
    ("bodies", {"country": ["Denmark"]}),
    ("cases", {"theme": ["AI and automation"]}),
    ("concerns", {"survey": ["Public sector cyber security survey"]}),
    ("countries", {"country": ["Norway", "Kenya"], "trend": ["true"], "measures": ["true"]}),
    ("countries", {"indicator": ["World Bank GovTech Maturity Index: GovTech maturity (overall)"], "trend": ["true"]}),
    ("movers", {"country": ["United States"]}),
    ("overview", {"country": ["Norway"], "year": ["2011"]}),
    ("priorities", {"survey": ["Public sector digital trends"]}),
    ("themes", {"topic": ["AI and automation"]}),
    *(
        ("sources", {"section": [section]})
        for section in ("Indices", "Case registers", "Kinds of evidence", "Glossary", "Data dictionary", "Downloads")
    ),
)

PROSE = {"title", "header", "subheader", "markdown", "caption", "info", "warning", "html"}
# What is markup, or no prose: styles, addresses, links with their text, badges, code, and what follows a bullet's mark.
STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)|https?://\S+|/api/\S+")
MARKUP = re.compile(r"<[^>]*>|:\w+-badge\[[^\]]*\]|:material/\w+:|[*`#\\]|\[(?=[cux]\])|(?<=\[[cux])\]")
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[“\"“A-Z0-9])|\n\s*\n|\n(?=\s*-\s)|\s·\s")
# Columns of the evidence with names, which a sentence can hold; each counts as one short word.
NAMES = {
    "surveys": ("name", "publisher", "respondents"),
    "sources": ("title", "publisher"),
    "series": ("name", "publisher"),
    "indicators": ("label", "name"),
    "questions": ("label", "respondents"),
    "sector_respondents": ("respondents",),
    "findings": ("item", "region", "body_size"),
    "bodies": ("name",),
    "countries": ("name",),
    "sectors": ("label",),
    "themes": ("label",),
    "documents": ("title",),
}
SHORTEST_NAME = 4
NAME = "it"


@dataclass(frozen=True)
class Reading:
    """How hard some sentences are to read."""

    sentences: Sequence[str]

    @property
    def grades(self) -> list[float]:
        return [grade_of(sentence) for sentence in self.sentences]

    @property
    def grade(self) -> float:
        return grade_of(" ".join(self.sentences))

    @property
    def lengths(self) -> list[int]:
        return [words_in(sentence) for sentence in self.sentences]

    @property
    def long(self) -> float:
        return sum(length > LONG_SENTENCE for length in self.lengths) / len(self.sentences)


def grade_of(text: str) -> float:
    # The point in a number would count as the end of a sentence, and make the text look easier than it is.
    return float(textstat.flesch_kincaid_grade(re.sub(r"(?<=\d)\.(?=\d)", "", text)))


def words_in(text: str) -> int:
    return len([word for word in text.split() if re.search(r"\w", word)])


@functools.cache
def names() -> re.Pattern[str]:
    """Return what finds the names of the evidence in a text, the longest first."""
    found: set[str] = set()
    for table, columns in NAMES.items():
        frame = pd.read_csv(EVIDENCE / f"{table}.csv", dtype=str, keep_default_na=False)
        for column in columns:
            if column in frame:
                found |= {name for name in frame[column].unique() if len(name) >= SHORTEST_NAME and " " in name}
    listed = "|".join(re.escape(name) for name in sorted(found, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def pieces(text: str) -> list[str]:
    """Return the sentences and other pieces of a text of a page, without markup, names and addresses."""
    text = MARKUP.sub("", LINK.sub("", STYLE.sub("", text)))
    return [" ".join(names().sub(NAME, piece).split()).lstrip("- ") for piece in SENTENCE_ENDS.split(text)]


def sentences(texts: Sequence[str]) -> list[str]:
    """Return the whole sentences of texts, each once; headings and other pieces without a full stop are not of them."""
    found = (piece for text in texts for piece in pieces(text))
    return list(dict.fromkeys(piece for piece in found if piece.endswith((".", "!", "?")) and words_in(piece) > 2))


def texts_of(app: Any) -> list[str]:
    """Return the texts of a page that are to be read as prose."""
    bodies = (getattr(node.proto, "body", "") for node in app._tree if node.type in PROSE)  # noqa: SLF001
    filters = sheet.told(app)
    return [body for body in bodies if body] + [filters["status"], filters["place"]["said"], filters["place"]["where"]]


def name_of(view: View) -> str:
    page, address = view
    return " ".join([page, *(value for values in address.values() for value in values)])


_VISITED: dict[str, Any] = {}


def visited(view: View) -> Any:
    """Return a page as it is shown in a view; it is drawn once for all tests, which only read it."""
    name = name_of(view)
    if name not in _VISITED:
        page, address = view
        _VISITED[name] = open_page(page, **address)
        assert not _VISITED[name].exception
    return _VISITED[name]


def test_sentences_are_told_from_names_markup_and_addresses() -> None:
    texts = [
        "## How it is\n\nThis page is **partly** ready. It has\ntwo parts:\n\n- Charts have words.\n- Tables too, of course.",
        "Base: 12 answered · Source: [A very long name of a source](https://example.org)",
        "<p role='status'>Showing 3,679 figures from 161 surveys.</p>",
        "Figures marked [u] are weak. Ask “why?” first.",
        "<style>h1 { color: red. } </style>",
    ]
    assert sentences(texts) == [
        "This page is partly ready.",
        "Charts have words.",
        "Tables too, of course.",
        "Showing 3,679 figures from 161 surveys.",
        "Figures marked u are weak.",
        "Ask “why?” first.",
    ]
    assert sentences(["In United Kingdom, State CIO top ten priorities rose. United Kingdom rose again."]) == [
        "In it, it rose.",
        "it rose again.",
    ]


def test_the_measure_tells_easy_from_hard() -> None:
    easy = Reading(["We count what we can see.", "The rest is a guess."])
    hard = Reading(
        ["Organisational interoperability considerations necessitate comprehensive institutional accountability."]
    )
    # 11 words in 2 sentences, one syllable each.
    assert easy.grade == pytest.approx(0.39 * 11 / 2 + 11.8 * 11 / 11 - 15.59, abs=0.1)
    assert grade_of("It rose from 0.98 to 1.02 there.") == grade_of("It rose from 098 to 102 there.")
    assert hard.grade > 20 > easy.grade
    assert Reading([" ".join(["word"] * 26) + ".", "Two more words here."]).long == 0.5


def test_nothing_is_downloaded_to_measure() -> None:
    """Without a network the measure works all the same: its dictionary of syllables comes with it."""
    script = (
        "import socket\n"
        "def refuse(*_, **__): raise OSError('no network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "import textstat\n"
        "assert textstat.syllable_count('anybody about evidence') == 9\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


@pytest.mark.parametrize("view", VIEWS, ids=name_of)
def test_a_page_is_easy_to_read(view: View, record_property: Any) -> None:
    found = Reading(sentences(texts_of(visited(view))))
    assert found.sentences
    median, longest = statistics.median(found.grades), max(found.lengths)
    said = {
        "sentences": len(found.sentences),
        "median grade": round(median, 1),
        "grade of all": round(found.grade, 1),
        "longest sentence": longest,
        "share over 25 words": round(found.long, 2),
    }
    for name, value in said.items():
        record_property(name, value)
    print(f"{name_of(view)}: {', '.join(f'{name} {value}' for name, value in said.items())}")
    long = [each for each in found.sentences if words_in(each) > LONG_SENTENCE and not KNOWN_LONG.match(each)]
    assert [each for each in long if words_in(each) > LONGEST_SENTENCE] == []
    assert len(long) <= SHARE_OF_LONG * len(found.sentences), long
    hardest = sorted(zip(found.grades, found.sentences, strict=True), reverse=True)[:5]
    assert median <= MEDIAN_GRADE, hardest
    assert found.grade <= PAGE_GRADE, hardest


# Of a page on which a figure was worked out here, whatever leads on the others.
COMPUTED: View = ("bodies", {"survey": ["Local government DX dashboard"]})


def test_every_term_of_the_glossary_is_used_on_some_page(store: Store) -> None:
    terms = store.ask("glossary_terms")
    meanings = terms["definition"].tolist()
    # A paragraph or an entry of a list each: what is to know of a card is one text.
    views = [view for view in (*VIEWS, COMPUTED) if not explains(view)]
    texts = [line for view in views for text in shown(visited(view)) for line in text.splitlines()]
    # Where the meaning of a word is told, its words are not used.
    texts = [text for text in texts if not any(meaning in text for meaning in meanings)]
    everything = glossary.words_used(texts, glossary.finder_of(terms), most=len(terms))
    assert set(terms["term"]) - {term for term, _ in everything} == set()


def explains(view: View) -> bool:
    """Whether a view explains words instead of using them."""
    return view[1].get("section", [""])[0] in {"Glossary", "Data dictionary", "Downloads"}
