"""What a PDF file holds: its words by page, its structure and where its bookmarks lead."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

HEX = r"<([0-9A-Fa-f]*)>"
# Letters that no reader sees, put in where long words may break.
UNSEEN = re.compile("[\\s\u200b]")


def squeezed(text: str) -> str:
    """Return a text without blanks: where lines break is no part of what it says."""
    return UNSEEN.sub("", text)


def pages_of(file: pikepdf.Pdf) -> list[str]:
    """Return the words of each page without blanks, in the order drawn, those of charts included."""
    return [squeezed("".join(_words(page, page.get("/Resources", {})))) for page in file.pages]


def _words(stream: Any, resources: Any) -> Iterator[str]:
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(stream):
        kind = str(operator)
        if kind == "Tf":
            letters = _letters(resources["/Font"][str(operands[0])])
        elif kind in {"Tj", "TJ"}:
            shown = operands[0] if kind == "TJ" else [operands[0]]
            yield "".join(_decoded(bytes(each), letters) for each in shown if isinstance(each, pikepdf.String))
        elif kind == "Do":
            drawn = resources["/XObject"][str(operands[0])]
            if drawn.get("/Subtype") == "/Form":
                yield from _words(drawn, drawn.get("/Resources", resources))


def _decoded(codes: bytes, letters: dict[bytes, str]) -> str:
    return "".join(letters.get(codes[at : at + 2], "\ufffd") for at in range(0, len(codes), 2))


def _letters(font: Any) -> dict[bytes, str]:
    """Return the letters of the codes of a font, as its map to Unicode says."""
    written = font["/ToUnicode"].read_bytes().decode("latin-1")
    found: dict[bytes, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", written, re.DOTALL):
        for code, letter in re.findall(f"{HEX}\\s*{HEX}", part):
            found[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", written, re.DOTALL):
        for first, last, letter in re.findall(f"{HEX}\\s*{HEX}\\s*{HEX}", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                point = int.from_bytes(bytes.fromhex(letter), "big") + step
                found[(int(first, 16) + step).to_bytes(len(first) // 2, "big")] = chr(point)
    return found


def elements_of(file: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the elements of a kind in the file's structure, in reading order, such as Figure or Table."""
    return [element for element in _elements(file.Root.StructTreeRoot) if element.get("/S") == f"/{kind}"]


def _elements(parent: Any) -> Iterator[Any]:
    below = parent.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def kinds_below(element: Any) -> list[str]:
    """Return the kinds of all elements below one, in reading order."""
    return [str(child.S) for child in _elements(element)]


def bookmarks_of(file: pikepdf.Pdf) -> list[tuple[str, int]]:
    """Return title and page, counted from nought, of each bookmark."""
    numbers = {page.obj.objgen: at for at, page in enumerate(file.pages)}
    with file.open_outline() as outline:
        return [(item.title, numbers[item.destination[0].objgen]) for item in outline.root]


def addresses_of(file: pikepdf.Pdf) -> set[str]:
    """Return the web addresses that links lead to."""
    links = [annotation for page in file.pages for annotation in page.get("/Annots", [])]
    return {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
