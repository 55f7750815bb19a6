"""A briefing on paper: what screen readers need of it, all its words, and that nothing in it is markup."""

import dataclasses
import io
import json
import re
from datetime import UTC, date, datetime

import pikepdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile_words import HOSTILE
from tests.pdf_reading import addresses_of, bookmarks_of, elements_of, kinds_below, pages_of, squeezed
from tests.svg_reading import parsed, texts_of
from trends.cards.charts import Bars
from trends.export import paper as papers
from trends.export.briefing import Briefing, Finding
from trends.export.finding_words import RECEIPT, told
from trends.export.letters import _letters_of, runs_of
from trends.export.paper import paper
from trends.export.picture import FONTS, SIGNS
from trends.figures.svg.draw import svg
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

HOST = "https://dashboard.example"
DAY = date(2026, 3, 1)
TYPST = (
    '#image("/etc/passwd")',
    "#{ panic() }",
    "$x$",
    "*a* _b_",
    "@label",
    "<label>",
    "= heading",
    "\\ /* no */ // no",
)


def opened(briefing: Briefing) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(paper(briefing)))


def as_set(text: str) -> str:
    return squeezed(text.translate(SIGNS))


@pytest.fixture(scope="module")
def briefing(store: Store) -> Briefing:
    """The first card of each kind of chart, and the first without one."""
    assert store.fingerprint
    kinds: dict[type, Finding] = {}
    for name in ("overview", "themes", "priorities", "countries", "places"):
        for card in registry.contents(name, Request()).cards:
            kinds.setdefault(type(card.chart), Finding(name, card, Request(), note=f"Note on {name}"))
    assert len(kinds) > 5
    return Briefing("What the board should know", list(kinds.values()), DAY, HOST, ["One is left out."])


@pytest.fixture(scope="module")
def file(briefing: Briefing) -> pikepdf.Pdf:
    return opened(briefing)


@pytest.fixture(scope="module")
def pages(file: pikepdf.Pdf) -> list[str]:
    return pages_of(file)


@pytest.fixture(scope="module")
def one(store: Store) -> Finding:
    assert store.fingerprint
    card = next(card for card in registry.contents("concerns", Request()).cards if isinstance(card.chart, Bars))
    return Finding("concerns", card, Request())


def test_paper_tells_screen_readers_what_each_part_is(briefing: Briefing, file: pikepdf.Pdf) -> None:
    assert file.Root.MarkInfo.Marked
    assert str(file.Root.Lang).startswith("en")
    assert file.Root.ViewerPreferences.DisplayDocTitle
    with file.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["pdfuaid:part"]) == (briefing.title, "1")
    charts = [finding.card.alt for finding in briefing.findings if finding.card.chart is not None]
    assert [str(figure.Alt) for figure in elements_of(file, "Figure")] == charts
    tables = elements_of(file, "Table")
    assert tables
    for table in tables:
        kinds = kinds_below(table)
        head = kinds[: kinds.index("/TBody")]
        assert head.count("/TH") > 1
        assert "/TD" not in head
    # Each page's content is an element or is said to be none, such as its number.
    assert all("/StructParents" in page for page in file.pages)


def test_each_finding_has_a_page_which_a_bookmark_leads_to(briefing: Briefing, file: pikepdf.Pdf) -> None:
    marks = bookmarks_of(file)
    count = len(briefing.findings)
    expected = [(as_set(f"{at}{plain(each.card.title)}"), at) for at, each in enumerate(briefing.findings, 1)]
    assert [(squeezed(title), page) for title, page in marks[:count]] == expected
    assert [title for title, _ in marks[count:]] == ["Sources", "Method", "Words used"]
    assert marks[count][1] == count + 1


def test_front_and_back_say_what_all_findings_share(briefing: Briefing, pages: list[str]) -> None:
    for said in (briefing.title, "1 March 2026", briefing.fingerprint, briefing.filters_said, *briefing.left_out, HOST):
        assert as_set(said) in pages[0]
    back = "".join(pages[len(briefing.findings) + 1 :])
    for finding in briefing.findings:
        for paragraph in finding.card.about:
            # The foot of a page may stand within a paragraph.
            assert as_set(plain(paragraph))[:40] in back
    for term, meaning in briefing.words(5):
        assert as_set(f"{term}{meaning}") in back


def test_a_page_holds_all_that_its_card_says(briefing: Briefing, pages: list[str]) -> None:
    for page, finding in zip(pages[1:], briefing.findings, strict=False):
        card = finding.card
        assert card.receipt is not None
        for said in (
            plain(card.title),
            plain(card.subtitle),
            finding.note,
            finding.address(HOST),
        ):
            assert as_set(said) in page
        assert as_set(plain(card.foot)).removeprefix("Base:")[1:] in page
        for label, words in told(finding, HOST):
            # A receipt may name hundreds of questions, more than a page has room for.
            most = papers.LONGEST_RECEIPT if label == RECEIPT else None
            said = plain(words)
            whole = most is None or len(said) <= most
            assert as_set(f"{label}{said}" if whole else f"{label}{said[:40]}") in page
        if card.chart is not None:
            for text in texts_of(parsed(svg(card.chart, alt=card.alt))):
                assert as_set("".join(line.words for line in text)) in page, card.key
        table = card.table if len(card.table.columns) <= papers.MANY_COLUMNS else card.table.folded()
        said = re.search(rf"Thefirst(\d+)of{len(table)}rows|Thetablehas{len(table)}rows", page)
        shown = len(table) if said is None else int(said[1] or 0)
        for row in table.rows()[:shown]:
            assert as_set("".join(map(plain, row.values()))) in page, card.key


def test_no_word_is_markup_and_none_leads_elsewhere(one: Finding) -> None:
    said = " · ".join((*HOSTILE, *TYPST))
    assert isinstance(one.card.chart, Bars)
    rows = one.card.chart.rows.copy()
    rows["label"] = [said] * len(rows)
    card = dataclasses.replace(
        one.card, title=said, subtitle=said, chart=dataclasses.replace(one.card.chart, rows=rows)
    )
    made = opened(Briefing(f"On {said}", [dataclasses.replace(one, card=card, note=said)], DAY, HOST))
    pages = pages_of(made)
    # On the front and in its contents; as title, subtitle and note; as the label of each bar, which take a second page.
    assert [page.count(as_set(said)) for page in pages[:3]] == [2, 3, len(rows)]
    # The way back to the briefing holds what its reader wrote; nothing else leads anywhere new.
    others = {address for address in addresses_of(made) if not address.startswith(f"{HOST}/briefing?")}
    assert others <= addresses_of(opened(Briefing("T", [one], DAY, HOST)))


def test_paper_cannot_read_a_file() -> None:
    for path in ("/etc/passwd", "../../../../etc/passwd", "paper.typ"):
        with pytest.raises(typst.TypstError, match=r"not found|denied|escape"):
            papers._compiled(  # noqa: SLF001 - the one place that compiles
                b'#set document(title: "-")\n#read(sys.inputs.path)',
                {"path": path},
                datetime(2026, 1, 1, tzinfo=UTC),
                others=False,
            )


def test_the_same_findings_make_the_same_file(one: Finding) -> None:
    made = Briefing("Twice", [one], DAY, HOST)
    assert paper(made) == paper(made)


def test_letters_no_font_has_are_named_and_spoken_and_the_front_says_so(
    one: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "_can_be_set", lambda _: False)
    note = "Delhi दिल्ली, ወሎ and \N{GRINNING FACE}"
    made = opened(Briefing("Names", [dataclasses.replace(one, note=note)], DAY))
    front, page, *_ = pages_of(made)
    assert squeezed("Delhi [Devanagari letters], [Ethiopic letters] and [grinning face]") in page
    spoken = [str(figure.Alt) for figure in elements_of(made, "Figure")]
    assert spoken[:3] == ["दिल्ली", "ወሎ", "\N{GRINNING FACE}"]
    assert squeezed("no font for Devanagari letters, Ethiopic letters and grinning face.") in front
    whole = opened(Briefing("Names", [dataclasses.replace(one, note="Whole")], DAY))
    assert "nofontfor" not in pages_of(whole)[0]


@pytest.mark.parametrize("note", ["札幌市サッポロ とても長い文字列", "深圳市政府", "بلدية صنعاء"])
def test_japanese_chinese_and_arabic_are_set_on_every_machine(
    one: Finding, monkeypatch: pytest.MonkeyPatch, note: str
) -> None:
    """Their fonts lie beside that of the pages: nothing is replaced, and the same bytes come of it."""
    monkeypatch.setattr(papers, "_can_be_set", lambda _: False)
    noted = Briefing(note, [dataclasses.replace(one, note=note)], DAY)
    made = opened(noted)
    assert not [run for run in runs_of(note) if run.named]
    assert not any("[" in page for page in pages_of(made)[:1])
    if "ب" not in note:
        assert squeezed(note) in pages_of(made)[1]
    assert paper(noted) == paper(noted)


def test_a_bundled_font_has_the_letters_that_its_table_says() -> None:
    """Both forms of the table are read: of each script the letters are there, and those of the other are not."""
    for name, letter, other in (("DroidSansFallbackFull.ttf", "札", "ب"), ("NotoSansArabic-Regular.ttf", "ب", "札")):
        has = _letters_of(FONTS / name)
        assert ord(letter) in has
        assert ord(other) not in has
        assert len(has) > 1_000


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=80))
def test_any_letters_can_be_set(one: Finding, text: str) -> None:
    card = dataclasses.replace(one.card, title=text, subtitle=text)
    assert paper(Briefing(text, [dataclasses.replace(one, card=card, note=text)], DAY)).startswith(b"%PDF")


@given(st.text())
def test_runs_keep_every_letter_that_is_seen(text: str) -> None:
    runs = runs_of(text)
    kept = "".join(run.text for run in runs)
    assert [each for each in squeezed(text.translate(SIGNS)) if each.isalnum()] == [
        each for each in kept if each.isalnum()
    ]
    assert all(
        run.named or run.text.isascii() or run.text.isprintable() or "\xa0" in run.text for run in runs if run.named
    )
    json.dumps(kept).encode()
