"""Cards as pictures: what they hold, what has room, by address, and as the picture of a link."""

import html
import itertools
import re
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.svg_reading import SVG, bare, parsed, texts_of
from trends.cards.card import Card
from trends.cards.charts import Bars, Dots, Dumbbells, Places, Steps, Strips
from trends.export import image
from trends.export.picture import SIZES, picture, png
from trends.figures.palette import LIGHT
from trends.figures.svg.draw import svg
from trends.figures.svg.measure import width_of
from trends.request.request import request_of
from trends.serve import identity, pictures
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

ADDRESS = "Digital Trends · https://example.org/countries?country=New+Zealand · 1 March 2026"
# Bars that leave much of a square empty in letters of the usual size.
FEW_ROWS = 5


@pytest.fixture(scope="module")
def cards(store: Store) -> list[Card]:
    """Every card with a chart that pages show without a filter and for one country."""
    assert store.fingerprint
    asked = [request_of(given)[0] for given in ([], [("country", "NZL")])]
    return [
        card
        for request in asked
        for name in registry.PAGES
        for card in registry.contents(name, request).cards
        if card.chart is not None
    ]


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    assert store.fingerprint
    with TestClient(Starlette(routes=[*pictures.ROUTES, *identity.ROUTES])) as client:
        yield client


def drawn(card: Card, size: str, filters: str = "New Zealand") -> str:
    return picture(card, SIZES[size], filters=filters, address=ADDRESS, meanings=[("base", "How many answered.")])


def size_of(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_whole_picture_holds_all_of_its_card_and_the_same_chart(cards: list[Card]) -> None:
    for card in cards:
        assert card.chart is not None
        written = drawn(card, "page")
        said = bare("".join(parsed(written).itertext()))
        foot = image.foot(card, [("base", "How many answered.")])
        for text in (plain(card.title), plain(card.subtitle), "Filters: New Zealand", *foot, ADDRESS):
            assert bare(text) in said, (card.key, text)
        inner = svg(card.chart, LIGHT, 664, alt=card.alt)
        assert inner[inner.index("<title>") :] in written


@pytest.mark.parametrize("size", ["square", "preview"])
def test_a_picture_of_a_fixed_shape_holds_finding_source_and_whole_address(cards: list[Card], size: str) -> None:
    for card in cards:
        root = parsed(drawn(card, size))
        wide, high = float(root.get("width", "")), float(root.get("height", ""))
        assert high == pytest.approx(wide * (SIZES[size].height or 0) / SIZES[size].width, abs=0.1)
        said = bare("".join(root.itertext()))
        beginning = bare(plain(card.title))[:30]
        assert beginning in said.removeprefix(bare(plain(card.title)))
        assert bare("Source") in said
        assert bare(ADDRESS) in said
        # Nothing is drawn over its head or its foot.
        chart = next(each for each in root if each.tag == f"{SVG}svg")
        own = [text for text in root if text.tag == f"{SVG}text"]
        first, last = float(chart.get("y", "")), float(chart.get("y", "")) + float(chart.get("height", ""))
        tops = [float(text.get("y", "")) - float(text.get("font-size", "")) for text in own]
        assert all(top < first or top >= last - 1 for top in tops), card.key


def test_a_square_picture_of_few_rows_is_filled(cards: list[Card]) -> None:
    tried = [card for card in cards if isinstance(card.chart, Bars) and len(card.chart.rows) <= FEW_ROWS]
    assert tried
    for card in tried:
        root = parsed(drawn(card, "square"))
        chart = next(each for each in root if each.tag == f"{SVG}svg")
        last = float(chart.get("y", "")) + float(chart.get("height", ""))
        below = min(
            top
            for text in root
            if text.tag == f"{SVG}text"
            for top in [float(text.get("y", "")) - float(text.get("font-size", ""))]
            if top >= last - 1
        )
        assert below - last <= 0.15 * float(root.get("height", "")), card.key


def test_lines_of_a_picture_end_inside_it_in_a_common_font(cards: list[Card]) -> None:
    for card in cards:
        for size in SIZES:
            root = parsed(drawn(card, size))
            for text in (text for text in root if text.tag == f"{SVG}text"):
                letters, bold = float(text.get("font-size", "")), text.get("font-weight") == "bold"
                for line in [text.text or "", *(part.text or "" for part in text)]:
                    # Widths are reckoned for the widest fonts; that of pictures and Arial need nine tenths.
                    assert width_of(line, letters, bold=bold) * 0.9 <= float(root.get("width", "")) - 28, line


def test_a_chart_needs_no_edge_to_be_cut_at(cards: list[Card]) -> None:
    """To cut it would be to draw it on a sheet of its own first, which takes a third of the time of a picture."""
    for card in cards:
        for size in SIZES:
            root = parsed(drawn(card, size))
            (chart,) = (each for each in root if each.tag == f"{SVG}svg")
            assert [each.get("overflow") for each in chart.iter(f"{SVG}svg")] == ["visible"] * (
                2 if isinstance(card.chart, Steps | Places) else 1
            ), card.key
            wide, high = (float(number) for number in chart.get("viewBox", "").split()[2:])
            for line in itertools.chain(*texts_of(chart)):
                assert min(line.left, line.top, wide - line.right, high - line.bottom) >= -1, (card.key, line.words)


@pytest.mark.parametrize("size", ["preview", "square"])
def test_rows_without_room_are_left_out_and_counted(cards: list[Card], size: str) -> None:
    """What is counted are all rows that the title speaks of, which the table has, and not those of the whole chart."""
    cut: set[type] = set()
    for card in cards:
        said = " ".join(parsed(drawn(card, size)).itertext())
        found = re.search(r"(?:Drawn|Named): (\d+) of ([\d,]+)( rows| questions)?;", said)
        if found is None:
            # All that the table has is drawn; of dots a line says how many there are between.
            if isinstance(card.chart, Bars | Dumbbells):
                assert len(card.chart.rows) >= len(card.table), card.key
            continue
        assert isinstance(card.chart, Bars | Dots | Dumbbells | Strips)
        cut.add(type(card.chart))
        shown, whole = int(found[1]), int(found[2].replace(",", ""))
        everyone = len(card.shown) if isinstance(card.chart, Dots) else len(card.table)
        assert whole == (len(card.chart.rows) if isinstance(card.chart, Strips) else everyone), card.key
        assert 2 <= shown < whole
        if not isinstance(card.chart, Strips):
            names = bare(said.replace(plain(card.title), "", 2))
            assert sum(bare(str(label)) in names for label in card.chart.rows["label"]) >= shown, card.key
    assert size == "square" or cut == {Bars, Dots, Dumbbells, Strips}


@pytest.mark.parametrize("size", ["preview", "square"])
def test_rows_that_the_title_names_and_the_readers_own_are_among_those_drawn(cards: list[Card], size: str) -> None:
    """Which these are is read from the words of the title, and not from what marks them."""
    named: set[type] = set()
    for card in cards:
        root = parsed(drawn(card, size))
        chart = next(each for each in root if each.tag == f"{SVG}svg")
        said = bare("".join("".join(text.itertext()) for text in chart.iter(f"{SVG}text")))
        for name in _named_in_title(card):
            named.add(type(card.chart))
            assert bare(name) in said, (card.key, name)
    assert named >= {Bars, Dots, Dumbbells, Strips}


def _named_in_title(card: Card) -> list[str]:
    """Return the rows whose name and figure the title of a card has; of an index the country the reader chose."""
    title, chart = plain(card.title), card.chart
    if isinstance(chart, Strips):
        named = chart.answers[chart.answers["named"].astype(bool)]
        return [item for item, text in zip(named["item"], named["text"], strict=True) if f"{item}: {text}" in title]
    if isinstance(chart, Dumbbells):
        return [label for label in chart.rows["label"] if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", title)]
    if isinstance(chart, Dots):
        return [label for label in chart.rows["label"] if (name := label.lstrip("0123456789 \u2007")) and name in title]
    if isinstance(chart, Bars):
        rows = zip(chart.rows["label"], chart.rows["text"], strict=True)
        parts = [(label, text, re.sub(r"^.*: |, \d{4}$", "", label)) for label, text in rows]
        return [label for label, text, part in parts if text and part and part in title and text.split()[0] in title]
    return []


def test_pictures_have_their_size_and_no_missing_letters(cards: list[Card]) -> None:
    card = cards[0]
    assert size_of(png(drawn(card, "preview"), SIZES["preview"])) == (1200, 630)
    assert size_of(png(drawn(card, "square"), SIZES["square"])) == (1080, 1080)
    assert size_of(png(drawn(card, "page"), SIZES["page"]))[0] == 1440
    # The font of pictures is there: other words make another picture.
    other = drawn(card, "preview").replace("Digital Trends", "Digitql Trends")
    assert png(other, SIZES["preview"]) != png(drawn(card, "preview"), SIZES["preview"])


def test_pictures_made_by_several_threads_at_once_are_those_of_one(cards: list[Card]) -> None:
    previews = [drawn(card, "preview") for card in cards[:4]]
    # One with letters that the font beside the code has not.
    previews.append(previews[0].replace("Digital Trends", "Digital Trends 日本"))
    alone = [png(each, SIZES["preview"]) for each in previews]
    assert {size_of(data) for data in alone} == {(1200, 630)}
    with ThreadPoolExecutor(4) as threads:
        assert [*threads.map(lambda each: png(each, SIZES["preview"]), previews * 3)] == alone * 3


def test_a_picture_by_address_is_that_of_the_card_under_its_filters(client: TestClient) -> None:
    request, _ = request_of([("country", "NZL")])
    for name in registry.PAGES:
        for card in registry.contents(name, request).cards:
            answer = client.get(f"/card/{name}/{card.key}.svg?country=NZL")
            if card.chart is None:
                assert answer.status_code == 404
                continue
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/svg+xml"
            said = bare("".join(parsed(answer.text).itertext()))
            assert bare(plain(card.title)) in said
            assert bare(f"{'' if name == registry.FIRST else name}?country=New+Zealand") in said
            assert str(date.today().year) in said  # noqa: DTZ011 - a day, as the reader's calendar says


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/card/nothing/list.png", 404, "no page"),
        ("/card/overview/nothing.png", 404, "priorities"),
        ("/card/overview/priorities.gif", 404, "png"),
        ("/card/overview/priorities.png?size=huge", 400, "Sizes: page, square, preview"),
        ("/card/overview/priorities.png?country=Atlantis", 400, "Atlantis"),
    ],
)
def test_what_is_no_picture_says_what_there_is(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert said in html.unescape(answer.text)


def test_the_picture_of_a_link_is_its_first_chart(client: TestClient) -> None:
    for name in registry.PAGES:
        asked = registry.contents(name, request_of([("country", "NZL")])[0])
        first = next((card for card in asked.cards if card.chart is not None), None)
        scope = {
            "type": "http", "method": "GET", "path": f"/{name}", "query_string": b"country=NZL",
            "headers": [(b"host", b"testserver")], "scheme": "http", "server": ("testserver", 80),
        }  # fmt: skip
        head = identity.identity(identity.HttpRequest(scope), name, "").head
        found = re.findall(r'property="og:image" content="([^"]*)"', head)
        if first is None:
            assert found == []
            continue
        assert f"/{first.key}." in found[0]
        answer = client.get(html.unescape(found[0]))
        assert size_of(answer.content) == (1200, 630)
        assert html.unescape(re.findall(r'property="og:image:alt" content="([^"]*)"', head)[0]) == first.alt
