"""Streamlit's front end: where its files lie, and its many small scripts sent as one.

Streamlit's page asks for 63 scripts and, once its first elements come, for 45 more, one after another; nine tenths are
smaller than what asking for them costs. The small ones among those that pages of the dashboard need are sent in one
file, which a browser keeps: it gives each of them an address in the browser's memory, and an import map leads from
the address a script is asked for by to that one. Nothing of what they say is changed but the addresses they import
from. Without that file, or with a Streamlit whose page names no scripts, each is asked for as before.
"""

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from trends.figures.browser import address
from trends.paths import BROWSER_FILES

# What pages of the dashboard draw and Streamlit asks for only when it comes: names of its scripts without their hashes.
ELEMENTS = (
    *("BidiComponent", "Button", "ButtonGroup", "Checkbox", "CustomTheme", "Html", "Metric", "Multiselect"),
    *("PageLink", "Selectbox", "TextInput", "rehype-raw"),
)
# A larger script is asked for by itself, so that a browser compiles it while it comes, and keeps what it compiled.
SMALL = 25_000
# What knows its own address cannot be given another.
_KNOWS_ITS_ADDRESS = "import.meta"
# A script that another one imports, and what stands before it, apart: 3.5 MB are looked through at each start.
_SCRIPT = re.compile(r"""\./([\w.-]+\.js)(?=["'`])""")
_IMPORTS = re.compile(r"""(?:\bfrom|\bimport)\s*["'`]$""")
_BEFORE = 12
_ENTRY = re.compile(r'<script type="module"[^>]*\ssrc="\./static/js/([\w.-]+)"></script>')
_NEEDED = re.compile(r'\s*<link rel="modulepreload"[^>]*\shref="\./static/js/([\w.-]+)">')


@functools.cache
def files() -> Mapping[str, Path]:
    """Return the files of Streamlit's front end that browsers ask for, each by its address."""
    return {path.relative_to(_root()).as_posix(): path for path in _root().glob("static/**/*") if path.is_file()}


@functools.cache
def packed() -> tuple[str, bytes]:
    """Return the small scripts as one: its address, and the script."""
    begin, end = (BROWSER_FILES / "modules.js").read_text(encoding="utf-8").split("MODULES")
    body = f"{begin}{json.dumps(_small(), ensure_ascii=False)}{end}".encode()
    return address("streamlit", body, "js"), body


def leaner(page: bytes) -> bytes:
    """Return Streamlit's page so that it asks for its small scripts once, and for the large ones at once.

    Args:
        page: HTML as Streamlit sends it; its addresses are relative to where the dashboard is served.
    """
    text = page.decode()
    entry = _ENTRY.search(text)
    if entry is None or not _small():
        return page
    large = "".join(found[0] for found in _NEEDED.finditer(text) if found[1] not in _small())
    one = f'<script src="./{packed()[0]}"></script>'
    later = "".join(
        f'<link rel="modulepreload" crossorigin fetchpriority="low" href="./static/js/{name}">'
        for name in _elements()
        if name not in _small() and name not in text
    )
    # At the end of the page, which is shown as far as it has come while a browser waits for its first script.
    text = _NEEDED.sub("", text).replace(entry[0], "", 1)
    return text.replace("</body>", f"{one}{entry[0]}{large}{later}</body>", 1).encode()


def large() -> Sequence[Path]:
    """Return the files that pages ask for one by one: scripts too large to be sent with others, and styles."""
    styles = [path for name, path in files().items() if name.endswith(".css")]
    return [files()[f"static/js/{name}"] for name in _asked() if name not in _small()] + styles


@functools.cache
def _asked() -> Sequence[str]:
    """Return the names of the scripts that Streamlit's page, and the elements that ours draw, ask for."""
    page = (_root() / "index.html").read_text(encoding="utf-8")
    return list(_with_imported([*_ENTRY.findall(page), *_NEEDED.findall(page), *_elements()]))


@functools.cache
def _small() -> Mapping[str, str]:
    """Return the scripts that are sent as one, each by its name."""
    texts = {name: _text(name) for name in _asked()}
    return {name: text for name, text in texts.items() if len(text) <= SMALL and _KNOWS_ITS_ADDRESS not in text}


@functools.cache
def _elements() -> Sequence[str]:
    """Return the scripts of the elements that pages draw, and those that these import."""
    found = [
        Path(name).name
        for element in ELEMENTS
        for name in files()
        if re.fullmatch(rf"static/js/{re.escape(element)}\.[\w-]+\.js", name)
    ]
    return list(_with_imported(found))


def _with_imported(names: Iterable[str]) -> Iterator[str]:
    """Give each name once, followed by those of the scripts it imports."""
    known: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in known and f"static/js/{name}" in files():
            known.add(name)
            waiting += _imported_by(name)
            yield name


@functools.cache
def _imported_by(name: str) -> Sequence[str]:
    text = _text(name)
    return [
        found[1]
        for found in _SCRIPT.finditer(text)
        if _IMPORTS.search(text, max(0, found.start() - _BEFORE), found.start())
    ]


def _text(name: str) -> str:
    return files()[f"static/js/{name}"].read_text(encoding="utf-8")


def _root() -> Path:
    # Looked up and not imported: only pages know Streamlit.
    found = find_spec("streamlit")
    folders = found.submodule_search_locations if found else None
    return Path(next(iter(folders or ["streamlit"]))) / "static"
