"""The files a briefing can be had as: one list for the page that offers them and the addresses that answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trends.export.archive import archive
from trends.export.briefing import Briefing
from trends.export.briefing_html import html_briefing
from trends.export.paper import paper


@dataclass(frozen=True)
class Format:
    """A kind of file: its registered media type, what makes it, and what a reader is told of it."""

    media_type: str
    make: Callable[[Briefing], bytes]
    words: str


# By the end of the file's name, without its dot.
BRIEFING_FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pdf": Format("application/pdf", paper, "PDF, one finding a page, tagged for screen readers (PDF/UA)"),
        "html": Format("text/html; charset=utf-8", html_briefing, "HTML, one file with whole tables"),
        "zip": Format("application/zip", archive, "All of it: PDF, HTML, Excel, pictures, CSV with metadata, receipts"),
    }
)
